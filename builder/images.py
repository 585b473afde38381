"""Pictures of the content: decoded, checked and written anew before a page sees them. The only door to ``PIL``.

A photo loses everything but its pixels (place, maker, comments) and gets the widths that pages use; an SVG is rewritten
through a list of allowed elements and attributes and refused when it holds anything else.
"""

from __future__ import annotations

import hashlib
import io
import re
import shutil
import sys
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from builder import sealed
from builder.diagnostics import Diagnostic, Position, fout

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_PIXELS = 40_000_000
MOST_SHOWN = 3600 * 2400  # enough for the largest poster, lying or standing
MAX_BYTES = 40_000_000
MAX_SVG = 500_000
SVG = "{http://www.w3.org/2000/svg}"
ELEMENTS = frozenset("svg g path circle ellipse rect line polyline polygon title desc defs clipPath".split())
ATTRIBUTES = frozenset(
    """viewBox width height x y x1 y1 x2 y2 cx cy r rx ry d points transform fill fill-rule fill-opacity stroke
    stroke-width stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-dasharray opacity clip-rule
    preserveAspectRatio version""".split()
)


@dataclass(frozen=True, slots=True)
class Prepared:
    """The files made of one picture by name, or what is wrong with it."""

    files: dict[str, bytes]
    findings: tuple[Diagnostic, ...] = ()


class _Unfit(Exception):
    """This picture cannot be used: message and remedy."""


def asset_name(picture: Any, width: int) -> str:
    """The name under which a picture (path and digest) is served at a width; a drawing has no width."""
    stem, _, suffix = picture.path.rpartition(".")
    return f"{stem}.svg" if suffix == "svg" else f"{stem}@{width}.jpg"


def prepare(root: Path, picture: Any, widths: Iterable[int], cache: Path) -> Prepared:
    """All files of one picture; ``cache`` keeps them by the digest of its bytes and of this module."""
    wanted = {asset_name(picture, width): width for width in widths}
    keys = {name: _key(picture.digest, width) for name, width in wanted.items()}
    made = {name: sealed.read(cache / key, key) for name, key in keys.items()}
    if None not in made.values():
        return Prepared({name: data for name, data in made.items() if data is not None})
    try:
        opened = _open(root, picture.path)
    except _Unfit as unfit:
        return Prepared({}, (fout("beeld", Position(picture.path), *unfit.args),))
    files = {name: opened if isinstance(opened, bytes) else _jpeg(opened, width) for name, width in wanted.items()}
    for name, key in keys.items():
        sealed.write(cache / key, key, files[name])
    return Prepared(files)


def look_at(root: Path, picture: Any, widths: Iterable[int], cache: Path) -> Prepared:
    """What :func:`prepare` would say of a picture, without making anything: its files are there by name, and empty."""
    files = {asset_name(picture, width): b"" for width in widths}
    try:
        _open(root, picture.path)
    except _Unfit as unfit:
        return Prepared(files, (fout("beeld", Position(picture.path), *unfit.args),))
    return Prepared(files)


def _open(root: Path, path: str) -> bytes | Image:
    """A drawing written anew, or a photo as pixels; raises :class:`_Unfit`."""
    data = (root / path).read_bytes()
    return _rewrite_svg(data) if path.endswith(".svg") else _decode(data)


def check_logo(data: bytes | None, name: str) -> tuple[Diagnostic, ...]:
    """What is wrong with the logo, a file of ``templates/``: it is on every page and may hold nothing but shapes."""
    if data is None or not name.endswith(".svg"):
        problem = "is er niet" if data is None else "is geen tekening (SVG)"
        return (fout("beeld", Position("site.yml"), f"het logo «{name}» {problem}", "zet een SVG in templates/beeld/"),)
    try:
        _rewrite_svg(data)
    except _Unfit as unfit:
        return (fout("beeld", Position(f"templates/{name}"), *unfit.args),)
    return ()


def _decode(data: bytes) -> Image:
    """A photo as upright sRGB pixels and nothing else."""
    from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

    ImageFile.LOAD_TRUNCATED_IMAGES = False
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    if len(data) > MAX_BYTES:
        raise _Unfit("dit beeld is groter dan 40 MB", "lever een kleinere versie")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of a photo with odd notes in it only the pixels are used
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=["PNG", "JPEG", "WEBP"]) as opened:
                opened.load()
                upright = ImageOps.exif_transpose(opened)
                return _on_white(_to_srgb(upright))
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise _Unfit("dit beeld heeft meer dan 40 miljoen punten", "lever een kleinere versie") from None
    except UnidentifiedImageError:
        raise _Unfit("dit is geen JPEG, PNG of WebP, ook al heet het zo", "bewaar het opnieuw als JPEG") from None
    except (OSError, SyntaxError, ValueError):
        raise _Unfit("dit beeld is beschadigd of niet heel", "haal het opnieuw op bij de maker") from None


def _to_srgb(image: Image) -> Image:
    """Colours as a screen shows them; a broken profile is left out."""
    from PIL import ImageCms

    profile = image.info.get("icc_profile")
    if profile and image.mode in ("RGB", "CMYK", "L"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
            return converted or image
        except (ImageCms.PyCMSError, OSError):
            return image
    return image


def _on_white(image: Image) -> Image:
    """The pixels on a new white canvas: transparency filled, everything attached to the file left behind."""
    from PIL import Image

    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        image = image.point(lambda value: value / 256).convert("L")
    layered = image.convert("RGBA" if "A" in image.getbands() or "transparency" in image.info else "RGB")
    canvas = Image.new("RGB", layered.size, "white")
    canvas.paste(layered, mask=layered.getchannel("A") if layered.mode == "RGBA" else None)
    return canvas


def _jpeg(image: Image, width: int) -> bytes:
    from PIL import Image

    share = min(width / image.width, (MOST_SHOWN / (image.width * image.height)) ** 0.5)
    if share < 1:
        size = (max(1, round(image.width * share)), max(1, round(image.height * share)))
        image = image.resize(size, Image.Resampling.LANCZOS)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=86, optimize=True, progressive=True)
    return out.getvalue()


def _rewrite_svg(data: bytes) -> bytes:
    """An SVG with only shapes in it, written anew; anything else is a reason to refuse it."""
    if len(data) > MAX_SVG:
        raise _Unfit("deze tekening is groter dan 500 kB", "laat haar vereenvoudigen, of lever een PNG")
    # As text, so that no other encoding can hide what is looked for here.
    text = data.decode("utf-8-sig", "replace")
    if re.search(r"<!(?:DOCTYPE|ENTITY)|<\?xml-stylesheet", text, re.I):
        raise _Unfit("deze tekening verwijst naar iets van buiten", "bewaar haar als 'gewone SVG', of lever een PNG")
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError:
        raise _Unfit("deze tekening is geen goede SVG", "bewaar haar opnieuw, of lever een PNG") from None
    if root.tag != f"{SVG}svg" or "viewBox" not in root.attrib:
        raise _Unfit("deze tekening mist haar maat (viewBox)", "bewaar haar als 'gewone SVG', of lever een PNG")
    for element in root.iter():
        name = str(element.tag).removeprefix(SVG)
        if name not in ELEMENTS:
            raise _Unfit(f"in deze tekening staat <{name[:20]}>", "laat alleen vormen staan, of lever een PNG")
        for key, value in element.attrib.items():
            if key not in ATTRIBUTES or re.search(r"url\(|javascript:|data:|&|<", value, re.I):
                short = key.rpartition("}")[2][:20]
                raise _Unfit(
                    f"in deze tekening staat «{short}»", "laat alleen vormen en kleuren staan, of lever een PNG"
                )
    ElementTree.register_namespace("", SVG.strip("{}"))
    return bytes(ElementTree.tostring(root, encoding="utf-8"))


def _key(digest: str, width: int) -> str:
    return hashlib.sha256(f"{digest} {width} {MODULE}".encode()).hexdigest()


def prune(cache: Path, digests: Iterable[str], widths: Iterable[int]) -> None:
    """Forget every prepared file of pictures that are not in use: a withdrawn portrait leaves nothing behind."""
    used = {_key(digest, width) for digest in digests for width in widths}
    for path in cache.glob("*"):
        if path.name not in used:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


MODULE = f"{hashlib.sha256(Path(__file__).read_bytes()).hexdigest()} {version('pillow')} {sys.version}"
