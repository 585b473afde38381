"""Facts of the site that were typed into a text: they belong between braces, so that they stand in one place.

What equals a fact is told wherever it stands, with the word to write. What looks like one and differs (another number,
an address of the same organisation, other hours to call, another name of the centre) may well be meant: it is asked
once for each, and what ``contact.anderen`` names is not asked. A link that was made by hand, and a field that is for
the number or address of others, are meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from builder import sound
from builder.comparing import same, seen
from builder.diagnostics import Diagnostic, Position, hint, waarschuwing
from builder.reading import Scalar, Source
from builder.settings import Settings
from builder.values import reach

OF_OTHERS = {"telefoon", "email", "contact", "solliciteren"}
LINK = re.compile(r"\[[^\[\]\n]{0,300}\]\(((?:tel|mailto|https):[^)\s]*)\)")
NUMBER = re.compile(r"(?<![\w+./-])(?:\+31|0031|0)(?:\s?\(0\))?(?:[\s./()-]{0,3}\d){9}(?!\d)")
A_DATE = re.compile(r"\d\d-\d\d-\d{4}|\d\d/\d\d/\d{4}")
MAIL = re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]+(?:\.[\w-]+)+")
DAY = r"(?:maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag)"
CLOCK = r"\d{1,2}[:.]\d{2}(?:\s*uur)?"
HOURS = re.compile(rf"{DAY}(?:s|en)?\b[^.!?:;]{{0,60}}?\b(?:van\s+)?{CLOCK}\s*(?:tot|-|–)\s*{CLOCK}", re.I)
MOST_ARTICLE = 5  # letters; a longer first word says what the centre is, as in Loopbaancentrum De Ladder
CALLING = re.compile(r"\b(?:bel|bellen|belt|telefoon\w*|telefonisch\w*|bereikbaar|opneemt|neemt\s+op)\b", re.I)


Look = tuple[str, re.Pattern[str], Callable[[str, re.Match[str]], bool]]


@dataclass(frozen=True, slots=True)
class _Found:
    """Something in a text that is a fact of the site (``same``), or looks like one."""

    word: str
    text: str
    same: bool
    position: Position
    alone: bool


def typed(sources: Iterable[Source], settings: Settings) -> Iterator[Diagnostic]:
    """Facts that were typed into the texts of these sources."""
    asked: dict[tuple[str, str], list[_Found]] = {}
    sources = tuple(sources)
    named = {name.strip() for source in sources for name in source.gist.places}
    if settings.naam in named:  # an organisation that is called like its centre may be named
        settings = settings.model_copy(update={"naam": "", "roepnaam": None})
    looks = tuple(_looks(settings))
    question = f"vast-gegeven {settings.naam!r} {settings.roepnaam!r} {settings.adres!r} {settings.contact!r}"

    def look(source: Source) -> list[tuple[_Found, str]]:
        return [(found, name) for scalar, name in source.texts() for found in _in(scalar, settings, looks)]

    for source in sources:
        for found, name in sound.SOUND.found(question, source.digest, partial(look, source)):
            if found.same:
                yield _told(found, settings)
            elif name not in OF_OTHERS and not _meant(found, settings):
                asked.setdefault((found.word, _bare(found.word, found.text)), []).append(found)
    for places in asked.values():
        yield _asked(places, settings)


def _told(found: _Found, settings: Settings) -> Diagnostic:
    message = f"«{found.text[:60]}» staat ook in site.yml, en kan daar veranderen"
    quoted = ", en zet '…' om de hele tekst" if found.alone else ""
    return waarschuwing("vast-gegeven", found.position, message, f"schrijf {{{found.word}}}{quoted}")


def _asked(places: list[_Found], settings: Settings) -> Diagnostic:
    first = places[0]
    fact = settings.facts[first.word].text
    more = f" (ook op {len(places) - 1} andere plekken)" if len(places) > 1 else ""
    message = f"«{first.text[:60]}» is anders dan in site.yml, «{fact[:60]}»{more}"
    remedy = f"schrijf {{{first.word}}}; is het zo bedoeld, zet het dan in site.yml bij contact onder «anderen»"
    return hint("ander-gegeven", first.position, message, remedy)


def _meant(found: _Found, settings: Settings) -> bool:
    return _bare(found.word, found.text) in {_bare(found.word, text) for text in settings.contact.anderen}


def _in(scalar: Scalar, settings: Settings, looks: tuple[Look, ...]) -> Iterator[_Found]:
    """All that is a fact, or looks like one, in one text; of a link made by hand only what leads to a fact."""
    text, contact = scalar.text, settings.contact
    for link in LINK.finditer(text):
        for word, own in (("telefoon", contact.telefoon), ("email", contact.email)):
            if link[1].startswith(("tel:", "mailto:")) and _bare(word, link[1].partition(":")[2]) == _bare(word, own):
                yield _found(word, link, True, scalar)
    text = LINK.sub(lambda link: "\0" * len(link[0]), text)
    for word, pattern, alike in looks:
        for found in pattern.finditer(text):
            same = _bare(word, found[0]) == _bare(word, settings.facts[word].text)
            if same or alike(text, found):
                yield _found(word, found, same, scalar)
            text = f"{text[: found.start()]}{chr(0) * len(found[0])}{text[found.end() :]}"


def _looks(settings: Settings) -> Iterator[Look]:
    """For each fact what looks like it, and when something that looks like it and differs is asked about."""
    contact = settings.contact
    domain = same(contact.email.partition("@")[2])
    yield "email", MAIL, lambda text, found: same(found[0]).rstrip(".").endswith(f"@{domain}")
    yield "telefoon", NUMBER, lambda text, found: len(_bare("telefoon", found[0])) == 10 and not A_DATE.search(found[0])
    if (own := reach.number(contact.telefoon)) and not NUMBER.fullmatch(own):  # a short one, or one of abroad
        figures = r"[\s./()-]{0,3}".join(map(re.escape, own))
        yield "telefoon", re.compile(rf"(?<![\w+./-]){figures}(?!\d)"), lambda text, found: False
    address = re.escape(contact.intranet.removeprefix("https://").rstrip("/"))
    yield "intranet", re.compile(rf"(?<![\w/.@-])(?:https://)?{address}(?![\w-])", re.I), lambda text, found: False
    yield "tijden", re.compile(_spaced(contact.tijden), re.I), lambda text, found: False
    yield "tijden", HOURS, lambda text, found: bool(CALLING.search(_sentence(text, found)))
    for word in ("centrum", "roepnaam"):
        name = settings.facts[word].text or "\0"
        begin = r"(?<!\w)" if " " in name else r"(?<=[\w,;] )"  # one word may be any word at the head of a sentence
        spelled = re.compile(rf"{begin}{_spaced(name)}(?!\w)", re.I)
        yield word, spelled, lambda text, found: " " in found[0] and found[0] != found[0].lower()
    kind, _, rest = settings.naam.partition(" ")
    if rest and len(kind) > MOST_ARTICLE:
        other = re.compile(rf"\b{re.escape(kind)}(?:\s+(?:(?:de|het|van|op|aan|in)\s+)?[A-Z]\w+)+")
        yield "centrum", other, lambda text, found: True


def _sentence(text: str, found: re.Match[str]) -> str:
    """The sentence around something in a text."""
    before = re.split(r"[.!?]\s+(?=[A-Z])|\n\s*\n", text[: found.start()])[-1]
    return before + found[0] + re.split(r"[.!?](?:\s|$)|\n\s*\n", text[found.end() :])[0]


def _spaced(text: str) -> str:
    return r"\s+".join(map(re.escape, text.split()))


def _bare(word: str, text: str) -> str:
    """A fact as it is compared: a number by its digits, a name to the letter, anything else without capitals."""
    if word == "telefoon":
        return reach.number(text)
    text = seen(text).removeprefix("https://").rstrip("/.")
    return text if word in ("centrum", "roepnaam") else same(text)


def _found(word: str, match: re.Match[str], same: bool, scalar: Scalar) -> _Found:
    alone = match.start() == 0 and scalar.position.column > 1
    return _Found(word, " ".join(match[0].split()), same, scalar.place(match.start()), alone)
