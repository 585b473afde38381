"""Days, weeks and quarters as field types."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from builder import values
from builder.comparing import same
from builder.schema.fields import Form, entered
from builder.values import days


@dataclass(frozen=True, slots=True)
class Kwartaal:
    """A quarter of a year; ``start`` and ``end`` are its first and last day."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year}-{self.number}"

    @property
    def start(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def end(self) -> date:
        month = 3 * self.number
        return date(self.year, month, calendar.monthrange(self.year, month)[1])


def week_start(week: str) -> date:
    """The Monday of a week written as ``2026-W48``."""
    year, number = week.split("-W")
    return date.fromisocalendar(int(year), int(number), 1)


OPEN_ENDED = "tot vervuld"


def _end(text: str) -> date | str:
    return OPEN_ENDED if same(values.clean(text)) == OPEN_ENDED else days.day(text)


def _kept(form: Form, kind: type) -> Form:
    """The same form, for what may be such a value already."""
    return replace(form, check=lambda value: value if isinstance(value, kind) else form.check(value))


def a_year_after(day: date) -> date:
    """The same day of the next year; of 29 February the day before."""
    return day.replace(year=day.year + 1, day=min(day.day, calendar.monthrange(day.year + 1, day.month)[1]))


Datum = Annotated[date, _kept(entered("datum", days.day, {"type": "string", "format": "date"}, "2027-02-28"), date)]
Sluiting = Annotated[
    date | str,
    _kept(
        entered("datum", _end, {"anyOf": [{"type": "string", "format": "date"}, {"const": OPEN_ENDED}]}, "2027-02-28"),
        date,
    ),
]
KwartaalVeld = Annotated[
    Kwartaal,
    _kept(
        entered(
            "kwartaal",
            lambda text: Kwartaal(*days.quarter(text)),
            {"type": "string", "pattern": r"^20\d\d-[1-4]$"},
            "2027-1",
        ),
        Kwartaal,
    ),
]
Week = Annotated[str, entered("week", days.week, {"type": "string", "pattern": r"^20\d\d-W\d\d$"}, "2027-W05")]
