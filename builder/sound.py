"""Texts in which nothing was found to tell, known from one build to the next: what did not change is not read anew.

Kept are digests and nothing that anybody wrote. They hold for the code that found nothing: other code looks again, and
so does whoever finds the note damaged.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from builder import sealed

NOTE = "in-orde"
SIZE = 16  # bytes of a digest


class Sound:
    """Digests of texts that are sound: those of the builds before, and those that were met since."""

    def __init__(self) -> None:
        self._known: set[bytes] = set()
        self._met: set[bytes] = set()

    def has(self, text: str) -> bool:
        """Whether this very text was found sound."""
        digest = _digest(text)
        if digest in self._known:
            self._met.add(digest)
        return digest in self._met

    def add(self, text: str) -> None:
        """A text was found sound."""
        self._met.add(_digest(text))

    def read(self, work: Path, code: str) -> None:
        """Know what an earlier build of the same code found."""
        data = sealed.read(work / NOTE, code) or b""
        self._known = {data[at : at + SIZE] for at in range(0, len(data), SIZE)}
        self._met = set()

    def keep(self, work: Path, code: str) -> None:
        """Keep the texts that were met, and none of which nobody asked any more."""
        if self._met != self._known:
            sealed.keep(work / NOTE, code, b"".join(sorted(self._met)))


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:SIZE]
