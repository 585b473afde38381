"""Days, weeks and quarters as they are typed."""

from __future__ import annotations

import calendar
import difflib
import re
from collections.abc import Iterator
from datetime import date

from builder.comparing import same
from builder.values import Unclear, clean, shown

MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
SHORT = {"mrt": 3, "sept": 9, "febr": 2}
FIRST, LAST = 2000, 2100
# Two figures are a year only where that can be nothing else.
FIRST_SHORT, LAST_SHORT = 20, 69
ISO = "schrijf jjjj-mm-dd, bijvoorbeeld {}"
FIGURES = re.compile(r"(\d{1,4})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{1,4})")
MIDNIGHT = re.compile(r"(?<=\d)[T ]0?0:00(?::00(?:\.0+)?)?Z?$")
IN_WORDS = re.compile(r"(\d{1,2})(?i:e|de|ste)?[\s.-]*([^\W\d_]{3,})[\s.,-]*(?:['’‘]?(\d{2}|\d{4}))?")


def day(text: str) -> date:
    """A day, however it is written: ``2026-12-18``, ``18-12-2026``, ``vr 18 dec. 2026``."""
    typed = clean(text)
    rest, weekday = _without_weekday(MIDNIGHT.sub("", typed))
    figures = FIGURES.fullmatch(rest)
    found = _of_figures(typed, figures[1], figures[3], figures[4]) if figures else _of_words(typed, rest)
    if weekday is not None and found.weekday() != weekday:
        message = f"{shown(typed)}: {spoken(found)} is een {WEEKDAYS[found.weekday()]}, geen {WEEKDAYS[weekday]}"
        raise Unclear(message, f"schrijf de goede dag, bijvoorbeeld {WEEKDAYS[found.weekday()]} {spoken(found)}")
    return found


def spoken(day: date) -> str:
    """A day as it is said: ``18 december 2026``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def quarter(text: str) -> tuple[int, int]:
    """The year and the number of a quarter: ``2027-1``, ``Q1 2027``, ``1e kwartaal 2027``."""
    typed = clean(text)
    form = r"(?P<y>20\d\d)\s?[-/. ]\s?(?:k|q|kw|kwartaal)?\s?(?P<n>[1-4])"
    other = r"(?:k|q|kw|kwartaal)\s?(?P<n>[1-4])(?:[-/., ]|van|in)+(?P<y>20\d\d)"
    third = r"(?P<n>[1-4])(?:e|ste|de)?\s?(?:k|q|kw|kwartaal)(?:[-/., ]|van|in)+(?P<y>20\d\d)"
    for pattern in (form, other, third):
        if found := re.fullmatch(pattern, same(typed)):
            return int(found["y"]), int(found["n"])
    raise Unclear(f"{shown(typed)} is geen kwartaal", "schrijf jaar-nummer, bijvoorbeeld 2027-1")


def week(text: str) -> str:
    """A week as ``2026-W48``, also where it is written as ``week 48 2026``."""
    typed = clean(text)
    found = re.fullmatch(r"(?P<y>20\d\d)\s?-?\s?(?:w|wk|week)\s?(?P<n>\d\d?)", same(typed))
    found = found or re.fullmatch(r"(?:w|wk|week)\.?\s?(?P<n>\d\d?)[-/., ]+(?P<y>20\d\d)", same(typed))
    if found and 1 <= int(found["n"]) <= date(int(found["y"]), 12, 28).isocalendar().week:
        return f"{found['y']}-W{int(found['n']):02}"
    raise Unclear(f"{shown(typed)} is geen week", "schrijf jaar-Wnummer, bijvoorbeeld 2026-W48")


def _without_weekday(text: str) -> tuple[str, int | None]:
    """A text without the name of the weekday before it, and which that is."""
    found = re.match(r"([^\W\d_]{2,})[.,]?\s+(?=\d)", text)
    word = same(found[1]) if found else ""
    for number, name in enumerate(WEEKDAYS):
        if found and word in (name, name[:2], name[:3]):
            return text[found.end() :], number
    return text, None


def _of_figures(typed: str, first: str, month: str, last: str) -> date:
    """A day in figures; the one that is meant is the only one that these can be."""
    if len(first) == 4 or len(last) == 4:
        year, number = (first, last) if len(first) == 4 else (last, first)
        if len(number) > 2:
            raise Unclear(f"{shown(typed)} is geen duidelijke datum", ISO.format("2027-02-28"))
        return _existing(typed, int(year), int(month), int(number))
    orders = {(last, month, first), (last, first, month), (first, month, last)}
    found = sorted(set(_possible(orders)))
    if len(found) == 1:
        return found[0]
    if found:
        message = f"{shown(typed)} is geen duidelijke datum: het kan {' of '.join(map(spoken, found))} zijn"
        raise Unclear(
            message, f"schrijf het jaar met vier cijfers, bijvoorbeeld {int(first)}-{int(month)}-20{last:0>2}"
        )
    raise Unclear(f"{shown(typed)} is geen bestaande datum", ISO.format("2027-02-28"))


def _possible(orders: set[tuple[str, str, str]]) -> Iterator[date]:
    for year, month, number in orders:
        if len(year) == 2 and len(number) < 3 and FIRST_SHORT <= int(year) <= LAST_SHORT:
            try:
                yield date(2000 + int(year), int(month), int(number))
            except ValueError:
                continue


def _of_words(typed: str, rest: str) -> date:
    """A day with its month as a word."""
    found = IN_WORDS.fullmatch(rest)
    if not found:
        raise Unclear(f"{shown(typed)} is geen duidelijke datum", ISO.format("2027-02-28"))
    month = _month(found[2])
    if not month:
        near = difflib.get_close_matches(same(found[2]), MONTHS, 1)
        remedy = f"schrijf «{typed.replace(found[2], near[0])}»" if near else ISO.format("2027-02-28")
        raise Unclear(f"{shown(typed)} is geen datum: «{found[2]}» is geen maand", remedy)
    if not found[3]:
        raise Unclear(f"{shown(typed)} is geen hele datum: het jaar ontbreekt", "schrijf het jaar erachter")
    year = int(found[3])
    if len(found[3]) == 2:
        if not FIRST_SHORT <= year <= LAST_SHORT:
            message = f"{shown(typed)} is geen duidelijke datum: «{found[3]}» kan van alles zijn"
            raise Unclear(message, "schrijf het jaar met vier cijfers")
        year += 2000
    return _existing(typed, year, month, int(found[1]))


def _month(word: str) -> int:
    """The number of a month by its name or what is written for short; 0 where it is none."""
    name = same(word)
    if name in SHORT:
        return SHORT[name]
    return next((n for n, whole in enumerate(MONTHS, 1) if name in (whole, whole[:3])), 0)


def _existing(typed: str, year: int, month: int, number: int) -> date:
    wrong = f"{shown(typed)} is geen bestaande datum"
    if not (FIRST <= year <= LAST and 1 <= month <= 12):
        american = not typed[:4].isdigit() and 1 <= number <= 12 < month <= 28 and FIRST <= year <= LAST
        raise Unclear(wrong, ISO.format(date(year, number, month) if american else "2027-02-28"))
    last = calendar.monthrange(year, month)[1]
    if not 1 <= number <= last:
        raise Unclear(f"{wrong}: {MONTHS[month - 1]} {year} heeft {last} dagen", ISO.format(date(year, month, last)))
    return date(year, month, number)
