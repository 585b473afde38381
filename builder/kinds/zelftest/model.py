"""What a self-test says: statements, words and outcomes, as data."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from builder.colours import Kleurnaam, Vormnaam
from builder.content import Printed
from builder.schema import Model
from builder.schema.fields import Alinea, JaNee, Kop, Pictogram, Ref, Regel, Sleutel, Tekst, getal, naar, tot


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
    pictogram: Pictogram = Field(description="naam van een pictogram")
    weten: Regel = Field(description="stelling over weten")
    doen: Regel = Field(description="stelling over doen")
    uitleg: Alinea = Field(description="wat deze factor is, in een zin")
    praat: Alinea = Field(description="een vraag om over te praten")


class Woord(Model):
    """Words for a band of sums."""

    van: Annotated[int, getal(2, 10)] = Field(description="laagste som")
    tot: Annotated[int, getal(2, 10)] = Field(description="hoogste som")
    tekst: Regel = Field(description="de woorden")


class Cijfer(Model):
    """A figure from research, shown folded away and always with its limits: old, and no cause (R23)."""

    tekst: Alinea = Field(description="het cijfer in een zin, zonder oordeel over de lezer")
    bron: Annotated[str, tot(260)] = Field(description="waar het staat: schrijvers, titel, jaar")
    jaar: Annotated[int, getal(1950, 2100)] = Field(description="jaar van het onderzoek")
    mensen: Annotated[int, getal(1, 10_000_000)] = Field(description="hoeveel mensen meededen")


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
    cijfer: Cijfer | None = Field(None, description="een cijfer uit onderzoek, dichtgevouwen onder de uitkomst")


class Vergelijking(Model):
    """Words for begin and end side by side; the differences themselves are conventions, no statistics."""

    uitleg: Tekst = Field(description="wat een verschil wel en niet zegt")
    gelijk: Regel = Field(description="woorden bij een verschil van hooguit 1")
    meer: Regel = Field(description="woorden bij 2 of 3 meer")
    minder: Regel = Field(description="woorden bij 2 of 3 minder")
    veel_meer: Regel = Field(description="woorden bij 4 of meer erbij")
    veel_minder: Regel = Field(description="woorden bij 4 of meer eraf")
    zelf: tuple[Regel, ...] = Field(min_length=1, max_length=4, description="vragen om daarna zelf te beantwoorden")


class EigenPoster(Model):
    """A poster that the reader makes of what they are good at, in own words."""

    kop: Kop = Field(description="kop boven de poster")
    uitleg: Alinea = Field(description="wat de lezer ermee kan, en dat niets wordt bewaard")
    zinnen: tuple[Kop, ...] = Field(min_length=2, max_length=4, description="begin van een zin, die de lezer afmaakt")


class Samenlezen(Model):
    """For the adviser who reads the test aloud with somebody."""

    vooraf: tuple[Regel, ...] = Field(min_length=1, max_length=6, description="wat u doet voor u begint")
    samen: tuple[Regel, ...] = Field(min_length=1, max_length=8, description="wat u doet bij het lezen")
    na: tuple[Regel, ...] = Field(min_length=1, max_length=6, description="wat u daarna doet")


class Advertentie(Model):
    """A few words that send a reader of paper to the test."""

    kop: Kop = Field(description="kop, liefst een vraag")
    zin: Regel = Field(description="een zin eronder, zonder belofte")


class Zelftest(Printed):
    """The whole test: screen and paper are made from it."""

    gewoon_papier: ClassVar[str] = "120 g/m², mat gestreken, goed te beschrijven"

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
    woorden: tuple[Woord, ...] = Field(min_length=2, max_length=5, description="woorden bij de sommen 2 tot en met 10")
    uitkomsten: tuple[Uitkomst, ...] = Field(min_length=1, description="de uitkomsten")
    afsluiting: Tekst = Field(description="laatste woorden, met 'geen oordeel'")
    vergelijking: Vergelijking = Field(description="woorden voor begin en eind naast elkaar")
    poster: EigenPoster = Field(description="de poster die de lezer zelf maakt")
    samenlezen: Samenlezen = Field(description="hulp voor wie de test met iemand samen leest")
    advertentie: Advertentie = Field(description="woorden voor op papier, met een QR-code")
