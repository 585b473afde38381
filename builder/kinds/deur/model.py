"""What a door says of itself: whom it speaks to, its words and look, where it is, and what it shows in which order."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from builder.colours import Kleurnaam, Vormnaam
from builder.comparing import same
from builder.content import Content
from builder.schema import Model
from builder.schema.fields import Form, Kop, Ref, Regel, Sleutel, getal, naar, placed, refuse, text_of, tot
from builder.vocabularies import Term, uit

FRONT = "voorpagina"  # the door that is the front page
PART = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
PROMISE = "een belofte uit site.yml, bij naam (vertrouwen), of een eigen zin; schrijf alleen wat u doet"


def _address(value: Any) -> str:
    text = same(text_of(value)).removesuffix(".html")
    parts = text.removesuffix("/").split("/")
    if len(parts) > 3 or not all(PART.fullmatch(part) for part in parts):
        message = f"'{text[:60]}' kan geen adres zijn"
        raise refuse("regel", message, "schrijf kleine letters, cijfers en streepjes, bijvoorbeeld buiten of leiding/")
    return text


class Blok(Model):
    """A part of a door: what it shows, with words of its own."""

    soort: Annotated[str, placed(Sleutel.__metadata__[0])] = Field(
        description="wat het toont, bijvoorbeeld verhalen, paginas of vacatures"
    )
    kop: Kop | None = Field(None, description="kop erboven")
    zin: Regel | None = Field(None, description="een zin onder de kop")
    aantal: Annotated[int, getal(1, 50)] | None = Field(None, description="hoeveel hooguit; leeg: alles")
    lezer: Annotated[Term, uit("lezers")] | None = Field(None, description="alleen wat voor deze lezer is; leeg: alles")
    verhaal: Annotated[Ref, naar("verhaal")] | None = Field(None, description="welk verhaal; leeg: het nieuwste")
    zichtbaar: Literal["partner", "openbaar"] | None = Field(
        None, description="alleen wat ook partners, of wat iedereen mag zien; leeg: alles"
    )
    knop: Annotated[str, tot(80)] | None = Field(None, description="woorden van de link naar de hele lijst")


class Contactwoorden(Model):
    """The words above the contact block, and its colour."""

    kop: Kop = Field(description="kop boven de contactgegevens")
    zin: Regel = Field(description="een zin eronder")
    belofte: Regel | None = Field(None, description=PROMISE)
    kleur: Kleurnaam = Field("pruim", description="kleur van dat vlak; leeg: de vierde")


class Deur(Content):
    """A way in for one sort of reader; the one that is called voorpagina is the front page."""

    titel: Kop = Field(description="de grote kop")
    zin: Annotated[str, tot(300)] | None = Field(
        None, description="een of twee zinnen eronder; leeg: «kenmerk» uit site.yml"
    )
    naam: Kop | None = Field(None, description="hoe de deur heet in het menu en op een andere pagina; leeg: de titel")
    lezer: Annotated[Term, uit("lezers")] | None = Field(None, description="tegen wie de deur praat; leeg: iedereen")
    belofte: Regel | None = Field(None, description=PROMISE)
    kleur: Kleurnaam = Field("tomaat", description="kleur van de deur; leeg: de eerste")
    tafereel: Literal["voordeur", "anders", "leiding"] | None = Field(None, description="grote tekening naast de kop")
    vorm: Vormnaam | None = Field(None, description="of een vorm in een gekleurd vlak; leeg: een deur")
    adres: Annotated[str, Form(_address, {"type": "string"}, "buiten")] | None = Field(
        None, description="plaats op het intranet, zoals buiten of leiding/; leeg: de naam van het bestand"
    )
    achter: Annotated[Ref, naar("deur")] | None = Field(None, description="de deur waarachter deze deur ligt")
    kaart: Regel | None = Field(None, description="de zin op de deur ervoor; leeg: «zin»")
    volgorde: Annotated[int, getal(1, 99)] = Field(50, description="plaats naast de andere deuren")
    contact: Contactwoorden | None = Field(
        None, description="woorden boven de contactgegevens; leeg: die van de deur ervoor"
    )
    blokken: tuple[Blok, ...] = Field((), max_length=20, description="wat de deur toont, op volgorde")

    @classmethod
    def starter(cls, answers: Mapping[str, str]) -> Mapping[str, str]:
        return {"achter": FRONT, "blokken": "[{soort: paginas}]"}

    @model_validator(mode="after")
    def _one_drawing(self) -> Self:
        if self.tafereel and self.vorm:
            message = "deze deur heeft een tafereel en een vorm"
            raise refuse("velden", message, "laat een van beide weg")
        return self


def path_of(id: str, value: Deur | None) -> str:
    """Where a door is on the intranet; of one that is not there any more only its name is known."""
    if id == FRONT:
        return "index.html"
    address = (value.adres if value else None) or id
    return f"{address}index.html" if address.endswith("/") else f"{address}.html"
