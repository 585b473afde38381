"""Dienst: something the centre does for people, in the seven-field format."""

from typing import Annotated, Literal

from pydantic import Field

from builder.content import Asked, Block, Content, Document, Gathered, Kind, Library, On, Values, brief, fields, plain
from builder.kinds.beelden import Paginabeeld, pictures
from builder.kinds.bijlagen import Bijlagen
from builder.kinds.zelftest import Zelftest
from builder.schema.fields import Alinea, Kop, Pictogram, Regel, Sleutel, Tekst, getal


class Dienst(Content):
    """One service, with who pays and who knows said beforehand."""

    naam: Kop = Field(description="naam van de dienst")
    volgorde: Annotated[int, getal(1, 99)] = Field(description="plaats in het overzicht")
    omschrijving: Alinea = Field(description="wat het is, in een of twee zinnen")
    doelgroep: Regel = Field(description="voor wie het is")
    resultaat: Alinea = Field(description="waarmee u naar huis gaat")
    inhoud: tuple[Regel, ...] = Field(min_length=1, max_length=8, description="wat erin zit")
    opbouw: tuple[Regel, ...] = Field(min_length=1, max_length=10, description="de stappen, op volgorde")
    loopbaanfactoren: tuple[Sleutel, ...] = Field(min_length=1, description="sleutels van de factoren uit de zelftest")
    vorm: Literal["individueel", "groep", "allebei"] = Field(description="alleen, in een groep, of allebei")
    duur: Regel = Field(description="hoe lang het duurt")
    wie_betaalt: Alinea = Field(description="wie het betaalt")
    wie_weet_het: Alinea = Field(description="wie ervan weet, en wie niet")
    pictogram: Pictogram = Field(description="naam van een pictogram")
    beelden: tuple[Paginabeeld, ...] = Field((), max_length=12, description="beelden bij de tekst")
    bijlagen: Bijlagen = Field((), max_length=20, description="bestanden om te openen of in te vullen")
    tekst: Tekst = Field(description="de uitleg, onder de velden")


def _values(document: Document[Dienst], library: Library) -> Values:
    """A service with the loopbaanfactoren it works on, as the zelftest names and draws them."""
    known = {factor.sleutel: factor for test in library.visible(Zelftest, "intranet") for factor in test.value.factoren}
    shown = [plain(known[key], library) for key in document.value.loopbaanfactoren if key in known]
    return {**fields(document, library), "loopbaanfactoren": shown, "beelden": pictures(document, library)}


def _block(library: Library, asked: Asked) -> list[Values]:
    documents = sorted(library.visible(Dienst, "intranet"), key=lambda d: (d.value.volgorde, d.id))
    return [{**brief(fields(d, library)), "doel": d.home} for d in documents[: asked.most]]


def _gather(library: Library) -> Gathered:
    yield "diensten/index.html", "intranet/diensten.html", {"diensten": _block(library, Asked())}


KIND = Kind(
    name="dienst",
    plural="diensten",
    folder="diensten",
    model=Dienst,
    title=lambda value: value.naam,
    about="iets wat het centrum voor mensen doet",
    appears=(On("intranet", "intranet/dienst.html", "diensten/{id}.html", _values),),
    gather=_gather,
    listed=True,
    blocks={"diensten": Block(_block, ("aantal",))},
    menu="Diensten",
)
