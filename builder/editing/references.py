"""Which sources refer to a source, and the same texts with its new name: by what forms know of each field."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from builder.comparing import same
from builder.content import Kind
from builder.editing.forms import Field, Sort, form
from builder.editing.values import NotDone, Value, Way
from builder.editing.writing import changed, values
from builder.inputs import Inputs, is_lent
from builder.kinds import KINDS
from builder.reading.filenames import SOURCES
from builder.settings import SITE, Settings
from builder.values import clean
from builder.vocabularies import Woordenlijsten


@dataclass(frozen=True, slots=True)
class Name:
    """A source as others refer to it."""

    kind: Kind
    id: str

    def is_meant(self, text: str, kind: str) -> bool:
        """Whether a reference to a source of ``kind``, or to one of any kind, leads here."""
        return same(clean(text)) == (
            self.id if kind == self.kind.name else f"{self.kind.folder}/{self.id}" * (not kind)
        )


def kind_of(path: str) -> Kind:
    """The kind of a source by its place; raises :class:`NotDone`."""
    folder = path.split("/")[1] if path.startswith("content/") else ""
    kind = next((kind for kind in KINDS if kind.folder == folder), None)
    if kind is None:
        raise NotDone(f"«{path}» is geen bron van een soort die Spijs kent", "kies er een uit de lijst")
    return kind


def name_of(path: str) -> Name:
    """How others refer to the source at a path; raises :class:`NotDone`."""
    return Name(kind_of(path), path.rpartition("/")[2].rpartition(".")[0])


def users(site: Inputs, name: Name) -> tuple[str, ...]:
    """The paths of the sources that refer to one, ``site.yml`` included."""
    return tuple(renamed(site, name, name.id))


def renamed(site: Inputs, name: Name, new: str) -> Mapping[str, bytes]:
    """Each source that refers to one by its path, as it is when that has another name; raises :class:`NotDone`."""
    made = {}
    word = re.compile(rb"(?<![a-z0-9-])" + re.escape(name.id.encode()) + rb"(?![a-z0-9-])", re.I)
    for path, entry in site.sources.files():
        if not path.endswith(tuple(SOURCES)) or entry.error or is_lent(site, path):
            continue
        data = entry.read()
        if word.search(data) and (changes := _changes(path, data, name, new)):
            made[path] = changed(data, path, changes)
    return made


def _changes(path: str, data: bytes, name: Name, new: str) -> dict[Way, Value]:
    model = Settings if path == SITE else next((k.model for k in KINDS if path.startswith(f"content/{k.folder}")), None)
    if model is None:
        return {}
    try:
        standing = values(data, path)
    except NotDone as unread:
        message = f"{path} is nu niet te lezen ({unread.message}), en verwijst misschien naar deze bron"
        raise NotDone(message, "herstel dat bestand eerst") from unread
    fields = form(model, Woordenlijsten())
    return dict(change for field in fields for change in _in(field, standing.get(field.name), (field.name,), name, new))


def _in(field: Field, value: Value | None, way: Way, name: Name, new: str) -> Iterator[tuple[Way, Value]]:
    refers = field.sort in (Sort.REFERENCE, Sort.LINE)  # also what may be an address as well, when it is map/naam
    if isinstance(value, str) and refers and name.is_meant(value, field.kind):
        folder, slash, _ = value.rpartition("/")
        yield way, f"{folder}{slash}{new}"
    elif isinstance(value, str) and field.sort is Sort.PROSE:
        link = re.compile(rf"(?<=\]\()(\s*<?{re.escape(name.kind.folder)}/){re.escape(name.id)}(?=[\s>)#])")
        if link.search(value):
            yield way, link.sub(rf"\g<1>{new}", value)
    elif isinstance(value, list) and field.sort is Sort.LIST:
        for number, item in enumerate(value):
            yield from _in(field.fields[0], item, (*way, number), name, new)
    elif isinstance(value, dict):
        inside = {one.name: one for one in field.fields} if field.sort is Sort.GROUP else {}
        for key, one in value.items():
            if part := field.fields[0] if field.sort is Sort.WORDS else inside.get(key):
                yield from _in(part, one, (*way, key), name, new)
