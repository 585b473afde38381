"""Brief: a letter with fields to fill in; beside it may lie a table, each row of which becomes a letter."""

from builder import merge
from builder.content import Document, Kind, Library, On, Values, fields
from builder.kinds.brief.cells import spreadsheets_changed_nothing
from builder.kinds.brief.model import Brief, slots_of
from builder.kinds.brief.rules import RULES as OF_LETTERS
from builder.typography import typographic

__all__ = ["KIND", "Brief", "slots_of"]

MOST_IN_ONE = 50  # letters in a PDF


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
    rules=(*OF_LETTERS, spreadsheets_changed_nothing),
    table=True,
)
