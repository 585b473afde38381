"""A text as it is compared when somebody is looked for in it: what a reader reads.

It loses the marks of Markdown, tags, all that is invisible, accents and what tells other alphabets from ours; entities
become the sign that they stand for, and the addresses of outward links come last. Where each sign came from is worked
out only for a text in which something was found, for that takes time. A word in pieces (``Fati-`` and ``ma`` on two
lines, ``F a t i m a``) is read as pieces, and is put together by who looks for it (:func:`pieces`).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from builder.comparing import THIN, folded

WORD = re.compile(r"[^\W\d_]+")
ENTITY = re.compile(r"&#?\w{1,32};")
TAG = re.compile(r"</?[a-zA-Z][^<>:@\n]{0,200}>|<!--.{0,200}?-->")
ADDRESS = re.compile(r"\]\(\s{0,9}<?([^)\s>]{0,500})>?\)")
INTERNAL = re.compile(r"[a-z0-9-]+/[a-z0-9-]+")
# Between the pieces of one word: signs that are no space or hardly one, or a hyphen at the end of a line.
GLUE = rf"(?:-[ \t]{{0,9}}+(?:\n[ \t]{{0,40}}+)?|[^\w\s/]{{1,3}}|_{{1,3}}|[{THIN}]{{1,3}})"
CHAIN = re.compile(rf"(?<![^\W\d_])[^\W\d_]++(?:{GLUE}[^\W\d_]++){{1,20}}")
SPACED = re.compile(r"(?<![^\W_])[^\W\d_](?:[^\w\n]{1,3}[^\W\d_](?![^\W_])){3,40}")
SHORTEST, MOST_PIECES, MOST_LETTERS = 4, 4, 20


@dataclass(frozen=True, slots=True)
class Text:
    """A plain text with its words in small letters and their places, and where each of its signs came from."""

    plain: str
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    origin: tuple[tuple[int, int], ...]


def plain(text: str) -> str:
    """A text as it is compared: what a reader sees, without accents; the addresses of outward links come last."""
    if "](" in text:
        text = ADDRESS.sub("", text) + "".join(f"\n{found[1]}" for found in _outward(text))
    text = TAG.sub("", text) if "<" in text else text
    return folded(html.unescape(text) if "&" in text else text)


def words_of(text: str) -> list[str]:
    """The words of a text as they are compared, in small letters."""
    return WORD.findall(plain(text).lower())


def read_text(text: str) -> Text:
    """What :func:`plain` makes of a text, with the place that each sign came from."""
    signs: list[str] = []
    origin: list[tuple[int, int]] = []
    pieces, at = [], 0
    for link in ADDRESS.finditer(text):
        pieces.append((at, link.start()))
        at = link.end()
    pieces.append((at, len(text)))
    for begin, end in (*pieces, *((found.start(1), found.end(1)) for found in _outward(text))):
        if (begin, end) not in pieces:
            signs.append("\n")
            origin.append((begin, begin))
        while begin < end:
            if text[begin] == "<" and (tag := TAG.match(text, begin, end)):
                begin = tag.end()
                continue
            entity = ENTITY.match(text, begin, end)
            stop = entity.end() if entity else begin + 1
            made = folded(html.unescape(text[begin:stop]))
            signs.append(made)
            origin += [(begin, stop)] * len(made)
            begin = stop
    whole = "".join(signs)
    spans = tuple(found.span() for found in WORD.finditer(whole.lower()))
    return Text(whole, tuple(whole[a:b].lower() for a, b in spans), spans, tuple(origin))


def pieces(text: str) -> Iterator[tuple[int, int, str]]:
    """Words that a reader puts together from pieces in a plain text: from and to where, and the word in small letters.

    Letters with something between them, and two to four pieces with a sign or a hyphenation between them.
    """
    for chain in (*CHAIN.finditer(text), *SPACED.finditer(text)):
        found = list(WORD.finditer(text, *chain.span()))
        most = MOST_LETTERS if chain.re is SPACED else MOST_PIECES
        for n, first in enumerate(found):
            word = first[0]
            for other in found[n + 1 : n + most]:
                word += other[0]
                if len(word) >= SHORTEST:
                    yield first.start(), other.end(), word.lower()


def _outward(text: str) -> Iterator[re.Match[str]]:
    return (found for found in ADDRESS.finditer(text) if not INTERNAL.fullmatch(found[1]))
