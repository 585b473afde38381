"""What was published last, kept with its sources: so that what must go can go, however broken the sources are now.

Beside the output lie the sources of the last whole build, each under the digest of its bytes, and a list of them. Of
somebody who may not be shown nothing is kept, and of private letters neither. When the sources of today have mistakes,
what was published is planned again from these, without what has ended since, was taken back or was thrown away.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from builder import sealed
from builder.content import (
    CONSENT_CHANNELS,
    MISSING,
    Closed,
    Content,
    Document,
    Kind,
    Library,
    Mention,
    beside,
    leaves,
)
from builder.inputs import TEMPLATES, Folder, Inputs, Sort
from builder.kinds.brief import KIND as BRIEF
from builder.kinds.brief import Brief
from builder.kinds.organisatie import Organisatie
from builder.kinds.persoon import KIND as PERSOON
from builder.kinds.persoon import NOBODY, Persoon, Toestemming, lapse
from builder.kinds.vacature import Vacature
from builder.kinds.verhaal import Verhaal
from builder.loading import decoded, present
from builder.pages import Page
from builder.reading import Fields, Source, Tree
from builder.schema import Model, decode
from builder.schema.attachments import Bijlagenaam
from builder.schema.fields import Beeldnaam, Ref
from builder.settings import SITE
from builder.sight import ATTACHED

FOLDER, LIST, COPY = "goed", "goed.lijst", "vorig"
CONSENT = "toestemming"
TAKEN_BACK = re.compile(rb"^\s+ingetrokken:\s*\S", re.M)


@dataclass(frozen=True, slots=True)
class LastGood:
    """The last whole build.

    ``files`` has the digest of what is kept of each source by its path, ``left_out`` the paths of sources of which
    nothing is, ``graves`` the targets that came of these, with the path; ``allowed`` is all that might be shown.
    """

    files: Mapping[str, str]
    left_out: tuple[str, ...]
    graves: Mapping[str, str]
    allowed: frozenset[str]


def allowed(library: Library) -> frozenset[str]:
    """All that may be shown today, in a form that can be compared: which source where, and which part of whom."""
    shown = {
        f"{document.path} {channel}"
        for document in library.documents.values()
        for channel in CONSENT_CHANNELS
        if not library.closed(document, channel)
    }
    people = [document for document in library.all(Persoon) if not lapse(document.value, library.today)]
    consents = [(document.path, document.value.toestemming) for document in people]
    return frozenset(shown | {f"{path} {part}" for path, consent in consents if consent for part in consent.onderdelen})


def remember(work: Path, site: Inputs, library: Library, pages: Mapping[str, Page], last: LastGood | None) -> None:
    """Keep the sources of what was just published from ``site``, after what was kept ``last`` when those were its own.

    Raises :class:`OSError` when the disk refuses; what was kept before is then still there.
    """
    shown = [document for document in library.documents.values() if _may_be_kept(document, library)]
    left_out = {*(last.left_out if last else ()), *(d.path for d in library.documents.values())}
    left_out -= {document.path for document in shown}
    left_out -= {mention.source for mention in library.mentions if mention.field == "id" and mention.closed}
    graves = dict(last.graves) if last else {}
    graves |= {target: page.source.file for target, page in pages.items() if page.source.file in left_out}
    files = {path: _keep(work / FOLDER, read()) for path, read in _texts(site, shown, library.mentions)}
    digests = {**library.images, **{path: one.digest for path, one in library.attachments.items()}}
    for path in {path for document in shown for path in _beside(document)} & set(digests):
        there = (work / FOLDER / digests[path]).is_file()
        files[path] = digests[path] if there else _keep(work / FOLDER, site.sources.entries[path].read())
    told = [files, sorted(left_out), graves, sorted(allowed(library))]
    sealed.write(work / LIST, LIST, json.dumps(told, ensure_ascii=False).encode())
    for kept in (work / FOLDER).iterdir():
        if kept.name not in files.values():
            kept.unlink()


def _may_be_kept(document: Document[Content], library: Library) -> bool:
    """Whether it is shown anywhere; what is filled in in letters is about people, and stays where it is."""
    closed = all(library.closed(document, channel) for channel in CONSENT_CHANNELS)
    return not closed and not isinstance(document.value, Brief) and not _names_somebody(document, library)


def _names_somebody(document: Document[Content], library: Library) -> bool:
    """Whether the name of somebody who may not be named anywhere stands in a source that is not closed for that.

    So it is in the register, in an old address, and in the text of what is on posters without its text.
    """
    if isinstance(document.value, Organisatie):
        return False
    named = (mention for mention in library.mentions if mention.source == document.path)
    return any(
        {*mention.closed, *(("posters",) if mention.field in ("tekst", ATTACHED) else ())} >= {*CONSENT_CHANNELS}
        for mention in named
    )


def _texts(
    site: Inputs, shown: list[Document[Content]], mentions: tuple[Mention, ...]
) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """The path of every text to keep and how to read it: of a person only what may be known."""
    yield SITE, partial(_silent, site, SITE, mentions)
    for document in shown:
        masked = partial(_masked, document.value) if isinstance(document.value, Persoon) else None
        if isinstance(document.value, Organisatie):
            masked = partial(_silent, site, document.path, mentions)
        yield document.path, masked or site.sources.entries[document.path].read
    for own in site.theme[:-1]:
        yield from ((f"{TEMPLATES}/{name}", entry.read) for name, entry in own.files())


def _silent(site: Inputs, path: str, mentions: tuple[Mention, ...]) -> bytes:
    """A source that stands on every page, without the names in it that may not be shown."""
    text = site.sources.entries[path].read().decode("utf-8-sig")
    for mention in mentions:
        text = text.replace(mention.text, NOBODY) if mention.source == path else text
    return text.encode()


def _masked(person: Persoon) -> bytes:
    """A source of a person, without the name and portrait of somebody who did not consent to these."""
    consent = person.toestemming
    parts = consent.onderdelen if consent else ()
    told = {name: _typed(getattr(person, name)) for name in Persoon.model_fields}
    told["naam"] = person.naam if "naam" in parts else NOBODY
    told["ook_anders"] = told["ook_anders"] if "naam" in parts else None
    told["portret"] = told["portret"] if "portret" in parts else None
    return json.dumps({name: value for name, value in told.items() if value is not None}, ensure_ascii=False).encode()


def _typed(value: Any) -> Any:
    """A value as an editor would type it."""
    match value:
        case Model():
            fields = {name: _typed(getattr(value, name)) for name in type(value).model_fields}
            return {name: one for name, one in fields.items() if one is not None}
        case tuple():
            return [_typed(item) for item in value]
        case Ref():
            return value.id
        case Beeldnaam():
            return value.name
        case date():
            return value.isoformat()
        case _:
            return value


def _beside(document: Document[Content]) -> Iterator[str]:
    value = document.value
    if isinstance(value, Persoon) and not (value.toestemming and "portret" in value.toestemming.onderdelen):
        return
    yield from (beside(document.path, leaf.name) for leaf in leaves(value) if isinstance(leaf, Beeldnaam | Bijlagenaam))


def _keep(folder: Path, data: bytes) -> str:
    """Keep bytes under their digest, whole or not at all."""
    name = hashlib.sha256(data).hexdigest()
    if not (folder / name).is_file():
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f"{name}.nieuw"
        draft.write_bytes(data)
        draft.replace(folder / name)
    return name


@contextmanager
def recalled(work: Path) -> Iterator[LastGood | None]:
    """What was kept of the last whole build, for as long as it is laid out as a site; None when that is not whole."""
    try:
        yield _lay_out(work)
    finally:
        shutil.rmtree(work / COPY, ignore_errors=True)


def _lay_out(work: Path) -> LastGood | None:
    stored = sealed.read(work / LIST, LIST)
    if stored is None:
        return None
    files, left_out, graves, allowed = json.loads(stored)
    for path, name in files.items():
        try:
            data = (work / FOLDER / name).read_bytes()
        except OSError:
            return None
        if hashlib.sha256(data).hexdigest() != name:
            return None
        copy = work / COPY / path
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(data)
    (work / COPY / "content").mkdir(parents=True, exist_ok=True)
    return LastGood(files, tuple(left_out), graves, frozenset(allowed))


def known(last: LastGood, kinds: tuple[Kind, ...]) -> dict[tuple[str, str], str]:
    """The sources that were left out, by kind and by folder: what refers to them is not wrong."""
    folders = {kind.folder: kind for kind in kinds}
    split = [(path, path.split("/")[1], path.rpartition("/")[2].partition(".")[0]) for path in last.left_out]
    return {(name, id): path for path, folder, id in split for name in (folder, folders[folder].name)}


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
    if not understood or (now.is_draft if now else _taken_back(files, before.path)):
        node = None
    entries |= {CONSENT: node} if node else {}
    return replace(before, fields=replace(before.fields, entries=entries))


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
