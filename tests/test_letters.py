"""A house font as it comes: any files, any names, any form; and the letters that stand in for what it lacks."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from playwright.sync_api import Browser

from builder.diagnostics import Position, Severity
from builder.fonts import Letters, gather
from builder.fonts.face import Face, Unfit, for_paper, packed, read, settled
from builder.inputs import look_into
from builder.theme import Theme
from tests import gieterij
from tests.browsing import serving
from tests.gieterij import collection, flagged, part, postscript, static, symbols
from tests.sample import fonts_of, pages_of
from tests.site import POSTER, REPO, Site

WHERE = Position("site.yml", 9, 3)
HOUSE = {
    "Duinrand Sans Pro-BOLD.TTF": static(700),
    "Duinrand Sans Pro-Regular.TTF": static(400),
    "DuinrandSansPro_Italic (2).ttf": static(400, True),
    "Duinrand Sans v1.2 BoldItalic.ttf": static(700, True),
}
NAMES = "Đặng Nguyễn, Şebnem İnan, Łukasz Ž. Ođ, Ǧ en Ĳsbrand"


def brought(site: Site, files: dict[str, bytes], listed: str = "") -> Site:
    """A site with a house font of its own; ``listed`` is what ``site.yml`` says of its files."""
    for name, data in files.items():
        site.write(f"templates/lettertypen/{name}", data)
    text = (site.root / "site.yml").read_text(encoding="utf-8")
    new = re.sub(r"  lettertype:\n(    .*\n)+", f"  lettertype:\n    naam: Duinrand Sans\n{listed}", text + "\n")
    assert new != text
    return site.write("site.yml", new)


def letters_of(files: dict[str, bytes], folder: Path, *named: str) -> tuple[Letters, list[str]]:
    for name, data in files.items():
        path = folder / "lettertypen" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    letters, findings = gather(Theme((look_into(folder), look_into(REPO / "templates"))), "Duinrand Sans", named, WHERE)
    assert {finding.position for finding in findings} <= {WHERE}
    return letters, [f"{finding.severity} {finding.message}; {finding.remedy}" for finding in findings]


def slots(letters: Letters) -> list[tuple[tuple[int, int], bool]]:
    return sorted((one.face.weights, one.face.italic) for one in letters.house)


FOUR = [((400, 400), False), ((400, 400), True), ((700, 700), False), ((700, 700), True)]


# --- What a file says of itself ---------------------------------------------------------------------------------------

FORMS = {
    "ttf": HOUSE,
    "otf": {f"D {w} {i}.OTF": postscript(w, i) for w in (400, 700) for i in (False, True)},
    "woff": {f"d{w}{i}.woff": gieterij.packed(static(w, i), "woff") for w in (400, 700) for i in (False, True)},
    "woff2": {f"d{w}{i}.woff2": gieterij.packed(static(w, i), "woff2") for w in (400, 700) for i in (False, True)},
    "ttc": {"Duinrand.ttc": collection(*(static(w, i) for w in (400, 700) for i in (False, True)))},
    "names that lie": {
        "Bold.ttf": static(400),
        "Regular.ttf": static(700),
        "a.ttf": static(700, True),
        "Light.ttf": static(400, True),
    },
}


@pytest.mark.parametrize("form", FORMS)
def test_weight_and_slant_are_read_from_the_file(form: str, tmp_path: Path) -> None:
    letters, told = letters_of(FORMS[form], tmp_path)
    assert (slots(letters), told) == (FOUR, [])
    assert all(re.fullmatch(r"[a-z0-9-]+", one.name) for one in letters.house)
    assert len({one.name for one in letters.house}) == 4


@pytest.mark.parametrize(
    ("data", "weight"),
    [
        (flagged(static(700), usWeightClass=400, fsSelection=0x40), 700),  # bold says its head alone
        (flagged(static(700), usWeightClass=400, mac_style=0), 700),  # and here the other table
        (flagged(static(700), usWeightClass=400, fsSelection=0x40, mac_style=0), 700),  # only its name says so
        (flagged(static(400), usWeightClass=4), 400),  # as it was counted long ago
        (flagged(static(400), usWeightClass=0), 400),
        (flagged(static(400), usWeightClass=250), 300),
        (flagged(static(700), usWeightClass=950), 900),
    ],
)
def test_a_weight_that_is_said_wrong(data: bytes, weight: int) -> None:
    (face,) = read(data)
    assert face.weights == (weight, weight)
    (again,) = read(for_paper(settled(data, face), face, "Huis"))
    assert (again.family, again.weights) == ("Huis", face.weights)


def test_a_variable_font_keeps_its_weights() -> None:
    (face,) = read(gieterij.ROMAN.read_bytes())
    assert (face.weights, face.variable, face.italic) == ((200, 800), True, False)


BROKEN = {
    "no font": b"Dit is een brief.",
    "half": static()[: len(static()) // 2],
    "letters gone": static()[:300],
    "symbols": symbols(),
    "empty": b"",
}


@pytest.mark.parametrize("what", BROKEN)
def test_what_is_no_good_font_is_told(what: str, tmp_path: Path) -> None:
    _, told = letters_of({"Huis.ttf": BROKEN[what]}, tmp_path, "Huis.ttf")
    assert len(told) == 1
    assert told[0].startswith("fout het lettertype-bestand «Huis.ttf» ")


def test_any_byte_may_be_wrong() -> None:
    """Damage anywhere gives a font or a refusal, never a traceback."""
    good = part(static(), "abcdefghij")
    for place in range(0, len(good), 97):
        data = good[:place] + bytes([good[place] ^ 0xFF]) + good[place + 1 :]
        try:
            for face in read(data):
                packed(settled(data, face))
                for_paper(settled(data, face), face, "Huis")
        except Unfit as unfit:
            assert len(unfit.args) == 2  # noqa: PT017


# --- What a house font lacks ------------------------------------------------------------------------------------------


def test_a_folder_is_enough_and_capitals_make_no_difference(tmp_path: Path) -> None:
    letters, told = letters_of(HOUSE, tmp_path)
    assert (slots(letters), told) == (FOUR, [])
    letters, told = letters_of(HOUSE, tmp_path, *(name.upper() for name in reversed(HOUSE)))
    assert (slots(letters), told) == (FOUR, [])


@pytest.mark.parametrize(
    ("without", "what", "file"),
    [
        ("BOLD", "vette letters", "Bold"),
        ("Italic", "schuine letters", "Italic"),
        ("Regular", "gewone letters", "Regular"),
    ],
)
def test_a_style_that_is_missing_is_told_with_what_to_do(without: str, what: str, file: str, tmp_path: Path) -> None:
    kept = [name for name in HOUSE if without not in name]
    _, (told,) = letters_of({name: HOUSE[name] for name in kept}, tmp_path / "a")
    remedy = f"leg het bestand van {file} erbij in templates/lettertypen/"
    assert told == f"waarschuwing het lettertype «Duinrand Sans» heeft geen {what}; {remedy}"
    _, (told,) = letters_of(HOUSE, tmp_path / "b", *kept)
    found = re.search(r"noem ook «(.*)», dat ligt er al", told)
    assert found, told
    assert letters_of(HOUSE, tmp_path / "b", *kept, found[1])[1] == []  # the remedy works


def test_twice_the_same_is_told_and_a_part_is_not(tmp_path: Path) -> None:
    letters, (told,) = letters_of({**HOUSE, "Kopie.ttf": static(400)}, tmp_path / "a")
    assert told.startswith(
        "waarschuwing «Duinrand Sans Pro-Regular.TTF» en «Kopie.ttf» zijn allebei rechtop met gewicht 400"
    )
    assert slots(letters) == FOUR
    ext = (gieterij.FOLDER / "atkinson-hyperlegible-next-latin-ext.woff2").read_bytes()
    letters, told_none = letters_of({**HOUSE, "ext.woff2": ext}, tmp_path / "b")
    assert told_none == []
    assert "Duinrand Sans 2" in letters.families()


def test_a_font_that_may_not_be_embedded_is_told(tmp_path: Path) -> None:
    files = {**HOUSE, "Duinrand Sans Pro-BOLD.TTF": flagged(static(700), fsType=2)}
    _, (told,) = letters_of(files, tmp_path)
    assert told.startswith("waarschuwing in «Duinrand Sans Pro-BOLD.TTF» staat dat het niet")


def test_half_an_alphabet_is_told(tmp_path: Path) -> None:
    _, told = letters_of({"Kort.ttf": part(static(), "abc")}, tmp_path)
    assert any("mist gewone tekens" in one for one in told)


def test_a_near_name_is_offered_and_an_empty_folder_told(tmp_path: Path) -> None:
    _, (told,) = letters_of(HOUSE, tmp_path / "a", "Duinrand Sans Pro-Regulier.TTF")
    assert told.endswith("bedoelde u «Duinrand Sans Pro-Regular.TTF»?")
    _, (told,) = letters_of({}, tmp_path / "b")
    assert (
        told
        == "fout er ligt geen lettertype in templates/lettertypen/ van uw site; leg de bestanden van uw lettertype daar"
    )


# --- On paper and on screen -------------------------------------------------------------------------------------------

SHEET = """<!doctype html><html lang="nl"><head><title>Blad</title>
<link rel="stylesheet" href="{{ asset("druk/basis.css") }}"></head><body>
<p>{{ site.contact.intranet }} {{ site.contact.email }} {{ site.contact.telefoon }} {{ site.contact.tijden }}</p>
<p>{{ blad.tekst }}</p><p><b>{{ blad.tekst }}</b> <i>{{ blad.tekst }}</i></p></body></html>"""
TEXT = f"{NAMES}: ✓ → ĳ"


def poster(site: Site) -> Site:
    """A poster with every name, plain, bold and leaning."""
    site.write("templates/druk/poster.html", SHEET)
    return site.write("content/posters/noor.yml", POSTER.replace("Noor puzzelt nu met roosters. En u?", f"'{TEXT}'"))


def drawn(site: Site, **environment: str) -> dict[str, str]:
    """A build of the posters in a process of its own: digests of what it made."""
    done = site.run("build", "--only", "posters", "--jobs", "1", env=environment)
    assert done.returncode == 0, done.stderr + done.stdout
    return {name: digest for name, digest in site.tree().items() if name.endswith(".pdf")}


@pytest.mark.slow
@pytest.mark.parametrize("form", ["ttf", "otf", "woff"])
def test_every_name_prints_in_the_weight_and_slant_that_was_asked(form: str, site: Site) -> None:
    """With static fonts, and nothing but these and the reserve in the PDF."""
    poster(brought(site, FORMS[form])).build(only=("posters",), jobs=1)
    hints = [finding for finding in site.outcome.findings if finding.severity is not Severity.HINT]
    assert not hints, hints
    (pdf,) = (site.output / "kantoor/posters").glob("*.pdf")
    assert pages_of(pdf)[0].replace("\r\n", " ").count(NAMES.split(",")[0]) == 3
    kinds = {font.partition("+")[2] for font in fonts_of(pdf)}
    house = {"Duinrand-Sans", "Duinrand-Sans-Bold", "Duinrand-Sans-Italic"}
    assert house <= kinds
    assert {kind for kind in kinds - house if not kind.startswith("Spijs-Reserve")} == set()
    assert {"Spijs-Reserve", "Spijs-Reserve-Bold", "Spijs-Reserve-Italic"} <= kinds
    at_poster = [finding for finding in site.outcome.findings if finding.position.file == "content/posters/noor.yml"]
    (told,) = [finding for finding in at_poster if finding.code == "lettertype"]
    assert "«Đ»" in told.message


@pytest.mark.slow
def test_the_fonts_of_the_computer_change_no_byte(site: Site, tmp_path: Path) -> None:
    """Also where one has all the signs, or calls itself like the house font; and another folder changes none either."""
    poster(brought(site, HOUSE))
    copy = Site(tmp_path / "elders/diep", {})
    shutil.copytree(site.root, copy.root, dirs_exist_ok=True)
    rich = tmp_path / "letters"
    rich.mkdir()
    shutil.copy(gieterij.RESERVE, rich / "alles.woff2")
    (rich / "alles.ttf").write_bytes(named(settled(*of(gieterij.RESERVE.read_bytes())), "Duinrand Sans"))
    bare = tmp_path / "geen"
    bare.mkdir()
    seen = {folder: fontconfig(folder) for folder in (rich, bare)}
    first = drawn(site, FONTCONFIG_FILE=seen[rich])
    assert first
    assert drawn(copy, FONTCONFIG_FILE=seen[bare]) == first


def of(data: bytes) -> tuple[bytes, Face]:
    return data, read(data)[0]


def named(data: bytes, family: str) -> bytes:
    return for_paper(data, read(data)[0], family)


def fontconfig(folder: Path) -> str:
    """The configuration of a computer whose fonts lie in this folder."""
    file = folder / "fonts.conf"
    file.write_text(f"<fontconfig><dir>{folder}</dir><cachedir>{folder}/cache</cachedir></fontconfig>")
    return str(file)


@pytest.mark.slow
def test_what_is_typed_in_a_form_is_shown_in_full(site: Site, tmp_path: Path) -> None:
    """As a reader of PDF shows it (PDFium, which is that of Chrome), with no font but the one in the file."""
    site.write("content/formulieren/vragen.yml", FORM).build(only=("formulieren",), jobs=1)
    assert not [finding for finding in site.outcome.findings if finding.severity is Severity.FOUT]
    with pikepdf.open(site.output / "kantoor/formulieren/vragen.pdf") as pdf:
        for field in pdf.Root.AcroForm.Fields:
            if field.get("/FT") == "/Tx":
                field.V = pikepdf.String(NAMES)
        pdf.save(tmp_path / "ingevuld.pdf")
    document = pypdfium2.PdfDocument(tmp_path / "ingevuld.pdf")
    document.init_forms()
    for sheet in document:
        sheet.render(may_draw_forms=True)  # it writes what was filled in as drawings, with the fonts that it chose
    document.save(tmp_path / "getekend.pdf")
    with pikepdf.open(tmp_path / "getekend.pdf") as pdf:
        fields = [field for field in pdf.Root.AcroForm.Fields if field.get("/FT") == "/Tx"]
        assert fields
        for field in fields:
            shown = field.AP.N
            (font,) = {str(one.operands[0]) for one in pikepdf.parse_content_stream(shown) if str(one.operator) == "Tf"}
            table = shown.Resources.Font[font].ToUnicode.read_bytes().decode()
            letters = {code: chr(int(sign, 16)) for code, sign in re.findall(r"<(\w{4})> <(\w{4})>", table)}
            drawn = b"".join(
                bytes(o.operands[0]) for o in pikepdf.parse_content_stream(shown) if str(o.operator) == "Tj"
            )
            codes = [drawn[n : n + 2].hex() for n in range(0, len(drawn), 2)]
            assert "".join(letters[code] for code in codes) == NAMES


WEIGHTS = """() => {
  const width = (weight, style) => {
    const span = document.createElement('span')
    span.style.cssText = `position:absolute;white-space:pre;font:${style} ${weight} 80px var(--letter)`
    span.textContent = 'Vette letters Hamburg'
    document.body.append(span)
    return span.getBoundingClientRect().width
  }
  return [width(400, 'normal'), width(700, 'normal'), width(400, 'italic')]
}"""


@pytest.mark.browser
def test_the_screen_draws_the_bold_that_was_brought(site: Site, chromium: Browser, paper_stub: None) -> None:
    """Not one that a browser smears itself: real bold is wider, and each font is loaded from the site."""
    brought(site, HOUSE).change("content/personen/planner.yml", "Noor Zandstra", "Noor Đặng").build()
    with serving(site.output) as address:
        page = chromium.new_page()
        loaded: list[str] = []
        page.on("response", lambda answer: loaded.append(answer.url) if "lettertypen" in answer.url else None)
        page.goto(f"{address}intranet/verhalen/van-zaal-naar-rooster.html")
        page.evaluate(WEIGHTS)
        page.evaluate("document.fonts.ready")
        plain, bold, leaning = page.evaluate(WEIGHTS)
        page.wait_for_load_state("networkidle")
        page.close()
    assert plain != bold
    assert plain != leaning
    names = {url.rpartition("/")[2].partition("?")[0] for url in loaded}
    assert {"duinrand-sans-pro-regular.woff2", "duinrand-sans-pro-bold.woff2", "reserve.woff2"} <= names


def test_a_sign_is_told_at_its_place_and_a_private_value_is_not(site: Site) -> None:
    site.write("content/brieven/uitnodiging.md", LETTER)
    site.write("content/brieven/uitnodiging.csv", "naam;plaats\nMw Vis;Zandwijk\nDhr 漢 Blom;Kust\nMw Đặng;Ζ\n")
    told, lent = sorted((one for one in site.findings() if one.code == "lettertype"), key=lambda one: one.severity)
    assert lent.message.startswith("letters in de rijen: niet in «Atkinson")
    assert not set("ặΖ") & set(str(lent))
    assert str(told.position) == "content/brieven/uitnodiging.csv:3"
    assert told.message == "in rij 3, kolom «naam»: het 5e teken ontbreekt in het lettertype"
    assert "Blom" not in str(told)


STORY = "content/verhalen/van-zaal-naar-rooster.md"
EDITION = "kwartaal: 2026-4\ntitel: Zee\nvoorwoord: Wind.\nblokken: [{verhaal: van-zaal-naar-rooster, maat: heel}]\n"


@pytest.mark.parametrize(
    ("old", "new", "severity"),
    [
        ("En u?", "'Wat nu?', zegt 🦊. Bel {telefoon}.", Severity.FOUT),
        ("Noor puzzelt nu met roosters. En u?", "'{telefoon} 🦊'", Severity.FOUT),
        ("En u?", "En u 🦊?\nsoorten: nee", Severity.FOUT),  # one mistake hides no other
        ("En u?", "En u 🦊?\nstatus: concept", Severity.HINT),
    ],
)
def test_a_sign_that_no_font_has_is_wrong_on_paper(site: Site, old: str, new: str, severity: Severity) -> None:
    site.write("content/posters/noor.yml", POSTER).change("content/posters/noor.yml", old, new)
    (found,) = [finding for finding in site.findings() if finding.code == "lettertype"]
    assert found.severity is severity
    assert "«🦊»" in found.message


@pytest.mark.usefixtures("paper_stub")
def test_a_sign_is_wrong_from_the_day_that_a_sheet_has_it(site: Site) -> None:
    site.change(STORY, "Daarna ging ik", "🦊 Daarna **ging** ik").build()
    assert [f.severity for f in site.outcome.findings] == [Severity.HINT]
    assert site.says("intranet/verhalen/van-zaal-naar-rooster.html", "🦊")
    found = site.write("content/edities/2026-4.yml", EDITION).findings()
    assert [(f.code, f.severity) for f in found] == [("lettertype", Severity.FOUT)]


LETTER = """---
onderwerp: Uitnodiging
aan: |
  {naam}
  {plaats}
datum: 2026-11-16
van: |
  Noor Zandstra
  planner
---

Beste {naam},

Komt u een keer langs?
"""

FORM = """
titel: Kort briefje aan het loopbaanplein
kort: Alles van een formulier, één keer.
lezer: medewerkers
volgorde: 1
kleur: tomaat
vorm: kan
intro: Vul in wat u wilt.
wie_ziet_dit: Alleen de adviseur leest dit.
slot: Neem dit mee.
onderdelen:
  - titel: Over u
    velden:
      - {sleutel: naam, vraag: Uw naam, soort: regel}
      - {sleutel: wens, vraag: "Wat zou u willen?", soort: tekst, hulp: In uw eigen woorden., regels: 2}
"""


def test_every_sign_of_our_own_templates_has_a_font() -> None:
    letters, _ = gather(Theme((look_into(REPO / "templates"),)), "Geen", (), WHERE)
    own = {
        sign
        for path in (REPO / "templates").rglob("*")
        if path.suffix in (".html", ".css", ".js")
        for sign in path.read_text("utf-8")
    }
    assert {
        sign for sign in own if ord(sign) not in letters.spare() and sign.isprintable() and not sign.isspace()
    } == set()
