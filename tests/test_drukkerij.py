"""What goes to the print shop is what the office printer makes: in ink, with bleed, and nothing of the screen left.

The judge is ``tests/keuring.py``, which shares no line with the code that makes the sheets.
"""

from __future__ import annotations

import io
import random
import re
import struct
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import zxingcpp
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image, ImageChops, ImageCms, ImageDraw

from builder import manifest
from builder.colours import ROLES, STRONG
from builder.content import Picture
from builder.diagnostics import Made
from builder.images import prepare
from builder.inputs import look, look_into
from builder.pdf.inks import Inks
from builder.pdf.preflight import inspect
from builder.settings import Huisstijl, load_settings
from builder.templating import PAPER_WIDTH
from tests.keuring import MM, SIZES, box, colours_of_text, faults, most_ink, muddy
from tests.persen import different, letters, page, printed, read, shown, trimmed, with_pages
from tests.sample import library_of, squeeze
from tests.site import POSTER, REPO, Site
from tests.test_images import (
    BLUE,
    GREEN,
    PORTRAIT,
    RED,
    chunk,
    jpeg_with_all,
    near,
    pdf_traces,
    picture,
    saved,
    traces,
)

PROFILE = (REPO / "templates/kleurprofiel/fogra39l_coated.icc").read_bytes()
SEED = 20261122
DPI = 50.8  # two points to a millimetre

# --- Inks ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def inks() -> Inks:
    """Without colours of a house style."""
    return Inks(PROFILE, {})


@pytest.mark.parametrize("grey", [0.0, 0.1, 0.5, 0.997, 1.0])
def test_a_grey_is_black_alone(inks: Inks, grey: float) -> None:
    assert inks.of(grey, grey, grey) == pytest.approx((0, 0, 0, 1 - grey), abs=0.003)


def test_no_colour_has_more_ink_than_dries(inks: Inks) -> None:
    print(f"seed {SEED}")
    source = random.Random(SEED)
    colours = [tuple(source.random() ** 3 for _ in range(3)) for _ in range(500)]  # the dark ones take most ink
    assert max(sum(inks.of(*colour)) for colour in colours) <= 3.0


def test_what_the_house_style_gives_is_what_is_printed() -> None:
    given = (0.1, 0.88, 0.95, 0.05)
    told = Inks(PROFILE, {"#c83722": given, "#ffffff": (0.0, 0.0, 0.02, 0.0)})
    assert told.of(200 / 255, 55 / 255, 34 / 255) == given
    assert told.of(0.784314, 0.215686, 0.133333) == given  # as the engine writes it
    assert told.of(1, 1, 1) == (0.0, 0.0, 0.02, 0.0)
    assert told.of(200 / 255, 55 / 255, 35 / 255) != given


def noise(least: int, most: int) -> Image.Image:
    print(f"seed {SEED}")
    values = random.Random(SEED).randbytes(300 * 200 * 3)
    return Image.frombytes("RGB", (300, 200), bytes(least + value * (most - least) // 255 for value in values))


@pytest.mark.parametrize(("least", "most"), [(0, 255), (0, 60), (0, 20), (120, 255)])
def test_a_photo_has_no_more_ink_than_dries_and_no_less_black(inks: Inks, least: int, most: int) -> None:
    """Also once it is packed as JPEG, which makes some spots darker than they were."""
    photo = noise(least, most)
    plain = ImageCms.profileToProfile(
        photo, ImageCms.createProfile("sRGB"), ImageCms.ImageCmsProfile(io.BytesIO(PROFILE)), outputMode="CMYK"
    )
    assert plain is not None
    thin = inks.picture(photo)
    assert (most_ink(plain) > 3.0) == (least == 0), "de proef zelf moet te veel inkt hebben"
    assert most_ink(thin) <= 3.0
    assert thin.getchannel("K").tobytes() == plain.getchannel("K").tobytes()
    packed = Image.open(io.BytesIO(inks.photo(photo)))
    assert packed.mode == "CMYK"
    assert most_ink(packed) <= 3.0
    if least:
        assert thin.tobytes() == plain.tobytes()


# --- Sheets with planted drawings ----------------------------------------------------------------------------


def drawing() -> bytes:
    clear = Image.new("RGBA", (300, 300), (0, 0, 0, 0))
    ImageDraw.Draw(clear).ellipse((30, 30, 270, 270), fill=(20, 80, 160, 255))
    return saved(clear, "PNG")


def tile() -> bytes:
    image = Image.new("RGB", (120, 120), (250, 240, 220))
    ImageDraw.Draw(image).rectangle((0, 0, 59, 59), fill=(200, 55, 34))
    return saved(image, "PNG")


LAYERS = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 90"><g opacity=".5"><rect width="50" height="50" '
    b'fill="#c83722"/><circle cx="50" cy="50" r="30" fill="#3b7a3f"/></g>'
    b'<path d="M0 88h90" stroke="#c83722" stroke-width="4"/></svg>'
)
SHAPE = "mask-border: url(https://bron.invalid/beeld/vormen/bord.svg) 0 fill / 0"
EVERYTHING = f"""
<div style="left: -3mm; top: -3mm; width: 106mm; height: 20mm; background: #1c1a17"></div>
<div style="left: 10mm; top: 30mm; width: 30mm; height: 30mm; background: url(https://bron.invalid/x/tegel.png) 0/40px">
</div>
<img style="left: 10mm; top: 70mm; width: 30mm" alt="bol" src="https://bron.invalid/x/bol.png">
<img style="left: 50mm; top: 70mm; width: 30mm" alt="lagen" src="https://bron.invalid/x/lagen.svg">
<img style="left: 60mm; top: 30mm; width: 30mm" alt="foto" src="https://bron.invalid/x/foto.jpg">
<div style="left: 10mm; top: 110mm; width: 30mm; height: 30mm; background: #3b7a3f; {SHAPE}"></div>
<div style="left: 50mm; top: 110mm; width: 30mm; height: 30mm; background: #c83722; opacity: .4"></div>
<p style="left: 10mm; top: 104mm; color: #1c1a17">Tekst in inkt</p>
<p style="left: 10mm; top: 142mm; color: #fff; background: #1c1a17">Tekst in wit</p>
"""
ABSOLUTE = "div, img, p { position: absolute }"


def sixteen_bit_colours(image: Image.Image) -> bytes:
    """A PNG with sixteen bits for each of three colours, which Pillow cannot write."""
    data, width = image.tobytes(), image.width * 3
    rows = (data[n : n + width] for n in range(0, len(data), width))
    wide = b"".join(b"\0" + bytes(byte for value in row for byte in (value, value)) for row in rows)
    header = struct.pack(">IIBBBBB", image.width, image.height, 16, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(wide, 1)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)


PHOTOS: dict[str, Callable[[], bytes]] = {
    "cmyk.jpg": lambda: saved(picture(600, 450).convert("CMYK"), "JPEG", quality=95),
    "zestien.png": lambda: sixteen_bit_colours(picture(600, 450)),
    "gedraaid.jpg": lambda: jpeg_with_all(picture(600, 450).transpose(Image.Transpose.ROTATE_90), 6),
    "gespiegeld.jpg": lambda: jpeg_with_all(picture(600, 450).transpose(Image.Transpose.FLIP_LEFT_RIGHT), 2),
}


def swatches(style: Huisstijl) -> str:
    """Every colour of a house style as a field, and a text in each colour of text."""
    fields = [
        f'<div style="left: 0; top: {n * 4}mm; width: 9mm; height: 3mm; background: {colour}"></div>'
        for n, colour in enumerate(style.tokens().values())
    ]
    return "".join(fields) + f'<p style="left: 20mm; top: 9mm; color: {style.inkt}">Tekst in inkt</p>'


def style(drukkleuren: str = "") -> Huisstijl:
    """The house style of the sample, with inks of its own or with those of the profile."""
    settings, findings = load_settings(look(REPO))
    assert settings, findings
    return settings.huisstijl.model_copy(update={} if drukkleuren else {"drukkleuren": None})


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Made]:
    """All planted sheets of this module, made in one go."""
    work = tmp_path_factory.mktemp("persen")
    files = {"x/bol.png": drawing(), "x/tegel.png": tile(), "x/lagen.svg": LAYERS}
    files["x/foto.jpg"] = saved(picture(600, 600), "JPEG", quality=95)
    files["x/donker.jpg"] = saved(noise(0, 60), "JPEG", quality=95)
    photos = ""
    for number, (name, make) in enumerate(PHOTOS.items()):
        (work / name).write_bytes(make())
        ready = prepare(look_into(work), Picture(name, name), [PAPER_WIDTH], work / "cache")
        assert not ready.findings
        ((asset, data),) = ready.files.items()
        files[f"x/{asset}"] = data
        photos += f'<img style="left: 20mm; top: {number * 36 + 3}mm; width: 40mm" alt="foto" src="https://bron.invalid/x/{asset}">'
    files["beeld/vormen/bord.svg"] = (REPO / "templates/tekeningen/tafel/vormen/bord.svg").read_bytes()
    sheets = {
        "alles": page(EVERYTHING, ABSOLUTE),
        "fotos": page(photos, ABSOLUTE),
        "donker": page('<img style="width: 40mm" alt="foto" src="https://bron.invalid/x/donker.jpg">', ABSOLUTE),
        "verloop": page('<div style="height: 9mm; background: linear-gradient(#c83722, #3b7a3f)"></div>'),
        "kleuren": page(swatches(style()), ABSOLUTE),
        **{name: page(f'<div style="{how}; background: #111"></div>', ABSOLUTE) for name, (how, _) in BLEEDS.items()},
        "twee": page('<p style="break-after: page">Een</p><p>Twee</p>', size="210mm 297mm"),
    }
    made = printed(sheets, work / "tmp", files)
    given = printed({"inkten": page(swatches(style("ja")), ABSOLUTE)}, work / "tmp", inks=style("ja").inks())
    return {**made, **given}


@pytest.mark.parametrize("name", ["alles", "fotos", "donker", "verloop", "kleuren", "inkten", "twee"])
def test_whatever_is_drawn_comes_out_in_ink(planted: dict[str, Made], name: str) -> None:
    made = planted[name]
    assert not made.findings
    assert all(fact.fits for fact in made.facts)
    assert faults(made.beside["drukkerij"]) == []


def test_a_page_says_in_what_it_mixes(planted: dict[str, Made]) -> None:
    """In ink for the print shop, in light for the office; a page on which nothing shines through says nothing."""
    for name, shines in (("alles", True), ("twee", False)):
        for data, space in ((planted[name].data, Name.DeviceRGB), (planted[name].beside["drukkerij"], Name.DeviceCMYK)):
            with pikepdf.open(io.BytesIO(data)) as pdf:
                groups = [sheet.obj.get("/Group") for sheet in pdf.pages]
                assert [group and (group.S, group.CS) for group in groups] == [
                    (Name.Transparency, space) if shines else None
                ] * len(groups), name


def test_a_drawing_is_the_same_in_both_profiles(planted: dict[str, Made]) -> None:
    """With transparency, masks, repeated backgrounds and a photo."""
    for name in ("alles", "fotos", "twee"):
        office, shop = shown(planted[name].data, DPI), trimmed(planted[name].beside["drukkerij"], DPI)
        assert [different(*pair, DPI) for pair in zip(office, shop, strict=True)] == [[]] * len(office), name


@pytest.mark.parametrize("profile", ["kantoor", "drukkerij"])
def test_photos_stand_upright_in_their_own_colours(planted: dict[str, Made], profile: str) -> None:
    """CMYK, sixteen bits, turned and mirrored by the camera: red left, green right, blue at the foot."""
    made = planted["fotos"]
    (seen,) = shown(made.data, 72) if profile == "kantoor" else trimmed(made.beside["drukkerij"], 72)
    for number, name in enumerate(PHOTOS):
        top = number * 36 + 3
        places = {(30, top + 10): RED, (50, top + 10): GREEN, (25, top + 27): BLUE, (55, top + 27): BLUE}
        for (x, y), colour in places.items():
            found = seen.getpixel((round(x * MM), round(y * MM)))
            assert near(found, colour, 70), f"{name} op {x, y}: {found} en niet {colour}"
            assert isinstance(found, tuple)
            assert found.index(max(found)) == colour.index(max(colour))


def test_a_photo_takes_nothing_but_its_pixels_to_the_shop(planted: dict[str, Made]) -> None:
    """Two of the photos carry their maker and place in every way that a camera knows."""
    assert traces(PHOTOS["gedraaid.jpg"]())
    for data in (planted["fotos"].data, planted["fotos"].beside["drukkerij"]):
        assert not pdf_traces(data)


# --- Inks of the house style ---------------------------------------------------------------------------------


def inks_on(data: bytes) -> list[tuple[float, ...]]:
    """The inks of a page in the order in which they are used."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        found = (one for one in pikepdf.parse_content_stream(pdf.pages[0]) if str(one.operator) == "k")
        return list(dict.fromkeys(tuple(map(float, one.operands)) for one in found))


def test_the_inks_of_the_house_style_are_printed_as_they_are_given(planted: dict[str, Made]) -> None:
    """The five colours, paper and text as in ``drukkleuren``; tints have as much of paper as on the screen, and deep
    shades the same colour with black on top for the light that is taken away."""
    given, tokens = style("ja").drukkleuren, style("ja").tokens()
    assert given
    plain = {
        ROLES.get(name, name): tuple(share / 100 for share in getattr(given, name)) for name in type(given).model_fields
    }
    found = inks_on(planted["inkten"].beside["drukkerij"])
    for name in (*STRONG, "papier", "inkt"):
        assert any(ink == pytest.approx(plain[name], abs=1e-4) for ink in found), name
    for name in STRONG:
        share = share_of(tokens[name], tokens["papier"], tokens[f"{name}-licht"])
        tint = [a * share + b * (1 - share) for a, b in zip(plain[name], plain["papier"], strict=True)]
        assert any(ink == pytest.approx(tint, abs=0.012) for ink in found), f"{name}-licht: {tint}"
        share = share_of(tokens[name], tokens["inkt"], tokens[f"{name}-diep"])
        *colours, black = plain[name]
        deep = [*colours, 1 - (1 - black) * share]
        assert sum(deep) <= 3
        assert any(ink == pytest.approx(deep, abs=0.012) for ink in found), f"{name}-diep: {deep}"
    assert len(found) <= len(set(tokens.values()))


def share_of(one: str, other: str, mixed: str) -> float:
    """How much of one colour is in a mix of two, told by the channel in which they differ most."""
    channels = [tuple(int(colour[n : n + 2], 16) for colour in (one, other, mixed)) for n in (1, 3, 5)]
    a, b, c = max(channels, key=lambda channel: abs(channel[0] - channel[1]))
    return (c - b) / (a - b)


def test_without_inks_of_its_own_a_house_style_gets_those_of_the_profile(planted: dict[str, Made]) -> None:
    found = inks_on(planted["kleuren"].beside["drukkerij"])
    own = inks_on(planted["inkten"].beside["drukkerij"])
    assert len(found) > 12
    assert not [ink for ink in found if ink in own and sum(ink[:3])]
    strong = style().eerste
    shares = (int(strong[n : n + 2], 16) / 255 for n in (1, 3, 5))
    assert Inks(PROFILE, {}).of(*shares) in [pytest.approx(ink, abs=1e-4) for ink in found]


def test_text_is_black_alone(planted: dict[str, Made]) -> None:
    for name in ("inkten", "kleuren"):
        with pikepdf.open(io.BytesIO(planted[name].beside["drukkerij"])) as pdf:
            assert set(colours_of_text(pdf.pages[0])) <= {(0, 0, 0, 1)} or name == "kleuren"


INKS = """  drukkleuren:
    papier: [2, 5, 13, 0]
    inkt: [0, 0, 0, 100]
    tomaat: [10, 88, 95, 5]
    saffraan: [3, 38, 93, 0]
    blad: [75, 20, 95, 25]
    pruim: [45, 90, 25, 35]
    zee: [85, 35, 30, 20]
"""


def with_inks(site: Site, old: str = "", new: str = "") -> Site:
    """The small site with inks of its own, one of them changed."""
    text = (site.root / "site.yml").read_text(encoding="utf-8")
    rest = re.sub(r"^  drukkleuren:\n(?:    .*\n)+", "", text, flags=re.M)
    assert old in INKS
    return site.write("site.yml", rest.rstrip() + "\n" + INKS.replace(old, new, 1))


REFUSED = {
    "te veel inkt": ("[45, 90, 25, 35]", "[95, 90, 90, 35]", "kleur", "«vierde» heeft 310 % inkt en dat droogt niet"),
    "meer dan zwart": ("[0, 0, 0, 100]", "[60, 0, 0, 100]", "kleur", "«inkt» heeft meer dan zwart alleen"),
    "drie getallen": ("[2, 5, 13, 0]", "[2, 5, 13]", "te-weinig", "papier"),
    "vijf getallen": ("[2, 5, 13, 0]", "[2, 5, 13, 0, 0]", "te-veel", "papier"),
    "geen getal": ("[2, 5, 13, 0]", "[2, 5, veel, 0]", "getal", "veel"),
    "meer dan honderd": ("[2, 5, 13, 0]", "[2, 5, 130, 0]", "getal", "100"),
    "een te weinig": ("    zee: [85, 35, 30, 20]\n", "", "ontbreekt", "«vijfde» ontbreekt"),
    "een te veel": ("    zee:", "    mint: [9, 9, 9, 9]\n    zee:", "onbekend-veld", "mint"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_inks_that_cannot_be_printed_are_refused(site: Site, case: str) -> None:
    old, new, code, words = REFUSED[case]
    (told,) = with_inks(site, old, new).findings()
    assert (told.code, told.position.file) == (code, "site.yml")
    assert words in f"{told.message}; {told.remedy}"
    assert told.position.line > 10, "de plaats van de kleuren"


def test_inks_that_can_be_printed_are_kept(site: Site) -> None:
    assert not with_inks(site).findings()


@pytest.mark.usefixtures("paper_stub")
def test_other_inks_make_all_sheets_anew_and_no_page(site: Site) -> None:
    with_inks(site.write("content/posters/noor.yml", POSTER)).build()
    assert not site.outcome.findings
    sheets = {name for name in site.made if name.endswith(".pdf")}
    assert sheets
    with_inks(site, "[10, 88, 95, 5]", "[12, 88, 95, 5]").build()
    assert site.made == sheets


# --- What the own checks see ---------------------------------------------------------------------------------


def change_page(pdf: pikepdf.Pdf, more: str) -> None:
    pdf.pages[0].contents_add(f"q {more} Q".encode())


def image(pdf: pikepdf.Pdf, space: str, colour: bytes, width: int = 60) -> Stream:
    return pdf.make_stream(
        colour * (width * width),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=width,
        Height=width,
        ColorSpace=Name(f"/{space}"),
        BitsPerComponent=8,
    )


def plant_image(pdf: pikepdf.Pdf, space: str, colour: bytes, inches: float) -> None:
    pdf.pages[0].Resources.XObject.Geplant = image(pdf, space, colour)
    change_page(pdf, f"1 0 0 1 40 40 cm {72 * inches} 0 0 {72 * inches} 0 0 cm /Geplant Do")


def plant_form(pdf: pikepdf.Pdf, inner: str, how: str) -> None:
    """A colour of the screen in a drawing, in a drawing in a drawing, in a mask or in what is repeated."""
    resources = pdf.pages[0].Resources
    form = pdf.make_stream(inner.encode(), Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
    if how == "deep":
        outer = pdf.make_stream(b"/In Do", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
        outer.Resources = Dictionary(XObject=Dictionary(In=form))
        form = outer
    if how == "mask":
        form.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceCMYK)
        for sheet in pdf.pages:
            sheet.obj.Group = form.Group
        resources.ExtGState.Geplant = Dictionary(SMask=Dictionary(S=Name.Luminosity, G=pdf.make_indirect(form)))
        change_page(pdf, "/Geplant gs 0 0 0 1 k 40 40 9 9 re f")
    elif how == "pattern":
        tiled = pdf.make_stream(inner.encode(), PatternType=1, PaintType=1, TilingType=1, BBox=[0, 0, 9, 9])
        tiled.XStep = tiled.YStep = 9
        tiled.Resources = Dictionary()
        resources.Pattern = Dictionary(Geplant=tiled)
        change_page(pdf, "/Pattern cs /Geplant scn 40 40 9 9 re f")
    else:
        resources.XObject.Geplant = form
        change_page(pdf, "/Geplant Do")


def plant_transparency(pdf: pikepdf.Pdf, space: Name | None, deep: bool = False) -> None:
    """Something that shines through, on a page that says nothing of it or mixes it in ``space``."""
    for sheet in pdf.pages:
        if "/Group" in sheet:
            del sheet.obj["/Group"]
        if space is not None:
            sheet.obj.Group = Dictionary(S=Name.Transparency, CS=space)
    resources = pdf.pages[0].Resources
    if deep:
        form = pdf.make_stream(b"/In Do", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
        clear = image(pdf, "DeviceCMYK", b"\0\0\0\x80")
        clear.SMask = image(pdf, "DeviceGray", b"\x80")
        form.Resources = Dictionary(XObject=Dictionary(In=clear))
        resources.XObject.Geplant = form
    else:
        resources.ExtGState.Geplant = Dictionary(ca=0.5)
    change_page(pdf, "9 0 0 9 40 40 cm /Geplant Do" if deep else "/Geplant gs 0 0 0 1 k 40 40 9 9 re f")


def plant_gradient(pdf: pikepdf.Pdf) -> None:
    way = Dictionary(FunctionType=2, Domain=[0, 1], C0=[1, 0, 0], C1=[0, 0, 1], N=1)
    shading = Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=[0, 0, 9, 9], Function=way)
    pdf.pages[0].Resources.Shading = Dictionary(Geplant=shading)
    change_page(pdf, "/Geplant sh")


def plant_font(pdf: pikepdf.Pdf, descriptor: bool) -> None:
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    if descriptor:
        font.FontDescriptor = Dictionary(Type=Name.FontDescriptor, FontName=Name.Helvetica, Flags=32)
    pdf.pages[0].Resources.Font.Geplant = pdf.make_indirect(font)
    change_page(pdf, "BT /Geplant 9 Tf 40 40 Td 0 0 0 1 k (Losse letters) Tj ET")


def set_box(name: str, by: float, from_name: str = "") -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        sheet = pdf.pages[-1].obj
        left, bottom, right, top = map(float, sheet[from_name or name])
        sheet[name] = Array([left - by, bottom - by, right + by, top + by])

    return change


def no_intent(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.OutputIntents


def other_condition(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OutputIntents[0].OutputConditionIdentifier = pikepdf.String("FOGRA51")


def no_profile(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.OutputIntents[0]["/DestOutputProfile"]


def not_declared(pdf: pikepdf.Pdf) -> None:
    text = pdf.Root.Metadata.read_bytes().replace(b"PDF/X-4", b"PDF/X-1")
    pdf.Root.Metadata = pdf.make_stream(text, Type=Name.Metadata, Subtype=Name.XML)


WRONG: dict[str, tuple[str, Callable[[pikepdf.Pdf], None]]] = {
    "colour of the screen": ("kleur", lambda pdf: change_page(pdf, "1 0 0 rg 40 40 9 9 re f")),
    "line of the screen": ("kleur", lambda pdf: change_page(pdf, "1 0 0 RG 40 40 m 90 90 l S")),
    "grey of the screen": ("kleur", lambda pdf: change_page(pdf, "0.5 g 40 40 9 9 re f")),
    "colour space": ("kleur", lambda pdf: change_page(pdf, "/DeviceRGB cs 1 0 0 sc 40 40 9 9 re f")),
    "colour in a drawing": ("kleur", lambda pdf: plant_form(pdf, "1 0 0 rg 0 0 9 9 re f", "form")),
    "colour deep inside": ("kleur", lambda pdf: plant_form(pdf, "1 0 0 rg 0 0 9 9 re f", "deep")),
    "colour in a mask": ("kleur", lambda pdf: plant_form(pdf, "1 0 0 rg 0 0 9 9 re f", "mask")),
    "colour in a pattern": ("kleur", lambda pdf: plant_form(pdf, "1 0 0 rg 0 0 9 9 re f", "pattern")),
    "gradient": ("kleur", plant_gradient),
    "picture of the screen": ("kleur", lambda pdf: plant_image(pdf, "DeviceRGB", b"\x80\x20\x20", 0.2)),
    "picture in the line": (
        "kleur",
        lambda pdf: change_page(pdf, "40 40 m 9 0 0 9 0 0 cm BI /W 1 /H 1 /CS /RGB /BPC 8 ID abc EI"),
    ),
    "picture of 90 dpi": ("beeld", lambda pdf: plant_image(pdf, "DeviceCMYK", b"\x80\x20\x20\x00", 60 / 90)),
    "picture with too much ink": ("inkt", lambda pdf: plant_image(pdf, "DeviceCMYK", b"\xff\xff\xff\x33", 0.2)),
    "colour with too much ink": ("inkt", lambda pdf: change_page(pdf, "0.8 0.8 0.8 0.8 k 40 40 9 9 re f")),
    "line with too much ink": ("inkt", lambda pdf: change_page(pdf, "0.8 0.8 0.8 0.8 K 40 40 m 90 90 l S")),
    "too much in a drawing": ("inkt", lambda pdf: plant_form(pdf, "0.8 0.8 0.8 0.8 k 0 0 9 9 re f", "deep")),
    "bleed of 2 mm": ("maat", set_box("/BleedBox", -1 * MM)),
    "no room for the bleed": ("maat", set_box("/MediaBox", -12 * MM)),
    "other origin": ("maat", set_box("/MediaBox", 5)),
    "font without its file": ("letters", lambda pdf: plant_font(pdf, True)),
    "font of the reader": ("letters", lambda pdf: plant_font(pdf, False)),
    "nothing says how it is mixed": ("doorschijnend", lambda pdf: plant_transparency(pdf, None)),
    "mixed as on a screen": ("doorschijnend", lambda pdf: plant_transparency(pdf, Name.DeviceRGB)),
    "a mask deep inside": ("doorschijnend", lambda pdf: plant_transparency(pdf, None, deep=True)),
    "no intent": ("doel", no_intent),
    "other condition": ("doel", other_condition),
    "no profile": ("doel", no_profile),
    "not declared": ("doel", not_declared),
}


@pytest.fixture(scope="module")
def finished(planted: dict[str, Made]) -> bytes:
    """A good sheet of two pages."""
    return planted["twee"].beside["drukkerij"]


def test_a_good_sheet_is_found_good(finished: bytes) -> None:
    found = {fact.what: fact for fact in inspect(finished)}
    assert all(fact.fits for fact in found.values())
    assert found["omvang"].found == "2"
    assert found["maat"].found == "210 × 297 mm"
    assert found["beeld"].found == "geen foto's"


@pytest.mark.parametrize("name", WRONG)
def test_every_planted_fault_is_seen(finished: bytes, name: str) -> None:
    """By the checks of Spijs and by those of the tests."""
    what, plant = WRONG[name]
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(finished)) as pdf:
        plant(pdf)
        for sheet in pdf.pages:
            sheet.contents_coalesce()
        pdf.save(out)
    wrong = [fact for fact in inspect(out.getvalue()) if not fact.fits]
    assert [fact.what for fact in wrong] == [what], wrong
    if what != "beeld":
        assert faults(out.getvalue())


def test_resolution_is_told_at_the_size_of_printing(finished: bytes) -> None:
    """Of the coarsest picture, however it is turned and scaled, in a drawing and in what is repeated."""
    for more, found in {"": "90 dpi", "0 1 -1 0 300 0 cm": "90 dpi", "0.5 0 0 0.5 0 0 cm": "180 dpi"}.items():
        with pikepdf.open(io.BytesIO(finished)) as pdf:
            pdf.pages[0].Resources.XObject.Geplant = image(pdf, "DeviceCMYK", b"\x80\x20\x20\x00")
            change_page(pdf, f"{more} 48 0 0 48 99 99 cm /Geplant Do")
            out = io.BytesIO()
            pdf.save(out)
        assert {fact.what: fact.found for fact in inspect(out.getvalue())}["beeld"] == found


def test_resolution_in_a_repeated_background(planted: dict[str, Made]) -> None:
    """120 pixels on 40 of CSS are three to one of 96 dpi."""
    told = {fact.what: fact.found for fact in planted["alles"].facts}
    assert told["beeld"] == "254, 288, 508 dpi"  # a ball of 300 pixels on 30 mm, the tile, a photo of 600 on 30 mm


# --- Photos of people ----------------------------------------------------------------------------------------

NOOR = "content/posters/noor.yml"


def with_photo(site: Site, width: int, height: int) -> Site:
    site.write("content/personen/planner.yml", PORTRAIT)
    site.write("content/personen/planner.jpg", saved(picture(width, height), "JPEG")).agreed()
    return site.write(NOOR, POSTER.replace("[A3]", "[A4, A2]"))


@pytest.mark.slow
def test_a_small_photo_does_not_go_to_the_print_shop_and_a_better_one_does(site: Site) -> None:
    """On the wall of the office it is good enough; the message names what was found at the size of the sheet."""
    with_photo(site, 300, 200).build(only=("posters",))
    assert {path.name for path in site.output.rglob("*.pdf")} == {"noor-a4.pdf"}
    assert (site.output / "kantoor/posters/noor-a4.pdf").is_file()
    assert (site.output / "overzicht/posters/noor-a2.png").is_file()
    found = {finding.message.partition(" ")[0]: finding for finding in site.outcome.findings}
    assert set(found) == {"kantoor/posters/noor-a4.pdf", "drukkerij/posters/noor-a2.pdf"}
    for target, finding in found.items():
        assert (finding.code, finding.severity, finding.position.file) == ("drukkerij", "waarschuwing", NOOR)
        told = re.search(r"beeld is (\d+) dpi$", finding.message)
        assert told
        assert int(told[1]) == pytest.approx(coarsest(site, target), abs=1)
    with_photo(site, 2400, 1600).build(only=("posters",))
    assert not site.outcome.findings
    for size in ("a4", "a2"):
        data = (site.output / f"drukkerij/posters/noor-{size}.pdf").read_bytes()
        assert faults(data, size) == []
    assert not (site.output / "kantoor/posters/noor-a2.pdf").exists()


def coarsest(site: Site, target: str) -> float:
    """Dots per inch of a photo that fills the width of its frame, reckoned from the stylesheet: 61 of 84.19 parts."""
    height = {"a4": 297, "a2": 594}[target[-6:-4]] * 46.8 / 119.05 + 3
    width = {"a4": 210, "a2": 420}[target[-6:-4]] * 61 / 84.19 + 3
    return min(300 / width, 200 / height) * 25.4


@pytest.mark.parametrize(("width", "height"), [(6000, 4000), (4000, 6000), (5000, 5000)])
def test_a_photo_keeps_what_the_largest_poster_needs(tmp_path: Path, width: int, height: int) -> None:
    """Lying or standing: the photo of any camera is sharp enough for A2."""
    (tmp_path / "foto.jpg").write_bytes(saved(Image.new("RGB", (width, height)), "JPEG"))
    (data,) = prepare(look_into(tmp_path), Picture("foto.jpg", "x"), [PAPER_WIDTH], tmp_path / "cache").files.values()
    kept = Image.open(io.BytesIO(data))
    assert kept.width / kept.height == pytest.approx(width / height, rel=0.001)
    assert min(kept.size) >= 2400
    assert kept.width * kept.height <= 9_000_000


# --- Every sheet of the sample and of the second organisation ------------------------------------------------


@dataclass(frozen=True)
class Twin:
    """A sheet as it is at the print shop and, unless it is too large for an office printer, in the office."""

    site: Site
    shop: Path

    @property
    def name(self) -> str:
        return self.shop.relative_to(self.site.output / "drukkerij").as_posix()

    @property
    def office(self) -> Path | None:
        path = self.site.output / "kantoor" / self.name
        return path if path.is_file() else None

    @property
    def size(self) -> str:
        """The size of the paper: in its name, or A4; a booklet is A5, an advertisement has a size of its own."""
        named = re.search(r"-(a[2-5]|kolom|advertentie)\.pdf$", self.name)
        if named:
            return named[1] if named[1] in SIZES else ""
        return "a5" if self.name.startswith("brochures/") else "a4"


@pytest.fixture(scope="module", params=["sample", "second"])
def twins(request: pytest.FixtureRequest) -> list[Twin]:
    """All sheets of one of the two organisations."""
    site: Site = request.getfixturevalue(request.param)
    found = [Twin(site, path) for path in sorted((site.output / "drukkerij").rglob("*.pdf"))]
    assert len(found) > 5
    return found


def test_every_sheet_goes_to_the_print_shop(twins: list[Twin]) -> None:
    """All that is printed, save letters, which are nobody else's business, and booklets for folding."""
    output = twins[0].site.output
    office = {path.relative_to(output / "kantoor").as_posix() for path in (output / "kantoor").rglob("*.pdf")}
    office = {name for name in office if not name.startswith("brieven/") and "-boekje-" not in name}
    shop = {twin.name for twin in twins}
    assert office <= shop
    assert all(name.endswith("-a2.pdf") for name in shop - office)


@pytest.mark.slow
def test_every_sheet_is_what_a_print_shop_asks(twins: list[Twin]) -> None:
    assert {twin.name: found for twin in twins if (found := faults(twin.shop.read_bytes(), twin.size))} == {}


@pytest.mark.slow
def test_black_text_is_printed_in_black_alone(twins: list[Twin]) -> None:
    """All text that is in the colour of text in the office; any other text is no mix of all four inks by accident."""
    style = library_of(twins[0].site).settings.huisstijl
    ink = tuple(int(style.inkt[n : n + 2], 16) / 255 for n in (1, 3, 5))
    wrong, count = Counter[str](), 0
    for twin in (twin for twin in twins if twin.office):
        with pikepdf.open(twin.office) as office, pikepdf.open(twin.shop) as shop:
            for one, other in zip(office.pages, shop.pages, strict=True):
                for shown, printed in zip(colours_of_text(one), colours_of_text(other), strict=True):
                    if shown == pytest.approx(ink, abs=0.003):
                        count += 1
                        wrong[twin.name] += printed != (0, 0, 0, 1)
    assert count > 100
    assert +wrong == Counter()


@pytest.mark.slow
def test_small_text_is_sharp(sample: Site) -> None:
    """Not black with other inks beside it; in the inks of the sample, which are given."""
    for path in sorted((sample.output / "drukkerij").rglob("*.pdf")):
        with pikepdf.open(path) as shop:
            assert [found for sheet in shop.pages for found in muddy(sheet)] == [], path.name


@pytest.mark.slow
def test_both_profiles_hold_the_same_text(twins: list[Twin]) -> None:
    for twin in (twin for twin in twins if twin.office):
        assert [squeeze(text) for text in read(twin.shop)] == [squeeze(text) for text in read(twin.office)], twin.name


@pytest.mark.slow
def test_both_profiles_are_the_same_drawing(twins: list[Twin]) -> None:
    wrong = {
        f"{twin.name} {number}": found
        for twin in twins
        if twin.office
        for number, pair in enumerate(zip(shown(twin.office, DPI), trimmed(twin.shop, DPI), strict=True), 1)
        if (found := different(*pair, DPI))
    }
    assert wrong == {}


@pytest.mark.slow
def test_every_sheet_bleeds(twins: list[Twin]) -> None:
    """Nothing ends at the cut or within the 3 mm beyond it, on any edge of any page."""
    assert {twin.name: found for twin in twins if (found := list(cut_short(twin.shop)))} == {}


FINE = 8  # points to a millimetre
RUN = 10  # what ends along so many millimetres at one distance from the cut is no drawing that runs off at a slant


def cut_short(data: bytes | Path) -> Iterator[str]:
    """Edges along which more than 3 % of what is drawn ends between the cut and the end of the bleed."""
    raw = data if isinstance(data, bytes) else data.read_bytes()
    with pikepdf.open(io.BytesIO(raw)) as file:
        boxes = iter([(box(sheet, "/TrimBox"), box(sheet, "/MediaBox")) for sheet in file.pages])
    for number, strips in enumerate(with_pages(raw, lambda sheet: dict(edges_of(sheet, *next(boxes)))), 1):
        for name, strip in strips.items():
            if (share := share_that_ends(strip)) > 0.03:
                yield f"bladzijde {number} {name}: {share:.0%}"


def edges_of(sheet: Any, trim: tuple[float, ...], media: tuple[float, ...]) -> Iterator[tuple[str, Image.Image]]:
    """A strip along each edge, from just inside the cut to just inside the end of the bleed, each laid on its side."""
    left, bottom, right, top = trim
    within, beyond = 0.25 * MM, 2.75 * MM
    strips = {
        "boven": (left, top - within, right, top + beyond),
        "onder": (left, bottom - beyond, right, bottom + within),
        "links": (left - beyond, bottom, left + within, top),
        "rechts": (right - within, bottom, right + beyond, top),
    }
    for name, (a, b, c, d) in strips.items():
        seen = sheet.render(scale=FINE / MM, crop=(a, b, media[2] - c, media[3] - d)).to_pil().convert("RGB")
        yield name, seen if name in ("boven", "onder") else seen.transpose(Image.Transpose.TRANSPOSE)


def share_that_ends(strip: Image.Image) -> float:
    """The share of an edge along which the colour changes at one distance from the cut, in long straight runs."""
    width, height = strip.size
    change = ImageChops.difference(strip.crop((0, 0, width, height - 2)), strip.crop((0, 2, width, height)))
    red, green, blue = change.split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue).point(lambda value: value > 12 and 1)
    rows = (most.crop((0, y, width, y + 1)).tobytes() for y in range(most.height))
    return max(sum(map(len, re.findall(b"\x01{%d,}" % (RUN * FINE), row))) for row in rows) / width


BLEEDS = {
    "goed": ("left: -3mm; top: -3mm; width: 106mm; height: 30mm", []),
    "tot de snede": ("left: 0; top: 0; width: 100mm; height: 30mm", ["boven", "links", "rechts"]),
    "een millimeter": ("left: -1mm; top: 40mm; width: 60mm; height: 20mm", ["links"]),
    "twee millimeter": ("left: 30mm; top: 140mm; width: 40mm; height: 12mm", ["onder"]),
    "schuin": ("left: 60mm; top: 60mm; width: 60mm; height: 60mm; transform: rotate(7deg)", []),
    "rond": ("left: -2mm; top: 50mm; width: 60mm; height: 60mm; border-radius: 50%", []),
}


def test_what_does_not_bleed_is_seen(planted: dict[str, Made]) -> None:
    """A field that ends at the cut or beyond it too soon; not a shape that runs off the sheet."""
    for name, (_, told) in BLEEDS.items():
        found = [edge.split()[2].rstrip(":") for edge in cut_short(planted[name].beside["drukkerij"])]
        assert found == told, name


# --- In the office -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=["sample", "second"])
def office(request: pytest.FixtureRequest) -> list[Path]:
    """All that an office printer can print, letters and booklets too."""
    site: Site = request.getfixturevalue(request.param)
    found = sorted((site.output / "kantoor").rglob("*.pdf"))
    assert len(found) > 5
    return found


@pytest.mark.slow
def test_what_an_office_printer_cannot_reach_is_white(office: list[Path]) -> None:
    """The outer 5 mm of every page that it takes; a piece of somebody else's page is in colour up to its edge."""
    coloured = {path.name for path in office if any(edge(seen) for seen in shown(path, DPI))}
    pieces = {path.name for path in office if re.search("advertentie|kolom", path.name)}
    assert {name for name in pieces if "advertentie" in name} <= coloured <= pieces


def edge(sheet: Image.Image) -> bool:
    """Whether there is anything in the outer 5 mm of a page."""
    inside = sheet.copy()
    inside.paste((255, 255, 255), (10, 10, sheet.width - 10, sheet.height - 10))
    return inside.convert("L").getextrema()[0] < 250  # type: ignore[operator]


@pytest.mark.slow
def test_nothing_to_read_comes_near_the_edge(office: list[Path]) -> None:
    """Every letter stays 7.5 mm inside; 8 is asked of the templates. A column is a piece of somebody else's page, which
    has margins of its own."""
    wrong = {}
    for path in office:
        with pikepdf.open(path) as pdf:
            sizes = [box(sheet, "/MediaBox")[2:] for sheet in pdf.pages]
        for number, (found, (width, height)) in enumerate(zip(letters(path), sizes, strict=True), 1):
            least = min(min(left, bottom, width - right, height - top) for left, bottom, right, top in found) / MM
            if least < (5.9 if path.stem.endswith("-kolom") else 7.5):
                wrong[f"{path.name} bladzijde {number}"] = f"{least:.1f} mm"
    assert wrong == {}


# --- Codes ---------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_codes_lead_where_they_should_as_seen_by_a_camera(twins: list[Twin]) -> None:
    """Of posters and productbladen, in both profiles, seen as A4 at 100 dpi: just the pages that the source names."""
    site = twins[0].site
    address, record = library_of(site).settings.adres, manifest.load(site.output)
    assert record
    count = 0
    for twin in twins:
        if not twin.name.startswith(("posters/", "productbladen/")):
            continue
        entry = record[f"kantoor/{twin.name}" if twin.office else f"drukkerij/{twin.name}"]
        wanted = {address + lead.removeprefix("intranet/").removesuffix("index.html") for lead in entry.leads}
        assert wanted, f"{twin.name} heeft geen code"
        scale = {"a4": 100.0, "a3": 71.0, "a2": 50.0}[twin.size]
        pictures = [trimmed(twin.shop, scale), *([shown(twin.office, scale)] if twin.office else [])]
        for seen in pictures:
            codes = [code.text for picture in seen for code in zxingcpp.read_barcodes(picture)]
            assert set(codes) == wanted, twin.name
            count += len(codes)
    assert count > 3
