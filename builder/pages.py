"""What a plan is made of: pages, and the channels that they belong to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from builder.content import Library, Values
from builder.diagnostics import Position

Medium = Literal["html", "pdf", "bestand"]


@dataclass(frozen=True, slots=True)
class Page:
    """One target in the output and everything that its bytes follow from.

    ``target`` is the path in the output. A page of medium ``bestand`` copies the asset named ``template``. ``says`` are
    texts that must be readable on every sheet of a PDF; of a PDF a picture of its first sheet goes to ``thumbnail``.
    """

    target: str
    channel: str
    medium: Medium
    template: str
    values: Values
    source: Position
    says: tuple[str, ...] = ()
    thumbnail: str = ""


@dataclass(frozen=True, slots=True)
class Channel:
    """An output channel: where its pages go, what they are, and which pages it gathers from many documents.

    ``gather`` yields (path in the folder, template, values) of each such page; ``says`` gives the texts that every
    sheet of the channel must show.
    """

    name: str
    label: str
    medium: Medium
    folder: str
    gather: Callable[[Library], Iterator[tuple[str, str, Values]]] = lambda library: iter(())
    says: Callable[[Library], tuple[str, ...]] = lambda library: ()


def contact_rule(library: Library) -> tuple[str, ...]:
    """R1: intranet, e-mail and phone with its fixed hours, as they must be readable on a sheet."""
    contact = library.settings.contact
    return (contact.intranet, contact.email, contact.telefoon, contact.tijden)
