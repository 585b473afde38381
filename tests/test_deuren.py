"""Doors: what Spijs lends to a site until it has its own, what they take over from each other, and what they show."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from builder.inputs import STANDARD, is_lent, look, standard
from builder.new import own_copies
from tests.site import REPO, Site

LENT = {path.name for path in (REPO / "templates" / STANDARD / "deuren").glob("*.yml")}
FRONT = "titel: Welkom\nblokken: [{soort: deuren}]\n"
INNER = "titel: Binnen\nachter: voorpagina\ncontact: {kop: Zeg het, zin: Bel ons.}\nblokken: [{soort: deuren}]\n"
DEEPER = "titel: Nog dieper\nachter: binnen\nkleur: derde\nvorm: ster\nblokken: [{soort: paginas}]\n"
PAGE = """---
titel: Over de duinen
intro: Wie er wonen.
deur: dieper
volgorde: 1
pictogram: gesprek
eigenaar: adviseur
herzien_voor: 2027-06-01
---

Er wonen konijnen.
"""


def doors(site: Site) -> set[str]:
    return {Path(path).name for path, _ in look(site.root).sources.files("content/deuren")}


def test_a_site_has_the_doors_of_spijs_until_it_has_a_front_page(site: Site) -> None:
    assert doors(site) == LENT
    site.write("content/deuren/buiten.yml", "titel: Buiten\nachter: voorpagina\n")
    site.write("content/deuren/anders.yml", "titel: Anders\nachter: voorpagina\n")
    seen = look(site.root)
    assert doors(site) == LENT | {"buiten.yml"}
    assert is_lent(seen, "content/deuren/centrum.yml")
    assert not is_lent(seen, "content/deuren/anders.yml")
    site.write("content/deuren/voorpagina.yml", FRONT)
    assert doors(site) == {"buiten.yml", "anders.yml", "voorpagina.yml"}


def test_where_there_is_no_content_nothing_is_lent(site: Site) -> None:
    (site.root / "content").rename(site.root / "elders")
    assert not list(look(site.root).sources.files("content"))


def test_what_spijs_lends_promises_nothing_that_was_not_confirmed(site: Site) -> None:
    site.build(only=("intranet",))
    assert not [finding for finding in site.outcome.findings if "deur" in finding.position.file]
    pages = [site.read(f"intranet/{name}.html") for name in ("index", "anders", "leiding/index", "centrum")]
    assert not any('class="belofte"' in page for page in pages)
    site.change("site.yml", "\nhuisstijl:", "\nbeloften: {vertrouwen: ja}\nhuisstijl:").build(only=("intranet",))
    promised = [
        name for name in ("index", "anders", "centrum") if site.says(f"intranet/{name}.html", 'class="belofte"')
    ]
    assert promised == ["anders", "centrum"]


def test_they_become_the_site_s_own_all_at_once_and_over_nothing(site: Site) -> None:
    site.write("content/deuren/anders.yml", "titel: Anders\nachter: voorpagina\n")
    assert own_copies(site.root, "deur", "buiten") is None
    assert own_copies(site.root, "deur", "anders") is None
    assert own_copies(site.root, "deur", "voorpagina") == site.root / "content/deuren/voorpagina.yml"
    assert {path.name for path in (site.root / "content/deuren").iterdir()} == LENT
    assert (site.root / "content/deuren/anders.yml").read_text(encoding="utf-8").startswith("titel: Anders\n")
    assert own_copies(site.root, "deur", "voorpagina") is None


def test_the_command_says_what_it_did(site: Site) -> None:
    done = site.run("new", "deur", "centrum")
    assert done.returncode == 0, done.stderr
    assert "content/deuren/centrum.yml is nu van u" in done.stdout
    begun = site.run("new", "deur", "buiten", stdin="Ik werk buiten\n")
    assert "content/deuren/buiten.yml staat klaar als concept" in begun.stdout
    text = (site.root / "content/deuren/buiten.yml").read_text(encoding="utf-8")
    assert "achter: voorpagina\nblokken: [{soort: paginas}]\n" in text
    assert site.run("check").returncode == 0


def test_a_mistake_in_what_is_lent_says_how_to_get_it(site: Site) -> None:
    """A list of readers of one's own, without the readers that the doors of Spijs speak to."""
    words = "\nwoordenlijsten:\n  lezers: [{sleutel: medewerkers, naam: medewerkers, kop: Voor u}]\nhuisstijl:"
    site.change("site.yml", "\nhuisstijl:", words)
    found = [f for f in site.findings() if f.position.file == "content/deuren/ik-geef-leiding.yml"]
    assert found
    assert all(f.remedy.endswith("eerst: ./spijs new deur ik-geef-leiding") for f in found)


def own_house(site: Site) -> Site:
    """A site with three doors of its own, each behind the other, and a page behind the last."""
    site.write("content/deuren/voorpagina.yml", FRONT)
    site.write("content/deuren/binnen.yml", INNER)
    site.write("content/deuren/dieper.yml", DEEPER)
    return site.write("content/paginas/duinen.md", PAGE)


def test_a_door_gives_its_words_colour_and_way_back_to_what_lies_behind_it(site: Site) -> None:
    own_house(site).build(only=("intranet",))
    assert not site.outcome.findings
    deeper, page = site.read("intranet/dieper.html"), site.read("intranet/paginas/duinen.html")
    assert '<a href="binnen.html">Binnen</a>' in deeper
    assert '<a href="../dieper.html">Nog dieper</a>' in page
    assert '<article class="kleur-blad">' in page
    assert all("Zeg het" in shown for shown in (deeper, page))
    assert "Zeg het" not in site.read("intranet/index.html")
    menu = re.findall(r'<li><a href="([^"]*)"[^>]*>([^<]*)</a></li>', site.read("intranet/index.html"))
    assert menu[0] == ("binnen.html", "Binnen")  # what lies behind the front page, and nothing that lies deeper
    assert "dieper.html" not in dict(menu)


def test_an_old_address_leads_on_and_a_place_of_its_own_stays(site: Site) -> None:
    own_house(site)
    site.write("content/deuren/dieper.yml", f"{DEEPER}adres: onder/\nvoorheen: [beneden]\n").build(only=("intranet",))
    assert site.says("intranet/onder/index.html", "Nog dieper")
    assert site.says("intranet/beneden.html", "onder/index.html")
    assert site.says("intranet/paginas/duinen.html", 'href="../onder/index.html"')


def test_two_doors_at_one_address_are_told(site: Site) -> None:
    own_house(site).write("content/deuren/dieper.yml", f"{DEEPER}adres: binnen\n")
    found = {(f.code, f.position.file) for f in site.findings()}
    assert found == {("zelfde-adres", "content/deuren/dieper.yml")}


@pytest.mark.parametrize("typed", ["Buiten!", "../elders", "a/b/c/d", "onder//boven", "https://elders.example/"])
def test_an_address_that_cannot_be(site: Site, typed: str) -> None:
    own_house(site).write("content/deuren/dieper.yml", f"{DEEPER}adres: '{typed}'\n")
    assert [(f.code, f.remedy[:12]) for f in site.findings() if f.position.file.endswith("dieper.yml")] == [
        ("regel", "schrijf klei")
    ]


def test_a_page_behind_a_door_that_is_not_there(site: Site) -> None:
    own_house(site).change("content/paginas/duinen.md", "deur: dieper", "deur: diepr")
    (found,) = site.findings()
    assert (found.code, str(found.position), found.remedy) == (
        "verwijst-nergens", "content/paginas/duinen.md:4:7", "bedoelde u «dieper»?",
    )  # fmt: skip


def test_a_story_that_was_chosen_gives_way_to_the_newest_when_it_is_out_of_sight(site: Site) -> None:
    old = "content/verhalen/van-zaal-naar-rooster.md"
    newer = re.sub(r"datum: \S+", "datum: 2026-11-01", (site.root / old).read_text(encoding="utf-8"))
    own_house(site).write("content/verhalen/nieuwer.md", newer)
    chosen = "titel: Binnen\nachter: voorpagina\nblokken: [{soort: uitgelicht, verhaal: van-zaal-naar-rooster}]\n"
    site.write("content/deuren/binnen.yml", f"{chosen[:-2]}, {{soort: deuren}}]\n").build(only=("intranet",))
    assert site.says("intranet/binnen.html", 'class="knop" href="verhalen/van-zaal-naar-rooster.html"')
    site.change(old, "soort:", "status: concept\nsoort:").build(only=("intranet",))
    assert site.says("intranet/binnen.html", 'class="knop" href="verhalen/nieuwer.html"')


def test_what_spijs_lends_is_of_one_set_with_no_door_too_many() -> None:
    paths = standard(look(REPO).theme[-1])
    assert {path.rpartition("/")[0] for path in paths} == {"content/deuren"}
    assert "content/deuren/voorpagina.yml" in paths
