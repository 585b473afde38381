"""``why`` speaks the language of who writes the sources, never that of the templates."""

from __future__ import annotations

import re

import pytest

from builder.build import check, explain
from builder.channels import CHANNELS
from builder.kinds import KINDS
from builder.plan import make_plan
from builder.reference import reason_in_words
from builder.survey import Order
from tests.sample import sources_of_the_sample
from tests.site import TODAY, Site

INTERNAL = re.compile(r"\b(blad|site(?!\.yml)|pagina|inkten)\.|\w_in_lijst|keuring\.")


def test_every_value_of_every_page_has_words(site: Site) -> None:
    library, _ = check(Order(sources_of_the_sample(site).root, site.output, TODAY, TODAY))
    assert library is not None
    names = {
        (f"{group}.{name}" if isinstance(values, dict) else group, page.source.file)
        for page in make_plan(library, KINDS, CHANNELS).pages.values()
        for group, values in page.values.items()
        for name in (values if isinstance(values, dict) and values else [""])
    }
    assert {"blad.nieuw", "site.kleuren", "menu", "inkten.#faf1e0", "pagina.titel"} <= {name for name, _ in names}
    for name, source in names:
        told = reason_in_words(f"veranderd: {name}", source)
        assert not INTERNAL.search(told), told
        assert "." not in name or name not in told, told


@pytest.mark.usefixtures("paper_stub")
def test_what_changed_is_named_as_in_the_source(site: Site) -> None:
    site.build().change("content/verhalen/van-zaal-naar-rooster.md", "titel: Zo kwam", "titel: Zo liep")
    order = Order(site.root, site.output, TODAY, TODAY)
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
    told = reason_in_words("veranderd: blad.nieuw, blad.plaatje en meer", "site.yml")
    assert told == "veranderd: wat erop staat en meer"
