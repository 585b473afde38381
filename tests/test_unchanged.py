"""When nothing has changed a build says so at once; when anything has, it looks at everything."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from builder.inputs import look
from builder.publish import work_folder
from builder.unchanged import NOTE, Last, asked, nothing_new
from tests.site import TODAY, Site

VERHAAL = "content/verhalen/van-zaal-naar-rooster.md"
CONSENT = ("content/personen/planner.yml", "geldig_tot: 2027-12-31", "geldig_tot: 2026-11-01")


def last(site: Site, day: date = TODAY, strict: bool = False) -> Last | None:
    """What a build of the site would find without looking further."""
    return nothing_new(work_folder(site.output), asked(look(site.root), day, day, strict), site.output)


@pytest.mark.usefixtures("paper_stub")
def test_nothing_new_repeats_what_was_found(site: Site) -> None:
    assert last(site) is None
    site.change(VERHAAL, "Op een dag", "### Op een dag\n\nOp een dag").build()
    found = last(site)
    assert found == Last(TODAY, site.outcome.findings)
    assert [finding.code for finding in found.findings] == ["koppen"]


@pytest.mark.usefixtures("paper_stub")
def test_a_name_that_may_not_be_shown_stands_in_no_note(site: Site) -> None:
    """What is found then quotes it; the next build looks again."""
    site.change(*CONSENT).build()
    assert [finding.code for finding in site.outcome.findings] == ["terughalen"]
    assert last(site) is None
    assert not (work_folder(site.output) / NOTE).exists()


CHANGES: dict[str, Callable[[Site], object]] = {
    "a word": lambda site: site.change(VERHAAL, "ging ik", "ging ik ook"),
    "a new source": lambda site: site.write("content/diensten/leeg.md", ""),
    "a source less": lambda site: site.remove("content/vacatures/wijkverpleegkundige.md"),
    "a source renamed": lambda site: (site.root / VERHAAL).rename(site.root / "content/verhalen/anders.md"),
    "the settings": lambda site: site.change("site.yml", "eerste verdieping", "tweede verdieping"),
    "a template of one's own": lambda site: site.write("templates/intranet/eigen.html", "weg"),
    "a page changed by hand": lambda site: site.write("output/intranet/index.html", "weg"),
    "a page less": lambda site: site.remove("output/intranet/index.html"),
    "a page too many": lambda site: site.write("output/intranet/over.html", "meer"),
    "another note": lambda site: site.write(f".output.spijs/{NOTE}", "weg"),
    "a note cut short": lambda site: _cut(site),
    "no note": lambda site: site.remove(f".output.spijs/{NOTE}"),
}


def _cut(site: Site) -> Site:
    path = work_folder(site.output) / NOTE
    return site.write(f".output.spijs/{NOTE}", path.read_bytes()[:-1])


@pytest.mark.usefixtures("paper_stub")
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_anything_new_is_seen(site: Site, change: Callable[[Site], object]) -> None:
    site.build()
    assert last(site)
    change(site)
    assert last(site) is None


@pytest.mark.usefixtures("paper_stub")
def test_another_day_and_another_order_are_new(site: Site) -> None:
    site.build()
    assert last(site)
    assert last(site, TODAY + timedelta(days=1)) is None
    assert last(site, strict=True) is None


@pytest.mark.usefixtures("paper_stub")
def test_a_build_that_failed_leaves_no_note(site: Site) -> None:
    site.build().change(VERHAAL, "soort: zo-kwam", "soort: zo-kwm").build()
    assert site.outcome.findings
    assert last(site) is None
    assert last(site.change(VERHAAL, "soort: zo-kwm", "soort: zo-kwam"))


def test_the_command_says_so(site: Site) -> None:
    first, second = site.run("build", "--jobs", "1"), site.run("build", "--jobs", "1")
    assert "Klaar" in first.stdout
    assert "niets te doen" in second.stdout
    assert "gebleven" not in second.stdout
    assert second.returncode == 0
    site.change(VERHAAL, "ging ik", "ging ik ook")
    assert "Klaar" in site.run("build", "--jobs", "1").stdout
