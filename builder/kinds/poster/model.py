"""What a poster says of itself."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from builder.colours import Kleurnaam, Vormnaam
from builder.content import Printed
from builder.kinds.vacature import Dienstverband, Niveaus, Vakgebied
from builder.schema.dates import Datum
from builder.schema.fields import Kop, Kort, Ref, getal, naar, refuse, tot

Maat = Literal["A4", "A3", "A2"]
MATEN: tuple[Maat, ...] = ("A4", "A3", "A2")
OFFICE: tuple[Maat, ...] = ("A4", "A3")  # what an office printer can print, and so what the intranet offers
DESIGNS = {
    "mensen": ("stap", "stem", "venster"),
    "vacatures": ("lijst", "muur"),
    "uitnodiging": ("bord", "kaart"),
}
LOOKS: dict[str | None, tuple[Kleurnaam, Vormnaam]] = {
    "zelftest": ("pruim", "stenen"),
    "bijeenkomst": ("tomaat", "kan"),
    "brochure": ("zee", "brood"),
}
MEETING = ("wanneer", "tijd", "waar")
CHOICES = ("organisaties", "vakgebieden", "plaatsen", "dienstverbanden", "niveaus")
# So many vacancies stand on a size unless the source says how many: what can be read from where one stands.
MOST: dict[Maat, int] = {"A4": 24, "A3": 32, "A2": 40}


class Poster(Printed):
    """A poster of one of the three kinds."""

    gewoon_papier: ClassVar[str] = "135 g/m², mat gestreken"

    soort: Literal["mensen", "vacatures", "uitnodiging"] = Field(description="mensen, vacatures of uitnodiging")
    kop: Annotated[str, tot(60)] = Field(description="de grote kop")
    tekst: Annotated[str, tot(200)] = Field(description="de korte tekst")
    tekst_kort: Annotated[str, tot(90)] | None = Field(None, description="kortere tekst, voor als de lange niet past")
    formaten: tuple[Maat, ...] = Field(MATEN, min_length=1, description="maten van het papier; zonder veld alle drie")
    drukmaat: Maat | None = Field(None, description="de maat waarvan de drukker de oplage maakt; leeg: de grootste")
    verhaal: Annotated[Ref, naar("verhaal")] | None = Field(None, description="het verhaal op de poster (bij mensen)")
    organisaties: tuple[Annotated[Ref, naar("organisatie")], ...] = Field(
        (), description="wiens vacatures; leeg: van allemaal"
    )
    vakgebieden: tuple[Vakgebied, ...] = Field((), description="welk soort werk (bij vacatures); leeg: alles")
    plaatsen: tuple[Kop, ...] = Field((), description="in welke plaatsen (bij vacatures); leeg: overal")
    dienstverbanden: tuple[Dienstverband, ...] = Field(
        (), description="welk soort afspraak (bij vacatures); leeg: alles"
    )
    niveaus: Niveaus = Field((), description="welk niveau (bij vacatures); leeg: elk")
    hoeveel: Annotated[int, getal(1, MOST["A2"])] | None = Field(
        None, description="hoeveel vacatures, wat het eerst sluit voorop; leeg: zoveel als er op het papier passen"
    )
    waarvoor: Literal["zelftest", "bijeenkomst", "brochure"] | None = Field(
        None, description="waar u voor uitnodigt (bij uitnodiging)"
    )
    wanneer: Datum | None = Field(None, description="dag van de bijeenkomst; daarna is de poster weg")
    tijd: Annotated[str, tot(40)] | None = Field(None, description="tijd van de bijeenkomst, zoals 15:00 tot 16:30 uur")
    waar: Annotated[str, tot(80)] | None = Field(None, description="plaats van de bijeenkomst")
    knop: Annotated[str, tot(40)] = Field(description="tekst bij de QR-code")
    doel: Annotated[str, tot(80)] = Field(
        description="waar de QR-code heen gaat: map/naam, een lijst zoals vacatures of diensten, of zelftest"
    )
    kort: Kort | None = Field(
        None, description="laatste woord van het adres om over te typen; leeg: de naam van dit bestand"
    )
    ontwerp: Literal["venster", "stem", "stap", "muur", "lijst", "bord", "kaart"] = Field(
        description="ontwerp van de poster"
    )
    kleur: Kleurnaam | None = Field(None, description="kleur van het vlak; leeg: die van het ontwerp of van «waarvoor»")
    vorm: Vormnaam | None = Field(None, description="het knipsel (bij uitnodiging); leeg: wat bij «waarvoor» past")

    @classmethod
    def starter(cls, answers: Mapping[str, str]) -> Mapping[str, str]:
        needs = {"mensen": {"verhaal": "verhaal-1"}, "uitnodiging": {"waarvoor": "zelftest"}}
        return needs.get(answers["soort"], {})

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.ontwerp not in DESIGNS[self.soort]:
            choice = ", ".join(DESIGNS[self.soort])
            raise refuse("velden", f"ontwerp «{self.ontwerp}» is niet voor {self.soort}", f"kies {choice}")
        if len(set(self.formaten)) < len(self.formaten):
            raise refuse("velden", "bij «formaten» staat een maat twee keer", "noem elke maat een keer")
        if self.drukmaat and self.drukmaat not in self.formaten:
            message = f"de poster is er niet op {self.drukmaat}, de «drukmaat»"
            raise refuse("velden", message, f"kies een van de formaten: {', '.join(self.formaten)}")
        if (self.soort == "mensen") != (self.verhaal is not None):
            message = "een poster met mensen heeft een verhaal, een andere poster niet"
            raise refuse("velden", message, "kijk «verhaal» na")
        if (self.soort == "uitnodiging") != (self.waarvoor is not None) or (self.vorm and not self.waarvoor):
            message = "een uitnodiging zegt waarvoor, en alleen een uitnodiging heeft «waarvoor» en «vorm»"
            raise refuse("velden", message, "kijk «waarvoor» en «vorm» na")
        if self.soort != "vacatures" and (chosen := [name for name in (*CHOICES, "hoeveel") if getattr(self, name)]):
            message = f"«{chosen[0]}» kiest vacatures, en dit is een andere poster"
            raise refuse("velden", message, "haal het weg, of schrijf «soort: vacatures»")
        wrong = [name for name in MEETING if (getattr(self, name) is not None) != (self.waarvoor == "bijeenkomst")]
        if wrong:
            message = "een bijeenkomst heeft «wanneer», «tijd» en «waar», een andere poster heeft die niet"
            raise refuse("velden", message, f"kijk «{wrong[0]}» na")
        return self


def over(poster: Poster, today: date) -> str | None:
    """Why a poster has had its day, or None: only a meeting has one."""
    if poster.wanneer and poster.wanneer < today:
        return f"de bijeenkomst was op {poster.wanneer:%d-%m-%Y}"
    return None
