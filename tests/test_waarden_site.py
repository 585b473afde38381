"""Values, names and signs as people type them, in every kind of field of one site: read back from page and paper."""

from __future__ import annotations

import html
import re
import unicodedata
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from tests.sample import build_once, pages_of, shared_folder, squeeze
from tests.site import BASIS, ORGANISATIE, VACATURE, Site
from tests.test_cases import BESIDE, HERE

# What stands in a vacancy instead of what the test site says, and what its page says, for a reader and for a browser.
WORK: dict[str, Any] = {
    "kort": {
        "typt": {
            "niveau": "mbo/hbo",
            "uren": "24 – 36 uur per week\nsalaris: € 3.250,- tot € 4.100,- bruto",
            "sluit": "vr 18 dec. 2026\ntelefoon: tel. 0800-1234\nsolliciteren: http://intranet/werk\n"
            "contact: Werk aan zee <Werk@Duinrand.Example>",
        },
        "leest": ["24–36", "€ 3.250 – 4.100", "0800-1234", "18 december 2026", "Mbo of hbo"],
        "leidt": ["tel:08001234", "http://intranet/werk", "mailto:Werk@Duinrand.Example"],
    },
    "schaal": {
        "typt": {
            "niveau": "WO",
            "uren": "min. 24\nsalaris: fwg 45-50",
            "sluit": "18/12/26\ntelefoon: toestel 1234",
            "plaats": '"\'s-Hertogenbosch"',
        },
        "leest": ["minimaal 24", "FWG 45 – 50", "toestel 1234", "18 december 2026", "Universiteit", "’s-Hertogenbosch"],
        "leidt": [],
    },
    "centen": {
        "typt": {
            "niveau": "hbo werk- en denkniveau",
            "uren": "32,5u\nsalaris: 3250.50",
            "sluit": "18-12-2026\ntelefoon: +31 (0)88 000 1234\n"
            "solliciteren: www.duinrand.example:8443/een%20pagina?a=1&b=2;c=3",
            "zichtbaar": "OPENBAAR",
            "status": "Concreet\u200b",
            "dienstverband": "“vast”",
        },
        "leest": ["32,5", "€ 3.250,50", "+31 (0)88 000 1234", "Hbo"],
        "leidt": ["tel:+31880001234", "https://www.duinrand.example:8443/een%20pagina?a=1&b=2;c=3"],
    },
    "verwacht": {
        "typt": {"status": "verwacht\nperiode: 1e kwartaal 2027", "sluit": None, "uren": "MAX. 32 UUR"},
        "leest": ["hooguit 32", "2027"],
        "leidt": [],
    },
    "elders": {
        "typt": {"organisatie": "Moeters\u200b", "sluit": "18\u00a0december\u202f2026"},
        "leest": ["Vakbond Moeters & Zn", "18 december 2026"],
        "leidt": [],
    },
}
POSTER = """
soort: vacatures
kop: Werk aan zee
tekst: Kijk eens.
formaten: [A4]
knop: Alles
doel: vacatures
ontwerp: lijst
"""
LETTER = "---\nonderwerp: Aan {Naam}\naan: '{naam}'\ndatum: 16 november 2026\nvan: Anke Willers\n---\n\nDag {naam}.\n"
STORY = "content/verhalen/van-zaal-naar-rooster.md"
NAMES = ["Đang Lan", "Sinéad O’Neill", "Jean-Pierre Groß", "Geert ’t Hart", "İbrahim Şahin", "A"]
HIDDEN = "\u200b"


def vacancy(function: str, changed: dict[str, str | None]) -> str:
    """The vacancy of the test site with other values."""
    text = VACATURE.replace("Wijkverpleegkundige aan zee", function)
    for field, value in changed.items():
        line = f"{field}: {value}\n" if value is not None else ""
        text, count = re.subn(rf"(?m)^{field}: .*\n", lambda _, line=line: line, text)  # type: ignore[misc]
        assert count == 1, field
    return text


def typed(made: Site) -> None:
    """The test site with all of it: keys with a capital, odd spaces and quotes, names of everybody."""
    for name, text in BASIS.items():
        made.write(name, text)
    made.change("site.yml", "naam: Loopbaanplein Duinrand", "Naam\u00a0:\u00a0Loopbaan\u00adplein Duinrand")
    made.change("site.yml", "https://intranet.duinrand.example/plein/", "http://intranet/plein")
    made.change("site.yml", "plein@duinrand.example", "Het Plein <plein@duinrand.example>")
    made.change("site.yml", "telefoon: 088-111 22 33", "Telefoon: “14 020”")
    made.change("content/diensten/gesprek-aan-zee.md", "volgorde: 1", "volgorde: 01\u200b")
    made.change("content/diensten/gesprek-aan-zee.md", "Wij lopen", "Bel {telefoon}. Wij\u00a0lopen")
    partner = ORGANISATIE.replace("Stichting Duinrand", "Vakbond Moeters & Zn").replace("eigen", "partner")
    made.write("content/organisaties/moeters.yml", partner.replace("letters: SD", "letters: VM"))
    made.change("content/personen/planner.yml", "naam: Noor Zandstra", "naam: Anke Wil\u00adlers")
    made.change("content/personen/planner.yml", "organisatie: duinrand", "organisatie: duinrand\ufeff")
    made.change(STORY, "Zo kwam Noor", "Zo kwam Anke Willers")
    made.change(STORY, "Noor", "Anke")
    made.change(STORY, "citaat: Ik wist", "citaat: Ik\u00a0w\u200bist")
    for name, work in WORK.items():
        made.write(f"content/vacatures/{name}.md", vacancy(f"Werk {name}", work["typt"]))
    made.write("content/posters/werk.yml", POSTER)
    made.write("content/brieven/brief.md", LETTER)
    rows = "".join(f'"\u200b{name}\u00a0"\r\n' for name in NAMES)
    made.write("content/brieven/brief.csv", f"NA\u00adAM\u200b\r\n{rows}".encode())


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return build_once(shared_folder(tmp_path_factory), "waarden", typed)


SIGNS = ["\u200b", "\u00ad", "\u00a0", "\ufeff", "\u200e", "\u2009", "\u2060"]


def test_what_cannot_be_seen_around_any_value_makes_no_difference(tmp_path: Path) -> None:
    """Around every value, in every key, with accents apart: in sources of every kind and in ``site.yml``."""
    site = Site(tmp_path / "a")
    for name in sorted(BESIDE):
        site.write(name, (HERE / "bij" / name).read_bytes())
    before = site.findings()
    signs = cycle(SIGNS)

    def around(found: re.Match[str]) -> str:
        sign = next(signs)
        return f"{found[1]}{found[2][0]}\u200b{found[2][1:]}: {sign}{found[3]}{sign}"

    for path in site.root.rglob("*.*"):
        if path.suffix in (".yml", ".md"):
            parts = path.read_text(encoding="utf-8").split("---\n", 2)
            parts[len(parts) // 2] = re.sub(
                r"(?m)^([ -]*)(\w\w+): (?![\[{'\"|>])(\S.*)$", around, parts[len(parts) // 2]
            )
            path.write_text(unicodedata.normalize("NFD", "---\n".join(parts)), encoding="utf-8")
    assert site.findings() == before


def words(page: str) -> str:
    """What a reader sees of a page."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", page)).replace("\u00ad", ""))


@pytest.mark.parametrize("name", sorted(WORK))
def test_a_page_says_what_was_typed(site: Site, name: str) -> None:
    page = site.read(f"intranet/vacatures/{name}.html")
    for text in WORK[name]["leest"]:
        assert text in words(page), text
    for address in WORK[name]["leidt"]:
        assert f'href="{html.escape(address)}"' in page, address


def test_a_sheet_says_what_was_typed(site: Site) -> None:
    paper = squeeze("".join(pages_of(site.output / "kantoor/posters/werk-a4.pdf")))
    for text in ("24–36 uur", "minimaal 24 uur", "32,5 uur", "hooguit 32 uur", "14 020"):
        assert squeeze(text) in paper, text


def test_the_facts_of_the_site_are_read_as_they_were_meant(site: Site) -> None:
    page = site.read("intranet/diensten/gesprek-aan-zee.html")
    assert 'href="tel:14020"' in page
    assert 'href="mailto:plein@duinrand.example"' in page
    assert "Loopbaanplein Duinrand" in words(page)
    assert "14 020" in words(page).replace("\u00a0", " ")


def test_a_surname_is_no_label_and_a_quote_is_the_same_words(site: Site) -> None:
    page = words(site.read("intranet/verhalen/van-zaal-naar-rooster.html"))
    assert "Anke Willers" in page


def test_every_name_is_on_its_letter(site: Site) -> None:
    letters = pages_of(site.output / "kantoor/brieven/brief.pdf")
    assert len(letters) == len(NAMES)
    for name, letter in zip(NAMES, letters, strict=True):
        assert letter.count(name.split(" ")[0]) >= 2, letter
        assert squeeze(name) in squeeze(letter)
        assert HIDDEN not in letter
