"""Everything that is known before a byte is made: pages, theme, and what is out of date and why."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from pathlib import Path

from builder import manifest
from builder.content import Content, Library, Picture, leaves
from builder.diagnostics import Diagnostic, Made, Position, fout, waarschuwing
from builder.fonts import FOLDER, dressed
from builder.house import furnish
from builder.images import Prepared, prepare
from builder.inputs import Folder, Inputs
from builder.lettering import letters_of
from builder.making import Workshop, maker_digest
from builder.manifest import Digests, Entry, Manifest, Wanted, out_of_date, wanted
from builder.pages import Page
from builder.plan import Plan, asset_pages, shown_files, site_values
from builder.schema.fields import Pictogramnaam
from builder.templating import PAPER_WIDTH, SCREEN_WIDTHS, Templates, encode, logo_files
from builder.templating.environment import Compiled
from builder.theme import Theme

Prepare = Callable[[Folder, Picture, Iterable[int], Path], Prepared]


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for: the site as it was seen, the output, the day, the channels (none: all), the processes.

    A ``proof`` is for who writes, and never for readers: see :class:`builder.content.Library`.
    """

    site: Inputs
    output: Path
    clock: date
    day: date | None = None
    only: tuple[str, ...] = ()
    jobs: int = 1
    strict: bool = False
    proof: bool = False


@dataclass(frozen=True, slots=True)
class Prospect:
    """Everything that is known before a byte is made: pages, theme, what was found in the published tree, and what is
    out of date and why.
    """

    pages: Mapping[str, Page]
    wanted: Mapping[str, Wanted]
    workshop: Workshop
    previous: Manifest
    found: Mapping[str, str]
    reasons: Mapping[str, str]
    maker: str
    pictures: tuple[Picture, ...]


def survey(
    order: Order, library: Library, plan: Plan, work: Path, prepare: Prepare = prepare
) -> tuple[Prospect, list[Diagnostic]]:
    """Gather the theme and its pictures, and find out which pages must be made.

    ``prepare`` makes the files of a picture, or only looks at it.
    """
    findings: list[Diagnostic] = []
    settings = library.settings
    house = furnish(order.site, settings)
    findings += house.findings
    theme = Theme(order.site.theme).with_made(house.made)
    maker = maker_digest(order.site.code)
    compiled = Compiled(work / "sjablonen", maker)
    shown: dict[str, bytes] = {}
    (screen, enclosed), (paper, _) = (shown_files(plan.pages.values(), medium) for medium in ("html", "pdf"))
    for group, widths, public in ((screen, SCREEN_WIDTHS, True), (paper, (PAPER_WIDTH,), False)):
        for picture in group:
            prepared = prepare(order.site.sources, picture, widths, work / "beeld")
            findings += prepared.findings
            theme = theme.with_made(prepared.files)
            if public:
                shown |= prepared.files
    documents = {one.name: order.site.sources.entries[one.path].read() for one in enclosed}
    theme = theme.with_made(documents)
    letters, _ = letters_of(order.site, settings)  # what is wrong with them, the check has told
    dress, found = dressed(letters, work / "letters")
    findings += found
    values = {"site": site_values(library), "letters": letters.families(), "veldletter": letters.for_fields()[0]}
    style = Templates(theme, settings.adres, compiled=compiled).stylesheet(values)
    findings += style.findings
    theme = theme.with_made({**dress, "statisch/huisstijl.css": style.data})
    findings += _missing_pictograms(theme, library)
    findings += Templates(theme, settings.adres).faults()
    own = (name for name in dress if name.startswith(f"{FOLDER}/"))
    names = [*theme.names("statisch"), *own, *logo_files(theme), *shown, *documents]
    pages = {**plan.pages, **asset_pages(names)}
    templates = Templates(theme, settings.adres, settings.huisstijl.tokens(), compiled)
    families = frozenset(re.sub(r"[^a-z0-9]", "", family.lower()) for family in letters.families())
    workshop = Workshop(templates, theme, families, settings.huisstijl.inks(), work / "tmp", order.jobs)
    stored = manifest.load(order.output)
    if stored is None:
        where = Position(manifest.FILE)
        message = "wat de vorige bouw onthield, is beschadigd of van een andere Spijs"
        findings.append(waarschuwing("geheugen", where, message, "u hoeft niets te doen: alles is opnieuw gemaakt"))
    prospect = Prospect({}, {}, workshop, stored or {}, manifest.found(order.output), {}, maker, (*screen, *paper))
    early = {target: page for target, page in pages.items() if not page.after}
    late = {target: page for target, page in pages.items() if page.after}
    prospect = with_pages(prospect, early)
    return with_pages(prospect, told(late, prospect.previous)), findings


def with_pages(prospect: Prospect, pages: Mapping[str, Page]) -> Prospect:
    """The prospect with these pages as well, and why they must be made."""
    shared: Digests = {}
    keys = {target: wanted(page.template, page.values, encode, shared) for target, page in pages.items()}
    digest = prospect.workshop.theme.digest
    reasons = out_of_date(keys, prospect.previous, digest, prospect.maker, prospect.found)
    before = {target: reason for target, reason in prospect.reasons.items() if target not in pages}
    return replace(
        prospect,
        pages={**prospect.pages, **pages},
        wanted={**prospect.wanted, **keys},
        reasons={**before, **reasons},
    )


def told(pages: Mapping[str, Page], of: Mapping[str, Made | Entry]) -> dict[str, Page]:
    """Pages that tell what came of the others, with what there is to tell now."""
    facts = {target: [fact.plain() for fact in one.facts] for target, one in sorted(of.items()) if one.facts}
    return {target: replace(page, values={**page.values, "keuring": facts}) for target, page in pages.items()}


def dead_codes(results: Mapping[str, Made | Entry], prospect: Prospect) -> Iterator[Diagnostic]:
    """A printed code lives long: it leads to a page that there is, if only one that says what became of it."""
    for target, one in results.items():
        for lead in one.leads:
            if lead not in prospect.pages and target in prospect.pages:
                message = f"de QR-code op {target} leidt naar {lead}, en die pagina wordt niet gemaakt"
                yield fout("qr", prospect.pages[target].source, message, "laat de code naar een andere pagina leiden")


def _missing_pictograms(theme: Theme, library: Library) -> Iterator[Diagnostic]:
    """Fields that name a pictogram that the theme does not have."""
    known = [name.rpartition("/")[2].removesuffix(".svg") for name in theme.names("beeld/pictogrammen")]
    texts = (document.leaves for document in library.all(Content))
    values = chain(leaves(library.settings), *texts, *library.salvaged.values())
    for name in values:
        if isinstance(name, Pictogramnaam) and name not in known:
            near = difflib.get_close_matches(name, known, 1)
            remedy = f"bedoelde u «{near[0]}»?" if near else f"kies uit: {', '.join(known)}"
            yield fout("pictogram", name.position, f"het pictogram «{name}» is er niet", remedy)
