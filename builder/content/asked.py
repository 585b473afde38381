"""What is asked of the blocks of a door."""

from __future__ import annotations

from dataclasses import dataclass

from builder.schema.fields import Ref


@dataclass(frozen=True, slots=True)
class Asked:
    """What a door asks of a block: for which door, how many at the most (None: all), for which reader (empty: all),
    which one alone (None: what comes first), and only what this sort of people may see (empty: all).
    """

    door: str = ""
    most: int | None = None
    reader: str = ""
    chosen: Ref | None = None
    seen_by: str = ""
