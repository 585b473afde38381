"""What is the same to a reader: the one place where signs, capitals and spaces are left out of a comparison.

:func:`seen` is what can be seen of a text, :func:`same` how names of columns, choices and titles are compared,
:func:`said` how two wordings are, and :func:`folded` how somebody is looked for: without accents, and with letters of
other alphabets as ours.
"""

from __future__ import annotations

import re
import unicodedata

MARKS = frozenset("*`~[]\\")
BLANK = frozenset("\u034f\u115f\u1160\u3164\uffa0\u2800")  # letters and signs of which nothing is drawn
# Spaces that hardly part two letters.
THIN = "\u2006\u2008\u2009\u200a\u202f"
# Letters that decompose to nothing, and letters of other alphabets that look just like ours.
LETTERS = dict(
    zip(
        "øØđĐłŁıħĦðÐþÞƒƑɑɡ" + "аеорсухіјѕһкмтАВЕКМНОРСТУХІЈЅ" + "οανρικτΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
        "oOdDlLihHdDtTfFag" + "aeopcyxijshkmtABEKMHOPCTYXIJS" + "oavpiktABEZHIKMNOPTYX",
        strict=True,
    )
) | {"ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE"}


def _hidden(sign: str) -> bool:
    """Whether nothing is drawn of a sign: it joins, parts or turns others, or chooses how they look."""
    return sign in BLANK or "\ufe00" <= sign <= "\ufe0f" or unicodedata.category(sign) in ("Cf", "Cs")


class _Seen(dict[int, str | None]):
    """What can be seen of each sign, worked out when it is first met: spaces of any width are one."""

    def __missing__(self, code: int) -> str | None:
        sign = chr(code)
        self[code] = made = None if _hidden(sign) else " " if unicodedata.category(sign) == "Zs" else sign
        return made


class _Folded(dict[int, str | None]):
    """What each sign becomes when somebody is looked for, worked out when it is first met."""

    def __missing__(self, code: int) -> str | None:
        char = chr(code)
        kind = unicodedata.category(char)
        if char in MARKS or char in BLANK or (kind in ("Cf", "Cc", "Mn", "Me", "Cs", "Co") and char not in "\n\t\r"):
            made = None
        elif kind == "Pd":
            made = "-"
        elif char in THIN:
            made = char
        elif char == "´" or (kind == "Lm" and unicodedata.normalize("NFKD", char) == char):
            made = "'"  # what looks like an apostrophe, as in Fatimaʼs and ´t Hart
        else:
            parts = unicodedata.normalize("NFKD", LETTERS.get(char, char))
            made = "".join(LETTERS.get(c, c) for c in parts if not unicodedata.combining(c))
        self[code] = made
        return made


_SEEN, _FOLDED = _Seen(), _Folded()
EDGE = re.compile(r"[\s\u00ad\u034f\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]+")


def trimmed(text: str) -> str:
    """A text without what cannot be seen before its first and behind its last sign."""
    if not text or (text[0].isalnum() and text[-1].isalnum()):
        return text
    begin, end = EDGE.match(text), len(text)
    while end and EDGE.match(text[end - 1]):
        end -= 1
    return text[begin.end() if begin else 0 : end]


def composed(text: str) -> str:
    """A text in which a letter with its accent is one sign, as a Mac does not write the names of files."""
    return unicodedata.normalize("NFC", text)


def seen(text: str) -> str:
    """What can be seen of a text: composed letters of one width, ordinary spaces, and nothing that is invisible."""
    shown = text if text.isascii() else unicodedata.normalize("NFKC", text.translate(_SEEN))
    return " ".join(shown.split())


def same(text: str) -> str:
    """A text as it is compared: what can be seen of it, without capitals."""
    return seen(text).replace("İ", "i").casefold()


def said(text: str) -> str:
    """A text as it is compared by its words: without capitals and signs."""
    return re.sub(r"[\W_]+", " ", same(text)).strip()


def folded(text: str) -> str:
    """A text in which somebody is looked for: what a reader sees, without accents; capitals stay."""
    return text.translate(_FOLDED)


def letters(text: str) -> str:
    """Only the plain letters and figures of a text, in small, with one space between them: what a name is made of."""
    return re.sub(r"[^a-z0-9]+", " ", folded(text).lower()).strip()
