"""Whether an ink of the house style looks like its colour on the screen. The door to ``coloraide``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coloraide import Color

from builder.colours import ROLES, shares
from builder.pages import MOST_INK, Ink
from builder.pdf.inks import Inks, Lab
from builder.settings import Huisstijl

# How far apart (CIEDE2000) they may be. Inks that makers of colours name for saturated blues and greens come to 11;
# of paper, on which all else lies, one sees much less.
MOST_APART, MOST_APART_PAPER = 15, 5


@dataclass(frozen=True, slots=True)
class Unlike:
    """An ink that is another colour than on the screen: both as ``#rrggbb``, how far apart, and an ink that is like."""

    role: str
    screen: str
    looks: str
    apart: int
    most: int
    better: tuple[int, ...]


def unlike(style: Huisstijl, profile: bytes) -> Iterator[Unlike]:
    """The inks that look like another colour. What no ink can show is measured against the best that ink can do."""
    inks, given = Inks(profile, {}), style.drukkleuren
    for role in ("papier", *ROLES) if given else ():
        screen, printed = str(getattr(style, role)), inks.printed(shares(getattr(given, role)))
        best = inks.of(*(int(screen[n : n + 2], 16) / 255 for n in (1, 3, 5)))
        apart = min(_apart(printed, inks.shown(screen)), _apart(printed, inks.printed(best)))
        most = MOST_APART_PAPER if role == "papier" else MOST_APART
        if apart > most:
            yield Unlike(role, screen, _hex(printed), round(apart), most, _percentages(best))


def _apart(one: Lab, other: Lab) -> float:
    return float(Color("lab", one).delta_e(Color("lab", other), method="2000"))


def _hex(seen: Lab) -> str:
    return str(Color("lab", seen).convert("srgb").fit().to_string(hex=True))


def _percentages(ink: Ink) -> tuple[int, ...]:
    """An ink in whole percentages, none of which takes it over what dries."""
    rounded = [round(share * 100) for share in ink]
    return tuple(rounded if sum(rounded) <= MOST_INK * 100 else [int(share * 100) for share in ink])
