"""Ophangregister: what hangs where since when, and with which contact lines."""

from typing import Annotated

from pydantic import Field

from builder.content import Content, Kind
from builder.schema import Model
from builder.schema.dates import Datum
from builder.schema.fields import Alinea, Ref, Regel, naar


class Ophanging(Model):
    """One sheet in one place."""

    blad: Annotated[Ref, naar()] = Field(description="wat er hangt, als map/naam, bijvoorbeeld posters/welkom")
    plek: Regel = Field(description="waar het hangt")
    sinds: Datum = Field(description="sinds welke dag het er hangt, dus ook van welke dag het is")
    contact: Alinea = Field(description="het contactblok zoals het erop staat")
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
