"""One build at a time: the first wins, the others say who is busy, and a killed one holds up nobody."""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from builder import publish
from tests.site import POSTER, REPO, TODAY, Site
from tests.trouble import ended, litter, whole

# A build that says that it has begun, and goes on when its input ends.
SLOW = """
import sys
from builder import cli, making
from builder.diagnostics import Made

def sheets(pages, workshop):
    print("bezig", flush=True)
    sys.stdin.read()
    for page in pages:
        made = workshop.templates.render(page.template, page.target, page.values, True, page.source)
        yield page, Made(made.data, made.files, made.findings, {"beeld": b"plaatje"})

making.MAKERS["pdf"] = sheets
cli.main()
"""
BUSY = re.compile(r"spijs: er loopt al een bouw \(sinds \d\d:\d\d, proces (\d+)\); wacht tot die klaar is")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path / "site").write("content/posters/noor.yml", POSTER)


def start(site: Site, code: str = SLOW) -> subprocess.Popen[str]:
    """A build of the site in a real process of its own."""
    words = ["build", "--site", str(site.root), "--datum", TODAY.isoformat(), "--output", str(site.output)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    env = {**os.environ, "PYTHONPATH": str(REPO)}
    return subprocess.Popen([sys.executable, "-P", "-c", code, *words], env=env, text=True, **pipes)  # type: ignore[call-overload,no-any-return]


@pytest.fixture
def holder(site: Site) -> Iterator[subprocess.Popen[str]]:
    """A build that has begun and waits."""
    process = start(site)
    assert process.stdout
    assert process.stdout.readline() == "bezig\n"
    yield process
    process.kill()
    process.communicate()


def test_of_eight_builds_one_wins_and_the_others_say_so(site: Site) -> None:
    racers = [start(site) for _ in range(8)]
    losers: list[subprocess.Popen[str]] = []
    while len(losers) < 7:
        still = [racer for racer in racers if racer not in losers]
        pids = {os.pidfd_open(racer.pid): racer for racer in still}
        ready, _, _ = select.select(list(pids), [], [], 120)
        assert ready, "the others wait instead of going away"
        losers += [pids[fd] for fd in ready]
        for fd in pids:
            os.close(fd)
    winner = next(racer for racer in racers if racer not in losers)
    for loser in losers:
        _, said = loser.communicate()
        assert loser.returncode == 5
        assert said.startswith("spijs: er loopt al een bouw")
        assert len(said.splitlines()) == 1
    out, said = winner.communicate("")
    assert winner.returncode == 0, said
    assert "Klaar" in out
    whole(site.output)
    assert not litter(publish.work_folder(site.output))


def test_who_comes_second_hears_who_is_first(site: Site, holder: subprocess.Popen[str]) -> None:
    for _ in range(3):
        second = start(site)
        _, said = second.communicate("")
        assert second.returncode == 5
        assert (match := BUSY.fullmatch(said.strip())), said
        assert int(match[1]) == holder.pid
    said = holder.communicate("")[1]
    assert holder.returncode == 0, said
    whole(site.output)


def test_a_killed_build_holds_up_nobody(site: Site, paper_stub: None) -> None:
    for _ in range(3):
        process = start(site)
        assert process.stdout
        assert process.stdout.readline() == "bezig\n"
        process.kill()
        process.communicate()
        with publish.one_at_a_time(site.output):
            pass
        assert not litter(publish.work_folder(site.output))
    site.build()
    whole(site.output)


def test_the_processes_of_a_killed_build_go_with_it(site: Site) -> None:
    """Killed while real sheets are being made: the lock is free at once and no process stays behind."""
    code = """
import os
from builder import cli, pdf
really = pdf.make_sheets

def make_sheets(sheets, executor, *rest, **more):
    for sheet in sheets:
        executor.submit(pdf._make, sheet).result()
    print(*executor._processes, flush=True)
    os.read(0, 1)
    yield from really(sheets, executor, *rest, **more)

pdf.make_sheets = make_sheets
cli.main()
"""
    process = start(site, code)
    assert process.stdout
    workers = [int(word) for word in process.stdout.readline().split()]
    assert workers, process.communicate()
    process.send_signal(signal.SIGKILL)
    process.communicate()
    with publish.one_at_a_time(site.output) as work:
        assert not litter(work)
    for worker in workers:
        assert ended(worker, 20)


def test_another_output_is_another_lock(site: Site, holder: subprocess.Popen[str], tmp_path: Path) -> None:
    other = tmp_path / "elders" / "output"
    with publish.one_at_a_time(other) as work:
        assert work.is_dir()
