"""Plans that can be carried out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from builder.content import Library
from builder.diagnostics import Diagnostic, waarschuwing
from builder.kinds.communicatieplan import Communicatieplan
from builder.schema.dates import week_start

MOST_IN_A_MONTH = 2


def weeks_are_spread(library: Library) -> Iterator[Diagnostic]:
    """Niet alles tegelijk: hooguit twee acties van een plan zijn in dezelfde maand klaar (R6)."""
    for document in library.all(Communicatieplan):
        months = Counter(week_start(actie.week).strftime("%m-%Y") for actie in document.value.acties)
        for month, count in months.items():
            if count > MOST_IN_A_MONTH:
                message = f"in {month} moeten {count} acties klaar zijn"
                yield waarschuwing("tegelijk", document.position, message, "spreid de weken")
