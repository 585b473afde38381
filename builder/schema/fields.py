"""The field types of this domain: text in, a checked value out, a Dutch sentence when it does not fit.

Every type is an ``Annotated`` alias, so a model reads as a list of facts: ``sluit: Datum``. The sentence behind
``Field(description=…)`` in a model is its documentation, in the handbook and in the editor.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, Self

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from builder.comparing import same, seen, trimmed
from builder.diagnostics import Position
from builder.prose import Prose
from builder.reading.filenames import IMAGES, good_name
from builder.typography import typographic
from builder.values import Unclear, clean, numbers, reach

NOWHERE = Position("")
SLEUTEL = r"[a-z0-9][a-z0-9-]{0,59}"


@dataclass(frozen=True, slots=True)
class Ref:
    """A pointer to another source: the kind may be empty where the text says ``map/naam``."""

    kind: str
    id: str
    position: Position = NOWHERE
    whole: bool = field(default=False, compare=False)

    def __str__(self) -> str:
        return f"{self.kind}/{self.id}" if self.kind else self.id

    def spelled(self, kind: str, id: str) -> str:
        """How a reference is written where this one stands: as ``map/naam``, or by its name alone."""
        return f"{kind}/{id}" if self.whole else id


@dataclass(frozen=True, slots=True)
class Beeldnaam:
    """The file name of a picture beside its source."""

    name: str
    position: Position


class Line(str):
    """A text of a field, with its place: so that what is found of it later can be told where it stands."""

    position: Position = NOWHERE

    @classmethod
    def at(cls, text: str, typed: Any) -> Self:
        """The text that stands where ``typed`` was typed."""
        line = cls(text)
        line.position = getattr(typed, "position", NOWHERE)
        return line


class Pictogramnaam(Line):
    """The name of a pictogram: whether there is one is known once the theme has been gathered."""


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """A form of text: how it is read (``check``: text in, value out, or a refusal), its JSON Schema, an example."""

    check: Callable[[Any], Any]
    schema: dict[str, Any]
    example: str = "vul in"

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.check)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return self.schema


def refuse(code: str, message: str, remedy: str) -> PydanticCustomError:
    """A refusal for a validator to raise; ``schema.OWN`` must know the code."""
    return PydanticCustomError(code, "{message}", {"message": message, "remedy": remedy})


def text_of(value: Any) -> str:
    """What was typed, without spaces and invisible signs around it; raises where it is no text at all."""
    if not isinstance(value, str):
        raise PydanticCustomError("string_type", "text")
    return trimmed(str(value))


def _pattern(code: str, pattern: str, message: str, remedy: str, example: str, most: int = 0) -> Form:
    """The form of a text of one form, of at most so many characters; ``{}`` in the message becomes what was written."""
    form = re.compile(pattern)

    def check(value: Any) -> str:
        text = seen(text_of(value))
        if not form.fullmatch(text):
            raise refuse(code, message.format(f"'{text[:60]}'"), remedy)
        if most and len(text) > most:
            raise _too_long(text, most)
        return text

    return Form(check, {"type": "string", **({"maxLength": most} if most else {})}, example)


def _too_long(text: str, most: int) -> PydanticCustomError:
    message = f"deze tekst is {len(text)} tekens lang, {len(text) - most} te veel"
    return refuse("regel", message, f"maak er hooguit {most} van")


def tot(most: int) -> Form:
    """One line of text of at most ``most`` characters."""

    def check(value: Any) -> str:
        text = re.sub(r"[ \t\n]+", " ", text_of(value))
        if not text:
            raise refuse("regel", "hier staat niets", "vul iets in")
        if len(text) > most:
            raise _too_long(text, most)
        if word := re.search(r"\S{61}", re.sub(r"https://\S+", "", text)):
            raise refuse("regel", f"het woord «{word[0][:20]}…» is te lang", "zet er spaties of streepjes in")
        if tag := re.search(r"<[a-zA-Z/!][^>]*>?", text):
            raise refuse("regel", f"hier staat HTML ({tag[0][:20]})", "schrijf gewone tekst")
        return Line.at(typographic(text), value)

    return Form(check, {"type": "string", "maxLength": most}, "vul in"[:most])


def placed(form: Form) -> Form:
    """Text that knows where it stands, so that a mistake in it that is found later can be pointed at."""

    def check(value: Any) -> Any:
        text = form.check(value)
        return Line.at(text, value) if isinstance(text, str) else text

    return replace(form, check=check)


def _prose(value: Any) -> Prose:
    text = text_of(value)
    if not text:
        raise refuse("regel", "hier staat niets", "schrijf een tekst")
    return Prose(getattr(value, "prose", str(value)), getattr(value, "position", NOWHERE))


def entered(code: str, read: Callable[[str], Any], schema: dict[str, Any], example: str) -> Form:
    """The form of a value that is read as it was meant (``builder.values``); what is a value already stays it."""

    def check(value: Any) -> Any:
        if not isinstance(value, str):
            return text_of(value)
        try:
            return read(value)
        except Unclear as unclear:
            raise refuse(code, unclear.message, unclear.remedy) from None

    return Form(check, schema, example)


def getal(least: int, most: int) -> Form:
    """A whole number within bounds."""

    def read(text: str) -> int:
        return numbers.whole(text, least, most)

    form = entered("getal", read, {"type": "integer", "minimum": least, "maximum": most}, str(least))
    return replace(form, check=lambda value: value if isinstance(value, int) else form.check(value))


def naar(kind: str = "") -> Form:
    """A reference to a source of ``kind``; without a kind the text must say ``map/naam``."""

    def check(value: Any) -> Ref:
        if isinstance(value, Ref):
            return value
        text, place = same(clean(text_of(value))), getattr(value, "position", NOWHERE)
        folder, _, name = text.rpartition("/")
        if not re.fullmatch(r"[a-z0-9-]+", name) or bool(folder) != (not kind) or "/" in folder:
            form = (
                "de naam van het bestand zonder .yml of .md" if kind else "map/naam, bijvoorbeeld diensten/snuffelstage"
            )
            raise refuse("verwijzing", f"'{text[:60]}' wijst nergens heen", f"schrijf {form}")
        return Ref(kind or folder, name, place, whole=not kind)

    return Form(
        check, {"type": "string", "x-spijs-verwijzing": kind or "map/naam"}, f"{kind}-1" if kind else "map/naam"
    )


def _picture(value: Any) -> Beeldnaam:
    if isinstance(value, Beeldnaam):
        return value
    text = seen(text_of(value))
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*\.(png|jpe?g|webp|svg)", text):
        remedy = "zet het beeld (.jpg, .png, .webp of .svg) naast deze bron en schrijf alleen de bestandsnaam"
        _, dot, suffix = text.rpartition(".")
        if dot and not re.search(r"[/\\:]", text) and f".{suffix.lower()}" in IMAGES:
            good = good_name(text, dot + suffix, set())
            remedy = f"geef het bestand een naam die overal werkt en nog vrij is, en schrijf die: bijvoorbeeld '{good}'"
        raise refuse("beeldnaam", f"'{text[:60]}' is geen beeld naast deze bron (of ligt buiten de projectmap)", remedy)
    return Beeldnaam(text, getattr(value, "position", NOWHERE))


def _pictogram(value: Any) -> Pictogramnaam:
    text = seen(text_of(value))
    if not re.fullmatch(SLEUTEL, text):
        raise refuse("regel", f"'{text[:60]}' is geen sleutel", "gebruik kleine letters en streepjes")
    return Pictogramnaam.at(text, value)


Regel = Annotated[str, tot(160)]
Kop = Annotated[str, tot(80)]
Alinea = Annotated[str, tot(900)]
Tekst = Annotated[Prose, Form(_prose, {"type": "string"}, "Vul hier de tekst in.")]
JaNee = Annotated[bool, entered("ja-nee", numbers.yes_no, {"enum": ["ja", "nee"]}, "nee")]
Telefoon = Annotated[str, entered("telefoon", reach.telephone, {"type": "string"}, "088-000 00 00")]
Uren = Annotated[str, entered("uren", numbers.hours, {"type": ["string", "integer"]}, "24-32")]
Bedrag = Annotated[str, entered("bedrag", numbers.amount, {"type": "string"}, "2.890-3.750")]
Tijd = Annotated[str, entered("tijd", numbers.clock, {"type": "string"}, "13:00")]
Beeld = Annotated[Beeldnaam, Form(_picture, {"type": "string"}, "portret.jpg")]
Sleutel = Annotated[
    str,
    _pattern("regel", SLEUTEL, "{} is geen sleutel", "gebruik kleine letters en streepjes", "vul-in"),
]
Pictogram = Annotated[Pictogramnaam, Form(_pictogram, {"type": "string"}, "gesprek")]
KORT = r"[a-z0-9][a-z0-9-]{0,23}"
Kort = Annotated[
    str, _pattern("regel", KORT, "{} is geen kort woord", "gebruik hooguit 24 kleine letters en streepjes", "welkom")
]
Email = Annotated[
    str,
    entered("email", reach.email, {"type": "string", "maxLength": reach.MOST_EMAIL}, "naam@organisatie.example"),
]
Link = Annotated[
    str, entered("adres", reach.page, {"type": "string"}, "https://werkenbij.organisatie.example/vacature/1")
]
Webadres = Annotated[
    str,
    entered(
        "adres", reach.site, {"type": "string", "maxLength": reach.MOST_SITE}, "https://intranet.organisatie.example/"
    ),
]
LETTERNAAM = r"[A-Za-z][A-Za-z0-9 -]{0,59}"
Letternaam = Annotated[
    str, _pattern("regel", LETTERNAAM, "{} is geen naam van een letter", "schrijf die over", "Inter")
]
Kleurcode = Annotated[
    str,
    _pattern("kleur", r"#[0-9a-fA-F]{6}", "{} is geen kleur", "schrijf #rrggbb, bijvoorbeeld '#c8402f'", "'#c8402f'"),
]
