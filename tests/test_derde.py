"""A third organisation moves in: made as the handbook says, from the commands, with what strangers bring.

A static letter in TTF files with capitals, a logo as a drawing program exports it, a long address, sixty vacancies, a
poster with a photo, an edition, a withdrawal, and then a year in which nobody looks after it.
"""

from __future__ import annotations

import io
import re
import shutil
from datetime import date, timedelta
from pathlib import Path

import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer
from PIL import Image, ImageDraw

from builder.build import build
from builder.diagnostics import has_errors
from builder.inputs import look
from builder.survey import Order
from tests.site import REPO, TODAY, Site
from tests.zoeken import holding

ANSWERS = """Loopbaanpunt ’t Veld
Stichting Noorderbreedte GGZ
’s-Hertogenbosch
Noordoost-Brabant
https://intranet.noorderbreedte.nl/loopbaanpunt/
loopbaanpunt@noorderbreedte.nl
073-765 43 21
maandag, woensdag en vrijdag van 12:30 tot 16:00 uur
de tweede verdieping van het hoofdgebouw, naast de bibliotheek
Wat u zegt, gaat de deur niet uit
ja
nee
JA

nee
ja
"""
LOGO = """<?xml version="1.0" encoding="utf-8"?>
<!-- Generator: een tekenprogramma, SVG Export Plug-In . SVG Version: 6.00 Build 0) -->
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg version="1.1" id="Laag_1" xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" x="0px"
  y="0px" viewBox="0 0 240 60" style="enable-background:new 0 0 240 60;" xml:space="preserve">
<style type="text/css">
  .st0{fill:url(#SVGID_1_);} .st1{clip-path:url(#SVGID_2_);} .st2{fill:#1A3C6E;}
</style>
<title>Noorderbreedte</title>
<linearGradient id="SVGID_1_" gradientUnits="userSpaceOnUse" x1="0" y1="30" x2="60" y2="30">
  <stop offset="0" style="stop-color:#1A3C6E"/><stop offset="1" style="stop-color:#2F7FB8"/>
</linearGradient>
<g><defs><circle id="SVGID_3_" cx="30" cy="30" r="28"/></defs>
<clipPath id="SVGID_2_"><use xlink:href="#SVGID_3_" style="overflow:visible;"/></clipPath>
<g class="st1"><rect class="st0" width="60" height="60"/></g></g>
<path class="st2" d="M80,18h12l12,18V18h10v28h-10L90,28v18H80V18z M126,18h60v8h-60V18z M126,38h100v8H126V38z"/>
</svg>
"""
MENU = """
menu: [deuren/rondkijken, deuren/extern, deuren/leiding, vacatures, verhalen, deuren/over-ons]
"""
STYLE = """
huisstijl:
  papier: '#ffffff'
  inkt: '#14202e'
  tomaat: '#1a3c6e'
  saffraan: '#9fd3e6'
  blad: '#00695f'
  pruim: '#5b3a86'
  zee: '#0b6c9c'
  hoekradius: 4
  logo: beeld/Logo.svg
  lettertype:
    naam: Noorder Sans
    bestanden: [Noorder Sans-Regular.TTF, Noorder Sans-Bold.TTF, Noorder Sans-Italic.TTF]
"""
MENU_WORDS = ["Ik wil rondkijken", "Ik kom van buiten", "Ik geef leiding", "Vacatures", "Verhalen", "Over ons"]
PLACES = ("’s-Hertogenbosch", "Oss", "Uden", "IJsselstein", "Sint-Michielsgestel")
FIELDS = ("verpleging-en-verzorging", "begeleiding", "behandeling", "ondersteuning", "facilitair", "leiding")
JOBS = ("Ambulant begeleider", "GZ-psycholoog", "Verpleegkundige", "Medewerker receptie", "Kok", "Teamleider")


def letter(style: str, weight: int, source: str) -> bytes:
    """A static letter as a house has it: a TTF of one weight, under another name."""
    font = TTFont(REPO / f"templates/lettertypen/{source}.woff2")
    font = instancer.instantiateVariableFont(font, {"wght": weight})
    for record in font["name"].names:
        if record.nameID in (1, 4, 16):
            record.string = "Noorder Sans" if record.nameID != 4 else f"Noorder Sans {style}"
    font["OS/2"].usWeightClass = weight
    font.flavor = None
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def photo() -> bytes:
    """A photograph without anybody in it: light, shapes and grain, in portrait."""
    image = Image.radial_gradient("L").resize((1800, 2400)).convert("RGB")
    draw = ImageDraw.Draw(image)
    draw.ellipse((500, 500, 1300, 1500), fill=(214, 168, 140))
    draw.rectangle((350, 1450, 1450, 2400), fill=(40, 80, 120))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=88)
    return out.getvalue()


def vacancy(number: int) -> str:
    closes = date(2026, 11, 20) + timedelta(days=6 * number)
    return f"""---
functie: {JOBS[number % 6]} nummer {number}
organisatie: {"eigen" if number % 4 else "dorpszorg"}
plaats: {PLACES[number % 5]}
regio: Noordoost-Brabant
vakgebied: {FIELDS[number % 6]}
niveau: {("mbo", "hbo", "wo", "praktisch")[number % 4]}
uren: 16-32
salaris: 2.890-3.750
cao: GGZ
dienstverband: vast
zichtbaar: {"intern" if number % 10 == 8 else "openbaar"}
status: concreet
geplaatst: 2026-11-01
sluit: {closes}
---

U werkt in een klein team, en begint met een week meelopen.
"""


PERSON = """naam: Đặng Nguyễn
rol: ambulant begeleider
organisatie: eigen
portret: portret.jpg
alt: Iemand in een lichte kamer
credit: Noorderbreedte
toestemming:
  gegeven: 2026-09-01
  geldig_tot: 2027-08-31
  kanalen: [intranet, posters, personeelsblad]
  onderdelen: [naam, portret, citaat, verhaal]
"""
STORY = """---
titel: Van de afdeling de wijk in
soort: zo-kwam
persoon: begeleider
datum: 2026-10-01
intro: Đặng Nguyễn wilde mensen thuis leren kennen.
citaat: Aan een keukentafel hoor je andere dingen.
poster: Đặng werkt nu bij mensen thuis.
stap: {van: begeleider op een afdeling, naar: ambulant begeleider, waar: intern, richting: horizontaal}
---

Jarenlang werkte ik op een afdeling, en dat deed ik graag.

> Aan een keukentafel hoor je andere dingen.

Toen ik twee weken mee mocht, wist ik het. Nu fiets ik door {plek} en daarna de wijk in.
"""
POSTER = """soort: mensen
kop: Van de afdeling de wijk in
tekst: Đặng werkt nu bij mensen thuis. Iets voor u?
verhaal: de-wijk-in
knop: Lees het verhaal
doel: verhalen/de-wijk-in
ontwerp: venster
"""
WALL = """soort: vacatures
kop: Hier kunt u zo beginnen
tekst: Kijk wat er openstaat, bij ons en bij de buren.
knop: Alle vacatures
doel: vacatures
ontwerp: lijst
"""
ITEM = """---
titel: Meelopen kan ook eerst
kwartaal: 2026-4
doelgroep: kandidaten
thema: zo-kwam
voorbeeld: twee weken meelopen
intro: Wie twijfelt, loopt eerst een paar dagen mee.
slot: Bel {telefoon}, op {tijden}.
---

Een collega liep twee weken mee en wist het toen. Dat kan ook bij u.
"""
EDITION = """kwartaal: 2026-4
titel: Andere stoelen
voorwoord: In dit nummer leest u over mensen die van stoel wisselden.
blokken:
  - verhaal: de-wijk-in
    maat: heel
  - item: meelopen
    maat: half
"""
PARTNER = """naam: Dorpszorg De Linde
soort: partner
plaats: Oss
regio: Noordoost-Brabant
omschrijving: Zorg in het dorp.
letters: DL
"""
SOURCES = {
    "persoon begeleider": PERSON,
    "verhaal de-wijk-in": STORY,
    "poster de-wijk-in": POSTER,
    "poster vacatures": WALL,
    "personeelsbladitem meelopen": ITEM,
    "editie 2026-4": EDITION,
    "organisatie dorpszorg": PARTNER,
    "vacature werk-0": vacancy(0),
}


def move_in(root: Path) -> Site:
    """The site, from the commands only: each source begun with ``new`` and then written."""
    site = Site(root, {})
    root.mkdir(parents=True)
    made = site.run("new", "site", "mijn", stdin=ANSWERS)
    assert made.returncode == 0, made.stdout + made.stderr
    site = Site(root / "mijn", {})
    first = site.run("build")
    assert first.returncode == 0, first.stdout + first.stderr
    text = (site.root / "site.yml").read_text(encoding="utf-8")
    site.write("site.yml", text.partition("\nhuisstijl:")[0] + MENU + STYLE)
    shutil.rmtree(site.root / "content/deuren")
    shutil.copytree(REPO / "tests/derde/deuren", site.root / "content/deuren")
    site.write("templates/beeld/Logo.svg", LOGO)
    for style, weight, source in (("Regular", 400, ""), ("Bold", 700, ""), ("Italic", 400, "-italic")):
        data = letter(style, weight, f"atkinson-hyperlegible-next-latin{source}")
        site.write(f"templates/lettertypen/Noorder Sans-{style}.TTF", data)
    for words, text in SOURCES.items():
        kind, name = words.split()
        begun = site.run("new", kind, name, stdin="\n" * 60)
        assert begun.returncode == 0, begun.stdout + begun.stderr
        path = Path(begun.stdout.rpartition(" staat klaar")[0].splitlines()[-1].split(": ")[-1])
        assert "status: concept" in path.read_text(encoding="utf-8")
        path.write_text(text, encoding="utf-8")
    site.write("content/personen/portret.jpg", photo())
    for number in range(1, 60):
        site.write(f"content/vacatures/werk-{number}.md", vacancy(number))
    return site.agreed()


@pytest.fixture(scope="module")
def derde(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The third organisation, built once with real sheets; for reading only."""
    return move_in(tmp_path_factory.mktemp("derde") / "huis").build()


def pages(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    texts = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return texts


def test_everything_that_was_brought_is_published(derde: Site) -> None:
    assert not has_errors(derde.outcome.findings, settled=True), derde.outcome.findings
    assert derde.outcome.published
    assert {f.code for f in derde.outcome.findings if f.severity != "hint"} <= {"leeg-kwartaal"}
    assert (derde.output / "kantoor/posters/de-wijk-in-a3.pdf").is_file()
    assert (derde.output / "drukkerij/posters/de-wijk-in-a2.pdf").is_file()
    assert (derde.output / "kantoor/personeelsblad/2026-4.pdf").is_file()
    shown = [n for n in range(60) if n % 10 != 8 or n % 4]
    for number in shown:
        assert (derde.output / f"intranet/vacatures/werk-{number}.html").is_file()
    assert "niet voor hier" in "\n".join(said(derde))


def test_seven_doors_of_its_own_lie_behind_the_front_page(derde: Site) -> None:
    front = derde.read("intranet/index.html")
    doors = {
        "rondkijken": "Ik wil rondkijken",
        "van-buiten/index": "Ik kom van buiten",
        "in-de-wijk": "Ik werk in de wijk",
        "leiding": "Ik geef leiding",
    }
    for path, name in doors.items():
        assert re.search(rf'href="{path}.html">\s*<span class="deur-blad">\s*<span class="deur-kop">{name}<', front), (
            path
        )
    outside = derde.read("intranet/van-buiten/index.html")
    assert "Eerst een kop koffie?" in outside
    assert 'href="leren-en-werken.html"' in outside
    assert "alleen binnen" not in outside
    assert re.findall(r'<li><a href="[^"]*"[^>]*>([^<]*)</a></li>', front)[:6] == MENU_WORDS
    deeper = derde.read("intranet/van-buiten/leren-en-werken.html")
    assert '<a href="index.html">Ik kom van buiten</a>' in deeper  # the way back
    assert "Eerst een kop koffie?" in deeper  # the words of the door in front of it
    assert "Wat u zegt, gaat de deur niet uit." in derde.read("intranet/rondkijken.html")
    assert '<p class="belofte">' not in derde.read("intranet/leiding.html")  # not confirmed
    assert not (derde.output / "intranet/anders.html").exists()


def said(site: Site) -> list[str]:
    from builder.report import out_of_sight

    assert site.outcome.library
    return list(out_of_sight(site.outcome.library))


def test_names_and_contact_lines_are_whole_on_every_sheet(derde: Site) -> None:
    for path in sorted((derde.output / "kantoor").rglob("*.pdf")):
        for text in pages(path.read_bytes()):
            plain = "".join(text.split()).replace("\u00ad", "").replace("\ufffe", "")
            assert "loopbaanpunt@noorderbreedte.nl" in plain, path
            assert "073-7654321" in plain, path
    person = "".join("".join(pages((derde.output / "kantoor/posters/de-wijk-in-a3.pdf").read_bytes())).split())
    assert "Đặng" in person
    assert "Nguyễn" in "".join(
        "".join(pages((derde.output / "kantoor/personeelsblad/2026-4.pdf").read_bytes())).split()
    )


def test_a_wall_of_sixty_says_how_many_more_there_are(derde: Site) -> None:
    text = " ".join(pages((derde.output / "kantoor/posters/vacatures-a4.pdf").read_bytes())[0].split())
    more = re.search(r"[Ee]n nog (\d+) op", text)
    assert more, text
    open_to_all = [number for number in range(60) if number % 10 != 8]
    assert text.count(" nummer ") + int(more[1]) == len(open_to_all)


def test_nothing_of_the_sample_is_in_it(derde: Site) -> None:
    made = [path for path in derde.output.rglob("*") if path.suffix in (".html", ".pdf", ".css", ".svg")]
    assert holding(made, "Noorder")
    assert holding(made, "Atkinson") <= holding(made, "Noorder")
    assert holding(made, "tafelgesprek", "Spijskaart", "d9442f") == set()


def test_a_withdrawal_takes_poster_and_portrait_while_the_rest_is_made(derde: Site, tmp_path: Path) -> None:
    site = Site(tmp_path / "huis", {})
    shutil.copytree(derde.root, site.root)
    shutil.copytree(derde.root / "../mijn/.output.spijs", site.root / ".output.spijs", dirs_exist_ok=True)
    site.change("content/personen/begeleider.yml", "  kanalen", "  ingetrokken: 2026-11-10\n  kanalen")
    site.change("content/vacatures/werk-7.md", "mbo" if 7 % 4 == 0 else "praktisch", "hoogste")
    site.build()
    assert site.outcome.waits
    assert holding([derde.output], "Đặng")
    assert holding([site.output, site.root / ".output.spijs"], "Đặng") == set()
    assert len(pages((site.output / "kantoor/personeelsblad/2026-4.pdf").read_bytes())) >= 1


@pytest.mark.usefixtures("paper_stub")
def test_a_year_in_which_nobody_looks_after_it(derde: Site, tmp_path: Path) -> None:
    site = Site(tmp_path / "huis", {})
    shutil.copytree(derde.root, site.root, ignore=shutil.ignore_patterns("output", ".output.spijs"))
    site.build()
    for week in range(0, 54, 3):
        today = TODAY + timedelta(days=7 * week)
        outcome = build(Order(look(site.root), site.output, today, None, (), 1))
        assert outcome.published or week == 0
        listed = site.read("intranet/vacatures/index.html")
        for number in (1, 13, 27, 43, 59):
            closes = date(2026, 11, 20) + timedelta(days=6 * number)
            assert (f"nummer {number}<" in listed or f"nummer {number} " in listed) == (today <= closes), (
                today,
                number,
            )
        there = (site.output / "kantoor/posters/de-wijk-in-a3.pdf").exists()
        assert there == (today <= date(2027, 8, 31)), today
