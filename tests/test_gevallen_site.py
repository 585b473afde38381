"""All good cases of ``gevallen/markdown.yml`` in one site, read back from a page in Chromium and from a letter.

With them: where a link leads, for who holds it on paper.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import reduce
from pathlib import Path
from xml.etree import ElementTree

import pikepdf
import pytest
from playwright.sync_api import Browser

from builder.diagnostics import Severity
from tests.browsing import opened
from tests.sample import pages_of
from tests.site import BASIS, Site
from tests.test_gevallen_markdown import GOOD

BETWEEN = "\n\nHier volgt geval {} van alle gevallen die goed gaan.\n\n"
OTHERS = {"diensten/gesprek": "diensten/gesprek-aan-zee", "plein@duinrand": "een@kaart", "+31 88 000 12 34": "+1 800"}
CASES = [reduce(lambda text, pair: text.replace(*pair), OTHERS.items(), case["typ"]) for case in GOOD]
TEXT = "".join(BETWEEN.format(number) + typed for number, typed in enumerate(CASES)).lstrip("\n")
FIELDS = (
    "titel: Alles\nintro: Alle gevallen.\ndeur: centrum\nvolgorde: 1\npictogram: gesprek\neigenaar: planner\n"
    "herzien_voor: 2027-05-03"
)
PAGE = f"---\n{FIELDS}\n---\n\n{TEXT}\n"
LETTER = f"---\nonderwerp: Alles\naan: Stichting Duinrand\ndatum: 2026-11-16\nvan: Noor Zandstra\n---\n\n{TEXT}\n"
SHEET = """---
nr: {nr}
titel: Wat is dit voor blad?
ondertitel: Over een blad
gebied: begeleiding
lezer: voor iedereen
kern: Dit is de kern.
kleur: {kleur}
vorm: {vorm}
vraagt: [Een uur]
brengt: [Een gesprek]
verder: diensten/gesprek-aan-zee
---

{tekst}
"""
BOOKLET = """
titel: Wat is dit?
ondertitel: Over alles
lezer: voor iedereen
inleiding: Lees eerst [het tweede blad](productbladen/twee), of bel [het plein](tel:0882223344).
kleur: tomaat
vorm: ladder
slot: Tot ziens.
knop: Lees verder
"""
FIRST = (
    "Zie [het tweede blad](productbladen/twee), [de dienst](diensten/gesprek-aan-zee), "
    "[de kaart](https://kaart.example/), [kaart.example/zee](https://kaart.example/zee) en "
    "[schrijf ons](mailto:een@kaart.example)."
)
SERVICE = "intranet.duinrand.example/plein/diensten/gesprek-aan-zee.html"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    files = {
        **BASIS,
        "content/paginas/alles.md": PAGE,
        "content/brieven/alles.md": LETTER,
        "content/productbladen/een.md": SHEET.format(nr=1, kleur="tomaat", vorm="ladder", tekst=FIRST),
        "content/productbladen/twee.md": SHEET.format(nr=2, kleur="zee", vorm="deur", tekst="Een gewone tekst."),
        "content/brochures/boekje.yml": BOOKLET,
    }
    site = Site(tmp_path_factory.mktemp("gevallen"), files).build()
    assert [str(found) for found in site.outcome.findings if found.severity is not Severity.HINT] == []
    return site


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u00ad]+", " ", text)


def test_the_page_reads_as_it_was_meant(built: Site, chromium: Browser) -> None:
    with opened(chromium) as page:
        page.goto((built.output / "intranet/paginas/alles.html").as_uri())
        made = page.evaluate("document.querySelector('.proza').innerHTML")
        marks = page.evaluate(
            "[...document.querySelectorAll('.proza ol > li')].map(li => getComputedStyle(li, '::before').content)"
        )
        page.emulate_media(media="print")
        told = page.evaluate(
            "[...document.querySelectorAll('.proza a')].map(a => [a.innerText, getComputedStyle(a, '::after').content])"
        )
    assert '<ol start="3">' in made
    assert '<ol data-telt="a" start="3" type="a">' in made
    assert "counter(list-item, lower-alpha)" in marks, set(marks)
    assert "counter(list-item)" in marks
    ends = dict(told)
    assert ends["de kaart"] == '"(" attr(data-adres) ")"' or "kaart.example" in ends["de kaart"]
    assert ends["www.kaart.example/zee"] in ("none", "normal")
    assert ends["Gesprek aan zee"] not in ("none", "normal")
    assert f'data-adres="{SERVICE}"' in made


def numbers(html: str) -> Iterator[str]:
    """The numbers and letters that the lists of a text show."""
    letters = {"a": "abcdef", "A": "ABCDEF", "i": ["i", "ii", "iii"]}
    whole = re.sub(r"<[bh]r>|&nbsp;", "", html)
    for listing in ElementTree.fromstring(f"<p>{whole}</p>").iter("ol"):
        signs = letters.get(listing.get("type", ""), range(1, 100))
        yield from (f"{sign}." for _, sign in zip(listing, signs[int(listing.get("start", 1)) - 1 :], strict=False))


def test_the_letter_keeps_numbers_and_says_where_links_lead(built: Site) -> None:
    pages = pages_of(built.output / "kantoor/brieven/alles.pdf")
    marks = re.compile(r"(?m)^((?:\d+|[a-z]+|[A-Z])\.)\s*$")
    shown = [sign for page in pages for sign in marks.findall(page.replace("\r", ""))]
    assert Counter(shown) == Counter(sign for case in GOOD for sign in numbers(case["scherm"]))
    text = squeezed(" ".join(pages))
    assert "2026. Een jaar" in text
    assert "www.kaart.example/zee (" not in text
    assert "https://kaart.example/zee (" not in text
    apart = re.split(r"Hier volgt geval \d+ van alle gevallen die goed gaan\.", text)
    assert len(apart) == len(CASES) + 1
    for case, read in zip(GOOD, apart[1:], strict=True):
        assert case.get("papier", "").replace(" ", "") in read.replace(" ", ""), case["wat"]
    assert not [sign for sign in ("\uf0b7", "•\t", "**", "](", "|---") if sign in text]


def links_of(path: Path) -> set[str]:
    """The addresses that the links of a PDF lead to."""
    with pikepdf.open(path) as pdf:
        notes = [note for page in pdf.pages for note in page.get("/Annots", [])]
        return {str(note.A.URI) for note in notes if "/A" in note and "/URI" in note.A}


def test_a_sheet_says_where_its_links_lead(built: Site) -> None:
    paper = built.output / "kantoor/productbladen/1-een.pdf"
    text = re.sub(r"\s", "", " ".join(pages_of(paper)))
    for words in (f"de dienst ({SERVICE})", "de kaart (kaart.example)", "schrijf ons (een@kaart.example)."):
        assert re.sub(r"\s", "", words) in text, words
    assert "kaart.example/zee(" not in text
    wanted = {
        f"https://{SERVICE}",
        "https://kaart.example/",
        "https://kaart.example/zee",
        "mailto:een@kaart.example",
    }
    assert wanted <= links_of(paper)


def test_a_booklet_names_its_own_page(built: Site) -> None:
    texts = [squeezed(text) for text in pages_of(built.output / "kantoor/brochures/boekje.pdf")]
    pages = [number for number, text in enumerate(texts, 1) if "Een gewone tekst." in text]
    told = {int(found) for text in texts for found in re.findall(r"het tweede blad \(bladzijde (\d+)\)", text)}
    assert told == {pages[0] - 1}  # the question stands on the page to the left of its text
    assert "het plein (0882223344)" in " ".join(texts)
