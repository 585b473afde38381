"""The zelftest on paper: nothing of the source is lost, every sheet is tagged, and the form can be filled in."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import page
import pikepdf
import pypdfium2
import pytest
import yaml
import zxingcpp

from builder import prose
from builder.content import Library
from builder.kinds.zelftest import PAPERS, Zelftest
from tests.sample import drawn_in, library_of, pages_of, squeeze
from tests.site import REPO, Site

FORMS = ("formulier", "poster")
KOMPAS = "content/zelftests/kompas.yml"


@pytest.fixture(scope="module")
def zelftest(library: Library) -> Zelftest:
    """The test of the sample."""
    (document,) = library.all(Zelftest)
    return document.value


def paper(site: Site, name: str, id: str = "loopbaantest") -> Path:
    return site.output / f"kantoor/zelftest/{id}-{name}.pdf"


def text_of(pdf: Path) -> str:
    """All that a PDF says, as letters and figures only, without the addresses behind the words of a link."""
    return squeeze(re.sub(r"\(\s*(?:[\w-]+\.)+[\w/.\s-]*\)", "", " ".join(pages_of(pdf))))


def must_say(zelftest: Zelftest) -> dict[str, list[str]]:
    """What each paper must hold of its source; prose as its sentences would be spread over lines and pages."""
    statements = [text for factor in zelftest.factoren for text in (factor.weten, factor.doen)]
    names = [factor.naam for factor in zelftest.factoren]
    answers = [step.tekst for step in zelftest.schaal]
    situation = [text for q in zelftest.situatie for text in (q.vraag, *(answer.tekst for answer in q.antwoorden))]
    outcomes = [text for o in zelftest.uitkomsten for text in (o.titel, o.stapje, o.contactzin, *words(o.tekst.text))]
    bands = [word.tekst for word in zelftest.woorden]
    talk = [text for factor in zelftest.factoren for text in (factor.uitleg, factor.praat)]
    around = [*words(zelftest.intro.text), *words(zelftest.let_op.text), *words(zelftest.afsluiting.text)]
    form = [
        zelftest.titel,
        *statements,
        *names,
        *answers,
        zelftest.weet_niet,
        *situation,
        *outcomes,
        *bands,
        *talk,
        *around,
    ]
    read = zelftest.samenlezen
    return {
        "formulier": form,
        "kolom": [zelftest.titel, *statements, *names, *answers, *bands, *(o.titel for o in zelftest.uitkomsten)],
        "advertentie": [zelftest.advertentie.kop, zelftest.advertentie.zin, "Niemand ziet uw antwoorden"],
        "poster": [zelftest.poster.kop, *zelftest.poster.zinnen, "Naam (mag leeg)"],
        "samen-lezen": [
            *read.vooraf,
            *read.samen,
            *read.na,
            *answers,
            zelftest.weet_niet,
            *statements,
            *names,
            *situation,
        ],
    }


def words(text: str) -> list[str]:
    """The words of a prose text, three at a time: a sentence may run on over the foot of a page."""
    found = prose.plain(text).split()
    return [" ".join(found[at : at + 3]) for at in range(0, len(found), 3)]


def lost(zelftest: Zelftest, name: str, pdf: Path) -> list[str]:
    said = text_of(pdf)
    return [wanted for wanted in must_say(zelftest)[name] if squeeze(wanted) not in said]


# --- What stands on every paper ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAPERS)
def test_nothing_of_the_source_is_lost(name: str, sample: Site, zelftest: Zelftest) -> None:
    assert not lost(zelftest, name, paper(sample, name))


@pytest.mark.parametrize("name", PAPERS)
def test_every_paper_is_pdf_ua_in_the_own_letters(name: str, sample: Site) -> None:
    pdf = paper(sample, name)
    report = page.validate_pdf_bytes(pdf.read_bytes(), profile=page.ValidationProfile.PDF_UA_1)
    assert report.is_compliant, [failure.message for failure in report.failures]
    assert drawn_in("atkinsonhyperlegiblenext", pdf)


@pytest.mark.parametrize("name", PAPERS)
def test_contact_on_every_page(name: str, sample: Site, library: Library) -> None:
    contact = library.settings.contact
    ways = (contact.intranet, contact.email, contact.telefoon, contact.tijden)
    for number, text in enumerate(pages_of(paper(sample, name)), 1):
        assert not [way for way in ways if squeeze(way) not in squeeze(text)], f"bladzijde {number}"
        assert "verzonnenmensenenorganisaties" in squeeze(text), f"bladzijde {number}"


@pytest.mark.parametrize("name", PAPERS)
def test_what_lies_in_the_printer_is_called_by_a_neutral_name(name: str, sample: Site, zelftest: Zelftest) -> None:
    """Who sees the name of a form in a list does not learn what somebody fills in."""
    with pikepdf.open(paper(sample, name)) as pdf:
        told = " ".join(map(str, (pdf.docinfo or {}).values()))
        title = str(pdf.docinfo.Title)
    assert title == "Formulier" if name in FORMS else title != "Formulier"
    if name in FORMS:
        assert "test" not in told.lower()
        assert not [o.titel for o in zelftest.uitkomsten if o.titel in told]


def test_papers_have_their_size(sample: Site) -> None:
    wanted = {"kolom": (90, 267), "advertentie": (186, 132)}
    for name in PAPERS:
        with pikepdf.open(paper(sample, name)) as pdf:
            sizes = {tuple(round(float(edge) / 72 * 25.4) for edge in sheet.trimbox[2:]) for sheet in pdf.pages}
            count = len(pdf.pages)
        assert sizes == {wanted.get(name, (210, 297))}, name
        assert count == 1 or name in ("formulier", "samen-lezen"), f"{name} heeft {count} bladzijden"
        assert name != "formulier" or count % 2 == 0, "de laatste bladzijde heeft een lege achterkant"


def test_the_advert_leads_to_the_test(sample: Site, library: Library) -> None:
    """Its QR code, read back from a picture of the sheet, with and without colour; the address stands beside it."""
    address = f"{library.settings.adres}test/loopbaantest.html"
    picture = pypdfium2.PdfDocument(paper(sample, "advertentie"))[0].render(scale=200 / 72).to_pil()
    for seen in (picture.convert("RGB"), picture.convert("L")):
        assert [found.text for found in zxingcpp.read_barcodes(seen)] == [address]
    assert squeeze(address.removeprefix("https://")) in text_of(paper(sample, "advertentie"))


# --- Fields ---------------------------------------------------------------------------------------------------


def fields_of(pdf: pikepdf.Pdf) -> dict[str, Any]:
    """The fields of a form by name."""
    found = [(str(field.T), field) for field in pdf.Root.AcroForm.Fields]
    assert len(found) == len(dict(found)), "een veld staat er twee keer in"
    return dict(found)


def test_every_question_is_one_field_with_its_own_name(sample: Site, zelftest: Zelftest) -> None:
    asked = {f"{f.sleutel}-{kind}": getattr(f, kind) for f in zelftest.factoren for kind in ("weten", "doen")}
    answers = [f"{step.waarde} {step.tekst}" for step in zelftest.schaal]
    with pikepdf.open(paper(sample, "formulier")) as pdf:
        fields = fields_of(pdf)
        for name, statement in asked.items():
            group = fields.pop(name)
            assert str(group.TU) == statement
            assert [str(value) for value in group.Opt] == ["1", "2", "3", "4", "5", "telt niet mee"]
            assert [str(button.TU) for button in group.Kids] == [*answers, zelftest.weet_niet]
        for question in zelftest.situatie:
            group = fields.pop(f"situatie-{question.sleutel}")
            assert str(group.TU) == question.vraag
            assert [str(value) for value in group.Opt] == [answer.sleutel for answer in question.antwoorden]
        for factor in zelftest.factoren:
            assert str(fields.pop(f"{factor.sleutel}-samen").TU) == f"samen: {factor.naam}"
            assert str(fields.pop(f"{factor.sleutel}-rijtje").TU) == factor.naam
            for kind in ("weten", "doen"):
                assert str(fields.pop(f"{factor.sleutel}-getal-{kind}").TU).startswith("zin ")
        assert not fields


def test_the_poster_has_room_for_own_words(sample: Site, zelftest: Zelftest) -> None:
    with pikepdf.open(paper(sample, "poster")) as pdf:
        fields = fields_of(pdf)
        assert {str(field.TU) for field in fields.values()} == {
            "Naam (mag leeg)",
            *(f"{start} …" for start in zelftest.poster.zinnen),
        }
        lines = [field for name, field in fields.items() if name != "naam"]
        assert all(int(field.Ff) & 1 << 12 for field in lines), "een zin heeft maar een regel"
        assert all(float(field.Rect[2]) - float(field.Rect[0]) > 400 for field in lines)


def test_the_form_keeps_what_is_filled_in(sample: Site, zelftest: Zelftest, tmp_path: Path) -> None:
    """Every statement chosen and every sum typed by program, saved, and read back field by field."""
    wanted: dict[str, str] = {}
    with pikepdf.open(paper(sample, "formulier")) as pdf:
        for at, (name, field) in enumerate(fields_of(pdf).items()):
            if field.FT == "/Btn":
                choice = at % len(field.Kids)
                key = next(key for key in field.Kids[choice].AP.N if key != "/Off")
                field.V = field.Kids[choice].AS = pikepdf.Name(key)
                wanted[name] = str(field.Opt[choice])
            else:
                wanted[name] = str(at % 9 + 2)
                field.V = pikepdf.String(wanted[name])
        pdf.save(tmp_path / "ingevuld.pdf")
    with pikepdf.open(tmp_path / "ingevuld.pdf") as pdf:
        assert {name: value_of(field) for name, field in fields_of(pdf).items()} == wanted
    assert len(wanted) == len(zelftest.situatie) + 6 * len(zelftest.factoren)


def value_of(field: Any) -> str:
    """What was filled in: the text, or the meaning of the one button that is down."""
    if field.FT != "/Btn":
        return str(field.V)
    (down,) = [at for at, button in enumerate(field.Kids) if button.AS == field.V != "/Off"]
    return str(field.Opt[down])


def test_what_is_filled_in_can_be_seen(sample: Site) -> None:
    """The dot of a chosen button is drawn, and so is a typed sum; nothing is drawn before."""
    with pikepdf.open(paper(sample, "formulier")) as pdf:
        button = fields_of(pdf)["flexibiliteit-weten"].Kids[3]
        number = next(
            at for at, sheet in enumerate(pdf.pages) if button.objgen in {a.objgen for a in sheet.get("/Annots", ())}
        )
        before = rendered(pdf, number)
        button.AS = button.Parent.V = next(pikepdf.Name(key) for key in button.AP.N)
        chosen = rendered(pdf, number)
        assert chosen != before
        fields_of(pdf)["flexibiliteit-samen"].V = pikepdf.String("8")
        assert rendered(pdf, number) not in (before, chosen)


def rendered(pdf: pikepdf.Pdf, number: int) -> bytes:
    out = io.BytesIO()
    pdf.save(out)
    document = pypdfium2.PdfDocument(out.getvalue())
    document.init_forms()
    return bytes(document[number].render(scale=1).to_pil().tobytes())


# --- As large as a test may be ---------------------------------------------------------------------------------

COLOURS = ("tomaat", "saffraan", "blad", "pruim", "zee")
SHAPES = ("bord", "kom", "lepel")


def long_text(start: str, length: int) -> str:
    """A sentence of exactly so many characters that no other sentence begins like."""
    text = f"{start} weegt wat er gebeurt op een dag met een kort overleg en een lange gang vol deuren en mensen " * 9
    return text[: length - 1].rstrip().ljust(length - 1, "n") + "."


def largest(most: int = 160) -> dict[str, Any]:
    """The kompas of the other tests with as many factors, questions and bands as there may be, and long texts."""
    text = (REPO / "tests/cases/bij" / KOMPAS).read_text(encoding="utf-8")
    test: dict[str, Any] = yaml.safe_load(text.replace("[Klopt dit?]", "[Klopt dit]"))  # PyYAML stumbles over the mark
    factor, outcome = test["factoren"][0], test["uitkomsten"][0]
    letters = "abcd"
    test["titel"] = long_text("Kompas", 80)
    test["situatie"] = [
        {
            "sleutel": f"v{q}",
            "vraag": long_text(f"Vraag {q}", most),
            "antwoorden": [{"sleutel": a, "tekst": long_text(f"Keuze {a}{q}", 90)} for a in letters],
        }
        for q in range(4)
    ]
    test["factoren"] = [
        {
            **factor,
            "sleutel": "reflecteren" if at == 0 else f"factor-{at}",
            "naam": long_text(f"Onderwerp {at}", 80),
            "kleur": COLOURS[at % 5],
            "vorm": SHAPES[at // 5],
            "weten": long_text(f"Weten {at}", most),
            "doen": long_text(f"Doen {at}", most),
            "uitleg": long_text(f"Uitleg {at}", 160),
            "praat": long_text(f"Praat {at}", 160),
        }
        for at in range(12)
    ]
    some: dict[str, list[str]] = {f"v{q}": list(letters[q:]) for q in (1, 2, 3)}
    conditions = [{"v0": [letters[at // 2]], **(some if at % 2 == 0 else {})} for at in range(7)] + [{}]
    bands = [(2, 2), (3, 4), (5, 6), (7, 8), (9, 10)]
    test["woorden"] = [{"van": low, "tot": high, "tekst": long_text(f"Band {low}", 80)} for low, high in bands]
    test["uitkomsten"] = [
        {
            **outcome,
            "sleutel": f"uit-{at}",
            "titel": long_text(f"Uitkomst {at}", 80),
            "als": conditions[at],
            "tekst": "\n\n".join(long_text(f"Tekst {at} {part}", 900) for part in range(5 if at == 3 else 1)),
            "stapje": long_text(f"Stapje {at}", 400),
            "contactzin": long_text(f"Contactzin {at}", 300),
            "factoren": "gevouwen" if at % 3 == 0 else "open",
        }
        for at in range(8)
    ]
    for step in test["schaal"]:
        step["tekst"] = long_text(f"Trede {step['waarde']}", 60)
    test["poster"]["kop"], test["advertentie"]["kop"] = long_text("Poster", 80), long_text("Zou", 80)
    test["poster"]["zinnen"] = [long_text(f"Ik {at}", 60) for at in range(4)]
    test["advertentie"]["zin"] = long_text("Zin", 160)
    test["samenlezen"] = {
        "vooraf": [long_text(f"Vooraf {at}", most) for at in range(6)],
        "samen": [long_text(f"Samen {at}", most) for at in range(8)],
        "na": [long_text(f"Na {at}", most) for at in range(6)],
    }
    return test


def test_the_largest_test_loses_nothing(site: Site) -> None:
    """Twelve factors, four questions, five bands, eight outcomes, long statements, and an outcome of two pages."""
    site.write(KOMPAS, json.dumps(largest(), ensure_ascii=False)).build(only=("zelftest",))
    assert not site.outcome.findings
    (document,) = library_of(site).all(Zelftest)
    for name in PAPERS:
        pdf = paper(site, name, "kompas")
        assert not lost(document.value, name, pdf), name
        report = page.validate_pdf_bytes(pdf.read_bytes(), profile=page.ValidationProfile.PDF_UA_1)
        assert report.is_compliant, name
    with pikepdf.open(paper(site, "formulier", "kompas")) as form:
        assert len(fields_of(form)) == 4 + 6 * 12


def test_the_smallest_test_is_whole_too(site: Site) -> None:
    site.write(KOMPAS, (REPO / "tests/cases/bij" / KOMPAS).read_bytes()).build(only=("zelftest",))
    assert not site.outcome.findings
    (document,) = library_of(site).all(Zelftest)
    for name in PAPERS:
        assert not lost(document.value, name, paper(site, name, "kompas")), name
    assert len(document.value.factoren) <= 4
    assert len(pages_of(site.output / "kantoor/zelftest/kompas-formulier.pdf")) <= 6, "dit is een korte test"
