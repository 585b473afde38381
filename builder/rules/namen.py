"""A name is a name wherever it stands, and what is left of somebody who withdrew is told with its place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from builder.content import CONSENT_CHANNELS, Content, Document, Library, Mention, consent_channel
from builder.diagnostics import Diagnostic, fout, waarschuwing
from builder.kinds.editie import Editie
from builder.kinds.ophangregister import Ophangregister
from builder.kinds.persoon import KIND as PERSOON
from builder.kinds.persoon import Persoon, lapse, people_of
from builder.kinds.poster import Poster
from builder.kinds.vacature import Vacature
from builder.kinds.verhaal import Verhaal
from builder.rules.ophangen import hanging, shows
from builder.schema.fields import Ref
from builder.settings import SITE
from builder.sight import ATTACHED, IN_THEME

STEPS = 3  # from a person by way of a story and an item to an edition


def names_need_consent(library: Library) -> Iterator[Diagnostic]:
    """Wie geen toestemming gaf voor de naam op een kanaal, wordt daar niet genoemd: in geen tekst, brief of adres."""
    if not any(mention.closed for mention in library.mentions):
        return
    by_consent = replace(library, barred={})
    documents = {document.path: document for document in library.documents.values()}
    shown = _shown(library)
    for mention in library.mentions:
        document = documents.get(mention.source)
        if mention.source == SITE or mention.field == IN_THEME:
            channels = list(mention.closed)
        elif document is None or mention.field == "voorheen" or isinstance(document.value, Ophangregister):
            continue
        else:
            wanted = (channel for channel in CONSENT_CHANNELS if channel in shown[mention.source])
            channels = [c for c in wanted if c in mention.closed and not by_consent.closed(document, c)]
        if channels:
            yield _told(mention, channels[0])


def _told(mention: Mention, channel: str) -> Diagnostic:
    closed = mention.closed[channel]
    code = "toestemming-voorbij" if closed.was_public else "geen-toestemming"
    message = f"hier staat «{mention.text}», maar {closed.reason}"
    if mention.private:
        message = f"in kolom «{mention.field}» van deze rij staat iemand met naam, maar {closed.reason}"
    if mention.field == ATTACHED:
        message = f"in deze bijlage staat «{mention.text}», maar {closed.reason}"
    settled = mention.field != IN_THEME  # a template is made as it is, or not at all
    return fout(code, mention.position, message, _remedy(mention), settled=settled)


def _remedy(mention: Mention) -> str:
    if mention.private:
        return "haal de rij weg; de brief wordt zo niet gemaakt, ook niet voor de anderen"
    if mention.field == "id":
        if mention.source.startswith(f"content/{PERSOON.folder}/"):
            return "geef dit bestand een andere naam, bijvoorbeeld naar het werk, en schrijf die ook bij «persoon»"
        return "geef dit bestand een andere naam, en zet de oude niet bij «voorheen»: die noemt iemand"
    if mention.field == "kort":
        return "kies een ander kort woord"
    if mention.field in ("portret", "bestand"):
        return "geef het bestand een andere naam, en schrijf die hier"
    if mention.field == ATTACHED:
        return "haal de naam uit het bestand, ook bij de eigenschappen (auteur), of haal de bijlage hier weg"
    if mention.field == IN_THEME:
        return "haal de naam uit deze sjabloon; tot die tijd blijft staan wat er stond, ook met de naam"
    until = "; tot die tijd staat er overal «een collega»" if mention.source == SITE else ""
    other = f"is het iemand of iets anders, zet het dan bij «ook_anders» in de bron personen/{mention.person}"
    return f"schrijf «een collega», of {other}{until}"


def _shown(library: Library) -> dict[str, set[str]]:
    """By path the consent channels on which a source is shown, itself or by what refers to it."""
    shown = {d.path: {consent_channel(on.channel) for on in d.kind.appears} for d in library.documents.values()}
    on_walls = any(poster.value.soort == "vacatures" for poster in library.all(Poster))
    pairs = [(d.path, found.path) for d in library.documents.values() for found in _referred(d, library)]
    for _ in range(STEPS):
        for above, below in pairs:
            shown[below] |= shown[above]
    for vacancy in library.all(Vacature) if on_walls else ():
        shown[vacancy.path].add("posters")
    return defaultdict(set, shown)


def _referred(document: Document[Content], library: Library) -> Iterator[Document[Content]]:
    if document.value.status != "concept" and not isinstance(document.value, Ophangregister):
        refs = (leaf for leaf in document.leaves if isinstance(leaf, Ref))
        yield from (found for ref in refs if (found := library.find(ref)))


def addresses_name_nobody(library: Library) -> Iterator[Diagnostic]:
    """Een adres leeft langer dan een toestemming; daarom staat er geen naam in."""
    stories = {document.path for document in library.all(Verhaal)}
    for mention in library.mentions:
        if mention.source in stories and mention.field == "id" and not mention.closed:
            message = "in de naam van dit bestand staat de naam van iemand"
            remedy = "noem het naar de stap of het onderwerp: eindigt de toestemming, dan antwoordt dit adres niet meer"
            yield waarschuwing("naam-in-adres", mention.position, message, remedy)
        elif mention.field == "voorheen":
            message = f"het oude adres «{mention.text}» noemt iemand, en antwoordt daarom niet meer"
            remedy = "haal het weg bij «voorheen», en haal terug wat er met dit adres gedrukt is"
            yield waarschuwing("naam-in-adres", mention.position, message, remedy)


def what_is_left(library: Library) -> Iterator[Diagnostic]:
    """Is een toestemming voorbij, dan zegt Spijs waar de naam nog staat, wat er hangt en wat gedrukt kan zijn."""
    for person in library.all(Persoon):
        reason = lapse(person.value, library.today)
        if not person.value.toestemming or not reason:
            continue
        own = (mention for mention in library.mentions if mention.person == person.id)
        written = _written(mention for mention in own if (mention.source, mention.field) != (person.path, "id"))
        hangs = [f"«{h.blad}» bij {h.plek}" for h in hanging(library) if person.id in shows(h, library)]
        printed = [d.path for d in (*library.all(Poster), *library.all(Editie)) if person.id in people_of(d, library)]
        left = [f"de naam staat nog in {_and(written)}"] if written else []
        left += [f"er hangt nog: {_and(hangs)}"] if hangs else []
        left += [f"gedrukt kan zijn: {_and(printed)}"] if printed else []
        if left:
            remedy = "schrijf daar «een collega» of haal de bron weg" if written else ""
            remedy = "; ".join(
                filter(None, [remedy, "haal terug wat er hangt of rondgaat" if hangs or printed else ""])
            )
        else:
            left, remedy = ["de naam staat in geen andere bron en er hangt niets meer"], "deze bron mag weg"
        message = f"deze persoon is nergens meer te zien, want {reason}; {'; '.join(left)}"
        yield waarschuwing("terughalen", person.position, message, remedy)


def _written(mentions: Iterable[Mention]) -> list[str]:
    """The places of a name: each file once, with its lines."""
    lines: dict[str, set[int]] = defaultdict(set)
    for mention in mentions:
        lines[mention.position.file].add(0 if mention.field == "id" else mention.position.line)
    return [f"{file} ({_lines(numbers)})" for file, numbers in sorted(lines.items())]


def _lines(numbers: set[int]) -> str:
    named = ["de naam van het bestand"] if 0 in numbers else []
    shown = [str(number) for number in sorted(numbers - {0})]
    return _and([*named, *([f"regel {_and(shown)}"] if shown else [])])


def _and(words: list[str]) -> str:
    return " en ".join([*([", ".join(words[:-1])] if words[1:] else []), *words[-1:]])
