"""A house font as it comes: any files, any names, any form; and the letters that stand in for what it lacks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from builder.diagnostics import Position
from builder.fonts import Letters, gather
from builder.fonts.face import Unfit, for_paper, packed, read, settled
from builder.theme import Theme
from tests import gieterij
from tests.gieterij import collection, flagged, part, postscript, static, symbols
from tests.site import REPO, Site

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
    letters, findings = gather(Theme((folder, REPO / "templates")), "Duinrand Sans", named, WHERE)
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
