"""Colours of the screen as ink on coated paper (FOGRA39), never more of it than paper can bear. A door to ``PIL``."""

import io
from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import Any

from PIL import Image, ImageCms, ImageMath

from builder.pages import MOST_INK, Ink

FULL = 255

Lab = tuple[float, float, float]


class Inks:
    """What the screen shows, in ink: ``given`` are the inks of the house style by ``#rrggbb``; others are converted."""

    def __init__(self, profile: bytes, given: Mapping[str, Ink]) -> None:
        self._profile, self._given = profile, given
        self.of = lru_cache(maxsize=None)(self._of)

    @cached_property
    def _transform(self) -> ImageCms.ImageCmsTransform:
        return ImageCms.buildTransform(ImageCms.createProfile("sRGB"), self._paper, "RGB", "CMYK")

    @cached_property
    def _paper(self) -> ImageCms.ImageCmsProfile:
        return ImageCms.ImageCmsProfile(io.BytesIO(self._profile))

    @cached_property
    def _from_paper(self) -> ImageCms.ImageCmsTransform:
        return _to_lab(self._paper, "CMYK")

    @cached_property
    def _from_screen(self) -> ImageCms.ImageCmsTransform:
        return _to_lab(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")), "RGB")

    def _of(self, red: float, green: float, blue: float) -> Ink:
        """The ink for a colour with channels from 0 to 1: as given, black alone for a grey, else converted."""
        shown = tuple(round(channel * FULL) for channel in (red, green, blue))
        if given := self._given.get("#{:02x}{:02x}{:02x}".format(*shown)):
            return given
        if len(set(shown)) == 1:
            return (0.0, 0.0, 0.0, 1 - shown[0] / FULL)
        inked = self.picture(Image.new("RGB", (1, 1), shown)).tobytes()
        cyan, magenta, yellow, black = (round(share / FULL, 3) for share in inked)
        return cyan, magenta, yellow, black

    def printed(self, ink: Ink) -> Lab:
        """How an ink looks on this paper, in CIE L*a*b* (D50), seen beside its white."""
        cyan, magenta, yellow, black = (round(share * FULL) for share in ink)
        return _lab(Image.new("CMYK", (1, 1), (cyan, magenta, yellow, black)), self._from_paper)

    def shown(self, colour: str) -> Lab:
        """How ``#rrggbb`` looks on a screen, in CIE L*a*b* (D50)."""
        return _lab(Image.new("RGB", (1, 1), colour), self._from_screen)

    def picture(self, image: Image.Image) -> Image.Image:
        """A picture in ink; where that is too much, there is less of the colours and no less black."""
        inked = ImageCms.applyTransform(image.convert("RGB"), self._transform)
        assert inked is not None  # only None when it is done in place
        return inked if most(inked) <= MOST_INK else _thinned(inked, MOST_INK)

    def photo(self, image: Image.Image) -> bytes:
        """A picture in ink as JPEG, which is not exact: where it ends up with too much, there is less to begin with."""
        inked, limit = self.picture(image), MOST_INK
        while most(Image.open(io.BytesIO(packed := _jpeg(inked)))) > MOST_INK:
            limit -= 0.1
            inked = _thinned(inked, limit)
        return packed


def _to_lab(source: ImageCms.ImageCmsProfile, mode: str) -> ImageCms.ImageCmsTransform:
    relative = ImageCms.Intent.RELATIVE_COLORIMETRIC
    return ImageCms.buildTransform(source, ImageCms.createProfile("LAB"), mode, "LAB", renderingIntent=relative)


def _lab(image: Image.Image, look: ImageCms.ImageCmsTransform) -> Lab:
    seen = ImageCms.applyTransform(image, look)
    assert seen is not None  # only None when it is done in place
    light, a, b = (band.getextrema()[0] for band in seen.split())
    return float(light) * 100 / FULL, float(a) - 128, float(b) - 128  # type: ignore[arg-type]


def most(image: Image.Image) -> float:
    """The most ink on one spot of a CMYK picture, as a sum of shares: from 0 to 4."""
    cyan, magenta, yellow, black = image.split()
    total = ImageMath.lambda_eval(lambda _: _["c"] + _["m"] + _["y"] + _["k"], c=cyan, m=magenta, y=yellow, k=black)
    return float(total.getextrema()[1]) / FULL


def _thinned(image: Image.Image, limit: float) -> Image.Image:
    *colours, black = image.split()
    cyan, magenta, yellow = colours

    def room(_: Mapping[str, Any]) -> Any:
        ink = _["float"](_["c"] + _["m"] + _["y"])
        return _["min"]((int(limit * FULL) - _["k"]) / _["max"](ink, 1), 1.0)

    share = ImageMath.lambda_eval(room, c=cyan, m=magenta, y=yellow, k=black)
    thin = [
        ImageMath.lambda_eval(lambda _: _["convert"](_["c"] * _["s"], "L"), c=colour, s=share) for colour in colours
    ]
    return Image.merge("CMYK", [*thin, black])


def _jpeg(image: Image.Image) -> bytes:
    """A CMYK picture as JPEG; as Adobe's programs do, it holds paper left white in place of ink."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=92, subsampling=0)
    return out.getvalue()
