"""New sources, copies, other names, putting away, withdrawing and publishing, from the desk."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.site import Site
from tests.test_desk import Desk, at_desk

WAIT = 40_000  # milliseconds: a guard against hanging


@pytest.fixture
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, Site]]:
    base = tmp_path_factory.mktemp("bureau")
    site = Site(base / "site")
    with at_desk(site, base / "tmp") as desk:
        yield desk, site


@pytest.fixture
def page(desk: tuple[Desk, Site], chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(desk[0].address)
    page.locator("#stand[data-staat='bij']").wait_for(timeout=WAIT)
    yield page
    context.close()


def at(page: Page, desk: Desk, path: str, **asked: str) -> None:
    page.goto(f"http://127.0.0.1:{desk.port}{path}{'?' if asked else ''}{urlencode(asked)}")


def well_made(page: Page) -> None:
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert not Axe().run(page, options={"iframes": False}).response["violations"]
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width


@pytest.mark.browser
def test_a_source_is_made_copied_renamed_and_put_away(desk: tuple[Desk, Site], page: Page) -> None:
    one, site = desk
    at(page, one, "/nieuw")
    well_made(page)
    page.get_by_label("Hoe heet zij?").fill("Kok aan zee")
    page.get_by_role("radio", name="Vacature Werk").check()
    page.get_by_role("button", name="Maak").click()
    page.locator(".gelukt, h1:has-text('Dat ging niet')").wait_for(timeout=WAIT)
    text = (site.root / "content/vacatures/kok-aan-zee.md").read_text()
    assert "functie: Kok aan zee" in text
    assert "status: concept" in text
    story = "content/verhalen/van-zaal-naar-rooster.md"
    at(page, one, "/meer", bron="content/diensten/gesprek-aan-zee.md")
    assert story in page.locator("main").inner_text()
    well_made(page)
    page.get_by_label("Nieuwe naam").fill("gesprek-in-zee")
    page.get_by_role("button", name="Geef deze naam").click()
    page.wait_for_url("**/bron?*")
    assert "diensten/gesprek-in-zee" in (site.root / story).read_text()
    assert "gesprek-aan-zee" in (site.root / "content/diensten/gesprek-in-zee.md").read_text(), "its old address"
    at(page, one, "/meer", bron="content/vacatures/wijkverpleegkundige.md")
    page.get_by_role("button", name="Maak een kopie").click()
    page.wait_for_url("**/bron?*")
    assert "status: concept" in (site.root / "content/vacatures/wijkverpleegkundige-kopie.md").read_text()
    at(page, one, "/meer", bron="content/vacatures/wijkverpleegkundige.md")
    page.get_by_role("button", name="Leg weg").click()
    page.wait_for_url("**/bron?*")
    assert "status: concept" in (site.root / "content/vacatures/wijkverpleegkundige.md").read_text()


@pytest.mark.browser
def test_it_is_published_after_what_will_change_was_seen_and_who_withdraws_goes(
    desk: tuple[Desk, Site], page: Page
) -> None:
    one, site = desk
    at(page, one, "/publiceren")
    assert "Nieuwe pagina's" in page.locator("main").inner_text()
    assert "Zo kwam Noor" in page.locator("main").inner_text()
    assert not site.output.exists()
    well_made(page)
    page.get_by_role("button", name="Publiceer").click()
    page.get_by_text("Gepubliceerd.").wait_for(timeout=WAIT)
    assert (site.output / "intranet/verhalen/van-zaal-naar-rooster.html").is_file()
    assert "Er is niets veranderd sinds de vorige keer." in page.locator("main").inner_text()
    at(page, one, "/meer", bron="content/personen/planner.yml")
    assert "verhaal: Zo kwam Noor van de zaal naar het rooster" in page.locator("main").inner_text()
    page.get_by_role("button", name="Trek de toestemming in").click()
    page.wait_for_url("**/publiceren")
    assert "ingetrokken: 20" in (site.root / "content/personen/planner.yml").read_text()
    assert "verhalen/van-zaal-naar-rooster.html" in page.locator("main").inner_text()
    page.get_by_role("button").last.click()
    page.locator(".band").wait_for(timeout=WAIT)
    pages = "".join(path.read_text(errors="replace") for path in site.output.rglob("*.html"))
    assert "Zandstra" not in pages


@pytest.mark.browser
def test_what_spijs_lends_becomes_ones_own_before_it_is_changed(desk: tuple[Desk, Site], page: Page) -> None:
    one, site = desk
    front = "content/deuren/voorpagina.yml"
    assert not (site.root / front).exists()
    at(page, one, "/bron", bron=front)
    well_made(page)
    page.get_by_role("button", name="Maak er eigen bronnen van").click()
    page.wait_for_url("**/bronnen?soort=deur")
    assert (site.root / front).is_file()
    page.get_by_text(front).wait_for(timeout=WAIT)
    at(page, one, "/bron", bron=front)
    page.get_by_role("button", name="Bewaar").wait_for(timeout=WAIT)
