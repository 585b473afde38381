"""Spijs against its peers, on the same texts and in turns: ``./spijs bench peers [RUNS] [TEXTS]``.

A row is a ratio with its bound and its goal; the seconds are there to see their size. No time counts before every page
of that output was found to show its text.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench import corpus, peers
from bench.measure import Run, Spread, build, python, repeat
from bench.peers import ELEVENTY, HUGO, PELICAN, Peer
from bench.sites import sample

TEXTS = 5_000
MORE = 4  # times as many, for what must not grow faster than the texts do
QUIET = 0.5  # the load above which figures say little
MARK = "Zuurkoolstamppot"
STORY = "content/verhalen/van-emmer-naar-schroevendraaier.md"


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that was measured, with what was set for it."""

    name: str
    found: Spread
    bound: float | None = None
    goal: float | None = None
    form: str = "{:.2f}"

    def show(self) -> str:
        """As a line of the table."""
        middle = self.found.median
        verdict = "" if self.bound is None else "held" if middle <= self.bound else "MISSED"
        verdict = "goal" if self.goal is not None and middle <= self.goal else verdict
        bounds = ["" if one is None else f"≤ {self.form.format(one)}" for one in (self.bound, self.goal)]
        return f"  {self.name:<54}{self.found.show(self.form):<32}{bounds[0]:<12}{bounds[1]:<12}{verdict}".rstrip()


def compare(folder: Path, times: int, count: int = TEXTS) -> Iterator[str]:
    """The table, line by line."""
    peers.install()
    yield f"{count} texts, and {MORE * count}: {'found (lowest–highest)':>38}  bound, goal"
    before = os.getloadavg()[0]
    for row in (*_against(folder, times, count), *_grown(folder, times, count), *_alone(folder, times)):
        yield row.show()
    if before > QUIET:
        yield f"The load was {before:.1f} before the start: something else was at work, so this table is worth nothing."


def _against(folder: Path, times: int, count: int) -> Iterator[Row]:
    texts = list(corpus.texts(count))
    site = corpus.site(folder / "spijs", count)
    others = {peer: peer.write(folder / peer.name, texts) for peer in (HUGO, ELEVENTY, PELICAN)}

    def measure(turn: int) -> tuple[float, ...]:
        cold = _cold(site)
        _look(site / "output/intranet", texts)
        seconds = [_whole(peer, there, texts) for peer, there in others.items()]
        edited, idle = _edited(site, texts[3], turn), build(site)
        return cold.seconds, *seconds, edited.seconds, idle.seconds

    cold, hugo, eleventy, pelican, edited, idle = repeat(times, measure)
    for name, spread in (("Spijs", cold), ("Hugo", hugo), ("Eleventy", eleventy), ("Pelican", pelican)):
        yield Row(f"{name}, everything", spread, form="{:.2f} s")
    yield Row("everything, against Eleventy", cold / eleventy, 0.9, 0.6)
    yield Row("everything, against Hugo", cold / hugo)
    yield Row("everything, against Pelican", cold / pelican)
    yield Row("one edited page", edited, form="{:.2f} s")
    yield Row("one edited page, against Hugo's build", edited / hugo, 0.5, 0.25)
    yield Row("nothing to do, against Hugo's build", idle / hugo, 0.2, 0.12)


def _grown(folder: Path, times: int, count: int) -> Iterator[Row]:
    sites = corpus.site(folder / "few", count), corpus.site(folder / "more", MORE * count)

    def measure(turn: int) -> tuple[float, ...]:
        few, more = (_cold(site) for site in sites)
        edits = [_edited(site, corpus.text_of(3), turn) for site in sites]
        return few.seconds, more.seconds, *(run.seconds for run in edits), max(more.peak, edits[1].peak)

    few, more, edited, edited_more, peak = repeat(times, measure)
    _look(sites[1] / "output/intranet", corpus.texts(MORE * count))
    yield Row(f"everything, {MORE} times the texts", more / few, 1.1 * MORE, 1.025 * MORE)
    yield Row(f"one edited page, {MORE} times the texts", edited_more / edited, 3, 2)
    yield Row(f"peak of any one process, {MORE} times the texts", peak, 500, 300, "{:.0f} MB")


def _alone(folder: Path, times: int) -> Iterator[Row]:
    """The sample: a word in a story that is on no paper, as a process and in one that has built before."""

    def measure(turn: int) -> tuple[float, ...]:
        site = sample(folder / f"sample-{turn}")
        cold = build(site)
        _add(site / STORY, MARK)
        edited = build(site)
        warm = float(python("-m", "bench.warm", str(site), STORY).said)
        return cold.seconds, edited.seconds, warm * 1000

    cold, edited, warm = repeat(times, measure)
    yield Row("the sample: a word in a verhaal", edited, 0.6, form="{:.2f} s")
    yield Row("  against everything", edited / cold, 0.03, form="{:.3f}")
    yield Row("warm: until its page is published", warm, 150, 80, "{:.0f} ms")


def _cold(site: Path) -> Run:
    for made in ("output", ".output.spijs"):
        shutil.rmtree(site / made, ignore_errors=True)
    return _spijs(site)


def _spijs(site: Path) -> Run:
    """A whole build, with the peak of the largest of its processes."""
    return python("-m", "builder", "build", "--site", str(site))


def _whole(peer: Peer, site: Path, texts: list[corpus.Text]) -> float:
    shutil.rmtree(site / "public", ignore_errors=True)
    run = peer.build(site)
    _look(site / "public", texts)
    return run.seconds


def _edited(site: Path, text: corpus.Text, turn: int) -> Run:
    _add(corpus.source(site, text), f"{MARK} {turn}")
    run = _spijs(site)
    page = site / "output/intranet" / text.folder / f"{text.name}.html"
    if f"{MARK} {turn}" not in page.read_text(encoding="utf-8"):
        raise SystemExit(f"{page}: the word that was added is not there")
    return run


def _add(source: Path, words: str) -> None:
    source.write_text(f"{source.read_text(encoding='utf-8').rstrip()} {words}.\n", encoding="utf-8")


def _look(output: Path, texts: Iterable[corpus.Text]) -> None:
    if lost := peers.missing(output, texts):
        raise SystemExit(f"{output}: {len(lost)} things are not shown, as {lost[0]}")

