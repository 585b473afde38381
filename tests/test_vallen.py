"""The traps of YAML lose no text: it is read as typed, or told, and the line that is proposed is read as meant."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from builder.diagnostics import Diagnostic
from builder.reading import Fields, Listing, Node, Scalar, parse_source
from tests.volgen import written

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "gevallen/vallen.yml").read_text(encoding="utf-8")
)
PATH = "content/organisaties/a.yml"


def plain(node: Node) -> Any:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Listing):
        return [plain(item) for item in node.items]
    return {key: plain(value) for key, value in node.entries.items()}


def read(text: str) -> tuple[Fields | None, list[Diagnostic]]:
    source, found = parse_source(text.encode(), PATH)
    return (source.fields if source else None), found


@pytest.mark.parametrize("case", CASES, ids=[f"{case['typt']!a}" for case in CASES])
@pytest.mark.parametrize("twice", [False, True], ids=["once", "among others"])
def test_a_trap_loses_no_text(case: dict[str, Any], twice: bool) -> None:
    typed = case["typt"]
    if twice and typed.startswith("naam: ") and "\n" not in typed:  # nothing above or below makes a difference
        typed = f"eerst: a\n{typed}\nlaatst: b"
    fields, found = read(typed)
    if "leest" in case:
        assert not found
        assert fields
        assert plain(fields.entries["naam"]) == case["leest"]
        return
    assert [one.code for one in found] in (["yaml"], ["dubbel-veld"])
    assert case.get("meldt", "") in f"{found[0].message}; {found[0].remedy}"
    if "bedoelt" in case:
        better = written(typed, found[0])
        assert better is not None, found[0]
        fields, found = read(better)
        assert not found, (better, found)
        assert fields
        assert plain(fields.entries["naam"]) == case["bedoelt"]


def test_all_traps_in_one_file_come_out_by_doing_what_is_said() -> None:
    """One after another, each in its own field: nothing of one is lost in mending another, nor of one said twice."""
    meant = [case for case in CASES if "bedoelt" in case and "\n" not in case["typt"]]
    typed = [case["typt"].replace("naam", f"v{n}", 1) for n, case in enumerate([*meant, *meant])]
    text, left = "\n".join(typed), len(typed)
    while (found := read(text)[1]) and left:
        better = written(text, found[0])
        assert better is not None, found[0]
        text, left = better, left - 1
    fields, found = read(text)
    assert not found, found
    assert fields
    assert [plain(node) for node in fields.entries.values()] == [case["bedoelt"] for case in [*meant, *meant]]


@pytest.mark.parametrize("codering", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_told_also_without_its_mark(codering: str) -> None:
    _, found = parse_source("naam: Stichting Duinrand\nsoort: eigen\n".encode(codering), PATH)
    assert [one.code for one in found] == ["codering"]
    assert "UTF-16" in found[0].message


def test_a_mark_before_the_text_is_no_text() -> None:
    assert read("\ufeffnaam: x")[1] == []
