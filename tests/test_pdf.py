"""Every sheet is whole: tagged, readable, complete against its source, in our own letters, and never cut off."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import html5lib
import page
import pikepdf
import pytest
from PIL import Image

from builder import pdf, prose
from builder.channels import CHANNELS
from builder.content import Document, Library
from builder.diagnostics import Made, Position
from builder.inputs import look
from builder.kinds import KINDS
from builder.kinds.editie import Editie
from builder.kinds.personeelsbladitem import Personeelsbladitem
from builder.kinds.poster import Poster, on_size
from builder.kinds.productblad import Productblad
from builder.kinds.verhaal import Verhaal
from builder.making import Workshop
from builder.pdf.preflight import inspect_office
from builder.plan import make_plan
from builder.survey import Order, survey
from tests import persen
from tests.sample import drawn_in, pages_of, sources_of_the_sample, squeeze, ways_to
from tests.site import POSTER, TODAY, Site

SIZES = {"A4": (595, 842), "A3": (842, 1191), "A2": (1191, 1684)}


def pdfs(site: Site) -> list[Path]:
    """Sheets for the office printer of three channels; the others have tests of their own."""
    folders = ("productbladen", "posters", "personeelsblad")
    return [path for folder in folders for path in sorted((site.output / "kantoor" / folder).glob("*.pdf"))]


def name_of(path: Path) -> str:
    """Where a sheet lies in its profile: channel and name."""
    return "/".join(path.parts[-2:])


def words_in(text: str, sheet: str) -> list[str]:
    """Sentences of a source that a PDF does not give back."""
    return [line for line in re.split(r"\n+|(?<=[.?!])\s+", prose.plain(text)) if squeeze(line) not in sheet]


@pytest.fixture(scope="module")
def read(sample: Site) -> dict[str, str]:
    """The text of every PDF, as letters and figures only."""
    return {name_of(path): squeeze(" ".join(pages_of(path))) for path in pdfs(sample)}


def test_every_sheet_that_the_sources_ask_for_is_there(sample: Site, library: Library) -> None:
    names = {f"productbladen/{d.value.nr}-{d.id}.pdf" for d in library.all(Productblad)}
    names |= {f"posters/{d.id}-{maat.lower()}.pdf" for d in library.all(Poster) for maat in d.value.formaten}
    names |= {f"personeelsblad/{d.value.kwartaal}.pdf" for d in library.all(Editie)}
    office = {name for name in names if not name.endswith("-a2.pdf")}
    assert {name_of(path) for path in pdfs(sample)} == office
    for name in names:
        assert (sample.output / "drukkerij" / name).is_file()
        assert (sample.output / "overzicht" / name).with_suffix(".png").is_file()
    for name in office:
        copy = sample.output / "intranet/pdf" / name
        assert copy.read_bytes() == (sample.output / "kantoor" / name).read_bytes()


def test_every_sheet_is_pdf_ua(sample: Site) -> None:
    """All that an office printer gets, save booklets: those are for folding and not for reading."""
    sheets = [path for path in (sample.output / "kantoor").rglob("*.pdf") if "-boekje-" not in path.name]
    assert {path.parent.name for path in sheets} > {path.parent.name for path in pdfs(sample)}
    for path in sheets:
        report = page.validate_pdf_bytes(path.read_bytes(), profile=page.ValidationProfile.PDF_UA_1)
        assert report.is_compliant, f"{path.name}: {[failure.message for failure in report.failures]}"


def test_the_judge_of_pdf_ua_sees_what_is_wrong(sample: Site, tmp_path: Path) -> None:
    """The same sheet without its language, its title or its tags is turned down."""
    for key in ("/Lang", "/StructTreeRoot", "/ViewerPreferences", "/Metadata"):
        with pikepdf.open(pdfs(sample)[0]) as file:
            del file.Root[key]
            file.save(tmp_path / "kapot.pdf")
        report = page.validate_pdf_bytes((tmp_path / "kapot.pdf").read_bytes(), profile=page.ValidationProfile.PDF_UA_1)
        assert not report.is_compliant, key


def test_language_title_and_tags(sample: Site) -> None:
    titles = set()
    for path in pdfs(sample):
        with pikepdf.open(path) as file:
            assert str(file.Root.Lang) == "nl"
            assert bool(file.Root.MarkInfo.Marked)
            assert bool(file.Root.ViewerPreferences.DisplayDocTitle)
            assert str(file.docinfo.Title).strip()
            assert str(file.docinfo.Author) == "Loopbaancentrum De Ladder"
            titles.add(str(file.docinfo.Title))
    assert len(titles) == len(pdfs(sample)), "twee bladen heten hetzelfde"


def test_pages_and_their_sizes(sample: Site, library: Library) -> None:
    for document in library.all(Poster):
        for maat in document.value.formaten:
            assert sheet_sizes(sample, f"posters/{document.id}-{maat.lower()}.pdf") == [SIZES[maat]]
    for blad in library.all(Productblad):
        sizes = sheet_sizes(sample, f"productbladen/{blad.value.nr}-{blad.id}.pdf")
        assert set(sizes) == {SIZES["A4"]}
        assert 1 <= len(sizes) <= 2
    for editie in library.all(Editie):
        sizes = sheet_sizes(sample, f"personeelsblad/{editie.value.kwartaal}.pdf")
        assert set(sizes) == {SIZES["A4"]}
        assert 1 <= len(sizes) <= 8


def sheet_sizes(site: Site, name: str) -> list[tuple[int, int]]:
    profile = "drukkerij" if name.endswith("-a2.pdf") else "kantoor"
    with pikepdf.open(site.output / profile / name) as file:
        boxes = [[float(edge) for edge in sheet.trimbox] for sheet in file.pages]
    return [(round(box[2] - box[0]), round(box[3] - box[1])) for box in boxes]


def test_only_letters_of_the_house_style_and_all_of_them_inside(sample: Site) -> None:
    for path in pdfs(sample):
        assert drawn_in("atkinsonhyperlegiblenext", path), path.name
        with pikepdf.open(path) as file:
            described = [item for item in file.objects if isinstance(item, pikepdf.Dictionary) and "/FontName" in item]
            assert described
            assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(item.keys()) for item in described), path.name


def test_contact_rule_on_every_page(sample: Site, library: Library) -> None:
    contact = library.settings.contact
    ways = (contact.intranet, contact.email, contact.telefoon, contact.tijden)
    for path in pdfs(sample):
        for number, text in enumerate(pages_of(path), 1):
            missing = [way for way in ways if squeeze(way) not in squeeze(text)]
            assert not missing, f"{path.name}, bladzijde {number}"


def test_every_sheet_says_that_it_is_an_example(sample: Site) -> None:
    for path in pdfs(sample):
        assert all("verzonnenmensenenorganisaties" in squeeze(text) for text in pages_of(path)), path.name


def test_productbladen_are_complete(read: dict[str, str], library: Library) -> None:
    for document in library.all(Productblad):
        value = document.value
        text = read[f"productbladen/{value.nr}-{document.id}.pdf"]
        fields = [value.titel, value.ondertitel, value.kern, value.lezer, value.bron or ""]
        fields += [*value.vraagt, *value.brengt]
        assert not [field for field in fields if squeeze(field) not in text], document.path
        assert not words_in(value.tekst.text, text), document.path


def test_posters_are_complete(read: dict[str, str], library: Library) -> None:
    for document in library.all(Poster):
        value = document.value
        size = min(value.formaten, key="A4 A3 A2".index)
        text = read[f"posters/{document.id}-{size.lower()}.pdf"]
        lines = [value.kop, value.tekst, value.knop]
        lines += [d.value.functie for d in on_size(value, library, size)[0]]
        if value.verhaal:
            lines.append(library.get(value.verhaal, Verhaal).value.stap.naar)
        assert not [line for line in lines if squeeze(line) not in text], document.path


def test_the_edition_is_complete(read: dict[str, str], library: Library) -> None:
    for document in library.all(Editie):
        value, text = document.value, read[f"personeelsblad/{document.value.kwartaal}.pdf"]
        lines = [value.titel, value.voorwoord, *(f"{punt.wat} {punt.waar}" for punt in value.agenda)]
        assert not [part for line in lines for part in re.split(r"(?<=[.?!:,]) ", line) if squeeze(part) not in text]
        for blok in value.blokken:
            found = library.find(blok.item or blok.verhaal)  # type: ignore[arg-type]
            assert found is not None
            assert not block_lost(found, blok.maat, text), found.path


def block_lost(document: Document, size: str, text: str) -> list[str]:  # type: ignore[type-arg]
    """Sentences that a block on the pages must hold and does not; a story in a quarter is its quote and a way on."""
    value = document.value
    if isinstance(value, Personeelsbladitem):
        must = [value.titel, value.intro, value.slot, value.tekst.text]
        if value.weetje and size != "kwart":
            must += [value.weetje.tekst, value.weetje.bron]
    else:
        must = [value.citaat, value.stap.naar] if size == "kwart" else [value.titel, value.tekst.text]
    return [line for part in must for line in words_in(part, text)]


def test_thumbnails_are_there_and_show_something(sample: Site) -> None:
    for path in pdfs(sample):
        name = Path(name_of(path)).with_suffix(".png")
        picture = Image.open(sample.output / "overzicht" / name).convert("RGB")
        assert picture.width == 640
        colours = picture.resize((64, 64)).getcolors(5000) or []
        assert len(colours) > 20, f"{name} is leeg"
        assert max(count for count, _ in colours) < 64 * 64 * 0.95, f"{name} is bijna leeg"


@pytest.mark.slow
def test_the_same_bytes_again(sample: Site, tmp_path: Path) -> None:
    """Made again in another place, with another number of processes, beside fewer other sheets."""
    again = sources_of_the_sample(Site(tmp_path / "elders" / "veel" / "dieper", {}))
    for path in (again.root / "content/posters").iterdir():
        if path.stem not in ("mensen-rooster", "vacatures-regio"):
            path.unlink()
    again.remove("content/ophangregister.yml").build(only=("posters", "personeelsblad"), jobs=1)
    made = [path.relative_to(again.output) for path in again.output.rglob("*") if path.suffix in (".pdf", ".png")]
    assert {path.parts[0] for path in made} == {"kantoor", "drukkerij", "intranet", "overzicht"}, again.outcome.findings
    for name in made:
        assert (again.output / name).read_bytes() == (sample.output / name).read_bytes(), name


# --- What is read aloud --------------------------------------------------------------------------------------

RUNS = """<html lang="nl"><head><title>Blad</title><style>
    @page { size: 100mm 100mm; margin: 20mm; @top-left { content: "Blad " counter(page) }
            @bottom-left { content: element(voet) } }
    @page geen { @bottom-left { content: none } }
    .voet { position: running(voet) } .nieuw { break-before: page } .doorzichtig { opacity: .5 }
    </style></head><body>
    <div class="voet"><p>Bel <a href="tel:0123456789">0123 45<wbr>67 89</a></p></div>
    <table><tr><th></th><th>Boven</th></tr><tr><th scope="row">Opzij</th><td>Cel</td></tr></table>
    <p data-telkens>Mail <a href="mailto:a@b.example"><b>a@<wbr>b</b>.example</a></p><p>Een</p>
    <p class="nieuw" data-telkens>Mail <a href="mailto:a@b.example"><b>a@<wbr>b</b>.example</a></p><p>Twee</p>
    <p class="nieuw" data-telkens>Mail een ander</p><p>Mail a@b.example</p><p class="doorzichtig" data-telkens>Drie</p>
    </body></html>"""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A sheet of three pages with lines that come again."""
    made = persen.printed({"loopt": RUNS}, tmp_path_factory.mktemp("loopt"), wants=frozenset())["loopt"]
    assert not made.findings
    return made.data


def test_what_comes_again_is_read_aloud_once(running: bytes) -> None:
    """What says something else, or is no line that comes again, is read; numbers of pages are not. Nothing is gone."""
    pages = [[squeeze("".join(texts)) for texts in page] for page in persen.heard(running)]
    assert pages == [
        ["bovenopzijcelmailabexampleeenbel0123456789", "blad1"],
        ["twee", "mailabexampleblad2bel0123456789"],
        ["maileenandermailabexampledrie", "blad3bel0123456789"],
    ]


def tags_of(file: pikepdf.Pdf) -> list[Any]:
    """Every tag in the order of reading, with a number for each piece of a page."""
    found: list[Any] = []
    left = [file.Root.StructTreeRoot.K[0]]
    while left:
        found.append(left.pop(0))
        if isinstance(found[-1], pikepdf.Dictionary) and "/K" in found[-1]:
            left[:0] = list(found[-1].K)
    return found


def test_every_link_is_one_tag_however_often_it_comes_again(running: bytes) -> None:
    with pikepdf.open(io.BytesIO(running)) as file:
        places = [[str(link.A.URI) for link in sheet.Annots] for sheet in file.pages]
        assert places == [["mailto:a@b.example", "tel:0123456789"]] * 2 + [["tel:0123456789"]]
        links = [tag for tag in tags_of(file) if isinstance(tag, pikepdf.Dictionary) and tag.get("/S") == "/Link"]
        inside = [
            [str(kid.Obj.A.URI) for kid in link.K if not isinstance(kid, int) and "/Obj" in kid] for link in links
        ]
        assert inside == [["mailto:a@b.example"] * 2, ["tel:0123456789"] * 3]
        owners = dict(zip(*[iter(file.Root.StructTreeRoot.ParentTree.Nums)] * 2, strict=True))
        for sheet in file.pages:
            assert {owners[link.StructParent].objgen for link in sheet.Annots} <= {link.objgen for link in links}
        tags = [tag for tag in tags_of(file) if isinstance(tag, pikepdf.Dictionary)]
        assert [str(tag.S) for tag in tags if tag.get("/K") == []] == ["/TH"], "alleen de hoek van de tabel is leeg"
    report = page.validate_pdf_bytes(running, profile=page.ValidationProfile.PDF_UA_1)
    assert report.is_compliant, report.failures


def test_every_head_of_a_table_says_of_what(running: bytes) -> None:
    with pikepdf.open(io.BytesIO(running)) as file:
        tags = [tag for tag in tags_of(file) if isinstance(tag, pikepdf.Dictionary)]
        assert [str(tag.A.Scope) for tag in tags if tag.get("/S") == "/TH"] == ["/Column", "/Column", "/Row"]


def lose_scope(file: pikepdf.Pdf) -> None:
    for tag in tags_of(file):
        if isinstance(tag, pikepdf.Dictionary) and tag.get("/S") == "/TH":
            del tag.A["/Scope"]


def lose_link(file: pikepdf.Pdf) -> None:
    del file.pages[1].Annots[0]


def lose_tag_of_link(file: pikepdf.Pdf) -> None:
    for tag in tags_of(file):
        if isinstance(tag, pikepdf.Dictionary) and tag.get("/S") == "/Link":
            del tag.K[-1]


def lose_text(file: pikepdf.Pdf) -> None:
    del file.Root.StructTreeRoot.K[0].K[-1]


def lose_space(file: pikepdf.Pdf) -> None:
    del file.pages[1].obj["/Group"]


DEAF: dict[str, tuple[str, Callable[[pikepdf.Pdf], None]]] = {
    "a head that does not say of what": ("tabel", lose_scope),
    "an address that is no link": ("link", lose_link),
    "a link that is not read": ("link", lose_tag_of_link),
    "a text that is not read": ("voorlezen", lose_text),
    "a page that mixes in any colours": ("doorschijnend", lose_space),
}


@pytest.mark.parametrize("name", DEAF)
def test_what_checkers_look_at_is_looked_at(running: bytes, name: str) -> None:
    says = ("b.example", "0123 4567 89", "maandag")
    assert all(fact.fits for fact in inspect_office(running, says))
    what, plant = DEAF[name]
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(running)) as file:
        plant(file)
        file.save(out)
    says = ("a@b.example", *says) if plant is lose_link else says
    assert what in [fact.what for fact in inspect_office(out.getvalue(), says) if not fact.fits]


def test_contact_details_lead_somewhere_on_every_page_and_are_read_once(sample: Site, library: Library) -> None:
    """But for the twin that the print shop gets: nobody clicks there."""
    says = tuple(map(squeeze, (library.settings.contact.telefoon, library.settings.contact.tijden)))
    for path in pdfs(sample):
        with pikepdf.open(path) as file:
            links = [{str(link.A.URI) for link in sheet.get("/Annots", ()) if "/A" in link} for sheet in file.pages]
        assert all(ways_to(library) <= found for found in links), path.name
        told = squeeze("".join(text for heard, _ in persen.heard(path) for text in heard))
        assert [told.count(text) for text in says] == [1, 1], path.name


# --- What does not fit stops the build ----------------------------------------------------------------------

SENTENCE = "Wie hier langs fietst ziet de zee en denkt aan morgen, aan overmorgen en aan de dag daarna. "
BLAD, PRENT = "content/productbladen/kijken.md", "content/posters/prent.yml"
KRAP = r' data-krap="\d+"'
TOO_MUCH = r"in het vak «[^»]+» \(\d+ tekens te veel, vanaf «[^»]+»\)$"


@pytest.fixture(scope="module")
def workshop(sample: Site, library: Library, tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """What the sheets of the sample are made with."""
    order = Order(look(sample.root), tmp_path_factory.mktemp("werk") / "output", TODAY, TODAY)
    prospect, findings = survey(order, library, make_plan(library, KINDS, CHANNELS), order.output.parent)
    assert not findings
    return prospect.workshop


def printed(library: Library, workshop: Workshop) -> list[pdf.Sheet]:
    """The HTML of every sheet of the sample."""
    found = []
    for blad in make_plan(library, KINDS, CHANNELS).pages.values():
        if blad.medium == "pdf":
            made = workshop.templates.render(blad.template, blad.target, blad.values, True, blad.source)
            found.append(pdf.Sheet(blad.target, made.data.decode("utf-8"), (), blad.source))
    return found


def run(sheets: list[pdf.Sheet], workshop: Workshop, work: Path) -> dict[str, Made]:
    means = pdf.Means(workshop.theme, workshop.fonts, workshop.inks)
    with pdf.pool(means, work, 2) as executor:
        alone = pdf.make_alone(means, work)
        return {sheet.target: made for sheet, made in pdf.make_sheets(sheets, executor, alone)}


@pytest.mark.slow
def test_too_much_text_in_any_marked_box_is_told(library: Library, workshop: Workshop, tmp_path: Path) -> None:
    """In each box that a template marks, of each design: told by the name of the box, with what is too much.

    Without the steps by which a box may be fitted: ``test_passen.py`` is about those.
    """
    fixed = [sheet for sheet in printed(library, workshop) if "data-stroom" not in sheet.html]  # the others flow on
    sheets = {re.sub(r"[^/]*$", design(sheet.html), sheet.target): sheet for sheet in fixed}
    boxes = {name: set(re.findall(r'data-vak="([^"]+)"', sheet.html)) for name, sheet in sheets.items()}
    assert sum(map(len, boxes.values())) > 30
    mark = re.compile(r'(<[a-z]+[^>]*data-vak="[^"]+"[^>]*>)')
    planted = [
        replace(sheet, target=name, html=mark.sub(rf"\1<span>{SENTENCE * 40}</span>", re.sub(KRAP, "", sheet.html)))
        for name, sheet in sheets.items()
    ]
    for name, made in run(planted, workshop, tmp_path / "tmp").items():
        told = [finding for finding in made.findings if finding.code == "past-niet"]
        assert boxes[name] <= {box for finding in told for box in re.findall("vak «([^»]+)»", finding.message)}, name
        assert all(re.search(TOO_MUCH, finding.message) and finding.remedy for finding in told)
        assert {finding.position for finding in told} - {Position("site.yml")} == {sheets[name].source}


def design(html: str) -> str:
    """The first class of the body: which design a sheet has."""
    found = re.search(r'<body class="([\w-]+)', html)
    return found[1] if found else ""


def test_every_text_on_paper_stands_in_a_marked_box(library: Library, workshop: Workshop) -> None:
    """A box with text and without a mark could cut it off unseen; only what the layout puts loose may be outside."""
    for sheet in printed(library, workshop):
        body = html5lib.parse(sheet.html, namespaceHTMLElements=False).find("body")
        loose = [text for text in unmarked(body) if len(text) > 30 and "Voorbeeld: verzonnen" not in text]
        assert not loose, sheet.target


def unmarked(element: Any) -> list[str]:
    if not isinstance(element.tag, str) or "svg" in element.tag or {"data-vak", "data-stroom"} & {*element.keys()}:
        return []
    own = " ".join(((element.text or "") + " ".join(child.tail or "" for child in element)).split())
    return [text for text in (own, *(text for child in element for text in unmarked(child))) if text]


def test_too_many_sheets_are_refused(workshop: Workshop, tmp_path: Path) -> None:
    head = '<html lang="nl"><head><title>x</title><link rel="stylesheet" href="https://bron.invalid/druk/basis.css"></head>'
    html = f'{head}<body data-bladen="2">' + '<p style="break-after: page">Zin</p>' * 3 + "</body></html>"
    sheet = pdf.Sheet("posters/lang.pdf", html, (), Position("content/posters/lang.yml", 1))
    told = [f for f in run([sheet], workshop, tmp_path / "tmp")["posters/lang.pdf"].findings if f.code == "past-niet"]
    assert [f.message for f in told] == [
        "posters/lang.pdf: de tekst past niet in het vak «2 bladzijden» (3 tekens te veel, vanaf «Zin»)"
    ]


@pytest.mark.parametrize("place", ["top: 400mm", "left: 300mm"])
def test_text_beyond_the_edge_of_the_sheet_is_lost(workshop: Workshop, tmp_path: Path, place: str) -> None:
    html = f"""<html lang="nl"><head><title>x</title>
        <link rel="stylesheet" href="https://bron.invalid/druk/basis.css"></head><body><p>Zin</p>
        <p style="position: absolute; {place}">Nergens te lezen</p></body></html>"""
    sheet = pdf.Sheet("posters/weg.pdf", html, (), Position("content/posters/weg.yml", 1))
    (told,) = run([sheet], workshop, tmp_path / "tmp")["posters/weg.pdf"].findings
    assert (told.code, "Nergens te lezen" in told.message) == ("past-niet", True)


def test_a_sheet_without_the_contact_rule_is_refused(library: Library, workshop: Workshop, tmp_path: Path) -> None:
    """Also when it stands there as a picture of itself, or on the first page only."""
    sheet = next(sheet for sheet in printed(library, workshop) if "productbladen" in sheet.target)
    phone = library.settings.contact.telefoon
    first = replace(sheet, html=sheet.html[::-1].replace(phone[::-1], "", 1)[::-1], says=(phone,))
    (told,) = run([first], workshop, tmp_path / "tmp")[sheet.target].findings
    assert told.code == "contact"
    assert f"bladzijde 2 staat «{phone}» niet leesbaar" in told.message


@pytest.mark.parametrize(("sign", "code"), [("🎉", "1F389"), ("汉", "6C49"), ("ก", "0E01")])
def test_a_sign_that_is_not_in_the_letters_is_told(sign: str, code: str, site: Site) -> None:
    site.write(PRENT, POSTER).change(PRENT, "Van zaal naar rooster", f"Van zaal {sign} naar rooster").build()
    found = [finding for finding in site.outcome.findings if finding.code == "lettertype"]
    assert found, site.outcome.findings
    assert all(f"«{sign}» (U+{code})" in finding.message for finding in found)
    assert {finding.position.file for finding in found} == {PRENT}
    assert not site.output.exists()


PRODUCTBLAD = """---
nr: 1
titel: Mag ik eens kijken?
ondertitel: Over kijken
gebied: begeleiding
lezer: voor medewerkers
kern: Kijken mag.
kleur: zee
vorm: bord
vraagt: [Een uur]
brengt: [Een beeld]
verder: diensten/gesprek-aan-zee
---

De zee is ver en het strand is breed.
"""
MUUR = POSTER.replace("soort: mensen", "soort: vacatures").replace("verhaal: van-zaal-naar-rooster\n", "")
MUUR = MUUR.replace("doel: verhalen/van-zaal-naar-rooster", "doel: vacatures")


def long_plate(site: Site, old: str, new: str) -> Site:
    return site.write(BLAD, PRODUCTBLAD).change(BLAD, old, new)


def poster(site: Site, design: str, **fields: str) -> Site:
    text = (POSTER if design in ("venster", "stem", "stap") else MUUR).replace("ontwerp: stem", f"ontwerp: {design}")
    for name, value in fields.items():
        text = re.sub(rf"^{name}: .*$", f"{name}: {value}", text, flags=re.M)
    return site.write(PRENT, text)


WIDE = "M" * 58
PLANTED = {
    "productblad-tekst": lambda s: long_plate(s, "De zee is ver en het strand is breed.", SENTENCE * 120),
    "productblad-vraag": lambda s: long_plate(s, "titel: ", f"titel: {WIDE} "),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", PLANTED)
def test_what_does_not_fit_stops_the_build(name: str, site: Site) -> None:
    """The box is named in Dutch, with how many characters are too many, at the source."""
    PLANTED[name](site).build()
    found = [finding for finding in site.outcome.findings if finding.code == "past-niet"]
    assert found, site.outcome.findings
    assert not site.output.exists()
    assert {finding.position.file for finding in found} <= {BLAD, PRENT}
    for finding in found:
        assert re.search(TOO_MUCH, finding.message)
        assert finding.remedy
