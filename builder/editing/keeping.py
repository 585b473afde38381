"""Sources on the disk: read as they are now, saved whole or not at all, with what stood there before kept for a while.

What changed on the disk meanwhile is never overwritten. Who may not be shown leaves the earlier versions too, at the
next build (:mod:`builder.forgetting`); of letters, which are about people, none is kept at all.
"""

from __future__ import annotations

import errno
import glob
import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from builder import versions, whole
from builder.diagnostics import machine_says
from builder.editing.values import NotDone
from builder.editing.writing import values
from builder.kinds import KINDS
from builder.publish import work_folder
from builder.reading import MAX_BYTES
from builder.reading.filenames import SOURCES
from builder.settings import SITE

TOO_LARGE = 20_000_000  # more than anybody opens; a source that is too large to be read may be made smaller
NOTHING = ""  # the digest of a file that is not there
REMEDIES = {
    errno.ENOSPC: "maak ruimte op de schijf, en bewaar opnieuw",
    errno.EDQUOT: "maak ruimte op uw schijf, en bewaar opnieuw",
    errno.EROFS: "vraag ICT of u op deze schijf mag schrijven; bewaar tot die tijd uw woorden ergens anders",
    errno.EACCES: "vraag ICT of u dit bestand en zijn map mag veranderen",
    errno.EPERM: "vraag ICT of u dit bestand en zijn map mag veranderen",
}
AGAIN = "probeer het zo nog eens; lukt het dan niet, vraag dan ICT"


@dataclass(frozen=True, slots=True)
class Opened:
    """A source as it stands on the disk, and the digest by which it is known whether it still does."""

    data: bytes
    digest: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a source was until a moment; ``fields`` are the names of what was other then than in what came after it."""

    id: str
    moment: datetime
    fields: tuple[str, ...]
    data: bytes


class Conflict(NotDone):
    """The file is another one than was seen: what is on the disk now, and what was to be saved."""

    def __init__(self, path: str, now: Opened, ours: bytes) -> None:
        super().__init__(
            f"{path} is veranderd sinds u het opende",
            "kijk per veld welke woorden blijven, en bewaar dan opnieuw",
        )
        self.now, self.ours = now, ours


def opened(site: Path, path: str) -> Opened:
    """A source as it stands on the disk; raises :class:`NotDone`."""
    place = place_of(site, path)
    with _told(path, "te lezen"):
        data = _read(place)
    if data is None:
        raise _not_there(path)
    return data


def save(site: Path, output: Path, path: str, seen: str, new: bytes, moment: datetime) -> Opened:
    """Put ``new`` in the place of a source that had the digest ``seen``, and keep what stood there.

    Raises :class:`Conflict` when it has another one now, and :class:`NotDone` when it cannot be done.
    """
    place = place_of(site, path)
    if len(new) > MAX_BYTES:
        raise NotDone("deze bron wordt groter dan 1 MB", "verdeel de tekst over meer bronnen")
    work = work_folder(output)
    with _told(path, "te bewaren"), versions.one_at_a_time(work):
        now = _read(place)
        if now is None and seen != NOTHING:
            raise _not_there(path)
        if now is not None and now.digest == (made := Opened(new, _digest(new))).digest:
            return made
        if now is not None and now.digest != seen:
            raise Conflict(path, now, new)
        if now is not None:
            _refuse_closed(place, path)
            _keep(work, path, now.data, moment)
        whole.write(place, new, lasting=True)
        for half in place.parent.glob(f".{glob.escape(place.name)}.*.nieuw"):  # of who was ended while saving it
            half.unlink(missing_ok=True)
    return Opened(new, _digest(new))


def taken_away(site: Path, output: Path, path: str, seen: str, moment: datetime) -> None:
    """Take a source away that had the digest ``seen``, and keep what it was; raises as :func:`save` does."""
    place, work = place_of(site, path), work_folder(output)
    with _told(path, "weg te halen"), versions.one_at_a_time(work):
        now = _read(place)
        if now is None:
            raise _not_there(path)
        if now.digest != seen:
            raise Conflict(path, now, b"")
        _keep(work, path, now.data, moment)
        place.unlink()


def earlier(site: Path, output: Path, path: str) -> tuple[Earlier, ...]:
    """What a source was before, the newest first; also of one that is not there any more."""
    place = place_of(site, path)
    with _told(path, "te lezen"):
        now = _read(place)
    after = now.data if now else b""
    found = []
    for version in versions.kept(work_folder(output), path):
        found.append(Earlier(version.id, version.moment, differing(version.data, after, path), version.data))
        after = version.data
    return tuple(found)


def put_back(site: Path, output: Path, path: str, id: str, seen: str, moment: datetime) -> Opened:
    """Make a source again what it was; what it is now is kept as well. Raises as :func:`save` does."""
    version = next((one for one in versions.kept(work_folder(output), path) if one.id == id), None)
    if version is None:
        raise NotDone("deze eerdere versie is er niet meer", "kies een andere uit de lijst")
    return save(site, output, path, seen, version.data, moment)


def differing(one: bytes, other: bytes, path: str) -> tuple[str, ...]:
    """The names of the fields that are not the same in two versions of a source."""
    first, second = _fields(one, path), _fields(other, path)
    return tuple(name for name in {**first, **second} if first.get(name) != second.get(name))


def _fields(data: bytes, path: str) -> dict[str, object]:
    try:
        return dict(values(data, path))
    except NotDone:
        return {}


def place_of(site: Path, path: str) -> Path:
    """Where a source lies; raises :class:`NotDone` for what is no source of this site, or leads out of it."""
    first, *rest = parts = path.split("/")
    inside = first == SITE if not rest else first == "content"
    odd = any(part in ("", ".", "..") or part.startswith(".") or "\0" in part or "\\" in part for part in parts)
    if not inside or odd or Path(path).suffix not in SOURCES:
        raise NotDone(f"«{path[:80]}» is geen bron van deze site", "kies er een uit de lijst")
    place = (site / first).resolve()  # the site's own folders may be links; what is below them may not
    for number, part in enumerate(rest, 1):
        place = place / part
        if place.is_symlink():
            link = "/".join([first, *rest[:number]])
            raise NotDone(f"{link} is een verwijzing naar een andere plaats", "zet het bestand zelf in deze map")
    return place


def _read(place: Path) -> Opened | None:
    """What stands at a place; None when nothing does."""
    try:
        with open(os.open(place, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW), "rb") as file:  # noqa: PTH123
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode):
                raise OSError(errno.EINVAL, "het is geen gewoon bestand", str(place))
            if found.st_size > TOO_LARGE:
                raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(place))
            data = file.read()
    except FileNotFoundError:
        return None
    return Opened(data, _digest(data))


def _refuse_closed(place: Path, path: str) -> None:
    if not place.stat().st_mode & stat.S_IWUSR or not os.access(place, os.W_OK):
        remedy = "haal dat vinkje weg bij de eigenschappen van het bestand, of vraag ICT; bewaar dan opnieuw"
        raise NotDone(f"{path} mag alleen worden gelezen", remedy)


def _keep(work: Path, path: str, data: bytes, moment: datetime) -> None:
    if not any(kind.table and path.startswith(f"content/{kind.folder}/") for kind in KINDS):
        versions.keep(work, path, data, moment)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _not_there(path: str) -> NotDone:
    remedy = "zet het terug uit een eerdere versie, of bewaar uw woorden als een nieuwe bron"
    return NotDone(f"{path} is er niet meer: het is weggehaald of heeft een andere naam gekregen", remedy)


@contextmanager
def _told(path: str, what: str) -> Iterator[None]:
    """What the machine complains of, as a sentence; nothing has changed then."""
    try:
        yield
    except OSError as error:
        elsewhere = isinstance(error.filename, str) and not error.filename.endswith(path)
        of = f" ({error.filename})" if elsewhere else ""
        remedy = REMEDIES.get(error.errno or 0, AGAIN)
        raise NotDone(f"{path} is niet {what}: {machine_says(error)}{of}", remedy) from error
