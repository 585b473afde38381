"""Pictures of others: decoded, checked and written anew before a page sees them. A door to ``PIL``.

A photo loses everything but its pixels (place, maker, comments) and gets the widths that pages use; a drawing is made
anew by ``drawings``.
"""

from __future__ import annotations

import errno
import hashlib
import io
import shutil
import struct
import sys
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from builder import drawings, extent, sealed
from builder.diagnostics import Diagnostic, Position, fout, machine_says
from builder.inputs import Entry, Folder
from builder.svgtree import Unfit

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_PIXELS = 40_000_000
MAX_SIDE = 20_000  # dots; a strip that is longer is no photo, and fits in no JPEG
MOST_SHOWN = 3600 * 2400  # enough for the largest poster, lying or standing
MOST_WIDE = 3600  # dots, of a picture of a template
MOST_IN_DRAWING = 1600  # dots, of a picture in a drawing
MAX_PROFILE = 8_000_000  # bytes, of the colour profile in a PNG
TOO_LONG = f"snijd het bij tot hooguit {MAX_SIDE:,} punten aan elke kant".replace(",", ".")
OR_PNG = ", of lever een PNG"


@dataclass(frozen=True, slots=True)
class Prepared:
    """The files made of one picture by name, or what is wrong with it."""

    files: dict[str, bytes]
    findings: tuple[Diagnostic, ...] = ()


def asset_name(picture: Any, width: int) -> str:
    """The name under which a picture (path and digest) is served at a width; a drawing has no width."""
    stem, _, suffix = picture.path.rpartition(".")
    return f"{stem}.svg" if suffix == "svg" else f"{stem}@{width}.jpg"


def prepare(sources: Folder, picture: Any, widths: Iterable[int], cache: Path) -> Prepared:
    """All files of one picture; ``cache`` keeps them by the digest of its bytes and of this module."""
    wanted = {asset_name(picture, width): width for width in widths}
    keys = {name: _key(picture.digest, width) for name, width in wanted.items()}
    made = {name: sealed.read(cache / key, key) for name, key in keys.items()}
    if None not in made.values():
        return Prepared({name: data for name, data in made.items() if data is not None})
    try:
        opened = _open(sources, picture.path)
    except Unfit as unfit:
        return Prepared({}, (_told(picture.path, unfit),))
    files = {name: opened if isinstance(opened, bytes) else _jpeg(opened, width) for name, width in wanted.items()}
    for name, key in keys.items():
        sealed.keep(cache / key, key, files[name])
    return Prepared(files)


def look_at(sources: Folder, picture: Any, widths: Iterable[int], cache: Path) -> Prepared:
    """What :func:`prepare` would say of a picture, without making anything: its files are there by name, and empty."""
    files = {asset_name(picture, width): b"" for width in widths}
    try:
        _open(sources, picture.path)
    except Unfit as unfit:
        return Prepared(files, (_told(picture.path, unfit),))
    return Prepared(files)


def _open(sources: Folder, path: str) -> bytes | Image:
    """A drawing made anew, or a photo as pixels; raises :class:`Unfit`."""
    data = whole(sources.entries[path])
    return drawing(data) if path.endswith(".svg") else _decode(data)


def whole(file: Entry) -> bytes:
    """The bytes of a file that somebody brought; raises :class:`Unfit`."""
    try:
        return file.read()
    except OSError as error:
        if error.errno == errno.EFBIG:
            raise Unfit("dit beeld is groter dan 40 MB", "lever een kleinere versie") from None
        message = f"dit bestand is niet te lezen ({machine_says(error)})"
        raise Unfit(message, "controleer of u het mag openen") from None


def _told(path: str, unfit: Unfit) -> Diagnostic:
    message, remedy = unfit.args
    return fout("beeld", Position(path), message, remedy + (OR_PNG if path.endswith(".svg") else ""))


def drawing(data: bytes) -> bytes:
    """An SVG made anew with only shapes in it; raises :class:`Unfit`."""
    return drawings.rewrite(data, lambda picture: flat(picture, MOST_IN_DRAWING))


def anew(data: bytes, suffix: str) -> bytes:
    """A picture of a template (``.svg``, ``.png`` or ``.jpg``) made anew; raises :class:`Unfit`."""
    match suffix:
        case ".svg":
            return drawing(data)
        case ".jpg":
            return _jpeg(_decode(data), MOST_WIDE)
        case _:
            return flat(data, MOST_WIDE)


def flat(data: bytes, most: int, trim: bool = False) -> bytes:
    """A PNG, JPEG or WebP made anew as PNG, see-through where it was; raises :class:`Unfit`.

    Its longest side has at most ``most`` dots; ``trim`` takes off edges in which there is nothing.
    """
    image = _opened(data)
    image = image.convert("RGBA" if _see_through(image) else "RGB")
    if trim and image.mode == "RGBA" and (box := image.getchannel("A").getbbox()):
        image = image.crop(box)
    image.thumbnail((most, most))
    out = io.BytesIO()
    bare = image.copy()
    bare.info = {}
    bare.save(out, "PNG", optimize=True)
    return out.getvalue()


def logo(data: bytes, suffix: str, most: int) -> bytes:
    """A logo made anew, as SVG or PNG, with no empty edges; raises :class:`Unfit`."""
    return extent.trimmed(drawing(data)) if suffix == ".svg" else flat(data, most, trim=True)


def lost_on_white(data: bytes) -> float:
    """The share of a logo (as ``logo`` made it) that nobody sees on white paper."""
    if not data.startswith(b"\x89PNG"):
        return extent.lost_on_white(data)
    from PIL import Image, ImageChops, ImageFilter

    image = Image.open(io.BytesIO(data)).convert("RGBA")
    image.thumbnail((160, 160))
    drawn = image.getchannel("A").point(lambda value: 255 if value > 100 else 0)
    dark = ImageChops.darker(drawn, image.convert("L").point(lambda value: 255 if value < extent.LIGHT else 0))
    while (grown := ImageChops.darker(drawn, dark.filter(ImageFilter.MaxFilter(3)))) != dark:
        dark = grown  # what is light but joined to something darker, is seen
    total, seen = drawn.histogram()[255], dark.histogram()[255]
    return (total - seen) / total if total else 0.0


def size(data: bytes) -> tuple[float, float]:
    """Width and height of a file that ``drawing`` or ``flat`` made."""
    if data.startswith(b"\x89PNG"):
        width, height = struct.unpack(">II", data[16:24])
        return width, height
    *_, width, height = map(float, data.partition(b'viewBox="')[2].partition(b'"')[0].split())
    return width, height


def _decode(data: bytes) -> Image:
    """A photo as upright sRGB pixels and nothing else."""
    return _on_white(_opened(data))


def _opened(data: bytes) -> Image:
    """The pixels of a picture, upright and in sRGB."""
    from PIL import Image, ImageFile, PngImagePlugin, UnidentifiedImageError

    from builder.colourspace import in_srgb

    PngImagePlugin.MAX_TEXT_CHUNK = MAX_PROFILE
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of a photo with odd notes in it only the pixels are used
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=["PNG", "JPEG", "WEBP"]) as opened:
                if max(opened.size) > MAX_SIDE:
                    raise Unfit(f"dit beeld is {opened.width} bij {opened.height} punten", TOO_LONG)
                opened.load()
                return in_srgb(_upright(opened), data)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise Unfit("dit beeld heeft meer dan 40 miljoen punten", "lever een kleinere versie") from None
    except UnidentifiedImageError:
        raise Unfit("dit is geen JPEG, PNG of WebP, ook al heet het zo", "bewaar het opnieuw als JPEG") from None
    except (Unfit, MemoryError):
        raise
    except Exception:  # whatever a decoder stumbles over, it is the picture
        raise Unfit("dit beeld is beschadigd of niet heel", "haal het opnieuw op bij de maker") from None


def _upright(image: Image) -> Image:
    """The picture as it was taken, as far as its notes can be read; of the pixels nothing depends on them."""
    from PIL import ImageOps

    try:
        return ImageOps.exif_transpose(image)
    except Exception:
        return image


def _on_white(image: Image) -> Image:
    """The pixels on a new white canvas: transparency filled, everything attached to the file left behind."""
    from PIL import Image

    layered = image.convert("RGBA" if _see_through(image) else "RGB")
    canvas = Image.new("RGB", layered.size, "white")
    canvas.paste(layered, mask=layered.getchannel("A") if layered.mode == "RGBA" else None)
    return canvas


def _see_through(image: Image) -> bool:
    return "A" in image.getbands()


def _jpeg(image: Image, width: int) -> bytes:
    from PIL import Image

    share = min(width / image.width, (MOST_SHOWN / (image.width * image.height)) ** 0.5)
    if share < 1:
        size = (max(1, round(image.width * share)), max(1, round(image.height * share)))
        image = image.resize(size, Image.Resampling.LANCZOS)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=86, optimize=True, progressive=True)
    return out.getvalue()


def _key(digest: str, width: int) -> str:
    return hashlib.sha256(f"{digest} {width} {MODULE}".encode()).hexdigest()


def prune(cache: Path, digests: Iterable[str], widths: Iterable[int]) -> None:
    """Forget every prepared file of pictures that are not in use: a withdrawn portrait leaves nothing behind."""
    used = {_key(digest, width) for digest in digests for width in widths}
    for path in cache.glob("*"):
        if path.name not in used:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


_MAKERS = [
    Path(__file__).with_name(f"{name}.py").read_bytes()
    for name in ("images", "colourspace", "drawings", "extent", "svgstyle", "svgtree")
]
MODULE = f"{hashlib.sha256(b''.join(_MAKERS)).hexdigest()} {version('pillow')} {sys.version}"
