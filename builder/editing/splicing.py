"""The smallest pieces of a YAML text that have to be other ones for it to say something new."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from builder.editing.spelling import Spelled, behind_dash, between, fields, items, key, spelled
from builder.editing.values import Value, alike, meant
from builder.reading.places import LINE_END, Group, Row, Spot, Words, line_end, line_start, next_line

HEADER = re.compile(r"[|>][-+0-9]*")
BELOW = re.compile(r"\s*[\r\n]( *)#[^\r\n]*")  # a remark on a line of its own
REMARK = re.compile(r"([ \t]*)#(?:[ \t])?")


@dataclass(frozen=True, slots=True)
class Edit:
    """A piece of a text, and what comes in its place."""

    start: int
    end: int
    text: str


class Stuck(Exception):
    """The piece cannot be changed by itself; what it is a part of can."""


def spliced(text: str, edits: list[Edit], newline: str) -> str:
    """A text with its pieces replaced."""
    parts, done = [], 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if edit.start < done:
            raise Stuck
        parts += [text[done : edit.start], edit.text.replace("\n", newline)]
        done = edit.end
    return "".join([*parts, text[done:]])


@dataclass(frozen=True, slots=True)
class Splicer:
    """Finds the edits in one text; ``whole`` writes each field anew that has changed, however little."""

    text: str
    whole: bool = False

    def fields(self, group: Group, new: dict[str, Value]) -> Iterator[Edit]:
        """What changes where fields stand under each other."""
        if group.flow:
            yield from self._inside(group, new)
            return
        kept = [name for name in group.entries if name in new]
        if not kept:
            raise Stuck
        if gone := [name for name in group.entries if name not in new]:
            yield from self._without(group, gone)
        column = self._column(group.entries[kept[0]].start)
        for name in kept:
            entry = group.entries[name]
            yield from self._one(entry.spot, new[name], entry.head, column)
        before = ""
        for name, value in new.items():
            if name in group.entries:
                before = name
            else:
                line = "\n".join(fields({name: value}, column))
                yield self._added(group, kept, before, line)

    def _added(self, group: Group, kept: list[str], before: str, line: str) -> Edit:
        """A new field, below the one that comes before it; on top where none does and nothing is said there."""
        first = group.entries[kept[0]].start
        top = line_start(self.text, first)
        above = self.text[:top].rstrip("\r\n").rpartition("\n")[2].lstrip()
        if not before and not above.startswith("#") and not self.text[top:first].strip():
            return Edit(top, top, f"{line}\n")
        entry = group.entries[before or kept[-1]]
        end = self._behind(max(entry.spot.end, entry.head), self._column(first))
        return Edit(end, end, f"\n{line}")

    def _behind(self, index: int, column: int) -> int:
        """The end of a line, and of the remarks below it that stand deeper than a column: those belong to it."""
        end = line_end(self.text, index)
        while (found := BELOW.match(self.text, end)) and len(found[1]) > column:
            end = found.end()
        return end

    def _without(self, group: Group, gone: list[str]) -> Iterator[Edit]:
        names = list(group.entries)
        for name, following in pairwise([*names, ""]):
            entry = group.entries[name]
            start = line_start(self.text, entry.start)
            if name not in gone:
                continue
            if not self.text[start : entry.start].strip():
                yield self._gone(entry.start, max(entry.spot.end, entry.head))
            elif following and following not in gone:
                yield Edit(entry.start, group.entries[following].start, "")
            else:
                raise Stuck

    def _gone(self, start: int, end: int) -> Edit:
        """The lines of a field or item away, with the remarks that stand below it and deeper."""
        behind = self._behind(end, self._column(start))
        return Edit(line_start(self.text, start), next_line(self.text, behind), "")

    def _column(self, index: int) -> int:
        return index - line_start(self.text, index)

    def _one(self, spot: Spot, new: Value, head: int, column: int) -> Iterator[Edit]:
        """What changes of a value behind the sign of its name or dash, which stands at a column."""
        if self._same(spot, new):
            return
        try:
            if self.whole:
                raise Stuck
            if isinstance(spot, Row) and isinstance(new, list):
                edits = list(self._within(spot, list(spot.items), new) if spot.flow else self._rows(spot, new))
            elif isinstance(spot, Group) and isinstance(new, dict):
                edits = list(self._between(spot, new) if spot.flow else self.fields(spot, new))
            else:
                raise Stuck
        except Stuck:
            edits = [self._anew(spot, new, head, column)]
        yield from edits

    def _same(self, spot: Spot, new: Value) -> bool:
        return alike(value_of(spot), new)

    def _anew(self, spot: Spot, new: Value, head: int, column: int) -> Edit:
        """The whole value in other words, with the remark behind it."""
        text = self.text
        lines = text.count("\n", spot.start, spot.end) + 1
        style = spot.style if isinstance(spot, Words) else ""
        value = spelled(new, column, style, lines)
        if text[head - 1] == "-" and isinstance(new, dict) and new:
            value = behind_dash(new, column)
        block = not spot.flow if isinstance(spot, Row | Group) else style in ("|", ">")
        if not block and not value.below:
            return self._in_line(spot, value, head)
        if not block:
            remark, end = text[spot.end : line_end(text, spot.end)], line_end(text, spot.end)
        elif isinstance(spot, Words):
            sign = HEADER.match(text, spot.start)
            remark, end = text[sign.end() if sign else spot.start : line_end(text, spot.start)], spot.end
        else:
            below = line_start(text, spot.start) > head
            remark, end = text[head : line_end(text, head)] if below else "", line_end(text, spot.end)
        on_lines = value.below and (isinstance(new, str) or "\n" in _last(new))
        if on_lines and self._swallows(end, column):
            value = Spelled(between(new))
        return Edit(head, end, f"{' ' * bool(value.first)}{value.first}{remark.rstrip()}{value.below}")

    def _swallows(self, end: int, column: int) -> bool:
        """Whether a remark below a place would become a part of the text that stands there on lines of its own."""
        below = self.text[next_line(self.text, end) :].lstrip("\r\n \t")
        return below.startswith("#") and self._column(len(self.text) - len(below)) > column

    def _in_line(self, spot: Spot, value: Spelled, head: int) -> Edit:
        """A value on its own line, with nothing else on it touched."""
        rest = REMARK.match(self.text, spot.end)
        empty = spot.start == spot.end
        if rest and (empty or len(rest[1]) < 2):  # so that it stays apart from what is typed now
            return Edit(head if empty else spot.start, rest.end(), f"{' ' * empty}{value.first}  # ")
        return Edit(head, head, f" {value.first}") if empty else Edit(spot.start, spot.end, value.first)

    def _rows(self, row: Row, new: list[Value]) -> Iterator[Edit]:
        """What changes where the items of a list stand under each other."""
        text = self.text
        starts = [line_start(text, head) for head in row.heads]
        if not new or any(text[start:head].strip() for start, head in zip(starts, row.heads, strict=True)):
            raise Stuck
        column = self._column(row.heads[0])
        for tag, i1, i2, j1, j2 in _matched([value_of(item) for item in row.items], new):
            if tag == "equal":
                continue
            both = min(i2 - i1, j2 - j1)
            for n in range(both):
                if lines := self._lines_of(row, new[j1 + n]):
                    yield Edit(starts[i1 + n], self._end(row, i1 + n), lines)
                else:
                    yield from self._one(row.items[i1 + n], new[j1 + n], row.heads[i1 + n] + 1, column)
            for n in range(i1 + both, i2):
                yield self._gone(row.heads[n], max(row.items[n].end, row.heads[n] + 1))
            fresh = new[j1 + both : j2]
            if added := [self._lines_of(row, one) or next(items([one], column)) for one in fresh]:
                yield self._put_in(row, i1 + both, starts, added)

    def _lines_of(self, row: Row, value: Value) -> str:
        """The lines of the item that says this, remarks and all: what has another place is no other item."""
        found = next((n for n, item in enumerate(row.items) if self._same(item, value)), None)
        if found is None:
            return ""
        lines = self.text[line_start(self.text, row.heads[found]) : self._end(row, found)]
        return LINE_END.sub("\n", lines)

    def _end(self, row: Row, number: int) -> int:
        return line_end(self.text, max(row.items[number].end, row.heads[number] + 1))

    def _put_in(self, row: Row, place: int, starts: list[int], added: list[str]) -> Edit:
        lines = "\n".join(added)
        if not place:
            return Edit(starts[0], starts[0], f"{lines}\n")
        end = self._behind(max(row.items[place - 1].end, row.heads[place - 1] + 1), self._column(row.heads[0]))
        return Edit(end, end, f"\n{lines}")

    def _within(self, row: Row, old: list[Spot], new: list[Value]) -> Iterator[Edit]:
        """What changes of a list between brackets."""
        if not old or not new:
            raise Stuck
        for tag, i1, i2, j1, j2 in _matched([value_of(item) for item in old], new):
            if tag == "equal":
                continue
            both = min(i2 - i1, j2 - j1)
            for n in range(both):
                yield from self._inside(old[i1 + n], new[j1 + n])
            if i1 + both < i2:
                yield _cut([(item.start, item.end) for item in old], i1 + both, i2)
            if added := ", ".join(between(value) for value in new[j1 + both : j2]):
                place = i1 + both
                at = old[place - 1].end if place else old[0].start
                yield Edit(at, at, f", {added}" if place else f"{added}, ")

    def _between(self, group: Group, new: dict[str, Value]) -> Iterator[Edit]:
        """What changes of fields between braces."""
        names = list(group.entries)
        if not names or not new or not all(name in new for name in names):
            raise Stuck
        for name, entry in group.entries.items():
            yield from self._inside(entry.spot, new[name])
        added = "".join(f", {key(name)}: {between(new[name])}" for name in new if name not in names)
        end = group.entries[names[-1]].spot.end
        yield from [Edit(end, end, added)] if added else []

    def _inside(self, spot: Spot, new: Value) -> Iterator[Edit]:
        if self._same(spot, new):
            return
        try:
            if isinstance(spot, Row) and isinstance(new, list):
                edits = list(self._within(spot, list(spot.items), new))
            elif isinstance(spot, Group) and isinstance(new, dict):
                edits = list(self._between(spot, new))
            else:
                raise Stuck
        except Stuck:
            space = " " * (spot.start == spot.end)
            edits = [Edit(spot.start, spot.end, f"{space}{self._as_it_was(spot, new)}")]
        yield from edits

    def _as_it_was(self, spot: Spot, new: Value) -> str:
        """A value inside brackets, between the quotation marks that were there where these do."""
        if isinstance(spot, Words) and spot.style in ("'", '"') and isinstance(new, str):
            plainly = re.fullmatch(r"[^'\"\\\n]+", new)
            return f"{spot.style}{new}{spot.style}" if plainly else between(new)
        return between(new)


def _cut(spans: list[tuple[int, int]], first: int, behind: int) -> Edit:
    """Items of a list between brackets gone, with the commas that parted them."""
    if behind < len(spans):
        return Edit(spans[first][0], spans[behind][0], "")
    if not first:
        raise Stuck
    return Edit(spans[first - 1][1], spans[behind - 1][1], "")


def _last(value: Value) -> str:
    """The text with which a value ends."""
    while not isinstance(value, str):
        parts = list(value if isinstance(value, list) else value.values())
        value = parts[-1] if parts else ""
    return value


def value_of(spot: Spot) -> Value:
    """What stands at a place."""
    if isinstance(spot, Words):
        return spot.text
    if isinstance(spot, Row):
        return [value_of(item) for item in spot.items]
    return {name: value_of(entry.spot) for name, entry in spot.entries.items()}


def _matched(old: list[Value], new: list[Value]) -> Sequence[tuple[str, int, int, int, int]]:
    """Which items of a list are still there, which are other ones, which came and which went."""
    one, other = ([json.dumps(meant(value), sort_keys=True) for value in values] for values in (old, new))
    return SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
