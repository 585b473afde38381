"""Letters: every field is a column, every cell that is asked for is filled, every column is of use."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from builder.content import Document, Library
from builder.diagnostics import Diagnostic, fout, waarschuwing
from builder.kinds.brief.model import Brief, place, slots_of
from builder.merge import key
from builder.reading import Table

MOST_LETTERS = 500
IN_ADDRESS = re.compile(r"\]\([^)\n{}]{0,2000}+[{}]|<https:[^<>\n{}]{0,2000}+[{}]")
# What a spreadsheet leaves in a cell that it could not work out or had no room for, in any language and program.
BROKEN = re.compile(r"(?<!\S)(#[^\W\d_][\w/ ]{1,20}[!?]|#N/[AB]|#NV|#DEEL/0!|#DIV/0!|#{3,}|(Err|Fout):\d{3})(?!\S)")


def fields_are_columns(library: Library) -> Iterator[Diagnostic]:
    """Een accolade in een brief is het begin of eind van een veld, en een veld is de naam van een kolom."""
    for document in library.all(Brief):
        table = library.table(document)
        names = {key(name): name for name in table.columns} if table else {}
        for slot, where in slots_of(document):
            if slot.key is None:
                remedy = "schrijf {naam} om een veld; iets anders kunnen accolades in een brief niet betekenen"
                yield fout("invulveld", where, f"«{slot.text[:40]}» is geen veld", remedy)
            elif table and slot.key not in names:
                near = difflib.get_close_matches(slot.key, names, 1)
                known = f"de kolommen zijn: {', '.join(table.columns)}"
                remedy = f"bedoelde u «{names[near[0]]}»? {known}" if near else known
                yield fout("invulveld", where, f"er is geen kolom «{slot.key}» in {table.position.file}", remedy)
        yield from _in_addresses(document)


def _in_addresses(document: Document[Brief]) -> Iterator[Diagnostic]:
    text = document.value.tekst
    for found in IN_ADDRESS.finditer(text.text):
        where = place(text.text, found.start(), text.position)
        yield fout("invulveld", where, "in het adres van een link kan geen veld staan", "zet het veld in de woorden")


def letters_can_be_counted(library: Library) -> Iterator[Diagnostic]:
    """Er komen niet meer brieven uit een bron dan er in een keer te maken en na te kijken zijn."""
    for _, table in with_rows(library):
        if len(table.rows) > MOST_LETTERS:
            message = f"bij deze brief horen {len(table.rows)} rijen, {len(table.rows) - MOST_LETTERS} te veel"
            yield fout("te-veel", table.rows[MOST_LETTERS].position, message, "verdeel ze over meer brieven")


def every_letter_is_whole(library: Library) -> Iterator[Diagnostic]:
    """Een brief met een lege plek, of met een foutmelding uit Excel erin, gaat de deur niet uit."""
    for document, table in with_rows(library):
        used = {slot.key for slot, _ in slots_of(document)}
        for row in table.rows:
            for name in table.columns:
                cell = row.cells[key(name)] if key(name) in used else "-"
                where = f"in rij {row.number}, kolom «{name}»,"
                if not cell:
                    remedy = "vul de cel in, of haal de rij weg"
                    yield fout("lege-cel", row.position, f"{where} staat niets, en de brief vraagt erom", remedy)
                elif BROKEN.search(cell):
                    remedy = "herstel de cel en bewaar de tabel opnieuw"
                    yield fout(
                        "lege-cel",
                        row.position,
                        f"{where} staat een foutmelding van Excel (of ### van een kolom die te smal was)",
                        remedy,
                    )


def every_column_is_used(library: Library) -> Iterator[Diagnostic]:
    """Gegevens die geen enkele brief gebruikt, horen er niet bij te liggen."""
    for document, table in with_rows(library):
        used = {slot.key for slot, _ in slots_of(document)}
        for name in table.columns:
            if key(name) not in used:
                remedy = f"haal de kolom weg, of zet {{{name}}} in de brief"
                yield waarschuwing("kolom", table.position, f"geen enkel veld gebruikt de kolom «{name}»", remedy)


def with_rows(library: Library) -> Iterator[tuple[Document[Brief], Table]]:
    """Every letter that has rows, with these."""
    for document in library.all(Brief):
        if table := library.table(document):
            yield document, table


RULES = (fields_are_columns, letters_can_be_counted, every_letter_is_whole, every_column_is_used)
