"""Text that does not fit is fitted, or told; it is never lost without a word."""

from __future__ import annotations

import io
import random
import re
from pathlib import Path

import pikepdf
import pytest

from builder.diagnostics import Diagnostic, Made
from tests.keuring import colours_of_text
from tests.persen import page, printed, read
from tests.sample import squeeze

SEED = 20261122
SYLLABLES = "ba ge lo de ti ver mo za ru ke na po wi sta bij le on der kin schap huis werk".split()


def words(count: int, mark: str = "") -> str:
    """So many characters of words that all differ, so that none of them can be missed unseen."""
    source, made = random.Random(SEED), ""
    while len(made) < count:
        word = "".join(source.choice(SYLLABLES) for _ in range(source.choice((1, 2, 2, 3, 4))))
        made += f"{word}{mark}{len(made)} "
    return made[:count].strip()


# A step has a colour of its own, by which it can be seen in the PDF which one was taken.
STEPS = """
.vak { font: 14pt/18pt serif; hyphens: manual; color: #101010; width: 80mm; height: 40mm }
.krap-1 { font-size: 12pt; line-height: 15pt; color: #0000ff }
.krap-2 { font-size: 10pt; line-height: 12pt; color: #008000 }
"""
COLOURS = {(16, 16, 16): 0, (0, 0, 255): 1, (0, 128, 0): 2}
FITTING = {
    # name: characters, steps that the template has, the step that must be taken, whether it fits
    "ruim": (130, 2, 0, True),
    "een stap": (190, 2, 1, True),
    "twee stappen": (290, 2, 2, True),
    "nooit": (600, 2, 2, False),
    "van het blad af": (1400, 2, 2, False),
    "zonder stappen": (430, 0, 0, False),
    "een stap te weinig": (590, 1, 1, False),
}
PLAIN = "body { font: 12pt/15pt serif }"
LONG, SHORT = words(1400), words(170, "k")


def marked(text: str, krap: int, name: str = "tekst", more: str = "") -> str:
    steps = f' data-krap="{krap}"' if krap else ""
    return f'<div class="vak" data-vak="{name}"{steps}><p data-veld="kop"{more}>{text}</p></div>'


# Boxes in which text may get lost in a way of its own; ``{}`` is the text.
PLACES = {
    "in de stroom": '<div {vak} style="height: 40mm">{text}</div>',
    "los": '<div {vak} style="position: absolute; left: 10mm; top: 30mm; width: 60mm; height: 35mm">{text}</div>',
    "onderaan": '<div {vak} style="position: absolute; left: 10mm; bottom: 0; width: 60mm; height: 35mm">{text}</div>',
    "verborgen": '<div {vak} style="height: 40mm; overflow: hidden"><p>{text}</p></div>',
    "kolommen": '<div {vak} style="height: 40mm; columns: 2; column-gap: 6mm">{text}</div>',
    "flex": '<div style="display: flex"><p style="width: 30mm">naast</p>'
    '<div {vak} style="width: 60mm; height: 40mm">{text}</div></div>',
    "tabel": '<table {vak} style="height: 40mm; width: 90mm"><tr><td>{text}</td></tr></table>',
    "raster": '<div style="display: grid; grid-template-columns: 60mm 30mm">'
    '<p {vak} style="height: 40mm">{text}</p></div>',
    "zwevend": '<div {vak} style="float: left; width: 50mm; height: 40mm">{text}</div>',
    "lijst": '<ul {vak} style="height: 40mm"><li>{text}</li></ul>',
    "zonder maat": "<div>{text}</div>",
    "rechts eraf": '<div style="position: absolute; left: 80mm; top: 20mm; white-space: nowrap">{text}</div>',
    "links eraf": '<div style="position: absolute; right: 80mm; top: 20mm; white-space: nowrap">{text}</div>',
    "onder eraf": '<div style="position: absolute; top: 130mm; left: 9mm; width: 50mm">{text}</div>',
    "boven eraf": '<div style="position: absolute; bottom: 130mm; left: 9mm; width: 50mm">{text}</div>',
}
LENGTHS = (10, 25, 50, 80, 120, 160, 200, 260, 320, 400, 500, 640, 800, 1000, 1300, 1600, 2000)


def of_every_length(place: str) -> str:
    """A sheet for each length, one after the other."""
    boxes = (place.format(vak=f'data-vak="vak {n}"', text=words(n, "q")) for n in LENGTHS)
    sheets = (f'<section class="blad" id="l{n}">{box}</section>' for n, box in zip(LENGTHS, boxes, strict=True))
    css = ".blad { position: relative; height: 150mm; break-after: page; font: 10pt/13pt serif }"
    return page("".join(sheets), css)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Made]:
    """All planted sheets of this module, made in one go."""
    sheets = {name: page(marked(words(count), krap), STEPS) for name, (count, krap, _, _) in FITTING.items()}
    sheets |= {
        "korter": page(marked(LONG, 1, more=f' data-korter="{SHORT}"'), STEPS),
        "korter niet nodig": page(marked(words(190), 1, more=f' data-korter="{SHORT}"'), STEPS),
        "korter te lang": page(marked(LONG, 1, more=f' data-korter="{words(900, "k")}"'), STEPS),
        "velden": page(
            '<div class="vak" data-vak="blok"><p data-veld="titel">Kop</p><p data-veld="intro">Zin</p>'
            f'<p data-veld="citaat in het verhaal">{LONG}</p></div>',
            STEPS,
        ),
        "twee vakken": page(marked(words(290), 2, "een") + marked(words(120, "b"), 2, "twee"), STEPS),
        "binnenste": page(
            f'<div class="vak" data-vak="buiten" style="height: 90mm"><p>Kort</p><div data-vak="binnen" '
            f'style="height: 20mm">{words(280)}</div></div>',
            STEPS,
        ),
        "buitenste": page(
            f'<div class="vak" data-vak="buiten"><div data-vak="binnen" style="height: 60mm">{words(210)}</div></div>',
            STEPS,
        ),
        "een blad": page(f'<p data-veld="brief">{words(1900)}</p>', PLAIN, attributes='data-bladen="1"'),
        "twee bladen": page(f"<p>{words(1900)}</p>", PLAIN, attributes='data-bladen="2"'),
        "blad met stap": page(
            f"<p>{words(1300)}</p>",
            "body { font: 14pt/18pt serif } body.krap-1 { font: 9.5pt/12pt serif }",
            attributes='data-bladen="1" data-krap="1"',
        ),
        "lang woord": page(marked("Wiebedachtditwoord" * 8, 0), STEPS),
        **{name: of_every_length(place) for name, place in PLACES.items()},
    }
    return printed(sheets, tmp_path_factory.mktemp("passen") / "tmp", wants=frozenset())


def told(made: Made) -> list[Diagnostic]:
    assert {finding.code for finding in made.findings} <= {"past-niet"}, made.findings
    return list(made.findings)


def step_of(made: Made) -> set[int]:
    """The steps that were taken, told by the colour of the text."""
    with pikepdf.open(io.BytesIO(made.data)) as pdf:
        found = {tuple(round(share * 255) for share in colour) for colour in colours_of_text(pdf.pages[0])}
    return {COLOURS[colour] for colour in found}


@pytest.mark.parametrize("name", FITTING)
def test_a_box_takes_the_first_step_that_fits(made: dict[str, Made], name: str) -> None:
    count, _, step, fits = FITTING[name]
    assert step_of(made[name]) == {step}
    assert (not told(made[name])) == fits
    if fits:
        assert squeeze(words(count)) in squeeze(read(made[name].data)[0])


def test_a_message_names_the_box_and_the_field(made: dict[str, Made]) -> None:
    (finding,) = told(made["nooit"])
    assert re.fullmatch(
        r"nooit: de tekst past niet in het vak «tekst» \(\d+ tekens te veel, vanaf «[^»]{2,40}»\)", finding.message
    )
    assert finding.remedy == "maak «kop» korter"
    assert str(finding.position) == "nooit.yml:1"


def test_a_message_names_every_field_of_the_box(made: dict[str, Made]) -> None:
    (finding,) = told(made["velden"])
    assert finding.remedy == "maak «titel», «intro» of «citaat in het verhaal» korter"


@pytest.mark.parametrize("name", ["nooit", "van het blad af", "zonder stappen", "een stap te weinig"])
def test_a_message_says_how_many_characters_are_too_many(made: dict[str, Made], name: str, tmp_path: Path) -> None:
    """Right within a fifth: cut by so many and a fifth of that a text fits; cut by four fifths of it, it does not."""
    count, krap, _, _ = FITTING[name]
    (finding,) = told(made[name])
    surplus = int(re.findall(r"\((\d+) tekens te veel", finding.message)[0])
    lengths = {"genoeg": count - surplus * 1.2, "te weinig": count - surplus * 0.8}
    sheets = {n: page(marked(words(int(length)), krap), STEPS) for n, length in lengths.items()}
    again = printed(sheets, tmp_path / "tmp", wants=frozenset())
    assert not told(again["genoeg"]), f"{surplus} te veel is te weinig gezegd"
    assert told(again["te weinig"]), f"{surplus} te veel is te veel gezegd"


def test_the_shorter_text_of_the_source_is_the_last_step(made: dict[str, Made]) -> None:
    text = squeeze(read(made["korter"].data)[0])
    assert not told(made["korter"])
    assert squeeze(SHORT) in text
    assert squeeze(LONG)[:40] not in text
    assert squeeze(words(190)) in squeeze(read(made["korter niet nodig"].data)[0])
    assert "k30" not in read(made["korter niet nodig"].data)[0]
    assert len(told(made["korter te lang"])) == 1


def test_each_box_is_fitted_on_its_own(made: dict[str, Made]) -> None:
    assert not told(made["twee vakken"])
    assert step_of(made["twee vakken"]) == {2, 0}
    text = squeeze(read(made["twee vakken"].data)[0])
    assert squeeze(words(290)) in text
    assert squeeze(words(120, "b")) in text


def test_the_box_that_is_too_small_is_named_and_not_the_one_around_it(made: dict[str, Made]) -> None:
    assert [re.findall("vak «(.*?)»", f.message) for f in told(made["binnenste"])] == [["binnen"]]
    assert [re.findall("vak «(.*?)»", f.message) for f in told(made["buitenste"])] == [["buiten"]]


def test_too_many_sheets_are_told_or_fitted(made: dict[str, Made]) -> None:
    (finding,) = told(made["een blad"])
    assert "past niet in het vak «het hele blad» (" in finding.message
    assert finding.remedy == "maak «brief» korter"
    assert len(read(made["twee bladen"].data)) == 2
    assert squeeze(words(1900)) in squeeze("".join(read(made["twee bladen"].data)))
    for name in ("twee bladen", "blad met stap"):
        assert not told(made[name])
    assert squeeze(words(1300)) in squeeze("".join(read(made["blad met stap"].data)))


def test_a_word_that_is_wider_than_its_box_is_told(made: dict[str, Made]) -> None:
    (finding,) = told(made["lang woord"])
    assert "«tekst»" in finding.message


@pytest.mark.parametrize("place", PLACES)
def test_a_text_of_any_length_is_there_or_is_told(made: dict[str, Made], place: str) -> None:
    """Never neither: by the name of its box, or where it has none by what is lost of the sheet."""
    text = squeeze(" ".join(read(made[place].data)))
    named = {int(n) for f in told(made[place]) for n in re.findall(r"vak «vak (\d+)»", f.message)}
    lost = {n for n in LENGTHS if squeeze(words(n, "q")) not in text}
    assert lost <= named if "{vak}" in PLACES[place] else not lost or told(made[place])
    assert 10 not in named | lost or "eraf" in place


def test_the_places_do_lose_text(made: dict[str, Made]) -> None:
    """That the planted boxes are dangerous: in most of them the engine drops or cuts what has no room."""
    whole = [place for place in PLACES if squeeze(words(2000, "q")) in squeeze(" ".join(read(made[place].data)))]
    assert len(whole) < len(PLACES) / 2, whole
    assert sum(bool(told(made[place])) for place in PLACES) == len(PLACES) - 1  # what has no size of its own flows on
