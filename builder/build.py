"""The story of a build, told from top to bottom; what happens in each chapter is in the modules it names."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from builder import images, lastgood, manifest, naming, unchanged
from builder.channels import CHANNELS
from builder.content import CONSENT_CHANNELS, Library
from builder.diagnostics import Diagnostic, Fact, Made, has_errors
from builder.glance import glance
from builder.kinds import KINDS
from builder.lastgood import LastGood
from builder.lettering import inspect
from builder.loading import load, present
from builder.making import make_all
from builder.manifest import Entry
from builder.pages import Page
from builder.plan import GONE, Plan, make_plan
from builder.publish import one_at_a_time, publish
from builder.reading import Source, Tree, read_tree
from builder.rules import check_rules
from builder.settings import Settings, read_settings, today_for
from builder.shared import told_once
from builder.survey import Order, Prospect, dead_codes, survey, told, with_pages
from builder.templating import PAPER_WIDTH, SCREEN_WIDTHS

REASONS = "redenen.json"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a build: targets by what was done with them, the findings, whether the tree was published, and what
    was found on each sheet for the print shop.

    ``ended`` are the pages that now say that something has gone. A build that ``waits`` changed nothing but what had to
    go; everything else waits until the mistakes are mended.
    """

    findings: tuple[Diagnostic, ...]
    made: Mapping[str, str] = field(default_factory=dict)
    kept: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    ended: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    published: bool = False
    library: Library | None = None
    facts: Mapping[str, tuple[Fact, ...]] = field(default_factory=dict)
    waits: bool = False


Tell = Callable[[str, int, int], None]


def build(order: Order, before: str = "", tell: Tell = lambda what, done, total: None) -> Outcome:
    """Read, check, plan, make what is out of date, publish; a user's mistake ends in findings, not in an exception.

    Where mistakes stop that, what must go goes all the same, and the rest stays as it was published last.
    ``before`` is the digest of all inputs, for the note that lets the next build see at once that nothing has changed.
    """
    with one_at_a_time(order.output) as work:
        library, findings = check(order)
        if library is None or _stops(findings, order):
            return _only_what_must_go(order, work, Outcome(_sorted(findings), library=library, waits=True), tell)
        outcome = _carry_out(order, library, findings, work, tell)
        if outcome.waits:
            return _only_what_must_go(order, work, outcome, tell)
        (work / unchanged.NOTE).unlink(missing_ok=True)
        # What is found of a name that may not be shown quotes it, and must not be kept.
        if before and not any(mention.closed for mention in library.mentions):
            unchanged.note(work, before, order.output, unchanged.Last(library.today, outcome.findings))
        return outcome


def _carry_out(
    order: Order, library: Library, findings: list[Diagnostic], work: Path, tell: Tell, last: LastGood | None = None
) -> Outcome:
    """Plan, make and publish a library; what stands still because of mistakes is told by ``waits``.

    With ``last`` it is the library of the last whole build without what must go: a page that cannot be made any more
    goes as well, and what is not in the library because it was out of sight already stays as it is.
    """
    plan = _without_letters(make_plan(library, KINDS, CHANNELS)) if last else make_plan(library, KINDS, CHANNELS)
    prospect, found = survey(order, library, plan, work)
    findings = [*findings, *plan.findings, *found]
    if not last and _stops(findings, order):
        return Outcome(_sorted(findings), library=library, waits=True)
    order = _all_of_it(order, prospect, findings)
    late = {target: page for target, page in prospect.pages.items() if page.after}
    made = _make(order, prospect, tell, set(late))
    prospect = with_pages(prospect, order, told(late, {**_kept(order, prospect), **made}))
    made |= _make(order, prospect, tell, set(prospect.pages) - set(late))
    kept = {**_kept(order, prospect), **(_lasting(order, last, prospect, library) if last else {})}
    results: dict[str, Made | Entry] = {**kept, **made}
    findings += told_once([finding for one in results.values() for finding in one.findings], order.site)
    findings += [] if last else dead_codes(results, prospect)
    if not last and _stops(findings, order):
        return Outcome(_sorted(findings), library=library, waits=True)
    made = {target: one for target, one in made.items() if not has_errors(one.findings)}
    removed = sorted(set(prospect.previous) - set(made) - set(kept))
    if made or removed or not order.output.exists():
        _publish(order, prospect, made, kept, work)
        _remember(work, {target: prospect.reasons[target] for target in made}, kept)
    _forget(prospect, work)
    if not order.only:
        with suppress(OSError):  # the tree is published: a full disk costs no more than what the next build may need
            lastgood.remember(work, order.site, library, prospect.pages, last)
    return Outcome(
        _sorted(findings),
        made={target: prospect.reasons[target] for target in sorted(made)},
        kept=tuple(sorted(kept)),
        removed=tuple(removed),
        ended=tuple(target for target in sorted(made) if prospect.pages[target].template == GONE),
        stale=_stale(order, prospect),
        published=bool(made or removed),
        library=library,
        facts={target: one.facts for target, one in results.items() if one.facts},
    )


def _without_letters(plan: Plan) -> Plan:
    """A plan without what is private: of that nothing was kept to make it from."""
    private = {channel.name for channel in CHANNELS if channel.private}
    return replace(plan, pages={to: page for to, page in plan.pages.items() if page.channel not in private})


def _only_what_must_go(order: Order, work: Path, outcome: Outcome, tell: Tell) -> Outcome:
    """After mistakes: take away what has ended, was taken back or thrown away since the last whole build."""
    with lastgood.recalled(work) as last:
        if last is None or not order.output.exists():
            return outcome
        before = replace(order, site=work / lastgood.COPY, only=(), strict=False)
        library = _as_it_was(order, before, last)
        if library is None or last.allowed <= lastgood.allowed(library):
            return outcome
        left = _carry_out(before, library, [], work, tell, last)
        return replace(left, findings=_sorted([*outcome.findings, *left.findings]), waits=True)


def _as_it_was(order: Order, before: Order, last: LastGood) -> Library | None:
    """The library of the last whole build, without what must go according to the sources of today."""
    settings, site, _ = read_settings(before.site)
    was, now = read_tree(before.site), read_tree(order.site)
    if settings and (settings.organisatie.kind, settings.organisatie.id) not in present(now, KINDS):
        now = was  # a folder without even the own organisation is not to be trusted
    tree = lastgood.with_consents(was, now)
    library, _ = _loaded(tree, settings, site, today_for(settings, order.day, order.clock), lastgood.known(last, KINDS))
    return lastgood.without_what_must_go(library, now, KINDS) if library else None


def check(order: Order) -> tuple[Library | None, list[Diagnostic]]:
    """Read and check all sources and rules; no library when ``site.yml`` cannot be used."""
    settings, site, findings = read_settings(order.site)
    tree = read_tree(order.site)
    library, found = _loaded(tree, settings, site, today_for(settings, order.day, order.clock), {})
    if library is None:
        return None, findings + found
    findings += inspect(order.site, library, tree, lambda: make_plan(library, KINDS, CHANNELS).pages.values())
    return library, findings + found + check_rules(library, whole=not has_errors(found))


def _loaded(
    tree: Tree, settings: Settings | None, site: Source | None, today: date, gone: Mapping[tuple[str, str], str]
) -> tuple[Library | None, list[Diagnostic]]:
    """The library of a tree that names nobody who may not be named, and what is wrong with its sources."""
    people = naming.people_in(tree, settings, today) if settings else None
    library, found = load(tree, naming.silenced(settings, people) if settings and people else None, KINDS, today, gone)
    return naming.guarded(library, tree, site, people) if library and people else library, found


def check_all(order: Order) -> tuple[Diagnostic, ...]:
    """All findings that need no drawing: of sources, rules, the plan, the house style, pictures and templates."""
    library, findings = check(order)
    if library is None:
        return _sorted(findings)
    plan = make_plan(library, KINDS, CHANNELS)
    return _sorted([*findings, *plan.findings, *glance(order, library, plan, sound=not has_errors(findings))])


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


def _lasting(order: Order, last: LastGood, prospect: Prospect, library: Library) -> dict[str, Entry]:
    """What came of sources that were out of sight already: letters, and pages that say that something has gone."""
    barred = {path for path, channel in library.barred if channel == CONSENT_CHANNELS[0]}
    lasting = {target for target, path in last.graves.items() if path not in barred}
    there = {target: entry for target, entry in prospect.previous.items() if target in lasting}
    files = {target: [*([target] if entry.data else []), *entry.beside] for target, entry in there.items()}
    return {target: there[target] for target in there if all((order.output / path).is_file() for path in files[target])}


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
    before = reasons_of(work)
    told = {**{target: before[target] for target in kept if target in before}, **made}
    with suppress(OSError):  # the tree is published: a full disk costs no more than these reasons
        (work / REASONS).write_text(json.dumps(told, ensure_ascii=False, indent=0, sort_keys=True), encoding="utf-8")


def reasons_of(work: Path) -> dict[str, str]:
    """Why each target was last made, as far as that was kept."""
    try:
        told = json.loads((work / REASONS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _forget(prospect: Prospect, work: Path) -> None:
    """Prepared pictures that no page uses leave the cache."""
    used = [picture.digest for picture in prospect.pictures]
    images.prune(work / "beeld", used, (*SCREEN_WIDTHS, PAPER_WIDTH))
