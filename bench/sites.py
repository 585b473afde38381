"""Sites to measure with: a copy of the sample, and one with thousands of short vacancies."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

from builder.build import check
from builder.channels import CHANNELS
from builder.content import Library
from builder.diagnostics import has_errors
from builder.inputs import look
from builder.kinds import KINDS
from builder.plan import make_plan
from builder.survey import Order, Prospect, survey

ROOT = Path(__file__).parent.parent
WORK = ("verpleging-en-verzorging", "begeleiding", "behandeling", "ondersteuning", "facilitair", "leiding")
LEVELS = ("praktisch", "mbo", "hbo", "wo")

VACATURE = """---
functie: Medewerker nummer {n}
organisatie: de-linde
plaats: Lindehoven
regio: Vierstromen
vakgebied: {work}
niveau: {level}
uren: 24-32
cao: VVT
dienstverband: vast
zichtbaar: openbaar
status: concreet
geplaatst: 2026-11-{day:02}
sluit: 2026-12-{day:02}
---

Werk nummer {n}: u begint om 07:30 uur en om **16:00 uur** hangt uw jas weer aan de haak. U werkt met {people} mensen.

- u kent de weg in Lindehoven
- u luistert eerst

Twijfelt u? Kom dan eerst praten.
"""


def sample(folder: Path) -> Path:
    """A copy of the sample to build and edit."""
    shutil.copytree(ROOT / "content", folder / "content")
    shutil.copy(ROOT / "site.yml", folder)
    return folder


def many(folder: Path, count: int) -> Path:
    """A site with nothing but ``count`` vacancies, all of them open on the sample's day."""
    (folder / "content/vacatures").mkdir(parents=True)
    (folder / "content/organisaties").mkdir()
    shutil.copy(ROOT / "site.yml", folder)
    shutil.copy(ROOT / "content/organisaties/de-linde.yml", folder / "content/organisaties")
    for n in range(count):
        choice = {"work": WORK[n % 6], "level": LEVELS[n % 4], "day": n % 14 + 1, "people": n % 9 + 2}
        text = VACATURE.format(n=n, **choice)
        (folder / f"content/vacatures/werk-{n}.md").write_text(text, encoding="utf-8")
    return folder


def pdfs(site: Path) -> dict[str, int]:
    """Every PDF that a site published, by its path, with the moment it was written; a site without any is an error.

    A sheet that was kept is the same file as before, and its moment with it.
    """
    found = sorted((site / "output").rglob("*.pdf"))
    if not found:
        raise SystemExit(f"{site / 'output'}: no PDF was published, so nothing can be said of those that were made")
    return {pdf.relative_to(site / "output").as_posix(): pdf.stat().st_mtime_ns for pdf in found}


def library_of(site: Path) -> Library:
    """A sound site as it is checked."""
    library, findings = check(_order(site))
    assert library is not None
    assert not has_errors(findings), findings
    return library


def prospect_of(site: Path) -> Prospect:
    """Everything that the builder knows of a site before it makes a byte: pages and templates among it."""
    library = library_of(site)
    prospect, _ = survey(_order(site), library, make_plan(library, KINDS, CHANNELS), site / "werk")
    return prospect


def _order(site: Path) -> Order:
    return Order(look(site), site / "output", date.today())
