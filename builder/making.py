"""Pages to bytes: one maker for each medium, in a table; PDF is an ordinary row of it."""

from __future__ import annotations

import hashlib
import importlib.metadata
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from pathlib import Path

from builder.diagnostics import Made
from builder.pages import Ink, Page
from builder.templating import Templates
from builder.theme import Theme

LIBRARIES = (
    "jinja2",
    "markdown",
    "markdown-it-py",
    "nh3",
    "weasyprint",
    "pydyf",
    "pillow",
    "pikepdf",
    "pypdfium2",
    "segno",
    "babel",
    "pyphen",
    "fonttools",
    "tinycss2",
    "cssselect2",
)


# From so many pages on, sharing them out wins back the start of the processes; so many go to one at a time.
MANY = 500
SHARE = 50

_templates: Templates  # of a process that makes its share


@dataclass(frozen=True, slots=True)
class Workshop:
    """What the makers work with: templates, the theme, fonts and inks, a scratch folder and the number of processes."""

    templates: Templates
    theme: Theme
    fonts: frozenset[str]
    inks: Mapping[str, Ink]
    work: Path
    jobs: int


def make_all(pages: Iterable[Page], workshop: Workshop) -> Iterator[tuple[Page, Made]]:
    """Make every page, in any order; one result for each, with its findings."""
    by_medium: dict[str, list[Page]] = {}
    for page in pages:
        by_medium.setdefault(page.medium, []).append(page)
    for medium, group in by_medium.items():
        yield from MAKERS[medium](group, workshop)


def _copies(pages: list[Page], workshop: Workshop) -> Iterator[tuple[Page, Made]]:
    for page in pages:
        data = workshop.theme.find(page.template) or b""
        yield page, Made(data, {page.template: workshop.theme.digest(page.template)})


def _texts(pages: list[Page], workshop: Workshop) -> Iterator[tuple[Page, Made]]:
    """Few pages are made here; many are shared out, and what a dead process leaves is made here too."""
    left = iter(pages)
    if len(pages) >= MANY and workshop.jobs > 1:
        for made in _shared_out(pages, workshop):
            yield next(left), made
    for page in left:
        yield page, _text(page, workshop.templates)


def _text(page: Page, templates: Templates) -> Made:
    return templates.render(page.template, page.target, page.values, False, page.source)


def _shared_out(pages: list[Page], workshop: Workshop) -> Iterator[Made]:
    """Pages made by processes of their own, in the order in which they were given."""
    from builder.processes import share_out

    shares = [pages[n : n + SHARE] for n in range(0, len(pages), SHARE)]
    templates = workshop.templates
    facts = (templates.theme, templates.address, templates.colours)
    yield from chain.from_iterable(share_out(_texts_of, shares, workshop.jobs, _settle, *facts))


def _settle(theme: Theme, address: str, colours: dict[str, str]) -> None:
    from builder.processes import depend

    global _templates
    depend()
    _templates = Templates(theme, address, colours)


def _texts_of(share: list[Page]) -> list[Made]:
    return [_text(page, _templates) for page in share]


def _sheets(pages: list[Page], workshop: Workshop) -> Iterator[tuple[Page, Made]]:
    """HTML for paper here, the sheets themselves in processes of their own."""
    from builder import pdf

    by_target = {page.target: page for page in pages}
    written: dict[str, Made] = {}
    sheets = []
    for page in pages:
        made = workshop.templates.render(page.template, page.target, page.values, True, page.source)
        if made.findings:
            yield page, made
        else:
            written[page.target] = made
            wants = frozenset(page.beside) | {page.profile}
            text = made.data.decode("utf-8")
            sheets.append(pdf.Sheet(page.target, text, page.says, page.source, page.profile, wants))
    means = pdf.Means(workshop.theme, workshop.fonts, workshop.inks, workshop.work.parent / "letters")
    with pdf.pool(means, workshop.work, workshop.jobs) as executor:
        alone = pdf.make_alone(means, workshop.work)
        for sheet, made in pdf.make_sheets(sheets, executor, alone, ahead=2 * workshop.jobs):
            yield by_target[sheet.target], _whole(written[sheet.target], made)


def _whole(written: Made, printed: Made) -> Made:
    """A sheet with what is known of its HTML."""
    return replace(printed, files={**written.files, **printed.files}, leads=written.leads)


MAKERS: Mapping[str, Callable[[list[Page], Workshop], Iterator[tuple[Page, Made]]]] = {
    "bestand": _copies,
    "html": _texts,
    "pdf": _sheets,
}


def maker_digest(code: str) -> str:
    """A digest of everything but content and theme that bytes follow from: ``code``, Python and the libraries."""
    return hashlib.sha256("\n".join((code, sys.version, sys.platform, *_versions())).encode()).hexdigest()


@cache
def _versions() -> tuple[str, ...]:
    """The libraries that are loaded, which stay what they are for as long as the process lives."""
    return tuple(f"{name} {importlib.metadata.version(name)}" for name in LIBRARIES)
