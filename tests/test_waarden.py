"""What is typed as a value is read as it was meant, or told with the sign that is wrong: ``gevallen/waarden.yml``."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from builder.values import Unclear, days, numbers, reach

CASES: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    (Path(__file__).parent / "gevallen/waarden.yml").read_text(encoding="utf-8")
)
READ: dict[str, Callable[[str], Any]] = {
    "datum": days.day,
    "kwartaal": lambda text: "{}-{}".format(*days.quarter(text)),
    "week": days.week,
    "uren": numbers.hours,
    "bedrag": numbers.amount,
    "telefoon": reach.telephone,
    "email": reach.email,
    "adres": reach.page,
    "site": reach.site,
    "niveau": lambda text: numbers.levels([text]),
    "tijd": numbers.clock,
    "getal": lambda text: numbers.whole(text, 1, 2000),
    "janee": numbers.yes_no,
}
ALL = [pytest.param(kind, case, id=f"{kind}-{case['typt']!a}") for kind, cases in CASES.items() for case in cases]


def refusal(kind: str, text: str) -> Unclear:
    with pytest.raises(Unclear) as told:
        READ[kind](text)
    return told.value


@pytest.mark.parametrize(("kind", "case"), ALL)
def test_a_value_is_read_as_it_was_meant(kind: str, case: dict[str, Any]) -> None:
    if "leest" in case:
        assert READ[kind](case["typt"]) == case["leest"]
        if "belt" in case:
            assert reach.dial(case["leest"]) == case["belt"]
    else:
        told = refusal(kind, case["typt"])
        assert case["meldt"] in f"{told.message}; {told.remedy}"


@pytest.mark.parametrize(("kind", "case"), [one for one in ALL if "meldt" in one.values[1]])  # type: ignore[operator]
def test_what_the_sentence_says_to_write_is_right(kind: str, case: dict[str, Any]) -> None:
    remedy = refusal(kind, case["typt"]).remedy
    written = re.search(r"schrijf «(.+)»$|bijvoorbeeld (.+)$|^schrijf (\S+@\S+)$", remedy)
    if written and "poort" not in remedy:
        READ[kind](next(group for group in written.groups() if group))


@pytest.mark.parametrize("around", ["{} ", " {}", "\u200b{}\ufeff", "\u00a0{}\u3000", "“{}”", "'{}'", "\u00ad{}"])
def test_what_cannot_be_seen_around_a_value_makes_no_difference(around: str) -> None:
    for kind, cases in CASES.items():
        for case in cases:
            if "leest" in case:
                assert READ[kind](around.format(case["typt"])) == case["leest"], (kind, case)


def test_capitals_make_no_difference_where_they_mean_nothing() -> None:
    for kind in set(CASES) - {"email", "adres", "site", "telefoon"}:
        for case in CASES[kind]:
            if "leest" in case:
                assert READ[kind](case["typt"].upper()) == case["leest"], (kind, case)


@pytest.mark.parametrize("kind", sorted(READ))
@pytest.mark.parametrize(
    "piece", ["1", "1.", "a", "a.", "a-", " 1", "tot ", "€", "@", "“", "tel.", "https://", "²", "\u200b"]
)
def test_a_long_text_is_no_value_and_no_trouble(kind: str, piece: str) -> None:
    assert refusal(kind, piece * 6000).remedy


def test_every_day_of_some_years_is_read_in_every_way_it_is_written() -> None:
    for ordinal in range(date(2024, 1, 1).toordinal(), date(2032, 1, 1).toordinal(), 3):
        day = date.fromordinal(ordinal)
        for text in (f"{day}", f"{day:%d-%m-%Y}", f"{day.day}/{day.month}/{day.year}", days.spoken(day)):
            assert days.day(text) == day
        assert days.day(f"{days.WEEKDAYS[day.weekday()][:2]} {days.spoken(day)}") == day
