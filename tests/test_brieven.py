"""Letters: each row a letter with all its values as plain words, on paper for the office and nowhere else."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import html5lib
import page
import pikepdf
import pypdfium2
import pytest

from builder import merge, prose, typography
from builder.content import Document, Library
from builder.kinds.brief import Brief, slots_of
from builder.report import findings_json, findings_text, summary
from tests.sample import fonts_of, library_of, pages_of, squeeze, ways_to
from tests.site import REPO, Site, tree

MM = 72 / 25.4
BRIEF, TABEL = "content/brieven/uitnodiging.md", "content/brieven/uitnodiging.csv"
PDF = "kantoor/brieven/uitnodiging.pdf"
SECRET = "Kanarie"
HOSTILE = [
    "<b>vet</b>",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "**vet** en *schuin* en `code`",
    "[klik](https://kwaad.example)",
    "<https://kwaad.example>",
    "![x](https://kwaad.example/x.png)",
    "# kop",
    "- punt",
    "a | b | c",
    "&lt;b&gt; &amp; &copy;",
    "{plaats} {{ site.naam }} {% include 'x' %}",
    "\\*sterren\\* \\{naam\\}",
    '@HYPERLINK("https://kwaad.example")',
    "</article></body>",
    "1. een",
]


@pytest.fixture
def letters(site: Site) -> Site:
    """The small site with a letter and two rows."""
    for name in (BRIEF, TABEL):
        site.write(name, (REPO / "tests/cases/bij" / name).read_bytes())
    return site


@pytest.fixture(params=["voorbeeld", "tweede"])
def built(request: pytest.FixtureRequest) -> Site:
    """Each of the two organisations, with real sheets."""
    return request.getfixturevalue("sample" if request.param == "voorbeeld" else "second")  # type: ignore[no-any-return]


def rows_of(site: Site, id: str) -> list[dict[str, str]]:
    """The rows beside a letter, read here on our own; none without a table."""
    path = site.root / f"content/brieven/{id}.csv"
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    rows = csv.DictReader(lines, delimiter=";" if ";" in lines[0] else ",")
    return [{name.casefold(): value for name, value in row.items()} for row in rows]


def letters_in(pdf: Path) -> list[list[str]]:
    """The pages of each letter: one that goes on has a number at its head."""
    found: list[list[str]] = []
    for text in pages_of(pdf):
        number = re.search(r"\bblad (\d+)\b", text)
        if number:
            assert int(number[1]) == len(found[-1]) + 1, text
            found[-1].append(text)
        else:
            found.append([text])
    return found


def briefs(site: Site) -> Iterator[tuple[Document[Brief], Path]]:
    found = library_of(site).all(Brief)
    assert found
    yield from ((document, site.output / f"kantoor/brieven/{document.id}.pdf") for document in found)


def words(document: Document[Brief], row: dict[str, str]) -> list[str]:
    """All that a letter should say: its lines, and the words of its text."""
    value = document.value
    lines = [value.onderwerp, *value.aan.split("\n"), value.groet, *value.van.split("\n"), *value.bijlagen]
    lines += [] if value.datum is None or not isinstance(value.datum, str) else [value.datum]
    return [merge.fill(line, row.__getitem__) for line in (*lines, *prose.plain(value.tekst.text).split("\n"))]


# --- On paper ------------------------------------------------------------------------------------------------------


def test_every_row_is_a_letter_with_every_value(built: Site) -> None:
    """All of its words in its own pages, on a sheet of its own; and of no other row."""
    for document, pdf in briefs(built):
        rows = rows_of(built, document.id)
        found = letters_in(pdf)
        assert len(found) == max(len(rows), 1), pdf.name
        for row, pages in zip(rows, found, strict=bool(rows)):
            text = squeeze("".join(page.replace("\ufffe", "") for page in pages))
            missing = [line for line in words(document, row) if squeeze(line) not in text]
            assert not missing, (pdf.name, missing)
            others = [next(iter(other.values())) for other in rows if other != row]
            assert not [name for name in others if squeeze(name) in text], pdf.name


def test_cells_of_a_stranger_are_plain_words_on_paper(second: Site) -> None:
    document, pdf = next(briefs(second))
    text = " ".join(" ".join(letters_in(pdf)[-1]).split())
    for cell in rows_of(second, document.id)[-1].values():
        assert cell in text
    with pikepdf.open(pdf) as file:
        assert "Polikliniek" not in str(file.docinfo.Title)
        assert str(file.docinfo.Title) == "Kennismaking tussen Crèvecœur en …"
        links = {str(link.A.URI) for page in file.pages for link in page.get("/Annots", ())}
    assert links == ways_to(library_of(second)), "uit een tabel komt geen klikbare plek"


def test_letters_are_pdf_ua_in_the_own_letters(built: Site) -> None:
    family = library_of(built).settings.huisstijl.lettertype.naam.lower().replace(" ", "")
    for _, pdf in briefs(built):
        report = page.validate_pdf_bytes(pdf.read_bytes(), profile=page.ValidationProfile.PDF_UA_1)
        assert report.is_compliant, [failure.message for failure in report.failures]
        assert all(family in re.sub(r"[^a-z0-9]", "", font.lower()) for font in fonts_of(pdf))


def test_contact_on_every_page_and_nothing_near_the_edge(built: Site) -> None:
    contact = library_of(built).settings.contact
    for _, pdf in briefs(built):
        for text in pages_of(pdf):
            for line in (contact.intranet, contact.email, contact.telefoon, contact.tijden):
                assert squeeze(line) in squeeze(text)
        for number, boxes in characters(pdf):
            assert min(left for left, *_ in boxes) >= 8, number
            assert min(top for _, top, *_ in boxes) >= 8, number
            assert max(right for *_, right, _ in boxes) <= 202, number
            assert max(bottom for *_, bottom in boxes) <= 289, number


def characters(pdf: Path) -> Iterator[tuple[int, list[tuple[float, float, float, float]]]]:
    """Of each page the place of each letter in millimetres from the upper left: left, top, right, bottom."""
    document = pypdfium2.PdfDocument(pdf.read_bytes())
    for number, sheet in enumerate(document, 1):
        text = sheet.get_textpage()
        shown = [at for at in range(text.count_chars()) if text.get_text_range(at, 1).strip()]
        yield number, [place(text.get_charbox(at)) for at in shown]
    document.close()


def place(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    left, bottom, right, top = (edge / MM for edge in box)
    return left, 297 - top, right, 297 - bottom


def test_the_address_is_seen_through_the_window_of_an_envelope(built: Site) -> None:
    """Left window of 45 by 90 mm, 20 mm from the left: the sheet may slide, so less of it is sure to be seen."""
    for document, pdf in briefs(built):
        opened = pypdfium2.PdfDocument(pdf.read_bytes())
        first = [sheet for sheet, text in zip(opened, pages_of(pdf), strict=True) if "blad " not in text]
        for sheet, row in zip(first, rows_of(built, document.id), strict=False):
            text = sheet.get_textpage()
            for line in document.value.aan.split("\n"):
                wanted = typography.typographic(merge.fill(line, row.__getitem__))
                found = text.search(wanted, match_case=True).get_next()
                assert found, line
                boxes = [place(text.get_charbox(at)) for at in range(found[0], found[0] + found[1])]
                shown = [box for box in boxes if box[2] > box[0]]
                assert min(left for left, *_ in shown) >= 20, line
                assert max(right for *_, right, _ in shown) <= 100, line
                assert min(top for _, top, *_ in shown) >= 55, line
                assert max(bottom for *_, bottom in shown) <= 90, line
        opened.close()


def test_an_address_that_does_not_fit_is_told_by_row_and_not_quoted(letters: Site) -> None:
    """Seven lines are set smaller, long or wide; what no window shows stops the build, and is not in the message."""
    long, wide = "Duin en zee " * 17, "WMWM " * 24
    letters.write(TABEL, f"organisatie;plaats;aanhef\n{long};Zandwijk;Vis\n{wide};Zandwijk;Blom\n")
    letters.build(only=("brieven",))
    assert letters.outcome.published, letters.outcome.findings
    letters.write(TABEL, f"organisatie;plaats;aanhef\nDuin;Zandwijk;Vis\n{f'{SECRET} ' * 50};Zandwijk;Blom\n")
    (finding,) = letters.build(only=("brieven",)).outcome.findings
    assert finding.code == "past-niet"
    assert "«adres op rij 3»" in finding.message
    assert SECRET not in str(finding)


# --- Filled in -----------------------------------------------------------------------------------------------------


def shape(html: str) -> list[str]:
    """The elements of a page in order, with their attributes; a cell in the head of a table is told to its column."""
    root = html5lib.parse(html, namespaceHTMLElements=False)
    found = [element for element in root.iter() if isinstance(element.tag, str)]
    return [f"{one.tag} {sorted(pair for pair in one.items() if pair[0] != 'data-kop')}" for one in found]


def said(html: str) -> list[str]:
    """The text of each letter."""
    root = html5lib.parse(html, namespaceHTMLElements=False)
    return [" ".join("".join(letter.itertext()).split()) for letter in root.iter("article")]


@pytest.mark.usefixtures("paper_stub")
def test_what_is_filled_in_is_words_and_never_markup(letters: Site) -> None:
    text = "\n\n> {organisatie}\n\n## {plaats}\n\n| {aanhef} | b |\n| --- | --- |\n| *{aanhef}* | {plaats} |\n"
    letters.change(BRIEF, "Komt u een keer langs in {plaats}?", f"[{{plaats}}](https://duinrand.example) {text}")
    out = "organisatie;plaats;aanhef\n"
    letters.write(TABEL, out + "een;twee;drie\n" * len(HOSTILE)).build()
    plain = shape(letters.read(PDF))
    quoted = ['"' + cell.replace('"', '""') + '"' for cell in HOSTILE]
    letters.write(TABEL, out + "".join(f"{cell};{cell};{cell}\n" for cell in quoted)).build()
    assert not letters.outcome.findings
    html = letters.read(PDF)
    assert shape(html) == plain
    for cell, letter in zip(HOSTILE, said(html), strict=True):
        assert letter.count(" ".join(typography.typographic(cell).split())) >= 8, cell


@pytest.mark.usefixtures("paper_stub")
def test_every_field_is_filled_wherever_it_stands(letters: Site) -> None:
    letters.write(
        BRIEF,
        """---
onderwerp: Over {Een}
aan: |
  {TWEE}
  Pad { drie }
datum: '{vier}'
groet: Dag {vijf en zes},
van: |
  {zeven}
  planner
bijlagen: ['Iets voor {acht-1}', Iets anders]
---

**{een}** en {twee}: `{drie}`.

- {vier}
- {vijf en zes}
""",
    )
    letters.write(TABEL, "een,twee,drie,vier,vijf en zes,zeven,acht-1\nw1,w2,w3,w4,w5,w6,w7\n").build()
    assert not letters.outcome.findings
    (text,) = said(letters.read(PDF))
    assert "{" not in text
    for line in ("w2 Pad w3", "Zandwijk, w4", "Over w1", "w1 en w2: w3.", "Dag w5,", "w6 planner", "Iets voor w7"):
        assert line in text, line


@pytest.mark.usefixtures("paper_stub")
def test_a_date_of_the_letter_is_written_in_full(letters: Site) -> None:
    assert "Zandwijk, 16 november 2026" in said(letters.build().read(PDF))[0]


@pytest.mark.usefixtures("paper_stub")
def test_without_rows_there_is_one_letter_to_fill_in_by_pen(letters: Site) -> None:
    letters.build().remove(TABEL).build()
    assert not letters.outcome.findings
    assert letters.made == {PDF}
    html = letters.read(PDF)
    root = html5lib.parse(html, namespaceHTMLElements=False)
    lines = [span.text for span in root.iter("span") if span.get("class") == "lijn"]
    assert lines == ["organisatie", "plaats", "organisatie", "aanhef", "plaats"]
    assert len(said(html)) == 1
    assert "mevrouw Vis" not in html
    letters.write(TABEL, "organisatie;plaats;aanhef\na;b;c\n").build()
    assert letters.made == {PDF}
    assert "lijn" not in letters.read(PDF)


@pytest.mark.usefixtures("paper_stub")
def test_one_cell_changes_one_pdf(letters: Site) -> None:
    letters.write("content/brieven/tweede.md", (letters.root / BRIEF).read_bytes()).build()
    assert {PDF, "kantoor/brieven/tweede.pdf"} <= letters.made
    letters.change(TABEL, "Kustdorp", "Kerkdorp").build()
    assert letters.made == {PDF}
    assert letters.says(PDF, "Kerkdorp")
    letters.change(TABEL, "Het Wad;", '"Het Wad";').build()
    assert not letters.made, "anders bewaard is niet anders geschreven"
    letters.change(TABEL, "De Duinroos", "De Duindoorn").build()
    assert letters.made == {PDF}


@pytest.mark.usefixtures("paper_stub")
def test_many_letters_come_in_parts_that_say_how_many_there_are(letters: Site) -> None:
    """Every row once and in order; a row more makes the last part anew, and one too few to need it leaves one PDF."""
    head, parts = "organisatie;plaats;aanhef\n", [f"kantoor/brieven/uitnodiging-deel-{n}-van-3.pdf" for n in (1, 2, 3)]
    rows = [f"Huis {n:03};Zandwijk;mevrouw Vis\n" for n in range(102)]
    letters.write(TABEL, head + "".join(rows)).build()
    assert letters.made >= set(parts)
    assert PDF not in letters.made
    shown = [re.findall(r"Uitnodiging voor Huis (\d{3})", text) for part in parts for text in said(letters.read(part))]
    assert [int(number) for letter in shown for number in letter] == list(range(102))
    assert [len(said(letters.read(part))) for part in parts] == [50, 50, 2]
    for part in parts:
        assert part in letters.run("why", "content/brieven/uitnodiging.md").stdout
    letters.change(TABEL, "Huis 101;Zandwijk", "Huis 101;Kustdorp").build()
    assert letters.made == {parts[2]}
    letters.write(TABEL, head + "".join(rows[:50])).build()
    assert letters.made == {PDF}
    assert not [part for part in parts if (letters.output / part).exists()]


@pytest.mark.alles
def test_a_hundred_letters_of_two_pages(letters: Site) -> None:
    """On paper: two sheets for every row, in two PDFs."""
    letters.change(BRIEF, "Komt u", f"{'Wij vertellen u graag hoe het hier gaat. ' * 90}\n\nKomt u")
    rows = "".join(f"Huis {n:03};Zandwijk;mevrouw Vis\n" for n in range(100))
    letters.write(TABEL, f"organisatie;plaats;aanhef\n{rows}").build(only=("brieven",))
    assert letters.outcome.published, letters.outcome.findings
    pdfs = [letters.output / f"kantoor/brieven/uitnodiging-deel-{n}-van-2.pdf" for n in (1, 2)]
    assert [len(pages) for pdf in pdfs for pages in letters_in(pdf)] == [2] * 100


@pytest.mark.usefixtures("paper_stub")
def test_a_column_that_is_not_used_is_not_taken_along(letters: Site) -> None:
    letters.build().write(TABEL, "organisatie;plaats;aanhef;bsn\na;b;c;123\nd;e;f;456\n").build()
    assert [finding.code for finding in letters.outcome.findings] == ["kolom"]
    assert letters.made == {PDF}
    letters.change(TABEL, "456", "789").build()
    assert not letters.made


@pytest.mark.usefixtures("paper_stub")
def test_a_draft_is_not_made_and_its_rows_stay_at_home(letters: Site) -> None:
    letters.change(BRIEF, "---\nonderwerp", "---\nstatus: concept\nonderwerp").change(TABEL, "Kustdorp", "").build()
    assert {finding.severity for finding in letters.outcome.findings} <= {"hint"}
    assert not (letters.output / PDF).exists()


# --- Nowhere else --------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("paper_stub")
def test_no_cell_is_anywhere_but_in_the_letters(letters: Site) -> None:
    """Not on the intranet, in the overview, in what Spijs remembers, in its cache or in its report."""
    rows = "".join(f"{SECRET}{n};{SECRET}dorp{n};mevrouw {SECRET}\n" for n in range(3))
    letters.write(TABEL, f"organisatie;plaats;aanhef\n{rows}").build()
    assert letters.says(PDF, f"{SECRET}2")
    letters.change(TABEL, f"{SECRET}2;", f"{SECRET}9;").build()
    found = {name for name in tree(letters.root) if SECRET.lower() in contents(letters.root / name).lower()}
    assert found == {TABEL, f"output/{PDF}"}
    outcome = letters.outcome
    told = summary(outcome, letters.output, 1.0) + findings_text(outcome.findings) + str(outcome.made)
    assert SECRET not in told
    assert "uitnodiging" not in " ".join(name for name in tree(letters.output) if name != PDF)


def contents(path: Path) -> str:
    return path.name + path.read_bytes().decode("utf-8", "replace")


@pytest.mark.usefixtures("paper_stub")
@pytest.mark.parametrize(
    "wrong",
    [
        "{0};{0};\n",
        "{0};{0}\n",
        '"{0};{0};{0}\n',
        "{0};{0};#N/B\n",
        "{0};{0};\u202e\n",
        "{0};{0};" + "x" * 2001 + "\n",
        "{0};{0};é\n",
    ],
)
def test_no_finding_tells_what_is_in_a_cell(letters: Site, wrong: str) -> None:
    rows = f"{SECRET}1;{SECRET}2;{SECRET}3\n{wrong.format(SECRET)}"
    encoding = "cp1252" if "é" in wrong else "utf-8"
    letters.write(TABEL, f"organisatie;plaats;aanhef\n{rows}".encode(encoding)).build()
    found = letters.outcome.findings
    assert found
    assert SECRET not in findings_text(found) + findings_json(found)
    remembered = letters.output / ".spijs.json"
    assert not remembered.exists() or SECRET not in remembered.read_text(encoding="utf-8")


def test_a_real_letter_has_no_picture_copy_or_twin(built: Site) -> None:
    for document, pdf in briefs(built):
        named = [path for path in built.output.rglob(f"*{document.id}*") if path.is_file()]
        assert named == [pdf]
    pages = list((built.output / "intranet").rglob("*.html"))
    assert pages
    assert not [path for path in pages if "brieven/" in path.read_text(encoding="utf-8")]


# --- The sample ----------------------------------------------------------------------------------------------------


def test_the_invitation_has_what_an_invitation_needs(library: Library) -> None:
    """To ten to fifteen organisations: who we are, our view, the day, the hour, the place and the lunch."""
    document = next(d for d in library.all(Brief) if d.id == "uitnodiging-organisaties")
    table = library.table(document)
    assert table is not None
    assert 10 <= len(table.rows) <= 15
    text = prose.plain(document.value.tekst.text)
    for word in ("loopbaancentrum", "donderdag 21 januari 2027", "11.30", "Lindehoven", "Lunch", "elf", "streek"):
        assert word in text
    assert len(table.rows) == 12, "in de brief staat: met elf andere organisaties"
    assert {slot.key for slot, _ in slots_of(document)} == {merge.key(name) for name in table.columns}


def test_the_letter_with_the_agreement_asks_for_a_signed_copy(library: Library, sample: Site) -> None:
    document = next(d for d in library.all(Brief) if d.id == "begeleidende-brief-samenwerking")
    assert library.table(document) is None
    text = " ".join(pages_of(sample.output / f"kantoor/brieven/{document.id}.pdf"))
    for word in ("Onderteken allebei", "naar ons terug", "Brief met afspraken", "datum van de brief", "terug op"):
        assert squeeze(word) in squeeze(text)


def test_the_sample_fits_each_on_one_sheet(sample: Site) -> None:
    assert [len(letter) for _, pdf in briefs(sample) for letter in letters_in(pdf)] == [1] * 13


# --- Its parts -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Beste {naam},", ["naam"]),
        ("{Naam} { naam }", ["naam", "naam"]),
        ("{straat en nummer} {acht-1} {a_b} {één} {2e}", ["straat en nummer", "acht-1", "a_b", "één", "2e"]),
        ("{{naam}} {{{naam}}} {naam}}", [None, None, None]),
        ("{naam", [None]),
        ("naam}", [None]),
        ("{} { } {-} {a--b} {_a}", [None] * 5),
        ("{a  b} {a\u00a0b} {a\u200b b\u00ad}", ["a b"] * 3),
        ("{na\nam}", [None, None]),
        ("{a}{b}", ["a", "b"]),
        ("{<b>} {a|b} {a*b*}", [None] * 3),
        ("niets", []),
    ],
)
def test_a_field_is_a_name_between_single_braces(text: str, keys: list[str | None]) -> None:
    assert [slot.key for slot in merge.slots(text)] == keys
    assert all(text[slot.offset :].startswith(slot.text) for slot in merge.slots(text))


def test_what_is_filled_in_is_not_looked_at_again() -> None:
    values: dict[str, Any] = {"a": "{b}", "b": "{a}"}
    assert merge.fill("{a} {B}", values.__getitem__) == "{b} {a}"
