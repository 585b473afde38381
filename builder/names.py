"""Names of people in a text: which words are somebody's name, and which only look like it.

The words of a text (as :mod:`builder.plaintext` has them) are looked up among the parts of the names. A first name with
its surname is always a name. Whether one part alone is, depends on its capital, on what ordinary words there are
(:mod:`builder.words`), on names of organisations and places, and on whether the text is about that person.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from builder.nameparts import Name, Who, is_proper, parsed
from builder.plaintext import SHORTEST, WORD, Text, pieces, plain, read_text, words_of
from builder.words import ENDINGS, OPENERS, ORDINARY, PARTICLES, TITLES

GAP = re.compile(r"[\s.'’‘`´|_-]{0,4}")
TURNED = re.compile(r",\s{1,3}")
OWNED = re.compile(r"['’‘`´]s?\b|['’]")
# What stands before the first word of a sentence, a heading, a cell or an item of a list.
OPENING = re.compile(r"(?:^|[.!?:;|…]|\n[ \t]*\n|(?:^|\n)[ \t]*(?:[-+>•]|#{1,6}|\d+[.)]))[\s\"'“”‘’(>-]*$")
# An address or the name of a file: words are written as one there.
ADDRESS = re.compile(r"(?<!\S)(?:(?=\S*[@/._]\w)[\w@:/.?=&%+~#-]+(?!\S)|(?<![^\n])[a-z0-9-]+(?![^\n]))")
LONG = 5  # letters of a name that is seen inside such a word
REACH = 60


@dataclass(frozen=True, slots=True)
class Found:
    """A name in a text: the keys of those whose name it may be, its place, and whether it is first name and surname."""

    who: frozenset[str]
    start: int
    end: int
    whole: bool


def again(text: str, found: Found, written: str) -> int:
    """Where what was found in a text begins in another writing of it; the beginning when it is not to be found."""
    words, earlier = words_of(text[found.start : found.end]), words_of(text[: found.start])
    size = len(words)
    skip = sum(earlier[n : n + size] == words for n in range(len(earlier)))
    read = read_text(written)
    places = [n for n in range(len(read.words)) if list(read.words[n : n + size]) == words]
    return read.origin[read.spans[places[skip]][0]][0] if skip < len(places) else 0


class Names:
    """The names of people, to be found in texts; ``others`` are the names of organisations and places.

    The ``mark`` is another one when any of them is.
    """

    def __init__(self, people: Iterable[Who], others: Iterable[str] = ()) -> None:
        people, others = list(people), sorted(set(others))
        told = [f"{who.key!r} {who.name!r} {sorted(who.double)!r} {who.watched}" for who in people]
        self.mark = hashlib.sha256(f"{sorted(told)} {others}".encode("utf-8", "surrogatepass")).hexdigest()
        known = [(name, who.watched) for who in people if (name := parsed(who))]
        self._index: dict[str, list[Name]] = {}
        for name, _ in known:
            for word in name.forms:
                self._index.setdefault(word, []).append(name)
        watched = [name for name, watched in known if watched]
        words = {word for name in watched for word in name.forms}
        self._rare = {word for word in words if word not in ORDINARY}
        self._long: dict[str, set[str]] = {}
        for name in watched:
            for word in {*name.firsts, *name.lasts} - ORDINARY - name.double:
                if len(word) >= LONG:
                    self._long.setdefault(word, set()).add(name.key)
        self._capital = {word.capitalize() for word in words if word in ORDINARY}
        self._pairs = {(name.firsts[0], last) for name in watched if name.firsts for last in name.lasts}
        self._others: dict[str, set[tuple[str, ...]]] = {}
        for other in {tuple(words_of(other)) for other in others if is_proper(other)}:
            for word in other:
                self._others.setdefault(word, set()).add(other)

    def hint(self, text: str) -> bool:
        """Whether a part of a name occurs in a text at all: quick, and true more often than there is a name."""
        if not self._index:
            return False
        read = plain(text)
        words = set(WORD.findall(read.lower()))
        if not self._rare.isdisjoint(words) or any(word in self._rare for _, _, word in pieces(read)):
            return True
        if any(True for _ in self._in_addresses(read)):
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
        starts = {span[0]: n for n, span in enumerate(read.spans)}
        spotted += [(starts[at], starts[at], False, key) for at, key in self._in_addresses(read.plain)]
        return _merge([*spotted, *self._in_pieces(read)], read)

    def _in_addresses(self, text: str) -> Iterator[tuple[int, str]]:
        """Where a longer word of an address begins or ends with a name, as ``portretfatima.jpg`` does, and whose."""
        for line in ADDRESS.finditer(text) if self._long else ():
            for word in WORD.finditer(text, *line.span()):
                for name, keys in self._long.items():
                    if word[0].lower().startswith(name) or word[0].lower().endswith(name):
                        yield from ((word.start(), key) for key in keys)

    def _in_pieces(self, read: Text) -> Iterator[tuple[int, int, bool, str]]:
        """Names that stand in pieces; of an ordinary word these mean nothing."""
        begins, ends = ({span[side]: n for n, span in enumerate(read.spans)} for side in (0, 1))
        for start, end, word in pieces(read.plain):
            if word not in ORDINARY and start in begins and end in ends:
                for name in self._index.get(word, ()):
                    if name.forms[word] not in name.double | ORDINARY and len(name.forms[word]) >= SHORTEST:
                        yield begins[start], ends[end], name.forms[word] not in (*name.firsts, *name.lasts), name.key

    def _counts(self, name: Name, read: Text, n: int, about: bool) -> bool:
        """Whether one part of a name is a name, and not an ordinary word."""
        word = _stem(read.words[n], name)
        shown = read.plain[slice(*read.spans[n])]
        capital, loud = shown[0].isupper(), shown.isupper()
        if read.words[n] not in (word, f"{word}s") and len(word) <= LONG and not capital:
            return False  # 'vinkje' is no small Vink
        surname = word not in (*name.firsts[:1], "".join(name.firsts))
        if surname and _titled(read, n):
            return True
        if surname and name.lasts.get(word):
            return capital and _particle_before(read, n)
        if word not in ORDINARY and word not in name.double:
            return capital and not loud if len(word) < 3 else True
        if not capital or loud:
            return False
        first = opens(read, n)
        if word in name.double or surname:
            return about and not first
        return about or not (first and word in OPENERS)

    def _other(self, read: Text, n: int, name: Name, about: frozenset[str]) -> bool:
        """Whether a word is part of the name of an organisation or a place."""
        for words in self._others.get(read.words[n], ()):
            for at in (at for at, word in enumerate(words) if word == read.words[n]):
                if read.words[max(n - at, 0) : n - at + len(words)] == words and n >= at:
                    surname, ordinary = read.words[n] in name.lasts, read.words[n] in ORDINARY
                    return len(words) > 1 or surname or (ordinary and name.key not in about)
        return False


def _match(name: Name, read: Text, n: int) -> tuple[int, int, bool] | None:
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


def _firsts_end(name: Name, read: Text, n: int) -> int | None:
    """The last word of a first name of several words that begins at ``n``; only the first of them is no name."""
    end = n + len(name.firsts) - 1
    last = read.words[end] if end < len(read.words) else ""
    same = read.words[n:end] == name.firsts[:-1] and last in (name.firsts[-1], *(name.firsts[-1] + e for e in ENDINGS))
    return end if same and all(_joined(read, k) for k in range(n, end)) else None


def _tail(name: Name, read: Text, end: int) -> int | None:
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


def _stem(word: str, name: Name) -> str:
    """A word without its ending, when that makes it a part of the name."""
    stem = name.forms.get(word, word)
    return stem if stem in (*name.firsts[:1], "".join(name.firsts), *name.lasts) else word


def _joined(read: Text, n: int, gap: re.Pattern[str] = GAP) -> bool:
    """Whether nothing but ``gap`` stands between word ``n`` and the next."""
    return gap.fullmatch(read.plain, read.spans[n][1], read.spans[n + 1][0]) is not None


def _titled(read: Text, n: int) -> bool:
    while n and read.words[n - 1] in PARTICLES:
        n -= 1
    return n > 0 and read.words[n - 1] in TITLES and _joined(read, n - 1)


def _particle_before(read: Text, n: int) -> bool:
    return n > 0 and read.words[n - 1] in PARTICLES and _joined(read, n - 1)


def opens(read: Text, n: int) -> bool:
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
