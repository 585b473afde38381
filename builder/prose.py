"""Markdown with its place: to safe HTML and to plain words. The only door to ``markdown`` and ``nh3``.

Checking is cheap and done for every source in every build; making HTML is dear and done only for a page that is
made anew. A Markdown text can hold no HTML of its own: what looks like a tag is an error with its line, so that
nothing is ever stripped in silence, and ``nh3`` is the net underneath.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from builder.diagnostics import Diagnostic, Position, fout, waarschuwing

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from markdown import Markdown

MAX_LENGTH = 100_000
MAX_BRACKETS = 60
MAX_WORD = 100
MAX_NESTING = 6
MAX_COLUMNS = 12
SCHEMES = {"https", "mailto", "tel"}
TAGS = set("p h2 h3 h4 ul ol li strong em a blockquote table thead tbody tr th td hr br code".split())

LINK = re.compile(r"(!?)\[[^\[\]]{0,300}\]\(\s*<?([^)\s>]*)")
LISTS = ("vacatures", "verhalen", "diensten", "productbladen", "formulieren")  # a link may lead to the list itself
INTERNAL = re.compile(rf"[a-z0-9-]+/[a-z0-9-]+|{'|'.join(LISTS)}")
OUTWARD = re.compile(r"https://\w\S*|mailto:\S+@\S+|tel:\+?\d[\d-]*")
TAG = re.compile(r"<[a-zA-Z/!?][^>\n]*>?")
HEADING = re.compile(r"(#{1,6})\s+\S")
NESTED = re.compile(rf"\s*(?:(?:[-*+>]|\d+[.)])\s+){{{MAX_NESTING + 1}}}")
LONG_WORD = re.compile(rf"[^\s/.?=&-]{{{MAX_WORD + 1}}}")


@dataclass(frozen=True, slots=True)
class Prose:
    """A Markdown text and where it begins."""

    text: str
    position: Position


@dataclass(frozen=True, slots=True)
class Rich:
    """Prose on its way to a page: the text, and for each of its internal links the target it leads to."""

    text: str
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a text to another source, written as ``map/naam``."""

    target: str
    position: Position


def check(prose: Prose) -> list[Diagnostic]:
    """All that is wrong with a text, each with its line."""
    if len(prose.text) > MAX_LENGTH:
        return [_wrong(prose, 0, 0, "deze tekst is langer dan 100.000 tekens", "verdeel de tekst over meer bronnen")]
    found: list[Diagnostic] = []
    level = 1
    for number, line in enumerate(prose.text.split("\n")):
        found += _check_line(prose, number, line)
        if heading := HEADING.match(line):
            found += _check_heading(prose, number, len(heading[1]), level)
            level = len(heading[1])
    for match in LINK.finditer(prose.text):
        found += _check_link(prose, match)
    return found + list(_check_blocks(prose))


def links(prose: Prose) -> Iterator[Link]:
    """The links of a text that point to another source."""
    for match in LINK.finditer(prose.text):
        if not match[1] and INTERNAL.fullmatch(match[2]):
            yield Link(match[2], _at(prose, match.start(2)))


def outward(prose: Prose) -> Iterator[Link]:
    """The links of a text that lead away from the site."""
    for match in LINK.finditer(prose.text):
        if not match[1] and match[2].startswith("https:"):
            yield Link(match[2], _at(prose, match.start(2)))


def plain(text: str) -> str:
    """The words of a Markdown text without its marks."""
    without_links = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    without_marks = re.sub(
        r"^[ \t]*(?:#{1,6}|>|[-*+]|\d+\.)[ \t]+|\*\*|(?<!\w)[*_]|[*_](?!\w)|`", "", without_links, flags=re.M
    )
    return re.sub(r"^\|?[-:| ]+\|?$|\|", " ", without_marks, flags=re.M)


def to_html(text: str, targets: Mapping[str, str]) -> str:
    """Safe HTML of a Markdown text; ``targets`` gives the address of each internal link.

    The text must have passed :func:`check`; headings begin at ``h2``.
    """
    import nh3

    resolved = LINK.sub(lambda m: m[0].replace(m[2], targets.get(m[2], m[2])) if m[2] else m[0], text)
    markdown = _engine()
    html = markdown.reset().convert(_dutch_apostrophes(resolved))
    return nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}, "th": {"align"}, "td": {"align", "data-kop"}, "ol": {"start"}},
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer",
    )


@lru_cache(maxsize=1)
def _engine() -> Markdown:
    from markdown import Markdown
    from markdown.extensions.sane_lists import SaneListExtension
    from markdown.extensions.smarty import SmartyExtension
    from markdown.extensions.tables import TableExtension
    from markdown.treeprocessors import Treeprocessor

    class Headings(Treeprocessor):
        """Tells each cell the heading of its column, so that a narrow screen can show a row as a list."""

        def run(self, root: Element) -> None:
            for table in root.iter("table"):
                heads = ["".join(head.itertext()) for head in table.iter("th")]
                for row in table.iter("tr"):
                    for cell, head in zip(row.findall("td"), heads, strict=False):
                        cell.set("data-kop", head)

    engine = Markdown(extensions=[TableExtension(use_align_attribute=True), SaneListExtension(), SmartyExtension()])
    engine.treeprocessors.register(Headings(engine), "kolomkoppen", 15)
    return engine


def typographic(text: str) -> str:
    """A line of plain text with curly quotes, as the Markdown engine sets them."""
    text = _dutch_apostrophes(text)
    text = re.sub(r"(?<![\w’”.!?])\"(?=\S)", "“", text).replace('"', "”")
    return re.sub(r"(?<![\w’”.!?])'(?=\w)", "‘", text).replace("'", "’")


def _dutch_apostrophes(text: str) -> str:
    """'s morgens and 't begin with an apostrophe, not with an opening quote."""
    return re.sub(r"(?<![\w'])'(?=(?:s|t|n|m|k|r|ie)\b)", "’", text)


def _check_line(prose: Prose, number: int, line: str) -> Iterator[Diagnostic]:
    if tag := TAG.search(re.sub(r"<https://[^>\s]+>", lambda m: "x" * len(m[0]), line)):
        remedy = "schrijf gewone tekst; opmaak gaat met **vet**, ## kop en - lijst"
        yield _wrong(prose, number, tag.start(), f"hier staat HTML ({tag[0][:20]})", remedy, "html")
    if re.search(r"\{:?[ .#\w]*[^}\n]*=[^}\n]*\}\s*$", line):
        yield _wrong(prose, number, 0, "hier staat opmaak tussen accolades", "haal die weg", "html")
    if word := LONG_WORD.search(line):
        message = f"hier staat een woord van meer dan {MAX_WORD} letters"
        yield _wrong(prose, number, word.start(), message, "zet er spaties of streepjes in")
    if NESTED.match(line) or len(line) - len(line.lstrip()) > 4 * MAX_NESTING:
        yield _wrong(prose, number, 0, "deze lijst is te diep genest", f"gebruik hooguit {MAX_NESTING} lagen")
    if line.count("|") > MAX_COLUMNS:
        yield _wrong(prose, number, 0, "deze tabel is te breed", f"gebruik hooguit {MAX_COLUMNS - 1} kolommen")
    if re.match(r"\s*\[[^\]]*\]:", line):
        remedy = "zet het adres direct achter de woorden: [woorden](adres)"
        yield _wrong(prose, number, 0, "een los adres onder de tekst werkt hier niet", remedy, "link")


def _check_link(prose: Prose, match: re.Match[str]) -> Iterator[Diagnostic]:
    target = match[2]
    if match[1]:
        remedy = "zet beeld in het veld dat daarvoor is, niet in de tekst"
        yield fout("afbeelding", _at(prose, match.start()), "in een tekst kan geen afbeelding staan", remedy)
    elif not (OUTWARD.fullmatch(target) or INTERNAL.fullmatch(target)):
        message = f"naar «{target[:60]}» kan een lezer niet gaan"
        remedy = "schrijf map/naam van een bron, of een adres met https://, mailto: of tel:"
        yield fout("link", _at(prose, match.start(2)), message, remedy)


def _check_heading(prose: Prose, number: int, level: int, before: int) -> Iterator[Diagnostic]:
    if level == 1:
        yield _wrong(prose, number, 0, "de grote kop komt uit het veld titel", "begin met ## in plaats van #", "koppen")
    elif level > before + 1:
        message = f"na een kop van laag {before} komt hier een kop van laag {level}"
        yield waarschuwing("koppen", _place(prose, number, 0), message, f"gebruik {'#' * (before + 1)}")


def _check_blocks(prose: Prose) -> Iterator[Diagnostic]:
    """Refuse what would keep the Markdown engine busy for ever: thousands of open brackets in one paragraph."""
    line = 0
    for block in prose.text.split("\n\n"):
        if block.count("[") > MAX_BRACKETS or block.count("`") > MAX_BRACKETS or block.count("*") > 4 * MAX_BRACKETS:
            above = len(block) - len(block.lstrip("\n"))
            yield _wrong(prose, line + above, 0, "in deze alinea staan te veel haken of tekens", "verdeel de alinea")
        line += block.count("\n") + 2


def _at(prose: Prose, offset: int) -> Position:
    """The place of the character at ``offset`` in the text."""
    before = prose.text[:offset]
    return _place(prose, before.count("\n"), offset - before.rfind("\n") - 1)


def _place(prose: Prose, number: int, column: int) -> Position:
    start = prose.position
    return Position(start.file, start.line + number, column + 1)


def _wrong(prose: Prose, number: int, column: int, message: str, remedy: str, code: str = "tekst") -> Diagnostic:
    return fout(code, _place(prose, number, column), message, remedy)
