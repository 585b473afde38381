"""A site looked at once: every file that a build may read, with the digest of its bytes.

Nothing else opens a file of a site, so what is read is what was looked at: a file is used as it was then, or not at all
(:class:`Moved`). The roots (``site.yml``, ``content``, ``templates``) may be links; below them no link is followed, and
what is nobody's work (``litter``) is not seen.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path

from builder import HOME
from builder.comparing import composed
from builder.diagnostics import MachineError
from builder.litter import is_litter

SITE, CONTENT, TEMPLATES = "site.yml", "content", "templates"
THEME = HOME / TEMPLATES  # of Spijs itself
STANDARD = "standaard"  # in there: sources that a site has until it has its own of that name
FRONT = f"{CONTENT}/deuren/voorpagina.yml"  # with a front page of its own a site has none of these any more
MOST = 40_000_000  # bytes; what is larger is not read
KEPT = 64_000  # bytes; what is larger is read again when it is used, and must be the same then
DEEPEST = 16  # folders in each other; more are not entered


class Moved(MachineError):
    """A file was changed after it was looked at."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place

    def __str__(self) -> str:
        return f"{self.place} veranderde terwijl Spijs las; geef de opdracht nog eens"


class Sort(StrEnum):
    """What stands in a place."""

    FILE = "bestand"
    FOLDER = "map"
    LINK = "koppeling"
    OTHER = "anders"
    NOTHING = "niets"


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands in a place; of a file also its size and the digest of its bytes, or why these cannot be had."""

    place: str
    sort: Sort
    digest: str = ""
    size: int = 0
    error: int = 0
    kept: bytes | None = None

    @property
    def mark(self) -> str:
        """What is different when anything about it is."""
        return f"{self.sort} {self.digest or self.size} {self.error}"

    @property
    def fingerprint(self) -> str:
        """The digest of the bytes of a file, or what there is instead of one that cannot be read."""
        return self.mark if self.error else self.digest

    def read(self) -> bytes:
        """The bytes of a file as they were when it was looked at; raises :class:`OSError` or :class:`Moved`."""
        if self.error:
            raise OSError(self.error, os.strerror(self.error), self.place)
        if self.kept is not None:
            return self.kept
        try:
            data = _bytes(self.place, follow=False)
        except OSError:
            raise Moved(self.place) from None
        if hashlib.sha256(data).hexdigest() != self.digest:
            raise Moved(self.place)
        return data


@dataclass(frozen=True, slots=True)
class Folder:
    """Everything below a folder by its path in there, folders before what is in them; ``name`` is for who reads it."""

    name: str
    entries: Mapping[str, Entry]

    def file(self, path: str) -> Entry | None:
        """The file at a path, also one that cannot be read; None when there is none."""
        entry = self.entries.get(path)
        return entry if entry and entry.sort is Sort.FILE else None

    def files(self, below: str = "") -> Iterator[tuple[str, Entry]]:
        """All files below a path, sorted."""
        start = f"{below}/" if below else ""
        yield from (pair for pair in self.entries.items() if pair[1].sort is Sort.FILE and pair[0].startswith(start))


@dataclass(frozen=True)
class Inputs:
    """All that a build reads: ``sources`` are ``site.yml`` and ``content/``, ``theme`` the folders of templates, those
    of the site before those of Spijs, and ``code`` is the digest of Spijs itself.
    """

    root: Path
    sources: Folder
    theme: tuple[Folder, ...]
    code: str

    @cached_property
    def digest(self) -> str:
        """What is different when any of it is."""
        return _digest([*self._marks().items(), self.code])

    def moved(self, later: Inputs) -> list[str]:
        """The paths of what is different at a later look, sorted."""
        before, after = self._marks(), later._marks()
        return sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))

    def _marks(self) -> dict[str, str]:
        return {
            f"{folder.name}{path}": entry.mark
            for folder in (self.sources, *self.theme)
            for path, entry in folder.entries.items()
        }


def is_digest(fingerprint: str) -> bool:
    """Whether the fingerprint of a file is that of its bytes, and not only of a file that cannot be read."""
    return " " not in fingerprint


def look(root: Path) -> Inputs:
    """Look at a site: read every file that a build of it may use."""
    base = f"{root}{os.sep}"
    sources = {path: entry for part in (SITE, CONTENT) for path, entry in _all_at(f"{base}{part}", part)}
    own = root / TEMPLATES
    shared = [] if own.is_dir() and own.samefile(THEME) else [look_into(own, f"{TEMPLATES}/")]
    theme = (*(folder for folder in shared if folder.entries), look_into(THEME, "" if shared else f"{TEMPLATES}/"))
    sources |= _standing_in(sources, theme[-1])
    return Inputs(root, Folder("", sources), theme, _code())


@cache
def _code() -> str:
    """The digest of Spijs as it was when it was looked at first: what runs does not change with its files."""
    code = look_into(Path(__file__).parent)
    return _digest(f"{path} {entry.mark}" for path, entry in code.entries.items())


def standard(spijs: Folder) -> dict[str, Entry]:
    """The sources that Spijs brings, by the paths that they would have in a site."""
    return {f"{CONTENT}/{name.removeprefix(f'{STANDARD}/')}": entry for name, entry in spijs.files(STANDARD)}


def is_lent(site: Inputs, path: str) -> bool:
    """Whether a source is one that Spijs brings, and that the site does not have itself."""
    entry = site.sources.entries.get(path)
    return entry is not None and entry is standard(site.theme[-1]).get(path)


def _standing_in(sources: Mapping[str, Entry], spijs: Folder) -> dict[str, Entry]:
    """Those that stand in for what a site does not have: none once it has a front page of its own."""
    content = sources.get(CONTENT)
    if content is None or content.sort is not Sort.FOLDER or content.error or FRONT in sources:
        return {}
    return {path: entry for path, entry in standard(spijs).items() if path not in sources}


def look_into(place: Path, name: str = "") -> Folder:
    """Look at one folder, which may be a link."""
    found = {path.partition("/")[2]: entry for path, entry in _all_at(str(place), "")}
    if found[""].sort is Sort.NOTHING or not found[""].error:  # a folder that is closed is not passed over
        del found[""]
    return Folder(name, found)


def _all_at(place: str, path: str, depth: int = 0) -> Iterator[tuple[str, Entry]]:
    """What stands in a place and below it; only the first of these may be a link."""
    try:
        mode = os.stat(place, follow_symlinks=not depth).st_mode  # noqa: PTH116
        inside = {path.name for path in Path(place).iterdir()} if stat.S_ISDIR(mode) else set()
    except OSError as error:
        sort = Sort.NOTHING if error.errno == errno.ENOENT else Sort.FOLDER
        yield path, Entry(place, sort, error=error.errno or errno.EIO)
        return
    if stat.S_ISREG(mode):
        yield path, _file(place, follow=not depth)
    elif stat.S_ISDIR(mode):
        yield path, Entry(place, Sort.FOLDER)
        for name in sorted(inside) if depth < DEEPEST else ():
            if not is_litter(name):  # a Mac writes é as two signs, and sources name it with one
                called = name if composed(name) in inside else composed(name)
                yield from _all_at(f"{place}{os.sep}{name}", f"{path}/{called}", depth + 1)
    else:
        yield path, Entry(place, Sort.LINK if stat.S_ISLNK(mode) else Sort.OTHER)


def _file(place: str, follow: bool) -> Entry:
    try:
        data = _bytes(place, follow)
    except OSError as error:
        size = Path(place).stat().st_size if error.errno == errno.EFBIG else 0
        return Entry(place, Sort.FILE, size=size, error=error.errno or errno.EIO)
    digest = hashlib.sha256(data).hexdigest()
    place = os.path.realpath(place) if follow else place  # when it is read again, no link is followed
    return Entry(place, Sort.FILE, digest, len(data), kept=data if len(data) <= KEPT else None)


def _bytes(place: str, follow: bool) -> bytes:
    """The bytes of an ordinary file, and of nothing that took its place; a pipe is not waited for."""
    flags = os.O_RDONLY | os.O_NONBLOCK | (0 if follow else os.O_NOFOLLOW)
    with open(os.open(place, flags), "rb", buffering=0) as file:  # noqa: PTH123
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), place)
        if found.st_size > MOST:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), place)
        return file.readall()


def _digest(parts: Iterable[object]) -> str:
    return hashlib.sha256("\n".join(map(ascii, parts)).encode()).hexdigest()
