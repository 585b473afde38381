"""Brochure: a booklet of productbladen, all or a chosen set, to read and to print, fold and staple."""

from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from builder.colours import Kleurnaam, Vormnaam
from builder.content import Asked, Block, Closed, Document, Kind, Library, On, Printed, Values, brief, fields, line
from builder.kinds.productblad import Productblad
from builder.schema.fields import Kop, Ref, Regel, Tekst, naar, refuse, tot


class Brochure(Printed):
    """A booklet with a question on its cover; each productblad in it is a spread."""

    gewoon_papier: ClassVar[str] = "omslag 200 en binnenwerk 115 g/m², mat gestreken"

    titel: Kop = Field(description="de grote kop op de voorkant, liefst een vraag")
    ondertitel: Kop = Field(description="waar het boekje over gaat; begint met 'Over'")
    lezer: Kop = Field(description="voor wie het boekje is")
    inleiding: Tekst = Field(description="de woorden vooraf, hooguit een bladzijde")
    bladen: tuple[Annotated[Ref, naar("productblad")], ...] = Field(
        (), max_length=20, description="de productbladen, op volgorde; leeg: allemaal, op nummer"
    )
    kleur: Kleurnaam = Field(description="kleur van het omslag")
    vorm: Vormnaam = Field(description="vorm op het omslag")
    slot: Regel = Field(description="de laatste zin, groot op de achterkant")
    knop: Annotated[str, tot(40)] = Field(description="tekst bij de QR-code op de achterkant")
    doel: Annotated[Ref, naar()] | None = Field(
        None, description="waar de QR-code heen gaat, als map/naam; leeg: de voorpagina van het intranet"
    )

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        double = [ref for at, ref in enumerate(self.bladen) if ref.id in {earlier.id for earlier in self.bladen[:at]}]
        if double:
            raise refuse("velden", f"het blad «{double[0].id}» staat er twee keer in", "noem elk blad een keer")
        return self


def sheets_in(brochure: Brochure, library: Library, channel: str) -> list[Document[Productblad]]:
    """The productbladen of a booklet that may be seen, in its own order or else by number."""
    if brochure.bladen:
        return [sheet for ref in brochure.bladen if (sheet := library.seen(ref, channel, Productblad))]
    return sorted(library.visible(Productblad, channel), key=lambda d: (d.value.nr, d.id))


def _on_screen(document: Document[Brochure], library: Library) -> Values:
    sheets = sheets_in(document.value, library, "intranet")
    shown = [{**brief(fields(sheet, library)), "doel": sheet.home} for sheet in sheets]
    return {**_values(document, library), "bladen": shown}


def _on_paper(document: Document[Brochure], library: Library) -> Values:
    sheets = sheets_in(document.value, library, "brochures")
    return {**_values(document, library), "bladen": [fields(sheet, library) for sheet in sheets], "maat": "A5"}


def _values(document: Document[Brochure], library: Library) -> Values:
    return {**fields(document, library), "pdf": f"brochures/{document.id}.pdf"}


def _gate(document: Document[Brochure], library: Library, channel: str) -> Closed | None:
    """A booklet without a sheet to show is out of sight."""
    return None if sheets_in(document.value, library, channel) else Closed("er is geen productblad om te laten zien")


def _block(library: Library, asked: Asked) -> list[Values]:
    """The booklets, by name, and for whom each is."""
    shown = library.visible(Brochure, "intranet")[: asked.most]
    return [{**line(d), "lezer": d.value.lezer} for d in shown]


def _folded(pdf: str) -> str:
    """The file in which the pages lie two by two, to print, fold and staple."""
    return f"{pdf.removesuffix('.pdf')}-boekje-a4.pdf"


KIND = Kind(
    name="brochure",
    plural="brochures",
    folder="brochures",
    model=Brochure,
    title=lambda value: value.titel,
    about="een boekje van productbladen, om te lezen en om zelf te printen en te vouwen",
    appears=(
        On("intranet", "intranet/brochure.html", "brochures/{id}.html", _on_screen),
        On("brochures", "druk/brochure.html", "{id}.pdf", _on_paper, booklet=_folded),
    ),
    gate=_gate,
    blocks={"brochures": Block(_block, ("aantal",))},
)
