"""Markdown as the safe HTML that a page gets, and where the links in that HTML lead.

The only door to ``markdown`` and ``nh3``. What a text becomes is looked at here and nowhere else: a check that reads
the text with an eye of its own would sooner or later see something else than a reader gets.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

from builder import asmeant
from builder.asmeant import bullets
from builder.typography import OPAQUE, lines, set_pieces
from builder.values import reach

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from markdown import Markdown

LINKING = ("[", "<", "@", "http", "www.")
SCHEMES = {"https", "http", "mailto", "tel"}
TAGS = set("p h2 h3 h4 ul ol li strong em a blockquote table thead tbody tr th td hr br code".split())
INLINE = {"strong", "em", "a", "br", "code"}
ANCHOR = re.compile(r'<a(?: href="([^"]*)")?[^<>]*>(?=([^<]{0,80}))')
OTHER = re.compile(r"mailto:[^\s@<>\"\\]+@[^\s@<>\"\\]+|tel:\+?\d[\d-]*")
KEPT = 20_000  # texts of which the HTML is remembered: a check asks for it before a page does


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link in the HTML: its address (empty when the net took it away), what was typed for it, its first words."""

    address: str
    typed: str
    words: str

    def ways(self) -> Iterator[str]:
        """The ways in which the address may have been typed."""
        whole = self.typed
        yield from filter(None, (whole, unquote(whole), *map(whole.removeprefix, ("https://", "mailto:"))))


@dataclass(frozen=True, slots=True)
class Marked:
    """A text as HTML before and behind the net, and what became of it."""

    raw: str
    html: str
    anchors: tuple[Anchor, ...]
    definitions: bool


def may_link(text: str) -> bool:
    """Whether a text has any of the signs without which there is no link: quick, and true more often than there is."""
    return any(sign in text for sign in LINKING)


def leads_outside(address: str) -> bool:
    """Whether a browser can follow an address that leads away from the site, and would not go elsewhere."""
    return bool(OTHER.fullmatch(address)) or reach.is_page(address)


def _near_or_safe(tag: str, attribute: str, value: str) -> str | None:
    """Without an address with ``http:`` that leads further than the own network."""
    return None if value.lower().startswith("http:") and not reach.is_page(value) else value


@lru_cache(maxsize=KEPT)
def read(text: str) -> Marked:
    """What a text becomes as it was meant, headings beginning at ``h2``; one that does not keep the engine busy."""
    import nh3

    engine = _engine().reset()
    try:
        raw = engine.convert(asmeant.read(text).text)
    except Exception:
        _engine.cache_clear()  # one that stopped half way reads the next text wrongly
        raise
    made = nh3.clean(
        raw,
        tags=TAGS,
        attributes={"a": {"href"}, "th": {"align"}, "td": {"align", "data-kop"}, "ol": {"start", "type", "data-telt"}},
        url_schemes=SCHEMES,
        attribute_filter=_near_or_safe if "http:" in raw.lower() else None,
        link_rel="noopener noreferrer",
    )
    found = list(ANCHOR.finditer(made))
    addresses = [html.unescape(link[1] or "") for link in found]
    typed = [html.unescape(link[1] or "") for link in ANCHOR.finditer(raw)]
    typed = typed if len(typed) == len(addresses) else addresses
    words = (html.unescape(link[2]) for link in found)
    anchors = tuple(map(Anchor, addresses, typed, words))
    return Marked(raw, made, anchors, bool(engine.references))


@lru_cache(maxsize=1)
def _engine() -> Markdown:
    from markdown import Markdown
    from markdown.extensions.sane_lists import SaneListExtension
    from markdown.extensions.tables import TableExtension
    from markdown.treeprocessors import Treeprocessor
    from markdown.util import AtomicString

    class Signs(Treeprocessor):
        """Gives each sign its Dutch form, over the words of a whole paragraph, heading or cell; code stays as it is."""

        def run(self, root: Element) -> None:
            for slots in lines(root, INLINE):
                texts = [getattr(*slot) for slot in slots]
                fixed = [isinstance(text, AtomicString) for text in texts]
                seen = [OPAQUE * len(text) if still else text for text, still in zip(texts, fixed, strict=True)]
                for slot, still, text in zip(slots, fixed, set_pieces(seen), strict=True):
                    if not still:
                        setattr(*slot, text)

    class Headings(Treeprocessor):
        """Tells each cell the heading of its column, so that a narrow screen can show a row as a list."""

        def run(self, root: Element) -> None:
            for table in root.iter("table"):
                heads = ["".join(head.itertext()) for head in table.iter("th")]
                for row in table.iter("tr"):
                    for cell, head in zip(row.findall("td"), heads, strict=False):
                        cell.set("data-kop", head)

    class Letters(Treeprocessor):
        """Gives a list the letters that it was typed with."""

        def run(self, root: Element) -> None:
            for ordered in root.iter("ol"):
                if letters := bullets.lettered(ordered.get("start", "1")):
                    ordered.set("type", letters[0])
                    ordered.set("data-telt", letters[0])  # to a style sheet, the type is the same in capitals
                    ordered.set("start", letters[1])

    engine = Markdown(extensions=[TableExtension(use_align_attribute=True), SaneListExtension()])
    engine.ESCAPED_CHARS.extend("'\"")  # such a sign stays as it was typed
    engine.treeprocessors.register(Signs(engine), "tekens", 16)
    engine.treeprocessors.register(Headings(engine), "kolomkoppen", 15)
    engine.treeprocessors.register(Letters(engine), "letters", 15)
    return engine
