"""Rows as a spreadsheet saves them (CSV) to cells with their place: the only door to ``csv``.

Every row is one line, so a quotation mark that is left open costs its own row and none after it. Nothing is guessed: a
row that does not fit its columns is named, and a sign that cannot be read stops the file. Cells are text, also where a
spreadsheet would count; what stands in them is never told in a finding, for it may be about people.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from builder.diagnostics import Diagnostic, Position, fout, waarschuwing
from builder.merge import NAME, key
from builder.reading.nodes import Refused, visible

MAX_ROWS = 1_000
MAX_COLUMNS = 60
MAX_NAME = 40
MAX_CELL = 2_000
MARKS = (";", ",", "\t")
# What other ways of saving leave behind in what is not UTF-8: half a file of UTF-8, or an é of MS-DOS or of a Mac.
FOREIGN = re.compile(rb"\xc3[\x80-\xbf]|\xe2\x80[\x90-\xaf]|\xe2\x82\xac|[a-z][\x82\x84\x89\x8b\x8e]")
SEP = re.compile(r'"?sep=(.)"?[;,\t]*', re.I)
SAVE = "bewaar in Excel als «CSV UTF-8 (door scheidingstekens gescheiden)»"


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
    text, findings = _decode(data, path)
    lines = [visible(line, Position(path, number, 1)) for number, line in enumerate(text.split("\n"), 1)]
    told = SEP.fullmatch(lines[0])
    above = 2 if told else 1
    header = Position(path, above)
    mark, columns = _header(lines[above - 1] if above <= len(lines) else "", told[1] if told else "", header)
    rows = []
    for number, line in enumerate(lines[above:], 2):
        where = Position(path, number + above - 1)
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


def _decode(data: bytes, path: str) -> tuple[str, list[Diagnostic]]:
    """Bytes to text with ``\\n`` line ends: UTF-8, or what Excel in Windows writes, with a warning."""
    findings = []
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused(fout("codering", Position(path, 1), "dit bestand is bewaard als UTF-16", SAVE))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        where = Position(path, _line(data, error.start))
        text = _of_windows(data, path)
        message = "dit bestand is niet bewaard als UTF-8 en wordt gelezen als Windows-tekst"
        findings.append(waarschuwing("codering", where, message, f"kijk of é en € goed op papier staan, of {SAVE}"))
    if not text.strip():
        raise Refused(fout("leeg", Position(path, 1), "dit bestand is leeg", "vul het, of haal het weg"))
    return text.replace("\r\n", "\n").replace("\r", "\n"), findings


def _of_windows(data: bytes, path: str) -> str:
    try:
        text = data.decode("cp1252")
        wrong = found.start() if (found := FOREIGN.search(data)) else None
    except UnicodeDecodeError as error:
        text, wrong = "", error.start
    if wrong is not None:
        message = "in deze rij staan letters die hier niet te lezen zijn"
        raise Refused(fout("codering", Position(path, _line(data, wrong)), message, SAVE))
    return text


def _line(data: bytes, offset: int) -> int:
    return len(re.findall(rb"\r\n|\r|\n", data[:offset])) + 1


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
    return cells


def _row(line: str, mark: str, columns: list[str], number: int, where: Position) -> dict[str, str]:
    """The cells of a row, empty when nothing stands in it."""
    try:
        cells = list(_cells(line, mark))
    except csv.Error as error:
        if "limit" in str(error):
            raise Refused(_too_long(number, where)) from None
        message = f"in rij {number} klopt een aanhalingsteken niet, of een cel loopt door op een volgende regel"
        remedy = "sluit het, haal het weg, of haal het regeleinde uit de cel"
        raise Refused(fout("tabel", where, message, remedy)) from None
    while len(cells) > len(columns) and not cells[-1]:
        del cells[-1]
    if not any(cells):
        return {}
    if len(cells) != len(columns):
        message = f"rij {number} heeft {len(cells)} cellen en er zijn {len(columns)} kolommen"
        raise Refused(fout("tabel", where, message, "zet een tekst waar een ; of , in staat tussen aanhalingstekens"))
    if any(len(cell) > MAX_CELL for cell in cells):
        raise Refused(_too_long(number, where))
    return dict(zip(map(key, columns), cells, strict=True))


def _cells(line: str, mark: str) -> Iterator[str]:
    for row in csv.reader([line], delimiter=mark, strict=True):
        yield from (re.sub(" {2,}", " ", cell.strip()) for cell in row)


def _too_long(number: int, where: Position) -> Diagnostic:
    return fout("tabel", where, f"in rij {number} is een cel langer dan {MAX_CELL} tekens", "maak de tekst korter")
