"""The contact sheet: everything printed at a glance, for the person who ran the build."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from builder.channels.channel import Channel
from builder.content import Document, Library, Values
from builder.kinds.editie import Editie
from builder.kinds.poster import Poster
from builder.kinds.productblad import Productblad


def thumbnail_for(pdf: str) -> str:
    """Where the picture of the first sheet of a PDF lies."""
    return f"overzicht/{pdf.removesuffix('.pdf')}.png"


def _gather(library: Library) -> Iterator[tuple[str, str, Values]]:
    sheets = sorted(library.visible(Productblad, "productbladen"), key=lambda d: (d.value.nr, d.id))
    groups = [
        {
            "label": "Posters",
            "bladen": [_entry(d, library, d.value.formaat) for d in library.visible(Poster, "posters")],
        },
        {"label": "Productbladen", "bladen": [_entry(d, library, "A4") for d in sheets]},
        {
            "label": "Personeelsblad",
            "bladen": [_entry(d, library, "A4") for d in library.visible(Editie, "personeelsblad")],
        },
    ]
    yield "index.html", "overzicht/overzicht.html", {"groepen": [group for group in groups if group["bladen"]]}


def _entry(document: Document[Any], library: Library, size: str) -> Values:
    on = next(on for on in document.kind.appears if on.channel not in ("intranet", "overzicht"))
    pdf = str(on.values(document, library)["pdf"])
    return {
        "titel": document.title,
        "pdf": pdf,
        "beeld": thumbnail_for(pdf),
        "maat": size,
        "pagina": None if library.closed(document, "intranet") else document.kind.home(document.id),
        "bron": document.path,
    }


CHANNEL = Channel("overzicht", "Overzicht", "html", "", _gather)
