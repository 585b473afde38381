"""Poster: one sheet on the wall, with people, with vacancies, or with an invitation."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from builder.colours import Kleurnaam, Vormnaam
from builder.comparing import same
from builder.content import MISSING, Closed, Document, Kind, Library, On, Printed, Values, fields
from builder.kinds.persoon import Persoon
from builder.kinds.vacature import Dienstverband, Niveaus, Vacature, Vakgebied, vacature_line
from builder.kinds.verhaal import Verhaal, verhaal_values
from builder.kinds.zelftest import Zelftest
from builder.pages import Profile
from builder.schema.dates import Datum
from builder.schema.fields import Kop, Kort, Ref, getal, naar, refuse, tot
from builder.typography import sort_key

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
        description="waar de QR-code heen gaat: map/naam, of vacatures, productbladen of zelftest"
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


def target_of(poster: Poster, library: Library, today: bool = False) -> str | None:
    """The page the QR code leads to, as a target; None when there is none.

    With ``today`` only a page that answers today, if only to say that it is no longer there.
    """
    return target_to(poster.doel, library, today)


def target_to(doel: str, library: Library, today: bool = False) -> str | None:
    """The page that a code leads to of which ``doel`` says where it goes, as :func:`target_of`."""
    if doel in ("vacatures", "productbladen"):
        return f"intranet/{doel}/index.html"
    if doel == "zelftest":
        tests = library.visible(Zelftest, "intranet")
        return tests[0].kind.home(tests[0].id) if tests else None
    folder, _, id = doel.partition("/")
    document = library.find(Ref(folder, id))
    closed = library.closed(document, "intranet") if document and today else None
    return None if document is None or (closed and not closed.was_public) else document.kind.home(id)


def short_words(document: Document[Poster], hushed: frozenset[str] = frozenset()) -> list[str]:
    """The last words of the typed addresses that lead to a poster's page: its own first, then those of old names.

    What is ``hushed``, or comes of a name that is, would name somebody and is left out.
    """
    own = document.value.kort or document.id
    words = [_shortened(name) for name in (own, *document.value.voorheen) if name not in hushed]
    return list(dict.fromkeys(words))


def _shortened(name: str) -> str:
    """A name of at most 24 characters; a longer one ends at the last hyphen that fits."""
    return name if len(name) <= 24 else name[:25].rpartition("-")[0] or name[:24]


def over(poster: Poster, today: date) -> str | None:
    """Why a poster has had its day, or None: only a meeting has one."""
    if poster.wanneer and poster.wanneer < today:
        return f"de bijeenkomst was op {poster.wanneer:%d-%m-%Y}"
    return None


def shown_vacatures(poster: Poster, library: Library) -> list[Document[Vacature]]:
    """The vacancies that a poster chooses, open or expected today: what closes first, then what is expected first.

    What is for internal eyes stands only on a poster of the own organisation alone; any other may hang elsewhere.
    """
    if poster.soort != "vacatures":
        return []
    indoors = {ref.id for ref in poster.organisaties} == {library.settings.organisatie.id}
    found = [d for d in library.visible(Vacature, "posters") if indoors or d.value.zichtbaar != "intern"]
    chosen = [d for d in found if _chooses(poster, d.value)]
    return sorted(chosen, key=lambda d: (d.value.status, d.value.end, sort_key(d.value.functie), d.id))


def _chooses(poster: Poster, vacature: Vacature) -> bool:
    """Whether a vacancy is of each sort that the poster asks for; where it asks for nothing, all are."""
    places = {same(place) for place in poster.plaatsen}
    asked: tuple[tuple[Collection[str], Collection[str]], ...] = (
        ({ref.id for ref in poster.organisaties}, [vacature.organisatie.id]),
        (poster.vakgebieden, [vacature.vakgebied]),
        (places, [same(vacature.plaats)]),
        (poster.dienstverbanden, [vacature.dienstverband]),
        (poster.niveaus, vacature.niveau),
    )
    return all(not wanted or not set(wanted).isdisjoint(has) for wanted, has in asked)


def on_size(poster: Poster, library: Library, maat: Maat) -> tuple[list[Document[Vacature]], int]:
    """The vacancies on one size of a poster, and how many there are that it has no place for."""
    found = shown_vacatures(poster, library)
    shown = found[: poster.hoeveel or MOST[maat]]
    return shown, len(found) - len(shown)


def last_day(poster: Poster, library: Library) -> date | None:
    """The last day on which all that a poster shows still holds; None when nothing on it ends."""
    story = library.get(poster.verhaal, Verhaal) if poster.verhaal else None
    if story is None:
        return poster.wanneer or min((d.value.end for d in shown_vacatures(poster, library)), default=None)
    consent = library.get(story.value.persoon, Persoon).value.toestemming
    return consent.geldig_tot if consent else None


def _values(document: Document[Poster], library: Library) -> Values:
    """What stands on a poster, whatever its size."""
    poster = document.value
    story = library.get(poster.verhaal, Verhaal) if poster.verhaal else None
    values = fields(document, library)
    for name in ("formaten", "drukmaat", "kort", "hoeveel", *CHOICES):
        del values[name]
    kleur, vorm = LOOKS.get(poster.waarvoor, (None, None))
    return {
        **values,
        "kleur": poster.kleur or kleur,
        "vorm": poster.vorm or vorm,
        "doel": target_of(poster, library, today=True),
        "typen": [library.settings.adres.partition("://")[2], f"ga/{short_words(document)[0]}"],
        "verhaal": _glimpse(story, library) if story else None,
        "goed_tot": last_day(poster, library),
    }


def _on_screen(document: Document[Poster], library: Library) -> Values:
    """The page of a poster offers each size that an office printer has paper for."""
    sizes = [maat for maat in MATEN if maat in document.value.formaten]
    office = [{"maat": maat, "pdf": _pdf(document, maat)} for maat in sizes if maat in OFFICE]
    largest = max(document.value.formaten, key=MATEN.index)
    return {**_values(document, library), **_work(document, library, largest), "formaten": sizes, "kantoor": office}


def _work(document: Document[Poster], library: Library, maat: Maat) -> Values:
    """The vacancies on one size, each with its place in the order in which they go when there is no room."""
    shown, more = on_size(document.value, library, maat)
    lines = [{**vacature_line(d, library), "rang": rank} for rank, d in enumerate(shown)]
    return {"vacatures": lines, "nog": more, "vast": document.value.hoeveel is not None}


def _sheet(maat: Maat) -> On:
    """A poster on one size of paper."""

    def values(document: Document[Poster], library: Library) -> Values:
        poster = document.value
        wanted = maat == (poster.drukmaat or max(poster.formaten, key=MATEN.index))
        about = {"formaat": maat, "pdf": _pdf(document, maat), "oplage": poster.oplage if wanted else None}
        return {**_values(document, library), **_work(document, library, maat), **about}

    profile: Profile = "kantoor" if maat in OFFICE else "drukkerij"
    to = f"{{id}}-{maat.lower()}.pdf"
    return On("posters", "druk/poster.html", to, values, lambda value: maat in value.formaten, profile)


def _pdf(document: Document[Poster], maat: Maat) -> str:
    return f"posters/{document.id}-{maat.lower()}.pdf"


def _glimpse(story: Document[Verhaal], library: Library) -> Values:
    """What a poster shows of a story: a word changed in the story itself makes no poster anew."""
    values = verhaal_values(story, library)
    return {name: values[name] for name in ("titel", "soort", "citaat", "stap", "persoon", "doel")}


def _gate(document: Document[Poster], library: Library, channel: str) -> Closed | None:
    """A poster is out of sight when its day has passed or its story is: the rule on consent says so as an error."""
    if reason := over(document.value, library.today):
        return Closed(reason, state="voorbij")
    ref = document.value.verhaal
    story = library.find(ref) if ref else None
    if ref and story is None:
        return MISSING
    gates = (library.closed(story, place) for place in dict.fromkeys(("posters", channel)) if story)
    return next((closed for closed in gates if closed), None)


KIND = Kind(
    name="poster",
    plural="posters",
    folder="posters",
    model=Poster,
    title=lambda value: value.kop,
    about="een poster voor aan de muur, met mensen, met vacatures of met een uitnodiging",
    appears=(On("intranet", "intranet/poster.html", "posters/{id}.html", _on_screen), *map(_sheet, MATEN)),
    gate=_gate,
)
