"""Zelftest: statements, words and outcomes, as data."""

from typing import Annotated, Literal

from pydantic import Field

from builder.content import Content, Document, Kind, Library, On, Values, brief, fields
from builder.kinds.verhaal import Verhaal, verhaal_values
from builder.schema import Model
from builder.schema.fields import Alinea, JaNee, Kop, Ref, Regel, Sleutel, Tekst, getal, naar
from builder.settings import Kleurnaam, Vormnaam


class Antwoord(Model):
    """One answer to a question about the situation."""

    sleutel: Sleutel = Field(description="korte naam van het antwoord")
    tekst: Regel = Field(description="het antwoord zelf")


class Situatievraag(Model):
    """A question that decides which outcome is shown, never a score."""

    sleutel: Sleutel = Field(description="korte naam van de vraag")
    vraag: Regel = Field(description="de vraag")
    antwoorden: tuple[Antwoord, ...] = Field(min_length=2, max_length=6, description="de antwoorden")


class Trede(Model):
    """A step on the answer scale."""

    waarde: Annotated[int, getal(1, 5)] = Field(description="getal van 1 tot en met 5")
    tekst: Regel = Field(description="woorden bij dit getal")


class Factor(Model):
    """One of the loopbaanfactoren, with a statement on knowing and one on doing."""

    sleutel: Sleutel = Field(description="korte naam van de factor")
    naam: Kop = Field(description="naam voor de lezer")
    vakterm: Kop = Field(description="naam in het vak")
    kleur: Kleurnaam = Field(description="kleur van de factor")
    vorm: Vormnaam = Field(description="vorm van de factor")
    pictogram: Sleutel = Field(description="naam van een pictogram")
    weten: Regel = Field(description="stelling over weten")
    doen: Regel = Field(description="stelling over doen")
    uitleg: Alinea = Field(description="wat deze factor is, in een zin")
    praat: Alinea = Field(description="een vraag om over te praten")


class Woord(Model):
    """Words for a band of sums."""

    van: Annotated[int, getal(2, 10)] = Field(description="laagste som")
    tot: Annotated[int, getal(2, 10)] = Field(description="hoogste som")
    tekst: Regel = Field(description="de woorden")


class Uitkomst(Model):
    """What a reader in this situation gets to read."""

    sleutel: Sleutel = Field(description="korte naam van de uitkomst")
    titel: Kop = Field(description="kop boven de uitkomst")
    als: dict[str, tuple[Sleutel, ...]] = Field(description="bij welke antwoorden; leeg: als niets anders past")
    tekst: Tekst = Field(description="de tekst van de uitkomst")
    verhaal: Annotated[Ref, naar("verhaal")] = Field(description="een verhaal dat past")
    stapje: Alinea = Field(description="een kleine stap")
    dienst: Annotated[Ref, naar("dienst")] = Field(description="een dienst die past")
    contactzin: Alinea = Field(description="zin boven het contactblok")
    factoren: Literal["open", "gevouwen"] = Field("open", description="of de antwoorden meteen zichtbaar zijn")


class Zelftest(Content):
    """The whole test: screen and paper are made from it."""

    titel: Kop = Field(description="naam van de test")
    versie: Annotated[int, getal(1, 15)] = Field(description="nummer; verhoog het als stellingen veranderen")
    intro: Tekst = Field(description="tekst vooraf")
    let_op: Tekst = Field(description="wat de test wel en niet is, en wie de antwoorden ziet")
    ict: Tekst = Field(description="wat de ICT-afdeling kan zien")
    uitgeprobeerd: JaNee = Field(description="of de test met lezers is uitgeprobeerd")
    situatie: tuple[Situatievraag, ...] = Field(min_length=1, max_length=4, description="vragen over de situatie")
    schaal: tuple[Trede, ...] = Field(min_length=5, max_length=5, description="de vijf antwoorden")
    weet_niet: Regel = Field(description="het antwoord dat niet meetelt")
    factoren: tuple[Factor, ...] = Field(min_length=1, max_length=12, description="de factoren")
    woorden: tuple[Woord, ...] = Field(min_length=1, description="woorden bij de sommen van 2 tot en met 10")
    uitkomsten: tuple[Uitkomst, ...] = Field(min_length=1, description="de uitkomsten")
    afsluiting: Tekst = Field(description="laatste woorden, met 'geen oordeel'")


def _values(document: Document[Zelftest], library: Library) -> Values:
    values = fields(document, library)
    for outcome, shown in zip(document.value.uitkomsten, values["uitkomsten"], strict=True):
        story = library.seen(outcome.verhaal, "intranet", Verhaal)
        shown["verhaal"] = brief(verhaal_values(story, library)) if story else None
    return values


KIND = Kind(
    name="zelftest",
    plural="zelftests",
    folder="zelftests",
    model=Zelftest,
    title=lambda value: value.titel,
    about="een test die de lezer zelf invult, op scherm en op papier",
    appears=(On("intranet", "intranet/zelftest.html", "test/{id}.html", _values),),
    menu="Test",
)
