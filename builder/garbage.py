"""When not to look for garbage: while sources are read, for what is read stays until the build ends."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def none_to_look_for() -> Iterator[None]:
    """While this holds nothing is looked for, and what was made meanwhile is left out of every later look.

    Each look goes through all that there is, in search of circles: of thousands of sources that is a fifth of the time
    of a build, in vain. What an earlier build in this process left is looked through again.
    """
    gc.unfreeze()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
