"""No template leaves a text out, whatever its length: each text of a source is planted with words of its own at its
begin and its end, and these come back from the sheets that show it. A template with a condition, a slice or a limit
on a text loses one of them here, also one made tomorrow; what is left out on purpose is listed below, with why."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import count, cycle
from typing import Any, get_args

import html5lib
import pytest

from builder.channels import CHANNELS
from builder.content import Document, Documents, Library, Printed
from builder.inputs import look
from builder.kinds import KINDS
from builder.kinds.brochure import Brochure
from builder.kinds.editie import Editie
from builder.kinds.personeelsbladitem import Personeelsbladitem
from builder.kinds.persoon import Persoon
from builder.kinds.poster import Poster
from builder.kinds.productblad import Productblad
from builder.kinds.verhaal import Verhaal
from builder.pages import Page
from builder.plan import make_plan
from builder.prose import Prose
from builder.schema import Model
from builder.schema.fields import Form
from builder.survey import Order, survey
from builder.templating import Templates
from tests.sample import library_of, pages_of, second_organisation, sources_of_the_sample, squeeze
from tests.site import TODAY, Site

LENGTHS = {"kort": 1, "gewoon": 90, "lang": 4000}  # characters, as far as the field may have them

# What a sheet shows of other sources than its own.
ITEM = ("titel", "intro", "citaat", "weetje.tekst", "weetje.bron", "slot", "tekst")
BLAD = ("lezer", "titel", "ondertitel", "kern", "vraagt", "brengt", "bron", "tekst")
# Texts that the sheets of their own source do not show, and why.
NOT_ON_PAPER: Mapping[str, str] = {
    "poster.doel": "een adres: het staat in de QR-code en als adres om over te typen",
    "poster.tekst_kort": "staat er in plaats van «tekst», als die niet past",
    "zelftest.ict": "gaat over het scherm",
    "zelftest.vergelijking": "twee keer naast elkaar leggen rekent het scherm uit",
    "zelftest.poster.uitleg": "zegt bij de poster op het scherm hoe men hem invult",
    "zelftest.factoren.vakterm": "voor wie de test maakt, niet voor wie hem doet",
    "zelftest.uitkomsten.cijfer": "staat bij de uitkomst op het scherm",
}


def planted(value: Any, marks: dict[str, str], at: str, length: int, numbers: Iterator[int]) -> Any:
    """A model with each of its texts in planted words; ``marks`` gets the words by the path of their field."""
    if isinstance(value, Model):
        changes: dict[str, Any] = {}
        for name, field in type(value).model_fields.items():
            inner = f"{at}.{name}"
            form = next(free_texts([*field.metadata, field.annotation]), None)
            changes[name] = _planted(getattr(value, name), form, marks, inner, length, numbers)
        return value.model_copy(update=changes)
    return value


def _planted(value: Any, form: Form | None, marks: dict[str, str], at: str, length: int, numbers: Iterator[int]) -> Any:
    if isinstance(value, tuple):
        return tuple(_planted(one, form, marks, at, length, numbers) for one in value)
    if isinstance(value, Prose):
        return Prose(_words(marks, at, length, numbers), value.position)
    if isinstance(value, str) and form is not None:
        return _words(marks, at, min(length, form.schema["maxLength"]), numbers)
    return planted(value, marks, at, length, numbers)


def free_texts(parts: list[Any]) -> Iterator[Form]:
    """The form of free text in an annotation: one made by ``tot``, or in a letter by way of it."""
    for part in parts:
        made_by = part.check.__qualname__ if isinstance(part, Form) and "maxLength" in part.schema else ""
        if made_by.startswith(("tot.", "placed.")):
            yield part
        yield from free_texts([*getattr(part, "__metadata__", ()), *get_args(part)])


def _words(marks: dict[str, str], at: str, length: int, numbers: Iterator[int]) -> str:
    """So many characters with a mark at each end; one mark where there is no room for two."""
    first, last = (f"Q{next(numbers)}q" for _ in range(2))
    marks[first] = at
    text = first
    for word in cycle((" (zo)", ": iets", " – of", " woorden")):
        if len(text) + len(word) + 10 > length:
            break
        text += word
    if text != first:
        marks[last] = at
        text += f" {last}"
    return text


def with_planted_texts(library: Library, length: int) -> tuple[Library, dict[str, dict[str, str]]]:
    """The library with planted texts in all its sources, and the marks of each by its path."""
    numbers = count(100)
    marks: dict[str, dict[str, str]] = {}
    done: dict[str, Document[Any]] = {}
    for document in library.documents.values():
        marks[document.path] = {}
        value = planted(document.value, marks[document.path], document.kind.name, length, numbers)
        done[document.path] = replace(document, value=value)
    documents = Documents((key, done[document.path]) for key, document in library.documents.items())
    return replace(library, documents=documents), marks


def text_of(html: str) -> str:
    """All words that a page or a sheet shows: no attributes, styles, scripts and drawings."""
    body = html5lib.parse(html, namespaceHTMLElements=False).find("body")
    return " ".join(_texts(body))


def _texts(element: Any) -> Iterator[str]:
    if isinstance(element.tag, str) and not element.tag.endswith(("svg", "style", "script")):
        yield element.text or ""
        for child in element:
            yield from _texts(child)
            yield child.tail or ""


def sheets(library: Library) -> list[Page]:
    return [page for page in make_plan(library, KINDS, CHANNELS).pages.values() if page.medium == "pdf"]


def missing(library: Library, length: int, templates: Templates) -> dict[str, set[str]]:
    """By template: the fields of which some planted words come back from none of the sheets that their source makes."""
    library, marks = with_planted_texts(library, length)
    by_source: dict[str, list[Page]] = {}
    for page in sheets(library):
        by_source.setdefault(page.source.file, []).append(page)
    found: dict[str, set[str]] = {}
    for path, pages in by_source.items():
        document = next(d for d in library.documents.values() if d.path == path)
        wanted = {mark: at for mark, at in marks[path].items() if at.split(".")[1] not in Printed.model_fields}
        for other, fields in shown_too(document.value, library):
            wanted |= {mark: at for mark, at in marks[other.path].items() if at.partition(".")[2] in fields}
        told = ""
        for page in pages:
            made = templates.render(page.template, page.target, page.values, True, page.source)
            assert not made.findings, made.findings
            told += squeeze(text_of(made.data.decode("utf-8")))
        lost = {at for mark, at in wanted.items() if squeeze(mark) not in told}
        found.setdefault(pages[0].template, set()).update(lost)
    return found


def shown_too(value: Any, library: Library) -> Iterator[tuple[Document[Any], tuple[str, ...]]]:
    """Other sources that the sheets of a source show, and which of their fields."""
    if isinstance(value, Editie):
        for blok in value.blokken:
            whole = blok.maat == "heel" or (blok.maat == "half" and not blok.aankondiging)
            if blok.item:
                yield library.get(blok.item, Personeelsbladitem), ITEM
            elif blok.verhaal:
                story = library.get(blok.verhaal, Verhaal)
                shown = () if blok.maat == "kwart" else ("titel", "intro", "tekst" if whole else "poster")
                yield story, (*shown, *step_of(story.value))
    elif isinstance(value, Brochure):
        yield from ((library.get(ref, Productblad), BLAD) for ref in value.bladen)
    elif isinstance(value, Poster) and value.verhaal:
        story = library.get(value.verhaal, Verhaal)
        yield story, step_of(story.value)
        yield library.get(story.value.persoon, Persoon), ("naam",)


def step_of(story: Verhaal) -> tuple[str, ...]:
    """The quote and the step of a story; who stayed has nothing to come from."""
    return ("citaat", "stap.naar") if story.stap.waar == "zelfde-plek" else ("citaat", "stap.van", "stap.naar")


def templates_of(site: Site, library: Library) -> Templates:
    order = Order(look(site.root), site.root.parent / "werk" / "output", TODAY, TODAY)
    return survey(order, library, make_plan(library, KINDS, CHANNELS), order.output.parent)[0].workshop.templates


@pytest.fixture(scope="module", params=[sources_of_the_sample, second_organisation])
def organisation(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Library, Templates]:
    site = request.param(Site(tmp_path_factory.mktemp("organisatie") / "site", {}))
    library = library_of(site)
    return library, templates_of(site, library)


@pytest.mark.parametrize("length", LENGTHS)
def test_no_text_of_a_source_is_left_out(organisation: tuple[Library, Templates], length: str) -> None:
    library, templates = organisation
    lost = {at for fields in missing(library, LENGTHS[length], templates).values() for at in fields}
    assert {at for at in lost if not at.startswith(tuple(NOT_ON_PAPER))} == set()


def test_what_a_sheet_shows_does_not_depend_on_the_length(organisation: tuple[Library, Templates]) -> None:
    """A text that is there when it is short is there when it is long, from its first word to its last."""
    library, templates = organisation
    begun: dict[str, dict[str, set[int]]] = {}
    for name, length in LENGTHS.items():
        planted_library, marks = with_planted_texts(library, length)
        # How many vacancies there is room for depends on their length; a poster says how many more there are.
        choice = _numbers(" ".join(mark for path in marks if "/vacatures/" in path for mark in marks[path]))
        with_end = {number - 1 for found in marks.values() for number in _numbers(" ".join(found)) if number % 2}
        for page in sheets(planted_library):
            made = templates.render(page.template, page.target, page.values, True, page.source)
            numbers = _numbers(text_of(made.data.decode("utf-8"))) - choice
            begins = {number for number in numbers if number % 2 == 0}
            assert begins & with_end == {number - 1 for number in numbers if number % 2}, f"{page.target}, {name}"
            begun.setdefault(page.target, {})[name] = begins
    for target, shown in begun.items():
        assert shown["kort"] == shown["gewoon"] == shown["lang"], target


def _numbers(text: str) -> set[int]:
    return {int(number) for number in re.findall(r"Q(\d+)q", text)}


@pytest.mark.slow
@pytest.mark.parametrize("organisation", ["sample", "second"])
def test_every_word_of_a_sheet_is_read_back_from_its_file(organisation: str, request: pytest.FixtureRequest) -> None:
    """As often as the template wrote it: nothing fell off the sheet, behind something or between two pages."""
    site: Site = request.getfixturevalue(organisation)
    library = library_of(site)
    templates = templates_of(site, library)
    lost = {}
    for page in sheets(library):
        html = templates.render(page.template, page.target, page.values, True, page.source).data.decode("utf-8")
        words = Counter(word for word in map(squeeze, text_of(html).split()) if len(word) > 3)
        assert words, page.target
        read = squeeze("".join(pages_of(site.output / page.target)))
        lost[page.target] = {word for word, times in words.items() if read.count(word) < times}
    assert {target: words for target, words in lost.items() if words} == {}


CUT = {  # what a template may do wrong: a piece of it, and what could stand there
    "een voorwaarde": (
        "druk/delen/blok-kwart.html",
        "{{ html(blok.tekst) }}",
        "{% if last < 900 %}{{ html(blok.tekst) }}{% endif %}",
    ),
    "een stuk ervan": ("druk/productblad.html", "{{ kop(blad.kern, 20) }}", "{{ kop(blad.kern[:60], 20) }}"),
    "afgekort": ("druk/poster-bord.html", "{{ kop(blad.tekst, 14) }}", "{{ blad.tekst | truncate(80) }}"),
    "de eerste twee": ("druk/productblad.html", "in blad.vraagt %}", "in blad.vraagt[:2] %}"),
    "tot een teken": ("druk/zelftest-kolom.html", "{{ vraag.vraag }}", "{{ vraag.vraag.split('(')[0] }}"),
}


@pytest.mark.parametrize("organisation", [sources_of_the_sample], indirect=True)
@pytest.mark.parametrize("name", CUT)
def test_a_template_that_cuts_is_seen(name: str, organisation: tuple[Library, Templates]) -> None:
    """Each is planted: one of the two tests above fails on it."""
    library, templates = organisation
    template, old, new = CUT[name]
    text = (templates.theme.find(template) or b"").decode("utf-8")
    assert old in text
    theme = templates.theme.with_made({template: text.replace(old, new).encode("utf-8")})
    cutting = library, Templates(theme, templates.address, templates.colours)
    with pytest.raises(AssertionError):
        _both(cutting)


def _both(organisation: tuple[Library, Templates]) -> None:
    test_no_text_of_a_source_is_left_out(organisation, "lang")
    test_what_a_sheet_shows_does_not_depend_on_the_length(organisation)
