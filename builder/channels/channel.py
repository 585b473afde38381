"""What an output channel is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from builder.content import Library, Values
from builder.pages import Medium


@dataclass(frozen=True, slots=True)
class Channel:
    """An output channel: where its pages go, what they are, and which pages it gathers from many documents.

    ``gather`` yields (path in the folder, template, values) of each such page; ``says`` gives the texts that every
    sheet of the channel must show. What is on ``private`` sheets is nobody else's business: they are neither copied to
    the intranet nor pictured nor sent to a print shop. Pages that come ``after`` all others tell what came of them.
    """

    name: str
    label: str
    medium: Medium
    folder: str
    gather: Callable[[Library], Iterator[tuple[str, str, Values]]] = lambda library: iter(())
    says: Callable[[Library], tuple[str, ...]] = lambda library: ()
    private: bool = False
    after: bool = False


def contact_rule(library: Library) -> tuple[str, ...]:
    """R1: intranet, e-mail and phone with its fixed hours, as they must be readable on a sheet."""
    contact = library.settings.contact
    return (contact.intranet, contact.email, contact.telefoon, contact.tijden)
