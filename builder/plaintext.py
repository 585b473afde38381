"""A text as it is compared when somebody is looked for in it: what a reader reads.

It loses the marks of Markdown, all that is invisible, accents and what tells other alphabets from ours; entities
become the sign that they stand for, and the addresses of outward links come last. Where each sign came from is worked
out only for a text in which something was found, for that takes time.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

WORD = re.compile(r"[^\W\d_]+")
ENTITY = re.compile(r"&#?\w{1,32};")
ADDRESS = re.compile(r"\]\(\s*<?([^)\s>]*)>?\)")
INTERNAL = re.compile(r"[a-z0-9-]+/[a-z0-9-]+")
MARKS = frozenset("*_`~[]\\")
# Letters that decompose to nothing, and letters of other alphabets that look just like ours.
LETTERS = dict(
    zip(
        "øØđĐłŁıħĦðÐþÞ" + "аеорсухіјѕһАВЕКМНОРСТУХІЈЅ" + "οανρΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
        "oOdDlLihHdDtT" + "aeopcyxijshABEKMHOPCTYXIJS" + "oavpABEZHIKMNOPTYX",
        strict=True,
    )
) | {"ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE"}


@dataclass(frozen=True, slots=True)
class Text:
    """A plain text with its words in small letters and their places, and where each of its signs came from."""

    plain: str
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    origin: tuple[tuple[int, int], ...]


class _Signs(dict[int, str | None]):
    """What each sign becomes when a text is made plain, worked out when it is first met."""

    def __missing__(self, code: int) -> str | None:
        char = chr(code)
        kind = unicodedata.category(char)
        if char in MARKS or (kind in ("Cf", "Cc", "Mn", "Me", "Cs", "Co") and char not in "\n\t\r"):
            made = None
        elif kind == "Pd":
            made = "-"
        else:
            parts = unicodedata.normalize("NFKD", LETTERS.get(char, char))
            made = "".join(LETTERS.get(c, c) for c in parts if not unicodedata.combining(c))
        self[code] = made
        return made


SIGNS = _Signs()


def plain(text: str) -> str:
    """A text as it is compared: what a reader sees, without accents; the addresses of outward links come last."""
    if "](" in text:
        text = ADDRESS.sub("", text) + "".join(f"\n{found[1]}" for found in _outward(text))
    return (html.unescape(text) if "&" in text else text).translate(SIGNS)


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
            entity = ENTITY.match(text, begin, end)
            stop = entity.end() if entity else begin + 1
            made = html.unescape(text[begin:stop]).translate(SIGNS)
            signs.append(made)
            origin += [(begin, stop)] * len(made)
            begin = stop
    whole = "".join(signs)
    spans = tuple(found.span() for found in WORD.finditer(whole.lower()))
    return Text(whole, tuple(whole[a:b].lower() for a, b in spans), spans, tuple(origin))


def _outward(text: str) -> Iterator[re.Match[str]]:
    return (found for found in ADDRESS.finditer(text) if not INTERNAL.fullmatch(found[1]))
