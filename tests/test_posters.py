"""Posters: three kinds, sizes from one source, an address to type that lives long, and room for every allowed text."""

from __future__ import annotations

import io
import posixpath
import re
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageDraw

from builder.content import Document, Library
from builder.hanging import hang
from builder.inputs import look
from builder.kinds.poster import KIND, Poster, last_day, short_words, shown_vacatures, target_of
from builder.kinds.poster.model import DESIGNS
from builder.survey import Order
from tests.sample import library_of, pages_of, squeeze
from tests.site import ORGANISATIE, PERSOON, POSTER, REPO, STYLE, TODAY, VACATURE, VERHAAL, Site

NOOR, SOEP = "content/posters/noor.yml", "content/posters/soep.yml"
STORY = "content/verhalen/van-zaal-naar-rooster.md"
MEETING = date(2026, 12, 3)
INVITATION = """
soort: uitnodiging
kop: Komt u eens proeven?
tekst: Met soep, en zonder formulier.
waarvoor: bijeenkomst
wanneer: 2026-12-03
tijd: 15:00 tot 16:30 uur
waar: Restaurant aan zee
knop: Wat er op het menu staat
doel: diensten/gesprek-aan-zee
ontwerp: bord
"""


def led_to(site: Site, word: str) -> str:
    """Where the short address leads: a target that is there."""
    page = f"intranet/ga/{word}/index.html"
    (way,) = re.findall(r'content="0; url=([^"]+)"', site.read(page))
    target = posixpath.normpath(f"{posixpath.dirname(page)}/{way}")
    assert (site.output / target).is_file(), target
    return target


# --- Sizes from one source -----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("paper_stub")
def test_every_size_comes_from_one_source(site: Site) -> None:
    site.write(NOOR, POSTER.replace("formaten: [A3]\n", "")).build()
    assert site.made >= {"kantoor/posters/noor-a4.pdf", "kantoor/posters/noor-a3.pdf", "drukkerij/posters/noor-a2.pdf"}
    page = site.read("intranet/posters/noor.html")
    for size in ("a4", "a3"):
        assert f'"../pdf/posters/noor-{size}.pdf"' in page
        assert (site.output / f"intranet/pdf/posters/noor-{size}.pdf").is_file()
    assert "noor-a2" not in page, "an office printer has no A2"
    assert not (site.output / "intranet/pdf/posters/noor-a2.pdf").exists()
    assert 'class="maat-a3"' in site.read("kantoor/posters/noor-a3.pdf")


@pytest.mark.usefixtures("paper_stub")
def test_only_the_sizes_that_are_asked_for(site: Site) -> None:
    site.write(NOOR, POSTER.replace("[A3]", "[A2]")).build()
    assert {name for name in site.made if "/posters/noor-" in name} == {"drukkerij/posters/noor-a2.pdf"}
    page = site.read("intranet/posters/noor.html")
    assert ".pdf" not in page
    assert "Vraag hem aan" in page


@pytest.mark.usefixtures("paper_stub")
def test_the_shorter_text_of_the_source_is_at_hand(site: Site) -> None:
    site.write(NOOR, POSTER + "tekst_kort: Noor puzzelt.\n").build()
    assert 'data-korter="Noor puzzelt."' in site.read("kantoor/posters/noor-a3.pdf")


# --- The address to type -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "fields", "words"),
    [
        ("noor", {}, ["noor"]),
        ("noor", {"kort": "roos"}, ["roos"]),
        ("van-zaal-naar-rooster-in-", {}, ["van-zaal-naar-rooster-in"]),
        ("van-zaal-naar-een-rooster", {}, ["van-zaal-naar-een"]),
        ("v" * 30, {}, ["v" * 24]),
        ("noor", {"voorheen": ["roos", "noor"]}, ["noor", "roos"]),
        ("noor", {"kort": "n", "voorheen": ["roos"]}, ["n", "roos"]),
    ],
)
def test_the_word_to_type_is_short_and_old_ones_live(name: str, fields: dict[str, object], words: list[str]) -> None:
    value = Poster.model_validate(
        {"soort": "vacatures", "kop": "K", "tekst": "T", "knop": "K", "doel": "vacatures", "ontwerp": "muur", **fields}
    )
    assert short_words(Document(KIND, name, NOOR, value)) == words


@pytest.mark.usefixtures("paper_stub")
def test_a_typed_address_leads_on_also_after_the_poster_or_its_page_was_renamed(site: Site) -> None:
    site.write(NOOR, POSTER).build()
    assert led_to(site, "noor") == "intranet/verhalen/van-zaal-naar-rooster.html"
    story = (site.root / STORY).read_text(encoding="utf-8")
    site.remove(STORY).write(
        "content/verhalen/nieuw.md", story.replace("titel:", "voorheen: [van-zaal-naar-rooster]\ntitel:")
    )
    renamed = POSTER.replace("verhaal: van-zaal-naar-rooster", "verhaal: nieuw").replace(
        "verhalen/van-zaal-naar-rooster", "verhalen/nieuw"
    )
    site.remove(NOOR).write("content/posters/roos.yml", renamed + "voorheen: [noor]\n").build()
    assert not site.outcome.findings
    assert led_to(site, "noor") == led_to(site, "roos") == "intranet/verhalen/nieuw.html"


@pytest.mark.usefixtures("paper_stub")
def test_a_typed_address_leads_to_the_page_that_says_it_has_gone_and_names_nobody(site: Site) -> None:
    """The consent of the person in the story ends: the printed address of another poster still answers."""
    site.write(SOEP, INVITATION.replace("diensten/gesprek-aan-zee", "verhalen/van-zaal-naar-rooster"))
    site.build().change("content/personen/planner.yml", "2027-12-31", "2026-11-15").build()
    assert led_to(site, "soep") == "intranet/verhalen/van-zaal-naar-rooster.html"
    assert site.says("intranet/verhalen/van-zaal-naar-rooster.html", "niet meer beschikbaar")
    assert "Noor" not in site.read("intranet/ga/soep/index.html")


@pytest.mark.usefixtures("paper_stub")
def test_a_typed_address_without_a_page_leads_to_the_front_page(site: Site) -> None:
    """The poster has had its day and its page is a draft again."""
    site.write(SOEP, INVITATION.replace("diensten/gesprek-aan-zee", "vacatures/wijkverpleegkundige"))
    site.change("content/vacatures/wijkverpleegkundige.md", "status: concreet", "status: concept").change(
        "content/vacatures/wijkverpleegkundige.md", "sluit: 2026-12-01\n", ""
    )
    site.build(MEETING + timedelta(days=1))
    assert not site.outcome.findings
    assert led_to(site, "soep") == "intranet/index.html"


@pytest.mark.usefixtures("paper_stub")
def test_a_draft_has_no_typed_address(site: Site) -> None:
    site.write(NOOR, POSTER + "status: concept\n").build()
    assert not (site.output / "intranet/ga").exists()


# --- Invitations ---------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("paper_stub")
def test_the_day_of_a_meeting_is_the_last_day_of_its_poster(site: Site) -> None:
    site.write(SOEP, INVITATION)
    hang(Order(look(site.root), site.output, TODAY), "posters/soep", "kantine")
    site.build(MEETING)
    assert not site.outcome.findings
    assert (site.output / "kantoor/posters/soep-a4.pdf").is_file()
    assert site.says("intranet/posters/soep.html", "donderdag 3 december")
    assert site.says("intranet/posters/soep.html", "Mag hangen tot en met 3 december 2026")
    site.build(MEETING + timedelta(days=1))
    assert [f.message for f in site.outcome.findings if f.code == "ophangen"] == [
        "«posters/soep» moet weg bij: kantine (de bijeenkomst was op 03-12-2026)"
    ]
    assert not list(site.output.rglob("soep*.pdf"))
    assert site.says("intranet/posters/soep.html", "niet meer beschikbaar")
    assert led_to(site, "soep") == "intranet/diensten/gesprek-aan-zee.html"


def test_what_an_invitation_leads_to(library: Library) -> None:
    """One page, a list of pages, or the test that there is; no last day without a meeting, and no vacancies."""
    by_id = {d.id: d.value for d in library.all(Poster)}
    assert target_of(by_id["uitnodiging-zelftest"], library) == "intranet/test/loopbaantest.html"
    assert target_of(by_id["uitnodiging-brochure"], library) == "intranet/brochures/loopbaan-in-een-boekje.html"
    sheets = by_id["uitnodiging-brochure"].model_copy(update={"doel": "productbladen"})
    assert target_of(sheets, library) == "intranet/productbladen/index.html"
    assert target_of(by_id["vacatures-regio"], library) == "intranet/vacatures/index.html"
    assert last_day(by_id["uitnodiging-zelftest"], library) is None
    assert shown_vacatures(by_id["uitnodiging-brochure"], library) == []


def test_no_test_to_lead_to(site: Site) -> None:
    site.write(SOEP, INVITATION.replace("diensten/gesprek-aan-zee", "zelftest"))
    assert [finding.code for finding in site.findings()] == ["qr"]


# --- On paper ------------------------------------------------------------------------------------------------------


def sheets(site: Site, library: Library) -> Iterator[tuple[Document[Poster], Path]]:
    for document in library.all(Poster):
        for size in document.value.formaten:
            folder = "drukkerij" if size == "A2" else "kantoor"
            yield document, site.output / folder / f"posters/{document.id}-{size.lower()}.pdf"


def code_on(sheet: Path) -> list[str]:
    """What a phone reads on a picture of the sheet."""
    picture = pypdfium2.PdfDocument(sheet)[0].render(scale=150 / 72).to_pil()
    return [found.text for found in zxingcpp.read_barcodes(picture.convert("L"))]


def test_the_code_and_the_address_on_the_sample(sample: Site, library: Library) -> None:
    """On every design the code is read back from a picture, and the address to type stands beside it at any size."""
    for document, sheet in sheets(sample, library):
        typed = f"{library.settings.adres.removeprefix('https://')}ga/{short_words(document)[0]}"
        assert squeeze(typed) in squeeze(" ".join(pages_of(sheet))), sheet.name
        if sheet.name.endswith("a4.pdf"):
            target = target_of(document.value, library)
            assert target
            path = target.removeprefix("intranet/").removesuffix("index.html")
            assert code_on(sheet) == [library.settings.adres + path], sheet.name


WORD = "Arbeidsmarktcommunicatieadviseursvakgroepbijeenkomstenroosters"[:60]
SENTENCE = (
    "Dit is een lange zin over werk in de zorg en wat men daarvan vinden mag als het ooit anders zou gaan, zegt zij. "
)


def filled(most: int, begin: str = "") -> str:
    """A text of exactly so many characters."""
    return (begin + SENTENCE * 3)[: most - 1].rstrip(" .,").ljust(most - 1, "n") + "."


# Name of the person, work of then and now, quote, headline and text of a poster: short, as long as allowed, one word.
TEXTS = {
    "kort": ("Bo", "kok", "planner", "Ja.", "Wie?", "Bel."),
    "vol": (filled(80), filled(80), filled(80, "Nu "), filled(140), filled(60), filled(200)),
    "woord": (f"{WORD} Bo", WORD, f"Nu {WORD}", filled(140, f"{WORD} "), WORD, filled(200, f"{WORD} ")),
}
PORTRAITS = {"kort": None, "vol": (1500, 2000), "woord": (2000, 1500)}


def photograph(width: int, height: int) -> bytes:
    image = Image.new("RGB", (width, height), (150, 170, 190))
    draw = ImageDraw.Draw(image)
    draw.ellipse((width // 3, height // 5, width * 2 // 3, height * 3 // 5), fill=(220, 180, 150))
    out = io.BytesIO()
    image.save(out, "JPEG")
    return out.getvalue()


def house_style(site: Site, which: str) -> Site:
    """The sample's style, or that of the second organisation."""
    if which == "tweede":
        second = (REPO / "tests/tweede/site.yml").read_text(encoding="utf-8").partition("\nhuisstijl:")[2]
        site.change("site.yml", STYLE, second)
        shutil.copytree(REPO / "tests/tweede/templates", site.root / "templates")
    return site


def people(site: Site) -> dict[str, list[str]]:
    """Every design for people with every length of text, and what must stand on each sheet."""
    wanted = {}
    for name, (who, then, now, quote, head, text) in TEXTS.items():
        person = PERSOON.replace("Noor Zandstra", who)
        if size := PORTRAITS[name]:
            site.write(f"content/personen/{name}.jpg", photograph(*size))
            person += f"portret: {name}.jpg\nalt: Iemand\ncredit: 'Foto: {filled(100)}'\n"
        site.write(f"content/personen/{name}.yml", person)
        site.agreed()
        story = VERHAAL.replace("Ik wist niet dat puzzelen een beroep was.", quote).replace(
            "planner\ndatum", f"{name}\ndatum"
        )
        story = story.replace("van: verzorgende, naar: planner", f"van: '{then}', naar: '{now}'")
        site.write(f"content/verhalen/stap-{name}.md", story)
        for design in DESIGNS["mensen"]:
            fields = f"kop: {head}\ntekst: {text}\nverhaal: stap-{name}\nknop: {filled(40)}\n"
            word = f"{name}-{'x' * 24}"[:20] + f"-{design[:3]}"
            rest = f"soort: mensen\ndoel: vacatures\nformaten: [A4]\nontwerp: {design}\nkort: {word}\n"
            site.write(f"content/posters/{design}-{name}.yml", fields + rest)
            wanted[f"{design}-{name}"] = [head, text, quote, who, then, now, filled(40)]
    return wanted


def invitations(site: Site) -> dict[str, list[str]]:
    wanted = {}
    for name, (_, where, _, _, head, text) in TEXTS.items():
        for design in DESIGNS["uitnodiging"]:
            about = f"kop: {head}\ntekst: {text}\nsoort: uitnodiging\nwaarvoor: bijeenkomst\nwanneer: 2026-12-30\n"
            rest = f"tijd: {filled(40)}\nwaar: {where}\nknop: Kom\ndoel: vacatures\nformaten: [A4]\nontwerp: {design}\n"
            site.write(f"content/posters/{design}-{name}.yml", about + rest)
            wanted[f"{design}-{name}"] = [head, text, where, filled(40), "woensdag 30 december"]
    return wanted


def walls(site: Site) -> dict[str, list[str]]:
    """0 to 24 vacancies: names as they are, and names as long as they may be at organisations with long names."""
    wanted = {}
    for count in (0, 1, 4, 12, 24):
        owners, functions = [], []
        for number in range(max(1, min(count, 4))):
            owners.append(f"huis-{count}-{number}")
            name = filled(80, f"Huis {count} {number} ") if count in (4, 24) else f"Zorghuis {count} {number}"
            text = (
                ORGANISATIE.replace("Stichting Duinrand", name).replace("eigen", "partner").replace("SD", f"W{number}M")
            )
            site.write(f"content/organisaties/{owners[-1]}.yml", text)
        for number in range(count):
            long = f"{WORD} {count} {number}" if number % 3 == 0 else filled(80, f"Werk {number} ")
            functions.append(long if count in (4, 24) else f"Begeleider avonddienst {number}")
            text = VACATURE.replace("Wijkverpleegkundige aan zee", functions[-1])
            text = text.replace("organisatie: duinrand", f"organisatie: {owners[number % len(owners)]}")
            site.write(f"content/vacatures/werk-{count}-{number}.md", text)
        head, text = TEXTS["woord" if count == 4 else "vol"][4:]
        for design in DESIGNS["vacatures"]:
            fields = (
                f"soort: vacatures\nkop: {head}\ntekst: {text}\norganisaties: [{', '.join(owners)}]\nformaten: [A4]\n"
            )
            site.write(
                f"content/posters/{design}-{count}.yml", f"{fields}knop: Kijk\ndoel: vacatures\nontwerp: {design}\n"
            )
            wanted[f"{design}-{count}"] = [head, text, *functions]
    return wanted


@pytest.mark.slow
@pytest.mark.parametrize("style", ["eigen", "tweede"])
def test_every_text_that_is_allowed_has_room_on_every_design(style: str, site: Site) -> None:
    """Nothing is lost, however long or short: real sheets, their text read back, the code and the address on each."""
    house_style(site, style)
    wanted = {**people(site), **invitations(site), **walls(site)}
    site.build(only=("posters",))
    assert not site.outcome.findings, "\n".join(map(str, site.outcome.findings))
    for document in library_of(site).all(Poster):
        sheet = site.output / f"kantoor/posters/{document.id}-a4.pdf"
        text = squeeze(" ".join(pages_of(sheet)))
        typed = f"intranet.duinrand.example/plein/ga/{short_words(document)[0]}"
        lost = [line for line in [*wanted.pop(document.id), typed] if squeeze(line) not in text]
        if document.id.endswith("-24"):  # names as long as may be: what has no room is counted
            assert not lost or squeeze(f"nog {len(lost)}") in text, f"{document.id}: {lost}"
        else:
            assert not lost, f"{document.id}: {lost}"
        assert code_on(sheet) == ["https://intranet.duinrand.example/plein/vacatures/"], document.id
    assert not wanted
