"""Findings and progress, said in calm Dutch: what was made, what needs attention, what to do next."""

from __future__ import annotations

import json
import shlex
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from builder.diagnostics import Diagnostic, Fact, Severity
from builder.unchanged import Last

if TYPE_CHECKING:
    from builder.build import Outcome
    from builder.content import Library
    from builder.pack import Packed

MOST_SHOWN = 50
STATES = {"concept": "concept", "later": "nog niet", "voorbij": "voorbij", "verborgen": "niet voor hier"}


def findings_text(findings: Iterable[Diagnostic]) -> str:
    """Every finding on a line of its own, by place; past fifty the rest is counted."""
    lines = [str(finding) for finding in sorted(findings)]
    if len(lines) > MOST_SHOWN:
        lines = [*lines[:MOST_SHOWN], f"… en nog {len(lines) - MOST_SHOWN}; los deze eerst op"]
    return "\n".join(lines)


def findings_json(findings: Iterable[Diagnostic]) -> str:
    """Findings for another program: a list of objects."""
    return json.dumps([asdict(finding) for finding in sorted(findings)], ensure_ascii=False, indent=2)


def count_text(findings: Iterable[Diagnostic]) -> str:
    """How many errors, warnings and hints, in words."""
    count = Counter(finding.severity for finding in findings)
    parts = []
    if errors := count[Severity.FOUT]:
        parts.append("1 fout" if errors == 1 else f"{errors} fouten")
    if warnings := count[Severity.WAARSCHUWING]:
        parts.append("1 waarschuwing" if warnings == 1 else f"{warnings} waarschuwingen")
    parts = parts or ["geen fouten"]
    if hints := count[Severity.HINT]:
        parts.append("1 hint" if hints == 1 else f"{hints} hints")
    return " en ".join(parts)


def summary(outcome: Outcome, output: Path, seconds: float) -> str:
    """What a build did, and the next step."""
    from builder.channels import CHANNELS

    taken = (*outcome.removed, *outcome.ended)
    if outcome.waits and not taken:
        return f"Niet gepubliceerd: {count_text(outcome.findings)}. Wat in {output} stond, staat er nog."
    if outcome.waits:
        gone = f"Weggehaald, want het mag er niet meer staan: {_some(taken)} ({_files(len(taken))})."
        rest = "Al het andere staat er zoals het stond, en uw wijzigingen wachten tot de fouten hersteld zijn."
        gone = "\n".join([gone, *_packages(outcome.packages)])
        return f"{gone}\n{rest} ({count_text(outcome.findings)}, {seconds:.1f} s)"
    lines = [""]
    for channel in CHANNELS:
        made = [t for t in outcome.made if _belongs(t, channel.folder)]
        kept = [t for t in outcome.kept if _belongs(t, channel.folder)]
        if made or kept:
            lines.append(f"  {channel.label:<16}{len(made):>5} gemaakt {len(kept):>6} gebleven")
    if outcome.removed:
        lines.append(f"  {'Verwijderd':<16}{len(outcome.removed):>5}: {_some(outcome.removed)}")
    if outcome.stale:
        lines.append(
            f"  {'Mogelijk oud':<16}{len(outcome.stale):>5}: {_some(outcome.stale)}; bouw alles met: ./spijs build"
        )
    lines += _for_the_press(outcome.facts)
    lines += beside(outcome.left)
    lines += _packages(outcome.packages)
    if outcome.moved:
        lines.append(f"  Veranderd tijdens het bouwen: {_some(outcome.moved)}; bouw nog eens met: ./spijs build")
    lines += out_of_sight(outcome.library) if outcome.library else []
    day = f" voor {outcome.library.today:%d-%m-%Y}" if outcome.library else ""
    state = "Klaar" if outcome.published else "Er was niets te doen"
    lines.append(f"{state}{day} in {seconds:.1f} s, {count_text(outcome.findings)}.")
    lines.append(f"Open {output / 'index.html'}")
    return "\n".join(lines)


def out_of_sight(library: Library) -> Iterator[str]:
    """How many sources of each kind are nowhere to be seen, and why in a word."""
    found: dict[str, Counter[str]] = {}
    for document in library.documents.values():
        if why := library.hidden(document):
            found.setdefault(document.kind.plural, Counter())[STATES[why.state]] += 1
    for plural, states in found.items():
        counted = ", ".join(f"{states[name]} {name}" for name in STATES.values() if states[name])
        yield f"  {'Niet te zien':<16}{states.total():>5} {plural}: {counted}"
    if found:
        yield "  Waarom iets niet te zien is, zegt ./spijs why met de naam van de bron"


def packed(package: Packed, file: Path) -> str:
    """What is in a package for the print shop, and what is not."""
    lines = [f"{file}: {_count(len(package.inside))}, met de lijst erbij."]
    if package.left:
        lines.append(f"Zonder oplage, dus niet erin: {_some(package.left)}. Schrijf «oplage: 25» bij wat mee moet.")
    if package.unready:
        lines.append(f"Niet klaar voor de drukker: {_some(package.unready)}; ./spijs build zegt waarom.")
    return "\n".join(lines)


def beside(left: tuple[Path, ...]) -> Iterator[str]:
    """What lies beside the output and could not be taken away or written, with the command that mends it."""
    for place in left:
        told = "is niet weg te halen" if place.name.startswith("rest") else "is niet bij te werken"
        yield f"  {place} {told}: het is van een andere gebruiker, of de schijf is vol."
        yield f"    Haal het weg met: sudo rm -rf {shlex.quote(str(place))}"


def _for_the_press(facts: Mapping[str, tuple[Fact, ...]]) -> Iterator[str]:
    """How many sheets are ready for the print shop, and of the others why not."""
    unready = {target: [fact for fact in found if not fact.fits] for target, found in sorted(facts.items())}
    if facts:
        yield f"  Voor de drukker: {sum(not wrong for wrong in unready.values())} van {_count(len(facts))} klaar"
    for target, wrong in unready.items():
        if wrong:
            yield f"    niet klaar: {target} ({', '.join(f'{fact.what}: {fact.found}' for fact in wrong)})"


def _packages(gone: tuple[Path, ...]) -> Iterator[str]:
    """That a package went, and how to have one again."""
    for file in gone:
        yield f"Weggehaald: {file}. Er zat in wat er niet meer mag staan; maak het opnieuw met: ./spijs pack drukkerij"


def _files(number: int) -> str:
    return "1 bestand" if number == 1 else f"{number} bestanden"


def _count(sheets: int) -> str:
    return "1 blad" if sheets == 1 else f"{sheets} bladen"


def idle(last: Last, output: Path, seconds: float, left: tuple[Path, ...]) -> str:
    """That nothing has changed since the last build."""
    done = f"Er was niets te doen voor {last.day:%d-%m-%Y} in {seconds:.1f} s, {count_text(last.findings)}."
    return "\n".join([*beside(left), done, f"Open {output / 'index.html'}"])


def _some(targets: tuple[str, ...]) -> str:
    """The first three, and that there are more."""
    return ", ".join(targets[:3]) + (" …" if len(targets) > 3 else "")


def _belongs(target: str, folder: str) -> bool:
    below = target.removeprefix("kantoor/").removeprefix("drukkerij/")
    return below.startswith(f"{folder}/") if folder else target.split("/")[0] in ("index.html", "overzicht")
