"""Days, weeks and quarters as field types."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from builder.schema.fields import Form, refuse, text_of


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


def _date(value: Any) -> date:
    if isinstance(value, date):
        return value
    text = text_of(value)
    iso, dutch = re.fullmatch(r"(\d{4})-(\d\d?)-(\d\d?)", text), re.fullmatch(r"(\d\d?)-(\d\d?)-(\d{4})", text)
    if not (iso or dutch):
        raise refuse("datum", f"'{text[:40]}' is geen duidelijke datum", "schrijf jjjj-mm-dd, bijvoorbeeld 2027-02-28")
    year, month, day = (int(part) for part in (iso.groups() if iso else dutch.groups()[::-1]))  # type: ignore[union-attr]
    if not (2000 <= year <= 2100 and 1 <= month <= 12):
        raise refuse("datum", f"'{text}' is geen bestaande datum", "schrijf jjjj-mm-dd, bijvoorbeeld 2027-02-28")
    last = calendar.monthrange(year, month)[1]
    if not 1 <= day <= last:
        example = date(year, month, last).isoformat()
        raise refuse("datum", f"'{text}' is geen bestaande datum", f"schrijf jjjj-mm-dd, bijvoorbeeld {example}")
    return date(year, month, day)


def _quarter(value: Any) -> Kwartaal:
    if isinstance(value, Kwartaal):
        return value
    match = re.fullmatch(r"(20\d\d)-([1-4])", text_of(value))
    if not match:
        raise refuse(
            "kwartaal", f"'{text_of(value)[:40]}' is geen kwartaal", "schrijf jaar-nummer, bijvoorbeeld 2027-1"
        )
    return Kwartaal(int(match[1]), int(match[2]))


def _week(value: Any) -> str:
    match = re.fullmatch(r"(20\d\d)-W(\d\d)", text_of(value))
    if match and 1 <= int(match[2]) <= date(int(match[1]), 12, 28).isocalendar().week:
        return text_of(value)
    raise refuse("week", f"'{text_of(value)[:40]}' is geen week", "schrijf jaar-Wnummer, bijvoorbeeld 2026-W48")


def week_start(week: str) -> date:
    """The Monday of a week written as ``2026-W48``."""
    year, number = week.split("-W")
    return date.fromisocalendar(int(year), int(number), 1)


OPEN_ENDED = "tot vervuld"


def _end(value: Any) -> date | str:
    text = " ".join(value.lower().split()) if isinstance(value, str) else ""
    return OPEN_ENDED if text == OPEN_ENDED else _date(value)


def a_year_after(day: date) -> date:
    """The same day of the next year; of 29 February the day before."""
    return day.replace(year=day.year + 1, day=min(day.day, calendar.monthrange(day.year + 1, day.month)[1]))


Datum = Annotated[date, Form(_date, {"type": "string", "format": "date"}, "2027-02-28")]
Sluiting = Annotated[date | str, Form(_end, {"type": "string"}, "2027-02-28")]
KwartaalVeld = Annotated[Kwartaal, Form(_quarter, {"type": "string", "pattern": r"^20\d\d-[1-4]$"}, "2027-1")]
Week = Annotated[str, Form(_week, {"type": "string", "pattern": r"^20\d\d-W\d\d$"}, "2027-W05")]
