"""Drawings (SVG) of others, written anew before a page sees them: only shapes, colours and what they refer to inside.

What a drawing program adds (its own fields, comments, classes, a doctype) is left out or resolved; what would be unsafe
or cannot be drawn on paper and screen alike is a reason to refuse the drawing, with what to do.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from builder.svgstyle import styled
from builder.svgtree import SVG, Unfit, parse

MOST_BYTES = 2_000_000
MOST_DRAWN = 20_000  # elements, each counted as often as it is used
TOO_MANY = ("deze tekening heeft meer dan 20.000 onderdelen", "laat haar vereenvoudigen")
HREF = ("href", "{http://www.w3.org/1999/xlink}href")
SHAPES = frozenset("path circle ellipse rect line polyline polygon".split())
GROUPS = frozenset("svg g symbol clipPath mask pattern".split())
GRADIENTS = frozenset(("linearGradient", "radialGradient"))
DEFINED = frozenset((*GRADIENTS, "symbol", "clipPath", "mask", "pattern"))
LEFT_OUT = frozenset("title desc metadata style view cursor font font-face color-profile marker filter".split())
GEOMETRY = frozenset(
    """x y x1 y1 x2 y2 cx cy r rx ry fx fy fr d points width height viewBox preserveAspectRatio offset gradientUnits
    gradientTransform spreadMethod clipPathUnits maskUnits maskContentUnits patternUnits patternContentUnits
    patternTransform transform""".split()
)
TOLD = {
    "script": ("een script", "bewaar haar opnieuw zonder script"),
    "text": ("tekst die nog letters is", "zet de tekst in uw tekenprogramma om in vormen (contouren)"),
    "foreignObject": ("een stuk webpagina", "zet dat in uw tekenprogramma om in vormen"),
    "mask": ("een masker", "maak er in uw tekenprogramma een uitsnede van (knippad)"),
    "image": ("een los beeld", "sluit het beeld in bij het bewaren (insluiten), of teken het over"),
}
MOVING = frozenset("animate animateMotion animateTransform animateColor set".split())
VALUE = re.compile(r"[A-Za-z0-9\s,.+\-()%#]*")
HUGE = re.compile(r"(?<!\d)\d{8,}+(?![\d.]{0,40}e-)|[eE]\+?[1-9]\d?\d|[eE]\+?[7-9]|(?i:nan|inf)")
REFERS = re.compile(r"url\(#([^()]*)\)( .*)?")
PICTURE = re.compile(r"data:image/(?:png|jpe?g|webp)\s*;\s*base64\s*,", re.I)


@dataclass
class _Rewriting:
    """One drawing on its way to a new one: its parts by id, and the new names of those that are used."""

    ids: dict[str, Element]
    mark: str
    recode: Callable[[bytes], bytes]
    names: dict[str, str] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)
    sizes: dict[str, int] = field(default_factory=dict)


def rewrite(data: bytes, recode: Callable[[bytes], bytes]) -> bytes:
    """The drawing with nothing in it but what is known to be safe; raises :class:`Unfit` with message and remedy.

    ``recode`` makes a picture inside it anew, as PNG. The ids are those of no other drawing.
    """
    if len(data) > MOST_BYTES:
        raise Unfit("deze tekening is groter dan 2 MB", "laat haar vereenvoudigen")
    root = parse(data)
    if sum(1 for _ in root.iter()) > MOST_DRAWN:
        raise Unfit(*TOO_MANY)
    try:
        return _rewritten(styled(root), data, recode)
    except RecursionError:  # styles or parts that lie in each other without end
        raise Unfit(*TOO_MANY) from None


def _rewritten(root: Element, data: bytes, recode: Callable[[bytes], bytes]) -> bytes:
    new = _Rewriting(
        {name: element for element in root.iter() if (name := element.get("id"))},
        f"t{hashlib.sha256(data).hexdigest()[:8]}",
        recode,
    )
    box = _box(root)
    if _count(root, new, ()) > MOST_DRAWN:
        raise Unfit(*TOO_MANY)
    made = _copied(root, new)
    made.attrib = {**{k: v for k, v in made.attrib.items() if k not in ("x", "y", "width", "height")}, "viewBox": box}
    _define(made, new)
    if not any(element.tag in (*SHAPES, "image") for element in made.iter()):
        raise Unfit("in deze tekening staat niets dat te tekenen is", "bewaar haar opnieuw als 'gewone SVG'")
    ElementTree.register_namespace("", SVG.strip("{}"))
    for element in made.iter():
        element.tag = SVG + str(element.tag)
    return bytes(ElementTree.tostring(made, encoding="utf-8"))


def _box(root: Element) -> str:
    """The room of the drawing: its ``viewBox``, else its width and height in the dots of a screen."""
    numbers = re.findall(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?", root.get("viewBox", ""))
    if len(numbers) != 4:
        numbers = ["0", "0", _dots(root.get("width", "")), _dots(root.get("height", ""))]
    left, top, width, height = map(float, numbers)
    if not (0 < width < 1e6 and 0 < height < 1e6 and abs(left) < 1e6 and abs(top) < 1e6):
        remedy = "maak in uw tekenprogramma de pagina zo groot als de tekening, en bewaar opnieuw"
        raise Unfit("deze tekening zegt niet hoe groot zij is (viewBox)", remedy)
    return " ".join(f"{number:.6g}" for number in (left, top, width, height))


def _dots(length: str) -> str:
    """A length such as ``210mm`` in dots; 0 when it is none."""
    found = re.fullmatch(r"(\d++(?:\.\d*)?|\.\d+)\s*(px|mm|cm|in|pt|pc|)", length.strip())
    each = {"": 1.0, "px": 1.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0, "pt": 96 / 72, "pc": 16.0}
    return str(float(found[1]) * each[found[2]]) if found else "0"


def _count(element: Element, new: _Rewriting, inside: tuple[str, ...]) -> int:
    """How many elements are drawn, each as often as it is used; a drawing inside itself is refused."""
    total = 1
    for child in element:
        total += _count(child, new, inside)
    for name in _used(element, new):
        if name in inside:
            raise Unfit("een stuk van deze tekening verwijst naar zichzelf", "bewaar haar opnieuw als 'gewone SVG'")
        if name not in new.sizes:
            new.sizes[name] = _count(new.ids[name], new, (*inside, name))
        total += new.sizes[name]
    return min(total, MOST_DRAWN + 1)


def _used(element: Element, new: _Rewriting) -> list[str]:
    """The ids of all that is drawn along with an element."""
    looks = [found[1] for name in PAINT if (found := REFERS.match(element.get(name, "")))]
    return [name for name in [*looks, _target(element, new) if element.tag == "use" else ""] if name in new.ids]


def _copied(old: Element, new: _Rewriting) -> Element:
    """An element and all in it that may stay, with attributes that are known."""
    tag = {"a": "g", "switch": "g"}.get(str(old.tag), str(old.tag))
    if tag == "image":
        return _picture(old, new)
    made = Element(tag, _attributes(old, new))
    if tag == "use":
        made.set("href", f"#{_named(_target(old, new), new)}")
    for child in _first(old) if old.tag == "switch" else old:
        if _stays(child, new):
            made.append(_copied(child, new))
    return made


def _first(switch: Element) -> list[Element]:
    """Of a choice (older Illustrator: its own data, or else shapes) what every program can draw."""
    usable = [child for child in switch if child.tag != "foreignObject" and not child.get("requiredExtensions")]
    return usable[:1]


def _stays(element: Element, new: _Rewriting) -> bool:
    """Whether an element is drawn here; what is only defined comes along where it is used."""
    tag = str(element.tag)
    if tag in MOVING:
        raise Unfit("in deze tekening beweegt iets", "bewaar haar zonder animatie")
    if tag in LEFT_OUT or tag == "defs" or tag in DEFINED or tag.startswith("{") or element.get("display") == "none":
        return False
    if tag == "text" and not "".join(element.itertext()).strip():
        return False
    if tag == "use":
        return bool(_target(element, new))
    if tag in SHAPES or tag in GROUPS or tag in ("a", "switch", "image") or tag in ("stop",):
        return True
    raise _unfit(tag)


def _attributes(old: Element, new: _Rewriting) -> dict[str, str]:
    """What may be said of an element: its place and form, and the look that was worked out."""
    made = {}
    for key, value in old.attrib.items():
        name = key.rpartition("}")[2]
        if re.fullmatch(r"on\w+", name, re.I):
            raise Unfit(f"in deze tekening staat een script («{name[:20]}»)", "bewaar haar opnieuw zonder script")
        if key in GEOMETRY:
            if not VALUE.fullmatch(value) or HUGE.search(value):
                raise Unfit(f"in deze tekening klopt «{name}» niet", "bewaar haar opnieuw als 'gewone SVG'")
            made[key] = value
        elif key in PAINT:
            found = REFERS.fullmatch(value)
            if not found and not VALUE.fullmatch(value):
                continue
            if found and found[1] not in new.ids:  # a browser shows nothing, or the colour that follows
                made |= {key: found[2].strip()} if found[2] else {}
            elif key == "mask":
                if "clip-path" in old.attrib:
                    raise _unfit("mask")
                made["clip-path"] = f"url(#{_named(found[1], new)})" if found else "none"
            else:
                made[key] = f"url(#{_named(found[1], new)})" if found else value
    return made


def _unfit(tag: str) -> Unfit:
    what, remedy = TOLD.get(tag, (f"iets wat niet te tekenen is (<{tag[:20]}>)", "zet het om in vormen"))
    return Unfit(f"in deze tekening staat {what}", remedy)


PAINT = frozenset(
    """fill fill-rule fill-opacity stroke stroke-width stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity
    stroke-dasharray stroke-dashoffset opacity color clip-rule clip-path mask stop-color stop-opacity visibility
    overflow mask-type""".split()
)


def _target(element: Element, new: _Rewriting) -> str:
    """The id that an element refers to; empty when nothing has it. What lies outside the drawing is refused."""
    given = next((value.strip() for key in HREF if (value := element.get(key))), "")
    if given and not given.startswith("#"):
        raise Unfit("deze tekening verwijst naar iets van buiten", "sluit alles in bij het bewaren (insluiten)")
    return given[1:] if given[1:] in new.ids else ""


def _named(name: str, new: _Rewriting) -> str:
    if name not in new.names:
        new.names[name] = f"{new.mark}-{len(new.names) + 1}"
        new.waiting.append(name)
    return new.names[name]


def _define(made: Element, new: _Rewriting) -> None:
    """All that is referred to, and what that refers to in turn, in one place before the drawing."""
    defined = Element("defs")
    while new.waiting:
        name = new.waiting.pop(0)
        old = new.ids[name]
        if old.tag in GRADIENTS or old.tag == "mask":
            copy = (_gradient if old.tag in GRADIENTS else _clip)(old, new)
        else:  # what is not drawn where it stands, is not drawn where it is used
            copy = _copied(old, new) if old.tag in DEFINED or _stays(old, new) else Element("g")
        copy.set("id", new.names[name])
        defined.append(copy)
    if len(defined):
        made.insert(0, defined)


def _clip(old: Element, new: _Rewriting) -> Element:
    """A mask as the clip path that it is where all in it is wholly white: the PDF engine draws no other mask well."""
    made = Element("clipPath")
    for shape in old:
        plain = not {"opacity", "fill-opacity", "stroke", "mask", "clip-path"} & shape.attrib.keys()
        if shape.tag not in SHAPES or not plain or shape.get("fill") != "#ffffff":
            raise _unfit("mask")
        made.append(_copied(shape, new))
    return made


def _gradient(old: Element, new: _Rewriting) -> Element:
    """A gradient with what it has from others (``href``) in it."""
    attributes, seen = _attributes(old, new), {old}
    stops: list[Element] = []
    current = old
    while True:
        stops = stops or [Element("stop", _attributes(one, new)) for one in current if one.tag == "stop"]
        name = _target(current, new)
        if not name or new.ids[name] in seen or new.ids[name].tag not in GRADIENTS:
            break
        current = new.ids[name]
        seen.add(current)
        attributes = {**_attributes(current, new), **attributes}
    made = Element(str(old.tag), attributes)
    made.extend(stops)
    return made


def _picture(old: Element, new: _Rewriting) -> Element:
    """A picture that lies in the drawing itself, made anew."""
    given = next((value for key in HREF if (value := old.get(key))), "")
    found = PICTURE.match(given)
    if not found:
        raise _unfit("image")
    try:
        data = base64.b64decode(re.sub(r"\s", "", given[found.end() :]), validate=True)
    except ValueError:
        raise Unfit("in deze tekening zit een beschadigd beeld", "bewaar haar opnieuw") from None
    packed = base64.b64encode(new.recode(data)).decode("ascii")
    return Element("image", {**_attributes(old, new), "href": f"data:image/png;base64,{packed}"})
