"""``why`` speaks the language of who writes the sources, never that of the templates."""

from __future__ import annotations

import re

import pytest

from builder.build import check
from builder.channels import CHANNELS
from builder.inputs import look
from builder.kinds import KINDS
from builder.plan import make_plan
from builder.reference import reason_in_words
from builder.report import summary
from builder.survey import Order
from builder.why import explain
from tests.sample import sources_of_the_sample
from tests.site import ORGANISATIE, TODAY, VACATURE, Site

INTERNAL = re.compile(r"\b(blad|site(?!\.yml)|pagina|inkten)\.|\w_in_lijst|keuring\.")


def test_every_value_of_every_page_has_words(site: Site) -> None:
    library, _ = check(Order(look(sources_of_the_sample(site).root), site.output, TODAY, TODAY))
    assert library is not None
    names = {
        (f"{group}.{name}" if isinstance(values, dict) else group, page.source.file)
        for page in make_plan(library, KINDS, CHANNELS).pages.values()
        for group, values in page.values.items()
        for name in (values if isinstance(values, dict) and values else [""])
    }
    assert {"blad.getoond", "site.kleuren", "menu", "inkten.#faf1e0", "pagina.titel"} <= {name for name, _ in names}
    for name, source in names:
        told = reason_in_words(f"veranderd: {name}", source)
        assert not INTERNAL.search(told), told
        assert "." not in name or name not in told, told


@pytest.mark.usefixtures("paper_stub")
def test_what_changed_is_named_as_in_the_source(site: Site) -> None:
    site.build().change("content/verhalen/van-zaal-naar-rooster.md", "titel: Zo kwam", "titel: Zo liep")
    order = Order(look(site.root), site.output, TODAY, TODAY)
    told = explain(order, "intranet/verhalen/van-zaal-naar-rooster.html")
    assert told
    assert "het veld «titel»" in told
    front = explain(order, "intranet/index.html")
    assert front
    assert "wat erop staat" in front
    assert not INTERNAL.search(front)
    site.build()
    told = explain(order, "intranet/verhalen/van-zaal-naar-rooster.html")
    assert told
    assert "laatst gemaakt omdat: veranderd: wat erop staat, het veld «titel»" in told


def test_other_reasons_stay_as_they_are() -> None:
    for reason in ("nieuw", "Spijs zelf is veranderd", "het bestand templates/x.html is veranderd"):
        assert reason_in_words(reason, "site.yml") == reason
    told = reason_in_words("veranderd: blad.getoond, blad.plaatje en meer", "site.yml")
    assert told == "veranderd: wat erop staat en meer"


def hidden(site: Site, name: str) -> str:
    told = explain(Order(look(site.root), site.output, TODAY, TODAY), name)
    assert told
    return told


@pytest.mark.usefixtures("paper_stub")
def test_what_is_not_to_be_seen_is_counted_and_explained(site: Site) -> None:
    partner = ORGANISATIE.replace("duinrand", "dorp").replace("soort: eigen", "soort: partner")
    site.write("content/organisaties/dorp.yml", partner)
    inside = VACATURE.replace("zichtbaar: openbaar", "zichtbaar: intern").replace(
        "organisatie: duinrand", "organisatie: dorp"
    )
    for number in range(10):
        site.write(f"content/vacatures/intern-{number}.md", inside)
    site.write("content/vacatures/concept.md", VACATURE.replace("status: concreet", "status: concept"))
    site.write("content/vacatures/later.md", VACATURE.replace("2026-11-01", "2026-11-20"))
    site.write("content/vacatures/voorbij.md", VACATURE.replace("2026-12-01", "2026-11-10")).build()
    said = summary(site.outcome, site.output, 1.0)
    assert "Niet te zien       13 vacatures: 1 concept, 1 nog niet, 1 voorbij, 10 niet voor hier" in said
    assert "alleen voor mensen van die organisatie" in hidden(site, "content/vacatures/intern-3.md")
    assert "alleen voor mensen van die organisatie" in hidden(site, "intranet/vacatures/intern-3.html")
    assert "nog een concept" in hidden(site, "content/vacatures/concept.md")
    assert "verschijnt later" in hidden(site, "content/vacatures/later.md")
    assert "sloot op 10-11-2026" in hidden(site, "content/vacatures/voorbij.md")
    assert "te zien als intranet/vacatures/wijkverpleegkundige.html" in hidden(
        site, "content/vacatures/wijkverpleegkundige.md"
    )
    done = site.run("why", "content/vacatures/intern-3.md")
    assert "alleen voor mensen" in done.stdout
    assert site.run("why", "content/vacatures/niets.md").returncode == 2
