"""One drawing, two windows on it: a sheet as the engine made it becomes one for the office and one for the print shop.

The engine draws 3 mm beyond the edge. For the office that is cut off again, and a white frame lies where its printers
cannot print. For the print shop all colour becomes ink, and crop marks stand around it (PDF/X-4).
"""

import hashlib
import io
import uuid
from collections.abc import Iterable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator

from builder.pages import Ink
from builder.pdf.booklet import MARKED
from builder.pdf.inks import Inks

MM = 72 / 25.4
FRAME = 5 * MM  # what an office printer leaves white
PRINTED = ((148, 210), (210, 297), (297, 420), (420, 594))  # mm; what has another size is set in a page of others
BLEED = 3 * MM
SLUG = 10 * MM  # room for the crop marks beyond the bleed
MARK = (4 * MM, 9 * MM)  # where a crop mark begins and ends, from the edge of the sheet outwards
CONDITION, PROFILE = "FOGRA39", "kleurprofiel/fogra39l_coated.icc"
NO_MASK = Name("/None")
# A fixed moment, as in the fonts: every sheet would else be another one every day.
MOMENT, MOMENT_XMP = "D:20000101000000Z", "2000-01-01T00:00:00Z"


def framed(data: bytes) -> bytes:
    """Pages with a white frame of 5 mm over their edge, for the office; tags and fields stay as they are.

    An advertisement or a column has none: no printer takes its size, and where it is placed the frame would be seen.
    """
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            width, height = _size(page)
            if tuple(sorted((round(width / MM), round(height / MM)))) not in PRINTED:
                continue
            inner = f"{FRAME:.3f} {FRAME:.3f} {width - 2 * FRAME:.3f} {height - 2 * FRAME:.3f} re"
            # A little beyond the edge, or some programs leave a hair of colour there.
            outer = f"-9 -9 {width + 18:.3f} {height + 18:.3f} re"
            frame = f"Q /Artifact BMC q 1 1 1 rg {outer} {inner} f* Q EMC"
            page.contents_add(b"q", prepend=True)
            page.contents_add(frame.encode())
        _blend(pdf, Name.DeviceRGB)
        return _saved(pdf)


def cut(data: bytes) -> bytes:
    """The sheet cut to its size, as it will look; tags and fields stay as they are."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            page.MediaBox = page.TrimBox
            if "/BleedBox" in page:
                del page.BleedBox
        return _saved(pdf)


def for_press(data: bytes, inks: Inks, profile: bytes) -> bytes:
    """The sheet as PDF/X-4: in ink, with bleed, marks, the boxes of a print shop and the profile it is meant for."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for key in ("/StructTreeRoot", "/MarkInfo", "/AcroForm", "/Names", "/Outlines"):
            if key in pdf.Root:
                del pdf.Root[key]
        _ink_everything(pdf, inks)
        _move_patterns(pdf)
        for page in pdf.pages:
            _place(pdf, page, inks)
        _blend(pdf, Name.DeviceCMYK)
        pdf.Root.OutputIntents = Array([_intent(pdf, profile)])
        _declare(pdf)
        return _saved(pdf, force_version="1.6")


def _blend(pdf: pikepdf.Pdf, space: pikepdf.Name) -> None:
    """Say in which colours a page mixes what lies on top of each other; who is not told so chooses for himself."""
    for page in pdf.pages:
        if transparent(page.Resources):
            page.Group = Dictionary(Type=Name.Group, S=Name.Transparency, CS=space, I=True)


def transparent(resources: Any) -> bool:
    """Whether something shines through in what a page may draw, however deep inside."""
    states = resources.get("/ExtGState", {}).values()
    parts = (*resources.get("/XObject", {}).values(), *resources.get("/Pattern", {}).values())
    return any(map(_shines, states)) or any(
        "/SMask" in part or "/Group" in part or transparent(part.get("/Resources", {})) for part in parts
    )


def _shines(state: Any) -> bool:
    mask, way = state.get("/SMask", NO_MASK), state.get("/BM", Name.Normal)
    return mask != NO_MASK or way != Name.Normal or min(float(state.get(key, 1)) for key in ("/ca", "/CA")) < 1


def _size(page: pikepdf.Page) -> tuple[float, float]:
    left, bottom, right, top = map(float, page.TrimBox)
    return right - left, top - bottom


def _ink_everything(pdf: pikepdf.Pdf, inks: Inks) -> None:
    """Every colour in every picture and drawing that a page uses becomes ink."""
    for item in pdf.objects:
        if not isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
            continue
        for shading in item.Resources.get("/Shading", {}).values() if "/Resources" in item else ():
            if shading.ColorSpace == Name.DeviceRGB:
                _ink_steps(shading.Function, inks)
                shading.ColorSpace = Name.DeviceCMYK
        if "/Resources" in item and "/ColorSpace" in item.Resources:
            del item.Resources.ColorSpace  # the engine offers Lab to every page; nothing uses it
        if isinstance(item.get("/Group"), pikepdf.Dictionary) and "/CS" in item.Group:
            item.Group.CS = Name.DeviceCMYK
        if not isinstance(item, pikepdf.Stream):
            continue
        if item.get("/Subtype") == Name.Image:
            if item.get("/ColorSpace") != Name.DeviceGray and not item.get("/ImageMask"):
                _ink_picture(item, inks)
        elif item.get("/Subtype") == Name.Form or "/PatternType" in item:
            item.write(_inked(pikepdf.parse_content_stream(item), inks))


def _ink_steps(function: pikepdf.Object, inks: Inks) -> None:
    """The colours between which a gradient goes, in ink."""
    for part in function.get("/Functions", ()):
        _ink_steps(part, inks)
    for end in ("/C0", "/C1"):
        if end in function and len(function[end]) == 3:
            function[end] = Array([round(share, 4) for share in inks.of(*map(float, function[end]))])


def _ink_picture(item: pikepdf.Stream, inks: Inks) -> None:
    photo = item.get("/Filter") == Name.DCTDecode
    picture = pikepdf.PdfImage(item).as_pil_image(apply_mask=False)
    if photo:
        item.write(inks.photo(picture), filter=Name.DCTDecode)
    else:
        item.write(inks.picture(picture).tobytes())
    item.ColorSpace, item.BitsPerComponent = Name.DeviceCMYK, 8
    if photo:
        item.Decode = Array([1, 0] * 4)


def _inked(instructions: Iterable[Any], inks: Inks) -> bytes:
    """A content stream with the colours of the screen in ink, and without tags: what is printed is not read aloud."""
    drawn = [_instruction(one, inks) for one in instructions if str(one.operator) not in MARKED]
    return bytes(pikepdf.unparse_content_stream(drawn))


def _instruction(one: Any, inks: Inks) -> Any:
    name = str(one.operator)
    if name in ("rg", "RG"):
        return _colour(inks.of(*map(float, one.operands)), name == "RG")
    if name in ("g", "G"):
        return _colour(inks.of(*[float(one.operands[0])] * 3), name == "G")
    return one


def _colour(ink: Ink, stroke: bool) -> Any:
    return pikepdf.ContentStreamInstruction([round(share, 4) for share in ink], Operator("K" if stroke else "k"))


def _place(pdf: pikepdf.Pdf, page: pikepdf.Page, inks: Inks) -> None:
    """The drawing of a page in the middle of a larger one: what is beyond the bleed goes, crop marks come."""
    width, height = _size(page)
    beyond = min(BLEED, -float(page.BleedBox[0]) if "/BleedBox" in page else 0)  # what the engine has really drawn
    offset = SLUG + BLEED
    drawn = _inked(pikepdf.parse_content_stream(page), inks)
    edge = f"{-beyond:.3f} {-beyond:.3f} {width + 2 * beyond:.3f} {height + 2 * beyond:.3f} re W n"
    begin = f"q 1 0 0 1 {offset:.3f} {offset:.3f} cm {edge}\n"
    page.Contents = pdf.make_stream(begin.encode() + drawn + b"\nQ\n" + _marks(width, height, offset).encode())
    for key in ("/Annots", "/StructParents", "/Tabs"):
        if key in page.obj:
            del page.obj[key]
    page.MediaBox = _box(0, width, height, offset + offset)
    page.BleedBox = _box(offset - beyond, width, height, 2 * beyond)
    page.TrimBox = _box(offset, width, height, 0)
    tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[1, 1, 1, 1], N=1)
    page.Resources.ColorSpace = Dictionary(All=Array([Name.Separation, Name.All, Name.DeviceCMYK, tint]))


def _move_patterns(pdf: pikepdf.Pdf) -> None:
    """What repeats itself on a page is not moved by the instructions of that page, so it is moved on its own."""
    found = {item.objgen: item for page in pdf.pages for item in page.Resources.get("/Pattern", {}).values()}
    for item in found.values():
        *turn, x, y = map(float, item.Matrix)
        item.Matrix = Array([*turn, x + SLUG + BLEED, y + SLUG + BLEED])


def _box(start: float, width: float, height: float, more: float) -> Array:
    return Array([round(number, 3) for number in (start, start, start + width + more, start + height + more)])


def _marks(width: float, height: float, offset: float) -> str:
    """Crop marks at the four corners, in every ink at once."""
    lines = []
    for x in (0.0, width):
        for y in (0.0, height):
            for distance in [(-part if x == 0 else part) for part in MARK]:
                lines.append((x + distance, y))
            for distance in [(-part if y == 0 else part) for part in MARK]:
                lines.append((x, y + distance))
    points = [f"{x + offset:.3f} {y + offset:.3f} {'ml'[n % 2]}" for n, (x, y) in enumerate(lines)]
    return f"q /All CS 1 SCN 0.25 w {' '.join(points)} S Q"


def _intent(pdf: pikepdf.Pdf, profile: bytes) -> pikepdf.Object:
    stream = pdf.make_stream(profile)
    stream.N, stream.Alternate = 4, Name.DeviceCMYK
    return pdf.make_indirect(
        Dictionary(
            Type=Name.OutputIntent,
            S=Name("/GTS_PDFX"),
            OutputConditionIdentifier=pikepdf.String(CONDITION),
            Info=pikepdf.String("Coated FOGRA39 (ISO 12647-2:2004)"),
            RegistryName=pikepdf.String("http://www.color.org"),
            DestOutputProfile=stream,
        )
    )


def _declare(pdf: pikepdf.Pdf) -> None:
    """What PDF/X-4 wants a file to say of itself; its id follows from what is drawn, so the bytes stay the same."""
    title = str(pdf.docinfo.get("/Title", ""))
    pdf.docinfo["/CreationDate"] = pdf.docinfo["/ModDate"] = MOMENT
    pdf.docinfo["/Trapped"] = Name("/False")
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as meta:
        for key in [key for key in meta if "pdfua" in key]:
            del meta[key]
        meta["dc:title"] = title
        meta["pdf:Trapped"] = "False"
        meta["pdfxid:GTS_PDFXVersion"] = "PDF/X-4"
        meta["xmp:CreateDate"] = meta["xmp:ModifyDate"] = meta["xmp:MetadataDate"] = MOMENT_XMP
        meta["xmpMM:DocumentID"] = f"uuid:{_identity(pdf)}"
        meta["xmpMM:RenditionClass"] = "default"
        meta["xmpMM:VersionID"] = "1"


def _identity(pdf: pikepdf.Pdf) -> str:
    """An id that follows from what is on the pages."""
    drawn = b"".join(page.Contents.read_bytes() for page in pdf.pages)
    return str(uuid.uuid5(uuid.NAMESPACE_OID, hashlib.sha256(drawn).hexdigest()))


def _saved(pdf: pikepdf.Pdf, force_version: str = "") -> bytes:
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True, force_version=force_version)
    return out.getvalue()
