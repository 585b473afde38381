"""What stood in a source before it was saved from the desk: kept beside the output, for a while, and within bounds.

Each version is one file that says itself of which source it is. Nothing in the names of these files tells of whom a
source is; :mod:`builder.forgetting` takes away the versions that speak of somebody who went.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from builder import unchanged, whole

FOLDER, LOCK = "versies", "slot"
MOST = 100  # of one source
LONGEST = timedelta(days=90)
ROOM = 50_000_000  # bytes for all of them
STAMP = "%Y%m%dT%H%M%S%f"
NAME = re.compile(r"\d{8}T\d{12}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Version:
    """What a source was until a moment; ``place`` is where it is kept."""

    id: str
    path: str
    moment: datetime
    data: bytes
    place: Path


def keep(work: Path, path: str, data: bytes, moment: datetime) -> None:
    """Keep what a source was until now, and let go of what is too old or too much; raises :class:`OSError`.

    A build that has nothing to do for lack of changes looks at what is kept all the same.
    """
    (work / unchanged.NOTE).unlink(missing_ok=True)
    digest = hashlib.sha256(data).hexdigest()
    place = _folder(work, path) / f"{moment.astimezone(UTC).strftime(STAMP)}-{digest[:12]}"
    whole.write(place, json.dumps({"bron": path}).encode() + b"\n" + data, lasting=True)
    _close(place, 0o600)
    _bound(work, moment)


def kept(work: Path, path: str = "") -> Iterator[Version]:
    """What is kept of one source, or of all; the newest first."""
    folders = [_folder(work, path)] if path else _there(work / FOLDER)
    for folder in folders:
        for place in sorted(_there(folder), reverse=True):
            if version := _read(place):
                yield version


def moved(work: Path, old: str, new: str) -> None:
    """What was kept of a source is from now on of one with another name; raises :class:`OSError`."""
    for version in list(kept(work, old)):
        whole.write(_folder(work, new) / version.id, json.dumps({"bron": new}).encode() + b"\n" + version.data)
    shutil.rmtree(_folder(work, old), ignore_errors=True)


def unreadable(work: Path) -> list[Path]:
    """What lies among the versions and is none: damaged, or left half by who was ended; while nobody saves."""
    found = {version.place for version in kept(work)}
    return [place for folder in _there(work / FOLDER) for place in _there(folder) if place not in found]


@contextmanager
def one_at_a_time(work: Path) -> Iterator[None]:
    """Nobody else saves meanwhile; raises :class:`OSError`."""
    place = work / FOLDER / LOCK
    with whole.naming(place):
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _close(place.parent, 0o700)
        lock = place.open("a")
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _close(place: Path, mode: int) -> None:
    """For the own user alone, where the disk knows of users."""
    with suppress(OSError):
        place.chmod(mode)


def _folder(work: Path, path: str) -> Path:
    return work / FOLDER / hashlib.sha256(path.encode()).hexdigest()[:20]


def _there(folder: Path) -> list[Path]:
    with suppress(OSError):
        return [place for place in folder.iterdir() if place.name != LOCK]
    return []


def _read(place: Path) -> Version | None:
    """What is kept in a file; None when that is none of ours, or damaged."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        head, _, data = place.read_bytes().partition(b"\n")
        stamp, _, digest = place.name.partition("-")
        if NAME.fullmatch(place.name) and hashlib.sha256(data).hexdigest().startswith(digest):
            moment = datetime.strptime(stamp, STAMP).replace(tzinfo=UTC)
            return Version(place.name, str(json.loads(head)["bron"]), moment, data, place)
    return None


def _bound(work: Path, now: datetime) -> None:
    """Let go of what is too old, of too many of one source, and of the oldest when all together take too much room."""
    oldest = (now - LONGEST).astimezone(UTC).strftime(STAMP)
    left: list[Path] = []
    for folder in _there(work / FOLDER):
        places = sorted(_there(folder), reverse=True)
        left += [place for place in places[:MOST] if place.name > oldest]
        _let_go(place for place in places if place not in left)
    room = ROOM
    for place in sorted(left, key=lambda place: place.name, reverse=True):
        with suppress(OSError):
            room -= place.stat().st_size
        if room < 0:
            _let_go([place])


def _let_go(places: Iterator[Path] | list[Path]) -> None:
    for place in places:
        with suppress(OSError):
            place.unlink()
        with suppress(OSError):
            place.parent.rmdir()
