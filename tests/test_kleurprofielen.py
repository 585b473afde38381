"""Colours of photos: whatever space, mode and file they come in, a screen shows what was meant.

The truth is told by ``coloraide``, which knows no profiles, and for ink by littleCMS.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from coloraide import Color
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from builder import colourspace
from builder.images import flat
from builder.pdf.inks import Inks
from tests.site import REPO
from tests.test_images import chunk, made_of, near, refused, saved

FOGRA = (REPO / "templates/kleurprofiel/fogra39l_coated.icc").read_bytes()
PATCHES = [(200, 100, 50), (90, 140, 80), (30, 60, 110), (220, 200, 190), (128, 128, 128), (250, 250, 250), (8, 8, 8)]
PROPHOTO = (0.3457, 0.3585, 0.7347, 0.2653, 0.1596, 0.8404, 0.0366, 0.0001)
SPACES = {
    "a98-rgb": (colourspace.ADOBE, (563 / 256,)),
    "display-p3": (colourspace.PRIMARIES[12], colourspace.SCREEN),
    "prophoto-rgb": (PROPHOTO, (1.8,)),
    "srgb": (colourspace.SRGB, colourspace.SCREEN),
}


def profile(space: str, grey: bool = False) -> bytes:
    made = colourspace._made(*SPACES[space], grey)
    assert made
    return made


def numbers(colour: tuple[int, ...], space: str) -> tuple[int, ...]:
    """How a colour of a screen is written in another space."""
    shown = Color("srgb", [channel / 255 for channel in colour]).convert(space).fit(space)
    return tuple(round(channel * 255) for channel in shown.coords())


def patches(space: str) -> Image.Image:
    """All patches side by side, as they are written in a space."""
    image = Image.new("RGB", (40 * len(PATCHES), 40))
    for number, colour in enumerate(PATCHES):
        image.paste(numbers(colour, space), (40 * number, 0, 40 * number + 40, 40))
    return image


def read(image: Image.Image) -> list[tuple[int, ...]]:
    rgb = image.convert("RGB")
    places = [(rgb.width * (2 * number + 1) // (2 * len(PATCHES)), rgb.height // 2) for number in range(len(PATCHES))]
    return [value for value in map(rgb.getpixel, places) if isinstance(value, tuple)]


def same(found: list[tuple[int, ...]], most: int = 4, wanted: list[tuple[int, int, int]] = PATCHES) -> bool:
    return all(near(one, other, most) for one, other in zip(found, wanted, strict=True))


# How a picture with a profile is saved.
FORMS: dict[str, Callable[[Image.Image, bytes], bytes]] = {
    "rgb.png": lambda image, icc: saved(image, "PNG", icc_profile=icc),
    "rgba.png": lambda image, icc: saved(image.convert("RGBA"), "PNG", icc_profile=icc),
    "palet.png": lambda image, icc: saved(image.quantize(16), "PNG", icc_profile=icc),
    "palet-gat.png": lambda image, icc: saved(image.quantize(16), "PNG", icc_profile=icc, transparency=200),
    "een-kleur-gat.png": lambda image, icc: saved(image, "PNG", icc_profile=icc, transparency=(1, 2, 3)),
    "foto.jpg": lambda image, icc: saved(image, "JPEG", quality=97, subsampling=0, icc_profile=icc),
    "rgb.webp": lambda image, icc: saved(image, "WEBP", lossless=True, icc_profile=icc),
    "rgba.webp": lambda image, icc: saved(image.convert("RGBA"), "WEBP", lossless=True, icc_profile=icc),
}


@pytest.mark.parametrize("space", SPACES)
@pytest.mark.parametrize("form", FORMS)
def test_a_colour_comes_out_as_it_was_meant(form: str, space: str, tmp_path: Path) -> None:
    image = made_of(tmp_path, FORMS[form](patches(space), profile(space)), form)
    assert same(read(image), 6 if space == "prophoto-rgb" else 4)
    assert "icc_profile" not in image.info


@pytest.mark.parametrize("form", ["rgba.png", "rgba.webp", "palet-gat.png"])
def test_what_is_see_through_stays_so_in_its_own_colours(form: str) -> None:
    """As a logo or a picture in a drawing keeps it."""
    image = patches("a98-rgb").convert("RGBA")
    image.putalpha(120)
    data = FORMS["palet-gat.png"](patches("a98-rgb"), profile("a98-rgb")) if form.startswith("palet") else None
    form_of = form.partition(".")[2].upper()
    data = data or saved(
        image, form_of, icc_profile=profile("a98-rgb"), **({"lossless": True} if form_of == "WEBP" else {})
    )
    made = Image.open(io.BytesIO(flat(data, 400)))
    assert made.mode == "RGBA"
    assert same(read(made))
    assert made.getchannel("A").getextrema() == ((255, 255) if form.startswith("palet") else (120, 120))


@pytest.mark.parametrize("mode", ["L", "LA", "LA;16", "I;16", "jpeg", "rgb-profile"])
def test_grey_is_as_light_as_it_was_meant(mode: str, tmp_path: Path) -> None:
    """Grey with a straight curve: a quarter of the light is far from a quarter of the numbers."""
    icc = colourspace._made(colourspace.SRGB, (1.0,), grey=mode != "rgb-profile")
    assert icc
    image = Image.new("L", (40, 40), 64)
    match mode:
        case "I;16":
            image = Image.frombytes("I;16", (40, 40), struct.pack("<H", 64 * 257) * 1600)
        case "LA":
            image = image.convert("LA")
    data = saved(image, "JPEG" if mode == "jpeg" else "PNG", icc_profile=icc)
    if mode == "LA;16":
        head = chunk(b"IHDR", struct.pack(">IIBBBBB", 40, 40, 16, 4, 0, 0, 0))
        data = data[:8] + head + chunk(b"iCCP", b"x\0\0" + zlib.compress(icc))
        rows = (b"\0" + struct.pack(">HH", 64 * 257, 65535) * 40) * 40
        data += chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    shown = made_of(tmp_path, data, "grijs.jpg" if mode == "jpeg" else "grijs.png")
    assert near(shown.convert("RGB").getpixel((20, 20)), (137,) * 3, 3)


def test_ink_of_a_print_shop_is_shown_as_it_looks(tmp_path: Path) -> None:
    ink = ImageCms.profileToProfile(
        patches("srgb"), ImageCms.createProfile("sRGB"), profile_of(FOGRA), outputMode="CMYK"
    )
    assert ink
    back = ImageCms.profileToProfile(ink, profile_of(FOGRA), ImageCms.createProfile("sRGB"), outputMode="RGB")
    assert back
    image = made_of(tmp_path, saved(ink, "JPEG", quality=98, subsampling=0, icc_profile=FOGRA), "inkt.jpg")
    wanted = [(a, b, c) for a, b, c in read(back)]
    assert same(read(image), 6, wanted)
    assert not same(read(ink.convert("RGB")), 20, wanted), "zonder het profiel was het iets anders"


def profile_of(data: bytes) -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(io.BytesIO(data))


@pytest.mark.parametrize(
    "icc",
    [FOGRA, FOGRA[:300], profile("a98-rgb")[:150], profile("a98-rgb", grey=True), b"geen profiel" * 20, b"\0"],
    ids=["inkt bij licht", "half", "een stukje", "grijs bij kleur", "geen", "een byte"],
)
def test_a_profile_that_cannot_be_meant_is_left_out(icc: bytes, tmp_path: Path) -> None:
    for form in ("rgb.png", "rgba.png", "foto.jpg"):
        assert same(read(made_of(tmp_path, FORMS[form](patches("srgb"), icc), form))), form


def test_a_large_profile_in_a_png_is_no_damage(tmp_path: Path) -> None:
    """With tables it may take megabytes; a PNG packs it."""
    padded = profile("a98-rgb") + b"\0" * 2_000_000
    large = struct.pack(">I", len(padded)) + padded[4:]
    assert same(read(made_of(tmp_path, FORMS["rgb.png"](patches("a98-rgb"), large), "groot.png")))


def test_a_turned_photo_keeps_its_colours(tmp_path: Path) -> None:
    turned = patches("a98-rgb").transpose(Image.Transpose.ROTATE_90)
    data = saved(turned, "JPEG", quality=97, subsampling=0, icc_profile=profile("a98-rgb"), exif=exif_of(6))
    assert same(read(made_of(tmp_path, data)))


def exif_of(orientation: int, interop: str = "") -> bytes:
    tags = Image.Exif()
    tags[0x0112] = orientation
    if interop:
        tags.get_ifd(0x8769).update({0xA001: 0xFFFF, 0xA005: {1: interop}})
    return tags.tobytes()


def test_a_camera_tells_adobe_rgb_beside_the_photo(tmp_path: Path) -> None:
    options = {"quality": 97, "subsampling": 0}
    adobe = saved(patches("a98-rgb"), "JPEG", exif=exif_of(1, "R03"), **options)
    assert same(read(made_of(tmp_path, adobe)))
    screen = saved(patches("srgb"), "JPEG", exif=exif_of(1, "R98"), **options)
    assert same(read(made_of(tmp_path, screen, "gewoon.jpg")))


# --- What a PNG says in numbers ------------------------------------------------------------------------------------


def with_chunks(data: bytes, *chunks: tuple[bytes, bytes]) -> bytes:
    """A PNG with more chunks before its pixels."""
    return data[:33] + b"".join(chunk(*one) for one in chunks) + data[33:]


def gamma(value: float) -> tuple[bytes, bytes]:
    return b"gAMA", struct.pack(">I", round(value * 100_000))


def primaries(values: tuple[float, ...]) -> tuple[bytes, bytes]:
    return b"cHRM", struct.pack(">8I", *(round(value * 100_000) for value in values))


ADOBE = (gamma(256 / 563), primaries(colourspace.ADOBE))
P3 = b"cICP", bytes([12, 13, 0, 1])


def noted() -> Iterator[tuple[str, str, tuple[tuple[bytes, bytes], ...]]]:
    yield "gamma en primaire kleuren", "a98-rgb", ADOBE
    yield "een nummer", "display-p3", (P3,)
    yield "het nummer gaat voor", "display-p3", (P3, *ADOBE)
    yield "sRGB gaat voor gamma", "srgb", ((b"sRGB", b"\0"), *ADOBE)
    yield "zoals elk programma", "srgb", (gamma(0.45455), primaries(colourspace.SRGB))
    yield "alleen de gewone gamma", "srgb", (gamma(0.45455),)
    yield "gamma van niets", "srgb", (gamma(0),)
    yield "onmogelijke kleuren", "srgb", (gamma(0.9), primaries((0.0,) * 8))
    yield "het nummer van sRGB", "srgb", ((b"cICP", bytes([1, 13, 0, 1])),)
    yield "een half nummer", "srgb", ((b"cICP", b"\x0c"),)


@pytest.mark.parametrize(("space", "chunks"), [pytest.param(*rest, id=name) for name, *rest in noted()])
@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P"])
def test_numbers_in_a_png_are_honoured(
    space: str, chunks: tuple[tuple[bytes, bytes], ...], mode: str, tmp_path: Path
) -> None:
    image = patches(space)
    data = saved(image.quantize(16) if mode == "P" else image.convert(mode), "PNG", pnginfo=PngInfo())
    assert same(read(made_of(tmp_path, with_chunks(data, *chunks), "getallen.png")))


def test_straight_grey_by_gamma(tmp_path: Path) -> None:
    data = with_chunks(saved(Image.new("L", (40, 40), 64), "PNG"), gamma(1.0))
    assert near(made_of(tmp_path, data, "grijs.png").convert("RGB").getpixel((20, 20)), (137,) * 3, 3)


def test_light_beyond_paper_is_refused(tmp_path: Path) -> None:
    data = with_chunks(saved(patches("srgb"), "PNG"), (b"cICP", bytes([9, 16, 0, 1])))
    assert "HDR" in refused(tmp_path, data, "hdr.png")


# --- On paper ------------------------------------------------------------------------------------------------------


def test_ink_is_mixed_from_the_colours_that_were_meant(tmp_path: Path) -> None:
    """The same picture in Adobe RGB, see-through or not, takes the ink of its twin in sRGB."""
    inks = Inks(FOGRA, {})
    twin = inks.picture(made_of(tmp_path, FORMS["rgb.png"](patches("srgb"), profile("srgb")), "twee.png"))
    for form in ("rgb.png", "rgba.png", "palet.png"):
        one = inks.picture(made_of(tmp_path, FORMS[form](patches("a98-rgb"), profile("a98-rgb")), form))
        for x in range(20, one.width, 40):
            assert near(one.getpixel((x, 20)), twin.getpixel((x, 20)), 10)  # type: ignore[arg-type]


def test_the_profiles_of_the_test_are_those_that_everybody_has() -> None:
    """Adobe publishes these numbers for its own."""
    red, green, blue = colourspace._seen_on_paper(colourspace.ADOBE)
    for found, wanted in zip(
        (red, green, blue),
        ((0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457)),
        strict=True,
    ):
        assert found == pytest.approx(wanted, abs=2e-4)
