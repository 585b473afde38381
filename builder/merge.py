"""Fields in a text, written ``{naam}``: where they stand, and a text with them filled in.

Braces are signs of nothing else in such a text, so a field that is written wrong is never taken for words. What is
filled in is not looked at again: a value may hold braces, tags or Markdown and stays what it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

NAME = re.compile(r"[^\W_]+(?:[ _-][^\W_]+)*")
BRACES = re.compile(r"\{+[^{}\n]*\}+|[{}]")
FIELD = re.compile(r"\{([^{}\n]*)\}")


@dataclass(frozen=True, slots=True)
class Slot:
    """Braces in a text: the key of the field between them, or none where they are no field; and where they begin."""

    text: str
    key: str | None
    offset: int


def key(name: str) -> str:
    """A name as it is compared: capitals make no difference."""
    return name.strip().casefold()


def slots(text: str) -> Iterator[Slot]:
    """Every brace or pair of braces in a text."""
    for found in BRACES.finditer(text):
        field = FIELD.fullmatch(found[0])
        good = field is not None and NAME.fullmatch(field[1].strip())
        yield Slot(found[0], key(field[1]) if field and good else None, found.start())


def fill(text: str, value: Callable[[str], str]) -> str:
    """A text in which each field is what ``value`` gives for its key."""
    return FIELD.sub(lambda found: value(key(found[1])), text)
