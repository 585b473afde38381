"""One page of a plan: all that the makers need to know. Ground for both wings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from builder.diagnostics import Position

Medium = Literal["html", "pdf", "bestand"]
Profile = Literal["kantoor", "drukkerij"]
Ink = tuple[float, float, float, float]
"""Shares of cyan, magenta, yellow and black, each from 0 to 1."""
MOST_INK = 3.0  # shares of ink on one spot; more does not dry


@dataclass(frozen=True, slots=True)
class Page:
    """One target in the output and everything that its bytes follow from.

    ``target`` is the path in the output. A page of medium ``bestand`` copies the asset named ``template``. ``says``
    are texts that must be readable on every sheet of a PDF. ``beside`` are files that come along with it, by their
    role: ``kopie`` holds the same bytes (the intranet must be whole when it is put somewhere else), the others are
    made with it. A page that comes ``after`` the others tells what came of them.
    """

    target: str
    channel: str
    medium: Medium
    template: str
    values: dict[str, Any]
    source: Position
    says: tuple[str, ...] = ()
    profile: Profile = "kantoor"
    beside: Mapping[str, str] = field(default_factory=dict)
    after: bool = False
