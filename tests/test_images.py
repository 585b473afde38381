"""Pictures lose all but their pixels, come out as they were meant, and what is no good picture is refused (P13)."""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageCms, ImageDraw
from PIL.PngImagePlugin import PngInfo

from builder.content import Picture
from builder.images import asset_name, prepare
from builder.inputs import look_into
from tests.site import POSTER, Site

CANARY = "kanarie-zoekt-u-hier-niet"
WORD = CANARY.encode()
RED, GREEN, BLUE = (200, 30, 30), (30, 160, 40), (40, 60, 190)


def picture(width: int = 800, height: int = 600) -> Image.Image:
    """Three fields of colour, so that it can be seen which way up it is: red left, green right, blue at the foot."""
    image = Image.new("RGB", (width, height), RED)
    draw = ImageDraw.Draw(image)
    draw.rectangle((width // 2, 0, width, height), GREEN)
    draw.rectangle((0, height * 3 // 4, width, height), BLUE)
    return image


def looks_right(image: Image.Image) -> bool:
    """Whether the three fields are where they belong."""
    rgb, (width, height) = image.convert("RGB"), image.size
    places = {(0.25, 0.3): RED, (0.75, 0.3): GREEN, (0.5, 0.9): BLUE}
    return all(near(rgb.getpixel((int(width * x), int(height * y))), colour) for (x, y), colour in places.items())


def near(one: object, other: tuple[int, ...], most: int = 40) -> bool:
    assert isinstance(one, tuple)
    return all(abs(a - b) <= most for a, b in zip(one, other, strict=True))


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def iptc() -> bytes:
    """Photoshop's resource block with the fields caption, byline and city."""
    fields = b"".join(b"\x1c\x02" + bytes([n]) + struct.pack(">H", len(WORD)) + WORD for n in (80, 90, 120))
    return b"Photoshop 3.0\x00" + b"8BIM\x04\x04\x00\x00" + struct.pack(">I", len(fields)) + fields


def exif(orientation: int = 1) -> bytes:
    """Maker, place on earth and a thumbnail of its own, each with the canary in it."""
    tags = Image.Exif()
    tags[0x0112] = orientation
    for tag in (0x010E, 0x010F, 0x0110, 0x0131, 0x013B, 0x8298, 0x9C9B):
        tags[tag] = CANARY if tag != 0x9C9B else CANARY.encode("utf-16-le")
    tags.get_ifd(0x8769).update({0x9286: b"ASCII\0\0\0" + WORD, 0xA430: CANARY, 0x9003: "2026:01:02 03:04:05"})
    tags.get_ifd(0x8825).update({1: "N", 2: (52.0, 5.0, 7.0), 3: "E", 4: (4.0, 18.0, 9.0), 27: WORD, 29: CANARY})
    return tags.tobytes()


def jpeg_with_all(image: Image.Image, orientation: int = 1) -> bytes:
    """A JPEG with every place in which a program may leave something."""
    xmp = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF>{CANARY}</rdf:RDF></x:xmpmeta>'.encode()
    data = saved(image, "JPEG", quality=92, exif=exif(orientation), comment=WORD, xmp=xmp)
    small = saved(image.resize((40, 30)), "JPEG", comment=WORD)
    extra = segment(0xED, iptc()) + segment(0xE5, b"XXXX" + WORD) + segment(0xE7, b"JFXX\0" + small)
    return data[:2] + extra + data[2:] + small + WORD


def png_with_all(image: Image.Image) -> bytes:
    info = PngInfo()
    info.add_text("Author", CANARY)
    info.add_text("Comment", CANARY, zip=True)
    info.add_itxt("XML:com.adobe.xmp", f"<x>{CANARY}</x>", "nl", "kanarie")
    return saved(image, "PNG", pnginfo=info, exif=exif()) + WORD


def webp_with_all(image: Image.Image) -> bytes:
    return saved(image, "WEBP", quality=90, exif=exif(), xmp=f"<x>{CANARY}</x>".encode())


def made_of(tmp_path: Path, data: bytes, name: str = "foto.jpg", width: int = 480) -> Image.Image:
    """The picture that pages get to see."""
    (tmp_path / name).write_bytes(data)
    prepared = prepare(look_into(tmp_path), Picture(name, name), [width], tmp_path / "cache")
    assert not prepared.findings
    (only,) = prepared.files.values()
    return Image.open(io.BytesIO(only))


def refused(tmp_path: Path, data: bytes, name: str) -> str:
    """The message with which a picture is refused."""
    (tmp_path / name).write_bytes(data)
    prepared = prepare(look_into(tmp_path), Picture(name, name), [480], tmp_path / "cache")
    assert not prepared.files
    (finding,) = prepared.findings
    assert finding.code == "beeld"
    assert finding.position.file == name
    assert finding.remedy
    return finding.message


def traces(data: bytes) -> bool:
    """Whether the canary is anywhere in bytes, also packed, also with two bytes a letter."""
    return any(word in data for word in (WORD, CANARY.encode("utf-16-le"), CANARY.encode("utf-16-be")))


def pdf_traces(data: bytes) -> bool:
    found = traces(data)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Stream):
                found |= traces(item.read_raw_bytes())
                found |= str(item.get("/Filter", "")) == "/FlateDecode" and traces(item.read_bytes())
    return found


SOURCES: dict[str, Callable[[Image.Image], bytes]] = {
    "jpg": jpeg_with_all,
    "png": png_with_all,
    "webp": webp_with_all,
}


@pytest.mark.parametrize("suffix", SOURCES)
def test_all_but_the_pixels_is_left_behind(suffix: str, tmp_path: Path) -> None:
    data = SOURCES[suffix](picture())
    assert traces(data), "de proef zelf moet sporen dragen"
    image = made_of(tmp_path, data, f"foto.{suffix}")
    assert looks_right(image)
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}
    assert not image.getexif()
    kept = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file() and path.suffix != f".{suffix}"]
    assert kept
    assert not any(map(traces, kept))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_upright(orientation: int, tmp_path: Path) -> None:
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    turned = picture().transpose(undo[orientation]) if orientation in undo else picture()
    image = made_of(tmp_path, jpeg_with_all(turned, orientation))
    assert image.width > image.height
    assert looks_right(image)


def sixteen_bits(image: Image.Image) -> bytes:
    """A grey PNG with sixteen bits a pixel, which Pillow cannot write from colours."""
    grey = image.convert("L")
    rows = b"".join(
        b"\0" + b"".join(struct.pack(">H", value * 257) for value in grey.crop((0, y, grey.width, y + 1)).tobytes())
        for y in range(grey.height)
    )
    header = struct.pack(">IIBBBBB", grey.width, grey.height, 16, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        chunk(*part) for part in ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    )


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def on_a_hole(image: Image.Image) -> Image.Image:
    """The same picture with a clear hole in the middle, and something dark hidden in the hole."""
    clear = image.convert("RGBA")
    clear.paste((0, 0, 0, 0), (350, 150, 450, 250))
    return clear


def bytes_of(image: Image.Image, form: str) -> bytes:
    match form:
        case "cmyk.jpg":
            return saved(image.convert("CMYK"), "JPEG", quality=95)
        case "palet.png":
            return saved(image.quantize(8), "PNG")
        case "palet-doorzichtig.png":
            return saved(image.quantize(8), "PNG", transparency=255)
        case "alfa.png":
            return saved(on_a_hole(image), "PNG")
        case "alfa.webp":
            return saved(on_a_hole(image), "WEBP", lossless=True)
        case "srgb.jpg":
            profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
            return saved(image, "JPEG", quality=95, icc_profile=profile)
        case "kapot-profiel.jpg":
            return saved(image, "JPEG", quality=95, icc_profile=b"geen profiel" * 20)
        case _:
            return saved(image, "PNG" if form.endswith("png") else "JPEG")


@pytest.mark.parametrize(
    "form",
    [
        "cmyk.jpg",
        "palet.png",
        "palet-doorzichtig.png",
        "alfa.png",
        "alfa.webp",
        "srgb.jpg",
        "kapot-profiel.jpg",
        "gewoon.png",
    ],
)
def test_every_kind_of_photo_comes_out_right(form: str, tmp_path: Path) -> None:
    image = made_of(tmp_path, bytes_of(picture(), form), form, 960)
    assert image.mode == "RGB"
    assert looks_right(image)
    if form.startswith("alfa"):
        assert near(image.getpixel((400, 200)), (255, 255, 255), 12)


@pytest.mark.parametrize("mode", ["L", "1", "LA", "I;16"])
def test_grey_photos_stay_grey(mode: str, tmp_path: Path) -> None:
    """Light stays light and dark stays dark, also with one bit or sixteen bits a pixel."""
    image = Image.new("L", (400, 300), 235)
    image.paste(20, (0, 0, 200, 300))
    data = sixteen_bits(image) if mode == "I;16" else saved(image.convert(mode), "PNG")
    shown = made_of(tmp_path, data, "grijs.png")
    assert near(shown.getpixel((100, 150)), (20,) * 3)
    assert near(shown.getpixel((300, 150)), (235,) * 3)


def png_of(width: int, height: int) -> bytes:
    """A PNG that says it is enormous and takes a few bytes to say so."""
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    row = b"\0" * (width // 8 + 1)
    body = zlib.compress(row * min(height, 2000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def test_bombs_are_refused(tmp_path: Path) -> None:
    for width, height in ((13_300, 13_300), (7_000, 6_000), (60_000, 60_000)):
        assert "40 miljoen punten" in refused(tmp_path, png_of(width, height), "bom.png")


def test_a_file_beyond_all_measure_is_refused(tmp_path: Path) -> None:
    assert "40 MB" in refused(tmp_path, b"\x89PNG" + bytes(40_000_001), "groot.png")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_half_a_photo_is_refused(share: float, tmp_path: Path) -> None:
    """Also in a process in which the PDF engine has told Pillow to accept such files."""
    from PIL import ImageFile

    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, True
    try:
        for name, data in {"half.jpg": saved(picture(), "JPEG"), "half.png": saved(picture(), "PNG")}.items():
            assert "beschadigd" in refused(tmp_path, data[: int(len(data) * share)], name)
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


DISGUISED = {
    "tekst.png": b"Dit is gewoon een brief.\n" * 40,
    "leeg.jpg": b"",
    "pagina.jpg": b"<html><script>alert(1)</script></html>",
    "eps.png": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(ls) system\n",
    "pdf.jpg": b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n",
    "tekening.png": b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>',
    "tiff.jpg": saved(picture(60, 40), "TIFF"),
    "bmp.png": saved(picture(60, 40), "BMP"),
    "gif.png": saved(picture(60, 40), "GIF"),
    "ico.png": saved(picture(64, 64), "ICO"),
}


@pytest.mark.parametrize("name", DISGUISED)
def test_what_is_no_photo_is_refused_whatever_it_is_called(name: str, tmp_path: Path) -> None:
    assert "geen JPEG, PNG of WebP" in refused(tmp_path, DISGUISED[name], name)


OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">'
DRAWINGS = {
    "script": OPEN + "<script>alert(1)</script></svg>",
    "script-prefix": OPEN.replace("<svg", "<svg xmlns:q='http://www.w3.org/2000/svg'", 1) + "<q:script/></svg>",
    "script-xhtml": OPEN + "<script xmlns='http://www.w3.org/1999/xhtml'>alert(1)</script></svg>",
    "onload": OPEN.replace(">", ' onload="alert(1)">', 1) + "</svg>",
    "onclick": OPEN + '<path d="M0 0" onclick="alert(1)"/></svg>',
    "foreign-object": OPEN + "<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>x</p></foreignObject></svg>",
    "use": OPEN + '<use href="#a"/></svg>',
    "use-xlink": OPEN + '<use xlink:href="https://kwaad.example/a.svg#a"/></svg>',
    "image": OPEN + '<image href="https://kwaad.example/a.png"/></svg>',
    "style-element": OPEN + "<style>path{fill:url(https://kwaad.example)}</style></svg>",
    "style-attribute": OPEN + '<path d="M0 0" style="fill:url(https://kwaad.example)"/></svg>',
    "fill-url": OPEN + '<path d="M0 0" fill="url(https://kwaad.example/a#b)"/></svg>',
    "animate": OPEN + '<animate attributeName="href" to="javascript:alert(1)"/></svg>',
    "set": OPEN + '<set attributeName="onload" to="alert(1)"/></svg>',
    "text": OPEN + "<text>woorden</text></svg>",
    "iframe": OPEN + "<iframe src='https://kwaad.example'/></svg>",
    "mathml": OPEN + "<math xmlns='http://www.w3.org/1998/Math/MathML'><mi/></math></svg>",
    "entity": '<!DOCTYPE svg [<!ENTITY a "b">]>' + OPEN + "<title>&a;</title></svg>",
    "entity-file": '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + OPEN + "<title>&a;</title></svg>",
    "entity-bomb": '<!DOCTYPE svg [<!ENTITY a "'
    + "x" * 900
    + '">]>'
    + OPEN
    + "<title>"
    + "&a;" * 99
    + "</title></svg>",
    "doctype": '<!doctype svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "https://kwaad.example/a.dtd">' + OPEN + "</svg>",
    "stylesheet": '<?xml-stylesheet href="https://kwaad.example/a.css"?>' + OPEN + "</svg>",
    "other-namespace": '<svg xmlns="http://www.w3.org/1999/xhtml" viewBox="0 0 9 9"/>',
    "no-viewbox": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
    "html": "<html><body>x</body></html>",
    "unclosed": OPEN + "<path",
    "empty": "",
    "too-large": OPEN + "<desc>" + "x" * 2_000_001 + "</desc></svg>",
    "utf-16": (OPEN + "<script>alert(1)</script></svg>").encode("utf-16"),
    "utf-16-doctype": ('<!DOCTYPE svg [<!ENTITY a "b">]>' + OPEN + "<title>&a;</title></svg>").encode("utf-16"),
    "utf-7": b'<?xml version="1.0" encoding="utf-7"?>+ADw-svg+AD4-',
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_holds_shapes_and_nothing_else(name: str, tmp_path: Path) -> None:
    drawing = DRAWINGS[name]
    message = refused(tmp_path, drawing if isinstance(drawing, bytes) else drawing.encode(), "tekening.svg")
    assert "tekening" in message


def test_a_good_drawing_is_written_anew(tmp_path: Path) -> None:
    """Comments, processing instructions and what stands after it are gone; the shapes are the same."""
    drawing = f'<?xml version="1.0"?><!-- {CANARY} --><?maker {CANARY}?>{OPEN}<!-- {CANARY} --><g fill="#c83722">'
    (tmp_path / "goed.svg").write_text(f'{drawing}<path d="M0 0h9v9z"/></g></svg><!-- {CANARY} -->')
    prepared = prepare(look_into(tmp_path), Picture("goed.svg", "goed"), [480], tmp_path / "cache")
    assert not prepared.findings
    (data,) = prepared.files.values()
    assert CANARY.encode() not in data
    assert re.fullmatch(
        rb'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><g fill="#c83722"><path d="M0 0h9v9z" />'
        rb"</g></svg>",
        data,
    )


def test_a_prepared_picture_that_was_damaged_is_made_again(tmp_path: Path) -> None:
    first = made_of(tmp_path, saved(picture(), "PNG"), "foto.png").tobytes()
    for path in (tmp_path / "cache").iterdir():
        path.write_bytes(path.read_bytes()[:-40] + b"0" * 40)
    assert made_of(tmp_path, saved(picture(), "PNG"), "foto.png").tobytes() == first


PORTRAIT = """
naam: Noor Zandstra
rol: planner
organisatie: duinrand
portret: planner.jpg
alt: Noor lacht naar de camera.
credit: Foto van de afdeling.
toestemming:
  gegeven: 2026-01-10
  geldig_tot: 2027-12-31
  kanalen: [intranet, posters, personeelsblad]
  onderdelen: [naam, portret, citaat, verhaal]
"""


@pytest.mark.slow
@pytest.mark.parametrize(("width", "height"), [(2400, 1600), (1500, 2200)], ids=["landscape", "portrait"])
def test_photographs_on_a_story_page_and_posters(width: int, height: int, site: Site) -> None:
    """The templates with real photographs: seen on the page and on every people poster, and no trace of the rest."""
    photo = jpeg_with_all(picture(width, height))
    site.write("content/personen/planner.yml", PORTRAIT).write("content/personen/planner.jpg", photo)
    site.agreed()
    for design in ("venster", "stem", "stap"):
        site.write(f"content/posters/{design}.yml", POSTER.replace("ontwerp: stem", f"ontwerp: {design}"))
    site.build(date(2026, 11, 16))
    assert not site.outcome.findings
    found = re.findall(r'<img[^>]*src="([^"?]+)', site.read("intranet/verhalen/van-zaal-naar-rooster.html"))
    shown = [site.output / "intranet/verhalen" / name for name in found]
    images = [Image.open(path) for path in shown]
    assert images
    assert all(looks_right(image) for image in images)
    assert all(abs(image.width / image.height - width / height) < 0.01 for image in images)
    for design in ("venster", "stem", "stap"):
        data = (site.output / f"kantoor/posters/{design}-a3.pdf").read_bytes()
        assert biggest_picture(data) >= min(width, 2400) - 1
        thumbnail = Image.open(site.output / f"overzicht/posters/{design}-a3.png").convert("RGB")
        colours = thumbnail.resize((160, 226)).getcolors(100_000) or []
        reds = sum(count for count, colour in colours if near(colour, RED, 30))
        assert reds > 160 * 226 * 0.01, f"op {design} is de foto bijna niet te zien"
        assert not pdf_traces(data)
    assert (site.root / ".output.spijs/beeld").is_dir()
    kept = [
        path for path in (site.root / ".output.spijs").rglob("*") if path.parent.name != "goed"
    ]  # sources as they are
    for path in (*site.output.rglob("*"), *kept):
        assert not (path.is_file() and traces(path.read_bytes())), path


def biggest_picture(data: bytes) -> int:
    """The width in pixels of the largest picture in a PDF."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        streams = [item for item in pdf.objects if isinstance(item, pikepdf.Stream)]
        return max((int(s.Width) for s in streams if str(s.get("/Subtype", "")) == "/Image"), default=0)


def test_the_name_of_a_picture_follows_from_its_path_and_width() -> None:
    assert asset_name(Picture("content/personen/a.png", "x"), 960) == "content/personen/a@960.jpg"
    assert asset_name(Picture("content/personen/a.svg", "x"), 960) == "content/personen/a.svg"
