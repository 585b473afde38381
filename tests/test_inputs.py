"""What is read is what was looked at: through links, and when it is changed under the build."""

from __future__ import annotations

import hashlib
import io
import os
import random
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont

from builder import build as story
from builder import litter, unchanged
from builder.inputs import KEPT, Moved, Sort, look, look_into
from builder.kinds.persoon import mark_of
from builder.publish import refusal, work_folder
from builder.report import summary
from tests.site import BASIS, DIENST, PERSOON, POSTER, REPO, Site
from tests.test_consent import portrait
from tests.test_incremental import including
from tests.test_publish import command
from tests.test_unchanged import last
from tests.trouble import apart, compile_once, whole

STORY, PERSON = "content/verhalen/van-zaal-naar-rooster.md", "content/personen/planner.yml"
PAGE = "intranet/verhalen/van-zaal-naar-rooster.html"


def elsewhere(site: Site, name: str) -> None:
    """Put a root of the site in another place, with a link to it."""
    there = site.root.parent / "elders" / name
    there.parent.mkdir(exist_ok=True)
    (site.root / name).rename(there)
    (site.root / name).symlink_to(there)


@pytest.mark.usefixtures("paper_stub")
def test_what_changes_behind_a_link_is_seen(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    compile_once(monkeypatch)
    site.write("templates/intranet/verhaal.html", including("intranet/verhaal.html"))
    for name in ("content", "site.yml", "templates"):
        elsewhere(site, name)
    site.root.rename(site.root.with_name("echt"))
    site.root.symlink_to(site.root.with_name("echt"))
    for name, old, new, page in (
        (STORY, "ging ik", "ging ik ook", PAGE),
        ("site.yml", "eerste verdieping", "tweede verdieping", "intranet/index.html"),
        ("templates/intranet/verhaal.html", "<h1", "<p>tweede</p><h1", PAGE),
    ):
        site.build()
        assert last(site)
        site.change(name, old, new)
        assert last(site) is None, name
        assert page in site.build().made
        assert not site.outcome.findings
    site.change(PERSON, "  gegeven", "  ingetrokken: 2026-11-01\n  gegeven")
    assert last(site) is None
    assert "Noor" not in site.build().read(PAGE)


@pytest.mark.usefixtures("paper_stub")
def test_below_a_root_no_link_is_followed_and_each_is_told(site: Site, tmp_path: Path) -> None:
    (tmp_path / "weg").mkdir()
    (tmp_path / "weg/bericht.html").write_text("Kanarievogel", encoding="utf-8")
    (site.root / "templates").mkdir()
    (site.root / "templates/eigen").symlink_to(tmp_path / "weg")
    (site.root / "content/diensten/elders").symlink_to(tmp_path / "weg")
    assert ("bestand", "content/diensten/elders") in [(f.code, f.position.file) for f in site.findings()]
    (site.root / "content/diensten/elders").unlink()
    assert [(f.code, f.position.file) for f in site.findings()] == [("bestand", "templates/eigen")]
    assert look(site.root).theme[0].entries["eigen"].sort is Sort.LINK


def test_a_file_is_used_as_it_was_looked_at_or_not_at_all(tmp_path: Path) -> None:
    small, large, left = tmp_path / "klein.md", tmp_path / "groot.jpg", tmp_path / "weg.jpg"
    small.write_bytes(b"een")
    for path in (large, left):
        path.write_bytes(b"1" * (KEPT + 1))
    seen = look_into(tmp_path)
    small.write_bytes(b"twee")
    large.write_bytes(b"2" * (KEPT + 1))
    left.unlink()
    assert seen.entries["klein.md"].read() == b"een"
    for name in ("groot.jpg", "weg.jpg"):
        with pytest.raises(Moved, match=f"{name} veranderde"):
            seen.entries[name].read()
    large.write_bytes(b"1" * (KEPT + 1))
    left.symlink_to(large)
    assert seen.entries["groot.jpg"].read() == b"1" * (KEPT + 1)
    with pytest.raises(Moved):
        seen.entries["weg.jpg"].read()


def test_what_is_too_large_or_no_file_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "film.jpg").open("wb") as file:
        file.truncate(6_000_000_000)  # a hole in a disk, and no bytes on it
    os.mkfifo(tmp_path / "pijp.yml")
    seen = look_into(tmp_path)
    assert seen.entries["film.jpg"].size == 6_000_000_000
    with pytest.raises(OSError, match="large"):
        seen.entries["film.jpg"].read()
    assert seen.entries["pijp.yml"].sort is Sort.OTHER


# --- Exchanged under a build -----------------------------------------------------------------------------------------


def large(colour: int) -> bytes:
    """A photo that is too large to be kept from the look to the use."""
    return portrait((colour, 90, 120)) + b"\0" * (KEPT + 1)  # what follows the end of a picture is no part of it


def font(revision: float) -> bytes:
    """The font of Spijs, as a house would bring it."""
    made = TTFont(REPO / "templates/lettertypen/atkinson-hyperlegible-next-latin.woff2")
    made["head"].fontRevision = revision
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def changed(name: str, old: str, new: str) -> tuple[bytes, bytes]:
    """A source as it was, and as it is after a change."""
    text = TEXTS[name].lstrip("\n")
    assert old in text
    return text.encode(), text.replace(old, new, 1).encode()


PHOTOS = large(30), large(200)
SEEN = ", ".join(mark_of(hashlib.sha256(photo).hexdigest()) for photo in PHOTOS)
AGREED = PERSOON.strip().replace("toestemming:", f"toestemming:\n  beelden: [{SEEN}]")
TEXTS = {
    **BASIS,
    PERSON: f"{AGREED}\nportret: foto.jpg\nalt: Noor lacht\ncredit: Duinrand\n",
    "templates/intranet/verhaal.html": including("intranet/verhaal.html"),
}
DRAWN = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h%dv9z"/></svg>'
VACANCY = "content/vacatures/wijkverpleegkundige.md"
# Of each input what it is before and after; None where it is not there.
INPUTS: dict[str, tuple[bytes | None, bytes | None]] = {
    "site.yml": changed("site.yml", "eerste verdieping", "tweede verdieping"),
    STORY: changed(STORY, "Op een dag", "Op een keer"),
    PERSON: changed(PERSON, "  gegeven", "  ingetrokken: 2026-11-01\n  gegeven"),
    "content/personen/foto.jpg": PHOTOS,
    VACANCY: (BASIS[VACANCY].encode(), None),
    "content/diensten/nieuw.md": (None, DIENST.replace("aan zee", "in het bos").encode()),
    "templates/intranet/verhaal.html": changed("templates/intranet/verhaal.html", "<h1", "<p>twee</p><h1"),
    "templates/statisch/eigen.css": (b"/* een */", b"/* twee */"),
    "templates/beeld/logo.svg": (DRAWN % 9, DRAWN % 4),
    "templates/lettertypen/atkinson-hyperlegible-next-latin.woff2": (font(1.5), font(2.5)),
}


def put(site: Site, name: str, data: bytes | None) -> None:
    """Put a file in its place at once, as an editor does; or take it away."""
    if data is None:
        (site.root / name).unlink(missing_ok=True)
        return
    draft = site.root.parent / "vers"
    draft.write_bytes(data)
    (site.root / name).parent.mkdir(parents=True, exist_ok=True)
    draft.replace(site.root / name)


class Opens:
    """Counts every file that this process opens, and does something at some of them."""

    def __init__(self, moments: dict[int, Callable[[], None]]) -> None:
        self.moments, self.count, self.busy = moments, 0, False
        sys.addaudithook(self)

    def __call__(self, event: str, words: tuple[Any, ...]) -> None:
        if event == "open" and not self.busy:
            self.count += 1
            self.busy = True
            self.moments.get(self.count, lambda: None)()
            self.busy = False


class Exchange:
    """A site of which one input after the other is exchanged under a build, and what it must look like after."""

    def __init__(self, root: Path) -> None:
        self.site = Site(root / "site", BASIS)
        self.said, self.counted = root / "zegt", root / "geteld"
        self.clean: dict[tuple[str, bool], dict[str, str]] = {}
        self.wanted(STORY, False)  # and every template is compiled
        self.forget()
        assert self.built({}) == 0, self.said.read_text(encoding="utf-8")
        self.opens = self.looked

    def forget(self) -> None:
        """Every input as it was at first, and nothing built."""
        for name, (data, _) in INPUTS.items():
            put(self.site, name, data)
        for folder in (self.site.output, work_folder(self.site.output)):
            shutil.rmtree(folder, ignore_errors=True)

    def built(self, moments: dict[int, Callable[[], None]]) -> int:
        """Build in a copy of this process, which does things at some moments; its exit code."""

        def work() -> None:
            opens, really = Opens(moments), story.look

            def look_again(root: Path) -> Any:
                self.counted.write_text(str(opens.count), encoding="ascii")
                return really(root)

            story.look = look_again
            command(self.site)

        return apart(work, self.said)

    @property
    def looked(self) -> int:
        """How many files were opened when the last look at the sources began."""
        return int(self.counted.read_text(encoding="ascii"))

    def wanted(self, name: str, after: bool) -> dict[str, str]:
        """The tree of a clean build with this input in one of its states, and the others as at first."""
        key = (name if after else "", after)
        if key not in self.clean:
            self.forget()
            put(self.site, name, INPUTS[name][after])
            self.clean[key] = self.site.build().tree()
            assert self.site.outcome.published, self.site.outcome.findings
        return self.clean[key]

    def once(self, name: str, moment: int, back: int = 0) -> None:
        """Exchange an input at a moment of a build, and perhaps back at a later one; see what came of it."""
        wanted = self.wanted(name, not back)
        self.forget()
        old, new = INPUTS[name]
        moments = {moment: lambda: put(self.site, name, new)}
        if back:
            moments[back] = lambda: put(self.site, name, old)
        code, where = self.built(moments), f"{name} at {moment}, back at {back}"
        said = self.said.read_text(encoding="utf-8")
        assert code in (0, 4), said
        assert "Traceback" not in said
        if code == 0 and "Veranderd tijdens" not in said and max(moment, back) <= self.looked:
            assert whole(self.site.output) == wanted, where
        put(self.site, name, old if back else new)  # also where the build was over before
        if last(self.site):
            assert self.site.tree() == wanted, f"{where}: the note says that nothing is new"
        assert self.site.build().tree() == wanted, f"{where}: the next build"
        assert self.site.remove("output").build().tree() == wanted, f"{where}: with what was kept beside it"


@pytest.fixture
def exchange(tmp_path: Path, paper_stub: None, monkeypatch: pytest.MonkeyPatch) -> Exchange:
    compile_once(monkeypatch)
    monkeypatch.setattr(os, "sync", lambda: None)
    return Exchange(tmp_path)


def exchanged(exchange: Exchange, name: str, times: int) -> None:
    """Exchange an input at moments spread over a build; every other time it is changed back under the same build."""
    chance = random.Random(name)
    for number in range(times):
        moment = 1 + (exchange.opens * number + chance.randrange(exchange.opens)) // times
        back = chance.randrange(moment, exchange.opens) + 1 if number % 2 else 0
        print(f"exchange of {name} at open {moment} of {exchange.opens}, back at {back}")
        exchange.once(name, moment, back)


def test_an_input_that_is_exchanged_under_a_build_is_noticed(exchange: Exchange) -> None:
    for name in INPUTS:
        exchanged(exchange, name, 2)


@pytest.mark.alles
@pytest.mark.parametrize("name", INPUTS)
def test_an_input_that_is_exchanged_at_fifty_moments(exchange: Exchange, name: str) -> None:
    exchanged(exchange, name, 50)


@pytest.mark.usefixtures("paper_stub")
def test_sources_that_go_on_changing_are_told(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three builds, and then what was read last is published, with a word about it."""
    really, count = story.look, [0]

    def look_again(root: Path) -> Any:
        count[0] += 1
        site.write(STORY, BASIS[STORY].replace("Op een dag", f"Op dag {count[0]}"))
        return really(root)

    monkeypatch.setattr(story, "look", look_again)
    site.build()
    assert site.outcome.moved == (STORY,)
    assert count == [3]
    assert site.says(PAGE, "Op dag 2")
    assert last(site) is None
    assert "Veranderd tijdens het bouwen: " + STORY in summary(site.outcome, site.output, 1)


# --- What is nobody's work -------------------------------------------------------------------------------------------

LEFT = """.DS_Store ._welkom.md .~lock.welkom.odt# .welkom.md.swp ~$welkom.docx ~WRL0001.tmp welkom.md~ #welkom.md#
Thumbs.db THUMBS.DB desktop.ini Desktop.ini welkom.tmp welkom.md.bak welkom.md.part foto.jpg.crdownload 4913
welkom.md.sb-1a2b3c4d-Xy12zz lost+found @eaDir $RECYCLE.BIN __MACOSX .git .stfolder .dropbox""".split()
WORK = "welkom.md naam-1.md tmp.md bak.md part.yml desktop.md conflict.md een-conflict-op-het-werk.md 4913.md".split()


def test_what_programs_leave_behind_is_not_seen(site: Site, paper_stub: None) -> None:
    site.write("templates/intranet/over.txt", "x").build()
    assert last(site)
    for name in LEFT:
        assert litter.is_litter(name), name
        site.write(f"content/diensten/{name}", "x")
        site.write(f"templates/intranet/{name}", "x")
    (site.root / "content/.git").mkdir()
    site.write("content/.git/HEAD", "x")
    assert not site.findings()
    assert last(site)
    assert not [name for name in WORK if litter.is_litter(name)]


COPIES = """welkom (conflicted copy 2026-11-16 101112)|welkom (Jan's conflicted copy 2026-11-16)
welkom (Conflicterende kopie van Jan 2026-11-16)|welkom (conflict 2026-11-16-10-11-12)|welkom_conflict-20261116-101112
welkom.sync-conflict-20261116-101112-ABCDEFG|welkom (SFConflict jan@duinrand.example 2026-11-16-10-11-12)
welkom_PC-van-Jan_Nov-16-101112-2026_Conflict|welkom-PC-van-Jan|welkom-LAPTOP-ABC123|welkom (1)|welkom (12)|welkom 2
welkom - kopie|welkom - Kopie (2)|welkom kopie|welkom copy 3|Kopie van welkom|Copy of welkom|Kopie van welkom (1)
welkom (Jan Jansen)|WELKOM (1)""".replace("\n", "|").split("|")
NO_COPIES = ("Welkom bij ons", "wel kom", "Conflict met collega", "welkom_bij_ons", "2026 november", "Welkom-bij-ons")


def test_a_second_version_is_known_by_its_name() -> None:
    others = ["welkom", "wel", "kom"]
    assert not [name for name in COPIES if litter.original(name, others) != "welkom" and not litter.is_conflict(name)]
    found = [name for name in NO_COPIES if litter.original(name, ["wel", "kom"]) or litter.is_conflict(name)]
    assert not found


def test_a_second_version_is_told_and_changes_nothing(site: Site, paper_stub: None) -> None:
    before = site.build().tree()
    for name in COPIES:
        called = name.replace("welkom", "wijkverpleegkundige").replace("WELKOM", "Wijkverpleegkundige")
        site.write(f"content/vacatures/{called}.md", "---\nfunctie: Piraat\n---\nx")
    site.build()
    assert {finding.code for finding in site.outcome.findings} == {"kopie"}
    assert len(site.outcome.findings) == len(COPIES)
    assert site.tree() == before


TYPED = (
    "Plan.md",
    "PLAN.MD",
    "plan (1).md",
    "pl\u00e1n.md",
    "Plan.YML",
    "diep/Plan.md",
    "Foto.JPG",
    "foto.PNG",
    "con.md",
)


@pytest.mark.parametrize("seed", range(6))
def test_a_name_that_is_proposed_is_free(site: Site, seed: int) -> None:
    """Whoever follows all advice loses no file, and never hears that there are two of a name."""
    chance = random.Random(seed)
    texts = {}
    for name in (*chance.sample(TYPED, 6), "plan.md", "plan-1.yml", "foto.jpg", "diep/plan-2.md"):
        texts[name] = f"{name} {seed}"
        site.write(f"content/diensten/{name}", texts[name])
    for _ in range(2 * len(texts)):
        odd = [f for f in site.findings() if f.code in ("bestand", "kopie")]
        if not odd:
            break
        path = site.root / odd[0].position.file
        good = path.with_name(re.findall(r"'([^']+)'$", odd[0].remedy)[0])
        assert not good.exists()
        path.rename(good)
    kept = [path.read_text(encoding="utf-8") for path in (site.root / "content/diensten").rglob("*") if path.is_file()]
    assert set(texts.values()) <= set(kept)
    sources = {path.stem for path in (site.root / "content/diensten").rglob("*") if path.suffix in (".md", ".yml")}
    assert len(sources) == 1 + sum(not name.lower().startswith("foto") for name in texts)


# --- The output is exactly the plan ----------------------------------------------------------------------------------


def _link(site: Site, name: str, to: Path) -> None:
    path = site.output / name
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    path.symlink_to(to)


STRAY: dict[str, Callable[[Site], object]] = {
    "a file": lambda site: site.write("output/intranet/over.html", "meer"),
    "a hidden file": lambda site: site.write("output/.htaccess", "meer"),
    "a file of the system": lambda site: site.write("output/intranet/.DS_Store", "meer"),
    "an empty folder": lambda site: (site.output / "intranet/leeg").mkdir(),
    "a folder in place of a page": lambda site: (site.remove(f"output/{PAGE}").output / PAGE).mkdir(),
    "a link in place of a page": lambda site: _link(site, PAGE, site.root.parent / "kopie" / PAGE),
    "a link in place of a folder": lambda site: _link(site, "intranet", site.root.parent / "kopie/intranet"),
    "a pipe": lambda site: os.mkfifo(site.output / "intranet/pijp"),
    "another output in it": lambda site: shutil.copytree(site.output, site.output / "nog-een"),
    "no note for git": lambda site: site.remove("output/.gitignore"),
}


@pytest.mark.usefixtures("paper_stub")
def test_what_does_not_belong_in_the_output_goes(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    compile_once(monkeypatch)
    clean = site.build().tree()
    shutil.copytree(site.output, site.root.parent / "kopie")
    for what, stray in STRAY.items():
        stray(site)
        assert last(site) is None, what
        site.build()
        assert not [path for path in site.output.rglob("*") if path.is_symlink() or path.name in ("leeg", "pijp")], what
        assert whole(site.output) == clean, what
        assert last(site), what
    site.write("output/intranet/over.html", "meer").build()
    assert site.outcome.removed == ("intranet/over.html",)


@pytest.mark.usefixtures("paper_stub")
def test_what_comes_into_the_output_while_the_note_is_written_is_noticed(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    really = unchanged.note

    def note(*words: Any) -> None:
        site.write("output/intranet/over.html", "meer")
        really(*words)

    monkeypatch.setattr(unchanged, "note", note)
    site.build()
    assert last(site) is None
    monkeypatch.undo()


@pytest.mark.usefixtures("paper_stub")
def test_one_channel_mends_what_is_damaged_on_another(site: Site) -> None:
    clean = site.write("content/posters/noor.yml", POSTER).build().tree()
    site.write(f"output/{PAGE}", "weg").remove("output/overzicht/posters/noor-a3.png")
    site.build(only=("brochures",))
    assert site.tree() == clean


def test_an_output_inside_another_or_inside_the_sources_is_refused(
    site: Site, paper_stub: None, tmp_path: Path
) -> None:
    site.build()
    elsewhere(site, "content")
    for where in ("output/vooruit", "content/uit", ".output.spijs/uit", "../elders/content/uit", "."):
        told = refusal(site.root / where, site.root)
        assert told, where
        assert "kies een andere map" in told or "kies een lege map" in told
    assert refusal(REPO / "templates/uit", site.root)
    assert refusal(tmp_path / "vooruit", site.root) is None
