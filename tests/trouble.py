"""Builds in copies of this process that crash, or meet a full disk, at a chosen step; and what they leave behind."""

from __future__ import annotations

import os
import select
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment

from builder import manifest
from tests.site import tree

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
CHANGES = {"os.mkdir", "os.rename", "os.link", "os.remove", "os.rmdir", "os.chmod"}
NEEDS_ROOM = {"os.mkdir", "os.rename", "os.link"}


def apart(work: Callable[[], object], said: Path | None = None) -> int:
    """Do some work in a forked copy of this process; gives its exit code, negative when a signal ended it."""
    child = begin(work, said)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def begin(work: Callable[[], object], said: Path | None = None) -> int:
    """Begin work in a forked copy of this process, which says all it has to say in the file ``said``."""
    child = os.fork()
    if child:
        return child
    code = 99
    try:
        paper = os.open(said or os.devnull, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(paper, 1)
        os.dup2(paper, 2)
        sys.stdout, sys.stderr = os.fdopen(1, "w", closefd=False), os.fdopen(2, "w", closefd=False)
        work()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def ended(process: int, within: float) -> bool:
    """Wait until a process has ended, but no longer than so many seconds; whether it has."""
    try:
        watch = os.pidfd_open(process)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([watch], [], [], within)[0])
    finally:
        os.close(watch)


def at_each_step(root: Path, trip: Callable[[str], None], kinds: set[str] = CHANGES) -> None:
    """From now on and for ever, call ``trip`` before every change of the disk below ``root``; for a forked process."""

    def hook(event: str, words: tuple[Any, ...]) -> None:
        below = words and str(words[0]).startswith(str(root))
        if event == "open":
            changes = below and isinstance(words[2], int) and words[2] & WRITING
        else:
            changes = event in kinds and (below or not str(words[0]).startswith("/"))
        if changes:
            trip(event)

    sys.addaudithook(hook)


class Countdown:
    """Does something at the n-th call, or counts on when n is 0."""

    def __init__(self, at: int, act: Callable[[], None], forever: bool = False) -> None:
        self.at, self.act, self.forever, self.count = at, act, forever, 0

    def __call__(self, event: str = "") -> None:
        self.count += 1
        if self.at and (self.count == self.at or (self.forever and self.count > self.at)):
            self.act()


def whole(output: Path) -> dict[str, str]:
    """The digests of a published tree, when it is just what its own manifest says; fails otherwise."""
    found = tree(output)
    record = manifest.load(output)
    assert record, f"{output} has no manifest that can be read"
    told = {path: data for target, one in record.items() for path, data in {target: one.data, **one.beside}.items()}
    assert {path: found.get(path) for path in told} == told
    assert set(found) == set(told) | {manifest.FILE, ".gitignore"}
    return found


def litter(work: Path) -> set[str]:
    """What a build that was ended half way left in the work folder."""
    return {path.name for path in work.iterdir()} & {"nieuw", "oud", "tmp"}


def compile_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Templates are compiled once for all builds of a test: that is most of the time of a small one."""
    known: dict[tuple[Any, ...], Any] = {}
    really = Environment.compile

    def compiled(self: Environment, source: str, name: str | None = None, filename: str | None = None) -> Any:
        key = (source, name, filename)
        if key not in known:
            known[key] = really(self, source, name, filename)
        return known[key]

    monkeypatch.setattr(Environment, "compile", compiled)
