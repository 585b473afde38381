"""What stands in a source as plain values, and what is to stand there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from builder.comparing import composed, same
from builder.diagnostics import Diagnostic
from builder.reading import Listing as Listed
from builder.reading import Node, Scalar, Source
from builder.reading.nodes import HIDDEN

BODY = "tekst"  # how the text below the fields of a Markdown source is known

Value = str | list["Value"] | dict[str, "Value"]
Way = tuple[str | int, ...]  # from a field to a part of it: ("stappen", 2, "tijd")
Key = str | Way
Changes = Mapping[str, Value | None] | Mapping[Way, Value | None] | Mapping[Key, Value | None]


class NotDone(Exception):
    """What was asked cannot be done, and nothing has changed: what is wrong, and what to do, in Dutch."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(f"{message}; {remedy}")
        self.message, self.remedy = message, remedy

    @classmethod
    def by(cls, finding: Diagnostic) -> NotDone:
        """Because of what is wrong in a file."""
        line = f"regel {finding.position.line}: " if finding.position.line else ""
        return cls(f"{line}{finding.message}", finding.remedy)


def plain(node: Node) -> Value:
    """A node without its places."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Listed):
        return [plain(item) for item in node.items]
    return {key: plain(value) for key, value in node.entries.items()}


def standing(source: Source) -> dict[str, Value]:
    """What stands in a source: its fields in their order, and the text below them."""
    fields = cast(dict[str, Value], plain(source.fields))
    return fields if has_own_text(source) else {**fields, **_below(source)}


def has_own_text(source: Source) -> bool:
    """Whether ``tekst`` is one of the fields of this source, and not what stands below them."""
    return source.body is None or BODY in source.fields.entries


def _below(source: Source) -> dict[str, Value]:
    return {BODY: source.body.text.strip("\n")} if source.body else {}


def meant(value: Value) -> Value:
    """A value as it is read once it is written: composed letters, line ends of one kind and none at the end."""
    if isinstance(value, str):
        return composed(value.replace("\r\n", "\n").replace("\r", "\n")).rstrip("\n")
    if isinstance(value, list):
        return [meant(item) for item in value]
    return {same(key): meant(one) for key, one in value.items()}


def alike(one: Value, other: Value) -> bool:
    """Whether two values say the same."""
    return meant(one) == meant(other)


def wanted(source: Source, changes: Changes) -> dict[str, Value]:
    """What is to stand in a source once all changes are made; raises :class:`NotDone` where one has no place."""
    done = cast(dict[str, Value], _copy(standing(source)))
    for key, value in changes.items():
        path = (key,) if isinstance(key, str) else key
        if value is not None:
            _refuse_hidden(value, path)
        holder: Value = done
        for part in path[:-1]:
            holder = _inside(holder, part)
        _put(holder, path[-1], value)
    if not has_own_text(source):
        text = done.get(BODY, "")
        if not isinstance(text, str):
            raise NotDone("de tekst onder de velden kan geen lijst zijn", "schrijf gewone tekst")
        done[BODY] = text.strip("\n")
    return done


def _copy(value: Value) -> Value:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return [_copy(item) for item in value]
    return {key: _copy(one) for key, one in value.items()}


def _inside(holder: Value, part: str | int) -> Value:
    if isinstance(holder, dict) and isinstance(part, str):
        return holder.setdefault(same(part), {})
    if isinstance(holder, list) and isinstance(part, int) and 0 <= part < len(holder):
        return holder[part]
    raise _no_place(part)


def _put(holder: Value, part: str | int, value: Value | None) -> None:
    if isinstance(holder, dict) and isinstance(part, str):
        if value is None:
            holder.pop(same(part), None)
        else:
            holder[same(part)] = meant(value)
    elif isinstance(holder, list) and isinstance(part, int) and 0 <= part <= len(holder):
        holder[part : part + 1] = [] if value is None else [meant(value)]
    else:
        raise _no_place(part)


def _no_place(part: str | int) -> NotDone:
    name = f"«{part}»" if isinstance(part, str) else f"onderdeel {part + 1}"
    return NotDone(f"{name} staat niet meer op deze plaats in het bestand", "open de bron opnieuw")


def _refuse_hidden(value: Value, path: Way) -> None:
    if isinstance(value, str):
        if found := HIDDEN.search(value.replace("\r\n", "\n").replace("\r", "\n")):
            name = next((str(part) for part in reversed(path) if isinstance(part, str)), "tekst")
            message = f"in «{name}» staat een onzichtbaar teken (U+{ord(found[0]):04X})"
            raise NotDone(message, "wis het en typ de tekst eromheen opnieuw")
        return
    pairs = enumerate(value) if isinstance(value, list) else value.items()
    for part, one in pairs:
        _refuse_hidden(str(part), path)
        _refuse_hidden(one, (*path, part))
