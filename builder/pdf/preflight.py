"""Does a sheet meet what a print shop asks, and what who listens to it asks? Read back from the finished PDF, not from
what we meant to make.

There is no free checker for PDF/X; what is looked at here is what the README lists, and nothing more.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Name

from builder.diagnostics import Fact
from builder.pages import MOST_INK
from builder.pdf.inks import most
from builder.pdf.press import BLEED, CONDITION, MM, transparent

LEAST = 150  # dots per inch of a picture at the size at which it is printed
NEAR = 0.01
Matrix = pikepdf.Matrix


@dataclass
class _Seen:
    """What the pages of a sheet are painted with."""

    ink: float = 0.0
    resolutions: list[float] = field(default_factory=list)
    foreign: set[str] = field(default_factory=set)


def inspect(data: bytes) -> tuple[Fact, ...]:
    """What a print shop looks at, each with what was found and whether it is right."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        seen = _Seen()
        for page in pdf.pages:
            _look(page.obj, page.Resources, Matrix(), seen)
        fonts = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/BaseFont" in item]
        loose = {str(font.BaseFont).lstrip("/") for font in fonts if not _embedded(font)}
        sizes = {_size(page) for page in pdf.pages}
        sharp = sorted(seen.resolutions)
        listed = f"{', '.join(f'{dpi:.0f}' for dpi in sharp)} dpi" if sharp else "geen foto's"
        return (
            Fact("omvang", str(len(pdf.pages)), True),
            Fact("maat", " en ".join(sorted(sizes)), all(map(_boxes_fit, pdf.pages))),
            Fact("kleur", ", ".join(sorted(seen.foreign)) or "alleen CMYK", not seen.foreign),
            Fact("doorschijnend", *_blended(pdf, Name.DeviceCMYK)),
            Fact("inkt", f"hooguit {seen.ink * 100:.0f} %", seen.ink <= MOST_INK + NEAR),
            Fact("beeld", listed, all(dpi >= LEAST for dpi in sharp)),
            Fact("letters", ", ".join(sorted(loose)) or "ingesloten", not loose),
            Fact("doel", CONDITION, _declared(pdf)),
        )


def inspect_office(data: bytes, says: tuple[str, ...]) -> tuple[Fact, ...]:
    """What checkers of tagged PDF look at, of a sheet that shows ``says`` on every page: colours in which is mixed what
    shines through, heads of tables, links, and whether all that is tagged is read aloud.
    """
    with pikepdf.open(io.BytesIO(data)) as pdf:
        heads, links, told = _heard(pdf)
        tagged = sum(1 for owner in _owners(pdf) if isinstance(owner, pikepdf.Dictionary))
        lost = list(_unlinked(pdf, says, links))
        return (
            Fact("doorschijnend", *_blended(pdf, Name.DeviceRGB)),
            Fact("tabel", "met koppen die wijzen" if heads else "met een kop die niet zegt waarvan", heads),
            Fact("link", ", ".join(lost) or "bij elk contactgegeven", not lost),
            Fact("voorlezen", "heel" if told == tagged else f"{tagged - told} stukjes kwijt", told == tagged),
        )


def _heard(pdf: pikepdf.Pdf) -> tuple[bool, set[Any], int]:
    """What a screen reader comes across: whether every head of a table says what it heads, which links there are, and
    how many pieces of text and pictures."""
    heads, links, count = True, set(), 0
    left = list(pdf.Root.StructTreeRoot.K)
    while left:
        one = left.pop()
        if not isinstance(one, pikepdf.Dictionary):
            count += 1
        elif "/Obj" in one:
            links.add(one.Obj.objgen)
        else:
            heads &= one.S != Name.TH or "/Scope" in one.get("/A", {})
            left.extend(one.get("/K", ()))
    return heads, links, count


def _owners(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Who owns each tagged piece of the pages."""
    for owner in pdf.Root.StructTreeRoot.ParentTree.Nums:
        if isinstance(owner, pikepdf.Array):
            yield from owner


def _unlinked(pdf: pikepdf.Pdf, says: tuple[str, ...], links: set[Any]) -> Iterator[str]:
    """Numbers and mail addresses that a page shows and does not lead to, and links that are not read aloud."""
    wanted = {address: text for text in says if (address := _address(text))}
    for number, page in enumerate(pdf.pages, 1):
        there = [one for one in page.get("/Annots", ()) if one.Subtype == Name.Link]
        addresses = {str(one.A.URI) for one in there if "/A" in one}
        yield from (f"geen op bladzijde {number} bij «{wanted[one]}»" for one in wanted if one not in addresses)
        if any(one.objgen not in links for one in there):
            yield f"een op bladzijde {number} die niet voorgelezen wordt"


def _address(text: str) -> str:
    if re.fullmatch(r"[^\s@]+@[^\s@]+", text):
        return f"mailto:{text}"
    return f"tel:{re.sub(r'[^+0-9]', '', text)}" if re.fullmatch(r"[-+0-9() ]{8,}", text) else ""


def _size(page: pikepdf.Page) -> str:
    left, bottom, right, top = map(float, page.TrimBox)
    return f"{(right - left) / MM:.0f} × {(top - bottom) / MM:.0f} mm"


def _boxes_fit(page: pikepdf.Page) -> bool:
    """Whether the page begins at its origin, with 3 mm of bleed around what is cut, and room for marks around that."""
    media, bleed, trim = ([float(edge) for edge in box] for box in (page.MediaBox, page.BleedBox, page.TrimBox))
    signs = (-1, -1, 1, 1)
    around = all(
        abs(outer - (inner + sign * BLEED)) < NEAR for outer, inner, sign in zip(bleed, trim, signs, strict=True)
    )
    inside = all(sign * outer >= sign * inner for outer, inner, sign in zip(media, bleed, signs, strict=True))
    return media[:2] == [0, 0] and around and inside


def _blended(pdf: pikepdf.Pdf, wanted: Name) -> tuple[str, bool]:
    """In which colours the pages mix what shines through, and whether each that has such things says the right ones."""
    spaces = [page.get("/Group", pikepdf.Dictionary()).get("/CS") for page in pdf.pages if transparent(page.Resources)]
    name = str(wanted).removeprefix("/Device")
    if all(space == wanted for space in spaces):
        return (f"gemengd in {name}" if spaces else "niets"), True
    return f"niet gemengd in {name}", False


def _embedded(font: Any) -> bool:
    """Whether the letters of a font are in the file; one in parts has them there."""
    if "/DescendantFonts" in font:
        return all(map(_embedded, font.DescendantFonts))
    return any(key in font.get("/FontDescriptor", {}) for key in ("/FontFile", "/FontFile2", "/FontFile3"))


def _declared(pdf: pikepdf.Pdf) -> bool:
    """Whether the file says that it is PDF/X-4 and for which condition, and brings the profile along."""
    intents = pdf.Root.get("/OutputIntents", ())
    right = [one for one in intents if one.S == "/GTS_PDFX" and str(one.OutputConditionIdentifier) == CONDITION]
    with pdf.open_metadata() as meta:
        named = meta.get("pdfxid:GTS_PDFXVersion") == "PDF/X-4"
    return named and len(right) == 1 and "/DestOutputProfile" in right[0]


def _look(owner: Any, resources: Any, place: Matrix, seen: _Seen) -> None:
    """Follow the instructions of a page or drawing, with all that it draws, at the place where it is drawn."""
    before: list[Matrix] = []
    first = place
    for one in pikepdf.parse_content_stream(owner):
        operands, name = list(one.operands), str(one.operator)
        if name == "q":
            before.append(place)
        elif name == "Q":
            place = before.pop()
        elif name == "cm":
            place = Matrix(*map(float, operands)) @ place
        elif name in ("k", "K"):
            seen.ink = max(seen.ink, sum(map(float, operands)))
        elif name in ("rg", "RG", "g", "G") or (name in ("cs", "CS") and operands[0] not in ("/All", "/Pattern")):
            seen.foreign.add(f"kleur met «{name}»")
        elif name == "INLINE IMAGE":
            seen.foreign.add("een beeld zonder naam")
        elif name == "Do":
            _draw(resources.XObject[operands[0]], place, seen)
        elif name == "gs" and "/SMask" in (state := resources.ExtGState[operands[0]]):
            if isinstance(state.SMask, pikepdf.Dictionary):
                _drawing(state.SMask.G, place, seen)
        elif name in ("scn", "SCN") and operands and isinstance(operands[-1], pikepdf.Name):
            _drawing(resources.Pattern[operands[-1]], first, seen)  # not moved by what came before it
        elif name == "sh" and resources.Shading[operands[0]].ColorSpace not in (Name.DeviceCMYK, Name.DeviceGray):
            seen.foreign.add("een verloop in RGB")


def _draw(item: Any, place: Matrix, seen: _Seen) -> None:
    if item.Subtype == Name.Form:
        _drawing(item, place, seen)
        return
    seen.resolutions.append(_resolution(item, place))
    if item.ColorSpace == Name.DeviceCMYK:
        seen.ink = max(seen.ink, most(pikepdf.PdfImage(item).as_pil_image(apply_mask=False)))
    elif item.ColorSpace != Name.DeviceGray:
        seen.foreign.add("een foto in RGB")


def _drawing(item: Any, place: Matrix, seen: _Seen) -> None:
    own = Matrix(*map(float, item.Matrix)) if "/Matrix" in item else Matrix()
    _look(item, item.get("/Resources", pikepdf.Dictionary()), own @ place, seen)


def _resolution(item: Any, place: Matrix) -> float:
    """Dots per inch of a picture where it has fewest, across or down; it is drawn as a square of one by one."""
    across = (place.a**2 + place.b**2) ** 0.5
    down = (place.c**2 + place.d**2) ** 0.5
    return float(min(int(item.Width) * 72 / max(across, NEAR), int(item.Height) * 72 / max(down, NEAR)))
