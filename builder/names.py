"""Names of people in a text: which words are somebody's name, and which only look like it.

The words of a text (as :mod:`builder.plaintext` has them) are looked up among the parts of the names. A first name with
its surname is always a name. Whether one part alone is, depends on its capital, on what ordinary words there are
(:mod:`builder.words`), on names of organisations and places, and on whether the text is about that person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from builder.plaintext import WORD, Text, plain, read_text, words_of
from builder.words import OPENERS, ORDINARY, PARTICLES, STOP, TITLES

GAP = re.compile(r"[\s.'’‘`´-]{0,4}")
TURNED = re.compile(r",\s{1,3}")
OWNED = re.compile(r"['’‘`´]s?\b|['’]")
# What stands before the first word of a sentence, a heading, a cell or an item of a list.
OPENING = re.compile(r"(?:^|[.!?:;|…]|\n[ \t]*\n|(?:^|\n)[ \t]*(?:[-+>•]|#{1,6}|\d+[.)]))[\s\"'“”‘’(>-]*$")
REACH = 60


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody by a key, with the name in full and the parts of it that are used for something else as well.

    Who is not ``watched`` alone is no reason to look at a text, but is told apart from others in it.
    """

    key: str
    name: str
    double: frozenset[str] = frozenset()
    watched: bool = True


@dataclass(frozen=True, slots=True)
class Found:
    """A name in a text: the keys of those whose name it may be, its place, and whether it is first name and surname."""

    who: frozenset[str]
    start: int
    end: int
    whole: bool


@dataclass(frozen=True, slots=True)
class _Name:
    """The parts of a name, as they are compared; ``lasts`` says of each surname whether a particle precedes it."""

    key: str
    firsts: tuple[str, ...]
    initial: str
    tails: frozenset[str]
    lasts: Mapping[str, bool]
    double: frozenset[str]

    @property
    def words(self) -> set[str]:
        """Every word with which a name can begin or end, its genitive too."""
        joined = {f"{''.join(self.firsts)}{last}" for last in self.lasts} | {f"{self.initial}{n}" for n in self.lasts}
        joined |= {f"{last}{''.join(self.firsts)}" for last in self.lasts} if self.firsts else set()
        words = {word for word in (*self.firsts[:1], "".join(self.firsts), *self.lasts, *joined) if len(word) > 1}
        return words | {f"{word}s" for word in words}


def again(text: str, found: Found, written: str) -> int:
    """Where what was found in a text begins in another writing of it; the beginning when it is not to be found."""
    words, earlier = words_of(text[found.start : found.end]), words_of(text[: found.start])
    size = len(words)
    skip = sum(earlier[n : n + size] == words for n in range(len(earlier)))
    read = read_text(written)
    places = [n for n in range(len(read.words)) if list(read.words[n : n + size]) == words]
    return read.origin[read.spans[places[skip]][0]][0] if skip < len(places) else 0


class Names:
    """The names of people, to be found in texts; ``others`` are the names of organisations and places."""

    def __init__(self, people: Iterable[Who], others: Iterable[str] = ()) -> None:
        known = [(name, who.watched) for who in people if (name := _parse(who))]
        self._index: dict[str, list[_Name]] = {}
        for name, _ in known:
            for word in name.words:
                self._index.setdefault(word, []).append(name)
        watched = [name for name, watched in known if watched]
        words = {word for name in watched for word in name.words}
        self._rare = {word for word in words if word not in ORDINARY}
        self._capital = {word.capitalize() for word in words if word in ORDINARY}
        self._pairs = {(name.firsts[0], last) for name in watched if name.firsts for last in name.lasts}
        self._others: dict[str, set[tuple[str, ...]]] = {}
        for other in {tuple(words_of(other)) for other in others}:
            for word in other:
                self._others.setdefault(word, set()).add(other)

    def hint(self, text: str) -> bool:
        """Whether a part of a name occurs in a text at all: quick, and true more often than there is a name."""
        read = plain(text)
        words = set(WORD.findall(read.lower()))
        if not self._rare.isdisjoint(words):
            return True
        if self._capital.isdisjoint(word.capitalize() for word in words):
            return False
        both = any(first in words and last in words for first, last in self._pairs)
        return both or not self._capital.isdisjoint(WORD.findall(read))

    def spot(self, text: str, about: frozenset[str] = frozenset()) -> list[Found]:
        """The names in a text that is ``about`` some people (their keys), in order; places are those in ``text``."""
        read = read_text(text)
        spotted: list[tuple[int, int, bool, str]] = []
        for n, word in enumerate(read.words):
            for name in self._index.get(word, ()):
                if hit := _match(name, read, n):
                    first, last, whole = hit
                    if whole or (
                        self._counts(name, read, n, name.key in about) and not self._other(read, n, name, about)
                    ):
                        spotted.append((first, last, whole, name.key))
        return _merge(spotted, read)

    def _counts(self, name: _Name, read: Text, n: int, about: bool) -> bool:
        """Whether one part of a name is a name, and not an ordinary word."""
        word = _stem(read.words[n], name)
        shown = read.plain[slice(*read.spans[n])]
        capital, loud = shown[0].isupper(), shown.isupper()
        surname = word not in (*name.firsts[:1], "".join(name.firsts))
        if surname and _titled(read, n):
            return True
        if surname and name.lasts.get(word):
            return capital and _particle_before(read, n)
        if word not in ORDINARY and word not in name.double:
            return capital and not loud if len(word) < 3 else True
        if not capital or loud:
            return False
        opens = _opens(read, n)
        if word in name.double or surname:
            return about and not opens
        return about or not (opens and word in OPENERS)

    def _other(self, read: Text, n: int, name: _Name, about: frozenset[str]) -> bool:
        """Whether a word is part of the name of an organisation or a place."""
        for words in self._others.get(read.words[n], ()):
            for at in (at for at, word in enumerate(words) if word == read.words[n]):
                if read.words[max(n - at, 0) : n - at + len(words)] == words and n >= at:
                    return len(words) > 1 or name.key not in about or read.words[n] in name.lasts
        return False


def _parse(who: Who) -> _Name | None:
    """The parts of a name; None when it is none (such as 'een collega')."""
    shown = [word for word in who.name.split() if not set(words_of(word)) & TITLES]
    parts = [words_of(word) for word in shown]
    parts = [part for part in parts if part]
    if not parts or parts[0][0] in STOP:
        return None
    alone = all(len(word) == 1 for word in parts[0])
    firsts = () if alone or parts[0][0] in PARTICLES else tuple(parts[0])
    rest = [word for part in (parts[1:] if firsts or alone else parts) for word in part]
    led_by = zip(rest, ["", *rest], strict=False)  # each word of the surname and the one before it
    kept = [(word, last in PARTICLES) for word, last in led_by if word not in PARTICLES and len(word) > 1]
    begin = next((n for n, (_, led) in enumerate(kept) if led), None)
    final = len(parts[-1]) if begin is None else len(kept) - begin
    if begin is not None and begin and "-" in plain(who.name):
        final = len(kept)
    initial = parts[0][0][0] if firsts or alone else ""
    tails = frozenset(word for word, _ in kept)
    lasts = dict(kept[-final:] if final else ())
    double = frozenset(word for text in who.double for word in words_of(text))
    return _Name(who.key, firsts, initial, tails, lasts, double)


def _match(name: _Name, read: Text, n: int) -> tuple[int, int, bool] | None:
    """The words from and to which a name stands of which word ``n`` is a part, and whether it is the whole name."""
    word = read.words[n]
    stem = _stem(word, name)
    if stem not in (*name.firsts[:1], "".join(name.firsts), *name.lasts):
        return n, n, True  # the parts written as one word
    if stem in (*name.firsts[:1], "".join(name.firsts)):
        end = n if stem == "".join(name.firsts) else _firsts_end(name, read, n)
        if end is not None:
            tail = _tail(name, read, end)
            if tail is not None or stem not in name.lasts:
                return n, tail if tail is not None else end, tail is not None
        elif stem not in name.lasts:
            return None
    begin, letters = _before(read, n)
    if name.initial and letters and read.words[letters[0]] == name.initial:
        return letters[0], n, True
    if n + 1 < len(read.words) and read.words[n + 1] in name.firsts[:1] and _joined(read, n, TURNED):
        return begin, n + 1, True
    return begin if name.lasts[stem] else n, n, False


def _before(read: Text, n: int) -> tuple[int, list[int]]:
    """Where the particles before a surname begin, and which words before it are initials."""
    begin, at, letters = n, n, list[int]()
    while at and _joined(read, at - 1):
        at -= 1
        initial = len(read.words[at]) == 1 and read.plain[read.spans[at][0]].isupper()
        if initial:
            letters.insert(0, at)
        elif read.words[at] in PARTICLES and not letters:
            begin = at
        else:
            break
    return begin, letters


def _firsts_end(name: _Name, read: Text, n: int) -> int | None:
    """The last word of a first name of several words that begins at ``n``; only the first of them is no name."""
    end = n + len(name.firsts) - 1
    last = read.words[end] if end < len(read.words) else ""
    same = read.words[n:end] == name.firsts[:-1] and last in (name.firsts[-1], f"{name.firsts[-1]}s")
    return end if same and all(_joined(read, k) for k in range(n, end)) else None


def _tail(name: _Name, read: Text, end: int) -> int | None:
    """The last word of the surname that follows the first name, with whatever stands between them."""
    found = None
    for k in range(end + 1, min(end + 9, len(read.words))):
        if not _joined(read, k - 1):
            break
        word = read.words[k]
        if word in name.tails or (word[-1] == "s" and word[:-1] in name.tails):
            found = k
        elif word not in PARTICLES and len(word) > 1:
            break
    return found


def _stem(word: str, name: _Name) -> str:
    known = {*name.firsts[:1], "".join(name.firsts), *name.lasts}
    return word[:-1] if word not in known and word.endswith("s") and word[:-1] in known else word


def _joined(read: Text, n: int, gap: re.Pattern[str] = GAP) -> bool:
    """Whether nothing but ``gap`` stands between word ``n`` and the next."""
    return gap.fullmatch(read.plain, read.spans[n][1], read.spans[n + 1][0]) is not None


def _titled(read: Text, n: int) -> bool:
    while n and read.words[n - 1] in PARTICLES:
        n -= 1
    return n > 0 and read.words[n - 1] in TITLES and _joined(read, n - 1)


def _particle_before(read: Text, n: int) -> bool:
    return n > 0 and read.words[n - 1] in PARTICLES and _joined(read, n - 1)


def _opens(read: Text, n: int) -> bool:
    """Whether a word has its capital because a sentence begins there."""
    start = read.spans[n][0]
    return OPENING.search(read.plain[max(start - REACH, 0) : start]) is not None if start else True


def _merge(spotted: list[tuple[int, int, bool, str]], read: Text) -> list[Found]:
    """One finding for each place: a longer name hides what is inside it, a whole name the parts of as many words."""
    kept: dict[tuple[int, int, bool], set[str]] = {}
    for first, last, whole, key in spotted:
        around = (other for other in spotted if other[0] <= first and last <= other[1])
        if all((b - a, full) <= (last - first, whole) for a, b, full, _ in around):
            kept.setdefault((first, last, whole), set()).add(key)
    found = []
    for (first, last, whole), keys in sorted(kept.items()):
        start, end = read.spans[first][0], read.spans[last][1]
        owned = OWNED.match(read.plain, end)
        end = owned.end() if owned else end
        found.append(Found(frozenset(keys), read.origin[start][0], read.origin[end - 1][1], whole))
    return found
