"""What ``./spijs bench`` looks at is there to be looked at; its figures are not a test."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench import bare, corpus
from bench.sites import many, pdfs, prospect_of
from tests.site import POSTER, Site

STORY = "content/verhalen/van-zaal-naar-rooster.md"


@pytest.mark.usefixtures("paper_stub")
def test_every_pdf_of_a_site_is_seen_and_an_edited_one_is_new(site: Site) -> None:
    site.write("content/posters/noor.yml", POSTER).build()
    sheets = {target for target in site.made if target.endswith(".pdf")}
    before = pdfs(site.root)
    assert sheets
    assert sheets <= set(before)
    assert {path.split("/")[0] for path in before} == {"kantoor", "drukkerij", "intranet"}
    site.change(STORY, "Op een dag", "Op een goede dag").build()
    assert pdfs(site.root) == before
    site.change("content/posters/noor.yml", "En u?", "En jij?").build()
    after = pdfs(site.root)
    assert {path for path in after if before.get(path) != after[path]} == set(before)


def test_a_site_without_a_pdf_says_nothing_of_those_that_were_made(tmp_path: Path) -> None:
    (tmp_path / "output").mkdir()
    with pytest.raises(SystemExit, match="no PDF"):
        pdfs(tmp_path)


def test_the_bare_stages_make_the_pages_that_a_build_makes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bare.prose, "to_html", bare.prose.to_html)  # so that it is put back
    example, site, output = many(tmp_path / "one", 1), many(tmp_path / "many", 3), tmp_path / "bare"
    bare.main(example, site, output)
    spent = json.loads(capsys.readouterr().out)
    assert set(spent) == {"read", "parse", "template", "Markdown", "write"}
    assert all(seconds > 0 for seconds in spent.values())
    prospect = prospect_of(site)
    for path in output.iterdir():
        page = prospect.pages[f"intranet/vacatures/{path.name}"]
        made = prospect.workshop.templates.render(page.template, page.target, page.values, False, page.source)
        assert path.read_bytes() == made.data
    assert len(list(output.iterdir())) == 3


def test_the_corpus_has_the_texts_that_it_says() -> None:
    texts = list(corpus.texts(40))
    assert texts == list(corpus.texts(40))
    assert len({text.body for text in texts}) == 40
    for text in texts:
        assert 0 <= corpus.words(text.body) - corpus.WORDS[text.sort] < 25, text.name
        elements = {element for element, _ in text.shows}
        assert elements >= {"vacature": {"p"}, "verhaal": {"blockquote", "li"}, "pagina": {"th", "td"}}[text.sort]
    sorts = [text.sort for text in texts]
    assert [sorts.count(sort) for sort in ("vacature", "verhaal", "pagina")] == [24, 12, 4]


def test_spijs_has_a_small_page_for_every_text_of_the_corpus(tmp_path: Path) -> None:
    prospect = prospect_of(corpus.site(tmp_path / "site", 20))
    for text in corpus.texts(20):
        page = prospect.pages[f"intranet/{text.folder}/{text.name}.html"]
        made = prospect.workshop.templates.render(page.template, page.target, page.values, False, page.source)
        assert text.title in made.data.decode("utf-8")
        assert b"tabindex" not in made.data  # the templates that Spijs ships are larger
