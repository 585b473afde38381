"""Productblad: one of the sheets of which each is a module that an organisation can choose."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from builder.colours import Kleurnaam, Vormnaam
from builder.content import Asked, Block, Document, Gathered, Kind, Library, On, Printed, Values, brief, fields
from builder.schema.fields import Kop, Ref, Regel, Tekst, getal, naar, tot


class Productblad(Printed):
    """A sheet with a question as its title, its own colour and its own shape."""

    gewoon_papier: ClassVar[str] = "170 g/m², mat gestreken"

    nr: Annotated[int, getal(1, 20)] = Field(description="nummer van het blad")
    titel: Kop = Field(description="de vraag die de lezer zelf zou stellen")
    ondertitel: Kop = Field(description="begint met 'Over'")
    gebied: Literal["begeleiding", "voorwaarden"] = Field(
        description="begeleiding van mensen, of voorwaarden in de organisatie"
    )
    lezer: Kop = Field(description="voor wie het blad is")
    kern: Annotated[str, tot(140)] = Field(description="wat de lezer onthoudt, in een zin")
    kleur: Kleurnaam = Field(description="kleur van het blad")
    vorm: Vormnaam = Field(description="vorm van het blad; kleur en vorm samen komen maar een keer voor")
    vraagt: tuple[Regel, ...] = Field(min_length=1, max_length=4, description="wat het van de lezer vraagt")
    brengt: tuple[Regel, ...] = Field(min_length=1, max_length=4, description="wat het de lezer brengt; beloof niets")
    verder: Annotated[Ref, naar()] = Field(description="waar de lezer verder leest, als map/naam")
    bron: Annotated[str, tot(260)] | None = Field(None, description="bron van feiten op het blad")
    tekst: Tekst = Field(description="de tekst, onder de velden")

    @property
    def place(self) -> int:
        return self.nr


def _values(document: Document[Productblad], library: Library) -> Values:
    return {**fields(document, library), "pdf": f"productbladen/{document.value.nr}-{document.id}.pdf"}


def _block(library: Library, asked: Asked) -> list[Values]:
    """The sheets by number, all or those for one kind of reader."""
    documents = sorted(library.visible(Productblad, "intranet"), key=lambda d: (d.value.nr, d.id))
    chosen = [d for d in documents if asked.reader in d.value.lezer]
    return [{**brief(fields(d, library)), "doel": d.home} for d in chosen[: asked.most]]


def _gather(library: Library) -> Gathered:
    """The list of all sheets, with the booklets that are made of them."""
    sheets = {"bladen": _block(library, Asked()), "brochures": library.block("brochures", Asked())}
    yield "productbladen/index.html", "intranet/productbladen.html", sheets


KIND = Kind(
    name="productblad",
    plural="productbladen",
    folder="productbladen",
    model=Productblad,
    title=lambda value: value.titel,
    about="een blad over een onderwerp, voor medewerkers of voor de organisatie",
    appears=(
        On("intranet", "intranet/productblad.html", "productbladen/{id}.html", _values),
        On("productbladen", "druk/productblad.html", "{nr}-{id}.pdf", _values),
    ),
    gather=_gather,
    listed=True,
    blocks={"productbladen": Block(_block, ("aantal", "lezer"))},
)
