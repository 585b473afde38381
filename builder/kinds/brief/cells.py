"""Cells: what a spreadsheet makes of what was typed without asking, seen by what is left of it in the cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from builder.content import Library
from builder.diagnostics import Diagnostic, fout, waarschuwing
from builder.kinds.brief.model import slots_of
from builder.kinds.brief.rules import with_rows
from builder.merge import key
from builder.reading.table import Row

MONTH = "jan|feb|mrt|mar|apr|mei|may|jun|jul|aug|sep|okt|oct|nov|dec"
IN_WORD = r"(?:[^\W\d_]|['’-])"
AS_TEXT = "kies in Excel voor de hele kolom de notatie Tekst"
MOST_TOLD = 8


@dataclass(frozen=True, slots=True)
class Spoilt:
    """What a cell looks like that a spreadsheet spoilt; in which columns, as a part of their names."""

    cell: re.Pattern[str]
    message: str
    remedy: str
    column: str = ""
    sure: bool = True


SPOILT = (
    Spoilt(
        re.compile(r"\A[+-]?\d([.,]\d+)?E[+-]?\d{1,3}\Z", re.I),
        "staat een getal dat Excel heeft ingekort; de laatste cijfers zijn weg",
        f"{AS_TEXT} en typ het nummer opnieuw",
    ),
    Spoilt(
        re.compile(r"\A(31)?[1-9]\d{8}\Z"),
        "mist een telefoonnummer het begin: Excel haalt de 0 of de + eraf",
        f"{AS_TEXT} en typ het nummer opnieuw, met de 0 of de + vooraan",
        column="tel|mobiel|gsm|bellen|belnummer",
    ),
    Spoilt(
        re.compile(rf"\A(\d{{1,2}}[-/. ]?({MONTH})\.?([-/ ]\d{{2,4}})?|({MONTH})\.?[-/ ]\d{{2,4}})\Z", re.I),
        "staat een datum zoals Excel haar maakt, ook van 12-1 of 1/2",
        f"{AS_TEXT} en typ wat er hoort te staan; een datum in een brief is voluit, zoals 12 januari 2027",
    ),
    Spoilt(
        re.compile(r"\A[1-7]\d{4}([.,]\d+)?\Z"),
        "staat een dag als getal, zoals Excel hem onthoudt",
        f"{AS_TEXT} en typ de dag opnieuw, zoals 12 januari 2027",
        column=r"datum|\bdag\b|verjaar|geboren|geboorte",
    ),
    Spoilt(
        re.compile(r"\A0[.,]\d{2,}\Z"),
        "staat een tijd als getal, zoals Excel hem onthoudt",
        f"{AS_TEXT} en typ de tijd opnieuw, zoals 11.30 uur",
        column="tijd|uur|aanvang",
    ),
    Spoilt(
        re.compile(rf"(?<!\S){IN_WORD}*\?+[^\W\d_]{IN_WORD}*[?.,]?(?!\S)"),
        "staat een vraagteken op de plek van een letter: zo bewaart Excel een letter die het niet kent",
        "typ de letter opnieuw en bewaar als «CSV UTF-8»",
    ),
    Spoilt(
        re.compile(r"\A=[-+(]*(\$?[A-Z]{1,3}\$?\d|[A-Z][A-Z.]+\(|'?[\w ]+'?!)"),
        "staat een formule in plaats van de uitkomst",
        "laat Excel de formules uitrekenen (Formules weergeven uit) en bewaar de tabel opnieuw",
        sure=False,
    ),
    Spoilt(
        re.compile(r"\A(WAAR|ONWAAR|TRUE|FALSE)\Z"),
        "staat WAAR of ONWAAR, zoals Excel van een vinkje maakt",
        "typ het woord dat in de brief moet staan",
        sure=False,
    ),
)


def spreadsheets_changed_nothing(library: Library) -> Iterator[Diagnostic]:
    """Wat Excel zelf van een cel maakte (een ingekort nummer, een dag als getal), komt in geen enkele brief."""
    for document, table in with_rows(library):
        used = {slot.key for slot, _ in slots_of(document)}
        for name in table.columns:
            for spoilt in SPOILT if key(name) in used else ():
                if re.search(spoilt.column, key(name)):
                    rows = [row for row in table.rows if spoilt.cell.search(row.cells[key(name)])]
                    yield from _told(rows, name, spoilt)


def _told(rows: list[Row], name: str, spoilt: Spoilt) -> Iterator[Diagnostic]:
    """One finding for all cells of a column that were spoilt in one way."""
    if rows:
        first, *others = rows
        more = ", ".join(str(row.number) for row in others[:MOST_TOLD])
        more += f" en nog {len(others) - MOST_TOLD}" if len(others) > MOST_TOLD else ""
        also = f" (en in rij {more})" if more else ""
        message = f"in rij {first.number}{also}, kolom «{name}», {spoilt.message}"
        if spoilt.sure:
            yield fout("uit-excel", first.position, message, spoilt.remedy)
        else:
            yield waarschuwing("uit-excel", first.position, message, spoilt.remedy)
