"""Thousands of new texts, looked at in processes of their own before the check asks for them.

Only that a text is sound comes back, and is known then; every other text the check looks at itself, and tells. So what
is found does not depend on the number of processes, and what a process that dies leaves undone costs time only.
"""

from __future__ import annotations

from builder import prose, sound, understood
from builder.diagnostics import Position
from builder.prose import Prose
from builder.reading import Tree
from builder.schema import Located
from builder.settings import Settings

MANY = 500  # from so many on, the processes win back their start
SHARE = 50


def look(tree: Tree, settings: Settings | None, jobs: int) -> None:
    """Look at the texts of a tree of which it is not known yet that they are sound, when these are many."""
    facts = settings.facts if settings else None
    known = understood.UNDERSTOOD.gist
    new = (source for source in tree.sources if source.has_body and not known(source.path, source.digest))
    bodies = [source.body for source in new if source.body]
    texts = dict.fromkeys(Located(body.text, body.position, facts).prose for body in bodies)
    unknown = [text for text in texts if sound.SOUND.places(prose.ODD, text, lambda: None) is None]
    if jobs > 1 and len(unknown) >= MANY:
        from builder.processes import depend, share_out

        shares = [unknown[n : n + SHARE] for n in range(0, len(unknown), SHARE)]
        for found in share_out(_sound_among, shares, jobs, depend):
            for text in found:
                sound.SOUND.places(prose.ODD, text, lambda: ())


def _sound_among(texts: list[str]) -> list[str]:
    return [text for text in texts if not prose.check(Prose(text, Position("")))]
