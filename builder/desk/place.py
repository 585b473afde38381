"""A private folder of who is at the desk: for the proof that is shown, and the lock that one desk of a site has.

It lies with the temporary files of this computer and not in the site, which may be on a slow or a closed disk. It is
emptied when the desk begins and when it ends: what nobody may see any more stays nowhere.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from builder import versions
from builder.diagnostics import MachineError, machine_says
from builder.publish import LEFT, work_folder

LOCK, PROOF = "slot", "proef"
OF_A_BUILD = (
    "slot",
    "nieuw",
    "oud",
    "vorig",
    "tmp",
    f"{LEFT}-*",
    "*.nieuw",
    versions.FOLDER,  # and what sources were before is nobody's but theirs
)  # what a running build has, is not taken over


class AlreadyOpen(Exception):
    """Another desk of this site is open; carries the address that opens it, which may be empty."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


@dataclass(frozen=True, slots=True)
class Place:
    """The folder of one desk, for as long as that is open."""

    folder: Path
    lock: TextIO

    @property
    def output(self) -> Path:
        """Where the proof is built."""
        return self.folder / PROOF

    def tell(self, address: str) -> None:
        """Leave the address that opens this desk, for who asks for a second one."""
        self.lock.seek(0)
        self.lock.truncate()
        json.dump({"adres": address}, self.lock)
        self.lock.flush()

    def begin_with(self, published: Path) -> None:
        """Take over what was published last, with what the build of that keeps: then only what differs is made.

        What is half there, or is changed meanwhile by a build, is noticed by the build of the proof.
        """
        pairs = ((published, self.output), (work_folder(published), work_folder(self.output)))
        for old, new in pairs:
            with suppress(OSError, shutil.Error):
                shutil.copytree(old, new, symlinks=True, ignore=shutil.ignore_patterns(*OF_A_BUILD))

    def clear(self) -> None:
        """Take the proof away with all that was kept for it."""
        for folder in (self.output, work_folder(self.output)):
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def taken(root: Path) -> Iterator[Place]:
    """The place of the desk of a site; raises :class:`AlreadyOpen` when another one has it."""
    folder = _private(Path(tempfile.gettempdir()) / f"spijs-{os.getuid()}")
    own = _private(folder / hashlib.sha256(os.fsencode(root.resolve())).hexdigest()[:16])
    with (own / LOCK).open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise AlreadyOpen(_address(lock.read())) from None
        place = Place(own, lock)
        place.tell("")
        place.clear()
        try:
            yield place
        finally:
            place.clear()
            lock.truncate(0)


def _address(text: str) -> str:
    try:
        return str(json.loads(text)["adres"])
    except (ValueError, KeyError):
        return ""


def _private(folder: Path) -> Path:
    """A folder that is ours alone; in a place where anybody may make one, somebody may have been first."""
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except OSError as error:
        raise MachineError(f"{folder} is niet te maken: {machine_says(error)}") from error
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise MachineError(f"{folder} is niet van u alleen; haal het weg, of geef een andere map met TMPDIR=MAP")
    return folder
