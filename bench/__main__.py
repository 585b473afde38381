"""Measure, and print what was measured with the bound that was set for it: ``./spijs bench [RUNS]``, and with its peers
``./spijs bench peers [RUNS] [TEXTS]``.

Only ratios of things measured in turns on this machine mean anything; the seconds are there to see their size.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pypdfium2

from bench.against import TEXTS, compare
from bench.measure import Run, Spread, build, python, repeat
from bench.sites import many, pdfs, sample
from builder import __version__

MANY = 5000
MARK = "Zuurkoolstamppot"
STORIES = ("van-emmer-naar-schroevendraaier", "een-stap-terug-die-past")
JOBS = os.cpu_count() or 1


def main() -> None:
    """Print the three tables, or the one with the peers."""
    peers, numbers = sys.argv[1:2] == ["peers"], [int(word) for word in sys.argv[1:] if word.isdecimal()]
    times = numbers[0] if numbers else 3
    print(f"Spijs {__version__}, Python {platform.python_version()}, {platform.system()}, {JOBS} cores,", end=" ")
    print(f"load {os.getloadavg()[0]:.1f} before the start")
    if os.getloadavg()[0] > 0.5:
        print("Something else is at work on this machine: the figures say little.")
    print(f"Each figure is the median of {times} runs (lowest–highest).\n")
    with tempfile.TemporaryDirectory(prefix="spijs-bench-") as folder:
        tables = (partial(compare, count=(numbers[1:] or [TEXTS])[0]),) if peers else (the_sample, the_sheets, the_many)
        for table in tables:
            for line in table(Path(folder), times):
                print(line, flush=True)
            print()


def the_sample(folder: Path, times: int) -> Iterator[str]:
    """Cold, nothing to do, and a word changed in a story, each a whole process."""
    sheets: dict[str, list[str]] = {}

    def measure(turn: int) -> tuple[float, ...]:
        site = sample(folder / f"sample-{turn}")
        cold, idle = build(site), build(site)
        edited = [_edit(site, story, sheets) for story in STORIES]
        return cold.seconds, idle.seconds, *(run.seconds for run in edited)

    cold, idle, text, shown = repeat(times, measure)
    yield "The sample"
    yield _row("everything, cold", cold.show())
    yield _row("nothing to do", idle.show(), idle.median < 0.5, "under 0.5 s")
    yield _row("  against cold", (idle / cold).show("{:.1%}"), (idle / cold).median < 0.03, "under 3 %")
    yield _row("a word in a verhaal", text.show())
    yield _row("  against cold", (text / cold).show("{:.1%}"), (text / cold).median < 0.1, "under 10 %")
    yield _row("  PDFs made", ", ".join(sheets[STORIES[0]]) or "none", not sheets[STORIES[0]], "none: no PDF shows it")
    yield _row("a word that the edition prints", shown.show())
    yield _row("  against cold", (shown / cold).show("{:.1%}"))
    shown_in = sheets[STORIES[1]]
    fair = bool(shown_in) and all(_prints(folder / "sample-0/output" / path) for path in shown_in)
    yield _row("  PDFs made", ", ".join(shown_in) or "none", fair, "some, and each shows it")


def _edit(site: Path, story: str, sheets: dict[str, list[str]]) -> Run:
    """Put a word at the end of a story, build, and list the PDFs that this made."""
    before = pdfs(site)
    path = site / f"content/verhalen/{story}.md"
    path.write_text(path.read_text(encoding="utf-8").rstrip() + f" {MARK}.\n", encoding="utf-8")
    run = build(site)
    sheets[story] = [pdf for pdf, written in pdfs(site).items() if before.get(pdf) != written]
    return run


def _prints(pdf: Path) -> bool:
    return any(MARK in page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf))


def the_sheets(folder: Path, times: int) -> Iterator[str]:
    """The PDF stage against WeasyPrint alone; how many cores help is measured, not assumed."""
    file = folder / "sheets.pickle"
    python("-m", "bench.paper", "write", str(sample(folder / "paper")), str(file))

    def measure(turn: int) -> tuple[float, ...]:
        bare = _told(python("-m", "bench.paper", "bare", str(file)))["seconds"]
        together = _told(python("-m", "bench.paper", "bare", str(file), str(JOBS)))["seconds"]
        stage = _told(python("-m", "bench.paper", "stage", str(file), str(JOBS)))
        return bare, JOBS * bare / together, stage["start"], stage["seconds"], stage["sheets"]

    bare, cores, start, stage, count = repeat(times, measure)
    share = Spread(
        tuple(one * two / three for one, two, three in zip(stage.values, cores.values, bare.values, strict=True))
    )
    yield f"The PDF stage: {count.median:.0f} sheets"
    yield _row("WeasyPrint alone, one warm process", bare.show())
    yield _row(f"cores that help ({JOBS} at it at once)", cores.show("{:.2f}"))
    yield _row("start-up of the stage", start.show())
    yield _row("the stage, warm", stage.show())
    yield _row("  against alone / cores", share.show("{:.2f}"), share.median <= 1.1, "at most 1.1")


def the_many(folder: Path, times: int) -> Iterator[str]:
    """Thousands of short vacancies, against the sum of the stages done plainly in one process; then one of them edited,
    and nothing at all.
    """
    example, site = many(folder / "one", 1), many(folder / "many", MANY)
    stages: list[dict[str, float]] = []

    def measure(turn: int) -> tuple[float, ...]:
        bare = _told(python("-m", "bench.bare", str(example), str(site), str(folder / f"bare-{turn}")))
        stages.append(bare)
        for made in ("output", ".output.spijs"):
            shutil.rmtree(site / made, ignore_errors=True)
        run, idle = build(site), build(site)
        vacancy = site / "content/vacatures/werk-7.md"
        vacancy.write_text(vacancy.read_text(encoding="utf-8").replace("luistert", "luistert nu"), encoding="utf-8")
        return sum(bare.values()), run.seconds, run.peak, build(site).seconds, idle.seconds

    bare, cold, peak, edited, idle = repeat(times, measure)
    yield f"{MANY} short vacatures, cold"
    yield _row("the stages alone, in one process", bare.show())
    for name in stages[0]:
        yield _row(f"  {name}", Spread(tuple(stage[name] for stage in stages)).show())
    yield _row("a whole build", cold.show())
    yield _row("  against the stages", (cold / bare).show("{:.2f}"), (cold / bare).median <= 1.5, "at most 1.5")
    for name, some in (("one of them edited", edited), ("nothing to do", idle)):
        yield _row(name, some.show())
        yield _row("  against cold", (some / cold).show("{:.1%}"))
    yield _row("peak of the parent", peak.show("{:.0f} MB"), peak.median < 300, "under 300 MB")


def _told(run: Run) -> dict[str, float]:
    told: dict[str, float] = json.loads(run.said)
    return told


def _row(name: str, value: str, kept: bool | None = None, bound: str = "") -> str:
    verdict = "" if kept is None else f"{'ok' if kept else 'MISSED':<8}{bound}"
    return f"  {name:<36}{value:<32}{verdict}".rstrip()


if __name__ == "__main__":
    main()
