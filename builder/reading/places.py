"""Where each node of a YAML text begins and ends, for who changes one of them and leaves the rest as it is.

The text is as it stands in the file, with its own line ends: nothing is judged here, that is done where sources are
read. A door to ``yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from yaml import CSafeLoader, parse
from yaml.events import Event, MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent, SequenceStartEvent

from builder.comparing import same
from builder.reading.traps import straightened

BETWEEN = re.compile(r"(?:\s|#[^\r\n]*)*")  # what may stand between two signs that build
LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Words:
    """A text; ``style`` is the sign that it is written with (``'``, ``"``, ``|``, ``>``), or nothing."""

    start: int
    end: int
    style: str
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A list; ``heads`` say where each item with its dash begins, ``flow`` that it stands between brackets."""

    start: int
    end: int
    flow: bool
    items: tuple[Spot, ...]
    heads: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A field of a group: where its name begins, where the sign behind its name ends, and its value."""

    start: int
    head: int
    spot: Spot


@dataclass(frozen=True, slots=True)
class Group:
    """Fields by name; ``flow`` says that they stand between braces."""

    start: int
    end: int
    flow: bool
    entries: Mapping[str, Entry]


Spot = Words | Row | Group


def line_start(text: str, index: int) -> int:
    """Where the line begins on which a character stands."""
    return max(text.rfind("\n", 0, index), text.rfind("\r", 0, index)) + 1


def line_end(text: str, index: int) -> int:
    """Where the line ends on which a character stands, before the signs that end it."""
    found = LINE_END.search(text, index)
    return found.start() if found else len(text)


def next_line(text: str, index: int) -> int:
    """Where the line begins below the one on which a character stands."""
    found = LINE_END.search(text, index)
    return found.end() if found else len(text)


def places(text: str) -> Spot:
    """The outermost node of a YAML text that has been read already, with all in it."""
    text = straightened(text)
    events = (event for event in parse(text, Loader=CSafeLoader) if _matters(event))
    return _spot(next(events), events, text)


def _matters(event: Event) -> bool:
    kinds = (ScalarEvent, MappingStartEvent, MappingEndEvent, SequenceStartEvent, SequenceEndEvent)
    return isinstance(event, kinds)


def _span(event: Event) -> tuple[int, int]:
    start, end = event.start_mark, event.end_mark
    return (start.index, end.index) if start and end else (0, 0)


def _spot(event: Event, events: Iterator[Event], text: str) -> Spot:
    start, end = _span(event)
    if isinstance(event, ScalarEvent):
        style = event.style or ""
        return Words(start, _end_of_block(text, start, end) if style in ("|", ">") else end, style, str(event.value))
    flow = bool(getattr(event, "flow_style", False))
    if isinstance(event, SequenceStartEvent):
        return _row(start, flow, events, text)
    return _group(start, flow, events, text)


def _row(start: int, flow: bool, events: Iterator[Event], text: str) -> Row:
    items: list[Spot] = []
    heads: list[int] = []
    end = start
    for event in events:
        if isinstance(event, SequenceEndEvent):
            return Row(start, _span(event)[1] if flow else end, flow, tuple(items), tuple(heads))
        heads.append(_span(event)[0] if flow else _past(text, end))
        items.append(_spot(event, events, text))
        end = max(items[-1].end, heads[-1] + 1)
    raise AssertionError("a list that was read has an end")


def _group(start: int, flow: bool, events: Iterator[Event], text: str) -> Group:
    entries: dict[str, Entry] = {}
    end = start
    for event in events:
        if isinstance(event, MappingEndEvent):
            return Group(start, _span(event)[1] if flow else end, flow, entries)
        key = _spot(event, events, text)
        head = _past(text, key.end) + 1
        spot = _spot(next(events), events, text)
        entries[same(key.text) if isinstance(key, Words) else ""] = Entry(key.start, head, spot)
        end = max(spot.end, head)
    raise AssertionError("a group that was read has an end")


def _past(text: str, index: int) -> int:
    """The next sign that is no space and no comment."""
    found = BETWEEN.match(text, index)
    return found.end() if found else index


def _end_of_block(text: str, start: int, end: int) -> int:
    """Where the last line with anything on it ends of a text that stands below its sign."""
    return line_end(text, start + len(text[start:end].rstrip()))
