"""The words that sources choose from are lists of the site, and no template or rule knows one of them by name."""

from __future__ import annotations

import re

import pytest
from pydantic import TypeAdapter

from builder.kinds.vacature import Niveaus
from builder.vocabularies import DEFAULTS, Woordenlijsten
from tests.site import REPO, Site

LISTS = """woordenlijsten:
  vakgebieden:
  - {sleutel: thuiszorg, naam: Zorg bij mensen thuis, pictogram: deur}
  - {sleutel: keuken, naam: Koken en wassen}
  dienstverbanden:
  - {sleutel: invalpool, naam: Invalpool, merkje: invallen}
  - {sleutel: vast, naam: Voor vast}
  niveaus:
  - {sleutel: helpende-2, naam: helpende (niveau 2)}
  - {sleutel: mbo, naam: mbo}
huisstijl:"""
VACATURE = """---
functie: Kok aan huis
organisatie: crevecoeur
plaats: Zierikzee
regio: Zeeland
vakgebied: Thuiszorg
niveau: {niveau}
uren: 24
cao: VVT
dienstverband: INVALPOOL
zichtbaar: openbaar
status: verwacht
geplaatst: 2026-01-01
periode: 2027-1
---

U kookt.
"""


@pytest.fixture
def own(site: Site) -> Site:
    for path in (site.root / "content").glob("vacatures/*"):
        path.unlink()
    for path in (site.root / "content/posters").glob("*"):
        if "soort: vacatures" in path.read_text(encoding="utf-8", errors="replace"):
            path.unlink()
    organisatie = re.search(r"^organisatie: (\S+)", (site.root / "site.yml").read_text(encoding="utf-8"), re.M)
    assert organisatie
    site.change("site.yml", "huisstijl:", LISTS)
    text = VACATURE.format(niveau="[helpende-2, mbo]").replace("crevecoeur", organisatie[1])
    return site.write("content/vacatures/kok.md", text)


@pytest.mark.usefixtures("paper_stub")
def test_a_site_has_words_of_its_own(own: Site) -> None:
    own.build()
    assert own.outcome.published, own.outcome.findings
    page = own.read("intranet/vacatures/kok.html").replace("\u00a0", " ")
    assert "Invalpool" in page
    assert "Helpende (niveau 2) of mbo" in page
    shown = own.read("intranet/vacatures/index.html")
    assert "Zorg bij mensen thuis" in shown
    assert "invallen" in shown


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("vakgebied", "thuiszorgg", "bedoelde u thuiszorg?"),
        ("vakgebied", "Zorg bij mensen thuis", "bedoelde u thuiszorg?"),
        ("vakgebied", "begeleiding", "kies uit thuiszorg, keuken"),
        ("dienstverband", "oproep", "kies uit invalpool, vast"),
        ("niveau", "wo", "kies uit helpende-2, mbo"),
        ("niveau", "mbo/hbo", "bedoelde u mbo?"),
        ("niveau", "helpende-3", "bedoelde u helpende-2?"),
    ],
)
def test_a_word_that_is_in_no_list_is_told_with_its_line(own: Site, field: str, typed: str, says: str) -> None:
    path = "content/vacatures/kok.md"
    text = re.sub(rf"^{field}: .*$", f"{field}: {typed}", (own.root / path).read_text(encoding="utf-8"), flags=re.M)
    found = [one for one in own.write(path, text).findings() if one.code == "keuze"]
    assert [says in one.remedy for one in found] == [True], found
    line = text.splitlines()[found[0].position.line - 1]
    assert line.startswith(f"{field}:")


def test_a_list_calls_colours_as_the_house_does(site: Site) -> None:
    words = "woordenlijsten:\n  themas:\n  - {sleutel: a, naam: A, kleur: Koren, vorm: berg}\nhuisstijl:"
    site.change("site.yml", "huisstijl:", words).change("site.yml", "tweede: saffraan", "tweede: koren")
    assert not [one for one in site.findings() if one.position.file == "site.yml"]


def test_levels_of_ones_own_have_one_order() -> None:
    """As they were typed: an order by chance would make the page anew each time."""
    names = [f"eigen-{n}" for n in (3, 1, 4, 2, 5, 9, 6)]
    assert TypeAdapter(Niveaus).validate_python([*names, "hbo", "mbo"]) == ("mbo", "hbo", *names)


@pytest.mark.parametrize(
    ("lists", "says"),
    [
        ("vakgebieden: []", "te weinig"),
        ("vakgebieden:\n  - {sleutel: a, naam: A}\n  - {sleutel: a, naam: B}", "staat twee keer"),
        ("vakgebieden:\n  - {sleutel: a, naam: A, pictogram: bestaatniet}", "pictogram «bestaatniet» is er niet"),
        ("vakgebied:\n  - {sleutel: a, naam: A}", "bestaat hier niet"),
        ("themas:\n  - {sleutel: a, naam: A, kleur: paars, vorm: berg}", "geen kleur"),
    ],
)
def test_a_list_that_cannot_be_is_told(site: Site, lists: str, says: str) -> None:
    site.change("site.yml", "huisstijl:", f"woordenlijsten:\n  {lists}\nhuisstijl:")
    told = [f"{one.position.file} {one.message}" for one in site.findings()]
    assert any(one.startswith("site.yml") and says in one for one in told), told


def test_every_word_of_the_default_can_be_chosen() -> None:
    lists = Woordenlijsten()
    assert {name: set(lists.words(name)) for name in DEFAULTS} == {name: set(words) for name, words in DEFAULTS.items()}
    assert set(Woordenlijsten.model_fields) == set(DEFAULTS)


def test_no_template_or_rule_knows_a_word_by_name() -> None:
    places = [*(REPO / "templates").rglob("*.html"), *(REPO / "builder").rglob("*.py")]
    others = (path for path in places if path.name not in OWNERS)
    texts = {str(path.relative_to(REPO)): path.read_text(encoding="utf-8") for path in others}
    keys = {key for words in DEFAULTS.values() for key in words}
    named = {key: re.compile(rf"""(?:==|!=|\bin\b[^\n]*|\[)\s*['"]{key}['"]""") for key in keys}
    assert {(name, key) for name, text in texts.items() for key in keys if named[key].search(text)} == SAME_BY_CHANCE


OWNERS = ("vocabularies.py", "numbers.py")
# Words of other fields: what a productblad is about, and sorts of stories.
SAME_BY_CHANCE = {
    ("builder/kinds/productblad.py", "begeleiding"),
    ("templates/intranet/productbladen.html", "begeleiding"),
    ("builder/kinds/verhaal.py", "zo-kwam"),
}
