"""What was understood of each source, known from one build to the next: what did not change is not read anew.

Known are, by its path and the digest of its bytes, the gist of a source, and its value when nothing was found of it,
with a digest of all that this leans on besides (the facts of the site, the names of its colours). In one process all
that was met last is remembered. Between processes it lies in sealed files beside the output, and of that only what may
be seen: nothing of people, and of nobody who may not be named. What is damaged, of other code or of another user is
not there, so it costs time and nothing else.
"""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import shutil
import stat
import zlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from builder import sealed
from builder.content import Document
from builder.reading import Gist, Source
from builder.schema import restored

FOLDER = "begrepen"
PARTS = 32  # files in which it lies; only those with something new are written
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Meant:
    """What is known of one source; its value is ``packed`` until somebody asks for it."""

    gist: Gist
    leans: str = ""
    value: Any = None
    packed: bytes = b""


class Understood:
    """What is known of the sources of one site, by path and digest."""

    def __init__(self) -> None:
        self._known: dict[Key, Meant] = {}
        self._kept: dict[Path, tuple[object, Mapping[Key, str]]] = {}  # per file how it was left, and what is in it
        self._code = ""

    def read(self, work: Path, code: str) -> None:
        """Know what an earlier build of the same code understood."""
        if code != self._code:
            self._known, self._kept, self._code = {}, {}, code
        for path in _files(work):
            mark = _mark(path)
            if mark and self._kept.get(path, (None, {}))[0] != mark:
                there = _load(path, code)
                self._known = {**there, **self._known}
                self._kept[path] = mark, {key: meant.leans for key, meant in there.items()}

    def gist(self, path: str, digest: str) -> Gist | None:
        """The gist of a source that was read without a finding."""
        meant = self._known.get((path, digest))
        return meant.gist if meant else None

    def value(self, source: Source, leans: str) -> Any:
        """The value of a source of which nothing was found, or None when that is not known."""
        key = source.path, source.digest
        meant = self._known.get(key)
        if meant is None or meant.leans != leans:
            return None
        if meant.value is None and meant.packed:
            self._known[key] = meant = replace(meant, value=_unpacked(meant.packed), packed=b"")
        return meant.value

    def meet(self, source: Source, leans: str, value: Any) -> None:
        """A source was read, and has this value, in which nothing was found."""
        if source.digest:
            self._known[source.path, source.digest] = Meant(source.gist, leans, value)

    def keep(self, work: Path, documents: Iterable[Document[Any]], unspoken: Iterable[str]) -> None:
        """Keep for the next process what was understood of these documents, but for those in which one of these words
        stands; raises :class:`OSError` when the disk refuses.
        """
        words = tuple(unspoken)
        parts: dict[Path, dict[Key, Meant]] = {path: {} for path in _files(work)}
        names = list(parts)
        for document in documents:
            key = document.path, document.source
            meant = self._known.get(key)
            if meant is None or meant.value is not document.value:
                continue
            said = repr(meant.value) if words else ""
            if not any(word in said for word in words):
                parts[names[zlib.crc32(document.path.encode()) % PARTS]][key] = meant
        for path, part in parts.items():
            self._write(path, part)

    def _write(self, path: Path, part: Mapping[Key, Meant]) -> None:
        """Write one file, when it is not as it should be already; one with nothing in it goes."""
        there = {key: meant.leans for key, meant in part.items()}
        if self._kept.get(path, (None, {})) == (_mark(path), there):
            return
        if not part:
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        else:
            told = [(key, meant.leans, _told(meant.gist), _packed(meant.value)) for key, meant in part.items()]
            sealed.write(path, self._code, pickle.dumps(told, pickle.HIGHEST_PROTOCOL))
            path.chmod(0o600)
        self._kept[path] = _mark(path), there

    def only(self, documents: Iterable[Document[Any]]) -> None:
        """Remember nothing but what was understood of these: what a source said before it was changed is let go."""
        now = {(document.path, document.source) for document in documents}
        self._known = {key: meant for key, meant in self._known.items() if key in now}


UNDERSTOOD = Understood()  # of this site, or of those before it in the same process


def forget(work: Path) -> None:
    """Take away all that is kept between processes."""
    shutil.rmtree(work / FOLDER, ignore_errors=True)


def _files(work: Path) -> list[Path]:
    return [work / FOLDER / f"{number:02}" for number in range(PARTS)]


def _mark(path: Path) -> object:
    """What is different when a file is; None when there is none of our own."""
    try:
        found = path.lstat()
    except OSError:
        return None
    ours = stat.S_ISREG(found.st_mode) and found.st_uid == os.geteuid() and not found.st_mode & 0o022
    return (found.st_ino, found.st_mtime_ns, found.st_size) if ours else None


def _told(gist: Gist) -> tuple[bool, tuple[str, ...], tuple[str, ...]]:
    return gist.is_draft, gist.places, gist.files


def _load(path: Path, code: str) -> dict[Key, Meant]:
    """What is in a file that was kept; nothing when it is damaged or of other code."""
    with suppress(Exception):  # of what passes its seal, yet is not what was written, nothing is known
        told = _Plain(io.BytesIO(sealed.read(path, code) or b"")).load()
        return {key: Meant(Gist(*gist), leans, None, packed) for key, leans, gist, packed in told}
    return {}


def _packed(value: Any) -> bytes:
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def _unpacked(data: bytes) -> Any:
    with suppress(Exception):
        return _Ours(io.BytesIO(data)).load()
    return None


class _Plain(pickle.Unpickler):
    """Reads plain values, and makes nothing of any class."""

    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f"{module}.{name}")


class _Ours(_Plain):
    """Reads values of the classes of Spijs, and days."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("datetime", "date"):
            return date
        if (module, name) == (restored.__module__, restored.__name__):
            return restored
        found = pickle.Unpickler.find_class(self, module, name) if module.startswith("builder.") else None
        ours = isinstance(found, type) and found.__module__.startswith("builder.")
        return found if ours else super().find_class(module, name)


def leaning(*parts: object) -> str:
    """A digest of what a value leans on besides its source."""
    return hashlib.sha256("\0".join(map(repr, parts)).encode("utf-8", "surrogatepass")).hexdigest()
