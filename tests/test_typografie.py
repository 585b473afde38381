"""Dutch typography: what is typed and what is read, as data in ``tests/gevallen/typografie.yml``."""

from __future__ import annotations

import html
import itertools
import random
import re
from pathlib import Path

import pypdfium2
import pytest
import weasyprint
import yaml

from builder import marked
from builder.pdf import together
from builder.typography import apostrophes, at_start, hold_pieces, hyphenation, sort_key, typewritten, typographic
from tests.site import REPO

hyphenation()
DATA = yaml.safe_load((Path(__file__).parent / "gevallen/typografie.yml").read_text(encoding="utf-8"))


def cases(*parts: str) -> list[list[str]]:
    """Of each case what is typed, what is read, and where it differs what is read on paper."""
    lines = [line for part in parts for group in DATA[part].values() for line in group.splitlines()]
    return [re.split(r" → ", line) for line in lines]


EVERYWHERE, PROSE, BEGINS = cases("overal"), cases("proza"), cases("begin")


def on_screen(text: str) -> str:
    """The words of a Markdown text as a page gets them."""
    return html.unescape(re.sub(r"<[^>]+>", "", marked.read(apostrophes(text)).html)).strip()


def test_there_are_enough_cases() -> None:
    assert len(EVERYWHERE) + len(PROSE) + len(BEGINS) >= 150


@pytest.mark.parametrize("case", EVERYWHERE, ids=lambda case: case[0])
def test_a_field_and_a_cell(case: list[str]) -> None:
    assert typographic(case[0]) == case[1]
    assert typographic(case[1]) == case[1]


@pytest.mark.parametrize("case", [*EVERYWHERE, *PROSE], ids=lambda case: case[0])
def test_a_text(case: list[str]) -> None:
    assert on_screen(case[0]) == case[1]


@pytest.mark.parametrize("case", BEGINS, ids=lambda case: case[0])
def test_a_begin(case: list[str]) -> None:
    assert at_start(typographic(case[0])) == case[1]


@pytest.mark.parametrize("group", DATA["volgorde"])
def test_an_order(group: str) -> None:
    wanted = [typographic(name) for name in DATA["volgorde"][group].strip().split(", ")]
    assert sorted(wanted, key=sort_key) == wanted


def test_signs_of_any_kind_in_any_order_lose_no_letter() -> None:
    chosen = random.Random(7)
    signs = [*"'\"`´‘’“”„′″-–.()s tn4 {}\xa0\u00ad", "--", "...", "’s ", "'t ", "foto's", "24 - 36"]
    for _ in range(3000):
        text = "".join(chosen.choices(signs, k=chosen.randint(1, 14)))
        made = typographic(text)
        assert typewritten(made) == typewritten(text), text
        assert re.findall(r"\w", made) == re.findall(r"\w", text)


def test_thousands_of_quotes_take_no_time() -> None:
    for text in ("'a ", '"a ', "a' ", "'24 ", "'s ", '"', "'", "- ", "`´"):
        typographic(text * 30_000)


@pytest.mark.parametrize("case", [*EVERYWHERE, *PROSE], ids=lambda case: case[0])
def test_a_line_of_paper(case: list[str]) -> None:
    made = hold_pieces((case[1],))[0].replace("\u2060", "⁀")
    assert made.replace("\xa0", "␣") == case[-1].replace("\xa0", "␣")


LETTER = f"file://{REPO}/templates/lettertypen/atkinson-hyperlegible-next-latin.woff2"
STYLE = f"""
@font-face {{ font-family: Huis; src: url({LETTER}) }} @page {{ size: 320mm 400mm; margin: 5mm }}
body {{ margin: 0; font: 11pt/14pt Huis; hyphens: auto; hyphenate-limit-chars: 5 2 2; hyphenate-character: '¬' }}
"""


def lines_of(words: str, width: int) -> list[str]:
    """The lines of a column on paper, as they are read back from the PDF; a hyphen of the engine is a ``¬``."""
    page = weasyprint.HTML(string=f'<html lang="nl"><style>{STYLE}</style><div style="width: {width}mm">{words}</div>')
    together.hold(page.etree_element)
    text = pypdfium2.PdfDocument(page.write_pdf(pdf_variant="pdf/ua-1"))[0].get_textpage().get_text_bounded()
    return [line.strip() for line in re.sub("\x02\r?\n?", "-\n", text).splitlines()]


@pytest.mark.parametrize("width", [12, 16, 22, 30, 50, 110])
@pytest.mark.parametrize("group", [group for group in DATA["papier"] if group != "heel"])
def test_words_are_not_broken_where_they_may_not_be(group: str, width: int) -> None:
    words = DATA["papier"][group].split()
    lines = lines_of(" ".join(words), width)
    assert " ".join(lines).replace("¬ ", "").replace("- ", "-").split() == words
    for line, following in itertools.pairwise(lines):
        assert not re.search("[aeiouy]¬$", line) or following[0] not in "ëïöü", (line, following)
        assert not re.search(r"['’][-¬]?$|['’]\w[-¬]$|(?<!\w)\w[-¬]$", line), line
        assert not re.match(r"['’](?!s-)|\w(?![\w’-])", following), following


@pytest.mark.parametrize("width", [22, 30, 50, 70, 110])
def test_an_address_goes_on_only_where_no_line_can_hold_it(width: int) -> None:
    for address in DATA["papier"]["heel"].splitlines():
        assert lines_of(address, 300) == [address]
        fits = lines_of(f"[{address}],", width) == [f"[{address}],"]
        for words in (f"Mail of bel ons: [{address}], nu", f"Zie: <a href='https://zorg.example/'>[{address}]</a>, nu"):
            lines = lines_of(words, width)
            assert any(f"[{address}]," in line for line in lines) == fits, lines
            at = next(n for n, line in enumerate(lines) if "[" in line)
            inside = "↵".join(lines[at:]).partition("[")[2].partition("]")[0]
            assert re.sub("[↵ ]", "", inside) == address.replace(" ", ""), "no hyphen that was not written"
            assert len(re.findall(r"(?<=[/\d)-])↵(?=\w)|(?<=\w)↵(?=[.@-])", inside)) == inside.count("↵"), inside


def test_words_on_paper_are_found_when_they_are_searched() -> None:
    words = [*DATA["papier"]["zonder afbreken voor een trema"].split(), "’s-Hertogenbosch", "e-mailadres", "24-36"]
    page = weasyprint.HTML(string=f'<html lang="nl"><style>{STYLE}</style><p>{"<p>".join(words)}</p>')
    together.hold(page.etree_element)
    text = pypdfium2.PdfDocument(page.write_pdf())[0].get_textpage()
    assert [word for word in words if not text.search(word).get_next()] == []


AROUND = {
    "kop": "## {}",
    "lijst": "- {}",
    "cijfers": "1. {}",
    "aanhaling": "> {}",
    "vet": "**{}**",
    "cel": "| {} | b |\n|---|---|\n| a | b |",
    "tweede cel": "| a | b |\n|---|---|\n| a | {} |",
    "link": "[{}](https://zorg.example/)",
    "na een zin": "Zie ook: {}",
    "voor een zin": "{} en verder.",
    "tussen haken": "Zie ({}).",
}


@pytest.mark.parametrize("place", AROUND)
def test_each_sign_is_right_in_every_part_of_a_text(place: str) -> None:
    groups = (
        "weggelaten letters",
        "meervoud en bezit",
        "wat er voor een apostrof getypt wordt",
        "streepjes en puntjes",
    )
    lines = [line.split(" → ")[:2] for group in groups for line in DATA["overal"][group].splitlines()]
    for typed, read in lines:
        for wanted, text in ((read, typed), (f"{read} {read}", f"{typed} {typed}")):
            if not (place == "link" and "[" in typed):
                assert wanted in on_screen(AROUND[place].format(text)), text
                shown = typographic(f"Zie ({typed}) {typed.upper()}")
                assert f"({read})" in shown
                assert read.upper() in shown
