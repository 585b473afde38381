"""What goes into a process that makes sheets: the sheet itself, and what every sheet is made with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from builder.diagnostics import Position
from builder.pages import Ink, Profile
from builder.theme import Theme


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet to make: its HTML, the texts that every page of it must show, and the source to name in findings.

    ``profile`` says whether its target is for the office printer or for the print shop; ``wants`` are the roles of the
    files that are made along with it: a picture (``beeld``), the print shop's version (``drukkerij``), a ``boekje``.
    """

    target: str
    html: str
    says: tuple[str, ...]
    source: Position
    profile: Profile = "kantoor"
    wants: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Means:
    """What every sheet is made with: the theme, the families it may use, the inks of the house style by ``#rrggbb``;
    ``cache`` is where fonts are kept as the engine wants them.
    """

    theme: Theme
    fonts: frozenset[str]
    inks: Mapping[str, Ink]
    cache: Path | None = None
