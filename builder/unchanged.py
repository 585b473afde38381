"""Whether anything at all has changed since the last build: known before most of Spijs is even loaded.

The note that a build leaves is sealed with a digest of all that it depends on and of all that it published. When the
seal still fits there is nothing to do, and what that build found still holds. In every doubt the answer is: build.
"""

from __future__ import annotations

import hashlib
import json
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from builder.diagnostics import Diagnostic
from builder.manifest import digest, restored

NOTE = "laatst.json"
HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Last:
    """What the last build was for and what it found."""

    day: date
    findings: tuple[Diagnostic, ...]


def inputs(site: Path, clock: date, day: date | None, strict: bool) -> str:
    """A digest of all that a build depends on, the order included; the empty text when not all of it can be read."""
    sources = (site / "site.yml", site / "content", site / "templates", HERE.parent / "templates", HERE)
    packages = [Path(folder) for folder in sys.path if folder.endswith("-packages")]
    installed = sorted(path.name for folder in packages for path in folder.glob("*-info"))
    try:
        return _digest([sys.version, sys.platform, *installed, f"{clock} {day} {strict}", *_all_in(sources)])
    except OSError:
        return ""


def note(work: Path, before: str, output: Path, last: Last) -> None:
    """Leave a note of a build that is done; ``before`` are its inputs as they were when it began."""
    body = json.dumps({"dag": last.day.isoformat(), "bevindingen": [asdict(finding) for finding in last.findings]})
    with suppress(OSError):  # without a note the next build looks at everything
        (work / NOTE).write_text(f"{before} {_seal(output, body)}\n{body}", encoding="utf-8")


def nothing_new(work: Path, now: str, output: Path) -> Last | None:
    """The last build, when there is nothing to do since."""
    try:
        seal, _, body = (work / NOTE).read_text(encoding="utf-8").partition("\n")
        before, _, rest = seal.partition(" ")
        if not now or before != now or rest != _seal(output, body):
            return None
        told = json.loads(body)
        return Last(date.fromisoformat(told["dag"]), tuple(map(restored, told["bevindingen"])))
    except (OSError, ValueError):
        return None


def _seal(output: Path, body: str) -> str:
    return _digest([*_all_in([output]), body])


def _digest(parts: Iterable[str]) -> str:
    return digest("\n".join(map(ascii, parts)).encode())


def _all_in(paths: Iterable[Path]) -> Iterator[str]:
    """Every name at and below these paths, what it is, and of a file a digest; links are not followed.

    What Python compiles for itself, also during the first build, is no part of it.
    """
    for path in (path for path in paths if path.name != "__pycache__"):
        try:
            mode = path.lstat().st_mode
        except FileNotFoundError:
            yield "-"
            continue
        yield f"{path.name} {stat.S_IFMT(mode)}"
        if stat.S_ISDIR(mode):
            yield from _all_in(sorted(path.iterdir()))
            yield "/"
        elif stat.S_ISREG(mode):
            with path.open("rb") as file:
                yield hashlib.file_digest(file, "sha256").hexdigest()
        elif stat.S_ISLNK(mode):
            yield str(path.readlink())
