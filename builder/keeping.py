"""What stays as it was published, and the next tree, made of that and of what is new."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from builder import manifest
from builder.content import CONSENT_CHANNELS, Library
from builder.diagnostics import Diagnostic, Made
from builder.lastgood import LastGood
from builder.manifest import Entry
from builder.pages import Page
from builder.survey import Order, Prospect


def chosen(order: Order, prospect: Prospect, page: Page) -> bool:
    """With ``--only``: the pages of those channels, and of what is there already what is damaged."""
    before = prospect.previous.get(page.target)
    damaged = before is not None and not manifest.whole(page.target, before, prospect.found)
    return not order.only or page.channel in order.only or damaged


def staying(order: Order, prospect: Prospect) -> dict[str, Entry]:
    """What stays as it was published: all that is up to date, and with ``--only`` the other channels."""
    fresh = {target: prospect.previous[target] for target in prospect.pages if target not in prospect.reasons}
    return {**fresh, **_carried(order, prospect)}


def outlasting(last: LastGood, prospect: Prospect, library: Library) -> dict[str, Entry]:
    """What came of sources that were out of sight already: letters, and pages that say that something has gone."""
    barred = {path for path, channel in library.barred if channel == CONSENT_CHANNELS[0]}
    lasting = {target for target, path in last.graves.items() if path not in barred}
    there = {target: entry for target, entry in prospect.previous.items() if target in lasting}
    return {target: entry for target, entry in there.items() if manifest.whole(target, entry, prospect.found)}


def _carried(order: Order, prospect: Prospect) -> dict[str, Entry]:
    """With ``--only``: everything published on the other channels, as it is."""
    if not order.only:
        return {}
    return {
        target: entry
        for target, entry in prospect.previous.items()
        if entry.channel not in order.only and manifest.whole(target, entry, prospect.found)
    }


def stale(order: Order, prospect: Prospect) -> tuple[str, ...]:
    """What was carried over and would be made, or removed, by a build of everything."""
    carried = _carried(order, prospect)
    return tuple(sorted(t for t in carried if t in prospect.reasons or t not in prospect.pages))


def all_of_it(
    order: Order, prospect: Prospect, findings: Iterable[Diagnostic], library: Library, last: LastGood | None
) -> Order:
    """The order without ``--only`` when consent has ended and something old is still there: that cannot wait."""
    ended = any(finding.code == "terughalen" for finding in findings) and bool(stale(order, prospect))
    went = last is not None and last.somebody_went(library)
    return replace(order, only=()) if ended or went else order


@dataclass(frozen=True, slots=True)
class NextTree:
    """The next tree: new bytes by their path, the digests of files that stay, and the record of both."""

    made: Mapping[str, bytes]
    kept: Mapping[str, str]
    record: Mapping[str, Entry]


def next_tree(prospect: Prospect, made: Mapping[str, Made], kept: Mapping[str, Entry]) -> NextTree:
    """The next tree, of what was made now and what stays."""
    record = dict(kept)
    data: dict[str, bytes] = {}
    taken = {path: digest for target, entry in kept.items() for path, digest in manifest.files(target, entry).items()}
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
    return NextTree(data, taken, record)
