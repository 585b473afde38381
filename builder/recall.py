"""What was published last, with what the sources of today say of people and of what has ended laid over it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from builder.channels import CHANNELS
from builder.content import CONSENT_CHANNELS, MISSING, Closed, Content, Document, Kind, Library
from builder.diagnostics import Diagnostic, Position, fout
from builder.inputs import Folder, Inputs, Sort
from builder.kinds.brief import KIND as BRIEF
from builder.kinds.persoon import KIND as PERSOON
from builder.kinds.persoon import Persoon, Toestemming
from builder.kinds.vacature import Vacature
from builder.kinds.verhaal import Verhaal
from builder.lastgood import LastGood, digest_of, stored
from builder.loading import decoded, present
from builder.plan import Plan
from builder.publish import work_folder
from builder.reading import Fields, Source, Tree
from builder.schema import decode
from builder.settings import SITE
from builder.survey import Order

CONSENT = "toestemming"
# Also where that is why it cannot be read: another colon, no space behind it, spaces of a word processor before it.
TAKEN_BACK = re.compile(rb"(?im)(?:^|[,{])[^\w#\n]{0,40}ingetrokken[^\w#\n]{0,40}?(?::|\xef\xbc\x9a)[^\w#\n]{0,40}\w")


def without_letters(plan: Plan) -> Plan:
    """A plan without what is private: of that nothing was kept to make it from."""
    private = {channel.name for channel in CHANNELS if channel.private}
    return replace(plan, pages={to: page for to, page in plan.pages.items() if page.channel not in private})


def clock_runs_behind(order: Order, library: Library) -> list[Diagnostic]:
    """That the clock, when the day of the build is its, says an earlier day than that of the last whole build.

    What has ended since would come back, so that stops a build.
    """
    ours = order.day is None and library.today == order.clock and not order.proof  # a proof may have been of any day
    last = stored(work_folder(order.output)) if ours else None
    if last is None or last.day <= order.clock:
        return []
    message = f"de klok staat op {order.clock:%d-%m-%Y}, en er is al gebouwd voor {last.day:%d-%m-%Y}"
    remedy = f"zet de klok van deze computer goed; is hij goed, doe dan: ./spijs build --datum {order.clock}"
    return [fout("klok", Position(SITE), message, remedy)]


def known(last: LastGood, kinds: tuple[Kind, ...]) -> dict[tuple[str, str], str]:
    """The sources that were left out, by kind and by folder: what refers to them is not wrong."""
    folders = {kind.folder: kind for kind in kinds}
    split = [(path, path.split("/")[1], path.rpartition("/")[2].partition(".")[0]) for path in last.left_out]
    return {(name, id): path for path, folder, id in split for name in (folder, folders[folder].name)}


def without_letters_in_doubt(last: LastGood, site: Inputs) -> LastGood:
    """The last whole build without the letters that were made from other sources than there are: whom these named, and
    whether these are about somebody who went, is not known any more.
    """
    doubt = {path for path in last.graves.values() if path.split("/")[1] == BRIEF.folder}
    doubt -= {path for path in doubt if _as_then(path, last, site) and _as_then(_table(path), last, site)}
    return replace(last, graves={target: path for target, path in last.graves.items() if path not in doubt})


def _as_then(path: str, last: LastGood, site: Inputs) -> bool:
    return digest_of(site, path) == last.letters.get(path, "")


def _table(path: str) -> str:
    return f"{path.rpartition('.')[0]}.csv"


def with_consents(last: Tree, now: Tree) -> Tree:
    """The tree of the last whole build with the consents of today, and with the letters, of which nothing is kept.

    There is no consent where it cannot be understood.
    """
    current = {(source.folder, source.id): source for source in now.sources}
    people = [source for source in last.sources if source.folder == PERSOON.folder]
    others = [source for source in last.sources if source.folder != PERSOON.folder]
    consenting = [_consenting(source, current.get((source.folder, source.id)), now.files) for source in people]
    letters = [source for source in now.sources if source.folder == BRIEF.folder]
    sources = sorted([*others, *consenting, *letters], key=lambda source: source.path)
    return replace(last, sources=tuple(sources), tables=now.tables)


def _consenting(before: Source, now: Source | None, files: Folder) -> Source:
    """A person as before but for the consent; what seems to be taken back in a source that cannot be read, is.

    Who was made a draft does not consent yet.
    """
    entries = {key: value for key, value in before.fields.entries.items() if key != CONSENT}
    node = (now or before).fields.entries.get(CONSENT)
    understood = isinstance(node, Fields) and decode(Toestemming, node)[0] is not None
    if not understood or (now.gist.is_draft if now else _taken_back(files, before.path)):
        node = None
    entries |= {CONSENT: node} if node else {}
    return before.saying(replace(before.fields, entries=entries))


def _taken_back(files: Folder, path: str) -> bool:
    """Whether a source that cannot be understood is gone, or seems to take a consent back; not when it is closed."""
    entry, closed = files.entries.get(path), {name for name, one in files.entries.items() if one.error}
    if entry is None:
        return closed.isdisjoint(map(str, PurePosixPath(path).parents))
    try:
        return entry.sort is Sort.FILE and TAKEN_BACK.search(entry.read()) is not None
    except OSError:
        return False


def without_what_must_go(last: Library, tree: Tree, kinds: tuple[Kind, ...]) -> Library:
    """The library of the last whole build without the people, stories and vacancies that are thrown away, at their end,
    a draft or put off today; what else is, waits like any other change.
    """
    now = decoded(tree, kinds)
    library = replace(last, gone=_thrown_away(last, tree, kinds, now))
    barred = {
        (document.path, channel): closed
        for key, document in last.documents.items()
        if (new := now.get(key)) and isinstance(new.value, Verhaal | Vacature)
        for channel in CONSENT_CHANNELS
        # By its gate alone, and not because what it refers to now is not there.
        if (closed := library.closed(replace(new, path=""), channel)) and closed != MISSING
    }
    return replace(library, barred={**library.barred, **barred})


def _thrown_away(
    last: Library, tree: Tree, kinds: tuple[Kind, ...], now: Mapping[tuple[str, str], Document[Content]]
) -> dict[str, Closed]:
    """Who and what is not there any more, and was not renamed; in a folder that cannot be read all is still there."""
    there = present(tree, kinds)
    renamed = {(document.kind.name, name) for document in now.values() for name in document.value.voorheen}
    unread = tuple(f"{finding.position.file}/" for finding in tree.findings)
    return {
        document.path: Closed("de bron is er niet meer", state="voorbij")
        for document in last.documents.values()
        if isinstance(document.value, Persoon | Verhaal | Vacature)
        and (document.kind.name, document.id) not in there | renamed
        and not document.path.startswith(unread)
    }
