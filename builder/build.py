"""The story of a build, told from top to bottom; what happens in each chapter is in the modules it names."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from builder import images, manifest, unchanged
from builder.channels import CHANNELS
from builder.content import Library, Picture
from builder.diagnostics import Diagnostic, Made, Position, fout, has_errors, waarschuwing
from builder.images import prepare
from builder.kinds import KINDS
from builder.loading import load
from builder.making import Workshop, make_all, maker_digest
from builder.manifest import Entry, Manifest, Wanted, out_of_date, wanted
from builder.pages import Page
from builder.plan import Plan, asset_pages, make_plan, pictures, site_values
from builder.publish import one_at_a_time, publish, work_folder
from builder.reading import read_tree
from builder.rules import check_rules
from builder.settings import load_settings, today_for
from builder.templating import PAPER_WIDTH, SCREEN_WIDTHS, Templates, encode
from builder.templating.environment import Compiled
from builder.theme import Theme

SPIJS = Path(__file__).parent.parent / "templates"
REASONS = "redenen.json"


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for: the site, the output, the day, the channels (none: all), the processes."""

    site: Path
    output: Path
    clock: date
    day: date | None = None
    only: tuple[str, ...] = ()
    jobs: int = 1
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a build: targets by what was done with them, the findings, and whether the tree was published."""

    findings: tuple[Diagnostic, ...]
    made: Mapping[str, str] = field(default_factory=dict)
    kept: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    published: bool = False
    library: Library | None = None


@dataclass(frozen=True, slots=True)
class Prospect:
    """Everything that is known before a byte is made: pages, theme, and what is out of date and why."""

    pages: Mapping[str, Page]
    wanted: Mapping[str, Wanted]
    workshop: Workshop
    previous: Manifest
    reasons: Mapping[str, str]
    maker: str
    pictures: tuple[Picture, ...]


Tell = Callable[[str, int, int], None]


def build(order: Order, before: str = "", tell: Tell = lambda what, done, total: None) -> Outcome:
    """Read, check, plan, make what is out of date, publish; a user's mistake ends in findings, not in an exception.

    ``before`` is the digest of all inputs, for the note that lets the next build see at once that nothing has changed.
    """
    with one_at_a_time(order.output) as work:
        library, findings = check(order)
        plan = make_plan(library, KINDS, CHANNELS) if library and not has_errors(findings) else Plan({}, ())
        findings += plan.findings
        if library is None or _stops(findings, order):
            return Outcome(_sorted(findings), library=library)
        prospect, found = survey(order, library, plan, work)
        findings += found
        if _stops(findings, order):
            return Outcome(_sorted(findings), library=library)
        order = _all_of_it(order, prospect, findings)
        made = _make(order, prospect, tell)
        findings += [finding for one in made.values() for finding in one.findings]
        kept = {target: prospect.previous[target] for target in prospect.pages if target not in prospect.reasons}
        kept |= _carried(order, prospect)
        findings += [finding for entry in kept.values() for finding in entry.findings]
        if _stops(findings, order):
            return Outcome(_sorted(findings), library=library)
        removed = sorted(set(prospect.previous) - set(made) - set(kept))
        if made or removed or not order.output.exists():
            _publish(order, prospect, made, kept, work)
            _remember(work, {target: prospect.reasons[target] for target in made}, kept)
        _forget(prospect, work)
        if before:
            unchanged.note(work, before, order.output, unchanged.Last(library.today, _sorted(findings)))
        return Outcome(
            _sorted(findings),
            made={target: prospect.reasons[target] for target in sorted(made)},
            kept=tuple(sorted(kept)),
            removed=tuple(removed),
            stale=_stale(order, prospect),
            published=bool(made or removed),
            library=library,
        )


def check(order: Order) -> tuple[Library | None, list[Diagnostic]]:
    """Read and check all sources and rules; no library when ``site.yml`` cannot be used."""
    settings, findings = load_settings(order.site)
    tree = read_tree(order.site)
    today = today_for(settings, order.day, order.clock)
    library, found = load(tree, settings, KINDS, today)
    if library is None:
        return None, findings + found
    return library, findings + found + check_rules(library, whole=not has_errors(found))


def check_all(order: Order) -> tuple[Diagnostic, ...]:
    """All findings that need no making: of sources, rules and the plan."""
    library, findings = check(order)
    plan = make_plan(library, KINDS, CHANNELS) if library and not has_errors(findings) else Plan({}, ())
    return _sorted([*findings, *plan.findings])


def explain(order: Order, target: str) -> str | None:
    """Why a target would be made now, or what it was made from; None when no build makes it."""
    library, findings = check(order)
    if library is None or has_errors(findings):
        return "De bronnen hebben fouten; kijk ze eerst na met: ./spijs check"
    plan = make_plan(library, KINDS, CHANNELS)
    prospect, _ = survey(order, library, plan, work_folder(order.output))
    page = next((page for page in prospect.pages.values() if target in (page.target, page.thumbnail, page.copy)), None)
    if page is None:
        return None
    if reason := prospect.reasons.get(page.target):
        return f"{page.target} wordt bij de volgende bouw gemaakt: {reason}.\nBron: {page.source}"
    before = _reasons(work_folder(order.output)).get(page.target, "onbekend")
    files = "\n".join(f"  templates/{name}" for name in prospect.previous[page.target].files)
    return f"{page.target} is bij; laatst gemaakt omdat: {before}.\nBron: {page.source}\nGemaakt met:\n{files}"


def survey(order: Order, library: Library, plan: Plan, work: Path) -> tuple[Prospect, list[Diagnostic]]:
    """Gather the theme and its pictures, and find out which pages must be made."""
    findings: list[Diagnostic] = []
    settings = library.settings
    roots = tuple(dict.fromkeys(path for path in ((order.site / "templates"), SPIJS) if path.is_dir()))
    theme = Theme(roots)
    maker = maker_digest()
    compiled = Compiled(work / "sjablonen", maker)
    shown: dict[str, bytes] = {}
    screen, paper = pictures(plan.pages.values(), "html"), pictures(plan.pages.values(), "pdf")
    for group, widths, public in ((screen, SCREEN_WIDTHS, True), (paper, (PAPER_WIDTH,), False)):
        for picture in group:
            prepared = prepare(order.site, picture, widths, work / "beeld")
            findings += prepared.findings
            theme = theme.with_made(prepared.files)
            if public:
                shown |= prepared.files
    style = Templates(theme, settings.adres, compiled=compiled).stylesheet({"site": site_values(library)})
    findings += style.findings
    theme = theme.with_made({"statisch/huisstijl.css": style.data})
    fonts = [*settings.huisstijl.lettertype.rechtop, *settings.huisstijl.lettertype.cursief]
    findings += _missing_fonts(theme, fonts)
    names = [*theme.names("statisch"), *(f"lettertypen/{font}" for font in fonts), *shown]
    pages = {**plan.pages, **asset_pages(names)}
    templates = Templates(theme, settings.adres, settings.huisstijl.tokens(), compiled)
    family = "".join(c for c in settings.huisstijl.lettertype.naam.lower() if c.isalnum())
    workshop = Workshop(templates, theme, frozenset({family}), work / "tmp", order.jobs)
    stored = manifest.load(order.output)
    if stored is None:
        where = Position(manifest.FILE)
        message = "wat de vorige bouw onthield, is beschadigd of van een andere Spijs"
        findings.append(waarschuwing("geheugen", where, message, "u hoeft niets te doen: alles is opnieuw gemaakt"))
    shared: dict[tuple[str, int], dict[str, str]] = {}
    keys = {target: wanted(page.template, page.values, encode, shared) for target, page in pages.items()}
    reasons = out_of_date(keys, stored or {}, theme.digest, maker, order.output)
    return Prospect(pages, keys, workshop, stored or {}, reasons, maker, (*screen, *paper)), findings


def _missing_fonts(theme: Theme, fonts: Iterable[str]) -> list[Diagnostic]:
    place = Position("site.yml")
    return [
        fout("lettertype", place, f"het lettertype-bestand «{font}» is er niet", "zet het in templates/lettertypen/")
        for font in fonts
        if theme.find(f"lettertypen/{font}") is None
    ]


def _stops(findings: Iterable[Diagnostic], order: Order) -> bool:
    findings = list(findings)
    return bool(findings) if order.strict else has_errors(findings)


def _sorted(findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(set(findings)))


def _chosen(order: Order, page: Page) -> bool:
    return not order.only or page.channel in order.only


def _make(order: Order, prospect: Prospect, tell: Tell) -> dict[str, Made]:
    pages = [prospect.pages[target] for target in prospect.reasons if _chosen(order, prospect.pages[target])]
    made = {}
    for page, result in make_all(pages, prospect.workshop):
        made[page.target] = result
        tell(page.target, len(made), len(pages))
    return made


def _carried(order: Order, prospect: Prospect) -> dict[str, Entry]:
    """With ``--only``: everything published on the other channels, as it is."""
    if not order.only:
        return {}
    return {
        target: entry
        for target, entry in prospect.previous.items()
        if entry.channel not in order.only and (order.output / target).is_file()
    }


def _stale(order: Order, prospect: Prospect) -> tuple[str, ...]:
    """What was carried over and would be made, or removed, by a build of everything."""
    carried = _carried(order, prospect)
    return tuple(sorted(t for t in carried if t in prospect.reasons or t not in prospect.pages))


def _all_of_it(order: Order, prospect: Prospect, findings: Iterable[Diagnostic]) -> Order:
    """The order without ``--only`` when consent has ended and something old is still out there: that cannot wait."""
    ended = any(finding.code == "terughalen" for finding in findings)
    return replace(order, only=()) if ended and _stale(order, prospect) else order


def _publish(order: Order, prospect: Prospect, made: Mapping[str, Made], kept: Mapping[str, Entry], work: Path) -> None:
    record = dict(kept)
    data: dict[str, bytes] = {}
    taken: dict[str, str] = {}
    for target, entry in kept.items():
        taken |= {target: entry.data, **entry.beside}
    for target, one in made.items():
        page, want = prospect.pages[target], prospect.wanted[target]
        beside = {path: content for path, content in ((page.thumbnail, one.thumbnail), (page.copy, one.data)) if path}
        data |= {target: one.data, **beside}
        digests = {path: manifest.digest(content) for path, content in beside.items()}
        record[target] = Entry(
            page.channel,
            want.key,
            want.values,
            one.files,
            prospect.maker,
            manifest.digest(one.data),
            digests,
            one.findings,
        )
    publish(order.output, work, data, taken, record)


def _remember(work: Path, made: Mapping[str, str], kept: Iterable[str]) -> None:
    """Keep why each target was last made, for ``why``; beside the tree, since a clean build has other reasons."""
    before = _reasons(work)
    told = {**{target: before[target] for target in kept if target in before}, **made}
    with suppress(OSError):  # the tree is published: a full disk costs no more than these reasons
        (work / REASONS).write_text(json.dumps(told, ensure_ascii=False, indent=0, sort_keys=True), encoding="utf-8")


def _reasons(work: Path) -> dict[str, str]:
    try:
        told = json.loads((work / REASONS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _forget(prospect: Prospect, work: Path) -> None:
    """Prepared pictures that no page uses leave the cache."""
    used = [picture.digest for picture in prospect.pictures]
    images.prune(work / "beeld", used, (*SCREEN_WIDTHS, PAPER_WIDTH))
