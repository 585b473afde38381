"""Vacature: work that is open now, or expected."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import groupby
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from builder.comparing import same
from builder.content import (
    MISSING,
    Asked,
    Block,
    Closed,
    Content,
    Document,
    Gathered,
    Kind,
    Library,
    On,
    Values,
    brief,
    fields,
)
from builder.diagnostics import Diagnostic, fout, hint, waarschuwing
from builder.kinds.bijlagen import Bijlagen
from builder.kinds.organisatie import Organisatie
from builder.kinds.persoon import Persoon
from builder.schema.dates import OPEN_ENDED, Datum, Kwartaal, KwartaalVeld, Sluiting, a_year_after
from builder.schema.fields import SLEUTEL, Bedrag, Email, JaNee, Kop, Link, Ref, Tekst, Telefoon, Uren, naar, refuse
from builder.typography import sort_key
from builder.values import Unclear, numbers
from builder.vocabularies import Term, term, uit

AHEAD = timedelta(days=31)  # before the end of a year in which nobody looked
Niveau = Annotated[Term, uit("niveaus")]
Dienstverband = Annotated[Term, uit("dienstverbanden")]
Vakgebied = Annotated[Term, uit("vakgebieden")]


def _several(value: Any) -> Any:
    """The levels that were meant, each once and from low to high, also where one text names more of them."""
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list | tuple) or not all(isinstance(text, str) for text in texts):
        return value
    meant = {level: text for text in texts for level in _meant(text)}
    known = [level for level in numbers.LEVELS if level in meant]
    own = [level for level in meant if level not in known]
    return [term(level, "niveaus", meant[level]) for level in (*known, *own)]


def _meant(text: str) -> list[str]:
    try:
        return numbers.levels([text])
    except Unclear as unclear:
        if re.fullmatch(SLEUTEL, same(text)):
            return [same(text)]  # a house may have levels of its own: its list says whether this is one
        raise refuse("keuze", unclear.message, unclear.remedy) from None


Niveaus = Annotated[tuple[Niveau, ...], BeforeValidator(_several)]


class Vacature(Content):
    """A vacancy: concrete with a last day or until it is filled, or expected with a quarter."""

    functie: Kop = Field(description="naam van het werk")
    organisatie: Annotated[Ref, naar("organisatie")] = Field(description="waar het werk is")
    plaats: Kop = Field(description="plaats")
    regio: Kop = Field(description="regio")
    vakgebied: Vakgebied = Field(description="soort werk")
    niveau: Niveaus = Field(min_length=1, max_length=4, description="niveau van het werk: een, of meer, zoals mbo/hbo")
    uren: Uren = Field(description="uren per week, bijvoorbeeld 24-32")
    salaris: Bedrag | None = Field(None, description="bruto per maand bij een volle week, bijvoorbeeld 2.890-3.750")
    cao: Kop = Field(description="cao die geldt")
    dienstverband: Dienstverband = Field(description="soort afspraak")
    zichtbaar: Literal["intern", "partner", "openbaar"] = Field(description="wie de vacature mag zien")
    status: Literal["concreet", "verwacht", "concept"] = Field(description="nu open, of verwacht")  # type: ignore[assignment]
    geplaatst: Datum = Field(description="dag waarop de vacature verschijnt")
    sluit: Sluiting | None = Field(None, description="laatste dag om te reageren, of 'tot vervuld' (bij concreet)")
    gecontroleerd: Datum | None = Field(
        None,
        description="dag waarop u zag dat zij er nog is (bij 'tot vervuld'); leeg: geplaatst; een jaar later stopt zij",
    )
    periode: KwartaalVeld | None = Field(
        None, description="kwartaal waarin het werk verwacht wordt, zoals 2027-1 (bij verwacht)"
    )
    terugkeergarantie: JaNee = Field(False, description="of men zeker terug mag (snuffelstage en ruil)")
    contact: Email | None = Field(None, description="e-mailadres; leeg: het loopbaancentrum")
    telefoon: Telefoon | None = Field(None, description="nummer voor vragen over dit werk")
    contactpersoon: Annotated[Ref, naar("persoon")] | None = Field(
        None, description="wie meer vertelt; genoemd zolang daar toestemming voor is"
    )
    solliciteren: Link | None = Field(None, description="adres van de pagina waar men solliciteert")
    bijlagen: Bijlagen = Field((), max_length=20, description="bestanden om te openen of in te vullen")
    tekst: Tekst = Field(description="de tekst, onder de velden")

    @classmethod
    def starter(cls, answers: Mapping[str, str]) -> Mapping[str, str]:
        return {"sluit": f"{date.fromisoformat(answers['geplaatst']) + timedelta(weeks=4)}"}

    @model_validator(mode="after")
    def _has_an_end(self) -> Self:
        if self.status == "concreet" and (self.sluit is None or self.periode is not None):
            remedy = "schrijf «sluit: jjjj-mm-dd» of «sluit: tot vervuld», zonder periode"
            raise refuse("velden", "deze vacature heeft geen einde", remedy)
        if self.status == "verwacht" and (self.periode is None or self.sluit is not None):
            raise refuse(
                "velden", "een verwachte vacature heeft een kwartaal nodig", "schrijf «periode: 2027-1», zonder sluit"
            )
        if self.gecontroleerd and not self.open_ended:
            message = "«gecontroleerd» hoort bij een vacature zonder laatste dag"
            raise refuse("velden", message, "schrijf «sluit: tot vervuld», of haal «gecontroleerd» weg")
        if isinstance(self.sluit, date) and self.sluit < self.geplaatst:
            raise refuse("velden", "deze vacature sluit voordat zij verschijnt", "kijk «geplaatst» en «sluit» na")
        return self

    @property
    def open_ended(self) -> bool:
        """Whether it is open until it is filled."""
        return self.sluit == OPEN_ENDED

    @property
    def stage(self) -> str:
        """Whether it is open or expected, or will be once it is no draft any more."""
        return "verwacht" if self.periode else "concreet"

    @property
    def checked(self) -> date:
        """The last day on which somebody saw that it is still there."""
        return max(self.geplaatst, self.gecontroleerd or self.geplaatst)

    @property
    def end(self) -> date:
        """The last day on which the vacancy may be seen."""
        quarter: Kwartaal | None = self.periode
        if isinstance(self.sluit, date):
            return self.sluit
        return quarter.end if quarter else a_year_after(self.checked)


def vacature_values(document: Document[Vacature], library: Library) -> Values:
    """A vacancy with its organisation, and the one who tells more as far as that consent goes.

    ``sluit`` is its last day, None where it is open until it is filled.
    """
    vacature = document.value
    return {
        **fields(document, library),
        "status": vacature.stage,
        "sluit": vacature.sluit if isinstance(vacature.sluit, date) else None,
        "organisatie": fields(library.get(vacature.organisatie, Organisatie), library),
        "contactpersoon": _named(vacature, library),
        "doel": document.home,
    }


def _named(vacature: Vacature, library: Library) -> Values | None:
    """Who tells more, when that person may be named on the intranet today."""
    person = library.seen(vacature.contactpersoon, "intranet", Persoon)
    consent = person.value.toestemming if person else None
    if person is None or consent is None or "naam" not in consent.onderdelen:
        return None
    return {"naam": person.value.naam, "rol": person.value.rol}


def vacature_line(document: Document[Vacature], library: Library) -> Values:
    """What a list or poster shows of a vacancy: not its text, not whom to turn to, and no more of who has it."""
    values = brief(vacature_values(document, library))
    values["organisatie"] = {name: values["organisatie"][name] for name in ("naam", "letters", "soort")}
    for name in ("contact", "telefoon", "contactpersoon", "solliciteren", "gecontroleerd"):
        del values[name]
    return values


def _gate(document: Document[Vacature], library: Library, channel: str) -> Closed | None:
    vacature = document.value
    if vacature.geplaatst > library.today and not library.proof:
        return Closed("de vacature verschijnt later", was_public=False, state="later")
    if vacature.zichtbaar == "intern" and vacature.organisatie.id != library.settings.organisatie.id:
        return Closed("de vacature is alleen voor mensen van die organisatie", was_public=False)
    ended = vacature.end < library.today and not library.proof
    if ended and vacature.open_ended:
        return Closed(f"de vacature is sinds {vacature.checked:%d-%m-%Y} niet gecontroleerd", state="voorbij")
    if ended:
        return Closed(f"de vacature sloot op {vacature.end:%d-%m-%Y}", state="voorbij")
    organisatie = library.find(vacature.organisatie)
    return library.closed(organisatie, channel) if organisatie else MISSING


def open_ended_are_checked(library: Library) -> Iterator[Diagnostic]:
    """Wat open staat tot het vervuld is, wordt elk jaar nagekeken; anders staat het er voor altijd."""
    for document in library.all(Vacature):
        vacature, today = document.value, library.today
        if not vacature.open_ended:
            continue
        remedy = f"is de plek er nog, schrijf dan «gecontroleerd: {today.isoformat()}»; en haal haar anders weg"
        if vacature.gecontroleerd and vacature.gecontroleerd > today:
            message = f"«gecontroleerd» is een dag die nog moet komen ({vacature.gecontroleerd:%d-%m-%Y})"
            yield fout("nog-open", document.position, message, "schrijf de dag waarop u het nakeek")
        elif vacature.end < today:
            message = f"deze vacature is weg, want sinds {vacature.checked:%d-%m-%Y} keek niemand of zij er nog is"
            yield hint("nog-open", document.position, message, remedy)
        elif vacature.end - today <= AHEAD:
            message = f"deze vacature is na {vacature.end:%d-%m-%Y} weg, want dan is zij een jaar niet nagekeken"
            yield waarschuwing("nog-open", document.position, message, remedy)


def _gather(library: Library) -> Gathered:
    """The list: groups by field of work, in each first the concrete ones by last day, then the expected by quarter."""
    fields_of_work = library.settings.woordenlijsten.words("vakgebieden")
    order = list(fields_of_work)

    def place(document: Document[Vacature]) -> tuple[Any, ...]:
        value = document.value
        return order.index(value.vakgebied), value.stage, value.end, sort_key(value.functie), document.id

    documents = sorted(library.visible(Vacature, "intranet"), key=place)
    groups = groupby(documents, key=lambda d: d.value.vakgebied)
    grouped = [
        {"sleutel": key, "label": fields_of_work[key].naam, "vacatures": [vacature_line(d, library) for d in group]}
        for key, group in groups
    ]
    partners = any(line["organisatie"]["soort"] == "partner" for group in grouped for line in group["vacatures"])
    values = {"groepen": grouped, "aantal": len(documents), "partners": partners}
    yield "vacatures/index.html", "intranet/vacatures.html", values


def _newest(library: Library, asked: Asked) -> list[Values]:
    sorts = {"": ("intern", "partner", "openbaar"), "partner": ("partner", "openbaar")}.get(
        asked.seen_by, ("openbaar",)
    )
    shown = [d for d in library.visible(Vacature, "intranet") if d.value.zichtbaar in sorts]
    newest = sorted(shown, key=lambda d: (d.value.geplaatst, d.id), reverse=True)[: asked.most]
    return [vacature_line(document, library) for document in newest]


KIND = Kind(
    name="vacature",
    plural="vacatures",
    folder="vacatures",
    model=Vacature,
    title=lambda value: value.functie,
    about="werk dat nu open is, of verwacht wordt",
    appears=(On("intranet", "intranet/vacature.html", "vacatures/{id}.html", vacature_values),),
    gate=_gate,
    gather=_gather,
    listed=True,
    blocks={"vacatures": Block(_newest, ("aantal", "zichtbaar"))},
    rules=(open_ended_are_checked,),
    menu="Vacatures",
)
