"""What asks for attention today: mistakes, and what comes to its end, with the day, whose it is, and what to do.

Most of it is a finding of a rule, or follows from how a source stands; what is looked at is told as well, so that
nothing to do is good news.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from builder.content import Library
from builder.desk.drawing import sentence
from builder.desk.preview import State
from builder.desk.sources import Line, lines, named
from builder.diagnostics import Diagnostic, Severity
from builder.kinds.persoon import Persoon, lapse
from builder.rules.ophangen import hanging

AHEAD = 60  # days before its end in which a consent is asked for anew
LABELS = {
    "leeg-kwartaal": "Leeg kwartaal",
    "ophangen": "Van de muur",
    "herzien": "Nalezen",
    Severity.FOUT: "Fout",
    Severity.WAARSCHUWING: "Let op",
}
MOST = 300  # lines of one heading; more are counted


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do: what it is about, what to do, by when and by whom, and where that is done."""

    look: str
    label: str
    what: str
    do: str
    to: str = ""
    link: str = ""
    day: date | None = None
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """What is to be done at one time."""

    name: str
    about: str
    items: tuple[Item, ...]

    @property
    def more(self) -> int:
        """How many are not listed."""
        return max(0, len(self.items) - MOST)


@dataclass(frozen=True, slots=True)
class Inbox:
    """All that asks for attention, of everybody or of one owner, and what was looked at."""

    headings: tuple[Heading, ...]
    owners: tuple[str, ...]
    looked: tuple[str, ...]


def inbox(state: State, say: Callable[[str], str], owner: str = "") -> Inbox:
    """What asks for attention; ``say`` writes commands as they must be typed here."""
    every = lines(state)
    found = {
        ("Nu", "Dit houdt iets tegen, of is over zijn dag heen."): _findings(state, every, say),
        ("Binnen twee weken", "Dit stopt dan vanzelf. Mag het langer, geef het dan een latere dag."): _closing(every),
        ("Binnen zestig dagen", "Vraag op tijd of het nog goed is."): _consents(state.library),
        ("Wacht op u", "Concepten: alleen u ziet ze."): _drafts(every),
    }
    sorted_items = {names: sorted(items, key=_by_day) for names, items in found.items()}
    owners = sorted({item.owner for items in sorted_items.values() for item in items if item.owner})
    headings = [
        Heading(name, about, tuple(item for item in items if owner in ("", item.owner)))
        for (name, about), items in sorted_items.items()
    ]
    return Inbox(tuple(one for one in headings if one.items), tuple(owners), tuple(_looked(state, every)))


def _by_day(item: Item) -> tuple[bool, date, bool, str]:
    return item.look != Severity.FOUT, item.day or date.min, not item.owner, item.what


def address(path: str, line: int = 0) -> str:
    """Where a source is written, at one of its lines."""
    return f"/bron?{urlencode({'bron': path})}{f'#regel-{line}' if line else ''}"


def _findings(state: State, every: list[Line], say: Callable[[str], str]) -> Iterator[Item]:
    """Each finding that is more than good to know."""
    known = {line.path: line for line in every}
    for one in state.findings:
        if one.severity is not Severity.HINT:
            yield _finding(one, known.get(one.position.file), say)


def _finding(one: Diagnostic, line: Line | None, say: Callable[[str], str]) -> Item:
    place, number = one.position.file, one.position.line
    return Item(
        one.severity,
        LABELS.get(one.code, LABELS[one.severity]),
        sentence(one.message),
        sentence(say(one.remedy)),
        address(place, number) if line else "",
        f"{line.title if line else place}{f', regel {number}' if number else ''}",
        owner=line.owner if line else "",
    )


def _closing(every: list[Line]) -> Iterator[Item]:
    for line in every:
        if line.state == "stopt" and line.kind.appears:
            yield Item(
                "waarschuwing", f"{line.kind.name.capitalize()} stopt", line.title, sentence(line.reason),
                address(line.path), "Open de bron", line.last, line.owner,
            )  # fmt: skip


def _consents(library: Library | None) -> Iterator[Item]:
    """Consents that hold today and will not in a while; who took his back is asked nothing."""
    for document in library.all(Persoon) if library else ():
        consent, last = document.value.toestemming, library.today + timedelta(days=AHEAD) if library else None
        if library and consent and last and consent.geldig_tot <= last and not lapse(document.value, library.today):
            yield Item(
                "hint", "Toestemming loopt af", named(document, library),
                "Mag het langer? Vraag het, en schrijf de nieuwe laatste dag bij «geldig tot».",
                address(document.path), "Naar de toestemming", consent.geldig_tot,
            )  # fmt: skip


def _drafts(every: list[Line]) -> Iterator[Item]:
    for line in every:
        if line.state == "concept":
            do = "Klaar? Haal «concept» weg bij de status."
            yield Item("concept", line.kind.name.capitalize(), line.title, do, address(line.path), "Schrijf verder",
                       line.changed.date() if line.changed else None, line.owner)  # fmt: skip


def _looked(state: State, every: list[Line]) -> Iterator[str]:
    """What was looked at, in words."""
    if library := state.library:
        people = sum(1 for document in library.all(Persoon) if document.value.toestemming)
        hung = sum(1 for _ in hanging(library))
        yield f"bronnen: {len(every)}, op fouten en op wat aandacht vraagt"
        yield "concepten, en wat binnen twee weken stopt"
        yield f"toestemmingen: {people}, of zij binnen {AHEAD} dagen aflopen"
        yield "pagina's die nagelezen moeten worden, en kwartalen zonder tekst voor het personeelsblad"
        yield f"bladen die hangen: {hung}, of er iets weg moet"
