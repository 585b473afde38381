"""Links in a text, for who reads it on a screen and for who holds it on paper and must type where they lead."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape, unescape

from builder.comparing import same
from builder.typography import parts_of_address
from builder.values import reach

LINK = re.compile(r'(<a href="([^"]*)"[^>]*)>((?:[^<]|<(?!/a>))*+)</a>')
START = re.compile(r'<ol(?: data-telt="\w")? start="(\d{1,9})"')
READ_AS_ADDRESS = re.compile(r'(<a href="(?:mailto|https):[^>]*>)([^<\s]*[@/][^<\s]*)(?=</a>)')
SILENT = re.compile(r"<[^>]*>|[\s\u00ad\u200b\u2060()-]|https://|www\.|/$")


def typeable(address: str) -> str:
    """An address as somebody types it or dials it: without what a browser and a telephone add themselves."""
    if address.startswith("tel:"):
        return reach.number(address)
    return re.sub(r"^(?:https://|mailto:)", "", address).partition("?subject=")[0].removesuffix("/")


def on_screen(html: str, fixed: Mapping[str, str]) -> str:
    """Safe HTML in which each link knows what it says when the page is printed; ``fixed`` are whole addresses."""

    def tell(found: re.Match[str]) -> str:
        where = typeable(fixed.get(unescape(found[2]), unescape(found[2])))
        return found[0] if _says(found[3], where) else f'{found[1]} data-adres="{escape(where)}">{found[3]}</a>'

    return LINK.sub(tell, html)


def on_paper(html: str, pages: Mapping[str, str]) -> str:
    """Safe HTML in which the address stands behind the words of each link, or the page of the same booklet."""

    def tell(found: re.Match[str]) -> str:
        address = unescape(found[2])
        if page := pages.get(address):
            begin = found[1].replace(f'href="{found[2]}"', f'href="{page}"')
            return f'{begin}>{found[3]}</a> <span class="linkadres">(bladzijde <span data-naar="{page}"></span>)</span>'
        where = typeable(address)
        return found[0] if _says(found[3], where) else f'{found[0]} <span class="linkadres">({escape(where)})</span>'

    return LINK.sub(tell, html)


def numbered(html: str) -> str:
    """Safe HTML in which lists begin with their own number on paper too: the engine does not look at ``start``."""
    return START.sub(lambda found: f'{found[0]} style="counter-reset: list-item {int(found[1]) - 1}"', html)


def breakable(html: str) -> str:
    """Safe HTML in which a link that reads as an address may break behind its signs, and not inside a word."""

    def broken(found: re.Match[str]) -> str:  # a sign that is written as &amp; is one sign
        return found[1] + "<wbr>".join(escape(part, quote=False) for part in parts_of_address(unescape(found[2])))

    return READ_AS_ADDRESS.sub(broken, html)


def _says(words: str, where: str) -> bool:
    """Whether the words of a link say where it leads."""
    said = same(SILENT.sub("", unescape(words)))
    return same(SILENT.sub("", where)) in (said, reach.number(said)) or same(SILENT.sub("", where)) in said
