"""Whether anything at all has changed since the last build: known before most of Spijs is even loaded.

The note that a build leaves is sealed with a digest of all that it depends on and of all that it published. When the
seal still fits there is nothing to do, and what that build found still holds. In every doubt the answer is: build.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from builder import whole
from builder.diagnostics import Diagnostic
from builder.inputs import Inputs
from builder.manifest import digest, found, restored

NOTE = "laatst.json"


@dataclass(frozen=True, slots=True)
class Last:
    """What the last build was for and what it found."""

    day: date
    findings: tuple[Diagnostic, ...]


def asked(site: Inputs, clock: date, day: date | None, strict: bool) -> str:
    """A digest of all that a build depends on."""
    packages = [Path(folder) for folder in sys.path if folder.endswith("-packages")]
    installed = sorted(path.name for folder in packages for path in folder.glob("*-info"))
    return _digest([sys.version, sys.platform, *installed, f"{clock} {day} {strict}", site.digest])


def note(work: Path, before: str, tree: Mapping[str, str], last: Last) -> None:
    """Leave a note of a build that is done: what was :func:`asked`, and the tree that came of it as it was planned."""
    body = json.dumps({"dag": last.day.isoformat(), "bevindingen": [asdict(finding) for finding in last.findings]})
    with suppress(OSError):  # without a note the next build looks at everything
        whole.write(work / NOTE, f"{before} {_seal(tree, body)}\n{body}".encode())


def nothing_new(work: Path, now: str, output: Path) -> Last | None:
    """The last build, when there is nothing to do since."""
    try:
        seal, _, body = (work / NOTE).read_text(encoding="utf-8").partition("\n")
        before, _, rest = seal.partition(" ")
        if before != now or rest != _seal(found(output), body):
            return None
        told = json.loads(body)
        return Last(date.fromisoformat(told["dag"]), tuple(map(restored, told["bevindingen"])))
    except (OSError, ValueError):
        return None


def _seal(tree: Mapping[str, str], body: str) -> str:
    return _digest([*sorted(tree.items()), body])


def _digest(parts: Iterable[object]) -> str:
    return digest("\n".join(map(ascii, parts)).encode())
