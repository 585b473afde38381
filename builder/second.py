"""A second, strict reader of Markdown, which tells where a text can be read in two ways. The door to ``markdown_it``.

Pages are made by the one reader (``marked``); both get the text as it was meant (``asmeant``). Where the other reads
something else, an editor who knows Markdown from elsewhere, or sees it beside the text while writing, expects
something else than a page will show. What to do is not guessed: of the ways to write it plainly the first is told
that both read alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from html.parser import HTMLParser
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import unquote

from builder import asmeant, marked
from builder.typography import typewritten

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

# A text without any of these is the same to every reader.
MARKS = re.compile(r"[\[\]<>*_`#|\\&~]|^[ \t]*(?:[-+=]|\d{1,9}[.)])|^[ \t]|  $|\t", re.M)
MOST = 12  # differences that are told of one text
ITEM = re.compile(r"([ \t]*)([-*+]|\d{1,9}[.)])(\s+)")
UNSEEN = frozenset(("thead", "tbody", "pre"))  # they say nothing that the elements around or in them do not say
FRESH = re.compile(r"[^\W\d]|#")
MOST_TRIED = 200  # lines; in a longer stretch no way to write it is tried
PLAINLY = "schrijf het stuk eromheen zonder de tekens van Markdown (zoals * _ # > [ ] en \\)"
Lines = list[str]


def differences(text: str) -> Iterator[tuple[int, str]]:
    """The first lines (from 0) where the readers begin to differ, each with what to do about it."""
    if MARKS.search(text) and not _alike(text.split("\n")):
        yield from islice((found for start, lines in _sections(text) for found in _in_section(start, lines)), MOST)


def _sections(text: str) -> Iterator[tuple[int, Lines]]:
    """Parts of a text that have nothing to do with each other, each with its first line: what begins afresh."""
    start, part = 0, Lines()
    for number, line in enumerate(text.split("\n")):
        if part and not part[-1].strip() and FRESH.match(line):
            yield start, part
            start, part = number, []
        part.append(line)
    yield start, part


def _in_section(start: int, lines: Lines) -> Iterator[tuple[int, str]]:
    while not _alike(lines):
        last = _first_difference(lines)
        remedy = _remedy(lines, last) if len(lines) <= MOST_TRIED else PLAINLY
        yield start + (_run(lines, last) if remedy == BLANK else last), remedy
        begin, end = block(lines, last)
        lines[begin:end] = [""] * (end - begin)


def _first_difference(lines: Lines) -> int:
    """The line with which what is read in two ways begins to be so."""
    same, other = 0, len(lines)
    while other - same > 1:
        middle = (same + other) // 2
        if _alike(lines[:middle]):
            same = middle
        else:
            other = middle
    return other - 1


def block(lines: Lines, number: int) -> tuple[int, int]:
    """The lines around a line with no empty one between them."""
    begin, end = number, number + 1
    while begin and lines[begin - 1].strip():
        begin -= 1
    while end < len(lines) and lines[end].strip():
        end += 1
    return begin, end


def _remedy(lines: Lines, number: int) -> str:
    """The first way to write it plainly that both read alike: the whole text, else what comes before the next block."""
    _, end = block(lines, number)
    for upto in (len(lines), end, number + 1):
        for told, mend in REMEDIES:
            mended = mend(lines[:upto], number)
            if mended != lines[:upto] and _alike(mended):
                return told
    return PLAINLY


def _blank_above(lines: Lines, number: int) -> Lines:
    begin = _run(lines, number)
    return [*lines[:begin], "", *lines[begin:]]


def _run(lines: Lines, number: int) -> int:
    """The line with which the run of list items, cells or quotes begins that a line is in."""
    sort = _sort(lines[number])
    while sort and number and _sort(lines[number - 1]) == sort:
        number -= 1
    return number


def _sort(line: str) -> str:
    begin = line.lstrip()[:1]
    return "item" if ITEM.match(line) else begin if begin in (">", "|") else ""


def _same_mark(lines: Lines, number: int) -> Lines:
    """The item of the line with the mark of the first item before it that stands as far in."""
    here = ITEM.match(lines[number])
    above = [found for line in lines[:number] if (found := ITEM.match(line)) and here and found[1] == here[1]]
    if not here or not above:
        return lines
    mark = above[-1][2]
    return [*lines[:number], f"{here[1]}{mark}{here[3]}{lines[number][here.end() :]}", *lines[number + 1 :]]


def _in_line(pattern: str, instead: str) -> Callable[[Lines, int], Lines]:
    """A line in which something is written otherwise."""
    form = re.compile(pattern)
    return lambda lines, number: [*lines[:number], form.sub(instead, lines[number]), *lines[number + 1 :]]


def _in_block(pattern: str, instead: str) -> Callable[[Lines, int], Lines]:
    """The lines around a line in which something is written otherwise."""
    form = re.compile(pattern)

    def mend(lines: Lines, number: int) -> Lines:
        begin, end = block(lines, number)
        return [*lines[:begin], *(form.sub(instead, line) for line in lines[begin:end]), *lines[end:]]

    return mend


BLANK = "zet een lege regel boven deze regel"
REMEDIES: tuple[tuple[str, Callable[[Lines, int], Lines]], ...] = (
    ("schrijf een punt achter het cijfer: 1.", _in_block(r"^(\s*\d{1,9})\)(?=\s)", r"\1.")),
    ("haal de schuine strepen \\ aan het einde van de regels weg", _in_block(r"\\$", "")),
    (BLANK, _blank_above),
    ("begin alle regels van een lijst met hetzelfde teken", _same_mark),
    ("haal de schuine strepen \\ weg", _in_line(r"\\", "")),
    ("schrijf %20 in plaats van een spatie in een adres", _in_line(r"(?<=\S) (?=[^()\s]*\))", "%20")),
    ("haal de haken weg uit de woorden van de link", _in_line(r"\[([^\[\]]*)\](?:\([^()]*\))?(?=[^\[]*\]\()", r"\1")),
    ("zet een spatie achter de sterretjes waarmee iets eindigt", _in_line(r"(?<=[^\w\s*_])(\*{1,2})(?=\w)", r"\1 ")),
    ("haal de tekens ` uit deze alinea weg", _in_block(r"`", "")),
    ("haal de tekens * en _ uit deze alinea weg", _in_block(r"[*_]", "")),
    ("haal de vierkante haken uit deze alinea weg", _in_block(r"[\[\]]", "")),
    ("begin deze regel met een ander teken", _in_line(r"^\s*(?:[-*+>=#|]+|\d{1,9}[.)])\s*", "… ")),
)


def _alike(lines: Lines) -> bool:
    text = "\n".join(lines)
    ours, theirs = marked.read(text).raw, _strict().render(asmeant.read(text).text)
    return _as_typed(ours) == _as_typed(theirs) or _seen(ours) == _seen(theirs)


def _as_typed(html: str) -> str:
    """HTML without the signs that typography changes: where that is the same, nobody sees a difference, and nothing
    needs to be taken apart. Addresses are compared as they are.
    """
    return html if "<a " in html else " ".join(typewritten(html).split())


@lru_cache(maxsize=1)
def _strict() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable("table")


def _seen(html: str) -> list[tuple[str, str]]:
    """What a reader of HTML would see, in order: elements, where links lead, words."""
    return _Seen(html).found


class _Seen(HTMLParser):
    """Elements and words, without what differs in the writing alone."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in UNSEEN or (tag == "p" and self.open[-1:] == ["li"]):
            return
        self.open.append(tag)
        told = dict(attrs)
        self._add(tag, unquote(told.get("href") or told.get("src") or ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while self.open.pop() != tag:
                pass
            self._add(f"/{tag}", "")

    def handle_data(self, data: str) -> None:
        words = typewritten(data)
        if self.found and self.found[-1][0] == "":
            words = f"{self.found.pop()[1]} {words}"
        if words.strip():
            self.found.append(("", " ".join(words.split())))

    def _add(self, tag: str, where: str) -> None:
        both = {"strong", "em", "/strong", "/em"}
        if self.found and {tag, self.found[-1][0]} in ({"strong", "em"}, {"/strong", "/em"}) and tag in both:
            before = self.found.pop()[0].strip("/")  # which of the two is around the other shows nowhere
            tag = f"{'/' if tag.startswith('/') else ''}{'+'.join(sorted((before, tag.strip('/'))))}"
        self.found.append((tag, where))
