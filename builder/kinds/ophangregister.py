"""Ophangregister: what hangs where since when, and with which contact lines.

The register remembers what hung, so a line stays true when the source of its sheet is a draft, is withdrawn or is gone.
"""

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field

from builder.content import Content, Kind
from builder.schema import Model
from builder.schema.dates import Datum
from builder.schema.fields import Alinea, Form, Kop, Kort, Ref, Regel, Sleutel, naar

SOURCE = naar()


@dataclass(frozen=True, slots=True)
class Blad:
    """A sheet by the name of its source, which need not be there any more."""

    ref: Ref

    def __str__(self) -> str:
        return str(self.ref)


def _sheet(value: Any) -> Blad:
    return value if isinstance(value, Blad) else Blad(SOURCE.check(value))


class Ophanging(Model):
    """One sheet in one place."""

    blad: Annotated[Blad, Form(_sheet, SOURCE.schema, SOURCE.example)] = Field(
        description="wat er hangt, als map/naam, bijvoorbeeld posters/welkom"
    )
    titel: Kop | None = Field(None, description="hoe het blad heette")
    plek: Regel = Field(description="waar het hangt")
    sinds: Datum = Field(description="sinds welke dag het er hangt, dus ook van welke dag het is")
    contact: Alinea = Field(description="het contactblok zoals het erop staat")
    wie: tuple[Sleutel, ...] = Field((), description="wie erop staan, als namen van bronnen in personen/")
    adres: Kort | None = Field(None, description="laatste woord van het gedrukte adres; dat blijft antwoorden")
    doel: Regel | None = Field(None, description="waar de QR-code heen gaat, zoals bij de poster")
    weg: Datum | None = Field(None, description="de dag waarop het eraf ging")


class Ophangregister(Content):
    """All that hangs, or hung."""

    hangt: tuple[Ophanging, ...] = Field((), max_length=2000, description="alles wat hangt")


KIND = Kind(
    name="ophangregister",
    plural="ophangregister",
    folder="ophangregister.yml",
    model=Ophangregister,
    title=lambda value: "Ophangregister",
    about="de lijst van wat waar hangt; Spijs zegt wat eraf moet",
    as_was=True,
)
