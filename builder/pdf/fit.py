"""Text that does not fit: found in the layout, fitted within the limits of the template, and else told.

A box with a size of its own is marked in the template with ``data-vak``, text that may flow over sheets with
``data-stroom`` (with both: after its last step), a body with the number of sheets that it may have (``data-bladen``).
How a box may be fitted is said there too: ``data-krap`` counts the steps (classes ``krap-1`` and on) that the
stylesheet has for it, ``data-korter`` holds a shorter text of the source, ``data-anders`` tells the editor what else
would help, and a box with ``data-minder`` gives up the last of its things (``data-een``, in their order) and says how
many there are more (``data-nog``, ``data-zin``). There is no public way to the engine's layout (WeasyPrint 70; pinned,
and tested with planted texts).
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from weasyprint.formatting_structure.boxes import LineBox, MarginBox

from builder.diagnostics import Diagnostic, Position, fout

SHARED = "site.yml"  # what every sheet shares: the name of such a field ends with this
IN_SITE = f" in {SHARED}"
LEAN = 12  # how far, in CSS pixels, a long word may lean out of its own column: less than any gap between columns


@dataclass(frozen=True, slots=True)
class Misfit:
    """A box whose text has no room: its element, its name, how many characters too many and from where."""

    element: Any
    name: str
    surplus: int
    start: str


def misfits(document: Any) -> list[Misfit]:
    """Everything on the sheets that has no room, each box once."""
    found: dict[Any, Misfit] = {}
    for misfit in (*_overset(document), *_lost(document)):
        known = found.get(misfit.element)
        found[misfit.element] = replace(known, surplus=known.surplus + misfit.surplus) if known else misfit
    return list(found.values())


def tighter(found: list[Misfit]) -> bool:
    """Give every box that has one left its next step; whether there was any."""
    return bool([misfit for misfit in found if _next_step(misfit)])


def _next_step(misfit: Misfit) -> bool:
    element = misfit.element
    classes, now = (element.get("class") or "").split(), _step(element)
    if now < int(element.get("data-krap") or 0):
        element.set("class", " ".join([*(name for name in classes if name != f"krap-{now}"), f"krap-{now + 1}"]))
        return True
    shorter = [part for part in element.iter() if isinstance(part.tag, str) and part.get("data-korter")]
    for part in shorter:
        for child in list(part):
            part.remove(child)
        part.text = part.attrib.pop("data-korter")
    return bool(shorter) or (element.get("data-minder") is not None and _fewer(misfit))


def _fewer(misfit: Misfit) -> bool:
    """Take out the last things of a list, about as many as have no room, but for the first; and count them."""
    element = misfit.element
    things = [part for part in element.iter() if isinstance(part.tag, str) and part.get("data-een") is not None]
    things.sort(key=lambda part: int(part.get("data-een")))
    size = sum(len(_plain(list(thing.itertext()))) for thing in things) / max(1, len(things))
    gone = things[1:][-max(1, int(misfit.surplus / max(1.0, 2 * size))) :]
    for thing in gone:
        around = {child: parent for parent in element.iter() for child in parent}
        while len(around[thing]) == 1 and around[thing] is not element:
            thing = around[thing]
        around[thing].remove(thing)
    for line in element.iter("p"):
        if line.get("data-nog") is not None:
            line.set("data-nog", str(int(line.get("data-nog")) + len(gone)))
            line.text = line.get("data-zin").replace("#", line.get("data-nog"), 1)
    return bool(gone)


def _step(element: Any) -> int:
    return next((int(name[5:]) for name in (element.get("class") or "").split() if name.startswith("krap-")), 0)


def _flows(element: Any) -> bool:
    """Whether the text of a box may go on on a next sheet: its template lets it, once no step is left."""
    return element.get("data-stroom") is not None and _step(element) >= int(element.get("data-krap") or 0)


def told(misfit: Misfit, target: str, source: Position) -> Diagnostic:
    """The box, how much too much, and the fields to shorten: those of the source, or of what all sheets share."""
    own = misfit.element.get("data-veld")
    parts = [part for part in misfit.element.iter() if isinstance(part.tag, str) and part.get("data-veld")]
    fields, of = _named([own] if own else [part.get("data-veld") for part in parts])
    if shared := _longest(parts):
        source, fields, of = Position(SHARED), shared, ""
    what = " of ".join(filter(None, (", ".join(fields[:-1]), *fields[-1:]))) or "de tekst"
    otherwise = misfit.element.get("data-anders")
    secret = misfit.element.get("data-geheim") is not None  # what stands in this box is about people: not repeated
    begin = f", vanaf «{misfit.start[:40]}»" if misfit.start and not secret else ""
    message = f"{target}: de tekst past niet in het vak «{misfit.name}» ({misfit.surplus} tekens te veel{begin})"
    return fout("past-niet", source, message, ", of ".join(filter(None, (f"maak {what}{of} korter", otherwise))))


def _named(names: list[str]) -> tuple[list[str], str]:
    """The names of fields between quotes, and of what they all are where that can be said once."""
    parts = [name.rpartition(" van het ") for name in dict.fromkeys(names)]
    if len({tail for _, _, tail in parts}) == 1 and len(parts) > 1 and parts[0][1]:
        return [f"«{head}»" for head, _, _ in parts], f" van het {parts[0][2]}"
    return [f"«{name}»" for name in dict.fromkeys(names)], ""


def _longest(parts: list[Any]) -> list[str]:
    """The two longest fields of ``site.yml`` in a box, with their lengths; none where it holds none."""
    lengths = {part.get("data-veld"): len(_plain(["".join(part.itertext())])) for part in parts}
    shared = sorted((name for name in lengths if name.endswith(IN_SITE)), key=lambda name: -lengths[name])
    return [f"«{name.removesuffix(IN_SITE)}» ({lengths[name]} tekens)" for name in shared[:2]]


def _overset(document: Any) -> Iterator[Misfit]:
    """Boxes whose content is larger than they are or goes on on a next sheet, and sheets that are too many."""
    most, body, begun = 0, None, dict[Any, int]()
    running: dict[Any, Misfit] = {}  # what comes again in the margin of every sheet is measured on each
    for number, page in enumerate(document.pages):
        found: dict[Any, Misfit] = {}  # the lines of a box go by the same element
        for box, margin in _boxes(page):
            if box.element is None or "::" in (box.element_tag or ""):
                continue
            if box.element_tag == "body":
                body, most = box.element, int(box.element.get("data-bladen") or 0)
            if not (name := box.element.get("data-vak")):
                continue
            gone_on = not margin and begun.setdefault(box.element, number) != number
            words = _words(box, page) if gone_on else list(_beyond(box, page))
            if words and not (gone_on and _flows(box.element)):
                misfit = Misfit(box.element, name, len(_plain(words)), words[0].strip())
                place = running if margin else found
                place[box.element] = max(place.get(box.element, misfit), misfit, key=lambda one: one.surplus)
        yield from found.values()
    yield from running.values()
    if most and len(document.pages) > most:
        texts = [word for page in document.pages[most:] for word in _words(page._page_box, page)]
        name = f"{most} bladzijden" if most > 1 else "het hele blad"
        yield Misfit(body, name, len(_plain(texts)), _plain(texts[:3]))


def _boxes(page: Any) -> Iterator[tuple[Any, bool]]:
    """Every box on a sheet, and whether it lies in the margin."""
    for part in page._page_box.children:
        for box in (part, *part.descendants(placeholders=True)):
            yield box, isinstance(part, MarginBox)


def _words(box: Any, page: Any) -> list[str]:
    parts = (part for part in box.descendants(placeholders=True) if hasattr(part, "text") and part.text.strip())
    return [part.text for part in parts if _on_sheet(part, page)]


def _plain(words: list[str]) -> str:
    return " ".join(" ".join(words).split())


def _beyond(box: Any, page: Any) -> Iterator[str]:
    """The pieces of text that reach below a box, or to the right of it or of a column inside it; those that are not on
    the sheet at all are lost."""
    bottom = box.border_box_y() + box.border_height()
    for block in box.descendants(placeholders=True):
        for line in block.children if hasattr(block, "children") else ():
            if isinstance(line, LineBox):
                right = min(_right(box), _right(block) + LEAN)
                # The line and not its letters: of many fonts these are said to be higher than a line.
                below = line.position_y + line.height - bottom > 1
                parts = [part for part in line.descendants() if hasattr(part, "text") and part.text.strip()]
                there = (part for part in parts if _on_sheet(part, page))
                yield from (part.text for part in there if below or part.position_x + part.width - right > 1)


def _on_sheet(part: Any, page: Any) -> bool:
    """Whether a piece of text lies wholly on its sheet; its height is not to be trusted, so its middle counts."""
    middle = part.position_y + part.height / 2
    return bool(0 < middle < page.height and -1 < part.position_x < page.width - part.width + 1)


def _right(box: Any) -> float:
    return float(box.border_box_x() + box.border_width())


def _lost(document: Any) -> Iterator[Misfit]:
    """Text that is in the HTML and on no sheet: a box with a fixed place ends at the foot of its sheet, and the engine
    drops what is left of it, or lays it beyond the edge, without a word."""
    laid: Counter[Any] = Counter()
    root = None
    for page in document.pages:
        for box in page._page_box.descendants(placeholders=True):
            root = box.element if box.element_tag == "body" else root
            made_up = box.element is None or box.element_tag.endswith(("::before", "::after", "::marker"))
            if hasattr(box, "text") and not made_up and _on_sheet(box, page):
                laid[box.element] += len(letters(box.text))
    for owner, element, text in _own_texts(root, root) if root is not None else ():
        if laid[element] < len(letters(text)):
            left = _after(" ".join(text.split()), laid[element])
            yield Misfit(owner, owner.get("data-vak") or "het hele blad", len(left), left)


def _after(text: str, count: int) -> str:
    """What is left of a text after so many of its letters."""
    for place, sign in enumerate(text):
        if count <= 0:
            return text[place:].strip()
        count -= len(letters(sign))
    return ""


def _own_texts(element: Any, owner: Any) -> Iterator[tuple[Any, Any, str]]:
    """Every element with the box that it is in and the text right inside it; drawings have no text to lay out."""
    if not isinstance(element.tag, str) or element.tag.endswith("svg"):
        return
    owner = element if element.get("data-vak") else owner
    yield owner, element, (element.text or "") + "".join(child.tail or "" for child in element)
    for child in element:
        yield from _own_texts(child, owner)


def letters(text: str) -> str:
    """Letters and figures only: line breaks, hyphens and spaces are the business of the layout."""
    return re.sub(r"[\s\u00ad\u200b\u2010\u2060\ufffe-]+", "", text).lower()
