"""Vacature: work that is open now, or expected."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from builder.content import MISSING, Closed, Content, Document, Kind, Library, On, Values, fields
from builder.kinds.organisatie import Organisatie
from builder.schema.dates import Datum, Kwartaal, KwartaalVeld
from builder.schema.fields import Bedrag, Email, JaNee, Kop, Ref, Tekst, Uren, naar, refuse

Vakgebied = Literal["verpleging-en-verzorging", "begeleiding", "behandeling", "ondersteuning", "facilitair", "leiding"]


class Vacature(Content):
    """A vacancy: concrete with a last day, or expected with a quarter."""

    functie: Kop = Field(description="naam van het werk")
    organisatie: Annotated[Ref, naar("organisatie")] = Field(description="waar het werk is")
    plaats: Kop = Field(description="plaats")
    regio: Kop = Field(description="regio")
    vakgebied: Vakgebied = Field(description="soort werk")
    niveau: Literal["praktisch", "mbo", "hbo", "wo"] = Field(description="niveau van het werk")
    uren: Uren = Field(description="uren per week, bijvoorbeeld 24-32")
    salaris: Bedrag | None = Field(None, description="bruto per maand bij een volle week, bijvoorbeeld 2.890-3.750")
    cao: Kop = Field(description="cao die geldt")
    dienstverband: Literal["vast", "tijdelijk", "oproep", "snuffelstage", "ruil"] = Field(description="soort afspraak")
    zichtbaar: Literal["intern", "partner", "openbaar"] = Field(description="wie de vacature mag zien")
    status: Literal["concreet", "verwacht", "concept"] = Field(description="nu open, of verwacht")  # type: ignore[assignment]
    geplaatst: Datum = Field(description="dag waarop de vacature verschijnt")
    sluit: Datum | None = Field(None, description="laatste dag om te reageren (bij concreet)")
    periode: KwartaalVeld | None = Field(
        None, description="kwartaal waarin het werk verwacht wordt, zoals 2027-1 (bij verwacht)"
    )
    terugkeergarantie: JaNee = Field(False, description="of men zeker terug mag (snuffelstage en ruil)")
    contact: Email | None = Field(None, description="e-mailadres; leeg: het loopbaancentrum")
    tekst: Tekst = Field(description="de tekst, onder de velden")

    @classmethod
    def starter(cls, answers: Mapping[str, str]) -> Mapping[str, str]:
        return {"sluit": f"{date.fromisoformat(answers['geplaatst']) + timedelta(weeks=4)}"}

    @model_validator(mode="after")
    def _has_an_end(self) -> Self:
        if self.status == "concreet" and (self.sluit is None or self.periode is not None):
            raise refuse("velden", "deze vacature heeft geen einde", "schrijf «sluit: jjjj-mm-dd», zonder periode")
        if self.status == "verwacht" and (self.periode is None or self.sluit is not None):
            raise refuse(
                "velden", "een verwachte vacature heeft een kwartaal nodig", "schrijf «periode: 2027-1», zonder sluit"
            )
        if self.sluit and self.sluit < self.geplaatst:
            raise refuse("velden", "deze vacature sluit voordat zij verschijnt", "kijk «geplaatst» en «sluit» na")
        return self

    @property
    def end(self) -> date:
        """The last day on which the vacancy may be seen."""
        quarter: Kwartaal | None = self.periode
        return self.sluit or (quarter.end if quarter else self.geplaatst)


def vacature_values(document: Document[Vacature], library: Library) -> Values:
    """A vacancy with the name and letters of its organisation."""
    organisatie = library.get(document.value.organisatie, Organisatie)
    card = {"naam": organisatie.value.naam, "letters": organisatie.value.letters, "soort": organisatie.value.soort}
    return {**fields(document, library), "organisatie": card, "doel": KIND.home(document.id)}


def _gate(document: Document[Vacature], library: Library, channel: str) -> Closed | None:
    vacature = document.value
    if vacature.geplaatst > library.today:
        return Closed("de vacature verschijnt later", was_public=False, state="later")
    if vacature.zichtbaar == "intern" and vacature.organisatie.id != library.settings.organisatie.id:
        return Closed("de vacature is alleen voor mensen van die organisatie", was_public=False)
    if vacature.end < library.today:
        return Closed(f"de vacature sloot op {vacature.end:%d-%m-%Y}", state="voorbij")
    organisatie = library.find(vacature.organisatie)
    return library.closed(organisatie, channel) if organisatie else MISSING


KIND = Kind(
    name="vacature",
    plural="vacatures",
    folder="vacatures",
    model=Vacature,
    title=lambda value: value.functie,
    about="werk dat nu open is, of verwacht wordt",
    appears=(On("intranet", "intranet/vacature.html", "vacatures/{id}.html", vacature_values),),
    gate=_gate,
    menu="Vacatures",
)
