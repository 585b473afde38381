"""How a value is written in YAML so that Spijs reads exactly this: each way is read back before it is used."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from builder.comparing import trimmed
from builder.editing.values import NotDone, Value, alike, plain
from builder.reading.nodes import Refused, parse_fields

STEP = 2
WIDTH = 110
CLOSING = "---"  # alone on a line, wherever it stands, this ends the fields of a Markdown source
WORD = re.compile(r"[^\W\d][\w-]*")


@dataclass(frozen=True, slots=True)
class Spelled:
    """A value in YAML: what stands behind its name, and the lines below it, which begin with a line end."""

    first: str
    below: str = ""


def spelled(value: Value, column: int, style: str = "", lines: int = 1) -> Spelled:
    """A value behind a name or dash that stands at a column; ``style`` and ``lines`` are those of what was there."""
    if isinstance(value, str):
        return _text(value, column, style, lines)
    if not value:
        return Spelled("[]" if isinstance(value, list) else "{}")
    inside = column + STEP
    rows = items(value, inside) if isinstance(value, list) else fields(value, inside)
    return Spelled("", "".join(f"\n{row}" for row in rows))


def items(values: list[Value], column: int) -> Iterator[str]:
    """The lines of each item of a list whose dashes stand at a column."""
    pad = " " * column
    for value in values:
        group = isinstance(value, dict) and value
        yield f"{pad}-{_joined(behind_dash(group, column) if group else spelled(value, column))}"


def behind_dash(group: dict[str, Value], column: int) -> Spelled:
    """Fields of which the first stands behind a dash."""
    first, *rest = fields(group, column + STEP)
    return Spelled(first[column + STEP :], "".join(f"\n{row}" for row in rest))


def fields(values: dict[str, Value], column: int) -> Iterator[str]:
    """The lines of each field of a group whose names stand at a column."""
    for name, value in values.items():
        yield f"{' ' * column}{key(name)}:{_joined(spelled(value, column))}"


def _joined(value: Spelled) -> str:
    return f" {value.first}{value.below}" if value.first else value.below


def key(name: str) -> str:
    """The name of a field."""
    return name if WORD.fullmatch(name) else between(name)


def between(value: Value) -> str:
    """A value inside brackets or braces, on one line."""
    if isinstance(value, list):
        return f"[{', '.join(between(item) for item in value)}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key(name)}: {between(one)}" for name, one in value.items()) + "}"
    for way in (value, _double(value), _single(value)):
        if _reads(f"x: [{way}, z]\nu: {{v: {way}, w: z}}\n", {"x": [value, "z"], "u": {"v": value, "w": "z"}}):
            return way
    raise _unwritable(value)


def _text(text: str, column: int, style: str, lines: int) -> Spelled:
    pad = " " * column
    for way in _ways(text, pad + " " * STEP, style, lines):
        if any(trimmed(row) == CLOSING for row in way.below.split("\n")):
            continue
        if _reads(f"{pad}x: {way.first}{way.below}\n{pad}y: z\n", {"x": text, "y": "z"}):
            return way
    raise _unwritable(text)


def _unwritable(text: str) -> NotDone:
    shown = text if len(text) < 40 else f"{text[:40]}…"
    return NotDone(
        f"«{shown}» is niet zo te schrijven dat het precies zo gelezen wordt", "schrijf het met gewone letters"
    )


def _ways(text: str, pad: str, style: str, lines: int) -> Iterator[Spelled]:
    """Ways to write a text, the likeliest first: as it was written, and then from plain to clumsy."""
    if "\n" not in text:
        if style == ">" or (lines > 1 and len(text) + len(pad) > WIDTH):
            yield _folded(text, pad)
        one_line = {"": text, '"': _double(text), "'": _single(text)}
        order = [style] if style in one_line else []
        yield from (Spelled(one_line[way]) for way in (*order, *one_line) if text or way)
    yield from _literal(text, pad)
    yield Spelled(_double(text))


def _folded(text: str, pad: str) -> Spelled:
    rows = textwrap.wrap(text, WIDTH - len(pad), break_long_words=False, break_on_hyphens=False)
    return Spelled(">-", "".join(f"\n{pad}{row}" for row in rows))


def _literal(text: str, pad: str) -> Iterator[Spelled]:
    below = "".join(f"\n{pad}{row}" if row else "\n" for row in text.split("\n"))
    for sign in ("|", "|-", f"|{STEP}"):
        yield Spelled(sign, below)


def _double(text: str) -> str:
    inside = re.sub(r'(["\\])', r"\\\1", text).replace(":\n", ":\\x0A").replace("\n", "\\n").replace("\t", "\\x09")
    return f'"{inside}"'


def _single(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _reads(text: str, wanted: dict[str, Value]) -> bool:
    """Whether a piece of YAML says this, and no more."""
    try:
        return alike(plain(parse_fields(text, "proef")), wanted)
    except Refused:
        return False
