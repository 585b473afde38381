"""What every source may say about itself, and what is printed besides."""

from typing import Annotated, Literal

from pydantic import Field

from builder.schema import Model
from builder.schema.fields import Sleutel, getal, tot


class Content(Model):
    """What every source may say about itself."""

    status: Literal["klaar", "concept"] = Field("klaar", description="een concept wordt niet gepubliceerd")
    voorheen: tuple[Sleutel, ...] = Field((), description="oude namen van dit bestand; hun adressen leiden hierheen")


class Printed(Content):
    """A source that is printed, with what a print shop needs to know of it."""

    oplage: Annotated[int, getal(1, 100_000)] | None = Field(None, description="hoeveel de drukker er maakt")
    papier: Annotated[str, tot(80)] | None = Field(None, description="papier bij de drukker; leeg: wat gewoon is")
