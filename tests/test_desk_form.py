"""The form of a source: small changes, nothing lost, findings at their field, and no code for a kind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from builder.desk.filling import changes, questions, untouched
from builder.editing import changed, form, values
from builder.kinds import KINDS
from builder.vocabularies import Woordenlijsten
from tests.site import REPO, VACATURE, Site
from tests.test_desk import Desk, at_desk
from tests.test_desk_list import filled

SOURCES = [
    path
    for root in (REPO / "content", REPO / "tests/tweede", REPO / "tests/derde")
    for path in sorted(root.rglob("*"))
    if path.suffix in (".yml", ".md") and "/content/" in str(path)
]
WAIT = 20_000  # milliseconds: a guard against hanging
REMARKED = VACATURE.replace("niveau: hbo", "niveau: hbo   # vraag Tess").replace("cao: VVT", "cao: 'VVT'")


def opened(path: Path) -> tuple[bytes, str, dict[str, str], dict[str, object]]:
    """A source, and what its form sends when nobody touches it."""
    place = f"content/{str(path).rpartition('/content/')[2]}"
    kind = next(kind for kind in KINDS if kind.folder == place.split("/")[1])
    data = path.read_bytes()
    now = values(data, place)
    fields = form(kind.model, Woordenlijsten())
    asked = questions(fields, now, lambda field: (), {})
    return data, place, untouched(asked), {"fields": fields, "now": now}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: "/".join(path.parts[-3:]))
def test_a_form_that_nobody_touched_changes_no_byte_and_one_answer_changes_only_that(path: Path) -> None:
    data, place, sent, known = opened(path)
    typed = {name: text.replace("\n", "\r\n") for name, text in sent.items()}  # as browsers send it
    assert changes(**known, before=sent, after=typed) == {}  # type: ignore[arg-type]
    for name, text in sent.items():
        if text.isalpha() and "/_" not in name and "/=" not in name:
            wanted = changes(**known, before=sent, after={**typed, name: f"{text}x"})  # type: ignore[arg-type]
            after = changed(data, place, wanted)
            assert len(wanted) == 1
            rows, others = data.splitlines(), after.splitlines()
            assert len(rows) == len(others)
            assert sum(one != other for one, other in zip(rows, others, strict=True)) == 1
            break


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, Site]]:
    base = tmp_path_factory.mktemp("bureau")
    site = filled(Site(base / "site")).write("content/vacatures/opmerking.md", REMARKED)
    with at_desk(site, base / "tmp") as desk:
        yield desk, site


@pytest.fixture
def page(desk: tuple[Desk, Site], chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, storage_state=STATE)
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    if not STATE["cookies"]:
        page.goto(desk[0].address)
        STATE["cookies"] = context.cookies()
    page.goto(f"http://127.0.0.1:{desk[0].port}/bronnen")
    page.locator("#stand:not([data-staat='bezig'])").wait_for(timeout=WAIT)
    yield page
    context.close()
    assert not wrong


STATE: dict[str, list[object]] = {"cookies": []}


def at(page: Page, desk: Desk, path: str) -> Page:
    page.goto(f"http://127.0.0.1:{desk.port}/bron?{urlencode({'bron': path})}")
    page.locator("#vel").wait_for(timeout=WAIT)
    return page


def text(site: Site, path: str) -> str:
    return (site.root / path).read_text()


def saved(page: Page) -> None:
    page.get_by_role("button", name="Bewaar").click()
    page.locator(".gelukt").wait_for(timeout=WAIT)
    page.wait_for_load_state("domcontentloaded")  # its script has run


VACANCY = "content/vacatures/opmerking.md"


@pytest.mark.browser
def test_a_saved_form_changes_only_what_was_changed_and_the_page_follows(desk: tuple[Desk, Site], page: Page) -> None:
    one, site = desk
    before = text(site, VACANCY)
    at(page, one, VACANCY)
    page.get_by_label("Functie").fill("Kok: aan zee")
    page.get_by_label("Sluit", exact=False).first.fill("vrijdag 15 januari 2027")
    page.get_by_label("Organisatie").select_option("Stichting Duinrand")
    saved(page)
    wanted = before.replace("functie: Wijkverpleegkundige aan zee", 'functie: "Kok: aan zee"')
    assert text(site, VACANCY).replace("'Kok: aan zee'", '"Kok: aan zee"') == wanted.replace("2026-12-01", "2027-01-15")
    assert "niveau: hbo   # vraag Tess" in text(site, VACANCY)
    page.frame_locator("#mee").get_by_role("heading", name="Kok: aan zee").wait_for(timeout=WAIT)


@pytest.mark.browser
def test_findings_stand_at_their_field_while_one_types_and_a_half_draft_is_saved(
    desk: tuple[Desk, Site], page: Page
) -> None:
    one, site = desk
    at(page, one, "content/vacatures/strandwacht.md")
    page.get_by_label("Functie").fill("x" * 90)
    page.locator(".vraag", has_text="Functie").locator(".meldingen li", has_text="90 tekens").wait_for(timeout=WAIT)
    assert "10 te veel" in page.locator(".vraag", has_text="Functie").first.inner_text()
    page.get_by_label("Functie").fill("Strandwacht")
    page.locator(".vraag", has_text="Functie").locator(".meldingen li").wait_for(state="detached", timeout=WAIT)
    page.get_by_label("Plaats", exact=False).first.fill("")
    page.keyboard.press("Tab")
    page.locator("[data-meldingen='v/plaats'] li", has_text="ontbreekt").wait_for(timeout=WAIT)
    saved(page)
    assert "plaats:" not in text(site, "content/vacatures/strandwacht.md")
    assert "functie: Strandwacht\n" in text(site, "content/vacatures/strandwacht.md")


@pytest.mark.browser
def test_a_list_grows_moves_and_shrinks(desk: tuple[Desk, Site], page: Page) -> None:
    one, site = desk
    at(page, one, "content/diensten/gesprek-aan-zee.md")
    row = page.locator("[id='v/opbouw']")
    row.get_by_role("button", name="Erbij").click()
    page.keyboard.type("afscheid nemen")
    row.get_by_role("button", name="Opbouw 1: omlaag").click()
    page.locator("[id='v/inhoud']").get_by_role("button", name="Erbij").click()
    page.keyboard.type("koffie")
    page.locator("[id='v/inhoud']").get_by_role("button", name="Inhoud 1: haal weg").click()
    saved(page)
    now = values(
        (site.root / "content/diensten/gesprek-aan-zee.md").read_bytes(), "content/diensten/gesprek-aan-zee.md"
    )
    assert now["opbouw"] == ["praten", "bellen", "afscheid nemen"]
    assert now["inhoud"] == ["koffie"]


@pytest.mark.browser
def test_a_text_gets_marks_and_a_link_by_title(desk: tuple[Desk, Site], page: Page) -> None:
    one, site = desk
    at(page, one, "content/paginas/uitleg.md")
    area = page.get_by_label("Tekst")
    area.fill("Eb en vloed.")
    area.press("Control+a")
    page.get_by_role("button", name="Vet").click()
    area.press("End")
    page.get_by_role("button", name="Verwijzing").click()
    page.get_by_label("Zoek op titel").fill("gesprek")
    page.get_by_role("button", name="Zet erin").click()
    page.wait_for_function("area => area.value.includes('](')", arg=area.element_handle())  # once it has closed
    page.keyboard.press("Control+s")
    page.locator(".gelukt").wait_for(timeout=WAIT)
    assert "**Eb en vloed.**" in text(site, "content/paginas/uitleg.md")
    assert "[Gesprek aan zee](diensten/gesprek-aan-zee)" in text(site, "content/paginas/uitleg.md")


@pytest.mark.browser
def test_what_is_pasted_becomes_clean_markdown(desk: tuple[Desk, Site], page: Page) -> None:
    one, _ = desk
    at(page, one, "content/verhalen/van-zaal-naar-rooster.md")
    page.get_by_label("Tekst").fill("")
    page.get_by_label("Tekst").evaluate(
        """area => {
          const data = new DataTransfer();
          data.setData("text/html", "<h1>Kop</h1><p style='color:red'>Een <b>vet</b> woord<script>x()</script></p>");
          data.setData("text/plain", "Kop");
          area.focus();
          area.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }"""
    )
    page.wait_for_timeout(1500)
    words = page.get_by_label("Tekst").input_value()
    assert "## Kop" in words
    assert "Een **vet** woord" in words
    assert "color" not in words
    assert "x()" not in words


@pytest.mark.browser
def test_what_changed_on_the_disk_is_not_overwritten(desk: tuple[Desk, Site], page: Page) -> None:
    one, site = desk
    path = "content/vacatures/netten.md"
    at(page, one, path)
    site.change(path, "Netteniser aan zee", "Netteniser in de haven")
    site.change(path, "plaats: Zandwijk", "plaats: Havenstad")
    page.get_by_label("Functie").fill("Nettenboeter")
    page.get_by_role("button", name="Bewaar").click()
    page.get_by_text("Het bestand is veranderd sinds u het opende.").wait_for(timeout=WAIT)
    assert "Netteniser in de haven" in page.locator("fieldset", has_text="Functie").inner_text()
    assert not Axe().run(page).response["violations"]
    assert "Nettenboeter" not in text(site, path)
    page.get_by_role("button", name="Bewaar").click()
    page.locator(".gelukt").wait_for(timeout=WAIT)
    assert "functie: Nettenboeter\n" in text(site, path)
    assert "plaats: Havenstad\n" in text(site, path), "what only the other changed stays"


@pytest.mark.browser
def test_unsaved_words_are_offered_again_and_go_once_they_are_saved(desk: tuple[Desk, Site], page: Page) -> None:
    one, site = desk
    path = "content/paginas/uitleg.md"
    at(page, one, path)
    page.get_by_label("Intro").fill("Woorden die er nog niet waren.")
    page.wait_for_timeout(600)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"http://127.0.0.1:{one.port}/bronnen")
    at(page, one, path)
    page.get_by_role("button", name="Zet ze terug").click()
    page.wait_for_url("**/bron/opnieuw")
    assert page.get_by_label("Intro").input_value() == "Woorden die er nog niet waren."
    saved(page)
    assert "Woorden die er nog niet waren." in text(site, path)
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    at(page, one, "content/personen/planner.yml")
    page.get_by_label("Rol").fill("roostermaker")
    page.wait_for_timeout(600)
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 1], "of people only as long as the tab"


@pytest.mark.browser
def test_an_earlier_version_is_seen_and_put_back(desk: tuple[Desk, Site], page: Page) -> None:
    one, site = desk
    path = "content/vacatures/wijkverpleegkundige.md"
    before = text(site, path)
    at(page, one, path)
    page.get_by_label("Regio").fill("Eiland")
    saved(page)
    page.get_by_role("link", name="Eerdere versies").click()
    section = page.locator(".versie").first
    assert "Regio" in section.inner_text()
    assert "Kust" in section.inner_text()
    assert "Eiland" in section.inner_text()
    assert not Axe().run(page).response["violations"]
    section.get_by_role("button").click()
    page.locator(".gelukt").wait_for(timeout=WAIT)
    assert text(site, path) == before


@pytest.mark.browser
def test_the_form_is_for_everybody_at_every_width(desk: tuple[Desk, Site], page: Page) -> None:
    one, _ = desk
    for path in ("content/personen/planner.yml", "content/verhalen/van-zaal-naar-rooster.md", VACANCY):
        at(page, one, path)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            assert not Axe().run(page, options={"iframes": False}).response["violations"], path
        for width in (320, 375, 1024, 2560):
            page.set_viewport_size({"width": width, "height": 700})
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (path, width)


@pytest.mark.browser
def test_saving_is_refused_to_others_and_outside_of_the_site(desk: tuple[Desk, Site], page: Page) -> None:
    one, site = desk
    at(page, one, VACANCY)
    before = text(site, VACANCY)
    script = """async ([path, proof]) => {
      const body = new URLSearchParams({bron: path, gezien: "x", "v/functie": "y"});
      return (await fetch("/bron/bewaar", {method: "POST", headers: {"x-spijs-bewijs": proof}, body})).status;
    }"""
    proof = page.locator("meta[name='bewijs']").get_attribute("content")
    assert page.evaluate(script, [VACANCY, "geraden"]) == 403
    for path in ("../site.yml", "content/../site.yml", "/etc/passwd", "content/vacatures/er-niet.md"):
        assert page.evaluate(script, [path, proof]) == 404, path
    assert text(site, VACANCY) == before
