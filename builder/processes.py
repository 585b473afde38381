"""Processes of our own: forked from one server that has the makers loaded, and ended when that ends."""

from __future__ import annotations

import ctypes
import multiprocessing
import signal
import sys
from multiprocessing.context import ForkServerContext

MAKERS = ["builder.pdf.engine", "builder.making"]


def context() -> ForkServerContext:
    """Where new processes come from; the first one pays for loading the makers, the others for a fork."""
    forkserver = multiprocessing.get_context("forkserver")
    forkserver.set_forkserver_preload(MAKERS)
    return forkserver


def depend() -> None:
    """Make this process leave the keyboard to its parent, and die with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)
