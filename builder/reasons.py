"""Why each target was last made, for ``why``; kept beside the tree, since a clean build has other reasons."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from builder import whole

NOTE = "redenen.json"


def remember(work: Path, made: Mapping[str, str], kept: Iterable[str]) -> None:
    """Keep why these were made now, and of what was kept why it was made before."""
    before = reasons_of(work)
    told = {**{target: before[target] for target in kept if target in before}, **made}
    with suppress(OSError):  # the tree is published: a full disk costs no more than these reasons
        whole.write(work / NOTE, json.dumps(told, ensure_ascii=False, indent=0, sort_keys=True).encode())


def reasons_of(work: Path) -> dict[str, str]:
    """Why each target was last made, as far as that was kept."""
    try:
        told = json.loads((work / NOTE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}
