"""What every source may say about itself, and what is printed besides."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from builder.schema import Model
from builder.schema.fields import Sleutel, getal, tot


class Content(Model):
    """What every source may say about itself."""

    status: Literal["klaar", "concept"] = Field("klaar", description="een concept wordt niet gepubliceerd")
    voorheen: tuple[Sleutel, ...] = Field((), description="oude namen van dit bestand; hun adressen leiden hierheen")


class Printed(Content):
    """A source that is printed, with what a print shop needs to know of it, and what its kind is usually printed on."""

    gewoon_papier: ClassVar[str] = "120 g/m²"

    oplage: Annotated[int, getal(1, 100_000)] | None = Field(None, description="hoeveel de drukker er maakt")
    papier: Annotated[str, tot(80)] | None = Field(None, description="papier bij de drukker; leeg: wat gewoon is")

    @property
    def place(self) -> int:
        """Its place among the sheets of its kind, where they have an order."""
        return 0
