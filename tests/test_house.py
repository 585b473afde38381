"""Colours: what they are called, and whether an ink looks like the screen; a new house has none of the sample's."""

from __future__ import annotations

import re

import pytest

from builder.colours import ROLES, contrast
from builder.inputs import look
from builder.kinds.poster import Poster
from builder.likeness import MOST_APART, unlike
from builder.new_site import new_site
from builder.settings import Huisstijl, load_settings
from tests.sample import library_of
from tests.site import POSTER, REPO, Site
from tests.test_new import answering

PROFILE = (REPO / "templates/kleurprofiel/fogra39l_coated.icc").read_bytes()

# Colours of well-known ranges with the inks that their makers give for coated paper, saturated ones among them.
BRIDGES = {
    "#001489": (100, 89, 0, 0),
    "#0085ca": (100, 13, 1, 2),
    "#005eb8": (99, 50, 0, 0),
    "#fe5000": (0, 65, 100, 0),
    "#84bd00": (54, 0, 100, 0),
    "#009a44": (93, 0, 100, 0),
    "#c8102e": (2, 100, 85, 6),
    "#00aeef": (100, 0, 0, 0),
    "#ec008c": (0, 100, 0, 0),
    "#ffed00": (0, 0, 100, 0),
    "#440099": (90, 99, 0, 0),
    "#009ca6": (96, 0, 31, 2),
    "#0000ff": (100, 80, 0, 0),
    "#00ff00": (70, 0, 100, 0),
}


def style() -> Huisstijl:
    settings, findings = load_settings(look(REPO))
    assert settings, findings
    return settings.huisstijl


def with_ink(screen: str, ink: tuple[int, ...]) -> Huisstijl:
    own = style()
    assert own.drukkleuren
    return own.model_copy(update={"eerste": screen, "drukkleuren": own.drukkleuren.model_copy(update={"eerste": ink})})


def test_the_inks_of_the_sample_look_like_its_screen() -> None:
    assert not list(unlike(style(), PROFILE))


@pytest.mark.parametrize("screen", BRIDGES)
def test_inks_as_makers_of_colours_give_them_are_kept(screen: str) -> None:
    assert not list(unlike(with_ink(screen, BRIDGES[screen]), PROFILE))


@pytest.mark.parametrize("screen", ["#1d4e89", "#2f6f5e", "#5b5078", "#c9a24b", "#0000ff", "#00ff00", "#111111"])
def test_another_colour_is_told_and_what_is_said_helps(screen: str) -> None:
    (told,) = unlike(with_ink(screen, (10, 88, 95, 5) if screen != "#c9a24b" else (95, 60, 0, 0)), PROFILE)
    assert (told.role, told.screen) == ("eerste", screen)
    assert told.apart > MOST_APART
    assert re.fullmatch("#[0-9a-f]{6}", told.looks)
    assert not list(unlike(with_ink(screen, told.better), PROFILE))


def test_the_remedy_for_an_ink_works_in_site_yml(site: Site) -> None:
    site.change("site.yml", "vijfde: '#1c6c86'", "vijfde: '#7a2a2a'")
    (finding,) = site.findings()
    assert finding.code == "drukkleur"
    line = (site.root / "site.yml").read_text().splitlines()[finding.position.line - 1]
    assert line.strip().startswith("vijfde: [85")
    better = re.search(r"'(vijfde: \[.*?\])'", finding.remedy)
    assert better
    assert not site.change("site.yml", "vijfde: [85, 35, 30, 20]", better[1]).findings()


@pytest.mark.parametrize("word", ["eerste", "tomaat", "blauw"])
def test_a_colour_goes_by_its_place_its_house_and_its_old_name(word: str, site: Site) -> None:
    site.change("site.yml", "namen: {eerste: tomaat,", "namen: {eerste: blauw,")
    site.write("content/posters/noor.yml", f"{POSTER}kleur: {word}\n")
    (poster,) = library_of(site).all(Poster)
    assert poster.value.kleur == "tomaat", "what styles and templates know it by"


def test_an_unknown_colour_or_shape_is_told_with_what_there_is(site: Site) -> None:
    site.write("content/posters/noor.yml", f"{POSTER}kleur: paars\nvorm: vork\n")
    told = {f.message: f.remedy for f in site.findings()}
    assert told["«paars» is geen kleur van dit huis"].startswith("kies uit eerste, tweede")
    assert "kring, golf" in told["«vork» is geen vorm"]


def test_two_colours_with_one_name_are_refused(site: Site) -> None:
    site.change("site.yml", "namen: {eerste: tomaat, tweede: saffraan", "namen: {eerste: rood, tweede: rood")
    assert [f.code for f in site.findings()] == ["kleur"]


def test_messages_speak_of_the_colours_of_the_house(site: Site) -> None:
    site.change("site.yml", "namen: {eerste: tomaat,", "namen: {eerste: bordeaux,")
    site.change("site.yml", "eerste: '#c83722'", "eerste: '#777777'")
    (finding,) = site.findings()
    assert "«bordeaux»" in finding.message


def test_a_new_site_has_a_house_style_of_its_own(site: Site) -> None:
    """Nothing of the sample in it: no colour, no ink, no plate; and every text on every ground can be read."""
    new_site(site.root / "eigen", answering())
    settings, findings = load_settings(look(site.root / "eigen"))
    assert settings, findings
    own, sample = settings.huisstijl, style()
    assert own.drukkleuren is None
    assert own.tekeningen == "neutraal"
    assert not set(own.tokens().values()) & set(sample.tokens().values()) - {"#ffffff"}
    tokens = own.tokens()
    for name in ROLES.values():
        assert contrast(tokens[name], tokens[f"op-{name}"]) >= 4.5
        assert contrast(tokens[f"{name}-diep"], tokens["papier"]) >= 4.5
