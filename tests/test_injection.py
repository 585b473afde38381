"""What people write is text: no payload in any field becomes an element, an attribute or a script (P8).

Every payload goes through the check of every field, as in a build. What is refused never comes further; what passes
is rendered on every page that shows it, and a real HTML parser and a real browser are asked what they see.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from html.parser import HTMLParser
from itertools import product
from pathlib import Path
from typing import Any

import html5lib
import pytest
from playwright.sync_api import Browser
from pydantic_core import PydanticCustomError

from builder import marked, prose
from builder.channels import CHANNELS
from builder.content import Library
from builder.diagnostics import Position, has_errors
from builder.inputs import THEME, look
from builder.kinds import KINDS
from builder.making import Workshop
from builder.pages import Page
from builder.plan import make_plan
from builder.prose import Prose
from builder.reference import form_of
from builder.schema import Model
from builder.schema.fields import Form
from builder.survey import Order, survey
from builder.values import reach
from builder.vocabularies import Term
from tests.sample import library_of, second_organisation, vacatures_of_the_second
from tests.site import TODAY, Site

CALL = "top.KANARIE=1"


@cache
def payloads() -> tuple[str, ...]:
    """Tags, handlers, schemes, ways out of attributes, templates, Markdown tricks; one that works calls a canary."""
    tags = ["svg", "img src=x", "body", "iframe", "math", "details open", "input autofocus", "video", "marquee", "p"]
    handlers = ["onload", "onerror", "onfocus", "ontoggle"]
    found = [f"<{tag} {handler}={CALL}>" for tag, handler in product(tags, handlers)]
    found += [f"<script{after}{CALL}</script>" for after in (">", " >", "\t>", "/x>", "\n>", ">//\n")]
    found += [f"<ScRiPt>{CALL}</sCrIpT>", f"<scr<script>ipt>{CALL}</script>", f"<!--><script>{CALL}</script>-->"]
    outs = ['"', "'", "`", '">', "'>", "-->", "</title>", "</textarea>", "</style>", "</script>", "]]>", "</noscript>"]
    found += [f"{out}<img src=x onerror={CALL}>" for out in outs]
    found += [
        f"{out} onmouseover={CALL} autofocus onfocus={CALL} x={out}" for out in ('"', "'", "`", "&quot;", "&#34;")
    ]
    schemes = ["javascript:", "JaVaScRiPt:", "java\tscript:", "java&#10;script:", "&#106;avascript:", "vbscript:"]
    schemes += ["\x01javascript:", "javascript&colon;", "data:text/html,", "data:text/html;base64,", "file:///", "//"]
    schemes += ["http://", "blob:", "feed:javascript:", "view-source:", "jar:", "JAVASCRIPT&#58;", "ｊavascript:"]
    found += [f"[klik]({scheme}{CALL})" for scheme in schemes]
    found += [f"<{scheme}{CALL}>" for scheme in schemes[:8]]
    found += [f"[klik]: {scheme}{CALL}" for scheme in schemes[:4]] + ["[klik][1]\n\n[1]: javascript:top.KANARIE=1"]
    found += [
        f'[klik](https://a.example/"onmouseover="{CALL})',
        f"[klik](https://a.example 'titel\" onmouseover={CALL} x=\"')",
        f'[klik](<https://a.example> "x" onclick={CALL})',
        f'[a](mailto:a@b.example"onclick={CALL})',
        f'[a](tel:0" onclick={CALL})',
        f'![x](x"onerror="{CALL})',
        f"![x](javascript:{CALL})",
        f'!["onerror={CALL}](https://a.example/a.png)',
        f"[<img src=x onerror={CALL}>](https://a.example)",
        f"**<b onclick={CALL}>vet</b>**",
        f'# Kop {{: onclick="{CALL}" }}',
        f'Alinea\n{{: onclick="{CALL}" style="position:fixed" }}',
        f"[a](https://a.example){{: onclick={CALL} }}",
        f"```<script>\n{CALL}\n```",
        f"`<script>{CALL}</script>`",
        f"    <script>{CALL}</script>",
        f"| a | <img src=x onerror={CALL}> |\n|---|---|\n| b | c |",
        f"| a{{: onclick={CALL} }} |\n|---|\n| b |",
        f"> <script>{CALL}</script>",
        f"- <iframe srcdoc='<script>{CALL}</script>'>",
        f"<p/onclick={CALL}>",
        f"<a href=javascript:{CALL}>x</a>",
        f"<a href=' &#14; javascript:{CALL}'>x</a>",
        f"<form action=javascript:{CALL}><button>x</button></form>",
        f"<object data='data:text/html,<script>{CALL}</script>'>",
        f"<embed src='javascript:{CALL}'>",
        "<base href=https://kwaad.example/>",
        "<link rel=stylesheet href=https://kwaad.example/a.css>",
        "<meta http-equiv=refresh content='0;url=https://kwaad.example'>",
        f"<style>@import 'https://kwaad.example';</style><p style='x:expression({CALL})'>",
        f"<svg><style><img src=x onerror={CALL}></style></svg>",
        f"<math><mtext><table><mglyph><style><img src=x onerror={CALL}>",
        f'<noscript><p title="</noscript><img src=x onerror={CALL}>">',
        f"<template><script>{CALL}</script></template>",
        f"<xss id=x tabindex=1 onfocus={CALL}></xss>",
        f"<!DOCTYPE html><script>{CALL}</script>",
        f"<?php echo '<script>{CALL}</script>'; ?>",
        f"<![CDATA[<script>{CALL}</script>]]>",
        f"&lt;script&gt;{CALL}&lt;/script&gt;",
        f"&#60;img src=x onerror={CALL}&#62;",
        f"\\<img src=x onerror={CALL}\\>",
        f"＜script＞{CALL}＜/script＞",
        f"+ADw-script+AD4-{CALL}+ADw-/script+AD4-",
        f"\\u003cscript\\u003e{CALL}\\u003c/script\\u003e",
        f"%3Cscript%3E{CALL}%3C/script%3E",
        f"< img src=x onerror={CALL}>",
        f"<\nimg src=x onerror={CALL}>",
        f"<img\nsrc=x\nonerror={CALL}>",
        f"<img src=x onerror={CALL}",
        "{{ site.__class__.__mro__ }}",
        "{% include 'huisstijl.css' %}",
        "{{ config }}{{ self }}{# weg #}",
        "{{ ''|safe }}${7*7}<%= 7*7 %>",
        "{%raw%}{%endraw%}{%set x = 1%}",
        f"');{CALL};//",
        f'";{CALL};//',
        f"</script><script>{CALL}</script>",
        f"\u2028{CALL}\u2029",
        "url(javascript:top.KANARIE=1)",
        "}</style><style>*{background:url(https://kwaad.example)}",
        "--><!--",
        "&",
        "&amp;lt;b&amp;gt;",
        'x" class="overslaan" data-canary="1',
        "x' data-canary='1",
        "x data-canary=1 onclick=top.KANARIE=1",
    ]
    return tuple(dict.fromkeys(found))


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A small site with every kind in it."""
    return vacatures_of_the_second(second_organisation(Site(tmp_path_factory.mktemp("klein"), {})), 2)


@pytest.fixture(scope="module")
def clean(base: Site) -> Library:
    """With letters to fill in by pen: what rows bring in is tested in test_brieven, and a strange field is refused."""
    library = replace(library_of(base), tables={})
    assert {d.kind.name for d in library.documents.values()} == {kind.name for kind in KINDS}
    return library


@pytest.fixture(scope="module")
def workshop(base: Site, clean: Library, tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    order = Order(look(base.root), base.output, TODAY, TODAY)
    prospect, findings = survey(order, clean, make_plan(clean, KINDS, CHANNELS), tmp_path_factory.mktemp("werk"))
    assert not has_errors(findings)
    return prospect.workshop


def poisoned(value: Any, *payloads: str, form: Form | None = None, checked: bool = True) -> Any:
    """A value with, in each of its fields, all payloads that the field's own check lets through."""
    match value:
        case Model():
            forms = {name: form_of(info) for name, info in type(value).model_fields.items()}
            changed = {n: poisoned(getattr(value, n), *payloads, form=f, checked=checked) for n, f in forms.items()}
            return value.model_copy(update=changed)
        case tuple():
            return tuple(poisoned(item, *payloads, form=form, checked=checked) for item in value)
        case Prose():
            fit = [text for text in payloads if text.strip() and not has_errors(prose.check(replace(value, text=text)))]
            return replace(value, text="\n\n".join(fit)) if fit else value
        case str() | None if form and not checked and "maxLength" in form.schema:
            return " ".join(payloads)
        case str() | None if form and checked:
            fit = [text for text in (accepted(form, text) for text in payloads) if text]
            return " ".join(fit) if fit else value
        case _:
            return value


def accepted(form: Form, payload: str) -> str | None:
    """What a field makes of a payload, or None when it refuses it; a word of a list is refused later."""
    try:
        made = form.check(payload)
    except PydanticCustomError:
        return None
    return made if isinstance(made, str) and not isinstance(made, Term) else None


def poisoned_library(library: Library, *payloads: str, checked: bool = True) -> Library:
    documents = {
        key: replace(d, value=poisoned(d.value, *payloads, checked=checked)) for key, d in library.documents.items()
    }
    # The house style names files of the theme; a wrong name there is a finding, and is tested elsewhere.
    style = {"huisstijl": library.settings.huisstijl}
    settings = poisoned(library.settings, *payloads, checked=checked).model_copy(update=style)
    return replace(library, settings=settings, documents=type(library.documents)(documents))


def html_pages(library: Library) -> list[Page]:
    """A page of every template and design, for screen and paper; the PDF engine reads the same HTML."""
    pages = [page for page in make_plan(library, KINDS, CHANNELS).pages.values() if page.medium in ("html", "pdf")]
    return list({(page.template, page.values["blad"].get("ontwerp")): page for page in pages}.values())


def rendered(pages: list[Page], workshop: Workshop) -> dict[str, str]:
    """Pages as HTML by target."""
    found = {}
    for page in pages:
        made = workshop.templates.render(page.template, page.target, page.values, page.medium == "pdf", page.source)
        assert not made.findings, made.findings
        found[page.target] = made.data.decode("utf-8")
    return found


class Skeleton(HTMLParser):
    """The elements of a page, the names of their attributes, and the addresses that it points to."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.attributes: set[str] = set()
        self.addresses: set[str] = set()
        self.pictures: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes |= {f"{tag} {name}" for name, _ in attrs}
        if tag == "img":  # a longer text may need one more foot with the logo, but never another picture
            self.pictures |= {str(value) for name, value in attrs if name == "src"}
        self.addresses |= {value or "" for name, value in attrs if name in ("href", "src", "action", "data")}


PROSE_ATTRIBUTES = {"a href", "a rel", "a title", "th align", "td align", "td data-kop", "ol start"}
LOADED = "script style iframe object embed base link meta form input textarea button template noscript math".split()


@dataclass(frozen=True)
class Oracle:
    """What pages may hold: what they hold when nobody is up to something."""

    pages: dict[str, Skeleton]
    tags: frozenset[str]
    attributes: frozenset[str]

    def intruders(self, target: str, html: str) -> list[str]:
        """Elements, attributes and addresses that neither a template nor prose can have brought."""
        seen, known = Skeleton(html), self.pages[target]
        strange = [tag for tag in seen.tags if tag not in self.tags]
        strange += [tag for tag in LOADED if seen.tags[tag] != known.tags[tag]]
        strange += [address for address in seen.pictures if address not in known.pictures]
        strange += list(seen.attributes - self.attributes)
        strange += [name for name in seen.attributes if re.search(r" (on\w+|style|srcdoc|data-canary)$", name)]
        for address in seen.addresses:
            scheme = re.match(r"[\s\x00-\x20]*([a-zA-Z][\w+.-]*)\s*:", address)
            if scheme and scheme[1].lower() not in ("https", "mailto", "tel") and address != "data:,":
                strange.append(address)
        return strange


@pytest.fixture(scope="module")
def oracle(clean: Library, workshop: Workshop) -> Oracle:
    """Learnt from the pages as they are, and from the same pages with a harmless word in every field."""
    pages = {target: Skeleton(html) for target, html in rendered(html_pages(clean), workshop).items()}
    filled = rendered(html_pages(poisoned_library(clean, "Onschuldig woord")), workshop)
    both = [*pages.values(), *map(Skeleton, filled.values())]
    tags = frozenset(tag for page in both for tag in page.tags) | marked.TAGS
    attributes = frozenset(name for page in both for name in page.attributes) | PROSE_ATTRIBUTES
    return Oracle(pages, tags, attributes)


def test_there_are_enough_payloads_and_fields(clean: Library) -> None:
    assert len(payloads()) >= 150
    harmless = "Onschuldig woord"
    changed = list(changed_fields(clean, harmless))
    assert len(changed) > 90, f"de proef bereikt maar {len(changed)} velden"
    assert len(surviving(clean)) > 40, "bijna alles wordt geweigerd: de proef op de pagina's zegt dan niets"


def changed_fields(library: Library, payload: str) -> Iterator[str]:
    """Fields that a payload gets into, each by its model and name."""

    def walk(old: Any, new: Any, name: str) -> Iterator[str]:
        if isinstance(old, Model):
            for field in type(old).model_fields:
                yield from walk(getattr(old, field), getattr(new, field), f"{type(old).__name__}.{field}")
        elif isinstance(old, tuple):
            for before, after in zip(old, new, strict=True):
                yield from walk(before, after, name)
        elif old != new:
            yield name

    everything = [library.settings, *(document.value for document in library.documents.values())]
    yield from dict.fromkeys(field for value in everything for field in walk(value, poisoned(value, payload), ""))


def surviving(library: Library) -> list[str]:
    """Payloads that at least one field takes; the others never get past the check of the sources."""
    return [payload for payload in payloads() if next(changed_fields(library, payload), None)]


def test_no_payload_becomes_more_than_text(clean: Library, workshop: Workshop, oracle: Oracle) -> None:
    """Every payload that a field takes, in that field, in every field of every kind, on every page and sheet."""
    for target, html in rendered(html_pages(poisoned_library(clean, *payloads())), workshop).items():
        assert "KANARIE" in html, f"op {target} komt geen lading aan"
        assert not oracle.intruders(target, html), target


def test_templates_escape_what_the_check_would_have_refused(clean: Library, workshop: Workshop, oracle: Oracle) -> None:
    """The second wall alone: raw tags in every line of text, as if no check had been there."""
    raw = f"<script>{CALL}</script>\"'><img src=x onerror={CALL}></title></style></textarea><blink>--></noscript>"
    library = poisoned_library(clean, raw, checked=False)
    for target, html in rendered(html_pages(library), workshop).items():
        assert "KANARIE" in html, f"op {target} komt geen lading aan"
        assert not oracle.intruders(target, html), target


def test_the_oracle_sees_what_it_must_see(clean: Library, workshop: Workshop, oracle: Oracle) -> None:
    """Text that was let through raw would be caught, and the pages as they are raise no alarm."""
    for target, html in rendered(html_pages(clean), workshop).items():
        assert not oracle.intruders(target, html)
        for raw in ("<b onclick=x>x</b>", "<blink>x</blink>", "<a href='javascript:x'>x</a>", "<script>x</script>"):
            assert oracle.intruders(target, html.replace("</body>", f"{raw}</body>")), raw


def poisoned_pages(library: Library, payload: str, pages: list[Page], workshop: Workshop) -> list[str]:
    """The content of a page of prose and of one of fields, with the payload in all fields of that one document."""
    found = []
    for page in pages:
        document = next(d for d in library.documents.values() if d.path == page.source.file)
        values = document.kind.appears[0].values(replace(document, value=poisoned(document.value, payload)), library)
        (html,) = rendered([replace(page, values={**page.values, "blad": values})], workshop).values()
        found.append(html[html.index("<main") : html.index("</main>") + 7])
    return found


def single_pages(library: Library) -> list[Page]:
    """A page of prose and one of fields."""
    pages = make_plan(library, KINDS, CHANNELS).pages
    return [pages["intranet/paginas/werkwijze.html"], pages["intranet/vacatures/plek-001.html"]]


def test_a_second_parser_agrees(clean: Library, workshop: Workshop, oracle: Oracle) -> None:
    """html5lib follows the standard to the letter, so it sees what a lenient parser might overlook."""
    pages = single_pages(clean)
    for payload in surviving(clean):
        for body in poisoned_pages(clean, payload, pages, workshop):
            for element in html5lib.parseFragment(body, namespaceHTMLElements=False).iter():
                if not isinstance(element.tag, str) or element.tag == "DOCUMENT_FRAGMENT":
                    continue
                assert element.tag.rpartition("}")[2] in oracle.tags, payload
                assert not [key for key in element.attrib if re.match("on|style|data-canary", str(key))], payload


def test_prose_goes_through_a_second_sieve() -> None:
    """Also what the check would have refused comes out as text: nh3 is the net underneath."""
    for payload in payloads():
        html = prose.to_html(payload, {})
        seen = Skeleton(html)
        assert set(seen.tags) <= marked.TAGS, payload
        assert seen.attributes <= PROSE_ATTRIBUTES, payload
        for address in seen.addresses:
            led = re.match(r"[\s\x00-\x20]*(?!https:|mailto:|tel:)[a-z][\w+.-]*:", address, re.I)
            assert not led or reach.is_page(address), payload


@pytest.mark.browser
def test_a_real_browser_runs_nothing(clean: Library, workshop: Workshop, chromium: Browser, tmp_path: Path) -> None:
    """All payloads that survive as text on one page, with the policy taken off so that only the escaping protects."""
    pages = single_pages(clean)
    parts = [body for payload in surviving(clean) for body in poisoned_pages(clean, payload, pages, workshop)]
    everything = "<!doctype html><meta charset=utf-8><title>proef</title>" + "\n".join(parts)
    (tmp_path / "proef.html").write_text(everything, encoding="utf-8")
    (tmp_path / "wel.html").write_text(f"<!doctype html><p onclick='1'><img src=x onerror='{CALL}'>", encoding="utf-8")
    context = chromium.new_context()
    try:
        page = context.new_page()
        dialogs: list[str] = []
        page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        page.goto((tmp_path / "wel.html").as_uri())
        page.wait_for_function("top.KANARIE === 1")
        page.goto((tmp_path / "proef.html").as_uri())
        assert page.evaluate("top.KANARIE") is None
        assert not dialogs
        names = page.evaluate(
            "[...document.querySelectorAll('*')].flatMap(e => [...e.attributes].map(a => a.name))"
            ".filter(n => /^on|^style$|^data-canary|^srcdoc$/.test(n))"
        )
        assert names == []
        loaded = "script, iframe, object, embed, base, meta[http-equiv]"
        assert page.evaluate(f"document.querySelectorAll('{loaded}').length") == 0
        other = "[...document.links].filter(a => !/^(https|mailto|tel|file):/.test(a.protocol)).length"
        assert page.evaluate(other) == 0
        assert page.evaluate("document.body.innerText.includes('KANARIE')"), "de proef toont geen enkele lading"
    finally:
        context.close()


# --- The templates themselves -------------------------------------------------------------------------------

TEMPLATES = sorted(path.relative_to(THEME).as_posix() for path in THEME.rglob("*.html"))


@pytest.mark.parametrize("name", TEMPLATES)
def test_templates_leave_no_door_open(name: str) -> None:
    """No filter that trusts, no handler, no style attribute, no value where a browser reads code, quotes everywhere."""
    text = (THEME / name).read_text(encoding="utf-8")
    text = re.sub(r"{#.*?#}", "", text, flags=re.S)
    assert not re.search(r"\|\s*safe\b|autoescape\s+false|Markup", text)
    assert not re.search(r"{%-?\s*(?:extends|include|import|from)\s+[^'\"]", text), "een sjabloon heeft een vaste naam"
    html = re.sub(r"{%.*?%}", "", text, flags=re.S)
    marked = re.sub(r"{{.*?}}", "WAARDE", html, flags=re.S)
    assert not re.search(r"<[a-zA-Z][^>]*\son\w+\s*=", marked)
    assert not re.search(r"<[a-zA-Z][^>]*\sstyle\s*=", marked)
    assert not re.search(r"=\s*WAARDE", re.sub(r"\"[^\"]*\"|'[^']*'", "", marked)), "een waarde zonder aanhalingstekens"
    for block in re.findall(r"<style[^>]*>(.*?)</style>", marked, re.S):
        assert "WAARDE" not in block
    for opening, block in re.findall(r"<script([^>]*)>(.*?)</script>", html, re.S):
        values = re.findall(r"{{(.*?)}}", block)
        assert not values or ("application/json" in opening and all(v.strip().startswith("json(") for v in values))
        assert values or not block.strip(), "een script staat in een bestand van zichzelf"


@pytest.mark.parametrize("name", sorted(p.relative_to(THEME).as_posix() for p in THEME.rglob("*.js")))
def test_scripts_write_no_html_and_reach_nowhere(name: str) -> None:
    text = (THEME / name).read_text(encoding="utf-8")
    forbidden = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|setTimeout\(\s*[\"']"
    forbidden += r"|fetch\(|XMLHttpRequest|sendBeacon|WebSocket|EventSource|import\(|localStorage|sessionStorage"
    forbidden += r"|indexedDB|document\.cookie|history\.(?:push|replace)State|location\s*=|postMessage|caches\."
    assert not re.search(forbidden, text)


@pytest.mark.parametrize("name", sorted(p.relative_to(THEME).as_posix() for p in THEME.rglob("*.css")))
def test_styles_reach_nowhere(name: str) -> None:
    text = (THEME / name).read_text(encoding="utf-8")
    assert not re.search(r"@import (?!url\(\.\./statisch/huisstijl\.css\))", text)
    assert not re.search(r"url\(\s*[\"']?(?:https?:|//|file:)", text, re.I)
    if name != "huisstijl.css":
        assert own_colours(text) == [], "kleuren komen uit de huisstijl"


def own_colours(style: str) -> list[str]:
    """Colours in the rules of a style (not in its selectors), but for what is transparent."""
    rules = " ".join(re.findall(r"{([^{}]*)}", style))
    return [found for found in re.findall(r"#[0-9a-f]{3,8}\b", rules, re.I) if found != "#0000"]


def test_a_colour_in_a_style_is_seen() -> None:
    assert own_colours("#abc p { color: #aBcdef; } h1 { margin: 0 }\n@media print { a { color: #123 } }") == [
        "#aBcdef",
        "#123",
    ]


def test_text_of_a_template_language_stays_text(clean: Library, workshop: Workshop) -> None:
    target = Position("")
    page = next(p for p in html_pages(poisoned_library(clean, "{{ 7 * 7 }}")) if p.template == "intranet/vacature.html")
    made = workshop.templates.render(page.template, page.target, page.values, False, target)
    assert "{{ 7 * 7 }}" in made.data.decode("utf-8")
    assert "49" not in re.findall(r"<h1[^>]*>(.*?)</h1>", made.data.decode("utf-8"), re.S)[0]
