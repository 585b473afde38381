"""What every test may use: a small site of its own, and PDF sheets that cost nothing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from builder import making
from builder.content import Library
from builder.diagnostics import Made
from builder.kinds.zelftest import Zelftest
from builder.making import Workshop
from builder.pages import Page
from tests.browsing import serving
from tests.sample import (
    build_once,
    library_of,
    second_organisation,
    shared_folder,
    sources_of_the_sample,
    vacatures_of_the_second,
)
from tests.site import Site

CHROMIUM = "--disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A small valid site in a folder of its own."""
    return Site(tmp_path / "site")


@pytest.fixture
def paper_stub(monkeypatch: pytest.MonkeyPatch) -> None:
    """PDF pages become their own HTML: everything but the engine is real, and a build takes a moment."""

    def sheets(pages: list[Page], workshop: Workshop) -> Iterator[tuple[Page, Made]]:
        for page in pages:
            made = workshop.templates.render(page.template, page.target, page.values, True, page.source)
            beside = dict.fromkeys(page.beside, b"plaatje") if made.data else {}
            yield page, replace(made, beside=beside)

    monkeypatch.setitem(making.MAKERS, "pdf", sheets)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The whole sample with real PDFs, built once; for reading only."""
    return build_once(shared_folder(tmp_path_factory), "voorbeeld", sources_of_the_sample)


@pytest.fixture(scope="session")
def second(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The second organisation with 300 vacancies and real PDFs, built once; for reading only."""

    def prepare(site: Site) -> None:
        vacatures_of_the_second(second_organisation(site))

    return build_once(shared_folder(tmp_path_factory), "tweede", prepare)


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The documents of the sample, read anew; nothing is built for them."""
    return library_of(sources_of_the_sample(Site(tmp_path_factory.mktemp("bronnen"), {})))


@pytest.fixture(scope="session")
def zelftest(library: Library) -> Zelftest:
    """The self-test of the sample."""
    return library.all(Zelftest)[0].value


@pytest.fixture(scope="session")
def served(sample: Site) -> Iterator[str]:
    """The sample on a server, under a path."""
    with serving(sample.output) as address:
        yield address


@pytest.fixture(params=["file", "http"])
def address(request: pytest.FixtureRequest, sample: Site) -> str:
    """Where the published sample begins: on disk, or on a server under a path."""
    return f"{sample.output.as_uri()}/" if request.param == "file" else str(request.getfixturevalue("served"))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, one for each test process."""
    path = shutil.which("chromium")
    assert path, "Chromium is er niet; ./spijs test zet hem klaar"
    arguments = [*CHROMIUM.split(), "--disable-sync", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()
