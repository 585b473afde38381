"""One font file: what it says of itself, and what screen and paper need of it. The door to ``fontTools``.

Weight, slant and signs are read from the tables of the file and never from its name. What cannot be used is refused
with a sentence and a remedy; whatever the library stumbles over in a damaged file is such a refusal.
"""

from __future__ import annotations

import io
import logging
import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import lru_cache

from fontTools.ttLib import TTCollection, TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph

SUFFIXES = (".ttf", ".otf", ".woff", ".woff2", ".ttc", ".otc")
MAX_BYTES = 30_000_000
WEIGHTS = (400, 500, 600, 700, 800)  # that the styles ask for
SPACES = (0x20, 0xA0, 0x2009, 0x202F)
BOLD = 600  # from this weight on letters are bold
# What a style is called inside a font, with its weight; the longer names first.
CALLED = (
    ("extralight|ultralight", 200),
    ("semibold|demibold|demi", 600),
    ("extrabold|ultrabold", 800),
    ("thin|hairline", 100),
    ("light", 300),
    ("medium", 500),
    ("black|heavy", 900),
    ("bold", 700),
)
logging.getLogger("fontTools").setLevel(logging.CRITICAL)  # it writes to the terminal what is told here as a finding


class Unfit(Exception):
    """A font file that cannot be used: what is wrong, and what to do."""


@dataclass(frozen=True, slots=True)
class Face:
    """What one font is: weights from the lightest to the heaviest (of a static font the same), slant and signs.

    ``number`` is its place in a file with several fonts. ``pins`` are axes other than weight with the value that is
    used of them. An engine can make nothing of some variable outlines (CFF2): ``apart`` are the weights that paper then
    needs a font of its own for.
    """

    family: str
    weights: tuple[int, int]
    italic: bool
    signs: frozenset[int]
    normal_width: bool = True
    restricted: bool = False
    number: int = 0
    pins: Mapping[str, float] = field(default_factory=dict)
    apart: tuple[int, ...] = ()

    @property
    def variable(self) -> bool:
        """Whether it has more than one weight."""
        return self.weights[0] < self.weights[1]


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except Unfit:
        raise
    except Exception as error:  # a damaged file makes the library fail in any way there is
        raise Unfit("is beschadigd", "haal het opnieuw op bij de maker") from error


@lru_cache(maxsize=64)
def read(data: bytes) -> tuple[Face, ...]:
    """Every face in a file: more than one in a collection, and where one file can stand upright and lean."""
    if len(data) > MAX_BYTES:
        raise Unfit(f"is groter dan {MAX_BYTES // 1_000_000} MB", "lever een kleinere versie")
    if data[:4] not in (b"\0\1\0\0", b"true", b"OTTO", b"ttcf", b"wOFF", b"wOF2"):
        raise Unfit("is geen lettertype, ook al heet het zo", "vraag de maker om TTF, OTF, WOFF of WOFF2")
    with _refusing():
        count = len(TTCollection(io.BytesIO(data), lazy=True).fonts) if data[:4] == b"ttcf" else 1
        return tuple(face for number in range(count) for face in _faces(_opened(data, number), number))


def unseen(sign: str) -> bool:
    """Controls, soft hyphens, joiners and choosers of a variant: no font needs a drawing of these."""
    return unicodedata.category(sign) in ("Cc", "Cf") or 0xFE00 <= ord(sign) <= 0xFE0F


def _opened(data: bytes, number: int) -> TTFont:
    return TTFont(io.BytesIO(data), fontNumber=number, lazy=True, recalcTimestamp=False)


def _faces(font: TTFont, number: int) -> Iterator[Face]:
    table = font.getBestCmap()
    signs = frozenset(code for code, name in (table or {}).items() if font.getGlyphID(name) and not unseen(chr(code)))
    if sum(unicodedata.category(chr(code)) != "Co" for code in signs) * 2 <= len(signs):  # Co: no letters of anybody
        raise Unfit("heeft geen gewone letters (een lettertype met symbolen)", "lever een lettertype met letters")
    axes = {axis.axisTag: axis for axis in font["fvar"].axes} if "fvar" in font else {}
    weight = _weight(font)
    weights = (round(axes["wght"].minValue), round(axes["wght"].maxValue)) if "wght" in axes else (weight, weight)
    pins = {tag: axis.defaultValue for tag, axis in axes.items() if tag != "wght"}
    names = font["name"]
    face = Face(
        family=names.getBestFamilyName() or "",
        weights=weights,
        italic=_leans(font),
        signs=signs,
        normal_width="OS/2" not in font or font["OS/2"].usWidthClass == 5 or "wdth" in axes,
        restricted="OS/2" in font and font["OS/2"].fsType & 0x000E == 0x0002,
        number=number,
        pins=pins,
        apart=tuple(w for w in WEIGHTS if weights[0] <= w <= weights[1]) if "CFF2" in font else (),
    )
    yield face
    for tag in ("ital", "slnt"):
        if tag in axes and not face.italic:
            end = axes[tag].maxValue if tag == "ital" else axes[tag].minValue
            yield replace(face, italic=True, pins={**face.pins, tag: end})
            return


def _weight(font: TTFont) -> int:
    """The weight of a font in hundreds. Many makers leave 400 in a font that its flags or its own name call bold."""
    os2 = font.get("OS/2")
    said = (os2.usWeightClass if os2 else 0) or 400
    said = said * 100 if said < 10 else said  # as fonts of long ago count
    weight = min(max(int(said / 100 + 0.5), 1), 9) * 100
    style = re.sub(r"[\s_-]", "", font["name"].getBestSubFamilyName() or "").lower()
    called = next((number for words, number in CALLED if re.search(words, style)), 400)
    if weight == 400 and called != 400:
        return called
    flagged = bool(font["head"].macStyle & 1 or (os2 and os2.fsSelection & 0x20))
    return 700 if flagged and weight < BOLD else weight


def _leans(font: TTFont) -> bool:
    style = font["name"].getBestSubFamilyName() or ""
    os2 = font["OS/2"].fsSelection & 0x201 if "OS/2" in font else 0
    flagged = os2 or font["head"].macStyle & 2 or ("post" in font and font["post"].italicAngle)
    return bool(flagged or re.search(r"italic|oblique|cursief|kursiv", style, re.I))


def settled(data: bytes, face: Face) -> bytes:
    """The face as a plain font with no axis left but that of weight; what packs it or names it begins here."""
    with _refusing():
        font = _opened(data, face.number)
        if face.pins:
            font = _at(font, face.pins)
        font.flavor = None
        return _saved(font)


@lru_cache(maxsize=16)
def unpacked(data: bytes) -> bytes:
    """A packed font as the plain one inside it: that takes longer than many a sheet, so it is done once."""
    (face, *_) = read(data)
    return settled(data, replace(face, pins={}))


def packed(plain: bytes) -> bytes:
    """A plain font as WOFF2, for the screen."""
    with _refusing():
        font = _opened(plain, 0)
        font.flavor = "woff2"
        return _saved(font)


def for_paper(plain: bytes, face: Face, family: str, weight: int | None = None) -> bytes:
    """A plain font under the name by which styles ask for it, with flags that are right; at one ``weight`` or at all.

    What is called bold or leaning by one table and not by another would else be chosen by chance.
    """
    with _refusing():
        font = _opened(plain, 0)
        weights = face.weights
        if weight:
            font, weights = _at(font, {"wght": weight}, downgradeCFF2=True), (weight, weight)
        _give_spaces(font)
        return _saved(_named(font, face, family, weights))


def _give_spaces(font: TTFont) -> None:
    """The engine sets a space in the font of the sign before it, and a part of a font often has none."""
    known = font.getBestCmap()
    lacking = [code for code in SPACES if code not in known]
    if not lacking or "glyf" not in font:
        return
    name = known.get(0x20)
    if name is None:
        name = "spijs.space"
        font.setGlyphOrder([*font.getGlyphOrder(), name])
        font["glyf"].glyphs[name] = Glyph()
        font["glyf"].glyphOrder = font.getGlyphOrder()
        font["hmtx"][name] = (font["head"].unitsPerEm // 4, 0)
        if "gvar" in font:
            font["gvar"].variations[name] = []
        for table in ("HVAR", "vmtx", "vhea", "VVAR"):  # of these only that of widths is used, and it follows from gvar
            if table in font:
                del font[table]
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap.update(dict.fromkeys(lacking, name))


def _at(font: TTFont, pins: Mapping[str, float], **how: bool) -> TTFont:
    from fontTools.varLib.instancer import instantiateVariableFont

    return instantiateVariableFont(font, dict(pins), inplace=True, **how)


def _named(font: TTFont, face: Face, family: str, weights: tuple[int, int]) -> TTFont:
    """A font with one family name, and a weight and slant that all its tables agree on."""
    bold, names = weights[0] >= BOLD, font["name"]
    names.names = [name for name in names.names if name.nameID > 255]  # the names of its instances
    style = " ".join(word for word, on in (("Bold", bold), ("Italic", face.italic)) if on) or "Regular"
    plain = re.sub(r"[^A-Za-z0-9]", "", family)
    for number, text in ((1, family), (2, style), (4, f"{family} {style}"), (6, f"{plain}-{style.replace(' ', '')}")):
        names.setName(text, number, 3, 1, 0x409)
    font["head"].macStyle = bold | face.italic << 1
    if "OS/2" in font:
        os2 = font["OS/2"]
        # Of a variable font fontconfig takes this for the weight at its default, and counts from there.
        start = (
            next((axis.defaultValue for axis in font["fvar"].axes if axis.axisTag == "wght"), 400)
            if "fvar" in font
            else weights[0]
        )
        os2.usWeightClass, os2.usWidthClass = round(start), 5
        os2.fsSelection = (os2.fsSelection & ~0x261) | (face.italic | bold << 5 or 0x40)
    return font


def _saved(font: TTFont) -> bytes:
    out = io.BytesIO()
    font.save(out, reorderTables=None)
    return out.getvalue()
