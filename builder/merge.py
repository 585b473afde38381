"""Fields in a text, written ``{naam}``: where they stand, and a text with them filled in.

In a letter braces are signs of nothing else, so a field that is written wrong is never taken for words. In any other
text only a word between braces is a field, which names a fact of the site; ``\\{`` is a brace. What is filled in is not
looked at again: a value may hold braces, tags or Markdown and stays what it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from builder.comparing import same, seen

NAME = re.compile(r"[^\W_]+(?:[ _-][^\W_]+)*")
BRACES = re.compile(r"\{++(?:[^{}\n]*+\}++)?|\}")
FIELD = re.compile(r"\{([^{}\n]*)\}")
# A word between braces, with what somebody may put before it out of habit; or a brace that is meant.
WORD = re.compile(rf"\\([{{}}])|(tel:|mailto:|https://)?(?<!\{{)\{{ *({NAME.pattern}) *\}}(?!\}})")
LINKED = re.compile(r"(!?\[[^\[\]\n]{0,300}\])(\([^)\n]{0,2000}+\))|`[^`\n]*`")


@dataclass(frozen=True, slots=True)
class Slot:
    """Braces in a text: the key of the field between them, or none where they are no field; and where they begin."""

    text: str
    key: str | None
    offset: int


def key(name: str) -> str:
    """A name as it is compared: capitals make no difference, and what nobody can see neither."""
    return same(name)


def slots(text: str) -> Iterator[Slot]:
    """Every brace or pair of braces in a text."""
    for found in BRACES.finditer(text):
        field = FIELD.fullmatch(found[0])
        good = field is not None and NAME.fullmatch(seen(field[1]))
        yield Slot(found[0], key(field[1]) if field and good else None, found.start())


def fill(text: str, value: Callable[[str], str]) -> str:
    """A text in which each field is what ``value`` gives for its key."""
    return FIELD.sub(lambda found: value(key(found[1])), text)


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of the site that texts name by a word: what it says, and where it leads on a screen (empty: nowhere)."""

    text: str
    address: str = ""


Facts = Mapping[str, Fact]
"""The facts of a site by the word that names them."""


def strangers(text: str, facts: Facts) -> Iterator[Slot]:
    """The words between braces that name no fact."""
    for found in WORD.finditer(text):
        if found[3] and key(found[3]) not in facts:
            yield Slot(found[0], key(found[3]), found.start())


def filled(text: str, facts: Facts) -> str:
    """A text with the facts that it names, as plain words."""
    return _put(text, facts, lambda before, fact: before + fact.text)


def linked(text: str, facts: Facts) -> str:
    """A Markdown text with the facts that it names: links where they lead somewhere, but for what is a link already."""
    parts, done = [], 0
    for found in LINKED.finditer(text):
        parts.append(_put(text[done : found.start()], facts, _link))
        parts.append(_put(found[1] or found[0], facts, lambda before, fact: before + _escaped(fact.text)))
        parts.append(_put(found[2] or "", facts, lambda before, fact: fact.address or before + fact.text))
        done = found.end()
    return "".join([*parts, _put(text[done:], facts, _link)])


def _put(text: str, facts: Facts, shown: Callable[[str, Fact], str]) -> str:
    """A text with each fact as ``shown`` makes it of what stands before it and of the fact."""

    def put(found: re.Match[str]) -> str:
        fact = facts.get(key(found[3] or ""))
        return found[1] or (shown(found[2] or "", fact) if fact else found[0])

    return WORD.sub(put, text)


def _link(before: str, fact: Fact) -> str:
    return f"[{_escaped(fact.text)}]({fact.address})" if fact.address else before + _escaped(fact.text)


def _escaped(text: str) -> str:
    """Words that Markdown takes for words."""
    return re.sub(r"([\\*\[\]`|])", r"\\\1", text)
