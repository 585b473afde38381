"""All cases of typography in one site: read back from the page in Chromium, and from the sheets."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from playwright.sync_api import Browser

from tests.browsing import opened
from tests.sample import pages_of
from tests.site import BASIS, Site
from tests.test_typografie import EVERYWHERE, PROSE

FORM = """
titel: "'s Avonds in 't Veld"
kort: 'Wie typt "ja", leest "ja"'
lezer: medewerkers
volgorde: 1
kleur: zee
vorm: kom
intro: Een blad vol tekens.
wie_ziet_dit: Niemand.
slot: Klaar.
onderdelen:
"""
PART = """  - titel: {name}
    tabel:
      sleutel: {key}
      rijen: {rows}
      kolommen: [{{kop: Antwoord}}]
"""
LETTER = """---
onderwerp: "'s Avonds in 't Veld"
aan: De heer De Vries
datum: 2026-11-16
van: Noor Zandstra
---

{slots}
"""
CELLS = [case for case in EVERYWHERE if "`" not in case[0]][:59]


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site with a form full of cases, as fields and as text, and a letter with one in each cell."""
    site = Site(tmp_path_factory.mktemp("typografie"), BASIS)
    site.change("site.yml", "naam: Loopbaanplein Duinrand", 'naam: "Loopbaanplein \'t Veld"')
    text = FORM.removeprefix("\n")
    for n in range(0, len(EVERYWHERE), 30):
        rows = json.dumps([case[0] for case in EVERYWHERE[n : n + 30]], ensure_ascii=False)
        text += PART.format(name=f"Velden {n}", key=f"velden-{n}", rows=rows)
    for n, cases in enumerate((EVERYWHERE, PROSE)):
        block = "\n\n".join(case[0] for case in cases)
        text += f"  - titel: Tekst {n}\n    tekst: |\n" + re.sub("(?m)^(?=.)", "      ", block) + "\n"
    site.write("content/formulieren/tekens.yml", text)
    columns = [f"k{n}" for n in range(len(CELLS))]
    table = io.StringIO()
    csv.writer(table, delimiter=";").writerows([columns, [case[0] for case in CELLS]])
    site.write("content/brieven/tekens.csv", table.getvalue())
    site.write("content/brieven/tekens.md", LETTER.format(slots="\n\n".join(f"{{{name}}}" for name in columns)))
    return site.build(only=())


def run_on(text: str) -> str:
    """A text without the ends of its lines, hyphenation and spaces, which are the business of the layout."""
    return re.sub(r"[\x02\u00ad\s-]+", "", text)


def in_order(wanted: list[str], text: str) -> None:
    at = 0
    for words in map(run_on, wanted):
        found = text.find(words, at)
        assert 0 <= found - at < 900, f"{words!r} staat niet na {text[max(0, at - 60) : at + 60]!r}"
        at = found + len(words)


def test_the_page_reads_as_it_should(full: Site, chromium: Browser) -> None:
    assert not [finding for finding in full.outcome.findings if finding.severity.value == "fout"]
    with opened(chromium) as page:
        page.goto((full.output / "intranet/index.html").as_uri())
        assert "Loopbaanplein ’t Veld" in page.title()
        page.goto((full.output / "intranet/formulieren/tekens.html").as_uri())
        assert page.locator("h1").inner_text().replace("\u00ad", "") == "’s Avonds in ’t Veld"
        rows = page.locator("tbody th").all_text_contents()
        paragraphs = page.locator("p").all_text_contents()
    clean = [" ".join(text.replace("\u00ad", "").split()) for text in rows]
    assert clean == [" ".join(case[1].replace("\u00ad", "").split()) for case in EVERYWHERE]
    read = [" ".join(text.split()) for text in paragraphs]
    wanted = [" ".join(case[1].split()) for case in (*EVERYWHERE, *PROSE)]
    start = read.index(wanted[0])
    assert read[start : start + len(EVERYWHERE)] == wanted[: len(EVERYWHERE)]
    start = read.index(wanted[len(EVERYWHERE)])
    assert read[start : start + len(PROSE)] == wanted[len(EVERYWHERE) :]


def test_the_sheet_reads_as_it_should(full: Site) -> None:
    text = run_on("".join(pages_of(full.output / "kantoor/formulieren/tekens.pdf")))
    text = text.replace("(zorg.example)", "")  # where a link leads
    in_order([case[1] for case in (*EVERYWHERE, *EVERYWHERE, *PROSE)], text)


def test_a_letter_reads_as_it_should(full: Site) -> None:
    text = run_on("".join(pages_of(full.output / "kantoor/brieven/tekens.pdf")))
    in_order(["’s Avonds in ’t Veld", *(case[1] for case in CELLS)], text)
