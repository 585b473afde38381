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
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from builder import sealed
from builder.content import (
    CONSENT_CHANNELS,
    Content,
    Document,
    Library,
    Mention,
    beside,
)
from builder.inputs import TEMPLATES, Inputs
from builder.kinds.beelden import seen
from builder.kinds.brief import Brief
from builder.kinds.dienst import Dienst
from builder.kinds.organisatie import Organisatie
from builder.kinds.pagina import Pagina
from builder.kinds.persoon import KIND as PERSOON
from builder.kinds.persoon import NOBODY, Persoon, agreed_to, lapse
from builder.pages import Page
from builder.schema import Model
from builder.schema.attachments import Bijlagenaam
from builder.schema.fields import Beeldnaam, Ref
from builder.settings import SITE
from builder.sight import ATTACHED

FOLDER, LIST, COPY = "goed", "goed.lijst", "vorig"
FORM = f"{LIST} 2"  # a list of another form is none
PEOPLE = f"content/{PERSOON.folder}/"


@dataclass(frozen=True, slots=True)
class LastGood:
    """The last whole build.

    ``files`` has the digest of what is kept of each source by its path, ``left_out`` the paths of sources of which
    nothing is, ``graves`` the targets that came of these, with the path; ``allowed`` is all that might be shown, and
    ``letters`` has the digest of each letter and each table of one. A source that may not be named has a pseudonym.
    """

    files: Mapping[str, str]
    left_out: tuple[str, ...]
    graves: Mapping[str, str]
    allowed: frozenset[str]
    letters: Mapping[str, str]
    day: date

    def somebody_went(self, library: Library) -> bool:
        """Whether of somebody less may be shown than then."""
        return any(one.startswith(PEOPLE) for one in self.allowed - allowed(library))


def allowed(library: Library) -> frozenset[str]:
    """All that may be shown today, in a form that can be compared: which source where, and which part of whom."""
    shown = {
        f"{document.path} {channel}"
        for document in library.documents.values()
        for channel in CONSENT_CHANNELS
        if not library.closed(document, channel)
    }
    shut = nameless(library)
    people = [d for d in library.all(Persoon) if not lapse(d.value, library.today) and d.path not in shut]
    consents = [(document.path, document.value.toestemming) for document in people]
    parts = [(path, part) for path, consent in consents if consent for part in (*consent.onderdelen, *consent.beelden)]
    return frozenset(shown | {f"{path} {part}" for path, part in parts})


def remember(work: Path, site: Inputs, library: Library, pages: Mapping[str, Page], last: LastGood | None) -> None:
    """Keep the sources of what was just published from ``site``, after what was kept ``last`` when those were its own.

    Raises :class:`OSError` when the disk refuses; what was kept before is then still there.
    """
    shown = [document for document in library.documents.values() if may_be_kept(document, library)]
    others = {path: pseudonym(path) for path in nameless(library)}
    left_out = {*(last.left_out if last else ()), *(d.path for d in library.documents.values())}
    left_out -= {document.path for document in shown}
    graves = {target: path for target, path in (last.graves if last else {}).items() if path not in others}
    graves |= {target: page.source.file for target, page in pages.items() if page.source.file in left_out}
    files = {
        path: _keep(work / FOLDER, _under_pseudonyms(read(), others))
        for path, read in _texts(site, shown, library.mentions)
    }
    digests = {**library.images, **{path: one.digest for path, one in library.attachments.items()}}
    for path, may in {one for document in shown for one in _beside(document, library) if one[0] in digests}:
        there = (work / FOLDER / digests[path]).is_file()
        data = (
            site.sources.entries[path].read() if may and not there else b""
        )  # what may not be seen is there, and empty
        files[path] = digests[path] if may and there else _keep(work / FOLDER, data)
    told = {
        "files": files,
        "left_out": sorted({others.get(path, path) for path in left_out}),
        "graves": {target: path for target, path in graves.items() if path in left_out and path not in others},
        "allowed": sorted(allowed(library)),
        "letters": last.letters if last else _letters(site, library),
        "day": max(library.today, last.day if last else library.today).isoformat(),
    }
    sealed.write(work / LIST, FORM, json.dumps(told, ensure_ascii=False).encode())
    wanted = set(files.values())
    for kept in (work / FOLDER).iterdir():
        if kept.name not in wanted:
            kept.unlink()


def nameless(library: Library) -> set[str]:
    """The paths of sources of which the name itself is that of somebody who may be named nowhere."""
    return {m.source for m in library.mentions if m.field == "id" and {*m.closed} >= {*CONSENT_CHANNELS}}


def pseudonym(path: str) -> str:
    """The path of a source that may not be named."""
    folder, _, name = path.rpartition("/")
    return f"{folder}/weg-{hashlib.sha256(path.encode()).hexdigest()[:10]}.{name.rpartition('.')[2]}"


def _under_pseudonyms(data: bytes, others: Mapping[str, str]) -> bytes:
    """A text to keep, in which references to sources that may not be named have their pseudonyms."""
    for path, other in others.items():
        old, new = (one.rpartition("/")[2].partition(".")[0].encode() for one in (path, other))
        data = re.sub(rb"(?<![a-z0-9-])" + old + rb"(?![a-z0-9-])", new, data)
    return data


def _letters(site: Inputs, library: Library) -> dict[str, str]:
    paths = [document.path for document in library.all(Brief)]
    return {path: digest_of(site, path) for path in (*paths, *library.tables)}


def digest_of(site: Inputs, path: str) -> str:
    """The digest of a source; empty when there is none that can be read."""
    entry = site.sources.file(path)
    return entry.digest if entry else ""


def may_be_kept(document: Document[Content], library: Library) -> bool:
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


def _beside(document: Document[Content], library: Library) -> Iterator[tuple[str, bool]]:
    """The path of each picture and attachment of a document, and whether it may be seen."""
    value = document.value
    named = [leaf for leaf in document.leaves if isinstance(leaf, Beeldnaam | Bijlagenaam)]
    hidden: set[Beeldnaam | Bijlagenaam] = set()
    if isinstance(value, Persoon):
        hidden |= {one for one in named if not agreed_to(value, library.images[beside(document.path, one.name)])}
    elif isinstance(value, Dienst | Pagina):
        hidden |= {one.bestand for one in value.beelden} - {one.bestand for one in seen(document, library)}
    yield from ((beside(document.path, leaf.name), leaf not in hidden) for leaf in named)


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
    last = stored(work)
    if last is None:
        return None
    for path, name in last.files.items():
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
    return last


def stored(work: Path) -> LastGood | None:
    """What is remembered of the last whole build."""
    data = sealed.read(work / LIST, FORM)
    if data is None:
        return None
    told = json.loads(data)
    left_out, allowed, day = tuple(told["left_out"]), frozenset(told["allowed"]), date.fromisoformat(told["day"])
    return LastGood(told["files"], left_out, told["graves"], allowed, told["letters"], day)
