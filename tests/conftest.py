"""What every test may use: a small site of its own, and PDF sheets that cost nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from builder import making
from builder.diagnostics import Made
from builder.making import Workshop
from builder.pages import Page
from tests.site import Site


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
            yield page, Made(made.data, made.files, made.findings, b"plaatje" if made.data else b"")

    monkeypatch.setitem(making.MAKERS, "pdf", sheets)  # type: ignore[arg-type]
