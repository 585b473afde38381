"""From a place in a file to the field that stands there: so that a finding can be shown where it is mended."""

from __future__ import annotations

import re
from collections.abc import Iterator

from builder.diagnostics import Diagnostic, Position
from builder.editing.values import BODY, Way, has_own_text
from builder.reading import Fields, Listing, Node, Scalar, Source, parse_source

MISSING = re.compile("veld «([^»]+)» ontbreekt")


def field_at(data: bytes, path: str, position: Position) -> Way:
    """The way to the field at a place, as far as it goes; nothing when the file cannot be read or none stands there."""
    source, _ = parse_source(data, path)
    return way_to(source, position) if source else ()


def field_of(data: bytes, path: str, finding: Diagnostic) -> Way:
    """The way to the field that a finding is about; of one that is missing to where it would be."""
    source, _ = parse_source(data, path)
    return way_of(source, finding) if source else ()


def way_of(source: Source, finding: Diagnostic) -> Way:
    """The way to the field of a source that a finding is about."""
    missing = MISSING.match(finding.message) if finding.code == "ontbreekt" else None
    if missing is None:
        return way_to(source, finding.position)
    groups = (way for node, way in _groups(source.fields, ()) if node.position == finding.position)
    return (*next(groups, ()), missing[1])


def _groups(node: Node, way: Way) -> Iterator[tuple[Fields, Way]]:
    if isinstance(node, Fields):
        yield node, way
        for name, value in node.entries.items():
            yield from _groups(value, (*way, name))
    elif isinstance(node, Listing):
        for number, item in enumerate(node.items):
            yield from _groups(item, (*way, number))


def way_to(source: Source, position: Position) -> Way:
    """The way to the field of a source at a place."""
    place = (position.line, position.column)
    before = [(begin, len(way), way) for begin, way in _places(source) if begin <= place]
    return max(before, key=lambda one: one[:2], default=(place, 0, ()))[2]


def _places(source: Source) -> Iterator[tuple[tuple[int, int], Way]]:
    yield from _within(source.fields, ())
    if source.body and not has_own_text(source):
        yield (source.body.position.line, 0), (BODY,)


def _within(node: Node, way: Way) -> Iterator[tuple[tuple[int, int], Way]]:
    if isinstance(node, Fields):
        for name, value in node.entries.items():
            yield _of(node.keys[name]), (*way, name)
            yield from _within(value, (*way, name))
    elif isinstance(node, Listing):
        for number, item in enumerate(node.items):
            yield _of(item.position), (*way, number)
            yield from _within(item, (*way, number))
    elif isinstance(node, Scalar):
        yield _of(node.position), way


def _of(position: Position) -> tuple[int, int]:
    return position.line, position.column
