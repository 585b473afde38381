"""Decoding located nodes: a value, or all its problems with line and column, in Dutch.

The models are pydantic's; the sentences are ours. ``schema.fields`` has the field types of this domain.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from builder import merge
from builder.comparing import same, trimmed
from builder.diagnostics import Diagnostic, Position, fout
from builder.merge import Facts
from builder.reading import Fields, Listing, Node, Scalar, Source
from builder.values import clean


class Model(BaseModel):
    """A frozen record that refuses keys it does not know."""

    model_config = ConfigDict(defer_build=True, extra="forbid", frozen=True, arbitrary_types_allowed=True)

    def __reduce__(self) -> tuple[Any, ...]:
        """How it is kept from one build to the next: its values in the order of its fields, which share their names."""
        return restored, (type(self), tuple(vars(self).values()))

    @classmethod
    def starter(cls, answers: Mapping[str, str]) -> Mapping[str, str]:
        """Optional fields that a new source needs all the same, because of what its other fields say."""
        return {}


def restored(model: type[Model], values: tuple[Any, ...]) -> Model:
    """A record with these values, which were checked when it was made first."""
    names = model.model_fields
    made = model.__new__(model)
    own = {"__dict__": dict(zip(names, values, strict=True)), "__pydantic_fields_set__": names.keys()}
    for name, value in {**own, "__pydantic_extra__": None, "__pydantic_private__": None}.items():
        object.__setattr__(made, name, value)
    return made


class Located(str):
    """A text that knows where it stands: what the field types get to see.

    The facts of the site that it names are filled in; ``prose`` is the same with links, for what is Markdown.
    """

    position: Position
    prose: str

    def __new__(cls, text: str, position: Position, facts: Facts | None = None) -> Located:
        located = super().__new__(cls, merge.filled(text, facts) if facts and "{" in text else text)
        located.position = position
        located.prose = merge.linked(text, facts) if facts and "{" in text else text
        return located


T = TypeVar("T", bound=Model)


def decode(
    model: type[T], node: Fields, body: Scalar | None = None, facts: Facts | None = None
) -> tuple[T | None, list[Diagnostic]]:
    """A node as a value of ``model``, or None with everything that is wrong with it.

    ``body`` is the Markdown below the front matter; it becomes the field ``tekst``. ``facts`` are filled in where a
    text names them.
    """
    entries = dict(node.entries)
    if body is not None and body.text.strip():
        if "tekst" in entries:
            message = "de tekst staat er twee keer: in het veld «tekst» en onder de kop"
            return None, [fout("dubbel-veld", node.keys["tekst"], message, "haal het veld weg")]
        entries["tekst"] = body
    data = {key: _plain(value, facts) for key, value in entries.items()}
    try:
        try:
            return model.model_validate(data), []
        except ValidationError as error:
            if not _chosen(data, error.errors(include_url=False)):
                raise
            return model.model_validate(data), []
    except ValidationError as error:
        details = _causes(error.errors(include_url=False))
        found = [_diagnose(detail, Fields(entries, node.keys, node.position), model) for detail in details]
        return None, list(dict.fromkeys(found))


def _chosen(data: Any, details: list[ErrorDetails]) -> bool:
    """Put the choices that were meant in the place of those with a capital or an invisible sign; whether there are."""
    put = False
    for detail in details:
        if detail["type"] == "literal_error" and isinstance(detail["input"], str):
            meant = [word for word in _choices(detail.get("ctx", {})) if same(word) == same(clean(detail["input"]))]
            holder = data
            with suppress(LookupError, TypeError):  # a place that is no place of the data
                for part in detail["loc"][:-1]:
                    holder = holder[part]
                if meant and holder[detail["loc"][-1]] is detail["input"]:
                    holder[detail["loc"][-1]] = meant[0]
                    put = True
    return put


def strangers(source: Source, facts: Facts) -> Iterator[Diagnostic]:
    """Words between braces that name no fact, with those that do."""
    known = ", ".join(f"{{{word}}}" for word in facts)
    for scalar, _ in source.texts():
        for slot in merge.strangers(scalar.text, facts):
            near = difflib.get_close_matches(slot.key or "", facts, 1)
            remedy = f"bedoelde u {{{near[0]}}}?" if near else f"u kunt schrijven: {known}"
            remedy += "; een accolade die er zo moet staan, schrijft u als \\{"
            yield fout("invulveld", scalar.place(slot.offset), f"«{slot.text[:40]}» is geen veld", remedy)


def salvage(model: type[Model], node: Fields, body: Scalar | None = None, facts: Facts | None = None) -> Iterator[Any]:
    """The fields, at any depth, that are right in a node that is wrong: so that its mistakes hide no others."""
    entries = dict(node.entries)
    if body is not None and body.text.strip() and "tekst" in model.model_fields:
        entries["tekst"] = body
    for name, info in model.model_fields.items():
        if name in entries:
            yield from _right(Annotated[info.annotation, info], entries[name], facts)


def _right(annotation: Any, node: Node, facts: Facts | None) -> Iterator[Any]:
    try:
        yield TypeAdapter(annotation).validate_python(_plain(node, facts))
    except ValidationError:
        inner = inner_model(annotation)
        if isinstance(node, Listing):
            item = next((get_args(arg)[0] for arg in _unions(annotation) if get_origin(arg) is tuple), Any)
            for one in node.items:
                yield from _right(item, one, facts)
        elif inner and isinstance(node, Fields):
            yield from salvage(inner, node, None, facts)


def _unions(annotation: Any) -> Iterator[Any]:
    """An annotation and what it may be one of, without what is noted on it."""
    yield annotation
    if get_origin(annotation) in (Annotated, Union, UnionType):
        for arg in get_args(annotation):
            yield from _unions(arg)


def _causes(details: list[ErrorDetails]) -> list[ErrorDetails]:
    """Without lists that are too short only because something in them is wrong."""
    wrong = {detail["loc"][:-1] for detail in details}
    return [detail for detail in details if detail["type"] != "too_short" or detail["loc"] not in wrong]


def _plain(node: Node, facts: Facts | None) -> Any:
    if isinstance(node, Scalar):
        return Located(node.text, node.position, facts)
    if isinstance(node, Listing):
        return [_plain(item, facts) for item in node.items]
    return {key: _plain(value, facts) for key, value in node.entries.items()}


def _diagnose(detail: ErrorDetails, node: Fields, model: type[Model]) -> Diagnostic:
    path = detail["loc"]
    where = _position(node, path, on_key=detail["type"] == "extra_forbidden")
    name = str(path[-1]) if path and isinstance(path[-1], str) else _name(path)
    if isinstance(detail["input"], str) and not trimmed(detail["input"]) and detail["type"] != "missing":
        return fout(
            "leeg-veld",
            where,
            f"veld «{name}» is leeg",
            f'vul «{name}» in; begint de tekst met #, zet er dan "…" om',
        )
    if detail["type"] == "extra_forbidden":
        known = _known_fields(model, path)
        near = difflib.get_close_matches(name, known, 1)
        remedy = f"bedoelde u «{near[0]}»?" if near else f"bekend zijn: {', '.join(known)}"
        return fout("onbekend-veld", where, f"veld «{name}» bestaat hier niet", remedy)
    if detail["type"] in OWN:
        return fout(detail["type"], where, f"{detail['msg']}", str(detail.get("ctx", {}).get("remedy", "")))
    code, message, remedy = _translate(detail, name)
    return fout(code, where, message, remedy)


# The codes that ``schema.fields`` raises itself, with a message and a remedy of their own.
OWN = {
    "datum", "getal", "telefoon", "email", "adres", "tijd", "kwartaal", "week", "ja-nee", "uren", "bedrag", "regel",
    "verwijzing", "beeldnaam", "bijlage", "kleur", "keuze", "velden",
}  # fmt: skip


def _translate(detail: ErrorDetails, name: str) -> tuple[str, str, str]:
    """Pydantic's own complaints in Dutch: code, message, remedy."""
    ctx = detail.get("ctx", {})
    match detail["type"]:
        case "missing":
            below = "schrijf de tekst onder de tweede '---'" if name == "tekst" else f"schrijf «{name}: …» erbij"
            return "ontbreekt", f"veld «{name}» ontbreekt", below
        case "literal_error" if isinstance(detail["input"], str):
            near = difflib.get_close_matches(same(detail["input"]), _choices(ctx), 1)
            hint = f"bedoelde u {near[0]}?" if near else f"kies uit {ctx['expected']}".replace(" or ", " of ")
            return "keuze", f"«{str(detail['input'])[:40]}» kan niet bij veld «{name}»", hint
        case "too_long":
            most = ctx["max_length"]
            return "te-veel", f"veld «{name}» heeft {ctx['actual_length']} onderdelen", f"houd er hooguit {most} over"
        case "too_short":
            least = ctx["min_length"]
            return "te-weinig", f"veld «{name}» heeft te weinig onderdelen", f"geef er minstens {least}"
        case "tuple_type" | "list_type":
            return (
                "vorm",
                f"veld «{name}» moet een lijst zijn",
                "zet elk onderdeel op een eigen regel achter een streepje",
            )
        case "model_type" | "dict_type" | "model_attributes_type":
            return (
                "vorm",
                f"bij «{name}» horen velden te staan",
                "schrijf ze als «naam: waarde», ingesprongen, op eigen regels",
            )
        case _:
            remedy = 'haal streepjes en inspringing weg; begint de tekst met [, zet er dan "…" om'
            if isinstance(detail["input"], dict):
                remedy = 'staat er een dubbele punt in de tekst, of een { vooraan, zet dan "…" om de hele tekst'
            return "vorm", f"veld «{name}» moet een gewone tekst zijn", remedy


def _choices(ctx: dict[str, Any]) -> list[str]:
    return [word.strip("' ") for word in str(ctx.get("expected", "")).replace(" or ", ",").split(",")]


def _name(path: tuple[int | str, ...]) -> str:
    """The nearest field name on the path of a list item: ``stappen`` for ``stappen.2``."""
    return next((str(part) for part in reversed(path) if isinstance(part, str)), "bestand")


def _position(node: Node, path: tuple[int | str, ...], on_key: bool) -> Position:
    """The place of the deepest part of the path that is in the file; the key itself for an unknown field."""
    place = node.position
    for step, part in enumerate(path):
        if isinstance(node, Fields) and part in node.entries:
            last = step == len(path) - 1
            place = node.keys.get(str(part), place) if last and on_key else node.entries[str(part)].position
            node = node.entries[str(part)]
        elif isinstance(node, Listing) and isinstance(part, int) and part < len(node.items):
            node = node.items[part]
            place = node.position
    return place


def _known_fields(model: type[Model], path: tuple[int | str, ...]) -> list[str]:
    """Names of the fields that may stand where the unknown one stands."""
    for part in path[:-1]:
        if isinstance(part, str) and part in model.model_fields:
            model = inner_model(model.model_fields[part].annotation) or model
    return [name for name in model.model_fields if name != "tekst"]


def inner_model(annotation: Any) -> type[Model] | None:
    """The model inside an annotation such as ``tuple[Stap, ...] | None``, if there is one."""
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return annotation
    return next((found for arg in get_args(annotation) if (found := inner_model(arg))), None)


def leaves(value: Any) -> Iterator[Any]:
    """Every value inside a model, at any depth, in order."""
    left = [value]
    while left:
        one = left.pop()
        if one is None or isinstance(one, str):  # most of them; whether something is a model is asked more slowly
            yield one
        elif isinstance(one, tuple | list):
            left.extend(reversed(one))
        elif isinstance(one, Model):
            left.extend(reversed(vars(one).values()))
        else:
            yield one
