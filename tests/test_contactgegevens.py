"""Contact details of every ordinary length stand whole on every kind of sheet, in every house style; an address goes on
on a next line only where it has a joint. What has no room is told by the field of ``site.yml`` that takes it."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from builder.diagnostics import Made
from builder.pages import Page
from builder.settings import Contact, Settings
from tests.bladen import STYLES, in_style, papers, with_facts
from tests.persen import read
from tests.site import POSTER, Site

# Facts of site.yml by what kind of organisation has them; «gewoon» is what the sample has.
FACTS: Mapping[str, Mapping[str, str]] = {
    "kort": {
        "naam": "Kom",
        "adres": "https://a.nl/",
        "intranet": "punt",
        "email": "a@b.nl",
        "telefoon": "0880001234",
        "tijden": "ma 9 uur",
        "plek": "hal",
    },
    "gewoon": {},
    "met een domein": {
        "adres": "https://intranet.noorderbreedte.nl/loopbaanpunt/",
        "intranet": "https://intranet.noorderbreedte.nl/loopbaanpunt/",
        "email": "loopbaanpunt@noorderbreedte.nl",
    },
    "lang": {
        "naam": "Loopbaancentrum voor alle mensen in Zorg en Welzijn van heel Noord-Nederland",
        "adres": "https://noorderbreedte.sharepoint.com/sites/intranet/loopbaancentrum-noord/",
        "intranet": "https://noorderbreedte.sharepoint.com/sites/intranet/loopbaancentrum-noord/",
        "email": "loopbaancentrum@zorggroep-noorderbreedte-friesland.nl",
        "telefoon": "+31 (88) - 000 12 34",
        "tijden": "maandag, dinsdag en donderdag van 09:00 tot 12:30 uur en van 13:30 tot 17:00 uur",
        "plek": "Hoofdgebouw, eerste verdieping, kamer 1.24, Dokter van der Veldelaan 100, Leeuwarden",
    },
    "tot de grens": {
        "naam": "Loopbaancentrum voor alle mensen in Zorg en Welzijn van heel Noord-Nederland, NH",
        "adres": "https://noorderbreedte.sharepoint.com/sites/intranet/loopbaancentrum-noord-holland-zuid/",
        "intranet": "https://noorderbreedte.sharepoint.com/sites/intranet/loopbaancentrum-noord-holland-zuid/x/",
        "email": "loopbaancentrum-noord@zorggroep-noorderbreedte-friesland-groningen.nl",
        "telefoon": "+31 (0)88 - 0001 23 4",
        "tijden": "maandag, dinsdag en donderdag van 09:00 tot 12:30 uur en van 13:30 tot 17:00 uur; "
        "vrijdag tot 11 uur",
        "plek": "Hoofdgebouw, eerste verdieping, kamer 1.24 naast het personeelsrestaurant, "
        "Dokter van der Veldelaan 100, te Leeuwarden",
    },
}
LIMITS = {"naam": 80, "adres": 90, "intranet": 90, "email": 70, "tijden": 100, "plek": 120}
DESIGNS = ("mensen-koksmes", "mensen-nacht", "mensen-rooster", "uitnodiging", "vacatures")
ELSEWHERE = (
    "1-opdracht",
    "voor-wie-leiding",
    "2026-4",
    "aanmelding",
    "begeleidende",
    "test-adv",
    "test-kolom",
    "test-pos",
)


def one_of_each(page: Page) -> bool:
    """A sheet of each template; a small one where there is a choice."""
    name = page.target.rpartition("/")[2]
    return (name.startswith(DESIGNS) and "-a2" not in name) or any(part in name for part in ELSEWHERE)


def made(tmp_path: Path, style: str, facts: str, every: bool) -> dict[str, Made]:
    site = with_facts(in_style(Site(tmp_path / "site", {}), style), FACTS[facts])
    return papers(site, (lambda page: True) if every else one_of_each).made(tmp_path / "tmp", 2)


def judge(sheets: Mapping[str, Made], facts: Mapping[str, str], at_the_limit: bool) -> None:
    for name, sheet in sheets.items():
        if at_the_limit and sheet.findings:  # then it is told by its name
            assert {(f.code, f.position.file) for f in sheet.findings} == {("past-niet", "site.yml")}, sheet.findings
            assert all(re.search(r"maak «\w+» \(\d+ tekens\)", f.remedy) for f in sheet.findings), sheet.findings
            continue
        assert not sheet.findings, sheet.findings
        for field in ("intranet", "email"):
            for number, text in enumerate(read(sheet.data), 1):
                whole = re.search(joined_at_joints(facts.get(field, "")), text.replace("\x02", "-"))
                assert whole, f"{name}, bladzijde {number}: {field} is afgebroken in een woord\n{text}"


def joined_at_joints(address: str) -> str:
    """A pattern of an address in lines that end after a slash, before a dot or an @, or at a hyphen."""
    return re.sub(r"(?<=[/_-])|(?=[.@-])", r"\\s*", address).replace(".", r"\.")


@pytest.mark.slow
def test_long_contact_details_fit_in_a_wide_letter(tmp_path: Path) -> None:
    """A sheet of each template; all of it is looked at below."""
    judge(made(tmp_path, "breed", "lang", every=False), FACTS["lang"], at_the_limit=False)


@pytest.mark.alles
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("facts", FACTS)
def test_contact_details_fit_on_every_sheet_in_every_style(facts: str, style: str, tmp_path: Path) -> None:
    judge(made(tmp_path, style, facts, every=True), FACTS[facts], at_the_limit=facts == "tot de grens")


MM = 72 / 25.4
WITH_LOGO = ("1-opdracht", "begeleidende", "aanmelding", "voor-wie-leiding.pdf", "test-adv", "rooster-a4")


@pytest.mark.parametrize(("width", "height"), [(1600, 400), (1600, 200), (700, 1400)])
def test_a_logo_of_any_shape_has_a_place(width: int, height: int, tmp_path: Path) -> None:
    """On each kind of sheet: drawn in its own shape, no line of it lower than one of text, and no text behind it."""
    site = in_style(Site(tmp_path / "site", {}), "voorbeeld").change("site.yml", "  logo: beeld/logo.svg\n", "")
    site.write("templates/beeld/logo.png", png(width, height))
    sheets = papers(site, lambda page: any(part in page.target.rpartition("/")[2] for part in WITH_LOGO))
    for name, sheet in sheets.made(tmp_path / "tmp", 2).items():
        assert not sheet.findings, sheet.findings
        ((left, bottom, right, top), behind) = logo_on(sheet.data, width / height)
        assert top - bottom >= 3.8 * MM, name
        assert (right - left) * (top - bottom) >= 100 * MM * MM, name
        assert (right - left) / (top - bottom) == pytest.approx(width / height, rel=0.02), name
        assert not behind, name


@pytest.mark.alles
def test_long_contact_details_fit_beside_a_wide_logo(tmp_path: Path) -> None:
    site = in_style(Site(tmp_path / "site", {}), "breed")
    site.write("site.yml", re.sub(r"(?m)^  logo: .*\n", "", (site.root / "site.yml").read_text(encoding="utf-8")))
    site.write("templates/beeld/logo.png", png(1600, 200))
    judge(papers(with_facts(site, FACTS["lang"]), one_of_each).made(tmp_path / "tmp", 2), FACTS["lang"], False)


def png(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", (width, height), (26, 60, 110, 255)).save(out, "PNG")
    return out.getvalue()


def logo_on(data: bytes, ratio: float) -> tuple[tuple[float, ...], str]:
    """Where the only picture of that shape stands on the last page of a sheet, and the text in that place."""
    document = pypdfium2.PdfDocument(data)
    page = document[len(document) - 1]
    places = [one.get_bounds() for one in page.get_objects([pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=9)]
    (place,) = [one for one in places if (one[2] - one[0]) / (one[3] - one[1]) == pytest.approx(ratio, rel=0.1)]
    return place, page.get_textpage().get_text_bounded(*place).strip()


def test_the_limits_are_those_of_the_schema() -> None:
    """What is tried above is as long as may be, and a character more is refused at its own line."""
    schema = {**Contact.model_json_schema()["properties"], **Settings.model_json_schema()["properties"]}
    for field, most in LIMITS.items():
        assert schema[field]["maxLength"] == most
        assert most - 2 <= len(FACTS["tot de grens"][field]) <= most, field


def test_what_has_no_room_is_told_by_its_field_and_length(tmp_path: Path) -> None:
    """A name without a joint is too wide for the narrow column: the message is about site.yml, not about a template."""
    email = f"{'loopbaancentrumvoorzorgenwelzijn' * 2}@b.nl"
    site = with_facts(in_style(Site(tmp_path / "site", {}), "voorbeeld"), {"email": email})
    sheets = papers(site, lambda page: "test-kolom" in page.target).made(tmp_path / "tmp")
    ((finding,),) = [sheet.findings for sheet in sheets.values()]
    assert (finding.code, finding.position.file) == ("past-niet", "site.yml")
    assert "vak «contactgegevens» (" in finding.message
    assert finding.remedy.startswith(f"maak «email» ({len(email)} tekens) of ")


def test_what_every_sheet_says_of_a_field_is_told_once_at_its_line(site: Site) -> None:
    """A wish for another template that has too little room for it; two sheets say so, the worst of them is told."""
    site.write("content/posters/noor.yml", POSTER.replace("[A3]", "[A4, A3]"))
    box = '<div data-vak="voet" style="height: 8mm; width: 60mm; font-size: 12pt">'
    field = '<p data-veld="plek in site.yml">{{ site.contact.plek }}</p></div>'
    head = '<html lang="nl"><head><title>x</title><link rel="stylesheet" href="{{ asset("druk/basis.css") }}"></head>'
    site.write("templates/druk/poster.html", f"{head}<body>{box}{field}</body></html>")
    site.change(
        "site.yml", "plek: eerste verdieping", "plek: eerste verdieping, achter de lift en dan nog een eind links"
    )
    site.build()
    told = [finding for finding in site.outcome.findings if finding.code == "past-niet"]
    line = (site.root / "site.yml").read_text(encoding="utf-8").split("\n  plek:")[0].count("\n") + 2
    assert [(f.position.file, f.position.line) for f in told] == [("site.yml", line)], site.outcome.findings
    assert told[0].message.endswith("; dat geldt voor 2 bladen")


def test_the_pattern_sees_an_address_that_breaks_in_a_word() -> None:
    pattern = joined_at_joints("punt@noorder-breedte.nl")
    assert re.search(pattern, "punt\r\n@noorder-\r\nbreedte\r\n.nl")
    assert not re.search(pattern, "punt@noorder-bre\r\nedte.nl")
    assert not re.search(pattern, "punt@noorder-bree-dte.nl")
