"""Saving loses no word: not to another writer, a full disk, a kill or a link; and who went is in no kept version."""

from __future__ import annotations

import errno
import os
import signal
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from builder import unchanged, versions, whole
from builder.desk.place import taken
from builder.editing import Conflict, NotDone, changed, earlier, opened, put_back, save
from builder.editing.keeping import taken_away
from builder.forgetting import forget
from builder.inputs import look
from builder.publish import work_folder
from tests.site import TODAY, Site
from tests.test_consent import WITHDRAWN, people
from tests.test_namen import WITHHELD
from tests.test_weggaan import LETTER
from tests.trouble import NEEDS_ROOM, Countdown, apart, at_each_step
from tests.zoeken import holding

__all__ = ["people"]  # the fixture
PATH = "content/personen/planner.yml"
NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)


def write(site: Site, path: str, new: bytes, after: int = 0) -> None:
    """Save as somebody at the desk does, so many minutes later."""
    save(site.root, site.output, path, opened(site.root, path).digest, new, NOW + timedelta(minutes=after))


def edit(site: Site, path: str, after: int, **fields: str) -> None:
    write(site, path, changed((site.root / path).read_bytes(), path, fields), after)


def test_every_save_keeps_what_was_there_and_it_can_be_put_back(site: Site) -> None:
    first = (site.root / PATH).read_bytes()
    edit(site, PATH, 1, naam="Een Ander")
    edit(site, PATH, 2, rol="tuinman", naam="Nog Iemand")
    assert [(one.fields, one.moment.minute) for one in earlier(site.root, site.output, PATH)] == [
        (("naam", "rol"), 2),
        (("naam",), 1),
    ]
    last = earlier(site.root, site.output, PATH)[-1]
    assert last.data == first
    seen = opened(site.root, PATH).digest
    put_back(site.root, site.output, PATH, last.id, seen, NOW + timedelta(minutes=3))
    assert (site.root / PATH).read_bytes() == first
    assert earlier(site.root, site.output, PATH)[0].fields == ("naam", "rol")
    with pytest.raises(NotDone, match="deze eerdere versie is er niet meer"):
        put_back(site.root, site.output, PATH, "../slot", seen, NOW)


def test_what_another_wrote_meanwhile_stays(site: Site) -> None:
    seen = opened(site.root, PATH)
    theirs = seen.data + b"# van een ander\n"
    (site.root / PATH).write_bytes(theirs)
    with pytest.raises(Conflict) as refused:
        save(site.root, site.output, PATH, seen.digest, b"naam: van ons\n", NOW)
    assert (refused.value.now.data, refused.value.ours) == (theirs, b"naam: van ons\n")
    assert str(refused.value) == (
        f"{PATH} is veranderd sinds u het opende; kijk per veld welke woorden blijven, en bewaar dan opnieuw"
    )
    assert (site.root / PATH).read_bytes() == theirs
    save(site.root, site.output, PATH, refused.value.now.digest, b"naam: van ons\n", NOW)
    assert earlier(site.root, site.output, PATH)[0].data == theirs
    with pytest.raises(Conflict):
        save(site.root, site.output, PATH, "", b"naam: nieuw\n", NOW)


def test_the_same_words_twice_are_one_version(site: Site) -> None:
    seen = opened(site.root, PATH)
    for _ in range(2):  # of two tabs, or a button that was pressed twice
        save(site.root, site.output, PATH, seen.digest, b"naam: nieuw\n", NOW)
    assert len(earlier(site.root, site.output, PATH)) == 1


def test_the_rights_of_a_file_stay(site: Site) -> None:
    (site.root / PATH).chmod(0o640)
    edit(site, PATH, 0, naam="Een Ander")
    assert (site.root / PATH).stat().st_mode & 0o777 == 0o640
    (site.root / PATH).chmod(0o444)
    with pytest.raises(NotDone, match="mag alleen worden gelezen; haal dat vinkje weg"):
        edit(site, PATH, 0, naam="Nog Iemand")


@pytest.mark.parametrize(
    "path",
    ["../site.yml", "/etc/passwd", "content/../site.yml", "content/personen/../../x.yml", "content/.git/x.yml",
     "templates/x.yml", "content/personen/een.jpg", "content//x.yml", "content\\x.yml", "", "site.yaml", "content"],
)  # fmt: skip
def test_only_sources_of_the_site_are_saved(site: Site, path: str) -> None:
    before = {file: file.read_bytes() for file in site.root.rglob("*") if file.is_file()}
    for attempt in (lambda: opened(site.root, path), lambda: save(site.root, site.output, path, "", b"x: y\n", NOW)):
        with pytest.raises(NotDone, match="is geen bron van deze site; kies er een uit de lijst"):
            attempt()
    assert {file: file.read_bytes() for file in site.root.rglob("*") if file.is_file()} == before


def test_a_link_leads_nowhere_but_the_own_folders_may_be_links(site: Site, tmp_path: Path) -> None:
    outside = tmp_path / "buiten.yml"
    outside.write_text("naam: buiten\n", encoding="utf-8")
    (site.root / "content/personen/link.yml").symlink_to(outside)
    with pytest.raises(NotDone, match=r"content/personen/link\.yml is een verwijzing naar een andere plaats"):
        save(site.root, site.output, "content/personen/link.yml", "", b"x: y\n", NOW)
    assert outside.read_text(encoding="utf-8") == "naam: buiten\n"
    (site.root / "content").rename(tmp_path / "elders")
    (site.root / "content").symlink_to(tmp_path / "elders")
    (site.root / "site.yml").rename(tmp_path / "site-elders.yml")
    (site.root / "site.yml").symlink_to(tmp_path / "site-elders.yml")
    edit(site, PATH, 0, naam="Een Ander")
    edit(site, "site.yml", 1, naam="Een ander plein")
    assert (site.root / "site.yml").is_symlink()
    assert "Een ander plein" in (tmp_path / "site-elders.yml").read_text(encoding="utf-8")


def test_a_file_that_went_is_told_and_can_come_back(site: Site) -> None:
    seen = opened(site.root, PATH)
    taken_away(site.root, site.output, PATH, seen.digest, NOW)
    for attempt in (
        lambda: opened(site.root, PATH),
        lambda: save(site.root, site.output, PATH, seen.digest, b"x: y\n", NOW),
        lambda: taken_away(site.root, site.output, PATH, seen.digest, NOW),
    ):
        with pytest.raises(NotDone, match="is er niet meer: het is weggehaald of heeft een andere naam"):
            attempt()
    (gone,) = earlier(site.root, site.output, PATH)
    put_back(site.root, site.output, PATH, gone.id, "", NOW)
    assert (site.root / PATH).read_bytes() == seen.data


def test_a_pipe_and_a_folder_are_no_sources(site: Site) -> None:
    os.mkfifo(site.root / "content/personen/pijp.yml")
    (site.root / "content/personen/map.yml").mkdir()
    for name, told in (("pijp", "het is geen gewoon bestand"), ("map", "het is een map;")):
        with pytest.raises(NotDone, match=f"content/personen/{name}.yml is niet te lezen: .*{told}"):
            opened(site.root, f"content/personen/{name}.yml")


def test_what_is_too_large_is_not_saved(site: Site) -> None:
    with pytest.raises(NotDone, match="groter dan 1 MB"):
        write(site, PATH, b"x" * 1_000_001)


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (errno.ENOSPC, f"{PATH} is niet te bewaren: de schijf is vol.*; maak ruimte op de schijf, en bewaar opnieuw"),
        (errno.EROFS, "op deze schijf kan niet worden geschreven.*; vraag ICT"),
        (errno.EACCES, "u mag er niet bij.*; vraag ICT"),
        (errno.EIO, "de schijf geeft een fout.*; probeer het zo nog eens"),
    ],
)
def test_what_the_machine_complains_of_is_told(
    site: Site, monkeypatch: pytest.MonkeyPatch, number: int, told: str
) -> None:
    before = (site.root / PATH).read_bytes()

    def refused(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(whole.os, "fsync", refused)
    with pytest.raises(NotDone, match=told):
        edit(site, PATH, 0, naam="Een Ander")
    assert (site.root / PATH).read_bytes() == before
    assert not list(site.root.rglob("*.nieuw"))


def _full() -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize("trouble", [_full, _killed])
def test_no_word_is_lost_whatever_step_of_saving_fails(site: Site, trouble: Callable[[], None]) -> None:
    """After each step: the old file and nothing else, or the new one with the old one kept."""
    for at in range(1, 30):
        before = (site.root / PATH).read_bytes()
        new = before + f"# {at}\n".encode()

        def attempt(at: int = at, new: bytes = new) -> None:
            steps = Countdown(at, trouble, forever=trouble is _full)
            at_each_step(site.root, steps, NEEDS_ROOM | {"os.remove"} if trouble is _killed else NEEDS_ROOM)
            write(site, PATH, new, at)

        ended = apart(attempt)
        after = (site.root / PATH).read_bytes()
        assert after in (before, new)
        kept = [version.data for version in earlier(site.root, site.output, PATH)]
        assert after == before or before in kept
        if not ended:
            break
        write(site, PATH, new, at)
    assert at > 3
    assert not ended
    forget(work_folder(site.output), look(site.root), None, TODAY)
    assert not list(site.root.rglob("*.nieuw"))
    assert list(versions.kept(work_folder(site.output)))


def test_what_is_kept_stays_within_bounds(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(versions, "MOST", 3)
    for number in range(6):
        edit(site, PATH, number, naam=f"Naam {chr(65 + number)}")
    moments = [one.moment.minute for one in earlier(site.root, site.output, PATH)]
    assert moments == [5, 4, 3]
    edit(site, PATH, 60 * 24 * 90 + 5, naam="Veel later")
    assert [one.moment.minute for one in earlier(site.root, site.output, PATH)] == [5, 5]
    monkeypatch.setattr(versions, "ROOM", 400)
    edit(site, PATH, 60 * 24 * 91, naam="Nog later")
    assert len(earlier(site.root, site.output, PATH)) == 1
    monkeypatch.setattr(versions, "ROOM", 0)
    edit(site, PATH, 60 * 24 * 92, naam="Het laatst")
    assert earlier(site.root, site.output, PATH) == ()


def test_what_is_kept_is_for_nobody_else(site: Site) -> None:
    edit(site, PATH, 0, naam="Een Ander")
    (version,) = versions.kept(work_folder(site.output))
    assert version.place.stat().st_mode & 0o777 == 0o600
    assert (work_folder(site.output) / versions.FOLDER).stat().st_mode & 0o777 == 0o700


def test_a_damaged_version_is_not_there(site: Site) -> None:
    edit(site, PATH, 0, naam="Een Ander")
    (version,) = versions.kept(work_folder(site.output))
    version.place.write_bytes(version.place.read_bytes() + b"x")
    assert earlier(site.root, site.output, PATH) == ()


def left(site: Site, *words: str) -> set[str]:
    kept = [work_folder(site.output)]
    return {path.relative_to(site.root).as_posix() for path in holding(kept, *(words or ("Xanthe",)))}


ENDINGS = {"withdrawn": WITHDRAWN, "withheld": WITHHELD, "lapsed": ("2027-12-31", "2026-11-15")}


def written_about(site: Site) -> None:
    """Versions of sources about or naming somebody, and of some that are not."""
    edit(site, "content/personen/een.yml", 1, rol="tuinman")
    edit(site, "content/verhalen/stap-een.md", 2, intro="Hoe Xanthe het deed.")
    edit(site, "content/verhalen/stap-een.md", 3, intro="Hoe het ging.")
    edit(site, "content/posters/p-een.yml", 4, kop="Een andere kop")
    edit(site, "content/verhalen/stap-twee.md", 5, intro="Met dank aan Xanthe Bakker.")
    edit(site, "content/verhalen/stap-twee.md", 6, intro="Met dank aan een collega.")
    edit(site, "content/verhalen/stap-drie.md", 7, intro="Van iets anders.")
    edit(site, "content/verhalen/stap-drie.md", 8, intro="Nog iets anders.")
    edit(site, "content/posters/p-drie.yml", 9, verhaal="stap-een")
    edit(site, "content/posters/p-drie.yml", 10, verhaal="stap-drie")


@pytest.mark.parametrize("ending", ENDINGS.values(), ids=ENDINGS)
@pytest.mark.parametrize("mistake", [False, True])
def test_who_went_leaves_the_versions_too(people: Site, ending: tuple[str, str], mistake: bool) -> None:
    written_about(people)
    people.build(only=("intranet",))
    assert left(people)
    assert len(earlier(people.root, people.output, "content/verhalen/stap-twee.md")) == 2
    people.change("content/personen/een.yml", *ending)
    if mistake:
        people.write("content/paginas/kapot.md", "---\ntitel: a: b\n---\n")
    people.build(only=("intranet",))
    assert left(people) == set()
    about = [path for version in versions.kept(work_folder(people.output)) if (path := version.path)]
    stories = ["content/verhalen/stap-drie.md"] * 2 + ["content/verhalen/stap-twee.md"]
    assert sorted(about) == ["content/posters/p-drie.yml", *stories]  # of that poster what it was before


def test_who_is_thrown_away_or_called_otherwise_leaves_them_too(people: Site) -> None:
    written_about(people)
    edit(people, "content/personen/een.yml", 9, naam="Anna Zonderling")
    people.remove("content/personen/een.yml").remove("content/verhalen/stap-een.md").remove("content/posters/p-een.yml")
    people.build(only=("intranet",))
    assert left(people, "Xanthe", "Zonderling") == set()
    assert earlier(people.root, people.output, "content/verhalen/stap-drie.md")


def test_a_save_after_the_build_does_not_wait_for_a_change(people: Site) -> None:
    """What is saved and taken back leaves the site as it was, so that a build would have nothing to do."""
    people.change("content/personen/een.yml", *WITHDRAWN).remove("content/posters/p-een.yml")
    people.remove("content/verhalen/stap-een.md").remove("content/posters/p-twee.yml").remove(
        "content/posters/p-drie.yml"
    )
    people.run("build")
    assert (work_folder(people.output) / unchanged.NOTE).exists()
    before = (people.root / "content/verhalen/stap-twee.md").read_bytes()
    edit(people, "content/verhalen/stap-twee.md", 1, intro="Met dank aan Xanthe Bakker.")
    write(people, "content/verhalen/stap-twee.md", before, 2)
    assert left(people)
    people.run("build")
    assert left(people) == set()


def test_of_a_letter_no_version_is_kept(people: Site) -> None:
    people.write("content/brieven/een.md", LETTER.replace("TEKST", "Xanthe Bakker"))
    edit(people, "content/brieven/een.md", 1, onderwerp="Iets anders")
    assert list(versions.kept(work_folder(people.output))) == []


def test_the_desk_takes_no_versions_along(people: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    people.build(only=("intranet",))
    written_about(people)
    with taken(people.root) as place:
        place.begin_with(people.output)
        assert work_folder(place.output).is_dir()
        assert list(versions.kept(work_folder(people.output)))
        assert not (work_folder(place.output) / versions.FOLDER).exists()
