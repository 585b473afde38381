"""A foundry: fonts as organisations bring them, made here of the letters of Spijs, so that no test needs a package."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from tests.site import REPO

FOLDER = REPO / "templates/lettertypen"
ROMAN = FOLDER / "atkinson-hyperlegible-next-latin.woff2"
ITALIC = FOLDER / "atkinson-hyperlegible-next-latin-italic.woff2"
RESERVE = FOLDER / "reserve/reserve.woff2"


@lru_cache(maxsize=32)
def static(weight: int = 400, italic: bool = False, source: Any = None) -> bytes:
    """One weight and slant as TTF, as most house fonts come."""
    font = TTFont(source or (ITALIC if italic else ROMAN), recalcTimestamp=False)
    font = instantiateVariableFont(font, {"wght": weight})
    font.flavor = None
    return saved(changed(font, weight, italic))


def changed(font: TTFont, weight: int, italic: bool) -> TTFont:
    """A font that calls itself by another name than its file or site, with flags as a good foundry sets them."""
    style = {(False, False): "Regular", (True, False): "Bold", (False, True): "Italic", (True, True): "Bold Italic"}
    font["OS/2"].usWeightClass = weight
    font["OS/2"].fsSelection = (0x20 if weight >= 700 else 0) | (1 if italic else 0) or 0x40
    font["head"].macStyle = (1 if weight >= 700 else 0) | (2 if italic else 0)
    names = font["name"]
    for number, text in ((1, "Duinrand Pro"), (2, style[weight >= 700, italic]), (16, None), (17, None)):
        names.removeNames(nameID=number)
        if text:
            names.setName(text, number, 3, 1, 0x409)
    return font


def saved(font: Any) -> bytes:
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def opened(data: bytes) -> TTFont:
    return TTFont(io.BytesIO(data), recalcTimestamp=False)


def packed(data: bytes, flavor: str) -> bytes:
    """As WOFF or WOFF2."""
    font = opened(data)
    font.flavor = flavor
    return saved(font)


def part(data: bytes, signs: str) -> bytes:
    """A font with these signs only."""
    font = opened(data)
    subsetter = Subsetter(Options(notdef_outline=True, glyph_names=True))
    subsetter.populate(text=signs)
    subsetter.subset(font)
    return saved(font)


def collection(*fonts: bytes) -> bytes:
    """Several fonts in one file (TTC)."""
    made = TTCollection()
    made.fonts = [opened(data) for data in fonts]
    return saved(made)


def flagged(data: bytes, **values: int) -> bytes:
    """With other values in the table of weights and rights, or ``mac_style``."""
    font = opened(data)
    font["head"].macStyle = values.pop("mac_style", font["head"].macStyle)
    for name, value in values.items():
        setattr(font["OS/2"], name, value)
    return saved(font)


@lru_cache(maxsize=8)
def postscript(weight: int = 400, italic: bool = False) -> bytes:
    """An OTF: the same letters with the outlines of PostScript (CFF)."""
    font = opened(static(weight, italic))
    glyphs, order = font.getGlyphSet(), font.getGlyphOrder()
    outlines = {}
    for name in order:
        pen = T2CharStringPen(glyphs[name].width, glyphs)
        glyphs[name].draw(pen)
        outlines[name] = pen.getCharString()
    made = FontBuilder(font["head"].unitsPerEm, isTTF=False)
    made.setupGlyphOrder(order)
    made.setupCharacterMap(font.getBestCmap())
    made.setupCFF("DuinrandPro", {}, outlines, {})
    made.setupHorizontalMetrics({name: font["hmtx"][name] for name in order})
    made.setupHorizontalHeader(ascent=font["hhea"].ascent, descent=font["hhea"].descent)
    made.setupNameTable({"familyName": "Duinrand Pro", "styleName": "Regular"})
    made.setupOS2(sTypoAscender=font["hhea"].ascent, sTypoDescender=font["hhea"].descent)
    made.setupPost()
    made.font["head"].created = made.font["head"].modified = font["head"].modified
    made.font.recalcTimestamp = False
    return saved(changed(made.font, weight, italic))


def symbols() -> bytes:
    """A font with drawings in the place of letters."""
    font = opened(part(static(), "abc"))
    for table in font["cmap"].tables:
        table.cmap = {0xF000 + number: name for number, name in enumerate(sorted(set(table.cmap.values())))}
    return saved(font)
