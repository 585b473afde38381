"""A second pair of eyes on what goes to the print shop: it looks at every stream in a file, drawn or not, and knows
nothing of ``builder.pdf``. There is no free checker for PDF/X-4; what is asked here is what a print shop asks."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import pikepdf
from pikepdf import Dictionary, Name, Stream
from PIL import Image, ImageMath

MM = 72 / 25.4
SIZES = {"a2": (420, 594), "a3": (297, 420), "a4": (210, 297), "a5": (148, 210)}
FOREIGN = {"/DeviceRGB", "/CalRGB", "/CalGray", "/Lab", "/ICCBased"}
ACTIVE = {"/Annots", "/AcroForm", "/JavaScript", "/JS", "/AA", "/OpenAction", "/A", "/EmbeddedFiles", "/EF", "/PS"}
TAGGED = {"/StructTreeRoot", "/MarkInfo", "/StructParent", "/StructParents"}
PDF, PDFX = "{http://ns.adobe.com/pdf/1.3/}", "{http://www.npes.org/pdfx/ns/id/}"
MM_ = "{http://ns.adobe.com/xap/1.0/mm/}"
KNOWN = {"/Metadata", "/ObjStm", "/XRef"}
IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def faults(data: bytes, size: str = "") -> list[str]:
    """All that a print shop could complain of; ``size`` is that of the paper where it is known."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        looks = (_declared(pdf), _boxes(pdf, size), _streams(pdf), _objects(pdf), _fonts(pdf), _marks(pdf), _blend(pdf))
        return [fault for look in looks for fault in look]


def _declared(pdf: pikepdf.Pdf) -> Iterator[str]:
    if pdf.pdf_version != "1.6" or "/Version" in pdf.Root or pdf.is_encrypted:
        yield f"versie {pdf.pdf_version}"
    if "/ID" not in pdf.trailer:
        yield "geen ID"
    if pdf.docinfo.get("/Trapped") != Name("/False"):
        yield "Trapped"
    intents = list(pdf.Root.get("/OutputIntents", ()))
    if [(one.S, str(one.OutputConditionIdentifier)) for one in intents] != [(Name("/GTS_PDFX"), "FOGRA39")]:
        yield "niet bedoeld voor FOGRA39"
    for one in intents:
        profile = one.DestOutputProfile.read_bytes() if "/DestOutputProfile" in one else b""
        if profile[12:20] != b"prtrCMYK" or one.DestOutputProfile.N != 4:  # a profile of a printer, in CMYK
            yield "geen profiel van een drukpers"
    told = dict(_told(pdf.Root.Metadata.read_bytes())) if "/Metadata" in pdf.Root else {}
    wanted = {f"{PDFX}GTS_PDFXVersion": "PDF/X-4", f"{PDF}Trapped": "False", f"{MM_}RenditionClass": "default"}
    yield from (f"XMP zegt niet {name}" for name, value in wanted.items() if told.get(name) != value)
    if any("pdfua" in name for name in told):
        yield "XMP zegt PDF/UA"


def _told(xmp: bytes) -> Iterator[tuple[str, str]]:
    """What the file says of itself: names with their namespace, and texts."""
    for part in ElementTree.fromstring(xmp.strip()).iter():
        yield part.tag, (part.text or "").strip()
        yield from part.attrib.items()


def _boxes(pdf: pikepdf.Pdf, size: str) -> Iterator[str]:
    for number, page in enumerate(pdf.pages, 1):
        if odd := {"/CropBox", "/ArtBox", "/Rotate", "/UserUnit"} & set(page.obj.keys()):
            yield f"bladzijde {number} heeft {odd}"
        media, bleed, trim = box(page, "/MediaBox"), box(page, "/BleedBox"), box(page, "/TrimBox")
        if media[:2] != (0, 0):
            yield f"bladzijde {number} begint op {media[:2]}"
        if max(abs(a - b) for a, b in zip(bleed, grown(trim, 3 * MM), strict=True)) > 0.01:
            yield f"bladzijde {number} heeft afloop {bleed} om {trim}"
        if not inside(bleed, media):
            yield f"bladzijde {number} is te klein voor haar afloop"
        wide, high = (round(length / MM, 1) for length in (trim[2] - trim[0], trim[3] - trim[1]))
        if size and (wide, high) not in (SIZES[size], SIZES[size][::-1]):
            yield f"bladzijde {number} is {wide} × {high} mm en geen {size}"


def box(page: pikepdf.Page, name: str) -> tuple[float, ...]:
    """Left, bottom, right, top of a page."""
    return tuple(float(edge) for edge in page.obj[name])


def grown(edges: tuple[float, ...], by: float) -> tuple[float, ...]:
    """A box that is larger on all four sides."""
    return (edges[0] - by, edges[1] - by, edges[2] + by, edges[3] + by)


def inside(small: tuple[float, ...], large: tuple[float, ...]) -> bool:
    """Whether a box lies wholly in another."""
    return small[0] >= large[0] and small[1] >= large[1] and small[2] <= large[2] and small[3] <= large[3]


def _objects(pdf: pikepdf.Pdf) -> Iterator[str]:
    """What may stand nowhere in the file: colours of a screen, tags, what does something by itself."""
    names: set[str] = set()
    for item in pdf.objects:
        names |= set(_names(item))
    yield from sorted(f"in het bestand staat {name}" for name in names & (FOREIGN | ACTIVE | TAGGED))


def _names(item: Any) -> Iterator[str]:
    """Every name in an object, as key or as value, without following to other objects."""
    inner: list[Any] = []
    if isinstance(item, Dictionary | Stream):
        yield from item.keys()
        inner = [value for _, value in item.items()]
    elif isinstance(item, pikepdf.Array):
        inner = list(item)
    elif isinstance(item, Name):
        yield str(item)
    for value in inner:
        if not (isinstance(value, pikepdf.Object) and value.is_indirect):
            yield from _names(value)


def _streams(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Every stream: what it paints with, and that it is of a kind that can be judged."""
    judged = {page.Contents.objgen for page in pdf.pages}
    for item in pdf.objects:
        for name in ("/ToUnicode", "/FontFile", "/FontFile2", "/FontFile3", "/CIDSet", "/DestOutputProfile"):
            if isinstance(item, Dictionary) and name in item:
                judged.add(item[name].objgen)
    for page in pdf.pages:
        yield from _painted(page.obj, page.obj.Resources)
    for item in pdf.objects:
        if isinstance(item, Dictionary) and item.get("/Subtype") == Name.Type3:
            for glyph in item.CharProcs.values():
                judged.add(glyph.objgen)
                yield from _painted(glyph, item.get("/Resources", Dictionary()))
        if isinstance(item, Dictionary | Stream) and "/ShadingType" in item and item.ColorSpace != Name.DeviceCMYK:
            yield "een verloop in een andere kleurruimte"
    for item in pdf.objects:
        if not isinstance(item, Stream) or item.objgen in judged:
            continue
        if item.get("/Subtype") == Name.Image:
            yield from _picture(item)
        elif item.get("/Subtype") == Name.Form or item.get("/PatternType") == 1:
            if "/Group" in item and item.Group.get("/CS", Name.DeviceCMYK) not in (Name.DeviceCMYK, Name.DeviceGray):
                yield f"een groep in {item.Group.CS}"
            yield from _painted(item, item.get("/Resources", Dictionary()))
        elif str(item.get("/Type")) not in KNOWN:
            yield f"een stroom die niemand kent: {dict(item.items())}"


def _painted(owner: Any, resources: Any) -> Iterator[str]:
    space = {"cs": "", "CS": ""}
    for one in pikepdf.parse_content_stream(owner):
        name, operands = str(one.operator), list(one.operands)
        if name in ("rg", "RG", "g", "G"):
            yield f"kleur met {name}"
        elif name in ("k", "K"):
            if sum(map(float, operands)) > 3.0001:
                yield f"{sum(map(float, operands)):.2f} inkt"
        elif name in ("cs", "CS"):
            space[name] = str(operands[0])
            if space[name] not in ("/All", "/Pattern"):
                yield f"kleurruimte {operands[0]}"
        elif name in ("sc", "SC", "scn", "SCN"):
            want = {"/All": 1, "/Pattern": 1}.get(space["cs" if name.islower() else "CS"])
            if len(operands) != want:
                yield f"kleur met {name} van {len(operands)}"
        elif name == "INLINE IMAGE":
            yield "een beeld in de regel"
        elif name in ("BMC", "BDC", "EMC", "MP", "DP"):
            yield f"tag met {name}"
    for label, space_of in resources.get("/ColorSpace", Dictionary()).items():
        if list(space_of)[:3] != [Name.Separation, Name.All, Name.DeviceCMYK]:
            yield f"kleurruimte {label}"


def _blend(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Each page that mixes what lies on top of each other says that it does so in ink, and so does each group."""
    shines = any(_shines(item) for item in pdf.objects)
    for number, page in enumerate(pdf.pages, 1):
        group = page.obj.get("/Group", Dictionary())
        if (shines or group) and [group.get(key) for key in ("/S", "/CS")] != [Name.Transparency, Name.DeviceCMYK]:
            yield f"bladzijde {number} mengt in {group.get('/CS')}"


def _shines(item: Any) -> bool:
    if not isinstance(item, Dictionary | Stream):
        return False
    if isinstance(item, Stream) and {"/SMask", "/Group"} & set(item.keys()):
        return True
    states = item.get("/ExtGState", item.get("/Resources", Dictionary()).get("/ExtGState", Dictionary())).values()
    return any(
        {"/SMask", "/BM"} & set(state.keys()) or {state.get(a, 1) for a in ("/ca", "/CA")} != {1} for state in states
    )


def _picture(item: Stream) -> Iterator[str]:
    if item.get("/ImageMask"):
        return
    if item.ColorSpace == Name.DeviceGray:
        return
    if item.ColorSpace != Name.DeviceCMYK or item.BitsPerComponent != 8:
        yield f"een beeld in {item.ColorSpace}"
        return
    photo = item.get("/Filter") == Name.DCTDecode
    raw = item.read_raw_bytes() if photo else item.read_bytes()
    if photo and (b"Adobe" in raw[:1000]) != ([int(n) for n in item.get("/Decode", ())] == [1, 0] * 4):
        yield "een foto in negatief"
    image = Image.open(io.BytesIO(raw)) if photo else Image.frombytes("CMYK", (item.Width, item.Height), raw)
    if most_ink(image) > 3.0:
        yield f"een beeld met {most_ink(image) * 100:.1f} % inkt"


def most_ink(image: Image.Image) -> float:
    """The sum of the four shares where it is greatest."""
    bands = dict(zip("cmyk", (band.convert("I") for band in image.split()), strict=True))
    total = ImageMath.lambda_eval(lambda _: _["c"] + _["m"] + _["y"] + _["k"], **bands)
    return float(total.getextrema()[1]) / 255


def _fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    for item in pdf.objects:
        if not isinstance(item, Dictionary) or item.get("/Type") != Name.Font or item.Subtype == Name.Type3:
            continue
        fonts = list(item.DescendantFonts) if item.Subtype == Name.Type0 else [item]
        for font in fonts:
            if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(font.get("/FontDescriptor", Dictionary()).keys()):
                yield f"{font.BaseFont} zit er niet in"


def _marks(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Two crop marks at each corner, in every ink, on the lines of the trim and wholly outside the bleed."""
    for number, page in enumerate(pdf.pages, 1):
        bleed, trim, media = box(page, "/BleedBox"), box(page, "/TrimBox"), box(page, "/MediaBox")
        lines = list(_in_all_inks(page))
        ends = [tuple(sorted(pair)) for pair in zip(lines[::2], lines[1::2], strict=True)]
        if len(ends) != 8:
            yield f"bladzijde {number} heeft {len(ends)} snijtekens"
        for (x, y), (to_x, to_y) in ends:
            upright = abs(x - to_x) < 0.01
            on_line = min(abs((x if upright else y) - edge) for edge in trim) < 0.01
            outside = to_x < bleed[0] or x > bleed[2] or to_y < bleed[1] or y > bleed[3]
            short = abs(to_x - x) + abs(to_y - y) < 4 * MM
            if not (on_line and outside and inside((x, min(y, to_y), to_x, max(y, to_y)), media)) or short:
                yield f"bladzijde {number} heeft een snijteken van {x, y} naar {to_x, to_y}"


def _in_all_inks(page: pikepdf.Page) -> Iterator[tuple[float, float]]:
    """The points of all paths that are stroked in the colour of registration marks."""
    matrix, space = IDENTITY, ""
    before: list[tuple[tuple[float, ...], str]] = []
    path: list[tuple[float, float]] = []
    for one in pikepdf.parse_content_stream(page):
        name, operands = str(one.operator), list(one.operands)
        if name == "q":
            before.append((matrix, space))
        elif name == "Q":
            matrix, space = before.pop()
        elif name == "cm":
            matrix = times(tuple(map(float, operands)), matrix)
        elif name == "CS":
            space = str(operands[0])
        elif name in ("m", "l"):
            path.append(at(matrix, *map(float, operands)))
        elif name in ("S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "n"):
            if name == "S" and space == "/All":
                yield from path
            path = []


def times(one: tuple[float, ...], other: tuple[float, ...]) -> tuple[float, ...]:
    """Two transformations after each other."""
    a, b, c, d, e, f = one
    k, l, m, n, o, p = other  # noqa: E741
    return (a * k + b * m, a * l + b * n, c * k + d * m, c * l + d * n, e * k + f * m + o, e * l + f * n + p)


def at(matrix: tuple[float, ...], x: float, y: float) -> tuple[float, float]:
    """Where a point lands."""
    a, b, c, d, e, f = matrix
    return (a * x + c * y + e, b * x + d * y + f)


def colours_of_text(page: pikepdf.Page) -> list[tuple[float, ...]]:
    """The colour of each piece of text on a page in the order of drawing, with what its drawings hold."""
    return list(_texts(page.obj, page.obj.Resources, (0.0,)))


def _texts(owner: Any, resources: Any, colour: tuple[float, ...]) -> Iterator[tuple[float, ...]]:
    before: list[tuple[float, ...]] = []
    for one in pikepdf.parse_content_stream(owner):
        name, operands = str(one.operator), list(one.operands)
        if name == "q":
            before.append(colour)
        elif name == "Q":
            colour = before.pop()
        elif name in ("rg", "k", "g"):
            colour = tuple(map(float, operands))
        elif name in ("Tj", "TJ", "'", '"'):
            yield colour
        elif name == "Do" and resources.XObject[operands[0]].Subtype == Name.Form:
            drawing = resources.XObject[operands[0]]
            yield from _texts(drawing, drawing.get("/Resources", resources), colour)


def muddy(page: pikepdf.Page, below: float = 12) -> list[str]:
    """Small text, in points, that is black for the most part and has other inks as well: it is not sharp on a press."""
    before: list[tuple[float, ...]] = []
    colour, size, found = (0.0,), 0.0, []
    for one in pikepdf.parse_content_stream(page):
        name, operands = str(one.operator), list(one.operands)
        if name == "q":
            before.append(colour)
        elif name == "Q":
            colour = before.pop()
        elif name == "k":
            colour = tuple(map(float, operands))
        elif name == "Tf":
            size = float(operands[1]) * 0.75  # the engine counts in pixels
        elif name in ("Tj", "TJ") and size < below and len(colour) == 4 and colour[3] >= 0.5 and sum(colour[:3]) > 0:
            found.append(f"{size:.1f} pt in {colour}")
    return found
