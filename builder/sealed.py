"""Files kept from one build to the next, each sealed: what is damaged, swapped or of another kind is not there."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

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
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.nieuw")  # another process may keep the same
    draft.write_bytes(_seal(key, data) + data)
    if path.is_dir():
        shutil.rmtree(path)
    draft.replace(path)


def _seal(key: str, data: bytes) -> bytes:
    return hashlib.sha256(key.encode() + data).hexdigest().encode()
