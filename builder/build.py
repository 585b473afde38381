"""The story of a build, told from top to bottom; what happens in each chapter is in the modules it names."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from builder import images, manifest, naming, unchanged
from builder.channels import CHANNELS
from builder.content import Library
from builder.diagnostics import Diagnostic, Fact, Made, has_errors
from builder.glance import glance
from builder.kinds import KINDS
from builder.lettering import inspect
from builder.loading import load
from builder.making import make_all
from builder.manifest import Entry
from builder.pages import Page
from builder.plan import Plan, make_plan
from builder.publish import one_at_a_time, publish, work_folder
from builder.reading import read_tree
from builder.reference import reason_in_words
from builder.rules import check_rules
from builder.settings import read_settings, today_for
from builder.shared import told_once
from builder.survey import Order, Prospect, dead_codes, survey, told, with_pages
from builder.templating import PAPER_WIDTH, SCREEN_WIDTHS

REASONS = "redenen.json"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a build: targets by what was done with them, the findings, whether the tree was published, and what
    was found on each sheet for the print shop."""

    findings: tuple[Diagnostic, ...]
    made: Mapping[str, str] = field(default_factory=dict)
    kept: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    published: bool = False
    library: Library | None = None
    facts: Mapping[str, tuple[Fact, ...]] = field(default_factory=dict)


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
        late = {target: page for target, page in prospect.pages.items() if page.after}
        made = _make(order, prospect, tell, set(late))
        prospect = with_pages(prospect, order, told(late, {**_kept(order, prospect), **made}))
        made |= _make(order, prospect, tell, set(prospect.pages) - set(late))
        kept = _kept(order, prospect)
        results: dict[str, Made | Entry] = {**kept, **made}
        findings += told_once([finding for one in results.values() for finding in one.findings], order.site)
        findings += dead_codes(results, prospect)
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
            facts={target: one.facts for target, one in results.items() if one.facts},
        )


def check(order: Order) -> tuple[Library | None, list[Diagnostic]]:
    """Read and check all sources and rules; no library when ``site.yml`` cannot be used."""
    settings, site, findings = read_settings(order.site)
    tree = read_tree(order.site)
    today = today_for(settings, order.day, order.clock)
    people = naming.people_in(tree, settings, today) if settings else None
    library, found = load(tree, naming.silenced(settings, people) if settings and people else None, KINDS, today)
    if library is None:
        return None, findings + found
    library = naming.guarded(library, tree, site, people) if people else library
    findings += inspect(order.site, library.settings, tree)
    return library, findings + found + check_rules(library, whole=not has_errors(found))


def check_all(order: Order) -> tuple[Diagnostic, ...]:
    """All findings that need no drawing: of sources, rules, the plan, the house style, pictures and templates."""
    library, findings = check(order)
    if library is None:
        return _sorted(findings)
    plan = make_plan(library, KINDS, CHANNELS)
    return _sorted([*findings, *plan.findings, *glance(order, library, plan, sound=not has_errors(findings))])


def explain(order: Order, target: str) -> str | None:
    """Why a target would be made now, or what it was made from; None when no build makes it."""
    library, findings = check(order)
    if library is None or has_errors(findings):
        return "De bronnen hebben fouten; kijk ze eerst na met: ./spijs check"
    plan = make_plan(library, KINDS, CHANNELS)
    prospect, _ = survey(order, library, plan, work_folder(order.output))
    pages = prospect.pages.values()
    page = next((page for page in pages if target in (page.target, *page.beside.values())), None)
    if page is None:
        return None
    if reason := prospect.reasons.get(page.target):
        told = reason_in_words(reason, page.source.file)
        return f"{page.target} wordt bij de volgende bouw gemaakt: {told}.\nBron: {page.source}"
    before = reason_in_words(_reasons(work_folder(order.output)).get(page.target, "onbekend"), page.source.file)
    files = "\n".join(f"  templates/{name}" for name in prospect.previous[page.target].files)
    return f"{page.target} is bij; laatst gemaakt omdat: {before}.\nBron: {page.source}\nGemaakt met:\n{files}"


def _stops(findings: Iterable[Diagnostic], order: Order) -> bool:
    return has_errors(findings, order.strict)


def _sorted(findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(set(findings)))


def _chosen(order: Order, page: Page) -> bool:
    return not order.only or page.channel in order.only


def _make(order: Order, prospect: Prospect, tell: Tell, without: set[str]) -> dict[str, Made]:
    stale = [prospect.pages[target] for target in prospect.reasons if target not in without]
    pages = [page for page in stale if _chosen(order, page)]
    made = {}
    for page, result in make_all(pages, prospect.workshop):
        made[page.target] = result
        tell(page.target, len(made), len(pages))
    return made


def _kept(order: Order, prospect: Prospect) -> dict[str, Entry]:
    """What stays as it was published: all that is up to date, and with ``--only`` the other channels."""
    fresh = {target: prospect.previous[target] for target in prospect.pages if target not in prospect.reasons}
    return {**fresh, **_carried(order, prospect)}


def _carried(order: Order, prospect: Prospect) -> dict[str, Entry]:
    """With ``--only``: everything published on the other channels, as it is."""
    if not order.only:
        return {}
    return {
        target: entry
        for target, entry in prospect.previous.items()
        if entry.channel not in order.only and (not entry.data or (order.output / target).is_file())
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
        taken |= {**({target: entry.data} if entry.data else {}), **entry.beside}
    for target, one in made.items():
        page, want = prospect.pages[target], prospect.wanted[target]
        roles = {**one.beside, "kopie": one.data}
        files = {target: one.data, **{path: roles.get(role, b"") for role, path in page.beside.items()}}
        files = {path: content for path, content in files.items() if content}  # none of a sheet that is not ready
        data |= files
        digests = {path: manifest.digest(content) for path, content in files.items()}
        record[target] = Entry(
            page.channel,
            want.key,
            want.values,
            one.files,
            prospect.maker,
            digests.pop(target, ""),
            digests,
            one.findings,
            one.facts,
            one.leads,
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
