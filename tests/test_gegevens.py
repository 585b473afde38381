"""Facts that texts name between braces: they stand in site.yml alone, and what shows one is made anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder import merge
from builder.merge import Fact
from tests.sample import pages_of, sources_of_the_sample, squeeze
from tests.site import POSTER, Site

FACTS = {
    "telefoon": Fact("088-111 22 33", "tel:0881112233"),
    "email": Fact("a_b*c@d.example", "mailto:a_b*c@d.example"),
    "tijden": Fact("dinsdag"),
}
SERVICE, POSTER_FILE = "content/diensten/gesprek-aan-zee.md", "content/posters/noor.yml"
BIJ = Path(__file__).parent / "cases/bij"


@pytest.mark.parametrize(
    ("text", "plain", "markdown"),
    [
        ("Bel {telefoon}.", "Bel 088-111 22 33.", "Bel [088-111 22 33](tel:0881112233)."),
        ("Op { Tijden }", "Op dinsdag", "Op dinsdag"),
        ("tel:{telefoon}", "tel:088-111 22 33", "[088-111 22 33](tel:0881112233)"),
        ("[bel]({telefoon})", "[bel](088-111 22 33)", "[bel](tel:0881112233)"),
        ("[{telefoon}](tel:{telefoon})", "[088-111 22 33](tel:088-111 22 33)", "[088-111 22 33](tel:0881112233)"),
        ("{email}", "a_b*c@d.example", r"[a_b\*c@d.example](mailto:a_b*c@d.example)"),
        ("`{telefoon}`", "`088-111 22 33`", "`088-111 22 33`"),
        (r"\{telefoon}", "{telefoon}", "{telefoon}"),
        (r"\{telefoon\}", "{telefoon}", "{telefoon}"),
        ("{onbekend} {a.b} {} {", "{onbekend} {a.b} {} {", "{onbekend} {a.b} {} {"),
    ],
)
def test_a_fact_in_words_and_in_markdown(text: str, plain: str, markdown: str) -> None:
    assert merge.filled(text, FACTS) == plain
    assert merge.linked(text, FACTS) == markdown


def everywhere(site: Site) -> Site:
    """A fact in every kind of text: prose, line, title, poster, form, item, a letter with and without rows."""
    for path in BIJ.rglob("*.*"):
        site.write(path.relative_to(BIJ).as_posix(), path.read_bytes())
    site.change(SERVICE, "Wij lopen", "Bel {telefoon}, of mail ons. Wij lopen")
    site.change(SERVICE, "duur: een uur", "duur: Een uur, bel {telefoon}")
    site.change(SERVICE, "naam: Gesprek aan zee", "naam: Bel {telefoon}")
    site.write(POSTER_FILE, POSTER.replace("En u?", "Bel {telefoon}."))
    site.change("content/formulieren/kort.yml", "titel: ", "titel: Bel {telefoon}. ")
    site.change("content/zelftests/kompas.yml", "intro: ", "intro: Bel {telefoon}. ")
    site.change("content/personeelsbladitems/2026-4-kandidaten.md", "slot: ", "slot: Bel {telefoon}. ")
    site.change("content/brieven/uitnodiging.md", "Komt u", "Bel {telefoon}. Komt u")
    letter = (site.root / "content/brieven/uitnodiging.md").read_text(encoding="utf-8")
    return site.write("content/brieven/los.md", letter)


@pytest.mark.usefixtures("paper_stub")
def test_a_fact_is_shown_on_every_channel_and_changes_in_one_place(site: Site) -> None:
    everywhere(site).build()
    assert {finding.code for finding in site.outcome.findings} == {"ongebruikt"}, "a document that no source names"
    page = "intranet/diensten/gesprek-aan-zee.html"
    assert site.says(page, 'Bel <a href="tel:0881112233" rel="noopener noreferrer">088-111 22 33</a>, of mail')
    assert site.says(page, "<dd>Een uur, bel 088-111 22 33</dd>")
    assert site.says("intranet/diensten/index.html", "Bel 088-111 22 33</a>")
    for target in ("kantoor/posters/noor-a3.pdf", "kantoor/brieven/uitnodiging.pdf", "kantoor/brieven/los.pdf"):
        assert site.says(target, "Bel 088-111 22 33") or site.says(target, 'Bel <a href="tel:0881112233"'), target
    assert site.says("kantoor/brieven/los.pdf", "aanhef"), "a letter without rows keeps its own fields"
    assert not [name for name in site.made if "{telefoon}" in (site.output / name).read_bytes().decode("latin-1")]
    shown = {name for name in site.made if b"088-111 22 33" in (site.output / name).read_bytes()}
    site.change("site.yml", "088-111 22 33", "06-12 34 56 78").build()
    assert shown <= site.made
    assert not [name for name in site.kept if b"088-111 22 33" in (site.output / name).read_bytes()]
    assert site.says(page, "bel 06-12 34 56 78</dd>")
    clean = Site(site.root.parent / "schoon", {})
    for path in (*site.root.glob("content/**/*.*"), site.root / "site.yml"):
        clean.write(path.relative_to(site.root).as_posix(), path.read_bytes())
    assert clean.build().tree() == site.tree()


@pytest.mark.usefixtures("paper_stub")
def test_a_name_that_only_some_pages_name_makes_only_those_anew(site: Site) -> None:
    site.change(SERVICE, "Wij lopen", "Bij {roepnaam} lopen wij").build()
    site.change("site.yml", "organisatie: duinrand", "roepnaam: Het Plein\norganisatie: duinrand").build()
    assert site.says("intranet/diensten/gesprek-aan-zee.html", "Bij Het Plein lopen wij")
    assert site.made == {"intranet/diensten/gesprek-aan-zee.html"}


@pytest.mark.usefixtures("paper_stub")
def test_a_column_goes_before_a_fact(site: Site) -> None:
    for name in ("content/brieven/uitnodiging.md", "content/brieven/uitnodiging.csv"):
        site.write(name, (BIJ / name).read_bytes())
    site.change("content/brieven/uitnodiging.md", "Komt u", "Bel {telefoon}. Komt u")
    rows = (site.root / "content/brieven/uitnodiging.csv").read_text(encoding="utf-8").splitlines()
    rows = [f"{row};{'Telefoon' if n == 0 else f'071-555 66 7{n}'}" for n, row in enumerate(rows)]
    site.write("content/brieven/uitnodiging.csv", "\n".join(rows)).build()
    assert not site.outcome.findings
    assert site.says("kantoor/brieven/uitnodiging.pdf", "Bel 071-555 66 71.")


@pytest.mark.usefixtures("paper_stub")
def test_the_settings_name_their_own_facts(site: Site) -> None:
    site.change("site.yml", "plein van Duinrand.", "plein van Duinrand, {plek}.").build()
    assert site.says("intranet/centrum.html", "plein van Duinrand, eerste verdieping.")
    site.change("site.yml", "tijden: dinsdag", "tijden: bel {telefoon}, dinsdag").build()
    assert site.says("intranet/index.html", "bel 088-111 22 33, dinsdag")


def test_the_remedy_is_followed(site: Site) -> None:
    """What is typed is replaced as the message says, and what is meant is named; then nothing is told any more."""
    site.change(SERVICE, "duur: een uur", "duur: 088 1112233, een uur")
    site.change(SERVICE, "Wij lopen", "Bel 0881112233 of 0612345678. Wij lopen")
    found = site.findings()
    assert [f.code for f in found] == ["vast-gegeven", "vast-gegeven", "ander-gegeven"]
    site.change(SERVICE, "088 1112233, een uur", "'{telefoon}, een uur'").change(SERVICE, "0881112233", "{telefoon}")
    site.change("site.yml", "eerste verdieping", "eerste verdieping\n  anderen: [0612345678]")
    assert not site.findings()


def test_on_real_paper(site: Site) -> None:
    site.write(POSTER_FILE, POSTER.replace("En u?", "Bel {telefoon}.")).build(only=("posters",))
    assert not site.outcome.findings
    text = "".join(pages_of(site.output / "kantoor/posters/noor-a3.pdf"))
    assert squeeze("Noor puzzelt nu met roosters. Bel 088-111 22 33.") in squeeze(text)


@pytest.mark.usefixtures("paper_stub")
def test_the_sample_has_its_facts_in_one_place(site: Site) -> None:
    sources_of_the_sample(site.remove("content")).build()
    assert site.says("intranet/paginas/medewerker-aanmelden.html", '<a href="mailto:deladder@delinde.example"')
    for path in (site.root / "content").rglob("*.md"):
        assert "De Ladder" not in path.read_text(encoding="utf-8"), path.name


@pytest.mark.usefixtures("paper_stub")
def test_a_text_leads_to_a_list(site: Site) -> None:
    site.change(SERVICE, "Wij lopen", "Kijk in [de lijst](vacatures). Wij lopen").build()
    assert not site.outcome.findings
    assert site.says("intranet/diensten/gesprek-aan-zee.html", '<a href="../vacatures/index.html"')
    assert site.change(SERVICE, "(vacatures)", "(vacature)").codes() == {"link"}
