"""Nobody is named or shown without consent, and nothing of them stays when it ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from builder.content import Document, Library, beside
from builder.diagnostics import Diagnostic, Position, fout, waarschuwing
from builder.inputs import is_digest
from builder.kinds.dienst import Dienst
from builder.kinds.editie import Editie
from builder.kinds.pagina import Pagina
from builder.kinds.personeelsbladitem import Personeelsbladitem
from builder.kinds.persoon import Persoon, lapse, mark_of
from builder.kinds.poster import Poster
from builder.schema.fields import Beeldnaam, Ref


def named_people_consented(library: Library) -> Iterator[Diagnostic]:
    """Wie genoemd of getoond wordt, heeft daar toestemming voor gegeven (R27)."""
    for document in library.all(Persoon):
        persoon = document.value
        if persoon.toestemming is None:
            message = f"er is geen toestemming gevonden voor {persoon.naam}"
            remedy = "vraag erom en schrijf het veld «toestemming» erbij, of haal deze persoon en het verhaal weg"
            yield fout("geen-toestemming", document.position, message, remedy)
        if persoon.portret and not (persoon.alt and persoon.credit):
            message = "bij dit portret ontbreekt alt of credit"
            yield fout(
                "beeld-uitleg", document.position, message, "schrijf wat er te zien is (alt) en wie het maakte (credit)"
            )


def pictures_were_agreed_to(library: Library) -> Iterator[Diagnostic]:
    """Toestemming geldt voor het beeld dat iemand zag: een ander bestand vraagt opnieuw om een ja."""
    for person in library.all(Persoon):
        consent, shown = person.value.toestemming, dict(_pictures_of(person, library))
        if consent is None or "portret" not in consent.onderdelen or lapse(person.value, library.today):
            continue
        line = f"beelden: [{', '.join(dict.fromkeys(map(mark_of, shown.values())))}]"
        for picture, digest in shown.items():
            if not is_digest(digest):
                file = beside(picture.position.file, picture.name)
                message = f"«{file}» is niet te lezen, en zo blijkt niet of deze persoon het goedvond"
                yield fout("ander-beeld", picture.position, message, "maak het leesbaar, en kleiner dan 40 MB")
            elif mark_of(digest) not in consent.beelden:
                other = f"«{picture.name}» is een ander bestand dan deze persoon goedvond"
                message = other if consent.beelden else f"er staat niet bij dat deze persoon «{picture.name}» goedvond"
                remedy = f"is het beeld gezien en goed, schrijf dan in {person.path} onder «toestemming»: {line}"
                yield fout("ander-beeld", picture.position, message, f"{remedy}; is het dat niet, neem dan een ander")


def _pictures_of(person: Document[Persoon], library: Library) -> Iterator[tuple[Beeldnaam, str]]:
    """The pictures in which somebody is to be seen, each with the digest of its bytes."""
    if portrait := person.value.portret:
        yield portrait, library.images[beside(person.path, portrait.name)]
    pages = [(page.path, page.value.beelden) for page in library.all(Dienst)]
    pages += [(page.path, page.value.beelden) for page in library.all(Pagina)]
    for path, pictures in pages:
        for one in pictures:
            if person.id in {ref.id for ref in one.personen}:
                yield one.bestand, library.images[beside(path, one.bestand.name)]


def withdrawn_is_past(library: Library) -> Iterator[Diagnostic]:
    """Wie intrekt, doet dat meteen: een dag die nog moet komen is een vergissing, of hoort bij «geldig_tot»."""
    for person in library.all(Persoon):
        consent = person.value.toestemming
        if consent and consent.ingetrokken and consent.ingetrokken > library.today + timedelta(days=1):
            message = f"«ingetrokken» is een dag die nog moet komen ({consent.ingetrokken:%d-%m-%Y}), en geldt al"
            remedy = "schrijf de dag waarop het gezegd is; mag het nog even, schrijf de laatste dag bij «geldig_tot»"
            yield waarschuwing("klok", person.position, message, remedy)


def nothing_names_what_is_gone(library: Library) -> Iterator[Diagnostic]:
    """Een poster, item of editie noemt niets waarvoor de toestemming op dat kanaal ontbreekt of voorbij is."""
    library = replace(library, barred={})  # what names somebody is told where it does so
    for poster in library.all(Poster):
        yield from _gone(library, poster.position, "posters", [poster.value.verhaal])
    for item in library.all(Personeelsbladitem):
        if item.value.kwartaal.end >= library.today:
            yield from _gone(library, item.position, "personeelsblad", [item.value.verhaal])
    for editie in library.all(Editie):
        if editie.value.kwartaal.end >= library.today:
            refs = [blok.verhaal for blok in editie.value.blokken] + [blok.item for blok in editie.value.blokken]
            yield from _gone(library, editie.position, "personeelsblad", refs)


def _gone(library: Library, position: Position, channel: str, refs: list[Ref | None]) -> Iterator[Diagnostic]:
    for ref in refs:
        document = library.find(ref) if ref else None
        closed = library.closed(document, channel) if document else None
        if closed and ref:
            message = f"hier staat «{ref.id}», maar {closed.reason}"
            remedy = f"kies een ander {ref.kind} of haal dit weg"
            yield fout("toestemming-voorbij", ref.position, message, remedy, settled=True)
