"""HTML to PDF in processes of their own: a sheet that hangs, dies or eats memory costs itself and nothing else.

Sheets are made in batches by a pool of warm processes, so that the start-up of the engine is paid once. When the pool
breaks, or a sheet outlives its limit, the unfinished ones are made again one process each, and only the culprit
fails. The caller knows nothing but :class:`concurrent.futures.Executor`.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from builder.diagnostics import MachineError, Made, fout, machine_says
from builder.pdf.sheet import Means as Means
from builder.pdf.sheet import Sheet as Sheet
from builder.processes import context, end, undisturbed

USUAL = 40_000  # characters of HTML, of a sheet of a few pages


@dataclass(frozen=True, slots=True)
class Limits:
    """What one sheet may cost: wall-clock and processor seconds, bytes of address space.

    A sheet of many pages (fifty letters) may take longer: on a slow computer it is no less good.
    """

    seconds: int = 90
    memory: int = 1_500_000_000

    def patience(self, sheets: Iterable[Sheet]) -> float:
        """Seconds in which one of these sheets is done, also when another is in the way."""
        return self.seconds * max([1.0, *(len(sheet.html) / USUAL for sheet in sheets)])


LIMITS = Limits()
MISSING = 44
Maker = Callable[[Sheet], Made]


@contextmanager
def pool(means: Means, work: Path, jobs: int, limits: Limits = LIMITS) -> Iterator[Executor]:
    """Warm processes with the engine loaded; their scratch files live below ``work`` and go with them."""
    work.mkdir(parents=True, exist_ok=True)
    executor = ProcessPoolExecutor(jobs, context(), _settle, (means, work, limits.memory))
    try:
        yield executor
    finally:
        end(executor)
        shutil.rmtree(work, ignore_errors=True)


def make_sheets(
    sheets: list[Sheet], executor: Executor, alone: Callable[[Sheet], Made], limits: Limits = LIMITS, ahead: int = 4
) -> Iterator[tuple[Sheet, Made]]:
    """Make every sheet, in any order; what the executor could not finish is made again by ``alone``, one by one.

    At most ``ahead`` sheets are under way at a time, so that little is lost when a process breaks.

    Yields exactly one result for each sheet; one that failed has no data and a finding.
    """
    running: dict[Future[Made], Sheet] = {}
    left = list(reversed(sheets))
    again: list[Sheet] = []
    broken = False
    while (left and not broken) or running:
        while left and not broken and len(running) < ahead:
            sheet = left.pop()
            try:
                with undisturbed():
                    running[executor.submit(_make, sheet)] = sheet
            except BrokenProcessPool:
                left.append(sheet)
                broken = True
        done, _ = wait(running, timeout=limits.patience(running.values()), return_when="FIRST_COMPLETED")
        if not done:
            break
        for future in done:
            sheet = running.pop(future)
            try:
                yield sheet, future.result()
            except MachineError:
                raise
            except Exception as error:  # the process died, or had no room left for its answer
                again.append(sheet)
                broken = broken or isinstance(error, BrokenProcessPool)
    unfinished = [*running.values(), *left, *again]
    if unfinished:
        end(executor)
    for sheet in sorted(unfinished, key=lambda s: s.target):
        yield sheet, alone(sheet)


def make_alone(means: Means, work: Path, limits: Limits = LIMITS) -> Maker:
    """A maker that gives each sheet a process of its own and ends it when it passes its limits."""

    def make(sheet: Sheet) -> Made:
        receiver, sender = multiprocessing.Pipe(duplex=False)
        process = context().Process(target=_deliver, args=(sender, sheet, means, work, limits))
        with undisturbed():
            process.start()
        sender.close()
        made: Made | MachineError | None = None
        late = not receiver.poll(limits.patience([sheet]))
        with suppress(EOFError, OSError):
            made = None if late else receiver.recv()
        process.join(0 if late or made else 5)
        process.kill()
        process.join()
        if process.exitcode == MISSING:
            raise MachineError("wat de PDF's maakt, ontbreekt hier; voer de opdracht opnieuw uit met ./spijs")
        if isinstance(made, MachineError):
            raise made
        return made or _failed(sheet, late or process.exitcode == -signal.SIGXCPU)

    return make


def _failed(sheet: Sheet, late: bool) -> Made:
    message = f"{sheet.target} duurt te lang" if late else f"{sheet.target} is te zwaar voor de computer"
    remedy = "maak de tekst korter of het beeld kleiner, en kijk het sjabloon na"
    return Made(b"", {}, (fout("pdf", sheet.source, message, remedy),))


def _engine() -> ModuleType:
    """The engine, inside a process for sheets; where a library of the system is missing, its exit code tells so."""
    try:
        from builder.pdf import engine
    except ImportError:
        os._exit(MISSING)
    return engine


def _settle(means: Means, work: Path, memory: int) -> None:
    engine = _engine()
    try:
        engine.settle(means, work, memory)
    except OSError:
        os._exit(1)  # the sheets are made one by one then, and that tells what is wrong


def _make(sheet: Sheet) -> Made:
    from builder.pdf import engine

    return engine.make(sheet)


def _deliver(sender: object, sheet: Sheet, means: Means, work: Path, limits: Limits) -> None:
    try:
        _engine().settle(means, work, limits.memory, round(limits.patience([sheet])))
        made: Made | MachineError = _make(sheet)
    except OSError as error:
        made = MachineError(f"{error.filename or work} is niet te schrijven ({machine_says(error)})")
    except MachineError as error:
        made = error
    except MemoryError:
        return
    with suppress(MemoryError):
        sender.send(made)  # type: ignore[attr-defined]
