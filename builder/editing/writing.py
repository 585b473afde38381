"""A source with some of its fields changed, and every other byte as it was.

Where each node stands is known from the file itself; only the pieces that must differ are written. What comes of it is
read again as Spijs reads it and compared with what was wanted, before anybody gets to see it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from builder.comparing import composed, trimmed
from builder.editing.splicing import Splicer, Stuck, spliced
from builder.editing.values import (
    BODY,
    Changes,
    NotDone,
    Value,
    alike,
    has_own_text,
    standing,
    wanted,
)
from builder.kinds import KINDS
from builder.reading import Source, parse_source
from builder.reading.places import LINE_END, Group, places

BOM = b"\xef\xbb\xbf"
ROW = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


@dataclass(frozen=True, slots=True)
class _Parts:
    """A file in three: the line that opens its fields, the fields, and all below them."""

    above: str
    fields: str
    below: str
    newline: str


def values(data: bytes, path: str) -> dict[str, Value]:
    """What stands in a source, by field; raises :class:`NotDone` where it cannot be read."""
    return standing(_read(data, path))


def changed(data: bytes, path: str, changes: Changes) -> bytes:
    """The bytes of a source with some fields changed, or removed with None; raises :class:`NotDone`.

    A key is the name of a field, or the way to a part of one. A value stands for all of what is there now.
    """
    source = _read(data, path)
    new = _in_order(wanted(source, changes), path)
    if alike(new, dict(standing(source))):
        return data
    parts = _parts(data, path)
    found: list[NotDone] = []
    for whole in (False, True):
        try:
            made = _written(parts, source, new, whole).encode()
            made = BOM + made if data.startswith(BOM) else made
            if alike(standing(_read(made, path)), dict(new)):
                return made
        except NotDone as refused:
            found.append(refused)
        except Stuck:
            pass
    raise found[-1] if found else _not_so()


def _not_so() -> NotDone:
    message = "dit is niet zo in het bestand te zetten dat de rest ervan blijft zoals het is"
    return NotDone(message, "verander het in het bestand zelf")


def _read(data: bytes, path: str) -> Source:
    source, found = parse_source(data, path)
    if source is None:
        raise NotDone.by(found[0])
    return source


def _in_order(new: dict[str, Value], path: str) -> dict[str, Value]:
    """New fields behind the field that comes before them where their kind is described."""
    model = next((kind.model for kind in KINDS if path.startswith(f"content/{kind.folder}")), None)
    order = list(model.model_fields) if model else []
    names: list[str] = []
    for name in new:
        earlier = order[: order.index(name)] if name in order else names
        place = max((names.index(one) + 1 for one in earlier if one in names), default=0)
        names.insert(place if name in order else len(names), name)
    return {name: new[name] for name in names}


def _parts(data: bytes, path: str) -> _Parts:
    text = data.decode("utf-8-sig")
    found = LINE_END.search(text)
    newline = found[0] if found else "\n"
    if not path.endswith(".md"):
        return _Parts("", text, "", newline)
    rows = ROW.findall(text)
    end = next(number for number, row in enumerate(rows) if number and trimmed(row) == "---")
    return _Parts(rows[0], "".join(rows[1:end]), "".join(rows[end:]), newline)


def _written(parts: _Parts, source: Source, new: dict[str, Value], whole: bool) -> str:
    fields = new if has_own_text(source) else {name: value for name, value in new.items() if name != BODY}
    below = parts.below if fields is new else _with_text(parts, str(new[BODY]))
    group = places(parts.fields)
    if not isinstance(group, Group):
        raise Stuck
    edits = list(Splicer(parts.fields, whole).fields(group, fields))
    return parts.above + spliced(parts.fields, edits, parts.newline) + below


def _with_text(parts: _Parts, text: str) -> str:
    """The lines below the fields with another text; lines that stay are the same bytes."""
    closing, *rows = ROW.findall(parts.below)
    old = [composed(LINE_END.sub("\n", row)) for row in rows]
    before = "".join(old)
    if before.strip("\n") == text:
        return parts.below
    lead, tail = _edges(before)
    new = [f"{row}\n" for row in text.split("\n")] if text else []
    made = _merged(rows, old, [*["\n"] * lead, *new, *["\n"] * tail], parts.newline)
    ends = LINE_END.search(closing)
    return (closing if ends else f"{closing}{parts.newline}") + "".join(made)


def _edges(text: str) -> tuple[int, int]:
    """How many empty lines there are above a text and below it; above a first text one."""
    if not text.strip("\n"):
        return max(1, len(text)), 0
    return len(text) - len(text.lstrip("\n")), max(0, len(text) - len(text.rstrip("\n")) - 1)


def _merged(rows: list[str], old: list[str], new: list[str], newline: str) -> list[str]:
    made: list[str] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        made += rows[i1:i2] if tag == "equal" else [line.replace("\n", newline) for line in new[j1:j2]]
    return made
