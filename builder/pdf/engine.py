"""One sheet, inside a process of its own: the only door to ``weasyprint``, ``pikepdf`` and ``pypdfium2``.

The engine sees one made-up host whose files are the theme; nothing else can be fetched. What it complains about, text
that does not fit its box, a font that is not ours and a contact line that cannot be read are all findings.
"""

from __future__ import annotations

import hashlib
import io
import logging
import os
import re
import resource
import tempfile
from collections import Counter
from collections.abc import Iterator
from email.message import Message
from functools import lru_cache
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
from fontTools.ttLib import woff2

from builder.diagnostics import Diagnostic, Made, Position, fout
from builder.pdf import forms
from builder.processes import depend
from builder.theme import Theme, content_type

try:
    import weasyprint
    from weasyprint.formatting_structure.boxes import LineBox
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse
except OSError as error:  # a library of the system is missing: as bad as a package that is
    raise ImportError(str(error), name="weasyprint") from error

HOST = "https://bron.invalid/"
THUMBNAIL_WIDTH = 640
LEAN = 12  # how far, in CSS pixels, a long word may lean out of its own column: less than any gap between columns
# Fonts carry a time of making; a fixed one keeps the bytes of a sheet equal on every day (2000-01-01).
EPOCH = "946684800"

_theme = Theme(())
_fonts: frozenset[str] = frozenset()


def settle(theme: Theme, fonts: frozenset[str], work: Path, memory: int, seconds: int = 0) -> None:
    """Make this process ready: its theme, its scratch folder, its limits; it dies with its parent."""
    global _theme, _fonts
    _theme, _fonts = theme, fonts
    os.environ["SOURCE_DATE_EPOCH"] = EPOCH
    depend()
    tempfile.tempdir = tempfile.mkdtemp(dir=work)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if seconds:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 2))


def make(target: str, html: str, says: tuple[str, ...], source: Position) -> Made:
    """A PDF/UA-1 from HTML, with a picture of its first page and everything that is wrong with it."""
    fetcher = _Fetcher()
    complaints = _Complaints()
    logger = logging.getLogger("weasyprint")
    logger.handlers, logger.propagate = [complaints], False
    try:
        page = weasyprint.HTML(string=html, base_url=HOST, url_fetcher=fetcher)
        document = page.render()
        found = [*_overset(document, target, source), *_lost(document, target, source)]
        data = document.write_pdf(pdf_variant="pdf/ua-1", pdf_forms="<form" in html)
        if "<form" in html:
            data = forms.mended(data, forms.legends(page.etree_element))
        found += [
            _about_font(text, target, source)
            or fout("pdf", source, f"{target}: de PDF-maker klaagt ({text})", "kijk het beeld of het sjabloon na")
            for text in complaints.said
        ]
        found += _unread(data, says, target, source)
        found += _foreign_fonts(data, target, source)
        return Made(data, fetcher.read, tuple(dict.fromkeys(found)), _thumbnail(data))
    except (Exception, FatalURLFetchingError) as error:  # the engine's own faults are findings at the source
        reason = f"de PDF-maker geeft het op bij {target} ({type(error).__name__}: {str(error)[:120]})"
        return Made(
            b"", fetcher.read, (fout("pdf", source, reason, "maak de tekst eenvoudiger, of kijk het sjabloon na"),)
        )


class _Fetcher(URLFetcher):  # type: ignore[misc]
    """Serves the files of the theme under one made-up host, and nothing else."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=["https"], allow_redirects=False)
        self.read: dict[str, str] = {}

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        name = url.removeprefix(HOST).partition("?")[0].partition("#")[0]
        data = _theme.find(name) if url.startswith(HOST) else None
        if data is None or not content_type(name):
            raise FatalURLFetchingError(f"{url[:80]} hoort niet bij dit drukwerk")
        self.read[name] = hashlib.sha256(data).hexdigest()
        data = _unpacked(data) if name.endswith(".woff2") else data
        answer = Message()
        answer["Content-Type"] = content_type(name)
        return URLFetcherResponse(url, data, answer)


@lru_cache(maxsize=16)
def _unpacked(font: bytes) -> bytes:
    """A WOFF2 font as the plain font inside it: unpacking takes longer than many a sheet, so it is done once."""
    out = io.BytesIO()
    woff2.decompress(io.BytesIO(font), out)
    return out.getvalue()


class _Complaints(logging.Handler):
    """Collects what the engine says at WARNING or above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage()[:200])


def _about_font(complaint: str, target: str, source: Position) -> Diagnostic | None:
    """The engine's complaint that a character is in no font or that a font is broken, as a finding of its own."""
    if found := re.search(r"notdef glyph.*\(U\+(\w+)\)", complaint):
        message = f"{target}: het teken «{chr(int(found[1], 16))}» (U+{found[1]}) ontbreekt in het lettertype"
        return fout("lettertype", source, message, "schrijf het met andere tekens")
    if found := re.search(r"Font-face '(.*)' cannot be loaded", complaint):
        message = f"{target}: een bestand van het lettertype «{found[1]}» is beschadigd"
        return fout("lettertype", source, message, "zet het goede bestand in templates/lettertypen/")
    return None


def _overset(document: Any, target: str, source: Position) -> Iterator[Diagnostic]:
    """Boxes whose content is larger than they are, and sheets beyond the number that the template allows.

    A box with a size of its own is marked in the template with ``data-vak``, text that may flow over sheets with
    ``data-stroom``; their layout is read from the engine's tree, for which there is no public way (WeasyPrint 70;
    pinned, and tested with planted texts).
    """
    most, begun = 0, dict[Any, int]()
    for number, page in enumerate(document.pages):
        for box in page._page_box.descendants(placeholders=True):
            if box.element_tag == "body" and box.element is not None:
                most = int(box.element.get("data-bladen") or 0)
            if box.element is None or "::" in box.element_tag or not (name := box.element.get("data-vak")):
                continue
            if begun.setdefault(box.element, number) != number:
                message = f"{target}: de tekst past niet in het vak «{name}» en loopt door op bladzijde {number + 1}"
                yield fout("past-niet", source, message, "maak de tekst korter")
            elif (surplus := _surplus(box)) > 1:
                message = f"{target}: de tekst past niet in het vak «{name}» ({surplus / 96 * 25.4:.0f} mm te veel)"
                yield fout("past-niet", source, message, "maak de tekst korter")
    if most and len(document.pages) > most:
        message = f"{target}: de tekst heeft {len(document.pages)} bladzijden nodig en er is plaats voor {most}"
        yield fout("past-niet", source, message, "maak de tekst korter")


def _lost(document: Any, target: str, source: Position) -> Iterator[Diagnostic]:
    """Text that is in the HTML and on no sheet: a box with a fixed place ends at the foot of its sheet, and the engine
    drops what is left of it, or lays it beyond the edge, without a word."""
    laid: Counter[Any] = Counter()
    root = None
    for page in document.pages:
        for box in page._page_box.descendants(placeholders=True):
            root = box.element if box.element_tag == "body" else root
            on_sheet = box.position_y < page.height and box.position_x < page.width
            made_up = box.element is None or box.element_tag.endswith(("::before", "::after", "::marker"))
            if hasattr(box, "text") and on_sheet and not made_up:
                laid[box.element] += len(_squeeze(box.text))
    lost: dict[str, list[str]] = {}
    for name, element, text in _own_texts(root, "het hele blad") if root is not None else ():
        if laid[element] < len(_squeeze(text)):
            lost.setdefault(name, []).append(" ".join(text.split()))
    for name, texts in lost.items():
        message = f"{target}: de tekst past niet in het vak «{name}» ({sum(map(len, texts))} tekens te veel)"
        yield fout("past-niet", source, f"{message}, vanaf «{texts[0][:40]}»", "maak de tekst korter")


def _own_texts(element: Any, name: str) -> Iterator[tuple[str, Any, str]]:
    """Every element with the box that it is in and the text right inside it; drawings have no text to lay out."""
    if not isinstance(element.tag, str) or element.tag.endswith("svg"):
        return
    name = element.get("data-vak") or name
    yield name, element, (element.text or "") + "".join(child.tail or "" for child in element)
    for child in element:
        yield from _own_texts(child, name)


def _surplus(box: Any) -> float:
    """How far text reaches below a box, or to the right of it or of a column inside it, in CSS pixels."""
    bottom, over = box.border_box_y() + box.border_height(), 0.0
    for block in box.descendants(placeholders=True):
        for line in block.children if hasattr(block, "children") else ():
            words = [part for part in line.descendants() if hasattr(part, "text")] if isinstance(line, LineBox) else []
            if any(part.text.strip() for part in words):
                right = min(
                    part.border_box_x() + part.border_width() + lean for part, lean in ((box, 0), (block, LEAN))
                )
                # The line and not its letters: of many fonts these are said to be higher than a line.
                below = line.position_y + line.height - bottom
                over = max(over, below, *(part.position_x + part.width - right for part in words))
    return over


def _right(box: Any) -> float:
    return float(box.border_box_x() + box.border_width())


def _unread(data: bytes, says: tuple[str, ...], target: str, source: Position) -> Iterator[Diagnostic]:
    """Texts that must be readable on every page and are not in the text that the PDF gives back."""
    if not says:
        return
    document = pypdfium2.PdfDocument(data)
    for number, page in enumerate(document, 1):
        text = _squeeze(page.get_textpage().get_text_bounded())
        for wanted in says:
            if _squeeze(wanted) not in text:
                message = f"{target}: op bladzijde {number} staat «{wanted}» niet leesbaar"
                yield fout("contact", source, message, "zet het hele contactblok op elke bladzijde van het sjabloon")


def _squeeze(text: str) -> str:
    """Letters and figures only: line breaks, hyphens and spaces are the business of the layout."""
    return re.sub(r"[\s\u00ad\u2010\ufffe-]+", "", text).lower()


def _foreign_fonts(data: bytes, target: str, source: Position) -> Iterator[Diagnostic]:
    """Fonts in the PDF that are not of the house style."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        names = {
            str(item.BaseFont) for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/BaseFont" in item
        }
    for name in sorted(names):
        plain = re.sub(r"[^a-z0-9]", "", name.split("+")[-1].lower())
        if not any(plain.startswith(font) for font in _fonts):
            message = f"{target}: een deel van de tekst staat in een vreemd lettertype ({name.lstrip('/')})"
            yield fout("lettertype", source, message, "er is een teken gebruikt dat het eigen lettertype niet heeft")


def _thumbnail(data: bytes) -> bytes:
    page = pypdfium2.PdfDocument(data)[0]
    picture = page.render(scale=THUMBNAIL_WIDTH / page.get_width()).to_pil()
    out = io.BytesIO()
    picture.convert("RGB").save(out, "PNG", compress_level=3)  # 9 costs a sixth of a sheet and wins 2 %
    return out.getvalue()
