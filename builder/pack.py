"""A package for the print shop: the sheets that are wanted from it, with a list that says what to make of each."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

from builder import packages, whole
from builder.build import check
from builder.channels import CHANNELS
from builder.channels.overzicht import printed
from builder.content import Library, Values
from builder.diagnostics import Fact, has_errors
from builder.kinds import KINDS
from builder.packages import LIST as LIST
from builder.plan import make_plan
from builder.publish import one_at_a_time
from builder.survey import Order, survey

LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the earliest moment that a zip can hold; the same bytes every time


class Unpacked(Exception):
    """Why there is no package; carries a Dutch sentence."""


@dataclass(frozen=True, slots=True)
class Packed:
    """What is in a package, what is ready and was left out, and what is not ready: paths below ``drukkerij/``."""

    inside: tuple[str, ...]
    left: tuple[str, ...]
    unready: tuple[str, ...]


def pack(order: Order, file: Path) -> Packed:
    """Write ``file``: of all sheets that are ready those with an ``oplage``, or all when none has one.

    Raises :class:`Unpacked` when sources have changed since the last build, nothing is ready, or ``file`` is a folder.
    """
    if file.is_dir():
        raise Unpacked(f"{file} is een map; noem een bestand, bijvoorbeeld {file / 'drukkerij.zip'}")
    with one_at_a_time(order.output) as work:
        library, findings = check(order)
        if library is None or has_errors(findings):
            raise Unpacked("de bronnen hebben fouten; kijk ze eerst na met: ./spijs check")
        prospect, _ = survey(order, library, make_plan(library, KINDS, CHANNELS), work)
        if any(prospect.pages[target].medium == "pdf" for target in prospect.reasons):
            raise Unpacked("er is iets veranderd sinds de laatste bouw; doe eerst: ./spijs build")
        sheets = [sheet for group in printed(library) for sheet in group["bladen"]]
        facts = {sheet["pdf"]: prospect.previous[sheet["pdf"]].facts for sheet in sheets}
        ready = [sheet for sheet in sheets if all(fact.fits for fact in facts[sheet["pdf"]])]
        chosen = [sheet for sheet in ready if sheet["oplage"]] or ready
        if not chosen:
            raise Unpacked("er is geen blad klaar voor de drukker; ./spijs build zegt waarom niet")
        files = {_inside(sheet): (order.output / sheet["drukkerij"]).read_bytes() for sheet in chosen}
        files[LIST] = _list(chosen, facts, library).encode()
        packages.remember(work, file, library)
        _write(file, files)
    named = {_inside(sheet): sheet for sheet in sheets}
    return Packed(
        tuple(name for name in files if name != LIST),
        tuple(_inside(sheet) for sheet in ready if sheet not in chosen),
        tuple(name for name, sheet in named.items() if sheet not in ready),
    )


def _inside(sheet: Values) -> str:
    return str(sheet["drukkerij"]).removeprefix("drukkerij/")


def _list(chosen: list[Values], facts: dict[str, tuple[Fact, ...]], library: Library) -> str:
    """The order in words, so that it can be read anywhere and pasted into a mail."""
    site = library.settings
    lines = [
        f"Drukopdracht van {site.naam}, {library.today:%d-%m-%Y}",
        f"Vragen? {site.contact.email} of {site.contact.telefoon} ({site.contact.tijden})",
        "",
        "Alle bestanden zijn PDF/X-4 in CMYK (Coated FOGRA39, ISO 12647-2), met 3 mm afloop en snijtekens,",
        "hooguit 300 % inkt, zwarte tekst alleen in zwart, letters ingesloten.",
    ]
    for number, sheet in enumerate(chosen, 1):
        found = {fact.what: fact.found for fact in facts[sheet["pdf"]]}
        lines += ["", f"{number}. {_inside(sheet)}", f"   Wat      {sheet['titel']}"]
        lines += [f"   Maat     {sheet['maat']}, {found['maat']}", f"   Omvang   {_extent(int(found['omvang']))}"]
        lines += [f"   Papier   {sheet['papier']}", f"   Oplage   {sheet['oplage'] or 'nog af te spreken'}"]
        if sheet["goed_tot"]:
            lines.append(f"   Let op   dit blad mag hangen tot en met {sheet['goed_tot']:%d-%m-%Y}")
    return "\n".join(lines) + "\n"


def _extent(pages: int) -> str:
    """How many pages, on how many sides, in how many colours in front and at the back."""
    if pages == 1:
        return "1 bladzijde, enkelzijdig, 4/0"
    return f"{pages} bladzijden, dubbelzijdig, 4/4"


def _write(file: Path, files: dict[str, bytes]) -> None:
    """The whole package or none."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in sorted(files.items()):
            package.writestr(zipfile.ZipInfo(name, LONG_AGO), data, zipfile.ZIP_DEFLATED)
    whole.write(file, packed.getvalue())
