"""Nobody is named or shown without consent, and nothing of them stays when it ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from builder.content import Library
from builder.diagnostics import Diagnostic, Position, fout
from builder.kinds.editie import Editie
from builder.kinds.personeelsbladitem import Personeelsbladitem
from builder.kinds.persoon import Persoon
from builder.kinds.poster import Poster
from builder.schema.fields import Ref


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
