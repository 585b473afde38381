"""Sites that are dear to build, built once for all test processes, and ways to read back what was made of them."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from builder.build import check
from builder.content import Library
from builder.inputs import look
from builder.survey import Order
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
    library, findings = check(Order(look(site.root), site.output, TODAY, TODAY))
    assert library is not None, findings
    return library


def pages_of(pdf: Path) -> list[str]:
    """The text of each page of a PDF, as a reader's program gives it back."""
    document = pypdfium2.PdfDocument(pdf.read_bytes())
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


def fonts_of(pdf: Path) -> set[str]:
    """The names of all fonts in a PDF."""
    with pikepdf.open(pdf) as document:
        fonts = (item for item in document.objects if isinstance(item, pikepdf.Dictionary) and "/BaseFont" in item)
        return {str(font.BaseFont) for font in fonts}


def drawn_in(family: str, pdf: Path) -> bool:
    """Whether nothing is in other letters than those of the house, but for what is typed in a form."""
    fonts = {re.sub(r"[^a-z0-9]", "", font.partition("+")[2].lower()) for font in fonts_of(pdf)}
    typed = {font for font in fonts if font.startswith("spijsreserveveld")}
    return bool(fonts - typed) and all(font.startswith(family) for font in fonts - typed)


def ways_to(library: Library) -> set[str]:
    """The addresses to which the contact details of a site lead."""
    contact = library.settings.contact
    number = "".join(sign for sign in contact.telefoon if sign in "+0123456789")
    return {f"tel:{number}", f"mailto:{contact.email}", library.settings.adres}


def squeeze(text: str) -> str:
    """Letters and figures only: quotes, spaces and hyphens are the business of the layout."""
    return re.sub(r"[\W_\ufffe]+", "", text).lower()


# Function, field of work, level and hours: every row becomes many vacancies at the second organisation.
VACATURES = """
Verpleegkundig-specialist ouderenpsychiatrie|behandeling|wo|28-36
Röntgenlaborant in opleiding|behandeling|mbo|32
Coördinator opname en ontslag|leiding|hbo|24-32
Medewerker bloedafname (’s ochtends)|verpleging-en-verzorging|mbo|16-20
Financiële administratie: € en facturen|ondersteuning|mbo|20
Œnoloog? Nee: voedingskundige|behandeling|hbo|12-16
Gipsverbandmeester – dagdienst|verpleging-en-verzorging|mbo|36
Magazijnchef steriel materiaal|facilitair|praktisch|40
Persoonlijk begeleider woongroep Café Zürich|begeleiding|mbo|18-24
Elektrotechnisch-onderhoudsmedewerker gebouwbeheersystemen|facilitair|mbo|36-40
""".strip().splitlines()


COUNT = 300  # vacancies at the second organisation


def vacatures_of_the_second(site: Site, count: int = COUNT) -> Site:
    """So many vacancies, made from the table: at both organisations, open and expected, for all to see and not."""
    for number in range(count):
        function, field, level, hours = VACATURES[(number + number // 30) % len(VACATURES)].split("|")
        partner = number % 30 == 0
        end = f"periode: 2027-{number % 4 + 1}" if number % 5 == 0 else f"sluit: 2026-12-{number % 31 + 1:02}"
        site.write(
            f"content/vacatures/plek-{number:03}.md",
            f"""---
functie: '{function}'
organisatie: {"facade" if partner else "crevecoeur"}
plaats: {"Sint-Jansgeest" if partner else "Brünswaard"}
regio: Noorderkwartier
vakgebied: {field}
niveau: {level}
uren: {hours}
cao: {"Gehandicaptenzorg" if partner else "Ziekenhuizen"}
dienstverband: vast
zichtbaar: {"openbaar" if partner else ("intern", "partner", "openbaar")[number % 3]}
status: {"verwacht" if number % 5 == 0 else "concreet"}
geplaatst: 2026-11-{number % 15 + 1:02}
{end}
---

Plek nummer {number}, met een team dat overlegt vóór het begint – en naïef genoeg is om te blijven vragen.
""",
        )
    return site


def second_organisation(site: Site) -> Site:
    """The other organisation of the tests, with its own house style, font, words and logo, and without vacancies."""
    shutil.copytree(REPO / "tests/tweede", site.root, dirs_exist_ok=True)
    return site
