"""Pages that somebody would read again."""

from __future__ import annotations

from collections.abc import Iterator

from builder.content import Library
from builder.diagnostics import Diagnostic, waarschuwing
from builder.kinds.pagina import Pagina


def pages_are_read_again(library: Library) -> Iterator[Diagnostic]:
    """Een pagina wordt voor de dag bij «herzien_voor» opnieuw gelezen, door wie haar bijhoudt."""
    for document in library.all(Pagina):
        page = document.value
        if page.herzien_voor <= library.today:
            message = f"«{page.titel}» moest voor {page.herzien_voor:%d-%m-%Y} herzien zijn door: {page.eigenaar}"
            remedy = "lees de pagina na en schrijf bij «herzien_voor» de dag van de volgende keer"
            yield waarschuwing("herzien", document.position, message, remedy)
