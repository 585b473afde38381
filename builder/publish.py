"""Assemble the next tree beside the published one, then swap it in with one switch.

A reader, a crash or a full disk meets either the old tree or the new one, never something between. Beside
``output/`` lies ``.output.spijs/`` with the lock, the tree under construction and prepared pictures.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import shlex
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from itertools import count
from pathlib import Path, PurePosixPath

from builder import HOME, manifest, whole
from builder.diagnostics import MachineError, machine_says
from builder.manifest import Manifest

KEEP = ".gitignore"
LEFT = "rest"  # what an earlier build left and nobody could take away
KEEP_TEXT = b"# Deze map maakt Spijs; wat hier staat, wordt bij elke bouw vervangen.\n*\n!.gitignore\n"
OURS = ("content", "templates", "builder", "tests", "docs")


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
    for base, source in ((base, source) for base in (site, HOME) for source in OURS):
        if where.is_relative_to((base / source).resolve()):
            return f"de map {output} ligt in {base / source}; kies een andere map voor --output"
    for above in where.parents:
        if (above / manifest.FILE).is_file() or above.match(".*.spijs"):
            return f"de map {output} ligt in {above}, waar Spijs zelf alles vervangt; kies een andere map voor --output"
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
        place, way = error.filename or work, _way_in(error, output)
        raise MachineError(f"{place} is niet te gebruiken: {machine_says(error)}{way}") from error
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
    for name in ("nieuw", "oud", "tmp", "vorig", *(path.name for path in left_behind(work))):
        _clear(work / name)
    for draft in (*work.glob("*.nieuw"), *work.glob("*/*.nieuw")):
        draft.unlink(missing_ok=True)


def left_behind(work: Path) -> list[Path]:
    """Folders of earlier builds that could not be taken away."""
    return sorted(work.glob(f"{LEFT}-*"))


def _clear(place: Path) -> None:
    """Take a folder away with all that is in it, or put it aside: it may hold what somebody else closed."""
    shutil.rmtree(place, ignore_errors=True)
    if place.exists():
        _open_up(place)
        shutil.rmtree(place, ignore_errors=True)
    if place.exists() and not place.name.startswith(LEFT):
        free = next(path for n in count(1) if not (path := place.with_name(f"{LEFT}-{n}")).exists())
        place.rename(free)


def _open_up(folder: Path) -> None:
    """Let folders be emptied that were closed to writing, as far as they are ours."""
    with suppress(OSError):
        folder.chmod(0o700)
        for path in folder.iterdir():
            if path.is_dir() and not path.is_symlink():
                _open_up(path)


def planned(record: Manifest, written: bytes) -> dict[str, str]:
    """All that a published tree consists of, as :func:`builder.manifest.found` finds it; its record is ``written``."""
    files = {path: data for target, entry in record.items() for path, data in manifest.files(target, entry).items()}
    files |= {KEEP: manifest.digest(KEEP_TEXT), manifest.FILE: manifest.digest(written)}
    right_above = {path.rpartition("/")[0] for path in files}
    folders = {str(one) for folder in right_above for one in (folder, *PurePosixPath(folder).parents)} - {"", "."}
    return files | dict.fromkeys(folders, manifest.FOLDER)


def publish(output: Path, work: Path, made: Mapping[str, bytes], kept: Mapping[str, str], record: bytes) -> None:
    """Put a whole new tree in the place of ``output``.

    ``made`` are new bytes by target; ``kept`` targets taken over from the published tree, with their digests;
    ``record`` is the manifest as it is written.
    Raises :class:`MachineError` when the disk is full or refuses; the published tree is then untouched.
    """
    fresh = work / "nieuw"
    try:
        _clear(fresh)
        fresh.mkdir(parents=True)
        for target, data in made.items():
            _write(fresh / target, data)
        for target in kept:
            _take_over(output / target, fresh / target)
        _write(fresh / KEEP, KEEP_TEXT)
        _write(fresh / manifest.FILE, record)
        os.sync()
        _switch(fresh, output, work / "oud")
    except OSError as error:
        _clear(fresh)
        told = f"het nieuwe werk is niet weg te schrijven: {machine_says(error)} ({error.filename or fresh})"
        raise MachineError(f"{told}; uw vorige output staat er nog{_way_in(error, output)}") from error


def _way_in(error: OSError, output: Path) -> str:
    """The command for who may not change the folder of the output."""
    if error.errno not in (errno.EACCES, errno.EPERM):
        return ""
    return f". Maak de map van uzelf: {mend(output)}"


def mend(output: Path) -> str:
    """The command that gives somebody the folders of an output."""
    return f"sudo chown -R $(id -un) {shlex.quote(str(output))} {shlex.quote(str(work_folder(output)))}"


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole.naming(path), path.open("xb") as file:
        file.write(data)


def _take_over(old: Path, new: Path) -> None:
    """The same file under a second name; a copy where the disk knows no links."""
    new.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(old, new)
    except OSError:
        with whole.naming(new):
            shutil.copyfile(old, new)


def _switch(fresh: Path, output: Path, aside: Path) -> None:
    """Exchange two folders in one step where the system can, else with two renames that a next start repairs."""
    if not output.exists():
        output.parent.mkdir(parents=True, exist_ok=True)
        fresh.rename(output)
        return
    if not os.access(output, os.W_OK):
        with suppress(OSError):  # closed by its own owner: it is replaced by one that is not
            output.chmod(0o755)
    if _exchange(fresh, output):
        _clear(fresh)
        return
    output.rename(aside)
    try:
        fresh.rename(output)
    except OSError:
        aside.rename(output)
        raise
    _clear(aside)


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
