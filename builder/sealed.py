"""Files kept from one build to the next, each sealed: what is damaged, swapped or of another kind is not there."""

from __future__ import annotations

import hashlib
import shutil
from contextlib import suppress
from pathlib import Path

from builder import whole

LENGTH = 64


def read(path: Path, key: str) -> bytes | None:
    """The data that was kept for this very key, or None."""
    try:
        stored = path.read_bytes()
    except OSError:
        return None
    return stored[LENGTH:] if _seal(key, stored[LENGTH:]) == stored[:LENGTH] else None


def write(path: Path, key: str, data: bytes) -> None:
    """Keep data for a key; raises :class:`OSError` when the disk refuses, and leaves nothing half."""
    if path.is_dir():
        shutil.rmtree(path)
    whole.write(path, _seal(key, data) + data)


def keep(path: Path, key: str, data: bytes) -> None:
    """Keep what can be made again: where that is refused, the next build makes it again."""
    with suppress(OSError):
        write(path, key, data)


def _seal(key: str, data: bytes) -> bytes:
    return hashlib.sha256(key.encode() + data).hexdigest().encode()
