"""Where nothing was found to tell, known from one build to the next: what did not change is not looked at anew.

Kept are digests, each of a question (what was looked for, and all that the answer leans on) and of the bytes that were
looked at, and nothing that anybody wrote. They hold for the code that found nothing: other code looks again, and so
does whoever finds the note damaged. What was found is never kept: it is looked for each time, and told.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from builder import sealed

T = TypeVar("T")

NOTE = "in-orde"
SIZE = 16  # bytes of a digest


class Sound:
    """Digests of what is sound: those of the builds before, and those that were met since."""

    def __init__(self) -> None:
        self._known: set[bytes] = set()
        self._met: set[bytes] = set()

    def found(self, question: str, matter: str, look: Callable[[], Iterable[T]]) -> list[T]:
        """What looking finds, but where the same was looked for in the same ``matter`` (a text, or the digest of a
        file) in vain. ``question`` names all that the answer depends on besides; without matter it is always asked.
        """
        digest = _digest(f"{question}\0{matter}")
        if matter and (digest in self._known or digest in self._met):
            self._met.add(digest)
            return []
        found = list(look())
        if matter and not found:
            self._met.add(digest)
        return found

    def read(self, work: Path, code: str) -> None:
        """Know what an earlier build of the same code found."""
        data = sealed.read(work / NOTE, code) or b""
        self._known = {data[at : at + SIZE] for at in range(0, len(data), SIZE)}
        self._met = set()

    def keep(self, work: Path, code: str) -> None:
        """Keep what was met, and nothing of which nobody asked any more."""
        if self._met != self._known:
            sealed.keep(work / NOTE, code, b"".join(sorted(self._met)))


SOUND = Sound()  # what this site, or those before it in the same process, was found sound in


@contextmanager
def kept(work: Path, code: str) -> Iterator[None]:
    """For one build: know what the builds before it found sound, and keep it for the next when it comes to its end."""
    SOUND.read(work, code)
    yield
    SOUND.keep(work, code)


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:SIZE]
