"""What hangs on a wall and may not hang there any more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from builder.content import Content, Document, Library
from builder.diagnostics import Diagnostic, waarschuwing
from builder.kinds.ophangregister import Ophanging, Ophangregister
from builder.kinds.persoon import Persoon, lapse
from builder.kinds.poster import Poster, over, shown_vacatures
from builder.kinds.verhaal import Verhaal
from builder.rules.taal import bare


def what_must_come_down(library: Library) -> Iterator[Diagnostic]:
    """Wat hangt met een gesloten vacature, zonder toestemming of met oude contactgegevens, moet van de muur."""
    for document in library.all(Ophangregister):
        for hung in document.value.hangt:
            sheet = library.find(hung.blad)
            gone = hung.weg is not None and hung.weg <= library.today
            if sheet and not gone and (reasons := [*_reasons(sheet, hung, library), *_contact(hung, library)]):
                message = f"«{hung.blad}» moet weg bij: {hung.plek} ({'; '.join(reasons)})"
                remedy = "haal het eraf en schrijf «weg: jjjj-mm-dd» erbij; hang daarna een nieuw blad op"
                yield waarschuwing("ophangen", hung.blad.position, message, remedy)


def _reasons(sheet: Document[Content], hung: Ophanging, library: Library) -> Iterator[str]:
    """What was true on the day that it was hung, and is not today."""
    value = sheet.value
    if not isinstance(value, Poster):
        return
    if passed := over(value, library.today):
        yield passed
    for vacancy in shown_vacatures(value, replace(library, today=hung.sinds)):
        if closed := library.closed(vacancy, "posters"):
            yield f"«{vacancy.title}»: {closed.reason}"
    if story := value.verhaal and library.find(value.verhaal):
        person = library.get(story.value.persoon, Persoon).value if isinstance(story.value, Verhaal) else None
        if person and (reason := lapse(person, library.today)):
            yield reason


def _contact(hung: Ophanging, library: Library) -> Iterator[str]:
    contact = library.settings.contact
    printed = bare(hung.contact)
    for now in (contact.telefoon, contact.tijden, contact.email, contact.intranet):
        if bare(now) not in printed:
            yield f"nu geldt «{now}»"
