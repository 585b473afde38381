"""The texts of a tree of elements as a reader sees them: one line of words, whatever elements it goes through."""

from __future__ import annotations

from collections.abc import Container, Iterator
from xml.etree.ElementTree import Element

Slot = tuple[Element, str]
"""An element, and which of its texts is meant: ``text`` or ``tail``."""


def lines(root: Element, inline: Container[str], apart: Container[str] = ()) -> Iterator[list[Slot]]:
    """The texts that may stand on one line: ``inline`` elements do not end it, those ``apart`` hold no running text."""
    line: list[Slot] = []
    for element, name in _texts(root, inline, apart):
        if name:
            line += [(element, name)] if getattr(element, name) else []
        elif line:
            yield line
            line = []


def _texts(element: Element, inline: Container[str], apart: Container[str]) -> Iterator[Slot]:
    """Every text of an element in the order of reading; one without a name where a block begins or ends."""
    bound = [] if element.tag in inline else [(element, "")]
    yield from bound
    if isinstance(element.tag, str) and element.tag not in apart:
        yield element, "text"
        for child in element:
            yield from _texts(child, inline, apart)
            yield child, "tail"
    yield from bound
