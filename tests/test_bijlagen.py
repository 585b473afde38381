"""Documents that go along with a page: listed with what they are, refused when they are something else, and gone with
the page or with the consent of whom they name."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from pathlib import Path

import pikepdf
import pytest

from builder.diagnostics import has_errors
from builder.inputs import look, look_into
from builder.reading import attached
from builder.reading.attached import attachment
from builder.reading.inside import words
from tests.site import REPO, Site
from tests.test_cases import HERE

PAGE = "content/paginas/zo-werken-wij.md"
MADE = "intranet/paginas/zo-werken-wij.html"
OFFICE = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml", ".pptx": "ppt/presentation.xml"}
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def packed(files: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return out.getvalue()


def office(suffix: str, text: str = "", **more: str | bytes) -> bytes:
    return packed({"[Content_Types].xml": "<Types/>", OFFICE[suffix]: text, **more})


def open_document(sort: str, **more: str) -> bytes:
    return packed({"mimetype": f"application/vnd.oasis.opendocument.{sort}", "content.xml": "", **more})


def pdf(author: str = "", password: str = "") -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.docinfo["/Author"] = author
        made.save(out, encryption=pikepdf.Encryption(user=password, owner="x") if password else False)
    return out.getvalue()


def telling(where: str) -> bytes:
    """A PDF with a name in one of the places that stand on no page."""
    who, out = pikepdf.String("Noor Zandstra"), io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        root, page = made.Root, made.pages[0]
        remark = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9])
        if where in ("/T", "/Contents"):
            remark[where] = who
            page.Annots = made.make_indirect([made.make_indirect(remark)])
        elif where == "form":
            field = pikepdf.Dictionary(FT=pikepdf.Name.Tx, T=pikepdf.String("naam"), V=who)
            root.AcroForm = pikepdf.Dictionary(Fields=[made.make_indirect(field)])
        elif where == "bookmark":
            root.Outlines = made.make_indirect(pikepdf.Dictionary(First=made.make_indirect({"/Title": who})))
        elif where == "alt":
            root.StructTreeRoot = made.make_indirect({"/K": pikepdf.Dictionary(Alt=who)})
        elif where == "metadata":
            with made.open_metadata() as about:
                about["dc:creator"] = ["Noor Zandstra"]
        elif where == "embedded":
            made.attachments["rooster.docx"] = office(".docx", SPLIT)
        made.save(out)
    return out.getvalue()


SPLIT = "<w:p><w:r><w:t>Vraag N</w:t></w:r><w:r><w:t>oor</w:t></w:r></w:p><w:p>Zandstra</w:p>"
TELLING = ("/T", "/Contents", "form", "bookmark", "alt", "metadata", "embedded")
MAIL = '<Relationship Target="mailto:noor.zandstra@duinrand.example"/>'


def with_files(site: Site, **files: bytes) -> Site:
    """The page with these documents, each titled by its own name."""
    listed = "".join(f"  - {{titel: Over {name}, bestand: {name}}}\n" for name in files)
    text = (HERE / "bij" / PAGE).read_text(encoding="utf-8")
    for name, data in files.items():
        site.write(f"content/paginas/{name}", data)
    return site.write(PAGE, text.replace("---\n", f"---\nbijlagen:\n{listed}", 1))


@pytest.mark.usefixtures("paper_stub")
def test_documents_stand_in_their_page_and_go_with_it(site: Site) -> None:
    letter, sheet = "Aanvraag Reiskosten (2026).DOCX", "uren.ods"
    site = with_files(site, **{letter: office(".docx", "x" * 33_900), sheet: open_document("spreadsheet")}).build()
    assert not site.outcome.findings
    page = site.read(MADE)
    assert 'href="../bijlagen/paginas/aanvraag-reiskosten-2026.docx?v=' in page
    assert "Word, 34\u00a0kB" in page
    assert "OpenDocument-rekenblad, 1\u00a0kB" in page
    there = site.output / "intranet/bijlagen/paginas/aanvraag-reiskosten-2026.docx"
    assert there.read_bytes() == (site.root / f"content/paginas/{letter}").read_bytes()
    assert not site.build().made
    site.write(f"content/paginas/{letter}", office(".docx", "anders")).build()
    assert site.made == {MADE, there.relative_to(site.output).as_posix()}
    site.change(PAGE, "titel: Zo", "status: concept\ntitel: Zo").build()
    assert not list(site.output.rglob("*.docx"))


@pytest.mark.usefixtures("paper_stub")
def test_a_name_is_the_same_with_its_accents_apart(site: Site) -> None:
    """A Mac, or a share that one writes to, has é as two signs; the source has it as one, or the other way round."""
    name, apart = "Café één.pdf", unicodedata.normalize("NFD", "Café één.pdf")
    assert name != apart
    site = with_files(site, **{name: pdf()})
    for there, here in ((apart, name), (apart, apart), (name, apart)):
        for old in (site.root / "content/paginas").glob("*.pdf"):
            old.unlink()
        site.write(f"content/paginas/{there}", pdf()).write(
            PAGE, (site.root / PAGE).read_text(encoding="utf-8").replace(apart, name).replace(name, here)
        )
        assert not site.build().outcome.findings
        assert (site.output / "intranet/bijlagen/paginas/cafe-een.pdf").is_file()


def test_two_files_whose_names_differ_in_nothing_that_is_seen_are_told(site: Site) -> None:
    name, apart = "Café.pdf", unicodedata.normalize("NFD", "Café.pdf")
    site = with_files(site, **{name: pdf()}).write(f"content/paginas/{apart}", pdf("x"))
    assert [finding.code for finding in site.findings()] == ["bestand"]


def problem(folder: Path, name: str, data: bytes) -> str:
    (folder / name).write_bytes(data)
    return " ".join(attachment(look_into(folder).entries[name], name, name).problem or ())


def test_what_is_sound_is_taken(tmp_path: Path) -> None:
    for suffix in OFFICE:
        assert not problem(tmp_path, f"A{suffix.upper()}", office(suffix))
    for suffix, sort in ((".odt", "text"), (".ods", "spreadsheet"), (".odp", "presentation")):
        assert not problem(tmp_path, f"a{suffix}", open_document(sort))
    assert not problem(tmp_path, "a.pdf", pdf())


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.docx", office(".xlsx"), "dit is Excel, ook al heet het anders geef het een naam die eindigt op .xlsx"),
        ("a.pdf", office(".docx"), "dit is geen PDF|dit is Word"),
        ("a.docx", pdf(), "dit is PDF, ook al heet het anders"),
        ("a.docx", packed({"a.exe": "MZ"}), "dit is geen Word"),
        ("a.docx", b"MZ\x90\x00", "dit is geen Word"),
        ("a.xlsx", OLD, "bewaar het zonder wachtwoord als .xlsx"),
        ("a.docx", office(".docx", **{"word/vbaProject.bin": "x"}), "macro's"),
        ("a.odt", open_document("text", **{"Basic/Standard/script-lc.xml": "x"}), "macro's"),
        ("a.odt", open_document("text", **{"META-INF/manifest.xml": "<encryption-data/>"}), "vraagt een wachtwoord"),
        ("a.pdf", pdf(password="geheim"), "vraagt een wachtwoord"),
        ("a.pdf", b"%PDF-1.7\nen dan niets", "beschadigd"),
        ("a.docx", office(".docx", "x" * 5000)[:3000], "beschadigd"),
        ("a.odt", b"", "leeg"),
    ],
)
def test_what_is_something_else_is_told(tmp_path: Path, name: str, data: bytes, told: str) -> None:
    assert any(part in problem(tmp_path, name, data) for part in told.split("|"))


def test_what_is_too_large_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attached, "MOST", 1_500_000)
    assert "dit bestand is 1,6 MB, en een bijlage is hooguit 1,5 MB" in problem(tmp_path, "a.pdf", b"%PDF-" * 320_000)
    monkeypatch.setattr(attached, "MOST_UNPACKED", 1000)
    assert "veel te groot" in problem(tmp_path, "a.docx", office(".docx", "x" * 2000))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", office(".docx", SPLIT)),
        ("a.docx", office(".docx", '<w:ins w:author="Noor Zandstra">x</w:ins>')),
        ("a.docx", office(".docx", **{"docProps/core.xml": "<dc:creator>Noor Zandstra</dc:creator><x>y</x>"})),
        ("a.odt", open_document("text", **{"meta.xml": "<meta:initial-creator>Noor Zandstra</meta:initial-creator>"})),
        ("a.docx", office(".docx", **{"word/_rels/document.xml.rels": MAIL})),
        ("a.docx", office(".docx", '<wp:docPr id="1" descr="Noor Zandstra aan het werk"/>')),
        ("a.pptx", office(".pptx", **{"ppt/embeddings/boek.xlsx": office(".xlsx", "<si>Noor Zandstra</si>")})),
        ("a.docx", office(".docx", **{"word/comments.xml": "\ufeff<w:t>Noor</w:t>".encode("utf-16-le")})),
        ("a.pdf", pdf(author="Noor Zandstra")),
        *((f"{n}.pdf", telling(where)) for n, where in enumerate(TELLING)),
        ("a-noor-zandstra.pdf", pdf()),
    ],
)
@pytest.mark.usefixtures("paper_stub")
def test_a_document_goes_with_the_consent_of_whom_it_names(site: Site, name: str, data: bytes) -> None:
    with_files(site, **{name: data}).build()
    assert not has_errors(site.outcome.findings)
    assert list(site.output.rglob(name))
    site.change("content/personen/planner.yml", "kanalen:", "ingetrokken: 2026-11-15\n  kanalen:")
    site.remove("content/verhalen/van-zaal-naar-rooster.md").build()
    told = [f for f in site.outcome.findings if f.code == "toestemming-voorbij"]
    assert {f.position.file for f in told} == {PAGE}
    assert any("bestand" in f.remedy for f in told)
    assert not list(site.output.rglob(name))
    assert not [path for path in site.root.rglob(".output.spijs/goed/*") if path.read_bytes() == data]


def test_words_are_read_as_a_reader_sees_them(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(office(".docx", SPLIT))
    seen = look_into(tmp_path)
    assert "Vraag Noor\nZandstra" in words(seen, attachment(seen.entries["a.docx"], "a.docx", "a.docx"))


def test_two_attachments_can_be_told_apart(site: Site) -> None:
    with_files(site, **{"a.pdf": pdf(), "b.pdf": pdf()}).change(PAGE, "Over b.pdf", "over A.pdf")
    assert [(f.code, f.message) for f in site.findings()] == [("velden", "twee bijlagen heten «Over a.pdf»")]


def test_the_sample_has_documents_that_can_be_used() -> None:
    there = [path.relative_to(REPO).as_posix() for path in (REPO / "content").rglob("* *")]
    assert there
    seen = look(REPO).sources
    assert not [one for path in there if (one := attachment(seen.entries[path], path, path)).problem]
