"""Ophangregister: what hangs where since when, and with which contact lines.

The register remembers what hung, so a line stays true when the source of its sheet is a draft, is withdrawn or is gone.
"""

from dataclasses import dataclass, replace
from typing import Annotated, Any

from pydantic import Field

from builder.content import Content, Gathered, Kind, Library
from builder.kinds.poster import Poster, short_words
from builder.kinds.poster.addresses import target_to, way_to
from builder.schema import Model
from builder.schema.dates import Datum
from builder.schema.fields import Alinea, Form, Kop, Kort, Ref, Regel, Sleutel, naar

SOURCE = naar()
# Who is on a sheet need not be there any more either.
Wie = Annotated[str, replace(Sleutel.__metadata__[0], schema=naar("persoon").schema)]


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
    wie: tuple[Wie, ...] = Field((), description="wie erop staan, als namen van bronnen in personen/")
    adres: Kort | None = Field(None, description="laatste woord van het gedrukte adres; dat blijft antwoorden")
    doel: Regel | None = Field(None, description="waar de QR-code heen gaat, zoals bij de poster")
    weg: Datum | None = Field(None, description="de dag waarop het eraf ging")


class Ophangregister(Content):
    """All that hangs, or hung."""

    hangt: tuple[Ophanging, ...] = Field((), max_length=2000, description="alles wat hangt")


def _gather(library: Library) -> Gathered:
    """What was printed goes on answering: typed addresses, and codes that lead to a source that is gone.

    A short address of a poster that is there comes of that poster; what the register remembers of one that is a draft
    again or is gone, and whatever names nobody, comes of the register.
    """
    known = {word for document in library.all(Poster) for word in short_words(document, library.hushed)}
    for register in library.all(Ophangregister):
        for word, hung in {hung.adres: hung for hung in register.value.hangt if hung.adres}.items():
            if word not in known | library.hushed:
                yield way_to(word, target_to(hung.doel or "", library, today=True), register.path)
    yield from {page[0]: page for page in _gone(library)}.values()


def _gone(library: Library) -> Gathered:
    """A page for each code on paper, as far as the register remembers it, that leads to a source that is gone."""
    moved = {(d.kind.folder, name) for d in library.documents.values() for name in d.value.voorheen}
    for register in library.all(Ophangregister):
        for hung in register.value.hangt:
            folder, _, id = (hung.doel or "").partition("/")
            kind = next((kind for kind in library.kinds if folder in (kind.folder, kind.name)), None)
            home = kind.home(id) if kind and id and id not in library.hushed else None
            if kind and home and not library.find(Ref(folder, id)) and (kind.folder, id) not in moved:
                values = {"titel": "Niet meer beschikbaar", "bron": register.path, "verder": None}
                yield home.removeprefix("intranet/"), "intranet/niet-meer.html", values


KIND = Kind(
    name="ophangregister",
    plural="ophangregister",
    folder="ophangregister.yml",
    model=Ophangregister,
    title=lambda value: "Ophangregister",
    about="de lijst van wat waar hangt; Spijs zegt wat eraf moet",
    gather=_gather,
    as_was=True,
)
