"""The story of a build, told from top to bottom; what happens in each chapter is in the modules it names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from builder import (
    ahead,
    forgetting,
    garbage,
    images,
    lastgood,
    manifest,
    memory,
    naming,
    packages,
    reasons,
    recall,
    unchanged,
    understood,
)
from builder.channels import CHANNELS
from builder.content import Library
from builder.diagnostics import Diagnostic, Fact, Made, has_errors
from builder.glance import glance
from builder.inputs import Folder, Moved, look
from builder.keeping import all_of_it, chosen, next_tree, outlasting, stale, staying
from builder.kinds import KINDS
from builder.lastgood import LastGood
from builder.lettering import inspect
from builder.loading import load, present
from builder.making import make_all, maker_digest
from builder.manifest import Entry
from builder.pages import Page
from builder.plan import GONE, make_plan
from builder.publish import left_behind, one_at_a_time, planned, publish, work_folder
from builder.reading import Source, Tree, read_tree
from builder.rules import check_rules
from builder.settings import Settings, read_settings, today_for
from builder.shared import lenient, lent, told_once
from builder.survey import Order, Prospect, dead_codes, survey, told, with_pages
from builder.templating import PAPER_WIDTH, SCREEN_WIDTHS

TRIES = 3  # builds, when sources are changed all the time


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a build: targets by what was done with them, the findings, whether the tree was published, and what
    was found on each sheet for the print shop.

    ``ended`` are the pages that now say that something has gone. A build that ``waits`` changed nothing but what had to
    go; everything else waits until the mistakes are mended. ``tree`` is what was planned to stand in the output, out
    of ``pages``, ``moved`` what was changed under the build, ``left`` what could not be taken away or kept beside the
    output, ``packages`` those that are gone, for they showed what may not be shown any more.
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
    tree: Mapping[str, str] = field(default_factory=dict)
    moved: tuple[str, ...] = ()
    left: tuple[Path, ...] = ()
    packages: tuple[Path, ...] = ()
    pages: Mapping[str, Page] = field(default_factory=dict)


Tell = Callable[[str, int, int], None]


def build(order: Order, tell: Tell = lambda what, done, total: None) -> Outcome:
    """Read, check, plan, make what is out of date, publish; a user's mistake ends in findings, not in an exception.

    What was changed under the build is noticed at its end: then it is done again, and when that goes on it is told.
    """
    earlier = Outcome(())
    with one_at_a_time(order.output) as work:
        for left in reversed(range(TRIES)):
            stuck = forgetting.forget(work, order.site, order.day, order.clock)
            try:
                with memory.recalled(work, maker_digest(order.site.code)):
                    earlier = _together(earlier, _once(order, work, tell))
                done = True
            except Moved:
                if not left:
                    raise
                done = False
            now = look(order.site.root)
            moved = order.site.moved(now)
            if done and not moved:
                break
            order = replace(order, site=now)
        return replace(earlier, moved=tuple(moved), left=(*earlier.left, *stuck, *left_behind(work)))


def _together(earlier: Outcome, later: Outcome) -> Outcome:
    """What came of two builds, one right after the other."""
    made = {**earlier.made, **later.made}
    return replace(
        later,
        made={target: reason for target, reason in made.items() if target not in later.removed},
        kept=tuple(target for target in later.kept if target not in made),
        removed=tuple(sorted({*earlier.removed, *later.removed} - set(later.made) - set(later.kept))),
        ended=tuple(sorted({*earlier.ended, *later.ended} - set(later.removed))),
        published=earlier.published or later.published,
        packages=(*earlier.packages, *later.packages),
    )


def _once(order: Order, work: Path, tell: Tell) -> Outcome:
    """One build of the site as it was looked at.

    Where mistakes stop that, what must go goes all the same, and the rest stays as it was published last.
    """
    with garbage.none_to_look_for():
        library, findings = check(order)
    library = replace(library, proof=order.proof) if library else None
    if library is None or _stops(findings, order):
        return _only_what_must_go(order, work, Outcome(_sorted(findings), library=library, waits=True), tell)
    outcome = _carry_out(order, library, findings, work, tell)
    if outcome.waits:
        return _only_what_must_go(order, work, outcome, tell)
    with suppress(OSError):
        (work / unchanged.NOTE).unlink(missing_ok=True)
    # What is found of a name that may not be shown quotes it, and must not be kept.
    if not order.only and not outcome.left and not any(mention.closed for mention in library.mentions):
        before = unchanged.asked(order.site, order.clock, order.day, order.strict)
        unchanged.note(work, before, outcome.tree, unchanged.Last(library.today, outcome.findings))
    return outcome


def _carry_out(
    order: Order, library: Library, findings: list[Diagnostic], work: Path, tell: Tell, last: LastGood | None = None
) -> Outcome:
    """Plan, make and publish a library; what stands still because of mistakes is told by ``waits``.

    With ``last`` it is the library of the last whole build without what must go: a page that cannot be made any more
    goes as well, and what is not in the library because it was out of sight already stays as it is.
    """
    with garbage.none_to_look_for():
        plan = make_plan(library, KINDS, CHANNELS)
        prospect, found = survey(order, library, recall.without_letters(plan) if last else plan, work)
    findings = [*findings, *lenient([*plan.findings, *found], library)]
    if not last and _stops(findings, order):
        return Outcome(_sorted(findings), library=library, waits=True)
    order = all_of_it(order, prospect, findings, library, lastgood.stored(work) if order.only else None)
    late = {target: page for target, page in prospect.pages.items() if page.after}
    made = _make(order, prospect, tell, set(late))
    prospect = with_pages(prospect, told(late, {**staying(order, prospect), **made}))
    made |= _make(order, prospect, tell, set(prospect.pages) - set(late))
    kept = {**staying(order, prospect), **(outlasting(last, prospect, library) if last else {})}
    results: dict[str, Made | Entry] = {**kept, **made}
    new_found = told_once([finding for one in results.values() for finding in one.findings], order.site)
    findings += lenient([*new_found, *([] if last else dead_codes(results, prospect))], library)
    if not last and _stops(findings, order):
        return Outcome(_sorted(findings), library=library, waits=True)
    made = {target: one for target, one in made.items() if not has_errors(one.findings)}
    new = next_tree(prospect, made, kept)
    tree = planned(new.record, record := manifest.dump(new.record))
    if published := prospect.found != tree:
        publish(order.output, work, new.made, new.kept, record)
        reasons.remember(work, {target: prospect.reasons[target] for target in made}, kept)
    gone, stuck = packages.without_who_went(work, tree, library)
    removed = set(prospect.previous) - set(made) - set(kept)
    known = {path for target, entry in prospect.previous.items() for path in manifest.files(target, entry)}
    removed |= set(prospect.found) - set(tree) - known
    return Outcome(
        _sorted(findings),
        tree=tree,
        left=(*_forget(order, prospect, library, work, last), *stuck),
        made={target: prospect.reasons[target] for target in sorted(made)},
        kept=tuple(sorted(kept)),
        removed=tuple(sorted(removed)),
        ended=tuple(target for target in sorted(made) if prospect.pages[target].template == GONE),
        stale=stale(order, prospect),
        published=published,
        library=library,
        facts={target: one.facts for target, one in results.items() if one.facts},
        packages=tuple(gone),
        pages=prospect.pages,
    )


def _only_what_must_go(order: Order, work: Path, outcome: Outcome, tell: Tell) -> Outcome:
    """After mistakes: take away what has ended, was taken back or thrown away since the last whole build."""
    with lastgood.recalled(work) as last:
        before = replace(order, site=look(work / lastgood.COPY), only=(), strict=False)
        library = _as_it_was(order, before, last) if last and order.output.exists() else None
        if last and library and last.allowed <= lastgood.allowed(library):
            return outcome
        with suppress(OSError):
            (work / unchanged.NOTE).unlink(missing_ok=True)  # it may quote what may not be said any more
        understood.forget(work)
        if last is None or library is None:
            return outcome
        if last.somebody_went(library):
            last = recall.without_letters_in_doubt(last, order.site)
        left = _carry_out(before, library, [], work, tell, last)
        return replace(left, findings=_sorted([*outcome.findings, *left.findings]), waits=True)


def _as_it_was(order: Order, before: Order, last: LastGood) -> Library | None:
    """The library of the last whole build, without what must go according to the sources of today."""
    settings, site, _ = read_settings(before.site)
    was, now = read_tree(before.site), read_tree(order.site)
    if settings and (settings.organisatie.kind, settings.organisatie.id) not in present(now, KINDS):
        now = was  # a folder without even the own organisation is not to be trusted
    tree = recall.with_consents(was, now)
    today = today_for(settings, order.day, max(order.clock, last.day))
    library, _ = _loaded(tree, settings, site, (), today, recall.known(last, KINDS))
    return recall.without_what_must_go(replace(library, proof=order.proof), now, KINDS) if library else None


def check(order: Order) -> tuple[Library | None, list[Diagnostic]]:
    """Read and check all sources and rules; no library when ``site.yml`` cannot be used."""
    settings, site, findings = read_settings(order.site)
    tree = read_tree(order.site, understood.UNDERSTOOD.gist)
    today = today_for(settings, order.day, order.clock)
    ahead.look(tree, settings, order.jobs)
    library, found = _loaded(tree, settings, site, order.site.theme, today, {})
    if library is None:
        return None, lent([*findings, *found], order.site)
    findings += inspect(order.site, library, tree, lambda: make_plan(library, KINDS, CHANNELS).pages.values())
    findings += [*found, *recall.clock_runs_behind(order, library)]
    return library, lent([*findings, *check_rules(library, whole=not has_errors(found))], order.site)


def _loaded(
    tree: Tree,
    settings: Settings | None,
    site: Source | None,
    theme: tuple[Folder, ...],
    today: date,
    gone: Mapping[tuple[str, str], str],
) -> tuple[Library | None, list[Diagnostic]]:
    """The library of a tree that names nobody who may not be named, and what is wrong with its sources."""
    people = naming.people_in(tree, settings, today) if settings else None
    library, found = load(tree, naming.silenced(settings, people) if settings and people else None, KINDS, today, gone)
    shown = naming.guarded(library, tree, site, theme, people) if library and people else library
    return shown, found


def check_all(order: Order) -> tuple[Diagnostic, ...]:
    """All findings that need no drawing: of sources, rules, the plan, the house style, pictures and templates."""
    memory.recall(work_folder(order.output), maker_digest(order.site.code))
    library, findings = check(order)
    if library is None:
        return _sorted(findings)
    plan = make_plan(library, KINDS, CHANNELS)
    return _sorted([*findings, *plan.findings, *glance(order, library, plan, sound=not has_errors(findings))])


def _stops(findings: Iterable[Diagnostic], order: Order) -> bool:
    return has_errors(findings, order.strict)


def _sorted(findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(set(findings)))


def _make(order: Order, prospect: Prospect, tell: Tell, without: set[str]) -> dict[str, Made]:
    stale = [prospect.pages[target] for target in prospect.reasons if target not in without]
    pages = [page for page in stale if chosen(order, prospect, page)]
    made = {}
    for page, result in make_all(pages, prospect.workshop):
        made[page.target] = result
        tell(page.target, len(made), len(pages))
    return made


def _forget(order: Order, prospect: Prospect, library: Library, work: Path, last: LastGood | None) -> Iterator[Path]:
    """Let go of pictures that no page uses, and keep the sources of this build and what they mean; where that fails.

    The tree is published: a full disk costs no more than what the next build may need.
    """
    used = [picture.digest for picture in prospect.pictures]
    keeping: dict[str, Callable[[], None]] = {
        "beeld": lambda: images.prune(work / "beeld", used, (*SCREEN_WIDTHS, PAPER_WIDTH)),
        understood.FOLDER: lambda: memory.keep(work, library),
    }
    if not order.only:
        keeping[lastgood.FOLDER] = lambda: lastgood.remember(work, order.site, library, prospect.pages, last)
    for folder, keep in keeping.items():
        try:
            keep()
        except OSError:
            yield work / folder
