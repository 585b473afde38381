"""What becomes of signs that were typed, in texts, fields and rows.

A keyboard has one sign for the apostrophe and for two quotes, and one for the hyphen and the dash; word processors
guess and write ‘s avonds. Here a text is read as a whole, with the words of its elements joined, and each sign is
given the form that a Dutch reader expects. What is an address stays as it was typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import accumulate

OPAQUE = "\ufffc"  # stands for what has words of its own: code, a picture
SINGLE, DOUBLE = "'`´‘’‛′", '"“”„‟″'
WANTED = re.compile(rf"[{SINGLE}{DOUBLE}]|--|,,|\.\.\.|\s-\s")
TOKEN = re.compile(
    rf"""
      (?P<address> (?:https?://|www\.|mailto:|tel:)(?:[^\s<>{SINGLE}{DOUBLE}]|'(?=\w))+
        | (?<![\w.+-])[\w.+-]++@[\w-]+(?:\.[\w-]+)+
        | \x02[^\x02\x03]{{0,200}}\x03 )
    | (?P<feet> (?<![\w{SINGLE}])\d+['’´′]\ ?\d+(?:["”″]|''(?!\w)) )
    | (?P<span> (?<![\w.,:/€-])(?<!\d\ -\ )(?P<low>\d+(?:[.,:]\d+)*)\ -\ (?P<high>\d+(?:[.,:]\d+)*)
        (?!\w|[.,:/-]\d|\ -\ \d) )
    | (?P<dash> (?<=\s)-(?=\s) | (?<![-<])-{{2,3}}(?![->]) )
    | (?P<dots> \.{{3,}} )
    | (?P<twin> (?P<half>[{SINGLE}])(?P=half)(?!(?<=\w..)\w) | (?<![\w,]),,(?=[^\W\d]|[{SINGLE}]) )
    | (?P<single> [{SINGLE}] )
    | (?P<double> [{DOUBLE}] )
    """,
    re.X,
)
# Words that begin with an apostrophe, and years without their century; between two quotes it is a letter or a number.
CLIPPED = re.compile(
    rf"[{SINGLE}](?:s-(?=\w)|(?:s|t|n|m|k|r|ie|em|ns|es)(?![\w{SINGLE}-])|n[{SINGLE}](?=\ (?:roll|bass)))", re.I
)
WITHIN = re.compile(rf"[{SINGLE}](?:s|t|n|m|k|r|ie|em|ns|es)(?!\w)|[{SINGLE}]\d\d(?!\w)", re.I)
YEAR = re.compile(rf"[{SINGLE}]\d\d(?!['’´`]?[\w%]|[.,:]\d|[{SINGLE}])")
CLOSING = re.compile(r"(?<=[^\s(\[{])['’´`](?![\w{])")
NEXT_QUOTE = re.compile(rf"(?P<closes>(?<=[^\s(\[{{sxzSXZ])['’´`](?![\w{{]))|(?<!\w)[{SINGLE}](?=[^\W\d])|[{DOUBLE}]")
ONE = re.compile(rf"[{SINGLE}]")
TWIN_CLOSES = re.compile(rf"(?<=[^\s(\[{{])(?:''|´´|’’|[{DOUBLE}])(?!\w)")
FAR = 400  # signs; so far a quote that may be a year is followed
BEHIND = frozenset(".,;:!?)]}…”’»%")  # what stands behind a word, and a closing quote behind it
BEFORE = frozenset("([{<«„‚")
ACCENTS = re.compile(r"(?<!`)(?:(?<![\w`])`(?=(?:s|t|n|m|k|r|ie)\b(?!`))|(?<=[^\W\d_])`(?=s\b))", re.I)
TYPEWRITTEN = str.maketrans(
    {**dict.fromkeys(SINGLE + "‚", "'"), **dict.fromkeys(DOUBLE, "''"), "–": "-", "—": "-", "…": "."}
)


def typographic(text: str) -> str:
    """A line of plain text with the signs that a reader expects."""
    return set_pieces((text,))[0]


def set_pieces(pieces: Sequence[str]) -> list[str]:
    """The parts of one line or paragraph with their signs set: what opens in one of them may close in another."""
    text = "".join(pieces)
    if not WANTED.search(text):
        return list(pieces)
    return put(pieces, text, _Setter(text, tuple(accumulate(map(len, pieces)))).signs())


def put(pieces: Sequence[str], text: str, signs: Iterable[tuple[int, int, str]]) -> list[str]:
    """The parts of a text with other signs in some places; a sign goes with the part in which its place begins."""
    made = [""] * len(pieces)
    ends = list(accumulate(map(len, pieces)))
    at = part = 0
    for begin, end, sign in (*signs, (len(text), len(text), "")):
        while at < begin:
            while ends[part] <= at:
                part += 1
            stop = min(begin, ends[part])
            made[part] += text[at:stop]
            at = stop
        while sign and ends[part] <= begin:
            part += 1
        made[part] += sign
        at = end
    return made


def apostrophes(text: str) -> str:
    """A Markdown text in which a grave accent that was typed for an apostrophe begins no code: foto`s, `s avonds."""
    return ACCENTS.sub("’", text) if "`" in text else text


def typewritten(text: str) -> str:
    """A text with the signs of a typewriter, as it is compared: what differs in typography alone is the same."""
    text = re.sub(r"-{2,}", "-", re.sub(r"\.{2,}", ".", text.translate(TYPEWRITTEN).replace(",,", "''")))
    return re.sub(r"(?<=\d) - (?=\d)", "-", text)


def quoted(text: str) -> str:
    """What somebody said between single quotes, on screen as on paper; what is quoted inside it gets double ones."""
    inner = text[1:-1] if text[:1] + text[-1:] in ("‘’", "“”") else text
    inner = re.sub(r"‘([^‘’]+)’(?!\w)", r"“\1”", inner)
    return f"‘{inner}’"


class _Setter:
    """Reads the signs of one text from its begin to its end; knows which quotes are open."""

    def __init__(self, text: str, begins: Container[int] = ()) -> None:
        self.text, self.begins = text, begins  # where an element begins or ends
        self.closing = 0
        self.open: list[str] = []  # the quotes that wait for their end, as they were set
        self.opened = -1  # where the last of them stands

    def signs(self) -> Iterator[tuple[int, int, str]]:
        """Each stretch that is set otherwise than it was typed: from, to, and what it becomes."""
        for found in TOKEN.finditer(self.text):
            sign = getattr(self, f"_{found.lastgroup}")(found) if found.lastgroup != "address" else found[0]
            if sign != found[0]:
                yield found.start(), found.end(), sign

    def _feet(self, found: re.Match[str]) -> str:
        return re.sub(r"['’´]", "′", re.sub("[\"”]|''", "″", found[0]))

    def _high(self, found: re.Match[str]) -> str:
        return self._span(found)

    def _span(self, found: re.Match[str]) -> str:
        """24 - 36: from a number to a higher one of the same form, else a dash between two; 088 - 123 is called."""
        if found["low"].startswith("0") and found["low"].isdigit() and len(found["low"]) > 1:
            return found[0]
        low, high = ([int(part) for part in re.split(r"[.,:]", found[name])] for name in ("low", "high"))
        alike = len(low) == len(high)
        return found[0].replace(" ", "") if alike and low < high else found[0].replace("-", "–")

    def _dash(self, found: re.Match[str]) -> str:
        bounds = self._before(found.start()), self._after(found.end())
        alone = found[0] == "-" and not all(self.text[: found.start()].strip() and bound for bound in bounds)
        return found[0] if alone else "—" if len(found[0]) == 3 else "–"

    def _dots(self, found: re.Match[str]) -> str:
        return "…"

    def _twin(self, found: re.Match[str]) -> str:
        """Two single signs, or two commas, where somebody meant one double quote; others are what each of them is."""
        at, end = found.span()
        waits = any(sign in "“„" for sign in self.open)
        before, after = self._before(at), self._after(end)
        if waits and before.strip() and before not in BEFORE and found[0] != ",," and not _in_word(after):
            return self._close("“", "„")
        if after.strip() and not _in_word(before) and TWIN_CLOSES.search(self.text, end, end + FAR):
            return self._begin(end - 1, "„" if found[0] == ",," else "“")
        if before.isdigit() and not _in_word(after) and found[0] != ",,":
            return "″"
        alone = (ONE.match(self.text, place) for place in range(at, end))
        return "".join(self._single(one) if one else "," for one in alone)

    def _single(self, found: re.Match[str]) -> str:
        at, sign = found.start(), found[0]
        before, after = self._before(at), self._after(at + 1)
        waits = self.open[-1:] in (["‘"], ["‚"])
        if before and _in_word(before) and self.opened != at - 1:
            if _in_word(after):
                return "’"
            if sign == "′" or (before.isdigit() and not waits and sign in "'´"):
                return "′" if not self.text[:at].rstrip("0123456789").endswith(tuple(SINGLE)) else "’"
            return self._close("‘", "‚")
        if self._is_clipped(at, waits):
            return "’"
        if not self._can_open(at) or sign == "’" or (before in BEHIND and waits and self.opened != at - 1):
            return self._close("‘", "‚")
        if sign != "‘" and not self._closes(at):
            return "’"
        return self._begin(at, "‘")

    def _is_clipped(self, at: int, waits: bool) -> bool:
        """Whether a sign stands for letters or a century that were left out, and opens no quote."""
        if CLIPPED.match(self.text, at) or (waits and WITHIN.match(self.text, at)):
            return at + 1 not in self.begins or not self._closes(at)
        following = NEXT_QUOTE.search(self.text, at + 3, at + FAR) if YEAR.match(self.text, at) else None
        return bool(YEAR.match(self.text, at)) and not (following and following["closes"])

    def _closes(self, at: int) -> bool:
        """Whether a quote that opens here can close further on; where is remembered for the next that asks."""
        if self.closing < at + 2:
            found = CLOSING.search(self.text, at + 2)
            self.closing = found.start() if found else len(self.text) + 2
        return self.closing < len(self.text)

    def _double(self, found: re.Match[str]) -> str:
        at, sign = found.start(), found[0]
        before = self._before(at)
        waits = any(sign in "“„" for sign in self.open)
        inner = self.opened == at - 1 and at > 0
        can_open = self._can_open(at)
        can_close = bool(before) and not before.isspace() and before not in BEFORE and not inner
        if sign == "„":
            return self._begin(at, "„")
        if sign == "″" or (sign == '"' and before.isdigit() and not waits):
            return "″"
        if sign == "“" and not (waits and can_close and not can_open):
            return self._begin(at, "“")
        if sign == "”" and not (can_open and not can_close and not waits):
            return self._close("“", "„")
        if waits and (can_close or not can_open):
            return self._close("“", "„")
        later = '"' in self.text[at + 1 :]
        if (can_open and not (can_close and _in_word(before))) or (not can_close and not can_open and later):
            return self._begin(at, "“")
        return self._close("“", "„")

    def _can_open(self, at: int) -> bool:
        """Whether something begins behind a quote: a word, another quote, a text that goes on after three dots."""
        after = self._after(at + 1)
        if after not in BEHIND or self.text.startswith(("...", "…"), at + 1):
            return bool(after.strip())
        return bool(CLIPPED.match(self.text, at + 1) or YEAR.match(self.text, at + 1))

    def _begin(self, at: int, sign: str) -> str:
        self.open.append(sign)
        self.opened = at
        return sign

    def _close(self, *signs: str) -> str:
        """The closing quote; what was opened inside it and did not close was no quote."""
        for n in range(len(self.open) - 1, -1, -1):
            if self.open[n] in signs:
                del self.open[n:]
                break
        return "’" if "‘" in signs else "”"

    def _before(self, at: int) -> str:
        """The sign before a place that a reader sees, or nothing at the begin."""
        while at and _hidden(self.text[at - 1]):
            at -= 1
        return self.text[at - 1] if at else ""

    def _after(self, at: int) -> str:
        while at < len(self.text) and _hidden(self.text[at]):
            at += 1
        return self.text[at] if at < len(self.text) else ""


def _in_word(sign: str) -> bool:
    """Whether a sign is of a word: a letter, a figure, a field between braces, code."""
    return bool(sign) and (sign.isalnum() or sign in "{}_\x02\x03" + OPAQUE or unicodedata.combining(sign) > 0)


def _hidden(sign: str) -> bool:
    return unicodedata.category(sign) == "Cf"
