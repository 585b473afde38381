"""Persoon: somebody who is named or shown, with the consent that this rests on."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from builder import prose
from builder.content import MISSING, Closed, Content, Document, Kind, Library, Values, consent_channel, plain
from builder.kinds.organisatie import Organisatie
from builder.prose import Prose
from builder.schema import Model
from builder.schema.dates import Datum
from builder.schema.fields import Beeld, Kop, Ref, Regel, naar

NOBODY = "een collega"  # the name of who may not be named
Kanaal = Literal["intranet", "posters", "personeelsblad"]
STEPS = 4  # an edition shows an item, which has a story, which is about somebody
Onderdeel = Literal["naam", "portret", "citaat", "verhaal"]


class Toestemming(Model):
    """What a person agreed to: for which channels, which parts, and until when."""

    gegeven: Datum = Field(description="dag waarop de toestemming gegeven is")
    geldig_tot: Datum = Field(description="laatste dag waarop zij geldt")
    kanalen: tuple[Kanaal, ...] = Field(description="waar het mag staan: intranet, posters, personeelsblad")
    onderdelen: tuple[Onderdeel, ...] = Field(description="wat getoond mag worden: naam, portret, citaat, verhaal")
    beelden: tuple[Regel, ...] = Field(
        (), max_length=40, description="kenmerken van de beelden die deze persoon zag en goedvond; Spijs zegt welke"
    )
    ingetrokken: Datum | None = Field(None, description="dag waarop de toestemming is ingetrokken")


class Persoon(Content):
    """Somebody in a story, on a poster, or at the centre."""

    naam: Kop = Field(description="naam, zoals die getoond mag worden")
    ook_anders: tuple[Regel, ...] = Field(
        (), max_length=6, description="delen van de naam die ook een gewoon woord, een plaats of iemand anders zijn"
    )
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
    if consent.ingetrokken:  # whatever day it says: who takes it back does so at once
        return f"de toestemming is ingetrokken op {consent.ingetrokken:%d-%m-%Y}"
    if consent.geldig_tot < today:
        return f"de toestemming gold tot en met {consent.geldig_tot:%d-%m-%Y}"
    if consent.gegeven > today:
        return f"de toestemming geldt pas vanaf {consent.gegeven:%d-%m-%Y}"
    return None


def consent_gate(persoon: Persoon, library: Library, channel: str, parts: tuple[Onderdeel, ...] = ()) -> Closed | None:
    """Closed when this person, or these parts of what he told, may not be shown on a channel today."""
    if reason := lapse(persoon, library.today):
        return Closed(reason, state="voorbij")
    consent = persoon.toestemming
    asked = consent_channel(channel)
    if consent and asked not in consent.kanalen:
        return Closed(f"er is geen toestemming voor {asked}", was_public=False)
    if consent and (missing := [part for part in parts if part not in consent.onderdelen]):
        return Closed(f"er is geen toestemming voor {' en '.join(missing)}", was_public=False)
    return None


def mark_of(digest: str) -> str:
    """The mark by which a consent says which picture it is for: it is of the bytes of the file, so of this very one."""
    return f"{digest[:4]}-{digest[4:8]}"


def agreed_to(persoon: Persoon, digest: str) -> bool:
    """Whether somebody consented to being seen in this very picture."""
    consent = persoon.toestemming
    return consent is not None and "portret" in consent.onderdelen and mark_of(digest) in consent.beelden


def people_of(document: Document[Any], library: Library) -> frozenset[str]:
    """The ids of the people whom a document is about: it refers to them, if by way of a story, or links to them."""
    links = [link for leaf in document.leaves if isinstance(leaf, Prose) for link in prose.links(leaf)]
    steps = [library.find(Ref(folder, id)) for folder, _, id in (link.target.partition("/") for link in links)]
    found, level = set(), [document, *(step for step in steps if step)]
    for _ in range(STEPS):
        found |= {one.id for one in level if isinstance(one.value, Persoon)}
        refs = (leaf for one in level for leaf in one.leaves if isinstance(leaf, Ref))
        level = [one for ref in refs if (one := library.find(ref))]
    return frozenset(found)


def person_card(ref: Ref, library: Library) -> Values:
    """Name, role and portrait of a person, as far as the consent goes."""
    document = library.get(ref, Persoon)
    persoon, parts = document.value, set(document.value.toestemming.onderdelen if document.value.toestemming else ())
    portrait = plain(persoon.portret, library, document.path) if persoon.portret else None
    return {
        "naam": persoon.naam if "naam" in parts else NOBODY,
        "rol": persoon.rol,
        "organisatie": library.get(persoon.organisatie, Organisatie).value.naam,
        "portret": portrait if portrait and agreed_to(persoon, portrait.digest) else None,
        "alt": persoon.alt or "",
        "credit": persoon.credit or "",
        "focus": persoon.focus,
    }


def _gate(document: Document[Persoon], library: Library, channel: str) -> Closed | None:
    if document.value.status == "concept":  # also in a proof: of a draft nobody knows yet what was consented to
        return Closed("dit is nog een concept", was_public=False, state="concept")
    organisatie = library.find(document.value.organisatie)
    if organisatie is None:
        return MISSING
    return consent_gate(document.value, library, channel) or library.closed(organisatie, channel)


KIND = Kind(
    name="persoon",
    plural="personen",
    folder="personen",
    model=Persoon,
    title=lambda value: value.naam,
    about="iemand die genoemd of getoond wordt, met de toestemming daarvoor",
    gate=_gate,
)
