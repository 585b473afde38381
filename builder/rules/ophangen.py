"""What hangs on a wall and may not hang there any more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from shlex import quote

from builder.comparing import said
from builder.content import Content, Document, Library
from builder.diagnostics import Diagnostic, waarschuwing
from builder.kinds.ophangregister import Ophanging, Ophangregister
from builder.kinds.persoon import Persoon, lapse, people_of
from builder.kinds.poster import Poster, shown_vacatures
from builder.schema.fields import Ref


def what_must_come_down(library: Library) -> Iterator[Diagnostic]:
    """Wat hangt met een gesloten vacature, zonder toestemming of met oude contactgegevens, moet van de muur."""
    for hung in hanging(library):
        if reasons := why_down(hung, library):
            message = f"«{hung.blad}» moet weg bij: {hung.plek} ({'; '.join(reasons)})"
            remedy = f"haal het eraf en schrijf dat op: ./spijs hang --weg {hung.blad} {quote(hung.plek)}"
            yield waarschuwing("ophangen", hung.blad.ref.position, message, remedy)


def what_hangs_is_there(library: Library) -> Iterator[Diagnostic]:
    """Van wat hangt, is er een bron; is die weg, dan hangt er iets wat niemand meer bijhoudt."""
    for hung in hanging(library):
        if library.find(hung.blad.ref) is None:
            message = f"«{hung.blad}» hangt bij: {hung.plek}, en de bron is er niet meer"
            remedy = f"haal het eraf (./spijs hang --weg {hung.blad} {quote(hung.plek)}), of verbeter de naam"
            yield waarschuwing("ophangen", hung.blad.ref.position, message, remedy)


def hanging(library: Library) -> Iterator[Ophanging]:
    """All that hangs today, as far as the register says."""
    for register in library.all(Ophangregister):
        yield from (hung for hung in register.value.hangt if hung.weg is None or hung.weg > library.today)


def why_down(hung: Ophanging, library: Library) -> list[str]:
    """Why something that hangs has to come down."""
    sheet = library.find(hung.blad.ref)
    reasons = [*(_about_sheet(sheet, hung, library) if sheet else ()), *_about_people(hung, library)]
    return list(dict.fromkeys([*reasons, *_contact(hung, library)]))


def shows(hung: Ophanging, library: Library) -> set[str]:
    """The ids of those who are on a sheet that hangs: as the register remembers it, and as its source is now."""
    sheet = library.find(hung.blad.ref)
    now = people_of(sheet, library) if sheet else frozenset[str]()
    told = (mention.person for mention in library.mentions if sheet and mention.source == sheet.path)
    return {*hung.wie, *now, *told}


def _about_sheet(sheet: Document[Content], hung: Ophanging, library: Library) -> Iterator[str]:
    """What is not true any more of the sheet as it is now, and of the vacancies that were on it then."""
    channel = next((on.channel for on in sheet.kind.appears if on.channel != "intranet"), "intranet")
    if closed := library.closed(sheet, channel):
        yield closed.reason
    if isinstance(sheet.value, Poster):
        for vacancy in shown_vacatures(sheet.value, replace(library, today=hung.sinds)):
            if closed := library.closed(vacancy, "posters"):
                yield f"«{vacancy.title}»: {closed.reason}"


def _about_people(hung: Ophanging, library: Library) -> Iterator[str]:
    for id in hung.wie:
        person = library.find(Ref("persoon", id))
        if person is None:
            yield "iemand die erop staat, is niet meer bekend"
        elif isinstance(person.value, Persoon) and (reason := lapse(person.value, library.today)):
            yield reason


def _contact(hung: Ophanging, library: Library) -> Iterator[str]:
    contact = library.settings.contact
    printed = said(hung.contact)
    for now in (contact.telefoon, contact.tijden, contact.email, contact.intranet):
        if said(now) not in printed:
            yield f"nu geldt «{now}»"
