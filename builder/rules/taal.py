"""The words: the terms of the field, no labels for readers, quotes that were really said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from builder import sound
from builder.comparing import said
from builder.content import Content, Document, Library
from builder.content.texts import place_in, place_of
from builder.diagnostics import Diagnostic, Position, fout
from builder.kinds.communicatieplan import Communicatieplan
from builder.kinds.deur import Deur
from builder.kinds.formulier import Formulier
from builder.kinds.organisatie import Organisatie
from builder.kinds.pagina import Pagina
from builder.kinds.personeelsbladitem import Personeelsbladitem
from builder.kinds.persoon import Persoon
from builder.kinds.productblad import Productblad
from builder.kinds.verhaal import Verhaal
from builder.prose import Prose, plain
from builder.terms import Hit, Terms

REPLACED = {
    "mobiliteitsbureau": "loopbaancentrum",
    "mobiliteitsbureaus": "loopbaancentra",
    "mobiliteitscentrum": "loopbaancentrum",
    "mobiliteitscentra": "loopbaancentra",
    "overweger": "iemand die iets anders wil",
    "overwegers": "mensen die iets anders willen",
    "herplaatsingskandidaat": "iemand die iets anders moet gaan doen",
    "herplaatsingskandidaten": "mensen die iets anders moeten gaan doen",
}
LABELS = {
    "willer": "iemand die iets anders wil",
    "willers": "mensen die iets anders willen",
    "moeter": "iemand die iets anders moet gaan doen",
    "moeters": "mensen die iets anders moeten gaan doen",
}


def our_terms(library: Library) -> Iterator[Diagnostic]:
    """Onze teksten gebruiken de woorden van nu: loopbaancentrum, niet mobiliteitsbureau (R8)."""
    terms = Terms(REPLACED, _names(library))
    found = [hit for document in library.all(Content) for hit in _hits_in(document, terms)]
    for path, values in library.salvaged.items():
        found += _hits(values, Position(path, 1), terms)
    for hit, position in found:
        yield fout("woordkeus", position, f"«{hit.text}» gebruiken wij niet meer", _instead(hit, terms))


def no_labels_for_readers(library: Library) -> Iterator[Diagnostic]:
    """Een lezer is geen willer of moeter; die woorden staan alleen in teksten voor vakmensen (R8)."""
    terms = Terms(LABELS, _names(library))
    for document in library.all(Content):
        if not _for_professionals(document.value, library):
            for hit, position in _hits_in(document, terms):
                yield fout("etiket", position, f"«{hit.text}» is geen woord voor een lezer", _instead(hit, terms))


def _instead(hit: Hit, terms: Terms) -> str:
    return "schrijf het zonder dit woord" if hit.compound else f"schrijf «{terms.better[hit.term]}»"


def _names(library: Library) -> Iterator[str]:
    """The names of people and organisations: in these a word of a rule is no such word."""
    yield from (document.value.naam for document in library.all(Persoon))
    yield from (document.value.naam for document in library.all(Organisatie))
    yield from (library.settings.naam, library.settings.roepnaam or "")


def _hits_in(document: Document[Any], terms: Terms) -> list[tuple[Hit, Position]]:
    return sound.SOUND.found(terms.mark, document.mark, lambda: _hits(document.leaves, document.position, terms))


def _hits(values: Iterable[Any], source: Position, terms: Terms) -> Iterator[tuple[Hit, Position]]:
    """The words of a rule in the texts of one document, with their place."""
    texts = [(value, value.text if isinstance(value, Prose) else value) for value in values]
    texts = [(value, text) for value, text in texts if isinstance(text, str)]
    if not terms.may_stand_in("\n".join(text for _, text in texts)):
        return
    proven = terms.proven(text for _, text in texts)
    for value, text in texts:
        for hit in terms.find(text, proven):
            yield hit, place_in(value, text, hit.start, source)


def _for_professionals(value: Content, library: Library) -> bool:
    lists = library.settings.woordenlijsten
    if isinstance(value, Pagina):
        door = library.find(value.deur)
        return door is not None and _for_professionals(door.value, library)
    if isinstance(value, Productblad):
        return "medewerkers" not in value.lezer and "iedereen" not in value.lezer
    if isinstance(value, Personeelsbladitem):
        return value.doelgroep in {one.sleutel for one in lists.doelgroepen if one.vak}
    if isinstance(value, Formulier | Deur):
        return value.lezer in {one.sleutel for one in lists.lezers if one.vak}
    return isinstance(value, Communicatieplan)


def quotes_are_in_the_text(library: Library) -> Iterator[Diagnostic]:
    """Een citaat staat in dezelfde woorden in de tekst: het is echt gezegd."""
    documents: list[Document[Any]] = [*library.all(Verhaal), *library.all(Personeelsbladitem)]
    for document in documents:
        yield from sound.SOUND.found("citaat", document.mark, partial(_not_said, document))


def _not_said(document: Document[Any]) -> Iterator[Diagnostic]:
    quote = document.value.citaat
    if quote and said(quote) not in said(plain(document.value.tekst.text)):
        message = "dit citaat staat niet in de tekst"
        remedy = "neem een zin uit de tekst over, in dezelfde woorden"
        yield fout("citaat", place_of(quote, document.position), message, remedy)
