"""``check`` finds all that can be known without drawing; one mistake hides no other."""

from __future__ import annotations

import pytest

from tests.site import POSTER, REPO, Site, tree

STORY = "content/verhalen/van-zaal-naar-rooster.md"


def test_mistakes_in_fields_hide_none_in_text_and_references(site: Site) -> None:
    site.change(STORY, "datum: 2026-05-01", "datum: gisteren")
    site.change(STORY, "diensten: [gesprek-aan-zee]", "diensten: [gesprek-aan-zeee, 'X y', zomaar]")
    site.change(STORY, "waar: intern", "waar: nergens")
    site.change(STORY, "Op een dag", "<b>Op</b> een dag hielp het mobiliteitsbureau, zie [ons](diensten/niets). Ook")
    found = [(finding.code, str(finding.position).removeprefix(STORY)) for finding in site.findings()]
    assert found == [
        ("datum", ":5:8"),
        ("keuze", ":9:47"),
        ("verwijst-nergens", ":10:12"),
        ("verwijzing", ":10:30"),
        ("verwijst-nergens", ":10:37"),
        ("html", ":13:1"),
        ("woordkeus", ":13:29"),
        ("verwijst-nergens", ":13:58"),
    ]


def test_fields_that_cannot_be_read_hide_no_mistakes_in_the_text(site: Site) -> None:
    site.change(STORY, "soort: zo-kwam", "soort: [zo-kwam")
    site.change(STORY, "Op een dag", "# Op een dag")
    assert {finding.code for finding in site.findings()} == {"yaml", "koppen"}


def test_the_mistakes_of_a_draft_are_hints(site: Site) -> None:
    site.change(STORY, "datum: 2026-05-01", "datum: gisteren\nstatus: concept").change(STORY, "Op een dag", "<b>Op")
    assert {(finding.code, finding.severity) for finding in site.findings()} == {("datum", "hint"), ("html", "hint")}


PORTRAIT = """organisatie: duinrand
portret: noor.png
alt: Noor aan zee
credit: een collega"""


def broken_picture(site: Site) -> None:
    site.write("content/personen/noor.png", "dit is tekst")
    site.change("content/personen/planner.yml", "organisatie: duinrand", PORTRAIT).agreed()


WITHOUT_DRAWING = {
    "beeld": broken_picture,
    "sjabloon": lambda site: site.write("templates/intranet/dienst.html", "{% if %}"),
    "pictogram": lambda site: site.change("content/diensten/gesprek-aan-zee.md", "pictogram: gesprek", "pictogram: x"),
    "lettertype": lambda site: site.change("site.yml", "-latin.woff2", "-latijn.woff2"),
    "verwijst-nergens": lambda site: site.change(STORY, "(diensten/gesprek-aan-zee)", "(diensten/x)"),
}


@pytest.mark.usefixtures("paper_stub")
@pytest.mark.parametrize("code", WITHOUT_DRAWING)
def test_check_says_what_a_build_says(site: Site, code: str) -> None:
    WITHOUT_DRAWING[code](site)
    checked = site.findings()
    assert code in {finding.code for finding in checked}
    assert site.build().outcome.findings == checked


@pytest.mark.parametrize("code", WITHOUT_DRAWING)
def test_a_mistake_elsewhere_hides_none_of_these(site: Site, code: str) -> None:
    WITHOUT_DRAWING[code](site)
    site.change("content/vacatures/wijkverpleegkundige.md", "sluit: 2026-12-01", "sluit: morgen")
    assert {finding.code for finding in site.findings()} == {code, "datum"}


def test_a_picture_of_a_source_with_mistakes_is_looked_at(site: Site) -> None:
    broken_picture(site)
    site.change("content/personen/planner.yml", "gegeven: 2026-01-10", "gegeven: toen")
    assert {finding.code for finding in site.findings()} == {"beeld", "datum"}


@pytest.mark.usefixtures("paper_stub")
def test_a_logo_that_is_not_there_is_told_before_building(site: Site) -> None:
    site.change("site.yml", "logo: beeld/logo.svg", "logo: beeld/weg.svg")
    found = site.findings()
    assert {finding.code for finding in found} == {"beeld"}
    assert set(found) <= set(site.build().outcome.findings)


def test_two_sheets_that_look_alike_are_told_beside_a_mistake_elsewhere(site: Site) -> None:
    sheet = (REPO / "tests/cases/bij/content/productbladen/eerste-blad.md").read_text(encoding="utf-8")
    site.write("content/productbladen/eerste-blad.md", sheet)
    site.write("content/productbladen/tweede-blad.md", sheet.replace("titel: ", "titel: Nog een "))
    site.change("content/vacatures/wijkverpleegkundige.md", "sluit: 2026-12-01", "sluit: morgen")
    assert {"zelfde-beeld", "datum"} <= {finding.code for finding in site.findings()}


def test_an_own_template_that_no_page_uses_is_read(site: Site) -> None:
    site.write("templates/intranet/delen/eigen.html", "{{ ")
    assert [str(finding.position) for finding in site.findings()] == ["templates/intranet/delen/eigen.html:1"]


def test_a_template_of_paper_is_filled_in(site: Site) -> None:
    site.write("content/posters/noor.yml", POSTER).write("templates/druk/poster.html", "<p>{{ nergens }}")
    assert {finding.code for finding in site.findings()} == {"sjabloon"}


def test_check_makes_nothing_and_says_what_is_open(site: Site) -> None:
    before = tree(site.root)
    done = site.run("check")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "Nagekeken: geen fouten. Of alles op papier past, ziet u bij: ./spijs build\n"
    assert tree(site.root) == before
