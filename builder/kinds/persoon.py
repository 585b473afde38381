"""Persoon: somebody who is named or shown, with the consent that this rests on."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from builder.content import Closed, Content, Document, Kind, Library, Values, consent_channel, plain
from builder.kinds.organisatie import Organisatie
from builder.schema import Model
from builder.schema.dates import Datum
from builder.schema.fields import Beeld, Kop, Ref, Regel, naar

Kanaal = Literal["intranet", "posters", "personeelsblad"]
Onderdeel = Literal["naam", "portret", "citaat", "verhaal"]


class Toestemming(Model):
    """What a person agreed to: for which channels, which parts, and until when."""

    gegeven: Datum = Field(description="dag waarop de toestemming gegeven is")
    geldig_tot: Datum = Field(description="laatste dag waarop zij geldt")
    kanalen: tuple[Kanaal, ...] = Field(description="waar het mag staan: intranet, posters, personeelsblad")
    onderdelen: tuple[Onderdeel, ...] = Field(description="wat getoond mag worden: naam, portret, citaat, verhaal")
    ingetrokken: Datum | None = Field(None, description="dag waarop de toestemming is ingetrokken")


class Persoon(Content):
    """Somebody in a story, on a poster, or at the centre."""

    naam: Kop = Field(description="naam, zoals die getoond mag worden")
    rol: Kop = Field(description="het werk van nu")
    organisatie: Annotated[Ref, naar("organisatie")] = Field(description="waar deze persoon werkt")
    portret: Beeld | None = Field(None, description="beeldbestand naast deze bron")
    alt: Regel | None = Field(None, description="wat er op het portret te zien is, voor wie het niet ziet")
    credit: Regel | None = Field(None, description="wie het portret maakte")
    focus: Literal["boven", "midden", "onder"] = Field("boven", description="wat in beeld blijft als er iets af moet")
    toestemming: Toestemming | None = Field(None, description="de toestemming; zonder deze wordt niemand getoond")


def lapse(persoon: Persoon, today: date) -> str | None:
    """Why a consent no longer holds on a day, or None; a person without consent is the concern of a rule."""
    consent = persoon.toestemming
    if consent is None:
        return "er is geen toestemming"
    if consent.ingetrokken and consent.ingetrokken <= today:
        return f"de toestemming is ingetrokken op {consent.ingetrokken:%d-%m-%Y}"
    if consent.geldig_tot < today:
        return f"de toestemming gold tot en met {consent.geldig_tot:%d-%m-%Y}"
    if consent.gegeven > today:
        return f"de toestemming geldt pas vanaf {consent.gegeven:%d-%m-%Y}"
    return None


def consent_gate(persoon: Persoon, library: Library, channel: str, parts: tuple[Onderdeel, ...] = ()) -> Closed | None:
    """Closed when this person, or these parts of what he told, may not be shown on a channel today."""
    if reason := lapse(persoon, library.today):
        return Closed(reason)
    consent = persoon.toestemming
    asked = consent_channel(channel)
    if consent and asked not in consent.kanalen:
        return Closed(f"er is geen toestemming voor {asked}", was_public=False)
    if consent and (missing := [part for part in parts if part not in consent.onderdelen]):
        return Closed(f"er is geen toestemming voor {' en '.join(missing)}", was_public=False)
    return None


def person_card(ref: Ref, library: Library) -> Values:
    """Name, role and portrait of a person, as far as the consent goes."""
    document = library.get(ref, Persoon)
    persoon, parts = document.value, set(document.value.toestemming.onderdelen if document.value.toestemming else ())
    shown = "portret" in parts and persoon.portret is not None
    return {
        "naam": persoon.naam if "naam" in parts else "een collega",
        "rol": persoon.rol,
        "organisatie": library.get(persoon.organisatie, Organisatie).value.naam,
        "portret": plain(persoon.portret, library, document.path) if shown else None,
        "alt": persoon.alt or "",
        "credit": persoon.credit or "",
        "focus": persoon.focus,
    }


def _gate(document: Document[Persoon], library: Library, channel: str) -> Closed | None:
    return consent_gate(document.value, library, channel)


KIND = Kind(
    name="persoon",
    plural="personen",
    folder="personen",
    model=Persoon,
    title=lambda value: value.naam,
    about="iemand die genoemd of getoond wordt, met de toestemming daarvoor",
    gate=_gate,
)
