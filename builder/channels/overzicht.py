"""The contact sheet: everything printed at a glance, for the person who ran the build and for the print shop."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from builder.channels.channel import Channel
from builder.channels.intranet import CHANNEL as INTRANET_CHANNEL
from builder.content import Document, Library, On, Printed, Values


def thumbnail_for(pdf: str) -> str:
    """Where the picture of the first sheet of a PDF lies."""
    return f"overzicht/{pdf.removesuffix('.pdf')}.png"


def printed(library: Library) -> list[Values]:
    """All that is printed, in groups: each sheet with its files, its size and what a print shop needs to know."""
    groups = []
    for kind in library.kinds:
        channel = next((on.channel for on in kind.appears if on.channel != INTRANET_CHANNEL.name), "")
        documents: list[Document[Any]] = [*library.visible(kind.model, channel)]
        if channel and issubclass(kind.model, Printed):
            documents.sort(key=lambda document: document.value.place)
            sheets = [_sheet(document, on, library) for document in documents for on in _on(document, channel)]
            groups += [{"label": channel.capitalize(), "bladen": sheets}] if sheets else []
    return groups


def _on(document: Document[Any], channel: str) -> Iterator[On]:
    return (on for on in document.kind.appears if on.channel == channel and on.when(document.value))


def _sheet(document: Document[Printed], on: On, library: Library) -> Values:
    values = on.values(document, library)
    pdf = values["pdf"]
    return {
        "titel": values.get("soort_papier", document.title),
        "pdf": f"{on.profile}/{pdf}",
        "drukkerij": f"drukkerij/{pdf}",
        "boekje": f"kantoor/{on.booklet(pdf)}" if on.booklet else "",
        "beeld": thumbnail_for(pdf),
        "maat": values.get("maat") or values.get("formaat", "A4"),
        "papier": document.value.papier or document.value.gewoon_papier,
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
