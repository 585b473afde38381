"""The colours and shapes of a house: what they are called, by role, by the house, in styles; and how they mix."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from builder.comparing import same
from builder.pages import MOST_INK, Ink
from builder.reading import Fields, Listing, Node, Scalar
from builder.schema import Model
from builder.schema.fields import Form, Kort, getal, refuse, text_of

Inkt = Annotated[tuple[Annotated[int, getal(0, 100)], ...], Field(min_length=4, max_length=4)]
TINT = 0.22  # how much of a strong colour is in its light tint
# The five colours: their role, which sources and site.yml name, and the word for it in styles and templates (which
# sources may go on using: it is what the colours were once called).
ROLES = {"eerste": "tomaat", "tweede": "saffraan", "derde": "blad", "vierde": "pruim", "vijfde": "zee"}
STRONG = tuple(ROLES.values())
# The nine shapes by the name that templates use, with what each set of drawings calls them (in the order of SETS).
SETS = ("tafel", "neutraal")
SHAPES = {
    "bord": ("bord", "kring"),
    "kom": ("kom", "golf"),
    "lepel": ("lepel", "ster"),
    "brood": ("brood", "berg"),
    "ladder": ("ladder", "trap"),
    "deur": ("deur", "poort"),
    "stenen": ("stenen", "pad"),
    "jas": ("jas", "figuur"),
    "kan": ("kan", "bloem"),
}


def _colour(value: Any) -> str:
    text = same(text_of(value))
    if text not in ROLES and text not in STRONG:
        remedy = f"kies uit {', '.join(ROLES)}, of een naam uit huisstijl.namen in site.yml"
        raise refuse("keuze", f"«{text[:40]}» is geen kleur van dit huis", remedy)
    return ROLES.get(text, text)


def _shape(value: Any) -> str:
    text = same(text_of(value))
    found = next((shape for shape, words in SHAPES.items() if text in words), None)
    if found is None:
        sets = [f"{', '.join(words[n] for words in SHAPES.values())} ({name})" for n, name in enumerate(SETS)]
        raise refuse("keuze", f"«{text[:40]}» is geen vorm", f"kies uit {' of '.join(reversed(sets))}")
    return found


COLOUR_WORDS = "`eerste`, `tweede`, `derde`, `vierde`, `vijfde`, of een naam uit `huisstijl.namen`"
SHAPE_NAMES = [words[-1] for words in SHAPES.values()]
SHAPE_WORDS = ", ".join(f"`{name}`" for name in SHAPE_NAMES) + ", of het woord uit een andere set"
Kleurwoord = Annotated[str, replace(Kort.__metadata__[0], example="blauw")]
Kleurnaam = Annotated[
    str, Form(_colour, {"type": "string", "examples": [*ROLES], "x-spijs-vorm": COLOUR_WORDS}, "eerste")
]
Vormnaam = Annotated[
    str, Form(_shape, {"type": "string", "examples": SHAPE_NAMES, "x-spijs-vorm": SHAPE_WORDS}, "kring")
]


class Drukkleuren(Model):
    """The colours of the house style in ink: percentages of cyan, magenta, yellow and black."""

    papier: Inkt = Field(description="ondergrond")
    inkt: Inkt = Field(description="kleur van de tekst: alleen zwart, anders drukt kleine letter onscherp")
    eerste: Inkt = Field(description="eerste kleur")
    tweede: Inkt = Field(description="tweede kleur")
    derde: Inkt = Field(description="derde kleur")
    vierde: Inkt = Field(description="vierde kleur")
    vijfde: Inkt = Field(description="vijfde kleur")

    @model_validator(mode="after")
    def _dries(self) -> Self:
        for name in type(self).model_fields:
            if (total := sum(getattr(self, name))) > MOST_INK * 100:
                message = f"«{name}» heeft {total} % inkt en dat droogt niet"
                raise refuse("kleur", message, f"houd de som van de vier op hooguit {MOST_INK * 100:.0f}")
        if any(self.inkt[:3]):
            raise refuse("kleur", "«inkt» heeft meer dan zwart alleen", "schrijf bijvoorbeeld [0, 0, 0, 100]")
        return self


class Kleurnamen(Model):
    """What the house itself calls its colours."""

    eerste: Kleurwoord | None = Field(None, description="eigen naam van de eerste kleur")
    tweede: Kleurwoord | None = Field(None, description="eigen naam van de tweede kleur")
    derde: Kleurwoord | None = Field(None, description="eigen naam van de derde kleur")
    vierde: Kleurwoord | None = Field(None, description="eigen naam van de vierde kleur")
    vijfde: Kleurwoord | None = Field(None, description="eigen naam van de vijfde kleur")

    @model_validator(mode="after")
    def _each_its_own(self) -> Self:
        given = [name for role in ROLES if (name := getattr(self, role))]
        for name in given:
            if name in ROLES or given.count(name) > 1:
                raise refuse("kleur", f"twee kleuren heten «{name}»", "geef elke kleur een eigen naam")
        return self


def by_role(fields: Fields) -> Fields:
    """``site.yml`` with its colours by their role, also called as they once were (``zee``) or as the house does."""
    style = fields.entries.get("huisstijl")
    if not isinstance(style, Fields):
        return fields
    inks = style.entries.get("drukkleuren")
    renamed = _renamed(style)
    if isinstance(inks, Fields):
        renamed = replace(renamed, entries={**renamed.entries, "drukkleuren": _renamed(inks)})
    names = style.entries.get("namen")
    words = names.entries.items() if isinstance(names, Fields) else ()
    called = {same(word.text): role for role, word in words if isinstance(word, Scalar)}
    return in_roles(replace(fields, entries={**fields.entries, "huisstijl": renamed}), called)


def _renamed(fields: Fields) -> Fields:
    roles = {word: role for role, word in ROLES.items() if role not in fields.entries}
    entries = {roles.get(name, name): node for name, node in fields.entries.items()}
    return replace(fields, entries=entries, keys={roles.get(name, name): at for name, at in fields.keys.items()})


def in_roles(fields: Fields, names: Mapping[str, str]) -> Fields:
    """A source in which colours that are called as the house calls them (``kleur: …``), are called by their role."""
    made = _in_roles(fields, names) if names else fields
    assert isinstance(made, Fields)
    return made


def _in_roles(node: Node, names: Mapping[str, str], key: str = "") -> Node:
    if isinstance(node, Fields):
        return replace(node, entries={name: _in_roles(one, names, name) for name, one in node.entries.items()})
    if isinstance(node, Listing):
        return replace(node, items=tuple(_in_roles(one, names) for one in node.items))
    return replace(node, text=names.get(same(node.text), node.text)) if key == "kleur" else node


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio of two colours written ``#rrggbb``, from 1 to 21 (WCAG 2.2, relative luminance)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def mix(one: str, other: str, share: float) -> str:
    """``share`` of one colour and the rest of the other."""
    pairs = [(int(one[n : n + 2], 16), int(other[n : n + 2], 16)) for n in (1, 3, 5)]
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)


@lru_cache(maxsize=64)
def share_for_text(strong: str, papier: str, inkt: str) -> float:
    """How much of a strong colour is left when it gets just so much ink that it can be read as text on paper, and on
    its own light tint."""
    light = mix(strong, papier, TINT)
    shares = (1 - n / 20 for n in range(21))
    deep = (share for share in shares if min(contrast(mix(strong, inkt, share), on) for on in (papier, light)) >= 4.6)
    return next(deep, 0.0)


def shares(percentages: tuple[int, ...]) -> Ink:
    """An ink in percentages as shares from 0 to 1."""
    cyan, magenta, yellow, black = (percentage / 100 for percentage in percentages)
    return cyan, magenta, yellow, black


def blend(one: Ink, other: Ink, share: float) -> Ink:
    """``share`` of one ink and the rest of the other."""
    cyan, magenta, yellow, black = (a * share + b * (1 - share) for a, b in zip(one, other, strict=True))
    return cyan, magenta, yellow, black


def darker(strong: Ink, share: float) -> Ink:
    """A colour of which ``share`` of the light is left: black on top keeps it warm, less of it would grey."""
    *colours, black = strong
    black = 1 - (1 - black) * share
    room = min(1.0, (MOST_INK - black) / max(sum(colours), 1e-9))
    cyan, magenta, yellow = (colour * room for colour in colours)
    return cyan, magenta, yellow, black
