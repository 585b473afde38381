"""The contact sheet: everything printed at a glance, for the person who ran the build and for the print shop."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

from builder.channels.channel import Channel
from builder.content import Document, Library, On, Printed, Values
from builder.kinds.brochure import Brochure
from builder.kinds.editie import Editie
from builder.kinds.formulier import Formulier
from builder.kinds.poster import Poster
from builder.kinds.productblad import Productblad
from builder.kinds.zelftest import Zelftest

# In the order of the contact sheet: label, model, channel, paper unless a source names another, order of the sheets.
GROUPS: tuple[tuple[str, type[Printed], str, str, Callable[[Any], Any]], ...] = (
    ("Posters", Poster, "posters", "135 g/m², mat gestreken", lambda d: 0),
    ("Productbladen", Productblad, "productbladen", "170 g/m², mat gestreken", lambda d: d.value.nr),
    ("Brochures", Brochure, "brochures", "omslag 200 en binnenwerk 115 g/m², mat gestreken", lambda d: 0),
    ("Zelftest", Zelftest, "zelftest", "120 g/m², mat gestreken, goed te beschrijven", lambda d: 0),
    (
        "Formulieren",
        Formulier,
        "formulieren",
        "120 g/m², goed te beschrijven",
        lambda d: d.value.volgorde,
    ),
    ("Personeelsblad", Editie, "personeelsblad", "115 g/m², mat gestreken", lambda d: 0),
)


def thumbnail_for(pdf: str) -> str:
    """Where the picture of the first sheet of a PDF lies."""
    return f"overzicht/{pdf.removesuffix('.pdf')}.png"


def printed(library: Library) -> list[Values]:
    """All that is printed, in groups: each sheet with its files, its size and what a print shop needs to know."""
    groups = []
    for label, model, channel, paper, order in GROUPS:
        documents = sorted(library.visible(model, channel), key=order)
        sheets = [_sheet(document, on, paper, library) for document in documents for on in _on(document, channel)]
        if sheets:
            groups.append({"label": label, "bladen": sheets})
    return groups


def _on(document: Document[Any], channel: str) -> Iterator[On]:
    return (on for on in document.kind.appears if on.channel == channel and on.when(document.value))


def _sheet(document: Document[Printed], on: On, paper: str, library: Library) -> Values:
    values = on.values(document, library)
    pdf = values["pdf"]
    return {
        "titel": values.get("soort_papier", document.title),
        "pdf": f"{on.profile}/{pdf}",
        "drukkerij": f"drukkerij/{pdf}",
        "boekje": f"kantoor/{on.booklet(pdf)}" if on.booklet else "",
        "beeld": thumbnail_for(pdf),
        "maat": values.get("maat") or values.get("formaat", "A4"),
        "papier": document.value.papier or paper,
        "oplage": values.get("oplage", document.value.oplage),
        "pagina": None if library.closed(document, "intranet") else document.home,
        "goed_tot": values.get("goed_tot"),
        "bron": document.path,
    }


def _gather(library: Library) -> Iterator[tuple[str, str, Values]]:
    groups = [{"label": group["label"], "kaarten": _cards(group["bladen"])} for group in printed(library)]
    yield "index.html", "overzicht/overzicht.html", {"groepen": groups}


def _cards(sheets: list[Values]) -> list[list[Values]]:
    """The sheets that differ only in size, together."""
    return [list(same) for _, same in groupby(sheets, key=lambda sheet: (sheet["bron"], sheet["titel"]))]


CHANNEL = Channel("overzicht", "Overzicht", "html", "", _gather, after=True)
