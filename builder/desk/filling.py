"""A form for a source: questions with what stands there now, and back from what a browser sends to what changed.

What a form sends is flat: the name of each answer is the way to it (``v/stappen/2/tijd``). What it would send when
nobody touches it is made from the same questions, so that only a difference between the two is a change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from builder.editing import Field, Key, Option, Sort, Value, Way
from builder.values import Unclear, days

ROOT, MARK, TICK = "v", "_", "="  # of names: where answers begin, what says that a list is there, and a ticked choice
Sent = Mapping[str, str]
Found = Mapping[Way, Sequence[Mapping[str, object]]]
Choices = Callable[[Field], tuple[Option, ...]]


@dataclass(frozen=True, slots=True)
class Question:
    """One question as it is shown: ``shape`` is how it is answered, ``parts`` are its own questions, in order.

    ``blank`` is a part that can be added; ``origin`` where a part stood in the file. ``closed`` ones are only told.
    """

    field: Field
    way: Way
    shape: str
    value: str = ""
    parts: tuple[Question, ...] = ()
    blank: tuple[Question, ...] = ()
    options: tuple[Option, ...] = ()
    ticked: tuple[str, ...] = ()
    origin: str = ""
    findings: Sequence[Mapping[str, object]] = ()

    @property
    def name(self) -> str:
        """By what name its answer is sent."""
        return "/".join(map(str, (ROOT, *self.way)))

    @property
    def left(self) -> int:
        """How many signs may still be added."""
        return self.field.most - len(self.value)


def questions(
    fields: Sequence[Field], now: Mapping[str, Value], choices: Choices, found: Found, way: Way = ()
) -> tuple[Question, ...]:
    """The questions of a form with what stands in the source."""
    return tuple(_question(field, now.get(field.name), (*way, field.name), choices, found) for field in fields)


def _question(field: Field, now: Value | None, way: Way, choices: Choices, found: Found) -> Question:
    asked = Question(field, way, "closed", findings=found.get(way, ()))
    if field.sort is Sort.GROUP and isinstance(now, dict | None):
        return replace(asked, shape="group", parts=questions(field.fields, now or {}, choices, found, way))
    if field.sort is Sort.LIST and field.fields[0].sort is Sort.CHOICE and (ticked := _ticked(field, now)) is not None:
        known = field.fields[0].options
        odd = tuple(
            Option(one, f"{one} (staat niet in de lijst)") for one in ticked if one not in {o.value for o in known}
        )
        return replace(asked, shape="checks", options=(*known, *odd), ticked=tuple(ticked))
    if field.sort is Sort.LIST and isinstance(now, list | None):
        return _list(asked, now or [], choices, found)
    if isinstance(now, str | None) and field.sort not in (Sort.GROUP, Sort.WORDS):
        return _single(asked, now or "", choices)
    return replace(asked, value=str(now or ""))


def _ticked(field: Field, now: Value | None) -> list[str] | None:
    known = {option.value for option in field.fields[0].options}
    if isinstance(now, list):
        texts = [one for one in now if isinstance(one, str)]
        return texts if len(texts) == len(now) else None
    if isinstance(now, dict):
        return None
    texts = [part.strip() for part in (now or "").split("/") if part.strip()]
    return texts if all(text in known for text in texts) else [now] if now else []


def _list(asked: Question, now: list[Value], choices: Choices, found: Found) -> Question:
    item = replace(asked.field.fields[0], required=False)
    parts = [replace(_question(item, one, (*asked.way, n), choices, found), origin=str(n)) for n, one in enumerate(now)]
    if any(part.shape == "closed" for part in parts):
        return replace(asked, value=f"{len(now)} delen")
    blank = _question(item, None, (*asked.way, "NIEUW"), choices, {})
    return replace(asked, shape="list", parts=tuple(parts), blank=(blank,))


def _single(asked: Question, text: str, choices: Choices) -> Question:
    field = asked.field
    if field.sort in (Sort.CHOICE, Sort.YES_NO, Sort.REFERENCE):
        known = choices(field) if field.sort is Sort.REFERENCE else field.options
        odd = (Option(text, f"{text} (is er niet)"),) if text and text not in {o.value for o in known} else ()
        return replace(asked, shape="choice", value=text, options=(*odd, *known))
    if field.sort is Sort.DATE:
        return replace(asked, shape="date", value=_spoken(text), options=field.options)
    long = field.sort is Sort.TEXT or "\n" in text
    shape = "prose" if field.sort is Sort.PROSE else "text" if long else "line"
    return replace(asked, shape=shape, value=text, options=field.options)


def _spoken(text: str) -> str:
    try:
        return days.spoken(days.day(text)) if text else ""
    except Unclear:
        return text


def untouched(asked: Sequence[Question]) -> dict[str, str]:
    """What a form sends when nobody touches it."""
    return dict(pair for question in asked for pair in _sent_by(question))


def _sent_by(question: Question) -> Iterator[tuple[str, str]]:
    if question.shape in ("group", "list", "checks"):
        yield f"{question.name}/{MARK}", question.origin or question.shape
        yield from ((f"{question.name}/{TICK}{one}", "on") for one in question.ticked)
        yield from (pair for part in question.parts for pair in _sent_by(part))
    elif question.shape != "closed":
        yield question.name, question.value


def changes(fields: Sequence[Field], now: Mapping[str, Value], before: Sent, after: Sent) -> dict[Key, Value | None]:
    """What is to be written: the ways of the values that are other ones, None for what goes."""
    return dict(pair for field in fields for pair in _change(field, now.get(field.name), (field.name,), before, after))


def _change(field: Field, now: Value | None, way: Way, before: Sent, after: Sent) -> Iterator[tuple[Key, Value | None]]:
    name = "/".join(map(str, (ROOT, *way)))
    if not _asked(name, after):
        return
    old, new = answer(field, name, before), answer(field, name, after)
    if old == new:
        return
    if field.sort is Sort.GROUP and isinstance(now, dict) and isinstance(new, dict):
        for part in field.fields:
            yield from _change(part, now.get(part.name), (*way, part.name), before, after)
    elif isinstance(now, list) and isinstance(new, list) and field.fields and field.fields[0].sort is Sort.GROUP:
        yield from _change_in_list(field, now, way, before, after)
    else:
        yield (way if len(way) > 1 else str(way[0])), new


def _change_in_list(
    field: Field, now: list[Value], way: Way, before: Sent, after: Sent
) -> Iterator[tuple[Key, Value | None]]:
    """Parts that stayed where they were are changed in their places; else the list is another one as a whole."""
    name = "/".join(map(str, (ROOT, *way)))
    parts, item = list(_parts(name, after)), field.fields[0]
    origins = [after.get(f"{name}/{part}/{MARK}", "") for part in parts]
    if origins == [str(n) for n in range(len(now))] == parts:
        for n, one in enumerate(now):
            yield from _change(item, one, (*way, n), before, after)
        return
    known = {part.name for part in item.fields}
    made: list[Value] = []
    for part, origin in zip(parts, origins, strict=True):
        new = answer(item, f"{name}/{part}", after)
        old = now[int(origin)] if origin.isdigit() and int(origin) < len(now) else None
        if isinstance(new, dict):
            made.append({**({k: v for k, v in old.items() if k not in known} if isinstance(old, dict) else {}), **new})
    yield (way if len(way) > 1 else str(way[0])), made or None


def answer(field: Field, name: str, sent: Sent) -> Value | None:
    """What was answered to a question; None where that is nothing."""
    if name in sent:
        return _text(field, sent[name])
    if field.sort is Sort.GROUP:
        parts = {part.name: answer(part, f"{name}/{part.name}", sent) for part in field.fields}
        return {key: value for key, value in parts.items() if value is not None} or None
    ticked = [key.removeprefix(f"{name}/{TICK}") for key in sent if key.startswith(f"{name}/{TICK}")]
    if ticked or not field.fields:
        return list(ticked) or None
    items = [answer(field.fields[0], f"{name}/{part}", sent) for part in _parts(name, sent)]
    return [item for item in items if item is not None] or None


def _asked(name: str, sent: Sent) -> bool:
    """Whether a form had this question; what it did not have, it cannot change."""
    return name in sent or f"{name}/{MARK}" in sent


def _parts(name: str, sent: Sent) -> Iterator[str]:
    """The parts of a list in the order in which they were sent."""
    heads = (key.removeprefix(f"{name}/").partition("/")[0] for key in sent if key.startswith(f"{name}/"))
    yield from (part for part in dict.fromkeys(heads) if part != MARK and not part.startswith(TICK))


def _text(field: Field, typed: str) -> str | None:
    text = typed.replace("\r\n", "\n").replace("\r", "\n")
    if field.sort is not Sort.PROSE:
        text = text.strip()
    if field.sort is Sort.DATE and text:
        with suppress(Unclear):  # what is wrong with it stands at its field
            text = days.day(text).isoformat()
    return text if text.strip() else None


def filled_in(fields: Sequence[Field], sent: Sent) -> dict[str, Value]:
    """All that a form says, as values: to show it again with what was typed."""
    found = {field.name: answer(field, f"{ROOT}/{field.name}", sent) for field in fields}
    return {name: value for name, value in found.items() if value is not None}
