"""P23: rows from a spreadsheet, saved in every way that there is: read whole, or refused with the row; never half."""

from __future__ import annotations

import csv
import io
import random
import re

import pytest

from builder.diagnostics import Diagnostic
from builder.reading.nodes import Refused
from builder.reading.table import Table, parse_table

PATH = "content/brieven/proef.csv"
COLUMNS = ["Naam", "straat en nummer", "plaats"]
ROWS = [
    ["Anna de Vries", "Dijk 1", "Zandwijk"],
    ["Café Zürich – € 5", "’s-Gravenweg 2 bis", "Œrdorp"],
    ["Bär & Zoon", "Pad 3", "Kustdorp"],
]
SIGNS = {"puntkomma": ";", "komma": ",", "tab": "\t"}
ENCODINGS = {"utf-8": "utf-8", "utf-8 met merkteken": "utf-8-sig", "windows": "cp1252"}
ENDS = {"windows": "\r\n", "unix": "\n", "oude mac": "\r"}


def saved(rows: list[list[str]], sign: str = ";", end: str = "\r\n", quoting: int = csv.QUOTE_MINIMAL) -> str:
    """Rows as a spreadsheet saves them."""
    out = io.StringIO()
    csv.writer(out, delimiter=sign, lineterminator=end, quoting=quoting).writerows(rows)  # type: ignore[arg-type]
    return out.getvalue()


def read(data: str | bytes) -> tuple[Table | None, list[Diagnostic]]:
    try:
        return parse_table(data.encode() if isinstance(data, str) else data, PATH)
    except Refused as refused:
        return None, [refused.finding]


def cells(data: str | bytes) -> list[list[str]]:
    """Every cell of a table in which nothing is wrong but perhaps its encoding."""
    table, found = read(data)
    assert table is not None, found
    assert {finding.code for finding in found} <= {"codering"}, found
    keys = [name.casefold() for name in table.columns]
    assert all(list(row.cells) == keys for row in table.rows)
    return [[row.cells[key] for key in keys] for row in table.rows]


def complaints(data: str | bytes) -> list[tuple[str, int]]:
    """Code and line of every finding."""
    found = read(data)[1]
    assert all(finding.position.file == PATH for finding in found)
    return [(finding.code, finding.position.line) for finding in found]


# --- Every way to save a table -----------------------------------------------------------------------------------


@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL], ids=["waar nodig", "altijd aanhalingstekens"])
@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
@pytest.mark.parametrize("encoding", ENCODINGS.values(), ids=ENCODINGS)
@pytest.mark.parametrize("sign", SIGNS.values(), ids=SIGNS)
def test_every_way_of_saving_gives_the_same_cells(sign: str, encoding: str, end: str, quoting: int) -> None:
    rows = ROWS if encoding != "cp1252" else [[cell.replace("Œ", "O") for cell in row] for row in ROWS]
    data = saved([COLUMNS, *rows], sign, end, quoting).encode(encoding)
    table, found = read(data)
    assert table is not None
    assert list(table.columns) == COLUMNS
    assert cells(data) == rows
    assert [(row.number, row.position.line) for row in table.rows] == [(2, 2), (3, 3), (4, 4)]
    assert [finding.code for finding in found] == (["codering"] if encoding == "cp1252" else [])


@pytest.mark.parametrize("line", ["sep=;", '"sep=;"', "SEP=;", "sep=;;;"])
def test_the_line_for_excel_is_no_row(line: str) -> None:
    data = f"{line}\r\n{saved([COLUMNS, *ROWS])}"
    assert cells(data) == ROWS
    table, _ = read(data)
    assert table is not None
    assert [(row.number, row.position.line) for row in table.rows] == [(2, 3), (3, 4), (4, 5)]


def test_the_line_for_excel_decides() -> None:
    """With one column the names cannot tell which sign it is."""
    assert cells("sep=,\nnaam\nJansen; Els\n") == [["Jansen; Els"]]
    assert complaints("naam\nJansen; Els\n") == [("tabel", 2)]
    assert complaints(f"sep=,\n{saved([COLUMNS, *ROWS])}") == [("tabel", 2)]


@pytest.mark.parametrize(
    "cell",
    [
        "0612345678",
        "+31 6 12 34 56 78",
        "088-000 12 34",
        '=HYPERLINK("http://kwaad.example";"klik")',
        "=1+1",
        "@SUM(A1:A9)",
        "-2+3+cmd|' /C calc'!A0",
        "1,5",
        "3;4",
        "a\tb",
        "een ' en een \" erin",
        '"',
        '""',
        "<b>vet</b> <script>alert(1)</script>",
        "**vet** [x](https://kwaad.example) `code`",
        "{naam} {{ naam }} {% if %}",
        "ﬁjn – één £ ¥ ½ ²",
        "日本語 عربى",
        "e\u0301e\u0301n",
        "x" * 2000,
        "\u00a0vaste spaties\u00a0",
        "a | b / c \\ d",
        "00123",
        "1.234.567,89",
        "31-12-2026",
        "WAAR",
        "#1",
    ],
)
@pytest.mark.parametrize("sign", SIGNS.values(), ids=SIGNS)
def test_a_cell_is_text_and_stays_what_it_is(cell: str, sign: str) -> None:
    data = saved([["a", "b", "c"], ["voor", cell, "na"]], sign)
    wanted = cell.strip().replace("e\u0301", "é")
    assert cells(data) == [["voor", wanted, "na"]]


def test_spaces_around_and_double_inside_do_not_count() -> None:
    assert cells("a;b\n  Anna   de  Vries ; Dijk  1\n") == [["Anna de Vries", "Dijk 1"]]


def test_rows_and_columns_in_which_nothing_stands() -> None:
    """A spreadsheet saves what once was in use: empty columns behind, empty rows in between and below."""
    data = "a;b;;\n\n1;2;;\n;;;\n  ; ;\n3;4\n;;\n\n\n"
    assert cells(data) == [["1", "2"], ["3", "4"]]
    table, _ = read(data)
    assert table is not None
    assert [row.number for row in table.rows] == [3, 6]


# --- What is refused, and where ------------------------------------------------------------------------------------


def test_an_open_quotation_mark_costs_its_own_row_alone() -> None:
    """A reader that goes on until the next mark swallows all rows in between without a word."""
    rows = [[f"naam {n}", f"plaats {n}"] for n in range(200)]
    lines = saved([["naam", "plaats"], *rows]).split("\r\n")
    lines[19] = '"naam 18;plaats 18'
    table, found = read("\r\n".join(lines))
    assert table is not None
    assert [(finding.code, finding.position.line) for finding in found] == [("tabel", 20)]
    assert "in rij 20 klopt een aanhalingsteken niet" in found[0].message
    assert [row.cells["naam"] for row in table.rows] == [f"naam {n}" for n in range(200) if n != 18]


def test_two_open_marks_that_would_fit_together_are_both_told() -> None:
    data = 'a;b\n1;"2\n3;4\n5";6\n'
    assert complaints(data) == [("tabel", 2)]
    table, _ = read(data)
    assert table is not None
    assert [row.cells["a"] for row in table.rows] == ["3", '5"'], "een aanhalingsteken in een cel is gewoon een teken"


def test_a_cell_may_have_lines() -> None:
    """As an address has when somebody presses Alt and Enter in Excel; rows are counted as a spreadsheet does."""
    rows = [["een", "twee\nregels"], ["drie", "vier"], ['"vijf"\nen, zes\nen\n\nzeven', "acht"], ["negen", "tien"]]
    for end in ENDS.values():
        data = saved([["a", "b"], *rows], end="\n").replace("\n", end)
        assert cells(data) == [[cell.replace("\n\n", "\n") for cell in row] for row in rows], end
    table, _ = read(saved([["a", "b"], *rows], end="\n"))
    assert table is not None
    assert [(row.number, row.position.line) for row in table.rows] == [(2, 2), (3, 4), (4, 5), (5, 10)]


@pytest.mark.parametrize(
    ("cell", "typed"),
    [
        ('="0612345678"', "0612345678"),
        ("'0612345678", "0612345678"),
        ("'+31 6 12345678", "+31 6 12345678"),
        ("'s-Hertogenbosch", "'s-Hertogenbosch"),
        ("'t Veld", "'t Veld"),
        ("'69", "'69"),
        ("\u200b", ""),
        ("\u00a0 \u2060", ""),
        ("\u200bJan\ufeff"[:-1], "Jan"),
    ],
)
def test_what_keeps_a_spreadsheet_from_counting_is_not_read(cell: str, typed: str) -> None:
    assert cells(saved([["a", "b"], [cell, "x"]])) == [[typed, "x"]]


def test_a_name_of_a_column_is_what_can_be_seen_of_it() -> None:
    table, found = read("Organi\u00adsatie ;\u200bPLAATS;\u00a0aan\u00a0hef\n1;2;3\n")
    assert table is not None
    assert not found
    assert table.columns == ("Organisatie", "PLAATS", "aan hef")
    assert complaints("plaats;plaats\u200b\n1;2\n") == [("tabel", 1)]


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ("a;b\n1;2;3\n", [("tabel", 2)]),
        ("a;b\n1\n", [("tabel", 2)]),
        ("a;b\n1;2\n3\n4;5\n6;7;8\n", [("tabel", 3), ("tabel", 5)]),
        ("a;b\n1,2\n", [("tabel", 2)]),
        ("a,b\n1;2\n", [("tabel", 2)]),
        ("a,b\n1,5;2\n", []),  # two cells all the same, and what stands in them is kept
        ('a;b\n"1"x;2\n', [("tabel", 2)]),
        ("a|b\n1|2\n", [("tabel", 1)]),
        ("a;a\n1;2\n", [("tabel", 1)]),
        ("a;A\n1;2\n", [("tabel", 1)]),
        ("a;;c\n1;2;3\n", [("tabel", 1)]),
        ("a;b;;\n1;2;3;\n", [("tabel", 2)]),
        ("a;{b}\n1;2\n", [("tabel", 1)]),
        ("a;b*c\n1;2\n", [("tabel", 1)]),
        (f"a;{'b' * 41}\n1;2\n", [("tabel", 1)]),
        ('"a;b\n1;2\n', [("tabel", 1)]),
        (";".join(f"k{n}" for n in range(61)) + "\n1\n", [("tabel", 1)]),
        ("\na;b\n1;2\n", [("tabel", 1)]),
        ("a;b\n", [("tabel", 1)]),
        ("sep=;\n", [("tabel", 2)]),
        ("", [("leeg", 1)]),
        (" \n\n", [("leeg", 1)]),
        ("\ufeff", [("leeg", 1)]),
        (f"a;b\n{'x' * 2001};2\n", [("tabel", 2)]),
        (f"a;b\n1;2\n{'x' * 200_000};2\n", [("tabel", 3)]),
        ("a;b\n" + "1;2\n" * 1001, [("tabel", 1002)]),
        ("a;b\n1;\u202e2\n", [("onzichtbaar-teken", 2)]),
        ("a;b\n1;2\x00\n", [("codering", 2)]),
        ("a;b\n1;2\nA;B\n3;4\n", [("tabel", 3)]),
        ("a;b\n1;2\n3\u2028;4\n", [("onzichtbaar-teken", 3)]),
        ("a;\u202eb\n1;2\n", [("onzichtbaar-teken", 1)]),
    ],
)
def test_what_does_not_fit_is_told_with_its_row(data: str, found: list[tuple[str, int]]) -> None:
    assert complaints(data) == found


@pytest.mark.parametrize(
    ("data", "line"),
    [
        ("a;b\n1;é\n".encode("utf-16-be"), 1),
        ("a;b\nü;2\n".encode("cp850"), 2),
        ("a;b\n1;é\n".encode() + "2;é\n".encode("cp1252"), 2),
        (b"a;b\n1;2\x9d\n", 2),
    ],
)
def test_letters_that_would_go_wrong_stop_the_file(data: bytes, line: int) -> None:
    table, found = read(data)
    assert table is None
    # UTF-16 without a mark is full of noughts.
    assert [(f.position.line, f.code in ("codering", "onzichtbaar-teken")) for f in found] == [(line, True)]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_text_of_excel_is_read(encoding: str) -> None:
    """With tabs, two bytes a sign, and a mark at the begin."""
    mark = "" if encoding == "utf-16" else "\ufeff"
    data = (mark + saved([COLUMNS, *ROWS], "\t")).encode(encoding)
    assert cells(data) == ROWS
    assert not read(data)[1]
    assert complaints(data[:-1]) == [("codering", 1)]
    assert complaints(("\ufeff" + "a;b\n1;2\n").encode("utf-32")) == [("codering", 1)]


def test_findings_say_nothing_of_what_stands_in_cells() -> None:
    secret = "Geheim9"
    wrong = [
        f"a;b\n{secret}\n",
        f'a;b\n"{secret};2\n',
        f"a;b\n{secret * 400};2\n",
        f"{secret}|{secret};\n",
        f"a;b\n1;{secret}\u202e\n",
        f"a;b\n{secret};é\n".encode("cp1252").decode("latin-1"),
    ]
    for data in wrong:
        assert secret not in " ".join(map(str, read(data)[1])), data
    assert secret not in " ".join(map(str, read(f"a;b\n{secret}1;é\n".encode("cp1252"))[1]))


# --- Rows by chance ------------------------------------------------------------------------------------------------


def letters(text: str) -> list[str]:
    """All that stands in cells, whatever is between them."""
    return sorted(re.sub(r"[\s\";,]", "", text))


@pytest.mark.parametrize("seed", range(10))
def test_no_row_or_cell_is_ever_lost(seed: int) -> None:
    """Tables of chance are read as they were; damaged by chance, every letter is read or a row is told."""
    print(f"seed {seed}")
    dice, told = random.Random(seed), 0
    for _ in range(60):
        rows = [["".join(dice.choices("abcdé€;,\t\"'=+@<>{}* ", k=9)) + "z" for _ in COLUMNS] for _ in range(9)]
        sign, end = dice.choice(list(SIGNS.values())), dice.choice(list(ENDS.values()))
        text = saved([COLUMNS, *rows], sign, end, dice.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
        assert cells(text) == [[re.sub(" {2,}", " ", cell.strip()) for cell in row] for row in rows]
        first = text.index(end)
        place = dice.randrange(first + 1, len(text))
        damaged = text[:place] + dice.choice(['"', sign, "\n", ""]) + text[place + dice.choice([0, 1]) :]
        table, found = read(damaged)
        told += bool(found)
        if table and not found:
            kept = "".join(cell for row in table.rows for cell in row.cells.values())
            assert letters(kept) == letters(damaged[first:]), damaged
    assert told > 5
