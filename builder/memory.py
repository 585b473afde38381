"""What one build leaves for the next to know: what was looked for in vain, and what was understood of the sources."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from builder import sound, understood
from builder.content import Library
from builder.kinds.persoon import Persoon
from builder.lastgood import may_be_kept, nameless


def recall(work: Path, code: str) -> None:
    """Know what builds before this one found out, with the same code."""
    sound.SOUND.read(work, code)
    understood.UNDERSTOOD.read(work, code)


@contextmanager
def recalled(work: Path, code: str) -> Iterator[None]:
    """For one build: know what was found out before, and keep what is found out in it when it comes to its end."""
    recall(work, code)
    yield
    sound.SOUND.keep(work, code)


def keep(work: Path, library: Library) -> None:
    """Keep what was understood of what may be seen: nothing of people, and nothing that names somebody who may not be
    named somewhere. Raises :class:`OSError` when the disk refuses.
    """
    documents = list(library.documents.values())
    naming = {mention.source for mention in library.mentions if mention.closed}
    shown = [
        document
        for document in documents
        if document.path not in naming and not isinstance(document.value, Persoon) and may_be_kept(document, library)
    ]
    unspoken = [path.rpartition("/")[2].partition(".")[0] for path in nameless(library)]
    understood.UNDERSTOOD.only(documents)
    understood.UNDERSTOOD.keep(work, shown, unspoken)
