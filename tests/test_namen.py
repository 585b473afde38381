"""A name is a name wherever it stands: found as a reader reads it, told with its place, and on no page that may not."""

from __future__ import annotations

import random

import pytest

from builder.diagnostics import has_errors
from builder.nameparts import Who
from builder.names import Names
from tests import zoeken
from tests.site import BASIS, PERSOON, POSTER, REPO, Site

PEOPLE = Names(
    [
        Who("fatima", "Fatima Yilmaz"),
        Who("anouk", "Anouk Bakker"),
        Who("jw", "Jan-Willem van den Berg-de Vries"),
        Who("wil", "Wil de Boer"),
        Who("sanne", "Sanne de Linde"),
        Who("linde", "Linde Kok"),
        Who("roos", "Roos Jansen", frozenset({"Jansen"})),
        Who("smit", "A. Smit-Huizinga"),
        Who("nobody", "Een collega"),
        Who("dang", "Đặng Nguyễn"),
        Who("sebnem", "Şebnem İnan"),
        Who("bo", "Bo van Oss"),
        Who("lukasz", "Łukasz Żak"),
    ],
    ["De Linde", "Zorggroep Duinrand", "Sint Anna"],
)
FOUND = {
    "fatima": [
        "Fatima", "FATIMA zei", "fatima", "Fat&#105;ma", "Fat\u00adima", "Fa\u200btima", "Fat**ima**",
        "Fatimas rooster", "Fatima's rooster", "Fatima’s", "Fátima", "[Fat](verhalen/x)ima",
        "[mail](mailto:fatima.yilmaz@x.nl)", "fatimayilmaz.jpg", "foto-fyilmaz", "Yilmaz, Fatima",
        "mevrouw Yilmaz", "zo-kwam-fatima", "F. Yilmaz", "Ｆatima",
        "Fаtima", "&shy;Fati&#x200B;ma", "_Fatima_", "| Fatima | zegt |", "Fatima\nYilmaz", "(Fatima)", "`Fatima`",
        "Fat<b>ima</b>", "F a t i m a", "F.a.t.i.m.a", "f\u2009a\u2009t\u2009i\u2009m\u2009a", "F-a-t-i-m-a",
        "Fati-\nma", "Fat-ima", "Fat‑ima", "Fat·ima", "Fat|ima", "Fat\u200aima", "Fat\u3164ima", "fat_ima",
        "Fat==ima==", "Fаtiма", "Fatimaatje", "Fatimatje", "Fatimaatjes thee", "Fatima-achtig",
        "Fatimaʼs", "de Yilmazen", "FATİMA",
        "F.Y. Yilmaz", "fatima_portret", "portretfatima.jpg", "https://x.example/foto/fatimalacht", "fatimay@x.example",
    ],
    "anouk": ["Anouk", "de heer Bakker", "A. Bakker", "mevr. A.  Bakker", "Anouk, bakker van beroep"],
    "jw": [
        "Jan-Willem", "Jan Willem", "JanWillem", "J.W. v.d. Berg", "Jan‑Willem vd Berg", "mevrouw Van den Berg",
        "J. de Vries", "Jan-Willem van den Berg – de Vries", "van den Berg zegt",
    ],
    "wil": ["volgens Wil is", "Wil de Boer", "W. de Boer", "wil-de-boer"],
    "linde": ["Linde kwam", "Linde Kok"],
    "roos": ["Roos vond het", "Roos Jansen"],
    "smit": ["A. Smit", "A. Huizinga", "mw. Smit"],
    "dang": ["Nguyễn", "Dang Nguyen"],
    "sebnem": ["Şebnem", "sebnem inan", "S. İnan"],
    "bo": ["Bo zei"],
    "lukasz": ["Lukasz", "Łukasz’ werk"],
}  # fmt: skip
NOT_FOUND = [
    "Fatimabeurs", "Bakker gezocht", "een bakker", "Jan", "de berg op", "van Dijk", "Wil u iets anders?", "ik wil",
    "U wilt", "bij de Linde", "De Linde is", "een linde", "een roos", "bo", "in januari", "Smit", "een collega",
    "Een collega", "jansen", "Jansen belde", "Kok gezocht", "Fa tima", "F. A. T.", "I-mam", "roosje", "Ro-os",
    "de R-o-o-s", "een wil-de plek", "boeren", "bootje.jpg", "linden", "rozen", "bakkers", "F.Y.", "meesje",
    "bergen.jpg", "vinkje",
]  # fmt: skip


@pytest.mark.parametrize(("who", "text"), [(who, text) for who, texts in FOUND.items() for text in texts])
def test_a_name_is_found_as_a_reader_reads_it(who: str, text: str) -> None:
    for around in (text, f"Toen zei men: {text} kwam." if text[0].isupper() and "\n" not in text else text):
        assert PEOPLE.hint(around)
        assert {key for found in PEOPLE.spot(around) for key in found.who} == {who}
    found = PEOPLE.spot(f"xx {text} yy")[0]
    assert 3 <= found.start < found.end <= len(text) + 3


@pytest.mark.parametrize("text", NOT_FOUND)
def test_an_ordinary_word_is_no_name(text: str) -> None:
    assert PEOPLE.spot(text) == []


def test_a_text_about_somebody_is_read_more_strictly() -> None:
    assert PEOPLE.spot("Wil u ook?", frozenset({"wil"}))
    assert PEOPLE.spot("Zo werd Jansen planner", frozenset({"roos"}))
    assert not PEOPLE.spot("een roos, ik wil", frozenset({"wil", "roos"}))


NAMED = {
    "content/paginas/uitleg.md": """---
titel: Even voorstellen
intro: U ziet ons in de hal.
deur: centrum
volgorde: 1
pictogram: gesprek
eigenaar: adviseur
herzien_voor: 2027-11-16
---

Vraag het aan Xan**the**.
""",
    "content/vacatures/balie.md": BASIS["content/vacatures/wijkverpleegkundige.md"]
    .replace("Uw", "Xan&#116;he wijst u")
    .replace("U fietst", "Xanthe’s fiets staat klaar. U fietst"),
    "content/posters/welkom.yml": POSTER.replace("Van zaal naar rooster", "XANTHE zoekt u").replace(
        "Noor puzzelt", "Wij puzzelen"
    ),
    "content/posters/kort.yml": POSTER.replace("formaten", "kort: xanthe\nformaten").replace(
        "Noor puzzelt", "Wij puzzelen"
    ),
    "content/posters/bij-xanthe.yml": POSTER.replace("Noor puzzelt", "Wij puzzelen"),
    "content/brieven/uitnodiging.md": """---
onderwerp: Uw afspraak
aan: "{naam}"
datum: 2026-11-16
van: Xanthe Bakker
---

Beste {naam}, tot dan.
""",
}
WITHHELD = ("onderdelen: [naam, ", "onderdelen: [")
WITHDRAWN = ("  kanalen:", "  ingetrokken: 2026-11-10\n  kanalen:")
ENDED = ("geldig_tot: 2027-12-31", "geldig_tot: 2026-11-15")


@pytest.fixture
def named(site: Site) -> Site:
    """A site in which Xanthe is named in many ways, with consent for everything."""
    site.write("content/personen/een.yml", PERSOON.replace("Noor Zandstra", "Xanthe Bakker"))
    for name, text in NAMED.items():
        site.write(name, text)
    return site


def holding(site: Site) -> set[str]:
    """Files that Spijs made or keeps in which Xanthe can be read, in their own name too."""
    found = zoeken.holding([site.output, site.root / ".output.spijs"], "Xanthe")
    return {path.relative_to(site.root).as_posix() for path in found}


@pytest.mark.parametrize("change", [WITHHELD, WITHDRAWN, ENDED], ids=["withheld", "withdrawn", "ended"])
def test_a_name_leaves_everything_and_is_told_with_its_place(
    named: Site, paper_stub: None, change: tuple[str, str]
) -> None:
    named.change("site.yml", "plek: eerste verdieping", "plek: bij Xanthe").build()
    assert len(holding(named)) > 8
    named.change("content/personen/een.yml", *change).build()
    assert holding(named) == set()
    assert named.says("intranet/index.html", "bij een collega")
    told = {str(f.position) for f in named.outcome.findings if "toestemming" in f.code}
    assert told >= {
        "content/paginas/uitleg.md:11:15",
        "content/posters/bij-xanthe.yml:1",
        "content/posters/kort.yml:4:7",
        "content/posters/welkom.yml:2:6",
        "content/brieven/uitnodiging.md:5:6",
        "content/vacatures/balie.md:17:1",
        "site.yml:10:13",
    }
    left = [f.message for f in named.outcome.findings if f.code == "terughalen"]
    assert len(left) == (0 if change == WITHHELD else 1)
    if left:
        for file in (*NAMED, "site.yml"):
            assert file in left[0]
        assert "content/paginas/uitleg.md (regel 11)" in left[0]
        assert "de naam van het bestand" in left[0]


def test_a_name_in_a_template_of_the_house_is_told(site: Site, paper_stub: None) -> None:
    """The same template without the name is the remedy; a name that may be there is nothing to tell."""
    site.write("content/personen/een.yml", PERSOON.replace("Noor Zandstra", "Xanthe Bakker"))
    page = (REPO / "templates/intranet/pagina.html").read_text("utf-8")
    site.write("templates/intranet/pagina.html", page + "{# #}\n<p>Met dank aan XANTHE</p>\n")
    assert not has_errors(site.findings())
    site.change("content/personen/een.yml", *WITHDRAWN)
    (told,) = [f for f in site.findings() if f.position.file.startswith("templates/")]
    assert str(told.position) == f"templates/intranet/pagina.html:{page.count(chr(10)) + 2}:17"
    assert "Xanthe" not in told.remedy
    assert site.build().outcome.waits
    site.write("templates/intranet/pagina.html", page)
    assert not has_errors(site.findings(), settled=True)


def test_consent_for_the_wall_alone_names_on_the_wall_alone(named: Site, paper_stub: None) -> None:
    named.change("content/personen/een.yml", "[intranet, posters, personeelsblad]", "[posters]").build()
    assert {name for name in holding(named) if name.startswith("output/intranet")} == set()
    assert "output/kantoor/posters/welkom-a3.pdf" in holding(named)


def test_when_nothing_is_left_that_is_told(site: Site) -> None:
    site.write("content/personen/een.yml", PERSOON.replace("Noor Zandstra", "Xanthe Bakker"))
    site.change("content/personen/een.yml", *WITHDRAWN)
    (told,) = [f for f in site.findings() if f.code == "terughalen"]
    assert "de naam staat in geen andere bron en er hangt niets meer" in told.message


def test_a_row_of_a_letter_is_told_and_not_quoted(named: Site) -> None:
    named.change("content/personen/een.yml", *WITHDRAWN)
    named.change("content/brieven/uitnodiging.md", "van: Xanthe Bakker", "van: Loopbaanplein")
    named.write("content/brieven/uitnodiging.csv", "naam;plaats\nPiet Smit;hal\nXanthe Bakker;hal\n")
    (told,) = [f for f in named.findings() if f.position.file.endswith(".csv") and "toestemming" in f.code]
    assert told.position.line == 3
    assert "kolom «naam»" in told.message
    assert "Xanthe" not in str(told)


@pytest.mark.parametrize(
    "table",
    [
        "achternaam;plaats;voornaam\nBakker;hal;Xanthe\n",
        "voorletters;tussenvoegsel;naam\nX.;;Bakker\n",
        'naam;plaats\n"Bakker, Xanthe";hal\n',
    ],
)
def test_a_name_in_two_columns_is_a_name(named: Site, table: str) -> None:
    named.change("content/personen/een.yml", *WITHDRAWN)
    named.change("content/brieven/uitnodiging.md", "van: Xanthe Bakker", "van: Loopbaanplein")
    text = (named.root / "content/brieven/uitnodiging.md").read_text("utf-8").replace("{naam}", "lezer")
    named.write("content/brieven/uitnodiging.md", text).write("content/brieven/uitnodiging.csv", table)
    assert "toestemming-voorbij" in {f.code for f in named.findings() if f.position.file.endswith(".csv")}


def test_the_name_of_a_place_is_excused_and_a_place_with_somebody_is_not(site: Site) -> None:
    site.write("content/personen/een.yml", PERSOON.replace("Noor Zandstra", "Xanthe Delft"))
    site.change("content/personen/een.yml", *WITHDRAWN)
    vacancy = "content/vacatures/wijkverpleegkundige.md"
    for place, told in (("Delft", False), ("Huize Xanthe", False), ("Xanthe", True), ("bij Xanthe", True)):
        text = BASIS[vacancy].replace("Zandwijk", place).replace("U fietst", f"In {place} fietst u")
        assert ("toestemming-voorbij" in site.write(vacancy, text).codes()) == told, place


def test_a_namesake_and_an_ordinary_word_can_go_on(named: Site) -> None:
    """The remedies: a source that names the other in full, and a word that is said to be something else as well."""
    for name in NAMED:
        named.remove(name)
    named.change("content/personen/een.yml", *WITHDRAWN)
    page = NAMED["content/paginas/uitleg.md"].replace("Xan**the**", "Xanthe")
    named.write("content/paginas/uitleg.md", page)
    assert "toestemming-voorbij" in named.codes()
    named.write("content/personen/twee.yml", PERSOON.replace("Noor Zandstra", "Xanthe Smit"))
    assert "toestemming-voorbij" in named.codes()
    named.change("content/paginas/uitleg.md", "Even voorstellen", "Xanthe Smit stelt zich voor")
    assert "toestemming-voorbij" not in named.codes()
    named.write("content/paginas/uitleg.md", page).change(
        "content/personen/een.yml", "rol:", "ook_anders: [Xanthe]\nrol:"
    )
    assert "toestemming-voorbij" not in named.codes()


BITS = (
    "Noor Đặng van der de Berg A. B.C. een collega dr. mevrouw Jan-Willem O'Brien 't Hart x . - … 李 Łukasz 12 "
    "\u00ad \u200b IJsbrand ’s-Gravesande"
).split(" ")


def test_whatever_somebody_is_called_a_text_can_be_read() -> None:
    chance = random.Random(20261128)
    for _ in range(3000):
        name, text = (" ".join(chance.choices(BITS, k=chance.randrange(most))) for most in (5, 9))
        Names([Who("iemand", name, frozenset(), watched=True)], [name]).spot(text)


def test_who_is_known_by_one_name_is_found_by_it() -> None:
    (found,) = Names([Who("noor", "Noor", frozenset(), watched=True)]).spot("Toen vroeg Noor het.")
    assert (found.start, found.end) == (11, 15)
