"""Formulier: one source for a form on paper and for the same form on the screen."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from builder.colours import Kleurnaam, Vormnaam
from builder.content import Asked, Block, Document, Gathered, Kind, Library, On, Printed, Values, fields
from builder.kinds.productblad import Productblad
from builder.schema import Model
from builder.schema.fields import Alinea, Kop, Regel, Sleutel, Tekst, getal, refuse
from builder.vocabularies import Term, uit

NUMBERED = re.compile(r"(-\d+){1,2}$")


class Veld(Model):
    """A question with room for an answer."""

    sleutel: Sleutel = Field(description="korte naam, een keer op het formulier")
    vraag: Regel = Field(description="de vraag, of het woord bij het vak")
    soort: Literal["regel", "tekst", "datum", "kies-een", "kies-meer", "vinkje", "handtekening", "foto"] = Field(
        description="hoe iemand antwoordt; een handtekening en een foto alleen op papier"
    )
    hulp: Regel | None = Field(None, description="een zin uitleg onder de vraag")
    keuzes: tuple[Regel, ...] = Field((), max_length=12, description="de antwoorden, bij kies-een en kies-meer")
    regels: Annotated[int, getal(2, 12)] = Field(4, description="hoogte van een tekstvak, in regels")
    breed: Literal["heel", "half"] = Field("heel", description="twee halve vakken staan naast elkaar")

    @model_validator(mode="after")
    def _choices_where_one_chooses(self) -> Self:
        if self.soort.startswith("kies") != (len(self.keuzes) > 1):
            message = f"bij de vraag «{self.vraag}» en de soort «{self.soort}» past dit aantal keuzes niet"
            raise refuse("velden", message, "geef bij kies-een en kies-meer twee of meer «keuzes», en anders geen")
        return self


class Kolom(Model):
    """A column of a table to fill in."""

    kop: Regel = Field(description="kop van de kolom")
    soort: Literal["regel", "vinkje"] = Field("regel", description="woorden of een vinkje")
    breed: Annotated[int, getal(1, 6)] = Field(2, description="hoe breed, naast de andere kolommen")


class Tabel(Model):
    """Rows with the same boxes."""

    sleutel: Sleutel = Field(description="korte naam, een keer op het formulier")
    kop: Regel | None = Field(None, description="kop boven de rijen die er al staan")
    rijen: tuple[Regel, ...] = Field((), max_length=30, description="wat er links al staat")
    open: Annotated[int, getal(0, 20)] = Field(0, description="aantal lege rijen")
    kolommen: tuple[Kolom, ...] = Field(min_length=1, max_length=7, description="de kolommen om in te vullen")


class Onderdeel(Model):
    """A part of a form: words, questions, a table, or questions that come back for each productblad."""

    titel: Kop = Field(description="kop van dit onderdeel")
    tekst: Tekst | None = Field(None, description="woorden erbij, of een afspraak die erin staat")
    velden: tuple[Veld, ...] = Field((), max_length=30, description="de vragen")
    tabel: Tabel | None = Field(None, description="een tabel om in te vullen")
    per_productblad: tuple[Veld, ...] = Field((), max_length=4, description="vragen die bij elk productblad terugkomen")


class Formulier(Printed):
    """A form; nothing that is filled in is kept or sent by the site."""

    gewoon_papier: ClassVar[str] = "120 g/m², goed te beschrijven"

    titel: Kop = Field(description="naam van het formulier")
    kort: Regel = Field(description="waar het voor is, in een zin")
    lezer: Annotated[Term, uit("lezers")] = Field(description="wie het invult")
    volgorde: Annotated[int, getal(1, 99)] = Field(description="plaats in de lijst")
    kleur: Kleurnaam = Field(description="kleur van het formulier")
    vorm: Vormnaam = Field(description="vorm van het formulier")
    intro: Tekst = Field(description="woorden vooraf")
    wie_ziet_dit: Alinea = Field(description="wie dit leest, wie niet, en wat ermee gebeurt")
    onderdelen: tuple[Onderdeel, ...] = Field(min_length=1, max_length=20, description="de onderdelen, op volgorde")
    slot: Tekst = Field(description="wat u ermee doet als het ingevuld is, en wat er dan gebeurt")

    @model_validator(mode="after")
    def _own_keys(self) -> Self:
        counts = Counter(_keys(self))
        # The boxes of a question are numbered behind its key, so ``wens-1`` would be a box of ``wens`` as well.
        double = [key for key in counts if counts[key] > 1 or NUMBERED.sub("", key) in counts.keys() - {key}]
        if double:
            message = f"de sleutel «{double[0]}» staat er meer dan een keer"
            raise refuse("velden", message, "geef elk vak een eigen sleutel")
        return self

    @property
    def place(self) -> int:
        return self.volgorde


def _keys(form: Formulier) -> Iterator[str]:
    for part in form.onderdelen:
        yield from (one.sleutel for one in (*part.velden, *part.per_productblad))
        if part.tabel:
            yield part.tabel.sleutel


def _values(document: Document[Formulier], library: Library) -> Values:
    """A form; ``bladen`` are the sheets for the questions that come back for each."""
    sheets = sorted(library.visible(Productblad, "intranet"), key=lambda d: (d.value.nr, d.id))
    shown = [
        {name: getattr(sheet.value, name) for name in ("nr", "titel", "ondertitel", "kern", "kleur", "vorm")}
        for sheet in sheets
        if any(part.per_productblad for part in document.value.onderdelen)
    ]
    return {**fields(document, library), "bladen": shown, "pdf": f"formulieren/{document.id}.pdf"}


def _block(library: Library, asked: Asked) -> list[Values]:
    """The forms, all or those for one kind of reader."""
    documents = sorted(library.visible(Formulier, "intranet"), key=lambda d: (d.value.volgorde, d.id))
    chosen = [d for d in documents if asked.reader in d.value.lezer]
    shown = ("titel", "kort", "lezer", "kleur", "vorm")
    return [{**{name: getattr(d.value, name) for name in shown}, "doel": d.home} for d in chosen[: asked.most]]


def _gather(library: Library) -> Gathered:
    yield "formulieren/index.html", "intranet/formulieren.html", {"formulieren": _block(library, Asked())}


KIND = Kind(
    name="formulier",
    plural="formulieren",
    folder="formulieren",
    model=Formulier,
    title=lambda value: value.titel,
    about="een formulier, op papier en op het scherm",
    appears=(
        On("intranet", "intranet/formulier.html", "formulieren/{id}.html", _values),
        On("formulieren", "druk/formulier.html", "{id}.pdf", _values),
    ),
    gather=_gather,
    listed=True,
    blocks={"formulieren": Block(_block, ("aantal", "lezer"))},
)
