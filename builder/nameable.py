"""The texts in which somebody may be named: no references and no choices, and nothing that is data of that person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any, Literal, get_args, get_origin

from builder.diagnostics import Position
from builder.kinds import KINDS
from builder.kinds.ophangregister import KIND as REGISTER
from builder.kinds.persoon import KIND as PERSOON
from builder.plaintext import INTERNAL
from builder.reading import Listing, Node, Scalar, Source
from builder.schema import inner_model
from builder.schema.fields import Ref

OWN = ("naam", "ook_anders", "toestemming")  # the fields of a persoon that are data and no text
MODELS = {kind.folder: kind.model for kind in KINDS}


def of_source(source: Source) -> list[tuple[Scalar, str]]:
    """Every such text of a source with its field, and its own name, which becomes part of an address."""
    found = list(texts(source.fields, MODELS.get(source.folder)))
    found += [(source.body, "tekst")] if source.body else []
    if source.folder == PERSOON.folder:
        found = [(scalar, name) for scalar, name in found if name not in OWN]
    if source.folder == REGISTER.folder:
        found = [(scalar, name) for scalar, name in found if name != "wie"]
        return found + [
            (replace(s, text=s.text.rpartition("/")[2]), name) for s, name in source.texts() if name == "doel"
        ]
    return [*found, (Scalar(source.id, Position(source.path, 1)), "id")]


def texts(node: Node, annotation: Any, name: str = "") -> Iterator[tuple[Scalar, str]]:
    """Every text that may be shown, with its field: no references and no choices, where it is known what is."""
    if isinstance(node, Scalar):
        if not _is_choice(annotation) and not INTERNAL.fullmatch(node.text):
            yield node, name
    elif isinstance(node, Listing):
        for item in node.items:
            yield from texts(item, annotation, name)
    else:
        model = inner_model(annotation) if annotation else None
        for key, value in node.entries.items():
            info = model.model_fields.get(key) if model else None
            yield from texts(value, info.annotation if info else None, key)


@cache
def _is_choice(annotation: Any) -> bool:
    return annotation is Ref or get_origin(annotation) is Literal or any(map(_is_choice, get_args(annotation)))
