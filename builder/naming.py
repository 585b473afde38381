"""Where people are named, and where that is not allowed: every text of every source, of ``site.yml`` and of letters.

Looked at are the sources as they were written, also those that cannot be used for another reason. A source that names
somebody who may not be named on a channel is barred there; ``site.yml`` and the organisations stand on every page, so
these are shown with other words in place of the name.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import permutations
from typing import Any

from builder import nameable, sound
from builder.content import CONSENT_CHANNELS, Closed, Content, Document, Library, Mention, beside
from builder.diagnostics import Position
from builder.inputs import Folder
from builder.kinds import KINDS
from builder.kinds.ophangregister import KIND as REGISTER
from builder.kinds.organisatie import KIND as ORGANISATIE
from builder.kinds.persoon import KIND as PERSOON
from builder.kinds.persoon import NOBODY, Persoon, consent_gate, people_of
from builder.nameparts import Who
from builder.names import Found, Names, again
from builder.prose import Prose
from builder.reading import Scalar, Source, Table, Tree
from builder.reading.inside import words
from builder.schema import Model, decode
from builder.schema.attachments import Bijlagenaam
from builder.settings import SITE, Settings
from builder.sight import ATTACHED, IN_THEME
from builder.typography import at_start

WITHDRAWN = Closed("de toestemming is ingetrokken")
UNNAMED = Closed("er is geen toestemming voor de naam", was_public=False)
INITIALS = re.compile(r"(?:[^\W\d_]\.? ?){1,6}")
WRITTEN = (".html", ".svg", ".txt")  # files of a theme in which texts stand
LOOKS = "huisstijl"  # the part of site.yml that speaks of letters and colours
ADDRESSES = ("id", "voorheen", "kort", "adres", "doel")  # what becomes part of an address
NOT_SHOWN = (
    REGISTER.folder,
    ORGANISATIE.folder,
)  # the register is on no page, organisations are shown without the name

ClosedBy = Mapping[str, Closed]


@dataclass(frozen=True, slots=True)
class People:
    """The names of all people, and for each (by id) the consent channels that are closed to the name."""

    names: Names
    closed: Mapping[str, ClosedBy]

    def closed_to(self, found: Found, near: frozenset[str]) -> tuple[str, ClosedBy]:
        """Whose name was found in a text that is about ``near``, and the channels on which it may not stand.

        When it may be the name of several people it is theirs whom the text is about, and otherwise of each of them.
        """
        who = sorted(found.who if found.whole else (found.who & near or found.who))
        shut = {channel: closed for key in who for channel, closed in self.closed.get(key, {}).items()}
        return next((key for key in who if self.closed.get(key)), who[0]), shut

    def without(self, text: str) -> str:
        """A text that stands everywhere, with other words in place of each name that may not stand everywhere."""
        if not self.names.hint(text):
            return text
        instead = NOBODY if " " in text else NOBODY.replace(" ", "-")
        done, parts = 0, []
        for found in self.names.spot(text):
            if self.closed_to(found, frozenset())[1]:
                parts += [text[done : found.start], instead if found.start else at_start(instead)]
                done = found.end
        return "".join([*parts, text[done:]])


def people_in(tree: Tree, settings: Settings, today: date) -> People:
    """All people who are no draft, also those whose source has mistakes: they may have withdrawn their consent."""
    who, closed = [], {}
    others = [settings.naam]
    for source in tree.sources:
        if source.folder == PERSOON.folder and not source.gist.is_draft:
            name, double, shut = _person(source, Library(settings, today, {}))
            who.append(Who(source.id, name, frozenset(double), watched=bool(shut)))
            closed[source.id] = shut
        others += source.gist.places
    return People(Names(who, others), closed)


def silenced(settings: Settings, people: People) -> Settings:
    """The settings without the names that may not stand everywhere; their facts stand in all texts."""
    made: Settings = _without(settings, people)
    return made.model_copy(update={LOOKS: settings.huisstijl})


def guarded(library: Library, tree: Tree, site: Source | None, theme: tuple[Folder, ...], people: People) -> Library:
    """The library with what the sources, their tables, ``site.yml`` and the house's own templates say of people, and
    what that bars from sight.
    """
    documents = {document.path: document for document in library.documents.values()}
    mentions = [found for s in tree.sources for found in _in_source(s, documents.get(s.path), library, people)]
    mentions += [found for table in tree.tables.values() for found in _in_table(table, people)]
    mentions += _in_site(site, people) if site else []
    mentions += [found for folder in theme[:-1] for found in _in_theme(folder, people)]  # the last is that of Spijs
    mentions += [found for d in documents.values() for found in _attached(d, library, tree.files, people)]
    barred: dict[tuple[str, str], Closed] = {}
    for mention in mentions:
        path = mention.source
        if mention.field != "voorheen" and path != SITE and path.split("/")[1] not in NOT_SHOWN:
            for channel, closed in mention.closed.items():
                if mention.field == "id":  # an address that names somebody does not answer, whatever else names her
                    barred[path, channel] = replace(closed, was_public=False)
                else:
                    barred.setdefault((path, channel), closed)
    words = (m.text for m in mentions if m.field in ADDRESSES and CONSENT_CHANNELS[0] in m.closed)
    shown = _organisations_without(library, people)
    return replace(library, documents=shown, mentions=tuple(mentions), barred=barred, hushed=frozenset(words))


def _person(source: Source, nowhere: Library) -> tuple[str, tuple[str, ...], ClosedBy]:
    """The name in a source, what its words are besides, and the channels that are closed to it."""
    value, _ = decode(Persoon, source.fields)
    if value is not None:
        gates = {channel: _name_gate(value, nowhere, channel) for channel in CONSENT_CHANNELS}
        return value.naam, value.ook_anders, {channel: closed for channel, closed in gates.items() if closed}
    texts = {name: scalar.text.strip() for scalar, name in source.texts()}
    shut = dict.fromkeys(CONSENT_CHANNELS, WITHDRAWN) if texts.get("ingetrokken") else {}
    return texts.get("naam", ""), (), shut


def _name_gate(value: Persoon, nowhere: Library, channel: str) -> Closed | None:
    if closed := consent_gate(value, nowhere, channel):
        return closed
    return UNNAMED if consent_gate(value, nowhere, channel, ("naam",)) else None


def _in_source(
    source: Source, document: Document[Content] | None, library: Library, people: People
) -> Iterator[Mention]:
    question = f"namen {people.names.mark} {source.path}"
    if sound.SOUND.found(question, source.digest, lambda: _hinted(source, people)):
        yield from _spotted(source, document, library, people)


def _hinted(source: Source, people: People) -> list[str]:
    """Whether somebody may be named in a source or by its own name: the name itself when that is so."""
    texts = "\n".join(scalar.text for scalar, _ in nameable.of_source(source))
    return [source.id] if people.names.hint(texts) or people.names.spot(source.id) else []


def _spotted(source: Source, document: Document[Content] | None, library: Library, people: People) -> Iterator[Mention]:
    kind = next((kind for kind in KINDS if kind.folder == source.folder), None)
    texts = nameable.of_source(source)
    if not people.names.hint("\n".join(scalar.text for scalar, _ in texts)):
        if source.folder != PERSOON.folder and people.names.spot(source.id):
            yield Mention("", source.id, source.path, Position(source.path, 1), "id", {})
        return
    about = people_of(document, library) if document else frozenset[str]()
    spotted = [(scalar, name, found) for scalar, name in texts for found in people.names.spot(scalar.text, about)]
    near = about.union(*(found.who for _, _, found in spotted if found.whole))
    for scalar, name, found in spotted:
        who, shut = people.closed_to(found, frozenset() if kind is ORGANISATIE else near)
        if kind and kind.has_text and name == "tekst":  # no poster shows the text of another source
            shut = {channel: closed for channel, closed in shut.items() if channel != "posters"}
        if shut:
            told = scalar.text if name in ADDRESSES else scalar.text[found.start : found.end]
            where = scalar.position if name == "id" else _place(scalar, found)
            yield Mention(who, told, source.path, where, name, shut)


def named(document: Document[Content], tree: Tree, people: People) -> frozenset[str]:
    """The ids of those who stand in a document by name, whether they may or not."""
    source = next((source for source in tree.sources if source.path == document.path), None)
    texts = [scalar.text for scalar, _ in nameable.texts(source.fields, document.kind.model)] if source else []
    texts += [source.body.text] if source and source.body else []
    return frozenset[str]().union(*(found.who for text in texts for found in people.names.spot(text)))


def _in_table(table: Table, people: People) -> Iterator[Mention]:
    """The rows in which somebody stands with first name and surname; what a cell says is never told.

    These may stand in two columns, in any order.
    """
    path = table.position.file.removesuffix("csv") + "md"
    for row in table.rows:
        cells = dict(zip(table.columns, row.cells.values(), strict=True))
        near = [name for name, text in cells.items() if people.names.hint(text) or INITIALS.fullmatch(text)]
        told = set()
        for one, other in permutations([*near, ""], 2):
            first, second = cells.get(one, ""), cells.get(other, "")
            for found in people.names.spot(f"{first}\n{second}"):
                who, shut = people.closed_to(found, frozenset())
                if found.whole and shut and who not in told:
                    told.add(who)
                    column = one if found.start < len(first) else other
                    yield Mention(who, "", path, row.position, column, shut, private=True)


def _attached(document: Document[Content], library: Library, files: Folder, people: People) -> Iterator[Mention]:
    """The names inside the documents that go with a source; they are on no poster."""
    names = [leaf for leaf in document.leaves if isinstance(leaf, Bijlagenaam)]
    for name in names if any(people.closed.values()) else ():
        text = words(files, library.attachments[beside(document.path, name.name)])
        for found in people.names.spot(text) if people.names.hint(text) else ():
            who, shut = people.closed_to(found, frozenset())
            shut = {channel: closed for channel, closed in shut.items() if channel != "posters"}
            if shut:
                yield Mention(who, text[found.start : found.end], document.path, name.position, ATTACHED, shut)


def _in_site(site: Source, people: People) -> Iterator[Mention]:
    entries = {key: node for key, node in site.fields.entries.items() if key != LOOKS}
    for scalar, name in nameable.texts(replace(site.fields, entries=entries), Settings):
        for found in people.names.spot(scalar.text) if people.names.hint(scalar.text) else ():
            who, shut = people.closed_to(found, frozenset())
            if shut:
                yield Mention(who, scalar.text[found.start : found.end], SITE, _place(scalar, found), name, shut)


def _in_theme(folder: Folder, people: People) -> Iterator[Mention]:
    """The names in what a house wrote in templates of its own; what is not in UTF-8 is told elsewhere."""
    for path, entry in folder.files() if any(people.closed.values()) else ():
        if path.endswith(WRITTEN) and not entry.error:
            text = entry.read().decode("utf-8", "replace")
            for found in people.names.spot(text) if people.names.hint(text) else ():
                who, shut = people.closed_to(found, frozenset())
                if shut:
                    scalar = Scalar(text, Position(f"{folder.name}{path}", 1, 1))
                    told = text[found.start : found.end]
                    yield Mention(who, told, scalar.position.file, _place(scalar, found), IN_THEME, shut)


def _place(scalar: Scalar, found: Found) -> Position:
    """Where a name stands in the file, as well as that can be known of a text that was quoted or folded."""
    start, text = scalar.position, scalar.text
    offset = found.start
    if scalar.raw:
        offset = again(text, found, scalar.raw)
        start = replace(start, line=start.line - scalar.raw.startswith(">"))
        text = scalar.raw
    above = text.count("\n", 0, offset)
    column = offset - text.rfind("\n", 0, offset) if above else start.column + offset
    return Position(start.file, start.line + above, column)


def _without(value: Any, people: People) -> Any:
    """A value with other words in place of names that may not stand everywhere."""
    match value:
        case Model():
            return value.model_copy(
                update={name: _without(getattr(value, name), people) for name in type(value).model_fields}
            )
        case tuple():
            return tuple(_without(item, people) for item in value)
        case Prose():
            return Prose(people.without(value.text), value.position)
        case str():
            return people.without(value)
        case _:
            return value


def _organisations_without(library: Library, people: People) -> Mapping[tuple[str, str], Document[Content]]:
    documents: dict[tuple[str, str], Document[Content]] = copy.copy(library.documents)  # type: ignore[arg-type]
    for key, document in library.documents.items():
        if document.kind is ORGANISATIE:
            documents[key] = replace(document, value=_without(document.value, people))
    return documents
