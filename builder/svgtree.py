"""An SVG as a tree of elements, whatever program wrote it; nothing outside the file is ever looked at."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

SVG = "{http://www.w3.org/2000/svg}"
MOST_DEEP = 200
MOST_ENTITIES, MOST_IN_ENTITY = 50, 200  # older Illustrator names its own namespaces so
XML_NAMES = "http://www.w3.org/XML/1998/namespace"


class Unfit(Exception):
    """This drawing or picture cannot be used: message and remedy."""


def parse(data: bytes) -> Element:
    """The root of an SVG; its own elements without namespace, others as ``{…}name``. Raises :class:`Unfit`."""
    parser = expat.ParserCreate(namespace_separator="}")
    tree = _Tree()
    parser.buffer_text = True
    parser.StartElementHandler = tree.start
    parser.EndElementHandler = tree.end
    parser.CharacterDataHandler = tree.builder.data
    parser.EntityDeclHandler = tree.entity
    parser.ProcessingInstructionHandler = tree.instruction
    try:
        parser.Parse(data, True)
        root: Element = tree.builder.close()
    except (expat.ExpatError, AssertionError, ValueError, LookupError):
        raise Unfit("deze tekening is geen goede SVG", "bewaar haar opnieuw als 'gewone SVG'") from None
    if root.tag != "svg":
        raise Unfit("deze tekening is geen SVG, ook al heet zij zo", "bewaar haar opnieuw als 'gewone SVG'")
    return root


class _Tree:
    """What the parser tells, as a tree that is not too deep."""

    def __init__(self) -> None:
        self.builder: Any = TreeBuilder()
        self.depth = self.entities = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > MOST_DEEP:
            raise Unfit("deze tekening heeft te veel lagen in elkaar", "laat haar vereenvoudigen")
        self.builder.start(_short(name), {_short(key): value for key, value in attributes.items()})

    def end(self, name: str) -> None:
        self.depth -= 1
        self.builder.end(_short(name))

    def entity(self, name: str, parameter: bool, value: str | None, *where: str | None) -> None:
        self.entities += 1
        if value is None or parameter or any(where[1:3]):
            raise Unfit("deze tekening verwijst naar iets van buiten", "bewaar haar als 'gewone SVG'")
        if self.entities > MOST_ENTITIES or len(value) > MOST_IN_ENTITY or "&" in value or "<" in value:
            raise Unfit("deze tekening heeft afkortingen (ENTITY) in zich", "bewaar haar als 'gewone SVG'")

    def instruction(self, target: str, data: str) -> None:
        if target == "xml-stylesheet":
            raise Unfit("deze tekening verwijst naar iets van buiten", "bewaar haar als 'gewone SVG'")


def _short(name: str) -> str:
    """A name as a tree has it: SVG's own without namespace, the attributes of no namespace too."""
    full = "{" + name if "}" in name else name
    return full.removeprefix(SVG)
