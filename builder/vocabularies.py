"""The words that sources choose from: lists of the site, each with a default that it may replace.

A source writes the ``sleutel`` of a word (:func:`uit`); what readers see of it, its name, colour or pictogram, is said
here and in no template.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import Any, TypeVar

from pydantic import Field, model_validator

from builder.colours import Kleurnaam, Vormnaam
from builder.comparing import same
from builder.diagnostics import Diagnostic, fout
from builder.schema import Model
from builder.schema.fields import SLEUTEL, Form, JaNee, Kop, Line, Pictogram, Pictogramnaam, Sleutel, refuse, text_of
from builder.values import clean


class Term(Line):
    """The key of a word of a list, with its place: whether the list has it is known once ``site.yml`` has been read."""

    vocabulary: str


def term(key: str, vocabulary: str, typed: str) -> Term:
    """The word of a list that stands where ``typed`` stands."""
    word = Term.at(key, typed)
    word.vocabulary = vocabulary
    return word


def uit(vocabulary: str) -> Form:
    """A word of a list, by its key; capitals, and spaces where the key has a hyphen, do not matter."""

    def check(value: Any) -> Term:
        if isinstance(value, Term):
            return value
        text = clean(text_of(value))
        key = re.sub(r"\s+", "-", same(text))
        if not re.fullmatch(SLEUTEL, key):
            raise refuse("keuze", f"«{text[:40]}» is geen woord uit de lijst {vocabulary}", "schrijf zijn sleutel")
        return term(key, vocabulary, value)

    words = ", ".join(f"`{key}`" for key in DEFAULTS[vocabulary])
    about = f"{words}, of een woord uit uw eigen lijst `{vocabulary}`"
    schema = {"type": "string", "x-spijs-lijst": vocabulary, "x-spijs-vorm": about}
    return Form(check, schema, next(iter(DEFAULTS[vocabulary])))


class Woord(Model):
    """A word of a list."""

    sleutel: Sleutel = Field(description="hoe bronnen het noemen")
    naam: Kop = Field(description="wat lezers zien")


class Vakgebied(Woord):
    """A field of work."""

    pictogram: Pictogram = Field(Pictogramnaam("lamp"), description="het tekeningetje erbij")


class Dienstverband(Woord):
    """A kind of agreement."""

    merkje: Kop | None = Field(None, description="wat er in de lijst van vacatures bij staat; leeg: niets")


class Thema(Woord):
    """A standing subject of the personeelsblad."""

    kleur: Kleurnaam = Field(description="kleur van de stukken erover")
    vorm: Vormnaam = Field(description="vorm bij een stuk zonder gezicht")


class Lezer(Woord):
    """Whom a form is for."""

    kop: Kop = Field(description="wat er boven de formulieren voor hen staat")
    vak: JaNee = Field(False, description="of zij vakwoorden gewend zijn")


class Doelgroep(Woord):
    """Whom a plan or an item of the personeelsblad is for."""

    kop: Kop = Field(description="wat er boven een stuk voor hen staat")
    kleur: Kleurnaam = Field(description="kleur van hun plan")
    vak: JaNee = Field(False, description="of zij vakwoorden gewend zijn, omdat zij leiding geven")
    blad: JaNee = Field(False, description="of er elk kwartaal een stuk voor hen in het personeelsblad staat")


W = TypeVar("W", bound=Woord)
DEFAULTS: dict[str, dict[str, dict[str, Any]]] = {
    "vakgebieden": {
        "verpleging-en-verzorging": {"naam": "Verpleging en verzorging", "pictogram": "hand"},
        "begeleiding": {"naam": "Begeleiding", "pictogram": "mensen"},
        "behandeling": {"naam": "Behandeling", "pictogram": "gesprek"},
        "ondersteuning": {"naam": "Kantoor, planning en balie", "pictogram": "rooster"},
        "facilitair": {"naam": "Keuken, schoonmaak en techniek", "pictogram": "sleutels"},
        "leiding": {"naam": "Leidinggeven", "pictogram": "kaart"},
    },
    "dienstverbanden": {
        "vast": {"naam": "Vast"},
        "tijdelijk": {"naam": "Tijdelijk"},
        "oproep": {"naam": "Oproep"},
        "snuffelstage": {"naam": "Snuffelstage", "merkje": "snuffelstage"},
        "ruil": {"naam": "Werkplekruil", "merkje": "werkplekruil"},
    },
    "niveaus": {
        "praktisch": {"naam": "praktisch, u leert het op de werkplek"},
        "mbo": {"naam": "mbo"},
        "hbo": {"naam": "hbo"},
        "wo": {"naam": "universiteit"},
    },
    "themas": {
        "vastroesten": {"naam": "Vastroesten hoeft niet", "kleur": "derde", "vorm": "figuur"},
        "iets-anders": {"naam": "Iets anders doen", "kleur": "tweede", "vorm": "berg"},
        "zo-kwam": {"naam": "Zo kwam het", "kleur": "eerste", "vorm": "berg"},
    },
    "lezers": {
        "medewerkers": {"naam": "medewerkers", "kop": "Voor uzelf"},
        "leidinggevenden": {"naam": "leidinggevenden", "kop": "Voor wie leiding geeft", "vak": "ja"},
        "adviseurs": {"naam": "adviseurs", "kop": "Voor adviseurs", "vak": "ja"},
    },
    "doelgroepen": {
        "kandidaten": {"naam": "medewerkers", "kop": "Over uw werk", "kleur": "eerste", "blad": "ja"},
        "leidinggevenden": {
            "naam": "leidinggevenden", "kop": "Voor wie leiding geeft", "kleur": "vijfde", "vak": "ja", "blad": "ja",
        },
        "extern": {"naam": "mensen buiten", "kop": "Voor wie ons nog niet kent", "kleur": "derde"},
    },
}  # fmt: skip


def _shipped(vocabulary: str, model: type[W]) -> tuple[W, ...]:
    return tuple(model.model_validate({"sleutel": key, **word}) for key, word in DEFAULTS[vocabulary].items())


def _list(vocabulary: str, model: type[Woord], about: str) -> Any:
    """The field of a list: what a site writes takes the place of the whole default."""
    return Field(default_factory=lambda: _shipped(vocabulary, model), min_length=1, max_length=40, description=about)


class Woordenlijsten(Model):
    """The lists of a site; their order is the order in which readers see the words."""

    vakgebieden: tuple[Vakgebied, ...] = _list("vakgebieden", Vakgebied, "soorten werk van vacatures")
    dienstverbanden: tuple[Dienstverband, ...] = _list(
        "dienstverbanden", Dienstverband, "soorten afspraak van vacatures"
    )
    niveaus: tuple[Woord, ...] = _list("niveaus", Woord, "niveaus van werk, van laag naar hoog")
    themas: tuple[Thema, ...] = _list("themas", Thema, "vaste onderwerpen van het personeelsblad")
    lezers: tuple[Lezer, ...] = _list("lezers", Lezer, "voor wie formulieren zijn")
    doelgroepen: tuple[Doelgroep, ...] = _list(
        "doelgroepen", Doelgroep, "voor wie plannen en stukken in het personeelsblad zijn"
    )

    @model_validator(mode="after")
    def _each_once(self) -> Woordenlijsten:
        for name in type(self).model_fields:
            keys = [word.sleutel for word in getattr(self, name)]
            if double := next((key for key in keys if keys.count(key) > 1), None):
                raise refuse("velden", f"«{double}» staat twee keer in de lijst {name}", "noem elk woord een keer")
        return self

    def words(self, vocabulary: str) -> dict[str, Any]:
        """The words of a list by their key, in its order."""
        return {word.sleutel: word for word in getattr(self, vocabulary)}

    def values(self) -> dict[str, dict[str, Any]]:
        """Every list as plain values for a template."""
        return {
            name: {key: word.model_dump(exclude={"sleutel"}) for key, word in self.words(name).items()}
            for name in type(self).model_fields
        }

    def stranger(self, term: Term) -> Iterator[Diagnostic]:
        """That a word is not in its list, with the one that may be meant."""
        known = self.words(term.vocabulary)
        if term not in known:
            named = (key for key, word in known.items() if re.sub(r"[^a-z0-9]+", "-", same(word.naam)) == term)
            near = [*named, *difflib.get_close_matches(term, known, 1)]
            remedy = f"bedoelde u {near[0]}?" if near else f"kies uit {', '.join(known)}"
            yield fout("keuze", term.position, f"«{term}» staat niet in de lijst {term.vocabulary}", remedy)
