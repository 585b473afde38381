"""The colours of a picture as a screen shows them (sRGB), whatever mode it is in and however it tells its own.

A picture says what its numbers mean by a profile (ICC), or by a few numbers of PNG (cICP, gAMA, cHRM), or as cameras do
for Adobe RGB, in a note beside the photo. What it says that cannot be so (a profile for ink in a picture of light, half
a profile) is left out: its numbers are then those of a screen. What is see-through stays so. A door to ``PIL``.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence
from contextlib import suppress

from PIL import Image, ImageCms

from builder.svgtree import Unfit

Vector = Sequence[float]

# White and primaries, each as x and y.
SRGB = (0.3127, 0.3290, 0.640, 0.330, 0.300, 0.600, 0.150, 0.060)
ADOBE = (0.3127, 0.3290, 0.640, 0.330, 0.210, 0.710, 0.150, 0.060)
PRIMARIES = {  # by their number in ITU-T H.273
    1: SRGB,
    5: (0.3127, 0.3290, 0.640, 0.330, 0.290, 0.600, 0.150, 0.060),
    6: (0.3127, 0.3290, 0.630, 0.340, 0.310, 0.595, 0.155, 0.070),
    9: (0.3127, 0.3290, 0.708, 0.292, 0.170, 0.797, 0.131, 0.046),
    12: (0.3127, 0.3290, 0.680, 0.320, 0.265, 0.690, 0.150, 0.060),
}
# Curves as a parametric curve of ICC takes them: an exponent, or that with a straight piece near black.
CAMERA = (1 / 0.45, 1 / 1.099, 0.099 / 1.099, 1 / 4.5, 0.081)
SCREEN = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
CURVES = {1: CAMERA, 4: (2.2,), 5: (2.8,), 6: CAMERA, 8: (1.0,), 13: SCREEN, 14: CAMERA, 15: CAMERA}
D50 = (0.9642, 1.0, 0.8249)
BRADFORD = ((0.8951, 0.2664, -0.1614), (-0.7502, 1.7135, 0.0367), (0.0389, -0.0685, 1.0296))
FROM_BRADFORD = (
    (0.9869929, -0.1470543, 0.1599627),
    (0.4323053, 0.5183603, 0.0492912),
    (-0.0085287, 0.0400428, 0.9684867),
)
GREY = ("1", "L", "LA", "La")  # and a PNG of sort 4 with fine greys, which is opened as colours
PNG = b"\x89PNG"
MODES = {"GRAY": "L", "RGB ": "RGB", "CMYK": "CMYK"}  # by how a profile calls them


def in_srgb(image: Image.Image, data: bytes) -> Image.Image:
    """The picture in sRGB (or plain grey); ``data`` is its file. Raises :class:`Unfit` where no paper can show it."""
    image = _eight_bits(image)
    plain, clear = _split(image, image.mode in GREY or (data.startswith(PNG) and data[25:26] == b"\x04"))
    profile = _profile(image, data, grey=plain.mode == "L")
    if profile:
        with suppress(ImageCms.PyCMSError, OSError, ValueError, TypeError):
            plain = _converted(plain, ImageCms.ImageCmsProfile(io.BytesIO(profile)))
    if plain.mode == "CMYK":
        plain = plain.convert("RGB")
    plain = plain.copy()
    if clear is not None:
        plain.putalpha(clear)
    plain.info = {}
    return plain


def _eight_bits(image: Image.Image) -> Image.Image:
    """A scan with finer greys in the greys of a screen."""
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        finer, image = image, image.point(lambda value: value / 256).convert("L")
        image.info = finer.info
    return image


def _split(image: Image.Image, grey: bool) -> tuple[Image.Image, Image.Image | None]:
    """What a profile can be about, and what is see-through."""
    if "transparency" in image.info or {"A", "a"} & set(image.getbands()):
        layered = image.convert("RGBA")
        return layered.convert("L" if grey else "RGB"), layered.getchannel("A")
    if image.mode == "CMYK":
        return image, None
    return image.convert("L" if grey else "RGB"), None


def _converted(plain: Image.Image, profile: ImageCms.ImageCmsProfile) -> Image.Image:
    """The pixels by a profile that is about pixels of this kind; grey is a colour too, and no light is ink."""
    meant = MODES.get(profile.profile.xcolor_space, "")
    if plain.mode == "L" and meant == "RGB":
        plain = plain.convert("RGB")
    if plain.mode != meant:
        return plain
    converted = ImageCms.profileToProfile(plain, profile, ImageCms.createProfile("sRGB"), outputMode="RGB")
    return converted or plain


def _profile(image: Image.Image, data: bytes, grey: bool) -> bytes | None:
    """The profile that holds for a picture; none where its numbers are those of a screen."""
    info = image.info
    if len(told := _chunk(data, b"cICP")) == 4:
        primaries, curve = told[:2]
        if primaries not in PRIMARIES or curve not in CURVES:
            raise Unfit("dit beeld is bewaard in HDR", "bewaar het als gewone JPEG, zonder HDR")
        return None if (primaries, curve) == (1, 13) else _made(PRIMARIES[primaries], CURVES[curve], grey)
    if given := info.get("icc_profile"):
        return bytes(given)
    if "srgb" in info:
        return None
    if (gamma := info.get("gamma")) and 0.1 <= gamma <= 2:
        white = info.get("chromaticity", SRGB)
        usual = abs(gamma - 0.45455) < 0.01 and all(abs(a - b) < 0.005 for a, b in zip(white, SRGB, strict=True))
        return None if usual else _made(white, (1 / gamma,), grey)
    return _made(ADOBE, (563 / 256,), grey) if _adobe_of_a_camera(image) else None


def _adobe_of_a_camera(image: Image.Image) -> bool:
    try:
        return image.getexif().get_ifd(0xA005).get(1) == "R03"
    except Exception:  # whatever is wrong with the notes, no colour hangs on it
        return False


def _chunk(data: bytes, kind: bytes) -> bytes:
    """What stands in the chunk of a kind before the pixels of a PNG; nothing where there is none."""
    at = 8
    while data.startswith(PNG) and (head := data[at : at + 8]) and head[4:] != b"IDAT":
        length = int.from_bytes(head[:4], "big")
        if head[4:] == kind:
            return data[at + 8 : at + 8 + length]
        at += length + 12
    return b""


def _made(primaries: Vector, curve: Vector, grey: bool) -> bytes | None:
    """A profile with these white and primaries and this curve; none where these cannot be."""
    kind = 0 if len(curve) == 1 else 3
    tone = b"para" + struct.pack(">IHH", 0, kind, 0) + b"".join(map(_fixed, curve))
    if grey:
        return _packed(b"GRAY", {b"wtpt": _xyz(D50), b"kTRC": tone})
    with suppress(ZeroDivisionError, struct.error):
        colours = dict(zip((b"rXYZ", b"gXYZ", b"bXYZ"), map(_xyz, _seen_on_paper(primaries)), strict=True))
        return _packed(b"RGB ", {b"wtpt": _xyz(D50), **colours, b"rTRC": tone, b"gTRC": tone, b"bTRC": tone})
    return None


def _seen_on_paper(primaries: Vector) -> list[Vector]:
    """Red, green and blue as XYZ, seen in the light of profiles (D50), by the way of Bradford."""
    white, red, green, blue = (
        (x / y, 1.0, (1 - x - y) / y) for x, y in zip(primaries[::2], primaries[1::2], strict=True)
    )
    whole = _dot(red, _cross(green, blue))
    shares = (_dot(white, _cross(one, other)) / whole for one, other in ((green, blue), (blue, red), (red, green)))
    scale = [to / of for to, of in zip(_times(BRADFORD, D50), _times(BRADFORD, white), strict=True)]
    lights = ([share * part for part in colour] for share, colour in zip(shares, (red, green, blue), strict=True))
    return [_times(FROM_BRADFORD, [a * b for a, b in zip(scale, _times(BRADFORD, one), strict=True)]) for one in lights]


def _dot(one: Vector, other: Vector) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


def _cross(one: Vector, other: Vector) -> Vector:
    (a, b, c), (x, y, z) = one, other
    return (b * z - c * y, c * x - a * z, a * y - b * x)


def _times(matrix: Sequence[Vector], vector: Vector) -> Vector:
    return [_dot(row, vector) for row in matrix]


def _fixed(value: float) -> bytes:
    return struct.pack(">i", round(value * 65536))


def _xyz(values: Vector) -> bytes:
    return b"XYZ \0\0\0\0" + b"".join(map(_fixed, values))


def _packed(space: bytes, tags: dict[bytes, bytes]) -> bytes:
    """A profile of a screen (ICC 4) with these tags."""
    at, table, body = 128 + 4 + 12 * len(tags), b"", b""
    for name, content in tags.items():
        table += name + struct.pack(">II", at + len(body), len(content))
        body += content + b"\0" * (-len(content) % 4)
    light = b"".join(map(_fixed, D50))
    head = struct.pack(">I4sI4s4s4s12s4s", at + len(body), b"", 0x04000000, b"mntr", space, b"XYZ ", b"", b"acsp")
    return (head + b"\0" * 28 + light).ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + body
