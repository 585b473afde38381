"""What belongs together on paper, held together in the sheet before it is laid out.

An address or a telephone number goes to the next line whole, with the signs that touch it; only where no line can hold
it, it goes on after a slash or before a dot.
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from builder.pdf.fit import IN_SITE
from builder.typography import JOINER, hold_pieces, lines, parts_of_address, whole

INLINE = frozenset("a b strong em i span br wbr code small sup sub mark cite q time".split())
APART = frozenset("head style script svg textarea option".split())  # no running text
STRESSED = frozenset("a b strong em".split())
WHOLE = "display: inline-block; hyphens: manual; overflow-wrap: anywhere; text-indent: 0"


def hold(sheet: Any) -> None:
    """Make of spaces in a sheet what may not be the end of a line, and give each address a box of its own."""
    for slots in lines(sheet, INLINE, APART):
        texts = [getattr(*slot) for slot in slots]
        for slot, text in zip(slots, hold_pieces(texts), strict=True):
            setattr(*slot, text)
    for element in sheet.iter():
        if shorter := element.get("data-korter"):  # what ``fit`` may put in its place
            element.set("data-korter", hold_pieces((shorter,))[0])
    _box_addresses(sheet)


def _box_addresses(element: Element) -> None:
    if element.tag in APART or not isinstance(element.tag, str) or _has_own_ways(element):
        return
    texts = [element.text or "", *(child.tail or "" for child in element)]
    links = [child.tag in STRESSED and _is_address(child) for child in element]
    for child, link in zip(element, links, strict=True):
        if not link:
            _box_addresses(child)
    if any(links) or any(map(whole, texts)):
        _rebuild(element, texts, list(element), links)


def _has_own_ways(element: Element) -> bool:
    """Whether a template sees to the addresses in an element: contact details, which are fitted, and what it breaks."""
    margin, field = element.get("data-telkens"), element.get("data-veld") or ""
    return margin is not None or field.endswith(IN_SITE) or element.find("wbr") is not None


def _is_address(element: Element) -> bool:
    text = element.text or ""
    return len(element) == 0 and whole(text) == [(0, len(text))]


def _rebuild(element: Element, texts: list[str], children: list[Element], links: list[bool]) -> None:
    """Put boxes around the addresses of an element; a box takes the signs that touch it, so that none is left alone."""
    for child in children:
        element.remove(child)
    element.text = ""
    for n, child in enumerate(children):
        if links[n]:
            ahead, behind = _touching(texts[n], texts[n + 1])
            texts[n], texts[n + 1] = texts[n][: len(texts[n]) - len(ahead)], texts[n + 1][len(behind) :]
            children[n] = box = Element("span", {"style": WHOLE})
            box.text = ahead
            box.append(child)
            child.tail = behind
            child.text = _breakable(child.text or "")
    for n, text in enumerate(texts):
        _put_text(element, text)
        if n < len(children):
            children[n].tail = ""
            element.append(children[n])


def _touching(before: str, after: str) -> tuple[str, str]:
    """The end of one text and the begin of another, as far as no space parts them from what stands between."""
    return re.split(r"\s", before)[-1], re.split(r"\s", after)[0]


def _put_text(element: Element, text: str) -> None:
    done = 0
    for begin, end in whole(text):
        _add(element, text[done:begin])
        SubElement(element, "span", {"style": WHOLE}).text = _breakable(text[begin:end])
        done = end
    _add(element, text[done:])


def _breakable(address: str) -> str:
    """An address with its places to go on, and no others; nothing of these signs is left in the text of the PDF."""
    if not re.search("[a-z]", address):
        return address.replace(JOINER, "")  # a telephone number goes on at its spaces
    return "\u200b".join(parts_of_address(address)).replace("-", "-" + JOINER)


def _add(element: Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text
