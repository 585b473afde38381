"""Nobody is named or shown without consent, and nothing of them stays when it ends."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from builder.content import Library, leaves
from builder.diagnostics import Diagnostic, Position, fout, waarschuwing
from builder.kinds.editie import Editie
from builder.kinds.personeelsbladitem import Personeelsbladitem
from builder.kinds.persoon import Persoon, lapse
from builder.kinds.poster import Poster
from builder.kinds.verhaal import Verhaal
from builder.prose import Prose
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


def unnamed_stay_unnamed(library: Library) -> Iterator[Diagnostic]:
    """Wie geen toestemming gaf voor zijn naam, wordt ook in het verhaal en bij het portret niet genoemd."""
    for document in library.all(Verhaal):
        person = library.get(document.value.persoon, Persoon).value
        if person.toestemming and "naam" not in person.toestemming.onderdelen:
            texts = [value.text if isinstance(value, Prose) else value for value in leaves(document.value)]
            words = {word for word in re.findall(r"\w+", person.naam) if len(word) > 2 and word[0].isupper()}
            told = set(re.findall(r"\w+", " ".join(text for text in [*texts, person.alt] if isinstance(text, str))))
            for word in sorted(words & told):
                message = f"hier staat «{word}», maar er is geen toestemming voor de naam"
                remedy = "schrijf «een collega», of vraag erom en zet «naam» bij de onderdelen van de toestemming"
                yield fout("geen-toestemming", document.position, message, remedy)


def recall_list(library: Library) -> Iterator[Diagnostic]:
    """Verlopen of ingetrokken: alles van deze persoon verdwijnt, en wat al gedrukt is moet worden teruggehaald."""
    for document in library.all(Persoon):
        reason = lapse(document.value, library.today)
        if document.value.toestemming and reason:
            message = f"deze persoon staat nergens meer: {reason}"
            yield waarschuwing(
                "terughalen", document.position, message, "haal posters en bladen terug die al gedrukt zijn"
            )


def nothing_names_what_is_gone(library: Library) -> Iterator[Diagnostic]:
    """Een poster, item of editie noemt niets waarvoor de toestemming op dat kanaal ontbreekt of voorbij is."""
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
            yield fout("toestemming-voorbij", ref.position, message, f"kies een ander {ref.kind} of haal dit weg")


def no_names_in_addresses(library: Library) -> Iterator[Diagnostic]:
    """Een adres blijft bestaan als de toestemming eindigt; daarom staat er geen naam in."""
    for document in library.all(Verhaal):
        person = library.get(document.value.persoon, Persoon).value
        words = {word for word in re.split(r"\W+", _plain(person.naam)) if len(word) > 2}
        for word in words & set(document.id.split("-")):
            message = f"in de naam van dit bestand staat «{word}»"
            yield waarschuwing(
                "naam-in-adres", document.position, message, "noem het naar de stap, niet naar de persoon"
            )


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
