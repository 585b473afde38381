"""The signs with which people begin the items of a list: typed, or left by Word when a text is pasted."""

from __future__ import annotations

import re
from dataclasses import dataclass

# By how deep in a list Word uses them; U+F0B7 and the like are signs of its own fonts.
SIGNS = ("•●➢❖✓✔►\uf0b7\uf0d8\uf0fc\uf0e0", "○◦‣\uf06f", "▪■∙\uf0a7")
RANK = {sign: rank for rank, signs in enumerate(SIGNS) for sign in signs} | {"·": 0, "o": 1, "–": 1, "-": 1, "§": 2}
SURE = frozenset("".join(SIGNS))
DASHES = frozenset("–—")
BULLET = re.compile(rf"([-*+{''.join(SIGNS)}·–—])(\s*)(\S.*)|([o§Øüv])(\t|\s(?=\s*\S))\s*(\S.*)", re.S)
BEGIN = re.compile(rf"(?m)^([^\S\n]*)[{''.join(SIGNS)}](?=\s)")
NUMBER = re.compile(r"(\()?(\d{1,3})(?(1)\)|[.)])(\s*)(?!\d)(\S.*)", re.S)
APART = r"(?:\s+|(?<=[a-z][.)])(?=[a-zà-ÿ]{2}))"  # a.eerst is of a list, A.Jansen is a name
LETTER = re.compile(rf"(\()?([A-Za-z]|[ivx]{{2,5}}|[IVX]{{2,5}})(?(1)\)|[.)]){APART}(\S.*)", re.S)
ROMAN = {roman: n for n, roman in enumerate("i ii iii iv v vi vii viii ix x xi xii".split(), 1)}
# A list with letters goes through both readers as a list with numbers that nobody types; see ``lettered``.
LETTERED = {"a": 700_000_000, "A": 710_000_000, "i": 720_000_000, "I": 730_000_000}


@dataclass(frozen=True, slots=True)
class Mark:
    """How an item begins: its sign, what it counts (by sort of number: 1, a, A, i, I), and the words behind it.

    ``sure`` is a sign that means nothing else, ``apart`` whether there is a space behind it.
    """

    sign: str
    counts: tuple[tuple[str, int], ...]
    rest: str
    sure: bool
    apart: bool

    def plainly(self) -> str:
        """A sign of no number as every reader knows it."""
        return self.sign if self.sign in "-*+" else "-"


def mark(line: str) -> Mark | None:
    """How a line begins that may be an item of a list."""
    first = line[:1]
    if not first or (first.isalpha() and len(line) > 1 and line[1].isalpha() and first not in "ivxIVX"):
        return None
    if found := BULLET.fullmatch(line):
        sign, apart, rest = (found[1], found[2], found[3]) if found[1] else (found[4], found[5], found[6])
        tabbed = "\t" in apart
        emphasis = sign == "*" and not apart and "*" in rest
        joined = not apart and sign in "-*+–—" and not rest[0].isalpha()  # an arrow, a number, a sum
        if emphasis or joined or (sign in "Øüv" and not tabbed):
            return None
        return Mark(sign, (), rest, sign in SURE or tabbed, bool(apart))
    if found := NUMBER.fullmatch(line):
        return Mark("1", (("1", int(found[2])),), found[4], False, bool(found[3]))
    if found := LETTER.fullmatch(line):
        return Mark("a", tuple(_letters(found[2])), found[3], False, True)
    return None


def _letters(typed: str) -> list[tuple[str, int]]:
    small = typed.lower()
    counts = [("i" if typed == small else "I", ROMAN[small])] if small in ROMAN else []
    return [*counts, ("a" if typed == small else "A", ord(small) - 96)] if len(typed) == 1 else counts


def follows(one: Mark, other: Mark) -> bool:
    """Whether an item belongs to the same list as the one above it."""
    if one.sign == "a" or other.sign == "a":
        return any((sort, count + 1) in other.counts for sort, count in one.counts)
    return one.sign == other.sign or (one.sign in "-*+" and other.sign in "-*+") or _dash(one, other)


def _dash(one: Mark, other: Mark) -> bool:
    return {one.sign, other.sign} <= DASHES | {"-"}


def deeper(one: Mark, other: Mark) -> bool:
    """Whether Word means an item one layer deeper than the one above it, by its sign alone."""
    return other.apart and one.sign in RANK and one.sign not in "-–" and RANK.get(other.sign, 0) > RANK[one.sign]


def alone(found: Mark, under: bool) -> bool:
    """Whether a mark begins a list though no other item follows; ``under`` a sentence it must be plain."""
    if found.sign in "-*+":
        return found.apart and not (under and found.rest[0].isdigit())
    if found.sign == "1":
        return found.apart and (not under or found.counts[0][1] == 1)
    return found.sure


def doubtful(found: Mark) -> bool:
    """Whether a mark that begins no list may still have been meant as one."""
    if found.sign == "a":
        return False
    return found.sign not in "o§" and (found.apart or found.rest[0].isalpha())


def sort_of(items: list[Mark]) -> tuple[str, int]:
    """What the items of a list count with, and what the first begins with."""
    both = [count for count in items[0].counts if all(any(count[0] == sort for sort, _ in one.counts) for one in items)]
    return both[0] if len(items) > 1 or len(both) == 1 else both[-1]


def number(sort: str, count: int) -> str:
    """A number in a list as both readers know it."""
    return f"{LETTERED.get(sort, 0) + count}."


def spoken(sort: str, count: int) -> str:
    """A number in a list as somebody reads it."""
    small = next((r for r, n in ROMAN.items() if n == count), "…") if sort in "iI" else chr(96 + count)
    return str(count) if sort == "1" else small.upper() if sort in "AI" else small


def lettered(start: str) -> tuple[str, str] | None:
    """The sort and the first number of a list that went through a reader as a list with letters."""
    return next(
        ((sort, str(int(start) - code)) for sort, code in LETTERED.items() if 0 < int(start) - code < 1_000), None
    )


def unmarked(text: str) -> str:
    """A text of the same length in which no list begins with a sign that is shown nowhere."""
    return BEGIN.sub(r"\1-", text)
