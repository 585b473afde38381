"""Files that are written whole or not at all: beside their place first, and then put there."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


def write(path: Path, data: bytes, lasting: bool = False) -> None:
    """Put data in the place of a file; ``lasting`` when not even a power cut may take it.

    Raises an :class:`OSError` that names the file; what was there is then still there.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}.nieuw")  # another process may write the same
    try:
        with naming(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            with draft.open("wb") as file:
                file.write(data)
                if lasting:
                    file.flush()
                    os.fsync(file.fileno())
            if path.is_file():
                shutil.copymode(path, draft)
            draft.replace(path)
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Every :class:`OSError` in here is about this file, also one of the disk that names none."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
