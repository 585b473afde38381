"""A name in its parts, as they are compared, and every word with which it can begin or end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from builder.plaintext import WORD, plain, words_of
from builder.words import ENDINGS, PARTICLES, STOP, TITLES


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody by a key, with the name in full and the parts of it that are used for something else as well.

    Who is not ``watched`` alone is no reason to look at a text, but is told apart from others in it.
    """

    key: str
    name: str
    double: frozenset[str] = frozenset()
    watched: bool = True


@dataclass(frozen=True, slots=True)
class Name:
    """The parts of a name, as they are compared; ``lasts`` says of each surname whether a particle precedes it.

    ``forms`` has every word with which it can begin or end, and what that is without its ending.
    """

    key: str
    firsts: tuple[str, ...]
    initial: str
    tails: frozenset[str]
    lasts: Mapping[str, bool]
    double: frozenset[str]
    forms: Mapping[str, str] = field(default_factory=dict)


def forms_of(name: Name) -> dict[str, str]:
    """Every word with which a name can begin or end, with its endings too, and the word that it comes of."""
    together = "".join(name.firsts)
    joined = {f"{together}{last}" for last in name.lasts} | {f"{name.initial}{last}" for last in name.lasts}
    joined |= {f"{last}{together}" for last in name.lasts} if together else set()
    words = {word for word in (*name.firsts[:1], together, *name.lasts, *joined) if len(word) > 1}
    made = {f"{word}{ending}": word for word in words for ending in ENDINGS if len(word) > 2 or ending == "s"}
    made |= {f"{word}{word[-1]}tje{more}": word for word in words if word[-1] in "aou" for more in ("", "s")}
    return {**made, **{word: word for word in words}}


def parsed(who: Who) -> Name | None:
    """The parts of a name; None when it is none (such as 'een collega')."""
    shown = [word for word in who.name.split() if not set(words_of(word)) & TITLES]
    parts = [words_of(word) for word in shown]
    parts = [part for part in parts if part]
    if not parts or parts[0][0] in STOP:
        return None
    alone = all(len(word) == 1 for word in parts[0])
    firsts = () if alone or parts[0][0] in PARTICLES else tuple(parts[0])
    rest = [word for part in (parts[1:] if firsts or alone else parts) for word in part]
    led_by = zip(rest, ["", *rest], strict=False)  # each word of the surname and the one before it
    kept = [(word, last in PARTICLES) for word, last in led_by if word not in PARTICLES and len(word) > 1]
    begin = next((n for n, (_, led) in enumerate(kept) if led), None)
    final = len(parts[-1]) if begin is None else len(kept) - begin
    if begin is not None and begin and "-" in plain(who.name):
        final = len(kept)
    initial = parts[0][0][0] if firsts or alone else ""
    tails = frozenset(word for word, _ in kept)
    lasts = dict(kept[-final:] if final else ())
    double = frozenset(word for text in who.double for word in words_of(text))
    name = Name(who.key, firsts, initial, tails, lasts, double)
    return replace(name, forms=forms_of(name))


def is_proper(other: str) -> bool:
    """Whether this looks like the name of an organisation or a place: 'bij Fatima' and 'mevrouw Yilmaz' do not."""
    words = words_of(other)
    shown = WORD.findall(plain(other))
    return TITLES.isdisjoint(words) and all(word[0].isupper() or word in PARTICLES - {"bij"} for word in shown)
