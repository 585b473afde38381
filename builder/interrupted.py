"""Ctrl-C at any moment: one sentence and an exit code of its own, never a traceback.

What was published is whole whenever a process ends, so there is nothing to mend; who stops halfway is only given the
time to take away what was being written.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

CODE = 128 + signal.SIGINT
SENTENCE = "spijs: afgebroken; wat gepubliceerd is, is heel\n"


@contextmanager
def in_one_sentence() -> Iterator[None]:
    """While this holds, Ctrl-C ends the process with :data:`CODE`; a second one is not listened to."""
    sys.unraisablehook = _unraisable
    signal.signal(signal.SIGINT, _once)
    try:
        yield
    except KeyboardInterrupt:
        _say()
        sys.exit(CODE)
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # all is done: Python itself takes its time to end


def _once(number: int, frame: Any) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise KeyboardInterrupt


def _unraisable(problem: Any) -> None:
    """An interruption that fell where Python can only mention it, in a clean-up of its own."""
    if problem.exc_type is KeyboardInterrupt:
        _say()
        os._exit(CODE)
    sys.__unraisablehook__(problem)


def _say() -> None:
    with suppress(OSError):
        os.write(2, SENTENCE.encode("utf-8"))
