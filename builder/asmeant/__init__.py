"""Markdown as people type and paste it, turned line by line into Markdown that is read in one way.

What other tools understand, and what Word leaves when a text is pasted, is read as it was meant wherever that is safe:
a list or a table right under a sentence, ``•`` and ``1)``, layers of two spaces, a paragraph that is indented. Where it
is not safe, nothing is guessed: that is a :class:`Doubt`, with its line. Both readers (``marked`` and ``second``) get
the text as it comes from here, so there is one reading of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from builder.asmeant import bullets, inwords, paragraphs, tables
from builder.asmeant.bullets import Mark, mark
from builder.asmeant.paragraphs import Lines, empty, indent, inward, written

KEPT = 512
DEEPEST = 8
LOOKED = 20  # lines; how far the next item of a list is looked for
LONGEST_HEADING = 90
WRAPPED = 60  # a line of a list item that is longer goes on below
RULE = re.compile(r"([-*_])(?:[ \t]*\1){2,}[ \t]*")
TIGHT = re.compile(r"[-*+] |1\.")  # a list that every reader sees right below the words of an item
UNDERLINE = re.compile(r"(?:=+|-+)[ \t]*")
HEADING = re.compile(r"(#{2,6})[ \t]*([^#\s].*)|#(?!#).*")
QUOTE = re.compile(r">[ \t]?")
FENCE = re.compile(r"`{3,}[^`]*|~{3,}.*|:{3,}.*")
TASK = re.compile(r"\[[ xX]\]\s")
FOOTMARK = re.compile(r"[\w.)]\*(?![\w*])")
LIST_OR_NOT = (
    "hier kan een lijst beginnen, of de zin gaat door",
    "begin de regel met - en een spatie, met een lege regel erboven; of zet hem achter de regel erboven",
)


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is not safe to guess: the line (from 0) where it stands, what it is, what to do, and whether words go."""

    line: int
    message: str
    remedy: str
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Meant:
    """Markdown that is read in one way, the line (from 0) each of its lines came from, and what is in doubt."""

    text: str
    lines: tuple[int, ...]
    doubts: tuple[Doubt, ...]


@lru_cache(maxsize=KEPT)
def read(text: str) -> Meant:
    """A text as it was meant."""
    reader = _Reader()
    typed = list(enumerate(text.split("\n")))
    made = reader.blocks(typed, 0)
    reader.footnote(typed)
    return Meant(
        "\n".join(line for _, line in made),
        tuple(number for number, _ in made),
        tuple(sorted(set(reader.doubts), key=lambda doubt: doubt.line)),
    )


@dataclass(slots=True)
class _Reader:
    """Reads the lines of a text, of a quotation or of an item of a list, which each hold blocks of their own."""

    doubts: list[Doubt] = field(default_factory=list)
    stars: list[int] = field(default_factory=list)

    def doubt(self, number: int, message: str, remedy: str, lost: bool = False) -> None:
        self.doubts.append(Doubt(number, message, remedy, lost))

    def blocks(self, lines: Lines, depth: int, item: bool = False) -> Lines:
        """Lines that hold blocks, as lines in which every block is told from the one above it."""
        made: Lines = []
        paragraph: Lines = []
        at = 0
        while at < len(lines):
            number, line = lines[at]
            if not line.strip():
                self.end(paragraph, made)
                made.append((number, ""))
                at += 1
                continue
            found = self.block(lines, at, paragraph, depth) if depth < DEEPEST else None
            if found is None:
                paragraph.append((number, line.lstrip()))
                at += 1
                continue
            first = item and bool(paragraph) and not made
            block, at = found
            self.end(paragraph, made)
            tight = first and TIGHT.match(block[0][1])
            if made and made[-1][1] and not tight:
                made.append((number, ""))
            made += block
            if at < len(lines) and lines[at][1].strip():
                made.append((lines[at][0], ""))
        self.end(paragraph, made)
        return made

    def block(self, lines: Lines, at: int, paragraph: Lines, depth: int) -> tuple[Lines, int] | None:
        """The block that begins at a line, and the line behind it; None when the line is part of a paragraph."""
        number, text = lines[at][0], lines[at][1].strip()
        if paragraph and UNDERLINE.fullmatch(text):
            return self.underline(number, text, paragraph, at)
        if RULE.fullmatch(text):
            return [(number, "***")], at + 1
        if text[0] == "#" and (heading := HEADING.fullmatch(text)):
            paragraphs.strange([(number, text)], self.doubt)
            return [(number, f"{heading[1]} {inwords.plainly(heading[2])}" if heading[1] else text)], at + 1
        if text[0] == ">":
            return self.quote(lines, at, depth)
        if text[0] in "`~:" and FENCE.fullmatch(text):
            self.doubt(number, f"een blok met {text[:3]} kent Spijs niet", f"haal de regels met {text[:3]} weg")
        if "|" in text and (table := self.table(lines, at, bool(paragraph))):
            return table
        found = mark(text)
        if found and self.begins(lines, at, found, bool(paragraph)):
            return self.items(lines, at, depth)
        return None

    def underline(self, number: int, text: str, paragraph: Lines, at: int) -> tuple[Lines, int] | None:
        """A line of dashes or of = below a line: that is a heading then, or this is a rule across the page."""
        above = paragraph[-1][1].rstrip()
        if len(paragraph) == 1 and above[-1] not in ".,;:" and len(above) <= LONGEST_HEADING:
            heading = [(paragraph[0][0], inwords.plainly(above)), (number, text)]
            paragraph.clear()
            return heading, at + 1
        remedy = "begin een kop met ##, en zet een lege regel boven een lijn"
        self.doubt(number, "dit is een lijn, of de streep onder een kop", remedy)
        return ([(number, "***")], at + 1) if RULE.fullmatch(text) else None

    def quote(self, lines: Lines, at: int, depth: int) -> tuple[Lines, int]:
        """A quotation, with the lines that go on below it without its sign."""
        inner: Lines = []
        while (behind := written(lines, at)) < len(lines):
            text = lines[behind][1].strip()
            if text[0] != ">":
                if behind > at or not inner[-1][1].strip() or self.other(lines, at):
                    break
                self.goes_on(lines[at][0], inner[-1][1], text, "in het citaat erboven", "> ervoor")
            inner += [*lines[at:behind], (lines[behind][0], QUOTE.sub("", lines[behind][1].lstrip(), count=1))]
            at = behind + 1
        return [(number, f"> {line}") for number, line in self.blocks(inner, depth + 1)], at

    def other(self, lines: Lines, at: int) -> bool:
        """Whether another block begins at a line, so that it does not go on with what is above it."""
        text = lines[at][1].strip()
        below = lines[at + 1][1].strip() if at + 1 < len(lines) else ""
        found = mark(text)
        return bool(
            text[0] == ">"
            or HEADING.fullmatch(text)
            or RULE.fullmatch(text)
            or (found and self.begins(lines, at, found, True))
            or ("|" in text and below and tables.DASHES.fullmatch(below))
        )

    def goes_on(self, number: int, above: str, text: str, where: str, how: str) -> None:
        """A line that goes on without a sign may have been meant as a paragraph of its own."""
        if len(above) < WRAPPED and (text[0].isupper() or text[0].isdigit() or text[0] in "*_[“\"'"):
            self.doubt(number, f"deze regel komt {where} te staan", f"zet er een lege regel boven, of zet {how}")

    def table(self, lines: Lines, at: int, under: bool) -> tuple[Lines, int] | None:
        """A table, and the line behind it; or what is wrong with what looks like one."""
        below = lines[at + 1][1].strip() if at + 1 < len(lines) else ""
        upto = empty(lines, at) if tables.DASHES.fullmatch(below) else min(at + 2, len(lines))
        row = under and lines[at - 1][1].strip()[0] == "|"
        found = tables.read([line.strip() for _, line in lines[at:upto]], row)
        for nr, message, remedy, lost in found.wrong:
            self.doubt(lines[at + nr][0], message, remedy, lost)
        rows = [(number, row) for (number, _), row in zip(lines[at:upto], found.rows, strict=False)]
        paragraphs.strange(lines[at : at + len(rows)], self.doubt)
        return (rows, at + len(rows)) if rows else None

    def begins(self, lines: Lines, at: int, found: Mark, under: bool) -> bool:
        """Whether a list begins at a line that begins as an item does; under a sentence it must be sure."""
        if bullets.alone(found, under):
            return True
        gap = False
        for _, line in lines[at + 1 : at + LOOKED]:
            other = mark(line.lstrip())
            if other and bullets.follows(found, other):
                return True
            if gap and line.strip() and indent(line) < 2:
                break
            gap = not line.strip()
        if under and bullets.doubtful(found):
            self.doubt(lines[at][0], *LIST_OR_NOT)
        return False

    def items(self, lines: Lines, at: int, depth: int) -> tuple[Lines, int]:
        """A list: its items, each with the lines that belong to it, and the line behind it."""
        begin, base = at, indent(lines[at][1])
        marks: list[Mark] = []
        items: list[Lines] = []
        while at < len(lines):
            behind = written(lines, at)
            found = mark(lines[behind][1].lstrip()) if behind < len(lines) else None
            if found is None or (
                marks and not (bullets.follows(marks[-1], found) and indent(lines[behind][1]) < base + 2)
            ):
                break
            item, after = self.item(lines, behind, base, found)
            items.append([*lines[at:behind], *item])
            marks.append(found)
            at = after
        if len(items) == 1 and marks[0].sign == "*":
            self.stars.append(lines[begin][0])
        return self.numbered(marks, items, depth), at

    def numbered(self, marks: list[Mark], items: list[Lines], depth: int) -> Lines:
        """The items of a list, each with the mark that every reader knows."""
        sort, first = bullets.sort_of(marks) if marks[0].counts else ("", 0)
        counts = [dict(found.counts).get(sort, first) for found in marks]
        made: Lines = []
        loose = False
        for nr, (found, lines) in enumerate(zip(marks, items, strict=True)):
            begin = written(lines, 0)
            here, typed = first + nr, counts[nr]
            if typed != here and len(set(counts)) > 1 and typed != counts[nr - 1] + 1:
                message = f"hier komt {bullets.spoken(sort, here)} te staan, en niet {bullets.spoken(sort, typed)}"
                self.doubt(lines[begin][0], message, "tel door, of zet een zin boven een nieuwe lijst")
            if made and (loose or begin):
                made.append((lines[0][0], ""))
            content = self.blocks(lines[begin:], depth + 1, item=True)
            sign = bullets.number(sort, here) if sort else found.plainly()
            made.append((content[0][0], f"{sign} {content[0][1]}"))
            made += [(number, f"    {line}" if line else "") for number, line in content[1:]]
            loose = any(not line for _, line in content)
        return made

    def item(self, lines: Lines, at: int, base: int, found: Mark) -> tuple[Lines, int]:
        """The lines of one item without its mark, and the line behind it."""
        if TASK.match(found.rest):
            self.doubt(lines[at][0], "afvinken kan hier niet", "haal de haken aan het begin weg")
        item: Lines = [(lines[at][0], found.rest)]
        at += 1
        while at < len(lines):
            behind = written(lines, at)
            if behind == len(lines):
                break
            number, line = lines[behind]
            other = mark(line.strip())
            if indent(line) >= base + 2:
                line = inward(line, base + 2)
            elif other and bullets.deeper(found, other):
                line = line.lstrip()
            elif behind > at or (other and bullets.follows(found, other)) or self.other(lines, behind):
                break
            else:
                line = line.lstrip()
                self.goes_on(number, item[-1][1], line, "bij het punt erboven", "er twee spaties voor")
            item += [*((skipped, "") for skipped, _ in lines[at:behind]), (number, line)]
            at = behind + 1
        return item, at

    def end(self, paragraph: Lines, made: Lines) -> None:
        """The lines of a paragraph as every reader knows them."""
        if paragraph:
            told = {doubt.line for doubt in self.doubts}
            made += paragraphs.plainly(paragraph, self.doubt, told)
            paragraph.clear()

    def footnote(self, lines: Lines) -> None:
        """A line with a star for a star in the text is no list of one item."""
        if self.stars and any(FOOTMARK.search(line) for _, line in lines):
            for number in self.stars:
                remedy = "hoort hij bij het sterretje in de tekst, begin hem dan met \\*"
                self.doubt(number, "deze regel wordt een lijst met een punt", remedy)
