"""One page of a plan: all that the makers need to know. Ground for both wings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from builder.diagnostics import Position

Medium = Literal["html", "pdf", "bestand"]


@dataclass(frozen=True, slots=True)
class Page:
    """One target in the output and everything that its bytes follow from.

    ``target`` is the path in the output. A page of medium ``bestand`` copies the asset named ``template``. ``says``
    are texts that must be readable on every sheet of a PDF. Of a PDF a picture of its first sheet goes to
    ``thumbnail``, and its bytes also to ``copy``: the intranet must be whole when it is put somewhere else.
    """

    target: str
    channel: str
    medium: Medium
    template: str
    values: dict[str, Any]
    source: Position
    says: tuple[str, ...] = ()
    thumbnail: str = ""
    copy: str = ""
