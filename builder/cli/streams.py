"""What is said and asked: in UTF-8 whatever the machine has been told, and nowhere when nobody listens."""

from __future__ import annotations

import io
import os
import sys


def open_streams() -> None:
    """Make the three streams usable: the place of one that was closed would be taken by the next file to be opened."""
    while (number := os.open(os.devnull, os.O_RDWR)) <= 2:
        os.set_inheritable(number, True)
    os.close(number)
    sys.stdin = sys.stdin or _nowhere(0, "r")
    sys.stdout = sys.stdout or _nowhere(1, "w")
    sys.stderr = sys.stderr or _nowhere(2, "w")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _nowhere(number: int, mode: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.FileIO(number, mode, closefd=False), encoding="utf-8")
