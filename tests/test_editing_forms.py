"""A form follows from the model of a kind: also of a kind that nobody here has heard of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
from pydantic import Field as Noted

from builder.content import Content
from builder.diagnostics import Position
from builder.editing import Field, Option, Sort, changed, field_at, field_of, form, judged, values
from builder.inputs import look
from builder.kinds import KINDS
from builder.kinds.vacature import Vacature
from builder.reading import parse_source
from builder.reference import describe
from builder.schema import Model, decode, inner_model
from builder.schema.attachments import Document
from builder.schema.dates import Datum, Sluiting
from builder.schema.fields import Alinea, Beeld, JaNee, Kop, Pictogram, Ref, Tekst, getal, naar
from builder.settings import Settings, read_settings
from builder.vocabularies import Term, Woordenlijsten, uit
from tests.site import REPO
from tests.test_editing import FILES
from tests.test_new_kind import NEWS

LISTS = Woordenlijsten()


class Onderdeel(Model):
    """A part of what is tried here."""

    kop: Kop = Noted(description="wat erboven staat")
    foto: Beeld | None = Noted(None, description="een beeld")


class Proef(Content):
    """One field of every sort that there is."""

    kop: Kop = Noted(description="wat er gebeurde")
    datum: Datum = Noted(description="dag van het nieuws")
    einde: Sluiting | None = Noted(None, description="tot wanneer")
    toon: Literal["blij", "heel-zakelijk"] = Noted("blij", description="hoe het klinkt")
    samenvatting: Alinea = Noted(description="het nieuws in een zin")
    aantal: Annotated[int, getal(2, 9)] = Noted(3, description="hoeveel")
    open: JaNee = Noted(False, description="of het open is")
    wie_het_zei: Annotated[Ref, naar("persoon")] | None = Noted(None, description="wie")
    niveaus: tuple[Annotated[Term, uit("niveaus")], ...] = Noted(min_length=1, max_length=4, description="niveaus")
    delen: tuple[Onderdeel, ...] = Noted((), max_length=5, description="de delen")
    los: Onderdeel | None = Noted(None, description="een deel")
    woorden: dict[str, Kop] = Noted(description="woorden van uzelf")
    bijlage: Document | None = Noted(None, description="een bestand")
    teken: Pictogram = Noted(description="een tekeningetje")
    tekst: Tekst = Noted(description="de tekst, onder de velden")


def asked(fields: tuple[Field, ...], name: str) -> Field:
    return next(field for field in fields if field.name == name)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("kop", Field("kop", "Kop", "wat er gebeurde", Sort.LINE, most=80)),
        ("datum", Field("datum", "Datum", "dag van het nieuws", Sort.DATE, example="2027-02-28")),
        ("einde", Field("einde", "Einde", "tot wanneer", Sort.DATE, False, example="2027-02-28",
                        options=(Option("tot vervuld", "tot vervuld"),))),
        ("toon", Field("toon", "Toon", "hoe het klinkt", Sort.CHOICE, False, default="blij",
                       options=(Option("blij", "blij"), Option("heel-zakelijk", "heel zakelijk")))),
        ("samenvatting", Field("samenvatting", "Samenvatting", "het nieuws in een zin", Sort.TEXT, most=900)),
        ("aantal", Field("aantal", "Aantal", "hoeveel", Sort.NUMBER, False, 2, 9, default="3", example="2")),
        ("open", Field("open", "Open", "of het open is", Sort.YES_NO, False, default="nee", example="nee",
                       options=(Option("ja", "ja"), Option("nee", "nee")))),
        ("wie_het_zei", Field("wie_het_zei", "Wie het zei", "wie", Sort.REFERENCE, False, kind="persoon",
                              example="persoon-1")),
        ("bijlage", Field("bijlage", "Bijlage", "een bestand", Sort.DOCUMENT, False, example="aanvraag.pdf")),
        ("teken", Field("teken", "Teken", "een tekeningetje", Sort.PICTOGRAM, example="gesprek")),
        ("tekst", Field("tekst", "Tekst", "de tekst, onder de velden", Sort.PROSE)),
    ],
)  # fmt: skip
def test_each_sort_follows_from_its_type(name: str, expected: Field) -> None:
    assert asked(form(Proef, LISTS), name) == expected


def test_lists_groups_and_words_hold_what_they_are_of() -> None:
    fields = form(Proef, LISTS)
    parts, part, words = (asked(fields, name) for name in ("delen", "los", "woorden"))
    assert (parts.sort, parts.required, parts.least, parts.most) == (Sort.LIST, False, 0, 5)
    assert [field.sort for field in parts.fields] == [Sort.GROUP]
    assert parts.fields[0].fields == part.fields
    assert [(field.name, field.sort) for field in part.fields] == [("kop", Sort.LINE), ("foto", Sort.PICTURE)]
    assert (words.sort, [field.sort for field in words.fields]) == (Sort.WORDS, [Sort.LINE])


def test_the_words_of_a_list_are_those_of_the_site() -> None:
    own = Woordenlijsten.model_validate({"niveaus": [{"sleutel": "starter", "naam": "Net begonnen"}]})
    levels = asked(form(Proef, own), "niveaus")
    assert (levels.sort, levels.least, levels.most) == (Sort.LIST, 1, 4)
    assert levels.fields[0].options == (Option("starter", "Net begonnen"),)


def each(fields: tuple[Field, ...]) -> Iterator[Field]:
    for field in fields:
        yield field
        yield from each(field.fields)


@pytest.mark.parametrize("model", [*(kind.model for kind in KINDS), Settings, Proef])
def test_every_field_of_every_kind_has_a_question(model: type[Model]) -> None:
    fields = form(model, LISTS)
    assert [field.name for field in fields] == list(model.model_fields)
    for field, info in zip(fields, model.model_fields.values(), strict=True):
        assert (field.help, field.required) == (info.description, info.is_required())
        if field.most > 0 and field.sort in (Sort.LINE, Sort.TEXT) and "hooguit" in describe(info):
            assert f"hooguit {field.most} tekens" in describe(info)
        if inner_model(info.annotation):
            assert any(one.sort is Sort.GROUP for one in each((field,)))
    for field in each(fields):
        assert (field.sort is Sort.CHOICE) <= bool(field.options)
        assert (field.sort in (Sort.LIST, Sort.WORDS)) <= (len(field.fields) == 1)
        assert (field.sort is Sort.GROUP) <= bool(field.fields)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_what_stands_in_the_sources_fits_the_form(kind: Any) -> None:
    """A list of the form is a list in the file, or the one text that may stand for it; a group is a group."""
    fields = form(kind.model, LISTS)
    paths = [(file, path) for file, path in FILES if path.startswith(f"content/{kind.folder}")]
    assert paths
    for file, path in paths:
        standing = values(file.read_bytes(), path)
        assert set(standing) <= {field.name for field in fields}
        for field in fields:
            here = standing.get(field.name)
            assert here is None or isinstance(here, str) or (field.sort in (Sort.LIST, Sort.GROUP, Sort.WORDS))


def test_what_is_filled_in_on_a_form_is_a_good_source() -> None:
    """Every option that is offered, written where it is asked for, is read as right."""
    file = sorted((REPO / "content/vacatures").glob("*.md"))[0]
    path = str(file.relative_to(REPO))
    fields = {field.name: field for field in form(Vacature, LISTS)}
    choices = [field for field in fields.values() if field.sort is Sort.CHOICE and field.name != "status"]
    assert len(choices) == 3
    for field in choices:
        for option in field.options:
            source, found = parse_source(changed(file.read_bytes(), path, {field.name: option.value}), path)
            assert source, found
            assert decode(Vacature, source.fields, source.body)[1] == []


SETTINGS = read_settings(look(REPO))[0]
FAULTY = """---
status: concret
functie: Kok
geplaatst: 31-02-2027
niveau: [mbo, groot]
bijlagen:
  - titel: Formulier
    bestand: formulier.zip
  - titel: Nog een
kleur: rood
---

## Kop

Lees <b>dit</b> en {onzin}.
"""


def test_faults_stand_at_their_field_while_one_types() -> None:
    assert SETTINGS
    path = "content/vacatures/kok.md"
    faults = judged(FAULTY.encode(), path, SETTINGS)
    assert {(fault.way, fault.finding.code) for fault in faults} >= {
        (("status",), "keuze"),
        (("organisatie",), "ontbreekt"),
        (("bijlagen", 1, "bestand"), "ontbreekt"),
        (("geplaatst",), "datum"),
        (("bijlagen", 0, "bestand"), "bijlage"),
        (("kleur",), "onbekend-veld"),
        (("tekst",), "html"),
        (("tekst",), "invulveld"),
    }
    assert all(field_of(FAULTY.encode(), path, fault.finding) == fault.way for fault in faults)
    assert [fault.finding.position.line for fault in faults] == sorted(f.finding.position.line for f in faults)
    assert [fault.way for fault in judged(b"a: b: c\n", path.replace(".md", ".yml"), SETTINGS)] == [()]


@pytest.mark.parametrize(("file", "path"), [one for one in FILES if "tests" not in one[0].parts])
def test_nothing_is_wrong_with_the_sample_as_it_is_typed(file: Path, path: str) -> None:
    assert SETTINGS
    assert [fault for fault in judged(file.read_bytes(), path, SETTINGS) if fault.finding.severity == "fout"] == []


def test_the_settings_of_a_site_are_judged_as_well() -> None:
    assert SETTINGS
    data = (REPO / "site.yml").read_bytes()
    assert judged(data, "site.yml", SETTINGS) == ()
    (fault,) = judged(changed(data, "site.yml", {("contact", "email"): "geen adres"}), "site.yml", SETTINGS)
    assert (fault.way, fault.finding.code) == (("contact", "email"), "email")


def test_a_finding_leads_to_its_field() -> None:
    data, path = NEWS.encode(), "content/nieuwsberichten/opening.md"
    assert field_at(data, path, Position(path, 3, 8)) == ("datum",)
    assert field_at(data, path, Position(path, 4, 1)) == ("toon",)
    assert field_at(data, path, Position(path, 8, 12)) == ("tekst",)
    assert field_at(data, path, Position(path, 1)) == ()
    assert field_at(b"a: b: c", path, Position(path, 1)) == ()
    nested = b"stappen:\n  - naam: x\n    tijd: 13:00\n  - los\nslot: y\n"
    assert field_at(nested, "content/los/een.yml", Position(path, 3, 11)) == ("stappen", 0, "tijd")
    assert field_at(nested, "content/los/een.yml", Position(path, 4, 5)) == ("stappen", 1)
    assert field_at(nested, "content/los/een.yml", Position(path, 5, 7)) == ("slot",)
