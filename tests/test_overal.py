"""Every input of ``gevallen/`` in every place where it may be typed: nothing of it goes without a word.

What was read alone in its own test is put here in a heading, a list, a quotation, a table and a link, twice in one
value, in capitals, and between signs that nobody sees. Either its words are shown, or there is a finding.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from html import unescape
from typing import Any

import pytest
import yaml

from builder import prose
from builder.diagnostics import Position, Severity
from builder.prose import Prose
from builder.schema.fields import tot
from builder.typography import typographic
from builder.values import Unclear
from tests.site import REPO
from tests.test_waarden import CASES as VALUES
from tests.test_waarden import READ

GEVALLEN = REPO / "tests/gevallen"
MARKDOWN: list[dict[str, Any]] = yaml.safe_load((GEVALLEN / "markdown.yml").read_text(encoding="utf-8"))
TYPOGRAFIE: dict[str, Any] = yaml.safe_load((GEVALLEN / "typografie.yml").read_text(encoding="utf-8"))
PLACES = {
    "kop": "## Vooraf {}\n\nEen zin.",
    "lijst": "- {}\n- nog een",
    "genummerd": "1. {}\n2. nog een",
    "in een lijst": "- eerst\n    - {}\n- dan",
    "aanhaling": "> {}\n>\n> Tot zover.",
    "cel": "| naam | wat |\n| --- | --- |\n| {} | b |\n| c | d |",
    "kop van een kolom": "| {} | wat |\n| --- | --- |\n| a | b |",
    "link": "Zie [{}](diensten/gesprek) voor meer.",
    "vet": "Zie **{}** voor meer.",
    "achteraan": "Een zin, en dan {}",
    "vooraan": "{} en dan een zin.",
    "twee keer": "{} {}",
}
# What is typed and not shown as words: addresses, entities, and the letters of a list (a), iii)).
LINKED = re.compile(r"\]\([^()\n]*(?:\([^()\n]*\))?[^()\n]*\)|\]\[[^\]]*\]")
UNSHOWN = re.compile(r"&#?\w+;|https?://\S+|www\.\S+|\S+@\S+|\S+/\S+|^[ >|]*(?:\w{1,4}[.)]\s+)+", re.M)
TARGETS = {"diensten/gesprek": "gesprek.html"}


def words(text: str) -> Counter[str]:
    """The words of a text as a reader compares them: without signs that nobody sees, composed, in small letters."""
    plain = "".join(sign for sign in unicodedata.normalize("NFC", text) if unicodedata.category(sign) != "Cf")
    return Counter(re.findall(r"[^\W\d_]{3,}", plain.casefold()))


def missing(text: str) -> Counter[str]:
    html = re.sub(r"<(?:wbr|/?(?:strong|em|a|code|sub|sup)\b)[^>]*>", "", prose.to_html(text, TARGETS))
    return words(UNSHOWN.sub(" ", LINKED.sub(" ", text.replace("*", "")))) - words(
        unescape(re.sub(r"<[^>]+>", " ", html))
    )


def told(text: str) -> bool:
    return any(
        one.severity in (Severity.FOUT, Severity.WAARSCHUWING) for one in prose.check(Prose(text, Position("x", 1)))
    )


@pytest.mark.parametrize("place", PLACES)
def test_markdown_in_every_place(place: str) -> None:
    lost = {}
    for case in MARKDOWN:
        for typed in {case["typ"], case["typ"].upper(), *case["typ"].split("\n")}:
            one_line = "\n" not in typed or place in ("achteraan", "vooraan", "twee keer")
            text = PLACES[place].replace("{}", typed if one_line else typed.replace("\n", " "))
            if (gone := missing(text)) and not told(text):
                lost[text] = sorted(gone)
    assert not lost, f"{len(lost)}: {list(lost.items())[:6]}"


def test_everything_at_once() -> None:
    text = "\n\n".join(case["typ"] for case in MARKDOWN)
    assert told(text) or not missing(text)
    good = "\n\nTussendoor een gewone zin.\n\n".join(case["typ"] for case in MARKDOWN if not told(case["typ"]))
    assert told(good) or not missing(good)


@pytest.mark.parametrize("kind", VALUES)
def test_a_value_between_signs_that_nobody_sees_is_the_same(kind: str) -> None:
    for case in VALUES[kind]:
        for around in (" {} ", "\u00a0{}\u200b", "\ufeff{}", "{}\u00ad", "\t{}\n", "“{}”"):
            typed = around.format(case["typt"])
            if "leest" in case and not (around == "“{}”" and re.search(r"[\"'“”‘’]", case["typt"])):
                assert READ[kind](typed) == case["leest"], typed
            else:
                _refused_or_read(kind, typed)


@pytest.mark.parametrize("kind", VALUES)
def test_a_value_typed_twice_or_in_capitals_is_read_or_told(kind: str) -> None:
    for case in VALUES[kind]:
        typed = case["typt"]
        for other in (
            f"{typed} {typed}",
            f"{typed}, {typed}",
            f"{typed}{typed}",
            typed.upper(),
            typed.lower(),
            f"{typed}.",
        ):
            _refused_or_read(kind, other)
        if "leest" in case and kind not in ("adres", "site", "email") and isinstance(case["leest"], str):
            read = _refused_or_read(kind, typed.upper())
            assert read is None or str(read).casefold() == case["leest"].casefold(), typed


def _refused_or_read(kind: str, typed: str) -> Any:
    try:
        return READ[kind](typed)
    except Unclear as unclear:
        return (
            None if unclear.message and unclear.remedy else pytest.fail(f"{kind} {typed}: een melding zonder woorden")
        )


def lines() -> list[str]:
    found = []
    for group in TYPOGRAFIE.values():
        for text in group.values() if isinstance(group, dict) else ():
            found += [line.split(" → ")[0].replace("␣", "\u00a0") for line in str(text).splitlines() if " → " in line]
    return found


@pytest.mark.parametrize("around", ["{}", "{} {}", "{}, en {}", "({})", "Team: {}", "{} #1", "1. {}"])
def test_typography_in_a_title(around: str) -> None:
    """A title is one line of a field: of ``site.yml``, of a source, of a cell. It keeps its letters."""
    for line in lines():
        typed = around.replace("{}", line)
        if len(typed) > 150 or re.search(r"<[a-zA-Z/!]|\S{61}", typed) or not typed.strip():
            continue
        made = tot(160).check(typed)
        assert words(made) == words(typed), typed
        assert typographic(made) == made, typed
