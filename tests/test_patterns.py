"""No pattern keeps a build busy: each is fed 100 kB of its own worst, and whole texts go through both readers.

The patterns are found in the syntax tree of builder/, so a new one is tried as well. What it is fed is made of the
pieces that it looks for itself: one of them over and over, two in turn, its own beginning again and again, and a good
beginning with a tail that never ends. A time limit is here only what tells waiting from hanging.
"""

from __future__ import annotations

import ast
import importlib
import re
import re._constants as code  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import permutations
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from builder import litter, prose, terms
from builder.diagnostics import Position, has_errors
from builder.fonts import face
from builder.kinds.brief import cells
from builder.prose import Prose
from tests.site import REPO

SIZE = 100_000
# What is linear takes some milliseconds, on a busy machine too; what is not, minutes.
GUARD = 5.0
TEXT_GUARD = 60.0
# Patterns that are put together from what a site says; the values are of the kind that it says.
PUT_TOGETHER: dict[str, dict[str, Any]] = {
    "builder.typed": {
        "begin": r"(?<!\w)",
        "name": "Loopbaancentrum De Ladder",
        "kind": "Loopbaancentrum",
        "address": re.escape("intranet.ladder.example/plein"),
        "_spaced(contact.tijden)": r"dinsdag\s+van\s+09:00\s+tot\s+11:00\s+uur",
        "figures": r"[\s./()-]{0,3}".join("088111"),
    },
    "builder.hanging": {"old": SimpleNamespace(text="2026-01-01")},
    "builder.reading.traps": {"first": '"'},
    "builder.lastgood": {"old": b"naam-van-vroeger"},
    "builder.editing.references": {"name": SimpleNamespace(id="naam", kind=SimpleNamespace(folder="verhalen"))},
    "builder.reading": {"line": rb"^status:[ \t]*['\"]?concept\b"},
    "builder.templating": {"address": r'(<a href="(?:mailto|https):[^>]*>)([^<\s]*[@/][^<\s]*)(?=</a>)'},
}
# Functions that are given a pattern, with its place among what they are given; and tables with patterns in them.
GIVERS = {"_pattern": 1, "_in_line": 0, "_in_block": 0}
TABLES = {
    "builder.schema.fields: pattern": (),
    "builder.second: pattern": (),
    "builder.values.days: pattern": (),  # of one line
    "builder.values: known": (),
    "builder.kinds.brief.cells: spoilt.column": tuple(spoilt.column for spoilt in cells.SPOILT),
    "builder.terms: '|'.join((PART.join(term) for term in self._terms))": (terms.PART.join("willer"),),
    "builder.prose: form": tuple(row[0] for row in prose.LOST.values()),
    "builder.litter: one": (*litter.BEHIND, *litter.BEFORE),
    "builder.fonts.face: words": tuple(words for words, _ in face.CALLED),
}
# Looked for in a few signs before a word only, and in the name of a file.
SHORT = {"OPENING": 60, "_litter": 255, "_conflict": 255}


class Hanging(Exception):
    """This takes longer than anybody waits."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Ends what is done inside it after so many seconds; a pattern that is being matched as well."""

    def ring(number: int, frame: Any) -> None:
        raise Hanging

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@dataclass(frozen=True)
class Found:
    """A pattern in builder/: where, how it is asked, and what it is."""

    place: str
    how: str
    pattern: re.Pattern[Any]
    name: str = ""

    def ask(self, text: str) -> None:
        given: Any = text.encode("latin-1", "replace") if isinstance(self.pattern.pattern, bytes) else text
        if self.how in ("match", "fullmatch"):
            getattr(self.pattern, self.how)(given)
        else:
            for _ in self.pattern.finditer(given):
                pass


def _modules() -> Iterator[tuple[str, ModuleType, ast.Module]]:
    for path in sorted((REPO / "builder").rglob("*.py")):
        name = ".".join(path.relative_to(REPO).with_suffix("").parts).removesuffix(".__init__")
        if not name.endswith("__main__"):
            yield name, importlib.import_module(name), ast.parse(path.read_text(encoding="utf-8"))


def _flags(call: ast.Call) -> int:
    told = [ast.unparse(one) for one in (*call.args[1:], *(word.value for word in call.keywords))]
    return sum(int(eval(one, {"re": re})) for one in told if re.fullmatch(r"re\.[A-Z]+( \| re\.[A-Z]+)*", one))


def patterns() -> tuple[list[Found], set[str]]:
    """Every pattern that builder/ is written with, and those that could not be worked out."""
    found, unknown, ways = [], set(), dict[str, set[str]]()
    trees = list(_modules())
    for _, _, tree in trees:  # a pattern with a name is asked wherever that name is known
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id.isupper():
                ways.setdefault(node.value.id, set()).add(node.attr)
    for module, live, tree in trees:
        names = {id(n.value): ast.unparse(n.targets[0]) for n in ast.walk(tree) if isinstance(n, ast.Assign)}
        for call in ast.walk(tree):
            called = ast.unparse(call.func) if isinstance(call, ast.Call) else ""
            if not (re.fullmatch(r"re\.(?!escape)[a-z]+", called) or called in GIVERS):
                continue
            how = called.removeprefix("re.") if called not in GIVERS else "fullmatch"
            written = ast.unparse(call.args[GIVERS.get(called, 0)])
            told = PUT_TOGETHER.get(module, {})
            try:
                text = told[written] if written in told else eval(written, {**vars(live), **told})
            except NameError:
                unknown.add(f"{module}: {written}")
                continue
            name = names.get(id(call), "")
            asked = {how} if how != "compile" else ways.get(name, {"finditer"}) & {"match", "fullmatch"} or {"finditer"}
            if how == "compile" and ways.get(name, set()) - {"match", "fullmatch", "pattern"}:
                asked.add("finditer")
            flags = _flags(call) if called not in GIVERS else 0
            found += [Found(f"{module}:{call.lineno}", one, re.compile(text, flags), name) for one in asked]
    found += [Found(place, "match", re.compile(text)) for place, table in TABLES.items() for text in table]
    return found, unknown


def pieces(parsed: Any) -> Iterator[list[str]]:
    """The signs that a pattern looks for, in order."""
    for op, value in parsed:
        if op in (code.LITERAL, code.NOT_LITERAL):
            yield [chr(value) if op is code.LITERAL else "x" if chr(value) != "x" else "y"]
        elif op is code.ANY:
            yield ["x"]
        elif op is code.IN:
            yield _of_class(value)
        elif op in (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT):
            for _ in range(max(1, min(value[0], 3))):
                yield from pieces(value[2])
        elif op is code.SUBPATTERN:
            yield from pieces(value[3])
        elif op is code.BRANCH:
            for branch in value[1]:
                yield from pieces(branch)
        elif op in (code.ASSERT, code.ASSERT_NOT):
            yield from pieces(value[1])
        elif op is code.ATOMIC_GROUP:
            yield from pieces(value)


def _of_class(items: Any) -> list[str]:
    kinds = {code.CATEGORY_DIGIT: "1", code.CATEGORY_SPACE: " ", code.CATEGORY_WORD: "a"}
    signs = [
        chr(value) if op is code.LITERAL else chr(value[0]) if op is code.RANGE else kinds.get(value, "-")
        for op, value in items
        if op is not code.NEGATE
    ]
    if items[0][0] is code.NEGATE:
        return [sign for sign in "a1 -.\n" if sign not in signs][:3] or ["x"]
    return signs[:12]


def worst(pattern: re.Pattern[Any], size: int, pairs: bool) -> Iterator[str]:
    """Long texts of the pieces that a pattern looks for itself; each ends in a sign that fits nothing."""
    elements = [one for one in pieces(parser.parse(pattern.pattern, pattern.flags & ~re.LOCALE)) if one]
    singles = list(dict.fromkeys(sign for one in elements for sign in one))[:30]
    begins = ["".join(one[end] for one in elements[:upto]) for end in (0, -1) for upto in range(1, len(elements) + 1)]
    begins = list(dict.fromkeys(begins))[:60]
    both = [one + other for one, other in permutations(singles[:12], 2)] if pairs else []
    for again in dict.fromkeys((*singles, *begins, *both)):
        yield (again * (size // len(again) + 1))[:size] + "\x01"
    for begin in begins:
        for sign in singles if pairs else singles[:4]:
            yield begin + sign * size + "\x01"


FOUND, UNKNOWN = patterns()


def _hanging(found: Found, size: int, pairs: bool, guard: float = GUARD) -> str | None:
    for text in worst(found.pattern, SHORT.get(found.name, size), pairs):
        try:
            with within(guard):
                found.ask(text)
        except Hanging:
            return f"{found.place} {found.how} {found.pattern.pattern!r}: {text[:40]!r}…"
    return None


def test_every_pattern_is_found() -> None:
    assert len(FOUND) > 120
    assert set(TABLES) >= UNKNOWN


def test_a_pattern_that_hangs_is_noticed() -> None:
    """The one that cost 76 seconds, and others of its kind."""
    for pattern in (r"\{:?[ .#\w]*[^}\n]*=[^}\n]*\}\s*$", r"(a+)+b", r"\s*x?\s*$", r"\[[^\]]*\]\([^)]*\)"):
        assert _hanging(Found("hier", "search", re.compile(pattern)), SIZE, True, 1.0), pattern


@pytest.mark.parametrize("found", FOUND, ids=lambda found: f"{found.place}-{found.how}")
@pytest.mark.alles
def test_no_pattern_hangs_on_any_of_its_worst(found: Found) -> None:
    assert _hanging(found, SIZE, True) is None


def test_no_pattern_hangs() -> None:
    assert [told for one in FOUND if (told := _hanging(one, SIZE // 4, False))] == []


# What means something in Markdown, alone and at the beginning of a line.
MARKS = (
    "{= [ ]( ![ [a]( [a](x) * ** _ __ ` `` < <a <https:// <https://a.example> & &#1; \\ \\[ | #a #  > - 1. \t a "
    "a- --- === [a]: ' \" -- ... *a a* **a _a_ a_b ~ { } {:a=b} <!-- --> <? <![CDATA[ </p> ( ) [[a]] [a][b] ! \x02 \x03"
).split(" ")
LINES = [
    "- a\n",
    "1. a\n",
    "## a\n",
    "> a\n",
    "> - a\n",
    "    a\n",
    "- a\n\n    b\n\n",
    "a | b\n",
    "|a|b|\n|-|-|\n|1|2|\n",
]
LINES += [
    "a\n---\n",
    "a  \n",
    "a\\\n",
    "- a\n    - b\n",
    "[a](https://a.example/)\n",
    "[a [b] c](//x)\n",
    "**a\n",
    "```\na\n",
]


def _read_whole(text: str) -> None:
    whole = Prose(text, Position("content/paginas/lang.md", 1, 1))
    if not has_errors(prose.check(whole)):
        prose.to_html(text, {})
    prose.plain(text)
    list(prose.outward(whole))


@pytest.mark.parametrize("between", ["", " ", "\n", "\n\n"], ids=["close", "apart", "lines", "paragraphs"])
@pytest.mark.parametrize("size", [2_000, pytest.param(SIZE - 10, marks=pytest.mark.alles)])
def test_no_text_keeps_the_readers_busy(between: str, size: int) -> None:
    slow = []
    for mark in (*MARKS, *LINES):
        again = mark + between or "\n"
        try:
            with within(TEXT_GUARD):
                _read_whole((again * (size // len(again) + 1))[:size])
        except Hanging:
            slow.append(again)
    assert slow == []
