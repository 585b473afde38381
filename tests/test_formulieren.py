"""Forms on paper: tagged, whole, contact on every page; every field filled in and read back; the same on screen."""

from __future__ import annotations

import ctypes
import io
import json
import re
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import html5lib
import page
import pikepdf
import pypdfium2
import pypdfium2.raw as reader
import pytest

from builder import prose
from builder.content import Library
from builder.kinds.formulier import Formulier, Tabel, Veld
from builder.kinds.productblad import Productblad
from tests.sample import drawn_in, library_of, pages_of, squeeze
from tests.site import REPO, Site

FORMS = sorted(path.stem for path in (REPO / "content/formulieren").glob("*.yml"))
WITH_PEN = ("handtekening", "foto")
GROOT = "content/formulieren/groot.yml"
MM = 72 / 25.4

Sheets = list[Productblad]


def paper(site: Site, id: str) -> Path:
    return site.output / f"kantoor/formulieren/{id}.pdf"


def form_of(library: Library, id: str) -> Formulier:
    return next(document.value for document in library.all(Formulier) if document.id == id)


def sheets_of(library: Library) -> Sheets:
    return [document.value for document in library.all(Productblad)]


# --- What the sources ask ------------------------------------------------------------------------------------


def asked(form: Formulier, sheets: Sheets) -> dict[str, str]:
    """Every field that there must be, by its name, with the words that name it to who does not see the page."""
    found: dict[str, str] = {}
    for part in form.onderdelen:
        pairs = [(field.sleutel, "", field) for field in part.velden]
        pairs += [(f"{field.sleutel}-{s.nr}", s.titel, field) for field in part.per_productblad for s in sheets]
        for name, around, field in pairs:
            found |= {key: f"{around} {words}".strip() for key, words in of_question(name, field)}
        found |= dict(of_table(part.tabel)) if part.tabel else {}
    return found


def of_question(name: str, field: Veld) -> Iterator[tuple[str, str]]:
    if field.soort == "kies-meer":
        yield from ((f"{name}-{at}", f"{field.vraag} {choice}") for at, choice in enumerate(field.keuzes, 1))
    elif field.soort not in WITH_PEN:
        yield name, field.vraag


def of_table(table: Tabel) -> Iterator[tuple[str, str]]:
    rows = [*table.rijen, *(f"rij {len(table.rijen) + at}" for at in range(1, table.open + 1))]
    for at, row in enumerate(rows, 1):
        for column, head in enumerate(table.kolommen, 1):
            yield f"{table.sleutel}-{at}-{column}", f"{head.kop}, {row}"


def questions(form: Formulier) -> list[Veld]:
    return [field for part in form.onderdelen for field in (*part.velden, *part.per_productblad)]


def lines_of(form: Formulier, sheets: Sheets) -> list[str]:
    """The short texts of a form: none of them may be spread over two pages."""
    texts = [form.titel, form.kort]
    for part in form.onderdelen:
        texts.append(part.titel)
        if part.tabel:
            texts += [part.tabel.kop or "", *part.tabel.rijen, *(head.kop for head in part.tabel.kolommen)]
        if part.per_productblad:
            texts += [text for sheet in sheets for text in (sheet.titel, sheet.ondertitel, sheet.kern)]
    for field in questions(form):
        texts += [field.vraag, field.hulp or "", *field.keuzes]
    return texts


def lost(form: Formulier, sheets: Sheets, pdf: Path) -> list[str]:
    """What a form should say and does not; of prose, which may run on over the foot of a page, the words in order."""
    said = squeeze(" ".join(pages_of(pdf)))
    missing = [line for line in lines_of(form, sheets) if squeeze(line) not in said]
    parts = [part.tekst.text for part in form.onderdelen if part.tekst]
    for text in (form.wie_ziet_dit, form.intro.text, *parts, form.slot.text):
        at = 0
        for word in prose.plain(text).split():
            found = said.find(squeeze(word), at)
            at, missing = (found, missing) if found >= 0 else (at, [*missing, word])
    return missing


# --- What the PDF gives back ---------------------------------------------------------------------------------


def fields_of(pdf: pikepdf.Pdf) -> dict[str, Any]:
    """The fields of a form by name."""
    found = [(str(field.T), field) for field in pdf.Root.AcroForm.Fields]
    assert len(found) == len(dict(found)), "een veld staat er twee keer in"
    return dict(found)


def plain(text: str) -> str:
    """Words and nothing else: the marks between the parts of a name may differ."""
    return " ".join(re.findall(r"\w+", text.replace("\u00ad", "")))


def named(pdf: pikepdf.Pdf) -> dict[str, str]:
    return {name: plain(str(field.TU)) for name, field in fields_of(pdf).items()}


def is_ua(pdf: Path) -> bool:
    report = page.validate_pdf_bytes(pdf.read_bytes(), profile=page.ValidationProfile.PDF_UA_1)
    assert report.is_compliant, [failure.message for failure in report.failures]
    return True


def test_there_is_paper_of_every_form(sample: Site) -> None:
    for folder in ("kantoor/formulieren", "intranet/pdf/formulieren"):
        assert sorted(path.stem for path in (sample.output / folder).glob("*.pdf")) == FORMS


@pytest.mark.parametrize("id", FORMS)
def test_every_form_is_pdf_ua_in_the_own_letters(id: str, sample: Site) -> None:
    assert is_ua(paper(sample, id))
    assert drawn_in("atkinsonhyperlegiblenext", paper(sample, id))


@pytest.mark.parametrize("id", FORMS)
def test_every_question_and_choice_can_be_read(id: str, sample: Site, library: Library) -> None:
    assert not lost(form_of(library, id), sheets_of(library), paper(sample, id))


@pytest.mark.parametrize("id", FORMS)
def test_contact_and_its_number_on_every_page(id: str, sample: Site, library: Library) -> None:
    contact = library.settings.contact
    texts = pages_of(paper(sample, id))
    for number, text in enumerate(texts, 1):
        wanted = (contact.intranet, contact.email, contact.telefoon, contact.tijden, f"{number} van {len(texts)}")
        assert not [one for one in wanted if squeeze(one) not in squeeze(text)], f"bladzijde {number}"
        assert "verzonnenmensenenorganisaties" in squeeze(text), f"bladzijde {number}"


@pytest.mark.parametrize("id", FORMS)
def test_every_question_is_a_field_with_its_own_words(id: str, sample: Site, library: Library) -> None:
    """Each name once, as the sources have it, and no field beside them; answers and sorts of field as asked."""
    form = form_of(library, id)
    with pikepdf.open(paper(sample, id)) as pdf:
        assert named(pdf) == {name: plain(text) for name, text in asked(form, sheets_of(library)).items()}
        fields = fields_of(pdf)
        for question in questions(form):
            key = re.compile(rf"{question.sleutel}(-\d+)?")
            for field in [field for name, field in fields.items() if key.fullmatch(name)]:
                button = question.soort in ("kies-een", "kies-meer", "vinkje")
                assert str(field.FT) == ("/Btn" if button else "/Tx")
                assert button or (" 0 Tf" in str(field.DA) and int(field.Ff) & 1 << 12 and int(field.Ff) & 1 << 23)
                if question.soort == "kies-een":
                    assert [str(value) for value in field.Opt] == list(question.keuzes)
                    assert [str(button.TU) for button in field.Kids] == list(question.keuzes)


def test_a_cell_is_tagged_with_its_column_and_row(sample: Site, library: Library) -> None:
    for id in FORMS:
        tables = [part.tabel for part in form_of(library, id).onderdelen if part.tabel]
        with pikepdf.open(paper(sample, id)) as pdf:
            tags = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/S" in item]
            cells = [tag for tag in tags if tag.S == "/TD"]
            assert len(cells) == sum(len(list(of_table(table))) for table in tables), id
            assert all(len(cell.A.Headers) == 2 for cell in cells), id


# --- Filling in ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("id", FORMS)
def test_the_form_keeps_what_is_filled_in(id: str, sample: Site, tmp_path: Path) -> None:
    """Every field filled in by program, saved, and read back field by field."""
    wanted: dict[str, str] = {}
    with pikepdf.open(paper(sample, id)) as pdf:
        for at, (name, field) in enumerate(fields_of(pdf).items()):
            if field.FT == "/Tx":
                wanted[name] = f"Antwoord {at}: één zin, met een ‘streep’ – en meer."
                field.V = pikepdf.String(wanted[name])
            else:
                buttons = field.get("/Kids") or [field]
                down = buttons[at % len(buttons)]
                field.V = down.AS = pikepdf.Name(next(key for key in down.AP.N if key != "/Off"))
                wanted[name] = str(down.TU)
        pdf.save(tmp_path / "ingevuld.pdf")
    with pikepdf.open(tmp_path / "ingevuld.pdf") as pdf:
        assert {name: value_of(field) for name, field in fields_of(pdf).items()} == wanted
    assert wanted


LONG = " ".join(f"woord{n:03}" for n in range(166))
ANSWERS = (LONG, "\n".join(f"regel {n}" for n in range(40)), "x" * 300, "Đặng, Ńowak’s Łódź")


@pytest.mark.parametrize("answer", ANSWERS, ids=["lang", "veertig regels", "een woord", "een naam"])
def test_what_was_typed_is_whole_on_paper(answer: str, sample: Site) -> None:
    """In the reader of Chrome: a long answer has small letters, and what would not be seen cannot be typed."""
    with pikepdf.open(paper(sample, "aanmelding")) as pdf:
        sheets = [[rect for box, rect in found if box.FT == "/Tx"] for _, _, found in boxes(pdf)]
    document = pypdfium2.PdfDocument(paper(sample, "aanmelding").read_bytes())
    document.init_forms()
    for sheet, rects in zip(document, sheets, strict=True):
        kept = [typed(document, sheet, rect, answer) for rect in rects]
        for rect, text in zip(rects, kept, strict=True):
            assert answer.startswith(text)
            assert text == answer or (answer != ANSWERS[-1] and (rect[3] - rect[1] < 20 * MM or answer != LONG))
            assert len(text) > 100 or text == answer or "\n" in answer
        assert sheet.flatten() == 1
    out = io.BytesIO()
    document.save(out)
    for sheet, rects in zip(pypdfium2.PdfDocument(out.getvalue()), sheets, strict=True):
        text = sheet.get_textpage()
        for left, low, right, high in map(text.get_charbox, range(text.count_chars())):
            inside = [(a, b, c, d) for a, b, c, d in rects if a < left < c and b - 12 < low < d]
            assert all(b - 0.5 <= low and high <= d + 0.5 and right <= c for _, b, c, d in inside)


def typed(document: pypdfium2.PdfDocument, sheet: pypdfium2.PdfPage, rect: list[float], answer: str) -> str:
    """What is in a box after somebody clicked on it and typed."""
    form, middle = document.formenv.raw, ((rect[0] + rect[2]) / 2, (rect[1] + rect[3]) / 2)
    reader.FORM_OnLButtonDown(form, sheet.raw, 0, *middle)
    reader.FORM_OnLButtonUp(form, sheet.raw, 0, *middle)
    for sign in answer.replace("\n", "\r"):
        reader.FORM_OnChar(form, sheet.raw, ord(sign), 0)
    reader.FORM_SelectAllText(form, sheet.raw)
    size = reader.FORM_GetSelectedText(form, sheet.raw, None, 0)
    buffer = ctypes.create_string_buffer(size)
    reader.FORM_GetSelectedText(form, sheet.raw, buffer, size)
    reader.FORM_ForceToKillFocus(form)
    return buffer.raw.decode("utf-16-le").rstrip("\0").replace("\r\n", "\n").replace("\r", "\n")


def value_of(field: Any) -> str:
    """What was filled in: the text, or the words of the one button that is down."""
    if field.FT == "/Tx":
        return str(field.V)
    (down,) = [button for button in field.get("/Kids") or [field] if button.AS == field.V != "/Off"]
    return str(down.TU)


# --- Room ------------------------------------------------------------------------------------------------------


def boxes(pdf: pikepdf.Pdf) -> Iterator[tuple[int, pikepdf.Page, list[tuple[Any, list[float]]]]]:
    """Of each page its fields with their place."""
    for number, sheet in enumerate(pdf.pages):
        found = [box for box in sheet.get("/Annots", ()) if box.Subtype == "/Widget"]
        yield number, sheet, [(box, corners(*map(float, box.Rect))) for box in found]


def corners(x: float, y: float, across: float, up: float) -> list[float]:
    return [min(x, across), min(y, up), max(x, across), max(y, up)]


def has_room(pdf: Path) -> None:
    """Fields lie apart, inside the margins and above the foot; each on the page of its own words."""
    texts = [squeeze(text) for text in pages_of(pdf)]
    with pikepdf.open(pdf) as opened:
        for number, sheet, found in boxes(opened):
            width = float(sheet.trimbox[2])
            for box, (left, low, right, _) in found:
                assert left > 13 * MM, box.TU
                assert right < width - 13 * MM, box.TU
                assert low > 30 * MM, box.TU
                last = str(box.TU).rsplit(", rij ", 1)[0].split()[-1]
                assert squeeze(last) in texts[number], f"bladzijde {number + 1}: {box.TU}"
            for (one, a), (other, b) in combinations(found, 2):
                apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
                assert apart, f"«{one.TU}» ligt over «{other.TU}»"


@pytest.mark.parametrize("id", FORMS)
def test_every_field_has_room_and_stands_at_its_question(id: str, sample: Site) -> None:
    has_room(paper(sample, id))


def test_a_table_of_many_columns_lies_on_its_side(sample: Site, library: Library) -> None:
    """A box in it is wide enough to write in with a pen."""
    wide = {"A4 staand": (595, 842), "A4 liggend": (842, 595)}
    with pikepdf.open(paper(sample, "plan-van-aanpak")) as pdf:
        sizes = [tuple(round(float(edge)) for edge in sheet.trimbox[2:]) for sheet in pdf.pages]
        assert set(sizes) == set(wide.values())
        lying = [found for _, sheet, found in boxes(pdf) if float(sheet.trimbox[2]) > 800]
    assert any(str(box.T).startswith("plan-") for found in lying for box, _ in found)
    assert all(right - left > 16 * MM for found in lying for _, (left, _, right, _) in found)


# --- The twin on the screen --------------------------------------------------------------------------------------


def on_screen(html: str) -> dict[str, str]:
    """The fields of a page by name, with the words of their label and of the groups that they are in."""
    root = html5lib.parse(html, namespaceHTMLElements=False)
    by_id = {element.get("id"): element for element in root.iter() if element.get("id")}
    labels = {label.get("for"): label for label in root.iter("label")}
    return dict(sorted(of_element(root.find(".//form"), by_id, labels, ())))


def of_element(
    element: Any, by_id: dict[str, Any], labels: dict[str, Any], around: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    if element.tag == "fieldset":
        around = (*around, text_of(element.find("legend")))
    elif element.get("role") == "group":
        around = (*around, text_of(by_id[element.get("aria-labelledby")]))
    for child in element:
        if child.get("name") and child.tag in ("input", "textarea"):
            label = element if element.tag == "label" else labels[child.get("id")]
            own = () if child.get("type") == "radio" else (text_of(label),)
            yield child.get("name"), plain(" ".join((*around, *own)))
        elif isinstance(child.tag, str):
            yield from of_element(child, by_id, labels, around)


def text_of(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


@pytest.mark.parametrize("id", FORMS)
def test_paper_and_screen_are_twins(id: str, sample: Site) -> None:
    """The same fields, with the same words; a signature and a photo are on neither."""
    with pikepdf.open(paper(sample, id)) as pdf:
        assert on_screen(sample.read(f"intranet/formulieren/{id}.html")) == dict(sorted(named(pdf).items()))


# --- As large as a form may be -----------------------------------------------------------------------------------


def long_text(start: str, length: int) -> str:
    """A text of exactly so many characters that no other begins like."""
    text = f"{start} weegt wat er gebeurt op een dag met een kort overleg en een lange gang vol deuren en mensen " * 9
    return text[: length - 1].rstrip().ljust(length - 1, "n") + "."


def largest() -> dict[str, Any]:
    """Every sort of field, whole and half, with long words and many choices, and tables of every width."""
    kinds = ("regel", "tekst", "datum", "kies-een", "kies-meer", "vinkje", "handtekening", "foto")
    fields = [
        {
            "sleutel": f"v-{kind}-{breed}-{size}",
            "vraag": long_text(f"Vraag {kind} {breed} {size}", size),
            "hulp": long_text(f"Hulp {kind} {breed} {size}", size),
            "soort": kind,
            "breed": breed,
            "regels": 12,
            "keuzes": [long_text(f"Keuze {at} {breed}", size) for at in range(12)] if kind.startswith("kies") else [],
        }
        for size in (40, 160)
        for kind in kinds
        for breed in ("heel", "half", "half")[: 2 if kind.startswith("kies") else 3]
    ]
    for at, field in enumerate(fields):
        field["sleutel"] = f"v{at}"
    tables: list[dict[str, Any]] = [
        {
            "sleutel": f"t{count}",
            "kop": long_text("Kop", 60),
            "rijen": [long_text(f"Rij {at}", 160) for at in range(rows)],
            "open": left,
            "kolommen": [
                {"kop": long_text(f"Kolom {at}", 60), "soort": "vinkje" if at == 1 else "regel", "breed": at % 6 + 1}
                for at in range(count)
            ],
        }
        for count, rows, left in ((1, 0, 20), (4, 9, 0), (7, 4, 5))
    ]
    parts = [
        {"titel": long_text("Vragen", 80), "tekst": long_text("Tekst", 900), "velden": fields[:22]},
        {"titel": long_text("Nog meer vragen", 80), "velden": fields[22:]},
        *(
            {"titel": long_text(table["sleutel"], 80), "tekst": long_text("Over", 300), "tabel": table}
            for table in tables
        ),
    ]
    return {
        "titel": long_text("Groot", 80),
        "kort": long_text("Kort", 160),
        "lezer": "adviseurs",
        "volgorde": 1,
        "kleur": "saffraan",
        "vorm": "kan",
        "intro": "\n\n".join(long_text(f"Intro {at}", 900) for at in range(4)),
        "wie_ziet_dit": long_text("Wie", 900),
        "onderdelen": parts,
        "slot": "\n\n".join(long_text(f"Slot {at}", 900) for at in range(5)),
    }


def test_the_largest_form_loses_nothing(site: Site) -> None:
    site.write(GROOT, json.dumps(largest(), ensure_ascii=False)).build(only=("formulieren",))
    assert not site.outcome.findings
    form, pdf = form_of(library_of(site), "groot"), paper(site, "groot")
    assert not lost(form, [], pdf)
    assert is_ua(pdf)
    has_room(pdf)
    with pikepdf.open(pdf) as opened:
        assert named(opened) == {name: plain(text) for name, text in asked(form, []).items()}
