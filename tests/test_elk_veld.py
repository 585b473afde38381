"""A name that may not be shown, in every text field of every kind and in every disguise: in no file that Spijs made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from builder.diagnostics import has_errors
from builder.kinds import KINDS
from builder.schema import inner_model
from tests import zoeken
from tests.sample import second_organisation, vacatures_of_the_second
from tests.site import PERSOON, Site
from tests.test_niets_weggelaten import free_texts

WITHHELD = PERSOON.replace("Noor Zandstra", "Xanthe Bakker").replace("[naam, ", "[")
AGREED = WITHHELD.replace("onderdelen: [", "onderdelen: [naam, ")
PLAIN = "Xanthe"
# As a reader reads it: entities, marks, what is invisible, case, endings, accents, other alphabets, pieces.
DISGUISES = (
    PLAIN, "XANTHE", "xanthe", "Xan&#116;he", "Xan&#x74;he", "Xan\u00adthe", "Xan\u200bthe", "Xan&shy;the",
    "Xan**the**", "_Xanthe_", "`Xanthe`", "Xanthes", "Xanthe’s", "Xanthetje", "Xänthe", "Xаnthe", "Ｘanthe",
    "X a n t h e", "X.a.n.t.h.e", "Xan-the", "Xan‑the", "X. Bakker", "mevrouw Bakker", "Bakker, Xanthe", "xbakker.jpg",
    "https://duinrand.example/foto/xanthe-lacht", "xanthe.bakker@duinrand.example", "Xanthe\u2060Bakker",
)  # fmt: skip
Place = tuple[str | int, ...]


def texts(model: type[Any], data: Any, at: Place = ()) -> Iterator[tuple[Place, int]]:
    """The places of free texts in what a source says, each with the signs that it may have."""
    for name, field in model.model_fields.items():
        if name not in data:
            continue
        inner = inner_model(field.annotation)
        form = next(free_texts([*field.metadata, field.annotation]), None)
        values = data[name] if isinstance(data[name], list) else [data[name]]
        for n, value in enumerate(values):
            place = (*at, name, n) if isinstance(data[name], list) else (*at, name)
            if inner and isinstance(value, dict):
                yield from texts(inner, value, place)
            elif isinstance(value, str) and form:
                yield place, form.schema["maxLength"]


def with_text(data: Any, place: Place, text: str) -> None:
    *way, last = place
    for step in way:
        data = data[step]
    data[last] = text


# Where in a text below the fields a name can stand.
BODIES = (
    "NAAM zei het.\n\nTEKST",
    "TEKST\n\nHet was van NAAM",
    "TEKST\n\n## Over NAAM\n\nGoed.",
    "TEKST\n\n- een\n- NAAM\n",
    "TEKST\n\n> Zo zei NAAM het.\n",
    "TEKST\n\n| een | twee |\n|---|---|\n| drie | NAAM |\n",
    "TEKST\n\nZie [wat NAAM doet](https://duinrand.example/).\n",
    "TEKST\n\nZie [hier meer](https://duinrand.example/xanthe-bakker).\n",
    "TEKST\n\nZie **wat NAAM doet** *met NAAM*.\n",
    "TEKST\n\n1. een\n   NAAM\n",
)
# A quote must stand in its text, a poster leads somewhere, the letters of a logo are few: another word is a mistake.
# And who is called so as well, makes it a name that may stand there.
NO_NAME = {"verhaal.citaat", "poster.doel", "organisatie.letters", "persoon.naam"}
NAMES = ("Xanthe", "Bakker")


class Planter:
    """The sources of a site, each of which gets the name in one of its texts: the next in the next round."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.sources: dict[str, tuple[Any, str, list[tuple[Place, int]]]] = {}
        for kind in KINDS:
            for path in sorted((site.root / "content" / kind.folder).glob("*.*")):
                if path.suffix in (".yml", ".md"):
                    text = path.read_text("utf-8")
                    _, front, body = text.split("---\n", 2) if path.suffix == ".md" else ("", text, "")
                    data = yaml.load(front, yaml.BaseLoader)
                    found = texts(kind.model, data)
                    places = [(place, most) for place, most in found if f"{kind.name}.{place[-1]}" not in NO_NAME]
                    self.sources[path.relative_to(site.root).as_posix()] = (data, body, places)
        self.rounds = max(len(places) + bool(body) * len(BODIES) for _, body, places in self.sources.values())

    def plant(self, number: int, name: str) -> set[str]:
        """The fields that have the name in this round."""
        planted = set()
        for path, (data, body, places) in self.sources.items():
            data, text = yaml.load(yaml.dump(data), yaml.BaseLoader), body
            kind = path.split("/")[1]
            if number < len(places):
                place, most = places[number]
                if len(name) <= most:
                    with_text(data, place, f"Met {name} erbij" if most > len(name) + 11 else name)
                    planted.add(".".join([kind, *(str(step) for step in place if isinstance(step, str))]))
            elif body and number - len(places) < len(BODIES):
                text = BODIES[number - len(places)].replace("NAAM", name).replace("TEKST", body.strip())
                planted.add(f"{kind}.tekst {number - len(places)}")
            front = yaml.dump(data, allow_unicode=True, sort_keys=False, width=1000)
            self.site.write(path, f"---\n{front}---\n{text}" if path.endswith("md") else front)
        return planted


@pytest.fixture
def planter(site: Site, paper_stub: None) -> Planter:
    """The second organisation with every kind of source; nobody of the first is there any more."""
    site.remove("content").remove("site.yml")
    planter = Planter(vacatures_of_the_second(second_organisation(site), 2))
    site.write("content/personen/een.yml", AGREED.replace("duinrand", "crevecoeur"))
    return planter


def made(site: Site) -> set[str]:
    """The files that Spijs made or keeps in which a part of the name can be read."""
    found = zoeken.holding([site.output, site.root / ".output.spijs"], *NAMES)
    return {path.relative_to(site.root).as_posix() for path in found}


def withhold(planter: Planter, number: int, name: str) -> None:
    """First she agrees and stands on pages, then she does not, and stands nowhere."""
    site = planter.site
    fields = planter.plant(number, name)
    site.write("content/personen/een.yml", WITHHELD.replace("duinrand", "crevecoeur")).build()
    assert not site.outcome.waits, (name, fields, site.outcome.findings)
    assert made(site) == set(), (name, fields)


def test_a_name_shows_from_every_field_when_it_may(planter: Planter) -> None:
    """Else the test after this one would look for what no page shows."""
    fields, hidden = Counter[str](), set()
    for number in range(planter.rounds):
        there = planter.plant(number, PLAIN)
        fields.update(there)
        planter.site.build()
        assert not has_errors(planter.site.outcome.findings), planter.site.outcome.findings
        if not zoeken.holding([planter.site.output], *NAMES):
            hidden |= there
    assert len(fields) > 120
    assert hidden == set()


def test_a_name_that_may_not_be_shown_is_in_no_file(planter: Planter) -> None:
    for number in range(planter.rounds):
        withhold(planter, number, DISGUISES[number % len(DISGUISES)])


@pytest.mark.alles
@pytest.mark.parametrize("name", DISGUISES)
def test_every_field_in_every_disguise(planter: Planter, name: str) -> None:
    for number in range(planter.rounds):
        withhold(planter, number, name)
