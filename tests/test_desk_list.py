"""The list of the desk: every source, how it stands and why, found by its words, with the way to its page and back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from builder.build import build
from builder.desk.preview import State
from builder.desk.sources import Wanted, lines
from builder.inputs import look
from builder.survey import Order
from tests.site import PERSOON, TODAY, VACATURE, VERHAAL, Site
from tests.test_desk import WAIT, Desk, at_desk, with_hidden

SOON = VACATURE.replace("sluit: 2026-12-01", "sluit: 2026-11-20").replace("Wijkverpleegkundige", "Netteniser")
BROKEN = VACATURE.replace("niveau: hbo", "niveau: hoog").replace("Wijkverpleegkundige", "Vuurtorenwachter")


def filled(site: Site) -> Site:
    """A site with a source in every state."""
    with_hidden(site).write("content/vacatures/netten.md", SOON)
    site.write("content/paginas/uitleg.md", PAGINA)
    site.write(
        "content/personen/weg.yml", PERSOON.replace("Noor Zandstra", "Bram Kwelder").replace("2027-12-31", TAKEN)
    )
    return site


TAKEN = "2027-12-31\n  ingetrokken: 2026-11-10"
PAGINA = """---
titel: Uitleg over de zee
intro: Wat u kunt verwachten.
deur: anders
volgorde: 1
pictogram: gesprek
eigenaar: strandvonder
herzien_voor: 2026-11-01
---

Eb en vloed, en daarna koffie.
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, Site]]:
    base = tmp_path_factory.mktemp("bureau")
    site = filled(Site(base / "site"))
    with at_desk(site, base / "tmp") as desk:
        yield desk, site


@pytest.fixture(scope="module")
def page(desk: tuple[Desk, Site], chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 700})
    page = context.new_page()
    page.goto(desk[0].address)
    page.goto(f"http://127.0.0.1:{desk[0].port}/bronnen")
    page.locator("#stand[data-staat='bij']").wait_for(timeout=WAIT)
    yield page
    context.close()


def at(page: Page, desk: Desk, path: str, **asked: str) -> Page:
    """The page at an address of the desk."""
    page.goto(f"http://127.0.0.1:{desk.port}{path}{'?' if asked else ''}{urlencode(asked)}")
    return page


def row(page: Page, path: str) -> str:
    """What a person reads in the line of a source."""
    line = page.locator(".regels li", has_text=path)
    line.wait_for(timeout=WAIT)
    return " ".join(line.inner_text().split())


@pytest.mark.browser
def test_every_source_says_how_it_stands_and_why(desk: tuple[Desk, Site], page: Page) -> None:
    at(page, desk[0], "/bronnen")
    assert "Strandwacht aan zee" in row(page, "vacatures/strandwacht.md")
    for path, says in {
        "vacatures/strandwacht.md": "Concept Dit is nog een concept.",
        "vacatures/netten.md": "Stopt binnenkort Nog te zien tot en met 20 november 2026.",
        "vacatures/schelpen.md": "Voorbij De vacature sloot op 10-11-2026.",
        "vacatures/wijkverpleegkundige.md": "Te zien",
        "verhalen/straks.md": "Gepland",
        "paginas/uitleg.md": "Te zien 1 melding",
        "personen/weg.yml": "De toestemming is ingetrokken op 10-11-2026.",
    }.items():
        assert says in row(page, path), path
    assert "strandvonder" in row(page, "paginas/uitleg.md")
    assert re.search(r"Veranderd: vandaag om \d\d:\d\d", row(page, "paginas/uitleg.md"))
    assert "Kwelder" not in page.content()


@pytest.mark.browser
def test_it_is_found_by_words_state_kind_and_owner(desk: tuple[Desk, Site], page: Page) -> None:
    at(page, desk[0], "/bronnen")
    page.get_by_label("Zoek op woorden").type("KOFFIE vloéd")
    page.locator(".gevonden:has-text('1 van')").wait_for(timeout=WAIT)
    assert page.locator(".regels .wat a").all_inner_texts() == ["Uitleg over de zee"]
    assert "woorden=KOFFIE" in page.url
    page.get_by_label("Zoek op woorden").fill("walvis")
    page.get_by_text("Hier is niets bij gevonden.").wait_for(timeout=WAIT)
    page.get_by_role("link", name="Laat alles zien").click()
    page.get_by_label("Soort").select_option("Vacatures")
    page.locator(".regels li").nth(3).wait_for(timeout=WAIT)
    page.locator(".soort").nth(1).wait_for(state="detached", timeout=WAIT)
    assert page.locator(".soort h2").all_inner_texts() == ["Vacatures 4"]
    page.get_by_role("link", name="Stopt binnenkort 1").click()
    assert page.locator(".regels .wat a").all_inner_texts() == ["Netteniser aan zee"]
    at(page, desk[0], "/bronnen", eigenaar="strandvonder", staat="aandacht")
    assert page.locator(".regels .wat a").all_inner_texts() == ["Uitleg over de zee"]


@pytest.mark.browser
def test_from_a_page_to_its_source_and_back(desk: tuple[Desk, Site], page: Page) -> None:
    at(page, desk[0], "/kijken#intranet/vacatures/strandwacht.html")
    page.get_by_role("link", name="content/vacatures/strandwacht.md").first.click()
    page.get_by_role("heading", name="Strandwacht aan zee", level=1).wait_for(timeout=WAIT)
    page.get_by_role("link", name="Bekijk", exact=True).click()
    page.frame_locator("#venster").get_by_role("heading", name="Strandwacht").wait_for(timeout=WAIT)


@pytest.mark.browser
def test_the_list_follows_what_is_saved_and_leads_to_a_mistake(desk: tuple[Desk, Site], page: Page) -> None:
    one, site = desk
    at(page, one, "/bronnen", soort="vacature")
    site.write("content/vacatures/toren.md", BROKEN)
    page.locator(".regels li:has-text('vacatures/toren.md')").wait_for(timeout=WAIT)
    assert "Met fouten 1 melding «hoog» staat niet in de lijst niveaus." in row(page, "vacatures/toren.md")
    page.get_by_role("link", name="toren", exact=True).click()
    assert "«hoog»" in page.locator("fieldset.vraag", has_text="Niveau").inner_text()
    at(page, one, "/bronnen")
    (site.root / "content/vacatures/toren.md").unlink()
    page.locator(".regels li:has-text('vacatures/toren.md')").wait_for(state="detached", timeout=WAIT)


@pytest.mark.browser
def test_it_fits_every_width_and_is_for_everybody(desk: tuple[Desk, Site], page: Page) -> None:
    for asked in ("/bronnen", "/bron?bron=content/paginas/uitleg.md", "/bron?bron=content/er-niet.md"):
        at(page, desk[0], asked)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            assert not Axe().run(page).response["violations"], asked
        for width in (320, 375, 1024, 2560):
            page.set_viewport_size({"width": width, "height": 700})
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (asked, width)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1280, "height": 700})


@pytest.mark.browser
def test_what_writes_asks_for_the_secret_of_our_pages_and_no_path_leads_out(
    desk: tuple[Desk, Site], page: Page
) -> None:
    one, site = desk
    cookie = page.context.cookies()[0]
    known = {"Cookie": f"{cookie['name']}={cookie['value']}", "Origin": f"http://127.0.0.1:{one.port}"}
    assert one.ask("/dag", "POST", **known)[0] == 403
    assert one.ask("/dag", "POST", **known, X_Spijs_Bewijs="geraden")[0] == 403
    secret = page.locator('meta[name="bewijs"]').get_attribute("content") or ""
    assert one.ask("/dag", "POST", **known, X_Spijs_Bewijs=secret)[0] == 200
    (site.root / "geheim.yml").write_text("geheim: x")
    (site.root / "content/paginas/koppeling.md").symlink_to(site.root / "geheim.yml")
    for path in ("geheim.yml", "../geheim.yml", "content/../geheim.yml", "/etc/passwd", "content/paginas/koppeling.md"):
        status, text, _ = one.ask(f"/bron?{urlencode({'bron': path})}", **known)
        assert (status, "geheim: x" in text) == (404, False), path
    (site.root / "content/paginas/koppeling.md").unlink()


def test_a_kind_of_ones_own_needs_no_code_here_and_nobody_is_named(site: Site, paper_stub: None) -> None:
    """How a source stands follows from its gate; words of who may not be shown are not searched either."""
    filled(site).write(
        "content/verhalen/weg.md", VERHAAL.replace("persoon: planner", "persoon: weg").replace("Noor", "Bram")
    )
    order = Order(look(site.root), site.output, TODAY, TODAY, proof=True)
    outcome = build(order)
    state = State(library=outcome.library, findings=outcome.findings, site=order.site, pages=outcome.pages)
    every = {line.path: line for line in lines(state)}
    assert every["content/verhalen/weg.md"].title == "weg"
    assert not [line for line in every.values() if Wanted("kwelder").fits(line) or Wanted("bram").fits(line)]
    assert [line.path for line in every.values() if Wanted("noor rooster").fits(line)]
