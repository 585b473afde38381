"""From sources to an order at the print shop: the package, what the build says of it, and the contact sheet."""

from __future__ import annotations

import errno
import os
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from builder.inputs import look
from builder.pack import LIST, Packed, Unpacked, pack
from builder.publish import one_at_a_time
from builder.report import packed, summary
from builder.survey import Order
from tests.site import POSTER, TODAY, Site
from tests.test_images import PORTRAIT, picture, saved
from tests.test_pdf import MUUR, PRODUCTBLAD

BLAD, LIJST, WAND, VAAG = (
    "content/productbladen/kijken.md",
    "content/posters/lijst.yml",
    "content/posters/wand.yml",
    "content/posters/vaag.yml",
)
READY = {
    "posters/lijst-a4.pdf",
    "posters/lijst-a3.pdf",
    "posters/wand-a4.pdf",
    "productbladen/1-kijken.pdf",
}


def sources(site: Site) -> Site:
    """Four sheets that are ready, of which two have a number to print, and one with a photo that is too small."""
    site.write("site.yml", (site.root / "site.yml").read_text(encoding="utf-8") + "\nvoorbeelddatum: 2026-11-16\n")
    site.write("content/personen/planner.yml", PORTRAIT)
    site.write("content/personen/planner.jpg", saved(picture(300, 200), "JPEG")).agreed()
    site.write(VAAG, POSTER.replace("[A3]", "[A4]"))
    work = MUUR.replace("kop: Van zaal naar rooster", "kop: Werk aan zee")
    site.write(LIJST, work.replace("[A3]", "[A3, A4]").replace("ontwerp: stem", "ontwerp: lijst\noplage: 40"))
    site.write(WAND, work.replace("[A3]", "[A4]").replace("ontwerp: stem", "ontwerp: muur"))
    return site.write(BLAD, PRODUCTBLAD.replace("nr: 1", "nr: 1\noplage: 250\npapier: 300 g/m², houtvrij"))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site with real sheets; for reading only."""
    site = sources(Site(tmp_path_factory.mktemp("pakket") / "site")).build(jobs=1)
    assert {finding.code for finding in site.outcome.findings} == {"drukkerij"}, site.outcome.findings
    return site


@pytest.fixture
def shop(built: Site, tmp_path: Path) -> Site:
    """A copy of the built site, to change."""
    shutil.copytree(built.root, tmp_path / "site", symlinks=True)
    return Site(tmp_path / "site", {})


def order(site: Site) -> Order:
    return Order(look(site.root), site.output, TODAY)


def refusal(site: Site) -> str:
    """Why there is no package, as a sentence; and that nothing was left behind."""
    with pytest.raises(Unpacked) as told:
        pack(order(site), site.root / "drukkerij.zip")
    assert not list(site.root.glob("*drukkerij.zip*"))
    return str(told.value)


# --- What is in it -------------------------------------------------------------------------------------------


def test_the_package_holds_what_is_ordered_and_a_list(built: Site, tmp_path: Path) -> None:
    """Just the bytes that were published, under their channel, of the size that is wanted."""
    told = pack(order(built), tmp_path / "map" / "opdracht.zip")
    ordered = ("productbladen/1-kijken.pdf", "posters/lijst-a3.pdf")
    assert told == Packed(ordered, ("posters/lijst-a4.pdf", "posters/wand-a4.pdf"), ("posters/vaag-a4.pdf",))
    with zipfile.ZipFile(tmp_path / "map/opdracht.zip") as package:
        assert package.testzip() is None
        assert set(package.namelist()) == {*ordered, LIST}
        for name in ordered:
            assert package.read(name) == (built.output / "drukkerij" / name).read_bytes()
    assert [path.name for path in (tmp_path / "map").iterdir()] == ["opdracht.zip"]


def test_the_list_says_what_to_make_of_each(built: Site, tmp_path: Path) -> None:
    pack(order(built), tmp_path / "x.zip")
    with zipfile.ZipFile(tmp_path / "x.zip") as package:
        head, *sheets = re.split(r"\n\n(?=\d\. )", package.read(LIST).decode("utf-8"))
    assert head.startswith("Drukopdracht van Loopbaanplein Duinrand, 16-11-2026\n")
    for word in ("plein@duinrand.example", "088-111 22 33", "PDF/X-4", "FOGRA39", "3 mm afloop", "300 % inkt"):
        assert word in head
    plate, poster = ({line[3:12].strip(): line[12:] for line in sheet.splitlines()[1:]} for sheet in sheets)
    assert [sheet.splitlines()[0] for sheet in sheets] == ["1. productbladen/1-kijken.pdf", "2. posters/lijst-a3.pdf"]
    assert poster == {
        "Wat": "Werk aan zee",
        "Maat": "A3, 297 × 420 mm",
        "Omvang": "1 bladzijde, enkelzijdig, 4/0",
        "Papier": "135 g/m², mat gestreken",
        "Oplage": "40",
        "Let op": "dit blad mag hangen tot en met 01-12-2026",
    }
    assert plate == {
        "Wat": "Mag ik eens kijken?",
        "Maat": "A4, 210 × 297 mm",
        "Omvang": "2 bladzijden, dubbelzijdig, 4/4",
        "Papier": "300 g/m², houtvrij",
        "Oplage": "250",
    }


def test_without_a_single_number_everything_that_is_ready_is_in_it(shop: Site) -> None:
    shop.change(LIJST, "oplage: 40\n", "").change(BLAD, "oplage: 250\n", "").build(jobs=1)
    told = pack(order(shop), shop.root / "alles.zip")
    assert (set(told.inside), told.left, told.unready) == (READY, (), ("posters/vaag-a4.pdf",))
    with zipfile.ZipFile(shop.root / "alles.zip") as package:
        assert package.read(LIST).decode("utf-8").count("Oplage   nog af te spreken") == 4


def test_the_same_bytes_every_time(built: Site, tmp_path: Path) -> None:
    pack(order(built), tmp_path / "een.zip")
    for path in (built.output / "drukkerij").rglob("*.pdf"):
        os.utime(path, (1, 1))
    pack(order(built), tmp_path / "twee.zip")
    assert (tmp_path / "een.zip").read_bytes() == (tmp_path / "twee.zip").read_bytes()


# --- When there is none --------------------------------------------------------------------------------------

CHANGES: dict[str, Callable[[Site], object]] = {
    "a word on a sheet": lambda site: site.change(LIJST, "Werk aan zee", "Werk in de duinen"),
    "a word of another source": lambda site: site.change(
        "content/vacatures/wijkverpleegkundige.md", "functie: Wijk", "functie: Buurt"
    ),
    "a new sheet": lambda site: site.write("content/posters/nog-een.yml", POSTER),
    "the phone number": lambda site: site.change("site.yml", "088-111 22 33", "088-111 22 34"),
    "a stylesheet": lambda site: site.write("templates/druk/poster.css", "p { color: red }"),
    "the output by hand": lambda site: site.write("output/drukkerij/posters/lijst-a3.pdf", b"%PDF"),
    "the output thrown away": lambda site: site.remove("output"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_has_changed_since_the_build_is_not_packed(shop: Site, change: str) -> None:
    CHANGES[change](shop)
    assert refusal(shop) == "er is iets veranderd sinds de laatste bouw; doe eerst: ./spijs build"


def test_what_no_sheet_shows_may_change(shop: Site) -> None:
    shop.change("content/diensten/gesprek-aan-zee.md", "Wij lopen langs het strand", "Wij fietsen langs het strand")
    assert pack(order(shop), shop.root / "x.zip").inside


def test_sources_with_mistakes_are_not_packed(shop: Site) -> None:
    shop.change(LIJST, "oplage: 40", "oplage: veel")
    assert refusal(shop) == "de bronnen hebben fouten; kijk ze eerst na met: ./spijs check"


def test_nothing_is_ready(shop: Site) -> None:
    shop.remove(LIJST).remove(WAND).remove(BLAD).build(jobs=1)
    assert refusal(shop) == "er is geen blad klaar voor de drukker; ./spijs build zegt waarom niet"


def test_a_folder_is_no_package(built: Site) -> None:
    with pytest.raises(Unpacked, match=r"is een map; noem een bestand, bijvoorbeeld .*content/drukkerij\.zip"):
        pack(order(built), built.root / "content")


@pytest.mark.parametrize("at", range(3))
def test_a_full_disk_leaves_no_half_package(
    built: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    """Whichever file it is that does not fit: an earlier package stays, and nothing lies beside it."""
    (tmp_path / "x.zip").write_bytes(b"die van gisteren")
    write, count = zipfile.ZipFile.writestr, iter(range(9))

    def full(self: zipfile.ZipFile, *rest: object) -> None:
        if next(count) == at:
            raise OSError(errno.ENOSPC, "No space left on device", str(tmp_path / "x.zip"))
        write(self, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(zipfile.ZipFile, "writestr", full)
    with pytest.raises(OSError, match="No space left"):
        pack(order(built), tmp_path / "x.zip")
    assert [path.name for path in tmp_path.iterdir()] == ["x.zip"]
    assert (tmp_path / "x.zip").read_bytes() == b"die van gisteren"


# --- The command ---------------------------------------------------------------------------------------------


def test_the_command_says_what_is_in_it_and_what_is_not(shop: Site) -> None:
    done = shop.run("pack", "drukkerij")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        f"{shop.root / 'drukkerij.zip'}: 2 bladen, met de lijst erbij.",
        "Zonder oplage, dus niet erin: posters/lijst-a4.pdf, posters/wand-a4.pdf. "
        "Schrijf «oplage: 25» bij wat mee moet.",
        "Niet klaar voor de drukker: posters/vaag-a4.pdf; ./spijs build zegt waarom.",
    ]
    assert zipfile.is_zipfile(shop.root / "drukkerij.zip")


def test_the_words_of_a_package_of_one() -> None:
    assert packed(Packed(("a.pdf",), (), ()), Path("x.zip")) == "x.zip: 1 blad, met de lijst erbij."


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("pack", "kantoor"), 2, "spijs: bij WAT kan alleen: drukkerij"),
        (("pack",), 2, "spijs: er ontbreekt iets: WAT"),
        (("pack", "drukkerij", "--output", "site.yml/x.zip"), 4, "spijs: de computer werkt niet mee"),
        (("pack", "drukkerij", "--output", "content"), 1, "spijs: content is een map; noem een bestand"),
    ],
)
def test_the_command_refuses_in_dutch(shop: Site, words: tuple[str, ...], code: int, told: str) -> None:
    done = shop.run(*words)
    assert done.returncode == code, done.stderr
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_the_command_refuses_what_has_changed(shop: Site) -> None:
    done = shop.change(LIJST, "Werk aan zee", "Werk in de duinen").run("pack", "drukkerij")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "spijs: er is iets veranderd sinds de laatste bouw; doe eerst: ./spijs build\n"


def test_the_command_waits_for_no_build(shop: Site) -> None:
    with one_at_a_time(shop.output):
        done = shop.run("pack", "drukkerij")
    assert (done.returncode, done.stdout) == (5, "")
    assert done.stderr.startswith("spijs: er loopt al een bouw")
    assert not (shop.root / "drukkerij.zip").exists()


# --- The report and the contact sheet ------------------------------------------------------------------------


def test_the_report_says_what_is_ready_and_why_the_others_are_not(built: Site) -> None:
    told = summary(built.outcome, built.output, 1.0).splitlines()
    assert "  Voor de drukker: 4 van 5 bladen klaar" in told
    (why,) = [line for line in told if "niet klaar" in line]
    assert re.fullmatch(r" +niet klaar: kantoor/posters/vaag-a4\.pdf \(beeld: \d\d dpi\)", why)


def test_a_build_of_nothing_says_it_again(shop: Site) -> None:
    """What was found on a sheet is remembered with it; so is what is wrong."""
    shop.change("content/diensten/gesprek-aan-zee.md", "Wij lopen", "Wij fietsen").build(jobs=1)
    assert not any(name.endswith(".pdf") for name in shop.made)
    assert "  Voor de drukker: 4 van 5 bladen klaar" in summary(shop.outcome, shop.output, 1.0).splitlines()
    assert [finding.code for finding in shop.outcome.findings] == ["drukkerij"]


def cards(site: Site) -> dict[str, str]:
    """The contact sheet by source."""
    found = re.findall(r"<li>\s*<div class=\"vel\">.*?<p class=\"bron\">.*?</p>", site.read("index.html"), re.S)
    return {re.sub(r"<.*?>", "", card[card.index('<p class="bron">') :]).strip(): card for card in found}


def test_the_contact_sheet_shows_profiles_orders_and_what_was_found(built: Site) -> None:
    shown = cards(built)
    assert set(shown) == {BLAD, LIJST, WAND, VAAG}
    poster, vague = shown[LIJST], shown[VAAG]
    for link in ("kantoor/posters/lijst-a3.pdf", "drukkerij/posters/lijst-a3.pdf", "drukkerij/posters/lijst-a4.pdf"):
        assert f'href="{link}"' in poster
    for words in ("297 × 420 mm", "210 × 297 mm", "1 bladzijde, enkelzijdig, 4/0", "135 g/m², mat", "FOGRA39"):
        assert words in poster, words
    assert "Oplage: 40" in poster
    assert "Mag hangen tot en met 1 december 2026" in poster
    assert re.search(r"hooguit \d+ % inkt", poster)
    assert "Niet klaar" not in poster
    assert "2 bladzijden, dubbelzijdig, 4/4" in shown[BLAD]
    assert "300 g/m², houtvrij" in shown[BLAD]
    assert re.search(r"Niet klaar voor de drukker: beeld is \d\d dpi", vague)
    assert 'href="kantoor/posters/vaag-a4.pdf"' in vague
    assert "drukkerij/posters/vaag" not in vague


def test_every_link_of_the_contact_sheet_leads_to_a_file(built: Site) -> None:
    links = re.findall(r'(?:href|src)="([^"#?:]+)', built.read("index.html"))
    assert len(links) > 12
    assert not [link for link in links if link != "data" and not (built.output / link).is_file()]


def test_a_sheet_that_is_no_longer_ready_leaves_the_folder_and_the_other_way_round(shop: Site) -> None:
    """And the contact sheet is made anew, though nothing else of it has changed."""
    shop.write("content/personen/planner.jpg", saved(picture(2400, 1600), "JPEG")).agreed().build(jobs=1)
    assert not shop.outcome.findings
    assert (shop.output / "drukkerij/posters/vaag-a4.pdf").is_file()
    assert 'href="drukkerij/posters/vaag-a4.pdf"' in cards(shop)[VAAG]
    shop.write("content/personen/planner.jpg", saved(picture(300, 200), "JPEG")).agreed().build(jobs=1)
    assert not (shop.output / "drukkerij/posters/vaag-a4.pdf").exists()
    assert "Niet klaar voor de drukker" in cards(shop)[VAAG]
    assert not shop.build(jobs=1).made


PAGINA = """---
titel: Het strand
intro: Zand en zee.
deur: centrum
volgorde: 9
pictogram: gesprek
eigenaar: de strandwacht
herzien_voor: 2027-06-01
---

Het strand is breed en de zee is ver.
"""


def test_a_code_that_leads_nowhere_stops_the_build_also_for_a_sheet_that_is_kept(shop: Site) -> None:
    page = "content/paginas/strand.md"
    shop.write(page, PAGINA)
    text = '<div style="position: absolute; top: 9mm; width: 9mm">{{ qr("intranet/paginas/strand.html") }}</div>'
    whole = '{% include "druk/poster-lijst.html" %}'
    shop.write("templates/druk/poster-muur.html", whole.replace("%}", "%}" + text)).build(jobs=1)
    before = shop.tree()
    assert {finding.code for finding in shop.outcome.findings} == {"drukkerij"}, shop.outcome.findings
    shop.remove(page).build(jobs=1)
    (told,) = [finding for finding in shop.outcome.findings if finding.code == "qr"]
    assert told.position.file == WAND
    assert "kantoor/posters/wand-a4.pdf leidt naar intranet/paginas/strand.html" in told.message
    assert shop.tree() == before
