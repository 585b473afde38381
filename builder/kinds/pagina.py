"""Pagina: a page of the intranet behind one of its doors."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from builder.content import Asked, Block, Content, Document, Kind, Library, On, Values, fields, line
from builder.diagnostics import Diagnostic, waarschuwing
from builder.kinds.beelden import Paginabeeld, pictures
from builder.kinds.bijlagen import Bijlagen
from builder.kinds.deur.doors import signpost
from builder.schema.dates import Datum
from builder.schema.fields import Kop, Pictogram, Ref, Regel, Tekst, getal, naar, tot


class Pagina(Content):
    """A text of the intranet that stands alone, with an owner and a day before which it is read again."""

    titel: Kop = Field(description="titel van de pagina")
    intro: Annotated[str, tot(300)] = Field(description="een of twee zinnen vooraf")
    deur: Annotated[Ref, naar("deur")] = Field(description="de deur waarachter de pagina staat")
    volgorde: Annotated[int, getal(1, 99)] = Field(description="plaats achter die deur")
    pictogram: Pictogram = Field(description="naam van een pictogram")
    eigenaar: Regel = Field(description="functie van wie de pagina bijhoudt")
    herzien_voor: Datum = Field(description="dag waarvoor de pagina opnieuw gelezen wordt")
    beelden: tuple[Paginabeeld, ...] = Field((), max_length=12, description="beelden bij de tekst")
    bijlagen: Bijlagen = Field((), max_length=20, description="bestanden om te openen of in te vullen")
    tekst: Tekst = Field(description="de tekst, onder de velden")


def _values(document: Document[Pagina], library: Library) -> Values:
    door = signpost(document.value.deur, library)
    return {**fields(document, library), "deur": door, "beelden": pictures(document, library)}


def pages_are_read_again(library: Library) -> Iterator[Diagnostic]:
    """Een pagina wordt voor de dag bij «herzien_voor» opnieuw gelezen, door wie haar bijhoudt."""
    for document in library.all(Pagina):
        page = document.value
        if page.herzien_voor <= library.today:
            message = f"«{page.titel}» moest voor {page.herzien_voor:%d-%m-%Y} herzien zijn door: {page.eigenaar}"
            remedy = "lees de pagina na en schrijf bij «herzien_voor» de dag van de volgende keer"
            yield waarschuwing("herzien", document.position, message, remedy)


def _block(library: Library, asked: Asked) -> list[Values]:
    """The pages behind a door."""
    pages = [d for d in library.visible(Pagina, "intranet") if d.value.deur.id == asked.door]
    pages.sort(key=lambda d: (d.value.volgorde, d.id))
    return [{**line(d), "intro": d.value.intro, "pictogram": d.value.pictogram} for d in pages[: asked.most]]


KIND = Kind(
    name="pagina",
    plural="pagina's",
    folder="paginas",
    model=Pagina,
    title=lambda value: value.titel,
    about="een pagina van het intranet",
    appears=(On("intranet", "intranet/pagina.html", "paginas/{id}.html", _values),),
    blocks={"paginas": Block(_block, ("aantal",))},
    rules=(pages_are_read_again,),
)
