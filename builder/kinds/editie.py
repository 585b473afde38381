"""Editie: the pages of the centre in one number of the personeelsblad."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from builder.content import Asked, Block, Closed, Document, Kind, Library, On, Printed, Values, fields, line
from builder.kinds.deur.doors import shown_on
from builder.kinds.personeelsbladitem import Personeelsbladitem, item_values
from builder.kinds.verhaal import verhaal_values
from builder.schema import Model
from builder.schema.dates import Datum, KwartaalVeld
from builder.schema.fields import Alinea, JaNee, Kop, Ref, Regel, Tijd, naar, refuse


class Blok(Model):
    """A block on the pages: an item or a story, and how much room it gets."""

    item: Annotated[Ref, naar("personeelsbladitem")] | None = Field(None, description="een personeelsbladitem")
    verhaal: Annotated[Ref, naar("verhaal")] | None = Field(None, description="of een verhaal")
    maat: Literal["heel", "half", "kwart"] = Field(description="hele, halve of kwart pagina")

    aankondiging: JaNee = Field(
        False, description="ja: van een verhaal op een halve bladzijde alleen kop, intro en de weg ernaartoe"
    )

    @classmethod
    def starter(cls, answers: Mapping[str, str]) -> Mapping[str, str]:
        return {"item": "personeelsbladitem-1"}

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.item is None) == (self.verhaal is None):
            raise refuse("velden", "een blok toont een item of een verhaal", "schrijf een van beide")
        if self.aankondiging and (self.verhaal is None or self.maat != "half"):
            message = "«aankondiging» hoort bij een verhaal met maat: half"
            raise refuse("velden", message, "haal het veld weg; een verhaal met maat: kwart is er vanzelf een")
        return self


class Agendapunt(Model):
    """Something to come to."""

    datum: Datum = Field(description="dag")
    tijd: Tijd = Field(description="begintijd, zoals 13:00")
    wat: Regel = Field(description="wat er is")
    waar: Regel = Field(description="waar het is")


class Editie(Printed):
    """The centre's pages in one quarter."""

    gewoon_papier: ClassVar[str] = "115 g/m², mat gestreken"

    kwartaal: KwartaalVeld = Field(description="kwartaal, zoals 2026-4")
    titel: Kop = Field(description="naam van de pagina's")
    voorwoord: Alinea = Field(description="woord vooraf")
    blokken: tuple[Blok, ...] = Field(min_length=1, max_length=12, description="wat erin staat, op volgorde")
    agenda: tuple[Agendapunt, ...] = Field((), max_length=8, description="agenda")


def _blocks(editie: Editie, library: Library) -> Iterator[tuple[Blok, Document[Any]]]:
    """The blocks that may be printed, each with its item or story; where one drops out, the others close up."""
    for blok in editie.blokken:
        ref = blok.item or blok.verhaal
        document = library.find(ref) if ref else None
        if document and not library.closed(document, "personeelsblad"):
            yield blok, document


def _block(blok: Blok, document: Document[Any], library: Library) -> Values:
    if isinstance(document.value, Personeelsbladitem):
        return {
            "soort": "item",
            "maat": blok.maat,
            "aankondiging": False,
            **item_values(document, library, "personeelsblad"),
        }
    values = verhaal_values(document, library)
    return {**values, "soort": "verhaal", "maat": blok.maat, "aankondiging": blok.aankondiging}


def _values(document: Document[Editie], library: Library) -> Values:
    blocks = [_block(blok, found, library) for blok, found in _blocks(document.value, library)]
    pdf = f"personeelsblad/{document.value.kwartaal}.pdf"
    return {**fields(document, library), "blokken": blocks, "pdf": pdf}


def _on_screen(document: Document[Editie], library: Library) -> Values:
    return {**_values(document, library), "boven": shown_on("edities", library)}


def _gate(document: Document[Editie], library: Library, channel: str) -> Closed | None:
    """A number of which nothing is left is out of sight; what may only be printed keeps it from other channels."""
    shown = [found for _, found in _blocks(document.value, library)]
    if not shown:
        return Closed("er is geen blok meer dat getoond mag worden", state="voorbij")
    return next((closed for one in shown if (closed := library.closed(one, channel))), None)


def _lines(library: Library, asked: Asked) -> list[Values]:
    return [line(document) for document in library.visible(Editie, "intranet")[: asked.most]]


KIND = Kind(
    name="editie",
    plural="edities",
    folder="edities",
    model=Editie,
    title=lambda value: f"{value.titel}, {value.kwartaal}",
    about="de pagina's van het centrum in een nummer van het personeelsblad",
    appears=(
        On("intranet", "intranet/editie.html", "personeelsblad/{id}.html", _on_screen),
        On("personeelsblad", "druk/editie.html", "{kwartaal}.pdf", _values),
    ),
    gate=_gate,
    blocks={"edities": Block(_lines, ("aantal",))},
)
