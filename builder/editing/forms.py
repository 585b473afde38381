"""What a form for a source asks, from its model and what is noted on the fields of that; no kind is known by name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from builder.prose import Prose
from builder.reference import choices_of
from builder.schema import Model
from builder.schema.attachments import Bijlagenaam
from builder.schema.fields import Beeldnaam, Form, Pictogramnaam
from builder.typography.letters import at_start
from builder.vocabularies import Woordenlijsten

LONG = 160  # signs that still go on one line
NO_BOUND = -1


class Sort(StrEnum):
    """How a field is filled in."""

    LINE = "line"
    TEXT = "text"  # more lines, without marks
    PROSE = "prose"  # Markdown
    CHOICE = "choice"
    DATE = "date"
    NUMBER = "number"
    YES_NO = "yesno"
    REFERENCE = "reference"  # to a source of ``kind``, or written as map/naam
    PICTURE = "picture"  # a file beside the source
    DOCUMENT = "document"
    PICTOGRAM = "pictogram"
    LIST = "list"  # of what the only one of ``fields`` is
    GROUP = "group"
    WORDS = "words"  # names of the writer's own, each with what the only one of ``fields`` is


SORTS: dict[Any, Sort] = {
    Prose: Sort.PROSE,
    Beeldnaam: Sort.PICTURE,
    Bijlagenaam: Sort.DOCUMENT,
    Pictogramnaam: Sort.PICTOGRAM,
}


@dataclass(frozen=True, slots=True)
class Option:
    """One of what can be chosen: what is written, and what a person reads."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Field:
    """One question of a form.

    ``most`` is the budget of a text in signs, or how many parts a list may have, or the highest number; ``least``
    likewise; -1 says that there is no bound. ``options`` of another sort than a choice are suggestions: something
    else may be written too. ``default`` is what holds where nothing is written.
    """

    name: str
    label: str
    help: str = ""
    sort: Sort = Sort.LINE
    required: bool = True
    least: int = 0
    most: int = NO_BOUND
    options: tuple[Option, ...] = ()
    kind: str = ""
    fields: tuple[Field, ...] = ()
    default: str = ""
    example: str = ""


def form(model: type[Model], lists: Woordenlijsten) -> tuple[Field, ...]:
    """The questions for a source with this model, in its order; ``lists`` are the words of the site."""
    return tuple(
        replace(
            _asked(name, info.annotation, tuple(info.metadata), lists),
            help=info.description or "",
            required=info.is_required(),
            default=_written(info.default),
        )
        for name, info in model.model_fields.items()
    )


def _asked(name: str, annotation: Any, notes: tuple[Any, ...], lists: Woordenlijsten) -> Field:
    """The question for what an annotation takes, with the notes that were taken from around it."""
    annotation, notes = _bare(annotation, notes)
    field = Field(name, at_start(name.replace("_", " ")), sort=Sort.LINE)
    if noted := next((note for note in notes if isinstance(note, Form)), None):
        return _of_form(field, noted, annotation, lists)
    if get_origin(annotation) is Literal:
        return replace(field, sort=Sort.CHOICE, options=_options(choices_of(annotation)))
    if inner := annotation if isinstance(annotation, type) and issubclass(annotation, Model) else None:
        return replace(field, sort=Sort.GROUP, fields=form(inner, lists))
    if get_origin(annotation) not in (tuple, dict):
        return field
    many = get_origin(annotation) is tuple
    one = _asked(name, get_args(annotation)[0 if many else 1], (), lists)
    bounds = (_bound(notes, "min_length", 0), _bound(notes, "max_length", NO_BOUND))
    return replace(field, sort=Sort.LIST if many else Sort.WORDS, least=bounds[0], most=bounds[1], fields=(one,))


def _bare(annotation: Any, notes: tuple[Any, ...]) -> tuple[Any, tuple[Any, ...]]:
    """An annotation without what is noted on it and without that it may be absent, and all that was noted."""
    while not any(isinstance(note, Form) for note in notes):
        if get_origin(annotation) is Annotated:
            annotation, *more = get_args(annotation)
            notes = (*notes, *(one for note in more for one in (note, *getattr(note, "metadata", ()))))
        elif get_origin(annotation) in (Union, UnionType):
            annotation = next(arg for arg in get_args(annotation) if arg is not NoneType)
        else:
            break
    return annotation, notes


def _of_form(field: Field, noted: Form, annotation: Any, lists: Woordenlijsten) -> Field:
    """A question for a text of some form, as its schema tells it."""
    schema = noted.schema
    parts = (schema, *schema.get("anyOf", ()))
    example = "" if noted.example.startswith(("vul", "Vul")) else noted.example
    field = replace(field, example=example, options=_options(schema.get("examples", ())))
    if vocabulary := schema.get("x-spijs-lijst"):
        words = (Option(key, word.naam) for key, word in lists.words(vocabulary).items())
        return replace(field, sort=Sort.CHOICE, options=tuple(words))
    if kind := schema.get("x-spijs-verwijzing"):
        return replace(field, sort=Sort.REFERENCE, kind="" if "/" in kind else kind)
    if schema.get("enum") == ["ja", "nee"]:
        return replace(field, sort=Sort.YES_NO, options=_options(schema["enum"]))
    if any(part.get("format") == "date" for part in parts):
        return replace(field, sort=Sort.DATE, options=_options(part["const"] for part in parts if "const" in part))
    if schema.get("type") == "integer":
        return replace(field, sort=Sort.NUMBER, least=schema["minimum"], most=schema["maximum"])
    most = schema.get("maxLength", NO_BOUND)
    return replace(field, sort=SORTS.get(annotation, Sort.TEXT if most > LONG else Sort.LINE), most=most)


def _options(words: Iterable[str]) -> tuple[Option, ...]:
    return tuple(Option(word, word.replace("-", " ")) for word in words)


def _bound(notes: tuple[Any, ...], name: str, otherwise: int) -> int:
    return next((bound for note in notes if (bound := getattr(note, name, None)) is not None), otherwise)


def _written(default: Any) -> str:
    """How the default of a field is written; nothing where there is none, or it is no text."""
    if isinstance(default, bool):
        return "ja" if default else "nee"
    return str(default) if isinstance(default, str | int) else ""
