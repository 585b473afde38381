"""Which earlier versions of sources go because they speak of somebody who may not be shown any more.

Looked at are the sources of today and what is kept of earlier ones: somebody's name may have been another one, and her
source may be gone altogether. A version goes when it is of such a person, refers to one or to what is about one, or
has the name in it, also in the name of its file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from builder import prose, versions
from builder.comparing import said
from builder.inputs import Inputs
from builder.kinds import KINDS
from builder.kinds.persoon import KIND as PERSOON
from builder.kinds.persoon import Persoon, lapse
from builder.nameparts import Who
from builder.names import Names
from builder.prose import Prose
from builder.reading import Source, parse_source
from builder.reading.filenames import SOURCES
from builder.schema import decode, leaves, salvage
from builder.schema.fields import Ref
from builder.settings import read_settings, today_for
from builder.versions import Version

PEOPLE = f"content/{PERSOON.folder}/"
TAKEN_BACK = re.compile(rb"(?m)^[^#\n]*\bingetrokken\b[^\w\n]*[\w]")
FOLDERS = {kind.folder: kind for kind in KINDS}


@dataclass(frozen=True, slots=True)
class _Told:
    """A source as far as it tells whom it is about: its path, its words and what it refers to."""

    path: str
    text: str
    refs: frozenset[tuple[str, str]]


def forget(work: Path, site: Inputs, day: date | None, clock: date) -> list[Path]:
    """Take away what is kept of sources about or naming somebody who may not be shown; gives what will not go.

    That somebody may not be shown is asked for the day that a build is for. What cannot be read goes as well: nobody
    can say of whom it is.
    """
    if not (work / versions.FOLDER).is_dir():
        return []
    with versions.one_at_a_time(work):
        kept = list(versions.kept(work))
        going = _going(kept, site, today_for(read_settings(site)[0], day, clock)) if kept else []
        return [place for place in (*going, *versions.unreadable(work)) if not _taken_away(place)]


def _taken_away(place: Path) -> bool:
    try:
        place.unlink(missing_ok=True)
    except OSError:
        return False
    return True


def _going(kept: list[Version], site: Inputs, today: date) -> list[Path]:
    people = {path: entry.read() for path, entry in site.sources.files(PEOPLE.rstrip("/")) if not entry.error}
    earlier = [(version.path, version.data) for version in kept if version.path.startswith(PEOPLE)]
    gone = {path for path in {*people, *(path for path, _ in earlier)} if _went(path, people.get(path), today)}
    if not gone:
        return []
    names = [who for path, data in (*people.items(), *earlier) if (who := _who(path, data, path in gone))]
    shown = {said(who.name) for who in names if not who.watched}
    index = Names(who for who in names if not who.watched or said(who.name) not in shown)
    about = {(PERSOON.name, _id(path)) for path in gone}
    now = [_told(path, entry.read()) for path, entry in site.sources.files() if _is_source(path) and not entry.error]
    about |= {_key(one.path) for one in now if one.refs & about}
    told = [(version.place, _told(version.path, version.data)) for version in kept]
    return [
        place
        for place, one in told
        if one.path in gone or one.refs & about or _key(one.path) in about or _names(one, index, gone)
    ]


def _went(path: str, data: bytes | None, today: date) -> bool:
    """Whether somebody may be shown nowhere today; of a source that cannot be read only what it says of that counts."""
    source, _ = parse_source(data, path) if data is not None else (None, [])
    if source is None:
        return data is None or TAKEN_BACK.search(data) is not None
    value, _ = decode(Persoon, source.fields)
    if value is None:
        return any(name == "ingetrokken" and scalar.text.strip() for scalar, name in source.texts())
    consent = value.toestemming
    return bool(lapse(value, today)) or not consent or "naam" not in consent.onderdelen or not consent.kanalen


def _who(path: str, data: bytes, gone: bool) -> Who | None:
    source, _ = parse_source(data, path)
    texts = list(source.texts()) if source else []
    name = next((scalar.text for scalar, name in texts if name == "naam"), "")
    double = frozenset(scalar.text.strip() for scalar, name in texts if name == "ook_anders")
    return Who(path, name.strip(), double, watched=gone) if name.strip() else None


def _told(path: str, data: bytes) -> _Told:
    source, _ = parse_source(data, path)
    if source is None:
        return _Told(path, data.decode("utf-8", "replace"), frozenset())
    text = "\n\n".join([_id(path).replace("-", " "), *(scalar.text for scalar, _ in source.texts())])
    return _Told(path, text, frozenset(_refs(source)))


def _refs(source: Source) -> Iterator[tuple[str, str]]:
    """What a source refers to, by kind and id: in its fields, and by links in its texts."""
    kind = FOLDERS.get(_folder(source.path))
    found: Iterable[object] = salvage(kind.model, source.fields, source.body) if kind else ()
    for leaf in leaves(tuple(found)):
        if isinstance(leaf, Ref):
            yield (FOLDERS[leaf.kind].name if leaf.kind in FOLDERS else leaf.kind), leaf.id
        elif isinstance(leaf, Prose):
            for link in prose.links(leaf):
                folder, _, id = link.target.partition("/")
                yield (FOLDERS[folder].name if folder in FOLDERS else folder), id


def _names(one: _Told, index: Names, gone: set[str]) -> bool:
    return index.hint(one.text) and any(found.who & gone for found in index.spot(one.text))


def _key(path: str) -> tuple[str, str]:
    folder = _folder(path)
    return (FOLDERS[folder].name if folder in FOLDERS else folder), _id(path)


def _folder(path: str) -> str:
    return path.split("/")[1] if "/" in path else ""


def _id(path: str) -> str:
    return path.rpartition("/")[2].partition(".")[0]


def _is_source(path: str) -> bool:
    return path.endswith(tuple(SOURCES)) and "/" in path
