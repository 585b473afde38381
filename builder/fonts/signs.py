"""Signs in texts that the letters of a site lack: known from the fonts, long before anything is drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from builder.diagnostics import Diagnostic, Position, fout, hint
from builder.fonts.face import unseen
from builder.fonts.family import RESERVE, Letters

MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class Text:
    """A text of a source, and ``place``, which knows where each of its signs stands; ``cell`` says which row and column
    of a table it is.

    Of what stands in a cell nothing is told but the sign that is in the way.
    """

    text: str
    place: Callable[[int], Position]
    cell: str = ""


def lacking(letters: Letters, texts: Iterable[Text]) -> Iterator[Diagnostic]:
    """Every sign that no font has, at its place; and once for each source which signs the reserve lends."""
    own, spare = letters.own(), letters.spare()
    lent: dict[str, tuple[Position, dict[int, None]]] = {}
    told: set[tuple[str, int, str]] = set()
    for text in texts:
        for code in sorted(set(map(ord, text.text)) - own):
            sign = chr(code)
            if unseen(sign) or sign.isspace():
                continue
            place = text.place(text.text.index(sign))
            if code in spare:
                lent.setdefault(place.file, (place, {}))[1][code] = None
            elif (where := (place.file, code, text.cell)) not in told:
                told.add(where)
                cell = f"in {text.cell}: " if text.cell else ""
                message = f"{cell}het teken «{sign}» (U+{code:04X}) ontbreekt in het lettertype"
                yield fout("lettertype", place, message, "schrijf het met andere tekens")
    for place, codes in lent.values():
        named = ", ".join(f"«{chr(code)}»" for code in [*codes][:MOST_NAMED])
        named += " …" if len(codes) > MOST_NAMED else ""
        message = f"{named}: niet in «{letters.family}», dus hier in de reserveletter van Spijs ({RESERVE})"
        remedy = "u hoeft niets te doen; mooier is een versie van uw lettertype met deze tekens"
        yield hint("lettertype", place, message, remedy)
