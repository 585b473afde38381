"""Processes of our own: forked from one server that has the makers loaded, and ended when that ends."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext
from typing import Any, TypeVar

MAKERS = ["builder.pdf.engine", "builder.making"]

Share = TypeVar("Share")
Result = TypeVar("Result")


def context() -> ForkServerContext:
    """Where new processes come from; the first one pays for loading the makers, the others for a fork."""
    server = multiprocessing.get_context("forkserver")
    server.set_forkserver_preload(MAKERS)
    return server


def depend() -> None:
    """Make this process leave the keyboard to its parent, and die with it.

    The server ends when nobody holds its line any more; a process that kept the line it got would keep it alive.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)
    os.close(forkserver._forkserver._forkserver_alive_fd)  # type: ignore[attr-defined]


def share_out(
    work: Callable[[Share], Result], shares: list[Share], jobs: int, settle: Callable[..., None], *facts: Any
) -> Iterator[Result]:
    """What ``work`` makes of each share, in their order; ends early when a process dies.

    Every process is made ready by ``settle`` with the ``facts``.
    """
    with suppress(BrokenProcessPool), ProcessPoolExecutor(jobs, context(), settle, facts) as executor:
        yield from executor.map(work, shares)
