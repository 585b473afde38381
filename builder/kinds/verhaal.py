"""Verhaal: how somebody took a step, or chose to stay."""

from typing import Annotated, Literal

from pydantic import Field

from builder.content import (
    MISSING,
    Asked,
    Block,
    Closed,
    Content,
    Document,
    Gathered,
    Kind,
    Library,
    On,
    Values,
    brief,
    fields,
)
from builder.kinds.persoon import Persoon, consent_gate, person_card
from builder.schema import Model
from builder.schema.dates import Datum
from builder.schema.fields import Kop, Ref, Tekst, naar, tot

# What a reader sees of each sort of story: the words above it, and its colour.
SOORTEN = {
    "zo-kwam": ("Een stap met hulp", "tomaat"),
    "wat-doe-ik-nu": ("Ander werk", "zee"),
    "blijver": ("Bewust gebleven", "blad"),
}


class Stap(Model):
    """The step that was taken, or the place where somebody stayed."""

    van: Kop = Field(description="het werk van vroeger")
    naar: Kop = Field(description="het werk van nu")
    waar: Literal["intern", "extern", "zelfde-plek"] = Field(description="binnen de organisatie, erbuiten, of gebleven")
    richting: Literal["horizontaal", "verticaal", "geen"] = Field(
        description="opzij, omhoog of omlaag, of geen van beide"
    )


class Verhaal(Content):
    """A story in the words of the one it is about."""

    titel: Kop = Field(description="titel, bijvoorbeeld 'Zo kwam Piet …'")
    soort: Literal["zo-kwam", "wat-doe-ik-nu", "blijver"] = Field(
        description="een stap met hulp, nieuw werk, of gebleven"
    )
    persoon: Annotated[Ref, naar("persoon")] = Field(description="over wie het gaat")
    datum: Datum = Field(description="dag waarop het verhaal verscheen")
    intro: Annotated[str, tot(300)] = Field(description="een of twee zinnen vooraf")
    citaat: Annotated[str, tot(140)] = Field(description="een zin uit het verhaal, in dezelfde woorden")
    poster: Annotated[str, tot(170)] = Field(description="korte tekst voor een poster")
    stap: Stap = Field(description="de stap")
    diensten: tuple[Annotated[Ref, naar("dienst")], ...] = Field((), description="wat het centrum erbij deed")
    tekst: Tekst = Field(description="het verhaal, onder de velden")


def verhaal_values(document: Document[Verhaal], library: Library) -> Values:
    """A story with the person it is about, and what it is to a reader."""
    kicker, colour = SOORTEN[document.value.soort]
    person = person_card(document.value.persoon, library)
    return {**fields(document, library), "persoon": person, "doel": document.home, "kicker": kicker, "kleur": colour}


def _newest(library: Library, asked: Asked) -> list[Values]:
    shown = library.visible(Verhaal, "intranet")
    newest = sorted(shown, key=lambda d: (d.value.datum, d.id), reverse=True)[: asked.most]
    return [brief(verhaal_values(document, library)) for document in newest]


def _featured(library: Library, asked: Asked) -> list[Values]:
    """One story, large: the one that was chosen as long as it may be seen, or else the newest."""
    chosen = library.seen(asked.chosen, "intranet", Verhaal)
    return [brief(verhaal_values(chosen, library))] if chosen else _newest(library, Asked(most=1))


def _gather(library: Library) -> Gathered:
    yield "verhalen/index.html", "intranet/verhalen.html", {"verhalen": _newest(library, Asked())}


def _gate(document: Document[Verhaal], library: Library, channel: str) -> Closed | None:
    if document.value.datum > library.today and not library.proof:
        return Closed("het verhaal verschijnt later", was_public=False, state="later")
    person = library.find(document.value.persoon)
    if person is None or not isinstance(person.value, Persoon):
        return MISSING
    return library.closed(person, channel) or consent_gate(person.value, library, channel, ("verhaal", "citaat"))


KIND = Kind(
    name="verhaal",
    plural="verhalen",
    folder="verhalen",
    model=Verhaal,
    title=lambda value: value.titel,
    about="hoe iemand een stap zette, of juist bleef",
    appears=(On("intranet", "intranet/verhaal.html", "verhalen/{id}.html", verhaal_values),),
    gate=_gate,
    gather=_gather,
    listed=True,
    blocks={"verhalen": Block(_newest, ("aantal",)), "uitgelicht": Block(_featured, ("verhaal",))},
    menu="Verhalen",
)
