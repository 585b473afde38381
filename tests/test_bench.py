"""What ``./spijs bench`` looks at is there to be looked at; its figures are not a test."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench import against, bare, corpus, peers, warm
from bench.measure import Spread
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


@pytest.mark.parametrize("peer", peers.PEERS, ids=lambda peer: peer.name)
def test_a_peer_shows_every_text(tmp_path: Path, peer: peers.Peer) -> None:
    if not peer.there:
        pytest.skip("not installed: ./spijs bench peers brings it")
    texts = list(corpus.texts(20))
    site = peer.write(tmp_path / peer.name, texts)
    peer.build(site)
    assert peers.missing(site / "public", texts) == []


@pytest.mark.parametrize("peer", peers.PEERS, ids=lambda peer: peer.name)
def test_a_peer_gets_the_words_of_every_text(tmp_path: Path, peer: peers.Peer) -> None:
    site = peer.write(tmp_path / peer.name, corpus.texts(20))
    for text in corpus.texts(20):
        source = (site / "content" / text.folder / f"{text.name}.md").read_text(encoding="utf-8")
        assert text.title in source
        assert source.endswith(text.body)


def test_what_a_page_does_not_show_is_told(tmp_path: Path) -> None:
    """Without that a program that makes nothing would be the fastest of all."""
    text = corpus.text_of(6)
    page = tmp_path / text.folder / f"{text.name}.html"
    assert peers.missing(tmp_path, [text]) == [f"{text.name}: no page"]
    page.parent.mkdir()
    page.write_text("".join(f"<{element}>{words}</{element}>" for element, words in text.shows), encoding="utf-8")
    assert peers.missing(tmp_path, [text]) == []
    page.write_text(page.read_text(encoding="utf-8").replace("<h1>", "<h2>").replace(text.quote, ""), encoding="utf-8")
    assert peers.missing(tmp_path, [text]) == [f"{text.name}: no <h1>", f"{text.name}: {text.quote}"]


@pytest.mark.parametrize(("value", "verdict"), [(0.2, "goal"), (0.5, "held"), (0.51, "MISSED")])
def test_a_row_says_whether_its_bound_is_held(value: float, verdict: str) -> None:
    assert against.Row("an edit", Spread((value,)), 0.5, 0.25).show().endswith(verdict)
    assert not against.Row("an edit", Spread((value,))).show().endswith(verdict)


@pytest.mark.usefixtures("paper_stub")
def test_a_warm_build_shows_the_word_that_was_added(site: Site) -> None:
    site.build()
    assert warm.main(site.root, STORY) > 0
    assert warm.WORD in (site.root / STORY).read_text(encoding="utf-8")
