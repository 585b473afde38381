"""Whole processes, measured: wall clock, and the peak of the process itself without its children."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.sites import ROOT

# Runs the builder and says on its way out how much memory it needed at most (its own, not that of its processes).
WATCHED = """
import atexit, pathlib, re, sys
peak, status = pathlib.Path(sys.argv.pop(1)), pathlib.Path("/proc/self/status")
atexit.register(lambda: peak.write_text(re.search(r"VmHWM:\\s+(\\d+)", status.read_text())[1]))
from builder.cli import main
main()
"""


@dataclass(frozen=True, slots=True)
class Spread:
    """A few measurements of one thing."""

    values: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    def __truediv__(self, other: Spread) -> Spread:
        """The ratio of two things measured in turns, run by run."""
        return Spread(tuple(one / two for one, two in zip(self.values, other.values, strict=True)))

    def show(self, form: str = "{:.2f} s") -> str:
        """The median, and between brackets the lowest and the highest."""
        low, middle, high = (form.format(value) for value in (min(self.values), self.median, max(self.values)))
        return f"{middle} ({low}–{high})"


@dataclass(frozen=True, slots=True)
class Run:
    """One process: how long it took, its peak in MB and what it said."""

    seconds: float
    peak: float
    said: str


def build(site: Path) -> Run:
    """A whole ``build`` of a site, from the start of Python to its end."""
    with tempfile.NamedTemporaryFile() as peak:
        run = python("-c", WATCHED, peak.name, "build", "--site", str(site))
        return Run(run.seconds, int(Path(peak.name).read_text(encoding="utf-8")) / 1000, run.said)


def python(*words: str) -> Run:
    """A Python process with Spijs on its path; one that fails ends the measurements.

    It keeps compiled modules, as Python does for every user; some machines that test things forbid it.
    """
    return process([sys.executable, "-P", *words], Path("/"))


def process(words: Sequence[str], folder: Path) -> Run:
    """Any process in a folder; the peak is that of the largest among it and those that it waited for."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryFile("w+") as said, tempfile.TemporaryFile("w+") as complained:
        start = time.perf_counter()
        running = subprocess.Popen(words, cwd=folder, env=environment, stdout=said, stderr=complained)
        _, status, used = os.wait4(running.pid, 0)
        seconds = time.perf_counter() - start
        running.returncode = os.waitstatus_to_exitcode(status)  # so that nobody waits for it again
        told, complaint = (file.read() for file in (said, complained) if not file.seek(0))
    if running.returncode:
        raise SystemExit(f"{' '.join(words[-4:])}: {told}{complaint}")
    return Run(seconds, used.ru_maxrss / 1000, told)


def repeat(times: int, measure: Callable[[int], tuple[float, ...]]) -> tuple[Spread, ...]:
    """The same measurements several times, in turns, so that what slows the machine slows all of them."""
    return tuple(Spread(column) for column in zip(*(measure(turn) for turn in range(times)), strict=True))
