"""Sites that are dear to build, built once for all test processes, and ways to read back what was made of them."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest

from builder.build import Order, check
from builder.content import Library
from tests.site import REPO, TODAY, Site


def build_once(base: Path, name: str, prepare: Callable[[Site], object]) -> Site:
    """A built site below ``base``: the first process to come makes it, the others wait for it and find it there."""
    base.mkdir(parents=True, exist_ok=True)
    ready = base / f"{name}.txt"
    with (base / f"{name}.slot").open("w") as slot:
        fcntl.flock(slot, fcntl.LOCK_EX)
        site = Site(base / name, {})
        if not ready.exists():
            prepare(site)
            site.build()
            ready.write_text("\n".join(map(str, site.outcome.findings)), encoding="utf-8")
    assert not ready.read_text(encoding="utf-8"), f"{name} is niet zonder bevindingen te bouwen:\n{ready.read_text()}"
    return site


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """A folder of this test run that all its processes know."""
    own = factory.getbasetemp()
    return (own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own) / "gedeeld"


def sources_of_the_sample(site: Site) -> Site:
    """The sample's own sources in a site of its own; templates come from Spijs itself."""
    shutil.copytree(REPO / "content", site.root / "content", dirs_exist_ok=True)
    return site.write("site.yml", (REPO / "site.yml").read_bytes())


def library_of(site: Site) -> Library:
    """What the sources of a site say, without building."""
    library, findings = check(Order(site.root, site.output, TODAY, TODAY))
    assert library is not None, findings
    return library


def pages_of(pdf: Path) -> list[str]:
    """The text of each page of a PDF, as a reader's program gives it back."""
    document = pypdfium2.PdfDocument(pdf.read_bytes())
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


def squeeze(text: str) -> str:
    """Letters and figures only: quotes, spaces and hyphens are the business of the layout."""
    return re.sub(r"[\W_\ufffe]+", "", text).lower()
