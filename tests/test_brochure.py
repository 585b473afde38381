"""The booklet: whole, in order, spread by spread; and on A4 so that it reads in order once it is folded."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import page
import pikepdf
import pypdfium2
import pytest

from builder import prose
from builder.content import Closed, Document, Library
from builder.kinds.brochure import Brochure, sheets_in
from builder.kinds.productblad import Productblad
from builder.pdf.booklet import booklet
from tests.sample import fonts_of, library_of, pages_of, squeeze
from tests.site import REPO, Site

BROCHURES = sorted(path.stem for path in (REPO / "content/brochures").glob("*.yml"))
A5, A4 = (420, 595), (842, 595)
MM = 72 / 25.4

Sheets = list[Productblad]


def paper(site: Site, id: str) -> Path:
    return site.output / f"kantoor/brochures/{id}.pdf"


def folded(site: Site, id: str) -> Path:
    return site.output / f"kantoor/brochures/{id}-boekje-a4.pdf"


def brochure_of(library: Library, id: str) -> tuple[Brochure, Sheets]:
    """A booklet with its productbladen, found here on our own: in the order of the source, or by number."""
    value = next(document.value for document in library.all(Brochure) if document.id == id)
    sheets = {document.id: document.value for document in library.all(Productblad)}
    chosen = [sheets[ref.id] for ref in value.bladen] or sorted(sheets.values(), key=lambda sheet: sheet.nr)
    return value, chosen


# --- What the pages say ----------------------------------------------------------------------------------------


def texts_of(pdf: Path, library: Library) -> list[str]:
    """Each page as letters and figures, without its foot; the number that is left of that must be its own."""
    contact = library.settings.contact
    first, second = squeeze(contact.intranet + contact.email), squeeze(contact.telefoon + contact.tijden)
    found = []
    texts = [squeeze(text) for text in pages_of(pdf)]
    for number, text in enumerate(texts, 1):
        body, way, foot = text.rpartition(first)
        assert way, f"bladzijde {number} heeft geen voet: {text[-200:]}"
        assert second in foot
        left = re.sub(rf"{second}|voorbeeldverzonnenmensenenorganisaties(\d\d?[a-z]+20\d\d)?", "", foot)
        assert number in (1, len(texts)) or left == str(number)
        found.append(body)
    return found


def starts(texts: list[str], sheets: Sheets) -> list[int]:
    """The number of the page on which each productblad begins, with its question."""
    heads = [squeeze(sheet.lezer + sheet.titel + sheet.ondertitel + sheet.kern) for sheet in sheets]
    places = [[number for number, text in enumerate(texts, 1) if head in text] for head in heads]
    assert all(len(place) == 1 for place in places), places
    return [place[0] for place in places]


def sentences(text: str) -> list[str]:
    return [squeeze(line) for line in re.split(r"\n\n+|(?<=[.?!])\s+", prose.plain(text))]


def lost(sheet: Productblad, said: str) -> list[str]:
    """What a productblad should say in a text and does not, or not in its order."""
    lists = (["Wat het vraagt", *sheet.vraagt], ["Wat het brengt", *sheet.brengt])
    wanted = [squeeze(line) for lines in lists for line in lines]
    wanted += [*sentences(sheet.tekst.text), squeeze(f"Bron: {sheet.bron}" if sheet.bron else "")]
    missing: list[str] = []
    at = 0
    for line in wanted:
        found = said.find(line, at)
        at, missing = (found + len(line), missing) if found >= 0 else (at, [*missing, line])
    return missing


def is_whole(pdf: Path, library: Library, id: str) -> None:
    """All that the sources say, in order: covers, words beforehand, contents with the right numbers, spreads."""
    value, sheets = brochure_of(library, id)
    texts = texts_of(pdf, library)
    assert squeeze(value.lezer + value.titel + value.ondertitel) in texts[0]
    assert not [line for line in sentences(value.inleiding.text) if line not in texts[1]]
    assert texts[-1].startswith(squeeze(value.slot + value.knop))
    begin = starts(texts, sheets)
    contents = "".join(texts[2 : begin[0] - 1])
    for sheet, number in zip(sheets, begin, strict=True):
        assert re.search(rf"{squeeze(sheet.titel + sheet.ondertitel)}{number}(?!\d)", contents), sheet.titel
    assert begin == sorted(begin)
    for sheet, (first, after) in zip(sheets, pairwise([*begin, len(texts)]), strict=True):
        assert first % 2 == 0, f"«{sheet.titel}» begint op een rechterbladzijde"
        assert not lost(sheet, "".join(texts[first : after - 1])), sheet.titel


def is_a5(pdf: Path) -> None:
    """Pages of A5, by fours, to read aloud and in the letters of the house style only."""
    with pikepdf.open(pdf) as opened:
        assert {size(sheet) for sheet in opened.pages} == {A5}
        assert len(opened.pages) % 4 == 0
    report = page.validate_pdf_bytes(pdf.read_bytes(), profile=page.ValidationProfile.PDF_UA_1)
    assert report.is_compliant, [failure.message for failure in report.failures]


def size(sheet: pikepdf.Page) -> tuple[int, int]:
    left, low, right, high = map(float, sheet.trimbox)
    return round(right - left), round(high - low)


@pytest.mark.parametrize("id", BROCHURES)
def test_the_booklet_is_whole_and_in_order(id: str, sample: Site, library: Library) -> None:
    is_whole(paper(sample, id), library, id)


@pytest.mark.parametrize("id", BROCHURES)
def test_the_booklet_is_pdf_ua_on_a5_by_fours(id: str, sample: Site) -> None:
    is_a5(paper(sample, id))
    assert all("atkinsonhyperlegiblenext" in font.lower().replace("-", "") for font in fonts_of(paper(sample, id)))


def test_pages_left_over_are_to_write_on(sample: Site, library: Library) -> None:
    """Nine sheets leave two pages, side by side before the back; four leave none."""
    texts = texts_of(paper(sample, "loopbaan-in-een-boekje"), library)
    assert texts[-3:-1] == ["ruimtevooruwgedachten", "ruimtevooruwvragen"]
    assert not [text for text in texts_of(paper(sample, "voor-wie-leiding-geeft"), library) if "ruimtevoor" in text]


def test_the_contents_lead_to_the_spreads(sample: Site) -> None:
    with pikepdf.open(paper(sample, "voor-wie-leiding-geeft")) as opened:
        numbers = {str(sheet.objgen): number for number, sheet in enumerate(opened.pages, 1)}
        named = opened.Root.Names.Dests.Names
        places = {str(named[at]): named[at + 1] for at in range(0, len(named), 2)}
        found = [places[str(link.Dest)] for link in opened.pages[2].Annots if "/Dest" in link]
        # A question on two lines is two links to one place.
        assert list(dict.fromkeys(numbers[str(place[0].objgen)] for place in found)) == [4, 6, 8, 10]


def test_another_organisation_has_its_own(second: Site) -> None:
    pdf = paper(second, "meelopen-en-wegen")
    is_whole(pdf, library_of(second), "meelopen-en-wegen")
    is_a5(pdf)
    assert all("sourcesans3" in font.lower().replace("-", "") for font in fonts_of(pdf))
    assert folds_into(folded(second, "meelopen-en-wegen"), pdf)


# --- As large as a booklet may be --------------------------------------------------------------------------------


def long_text(start: str, length: int) -> str:
    """A text of so many characters that no other begins like."""
    text = f"{start} weegt wat er gebeurt op een dag met een kort overleg en een lange gang vol deuren en mensen " * 9
    return text[: length - 1].rstrip().ljust(length - 1, "n") + "."


def with_sheets(site: Site, lengths: list[int], **fields: object) -> Site:
    """A booklet of sheets whose texts have these lengths, and whose other fields are as long as may be."""
    shapes = ("bord", "kom", "lepel", "brood", "ladder", "deur", "stenen", "jas", "kan")
    for at, length in enumerate(lengths):
        parts = [long_text(f"Alinea {at}-{part}", min(500, length)) for part in range(max(1, length // 500))]
        sheet = {
            "nr": at + 1,
            "titel": long_text(f"Vraag {at}", 80),
            "ondertitel": long_text(f"Over {at}", 80),
            "gebied": "begeleiding",
            "lezer": long_text(f"voor {at}", 80),
            "kern": long_text(f"Kern {at}", 140),
            "kleur": ("tomaat", "saffraan", "blad", "pruim", "zee")[at % 5],
            "vorm": shapes[at % 9],
            "vraagt": [long_text(f"Vraagt {at}-{n}", 160) for n in range(4)],
            "brengt": [long_text(f"Brengt {at}-{n}", 160) for n in range(4)],
            "verder": "diensten/gesprek-aan-zee",
            "bron": long_text(f"Bron {at}", 260),
        }
        head = json.dumps(sheet, ensure_ascii=False, indent=0).strip("{}")
        lines = "\n".join(line.removesuffix(",") for line in head.splitlines() if line)
        text = "\n\n".join(f"## Kop {part[7:13]}\n\n{part}" for part in parts)
        site.write(f"content/productbladen/blad-{at}.md", f"---\n{flow(lines)}\n---\n\n{text}\n")
    brochure = {
        "titel": long_text("Titel", 80),
        "ondertitel": long_text("Over", 80),
        "lezer": long_text("voor", 80),
        "inleiding": "\n\n".join(long_text(f"Vooraf {n}", 400) for n in range(4)),
        "kleur": "saffraan",
        "vorm": "kan",
        "slot": long_text("Slot", 160),
        "knop": long_text("Lees", 40),
        **fields,
    }
    return site.write("content/brochures/groot.yml", json.dumps(brochure, ensure_ascii=False))


def flow(lines: str) -> str:
    """The fields of a JSON object as YAML, a line each."""
    return re.sub(r"\[\n(.*?)\n\]", lambda m: f"[{', '.join(m[1].splitlines())}]", lines, flags=re.S)


@pytest.mark.parametrize("lengths", [[500, 1500, 4000], [3000]])
def test_the_largest_booklet_loses_nothing(lengths: list[int], site: Site) -> None:
    """A text that does not fit on its page goes on over more, and the next sheet begins on the left again."""
    with_sheets(site, lengths).build(only=("brochures",))
    assert not site.outcome.findings
    library, pdf = library_of(site), paper(site, "groot")
    is_whole(pdf, library, "groot")
    is_a5(pdf)
    with pikepdf.open(pdf) as opened:
        assert len(opened.pages) > 4 + 2 * len(lengths)


def test_words_beforehand_that_fill_more_than_a_page_are_refused(site: Site) -> None:
    long = "\n\n".join(long_text(f"Vooraf {n}", 500) for n in range(9))
    with_sheets(site, [500], inleiding=long).build(only=("brochures",))
    (finding,) = site.outcome.findings
    assert (finding.code, finding.position.file) == ("past-niet", "content/brochures/groot.yml")
    assert "«inleiding»" in finding.message + finding.remedy
    assert not site.output.exists()


# --- Which sheets ------------------------------------------------------------------------------------------------


def without(library: Library, *names: str) -> Library:
    """The library with these productbladen out of sight."""

    def closed(document: Document[Productblad]) -> Document[Productblad]:
        return replace(document, kind=replace(document.kind, gate=lambda *_: Closed("even niet")))

    gone = {key: closed(d) if key[1] in names else d for key, d in library.documents.items()}  # type: ignore[arg-type]
    return replace(library, documents=type(library.documents)(gone))  # type: ignore[call-arg]


def test_a_sheet_out_of_sight_is_left_out(library: Library) -> None:
    by_name = {document.id: document for document in library.all(Brochure)}
    full, chosen = by_name["loopbaan-in-een-boekje"], by_name["voor-wie-leiding-geeft"]
    rest = without(library, "een-eerste-kijkje")
    for document, count in ((full, 9), (chosen, 4)):
        before = [sheet.id for sheet in sheets_in(document.value, library, "brochures")]
        assert len(before) == count
        before.remove("een-eerste-kijkje")
        assert [sheet.id for sheet in sheets_in(document.value, rest, "brochures")] == before
        assert not rest.closed(document, "brochures")
    none = without(library, *(ref.id for ref in chosen.value.bladen))
    assert none.closed(chosen, "brochures")
    assert not none.closed(full, "brochures")


def test_on_the_intranet(site: Site, paper_stub: None) -> None:
    """Its page links to each sheet and to the copy; makers and readers find it; a sheet that is a draft is left out."""
    with_sheets(site, [300, 300]).change("content/productbladen/blad-1.md", '---\n"nr"', '---\nstatus: concept\n"nr"')
    site.build()
    assert not site.outcome.findings
    shown = site.read("intranet/brochures/groot.html")
    assert 'href="../productbladen/blad-0.html"' in shown
    assert "blad-1" not in shown
    assert 'href="../pdf/brochures/groot.pdf"' in shown
    assert (site.output / "intranet/pdf/brochures/groot.pdf").is_file()
    for target in ("intranet/makers/index.html", "intranet/productbladen/index.html"):
        assert site.says(target, 'href="../brochures/groot.html"')
    assert site.says("index.html", "kantoor/brochures/groot-boekje-a4.pdf")
    assert "Vraag 1" not in site.read("kantoor/brochures/groot.pdf")


def test_without_a_sheet_there_is_no_booklet(site: Site, paper_stub: None) -> None:
    with_sheets(site, []).build()
    assert not site.outcome.findings
    assert "kantoor/brochures/groot.pdf" not in site.tree()
    assert site.says("intranet/brochures/groot.html", "Niet meer beschikbaar")


def test_a_sheet_stands_in_it_once(site: Site) -> None:
    with_sheets(site, [300], bladen=["blad-0", "blad-0"])
    (finding,) = site.findings()
    assert (finding.code, finding.position.file) == ("velden", "content/brochures/groot.yml")
    assert "«blad-0» staat er twee keer in" in finding.message


# --- On A4 -------------------------------------------------------------------------------------------------------


def numbered(count: int) -> bytes:
    """Pages of A5 with 3 mm of bleed, in a colour to the edge of it, with a tag, a link and its number in words."""
    pdf = pikepdf.new()
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    for number in range(1, count + 1):
        pdf.add_blank_page(page_size=(154 * MM, 216 * MM))
        sheet = pdf.pages[-1]
        sheet.TrimBox = pikepdf.Array([3 * MM, 3 * MM, 151 * MM, 213 * MM])
        sheet.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
        colour = "1 0 0" if number % 2 else "0 0 1"
        text = f"/P <</MCID 0>> BDC BT /F 20 Tf {50 * MM} {100 * MM} Td (bladzijde {number}) Tj ET EMC"
        sheet.Contents = pdf.make_stream(f"{colour} rg 0 0 999 999 re f 0 g {text}".encode())
        link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9])
        sheet.Annots = pikepdf.Array([link])
    pdf.docinfo.Title = "Proef"
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def halves(data: bytes) -> Iterator[tuple[str, str]]:
    """What stands left and right of the fold on each side of each sheet."""
    document = pypdfium2.PdfDocument(data)
    for side in document:
        width, height = side.get_size()
        text = side.get_textpage()
        places = ((0, width / 2), (width / 2, width))
        left, right = (text.get_text_bounded(start, 0, end, height).strip() for start, end in places)
        yield left, right
    document.close()


def in_hand(sides: list[tuple[str, str]]) -> list[str]:
    """The pages in the order in which they are read when the sheets are laid together, folded and stapled.

    Before the fold one reads the right of each front and, after turning over the short edge, the left of its back, from
    the outer sheet to the inner; from there on the right of each back and the left of its front, outwards.
    """
    sheets = list(zip(sides[::2], sides[1::2], strict=True))
    before = [text for front, back in sheets for text in (front[1], back[0])]
    return before + [text for front, back in reversed(sheets) for text in (back[1], front[0])]


def folds_into(folded: Path, booklet: Path) -> bool:
    """Whether folded sheets have the words of a booklet, page by page."""
    read = [squeeze(text) for text in in_hand(list(halves(folded.read_bytes())))]
    return read == [squeeze(text) for text in pages_of(booklet)]


@pytest.mark.parametrize("count", [4, 8, 12, 24])
def test_once_folded_it_reads_in_order(count: int) -> None:
    sides = list(halves(booklet(numbered(count))))
    assert len(sides) == count // 2
    assert in_hand(sides) == [f"bladzijde {number}" for number in range(1, count + 1)]
    assert sides[0] == (f"bladzijde {count}", "bladzijde 1")


def test_pages_that_are_not_by_fours_leave_room_at_the_end() -> None:
    assert in_hand(list(halves(booklet(numbered(5))))) == [*(f"bladzijde {n}" for n in range(1, 6)), "", "", ""]


def test_the_pages_are_cut_and_meet_in_the_fold() -> None:
    """No bleed of one lies over the other, and each keeps its size and place."""
    data = booklet(numbered(4))
    with pikepdf.open(io.BytesIO(data)) as opened:
        for side in opened.pages:
            assert size(side) == A4
            assert list(side.mediabox) == list(side.trimbox)
    document = pypdfium2.PdfDocument(data)
    scale = 10 / MM  # ten points to the millimetre
    picture = document[0].render(scale=scale).to_pil().convert("RGB")
    red, blue, white = (255, 0, 0), (0, 0, 255), (255, 255, 255)
    places = {"edge": 0.2, "left": 1, "fold, left": 148.3, "fold, right": 148.7, "right": 296, "other edge": 296.8}
    found = {name: picture.getpixel((round(mm * 10), 50)) for name, mm in places.items()}
    assert list(found.values()) == [white, blue, blue, red, red, white]
    left, low, _, _ = document[0].get_textpage().get_charbox(0)
    assert abs(left / MM - (0.5 + 50 - 3)) < 1
    assert abs(low / MM - (100 - 3)) < 2
    document.close()


def test_it_is_for_a_printer_and_says_so() -> None:
    data = booklet(numbered(8))
    with pikepdf.open(io.BytesIO(data)) as opened:
        assert str(opened.docinfo.Title) == "Proef (om te printen en te vouwen, niet om voor te lezen)"
        assert opened.Root.ViewerPreferences.Duplex == "/DuplexFlipShortEdge"
        assert opened.Root.ViewerPreferences.DisplayDocTitle
        assert "/StructTreeRoot" not in opened.Root
        assert not [side for side in opened.pages if "/Annots" in side]
        drawn = [item.read_bytes() for item in opened.objects if isinstance(item, pikepdf.Stream)]
        assert not [text for text in drawn if b"BDC" in text or b"EMC" in text]


def test_it_is_the_same_every_time() -> None:
    """Its identity follows from what is in it, and not from the clock and the title."""
    data = booklet(numbered(8))
    assert booklet(numbered(8)) == data
    assert not re.search(rb"CreationDate|ModDate|/Metadata", data)
    assert identity(data) != identity(booklet(numbered(4)))


def identity(data: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as opened:
        return bytes(opened.trailer.ID[0])


@pytest.mark.parametrize("id", BROCHURES)
def test_the_sample_reads_in_order_once_folded(id: str, sample: Site) -> None:
    assert folds_into(folded(sample, id), paper(sample, id))
