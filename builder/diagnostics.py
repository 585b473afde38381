"""What went wrong, where, and what to do about it: values, never exceptions.

Every floor above speaks in these three types. A user's mistake is a :class:`Diagnostic`; what a maker
hands over is a :class:`Made`. Codes are Dutch words, one per kind of mistake; ``tests/cases`` holds a source
that breaks and one that keeps each of them.
"""

from __future__ import annotations

import errno
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """How bad it is: an error stops publication, a warning only when asked, a hint never."""

    FOUT = "fout"
    WAARSCHUWING = "waarschuwing"
    HINT = "hint"


@dataclass(frozen=True, order=True, slots=True)
class Position:
    """A place in a file of the site; line and column count from 1, 0 means the file as a whole."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        numbers = [str(n) for n in (self.line, self.column) if n]
        return ":".join([self.file, *numbers])


@dataclass(frozen=True, order=True, slots=True)
class Diagnostic:
    """One finding: where, what is wrong and what to do, both whole Dutch sentences without full stop.

    What an error is about may be ``settled``: it has been left out, so that it stops nothing else.
    """

    position: Position
    code: str
    message: str
    remedy: str
    severity: Severity = Severity.FOUT
    settled: bool = False

    def __str__(self) -> str:
        return f"{self.position}: {self.severity} [{self.code}] {self.message}; {self.remedy}"


def fout(code: str, position: Position, message: str, remedy: str, settled: bool = False) -> Diagnostic:
    """An error: it stops publication, unless what it is about has been left out."""
    return Diagnostic(position, code, _printable(message), remedy, settled=settled)


def waarschuwing(code: str, position: Position, message: str, remedy: str) -> Diagnostic:
    """A warning: it is told, and stops publication only under ``--strict``."""
    return Diagnostic(position, code, _printable(message), remedy, Severity.WAARSCHUWING)


def hint(code: str, position: Position, message: str, remedy: str) -> Diagnostic:
    """Something good to know: it is told, and stops nothing."""
    return Diagnostic(position, code, _printable(message), remedy, Severity.HINT)


def _printable(message: str) -> str:
    """What is quoted from a source may hold line ends and worse; a finding is one line."""
    return "".join(char if char.isprintable() else " " for char in message)


def has_errors(findings: Iterable[Diagnostic], strict: bool = False, settled: bool = False) -> bool:
    """Whether any of the findings stops publication; ``strict`` counts warnings too, ``settled`` what was left out."""
    stops = {Severity.FOUT, Severity.WAARSCHUWING} if strict else {Severity.FOUT}
    return any(finding.severity in stops and settled >= finding.settled for finding in findings)


def machine_says(error: OSError) -> str:
    """What the machine complains of, in Dutch where it is a common complaint."""
    return COMPLAINTS.get(error.errno or 0) or f"de computer meldt: {error.strerror or error}"


COMPLAINTS = {
    errno.ENOENT: "het is er niet",
    errno.EACCES: "u mag er niet bij",
    errno.EPERM: "u mag er niet bij",
    errno.ENOSPC: "de schijf is vol",
    errno.EDQUOT: "uw ruimte op de schijf is op",
    errno.EROFS: "op deze schijf kan niet worden geschreven",
    errno.EFBIG: "het is te groot",
    errno.EISDIR: "het is een map",
    errno.ENOTDIR: "het is geen map",
    errno.EEXIST: "het is er al",
    errno.EBUSY: "het is in gebruik",
    errno.EIO: "de schijf geeft een fout",
    errno.ENAMETOOLONG: "de naam is te lang",
    errno.EADDRINUSE: "een ander programma gebruikt haar",
}


class MachineError(Exception):
    """The machine is in the way (disk, rights, a missing library): one Dutch sentence, exit code 4."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that was looked at on a finished sheet: what, what was found, and whether that is right."""

    what: str
    found: str
    fits: bool

    def plain(self) -> dict[str, str | bool]:
        """As values for a page or for the manifest: ``asdict`` copies, which for thousands costs more than the rest."""
        return {"what": self.what, "found": self.found, "fits": self.fits}


@dataclass(frozen=True, slots=True)
class Made:
    """What a maker hands over.

    ``data`` are the bytes of the target, ``files`` the digest of every file that was read while making it (the empty
    text for one that was looked for and absent). ``beside`` are other files that came of it, by their role; ``facts``
    what was found on the sheet for the print shop; ``leads`` the targets that its QR codes lead to.
    """

    data: bytes
    files: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Diagnostic, ...] = ()
    beside: Mapping[str, bytes] = field(default_factory=dict)
    facts: tuple[Fact, ...] = ()
    leads: tuple[str, ...] = ()
