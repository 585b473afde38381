"""Editie: the pages of the centre in one number of the personeelsblad."""

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from builder.content import Closed, Document, Kind, Library, On, Printed, Values, fields
from builder.kinds.personeelsbladitem import Personeelsbladitem, item_values
from builder.kinds.verhaal import Verhaal, verhaal_values
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

    kwartaal: KwartaalVeld = Field(description="kwartaal, zoals 2026-4")
    titel: Kop = Field(description="naam van de pagina's")
    voorwoord: Alinea = Field(description="woord vooraf")
    blokken: tuple[Blok, ...] = Field(min_length=1, max_length=12, description="wat erin staat, op volgorde")
    agenda: tuple[Agendapunt, ...] = Field((), max_length=8, description="agenda")


def _block(blok: Blok, library: Library) -> Values:
    if blok.item:
        values = item_values(library.get(blok.item, Personeelsbladitem), library, "personeelsblad")
        return {"soort": "item", "maat": blok.maat, "aankondiging": False, **values}
    assert blok.verhaal is not None
    values = verhaal_values(library.get(blok.verhaal, Verhaal), library)
    return {**values, "soort": "verhaal", "maat": blok.maat, "aankondiging": blok.aankondiging}


def _values(document: Document[Editie], library: Library) -> Values:
    blocks = [_block(blok, library) for blok in document.value.blokken]
    pdf = f"personeelsblad/{document.value.kwartaal}.pdf"
    return {**fields(document, library), "blokken": blocks, "pdf": pdf}


def _gate(document: Document[Editie], library: Library, channel: str) -> Closed | None:
    """A number is out of sight, also years later, when one of its items or stories is."""
    refs = [blok.item or blok.verhaal for blok in document.value.blokken]
    found = (library.find(ref) for ref in refs if ref)
    gates = (library.closed(one, place) for one in found if one for place in dict.fromkeys(("personeelsblad", channel)))
    return next((closed for closed in gates if closed), None)


KIND = Kind(
    name="editie",
    plural="edities",
    folder="edities",
    model=Editie,
    title=lambda value: f"{value.titel}, {value.kwartaal}",
    about="de pagina's van het centrum in een nummer van het personeelsblad",
    appears=(
        On("intranet", "intranet/editie.html", "personeelsblad/{id}.html", _values),
        On("personeelsblad", "druk/editie.html", "{kwartaal}.pdf", _values),
    ),
    gate=_gate,
)
