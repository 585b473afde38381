"""Organisatie: the own organisation and the partners in the region."""

from typing import Annotated, Literal

from pydantic import Field

from builder.content import Content, Kind
from builder.schema.fields import Alinea, Kop, tot


class Organisatie(Content):
    """An organisation that has vacancies or people in stories."""

    naam: Kop = Field(description="volledige naam")
    soort: Literal["eigen", "partner"] = Field(description="de eigen organisatie, of een partner in de regio")
    plaats: Kop = Field(description="plaats van vestiging")
    regio: Kop = Field(description="regio")
    omschrijving: Alinea = Field(description="wat de organisatie doet, in een tot drie zinnen")
    letters: Annotated[str, tot(3)] = Field(description="twee of drie letters, als merkje in lijsten")


KIND = Kind(
    name="organisatie",
    plural="organisaties",
    folder="organisaties",
    model=Organisatie,
    title=lambda value: value.naam,
    about="een organisatie: de eigen, of een partner in de regio",
)
