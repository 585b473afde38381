"""Processes of our own: forked from one server that has the makers loaded, and ended when that ends."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import forkserver, resource_tracker
from multiprocessing.context import ForkServerContext
from typing import Any, TypeVar

PATIENCE = 120  # seconds for one share; far more than any needs, a guard against a process that hangs
MAKERS = ["builder.pdf.engine", "builder.making"]

Share = TypeVar("Share")
Result = TypeVar("Result")


def context() -> ForkServerContext:
    """Where new processes come from; the first one pays for loading the makers, the others for a fork.

    The server is started deaf to the keyboard, which is for its parent, and so is all that comes of it.
    """
    server = multiprocessing.get_context("forkserver")
    server.set_forkserver_preload(MAKERS)
    resource_tracker.ensure_running()  # it would open the ears of who starts it
    with undisturbed():
        forkserver.ensure_running()
    return server


@contextmanager
def undisturbed() -> Iterator[None]:
    """While this holds, Ctrl-C waits: a process that was begun half way would complain of what it did not get."""
    heard = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, heard)


def depend() -> None:
    """Make this process die with its parent.

    The server ends when nobody holds its line any more; a process that kept the line it got would keep it alive.
    """
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)
    os.close(forkserver._forkserver._forkserver_alive_fd)  # type: ignore[attr-defined]


def share_out(
    work: Callable[[Share], Result], shares: list[Share], jobs: int, settle: Callable[..., None], *facts: Any
) -> Iterator[Result]:
    """What ``work`` makes of each share, in their order; ends early when a process dies or hangs.

    Every process is made ready by ``settle`` with the ``facts``.
    """
    executor = ProcessPoolExecutor(jobs, context(), settle, facts)
    try:
        with undisturbed():
            futures = [executor.submit(work, share) for share in shares]
        for future in futures:
            yield future.result(timeout=PATIENCE)
    except (BrokenProcessPool, TimeoutError):
        return
    finally:
        end(executor)


def end(executor: Executor) -> None:
    """End the processes of a pool at once, also those that hang or were stopped half way an answer."""
    for process in dict(getattr(executor, "_processes", None) or {}).values():
        process.kill()
    if answers := getattr(executor, "_result_queue", None):
        answers._writer.close()  # else the pool waits for ever for the rest of an answer
    executor.shutdown(wait=True, cancel_futures=True)
