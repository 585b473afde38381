"""Dutch typography: what is typed and what is read, as data in ``tests/gevallen/typografie.yml``."""

from __future__ import annotations

import html
import random
import re
from pathlib import Path

import pytest
import yaml

from builder import marked
from builder.typography import apostrophes, at_start, typewritten, typographic

DATA = yaml.safe_load((Path(__file__).parent / "gevallen/typografie.yml").read_text(encoding="utf-8"))


def cases(*parts: str) -> list[list[str]]:
    """Of each case what is typed, what is read, and where it differs what is read on paper."""
    lines = [line for part in parts for group in DATA[part].values() for line in group.splitlines()]
    return [re.split(r" → ", line) for line in lines]


EVERYWHERE, PROSE, BEGINS = cases("overal"), cases("proza"), cases("begin")


def on_screen(text: str) -> str:
    """The words of a Markdown text as a page gets them."""
    return html.unescape(re.sub(r"<[^>]+>", "", marked.read(apostrophes(text)).html)).strip()


def test_there_are_enough_cases() -> None:
    assert len(EVERYWHERE) + len(PROSE) + len(BEGINS) >= 150


@pytest.mark.parametrize("case", EVERYWHERE, ids=lambda case: case[0])
def test_a_field_and_a_cell(case: list[str]) -> None:
    assert typographic(case[0]) == case[1]
    assert typographic(case[1]) == case[1]


@pytest.mark.parametrize("case", [*EVERYWHERE, *PROSE], ids=lambda case: case[0])
def test_a_text(case: list[str]) -> None:
    assert on_screen(case[0]) == case[1]


@pytest.mark.parametrize("case", BEGINS, ids=lambda case: case[0])
def test_a_begin(case: list[str]) -> None:
    assert at_start(typographic(case[0])) == case[1]


def test_signs_of_any_kind_in_any_order_lose_no_letter() -> None:
    chosen = random.Random(7)
    signs = [*"'\"`´‘’“”„′″-–.()s tn4 {}\xa0\u00ad", "--", "...", "’s ", "'t ", "foto's", "24 - 36"]
    for _ in range(3000):
        text = "".join(chosen.choices(signs, k=chosen.randint(1, 14)))
        made = typographic(text)
        assert typewritten(made) == typewritten(text), text
        assert re.findall(r"\w", made) == re.findall(r"\w", text)


def test_thousands_of_quotes_take_no_time() -> None:
    for text in ("'a ", '"a ', "a' ", "'24 ", "'s ", '"', "'", "- ", "`´"):
        typographic(text * 30_000)
