"""Words and names are compared as a reader does: ``gevallen/woorden.yml``."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import pytest
import yaml

from builder.comparing import folded, letters, said, same, seen, trimmed
from builder.nameparts import Who
from builder.names import Names
from builder.rules.taal import LABELS
from builder.terms import Terms
from tests.site import REPO

CASES: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "gevallen/woorden.yml").read_text(encoding="utf-8"))
INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"


@pytest.mark.parametrize("case", CASES["termen"], ids=[f"{case['tekst']!a}" for case in CASES["termen"]])
def test_a_rule_finds_its_words_and_no_names(case: dict[str, Any]) -> None:
    terms = Terms(LABELS, case.get("namen", ()))
    text = case["tekst"]
    hits = list(terms.find(text, terms.proven([text])))
    assert [hit.text for hit in hits] == [unicodedata.normalize("NFC", word) for word in case["raak"]]
    for hit in hits:
        assert folded(text[hit.start :])[:1].lower() in "wmb"


@pytest.mark.parametrize(("one", "other"), CASES["gelijk"])
def test_the_same_to_a_reader(one: str, other: str) -> None:
    assert same(one) == same(other)
    assert said(one) == said(other)


@pytest.mark.parametrize(("one", "other"), CASES["anders"])
def test_not_the_same_to_a_reader(one: str, other: str) -> None:
    assert same(one) != same(other)


@pytest.mark.parametrize("sign", INVISIBLE, ids=[f"{ord(sign):04X}" for sign in INVISIBLE])
def test_no_sign_that_cannot_be_seen_makes_a_difference(sign: str) -> None:
    hidden = sign.join("Werk aan zee")
    assert seen(hidden) == "Werk aan zee"
    assert same(hidden) == same("WERK AAN ZEE")
    assert letters(hidden) == "werk aan zee"
    assert trimmed(f"{sign} {sign}") == ""
    assert trimmed(f"{sign}a{sign}b{sign}") == f"a{sign}b"


@pytest.mark.parametrize("case", CASES["namen"], ids=[case["naam"] for case in CASES["namen"]])
def test_somebody_is_found_however_the_name_is_written(case: dict[str, Any]) -> None:
    names = Names([Who("x", case["naam"])])
    for text in [case["naam"], *case["noemt"]]:
        for around in ("{}", "Vraag het {} maar.", "**{}**", "{} en {}"):
            written = around.format(text, text)
            assert names.hint(written), written
            assert any(found.whole for found in names.spot(written)), written
    for text in case.get("noemt_niet", ()):
        assert not names.spot(text), text


def test_signs_are_folded_in_one_place() -> None:
    """Who compares words does so through ``comparing``: a second way of folding finds other words."""
    for path in sorted((REPO / "builder").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        name = path.relative_to(REPO / "builder").as_posix()
        if name != "comparing.py":
            assert "unicodedata.normalize" not in text, name
        if name not in ("comparing.py", "lettering.py"):  # that looks for signs, not for words
            assert ".casefold()" not in text, name
