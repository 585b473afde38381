"""The look of every part of a drawing worked out: style sheets, classes and style become plain attributes.

A door to ``tinycss2`` and ``cssselect2``. A colour is written as ``#rrggbb`` with its opacity beside it, in whatever
way it was given; what paper and screen would not both draw is refused.
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element

import cssselect2
import tinycss2
from tinycss2.color4 import parse_color

from builder.svgtree import Unfit

MOST_MATCHED = 2_000_000  # rules times elements
PAINTED = {"fill": "fill-opacity", "stroke": "stroke-opacity", "stop-color": "stop-opacity", "color": ""}
REFERRING = ("clip-path", "mask")
LOOKS = frozenset(
    """fill-rule fill-opacity stroke-width stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity
    stroke-dasharray stroke-dashoffset opacity clip-rule stop-opacity visibility display overflow mask-type
    transform""".split()
).union(PAINTED, REFERRING)
# What one of the two would not draw: the values that ask for nothing, what it is called, and what to do about it.
EFFECT = "haal dat effect weg in uw tekenprogramma"
UNDRAWN = {
    "filter": ({"none"}, "een filter (schaduw of vervaging)", EFFECT),
    "mix-blend-mode": ({"normal"}, "een menging van kleuren (mix-blend-mode)", EFFECT),
    "paint-order": ({"normal", "fill", "fill stroke", "fill stroke markers"}, "een omlijning achter de vorm", EFFECT),
    "vector-effect": ({"none"}, "een lijn die niet meegroeit (vector-effect)", "zet lijnen om in vormen"),
    "transform-origin": ({"0 0", "0px 0px", "top left"}, "een draaipunt (transform-origin)", "bewaar als 'gewone SVG'"),
    **{f"marker{end}": ({"none"}, "een pijlpunt", "zet lijnen om in vormen") for end in ("", "-start", "-mid", "-end")},
    **{name: ({"none", "0s"}, "beweging", "bewaar haar zonder animatie") for name in ("animation", "animation-name")},
}
MOVED = re.compile(r"none|(?:(?:matrix|translate|scale|rotate|skewX|skewY)\s*\([\d\s.,eE+-]*\)[\s,]*)*")
NOTHING = ("inherit", "initial", "unset", "revert")

Tokens = list[Any]


def styled(root: Element) -> Element:
    """The same tree, in which each element says its own look in attributes. Raises :class:`Unfit`."""
    matcher = cssselect2.Matcher()
    own: dict[str, Tokens] = {}
    sheets = "\n".join("".join(style.itertext()) for style in root.iter("style"))
    if sheets.count("{") * sum(1 for _ in root.iter()) > MOST_MATCHED:
        raise Unfit("deze tekening heeft te veel stijlregels", "laat haar vereenvoudigen")
    for rule in tinycss2.parse_stylesheet(sheets, skip_comments=True, skip_whitespace=True):
        _add_rule(rule, matcher, own)
    wrapped = list(cssselect2.ElementWrapper.from_xml_root(root).iter_subtree())
    looks = [(one.etree_element, _declared(one, matcher)) for one in wrapped]
    for _, look in looks:
        own |= {name: tokens for name, tokens in look.items() if name.startswith("--")}
    for element, look in looks:
        for name in ("style", "class", *LOOKS, *UNDRAWN):
            element.attrib.pop(name, None)
        for name, tokens in look.items():
            _set(element, name, _filled_in(tokens, own))
    return root


def _add_rule(rule: Any, matcher: Any, own: dict[str, Tokens]) -> None:
    if rule.type == "at-rule" and rule.lower_at_keyword == "import":
        raise Unfit("deze tekening verwijst naar iets van buiten (@import)", "bewaar haar als 'gewone SVG'")
    if rule.type == "at-rule" and rule.lower_at_keyword.endswith("keyframes"):
        raise Unfit("in deze tekening staat beweging", "bewaar haar zonder animatie")
    if rule.type != "qualified-rule":
        return  # letters, other media: nothing of that is drawn here
    declared = _declarations(tinycss2.parse_blocks_contents(rule.content))
    own |= {name: tokens for name, tokens, _ in declared if name.startswith("--")}
    try:
        for selector in cssselect2.compile_selector_list(rule.prelude):
            if selector.pseudo_element is None:
                matcher.add_selector(selector, declared)
    except cssselect2.SelectorError:
        return


def _declarations(nodes: Tokens) -> list[tuple[str, Tokens, bool]]:
    return [
        (node.name if node.name.startswith("--") else node.lower_name, node.value, node.important)
        for node in nodes
        if node.type == "declaration"
    ]


def _declared(one: Any, matcher: Any) -> dict[str, Tokens]:
    """What is said of an element, the last and weightiest word of it: attribute, rule, ``style``, ``!important``."""
    element = one.etree_element
    names = [name for name in element.attrib if name in LOOKS or name in UNDRAWN]
    said = [(name, tinycss2.parse_component_value_list(element.attrib[name]), False) for name in names]
    for _, _, _, declared in matcher.match(one):
        said += declared
    said += _declarations(tinycss2.parse_blocks_contents(element.get("style", "")))
    ordered = [*(one for one in said if not one[2]), *(one for one in said if one[2])]
    return {name: tokens for name, tokens, _ in ordered}


def _filled_in(tokens: Tokens, own: dict[str, Tokens], depth: int = 0) -> Tokens:
    """Without ``var(--name, otherwise)``: what the name stands for in this drawing, else what is given with it."""
    found: Tokens = []
    for token in tokens:
        if token.type == "function" and token.lower_name == "var" and depth < 9:
            inner = [one for one in token.arguments if one.type != "whitespace"]
            name = inner[0].value if inner and inner[0].type == "ident" else ""
            found += _filled_in(own.get(name, inner[2:]), own, depth + 1)
        else:
            found.append(token)
    return found


def _set(element: Element, name: str, tokens: Tokens) -> None:
    """One word about the look of an element as an attribute, when it is one that is drawn."""
    words = [token for token in tokens if token.type not in ("whitespace", "comment")]
    text = tinycss2.serialize(words if name in PAINTED else tokens).strip()
    if name in UNDRAWN:
        harmless, what, remedy = UNDRAWN[name]
        if text.lower() not in harmless and text.lower() not in NOTHING:
            raise Unfit(f"in deze tekening staat {what}", remedy)
    elif name not in LOOKS or not words or text.lower() in NOTHING:
        return
    elif name in PAINTED:
        _paint(element, name, words)
    elif name in REFERRING:
        if text.lower() != "none":
            element.set(name, f"url(#{_local(words[0])})")
    elif name == "transform":
        moved = re.sub(r"(?<=\d)(?:px|deg)", "", text)
        if not MOVED.fullmatch(moved):
            raise Unfit("in deze tekening staat een verschuiving die niet te lezen is", "bewaar haar als 'gewone SVG'")
        element.set(name, moved)
    else:
        value = text.lower()
        before = element.get(name, "1") if name in PAINTED.values() else ""
        element.set(name, _times(before, value) if before != "1" and before else value)


def _paint(element: Element, name: str, words: Tokens) -> None:
    """A colour or a gradient, with the colour for when there is no such gradient."""
    first, made = words[0], ""
    if first.type == "url" or (first.type == "function" and first.lower_name == "url"):
        made, words = f"url(#{_local(first)})", words[1:]
    if words:
        word = words[0]
        if word.type == "ident" and word.lower_value == "none":
            made += " none"
        elif word.type == "ident" and word.lower_value.startswith("context-"):
            return
        else:
            made += f" {_colour(element, name, word)}"
    element.set(name, made.strip())


def _colour(element: Element, name: str, word: Any) -> str:
    colour = parse_color(word)
    if colour is None:
        told = tinycss2.serialize([word])[:30]
        raise Unfit(f"in deze tekening staat een kleur die niet te lezen is («{told}»)", "kies een gewone kleur")
    if colour == "currentcolor":
        return "currentColor"
    if colour.alpha < 1 and (beside := PAINTED[name]):
        element.set(beside, _times(element.get(beside, "1"), str(colour.alpha)))
    channels = colour.to("srgb").coordinates
    return "#" + "".join(f"{round(min(max(channel, 0), 1) * 255):02x}" for channel in channels)


def _times(one: str, other: str) -> str:
    try:
        shares = [float(share.rstrip("%")) / (100 if share.endswith("%") else 1) for share in (one, other)]
    except ValueError:
        return one
    return f"{shares[0] * shares[1]:.4g}"


def _local(word: Any) -> str:
    """The id that a ``url(…)`` names inside the drawing."""
    strings = (one.value for one in getattr(word, "arguments", ()) if one.type == "string")
    address = word.value if word.type == "url" else next(strings, "")
    if not address.startswith("#"):
        raise Unfit("deze tekening verwijst naar iets van buiten", "sluit alles in bij het bewaren (insluiten)")
    return str(address[1:])
