"""The machine is in the way: a full disk, no rights, damage, something missing. Nothing published is lost by it."""

from __future__ import annotations

import errno
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from builder import manifest, publish
from builder.diagnostics import MachineError
from tests.site import POSTER, REPO, TODAY, Site, tree
from tests.test_consent import person, portrait
from tests.test_publish import STORY, command, edition, put
from tests.trouble import NEEDS_ROOM, Countdown, apart, at_each_step, compile_once, litter, whole

SEED = 7
NOBODY = 65534
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may become somebody else")


def full() -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/schijf")


def one_sentence(said: str) -> str:
    """What was said, when it is one sentence of Spijs and nothing else."""
    assert "Traceback" not in said, said
    lines = said.strip().splitlines()
    assert len(lines) == 1, said
    assert lines[0].startswith("spijs: "), said
    return lines[0]


@pytest.mark.parametrize("forever", [False, True])
@pytest.mark.parametrize("before", [0, 2])
def test_a_full_disk_at_any_step_of_publishing_leaves_the_old_tree(
    tmp_path: Path, before: int, forever: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "sync", lambda: None)
    output = tmp_path / "o" / "output"
    put(output, before)
    if not before:
        shutil.rmtree(output)
    old = whole(output) if before else {}
    really, step, met, code = publish._write, 0, 0, 4

    def attempt(output: Path, step: int) -> None:
        trip = Countdown(step, full, forever)

        def write(path: Path, data: bytes) -> None:
            really(path, data[: len(data) // 2])
            trip()
            path.unlink()
            really(path, data)

        publish._write = write
        at_each_step(tmp_path, trip, NEEDS_ROOM)
        try:
            put(output, 3)
        except MachineError as error:
            sys.exit(4 if "schijf is vol" in str(error) else 98)
        sys.exit(6 if trip.count >= step else 0)  # 6: a step that can be missed, such as a link that becomes a copy

    while code in (4, 6):
        step += 1
        place = tmp_path / "nu"
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(tmp_path / "o", place)
        code = apart(lambda step=step, place=place: attempt(place / "output", step), tmp_path / "zegt")
        if code == 4:
            assert (whole(place / "output") if before else {}) == old, f"step {step}"
            assert before or not (place / "output").exists()
            met += 1
    assert code == 0, (tmp_path / "zegt").read_text()
    assert met > 15
    output = place / "output"
    assert whole(output)["intranet/d0/p0.html"] == manifest.digest(edition(3)["intranet/d0/p0.html"])
    assert not litter(publish.work_folder(output))


def test_a_full_disk_at_any_step_of_a_build(
    site: Site, paper_stub: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compile_once(monkeypatch)
    site.write("content/posters/noor.yml", POSTER)
    site.write("content/personen/planner.yml", person("een", "intranet, posters"))
    site.write("content/personen/een.jpg", portrait((1, 90, 120))).build()
    assert not site.outcome.findings
    old = site.tree()
    site.change(STORY, "Op een dag", "Op een keer")
    site.write("content/personen/een.jpg", portrait((190, 90, 120)))
    sources = {name: data for name, data in tree(site.root).items() if not name.startswith(("output/", ".output"))}
    said = tmp_path / "zegt"

    def attempt(site: Site, step: int) -> None:
        at_each_step(site.root, Countdown(step, full), NEEDS_ROOM)
        command(site)

    shutil.copytree(site.root, tmp_path / "af")
    aside = Site(tmp_path / "af", {})
    assert apart(lambda: command(aside)) == 0
    new = aside.tree()
    assert new != old
    chance = random.Random(SEED)
    print(f"seed {SEED}")
    met = []
    for step in [*range(1, 12), *sorted(chance.sample(range(12, 80), 14))]:
        now = Site(tmp_path / f"stap{step}", {})
        shutil.copytree(site.root, now.root, dirs_exist_ok=True)
        code = apart(lambda now=now, step=step: attempt(now, step), said)
        met.append(code)
        assert code in (0, 4), said.read_text(encoding="utf-8")
        if code == 4:
            assert "schijf is vol" in one_sentence(said.read_text(encoding="utf-8"))
        assert whole(now.output) == (old if code else new)
        assert {name: data for name, data in tree(now.root).items() if name in sources} == sources
        shutil.rmtree(now.root)
    assert met.count(4) > 8
    site.build()
    assert whole(site.output) == new


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two million bytes, where the system lets us have one."""
    place = tmp_path / "schijf"
    place.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", place], capture_output=True).returncode:
        pytest.skip("no disk can be mounted here")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def test_a_disk_that_is_really_full(site: Site, small_disk: Path, paper_stub: None, tmp_path: Path) -> None:
    site.output = small_disk / "output"
    old = site.build().tree()
    subprocess.run(["dd", "if=/dev/zero", f"of={small_disk / 'ballast'}", "bs=4096"], capture_output=True)
    site.change("site.yml", "naam: Loopbaanplein", "naam: Loopbaanhuis")
    assert apart(lambda: command(site), tmp_path / "zegt") == 4
    assert "schijf is vol" in one_sentence((tmp_path / "zegt").read_text(encoding="utf-8"))
    assert whole(site.output) == old
    (small_disk / "ballast").unlink()
    site.build()
    assert site.says("intranet/index.html", "Loopbaanhuis")
    assert not litter(publish.work_folder(site.output))


@pytest.fixture
def shared() -> Iterator[Site]:
    """A built site (without sheets) in a folder that everybody may enter."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Site(Path(folder) / "site")


def run(site: Site, *, stdout: int = subprocess.PIPE, code: str = "", **env: str) -> tuple[int, str]:
    """The real command in a new process: its exit code and what it said on standard error."""
    words = ["-c", code] if code else ["-m", "builder"]
    words += ["build", "--site", str(site.root), "--datum", TODAY.isoformat(), "--output", str(site.output)]
    whole_env = {**os.environ, "PYTHONPATH": str(REPO), "PYTHONDONTWRITEBYTECODE": "1", **env}
    done = subprocess.run(
        [sys.executable, "-P", *words],
        env=whole_env,
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.PIPE,
        timeout=300,
    )
    return done.returncode, done.stderr.decode("utf-8")


def as_nobody(site: Site) -> tuple[int, str]:
    """The command in a copy of this process without any rights: its exit code and what it said."""

    def work() -> None:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        command(site)

    said = site.root.parent / "zegt"
    return apart(work, said), said.read_text(encoding="utf-8")


def own(path: Path) -> None:
    """Give a folder, with all that is in it, to nobody in particular."""
    for one in (path, *path.rglob("*")):
        os.chown(one, NOBODY, NOBODY)


@as_root
@pytest.mark.parametrize("closed", ["all", "output", "cache", "lock"])
def test_no_right_to_write(shared: Site, paper_stub: None, closed: str) -> None:
    shared.write("content/personen/planner.yml", person("een", "intranet"))
    shared.write("content/personen/een.jpg", portrait((1, 90, 120))).build()
    assert not shared.outcome.findings
    old, work = shared.tree(), publish.work_folder(shared.output)
    shared.write("content/personen/een.jpg", portrait((190, 90, 120)))
    if closed != "all":
        own(work)
    if closed == "cache":
        own(shared.output)
        os.chown(shared.root, NOBODY, NOBODY)
        os.chown(work / "beeld", 0, 0)
    if closed == "lock":
        os.chown(work / "slot", 0, 0)
    sources = tree(shared.root / "content")
    code, said = as_nobody(shared)
    assert code == 4, said
    one_sentence(said)
    assert whole(shared.output) == old
    assert tree(shared.root / "content") == sources


@as_root
def test_sources_that_cannot_be_written_are_enough(shared: Site, paper_stub: None) -> None:
    shared.build().remove("output")
    shared.output = shared.root.parent / "elders" / "output"
    shared.output.parent.mkdir()
    own(shared.output.parent)
    sources = tree(shared.root)
    assert as_nobody(shared)[0] == 0
    whole(shared.output)
    assert tree(shared.root) == sources


@as_root
@pytest.mark.parametrize(
    "name", ["content/personen/planner.yml", "content/personen/een.jpg", "templates/intranet/verhaal.html", "site.yml"]
)
def test_a_file_that_cannot_be_read_is_named(shared: Site, paper_stub: None, name: str) -> None:
    shared.write("content/personen/planner.yml", person("een", "intranet"))
    shared.write("content/personen/een.jpg", portrait((1, 90, 120)))
    shared.write("templates/intranet/verhaal.html", (REPO / "templates/intranet/verhaal.html").read_bytes())
    old = shared.build().tree()
    for one in (shared.root, shared.output, publish.work_folder(shared.output)):
        own(one)
    os.chown(shared.root / name, 0, 0)
    (shared.root / name).chmod(0)
    code, said = as_nobody(shared)
    assert code in (1, 4), said
    assert "Traceback" not in said
    assert name in said
    assert whole(shared.output) == old


def test_a_missing_font_is_named(site: Site, paper_stub: None) -> None:
    old = site.build().tree()
    site.change("site.yml", "atkinson-hyperlegible-next-latin.woff2", "bestaat-niet.woff2").build()
    assert {f.code for f in site.outcome.findings} == {"lettertype"}
    assert site.tree() == old


MISSING = {
    "yaml": "raise ImportError('No module named yaml._yaml', name='yaml')",
    "jinja2": "raise ModuleNotFoundError('No module named jinja2', name='jinja2')",
    "weasyprint": "raise OSError(\"cannot load library 'libpango-1.0-0': error 0x7e\")",
}


@pytest.mark.parametrize("library", MISSING)
def test_a_missing_library_is_one_sentence(site: Site, paper_stub: None, library: str, tmp_path: Path) -> None:
    old = site.write("content/posters/noor.yml", POSTER).build().tree()
    site.change("content/posters/noor.yml", "Van zaal naar rooster", "Van bed naar bord")
    fake = tmp_path / "nep" / library
    fake.mkdir(parents=True)
    (fake / "__init__.py").write_text(MISSING[library], encoding="utf-8")
    code, said = run(site, PYTHONPATH=f"{fake.parent}{os.pathsep}{REPO}")
    assert code == 4, said
    one_sentence(said)
    assert whole(site.output) == old


def test_a_bare_environment_makes_the_same_bytes(shared: Site) -> None:
    assert run(shared) == (0, "")
    before = shared.tree()
    shared.remove("output")
    bare = {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii", "PYTHONCOERCECLOCALE": "0"}
    assert run(shared, **bare) == (0, "")
    assert shared.tree() == before
    shared.change(STORY, "2026-05-01", "2026-02-30")
    code, said = run(shared, **bare)
    assert code == 1
    assert "«" in said or "bestaande datum" in said


@pytest.mark.parametrize("way", ["closed", "full", "broken pipe"])
def test_nobody_listens(shared: Site, way: str) -> None:
    """What cannot be said is not said; what was made is there."""
    read, write = os.pipe()
    os.close(read)
    start = "" if way != "closed" else "import os, sys; os.close(1); sys.stdout = None\n"
    with open("/dev/full", "wb") as device:  # noqa: PTH123
        out = {"closed": subprocess.DEVNULL, "full": device.fileno(), "broken pipe": write}[way]
        code, said = run(shared, stdout=out, code=f"{start}from builder.cli import main; main()")
    os.close(write)
    assert code in ((1,) if way == "broken pipe" else (0, 4)), said  # click leaves a broken pipe with 1
    assert "Traceback" not in said
    assert "Exception ignored" not in said
    if said:
        one_sentence(said)
    whole(shared.output)


def damaged(good: bytes, other: bytes) -> Iterator[tuple[str, bytes]]:
    """A manifest in all states of disrepair."""
    chance = random.Random(SEED)
    yield "empty", b""
    for cut in range(64, len(good) - 2, 64):
        yield f"cut at {cut}", good[:cut]
    for _ in range(400):
        at, bit = chance.randrange(len(good) - 1), 1 << chance.randrange(8)
        yield f"bit {bit} of {at}", good[:at] + bytes([good[at] ^ bit]) + good[at + 1 :]
    body = json.loads(good.partition(b"\n")[2])
    names = sorted(body["bladen"])
    swapped = {**body["bladen"], names[0]: body["bladen"][names[1]], names[1]: body["bladen"][names[0]]}
    for name, state in {
        "another version": {**body, "versie": 0},
        "no pages": {"versie": body["versie"]},
        "swapped": {**body, "bladen": swapped},
        "a list": [],
        "unknown fields": {**body, "bladen": {names[0]: {"x": 1, "findings": []}}},
    }.items():
        text = json.dumps(state, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        yield name, f"{manifest.digest(text.encode())}\n{text}\n".encode()
    yield "of an older tree", other


def test_a_damaged_manifest_harms_nothing(site: Site, paper_stub: None, monkeypatch: pytest.MonkeyPatch) -> None:
    compile_once(monkeypatch)
    monkeypatch.setattr(os, "sync", lambda: None)
    site.write("content/posters/noor.yml", POSTER).build()
    other = (site.output / manifest.FILE).read_bytes()
    site.change(STORY, "Op een dag", "Op een keer").build()
    clean, good = site.tree(), (site.output / manifest.FILE).read_bytes()
    states = list(damaged(good, other))
    print(f"seed {SEED}")
    for name, state in states:
        (site.output / manifest.FILE).write_bytes(state)
        read = manifest.load(site.output)
        assert not read or name in ("swapped", "of an older tree"), name
    chosen = [*states[:2], *random.Random(SEED).sample(states[2:-6], 6), *states[-6:]]
    for name, state in chosen:
        (site.output / manifest.FILE).write_bytes(state)
        site.build()
        assert {f.code for f in site.outcome.findings} <= {"geheugen"}, name
        assert site.tree() == clean, name


def test_a_folder_in_place_of_the_manifest(site: Site, paper_stub: None) -> None:
    clean = site.build().tree()
    (site.output / manifest.FILE).unlink()
    (site.output / manifest.FILE).mkdir()
    site.build()
    assert site.tree() == clean


def test_damaged_prepared_pictures_harm_nothing(site: Site, paper_stub: None) -> None:
    site.write("content/personen/planner.yml", person("een")).write("content/posters/noor.yml", POSTER)
    site.write("content/personen/een.jpg", portrait((1, 90, 120))).build()
    assert not site.outcome.findings
    clean, cache = site.tree(), site.root / ".output.spijs/beeld"
    prepared = sorted(cache.iterdir())
    assert len(prepared) == 4
    whole_ones = {path.name: path.read_bytes() for path in prepared}

    def spoil(name: str) -> None:
        for path, next_one in zip(prepared, prepared[1:] + prepared[:1], strict=True):
            data = whole_ones[path.name]
            match name:
                case "empty":
                    path.write_bytes(b"")
                case "cut":
                    path.write_bytes(data[: len(data) // 2])
                case "flipped":
                    path.write_bytes(data[:-9] + bytes([data[-9] ^ 4]) + data[-8:])
                case "swapped":
                    path.write_bytes(whole_ones[next_one.name])
                case "a folder":
                    path.unlink()
                    (path / "iets").mkdir(parents=True)

    for name in ("empty", "cut", "flipped", "a folder", "swapped"):
        spoil(name)
        (cache / "rommel").write_bytes(b"x")
        (cache / "map" / "diep").mkdir(parents=True)
        site.remove("output").build()
        assert not site.outcome.findings, name
        assert site.tree() == clean, name
        assert {path.name for path in cache.iterdir()} == set(whole_ones), name


def test_damaged_compiled_templates_harm_nothing(site: Site, paper_stub: None) -> None:
    clean, cache = site.build().tree(), site.root / ".output.spijs/sjablonen"
    compiled = sorted(cache.iterdir())
    assert len(compiled) > 10
    whole_ones = [path.read_bytes() for path in compiled]

    def rebuilt() -> dict[str, bytes]:
        assert not site.remove("output").build().outcome.findings
        return site.tree()

    assert rebuilt() == clean
    assert [path.read_bytes() for path in compiled] == whole_ones  # used as they are
    spoilers: dict[str, Callable[[int, bytes], bytes]] = {
        "empty": lambda number, data: b"",
        "cut": lambda number, data: data[: len(data) // 2],
        "flipped": lambda number, data: data[:-9] + bytes([data[-9] ^ 4]) + data[-8:],
        "of another Spijs": lambda number, data: manifest.digest(data).encode() + data[64:],
        "swapped": lambda number, data: whole_ones[number - 1],
    }
    for name, spoil in spoilers.items():
        for number, path in enumerate(compiled):
            path.write_bytes(spoil(number, whole_ones[number]))
        assert rebuilt() == clean, name
        left = [path for number, path in enumerate(compiled) if path.read_bytes() == spoil(number, whole_ones[number])]
        assert not left, name
    for path in compiled:
        path.unlink()
        path.mkdir()
    assert rebuilt() == clean
