"""What was found out of one text or one source alone, known from one build to the next: what did not change is not
looked at anew.

Kept are digests, each of a question (what was looked for, and all that the answer leans on) and of the matter that was
looked at; where something stands in it are numbers. Nothing is kept that anybody wrote, and no finding: what was found
is looked for each time, and told. All holds for the code that found it out: other code looks again, and so does
whoever finds the note damaged.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from builder import sealed

T = TypeVar("T")

NOTE = "in-orde"
SIZE = 16  # bytes of a digest
Places = tuple[int, ...]


class Sound:
    """Answers by their digest: those of the builds before, and those that were met since.

    A ``question`` names all that the answer depends on besides its ``matter``, a text or the digest of a file; without
    matter it is always asked.
    """

    def __init__(self) -> None:
        self._known: dict[str, Places] = {}
        self._met: dict[str, Places] = {}

    def found(self, question: str, matter: str, look: Callable[[], Iterable[T]]) -> list[T]:
        """What looking finds; nothing, without a look, where the same was looked for in the same matter in vain."""
        found: list[T] = []

        def in_vain() -> Places | None:
            found.extend(look())
            return None if found else ()

        self.places(question, matter, in_vain)
        return found

    def places(self, question: str, matter: str, look: Callable[[], Places | None]) -> Places | None:
        """Where something stands in the matter, as ``look`` would say it; None, which it cannot say in numbers, is not
        kept.
        """
        key = _digest(f"{question}\0{matter}")
        there = self._met.get(key, self._known.get(key)) if matter else None
        if there is None:
            there = look()
        if matter and there is not None:
            self._met[key] = there
        return there

    def read(self, work: Path, code: str) -> None:
        """Know what an earlier build of the same code found out."""
        told = json.loads(sealed.read(work / NOTE, code) or "{}")
        self._known, self._met = {key: tuple(places) for key, places in told.items()}, {}

    def keep(self, work: Path, code: str) -> None:
        """Keep what was met, and nothing of which nobody asked any more."""
        if self._met != self._known:
            sealed.keep(work / NOTE, code, json.dumps(self._met, sort_keys=True, separators=(",", ":")).encode())


SOUND = Sound()  # of this site, or of those before it in the same process


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[: 2 * SIZE]
