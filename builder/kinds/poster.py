"""Poster: one sheet on the wall, with people or with vacancies."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from builder.content import Closed, Content, Document, Kind, Library, On, Values, brief, fields
from builder.kinds.persoon import Persoon
from builder.kinds.vacature import Vacature, vacature_values
from builder.kinds.verhaal import Verhaal, verhaal_values
from builder.schema.fields import Ref, naar, refuse, tot

MENSEN, VACATURES = {"venster", "stem", "stap"}, {"muur", "lijst"}


class Poster(Content):
    """A poster of one of the two kinds."""

    starter: ClassVar[Mapping[str, str]] = {"verhaal": "verhaal-1"}

    soort: Literal["mensen", "vacatures"] = Field(description="mensen of vacatures")
    kop: Annotated[str, tot(60)] = Field(description="de grote kop")
    tekst: Annotated[str, tot(200)] = Field(description="de korte tekst")
    formaat: Literal["A4", "A3", "A2"] = Field(description="maat van het papier")
    verhaal: Annotated[Ref, naar("verhaal")] | None = Field(None, description="het verhaal op de poster (bij mensen)")
    organisaties: tuple[Annotated[Ref, naar("organisatie")], ...] = Field(
        (), description="wiens vacatures; leeg: van allemaal"
    )
    knop: Annotated[str, tot(40)] = Field(description="tekst bij de QR-code")
    doel: Annotated[str, tot(80)] = Field(description="waar de QR-code heen gaat: map/naam, of vacatures")
    ontwerp: Literal["venster", "stem", "stap", "muur", "lijst"] = Field(description="ontwerp van de poster")

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.ontwerp not in (MENSEN if self.soort == "mensen" else VACATURES):
            choice = sorted(MENSEN if self.soort == "mensen" else VACATURES)
            raise refuse("velden", f"ontwerp «{self.ontwerp}» is niet voor {self.soort}", f"kies {', '.join(choice)}")
        if (self.soort == "mensen") != (self.verhaal is not None):
            raise refuse(
                "velden", "een poster met mensen heeft een verhaal, een poster met vacatures niet", "kijk «verhaal» na"
            )
        return self


def target_of(poster: Poster, library: Library) -> str | None:
    """The page the QR code leads to, as a target; None when there is none."""
    if poster.doel == "vacatures":
        return "intranet/vacatures/index.html"
    folder, _, id = poster.doel.partition("/")
    document = library.find(Ref(folder, id))
    return document.kind.home(id) if document else None


def shown_vacatures(poster: Poster, library: Library) -> list[Document[Vacature]]:
    """The vacancies on a poster: open or expected today, of its organisations.

    What is for internal eyes stands only on a poster of the own organisation alone; any other may hang elsewhere.
    """
    wanted = {ref.id for ref in poster.organisaties}
    indoors = wanted == {library.settings.organisatie.id}
    found = [d for d in library.visible(Vacature, "posters") if not wanted or d.value.organisatie.id in wanted]
    found = [d for d in found if indoors or d.value.zichtbaar != "intern"]
    return sorted(found, key=lambda d: (d.value.vakgebied, d.value.functie, d.id))


def last_day(poster: Poster, library: Library) -> date | None:
    """The last day on which all that a poster shows still holds; None when nothing on it ends."""
    story = library.get(poster.verhaal, Verhaal) if poster.verhaal else None
    if story is None:
        return min((vacancy.value.end for vacancy in shown_vacatures(poster, library)), default=None)
    consent = library.get(story.value.persoon, Persoon).value.toestemming
    return consent.geldig_tot if consent else None


def _values(document: Document[Poster], library: Library) -> Values:
    poster = document.value
    story = library.get(poster.verhaal, Verhaal) if poster.verhaal else None
    return {
        **fields(document, library),
        "doel": target_of(poster, library),
        "verhaal": _glimpse(story, library) if story else None,
        "vacatures": [brief(vacature_values(d, library)) for d in shown_vacatures(poster, library)]
        if not story
        else [],
        "goed_tot": last_day(poster, library),
        "pdf": f"posters/{document.id}-{poster.formaat.lower()}.pdf",
    }


def _glimpse(story: Document[Verhaal], library: Library) -> Values:
    """What a poster shows of a story: a word changed in the story itself makes no poster anew."""
    values = verhaal_values(story, library)
    return {name: values[name] for name in ("titel", "soort", "citaat", "stap", "persoon", "doel")}


def _gate(document: Document[Poster], library: Library, channel: str) -> Closed | None:
    """A poster is out of sight when its story is: the rule on consent says so as an error."""
    ref = document.value.verhaal
    story = library.find(ref) if ref else None
    gates = (library.closed(story, place) for place in dict.fromkeys(("posters", channel)) if story)
    return next((closed for closed in gates if closed), None)


KIND = Kind(
    name="poster",
    plural="posters",
    folder="posters",
    model=Poster,
    title=lambda value: value.kop,
    about="een poster voor aan de muur, met mensen of met vacatures",
    appears=(
        On("intranet", "intranet/poster.html", "posters/{id}.html", _values),
        On("posters", "druk/poster.html", "{id}-{formaat}.pdf", _values),
    ),
    gate=_gate,
)
