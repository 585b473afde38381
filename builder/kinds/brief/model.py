"""What a letter says, with its fields and their places."""

from collections.abc import Iterator
from typing import Annotated, Any, get_args

from pydantic import Field

from builder import merge
from builder.content import Content, Document
from builder.diagnostics import Position
from builder.merge import Slot
from builder.prose import Prose
from builder.schema import Located
from builder.schema.dates import Datum
from builder.schema.fields import NOWHERE, Form, Tekst, placed, refuse, tot

# What can be seen through the window of an envelope, and what fits beneath a signature.
MOST_LINES = 6
DATE: Form = get_args(Datum)[1]


def _lines(value: Any) -> str:
    """A few lines of text, as they were typed."""
    rows = value.strip().split("\n") if isinstance(value, str) else [value]
    if len(rows) > MOST_LINES:
        raise refuse("regel", f"deze tekst heeft {len(rows)} regels", f"houd er hooguit {MOST_LINES} over")
    return "\n".join(tot(80).check(row) for row in rows)


def _day(value: Any) -> Any:
    """A day, or a field that names it."""
    return tot(80).check(value) if isinstance(value, str) and "{" in value else DATE.check(value)


Regel = Annotated[str, placed(tot(160))]
Regels = Annotated[str, placed(Form(_lines, {"type": "string"}))]


class Brief(Content):
    """A letter; in each of its texts may stand fields, written ``{naam van de kolom}``."""

    onderwerp: Annotated[str, placed(tot(100))] = Field(description="waar de brief over gaat")
    aan: Regels = Field(description="naam en adres, hooguit zes regels, zoals op de envelop")
    datum: Annotated[Any, placed(Form(_day, {"type": "string"}, DATE.example))] = Field(
        description="dag van de brief, of het veld waar hij in staat"
    )
    groet: Regel = Field(Located("Met vriendelijke groet,", NOWHERE), description="de woorden boven de handtekening")
    van: Regels = Field(description="onder de handtekening: naam, en daaronder functie en plek")
    bijlagen: tuple[Regel, ...] = Field((), max_length=6, description="wat er in de envelop bij zit")
    tekst: Tekst = Field(description="de brief, van aanhef tot groet")


def slots_of(document: Document[Brief]) -> Iterator[tuple[Slot, Position]]:
    """Every field in the texts of a letter, and its place."""
    for value in document.leaves:
        text = value.text if isinstance(value, Prose) else value
        if isinstance(text, str):
            start = getattr(value, "position", document.position)
            yield from ((slot, place(text, slot.offset, start)) for slot in merge.slots(text))


def place(text: str, offset: int, start: Position) -> Position:
    """Where a character of a text stands that begins at ``start``."""
    above = text.count("\n", 0, offset)
    column = offset - text.rfind("\n", 0, offset)
    return Position(start.file, start.line + above, column if above else start.column + column - 1)
