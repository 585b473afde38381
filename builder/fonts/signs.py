"""Signs in texts that the letters of a site lack: known from the fonts, long before anything is drawn."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
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


def beyond(text: str, own: Collection[int]) -> list[int]:
    """The signs of a text that are not among those of the letters, but for what nobody sees."""
    codes = sorted(code for code in set(map(ord, text)) if code not in own)
    return [code for code in codes if not (unseen(chr(code)) or chr(code).isspace())]


def lacking(letters: Letters, texts: Iterable[Text], printed: Callable[[Text, int], bool]) -> Iterator[Diagnostic]:
    """Every sign on paper that no font has, at its place; and once for each source which signs the reserve lends, and
    which are left to the screen of the reader, whose computer has signs of its own. ``printed`` says what goes where.
    What a cell says is about somebody: its signs are counted, never quoted.
    """
    own, spare = letters.own(), letters.spare()
    lent: dict[str, tuple[Position, dict[str, None]]] = {}
    left: dict[str, tuple[Position, dict[str, None]]] = {}
    told: set[tuple[str, int, str]] = set()
    for text in texts:
        for code in beyond(text.text, own):
            sign = chr(code)
            place = text.place(text.text.index(sign))
            if code in spare or not printed(text, code):
                (lent if code in spare else left).setdefault(place.file, (place, {}))[1][_spoken(text, sign)] = None
            elif (where := (place.file, code, text.cell)) not in told:
                told.add(where)
                what = f"het teken {_spoken(text, sign)} (U+{code:04X})"
                if text.cell:
                    what = f"in {text.cell}: het {text.text.index(sign) + 1}e teken"
                message = f"{what} ontbreekt in het lettertype"
                yield fout("lettertype", place, message, "schrijf het met andere tekens")
    for place, signs in lent.values():
        message = f"{_named(signs)}: niet in «{letters.family}», dus hier in de reserveletter van Spijs ({RESERVE})"
        remedy = "u hoeft niets te doen; mooier is een versie van uw lettertype met deze tekens"
        yield hint("lettertype", place, message, remedy)
    for place, signs in left.values():
        message = f"{_named(signs)}: in geen enkel lettertype van Spijs; elk scherm toont dit op zijn eigen manier"
        yield hint("lettertype", place, message, "u hoeft niets te doen, zolang het niet op papier komt")


def _spoken(text: Text, sign: str) -> str:
    return "letters in de rijen" if text.cell else f"«{sign}»"


def _named(signs: Iterable[str]) -> str:
    named = list(signs)
    return ", ".join(named[:MOST_NAMED]) + (" …" if len(named) > MOST_NAMED else "")
