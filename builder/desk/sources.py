"""Every source of a site as a line of the list: what it is called, how it stands, whose it is and when it changed.

How a source stands follows from its gates, today and in the two weeks to come; no kind is known by name. Who may not
be shown is not named here either: such a source goes by the name of its file.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import PurePosixPath

from builder.comparing import letters
from builder.content import Content, Document, Kind, Library
from builder.desk.preview import State
from builder.diagnostics import Diagnostic, Severity
from builder.inputs import CONTENT, Inputs, is_lent
from builder.kinds import KINDS
from builder.reading.filenames import SOURCES
from builder.values.days import spoken

SOON = 14  # days before its end in which a source is said to be closing
WORDS = {
    "fout": "Met fouten",
    "concept": "Concept",
    "later": "Gepland",
    "stopt": "Stopt binnenkort",
    "zichtbaar": "Te zien",
    "voorbij": "Voorbij",
    "verborgen": "Niet te zien",
}
TOLD = (Severity.FOUT, Severity.WAARSCHUWING)


@dataclass(frozen=True, slots=True)
class Line:
    """One source in the list; ``target`` is where it is in the proof, ``words`` all in which is searched.

    ``last`` is the last day on which it is to be seen, when that is near.
    """

    path: str
    title: str
    kind: Kind
    state: str
    reason: str
    owner: str
    changed: datetime | None
    target: str
    findings: tuple[Diagnostic, ...]
    words: str
    last: date | None = None

    @property
    def word(self) -> str:
        """Its state, as people say it."""
        return WORDS[self.state]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines are asked for: each part may be empty, and then all are meant."""

    words: str = ""
    kind: str = ""
    state: str = ""
    owner: str = ""

    def fits(self, line: Line) -> bool:
        """Whether a line is meant."""
        state = self.state in ("", line.state) or (self.state == "aandacht" and bool(line.findings))
        words = all(word in line.words for word in letters(self.words).split())
        return state and words and self.kind in ("", line.kind.name) and self.owner in ("", line.owner)


def lines(state: State) -> list[Line]:
    """All sources that the site has of its own, kind by kind and by their names."""
    if state.site is None:
        return []
    found: dict[str, list[Diagnostic]] = {}
    for finding in state.findings:
        if finding.severity in TOLD:
            found.setdefault(finding.position.file, []).append(finding)
    library, targets = state.library, targets_of(state)
    documents = {document.path: document for document in library.documents.values()} if library else {}
    days = _days(library) if library else ()
    made = [
        _line(path, kind, documents.get(path), state, days, tuple(found.get(path, ())), targets.get(path, ""))
        for path, kind in paths(state.site)
    ]
    return sorted(made, key=lambda line: (KINDS.index(line.kind), letters(line.title), line.path))


def paths(site: Inputs) -> Iterator[tuple[str, Kind]]:
    """Every source of the site itself with its kind: what Spijs lends has no file here."""
    folders = {kind.folder: kind for kind in KINDS}
    for path, _ in site.sources.files(CONTENT):
        kind = folders.get(path.split("/")[1])
        if kind and PurePosixPath(path).suffix in SOURCES and not is_lent(site, path):
            yield path, kind


def counted(found: list[Line]) -> Mapping[str, int]:
    """How many lines there are of each state, and how many ask for attention."""
    return Counter([line.state for line in found]) + Counter("aandacht" for line in found if line.findings)


def targets_of(state: State) -> dict[str, str]:
    """Where each source is in the proof: at its own page, else on the first page or sheet that is made of it."""
    first: dict[str, str] = {}
    for target, page in state.pages.items():
        if target in state.tree and page.medium != "bestand":
            first.setdefault(page.source.file, target)
    homes = {d.path: d.home for d in state.library.documents.values()} if state.library else {}
    return first | {path: home for path, home in homes.items() if path in first and home in state.tree}


def named(document: Document[Content], library: Library) -> str:
    """What a source may be called here: its title, or the name of its file when it is of who may not be shown."""
    return document.title if library.hidden(document) is None else PurePosixPath(document.path).stem


def _days(library: Library) -> tuple[Library, ...]:
    """The library as readers have it today, and as it will be on each day that follows if nothing is done."""
    return tuple(replace(library, proof=False, today=library.today + timedelta(days=n)) for n in range(SOON + 1))


def _line(
    path: str,
    kind: Kind,
    document: Document[Content] | None,
    state: State,
    days: tuple[Library, ...],
    findings: tuple[Diagnostic, ...],
    target: str,
) -> Line:
    title, owner, words = PurePosixPath(path).stem, "", [path, kind.plural]
    how, reason, last = "fout", "deze bron is nog niet te gebruiken", None
    if document and state.library:
        how, reason, last = standing(document, days)
        title = named(document, state.library)
        if state.library.hidden(document) is None:
            owner = str(getattr(document.value, "eigenaar", "") or "")
            words += [str(getattr(leaf, "text", leaf)) for leaf in document.leaves]
    elif findings:
        reason = findings[0].message
    words += [title, owner, WORDS[how]]
    changed = _changed(state.site.sources.entries[path].place) if state.site else None
    return Line(path, title, kind, how, reason, owner, changed, target, findings, letters(" ".join(words)), last)


def standing(document: Document[Content], days: tuple[Library, ...]) -> tuple[str, str, date | None]:
    """How a source stands on the first of some days that follow each other, why, and the last day that it is seen.

    Where it is to be seen on all of them nothing more is said.
    """
    if closed := days[0].hidden(document):
        return closed.state, closed.reason, None
    if days[-1].hidden(document) is None:
        return "zichtbaar", "", None
    end, closed = next((library.today, gone) for library in days if (gone := library.hidden(document)))
    last = end - timedelta(days=1)
    known = f"{last:%d-%m-%Y}" in closed.reason  # then it would say the same day twice
    return "stopt", f"nog te zien tot en met {spoken(last)}{'' if known else f'; daarna: {closed.reason}'}", last


def _changed(place: str) -> datetime | None:
    try:
        return datetime.fromtimestamp(os.stat(place).st_mtime)  # noqa: PTH116
    except OSError:
        return None
