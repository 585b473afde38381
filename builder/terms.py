"""Words that a rule is about, found in a text in whatever form they stand: and never in a name.

``willer`` is found as ``Willers``, ``WILLERTJE``, ``wil-lers`` and ``willersgesprek``, with or without signs that
cannot be seen. Anke Willers and Stichting Willers are names: those that are known, that a text itself shows to be one
(a capital after another name, a title or an initial), and what stands in an address.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from builder.comparing import seen
from builder.names import opens
from builder.plaintext import Text, pieces, read_text, words_of
from builder.words import FUNCTION, NO_VERB, PARTICLES, SINGULAR, TITLES

PART = r"(?:-\s{0,9}|[^\w\s]{0,3})"
SPACE = re.compile(r"[ -]{1,2}")
INITIAL = re.compile(r"\.? {0,2}")
FIRM = re.compile(r" ?(?:&|en [Zz]n\b|[Bb]\.?[Vv]\b|[Nn]\.?[Vv]\b|[Zz]n\b|[Zz]onen\b)")
OWNED = re.compile(r"['’‘`´](?!\w)")
ADDRESS = re.compile(r"(?<!\S)(?=\S*(?:@|://|www\.|\w\.[a-z]{2,}(?:[/?#:]|(?!\S))))\S+")
SMALL = re.compile(r"(?:etje|pje|kje|tje|je)s?|'?s")
SHORTEST_PART = 3  # letters of a word before the one that is meant: niet-willers, beroepswillers


@dataclass(frozen=True, slots=True)
class Hit:
    """A word of the rule: which, how it was written, where, and whether it is part of another word."""

    term: str
    text: str
    start: int
    compound: bool


class Terms:
    """The words of a rule with what is written instead; ``names`` are of people and organisations that are known."""

    def __init__(self, better: Mapping[str, str], names: Iterable[str] = ()) -> None:
        self.better = better
        self._terms = sorted(better, key=len, reverse=True)
        self._quick = re.compile("|".join(PART.join(term) for term in self._terms), re.I)
        self._known: set[str] = set()
        self._pairs: set[tuple[str, str]] = set()
        names = sorted(set(names))
        self.mark = f"woorden {self._terms} {names}"  # is different when what is found may be
        for name in names:
            words = words_of(name)
            self._pairs |= set(pairwise(words))
            self._known |= {word for word in words if self._term(word)}

    def may_stand_in(self, text: str) -> bool:
        """Whether something like a word of the rule is in a text: quick, and true more often than there is one."""
        return self._quick.search(text) is not None

    def proven(self, texts: Iterable[str]) -> frozenset[str]:
        """The words that these texts show to be a name."""
        found = set()
        for text in texts:
            if self.may_stand_in(text):
                read = read_text(text)
                found |= {word for n, word in enumerate(read.words) if self._term(word) and self._is_shown(read, n)}
        return frozenset(found)

    def find(self, text: str, proven: frozenset[str] = frozenset()) -> Iterator[Hit]:
        """Where the words of the rule stand in a text; what is ``proven`` a name elsewhere is one here."""
        if not self.may_stand_in(text):
            return
        read = read_text(text)
        away = [found.span() for found in ADDRESS.finditer(read.plain)]
        whole = dict(zip(read.spans, read.words, strict=True))
        there = [span for span, word in whole.items() if self._term(word)]
        parts = {
            (start, end): word
            for start, end, word in pieces(read.plain)
            if not any(start <= a and b <= end for a, b in there)
        }
        begins = {span[0]: n for n, span in enumerate(read.spans)}
        last = 0
        for (start, end), word in sorted({**parts, **whole}.items()):
            term = self._term(word)
            if term is None or start < last or start not in begins or any(a <= start < b for a, b in away):
                continue
            if self._is_name(read, begins[start], word, proven):
                continue
            last = end
            rest = word.removeprefix(term)
            compound = rest != "" and not SMALL.fullmatch(rest)
            at, until = read.origin[start][0], read.origin[end - 1][1]
            yield Hit(term, seen(text[at:until]), at, compound)

    def _term(self, word: str) -> str | None:
        """The longest term of which a word is a form."""
        for term in self._terms:
            before = len(word) - len(term)
            if word.startswith(term) or (word.endswith((term, f"{term}s")) and before >= SHORTEST_PART):
                return term
        return None

    def _is_name(self, read: Text, n: int, word: str, proven: frozenset[str]) -> bool:
        """Whether a word that is a term is somebody's name here."""
        pair = (read.words[n - 1] if n else "", word)
        if pair in self._pairs or (word, _word(read, n + 1)) in self._pairs:
            return True
        shown = _shown(read, n)
        if not shown[0].isupper():
            return False
        if word in self._known or word in proven or self._is_shown(read, n):
            return True
        before = _word(read, n - 1)
        if word.endswith("s") and SINGULAR.fullmatch(_word(read, n + 1)) and _word(read, n + 1) not in NO_VERB:
            return True
        return not (shown.isupper() and len(shown) > 1) and not opens(read, n) and before not in FUNCTION

    def _is_shown(self, read: Text, n: int) -> bool:
        """Whether a word with a capital stands as a name does: behind another name, a title or an initial."""
        start, end = read.spans[n]
        if not _shown(read, n)[0].isupper():
            return False
        owned = OWNED.match(read.plain, end) and not OWNED.match(read.plain[start - 1 : start])
        if (
            owned
            or FIRM.match(read.plain, end)
            or (read.plain[end : end + 1] == "-" and _word(read, n + 1) in PARTICLES)
        ):
            return True
        following = _shown(read, n + 1) if n + 1 < len(read.words) else ""
        beside = following and SPACE.fullmatch(read.plain, end, read.spans[n + 1][0])
        if beside and following.istitle() and _shown(read, n).istitle():
            return True
        k = n - 1
        while k >= 0 and read.words[k] in PARTICLES - {"bij"} and len(read.words[k]) > 1:
            k -= 1
        if k < 0:
            return False
        near = SPACE.fullmatch(read.plain, read.spans[k][1], read.spans[k + 1][0])
        if len(read.words[k]) == 1 and _shown(read, k).isupper():
            return INITIAL.fullmatch(read.plain, read.spans[k][1], read.spans[k + 1][0]) is not None
        if read.words[k] in TITLES:
            return INITIAL.fullmatch(read.plain, read.spans[k][1], read.spans[k + 1][0]) is not None
        return bool(near) and _shown(read, k)[0].isupper() and read.words[k] not in FUNCTION


def _word(read: Text, n: int) -> str:
    return read.words[n] if 0 <= n < len(read.words) else ""


def _shown(read: Text, n: int) -> str:
    return read.plain[slice(*read.spans[n])]
