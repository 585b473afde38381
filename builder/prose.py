"""Markdown with its place: what is wrong with it, where its links lead, safe HTML and plain words.

A Markdown text can hold no HTML of its own: what looks like a tag is an error with its line, so that nothing is ever
stripped in silence. Links are those of the HTML that is made (``marked``), wherever they may stand in the text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from builder import asmeant, marked, second, sound
from builder.asmeant import Doubt
from builder.comparing import same
from builder.diagnostics import Diagnostic, Position, fout, hint, waarschuwing
from builder.marked import Anchor
from builder.typography import apostrophes
from builder.values import reach

ODD = "tekst"  # the question whether anything is
MAX_LENGTH = 100_000
MAX_LINES = 3_000
MAX_BRACKETS = 60
MAX_WORD = 100
MAX_NESTING = 6
MAX_COLUMNS = 12
LINK = re.compile(r"(!?)\[[^\[\]]{0,300}\]\(\s*<?([^)\s>]{0,2000}+)")
SAYS_NOTHING = frozenset(
    "hier|klik hier|kijk hier|lees hier|klik|link|deze link|de link|lees meer|lees verder|verder|meer|meer info|"
    "meer informatie|meer lezen|verder lezen|deze pagina|website|de website|ga naar|open|download".split("|")
)
INTERNAL = re.compile(r"[a-z0-9-]+(?:/[a-z0-9-]+)?")  # a source, or the list of a kind
TAG = re.compile(r"<[a-zA-Z/!?][^>\n]*>?")
WORD = re.compile(r"</?(?:o:|w:)|<[^<>]{0,200}(?:Mso|mso-)|<!--\[if|<\?xml")  # what Word leaves
ANGLED = re.compile(r"<(?:https?://[^<>\s]+|[\w.+-]+@[\w.-]+)>")
HEADING = re.compile(r"(#{1,6})\s+\S")
NESTED = re.compile(rf"\s*+(?:(?:[-*+>]|\d+[.)])\s+){{{MAX_NESTING + 1}}}")
LONG_WORD = re.compile(rf"[^\s/.?=&-]{{{MAX_WORD + 1}}}")
BIG = "begin de kop met ##, zonder streep eronder"
AS_TEXT = "dit komt uit Word: plak de tekst opnieuw, als tekst zonder opmaak"
AS_BREAK = "zet twee spaties achter de regel die hier moet eindigen"
AS_MARKS = "schrijf gewone tekst; opmaak gaat met **vet**, ## kop en - lijst"
NO_PICTURE = "zet beeld in het veld dat daarvoor is, niet in de tekst"
MARKERS = r"[ \t>*+\d.)-]*"
DEFINED = "[]:"
# What no page shows: its sign in the HTML, where it stands in a text, and what is told of it.
LOST = {
    DEFINED: (
        rf"{MARKERS}\[[^\]]*\]:",
        "link",
        "een los adres onder de tekst werkt hier niet",
        "zet het adres direct achter de woorden: [woorden](adres)",
    ),
    "<h1": (rf"{MARKERS}(?:#(?!#)|=+[ \t]*$)", "koppen", "de grote kop komt uit het veld titel", BIG),
    "<h5": (rf"{MARKERS}#####(?!#)", "koppen", "zo diep gaan koppen niet", "gebruik hooguit vier hekjes: ####"),
    "<h6": (rf"{MARKERS}######", "koppen", "zo diep gaan koppen niet", "gebruik hooguit vier hekjes: ####"),
    "<img": (r".*!\[", "afbeelding", "in een tekst kan geen afbeelding staan", NO_PICTURE),
}


@dataclass(frozen=True, slots=True)
class Prose:
    """A Markdown text and where it begins."""

    text: str
    position: Position


@dataclass(frozen=True, slots=True)
class Rich:
    """Prose on its way to a page: the text, and for each of its internal links the target it leads to.

    ``titles`` tell what such a target is called, for a link of which the words are no more than its address.
    """

    text: str
    links: tuple[tuple[str, str], ...] = ()
    titles: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a text to another source, written as ``map/naam``."""

    target: str
    position: Position


def check(prose: Prose) -> list[Diagnostic]:
    """All that is wrong with a text, each with its line."""
    return sound.SOUND.found(ODD, prose.text, lambda: _look(prose))


def _look(prose: Prose) -> list[Diagnostic]:
    beyond = list(_beyond(prose))
    found, level = [*beyond], 1
    for number, line in enumerate(prose.text.split("\n") if len(prose.text) <= MAX_LENGTH else ()):
        found += _check_line(prose, number, line)
    if beyond:
        return found
    meant = asmeant.read(prose.text)
    for number, line in zip(meant.lines, meant.text.split("\n"), strict=True):
        if heading := HEADING.match(line):
            found += _check_heading(prose, number, len(heading[1]), level)
            level = len(heading[1])
    found += (_doubted(prose, doubt) for doubt in meant.doubts)
    defined = {finding.position.line for finding in found if finding.code == "link"}
    found += [finding for finding in _check_links(prose) if finding.position.line not in defined]
    if any(finding.code == "html" for finding in found):
        return found
    found += _check_lost(prose, {(finding.code, finding.position.line) for finding in found})
    return [*found, *_check_readings(prose, {finding.position.line for finding in found})]


def links(prose: Prose) -> Iterator[Link]:
    """The links of a text that point to another source, or to a list of them."""
    text = prose.text
    places = sound.SOUND.places("links", text, lambda: _places(text)) if marked.may_link(text) else ()
    if places is None:
        return (Link(link.address, _at(prose, offset)) for link, offset in _anchors(text) if _inside(link.address))
    return (Link(text[begin:end], _at(prose, begin)) for begin, end in zip(places[::2], places[1::2], strict=True))


def _places(text: str) -> tuple[int, ...] | None:
    """Where the links to other sources begin and end; None when not each of them stands there as it is read."""
    found = [(link.address, at) for link, at in _anchors(text) if _inside(link.address)]
    if any(text[at : at + len(address)] != address for address, at in found):
        return None
    return tuple(place for address, at in found for place in (at, at + len(address)))


def outward(prose: Prose) -> Iterator[Link]:
    """The links of a text that lead to a page away from the site."""
    for link, offset in _anchors(prose.text):
        if not _inside(link.address) and not link.address.startswith(("mailto:", "tel:")):
            yield Link(link.typed, _at(prose, offset))


def _inside(address: str) -> bool:
    return INTERNAL.fullmatch(address) is not None


def _anchors(text: str) -> Iterator[tuple[Anchor, int]]:
    """Every link in the HTML of a text, with about where its address stands in the text."""
    at = 0
    for link in marked.read(apostrophes(text)).anchors if marked.may_link(text) and _readable(text) else ():
        typed = next((found for way in link.ways() if (found := text.find(way, at)) >= 0), -1)
        opened = text.find("](", at)
        at = typed if typed >= 0 else opened + 2 if opened >= 0 else at
        yield link, at
        at += len(link.typed)


def plain(text: str) -> str:
    """The words of a Markdown text without its marks."""
    without_links = re.sub(r"!?\[([^\[\]]*)\]\([^)]{0,2000}+\)", r"\1", text)
    without_marks = re.sub(
        r"^[ \t]*(?:#{1,6}|>|[-*+]|\d+\.)[ \t]+|\*\*|(?<!\w)[*_]|[*_](?!\w)|`", "", without_links, flags=re.M
    )
    return re.sub(r"^\|?[-:| ]+\|?$|\|", " ", without_marks, flags=re.M)


def to_html(text: str, targets: Mapping[str, str], titles: Mapping[str, str] | None = None) -> str:
    """Safe HTML of a text that passed :func:`check`; headings begin at ``h2``.

    ``targets`` gives the address of each internal link; without one its words stay and lead nowhere. What is linked by
    its address alone is called by its title.
    """

    before, *after = marked.read(apostrophes(text)).html.split('<a href="')
    made = [before]
    for part in after:
        address, _, rest = part.partition('"')
        words, _, beyond = rest.partition("</a>")
        leads_to = targets.get(html.unescape(address))
        begin, _, said = words.partition(">")
        if said == address and (title := (titles or {}).get(said)):
            words = f"{begin}>{html.escape(title, quote=False)}"
        if leads_to == "":
            made += [words.partition(">")[2], beyond]
        else:
            made += ['<a href="', address if leads_to is None else html.escape(leads_to), '"', words, "</a>", beyond]
    return "".join(made)


def _check_line(prose: Prose, number: int, line: str) -> Iterator[Diagnostic]:
    if tag := TAG.search(ANGLED.sub(lambda m: "x" * len(m[0]), line)):
        told = AS_TEXT if WORD.match(tag[0]) else AS_BREAK if tag[0].lower().startswith("<br") else AS_MARKS
        yield _wrong(prose, number, tag.start(), f"hier staat HTML ({tag[0][:20]})", told, "html")
    if re.search(r"\{[^{}=\n]*+=[^{}\n]*+\}\s*$", line):
        yield _wrong(prose, number, 0, "hier staat opmaak tussen accolades", "haal die weg", "html")
    if re.match(LOST[DEFINED][0], line):
        yield _wrong(prose, number, 0, *LOST[DEFINED][2:], "link")


def _check_links(prose: Prose) -> Iterator[Diagnostic]:
    """Every link of the HTML that leads nowhere, and what was meant to be a link or a picture and became none."""
    there = set()
    for link, offset in _anchors(prose.text):
        there.add(offset)
        if not (_inside(link.address) or marked.leads_outside(link.address)):
            yield _nowhere(prose, offset, link.typed)
        elif (said := same(link.words).strip(" .!>»")) in SAYS_NOTHING:
            message = f"«{said}» zegt niet waar deze link heen gaat, en wie voorgelezen wordt hoort alleen dat"
            remedy = "maak een link van woorden die dat wel zeggen, zoals [het gesprek](diensten/gesprek)"
            yield hint("linkwoorden", _at(prose, offset), message, remedy)
    for match in LINK.finditer(prose.text):
        if match[1]:
            yield fout("afbeelding", _at(prose, match.start()), "in een tekst kan geen afbeelding staan", NO_PICTURE)
        elif match.start(2) not in there and not (_inside(match[2]) or marked.leads_outside(match[2])):
            yield _nowhere(prose, match.start(2), match[2])


def _nowhere(prose: Prose, offset: int, address: str) -> Diagnostic:
    why, remedy = "", "schrijf map/naam van een bron, of een adres met https://, mailto: of tel:"
    if address.startswith(("http://", "https://")):
        why, remedy = reach.wrong(address)
    return fout("link", _at(prose, offset), f"naar «{address[:60]}» kan een lezer niet gaan{why}", remedy)


def _doubted(prose: Prose, doubt: Doubt) -> Diagnostic:
    told = fout if doubt.lost else waarschuwing
    return told("leeswijze", _place(prose, doubt.line, 0), doubt.message, doubt.remedy)


def _check_lost(prose: Prose, told: set[tuple[str, int]]) -> Iterator[Diagnostic]:
    """What a text makes that the net would take from the page, and that was not told yet."""
    made = marked.read(apostrophes(prose.text))
    lines = prose.text.split("\n")
    for sign, (form, code, message, remedy) in LOST.items():
        if sign in made.raw or (sign == DEFINED and made.definitions):
            there = [number for number, line in enumerate(lines) if re.match(form, line)]
            new = [number for number in there if (code, prose.position.line + number) not in told]
            for number in new or [0][: not there]:
                yield _wrong(prose, number, 0, message, remedy, code)


def _check_readings(prose: Prose, told: set[int]) -> Iterator[Diagnostic]:
    """Where another program reads the text in another way, but for paragraphs of which something else was told."""
    lines = prose.text.split("\n")
    for number, remedy in second.differences(apostrophes(prose.text)):
        begin, end = second.block(lines, number)
        if told.isdisjoint(range(prose.position.line + begin, prose.position.line + end)):
            message = "deze regel is op twee manieren te lezen: een ander programma ziet hier iets anders dan Spijs"
            yield waarschuwing("leeswijze", _place(prose, number, 0), message, remedy)


def _check_heading(prose: Prose, number: int, level: int, before: int) -> Iterator[Diagnostic]:
    if level == 1:
        yield _wrong(prose, number, 0, "de grote kop komt uit het veld titel", "begin met ## in plaats van #", "koppen")
    elif level > before + 1:
        message = f"na een kop van laag {before} komt hier een kop van laag {level}"
        yield waarschuwing("koppen", _place(prose, number, 0), message, f"gebruik {'#' * (before + 1)}")


def _beyond(prose: Prose) -> Iterator[Diagnostic]:
    """What would keep the Markdown engine busy for ever, or would break a page."""
    if len(prose.text) > MAX_LENGTH:
        yield _wrong(prose, 0, 0, "deze tekst is langer dan 100.000 tekens", "verdeel de tekst over meer bronnen")
        return
    if prose.text.count("\n") >= MAX_LINES:
        yield _wrong(prose, 0, 0, "deze tekst is langer dan 3.000 regels", "verdeel de tekst over meer bronnen")
    for number, line in enumerate(prose.text.split("\n")):
        if word := LONG_WORD.search(line):
            message = f"hier staat een woord van meer dan {MAX_WORD} letters"
            yield _wrong(prose, number, word.start(), message, "zet er spaties of streepjes in")
        if NESTED.match(line) or len(line) - len(line.lstrip()) > 4 * MAX_NESTING:
            yield _wrong(prose, number, 0, "deze lijst is te diep genest", f"gebruik hooguit {MAX_NESTING} lagen")
        if line.count("|") > MAX_COLUMNS:
            yield _wrong(prose, number, 0, "deze tabel is te breed", f"gebruik hooguit {MAX_COLUMNS - 1} kolommen")
    above = 0
    for block in prose.text.split("\n\n"):  # thousands of open brackets in one paragraph
        if any(block.count(sign) > MAX_BRACKETS for sign in "[`<") or block.count("*") > 4 * MAX_BRACKETS:
            first = above + len(block) - len(block.lstrip("\n"))
            yield _wrong(prose, first, 0, "in deze alinea staan te veel haken of tekens", "verdeel de alinea")
        above += block.count("\n") + 2


@lru_cache(maxsize=marked.KEPT)
def _readable(text: str) -> bool:
    return not any(True for _ in _beyond(Prose(text, Position(""))))


def _at(prose: Prose, offset: int) -> Position:
    """The place of the character at ``offset`` in the text."""
    before = prose.text[:offset]
    return _place(prose, before.count("\n"), offset - before.rfind("\n") - 1)


def _place(prose: Prose, number: int, column: int) -> Position:
    start = prose.position
    return Position(start.file, start.line + number, column + 1)


def _wrong(prose: Prose, number: int, column: int, message: str, remedy: str, code: str = "tekst") -> Diagnostic:
    return fout(code, _place(prose, number, column), message, remedy)
