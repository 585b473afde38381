"""Who saves a file of the site, with whatever program: the door to ``watchfiles``.

Some file systems send no word when somebody else writes: shares, and the disks of Windows inside WSL. There is looked
again and again.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

from watchfiles import watch

from builder.inputs import CONTENT, SITE, TEMPLATES

# Kinds of file systems of which other computers, or Windows, change the files.
SILENT = (
    "9p drvfs v9fs cifs smb2 smb3 smbfs nfs nfs4 afs ncpfs davfs vboxsf vmhgfs prl_fs virtiofs fuse fuseblk ceph "
    "glusterfs lustre gpfs beegfs"
).split()
MOUNTS = Path("/proc/mounts")
LOOK_AGAIN = 400  # milliseconds between two looks where no word is sent
PATIENCE = 1000  # milliseconds after which is looked whether the folders are still the same


def sends_no_word(place: Path, mounts: str | None = None) -> bool:
    """Whether a place is on a file system that does not tell of every change."""
    if mounts is None:
        try:
            mounts = MOUNTS.read_text(encoding="utf-8", errors="replace")
        except OSError:
            return False
    where = place.resolve()
    found = ""
    longest = -1
    for line in mounts.splitlines():
        _, point, kind, *_ = [*line.split(" "), "", "", ""]
        at = Path(point.replace("\\040", " "))
        if where.is_relative_to(at) and len(at.parts) >= longest:
            found, longest = kind, len(at.parts)
    return found.partition(".")[0] in SILENT


def watching(root: Path, stop: threading.Event, changed: Callable[[], None]) -> None:
    """Call ``changed`` after every change of the site until ``stop``, from threads of its own."""
    deep = (CONTENT, TEMPLATES)
    jobs = ((lambda: [root], False), (lambda: [root / name for name in deep if (root / name).is_dir()], True))
    for places, deep_down in jobs:
        threading.Thread(target=_watch, args=(places, deep_down, stop, changed), daemon=True).start()


def _watch(places: Callable[[], list[Path]], deep: bool, stop: threading.Event, changed: Callable[[], None]) -> None:
    """Watch places for as long as they are the same folders; when they are not, begin anew."""
    refused = False  # the system has no more words to send: there is looked then
    while not stop.is_set():
        there = places()
        known = _identity(there)
        if not there or not all(known):
            stop.wait(PATIENCE / 1000)
            if _identity(places()) != known:
                changed()
            continue
        try:
            for found in watch(
                *there,
                watch_filter=None if deep else lambda change, path: Path(path).name in (SITE, CONTENT, TEMPLATES),
                step=20,
                debounce=200,
                stop_event=stop,
                rust_timeout=PATIENCE,
                yield_on_timeout=True,
                raise_interrupt=False,
                recursive=deep,
                force_polling=refused or any(map(sends_no_word, there)),
                poll_delay_ms=LOOK_AGAIN,
            ):
                if found:
                    changed()
                if _identity(places()) != known:
                    break
        except (OSError, RuntimeError):  # taken away between two looks, or there are no more watches to be had
            refused = all(place.is_dir() for place in there)
            stop.wait(PATIENCE / 1000)
        changed()


def _identity(places: list[Path]) -> list[tuple[int, int] | None]:
    found: list[tuple[int, int] | None] = []
    for place in places:
        try:
            one = os.stat(place)  # noqa: PTH116
            found.append((one.st_dev, one.st_ino))
        except OSError:
            found.append(None)
    return found
