"""Pictures in pages and services: shown with their maker, and gone when somebody in them takes the consent back."""

from __future__ import annotations

import hashlib
import io
import re
from itertools import product

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser

from builder.kinds.persoon import mark_of
from tests.browsing import opened
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
    mark = mark_of(hashlib.sha256(photograph(1700, 900)).hexdigest())
    parts = "  onderdelen: [naam, portret, citaat, verhaal]"
    with_picture(site, "personen: [planner]")
    (told,) = [f for f in site.findings() if f.code == "ander-beeld"]
    assert f"content/personen/planner.yml onder «toestemming»: beelden: [{mark}]" in told.remedy
    assert told.position.file == PAGE
    site.change("content/personen/planner.yml", parts, f"{parts}\n  beelden: [{mark}]").build()
    assert site.says(MADE, "Een tafel.")
    kept = [path.read_bytes() for path in (site.root / ".output.spijs/goed").iterdir()]
    assert photograph(1700, 900) in kept
    site.change("content/personen/planner.yml", "geldig_tot: 2027-12-31", "geldig_tot: 2026-11-15").build()
    assert not site.says(MADE, "Een tafel.")
    assert not list(site.output.rglob("tafel@*.jpg"))
    kept = [path.read_bytes() for path in (site.root / ".output.spijs/goed").iterdir()]
    assert photograph(1700, 900) not in kept
    before = site.read(MADE)
    site.change("content/diensten/gesprek-aan-zee.md", "volgorde: 1", "volgorde: een")
    site.change("content/personen/planner.yml", "geldig_tot: 2026-11-15", "geldig_tot: 2026-11-14").build()
    assert site.outcome.waits
    assert site.read(MADE) == before


@pytest.mark.parametrize("who", ["niemand: nee", "niemand: ja, personen: [planner]"])
def test_a_picture_says_who_is_in_it(site: Site, who: str) -> None:
    assert with_picture(site, who).codes() == {"velden"}


SORTS = {
    "liggend.jpg": photograph(2000, 1300),
    "staand.jpg": photograph(1300, 2000),
    "klein.jpg": photograph(420, 280),
    "lijn.svg": b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 400 200'>"
    b"<path d='M10 190V20M10 190H390L390 30' stroke='#14202e' fill='none'/></svg>",
}
SHOWN = """() => [...document.querySelectorAll(".paginabeeld img")].map(image => {
  const box = image.getBoundingClientRect();
  return {name: image.src, width: box.width, height: box.height, dots: image.naturalWidth,
          ground: getComputedStyle(image).backgroundColor};
})"""


@pytest.mark.browser
@pytest.mark.usefixtures("paper_stub")
def test_pictures_of_every_shape(site: Site, chromium: Browser) -> None:
    """None is drawn out, enlarged or taller than a screen; a drawing with dark lines is seen in the dark as well."""
    lines = [f"  - {{bestand: {name}, alt: Een beeld van {name}, credit: Ons, niemand: ja}}" for name in SORTS]
    text = (HERE / "bij" / PAGE).read_text(encoding="utf-8")
    site.write(PAGE, text.replace("---\n", "---\nbeelden:\n" + "\n".join(lines) + "\n", 1))
    for name, data in SORTS.items():
        site.write(f"content/paginas/{name}", data)
    site.build()
    assert not site.outcome.findings
    for width, scheme in product((375, 1280), ("light", "dark")):
        with opened(chromium, width, color_scheme=scheme, reduced_motion="reduce") as page:
            page.goto((site.output / MADE).as_uri())
            lying, standing, small, drawn = page.evaluate(SHOWN)
            text_width = page.evaluate("document.querySelector('.proza p').getBoundingClientRect().width")
            assert not Axe().run(page, options={"preload": False}).response["violations"]
        assert lying["width"] == pytest.approx(text_width, rel=0.12)
        assert standing["height"] <= 36 * 16
        assert small["width"] <= 420
        for one, ratio in ((lying, 20 / 13), (standing, 13 / 20), (small, 1.5), (drawn, 2)):
            assert one["width"] / one["height"] == pytest.approx(ratio, rel=0.02), one
            assert one["width"] <= text_width + 1
        assert sum(map(int, re.findall(r"\d+", drawn["ground"])[:3])) > 3 * 200
