"""Where something stands in the texts of a document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from builder.content.library import Document
from builder.diagnostics import Position
from builder.prose import Prose
from builder.schema.fields import NOWHERE


def occurrences(document: Document[Any], pattern: re.Pattern[str]) -> Iterator[tuple[str, Position, str]]:
    """Where a pattern occurs in the texts of a document: the words, their place, and the text before them."""
    return _occurring(document.leaves, document.position, pattern)


def _occurring(
    values: Iterable[Any], source: Position, pattern: re.Pattern[str]
) -> Iterator[tuple[str, Position, str]]:
    for value in values:
        text = value.text if isinstance(value, Prose) else value
        if not isinstance(text, str):
            continue
        for match in pattern.finditer(text):
            yield match[0], place_in(value, text, match.start(), source), text[: match.start()]


def place_in(value: Any, text: str, start: int, source: Position) -> Position:
    """Where a sign of a text stands; of a text that is no Markdown that is where its field begins."""
    if not isinstance(value, Prose):
        return place_of(value, source)
    line, column = text.count("\n", 0, start), start - text.rfind("\n", 0, start)
    return Position(value.position.file, value.position.line + line, column)


def place_of(value: Any, otherwise: Position) -> Position:
    """Where a value of a field stands, as far as it knows."""
    place: Position = getattr(value, "position", NOWHERE)
    return otherwise if place == NOWHERE else place
