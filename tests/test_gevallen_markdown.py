"""Markdown as people type or paste it (``gevallen/markdown.yml``): read as it was meant, or told with its line."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from builder import asmeant, marked, prose
from builder.diagnostics import Position
from builder.prose import Prose
from tests.site import REPO

TARGETS = {"diensten/gesprek": "gesprek.html"}
CASES: list[dict[str, Any]] = yaml.safe_load((REPO / "tests/gevallen/markdown.yml").read_text(encoding="utf-8"))
GOOD = [case for case in CASES if "scherm" in case]
TOLD = [case for case in CASES if "meldt" in case]


def told(text: str) -> list[str]:
    """What is said of a text, each with its line."""
    return sorted({f"{found.position.line} {found.code}" for found in prose.check(Prose(text, Position("x", 1)))})


def shown(text: str) -> str:
    return prose.to_html(text, TARGETS).replace(' rel="noopener noreferrer"', "")


def named(cases: list[dict[str, Any]]) -> Any:
    return pytest.mark.parametrize("case", cases, ids=[case["wat"] for case in cases])


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 80
    assert len({case["wat"] for case in CASES}) == len({case["typ"] for case in CASES}) == len(CASES)
    assert len(GOOD) + len(TOLD) == len(CASES)


@named(GOOD)
def test_it_is_read_as_it_was_meant(case: dict[str, Any]) -> None:
    assert (told(case["typ"]), shown(case["typ"])) == ([], case["scherm"])


@named(TOLD)
def test_what_is_not_sure_is_told_and_mended(case: dict[str, Any]) -> None:
    assert told(case["typ"]) == case["meldt"]
    assert told(case["volg"]) == []


@named(CASES)
def test_it_is_the_same_at_the_end_and_twice(case: dict[str, Any]) -> None:
    """With paragraphs above and between: the same is shown and told, on lines further down."""
    between = "\n\nEen alinea van meer dan veertig letters die nergens bij hoort.\n\n"
    text = f"{between}{case['typ']}{between}{case['typ']}".strip("\n")
    first = 2
    second = first + case["typ"].count("\n") + 4
    lines = [one.split() for one in case.get("meldt", ())]
    assert told(text) == sorted({f"{int(n) + above} {code}" for n, code in lines for above in (first, second)})
    if "scherm" in case:
        assert shown(text).count(case["scherm"]) == 2


@pytest.mark.parametrize("within", ["quote", "list"])
@named(CASES)
def test_it_is_the_same_in_a_quotation_and_in_a_list(case: dict[str, Any], within: str) -> None:
    first, other = ("> ", "> ") if within == "quote" else ("- punt\n\n    ", "    ")
    text = first + "\n".join(
        f"{other if n else ''}{line}".rstrip("\n") for n, line in enumerate(case["typ"].split("\n"))
    )
    above = first.count("\n")
    wanted = [f"{int(one.split()[0]) + above} {one.split()[1]}" for one in case.get("meldt", ())]
    assert told(text) == wanted
    if "scherm" in case:
        inside = re.sub(r"\s+", "", shown(text))
        assert re.sub(r"\s+", "", case["scherm"]) in inside


def test_all_of_them_in_one_text() -> None:
    text = "\n\nEen alinea van meer dan veertig letters die nergens bij hoort.\n\n".join(case["typ"] for case in GOOD)
    assert told(text) == []
    made = shown(text)
    assert [case["wat"] for case in GOOD if case["scherm"] not in made] == []


def test_every_line_knows_where_it_came_from() -> None:
    for case in CASES:
        meant = asmeant.read(case["typ"])
        lines = case["typ"].split("\n")
        assert len(meant.lines) == meant.text.count("\n") + 1
        assert list(meant.lines) == sorted(meant.lines)
        assert set(range(len(lines))) - set(meant.lines) == set()


PIECES = (
    "- |* |• |– |1. |2) |(3) |a) |> |## |##|---|===|***|```|`|**|*|_|\\|\t|  |    |\n|\n\n|\u00a0|[|]|](|(|)|"
    "https://a.example/x|www.b.example|jan@c.example|woord|Zin. |Kop|5|2026. |1.1 |~~|\uf0b7\t|: "
).split("|")
PIECES += ["|", "| a | b |\n|---|---|\n", "[a](diensten/gesprek)"]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_no_letter_is_lost_in_silence(text: str) -> None:
    """Of a text of which nothing is said, every letter stands on the page, but those of addresses and marks."""
    if text.strip() and not prose.check(Prose(text, Position("x", 1))):
        bare = re.sub(r"\]\([^)\n]*\)|(?m:^[\W_]*(?:[a-z][.)]\s+)*)", "", text)
        read = unescape(re.sub(r"<[^>]*>", "", marked.read(text).html))
        missing = Counter(filter(str.isalpha, unescape(bare))) - Counter(filter(str.isalpha, read))
        assert not missing, (asmeant.read(text).text, marked.read(text).html)


def test_what_is_not_sure_is_told_together() -> None:
    """All of these in one text; what holds HTML is told first, and alone."""
    apart = "\n\nEen alinea van meer dan veertig letters die nergens bij hoort.\n\n"
    cases = [case for case in TOLD if not any(one.endswith("html") for one in case["meldt"])]
    text, wanted = "", set[str]()
    for case in cases:
        text += apart
        wanted |= {f"{int(n) + text.count(chr(10))} {code}" for n, code in map(str.split, case["meldt"])}
        text += case["typ"]
    assert set(told(text)) == wanted
