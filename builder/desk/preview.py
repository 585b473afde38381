"""The proof that the desk shows: built anew after each change, by one thread, into a place of its own.

First the pages on screen, for who waits for them, and then the sheets. A mistake never takes away what is shown: it
stays as it was last, and says so.
"""

from __future__ import annotations

import tempfile
import threading
import traceback
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TypeVar

from builder import manifest
from builder.build import Outcome, Tell, build
from builder.content import Library
from builder.diagnostics import Diagnostic, MachineError, machine_says
from builder.inputs import SITE, Inputs, Moved, look
from builder.pages import Page
from builder.survey import Order

SCREEN = "intranet"
PAGES, SHEETS = "pagina's", "bladen"  # what is being made
LONGEST = 3600  # seconds that is waited for what is done between builds
T = TypeVar("T")
ONCE_MORE = 20  # seconds after which is looked without a word: for the day that ended, and for what was not told


class Abandoned(Exception):
    """Something newer is waiting, or the desk closes: this build need not end."""


@dataclass(frozen=True)
class State:
    """What the desk shows at one moment.

    ``tree`` are the files that can be looked at, with their digests, and ``version`` counts how often they changed;
    ``pages`` and ``library`` are what they were made from. ``current`` says whether they are as the sources are now,
    ``rounds`` how often anything was found out, ``busy`` what is being made, ``trouble`` what is wrong with this
    computer, ``changed`` which pages the last change made anew, and ``site`` the sources as they were looked at.
    """

    version: int = 0
    rounds: int = 0
    tree: Mapping[str, str] = field(default_factory=dict)
    pages: Mapping[str, Page] = field(default_factory=dict)
    library: Library | None = None
    findings: tuple[Diagnostic, ...] = ()
    current: bool = False
    busy: str = ""
    progress: tuple[int, int] = (0, 0)
    trouble: str = ""
    changed: tuple[str, ...] = ()
    at: datetime | None = None
    chosen: date | None = None
    site: Inputs | None = None


class Preview:
    """Builds whenever something may have changed; ``told`` is called from its thread after every new state."""

    def __init__(
        self, root: Path, output: Path, jobs: int, clock: Callable[[], date], told: Callable[[State], None]
    ) -> None:
        self._root, self._output, self._jobs, self._clock, self._told = root, output, jobs, clock, told
        self._wake, self._stop = threading.Event(), threading.Event()
        self._seen: tuple[str, date, date | None] | None = None  # the site and the days of the last build
        self._inputs: Inputs | None = None
        self._day: date | None = None
        self._one_at_a_time = threading.Lock()
        self._tasks: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.state = State()

    def start(self) -> None:
        """Begin to build."""
        self._thread.start()

    def look_again(self) -> None:
        """Something may have changed."""
        self._wake.set()

    def choose(self, day: date | None) -> None:
        """Show the site as it is on another day; None: as it is today."""
        self._say(chosen=day)
        self._wake.set()

    def between(self, job: Callable[[], T]) -> T:
        """Do what may not be done beside a build, in the thread of the builds, and wait for what comes of it.

        Sheets that are being made give way. Raises what the job raises.
        """
        task: Future[T] = Future()

        def do() -> None:
            try:
                task.set_result(job())
            except BaseException as error:
                task.set_exception(error)

        self._tasks.put(do)
        self._wake.set()
        return task.result(timeout=LONGEST)

    def _do_tasks(self) -> None:
        with suppress(Empty):
            while True:
                self._tasks.get_nowait()()

    def stop(self) -> None:
        """Build no more; what was begun is left."""
        self._stop.set()
        self._wake.set()
        self._thread.join(timeout=2)

    def _run(self) -> None:
        while not self._stop.is_set():
            self._wake.clear()
            self._do_tasks()
            try:
                self._round()
            except Abandoned:
                continue
            except Moved:
                self._seen = None
                self._wake.set()
            except MachineError as error:
                self._say(trouble=str(error), current=False, busy="")
            except OSError as error:
                place = error.filename or self._root
                self._say(
                    trouble=f"de computer werkt niet mee: {machine_says(error)} ({place})", busy="", current=False
                )
            except Exception:  # a bug of ours: the desk stays, and so does what it showed
                self._say(trouble=f"hier gaat Spijs zelf de fout in; stuur dit mee: {_log()}", current=False, busy="")
            self._wake.wait(ONCE_MORE)

    def _round(self) -> None:
        """Look at the site, and build where it is not what was built last."""
        if not (self._root / SITE).is_file():
            self._seen = None
            trouble = (
                f"de map {self._root} is er niet, of er staat geen {SITE} meer in; komt zij terug, dan gaat het verder"
            )
            self._say(trouble=trouble, current=False, busy="")
            return
        inputs = look(self._root)
        now = (inputs.digest, self._clock(), self.state.chosen)
        if now == self._seen and not self.state.trouble:
            return
        before, self._inputs, self._day = self._inputs, inputs, now[2]
        moved = set(inputs.moved(before)) if before else set()
        self._say(busy=PAGES, progress=(0, 0), trouble="")
        order = Order(inputs, self._output, now[1], now[2], (SCREEN,), self._jobs, proof=True)
        outcome = build(order, self.progress(PAGES))
        self._show(outcome, moved)
        if not outcome.waits and _sheets_to_make(outcome):
            self._say(busy=SHEETS, progress=(0, 0))
            self._show(build(replace(order, only=()), self.progress(SHEETS)), moved)
        self._seen = now

    def _show(self, outcome: Outcome, moved: set[str]) -> None:
        """Let what was built be seen, or what was found be told beside what there was."""
        old = self.state
        tree = outcome.tree or old.tree or manifest.found(self._output)
        fresh = dict(old.pages) if outcome.waits else dict(outcome.pages)
        changed = [to for to, page in fresh.items() if to in outcome.made and page.source.file in moved]
        self._say(
            version=old.version + (tree != old.tree),
            rounds=old.rounds + 1,
            tree=tree,
            pages=fresh,
            library=outcome.library or old.library,
            site=self._inputs,
            findings=outcome.findings,
            current=not outcome.waits,
            busy="",
            changed=tuple(changed) if not outcome.waits else (),
            at=datetime.now() if not outcome.waits else old.at,
        )

    def progress(self, what: str) -> Tell:
        """Tells how far something is that is being made."""

        def tell(target: str, done: int, total: int) -> None:
            if self._stop.is_set() or (what == SHEETS and self._something_newer()):
                raise Abandoned
            self._say(busy=what, progress=(done, total))

        return tell

    def _something_newer(self) -> bool:
        """Whether sheets need not be made any more: what a program leaves beside its files does not count."""
        if not self._wake.is_set() or self._inputs is None:
            return False
        if not self._tasks.empty():
            return True
        self._wake.clear()
        if self._day == self.state.chosen and look(self._root).digest == self._inputs.digest:
            return False
        self._wake.set()
        return True

    def rest(self) -> None:
        """Nothing is being made any more."""
        self._say(busy="", rounds=self.state.rounds + 1)

    def _say(self, **news: object) -> None:
        with self._one_at_a_time:
            self.state = replace(self.state, **news)  # type: ignore[arg-type]
            self._told(self.state)


def _sheets_to_make(outcome: Outcome) -> bool:
    """Whether a build of everything would make or remove something that one of the pages on screen did not."""
    there = {*outcome.made, *outcome.kept}
    return bool(outcome.stale) or any(target not in there for target in outcome.pages)


def _log() -> str:
    try:
        with tempfile.NamedTemporaryFile("w", prefix="spijs-", suffix=".log", delete=False, encoding="utf-8") as file:
            traceback.print_exc(file=file)
        return file.name
    except OSError:
        return traceback.format_exc(limit=-1)
