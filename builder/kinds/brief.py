"""Brief: a letter with fields to fill in; beside it may lie a table, each row of which becomes a letter."""

from collections.abc import Iterator
from typing import Annotated, Any, get_args

from pydantic import Field

from builder import merge
from builder.content import Content, Document, Kind, Library, On, Values, fields, leaves
from builder.diagnostics import Position
from builder.merge import Slot
from builder.prose import Prose
from builder.schema import Located
from builder.schema.dates import Datum
from builder.schema.fields import NOWHERE, Form, Tekst, placed, refuse, tot
from builder.typography import typographic

# What can be seen through the window of an envelope, and what fits beneath a signature.
MOST_LINES = 6
MOST_IN_ONE = 50  # letters in a PDF
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
    for value in leaves(document.value):
        text = value.text if isinstance(value, Prose) else value
        if isinstance(text, str):
            start = getattr(value, "position", document.position)
            yield from ((slot, place(text, slot.offset, start)) for slot in merge.slots(text))


def place(text: str, offset: int, start: Position) -> Position:
    """Where a character of a text stands that begins at ``start``."""
    above = text.count("\n", 0, offset)
    column = offset - text.rfind("\n", 0, offset)
    return Position(start.file, start.line + above, column if above else start.column + column - 1)


def _values(document: Document[Brief], library: Library) -> Values:
    """A letter with its rows (none: one letter to fill in by pen); of a row only what the letter says."""
    table = library.table(document)
    used = {slot.key for slot, _ in slots_of(document)}
    rows = [
        {"nr": row.number, "velden": {name: typographic(cell) for name, cell in row.cells.items() if name in used}}
        for row in (table.rows if table else ())
    ]
    return {**fields(document, library), "rijen": rows}


def _parts(values: Values) -> list[tuple[str, Values]]:
    """All letters in one PDF; so many that one would be too heavy to make or to print, in more, each named."""
    rows = values["rijen"]
    shares = [rows[start : start + MOST_IN_ONE] for start in range(0, len(rows), MOST_IN_ONE)]
    if len(shares) < 2:
        return [("", values)]
    named = (f"-deel-{n:0{len(str(len(shares)))}}-van-{len(shares)}" for n in range(1, len(shares) + 1))
    return [(name, {**values, "rijen": share}) for name, share in zip(named, shares, strict=True)]


KIND = Kind(
    name="brief",
    plural="brieven",
    folder="brieven",
    model=Brief,
    title=lambda value: merge.fill(value.onderwerp, lambda name: "…"),
    about="een tekst met velden, die u een keer schrijft en aan velen stuurt",
    appears=(On("brieven", "druk/brief.html", "{id}.pdf", _values, parts=_parts),),
    table=True,
)
