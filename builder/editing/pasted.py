"""What was pasted from Word or a web page, as the Markdown of Spijs: the words and what they are, never how they look.

First all is left out that is no text (styles, scripts, pictures, what Word says to itself, words that tracked changes
took away), then what Word and web editors write as looks becomes what it means: a list, a heading, bold. The door to
``bs4`` and ``markdownify``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate, pairwise
from urllib.parse import parse_qs, urlsplit

import nh3
from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag
from markdownify import MarkdownConverter

from builder.comparing import composed
from builder.reading.nodes import HIDDEN

NOISE = re.compile(r"<!--.*?(?:-->|\Z)|<!\[[^\]>]{0,200}\]>|<\?xml[^<>]*>|</?[ovwm]:[^<>]*>", re.S)
EMPTY = {"script", "style", "title", "xml", "del", "noscript", "template", "select", "button", "svg", "math", "object"}
BLOCKS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "hr", "div", "dl", "dt", "dd"}
TABLE = {"table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption"}
INLINE = {"a", "b", "strong", "i", "em", "br", "span", "font", "ins"}
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
LOOKS = {"class", "style", "id"}
DEEPEST = 150  # tags in each other; of what is deeper only the words are taken
HIGHEST, LOWEST = 2, 4  # the headings that a text may have
LISTED = re.compile(r"mso-list:\s*\S+\s+level(\d)")
NUMBERED = re.compile(r"\s{0,9}\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]", re.I)
BOLD = re.compile(r"font-weight:\s*(?:bold|[6-9]00)")
NOT_BOLD = re.compile(r"font-weight:\s*(?:normal|[1-5]00)")
SLANTED = re.compile(r"font-style:\s*(?:italic|oblique)")
GONE = re.compile(r"mso-element:\s*comment|display:\s*none|mso-hide:\s*all|mso-list:\s*ignore", re.I)
REMARKS = ("msocomoff", "msocomtxt", "msocommentreference", "msocommenttext")
WRAPPED = "safelinks.protection.outlook.com"
EDGE = re.compile(r"<(/?)(\w+)")
BETWEEN = re.compile(r"(</(?:p|h[1-6]|ul|ol|li|div|table|thead|tbody|tr|td|th)>)\s+(?=<)")
TAGGED = re.compile(r"<(?=[a-zA-Z/!?])")


class _Markdown(MarkdownConverter):
    """Markdown as Spijs reads it: an escape only where a sign would do something."""

    def escape(self, text: str, parent_tags: set[str]) -> str:
        text = re.sub(r"(?<!\w)([*_`])(?=\w)|(?<=\w)([*_`])(?!\w)", r"\\\1\2", text)
        text = re.sub(r"([\[{])", r"\\\1", text)
        return TAGGED.sub("&lt;", text.replace("|", r"\|") if {"td", "th"} & parent_tags else text)


def as_markdown(html: str) -> str:
    """Pasted HTML as Markdown, with its last line end; nothing when there are no words in it."""
    safe = _safe(html, BLOCKS | TABLE | INLINE)
    soup = BeautifulSoup(safe if _depth(safe) <= DEEPEST else _safe(html, {"p", "br"}), "html.parser")
    for step in (_without_asides, _lines, _lists_of_word, _meaning, _headings, _links, _tables):
        step(soup)
    converter = _Markdown(bullets="-", heading_style="atx", table_infer_header=True, autolinks=False)
    return _tidy(converter.convert_soup(soup))


def _depth(html: str) -> int:
    """How deep tags stand in each other."""
    signs = (-1 if closing else 1 for closing, name in EDGE.findall(html) if name not in ("br", "hr"))
    return max(accumulate(signs), default=0)


def _safe(html: str, tags: set[str]) -> str:
    """Only what can have words in it, with what it says about itself."""
    safe = nh3.clean(
        NOISE.sub("", html),
        tags=tags,
        clean_content_tags=EMPTY,
        attributes={"*": LOOKS, "a": LOOKS | {"href"}, "td": LOOKS | {"colspan"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )
    return BETWEEN.sub(r"\1 ", safe)


def _tags(soup: BeautifulSoup, *names: str) -> list[Tag]:
    return [tag for tag in soup.find_all(list(names) or True) if isinstance(tag, Tag)]


def _style(tag: Tag) -> str:
    return str(tag.get("style") or "")


def _class(tag: Tag) -> str:
    found: str | list[str] = tag.get("class") or []
    return (found if isinstance(found, str) else " ".join(found)).lower()


def _without_asides(soup: BeautifulSoup) -> None:
    """Without what is hidden, and the remarks of others in the margin."""
    for tag in _tags(soup):
        if tag.decomposed:
            continue
        remark = any(name in _class(tag) for name in REMARKS) or str(tag.get("href", "")).startswith("#_msocom")
        if remark or (
            GONE.search(_style(tag)) and not LISTED.search(_style(tag)) and "ignore" not in _style(tag).lower()
        ):
            tag.decompose()


def _lines(soup: BeautifulSoup) -> None:
    """A line ends where that was meant, and not where whoever wrote the HTML found it long enough."""
    for text in soup.find_all(string=True):
        words = re.split(r"\r?\n", text) if text.find_parent("pre") else [text]
        parts = [NavigableString(re.sub(r"\s+", " ", line)) for line in words]
        if parts == [text]:
            continue
        text.replace_with(parts[0])
        for before, part in pairwise(parts):
            before.insert_after(line_break := soup.new_tag("br"))
            line_break.insert_after(part)
    for tag in _tags(soup, "pre"):
        tag.name = "div"


def _lists_of_word(soup: BeautifulSoup) -> None:
    """Paragraphs that Word shows as items, as the lists that they are."""
    listed = [tag for tag in _tags(soup, "p") if LISTED.search(_style(tag))]
    for holder in {id(tag.parent): tag.parent for tag in listed if tag.parent}.values():
        open_lists: list[Tag] = []
        for part in [part.extract() for part in list(holder.contents)]:  # all anew: taking each from between is slow
            level = LISTED.search(_style(part)) if isinstance(part, Tag) and part.name == "p" else None
            if level and isinstance(part, Tag):
                _into_list(soup, part, int(level[1]), holder, open_lists)
                continue
            if str(part).strip() or isinstance(part, Tag):
                open_lists = []
            holder.append(part)


def _into_list(soup: BeautifulSoup, tag: Tag, level: int, holder: Tag, open_lists: list[Tag]) -> None:
    mark = next((span for span in tag.find_all("span") if "ignore" in _style(span).lower()), None)
    ordered = bool(mark and NUMBERED.match(mark.get_text()))
    if mark:
        mark.decompose()
    del open_lists[level:]
    while len(open_lists) < level:
        fresh = soup.new_tag("ol" if ordered else "ul")
        above = open_lists[-1] if open_lists else holder
        last = above.contents[-1] if open_lists and above.contents else None
        (last if isinstance(last, Tag) and last.name == "li" else above).append(fresh)
        open_lists.append(fresh)
    tag.name = "li"
    tag.attrs = {}
    open_lists[-1].append(tag)


def _meaning(soup: BeautifulSoup) -> None:
    """Bold and italic as they are meant, whoever wrote them as looks; and what looks bold without being so."""
    for tag in _tags(soup, "span", "font", "b", "strong", "i", "em"):
        style, inside = _style(tag), tag.find(list(BLOCKS | TABLE)) is not None
        bold = BOLD.search(style) is not None or (tag.name in ("b", "strong") and not NOT_BOLD.search(style))
        slanted = SLANTED.search(style) is not None or tag.name in ("i", "em")
        if inside or not tag.get_text(strip=True) or not (bold or slanted) or tag.find_parent(list(HEADINGS)):
            tag.unwrap()
            continue
        tag.name = "b" if bold else "i"
        if bold and slanted:
            tag.wrap(soup.new_tag("i"))


def _headings(soup: BeautifulSoup) -> None:
    """Headings under the title that the page has already, in the order that they had; empty ones go."""
    for tag in _tags(soup, "p"):
        if found := re.search(r"mso(?:title|heading(\d))\b", _class(tag).replace(" ", "")):
            tag.name = f"h{found[1] or 1}"
    headings = [tag for tag in _tags(soup, *HEADINGS) if tag.get_text(strip=True)]
    levels = sorted({int(tag.name[1]) for tag in headings})
    for tag in _tags(soup, *HEADINGS):
        if not tag.get_text(strip=True) or tag.find_parent(["li", "td", "th"]):
            tag.name = "p"
            continue
        for inner in tag.find_all(["b", "strong", "i", "em", "br"]):
            inner.replace_with(" ") if inner.name == "br" else inner.unwrap()
        tag.name = f"h{min(HIGHEST + levels.index(int(tag.name[1])), LOWEST)}"


def _links(soup: BeautifulSoup) -> None:
    """Links that lead somewhere for every reader; of others the words stay."""
    for tag in _tags(soup, "a"):
        address = _unwrapped(str(tag.get("href") or "").strip())
        if not re.match(r"https?://[^/\s]|mailto:.|tel:.", address) or not tag.get_text(strip=True):
            tag.unwrap()
        else:
            tag.attrs = {"href": re.sub(r"\s", "%20", address).replace("(", "%28").replace(")", "%29")}


def _unwrapped(address: str) -> str:
    """The address that Outlook hid in one of its own."""
    parts = urlsplit(address) if WRAPPED in address else None
    inside = parse_qs(parts.query).get("url") if parts and (parts.hostname or "").endswith(WRAPPED) else None
    return inside[0] if inside else address


def _tables(soup: BeautifulSoup) -> None:
    """Tables with more than one column; one of a single column was there for its looks."""
    for table in _tags(soup, "table"):
        rows = table.find_all("tr")
        if table.find("table") or max((len(row.find_all(["td", "th"])) for row in rows), default=0) < 2:
            for part in [table, *table.find_all(list(TABLE))]:
                part.name = "div"
        else:
            for bold in rows[0].find_all(["b", "strong"]):
                bold.unwrap()
            for cell in table.find_all(["td", "th"]):
                for block in cell.find_all(list(BLOCKS)):
                    block.insert_after(" ")
                    block.unwrap()


def _tidy(text: str) -> str:
    """Without signs that nobody sees, and with one empty line between paragraphs."""
    text = re.sub("[\u00ad\u200b\u2060\ufeff]", "", text.replace("\u00a0", " ").replace("\r\n", "\n"))
    text = HIDDEN.sub("", composed(text))
    lines = [line if line.endswith("  ") and line.strip() else line.rstrip() for line in text.split("\n")]
    text = "\n".join(_apart(lines))
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n" if text.strip() else ""


def _apart(lines: list[str]) -> Iterator[str]:
    """No line ends with two spaces where no line follows that belongs to it."""
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        yield line.rstrip() if not after.strip() else line
