"""No trace of somebody who went: not in what Spijs keeps, not after mistakes, not after a build that was killed."""

from __future__ import annotations

import os
import signal
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest

from builder import packages
from builder.build import build
from builder.diagnostics import has_errors
from builder.inputs import look
from builder.publish import one_at_a_time
from builder.report import summary
from builder.survey import Order
from tests.sample import library_of
from tests.site import TODAY, Site
from tests.test_consent import WITHDRAWN, people, person, poster, story
from tests.test_namen import WITHHELD
from tests.test_weggaan import LETTER, break_it
from tests.trouble import Countdown, apart, at_each_step
from tests.zoeken import holding

__all__ = ["people"]  # the fixture


def left(site: Site, *words: str) -> set[str]:
    """The files that Spijs made or keeps in which somebody can be read."""
    kept = [site.output, site.root / ".output.spijs", *site.root.glob("*.zip"), *site.root.glob(".*.nieuw")]
    return {path.relative_to(site.root).as_posix() for path in holding(kept, *(words or ("Xanthe",)))}


@pytest.fixture
def called(people: Site) -> Site:
    """A site in which also the source of somebody has her name, and whatever else might."""
    people.remove("content/personen/een.yml").remove("content/posters/p-een.yml")
    people.remove("content/verhalen/stap-een.md")
    people.write("content/personen/xanthe.yml", person("een").replace("een.jpg", "xanthe-lacht.jpg"))
    people.write("content/personen/xanthe-lacht.jpg", (people.root / "content/personen/een.jpg").read_bytes())
    people.write("content/verhalen/zo-kwam-xanthe.md", story("een").replace("persoon: een", "persoon: xanthe"))
    link = "Lees ook [hoe een ander kwam](verhalen/zo-kwam-xanthe).\n"
    people.write("content/verhalen/stap-twee.md", story("twee") + link)
    people.write("content/posters/p-drie.yml", poster("drie").replace("verhalen/stap-drie", "verhalen/zo-kwam-xanthe"))
    return people.write("content/posters/p-xanthe.yml", poster("een").replace("stap-een", "zo-kwam-xanthe"))


ENDINGS = {"withdrawn": WITHDRAWN, "withheld": WITHHELD, "lapsed": ("2027-12-31", "2026-11-15")}


@pytest.mark.parametrize("ending", ENDINGS.values(), ids=ENDINGS)
@pytest.mark.parametrize("mistake", [None, "an unknown field"])
def test_a_source_may_have_the_name_of_who_goes(
    called: Site, paper_stub: None, ending: tuple[str, str], mistake: str | None
) -> None:
    called.build()
    assert len(left(called)) > 8
    if mistake:
        break_it(called, mistake)
    called.change("content/personen/xanthe.yml", *ending).build()
    assert left(called) == set()
    assert called.says("intranet/verhalen/stap-twee.html", "waterval")
    called.build()
    assert left(called) == set()


@pytest.mark.parametrize("ending", [WITHDRAWN, WITHHELD], ids=["withdrawn", "withheld"])
def test_one_channel_is_not_enough_when_somebody_goes(called: Site, paper_stub: None, ending: tuple[str, str]) -> None:
    called.build()
    called.change("content/personen/xanthe.yml", *ending).build(only=("intranet",))
    assert left(called) == set()


@pytest.mark.parametrize("how", ["changed", "unreadable", "its table unreadable", "its table gone"])
def test_a_letter_that_was_made_from_another_source_goes(people: Site, paper_stub: None, how: str) -> None:
    """Nothing of a letter is kept, so what it said is known only while its source is the same."""
    people.write("content/brieven/een.md", LETTER.replace("TEKST", "Xanthe Bakker"))
    people.write("content/brieven/twee.md", LETTER.replace("TEKST", "ons"))
    people.write("content/brieven/een.csv", "naam\nZebedeus Sloot\n")
    people.write("content/brieven/twee.csv", "naam\nXanthe Bakker\n")
    people.write("content/brieven/ander.md", LETTER.replace("TEKST", "ons"))
    people.write("content/brieven/ander.csv", "naam\nZebedeus Sloot\n").build()
    assert not has_errors(people.outcome.findings, settled=True)
    assert {"output/kantoor/brieven/een.pdf", "output/kantoor/brieven/twee.pdf"} <= left(people)
    other = people.read("kantoor/brieven/ander.pdf")
    break_it(people, "an unknown field")
    people.change("content/personen/een.yml", *WITHDRAWN)
    if how == "changed":
        people.change("content/brieven/een.md", "Xanthe Bakker", "ons")
        people.write("content/brieven/twee.csv", "naam\nPiet Sloot\n")
    elif how == "unreadable":
        people.write("content/brieven/een.md", "---\nonderwerp: [\n---\nTekst\n")
        people.write("content/brieven/twee.md", b"\xff\xfe\x00")
    else:
        people.change("content/brieven/een.md", "Xanthe Bakker", "ons")
        if how.endswith("gone"):
            people.remove("content/brieven/twee.csv")
        else:
            people.write("content/brieven/twee.csv", b"naam\n\xff\xfe\x81\n")
    people.build()
    assert people.outcome.waits
    assert left(people) == set()
    assert people.read("kantoor/brieven/ander.pdf") == other
    assert not people.build().outcome.made
    assert people.read("kantoor/brieven/ander.pdf") == other


def test_a_killed_build_leaves_nothing_of_who_goes_then(called: Site, paper_stub: None) -> None:
    called.write("content/brieven/een.md", LETTER.replace("TEKST", "Xanthe Bakker"))
    called.write("content/brieven/een.csv", "naam\nXanthe Bakker\n")
    count = Countdown(0, lambda: None)

    def begin() -> None:
        at_each_step(called.root, count)
        called.build(jobs=1)
        Path(called.root.parent / "stappen").write_text(str(count.count), encoding="utf-8")

    apart(begin)
    steps = int((called.root.parent / "stappen").read_text(encoding="utf-8"))
    before = (called.root / "content/personen/xanthe.yml").read_bytes()
    for at in range(2, steps, max(steps // 12, 1)):
        called.write("content/personen/xanthe.yml", before)
        for folder in ("output", ".output.spijs"):
            if (called.root / folder).exists():
                called.remove(folder)
        stop = Countdown(at, lambda: os.kill(os.getpid(), signal.SIGKILL))
        assert apart(lambda stop=stop: (at_each_step(called.root, stop), called.build(jobs=1))) == -signal.SIGKILL
        called.change("content/personen/xanthe.yml", *WITHDRAWN).build(jobs=1)
        assert left(called) == set(), at


def by_clock(site: Site, day: date, wanted: date | None = None) -> Site:
    site.outcome = build(Order(look(site.root), site.output, day, wanted))
    return site


def test_a_clock_that_runs_behind_brings_nothing_back(people: Site, paper_stub: None) -> None:
    by_clock(people.change("content/personen/een.yml", "2027-12-31", "2026-11-15"), TODAY)
    assert left(people) == set()
    before = people.tree()
    early = date(2026, 6, 1)
    for _ in range(2):
        (told,) = [f for f in by_clock(people, early).outcome.findings if f.code == "klok"]
        assert people.outcome.waits
        assert people.tree() == before
    people.change("content/personen/twee.yml", *WITHDRAWN)
    assert "klok" in {f.code for f in by_clock(people, early).outcome.findings}
    assert left(people, "Quirijn") == set()
    assert "klok" in {f.code for f in by_clock(people, early).outcome.findings}
    assert f"--datum {early}" in told.remedy
    assert not by_clock(people, early, early).outcome.waits
    assert not by_clock(people, early).outcome.waits
    assert not by_clock(people, TODAY).outcome.waits


def test_a_withdrawal_holds_at_once_whatever_day_it_says(people: Site, paper_stub: None) -> None:
    people.build().change("content/personen/een.yml", "kanalen:", "ingetrokken: 2062-11-10\n  kanalen:").build()
    assert left(people) == set()
    assert "klok" in {f.code for f in people.outcome.findings}
    for day, told in ((TODAY, False), (TODAY - timedelta(days=1), False), (TODAY - timedelta(days=2), True)):
        people.write("content/personen/een.yml", person("een").replace("kanalen:", f"ingetrokken: {TODAY}\n  kanalen:"))
        assert ("klok" in people.codes(day)) == told


@pytest.mark.parametrize("mistake", [None, "an unknown field"])
def test_a_package_with_who_goes_goes_too(people: Site, paper_stub: None, mistake: str | None) -> None:
    """The other packages stay, and what is no package of ours as well; a half one of a killed command is nobody's."""
    people.build()
    outside = people.root.parent / "voor de drukker.zip"
    packed = {
        people.root / "drukkerij.zip": ["een", "twee"],
        outside: ["een"],
        people.root / "ander.zip": ["twee"],
        people.root / "van-mij.zip": ["een"],
    }
    with one_at_a_time(people.output) as work:
        for file, sheets in packed.items():
            packages.remember(work, file, library_of(people))
            with zipfile.ZipFile(file, "w") as package:
                for who in sheets:
                    name = f"posters/p-{who}-a3.pdf"
                    package.writestr(name, (people.output / "drukkerij" / name).read_bytes())
                if file.name != "van-mij.zip":
                    package.writestr(packages.LIST, "Xanthe zoekt u")
    (people.root / ".drukkerij.zip.77.nieuw").write_bytes(b"Xanthe")
    assert not people.build().outcome.packages
    people.change("content/personen/een.yml", *WITHDRAWN)
    if mistake:
        break_it(people, mistake)
    people.build()
    assert set(people.outcome.packages) == {people.root / "drukkerij.zip", outside}
    assert {path.name for path in people.root.glob("*.zip")} == {"ander.zip", "van-mij.zip"}
    assert not list(people.root.glob(".*.nieuw"))
    assert f"Weggehaald: {outside}." in summary(people.outcome, people.output, 1.0)
    assert not people.build().outcome.packages
