"""The first page of the desk: what asks for attention, by when and by whom, and that nothing does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from builder.build import build
from builder.desk.inbox import Inbox, inbox
from builder.desk.preview import State
from builder.inputs import look
from builder.survey import Order
from tests.site import PERSOON, TODAY, Site
from tests.test_desk import WAIT, Desk, at_desk
from tests.test_desk_list import BROKEN, at, filled

ITEM = """---
titel: Iets anders aan zee
kwartaal: 2026-2
doelgroep: kandidaten
thema: iets-anders
voorbeeld: een dag meelopen op het strand
intro: Ook zin in iets anders?
slot: Loop eens binnen.
---

Praten over werk kan ook aan zee.
"""
HANGS = """
hangt:
  - blad: vacatures/schelpen
    titel: Schelpenteller
    plek: Kantine
    sinds: 2026-10-01
    contact: intranet.duinrand.example/plein, plein@duinrand.example, 088-111 22 33, oude tijden
"""


def of(site: Site, owner: str = "", day: date = TODAY) -> Inbox:
    """What asks for attention at a site."""
    order = Order(look(site.root), site.output, day, day, proof=True)
    outcome = build(order)
    state = State(
        library=outcome.library, findings=outcome.findings, site=order.site, pages=outcome.pages, tree=outcome.tree
    )
    return inbox(state, lambda text: text, owner)


def told(found: Inbox) -> dict[str, list[tuple[str, str]]]:
    """Labels and subjects below each heading."""
    return {one.name: [(item.label, item.what) for item in one.items] for one in found.headings}


def test_everything_that_asks_for_attention_is_there(site: Site, paper_stub: None) -> None:
    filled(site).write("content/ophangregister.yml", HANGS).write("content/personeelsbladitems/een.md", ITEM)
    site.write(
        "content/personen/bijna.yml", PERSOON.replace("Noor Zandstra", "Siem Helm").replace("2027-12-31", "2027-01-15")
    )
    found = told(of(site))
    now = dict(found["Nu"])
    assert {"Van de muur", "Nalezen", "Leeg kwartaal"} <= set(now)
    assert "Kantine" in now["Van de muur"]
    assert ("Vacature stopt", "Netteniser aan zee") in found["Binnen twee weken"]
    assert found["Binnen zestig dagen"] == [("Toestemming loopt af", "Siem Helm")]
    assert ("Vacature", "Strandwacht aan zee") in found["Wacht op u"]
    assert "Kwelder" not in str(found)
    assert [item.owner for heading in of(site, "strandvonder").headings for item in heading.items] == ["strandvonder"]
    assert "Binnen zestig dagen" not in told(of(site, day=date(2026, 11, 15))), "61 days is more than sixty"


def test_mistakes_come_first_and_lead_to_their_line(site: Site, paper_stub: None) -> None:
    filled(site).write("content/vacatures/toren.md", BROKEN)
    first = of(site).headings[0].items[0]
    assert (first.label, first.to) == ("Fout", "/bron?bron=content%2Fvacatures%2Ftoren.md#regel-7")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, Site]]:
    base = tmp_path_factory.mktemp("bureau")
    site = Site(base / "site")
    with at_desk(site, base / "tmp") as desk:
        yield desk, site


@pytest.mark.browser
def test_nothing_to_do_is_a_good_sight_and_what_is_wrong_comes_by_itself(
    desk: tuple[Desk, Site], chromium: Browser
) -> None:
    one, site = desk
    site.change("content/vacatures/wijkverpleegkundige.md", "sluit: 2026-12-01", "sluit: 2027-02-01")
    context = chromium.new_context(viewport={"width": 1280, "height": 700})
    page: Page = context.new_page()
    page.goto(one.address)
    page.get_by_text("Er is niets wat vandaag uw aandacht vraagt.").wait_for(timeout=WAIT)
    looked = page.locator(".nagekeken").inner_text()
    assert "bronnen: 5, op fouten" in looked
    site.write("content/vacatures/toren.md", BROKEN)
    page.get_by_text("«hoog» staat niet in de lijst niveaus.").wait_for(timeout=WAIT)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert not Axe().run(page).response["violations"]
    for width in (320, 375, 1024, 2560):
        page.set_viewport_size({"width": width, "height": 700})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
    page.get_by_role("link", name="toren, regel 7").click()
    page.wait_for_url("**/bron?*")
    assert page.evaluate("document.activeElement.name").startswith("v/niveau/")
    at(page, one, "/")
    site.remove("content/vacatures/toren.md")
    page.get_by_text("Er is niets wat vandaag uw aandacht vraagt.").wait_for(timeout=WAIT)
    context.close()
