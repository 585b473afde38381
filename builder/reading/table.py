"""Rows as a spreadsheet saves them (CSV) to cells with their place: the only door to ``csv``.

A quotation mark that is left open costs its own row and none after it: a cell goes on in the next line only when
that makes a whole row of lines that are no rows themselves. Nothing is guessed: a row that does not fit its columns is
named, and a sign that cannot be read stops the file (``encoding``). Cells are text, also where a spreadsheet would
count; what stands in them is never told in a finding, for it may be about people.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from builder.comparing import seen, trimmed
from builder.diagnostics import Diagnostic, Position, fout
from builder.merge import NAME, key
from builder.reading.encoding import decoded
from builder.reading.nodes import Refused, visible

MAX_ROWS = 1_000
MAX_COLUMNS = 60
MAX_NAME = 40
MAX_CELL = 2_000
MARKS = (";", ",", "\t")
SEP = re.compile(r'"?sep=(.)"?[;,\t]*', re.I)
MOST_LINES = 12  # of one cell
# How people keep a spreadsheet from counting: ="0612" and '0612 are the number as it was typed.
AS_TYPED = re.compile(r"""="([^"]*)"|'([+(]?\d[\d .()/-]{3,})""")


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row by the key of their column; ``number`` is that of the row in a spreadsheet."""

    number: int
    cells: Mapping[str, str]
    position: Position


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under the names of their columns."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    position: Position


def parse_table(data: bytes, path: str) -> tuple[Table, list[Diagnostic]]:
    """The table in a file, and what is wrong with its rows. Raises ``Refused`` where there is no table to be had."""
    text, findings = decoded(data, path)
    lines = [visible(line, Position(path, number, 1)) for number, line in enumerate(text.split("\n"), 1)]
    told = SEP.fullmatch(lines[0])
    above = 2 if told else 1
    header = Position(path, above)
    head, below = _whole(lines, above - 1)
    mark, columns = _header(head, told[1] if told else "", header)
    rows = []
    for number, at, line in _records(lines, below, mark, len(columns)):
        where = Position(path, at + 1)
        try:
            if cells := _row(line, mark, columns, number, where):
                rows.append(Row(number, cells, where))
        except Refused as refused:
            findings.append(refused.finding)
    if len(rows) > MAX_ROWS:
        message = f"deze tabel heeft {len(rows)} rijen, {len(rows) - MAX_ROWS} te veel"
        findings.append(fout("tabel", rows[MAX_ROWS].position, message, "verdeel ze over meer bestanden"))
    if not rows and not findings:
        message = "onder de namen van de kolommen staat geen enkele rij"
        findings.append(fout("tabel", header, message, "zet er een rij onder, of haal dit bestand weg"))
    return Table(tuple(columns), tuple(rows), header), findings


def _whole(lines: list[str], at: int) -> tuple[str, int]:
    """The row of names at a place, with the lines that a name goes on in; and where the rows begin."""
    line, end = "".join(lines[at : at + 1]), at + 1
    while line.count('"') % 2 and end < min(len(lines), at + MOST_LINES):
        line, end = f"{line}\n{lines[end]}", end + 1
    return (line, end) if line.count('"') % 2 == 0 else (lines[at], at + 1)


def _records(lines: list[str], at: int, mark: str, width: int) -> Iterator[tuple[int, int, str]]:
    """The number of each row in a spreadsheet, the line on which it begins, and its text."""
    number = 2
    while at < len(lines):
        line, end = lines[at], at + 1
        if line.count('"') % 2:
            line, end = _gone_on(lines, at, mark, width)
        yield number, at, line
        number, at = number + 1, end


def _gone_on(lines: list[str], at: int, mark: str, width: int) -> tuple[str, int]:
    """A row of some lines, where these make one and none of those below is a row itself; else its first line."""
    line = lines[at]
    for end in range(at + 1, min(len(lines), at + MOST_LINES)):
        line = f"{line}\n{lines[end]}"
        if lines[end].count('"') % 2 == 0 and _fits(lines[end], mark, width):
            break
        if _fits(line, mark, width):
            return line, end + 1
    return lines[at], at + 1


def _fits(line: str, mark: str, width: int) -> bool:
    try:
        cells = list(_cells(line, mark))
    except csv.Error:
        return False
    return len(cells) >= width and not any(cells[width:])


def _header(line: str, told: str, where: Position) -> tuple[str, list[str]]:
    """The sign between cells and the names of the columns: those names say which sign it is."""
    signs = (told,) if told in MARKS else MARKS
    tries = {sign: _names(line, sign) for sign in signs}
    for sign, names in tries.items():
        if names and all(map(_is_name, names)):
            keys = [key(name) for name in names]
            if double := next((name for name in names if keys.count(key(name)) > 1), None):
                message = f"de kolom «{double}» staat er twee keer"
                raise Refused(fout("tabel", where, message, "geef elke kolom een eigen naam"))
            if len(names) > MAX_COLUMNS:
                remedy = f"houd er hooguit {MAX_COLUMNS} over"
                raise Refused(fout("tabel", where, f"deze tabel heeft {len(names)} kolommen", remedy))
            return sign, names
    best = max(tries.values(), key=len)
    wrong = next((number for number, name in enumerate(best, 1) if not _is_name(name)), 1)
    message = f"in de eerste rij heeft kolom {wrong} geen bruikbare naam"
    remedy = "zet boven elke kolom een naam van letters en cijfers, met ; of , of een tab ertussen"
    raise Refused(fout("tabel", where, message, remedy))


def _is_name(name: str) -> bool:
    return len(name) <= MAX_NAME and NAME.fullmatch(name) is not None


def _names(line: str, sign: str) -> list[str]:
    try:
        cells = list(_cells(line, sign))
    except csv.Error:
        return []
    while cells and not cells[-1]:
        del cells[-1]
    return [cell if "\t" in cell else seen(cell) for cell in cells]


def _row(line: str, mark: str, columns: list[str], number: int, where: Position) -> dict[str, str]:
    """The cells of a row, empty when nothing stands in it."""
    try:
        cells = list(_cells(line, mark))
    except csv.Error as error:
        if "limit" in str(error):
            raise Refused(_too_long(number, where)) from None
        message = f"in rij {number} klopt een aanhalingsteken niet"
        remedy = "sluit het of haal het weg"
        raise Refused(fout("tabel", where, message, remedy)) from None
    while len(cells) > len(columns) and not cells[-1]:
        del cells[-1]
    if not any(cells):
        return {}
    if len(cells) != len(columns):
        message = f"rij {number} heeft {len(cells)} cellen en er zijn {len(columns)} kolommen"
        raise Refused(fout("tabel", where, message, "zet een tekst waar een ; of , in staat tussen aanhalingstekens"))
    if list(map(key, cells)) == list(map(key, columns)):
        message = f"rij {number} is nog een keer de rij met de namen van de kolommen"
        raise Refused(fout("tabel", where, message, "haal die rij weg"))
    if any(len(cell) > MAX_CELL for cell in cells):
        raise Refused(_too_long(number, where))
    return dict(zip(map(key, columns), cells, strict=True))


def _cells(line: str, mark: str) -> Iterator[str]:
    for row in csv.reader(io.StringIO(line, newline="\n"), delimiter=mark, strict=True):
        yield from map(_cell, row)


def _cell(text: str) -> str:
    """What was typed into a cell, in as many lines: nothing where nothing can be seen."""
    lines = (re.sub(" {2,}", " ", trimmed(line)) for line in text.split("\n"))
    cell = "\n".join(line for line in lines if seen(line))
    typed = AS_TYPED.fullmatch(cell)
    return (typed[1] or typed[2]) if typed else cell


def _too_long(number: int, where: Position) -> Diagnostic:
    return fout("tabel", where, f"in rij {number} is een cel langer dan {MAX_CELL} tekens", "maak de tekst korter")
