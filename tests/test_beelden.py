"""Pictures in pages and services: shown with their maker, and gone when somebody in them takes the consent back."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from tests.site import Site
from tests.test_cases import HERE

PAGE = "content/paginas/zo-werken-wij.md"
MADE = "intranet/paginas/zo-werken-wij.html"
PICTURE = "beelden:\n  - {bestand: tafel.jpg, alt: Een tafel., credit: 'Foto: ons', onderschrift: Hier., WIE}\n"


def photograph(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), (150, 170, 190)).save(out, "JPEG")
    return out.getvalue()


def with_picture(site: Site, who: str) -> Site:
    text = (HERE / "bij" / PAGE).read_text(encoding="utf-8")
    site.write("content/paginas/tafel.jpg", photograph(1700, 900))
    return site.write(PAGE, text.replace("---\n", f"---\n{PICTURE.replace('WIE', who)}", 1))


@pytest.mark.usefixtures("paper_stub")
def test_a_picture_stands_in_its_page(site: Site) -> None:
    with_picture(site, "niemand: ja").build()
    assert not site.outcome.findings
    page = site.read(MADE)
    assert 'alt="Een tafel."' in page
    assert "480w" in page
    assert "Foto: ons" in page
    assert list(site.output.rglob("tafel@480.jpg"))


@pytest.mark.usefixtures("paper_stub")
def test_a_picture_goes_with_the_consent_of_who_is_in_it(site: Site) -> None:
    with_picture(site, "personen: [planner]").build()
    assert site.says(MADE, "Een tafel.")
    site.change("content/personen/planner.yml", "geldig_tot: 2027-12-31", "geldig_tot: 2026-11-15").build()
    assert not site.says(MADE, "Een tafel.")
    assert not list(site.output.rglob("tafel@*.jpg"))


@pytest.mark.parametrize("who", ["niemand: nee", "niemand: ja, personen: [planner]"])
def test_a_picture_says_who_is_in_it(site: Site, who: str) -> None:
    assert with_picture(site, who).codes() == {"velden"}
