"""Sheets without a site: HTML straight to the engine, and what comes out as pictures and texts."""

from __future__ import annotations

import ctypes
import io
import math
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from builder import pdf
from builder.diagnostics import Made, Position
from builder.inputs import look_into
from builder.theme import Theme
from tests.keuring import box, grown
from tests.site import REPO

APART = 60  # how much lighter or darker, of 255, ink may be than the same colour on a screen: black alone is 50
BOTH = frozenset({"drukkerij"})
Inks = Mapping[str, tuple[float, float, float, float]]


def printed(
    sheets: Mapping[str, str],
    work: Path,
    files: Mapping[str, bytes] | None = None,
    inks: Inks | None = None,
    wants: frozenset[str] = BOTH,
) -> dict[str, Made]:
    """What the engine makes of HTML, by name; any font will do."""
    theme = Theme((look_into(REPO / "templates"),)).with_made(dict(files or {}))
    means = pdf.Means(theme, frozenset({""}), inks or {})
    wanted = [pdf.Sheet(name, html, (), Position(f"{name}.yml", 1), wants=wants) for name, html in sheets.items()]
    with pdf.pool(means, work, 1) as executor:
        alone = pdf.make_alone(means, work)
        return {sheet.target: made for sheet, made in pdf.make_sheets(wanted, executor, alone)}


def page(body: str, css: str = "", size: str = "100mm 150mm", attributes: str = "") -> str:
    """A sheet of paper with 3 mm of bleed."""
    style = f"@page {{ size: {size}; margin: 0; bleed: 3mm; background: #faf1e0 }} body, p {{ margin: 0 }} {css}"
    head = f'<!doctype html><html lang="nl"><head><title>Blad</title><style>{style}</style></head>'
    return f"{head}<body {attributes}>{body}</body></html>"


def with_pages(data: bytes | Path, look: Callable[[Any], Any]) -> list[Any]:
    """What is seen on each page of a PDF."""
    document = pypdfium2.PdfDocument(data)
    try:
        return [look(sheet) for sheet in document]
    finally:
        document.close()


def shown(data: bytes | Path, dpi: float) -> list[Image.Image]:
    """The pages of a PDF as pictures."""
    return with_pages(data, lambda sheet: sheet.render(scale=dpi / 72).to_pil().convert("RGB"))


def read(data: bytes | Path) -> list[str]:
    """The text of the pages of a PDF."""
    return with_pages(data, lambda sheet: sheet.get_textpage().get_text_bounded())


def heard(data: bytes | Path) -> list[tuple[list[str], list[str]]]:
    """The pieces of text on the pages of a PDF that are tagged to be read aloud, and those that are not."""
    return with_pages(data, lambda sheet: _heard(sheet, sheet.get_textpage()))


def _heard(sheet: Any, words: Any) -> tuple[list[str], list[str]]:
    found: tuple[list[str], list[str]] = ([], [])
    for piece in sheet.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
        size = pdfium.FPDFTextObj_GetText(piece.raw, words.raw, None, 0)
        text = (ctypes.c_ushort * (size // 2))()
        pdfium.FPDFTextObj_GetText(piece.raw, words.raw, text, size)
        silent = pdfium.FPDFPageObj_GetMarkedContentID(piece.raw) < 0
        found[silent].append(bytes(text).decode("utf-16-le").rstrip("\0"))
    return found


def letters(data: bytes | Path) -> list[list[tuple[float, float, float, float]]]:
    """Where every letter stands on the pages of a PDF: left, bottom, right and top, in points."""
    return with_pages(data, lambda sheet: list(_letters(sheet.get_textpage())))


def _letters(text: Any) -> Iterator[tuple[float, float, float, float]]:
    for number in range(text.count_chars()):
        left, bottom, right, top = text.get_charbox(number)
        if right > left and top > bottom:
            yield left, bottom, right, top


def trimmed(data: bytes | Path, dpi: float, beyond: float = 0.0) -> list[Image.Image]:
    """The pages of a PDF for the print shop as they are cut, or with so many points more around it."""
    raw = data if isinstance(data, bytes) else data.read_bytes()
    with pikepdf.open(io.BytesIO(raw)) as file:
        boxes = [(grown(box(sheet, "/TrimBox"), beyond), box(sheet, "/MediaBox")[3]) for sheet in file.pages]
    return [_cut(seen, *edges, dpi / 72) for seen, edges in zip(shown(raw, dpi), boxes, strict=True)]


def _cut(seen: Image.Image, edges: tuple[float, ...], height: float, scale: float) -> Image.Image:
    left, bottom, right, top = edges
    return seen.crop(tuple(round(edge * scale) for edge in (left, height - top, right, height - bottom)))  # type: ignore[arg-type]


def different(one: Image.Image, other: Image.Image, dpi: float, block: float = 4.0, frame: float = 6.0) -> list[str]:
    """Where two pictures of a page are not the same drawing: squares of so many millimetres that are much lighter in
    one, without a frame at the edge. Ink is not the colour of a screen, so some difference is no fault."""
    wide, high = (round(length / dpi * 25.4 / block) for length in one.size)
    assert max(abs(one.width - other.width), abs(one.height - other.height)) <= 1
    first, second = (image.convert("L").resize((wide, high), Image.Resampling.BOX) for image in (one, other))
    edge = math.ceil(frame / block)
    return [
        f"op {x * block:.0f}, {y * block:.0f} mm: {first.getpixel((x, y))} en {second.getpixel((x, y))}"
        for y in range(edge, high - edge)
        for x in range(edge, wide - edge)
        if abs(first.getpixel((x, y)) - second.getpixel((x, y))) > APART  # type: ignore[operator]
    ]
