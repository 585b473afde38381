"""The sample's intranet in a real browser: doors, keyboard, small screens, the test, and no word to anybody else."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise, product
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from builder.channels import CHANNELS
from builder.content import Library
from builder.kinds import KINDS
from builder.plan import make_plan
from tests.browsing import opened
from tests.site import Site

pytestmark = pytest.mark.browser


@pytest.fixture(scope="session")
def types(library: Library) -> dict[str, str]:
    """A page of every template of the intranet, and of every kind of state that looks different; none that leads on at
    once to another."""
    planned = make_plan(library, KINDS, CHANNELS).pages.values()
    pages = [page for page in planned if page.medium == "html" and page.template != "intranet/verhuisd.html"]
    found = {page.template: page.target for page in pages}
    kinds = {f"{page.template} {page.values['blad'].get('status')}": page.target for page in pages}
    return {**kinds, **found}


# --- What can be read without a browser ----------------------------------------------------------------------


class Links(HTMLParser):
    """What a page points to, what can be pointed at, and what stands in its head, in order."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[tuple[str, str]] = []
        self.ids: list[str] = []
        self.head: list[tuple[str, dict[str, str | None]]] = []
        self.headings: list[str] = []
        self.lang = self.title = ""
        self._in_title = False
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.links += [(tag, named[key] or "") for key in ("href", "src", "poster", "data", "action") if key in named]
        self.links += [(tag, part.split()[0]) for part in (named.get("srcset") or "").split(",") if part.strip()]
        self.ids += [named["id"] or ""] if "id" in named else []
        self.lang = named.get("lang") or "" if tag == "html" else self.lang
        self.headings += [tag] if re.fullmatch("h[1-6]", tag) else []
        self._in_title = tag == "title" and not self.title
        if tag in ("meta", "link", "script", "style", "base", "img"):
            self.head.append((tag, named))

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data
            self._in_title = False


@pytest.fixture(scope="session")
def read(sample: Site) -> dict[Path, Links]:
    return {path.resolve(): Links(path) for path in sample.output.rglob("*.html")}


def test_every_link_of_every_page_leads_somewhere(sample: Site, read: dict[Path, Links]) -> None:
    """Relative, inside what is published, spelt as the file is, and with an anchor that is there."""
    intranet, wrong = (sample.output / "intranet").resolve(), []
    assert len(read) > 80
    for path, page in read.items():
        for tag, link in page.links:
            away = tag == "a" and link.startswith("https://")  # where one applies for a vacancy
            if away or re.match(r"(mailto|tel):", link) or link == "data:,":
                continue
            name, _, anchor = re.sub(r"\?v=[0-9a-f]{8}", "", link).partition("#")
            goal = (path.parent / name).resolve() if name else path
            if re.match(r"[a-z]+:|/", link) or not goal.is_file():
                wrong.append(f"{path.name}: <{tag}> {link}")
            elif anchor and anchor not in (read[goal].ids if goal in read else ()):
                wrong.append(f"{path.name}: {link} heeft geen #{anchor}")
            elif path.is_relative_to(intranet) and not goal.is_relative_to(intranet):
                wrong.append(f"{path.name}: {link} ligt buiten het intranet")
    assert not wrong


def test_every_page_can_be_reached_from_the_front_page(sample: Site, read: dict[Path, Links]) -> None:
    """But an address that was printed once: of a page that has gone, or a short one that leads on."""
    start = (sample.output / "intranet/index.html").resolve()
    known, left = {start}, [start]
    while left:
        path = left.pop()
        for _, link in read[path].links:
            goal = (path.parent / link.partition("#")[0]).resolve()
            if goal in read and goal not in known:
                known.add(goal)
                left.append(goal)
    pages = {path: page for path, page in read.items() if path.is_relative_to(start.parent)}
    printed = {path for path, page in pages.items() if "niet meer" in page.title.lower() or leads_on(page)}
    lost = [path.name for path in pages if path not in known | printed]
    assert not lost


def leads_on(page: Links) -> bool:
    """Whether a page sends its reader to another one at once."""
    return any(named.get("http-equiv") == "refresh" for _, named in page.head)


def test_head_of_every_page(sample: Site, read: dict[Path, Links]) -> None:
    """Language, one title of its own, one h1, no level skipped; the policy stands before all that loads."""
    titles: dict[str, list[str]] = {}
    for path, page in read.items():
        assert page.lang == "nl", path
        assert page.title.strip(), path
        assert page.headings.count("h1") == 1, path
        levels = [int(tag[1]) for tag in page.headings]
        assert all(after <= before + 1 for before, after in pairwise(levels)), f"{path}: {levels}"
        assert len(page.ids) == len(set(page.ids)), path
        assert not [tag for tag, _ in page.head if tag in ("base", "style")], path
        loads = [n for n, (tag, named) in enumerate(page.head) if tag != "meta" or named.get("http-equiv") == "refresh"]
        policy = [n for n, (_, named) in enumerate(page.head) if named.get("http-equiv") == "Content-Security-Policy"]
        assert policy, path
        assert policy[0] < loads[0], path
        rules = str(page.head[policy[0]][1]["content"])
        assert "default-src 'none'" in rules
        assert "base-uri 'none'" in rules
        assert "form-action 'none'" in rules
        assert not re.search(r"unsafe|https?:|\*", rules), path
        assert ("meta", {"name": "referrer", "content": "no-referrer"}) in page.head, path
        if not leads_on(page):
            titles.setdefault(page.title, []).append(path.relative_to(sample.output.resolve()).as_posix())
    # What nobody needs to see over a shoulder, in a history or at a printer is called a form, and no more than that.
    shared = {title for title, paths in titles.items() if len(paths) > 1 and "beschikbaar" not in title}
    assert shared <= {"Formulier"}


def test_styles_point_only_to_what_is_there(sample: Site) -> None:
    seen = 0
    for path in (sample.output / "intranet/statisch").glob("*.css"):
        for link in re.findall(r"url\(\s*[\"']?([^\"')]+)", path.read_text(encoding="utf-8")):
            assert link.startswith("data:") or (path.parent / link.split("?")[0]).is_file(), f"{path.name}: {link}"
            seen += 1
    assert seen


# --- In the browser -----------------------------------------------------------------------------------------


def test_from_the_doors_to_the_leaves(address: str, chromium: Browser) -> None:
    with opened(chromium) as page:
        page.goto(f"{address}intranet/index.html")
        main = page.get_by_role("main")
        main.get_by_role("link", name=re.compile("Ik denk aan iets anders")).first.click()
        expect(page).to_have_url(re.compile(r"intranet/anders\.html$"))
        for folder in ("verhalen", "diensten", "paginas"):
            main.locator(f'a[href*="{folder}/"]:not([href$="index.html"])').first.click()
            expect(page).to_have_url(re.compile(rf"intranet/{folder}/[a-z-]+\.html$"))
            expect(page.get_by_role("heading", level=1)).not_to_be_empty()
            expect(page.get_by_role("contentinfo")).to_contain_text("088-000 12 34")
            page.go_back()
        page.goto(f"{address}intranet/index.html")
        main.get_by_role("link", name=re.compile("Ik geef leiding")).first.click()
        expect(page).to_have_url(re.compile(r"intranet/leiding/index\.html$"))
        for name in ("algemeen", "iemand-zoeken", "iemand-aanmelden"):
            main.locator(f'a[href$="{name}.html"]').first.click()
            main.locator('a[href*="paginas/"]').first.click()
            expect(page.get_by_role("heading", level=1)).not_to_be_empty()
            page.go_back()
            page.go_back()


def test_from_the_contact_sheet_into_the_site(address: str, chromium: Browser) -> None:
    with opened(chromium) as page:
        page.goto(f"{address}index.html")
        load = "i => { i.loading = 'eager'; return i.decode().then(() => '', () => i.src) }"
        shown = page.evaluate(f"Promise.all([...document.images].map({load}))")
        assert len(shown) >= 18
        assert not any(shown)
        assert page.locator('a[href$=".pdf"]').count() >= 18
        page.locator('a[href$="intranet/index.html"]').first.click()
        expect(page.get_by_role("heading", level=1)).not_to_be_empty()


def test_vacancies_say_where_and_until_when(address: str, chromium: Browser) -> None:
    with opened(chromium) as page:
        page.goto(f"{address}intranet/index.html")
        page.get_by_role("navigation").get_by_role("link", name="Vacatures").first.click()
        rows = page.get_by_role("main").locator('li:has(a[href$=".html"])')
        assert rows.count() >= 24
        for text in rows.all_inner_texts():
            assert re.search(r"tot en met \d+ \w+ 20\d\d|tot de plek vervuld is|verwacht", text, re.I), text


def test_the_menu_by_keyboard(address: str, chromium: Browser) -> None:
    with opened(chromium) as page:
        page.goto(f"{address}intranet/index.html")
        page.keyboard.press("Tab")
        expect(page.locator(":focus")).to_have_text("Naar de inhoud")
        expect(page.locator(":focus")).to_be_in_viewport()
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.tagName") == "MAIN"
        page.reload()
        tab_to(page, "Vacatures")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(r"vacatures/index\.html$"))
        expect(page.get_by_role("navigation").locator("[aria-current=page]").first).to_have_text("Vacatures")


def tab_to(page: Page, text: str) -> None:
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == text:
            return
    raise AssertionError(f"met Tab komt men niet bij {text}")


def test_the_menu_on_a_phone(address: str, chromium: Browser) -> None:
    """Opened and walked through with keys alone."""
    with opened(chromium, 320) as page:
        page.goto(f"{address}intranet/index.html")
        link = page.get_by_role("navigation").get_by_role("link", name="Verhalen")
        expect(link.locator("visible=true")).to_have_count(0)
        tab_to(page, "Menu")
        page.keyboard.press("Enter")
        expect(link.locator("visible=true")).to_have_count(1)
        tab_to(page, "Verhalen")
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(r"verhalen/index\.html$"))


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_scrolls_sideways(width: int, sample: Site, types: dict[str, str], chromium: Browser) -> None:
    too_wide = {}
    with opened(chromium, width) as page:
        for target in set(types.values()):
            page.goto((sample.output / target).as_uri())
            if (found := page.evaluate("document.documentElement.scrollWidth")) > width:
                too_wide[target] = found
    assert not too_wide


LONG = "Arbeidsongeschiktheidsverzekeringsmaatschappij"
LENGTHEN = r"""word => {
  const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    const set = text.parentElement.closest("script, time, .telefoonnummer, .oordeel");
    if (!set) text.data = text.data.replace(/[\p{L}\u00ad]{8,}/u, word);
  }
  return document.documentElement.scrollWidth;
}"""


def test_no_word_is_too_long_for_a_phone(sample: Site, types: dict[str, str], chromium: Browser) -> None:
    """On a page of every type, with one of the longest words in each text that has a word of eight letters."""
    too_wide = {}
    with opened(chromium, 375) as page:
        for target in set(types.values()):
            page.goto((sample.output / target).as_uri())
            if (found := page.evaluate(LENGTHEN, LONG)) > 375:
                too_wide[target] = found
    assert not too_wide


LANG = """() => [...document.querySelectorAll("a .lang, h1 .lang, h2 .lang")].filter(word =>
  ["color", "display", "fontSize", "fontWeight"].some(name =>
    name === "display" ? getComputedStyle(word)[name] === "block"
                       : getComputedStyle(word)[name] !== getComputedStyle(word.parentElement)[name])
).map(word => word.innerText)"""


def test_a_long_word_looks_like_the_words_beside_it(sample: Site, types: dict[str, str], chromium: Browser) -> None:
    with opened(chromium, 1280) as page:
        for target in {*types.values(), "intranet/makers/index.html", "intranet/anders.html"}:
            page.goto((sample.output / target).as_uri())
            assert not page.evaluate(LANG), target


CUT_OFF = r"""() => {
  const found = [], range = document.createRange();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const out = (inner, outer) => inner.left < outer.left - 1 || inner.right > outer.right + 1
    || inner.top < outer.top - 8 || inner.bottom > outer.bottom + 8;
  while (texts.nextNode()) {
    range.selectNodeContents(texts.currentNode);
    const lines = [...range.getClientRects()], text = texts.currentNode.data.trim();
    for (let box = texts.currentNode.parentElement; text && box !== document.body; box = box.parentElement) {
      const {clipPath, overflowX} = getComputedStyle(box), edge = box.getBoundingClientRect();
      if (edge.width <= 2) break;  // for the ear alone
      if ((clipPath !== "none" || overflowX !== "visible") && lines.some(line => out(line, edge))) found.push(text);
    }
  }
  return found;
}"""


@pytest.mark.parametrize("width", [375, 1280])
def test_no_text_is_cut_off(width: int, sample: Site, types: dict[str, str], chromium: Browser) -> None:
    """By the edge of a piece of paper that is cut out, or of a box that hides what sticks out."""
    cut = {}
    with opened(chromium, width) as page:
        for target in set(types.values()):
            page.goto((sample.output / target).as_uri())
            if found := page.evaluate(CUT_OFF):
                cut[target] = found
    assert not cut


def test_printed_pages_waste_no_paper_and_cut_no_border(sample: Site, chromium: Browser) -> None:
    """The facts of a vacancy lie side by side; the pieces of paper round a pictogram are whole frames."""
    with opened(chromium, 760) as page:
        page.emulate_media(media="print")
        page.goto((sample.output / "intranet/vacatures/kok-woonkeuken.html").as_uri())
        tops = page.evaluate(
            "[...document.querySelectorAll('.feiten > div')].map(one => one.getBoundingClientRect().top)"
        )
        assert len(tops) >= 5
        assert len(set(tops)) == 2
        page.goto((sample.output / "intranet/diensten/loopbaangesprek.html").as_uri())
        cuts = "[...document.querySelectorAll('.snipper')].map(one => getComputedStyle(one).clipPath)"
        assert set(page.evaluate(cuts)) == {"none"}


@pytest.mark.slow
@pytest.mark.parametrize(("width", "scheme"), [*product([1280, 320], ["light", "dark"])])
def test_no_page_type_has_an_accessibility_fault(
    width: int, scheme: str, sample: Site, types: dict[str, str], chromium: Browser
) -> None:
    """Axe on a page of every type: all its rules in the light, those on colour once more in the dark."""
    axe, found = Axe(), {}
    options = {"preload": False} | ({"runOnly": ["color-contrast", "link-in-text-block"]} if scheme == "dark" else {})
    with opened(chromium, width, color_scheme=scheme, reduced_motion="reduce") as page:
        for target in sorted(set(types.values())):
            page.goto((sample.output / target).as_uri())
            if violations := axe.run(page, options=options).response["violations"]:
                nodes = {fault["id"]: [node["html"][:120] for node in fault["nodes"]][:3] for fault in violations}
                found[target] = nodes
    assert not found


def test_no_request_goes_outside(address: str, types: dict[str, str], chromium: Browser) -> None:
    """P9: whatever a page asks for is its own, from disk and from a server, also when it is scrolled and clicked."""
    with opened(chromium) as page:
        asked: list[str] = []
        failed: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        stopped = "net::ERR_ABORTED"  # what was under way when the next page was opened
        page.on("requestfailed", lambda asked: failed.append(asked.url) if asked.failure != stopped else None)
        page.on("response", lambda answer: failed.append(answer.url) if answer.status >= 400 else None)
        for target in sorted(set(types.values()))[:24]:
            page.goto(f"{address}{target}")
            page.mouse.wheel(0, 5000)
        assert len(asked) > 60
        assert not [url for url in asked if not url.startswith((address, "data:"))]
        assert not failed


def test_dark_forced_colours_and_zoom(sample: Site, chromium: Browser) -> None:
    """Dark mode is dark, and at 400 % zoom (320 of 1280 pixels) and in forced colours all text is still there."""
    with opened(chromium, color_scheme="dark") as page:
        page.goto((sample.output / "intranet/index.html").as_uri())
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert sum(map(int, re.findall(r"\d+", ground)[:3])) < 3 * 80
    texts = []
    for options in ({}, {"forced_colors": "active"}):
        with opened(chromium, 320, **options) as page:
            page.goto((sample.output / "intranet/index.html").as_uri())
            texts.append(page.get_by_role("main").inner_text())
    assert texts[0] == texts[1]
