"""A published tree is the old one or the new one, whole: for a reader, after a crash and after a failed build."""

from __future__ import annotations

import os
import random
import shutil
import signal
import threading
import time
from pathlib import Path

import pytest

from builder import manifest, publish
from builder.diagnostics import MachineError
from builder.manifest import Entry, Manifest, digest
from tests.site import POSTER, TODAY, Site, tree
from tests.trouble import Countdown, apart, at_each_step, begin, compile_once, ended, litter, whole

SEED = 20261116
STORY = "content/verhalen/van-zaal-naar-rooster.md"


@pytest.fixture(params=["exchange", "two renames"])
def switching(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """With and without the one step that exchanges two folders; True when there is one."""
    if request.param == "two renames":
        monkeypatch.setattr(publish, "_exchange", lambda one, other: False)
    return bool(request.param == "exchange")


def edition(number: int, pages: int = 8) -> dict[str, bytes]:
    """A small tree: pages that name their number, in folders, one of them only there when the number is even."""
    texts = {f"intranet/d{n % 3}/p{n}.html": b"<p>%d</p>" % number + b"x" * 3000 + b"</html>" for n in range(pages)}
    texts["intranet/statisch/stijl.css"] = b"/* %d */" % number + b"y" * 3000
    return texts | ({"posters/even.pdf": b"%d" % number} if number % 2 == 0 else {})


def record(texts: dict[str, bytes]) -> Manifest:
    return {target: Entry("intranet", "k", {}, {}, "m", digest(data)) for target, data in texts.items()}


def put(output: Path, number: int, kept: dict[str, bytes] | None = None) -> None:
    """Publish an edition as a build does; ``kept`` is taken over from the tree that is there."""
    with publish.one_at_a_time(output) as work:
        kept = {target: data for target, data in (kept or {}).items() if (output / target).exists()}
        texts = {target: data for target, data in edition(number).items() if target not in kept}
        taken = {target: digest(data) for target, data in kept.items()}
        publish.publish(output, work, texts, taken, manifest.dump(record({**texts, **kept})))


def crash_at(root: Path, step: int) -> Countdown:
    """End this process at a step: before a change of the disk, half way a file, before or after the exchange."""
    trip = Countdown(step, lambda: os._exit(77))
    really_write, really_exchange = publish._write, publish._exchange

    def write(path: Path, data: bytes) -> None:
        really_write(path, data[: len(data) // 2])
        trip()
        path.unlink()
        really_write(path, data)

    def exchange(one: Path, other: Path) -> bool:
        trip()
        done = really_exchange(one, other)
        trip()
        return done

    publish._write, publish._exchange = write, exchange
    at_each_step(root, trip)
    return trip


@pytest.mark.parametrize("before", [0, 2])
def test_a_crash_at_any_step_leaves_the_old_tree_or_the_new(
    tmp_path: Path, switching: bool, before: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "sync", lambda: None)  # a killed process loses nothing that it has written
    first = tmp_path / "eerst"
    if before:
        put(first / "output", before)
    old = whole(first / "output") if before else {}
    kept = {t: d for t, d in edition(before).items() if t.endswith(("p0.html", "p1.html"))} if before else {}
    after = tmp_path / "daarna"
    shutil.copytree(first, after) if before else None
    put(after / "output", 3, kept)
    new = whole(after / "output")
    seen, absent, step, code = set(), 0, 0, 77
    while code == 77:
        step += 1
        root = tmp_path / f"stap{step}"
        shutil.copytree(first, root) if before else root.mkdir()
        output = root / "output"
        code = apart(lambda root=root, step=step, output=output: (crash_at(root, step), put(output, 3, kept)))
        found = whole(output) if output.exists() else {}
        assert found in (old, new) or (not found and not switching), f"step {step}"
        absent += bool(before and not found)
        seen.add(found == new)
        put(output, 3, kept)
        assert whole(output) == new
        assert not litter(publish.work_folder(output)), f"step {step}"
        shutil.rmtree(root)
    assert code == 0
    assert seen == {True, False}
    assert step > 30
    assert absent == (1 if before and not switching else 0), "two renames have one moment in between, an exchange none"


def test_two_renames_put_the_old_tree_back_when_the_second_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "output"
    put(output, 2)
    old = whole(output)
    monkeypatch.setattr(publish, "_exchange", lambda one, other: False)
    really = Path.rename

    def rename(self: Path, target: Path) -> Path:
        if self.name == "nieuw":
            raise OSError(28, "No space left on device", str(target))
        return really(self, target)

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(MachineError, match="uw vorige output staat er nog"):
        put(output, 3)
    assert whole(output) == old


def killed_at_random(site: Site, rounds: int) -> int:
    """Kill builds of a site that is changed to and fro; a whole tree is left, and the next build goes well."""
    chance = random.Random(SEED)
    print(f"seed {SEED}")
    site.write("content/posters/noor.yml", POSTER).build()
    trees = [site.tree()]
    site.change(STORY, "van de zaal naar het rooster", "op kantoor").build()
    trees.append(site.tree())
    texts = [(site.root / STORY).read_text(encoding="utf-8")]
    texts.insert(0, texts[0].replace("op kantoor", "van de zaal naar het rooster"))
    start = time.monotonic()
    assert apart(lambda: site.write(STORY, texts[0]).build()) == 0
    lasts = time.monotonic() - start
    killed = 0
    for round in range(rounds):
        site.write(STORY, texts[round % 2])
        if round % 10 == 9:  # from nothing: all pages, pictures and fonts are made
            shutil.rmtree(publish.work_folder(site.output))
        child = begin(site.build)
        ended(child, after := chance.uniform(0, lasts * 1.1))
        print(f"kill after {after:.2f} s")
        os.kill(child, signal.SIGKILL)
        killed += os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0
        assert whole(site.output) in trees
        site.build()
        assert whole(site.output) == trees[round % 2]
        assert not litter(publish.work_folder(site.output))
    return killed


def test_a_build_that_is_killed_at_any_moment_leaves_a_whole_tree(
    site: Site, paper_stub: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    compile_once(monkeypatch)
    assert killed_at_random(site, 20)


@pytest.mark.alles
@pytest.mark.usefixtures("paper_stub")
def test_two_hundred_kills_over_all_stages(site: Site) -> None:
    killed = killed_at_random(site, 200)
    print(f"200 builds, {killed} of them killed")
    assert killed > 100


def test_a_reader_meets_no_gap_and_no_half_file(tmp_path: Path) -> None:
    output = tmp_path / "output"
    put(output, 1)
    wrong: list[str] = []
    reads, done = 0, threading.Event()

    def read() -> None:
        nonlocal reads
        chance = random.Random(SEED)
        while not done.is_set():
            number = chance.randrange(8)
            page = (output / f"intranet/d{number % 3}/p{number}.html").read_bytes()
            style = (output / "intranet/statisch/stijl.css").read_bytes()
            if not page.endswith(b"</html>") or not style.endswith(b"y" * 3000):
                wrong.append("torn")
            reads += 1

    def reader() -> None:
        try:
            read()
        except OSError as error:
            wrong.append(str(error))

    thread = threading.Thread(target=reader)
    thread.start()
    for number in range(2, 62):
        put(output, number)
    done.set()
    thread.join()
    assert not wrong
    assert reads > 60
    assert whole(output)["intranet/d0/p0.html"] == digest(edition(61)["intranet/d0/p0.html"])


# None of them takes back a consent: what must go goes all the same, see test_weggaan.py.
MISTAKES = {
    "a date that is none": (STORY, "2026-05-01", "2026-13-01"),
    "an unknown field": (STORY, "soort: zo-kwam", "sort: zo-kwam"),
    "a link to nowhere": (STORY, "](diensten/gesprek-aan-zee)", "](diensten/bestaat-niet)"),
    "html": (STORY, "Op een dag", "<script>alert(1)</script> Op een dag"),
    "a person who is not there": (STORY, "persoon: planner", "persoon: niemand"),
    "a quote that was not said": (STORY, "citaat: Ik wist", "citaat: Ik wist echt"),
    "a word that we do not use": (STORY, "Op een dag", "Het mobiliteitsbureau"),
    "a vacancy without end": ("content/vacatures/wijkverpleegkundige.md", "sluit: 2026-12-01\n", ""),
    "a colour that cannot be read": ("site.yml", "inkt: ", 'inkt: "#eeeeee" #'),
    "yaml that is none": ("content/personen/planner.yml", "naam: Noor", "naam: [Noor"),
    "no site": ("site.yml", "naam:", "- naam:"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_failed_build_changes_nothing(site: Site, paper_stub: None, mistake: str, tmp_path: Path) -> None:
    site.write("content/posters/noor.yml", POSTER).build()
    before = stamped(site.output)
    assert before
    site.change(*MISTAKES[mistake])
    assert apart(lambda: command(site), tmp_path / "zegt") == 1
    said = (tmp_path / "zegt").read_text(encoding="utf-8")
    assert "Traceback" not in said
    assert "fout [" in said
    assert "Niet gepubliceerd" in said
    assert stamped(site.output) == before
    assert not litter(publish.work_folder(site.output))


def test_a_broken_template_changes_nothing(site: Site, paper_stub: None, tmp_path: Path) -> None:
    before = stamped(site.build().output)
    site.write("templates/intranet/verhaal.html", "{{ blad.bestaat_niet }}")
    assert apart(lambda: command(site), tmp_path / "zegt") == 1
    assert "fout [sjabloon]" in (tmp_path / "zegt").read_text(encoding="utf-8")
    assert stamped(site.output) == before


def test_a_warning_stops_only_a_strict_build(site: Site, paper_stub: None, tmp_path: Path) -> None:
    before = stamped(site.build().output)
    site.change(STORY, "Daarna ging ik", "#### Later\n\nDaarna ging ik")
    assert apart(lambda: command(site, "--strict"), tmp_path / "zegt") == 1
    assert stamped(site.output) == before
    assert apart(lambda: command(site), tmp_path / "zegt") == 0
    assert stamped(site.output) != before


def command(site: Site, *words: str) -> None:
    """The command in this (forked) process."""
    import sys

    from builder.cli import main

    sys.argv = ["spijs", "build", "--site", str(site.root), "--datum", TODAY.isoformat()]
    sys.argv += ["--output", str(site.output), *words]
    main()


def stamped(folder: Path) -> dict[str, tuple[str, int]]:
    """Digest and time of the last change of every file."""
    return {name: (data, (folder / name).stat().st_mtime_ns) for name, data in tree(folder).items()}


def test_the_manifest_tells_of_every_file(site: Site, paper_stub: None) -> None:
    site.write("content/posters/noor.yml", POSTER).build()
    assert set(whole(site.output)) > {"kantoor/posters/noor-a3.pdf", "overzicht/posters/noor-a3.png", manifest.FILE}
