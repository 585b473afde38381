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
from tests.site import POSTER, REPO, SITE, TODAY, Site, tree
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
    site.write("content/personen/een.jpg", portrait((1, 90, 120))).agreed().build()
    assert not site.outcome.findings
    old = site.tree()
    site.change(STORY, "Op een dag", "Op een keer")
    site.write("content/personen/een.jpg", portrait((190, 90, 120))).agreed()
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
    """A disk of ten million bytes, where the system lets us have one."""
    place = tmp_path / "schijf"
    place.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=10m", "tmpfs", place], capture_output=True).returncode:
        pytest.skip("no disk can be mounted here")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def fill(disk: Path, free: int) -> Path:
    """Leave so many bytes free on a disk; gives the file that takes the others."""
    ballast = disk / "ballast"
    ballast.write_bytes(b"")
    there = os.statvfs(disk)
    size = there.f_bavail * there.f_frsize - free
    subprocess.run(["dd", "if=/dev/zero", f"of={ballast}", "bs=4096", f"count={size // 4096}"], capture_output=True)
    return ballast


def full_disks(site: Site, disk: Path, sizes: Iterator[int], attempt: Callable[[], tuple[int, str]]) -> list[int]:
    """Build a changed site with so much room each time: it is published whole, or the file is named that was not."""
    site.output = disk / "output"
    codes = []
    for number, size in enumerate(sizes):
        old = site.build().tree()
        site.write("site.yml", SITE.replace("eerste verdieping", f"verdieping {number}"))  # it stands on every page
        if number % 3 == 2:
            shutil.rmtree(publish.work_folder(site.output))
        ballast = fill(disk, size)
        code, told = attempt()
        codes.append(code)
        print(f"disk with {size} bytes free: exit {codes[-1]}")
        assert codes[-1] in (0, 4), told
        if codes[-1] == 4:
            assert "schijf is vol" in one_sentence(told), f"{size}: {told}"
            assert str(disk) in told, f"{size}: {told}"
            assert whole(site.output) == old
        ballast.unlink()
        new = site.build().tree()
        assert not site.outcome.findings
        assert not litter(publish.work_folder(site.output))
        assert codes[-1] == 4 or whole(site.output) == new
    return codes


def test_a_disk_that_is_really_full(
    site: Site, small_disk: Path, paper_stub: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compile_once(monkeypatch)
    site.write("content/posters/noor.yml", POSTER)
    sizes = (0, 4_096, 60_000, 300_000, 900_000, 4_000_000)
    said = tmp_path / "zegt"

    def attempt() -> tuple[int, str]:
        return apart(lambda: command(site), said), said.read_text(encoding="utf-8")

    assert set(full_disks(site, small_disk, iter(sizes), attempt)) == {0, 4}


@pytest.mark.alles
@pytest.mark.parametrize("part", range(4))
def test_a_hundred_full_disks_with_real_sheets(site: Site, small_disk: Path, part: int) -> None:
    site.write("content/posters/noor.yml", POSTER)
    sizes = range(part * 80_000, 8_000_000, 320_000)
    codes = full_disks(site, small_disk, iter(sizes), lambda: run(site))
    print(f"{len(codes)} full disks, {codes.count(4)} told")
    assert set(codes) == {0, 4}


REGISTER = "content/ophangregister.yml"


@pytest.mark.parametrize("words", [("hang", "posters/noor", "Kantine"), ("new", "vacature", "kok")])
def test_what_is_written_into_the_sources_is_written_whole(
    site: Site, small_disk: Path, paper_stub: None, words: tuple[str, ...]
) -> None:
    site.write("content/posters/noor.yml", POSTER)
    content = small_disk / "content"
    shutil.move(site.root / "content", content)
    (site.root / "content").symlink_to(content)
    assert site.run("hang", "posters/noor", "Gang").returncode == 0
    ballast, before = fill(small_disk, 0), tree(content)
    with (small_disk / "laatste").open("wb") as last_bytes:
        while os.statvfs(small_disk).f_bavail:
            last_bytes.write(b"0" * 4096)
            last_bytes.flush()
    done = site.run(*words, stdin="\n" * 40)
    said = done.stderr.strip().splitlines()[-1]
    assert done.returncode == 4, done.stderr
    assert "schijf is vol" in said
    assert str(site.root / (REGISTER if words[0] == "hang" else "content/vacatures/kok.md")) in said
    assert tree(content) == before
    ballast.unlink()
    assert site.run(*words, stdin="\n" * 40).returncode == 0
    assert not [path for path in content.rglob("*") if path.name.startswith(".")]


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
@pytest.mark.parametrize("closed", ["all", "output", "lock"])
def test_no_right_to_write(shared: Site, paper_stub: None, closed: str) -> None:
    shared.write("content/personen/planner.yml", person("een", "intranet"))
    shared.write("content/personen/een.jpg", portrait((1, 90, 120))).agreed().build()
    assert not shared.outcome.findings
    old, work = shared.tree(), publish.work_folder(shared.output)
    shared.write("content/personen/een.jpg", portrait((190, 90, 120))).agreed()
    if closed != "all":
        own(work)
    if closed == "lock":
        os.chown(work / "slot", 0, 0)
    sources = tree(shared.root / "content")
    code, said = as_nobody(shared)
    assert code == 4, said
    assert "sudo chown -R " in one_sentence(said)
    assert whole(shared.output) == old
    assert tree(shared.root / "content") == sources


def closed_by_another(folder: Path) -> None:
    """A folder, and what is in it, that belongs to somebody else and is closed to writing."""
    for one in (folder, *folder.rglob("*")):
        os.chown(one, 0, 0)
        one.chmod(0o555 if one.is_dir() else 0o444)


@as_root
def test_a_folder_of_another_in_the_output_holds_nothing_up(
    shared: Site, paper_stub: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It goes out with the old tree, is named with the command that takes it away, and wedges no build after it."""
    compile_once(monkeypatch)
    shared.build()
    own(shared.root)
    for turn in ("twee", "drie"):
        closed_by_another(shared.output / "intranet/verhalen")
        shared.change(STORY, "ging ik", f"ging ik {turn}")
        code, said = as_nobody(shared)
        assert code == 0, said
        assert f"sudo rm -rf {publish.work_folder(shared.output)}/rest-" in said
        assert "Klaar" in said
        assert shared.says("intranet/verhalen/van-zaal-naar-rooster.html", turn)
        whole(shared.output)
    code, said = as_nobody(shared)
    assert "niets te doen" in said
    assert "rest-1" in said
    assert "rest-2" in said
    for folder in publish.left_behind(publish.work_folder(shared.output)):
        shutil.rmtree(folder)  # the command that was named
    assert "rest-" not in as_nobody(shared)[1]


@as_root
def test_a_folder_that_its_owner_closed_goes_at_once(shared: Site, paper_stub: None) -> None:
    shared.build()
    own(shared.root)
    for folder in (shared.output / "intranet/verhalen", shared.output):
        folder.chmod(0o555)
        shared.change(STORY, "ging ik", "ging ik ook")
        code, said = as_nobody(shared)
        assert code == 0, said
        assert "rest-" not in said
        whole(shared.output)
        assert not litter(publish.work_folder(shared.output))


@as_root
@pytest.mark.parametrize("folder", ["beeld", "goed", "letters", "sjablonen", "tmp"])
def test_a_folder_of_another_beside_the_output_holds_nothing_up(shared: Site, paper_stub: None, folder: str) -> None:
    shared.write("content/personen/planner.yml", person("een", "intranet"))
    shared.write("content/personen/een.jpg", portrait((1, 90, 120))).agreed().build()
    own(shared.root)
    place = publish.work_folder(shared.output) / folder
    place.mkdir(exist_ok=True)
    closed_by_another(place)
    shared.write("content/personen/een.jpg", portrait((190, 90, 120))).agreed()
    code, said = as_nobody(shared)
    assert code == 0, said
    assert (f"sudo rm -rf {place}" in said) == (folder in ("beeld", "goed"))  # there something of people may stay
    new = whole(shared.output)
    assert shared.remove("output").build().tree() == new


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
    shared.write("content/personen/een.jpg", portrait((1, 90, 120))).agreed()
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
    site.write("content/personen/een.jpg", portrait((1, 90, 120))).agreed().build()
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
