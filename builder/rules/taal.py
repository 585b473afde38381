"""The words: the terms of the field, no labels for readers, quotes that were really said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from builder.content import Content, Document, Library, leaves
from builder.diagnostics import Diagnostic, Position, fout
from builder.kinds.communicatieplan import Communicatieplan
from builder.kinds.formulier import Formulier
from builder.kinds.pagina import Pagina
from builder.kinds.personeelsbladitem import Personeelsbladitem
from builder.kinds.productblad import Productblad
from builder.kinds.verhaal import Verhaal
from builder.prose import Prose, plain
from builder.typography import typographic

REPLACED = {
    "mobiliteitsbureau": "loopbaancentrum",
    "mobiliteitscentrum": "loopbaancentrum",
    "overweger": "iemand die iets anders wil",
    "overwegers": "mensen die iets anders willen",
    "herplaatsingskandidaat": "iemand die iets anders moet gaan doen",
    "herplaatsingskandidaten": "mensen die iets anders moeten gaan doen",
}
LABELS = {"willer": "iemand die iets anders wil", "moeter": "iemand die iets anders moet gaan doen"}
LABEL = re.compile(r"\b(willer|moeter)s?\b", re.I)


def our_terms(library: Library) -> Iterator[Diagnostic]:
    """Onze teksten gebruiken de woorden van nu: loopbaancentrum, niet mobiliteitsbureau (R8)."""
    pattern = re.compile(r"\b(" + "|".join(sorted(REPLACED, key=len, reverse=True)) + r")\b", re.I)
    texts = [(document.position, leaves(document.value)) for document in library.all(Content)]
    texts += [(Position(path, 1), iter(values)) for path, values in library.salvaged.items()]
    for place, values in texts:
        for found, position, _ in _occurring(values, place, pattern):
            better = REPLACED[found.lower()]
            yield fout("woordkeus", position, f"«{found}» gebruiken wij niet meer", f"schrijf «{better}»")


def no_labels_for_readers(library: Library) -> Iterator[Diagnostic]:
    """Een lezer is geen willer of moeter; die woorden staan alleen in teksten voor vakmensen (R8)."""
    for document in library.all(Content):
        if not _for_professionals(document.value):
            for found, position, _ in occurrences(document, LABEL):
                better = LABELS[found.lower().rstrip("s")]
                yield fout("etiket", position, f"«{found}» is geen woord voor een lezer", f"schrijf «{better}»")


def _for_professionals(value: Content) -> bool:
    if isinstance(value, Pagina):
        return value.deur in ("leiding", "leiding-zoekt", "leiding-meldt", "makers")
    if isinstance(value, Productblad):
        return "medewerkers" not in value.lezer and "iedereen" not in value.lezer
    if isinstance(value, Personeelsbladitem):
        return value.doelgroep == "leidinggevenden"
    if isinstance(value, Formulier):
        return value.lezer != "medewerkers"
    return isinstance(value, Communicatieplan)


def quotes_are_in_the_text(library: Library) -> Iterator[Diagnostic]:
    """Een citaat staat in dezelfde woorden in de tekst: het is echt gezegd."""
    documents: list[Document[Any]] = [*library.all(Verhaal), *library.all(Personeelsbladitem)]
    for document in documents:
        quote = document.value.citaat
        if quote and bare(quote) not in bare(typographic(plain(document.value.tekst.text))):
            message = "dit citaat staat niet in de tekst"
            yield fout("citaat", document.position, message, "neem een zin uit de tekst over, in dezelfde woorden")


def bare(text: str) -> str:
    """A text without capitals and signs, for asking whether the same words stand in it."""
    return re.sub(r"[\W_]+", " ", text).strip().lower()


def occurrences(document: Document[Any], pattern: re.Pattern[str]) -> Iterator[tuple[str, Position, str]]:
    """Where a pattern occurs in the texts of a document: the words, their place, and the text before them."""
    return _occurring(leaves(document.value), document.position, pattern)


def _occurring(
    values: Iterator[Any], source: Position, pattern: re.Pattern[str]
) -> Iterator[tuple[str, Position, str]]:
    for value in values:
        text = value.text if isinstance(value, Prose) else value
        if not isinstance(text, str):
            continue
        for match in pattern.finditer(text):
            line = text.count("\n", 0, match.start())
            column = match.start() - (text.rfind("\n", 0, match.start()) + 1) + 1
            place = (
                Position(value.position.file, value.position.line + line, column)
                if isinstance(value, Prose)
                else source
            )
            yield match[0], place, text[: match.start()]
