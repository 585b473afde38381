"""Rows of letters as data (``gevallen/rijen.yml``): read as they were meant, or told, and read back from paper."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from builder.kinds.brief.rules import BROKEN
from tests.sample import pages_of, squeeze
from tests.site import REPO, Site
from tests.test_tabel import read

CASES = yaml.safe_load((Path(__file__).parent / "gevallen/rijen.yml").read_text(encoding="utf-8"))
BRIEF, TABEL = "content/brieven/uitnodiging.md", "content/brieven/uitnodiging.csv"


def names(case: dict[str, Any]) -> str:
    return f"{case.get('als', '')} {case.get('tekst', case.get('typt'))}"[:50]


@pytest.mark.parametrize("case", CASES["bewaard"], ids=names)
def test_a_table_is_read_as_it_was_meant_or_told(case: dict[str, Any]) -> None:
    data = case["tekst"].encode(case.get("als", "utf-8"))
    table, found = read(data)
    told = " ".join(finding.message for finding in found)
    assert case.get("meldt", "") in told
    assert bool(found) == ("meldt" in case), told
    kept = [list(row.cells.values()) for row in table.rows] if table else None
    assert kept == case.get("leest", kept if table is None or found else None)
    assert table is None or "leest" in case or not table.rows


@pytest.mark.usefixtures("paper_stub")
def test_what_a_spreadsheet_made_of_a_cell_is_told(site: Site) -> None:
    """All cells in one letter, each in a column of its own, beside a row in which all is well."""
    cases = [{**case, "naam": f"{case.get('kolom', 'iets')} {letters(n)}"} for n, case in enumerate(CASES["excel"])]
    fields = " ".join(f"{{{case['naam']}}}" for case in cases)
    head = "---\nonderwerp: Over u\naan: Noor\ndatum: 2026-11-16\nvan: Noor Zandstra\n---\n\n"
    rows = [[case["naam"] for case in cases], [str(case["typt"]) for case in cases], ["goed" for _ in cases]]
    quoted = ["\t".join(cell.replace("\t", " ") for cell in row) for row in rows]
    site.write(BRIEF, f"{head}{fields}\n").write(TABEL, "\n".join(quoted) + "\n")
    found = site.findings()
    for case in cases:
        told = [finding for finding in found if f"«{case['naam']}»" in finding.message]
        assert len(told) == ("meldt" in case), (case, list(map(str, told)))
        assert all(case["meldt"] in one.message and "rij 2," in one.message and one.remedy for one in told), case


def letters(number: int) -> str:
    return chr(97 + number // 26) + chr(97 + number % 26)


def test_every_mistake_of_excel_in_every_language_is_known() -> None:
    for mistake in ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#NULL!", "#SPILL!", "#WERT!", "#BEZUG!", "#NV", "Err:502"):
        assert BROKEN.search(mistake), mistake
        assert BROKEN.search(f"Beste {mistake}"), mistake


def test_cells_are_read_back_from_paper(site: Site) -> None:
    """As they were typed; a cell of two lines is two lines."""
    site.write(BRIEF, (REPO / "tests/cases/bij" / BRIEF).read_bytes())
    rows = (
        "".join(f"{quote(cell)};Zandwijk;mevrouw Vis\n" for cell in CASES["papier"])
        + '"Dijk 1\n0100 AA Zandwijk";Kustdorp;Ank\n'
    )
    site.write(TABEL, f"organisatie;plaats;aanhef\n{rows}").build(only=("brieven",))
    assert site.outcome.published, site.outcome.findings
    pages = pages_of(site.output / "kantoor/brieven/uitnodiging.pdf")
    for cell, page in zip(CASES["papier"], pages, strict=False):
        assert plain(cell) in plain(page), cell
    assert "Dijk 1\n0100 AA Zandwijk" in pages[len(CASES["papier"])].replace("\r", "")


def quote(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


def plain(text: str) -> str:
    """Visible letters, with the signs of typography as they are typed."""
    for shown, typed in (
        ("’", "'"),
        ("‘", "'"),
        ("“", '"'),
        ("”", '"'),
        ("\u00ad", ""),
        ("\u200b", ""),
        ("\ufffe", ""),
    ):
        text = text.replace(shown, typed)
    return squeeze(text)
