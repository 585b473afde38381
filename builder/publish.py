"""Assemble the next tree beside the published one, then swap it in with one switch.

A reader, a crash or a full disk meets either the old tree or the new one, never something between. Beside
``output/`` lies ``.output.spijs/`` with the lock, the tree under construction and prepared pictures.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from builder import manifest
from builder.diagnostics import MachineError, machine_says
from builder.manifest import Manifest

KEEP = ".gitignore"
KEEP_TEXT = b"# Deze map maakt Spijs; wat hier staat, wordt bij elke bouw vervangen.\n*\n!.gitignore\n"


class Busy(Exception):
    """Another build holds the lock; carries a Dutch sentence."""


def work_folder(output: Path) -> Path:
    """Where a build keeps what is not published."""
    return output.parent / f".{output.name}.spijs"


def refusal(output: Path, site: Path) -> str | None:
    """Why a folder may not be replaced by a build, or None."""
    where = output.resolve()
    if where == site.resolve() or where in site.resolve().parents or where == Path.home().resolve():
        return f"de map {output} bevat bronbestanden; kies een andere map voor --output"
    for source in ("content", "templates", "builder", "tests", "docs"):
        if where.is_relative_to((site / source).resolve()):
            return f"de map {output} ligt in {source}/; kies een andere map voor --output"
    if output.is_symlink() or (output.exists() and not output.is_dir()):
        return f"{output} is geen gewone map; kies een andere map voor --output"
    if output.is_dir() and not (output / manifest.FILE).is_file() and {p.name for p in output.iterdir()} - {KEEP}:
        return f"de map {output} bevat bestanden die Spijs niet maakte; kies een lege map voor --output"
    return None


@contextmanager
def one_at_a_time(output: Path) -> Iterator[Path]:
    """Hold the kernel's lock on an output; yields the work folder. Raises :class:`Busy` when another build has it."""
    work = work_folder(output)
    try:
        work.mkdir(parents=True, exist_ok=True)
        file = (work / "slot").open("a+", encoding="utf-8")
    except OSError as error:
        raise MachineError(f"de map {work} is niet te maken ({machine_says(error)})") from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise Busy(f"er loopt al een bouw {file.read().strip()}; wacht tot die klaar is") from None
        file.truncate(0)
        file.write(f"(sinds {datetime.now():%H:%M}, proces {os.getpid()})")
        file.flush()
        _recover(output, work)
        yield work


def _recover(output: Path, work: Path) -> None:
    """Clean up after a build that was ended half way; where two renames were needed, finish them."""
    if not output.exists() and (work / "oud").is_dir():
        (work / "oud").rename(output)
    for name in ("nieuw", "oud", "tmp", "vorig"):
        shutil.rmtree(work / name, ignore_errors=True)


def publish(output: Path, work: Path, made: Mapping[str, bytes], kept: Mapping[str, str], record: Manifest) -> None:
    """Put a whole new tree in the place of ``output``.

    ``made`` are new bytes by target; ``kept`` targets taken over from the published tree, with their digests.
    Raises :class:`MachineError` when the disk is full or refuses; the published tree is then untouched.
    """
    fresh = work / "nieuw"
    try:
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        for target, data in made.items():
            _write(fresh / target, data)
        for target in kept:
            _take_over(output / target, fresh / target)
        _write(fresh / KEEP, KEEP_TEXT)
        _write(fresh / manifest.FILE, manifest.dump(record))
        os.sync()
        _switch(fresh, output, work / "oud")
    except OSError as error:
        shutil.rmtree(fresh, ignore_errors=True)
        place = error.filename or fresh
        raise MachineError(
            f"het nieuwe werk is niet weg te schrijven: {machine_says(error)} ({place}); uw vorige output staat er nog"
        ) from error


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        if file.write(data) != len(data):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))


def _take_over(old: Path, new: Path) -> None:
    """The same file under a second name; a copy where the disk knows no links."""
    new.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(old, new)
    except OSError:
        shutil.copyfile(old, new)


def _switch(fresh: Path, output: Path, aside: Path) -> None:
    """Exchange two folders in one step where the system can, else with two renames that a next start repairs."""
    if not output.exists():
        output.parent.mkdir(parents=True, exist_ok=True)
        fresh.rename(output)
        return
    if _exchange(fresh, output):
        shutil.rmtree(fresh, ignore_errors=True)
        return
    output.rename(aside)
    try:
        fresh.rename(output)
    except OSError:
        aside.rename(output)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Linux ``renameat2`` with ``RENAME_EXCHANGE``; False where it is not to be had."""
    at_fdcwd, rename_exchange = -100, 2
    if not sys.platform.startswith("linux"):
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "renameat2"):
        return False
    answer: int = libc.renameat2(at_fdcwd, os.fsencode(one), at_fdcwd, os.fsencode(other), rename_exchange)
    done = answer == 0
    if not done and ctypes.get_errno() not in (errno.EINVAL, errno.ENOSYS, errno.EXDEV):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(other))
    return done
