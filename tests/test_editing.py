"""A source that is changed in one place stays the same in all others, byte for byte, and reads as it was meant."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from builder.editing import NotDone, changed, values
from builder.editing.values import alike
from builder.reading import Fields, Listing, Node, Scalar, parse_source
from builder.reading.nodes import HIDDEN
from tests.site import REPO

ROOTS = [REPO, REPO / "tests" / "tweede", REPO / "tests" / "derde"]
FILES = [
    (path, str(path.relative_to(root)))
    for root in ROOTS
    for path in sorted(root.glob("content/**/*"))
    if path.suffix in (".yml", ".md")
]
SOURCES = [pytest.param(*one, id=str(one[0].relative_to(REPO))) for one in FILES]
NASTY = [
    "Plat", "met: dubbele punt", "een # hekje", "- streep", "{naam}", "[x]", "nee", "13:00", "0612345678", "~", "",
    "'s avonds laat", "s morgens", "\"aan\" en 'uit'", "C:\\nieuw\\d", "'s \\d", "een\ntwee\n\n  ingesprongen",
    "\n leeg", "😀 emoji", "@x", "%y", "& *", "a, b", "woord " * 40, "?", "| x", "> y", "---", "...", "e\u0301e\u0301n",
    "tab\there", "einde ", "  voor", ": ", "#", "a:",
    "x\n#y\n- z:", "slot:\nen\nmeer", "!x", "null", "`a`", "<b>", "a\n \nb", "z",
    "https://x.example/#a", "tekst\n---\nmeer", "1_000", "0x1f", "=", "<<", "a\r\nb", "2.890,50", "* ster", "1. een",
]  # fmt: skip


def plain(node: Node) -> Any:
    """A node without places, told apart from what Spijs itself makes of it."""
    if isinstance(node, Scalar):
        return node.text.rstrip("\n")
    if isinstance(node, Listing):
        return [plain(item) for item in node.items]
    return {key: plain(value) for key, value in node.entries.items()}


def read(data: bytes, path: str) -> Any:
    """All that a source says, as the builder reads it."""
    source, found = parse_source(data, path)
    assert source, found
    return plain(source.fields), source.body.text.strip("\n") if source.body else None


def leaves(node: Node, way: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Scalar]]:
    if isinstance(node, Scalar):
        yield way, node
    elif isinstance(node, Listing):
        for number, item in enumerate(node.items):
            yield from leaves(item, (*way, number))
    else:
        for key, value in node.entries.items():
            yield from leaves(value, (*way, key))


def lines_of(node: Node) -> Iterator[int]:
    """The line of each name and each text of a source."""
    if isinstance(node, Scalar):
        yield node.position.line
    elif isinstance(node, Listing):
        yield from (line for item in node.items for line in lines_of(item))
    elif isinstance(node, Fields):
        for key, value in node.entries.items():
            yield node.keys[key].line
            yield from lines_of(value)


def as_meant(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n")).rstrip("\n")


def put(held: Any, way: tuple[Any, ...], value: Any) -> None:
    for part in way[:-1]:
        held = held[part]
    held[way[-1]] = value


@pytest.mark.parametrize(("file", "path"), SOURCES)
def test_what_is_saved_unchanged_changes_no_byte(file: Path, path: str) -> None:
    data = file.read_bytes()
    assert changed(data, path, values(data, path)) == data
    assert changed(data, path, {}) == data


@pytest.mark.parametrize(("file", "path"), SOURCES)
def test_one_field_changes_and_nothing_around_it(file: Path, path: str) -> None:
    data = file.read_bytes()
    source, _ = parse_source(data, path)
    assert source
    old = data.decode().split("\n")
    begins = sorted(set(lines_of(source.fields)))
    closing = source.body.position.line - 1 if source.body else len(old) + 1
    for number, (way, scalar) in enumerate(leaves(source.fields)):
        value = NASTY[(number * 7 + len(data)) % len(NASTY)]
        out = changed(data, path, {way: value})
        fields, body = read(data, path)
        put(fields, way, as_meant(value))
        assert read(out, path) == (fields, body), (way, value)
        new = out.decode().split("\n")
        first = scalar.position.line - (scalar.position.line not in {p.line for p in _keys(source.fields)})
        after = next((line for line in begins if line > scalar.position.line), closing)
        assert new[: first - 1] == old[: first - 1], (way, value)
        assert old[after - 1 :] == (new[len(new) - len(old) + after - 1 :] if after <= len(old) else []), (way, value)
        remarks = [line for line in old if line.lstrip().startswith("#")]
        assert [line for line in remarks if line in new] == remarks


def _keys(node: Node) -> Iterator[Any]:
    if isinstance(node, Fields):
        yield from node.keys.values()
    for child in node.entries.values() if isinstance(node, Fields) else getattr(node, "items", ()):
        yield from _keys(child)


@pytest.mark.parametrize(("file", "path"), SOURCES)
def test_line_ends_and_the_mark_in_front_stay_those_of_the_file(file: Path, path: str) -> None:
    data = file.read_bytes()
    dos = b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n")
    source, _ = parse_source(data, path)
    assert source
    ways = [way for way, _ in leaves(source.fields)]
    for way, value in zip((ways[0], ways[-1], ways[len(ways) // 2]), ("Kort", "een\ntwee\n", "a: b"), strict=True):
        out = changed(data, path, {way: value})
        assert changed(dos, path, {way: value}) == b"\xef\xbb\xbf" + out.replace(b"\n", b"\r\n")


HARD = """\
# Bovenaan een toelichting: niet weghalen
titel:   'Een titel'   # achter de titel
leeg:
met_uitleg:  # vul in
intro: >-
  Een tekst die over
  twee regels loopt.

letterlijk: |  # zo
  een
    twee

# los tussendoor
"dubbel": "met \\"tekens\\""
rij: [een, "twee: b", 'drie']   # kort
stappen:  # zeven
  - naam: Bellen
    tijd: 13:00  # na de lunch

  # voor de tweede
  - tijd: '14:00'
    naam: Praten
  - los woord
groep:
    diep:
        - x
        -   y
    {bij: "1", af: 2}
slot: einde""".replace('    {bij: "1", af: 2}\n', "    kort: {bij: \"1\", af: 2}\n")  # fmt: skip
PATH = "content/los/proef.yml"
FRONT = f"---\n{HARD}\n---\n\n# kop\n\nTekst e\u0301e\u0301n\n\nTekst twee\n"


@pytest.mark.parametrize(
    ("changes", "before", "after"),
    [
        ({"titel": "Iets anders"}, "'Een titel'   #", "'Iets anders'   #"),
        ({"titel": "L'été"}, "'Een titel'", "'L''été'"),
        ({"leeg": "vol"}, "leeg:\n", "leeg: vol\n"),
        ({"met_uitleg": "nee"}, "met_uitleg:  # vul in", "met_uitleg: nee  # vul in"),
        ({"intro": "Kort."}, "  Een tekst die over\n  twee regels loopt.\n", "  Kort.\n"),
        ({"letterlijk": "een\ndrie"}, "  een\n    twee\n", "  een\n  drie\n"),
        ({"letterlijk": "plat"}, "letterlijk: |  # zo\n  een\n    twee\n", "letterlijk: plat  # zo\n"),
        ({"dubbel": 'zo "is" het'}, 'met \\"tekens\\"', 'zo \\"is\\" het'),
        ({"titel": "een\ntwee"}, "   'Een titel'   # achter de titel", " |   # achter de titel\n  een\n  twee"),
        ({("rij", 1): "twee"}, '"twee: b"', '"twee"'),
        ({("rij", 3): "vier, vijf"}, "'drie']", "'drie', \"vier, vijf\"]"),
        ({("rij", 0): None}, "[een, ", "["),
        ({("rij", 2): None}, ", 'drie']", "]"),
        ({"rij": []}, "[een, \"twee: b\", 'drie']", "[]"),
        ({("stappen", 0, "tijd"): "13:30"}, "13:00  #", "13:30  #"),
        ({("stappen", 1, "tijd"): None}, "  - tijd: '14:00'\n    naam", "  - naam"),
        ({("stappen", 1): None}, "  - tijd: '14:00'\n    naam: Praten\n", ""),
        ({("stappen", 0): None}, "  - naam: Bellen\n    tijd: 13:00  # na de lunch\n", ""),
        ({("stappen", 0, "waar"): "hier"}, "# na de lunch\n", "# na de lunch\n    waar: hier\n"),
        ({("stappen", 2): {"naam": "Kijken", "wie": ["a", "b"]}}, "los woord",
         "naam: Kijken\n    wie:\n      - a\n      - b"),
        ({("stappen", 3): "erbij"}, "  - los woord\n", "  - los woord\n  - erbij\n"),
        ({"stappen": "geen"}, "stappen:  # zeven\n" + HARD.partition("# zeven\n")[2].partition("groep:")[0],
         "stappen: geen  # zeven\n"),
        ({("groep", "diep", 1): "z"}, "-   y", "-   z"),
        ({("groep", "kort", "af"): "nee"}, "af: 2", "af: nee"),
        ({("groep", "kort", "om"): "x"}, "af: 2}", "af: 2, om: x}"),
        ({("groep", "kort", "bij"): None}, 'kort: {bij: "1", af: 2}', "kort:\n      af: 2"),
        ({"groep": None}, "groep:\n" + HARD.partition("groep:\n")[2].partition("slot:")[0], ""),
        ({"nieuw": {"a": "1", "b": []}}, "slot: einde", "slot: einde\nnieuw:\n  a: 1\n  b: []"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("as_front", [False, True])
def test_only_the_piece_that_changes_is_written(changes: Any, before: str, after: str, as_front: bool) -> None:
    text, path = (FRONT, PATH.replace(".yml", ".md")) if as_front else (HARD, PATH)
    assert text.count(before) == 1
    assert changed(text.encode(), path, changes).decode() == text.replace(before, after)


def test_a_list_keeps_the_lines_of_its_items_when_one_comes_between() -> None:
    now = values(HARD.encode(), PATH)
    steps = now["stappen"]
    assert isinstance(steps, list)
    out = changed(HARD.encode(), PATH, {"stappen": [{"naam": "Eerst"}, steps[0], "tussen", steps[1]]}).decode()
    before, after = "stappen:  # zeven\n", "stappen:  # zeven\n  - naam: Eerst\n"
    expected = HARD.replace(before, after).replace("na de lunch\n", "na de lunch\n  - tussen\n")
    assert out == expected.replace("  - los woord\n", "")


@pytest.mark.parametrize("order", [(1, 0, 2), (2, 1, 0), (2, 0, 1), (1, 2, 0), (0, 2, 1)])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_an_item_takes_its_lines_along_to_another_place(order: tuple[int, ...], newline: str) -> None:
    rows = [
        "  - naam: Een\n    tijd: '13:00'  # laat\n",
        "  - twee   # los\n",
        "  - naam: >-\n      drie\n      regels\n",
    ]
    text = ("x: y\nstappen:\n" + "".join(rows) + "slot: z\n").replace("\n", newline)
    steps: Any = values(text.encode(), PATH)["stappen"]
    out = changed(text.encode(), PATH, {"stappen": [steps[n] for n in order]})
    assert out.decode() == ("x: y\nstappen:\n" + "".join(rows[n] for n in order) + "slot: z\n").replace("\n", newline)


def test_the_text_below_the_fields_changes_by_the_line() -> None:
    path = PATH.replace(".yml", ".md")
    out = changed(FRONT.encode(), path, {"tekst": "# kop\n\nTekst e\u0301e\u0301n\n\nAnders\nen meer"}).decode()
    assert out == FRONT.replace("Tekst twee", "Anders\nen meer")
    assert changed(FRONT.encode(), path, {"tekst": None}).decode().endswith("einde\n---\n\n")
    assert changed(b"---\nx: y\n---", path, {"tekst": "Een"}) == b"---\nx: y\n---\n\nEen\n"


def test_a_new_field_comes_where_its_kind_has_it() -> None:
    data = (REPO / "content/vacatures").glob("*.md")
    file = sorted(data)[0]
    path = str(file.relative_to(REPO))
    without = changed(file.read_bytes(), path, {"status": None})
    assert b"status:" not in without.partition(b"\n---")[0]
    assert changed(without, path, {"status": "concept"}).startswith(b"---\nstatus: concept\n")


def test_a_remark_that_touches_the_new_words_stays_a_remark() -> None:
    assert changed(b"x: # vul in\ny: z\n", PATH, {"x": "woord"}) == b"x: woord  # vul in\ny: z\n"
    assert changed(b"x: #1 in zorg\n", PATH, {"x": "#1 in zorg"}) == b'x: "#1 in zorg"  # 1 in zorg\n'


TEXTS = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from(" :#-'\"\n\\{}[],&*!|>%@`s")).filter(
    lambda text: not HIDDEN.search(text.replace("\r\n", "\n").replace("\r", "\n"))
)
WAYS = [
    ("titel",), ("leeg",), ("met_uitleg",), ("intro",), ("letterlijk",), ("dubbel",), ("rij", 1), ("rij", 3),
    ("stappen", 0, "tijd"), ("stappen", 1, "naam"), ("stappen", 2), ("groep", "diep", 0), ("groep", "kort", "bij"),
    ("slot",), ("nieuw",), ("groep", "nieuw"),
]  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(way=st.sampled_from(WAYS), text=TEXTS, dos=st.booleans(), front=st.booleans())
def test_any_text_can_stand_anywhere(way: tuple[Any, ...], text: str, dos: bool, front: bool) -> None:
    whole, path = (FRONT, PATH.replace(".yml", ".md")) if front else (HARD, PATH)
    data = (whole.replace("\n", "\r\n") if dos else whole).encode()
    held: Any = values(changed(data, path, {way: text}), path)
    for part in way:
        held = held[part]
    assert held.rstrip("\n") == as_meant(text.replace("\r\n", "\n").replace("\r", "\n"))


LEAF = st.sampled_from(["a", "b: c", "'s nachts", "een\ntwee", "", "- x"])
NESTED = st.recursive(
    LEAF, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("pqrs"), inner, max_size=3)
)


@settings(max_examples=300, deadline=None)
@given(first=NESTED, second=NESTED, third=NESTED)
def test_any_shape_can_follow_any_other(first: Any, second: Any, third: Any) -> None:
    data = HARD.encode()
    for value in (first, second, third):
        data = changed(data, PATH, {"stappen": value, ("groep", "diep"): value})
        assert alike(values(data, PATH)["stappen"], value)
    rest = values(changed(data, PATH, {"stappen": None, "groep": None}), PATH)
    assert rest == {key: one for key, one in values(HARD.encode(), PATH).items() if key not in ("stappen", "groep")}


def test_the_last_field_goes_with_its_line() -> None:
    assert changed(HARD.encode(), PATH, {"slot": None}).decode() == HARD.removesuffix("slot: einde")
    assert "einde" not in changed(FRONT.encode(), PATH.replace(".yml", ".md"), {"slot": None}).decode()


class Styled(yaml.SafeDumper):
    """Writes YAML in any style, as others' programs and habits do."""

    chosen = random.Random(0)


def _styled(dumper: Any, value: Any) -> Any:
    if isinstance(value, str):
        style = dumper.chosen.choice([None, None, "'", '"', "|", ">"])
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)
    flow = dumper.chosen.random() < 0.3
    if isinstance(value, list):
        return dumper.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=flow)
    return dumper.represent_mapping("tag:yaml.org,2002:map", value.items(), flow_style=flow)


for known in (str, list, dict):
    Styled.add_representer(known, _styled)


def in_any_style(values: Any, seed: int) -> bytes:
    """A source with these values, with remarks and empty lines anywhere; it may be that nobody can read it."""
    Styled.chosen = chosen = random.Random(seed)
    width, indent = chosen.choice([20, 60, 200]), chosen.choice([2, 3, 4])
    rows = yaml.dump(values, Dumper=Styled, allow_unicode=True, width=width, indent=indent).splitlines()
    for number in sorted(chosen.sample(range(len(rows)), k=len(rows) // 4), reverse=True):
        rows.insert(number, chosen.choice(["", "# los", "    # diep", "  # half"]))
    for number in chosen.sample(range(len(rows)), k=len(rows) // 6):
        rows[number] += "  # erachter" if rows[number].strip() else ""
    return chosen.choice(["\n", "\n", "\r\n", "\r"]).join([*rows, *chosen.choice([[], [""]])]).encode()


FIELDS = st.dictionaries(st.sampled_from(["k1", "k2", "k3", "k4"]), NESTED, min_size=2)


@settings(max_examples=400, deadline=None)
@given(now=FIELDS, name=st.sampled_from(["k1", "k2", "nieuw"]), new=NESTED | st.none(), seed=st.integers(0, 10**6))
def test_whatever_can_be_read_can_be_changed(now: Any, name: str, new: Any, seed: int) -> None:
    data = in_any_style(now, seed)
    try:
        before = values(data, PATH)
    except NotDone:
        reject()
    assert changed(data, PATH, before) == data
    after = values(changed(data, PATH, {name: new}), PATH)
    wanted = {key: one for key, one in before.items() if key != name} | ({} if new is None else {name: new})
    assert alike(after, wanted)


@pytest.mark.parametrize(
    ("text", "changes", "told"),
    [
        ("titel: a: b\n", {"titel": "x"}, "regel 1: een dubbele punt in een tekst"),
        ("titel: a\n", {"titel": "x\u202ey"}, "in «titel» staat een onzichtbaar teken (U+202E)"),
        ("titel: a\n", {"woorden": {"x\ud800": "y"}}, "in «woorden» staat een onzichtbaar teken (U+D800)"),
        ("titel: a\n", {"titel": "x\x0by"}, "in «titel» staat een onzichtbaar teken (U+000B)"),
        ("titel: a\n", {("rij", "x"): "b", ("rij", "x", "y"): "c"}, "«y» staat niet meer op deze plaats"),
        ("rij: [a]\n", {("rij", 3): "b"}, "onderdeel 4 staat niet meer op deze plaats"),
        ("titel: a\n", {"titel": None}, "dit is niet zo in het bestand te zetten"),
        ("titel: a\n", {"titel": "woord " * 200_000}, "dit bestand is groter dan 1 MB"),
    ],
)
def test_what_cannot_be_done_is_said(text: str, changes: Any, told: str) -> None:
    with pytest.raises(NotDone) as refused:
        changed(text.encode(), PATH, changes)
    assert told in str(refused.value)
    assert refused.value.remedy
