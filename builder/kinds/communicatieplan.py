"""Communicatieplan: four steps, the means, and who does what and when."""

from collections import Counter
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from builder.content import Asked, Block, Content, Document, Kind, Library, On, Values, fields, line
from builder.diagnostics import Diagnostic, waarschuwing
from builder.kinds.deur.doors import shown_on
from builder.schema import Model
from builder.schema.dates import Datum, Week, week_start
from builder.schema.fields import Alinea, Kop, Regel, getal
from builder.vocabularies import Term, uit

MOST_IN_A_MONTH = 2


class Waarom(Model):
    """Why a step is taken, for a new centre and for an existing one."""

    nieuw: Alinea = Field(description="doel voor een nieuw centrum")
    bestaand: Alinea = Field(description="doel voor een centrum dat al bestaat")
    toelichting: Alinea = Field(description="uitleg")


class Planstap(Model):
    """One step, that stands alone: why, what is there already, advice."""

    titel: Kop = Field(description="naam van de stap")
    waarom: Waarom = Field(description="waarom deze stap")
    wat_is_er_al: tuple[Alinea, ...] = Field(min_length=1, max_length=10, description="vragen om 'ja' op te zeggen")
    advies: tuple[Alinea, ...] = Field(
        min_length=1, max_length=12, description="adviezen, voor als een vraag lastig is"
    )


class Middel(Model):
    """A means of communication, its yield judged against its effort."""

    middel: Regel = Field(description="het middel")
    groep: Regel = Field(description="voor wie")
    doel: Regel = Field(description="waarvoor")
    uren: Annotated[int, getal(0, 500)] = Field(description="uren per jaar")
    opbrengst: Alinea = Field(description="wat het oplevert")
    oordeel: Literal["zeker-doen", "proberen", "niet-nu"] = Field(description="de afweging")


class Actie(Model):
    """Who does what and when; one person lies awake when it does not work out."""

    wat: Regel = Field(description="onderwerp")
    doel: Regel = Field(description="wat het doel is")
    hoe: Alinea = Field(description="welke activiteiten")
    wie: Regel = Field(description="wie het doen")
    wakker: Regel = Field(description="de ene functie die wakker ligt als het niet lukt")
    uren: Annotated[int, getal(1, 500)] = Field(description="investering in uren")
    week: Week = Field(description="week waarin het klaar is, zoals 2026-W48")
    toelichting: Alinea | None = Field(None, description="toelichting")


class Afstemming(Model):
    """What was agreed with the communication department."""

    datum: Datum = Field(description="dag van het gesprek")
    met: Regel = Field(description="met wie")
    afspraken: tuple[Alinea, ...] = Field(min_length=1, description="wat er is afgesproken")


class Communicatieplan(Content):
    """A plan for one group of readers."""

    titel: Kop = Field(description="titel")
    doelgroep: Annotated[Term, uit("doelgroepen")] = Field(description="voor wie")
    inleiding: Alinea = Field(description="inleiding")
    eigenaar: Regel = Field(description="functie van de eigenaar van het plan")
    afstemming: Afstemming = Field(description="de afstemming met de afdeling Communicatie")
    stappen: tuple[Planstap, ...] = Field(min_length=4, max_length=4, description="de vier stappen")
    middelen: tuple[Middel, ...] = Field(min_length=1, max_length=20, description="de middelen")
    acties: tuple[Actie, ...] = Field(min_length=1, max_length=5, description="hooguit vijf acties")


def _values(document: Document[Communicatieplan], library: Library) -> Values:
    return {**fields(document, library), "boven": shown_on("communicatieplannen", library)}


def weeks_are_spread(library: Library) -> Iterator[Diagnostic]:
    """Niet alles tegelijk: hooguit twee acties van een plan zijn in dezelfde maand klaar (R6)."""
    for document in library.all(Communicatieplan):
        months = Counter(week_start(actie.week).strftime("%m-%Y") for actie in document.value.acties)
        for month, count in months.items():
            if count > MOST_IN_A_MONTH:
                message = f"in {month} moeten {count} acties klaar zijn"
                yield waarschuwing("tegelijk", document.position, message, "spreid de weken")


def _block(library: Library, asked: Asked) -> list[Values]:
    return [line(document) for document in library.visible(Communicatieplan, "intranet")[: asked.most]]


KIND = Kind(
    name="communicatieplan",
    plural="communicatieplannen",
    folder="communicatieplannen",
    model=Communicatieplan,
    title=lambda value: value.titel,
    about="een plan in vier stappen: wie bereikt u, waarmee, met wie afgestemd, wie doet wat",
    appears=(On("intranet", "intranet/communicatieplan.html", "makers/plannen/{id}.html", _values),),
    blocks={"communicatieplannen": Block(_block, ("aantal",))},
    rules=(weeks_are_spread,),
)
