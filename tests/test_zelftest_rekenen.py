"""The script of the self-test against a count of our own: sums, words, points, outcomes and the code."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from builder.content import Library
from builder.kinds.zelftest import Zelftest
from tests import rekenen
from tests.rekenen import SIGNS
from tests.sample import pages_of
from tests.site import REPO, Site

pytestmark = pytest.mark.browser
SEED = 20261122
SCRIPT = REPO / "templates/statisch/zelftest-rekenen.js"
SUMS: tuple[int | None, ...] = (None, *range(2, 11))


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """An empty page that can count."""
    page = chromium.new_page()
    page.add_script_tag(path=SCRIPT)
    yield page
    page.close()


def bands(test: Zelftest) -> list[dict[str, Any]]:
    return [band.model_dump() for band in test.woorden]


def test_all_pairs_of_answers(page: Page, zelftest: Zelftest) -> None:
    """All 25 pairs and all with a missing answer, as the radio buttons give them (empty: does not count)."""
    pairs = list(product(["", "1", "2", "3", "4", "5"], repeat=2))
    counted = page.evaluate(
        "([pairs, bands]) => pairs.map(([a, b]) => [Rekenen.som(a, b), Rekenen.woord(bands, Rekenen.som(a, b))])",
        [pairs, bands(zelftest)],
    )
    for (know, act), (total, word) in zip(pairs, counted, strict=True):
        expected = rekenen.total(int(know or 0), int(act or 0))
        assert total == expected, (know, act)
        assert (word or rekenen.TOO_FEW) == rekenen.words(zelftest, expected), (know, act)


def test_the_bands_on_paper_say_the_same(page: Page, zelftest: Zelftest, sample: Site) -> None:
    """The words for each sum as they stand in the PDF of the form, read back, against the script for all pairs."""
    text = " ".join(" ".join(pages_of(sample.output / "kantoor/zelftest/loopbaantest-formulier.pdf")).split())
    read_back = {}
    for band in zelftest.woorden:
        found = re.search(rf"((?:\d+(?:, | of |\s))+)\W*{re.escape(band.tekst)}", text)
        assert found, band
        read_back |= dict.fromkeys(map(int, re.findall(r"\d+", found[1])), band.tekst)
    assert set(read_back) == set(range(2, 11))
    for know, act in product("12345", repeat=2):
        total = int(know) + int(act)
        word = page.evaluate("([bands, total]) => Rekenen.woord(bands, total)", [bands(zelftest), total])
        assert word == read_back[total] == rekenen.words(zelftest, total)
    assert rekenen.TOO_FEW in text


def test_points_of_conversation(page: Page, zelftest: Zelftest) -> None:
    """At most two on each side, ties and nothing at all included: 2,000 rows of sums, and those with few values."""
    chance = random.Random(SEED)
    print(f"zaad {SEED}")
    keys = [factor.sleutel for factor in zelftest.factoren]
    rows = [[chance.choice(SUMS) for _ in keys] for _ in range(2000)]
    rows += [[chance.choice((9, 10)) for _ in keys] for _ in range(200)]
    rows += [[chance.choice((None, 2, 5)) for _ in keys] for _ in range(200)]
    found = page.evaluate(
        """([rows, keys, bands]) => rows.map(row => [true, false].map(high => {
            const factors = keys.map((sleutel, n) => ({sleutel, som: row[n]}));
            const found = Rekenen.uitgesproken(factors, bands, high);
            return [found.getoond.map(one => one.sleutel), found.gelijk, found.geen];
        }))""",
        [rows, keys, bands(zelftest)],
    )
    for row, sides in zip(rows, found, strict=True):
        for high, (shown, tied, none) in zip((True, False), sides, strict=True):
            sums = dict(zip(keys, row, strict=True))
            expected = rekenen.points(zelftest, sums, high)
            assert (set(shown), tied) == (set(expected.shown), expected.tied), (row, high)
            assert len(shown) <= 2
            assert none == (not expected.shown and not expected.tied), (row, high)


def test_all_situations(page: Page, zelftest: Zelftest) -> None:
    questions = {q.sleutel: ["", *(a.sleutel for a in q.antwoorden)] for q in zelftest.situatie}
    situations = [dict(zip(questions, given, strict=True)) for given in product(*questions.values())]
    outcomes = [{"sleutel": one.sleutel, "als": one.als} for one in zelftest.uitkomsten]
    found = page.evaluate(
        "([all, given]) => given.map(one => Rekenen.uitkomst(all, one).sleutel)", [outcomes, situations]
    )
    assert found == [rekenen.outcome(zelftest, situation).sleutel for situation in situations]
    assert rekenen.outcome(zelftest, {}).sleutel == "nog-niet"


def test_differences(page: Page) -> None:
    pairs = list(product(SUMS, SUMS))
    found = page.evaluate("pairs => pairs.map(([a, b]) => Rekenen.verschil(a, b))", pairs)
    assert found == [rekenen.difference(*pair) for pair in pairs]


def read(page: Page, codes: list[str], version: int = 1, count: int = 8) -> list[dict[str, Any]]:
    """What the script makes of typed codes."""
    made: list[dict[str, Any]] = page.evaluate(
        "([version, count, codes]) => codes.map(code => Rekenen.lees(version, count, code))", [version, count, codes]
    )
    return made


@pytest.mark.parametrize("each", [667, pytest.param(6667, marks=pytest.mark.alles)])
def test_many_thousands_of_codes_come_back(page: Page, each: int) -> None:
    """Random sums and versions, written by us and read by the script; a tenth of them also written by the script."""
    chance = random.Random(SEED)
    print(f"zaad {SEED}")
    for version in range(1, 16):
        rows = [[chance.choice(SUMS) for _ in range(8)] for _ in range(each)]
        codes = [rekenen.code(version, row) for row in rows]
        assert {len(code) for code in codes} == {8}
        back = page.evaluate(
            "([version, codes]) => codes.map(code => Rekenen.lees(version, 8, code).sommen)", [version, codes]
        )
        assert back == rows
        written = page.evaluate("([v, rows]) => rows.map(row => Rekenen.codeer(v, row))", [version, rows[: each // 10]])
        assert written == codes[: each // 10]


@pytest.mark.parametrize("count", range(1, 13))
def test_a_test_with_another_number_of_factors(page: Page, count: int) -> None:
    chance = random.Random(SEED + count)
    rows = [[chance.choice(SUMS) for _ in range(count)] for _ in range(500)]
    rows += [[10] * count, [None] * count, [2] * count]
    codes = [rekenen.code(15, row) for row in rows]
    assert {len(code) for code in codes} == {page.evaluate("n => Rekenen.lengte(n)", count)}
    assert [one["sommen"] for one in read(page, codes, 15, count)] == rows


@pytest.mark.parametrize("count", [1, 5, 8, 12])
def test_one_wrong_sign_and_two_swapped_are_always_noticed(page: Page, count: int) -> None:
    """Every sign in every place, and every pair of neighbours, of many codes: not one is taken for another row."""
    chance = random.Random(SEED + count)
    wrong: list[str] = []
    for _ in range(60):
        code = rekenen.code(chance.randint(1, 15), [chance.choice(SUMS) for _ in range(count)])
        for place in range(len(code)):
            wrong += [code[:place] + sign + code[place + 1 :] for sign in SIGNS if sign != code[place]]
            swapped = code[:place] + code[place : place + 2][::-1] + code[place + 2 :]
            wrong += [swapped] if swapped != code else []
    told = page.evaluate(
        """([count, codes]) => codes.filter(code => [...Array(15)].some(
            (_, version) => Rekenen.lees(version + 1, count, code).sommen))""",
        [count, wrong],
    )
    assert len(wrong) > 60 * 31
    assert told == []


def test_longer_errors_slip_through_about_once_in_512(page: Page) -> None:
    """The known limit of nine bits of check; the script says no more than it can hold."""
    chance = random.Random(SEED)
    codes = ["".join(chance.choices(SIGNS, k=8)) for _ in range(40_000)]
    taken = sum(one.get("fout") != "controle" for one in read(page, codes))
    assert 40_000 / 512 * 0.5 < taken < 40_000 / 512 * 1.5


@pytest.mark.parametrize(
    ("typed", "fout"),
    [
        ("", "leeg"),
        ("  - ", "leeg"),
        ("ABC", "lengte"),
        ("ABCDEFGHJ", "lengte"),
        ("0BCDEFGH", "teken"),
        ("OBCDEFGH", "teken"),
        ("IBCDEFGH", "teken"),
        ("<script>", "teken"),
        ("éABCDEFG", "teken"),
        ("😀ABCDEF", "teken"),
        ("2" * 8, "controle"),
        ("A" * 1_000_000, "lengte"),
    ],
)
def test_a_code_that_cannot_be(page: Page, typed: str, fout: str) -> None:
    assert read(page, [typed])[0]["fout"] == fout


def test_a_code_as_people_type_it(page: Page) -> None:
    sums = [2, None, 4, 5, 6, 7, 8, 10]
    code = rekenen.code(1, sums)
    halves = code[:4], code[4:]
    spelled = [code.lower(), f" {' '.join(halves)}\n", "-".join(halves), "–".join(halves), "·".join(code)]
    assert [one.get("sommen") for one in read(page, spelled)] == [sums] * len(spelled)


def test_a_code_of_another_version(page: Page) -> None:
    assert read(page, [rekenen.code(3, [5] * 8)]) == [{"fout": "versie", "versie": 3}]


def test_the_data_of_the_page_are_numbers_and_keys_only(zelftest: Zelftest, library: Library) -> None:
    """What the script is given holds no text of a statement and nothing about a reader."""
    (document,) = library.all(Zelftest)
    data = document.kind.appears[0].values(document, library)["rekenen"]
    assert set(data) == {"versie", "factoren", "woorden", "uitkomsten"}
    assert not any(factor.weten in json.dumps(data, ensure_ascii=False) for factor in zelftest.factoren)
