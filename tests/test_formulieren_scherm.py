"""The forms in a real browser: words for every box, keys alone, on paper all that was typed, and no trace after."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from typing import Any

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from builder.content import Library
from builder.kinds.formulier import Formulier, Kolom, Veld
from builder.kinds.productblad import Productblad
from tests.browsing import opened, serving
from tests.sample import sources_of_the_sample, squeeze
from tests.site import Site
from tests.test_zelftest import WATCH, everything_stored

pytestmark = pytest.mark.browser
PHONE = "088-000 12 34"
ALL = "intranet/formulieren/alles.html"
TYPED = "lines => lines.map(line => line.value).join('')"

# Every kind of question and of table once, with names that a form in a browser uses itself.
FORM = """
titel: Alles wat een formulier kan
kort: Elk soort vak een keer.
lezer: adviseurs
volgorde: 99
kleur: zee
vorm: kan
intro: Alles mag leeg blijven.
wie_ziet_dit: Alleen uw vaste adviseur leest dit.
onderdelen:
  - titel: Over u
    tekst: Wat u zelf wilt vertellen.
    velden:
      - {sleutel: reset, vraag: Uw naam, soort: regel, hulp: Zoals u genoemd wilt worden., breed: half}
      - {sleutel: id, vraag: Uw functie nu, soort: regel, breed: half}
      - {sleutel: inhoud, vraag: Datum, soort: datum}
      - {sleutel: wens, vraag: Wat zou u willen?, soort: tekst, regels: 6, hulp: Een paar zinnen is genoeg.}
      - {sleutel: manier, vraag: Hoe praat u het liefst?, soort: kies-een, keuzes: [aan tafel, aan de telefoon]}
      - {sleutel: dagen, vraag: Op welke dagen?, soort: kies-meer, hulp: Een of meer., keuzes: [maandag, dinsdag]}
      - {sleutel: gelezen, vraag: Ik weet wie dit ziet., soort: vinkje, hulp: Twijfelt u? Vraag het ons.}
  - titel: Plan
    tabel:
      sleutel: plan
      open: 2
      kolommen: [{kop: Onderwerp}, {kop: Doel}, {kop: Hoe}, {kop: Wie}, {kop: Uren}, {kop: Week}, {kop: Toelichting}]
  - titel: Afvinken
    tabel:
      sleutel: lijst
      kop: Vraag
      rijen: [Is het van dit jaar?, Staat de bron erbij?]
      open: 1
      kolommen: [{kop: Ja, soort: vinkje, breed: 1}, {kop: Toelichting, breed: 5}]
  - titel: Welke bladen?
    per_productblad:
      - {sleutel: opnemen, vraag: Wilt u dit opnemen?, soort: kies-een, keuzes: [graag, later]}
      - {sleutel: steun, vraag: Welke steun wilt u?, soort: tekst, regels: 2}
  - titel: Tot slot
    velden:
      - {sleutel: plaatje, vraag: Uw foto, soort: foto, breed: half}
      - {sleutel: naam-eronder, vraag: Uw handtekening, soort: handtekening, breed: half}
slot: Geef het aan uw adviseur.
"""


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The intranet of the sample, with one more form: the one that can do everything."""
    site = sources_of_the_sample(Site(tmp_path_factory.mktemp("formulieren"), {}))
    site.write("content/formulieren/alles.yml", FORM).build(only=("intranet",))
    assert not site.outcome.findings
    return site


@pytest.fixture(scope="module")
def documents(forms: Site) -> Library:
    assert forms.outcome.library
    return forms.outcome.library


@pytest.fixture(scope="module")
def server(forms: Site) -> Iterator[str]:
    with serving(forms.output) as address:
        yield address


@pytest.fixture
def page(forms: Site, chromium: Browser) -> Iterator[Page]:
    """The form that can do everything, just opened from disk."""
    with opened(chromium) as page:
        page.goto((forms.output / ALL).as_uri())
        yield page


def fill(page: Page, words: str = "geheim in {}") -> None:
    """Something in every box: words in the lines, a tick in every box, the last of the choices."""
    page.locator("form textarea").evaluate_all(
        "(lines, words) => lines.forEach(line => { line.value = words.replace('{}', line.name);"
        " line.dispatchEvent(new Event('input', {bubbles: true})); })",
        words,
    )
    page.locator("form [type=checkbox], form label:last-child > [type=radio]").evaluate_all(
        "boxes => boxes.forEach(box => box.click())"
    )
    assert page.locator("form :checked").count() > 10


def blank(page: Page) -> None:
    """Nobody can see that the form was ever filled in: not in the boxes, and not in what is behind them."""
    assert page.locator("form textarea").evaluate_all(TYPED) == ""
    assert page.locator("form :checked").count() == 0
    assert "geheim" not in page.content()


def on_paper(page: Page) -> list[str]:
    """What is printed, sheet by sheet, with the browser's own header and footer asked for."""
    with pypdfium2.PdfDocument(page.pdf(display_header_footer=True, prefer_css_page_size=True)) as document:
        assert {tuple(round(side) for side in sheet.get_size()) for sheet in document} == {(595, 842)}
        return [sheet.get_textpage().get_text_bounded() for sheet in document]


# --- Words for every box -----------------------------------------------------------------------------------------


def boxes_of(form: Formulier, sheets: list[int]) -> set[tuple[str, str, str]]:
    """Name, kind and words of every box, as the source has them."""
    found: set[tuple[str, str, str]] = set()
    for part in form.onderdelen:
        asked = [(veld, veld.sleutel) for veld in part.velden]
        asked += [(veld, f"{veld.sleutel}-{nr}") for nr in sheets for veld in part.per_productblad]
        for veld, name in asked:
            found.update(_boxes(veld, name))
        if table := part.tabel:
            rows = [*table.rijen, *(f"rij {len(table.rijen) + n + 1}" for n in range(table.open))]
            for (n, row), (m, column) in product(enumerate(rows, 1), enumerate(table.kolommen, 1)):
                found.add((f"{table.sleutel}-{n}-{m}", _cell(column), f"{column.kop}, {row}"))
    return found


def _boxes(veld: Veld, name: str) -> list[tuple[str, str, str]]:
    if veld.soort == "kies-een":
        return [(name, "radio", words) for words in veld.keuzes]
    if veld.soort == "kies-meer":
        return [(f"{name}-{n}", "checkbox", words) for n, words in enumerate(veld.keuzes, 1)]
    if veld.soort in ("handtekening", "foto"):
        return []
    return [(name, "checkbox" if veld.soort == "vinkje" else "textarea", veld.vraag)]


def _cell(column: Kolom) -> str:
    return "checkbox" if column.soort == "vinkje" else "textarea"


def test_every_box_of_every_form_has_its_name_and_its_words(forms: Site, documents: Library, chromium: Browser) -> None:
    """Name, kind and label of all boxes are those of the source; a choice stands under its question."""
    numbers = [sheet.value.nr for sheet in documents.visible(Productblad, "intranet")]
    every = documents.all(Formulier)
    assert len(every) > 12
    with opened(chromium) as page:
        for document in every:
            page.goto((forms.output / f"intranet/formulieren/{document.id}.html").as_uri())
            shown = page.locator("form").evaluate(
                "form => [...form.querySelectorAll('input, textarea, select, button')].map(box =>"
                " [box.getAttribute('name'), box.type, ...[...box.labels].map(label => label.textContent.trim())])"
            )
            assert len(shown) == len({tuple(box) for box in shown}), document.id
            assert {tuple(box) for box in shown} == boxes_of(document.value, numbers), document.id
            names = [name for name, kind, *_ in shown if kind != "radio"]
            assert len(names) == len(set(names)), document.id
            for veld in (veld for part in document.value.onderdelen for veld in part.velden):
                if veld.keuzes:
                    group = page.get_by_role("group", name=veld.vraag, exact=True)
                    kind = "radio" if veld.soort == "kies-een" else "checkbox"
                    expect(group.get_by_role(kind)).to_have_count(len(veld.keuzes))  # type: ignore[arg-type]


def test_help_is_read_with_its_question(page: Page) -> None:
    for name, words in (("Uw naam", "Zoals u genoemd"), ("Wat zou u willen?", "Een paar zinnen")):
        expect(page.get_by_role("textbox", name=name, exact=True)).to_have_accessible_description(re.compile(words))
    expect(page.get_by_role("group", name="Op welke dagen?")).to_have_accessible_description("Een of meer.")
    expect(page.get_by_role("checkbox", name="Ik weet")).to_have_accessible_description("Twijfelt u? Vraag het ons.")


def test_the_questions_of_a_productblad_stand_under_its_name(page: Page, documents: Library) -> None:
    for sheet in documents.visible(Productblad, "intranet"):
        group = page.get_by_role("group", name=sheet.title, exact=True)
        expect(group.get_by_role("textbox")).to_have_attribute("name", f"steun-{sheet.value.nr}")
        expect(group.get_by_role("radio")).to_have_count(2)


def test_first_of_all_it_says_who_reads_it(page: Page) -> None:
    text = page.get_by_role("main").inner_text()
    order = ("Alles wat", "Elk soort vak", "Alleen uw vaste adviseur", "niets verstuurd")
    said = [text.index(words) for words in order]
    assert said == sorted(said)
    assert said[-1] < text.index("Uw naam")
    expect(page.get_by_role("link", name="het lege formulier")).to_have_attribute(
        "href", re.compile(r"^\.\./pdf/formulieren/alles\.pdf(\?v=\w+)?$")
    )


def test_a_photo_and_a_signature_are_for_paper(page: Page) -> None:
    for name, words in (("foto", "Een foto plakt u"), ("handtekening", "Uw handtekening zet u")):
        sentence, room = page.get_by_text(words), page.locator(f".ruimte.{name}")
        expect(sentence).to_be_visible()
        expect(room).to_be_hidden()
        page.emulate_media(media="print")
        expect(sentence).to_be_hidden()
        box = room.bounding_box()
        assert box
        assert box["height"] > 75
        page.emulate_media(media="screen")


# --- By keyboard, by thumb ---------------------------------------------------------------------------------------


def test_all_by_keyboard(page: Page) -> None:
    """Tab comes by every question once, in the order of the page; one sees where one is; Enter sends nothing."""
    order = page.locator("form").evaluate(
        "form => [...new Set([...form.querySelectorAll('input, textarea')].map(box => box.name))]"
    )
    page.locator("form textarea").first.focus()
    for name in order:
        focus = page.locator(":focus")
        expect(focus).to_have_attribute("name", name)
        marked = "part => getComputedStyle(part.closest('label') || part).outlineStyle"
        assert focus.evaluate(marked) == "solid", name
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Druk af")
    assert page.locator("form textarea").evaluate_all("lines => lines.every(line => line.value === ' \\n')")
    boxes = "[...document.forms[0].querySelectorAll('[type=checkbox]')].every(box => box.checked)"
    assert page.evaluate(boxes)
    groups = page.locator("form label:first-child > [type=radio]").count()
    assert page.locator("form :checked[type=radio]").count() == groups
    assert page.url.endswith("alles.html")


def test_every_box_can_be_hit_with_a_thumb(forms: Site, chromium: Browser) -> None:
    with opened(chromium, 390, has_touch=True, is_mobile=True) as page:
        page.goto((forms.output / ALL).as_uri())
        sizes = page.locator("form :is(textarea, .strookje)").evaluate_all(
            "parts => parts.map(part => part.getBoundingClientRect().height)"
        )
        assert min(sizes) >= 44
        page.locator(".vinkcel label").first.tap()
        page.get_by_text("aan de telefoon").tap()
        assert page.locator("form :checked").count() == 2


# --- On paper ----------------------------------------------------------------------------------------------------


def test_what_was_typed_is_printed(page: Page) -> None:
    """Every box with its question, the promise, the contact; no address of the page, and a title that tells nothing."""
    fill(page)
    asked = page.locator("form .vraag, form h2, form h3").all_text_contents()
    sheets = on_paper(page)
    text = squeeze("".join(sheets))
    for name in page.locator("form textarea").evaluate_all("lines => lines.map(line => line.name)"):
        assert squeeze(f"geheim in {name}") in text, name
    assert not [words for words in asked if squeeze(words) not in text]
    assert all(squeeze(words) in text for words in ("Alleen uw vaste adviseur leest dit", "Geef het aan", PHONE))
    plain = " ".join(sheets)
    assert "file:" not in plain
    assert "alles.html" not in plain
    assert page.title() == "Formulier"
    assert "Formulier\r\n" not in plain
    assert "Druk af" not in plain


@pytest.mark.parametrize("script", [True, False], ids=["met script", "zonder script"])
def test_a_very_long_answer_is_printed_in_full(forms: Site, chromium: Browser, script: bool) -> None:
    """In a line, in a box and in the narrowest cell: many words, empty lines, and a word that is wider than the box."""
    words = [f"woord{n:04}" for n in range(1500 if script else 300)]
    long = "x" * 300
    with opened(chromium, java_script_enabled=script) as page:
        page.goto((forms.output / ALL).as_uri())
        page.locator("[name=wens]").fill(" ".join(words[:-1]) + "\n\n" + words[-1])
        page.locator("[name=reset]").fill(" ".join(f"naam{n:03}" for n in range(60)))
        page.locator("[name=plan-1-5]").fill(" ".join(f"cel{n:03}" for n in range(60)))
        page.locator("[name=id]").fill(long)
        for media in ("screen", "print"):
            page.emulate_media(media=media)  # type: ignore[arg-type]
            cut = page.locator(".vak > :visible").evaluate_all(
                "boxes => boxes.filter(box => box.scrollHeight > box.clientHeight + 1"
                " || box.scrollWidth > box.clientWidth + 1).map(box => box.name || box.textContent.slice(0, 20))"
            )
            assert cut == [], media
        page.emulate_media()
        text = "".join(on_paper(page))
    flat = re.sub(r"\s|\ufffe", "", text)
    assert re.findall(r"woord\d{4}", flat) == words
    assert re.findall(r"naam\d{3}", flat) == [f"naam{n:03}" for n in range(60)]
    assert re.findall(r"cel\d{3}", flat) == [f"cel{n:03}" for n in range(60)]
    assert long in flat


def test_ticks_are_seen_on_a_printer_that_leaves_backgrounds_out(page: Page) -> None:
    """On paper a box looks different once it is chosen, by its borders alone."""
    page.emulate_media(media="print")
    for name in ("aan tafel", "maandag"):
        box = page.get_by_label(name, exact=True)
        before = box.screenshot()
        box.check()
        assert box.screenshot() != before, name
    tick = "part => getComputedStyle(part, '::after').backgroundColor"
    assert page.get_by_label("maandag", exact=True).evaluate(tick) == "rgba(0, 0, 0, 0)"


def test_the_button_prints(page: Page) -> None:
    page.evaluate("void (window.print = () => { window.printed = true; })")
    page.get_by_role("button", name="Druk af").click()
    assert page.evaluate("window.printed")


# --- Nothing is kept, nothing is sent ----------------------------------------------------------------------------


@pytest.mark.parametrize("over", ["file", "http"])
def test_it_keeps_and_sends_nothing(forms: Site, server: str, chromium: Browser, over: str) -> None:
    """No request, storage, cookie, address or title; leaving, Back, reload and opening anew bring nothing back."""
    with opened(chromium) as page:
        base = server if over == "http" else f"{forms.output.as_uri()}/"
        page.add_init_script(WATCH)
        page.goto(base + ALL)
        url, title, before = page.url, page.title(), everything_stored(page)
        page.evaluate("window.ways = []")
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        fill(page)
        page.locator("form textarea").first.press("Enter")
        page.evaluate("document.forms[0].requestSubmit()")
        page.emulate_media(media="print")
        page.emulate_media(media="screen")
        assert page.evaluate("window.ways") == []
        assert [page.url, page.title(), everything_stored(page), asked] == [url, title, before, []]
        assert page.context.storage_state() == {"cookies": [], "origins": []}
        page.goto(f"{base}intranet/index.html")
        page.go_back()
        blank(page)
        fill(page)
        page.reload()
        blank(page)
        fill(page)
        again = page.context.new_page()
        page.close()
        again.goto(url)
        blank(again)
        assert again.context.storage_state() == {"cookies": [], "origins": []}


def test_coming_back_from_the_cache_of_the_browser(page: Page) -> None:
    """A page that the browser kept whole is wiped when it is left and once more when it is shown again."""
    for event in ("pagehide", "pageshow"):
        fill(page)
        page.evaluate(f"window.dispatchEvent(new PageTransitionEvent('{event}', {{persisted: true}}))")
        blank(page)


def test_to_wipe_it_asks_first(page: Page) -> None:
    fill(page)
    said: list[str] = []
    page.once("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))  # type: ignore[func-returns-value]
    page.get_by_role("button", name="Wis alles").click()
    assert said == ["Alles wissen wat u invulde?"]
    expect(page.get_by_label("Uw naam")).to_have_value("geheim in reset")
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Wis alles").click()
    blank(page)


def test_who_leaves_before_printing_is_asked(page: Page, forms: Site) -> None:
    """A link touched by mistake does not cost the words; who printed, or typed nothing, is not asked."""
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))  # type: ignore[func-returns-value]
    page.reload()
    assert asked == []
    page.get_by_label("Uw naam").press_sequentially("Noor")
    page.reload()
    assert asked == ["beforeunload"]
    page.get_by_label("Uw naam").press_sequentially("Noor")
    page.evaluate("void (window.print = () => {})")
    page.get_by_role("button", name="Druk af").click()
    page.reload()
    assert asked == ["beforeunload"]


def test_no_word_goes_to_a_speller_and_none_is_offered_again(forms: Site) -> None:
    """What a browser does on its own: no spelling check that sends words away, nothing filled in from memory."""
    pages = list((forms.output / "intranet/formulieren").glob("*.html"))
    assert len(pages) > 1
    for path in pages:
        source = path.read_text(encoding="utf-8")
        if path.name == "index.html":
            continue
        (form,) = re.findall(r"<form [^>]*>", source)
        assert "action" not in form
        assert all(words in form for words in ('method="dialog"', 'autocomplete="off"', 'spellcheck="false"'))
        boxes = re.findall(r"<(?:input|textarea) [^>]*>", source)
        assert boxes
        assert all('autocomplete="off"' in box for box in boxes)


# --- Without script ----------------------------------------------------------------------------------------------


def test_without_script_it_is_filled_in_and_printed(forms: Site, chromium: Browser) -> None:
    with opened(chromium, java_script_enabled=False) as page:
        page.goto((forms.output / ALL).as_uri())
        fill(page)
        page.locator("form textarea").first.press("Enter")
        page.get_by_role("checkbox", name="maandag").press("Enter")
        assert page.url.endswith("alles.html")
        expect(page.get_by_role("button").locator("visible=true")).to_have_count(0)
        expect(page.get_by_text("Afdrukken gaat met uw browser")).to_be_visible()
        names = page.locator("form textarea").evaluate_all("lines => lines.map(line => line.name)")
        text = squeeze("".join(on_paper(page)))
        assert all(squeeze(f"geheim in {name}") in text for name in names)
        page.goto((forms.output / "intranet/index.html").as_uri())
        page.go_back()
        blank(page)
        fill(page)
        page.reload()
        blank(page)


# --- The list of all forms, and the ways to it -------------------------------------------------------------------


READERS = {"medewerkers": "Voor uzelf", "leidinggevenden": "Voor wie leiding geeft", "adviseurs": "Voor adviseurs"}


def test_the_list_has_every_form_once_by_reader(forms: Site, documents: Library, chromium: Browser) -> None:
    with opened(chromium) as page:
        page.goto((forms.output / "intranet/formulieren/index.html").as_uri())
        for reader, label in READERS.items():
            expected = sorted((d.value.volgorde, d.id) for d in documents.all(Formulier) if d.value.lezer == reader)
            links = page.get_by_role("region", name=label, exact=True).get_by_role("link")
            hrefs = links.evaluate_all("links => links.map(link => link.getAttribute('href'))")
            assert hrefs == [f"{name}.html" for _, name in expected], reader


@pytest.mark.parametrize(
    ("door", "reader"), [("anders", "medewerkers"), ("leiding/index", "leidinggevenden"), ("makers/index", "adviseurs")]
)
def test_a_reader_finds_the_forms(forms: Site, documents: Library, chromium: Browser, door: str, reader: str) -> None:
    with opened(chromium) as page:
        page.goto((forms.output / f"intranet/{door}.html").as_uri())
        for document in documents.all(Formulier):
            if document.value.lezer == reader:
                expect(page.get_by_role("link", name=document.title, exact=True)).to_be_visible()
        page.get_by_role("link", name="Alle formulieren").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Zet het op papier")


@pytest.mark.usefixtures("paper_stub")
def test_a_site_without_forms_says_so(site: Site) -> None:
    site.build(only=("intranet",))
    assert site.says("intranet/formulieren/index.html", "nog geen formulieren")
    assert not site.says("intranet/anders.html", "formulieren/index.html")
    assert not site.says("intranet/leiding/index.html", "formulieren/index.html")


# --- Open to all -------------------------------------------------------------------------------------------------

PAGES = ("alles", "keuzeformulier", "cv-uitgebreid", "index")


@pytest.mark.slow
@pytest.mark.parametrize(("width", "scheme"), [*product([1280, 320], ["light", "dark"])])
def test_no_form_has_an_accessibility_fault(width: int, scheme: str, forms: Site, chromium: Browser) -> None:
    """Axe on forms empty and filled in; and nothing scrolls sideways."""
    axe, found = Axe(), {}
    options: dict[str, Any] = {"preload": False}
    if scheme == "dark":
        options["runOnly"] = ["color-contrast", "link-in-text-block"]
    with opened(chromium, width, color_scheme=scheme, reduced_motion="reduce") as page:
        for name, filled in [*product(PAGES, [False]), ("alles", True)]:
            page.goto((forms.output / f"intranet/formulieren/{name}.html").as_uri())
            if filled:
                fill(page, "een heel lang antwoord " * 8 + "{}")
            if violations := axe.run(page, options=options).response["violations"]:
                found[name] = {fault["id"]: [node["html"][:120] for node in fault["nodes"]][:3] for fault in violations}
            if page.evaluate("document.documentElement.scrollWidth") > width:
                found[f"{name} is te breed"] = {}
    assert not found


def test_forced_colours_lose_nothing(forms: Site, chromium: Browser) -> None:
    """The same words, and a chosen answer is still another picture than one that is not."""
    texts = []
    for options in ({}, {"forced_colors": "active"}):
        with opened(chromium, **options) as page:  # type: ignore[arg-type]
            page.goto((forms.output / ALL).as_uri())
            texts.append(page.get_by_role("main").inner_text())
            box = page.get_by_role("checkbox", name="maandag")
            before = box.screenshot()
            box.check()
            assert box.screenshot() != before
    assert texts[0] == texts[1]
