"""Documents as plain values for templates: what a page shows of a source, and what a list shows of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from builder.content.library import Document, Library, Values
from builder.content.source import Content, Printed
from builder.prose import Prose
from builder.schema import Model
from builder.schema.attachments import Bijlagenaam
from builder.schema.dates import Kwartaal
from builder.schema.fields import Beeldnaam, Ref

NOT_SHOWN = Printed.model_fields.keys() - Content.model_fields.keys()  # what only the print shop needs


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the content, by its path and the digest of its bytes."""

    path: str
    digest: str


def plain(value: Any, library: Library, source: str = "") -> Any:
    """A model as plain values for a template.

    References become cards (or None when out of sight), pictures :class:`Picture`, prose :class:`Rich`; ``source`` is
    the path of the document, beside which its pictures and attachments lie.
    """
    match value:
        case str():  # without its place: a template shows no places
            return str(value)
        case Model():
            return {name: plain(item, library, source) for name, item in vars(value).items()}
        case tuple() | list():
            return [plain(item, library, source) for item in value]
        case dict():
            return {key: plain(item, library, source) for key, item in value.items()}
        case Prose():
            return library.rich(value)
        case Ref():
            return library.card(value)
        case Beeldnaam():
            path = beside(source, value.name)
            return Picture(path, library.images[path])
        case Bijlagenaam():
            return library.attachments[beside(source, value.name)]
        case Kwartaal():
            return str(value)
        case _:
            return value


def fields(document: Document[Any], library: Library) -> Values:
    """The values of a document: all its fields but those for the print shop, its id and its title."""
    return dict(library.once(("fields", id(document)), lambda: (document, _fields(document, library)))[1])


def _fields(document: Document[Any], library: Library) -> Values:
    values: Values = plain(document.value, library, document.path)
    for name in NOT_SHOWN:
        values.pop(name, None)
    return {**values, "id": document.id, "naam_in_lijst": document.title}


def brief(values: Values) -> Values:
    """What a list shows of a document: not its text and what goes with that, so that these make no list anew."""
    return {name: value for name, value in values.items() if name not in ("tekst", "beelden", "bijlagen")}


def line(document: Document[Any]) -> Values:
    """What a list of links shows of a document: what it is called and where it is."""
    return {"titel": document.title, "doel": document.home}


def beside(source: str, name: str) -> str:
    """The path of a file that lies next to a source."""
    return f"{source.rpartition('/')[0]}/{name}"
