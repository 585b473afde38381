"""The field that names a document beside its source."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any

from builder.diagnostics import Position
from builder.reading.attached import DOCUMENTS, INSTEAD, TAKEN, suffix_of
from builder.schema.fields import NOWHERE, Form, refuse, text_of


@dataclass(frozen=True, slots=True)
class Bijlagenaam:
    """The file name of a document beside its source."""

    name: str
    position: Position


def _document(value: Any) -> Bijlagenaam:
    if isinstance(value, Bijlagenaam):
        return value
    text = text_of(value)
    suffix = suffix_of(text)
    if re.search(r"[/\\:]", text):
        message = f"'{text[:60]}' is geen bestand naast deze bron"
        raise refuse("bijlage", message, "zet het bestand in dezelfde map als deze bron en schrijf alleen zijn naam")
    if suffix not in DOCUMENTS:
        message = f"een bestand van de soort '{suffix}' kan geen bijlage zijn"
        if not suffix:
            message = f"'{text[:60]}' zegt niet wat voor bestand het is"
        remedy = INSTEAD.get(suffix, "bewaar het als PDF")
        raise refuse("bijlage", message, f"{remedy}; een bijlage is {TAKEN}")
    return Bijlagenaam(text, getattr(value, "position", NOWHERE))


Document = Annotated[Bijlagenaam, Form(_document, {"type": "string"}, "aanvraag.pdf")]
