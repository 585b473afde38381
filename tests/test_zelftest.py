"""The self-test in a real browser: from the first page to the outcome, then and now, the poster; and no trace after."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import pypdfium2
import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from builder.content import Library
from builder.kinds.zelftest import Zelftest
from tests import rekenen
from tests.browsing import opened
from tests.site import REPO, Site

pytestmark = pytest.mark.browser
TEST = "intranet/test/loopbaantest.html"
PHONE = "088-000 12 34"
OWN = "content/zelftests/kompas.yml"
MINUTE = 60_000


@pytest.fixture
def page(sample: Site, chromium: Browser) -> Iterator[Page]:
    """The test, just opened from disk."""
    with opened(chromium) as page:
        page.goto((sample.output / TEST).as_uri())
        yield page


def press(page: Page, name: str) -> None:
    """Press the visible button of that name."""
    page.get_by_role("button", name=name).locator("visible=true").first.click()


def answer(page: Page, group: str, answer: str) -> None:
    """Choose an answer as somebody would who cannot see the page: by the words of the question and the answer."""
    page.get_by_role("group", name=group, exact=True).get_by_role("radio", name=answer, exact=True).check()


def statements(test: Zelftest) -> list[str]:
    return [text for factor in test.factoren for text in (factor.weten, factor.doen)]


def fill(page: Page, test: Zelftest, situation: int = 1, *values: int) -> list[int | None]:
    """All on one page, to the outcome: everybody's answers, or those given; returns the sums."""
    press(page, "Alles op één pagina")
    for question in test.situatie:
        answer(page, question.vraag, question.antwoorden[situation % len(question.antwoorden)].tekst)
    scale = [step.tekst for step in test.schaal]
    given = [(values or (1, 2, 3, 4, 5))[n % len(values or range(5))] for n in range(2 * len(test.factoren))]
    for text, value in zip(statements(test), given, strict=True):
        answer(page, text, scale[value - 1])
    press(page, "Bekijk uw uitkomst")
    return [one + two for one, two in zip(given[::2], given[1::2], strict=True)]


def shown_outcomes(page: Page, test: Zelftest) -> list[str]:
    headings = page.get_by_role("heading").locator("visible=true").all_inner_texts()
    plain = {text.replace("\u00ad", "") for text in headings}
    return [outcome.titel for outcome in test.uitkomsten if outcome.titel in plain]


def seen(page: Page) -> str:
    """What can be read on the page, without soft hyphens."""
    return page.get_by_role("main").inner_text().replace("\u00ad", "")


def code(page: Page) -> str:
    return page.locator("#code").inner_text().replace(" ", "")


# --- The outcome -----------------------------------------------------------------------------------------------


def test_the_situation_alone_decides_the_outcome(page: Page, zelftest: Zelftest, library: Library) -> None:
    """Every pair of answers to the two questions, missing ones too, each with other scores."""
    first, second = zelftest.situatie
    for number, (one, two) in enumerate(product([None, *first.antwoorden], [None, *second.antwoorden])):
        page.reload()
        press(page, "Alles op één pagina")
        situation = {}
        for question, chosen in ((first, one), (second, two)):
            if chosen:
                answer(page, question.vraag, chosen.tekst)
                situation[question.sleutel] = chosen.sleutel
        for text in statements(zelftest)[: number % 3]:
            answer(page, text, zelftest.schaal[number % 5].tekst)
        press(page, "Bekijk uw uitkomst")
        outcome = rekenen.outcome(zelftest, situation)
        assert shown_outcomes(page, zelftest) == [outcome.titel]
        text = seen(page)
        assert all(words in text for words in (PHONE, outcome.stapje, outcome.contactzin, "geen oordeel")), situation
        for onward in (library.card(outcome.verhaal), library.card(outcome.dienst)):
            assert onward
            expect(page.get_by_role("main").get_by_role("link", name=onward["titel"])).to_be_visible()
        assert page.locator("#antwoorden").evaluate("part => part.open") == (outcome.factoren == "open")


def test_every_sum_has_its_words(page: Page, zelftest: Zelftest) -> None:
    """All 25 pairs of answers, and pairs with one that is missing or does not count, chosen on the page itself."""
    scale = {step.waarde: step.tekst for step in zelftest.schaal}
    pairs: list[tuple[int | None, int | None]] = [*product(scale, scale), (None, 4), (4, None), (None, None), (0, 5)]
    keys = [factor.sleutel for factor in zelftest.factoren]
    for start in range(0, len(pairs), len(keys)):
        page.reload()
        press(page, "Alles op één pagina")
        chosen = dict(zip(zelftest.factoren, pairs[start : start + len(keys)], strict=False))
        for factor, pair in chosen.items():
            for text, value in zip((factor.weten, factor.doen), pair, strict=True):
                if value is not None:
                    answer(page, text, scale.get(value, zelftest.weet_niet))
        press(page, "Bekijk uw uitkomst")
        page.get_by_text("Alle onderwerpen").click()
        for factor, pair in chosen.items():
            row = page.locator(f'.factoruitkomsten [data-factor="{factor.sleutel}"]')
            total = rekenen.total(*pair)
            expect(row).to_contain_text(rekenen.words(zelftest, total))
            assert ("som" in row.inner_text()) == (total is not None)
    assert not re.search(r"\d+ ?%|gemiddeld\w* (van|is) \d|totaal|\d+ van de \d+", seen(page))


def test_the_table_says_what_the_list_says(page: Page, zelftest: Zelftest) -> None:
    """The picture of the factors has the same content as the text: each lies under its own word, once."""
    sums = fill(page, zelftest, 1, 1, 2, 4, 4, 3, 3, 5, 5, 1, 1, 2, 5)
    trays = {
        tray.get_by_role("heading").inner_text(): tray.locator("b").all_inner_texts()
        for tray in page.locator(".tafel > li").all()
    }
    for factor, total in zip(zelftest.factoren, sums, strict=True):
        word = rekenen.words(zelftest, total)
        assert [name for name, lying in trays.items() if factor.naam in lying] == [word]
    points = dict(zip([factor.naam for factor in zelftest.factoren], sums, strict=True))
    for name, high in (("sterk", True), ("praat", False)):
        expected = rekenen.points(zelftest, points, high)
        assert set(page.locator(f'[data-lijst="{name}"] b').all_inner_texts()) == set(expected.shown)


def test_no_answers_at_all(page: Page, zelftest: Zelftest) -> None:
    press(page, "Alles op één pagina")
    press(page, "Bekijk uw uitkomst")
    assert "te weinig antwoorden" in seen(page)
    assert not page.locator("#code").is_visible()
    assert shown_outcomes(page, zelftest) == [zelftest.uitkomsten[-1].titel]


def test_one_statement_at_a_time(page: Page, zelftest: Zelftest) -> None:
    """Forward and back, an answer stays, the words count down, and the end is the outcome."""
    press(page, "Eén zin tegelijk")
    questions = [question.vraag for question in zelftest.situatie] + statements(zelftest)
    for number, question in enumerate(questions):
        groups = page.get_by_role("group").locator("visible=true")
        expect(groups).to_have_count(1)
        expect(page.get_by_role("group", name=question, exact=True)).to_be_focused()
        left = len(questions) - 1 - number
        expect(page.get_by_role("status")).to_contain_text(re.compile(rf"nog {left}\b" if left else "laatste", re.I))
        groups.get_by_role("radio").nth(1).check()
        if left:
            press(page, "Verder")
    press(page, "Terug")
    expect(page.get_by_role("group", name=questions[-2], exact=True).get_by_role("radio").nth(1)).to_be_checked()
    press(page, "Verder")
    press(page, "Bekijk uw uitkomst")
    assert shown_outcomes(page, zelftest)
    assert len(code(page)) == 8


def test_all_by_keyboard(page: Page, zelftest: Zelftest) -> None:
    """Tab, arrows, space and Enter are enough for the way with one statement at a time; Enter leads on."""
    tab_to(page, "Eén zin tegelijk")
    page.keyboard.press("Enter")
    for _ in range(len(zelftest.situatie) + 2 * len(zelftest.factoren)):
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
    second = {question.sleutel: question.antwoorden[1].sleutel for question in zelftest.situatie}
    assert shown_outcomes(page, zelftest) == [rekenen.outcome(zelftest, second).titel]
    assert page.evaluate("document.activeElement.id") == "uitkomst"


def test_by_touch(sample: Site, zelftest: Zelftest, chromium: Browser) -> None:
    """With a thumb on a phone: every answer is large enough to hit (44 pixels), one statement fits on the screen."""
    with opened(chromium, 390, has_touch=True, is_mobile=True) as page:
        page.goto((sample.output / TEST).as_uri())
        page.get_by_role("button", name="Eén zin tegelijk").tap()
        for _ in range(len(zelftest.situatie) + 2 * len(zelftest.factoren)):
            labels = page.locator(".stap:not([hidden]) label")
            heights = labels.evaluate_all("parts => parts.map(part => part.getBoundingClientRect().height)")
            assert min(heights) >= 44
            labels.last.tap()
            page.get_by_role("button", name=re.compile("^(Verder|Bekijk)")).locator("visible=true").tap()
        assert shown_outcomes(page, zelftest)
        assert "te weinig antwoorden" in seen(page)


def tab_to(page: Page, name: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if name in page.evaluate("document.activeElement.textContent || ''"):
            return
    raise AssertionError(f"met de tab-toets kom je niet bij «{name}»")


# --- Nothing is kept, nothing is sent ----------------------------------------------------------------------------

# Installed before the page: every way out of a page that a browser knows, and everything that could keep something.
WATCH = """
window.ways = [];
const watch = (thing, names) => names.forEach(name => {
  const real = thing && thing[name];
  if (real) thing[name] = function () { window.ways.push(name); return real.apply(this, arguments); };
});
watch(window, ['fetch', 'open', 'postMessage', 'alert', 'prompt', 'requestIdleCallback', 'WebSocket', 'EventSource',
  'RTCPeerConnection', 'BroadcastChannel', 'SharedWorker', 'Worker']);
watch(Storage.prototype, ['setItem', 'getItem']);
watch(IDBFactory.prototype, ['open']);
watch(History.prototype, ['pushState', 'replaceState']);
watch(XMLHttpRequest.prototype, ['open', 'send']);
watch(Navigator.prototype, ['sendBeacon']);
watch(window.navigator.clipboard, ['writeText', 'write']);
for (const [thing, name] of [[Document.prototype, 'cookie'], [Document.prototype, 'title']]) {
  const real = Object.getOwnPropertyDescriptor(thing, name);
  const set = function (value) { window.ways.push(name); real.set.call(this, value); };
  Object.defineProperty(thing, name, {get: real.get, set});
}
"""


def everything_stored(page: Page) -> Any:
    return page.evaluate(
        "async () => [localStorage.length, sessionStorage.length, document.cookie, window.name,"
        " (await indexedDB.databases()).length, window.caches ? (await caches.keys()).length : 0, history.length]"
    )


def use_everything(page: Page, test: Zelftest) -> None:
    """Answers, outcome, print, then and now, the poster, and back to the outcome."""
    sums = fill(page, test)
    page.emulate_media(media="print")
    page.emulate_media(media="screen")
    press(page, "Ik heb al een code")
    page.get_by_role("group", name="Toen").get_by_label("De code").fill(rekenen.code(test.versie, sums))
    press(page, "Leg naast elkaar")
    page.evaluate("document.querySelector('[data-doe=uitkomst]').click()")
    press(page, "Maak uw poster")
    page.locator("#postermaker input").first.fill("Geheime woorden over mijn werk")
    press(page, "Terug")
    assert shown_outcomes(page, test)


def test_it_keeps_and_tells_nothing(address: str, zelftest: Zelftest, chromium: Browser) -> None:
    """P10: no request, storage, cookie, address or title; leaving, Back, reload, reopening bring nothing back."""
    with opened(chromium) as page:
        page.add_init_script(WATCH)
        page.goto(f"{address}{TEST}")
        url, title, before = page.url, page.title(), everything_stored(page)
        assert not re.search(r"test|uitkomst|loopbaan", title, re.I), "de titel komt in geschiedenis en printer"
        page.evaluate("window.ways = []")
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        use_everything(page, zelftest)
        assert page.evaluate("window.ways") == []
        assert [page.url, page.title(), everything_stored(page), asked] == [url, title, before, []]
        assert page.context.cookies() == []
        assert page.context.storage_state()["origins"] == []
        page.goto(f"{address}intranet/index.html")
        page.go_back()
        blank(page, zelftest)
        fill(page, zelftest)
        page.reload()
        blank(page, zelftest)
        fill(page, zelftest)
        press(page, "Wis alles")
        blank(page, zelftest)
        use_everything(page, zelftest)
        again = page.context.new_page()
        page.close()
        again.goto(url)
        blank(again, zelftest)
        assert again.context.storage_state()["origins"] == []


def blank(page: Page, test: Zelftest) -> None:
    """Nobody can see that the test was ever filled in: not on the page, and not in the parts that are hidden."""
    assert page.locator("body").get_attribute("data-stand") == "start"
    assert page.locator("#test input:checked").count() == 0
    assert shown_outcomes(page, test) == []
    fields = "input:not([type=radio]), select, textarea"
    assert page.locator(fields).evaluate_all("parts => parts.map(part => part.value).join('')") == ""
    left = "#code, [data-som], [data-woord], [data-lijst], .tafel, [data-toen], [data-nu], [data-verschil]"
    assert "".join(page.locator(left).all_text_contents()).strip() == ""
    assert "".join(page.locator("#posterblad :is(b, [data-naam])").all_text_contents()) == ""


def test_coming_back_from_the_cache_of_the_browser(page: Page, zelftest: Zelftest) -> None:
    """A page that the browser kept whole (for Back) is wiped when it is left and once more when it is shown again."""
    fill(page, zelftest)
    page.evaluate("window.dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))")
    blank(page, zelftest)
    fill(page, zelftest)
    page.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    blank(page, zelftest)


def test_storage_that_is_blocked_makes_no_difference(sample: Site, zelftest: Zelftest, chromium: Browser) -> None:
    with opened(chromium) as page:
        page.add_init_script(
            "for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches'])"
            " Object.defineProperty(window, name, {get() { throw new DOMException('dicht', 'SecurityError'); }});"
        )
        page.goto((sample.output / TEST).as_uri())
        use_everything(page, zelftest)


def test_after_ten_minutes_it_warns_and_then_wipes(sample: Site, zelftest: Zelftest, chromium: Browser) -> None:
    with opened(chromium) as page:
        page.clock.install()
        page.goto((sample.output / TEST).as_uri())
        page.clock.run_for(30 * MINUTE)
        expect(page.get_by_role("dialog")).to_have_count(0)  # nothing to wipe yet
        fill(page, zelftest)
        page.clock.run_for(9 * MINUTE)
        expect(page.get_by_role("dialog")).to_have_count(0)
        page.clock.run_for(MINUTE + 2000)
        expect(page.get_by_role("dialog")).to_be_visible()
        press(page, "Ik ben er nog")
        expect(page.get_by_role("dialog")).to_have_count(0)
        assert shown_outcomes(page, zelftest)
        page.clock.run_for(10 * MINUTE + 2000)
        expect(page.get_by_role("dialog")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
        page.clock.run_for(11 * MINUTE + 4000)
        blank(page, zelftest)
        expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_computer_that_slept_wipes_when_it_wakes(sample: Site, zelftest: Zelftest, chromium: Browser) -> None:
    with opened(chromium) as page:
        page.clock.install()
        page.goto((sample.output / TEST).as_uri())
        fill(page, zelftest)
        page.clock.fast_forward(3 * 60 * MINUTE)
        page.clock.run_for(2000)
        blank(page, zelftest)


# --- Then and now ------------------------------------------------------------------------------------------------


def test_then_and_now_side_by_side(page: Page, zelftest: Zelftest) -> None:
    now = fill(page, zelftest, 1, 5, 5, 4, 4, 1, 1, 3)
    assert code(page) == rekenen.code(zelftest.versie, now)
    press(page, "Ik heb al een code")
    then: list[int | None] = [2, None, 4, 5, 6, 7, 8, 10]
    page.get_by_role("group", name="Toen").get_by_label("De code").fill(rekenen.code(zelftest.versie, then).lower())
    press(page, "Leg naast elkaar")
    compared(page, zelftest, then, now)
    assert all(question in seen(page) for question in zelftest.vergelijking.zelf)
    assert PHONE in seen(page)
    assert "geen oordeel" in seen(page)


def compared(page: Page, test: Zelftest, then: list[int | None], now: list[int | None]) -> None:
    names = {"onbekend": "niet te vergelijken", **test.vergelijking.model_dump()}
    for factor, before, after in zip(test.factoren, then, now, strict=True):
        row = page.get_by_role("row", name=factor.naam)
        cells = [text.strip() for text in row.get_by_role("cell").all_inner_texts()]
        expected = [rekenen.words(test, before), rekenen.words(test, after), names[rekenen.difference(before, after)]]
        assert cells == expected, factor.naam


def test_sums_may_be_chosen_instead_of_a_code(page: Page, zelftest: Zelftest) -> None:
    """From the paper form: no code at all, both sides by their sums."""
    press(page, "Leg toen en nu naast elkaar")
    sides: dict[str, list[int | None]] = {"Toen": [2, 3, 4, 5, 6, 7, 8, None], "Nu": [10, 9, 8, 7, 6, 5, None, 3]}
    for side, sums in sides.items():
        group = page.get_by_role("group", name=side, exact=True)
        group.get_by_text("Geen code?").click()
        for factor, total in zip(zelftest.factoren, sums, strict=True):
            if total:
                group.get_by_label(factor.naam, exact=True).select_option(str(total))
    press(page, "Leg naast elkaar")
    compared(page, zelftest, sides["Toen"], sides["Nu"])


def test_a_side_is_a_code_or_sums_and_never_both(page: Page, zelftest: Zelftest) -> None:
    """What is chosen last counts, and what it replaces goes: also the code that was put there for the reader."""
    now = fill(page, zelftest)
    press(page, "Ik heb al een code")
    then, side = page.get_by_role("group", name="Toen", exact=True), page.get_by_role("group", name="Nu", exact=True)
    then.get_by_label("De code").fill(rekenen.code(zelftest.versie, now))
    expect(side.get_by_label("De code")).not_to_have_value("")
    side.get_by_text("Geen code?").click()
    side.get_by_label(zelftest.factoren[0].naam, exact=True).select_option("10")
    expect(side.get_by_label("De code")).to_have_value("")
    press(page, "Leg naast elkaar")
    compared(page, zelftest, now, [10, *([None] * (len(now) - 1))])
    side.get_by_label("De code").fill(rekenen.code(zelftest.versie, now))
    expect(side.get_by_label(zelftest.factoren[0].naam, exact=True)).to_have_value("")
    press(page, "Leg naast elkaar")
    compared(page, zelftest, now, now)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "Vul hier een code in"),
        ("ABC", "heeft 8 tekens"),
        ("0BCDEFGH", "‘0’ komt in een code niet voor"),
        ("22222222", "klopt niet"),
        ("<script>alert(1)</script>", "komt in een code niet voor"),
        ("x" * 1_000_000, "heeft 8 tekens"),
        ("versie 3", "versie 3"),
    ],
    ids=["leeg", "kort", "vreemd teken", "verkeerd", "script", "een megabyte", "andere versie"],
)
def test_a_code_that_cannot_be_is_told_in_one_sentence(page: Page, typed: str, told: str, zelftest: Zelftest) -> None:
    typed = rekenen.code(3, [5] * len(zelftest.factoren)) if typed == "versie 3" else typed
    press(page, "Leg toen en nu naast elkaar")
    group = page.get_by_role("group", name="Toen", exact=True)
    field = group.get_by_label("De code")
    field.focus()
    page.evaluate("text => document.execCommand('insertText', false, text)", typed)
    page.get_by_role("group", name="Nu", exact=True).get_by_label("De code").fill(rekenen.code(1, [5] * 8))
    press(page, "Leg naast elkaar")
    expect(group.get_by_role("alert")).to_contain_text(told)
    expect(field).to_be_focused()
    assert field.get_attribute("aria-invalid") == "true"
    assert not page.get_by_role("table").is_visible()


# --- The poster --------------------------------------------------------------------------------------------------


def make_poster(page: Page, test: Zelftest, *lines: str, name: str = "Noor") -> None:
    fill(page, test)
    press(page, "Maak uw poster")
    for number, line in enumerate(lines, 1):
        page.locator(f"#regel-{number}").fill(line)
    page.locator("#posternaam").fill(name)


def test_the_poster_is_made_of_the_reader_s_own_words(page: Page, zelftest: Zelftest) -> None:
    words = ['<img src=x onerror="alert(1)">', "koken & “bakken”", "mijn team"]
    make_poster(page, zelftest, *words)
    sheet = page.get_by_role("article")
    for start, typed in zip(zelftest.poster.zinnen, words, strict=True):
        expect(sheet).to_contain_text(f"{start} {typed}")
    expect(sheet).to_contain_text("Noor")
    assert page.locator("#posterblad img").count() == 0


@pytest.mark.parametrize("word", ["a" * 80, "w w " * 20, "IJé€ " * 16, ""], ids=["lang", "kort", "vreemd", "leeg"])
def test_the_poster_is_one_sheet_and_all_of_it_is_on_it(page: Page, zelftest: Zelftest, word: str) -> None:
    lines = [word] * len(zelftest.poster.zinnen)
    make_poster(page, zelftest, *lines, name="n" * 40)
    over = page.evaluate(
        """() => {
          const sheet = document.getElementById('posterblad'), box = sheet.getBoundingClientRect();
          const parts = [...sheet.querySelectorAll('p')].filter(part => part.offsetParent);
          const out = part => part.bottom > box.bottom + 1 || part.right > box.right + 1 || part.top < box.top - 1;
          return parts.filter(part => out(part.getBoundingClientRect()) || part.scrollWidth > part.clientWidth).length;
        }"""
    )
    assert over == 0
    document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    assert len(document) == 1
    text = re.sub(r"\s+", "", document[0].get_textpage().get_text_bounded())
    assert all(re.sub(r"\s+", "", line) in text for line in lines)
    assert zelftest.poster.kop.replace(" ", "") in text


# --- Print -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["start", "uitkomst", "vergelijken", "poster"])
def test_a_print_has_no_address_and_no_title_that_tells(page: Page, zelftest: Zelftest, state: str) -> None:
    """With the browser's own header and footer asked for: they stay empty, and the title says nothing."""
    sums = fill(page, zelftest) if state != "start" else []
    if state == "vergelijken":
        press(page, "Ik heb al een code")
        page.get_by_role("group", name="Toen").get_by_label("De code").fill(rekenen.code(zelftest.versie, sums))
        press(page, "Leg naast elkaar")
    if state == "poster":
        press(page, "Maak uw poster")
    document = pypdfium2.PdfDocument(page.pdf(display_header_footer=True, prefer_css_page_size=True))
    text = " ".join(sheet.get_textpage().get_text_bounded() for sheet in document)
    assert "file:" not in text
    assert "loopbaantest.html" not in text
    assert page.title() not in text
    assert document.get_metadata_value("Title") == page.title() == "Formulier"
    if state == "uitkomst":
        assert all(words in " ".join(text.split()) for words in (PHONE, rekenen.code(zelftest.versie, sums)[:4]))
    if state == "start":
        plain = " ".join(text.replace("\ufffe", "").split())
        assert all(statement in plain for statement in statements(zelftest)), "wie afdrukt, krijgt het formulier"


# --- Read aloud --------------------------------------------------------------------------------------------------

VOICES = """
const made = VOICES.map(([name, lang, localService]) => ({name, lang, localService, default: false, voiceURI: name}));
window.spoken = [];
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
Object.defineProperty(window, 'speechSynthesis', {value: {
  speaking: false, getVoices: () => made, addEventListener() {}, cancel() {},
  speak(words) { window.spoken.push([words.voice.name, words.lang, words.text]); },
}});
"""


@pytest.mark.parametrize(
    ("voices", "chosen"),
    [
        ("[]", None),
        ("[['Ver weg', 'nl-NL', false], ['Here', 'en-GB', true]]", None),
        ("[['Ver weg', 'nl-NL', false], ['Hier', 'nl-BE', true]]", "Hier"),
    ],
)
def test_only_a_dutch_voice_of_this_device_reads_aloud(
    sample: Site, zelftest: Zelftest, chromium: Browser, voices: str, chosen: str | None
) -> None:
    with opened(chromium) as page:
        page.add_init_script(VOICES.replace("VOICES", voices))
        page.goto((sample.output / TEST).as_uri())
        press(page, "Eén zin tegelijk")
        buttons = page.get_by_role("button", name="Lees voor").locator("visible=true")
        expect(buttons).to_have_count(1 if chosen else 0)
        if chosen:
            buttons.click()
            ((name, _, text),) = page.evaluate("window.spoken")
            assert name == chosen
            question = zelftest.situatie[0]
            assert all(words in text for words in (question.vraag, *(one.tekst for one in question.antwoorden)))


def test_a_browser_without_speech(sample: Site, zelftest: Zelftest, chromium: Browser) -> None:
    with opened(chromium) as page:
        page.add_init_script("Object.defineProperty(window, 'speechSynthesis', {value: undefined})")
        page.goto((sample.output / TEST).as_uri())
        fill(page, zelftest)
        assert shown_outcomes(page, zelftest)


# --- When it does not work ---------------------------------------------------------------------------------------


def paper_form(page: Page, test: Zelftest) -> None:
    """The page as a form for a pen, with contact, and nothing that only a script could do."""
    text = seen(page)
    assert all(statement in text for statement in statements(test))
    assert all(band.tekst in text for band in test.woorden)
    assert PHONE in text
    expect(page.get_by_role("button").locator("visible=true")).to_have_count(0)
    assert shown_outcomes(page, test) == []


def test_without_script_it_is_a_paper_form(sample: Site, zelftest: Zelftest, chromium: Browser) -> None:
    with opened(chromium, java_script_enabled=False) as page:
        page.goto((sample.output / TEST).as_uri())
        paper_form(page, zelftest)
        assert "rekent de test niet mee" in seen(page)


@pytest.mark.parametrize("script", ["zelftest-rekenen.js", "zelftest.js"])
def test_with_a_script_that_is_missing_it_is_a_paper_form(
    sample: Site, zelftest: Zelftest, chromium: Browser, script: str
) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.route(f"**/{script}*", lambda route: route.abort())
    page.goto((sample.output / TEST).as_uri())
    paper_form(page, zelftest)
    context.close()


def test_a_script_that_fails_half_way(sample: Site, zelftest: Zelftest, chromium: Browser) -> None:
    """One plain sentence, the paper form, and nothing of the answers leaves."""
    context = chromium.new_context()
    page = context.new_page()
    page.goto((sample.output / TEST).as_uri())
    press(page, "Eén zin tegelijk")
    page.get_by_role("radio").locator("visible=true").first.check()
    page.evaluate("void (HTMLElement.prototype.focus = () => { throw new Error('stuk'); })")
    press(page, "Verder")
    expect(page.get_by_role("alert").locator("visible=true")).to_contain_text("Er ging hier iets mis")
    paper_form(page, zelftest)
    context.close()


# --- Small, and open to all --------------------------------------------------------------------------------------


def test_script_style_and_data_stay_under_sixty_thousand_bytes(page: Page, sample: Site) -> None:
    used = page.evaluate(
        "[...document.querySelectorAll('link[rel=stylesheet]')].map(part => part.href)"
        ".concat([...document.querySelectorAll('script[src]')].map(part => part.src))"
    )
    files = [sample.output / "intranet" / url.partition("?")[0].partition("/intranet/")[2] for url in used]
    data = page.evaluate("document.getElementById('gegevens').textContent.length")
    sizes = {file.name: file.stat().st_size for file in files}
    print(sizes, data)
    assert len(files) >= 4
    assert sum(sizes.values()) + data < 60_000


def test_the_policy_stands_in_the_page(page: Page) -> None:
    policy = page.locator('meta[http-equiv="Content-Security-Policy"]').get_attribute("content") or ""
    assert "default-src 'none'" in policy
    assert "connect-src 'none'" in policy
    assert "form-action 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


STATES: dict[str, Callable[[Page, Zelftest], object]] = {
    "start": lambda page, test: None,
    "een zin": lambda page, test: press(page, "Eén zin tegelijk"),
    "half weg": lambda page, test: [press(page, "Eén zin tegelijk"), *(press(page, "Verder") for _ in range(9))],
    "alles": lambda page, test: press(page, "Alles op één pagina"),
    **{f"uitkomst {n}": lambda page, test, n=n: fill(page, test, n) for n in range(4)},
    "te weinig": lambda page, test: [press(page, "Alles op één pagina"), press(page, "Bekijk uw uitkomst")],
    "toen en nu": lambda page, test: _comparison(page, test),
    "fout in code": lambda page, test: [press(page, "Leg toen en nu naast elkaar"), press(page, "Leg naast elkaar")],
    "poster": lambda page, test: make_poster(page, test, "iets", "nog iets"),
}


def _comparison(page: Page, test: Zelftest) -> None:
    sums = fill(page, test)
    press(page, "Ik heb al een code")
    page.get_by_role("group", name="Toen").get_by_label("De code").fill(rekenen.code(test.versie, sums))
    press(page, "Leg naast elkaar")


@pytest.mark.slow
@pytest.mark.parametrize(("width", "scheme"), [*product([1280, 320], ["light", "dark"])])
def test_no_state_has_an_accessibility_fault(
    width: int, scheme: str, sample: Site, zelftest: Zelftest, chromium: Browser
) -> None:
    """Axe in every state, wide and at 400 % zoom, light and dark; and at 320 pixels nothing scrolls sideways."""
    axe, found = Axe(), {}
    options = {"preload": False} | ({"runOnly": ["color-contrast", "link-in-text-block"]} if scheme == "dark" else {})
    with opened(chromium, width, color_scheme=scheme, reduced_motion="reduce") as page:
        for name, reach in STATES.items():
            page.goto((sample.output / TEST).as_uri())
            reach(page, zelftest)
            if violations := axe.run(page, options=options).response["violations"]:
                nodes = {fault["id"]: [node["html"][:120] for node in fault["nodes"]][:3] for fault in violations}
                found[name] = nodes
            if page.evaluate("document.documentElement.scrollWidth") > width:
                found[f"{name} is te breed"] = {}
    assert not found


def test_forced_colours_lose_nothing(sample: Site, zelftest: Zelftest, chromium: Browser) -> None:
    texts = []
    for options in ({}, {"forced_colors": "active"}):
        with opened(chromium, **options) as page:
            page.goto((sample.output / TEST).as_uri())
            fill(page, zelftest)
            texts.append(seen(page))
    assert texts[0] == texts[1]


@pytest.mark.usefixtures("paper_stub")
@pytest.mark.parametrize("count", [1, 12])
def test_a_test_of_one_s_own_with_another_number_of_factors(site: Site, chromium: Browser, count: int) -> None:
    """Other statements, words, bands and outcomes, and a code as long as it needs to be."""
    words = yaml.load((REPO / "tests/cases/bij" / OWN).read_text(encoding="utf-8"), yaml.BaseLoader)
    (factor,) = words["factoren"]
    looks = product(("tomaat", "saffraan", "blad"), ("kom", "bord", "lepel", "brood"))
    words["factoren"] = [
        {
            **factor,
            "sleutel": f"f{n}" if n else factor["sleutel"],
            "naam": f"Onderwerp {chr(65 + n)}",
            "kleur": colour,
            "vorm": shape,
        }
        | {"weten": f"Ik weet {n}.", "doen": f"Ik doe {n}."}
        for n, (colour, shape) in zip(range(count), looks, strict=False)
    ]
    site.write(OWN, yaml.safe_dump(words, allow_unicode=True)).build(only=("intranet",))
    assert not site.outcome.findings
    assert site.outcome.library
    test = site.outcome.library.all(Zelftest)[0].value
    with opened(chromium) as page:
        page.goto((site.output / "intranet/test/kompas.html").as_uri())
        sums = fill(page, test)
        assert code(page) == rekenen.code(test.versie, sums)
        assert shown_outcomes(page, test) == ["Praat eens"]
        press(page, "Ik heb al een code")
        page.get_by_role("group", name="Toen").get_by_label("De code").fill(rekenen.code(test.versie, sums))
        press(page, "Leg naast elkaar")
        compared(page, test, sums, sums)
