"""Where in a drawing something is drawn, and how much of that would be gone on white paper.

Not by drawing it, but from its shapes; a drawing in which something else decides keeps the room that it came with.
A door to ``fontTools``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import radians, tan
from xml.etree.ElementTree import Element

from fontTools.misc.transform import Identity, Transform
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.transformPen import TransformPen
from fontTools.svgLib.path import parse_path
from fontTools.svgLib.path.shapes import PathBuilder

from builder.svgtree import parse

LIGHT = 236  # of 255: what is as light as this or lighter, is not seen on white paper
STEP = re.compile(r"(matrix|translate|scale|rotate|skewX|skewY)\s*\(([^)]*)\)")
PASSED_ON = ("fill", "stroke", "stroke-width", "fill-opacity", "stroke-opacity", "visibility")
NOT_DRAWN = frozenset("defs clipPath linearGradient radialGradient pattern symbol".split())
MITER = 1.5  # how far a corner of a line sticks out, in halves of its width

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Part:
    """A shape as it lies in the drawing, and its colours (``url(…)`` is that of a gradient)."""

    box: Box
    colours: tuple[str, ...]


def trimmed(drawing: bytes) -> bytes:
    """A drawing that was made anew (``drawings``), with no more room around it than it needs."""
    root = parse(drawing)
    room = tuple(map(float, root.get("viewBox", "").split()))
    page = (room[0], room[1], room[0] + room[2], room[1] + room[3])
    parts = [part for part in _parts_of(root) if not (_is_light(part) and _covers(part.box, page))]
    boxes = [box for part in parts if (box := _common(part.box, page))]
    if not boxes:
        return drawing
    left, top = (min(box[side] for box in boxes) for side in (0, 1))
    right, bottom = (max(box[side] for box in boxes) for side in (2, 3))
    if right <= left or bottom <= top:
        return drawing
    view = " ".join(f"{number:.6g}" for number in (left, top, right - left, bottom - top))
    return re.sub(rb'viewBox="[^"]*"', f'viewBox="{view}"'.encode(), drawing, count=1)


def lost_on_white(drawing: bytes) -> float:
    """The share of what is drawn that nobody sees on white: light, with nothing darker under or on it."""
    parts = _parts_of(parse(drawing))
    dark = [part for part in parts if not _is_light(part)]
    lost = [part for part in parts if _is_light(part) and not any(_touch(part.box, one.box) for one in dark)]
    total = sum(map(_area, dark)) + sum(map(_area, lost))
    return sum(map(_area, lost)) / total if total else 0.0


def _parts_of(root: Element) -> list[Part]:
    """Every shape in the order in which it is drawn; none when something else than shapes and groups decides."""
    ids = {name: element for element in root.iter() if (name := element.get("id"))}
    look = {name: root.attrib[name] for name in PASSED_ON if name in root.attrib}
    if {"transform", "clip-path", "opacity"} & root.attrib.keys():
        return []
    try:
        return [part for child in root for part in _walk(child, Identity, look, None, ids)]
    except (ValueError, TypeError, LookupError, ArithmeticError, AttributeError, NotImplementedError):
        return []  # lengths in percents, a view inside a view: what a page or the engine works out


def _walk(
    element: Element, at: Transform, look: dict[str, str], clip: Box | None, ids: dict[str, Element]
) -> Iterator[Part]:
    tag, given = str(element.tag), element.attrib
    if tag in NOT_DRAWN or given.get("opacity") == "0":
        return
    look = {**look, **{name: given[name] for name in PASSED_ON if name in given}}
    at = _moved(at, given.get("transform", ""))
    if "clip-path" in given and (found := re.fullmatch(r"url\(#(.*)\)", given["clip-path"])):
        clip = _narrowed(clip, _clip(ids[found[1]], at, ids))
    if tag == "use":
        used = ids[given["href"][1:]]
        there = at.translate(_number(given, "x"), _number(given, "y"))
        if used.tag == "symbol":
            used, there = _opened(used, there, given)
        yield from _walk(used, there, look, clip, ids)
    elif tag in ("svg", "g"):
        if tag == "svg":
            element, at = _opened(element, at.translate(_number(given, "x"), _number(given, "y")), given)
        for child in element:
            yield from _walk(child, at, look, clip, ids)
    elif colours := _colours(look, tag):
        box = _bounds(element, at, look)
        if box and (seen := _common(box, clip) if clip else box):
            yield Part(seen, colours)


def _number(given: dict[str, str], name: str, otherwise: str = "0") -> float:
    return float(given.get(name, otherwise).removesuffix("px"))


def _opened(view: Element, at: Transform, given: dict[str, str]) -> tuple[Element, Transform]:
    """A view in the drawing as a plain group, in its place and as large as it is asked for."""
    group = Element("g", {name: value for name, value in view.attrib.items() if name in PASSED_ON})
    group.extend(view)
    if "viewBox" in view.attrib:
        if view.get("preserveAspectRatio", "xMidYMid") not in ("xMidYMid", "xMidYMid meet"):
            raise NotImplementedError
        left, top, width, height = map(float, view.attrib["viewBox"].replace(",", " ").split())
        wide, high = (_number(given, name, view.get(name, "")) for name in ("width", "height"))
        scale = min(wide / width, high / height)
        at = at.translate((wide - scale * width) / 2, (high - scale * height) / 2).scale(scale).translate(-left, -top)
    return group, at


def _colours(look: dict[str, str], tag: str) -> tuple[str, ...]:
    if look.get("visibility") == "hidden":
        return ()
    if tag == "image":
        return ("url(picture)",)
    painted = [("fill", "#000000"), ("stroke", "none")]
    given = {name: look.get(name, default) for name, default in painted if look.get(f"{name}-opacity") != "0"}
    return tuple(colour for colour in given.values() if colour not in ("none", "transparent"))


def _bounds(shape: Element, at: Transform, look: dict[str, str]) -> Box | None:
    """The box around a shape, its line included."""
    bare = Element(str(shape.tag), {name: value for name, value in shape.attrib.items() if name != "transform"})
    if bare.tag == "image":
        bare.tag = "rect"
    builder, pen = PathBuilder(), BoundsPen(None)
    builder.add_path_from_element(bare)
    for path in builder.paths:
        parse_path(path, TransformPen(pen, at))
    if pen.bounds is None:
        return None
    line = _number(look, "stroke-width", "1") / 2 if look.get("stroke", "none") != "none" else 0
    beyond = line * MITER * abs(at.xx * at.yy - at.xy * at.yx) ** 0.5
    left, top, right, bottom = pen.bounds
    return left - beyond, top - beyond, right + beyond, bottom + beyond


def _clip(path: Element, at: Transform, ids: dict[str, Element]) -> Box:
    """The room that a clip path leaves."""
    if path.get("clipPathUnits", "userSpaceOnUse") != "userSpaceOnUse":
        raise NotImplementedError
    at = _moved(at, path.get("transform", ""))
    boxes = [part.box for child in path for part in _walk(child, at, {"fill": "#000000"}, None, ids)]
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


def _moved(at: Transform, steps: str) -> Transform:
    for name, text in STEP.findall(steps):
        numbers = [float(number) for number in re.split(r"[\s,]+", text.strip())]
        match name, numbers:
            case "matrix", [*six]:
                at = at.transform(six)
            case "translate", [x, *y]:
                at = at.translate(x, *y)
            case "scale", [x, *y]:
                at = at.scale(x, *(y or [x]))
            case "rotate", [angle, *centre]:
                around = Identity.translate(*centre) if centre else Identity
                at = at.transform(around).rotate(radians(angle)).transform(around.inverse())
            case "skewX", [angle]:
                at = at.transform((1, 0, tan(radians(angle)), 1, 0, 0))
            case "skewY", [angle]:
                at = at.transform((1, tan(radians(angle)), 0, 1, 0, 0))
    return at


def _is_light(part: Part) -> bool:
    return all(colour.startswith("#") and _lightness(colour) >= LIGHT for colour in part.colours)


def _lightness(colour: str) -> float:
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def _common(one: Box, other: Box) -> Box | None:
    left, top = max(one[0], other[0]), max(one[1], other[1])
    right, bottom = min(one[2], other[2]), min(one[3], other[3])
    return (left, top, right, bottom) if left <= right and top <= bottom else None


def _narrowed(one: Box | None, other: Box) -> Box:
    return other if one is None else _common(one, other) or (0.0, 0.0, 0.0, 0.0)


def _touch(one: Box, other: Box) -> bool:
    """Whether two lie mostly over each other: letters on a ground, or a ground under letters."""
    common = _common(one, other)
    return common is not None and _area_of(common) > 0.5 * min(_area_of(one), _area_of(other))


def _covers(one: Box, page: Box) -> bool:
    return (common := _common(one, page)) is not None and _area_of(common) > 0.98 * _area_of(page)


def _area(part: Part) -> float:
    return _area_of(part.box)


def _area_of(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])
