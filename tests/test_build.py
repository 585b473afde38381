"""A build makes what is new or changed, keeps the rest, and says why."""

from __future__ import annotations

from datetime import date

import pytest

from tests.site import POSTER, Site

STORY = "content/verhalen/van-zaal-naar-rooster.md"

pytestmark = pytest.mark.usefixtures("paper_stub")


def test_first_build_makes_all_and_the_second_nothing(site: Site) -> None:
    site.build()
    assert not site.outcome.findings
    assert "intranet/verhalen/van-zaal-naar-rooster.html" in site.made
    before = site.tree()
    site.build()
    assert not site.made
    assert not site.outcome.published
    assert site.tree() == before


def test_a_comment_rebuilds_nothing(site: Site) -> None:
    site.build().change("content/personen/planner.yml", "rol: planner", "rol: planner   # sinds mei").build()
    assert not site.made


def test_a_title_rebuilds_its_page_and_the_lists_that_show_it(site: Site) -> None:
    site.build().change(STORY, "van de zaal naar het rooster", "op kantoor").build()
    assert "intranet/verhalen/van-zaal-naar-rooster.html" in site.made
    assert "intranet/verhalen/index.html" in site.made
    assert "intranet/diensten/gesprek-aan-zee.html" not in site.made
    assert "blad.titel" in site.outcome.made["intranet/verhalen/van-zaal-naar-rooster.html"]


def test_an_error_leaves_the_published_tree_alone(site: Site) -> None:
    before = site.build().tree()
    site.change("content/vacatures/wijkverpleegkundige.md", "2026-12-01", "31-02-2027").build()
    assert [str(f) for f in site.outcome.findings] == [
        "content/vacatures/wijkverpleegkundige.md:14:8: fout [datum] '31-02-2027' is geen bestaande datum: "
        "februari 2027 heeft 28 dagen; schrijf jjjj-mm-dd, bijvoorbeeld 2027-02-28"
    ]
    assert site.tree() == before


def test_a_vacancy_ends_on_every_channel(site: Site) -> None:
    poster = POSTER.replace("mensen", "vacatures").replace("stem", "muur")
    poster = poster.replace("verhaal: van-zaal-naar-rooster\n", "")
    site.write("content/posters/werk.yml", poster.replace("doel: verhalen/van-zaal-naar-rooster", "doel: vacatures"))
    page = "intranet/vacatures/wijkverpleegkundige.html"
    for day in (date(2026, 11, 30), date(2026, 12, 1)):
        site.build(day)
        assert site.says(page, "Wijkverpleegkundige aan zee")
        assert site.says("kantoor/posters/werk-a3.pdf", "Wijkverpleegkundige aan zee")
    site.build(date(2026, 12, 2))
    assert not site.says(page, "Wijkverpleegkundige aan zee")
    assert not site.says("kantoor/posters/werk-a3.pdf", "Wijkverpleegkundige aan zee")
    assert not site.says("intranet/vacatures/index.html", "Wijkverpleegkundige aan zee")


def test_only_one_channel_carries_the_rest_over_and_names_it(site: Site) -> None:
    site.write("content/posters/noor.yml", POSTER).build()
    before = site.read("intranet/verhalen/van-zaal-naar-rooster.html")
    site.change(STORY, "van de zaal naar het rooster", "op kantoor")
    site.build(only=("posters",))
    assert site.made == {"kantoor/posters/noor-a3.pdf"}
    assert site.read("intranet/verhalen/van-zaal-naar-rooster.html") == before
    assert "intranet/verhalen/van-zaal-naar-rooster.html" in site.outcome.stale


def test_a_renamed_source_leads_on_from_its_old_address(site: Site) -> None:
    text = (site.root / "content/diensten/gesprek-aan-zee.md").read_text(encoding="utf-8")
    moved = text.replace("volgorde: 1", "volgorde: 1\nvoorheen: [strandgesprek]")
    site.write("content/diensten/gesprek-aan-zee.md", moved).build()
    assert site.says("intranet/diensten/strandgesprek.html", "gesprek-aan-zee.html")


def test_only_waits_for_nobody_whose_consent_has_ended(site: Site) -> None:
    site.build().change("content/personen/planner.yml", "geldig_tot: 2027-12-31", "geldig_tot: 2026-11-01")
    site.build(only=("posters",))
    assert not site.says("intranet/verhalen/index.html", "Noor")
    assert not site.outcome.stale


def test_only_names_what_was_removed_too(site: Site) -> None:
    site.build().remove("content/vacatures/wijkverpleegkundige.md").build(only=("posters",))
    assert "intranet/vacatures/wijkverpleegkundige.html" in site.outcome.stale


def test_the_example_says_the_day_for_which_it_was_made(site: Site) -> None:
    text = (site.root / "site.yml").read_text(encoding="utf-8")
    site.write("site.yml", f"voorbeeld: ja\nvoorbeelddatum: 2026-11-16\n{text}").build(date(2026, 11, 20))
    assert site.says("intranet/index.html", "Gemaakt voor 20 november 2026")
    assert not site.says("intranet/index.html", "16 november 2026")
