"""Vacancies as people have them, and posters that choose among them: a growing list stops nothing."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from builder.kinds.poster import MOST, Maat, Poster, on_size, shown_vacatures
from builder.kinds.vacature import Vacature
from builder.schema.dates import a_year_after
from tests.sample import library_of, pages_of, squeeze
from tests.site import ORGANISATIE, TODAY, VACATURE, Site

WORK, WALL = "content/vacatures/wijkverpleegkundige.md", "content/posters/werk.yml"
PAGE = "intranet/vacatures/wijkverpleegkundige.html"
POSTER = "soort: vacatures\nkop: Werk aan zee\ntekst: Kijk eens.\nknop: Alles\ndoel: vacatures\nontwerp: lijst\n"


def with_work(site: Site, count: int, name: str = "Begeleider avonddienst {}") -> Site:
    """So many more vacancies, of which the later ones close first."""
    site.remove(WORK)
    for number in range(count):
        text = VACATURE.replace("Wijkverpleegkundige aan zee", name.format(number))
        text = text.replace("2026-12-01", (date(2027, 3, 1) - timedelta(days=number % 90)).isoformat())
        site.write(f"content/vacatures/werk-{number:03}.md", text)
    return site


# --- A poster chooses ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("choice", "wanted"),
    [
        ("", ["anker", "wijk", "hulp", "later"]),
        ("vakgebieden: [facilitair]", ["hulp"]),
        ("vakgebieden: [facilitair, verpleging-en-verzorging]", ["anker", "wijk", "hulp", "later"]),
        ("plaatsen: [zandwijk]", ["wijk", "hulp", "later"]),
        ("plaatsen: [Ankerveen, Zandwijk]", ["anker", "wijk", "hulp", "later"]),
        ("organisaties: [anker]", ["anker"]),
        ("dienstverbanden: [tijdelijk]", ["hulp"]),
        ("niveaus: [mbo]", ["wijk"]),
        ("niveaus: [hbo]\nplaatsen: [Zandwijk]", ["wijk", "hulp", "later"]),
        ("hoeveel: 2", ["anker", "wijk"]),
    ],
)
def test_every_choice_of_a_poster(site: Site, choice: str, wanted: list[str]) -> None:
    site.remove(WORK)
    site.write("content/organisaties/anker.yml", ORGANISATIE.replace("eigen", "partner").replace("SD", "HA"))
    texts = {
        "wijk": VACATURE.replace("niveau: hbo", "niveau: [mbo, hbo]"),
        "hulp": VACATURE.replace("verpleging-en-verzorging", "facilitair").replace("vast", "tijdelijk"),
        "anker": VACATURE.replace("duinrand", "anker").replace("Zandwijk", "Ankerveen").replace("12-01", "11-20"),
        "later": VACATURE.replace("concreet", "verwacht").replace("sluit: 2026-12-01", "periode: 2026-4"),
    }
    texts["hulp"] = texts["hulp"].replace("sluit: 2026-12-01", "sluit: tot vervuld")
    for name, text in texts.items():
        site.write(f"content/vacatures/{name}.md", text)
    site.write(WALL, f"{POSTER}{choice}\n")
    library = library_of(site)
    (poster,) = [d.value for d in library.all(Poster)]
    assert [d.id for d in on_size(poster, library, "A4")[0]] == wanted
    assert on_size(poster, library, "A4")[1] == len(shown_vacatures(poster, library)) - len(wanted)


@pytest.mark.usefixtures("paper_stub")
def test_a_growing_list_says_how_many_more_there_are(site: Site) -> None:
    with_work(site, 60).write(WALL, POSTER).build()
    assert not site.outcome.findings
    for size, folder in (("A4", "kantoor"), ("A3", "kantoor"), ("A2", "drukkerij")):
        sheet = site.read(f"{folder}/posters/werk-{size.lower()}.pdf")
        assert sheet.count("data-een") == MOST[size]  # type: ignore[index]
        assert f"En nog {60 - MOST[size]} op intranet.duinrand.example/plein" in sheet  # type: ignore[index]
        assert "Begeleider avonddienst 59" in sheet, "what closes first is there"
    assert site.says("intranet/posters/werk.html", "ook de 20 die er niet op passen")
    site.write(WALL, f"{POSTER}hoeveel: 5\n").build()
    assert site.read("kantoor/posters/werk-a4.pdf").count("data-een") == 5
    assert "En nog 55 op" in site.read("drukkerij/posters/werk-a2.pdf")
    assert "data-minder" not in site.read("kantoor/posters/werk-a4.pdf"), "a chosen number is never reduced"


@pytest.mark.usefixtures("paper_stub")
def test_what_a_sheet_has_no_place_for_makes_it_not_anew(site: Site) -> None:
    with_work(site, 60).write(WALL, f"{POSTER}formaten: [A4]\n").build()
    site.change("content/vacatures/werk-000.md", "uren: 24-32", "uren: 8").build()
    assert "kantoor/posters/werk-a4.pdf" in site.kept
    site.change("content/vacatures/werk-059.md", "uren: 24-32", "uren: 8").build()
    assert "kantoor/posters/werk-a4.pdf" in site.made


def test_choices_are_for_posters_with_vacancies(site: Site) -> None:
    text = "soort: uitnodiging\nkop: Kom\ntekst: Kom\nwaarvoor: zelftest\nknop: K\ndoel: vacatures\nontwerp: bord\n"
    (finding,) = site.write(WALL, f"{text}plaatsen: [Zandwijk]\n").findings()
    assert finding.code == "velden"
    assert "«plaatsen» kiest vacatures" in finding.message


LONG = "Verpleegkundig specialist voor mensen met een heel lange geschiedenis in zorg {}"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("design", "name"), [("lijst", "Hulp {}"), ("lijst", LONG), ("muur", "Hulp {}"), ("muur", LONG)]
)
def test_sixty_on_real_paper_none_cut_and_none_lost(site: Site, design: str, name: str) -> None:
    """Each that is shown is whole, what closes first is there, and the sheet counts the rest; long names show fewer."""
    with_work(site, 60, name).write(WALL, POSTER.replace("lijst", design)).build(only=("posters",))
    assert not site.outcome.findings, "\n".join(map(str, site.outcome.findings))
    sizes: dict[Maat, str] = {"A4": "kantoor", "A3": "kantoor", "A2": "drukkerij"}
    for size, folder in sizes.items():
        text = "".join(pages_of(site.output / f"{folder}/posters/werk-{size.lower()}.pdf"))
        shown = {
            n for n in range(60) if re.search(rf"{re.escape(squeeze(name.format(n)))}(?!\d{{2}}uur)", squeeze(text))
        }
        (more,) = re.findall(r"En nog (\d+) op", " ".join(text.split()))
        whole = [n for n in range(60) if squeeze(name.format(n)) + "2432uur" in squeeze(text)]
        assert len(whole) + int(more) == 60, size
        assert whole == list(range(60 - len(whole), 60)), f"{size}: what closes first goes last"
        assert set(whole) <= shown
        assert name == LONG or len(whole) == MOST[size]


@pytest.mark.slow
def test_a_number_that_does_not_fit_is_told(site: Site) -> None:
    with_work(site, 60, LONG).write(WALL, f"{POSTER}hoeveel: 40\nformaten: [A4]\n").build(only=("posters",))
    assert {f.code for f in site.outcome.findings} == {"past-niet"}
    assert "of verlaag «hoeveel»" in site.outcome.findings[0].remedy
    site.change(WALL, "hoeveel: 40", "hoeveel: 8").build(only=("posters",))
    assert not site.outcome.findings


# --- Vacancies as people have them ---------------------------------------------------------------------------------


@pytest.mark.usefixtures("paper_stub")
def test_the_ways_to_apply_stand_on_the_page(site: Site) -> None:
    more = (
        "sluit: 2026-12-01\nsolliciteren: https://werken.duinrand.example/vacature?id=7&x=1\ntelefoon: 06-12 34 56 78\n"
    )
    site.change(WORK, "sluit: 2026-12-01\n", f"{more}contactpersoon: planner\nsalaris: 2890-3750\n")
    site.change(WORK, "niveau: hbo", "niveau: [mbo, hbo]").build()
    assert not site.outcome.findings
    page = site.read(PAGE)
    assert '<a class="knop" href="https://werken.duinrand.example/vacature?id=7&amp;x=1"' in page
    assert '<a class="telefoonnummer" href="tel:0612345678">06-12 34 56 78</a>' in page
    assert "<b>Noor Zandstra</b>, planner, vertelt u meer" in page
    assert "€ 2.890 – 3.750" in page
    assert "<dd>Mbo of hbo</dd>" in page
    assert "Noor" not in site.read("intranet/vacatures/index.html")
    site.change("content/personen/planner.yml", "geldig_tot: 2027-12-31", "geldig_tot: 2026-11-15").build()
    assert "Noor" not in site.read(PAGE)
    assert site.says(PAGE, "06-12 34 56 78")


@pytest.mark.usefixtures("paper_stub")
def test_open_until_it_is_filled_lasts_a_year_after_it_was_checked(site: Site) -> None:
    site.change(WORK, "sluit: 2026-12-01", "sluit: tot vervuld").write(WALL, POSTER).build()
    assert site.says(PAGE, "tot de plek vervuld is")
    assert site.says("intranet/vacatures/index.html", "reageren kan tot de plek vervuld is")
    assert site.says("kantoor/posters/werk-a4.pdf", "tot de plek vervuld is")
    last = date(2027, 11, 1)
    assert site.build(last).says("intranet/vacatures/index.html", "tot de plek vervuld is")
    assert {f.code for f in site.outcome.findings} == {"nog-open"}
    assert not site.build(last + timedelta(days=1)).says("intranet/vacatures/index.html", "tot de plek vervuld")
    assert site.says(PAGE, "niet meer beschikbaar")
    site.change(WORK, "sluit: tot vervuld", "sluit: tot vervuld\ngecontroleerd: 2027-11-02")
    assert site.build(date(2028, 11, 1)).says(PAGE, "tot de plek vervuld is")


def test_a_year_after_the_last_of_february() -> None:
    assert a_year_after(date(2028, 2, 29)) == date(2029, 2, 28)
    assert a_year_after(TODAY) == date(2027, 11, 16)


@pytest.mark.parametrize(
    ("new", "code"),
    [
        ("sluit: 2026-12-01\ngecontroleerd: 2026-11-01", "velden"),
        ("sluit: 2026-12-01\nsolliciteren: http://werken.example", "adres"),
        ("sluit: 2026-12-01\nsolliciteren: javascript:alert(1)", "adres"),
        ("sluit: 2026-12-01\ntelefoon: 12", "telefoon"),
        ("sluit: zo snel mogelijk", "datum"),
    ],
)
def test_what_a_vacancy_cannot_say(site: Site, new: str, code: str) -> None:
    assert site.change(WORK, "sluit: 2026-12-01", new).codes() == {code}


def test_one_level_is_a_list_of_one(site: Site) -> None:
    (vacancy,) = library_of(site).all(Vacature)
    assert vacancy.value.niveau == ("hbo",)
    assert site.change(WORK, "niveau: hbo", "niveau: [mbo, hoog]").codes() == {"keuze"}
