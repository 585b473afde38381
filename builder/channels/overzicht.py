"""The contact sheet: everything printed at a glance, for the person who ran the build."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from builder.channels.channel import Channel
from builder.content import Document, Library, Values
from builder.kinds.editie import Editie
from builder.kinds.formulier import Formulier
from builder.kinds.poster import Poster
from builder.kinds.productblad import Productblad
from builder.kinds.zelftest import Zelftest


def thumbnail_for(pdf: str) -> str:
    """Where the picture of the first sheet of a PDF lies."""
    return f"overzicht/{pdf.removesuffix('.pdf')}.png"


def _gather(library: Library) -> Iterator[tuple[str, str, Values]]:
    sheets = sorted(library.visible(Productblad, "productbladen"), key=lambda d: (d.value.nr, d.id))
    groups = [
        {
            "label": "Posters",
            "bladen": _entries(library.visible(Poster, "posters"), library),
        },
        {"label": "Productbladen", "bladen": _entries(sheets, library)},
        {"label": "Zelftest", "bladen": _entries(library.visible(Zelftest, "zelftest"), library)},
        {"label": "Formulieren", "bladen": _entries(_in_order(library), library)},
        {"label": "Personeelsblad", "bladen": _entries(library.visible(Editie, "personeelsblad"), library)},
    ]
    yield "index.html", "overzicht/overzicht.html", {"groepen": [group for group in groups if group["bladen"]]}


def _in_order(library: Library) -> list[Document[Formulier]]:
    return sorted(library.visible(Formulier, "formulieren"), key=lambda d: (d.value.volgorde, d.id))


def _entries(documents: Iterable[Document[Any]], library: Library) -> list[Values]:
    """What is printed of these documents, sheet by sheet."""
    return [
        _entry(document, on.values(document, library), library)
        for document in documents
        for on in document.kind.appears
        if on.channel not in ("intranet", "overzicht")
    ]


def _entry(document: Document[Any], values: Values, library: Library) -> Values:
    return {
        "titel": values.get("soort_papier", document.title),
        "pdf": values["pdf"],
        "beeld": thumbnail_for(values["pdf"]),
        "maat": values.get("maat") or values.get("formaat", "A4"),
        "pagina": None if library.closed(document, "intranet") else document.kind.home(document.id),
        "goed_tot": values.get("goed_tot"),
        "bron": document.path,
    }


CHANNEL = Channel("overzicht", "Overzicht", "html", "", _gather)
