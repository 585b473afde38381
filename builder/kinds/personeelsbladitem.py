"""Personeelsbladitem: the short text that appears once a quarter, for each of the two plans."""

from typing import Annotated

from pydantic import Field

from builder.content import (
    MISSING,
    Asked,
    Block,
    Closed,
    Content,
    Document,
    Kind,
    Library,
    On,
    Values,
    brief,
    fields,
    line,
)
from builder.kinds.deur.doors import shown_on
from builder.kinds.verhaal import Verhaal, verhaal_values
from builder.schema import Model
from builder.schema.dates import KwartaalVeld
from builder.schema.fields import Alinea, Kop, Ref, Regel, Tekst, naar, tot
from builder.vocabularies import Term, uit


class Weetje(Model):
    """One fact with its source."""

    tekst: Alinea = Field(description="het feit; een samenhang is geen oorzaak")
    bron: Regel = Field(description="bron, met jaartal")


class Personeelsbladitem(Content):
    """An item for the personeelsblad; it may come back, in other words and with another example."""

    titel: Kop = Field(description="kop")
    kwartaal: KwartaalVeld = Field(description="kwartaal waarin het verschijnt, zoals 2026-4")
    doelgroep: Annotated[Term, uit("doelgroepen")] = Field(description="voor wie")
    thema: Annotated[Term, uit("themas")] = Field(description="een van de vaste onderwerpen")
    voorbeeld: Regel = Field(description="het voorbeeld dat gebruikt wordt, in een paar woorden")
    intro: Annotated[str, tot(240)] = Field(description="een zin vooraf")
    citaat: Annotated[str, tot(140)] | None = Field(None, description="een zin uit de tekst")
    weetje: Weetje | None = Field(None, description="een feit met bron")
    verhaal: Annotated[Ref, naar("verhaal")] | None = Field(None, description="een verhaal dat erbij hoort")
    eerder: tuple[Annotated[Ref, naar("personeelsbladitem")], ...] = Field(
        (), description="eerdere items over hetzelfde"
    )
    slot: Regel = Field(description="een uitnodigende laatste zin; het contactblok komt vanzelf")
    tekst: Tekst = Field(description="de tekst, onder de velden")


def item_values(document: Document[Personeelsbladitem], library: Library, channel: str = "intranet") -> Values:
    """An item with the story that belongs to it, as far as that may be shown on the channel."""
    story = library.seen(document.value.verhaal, channel, Verhaal)
    values = fields(document, library)
    values["verhaal"] = brief(verhaal_values(story, library)) if story else None
    return values


def _on_screen(document: Document[Personeelsbladitem], library: Library) -> Values:
    return {**item_values(document, library), "boven": shown_on("personeelsbladitems", library)}


def _gate(document: Document[Personeelsbladitem], library: Library, channel: str) -> Closed | None:
    """An item that leans on a story goes with it."""
    if document.value.verhaal is None:
        return None
    story = library.find(document.value.verhaal)
    return library.closed(story, channel) if story else MISSING


def _block(library: Library, asked: Asked) -> list[Values]:
    """The items, the newest first."""
    shown = library.visible(Personeelsbladitem, "intranet")
    items = sorted(shown, key=lambda d: (str(d.value.kwartaal), d.id), reverse=True)[: asked.most]
    return [{**line(d), "kwartaal": str(d.value.kwartaal), "doelgroep": d.value.doelgroep} for d in items]


KIND = Kind(
    name="personeelsbladitem",
    plural="personeelsbladitems",
    folder="personeelsbladitems",
    model=Personeelsbladitem,
    title=lambda value: value.titel,
    about="een tekst voor het personeelsblad, voor een kwartaal en een doelgroep",
    appears=(On("intranet", "intranet/personeelsbladitem.html", "makers/personeelsblad/{id}.html", _on_screen),),
    gate=_gate,
    blocks={"personeelsbladitems": Block(_block, ("aantal",))},
)
