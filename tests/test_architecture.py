"""The laws of the architecture, kept over the syntax tree of builder/; each is seen to fail on a planted violation."""

from __future__ import annotations

import ast
import re
import shutil
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.site import REPO

# From the ground up. A part knows what stands on lower lines, never its neighbours, and never the other wing.
FLOORS = (
    ("ground", "__init__ diagnostics garbage"),
    ("ground", "comparing"),
    ("ground", "values"),
    ("ground", "sight pages merge words plaintext typography litter whole asmeant"),
    ("ground", "marked sealed"),
    ("ground", "nameparts second inputs sound reasons"),
    ("ground", "names prose"),
    ("ground", "terms"),
    ("meaning", "reading"),
    ("meaning", "schema placeholders"),
    ("meaning", "colours promises"),
    ("meaning", "vocabularies"),
    ("meaning", "settings"),
    ("meaning", "content typed"),
    ("meaning", "files understood"),
    ("meaning", "kinds loading"),
    ("meaning", "nameable"),
    ("meaning", "rules channels naming"),
    ("meaning", "plan"),
    ("ground", "svgtree"),
    ("making", "svgstyle extent"),
    ("making", "colourspace drawings"),
    ("making", "processes theme manifest images"),
    ("making", "fonts"),
    ("making", "templating pdf publish unchanged"),
    ("making", "making"),
    ("above", "likeness ahead versions"),
    ("above", "house lettering"),
    ("above", "survey shared"),
    ("above", "glance lastgood forgetting"),
    ("above", "recall packages memory"),
    ("above", "reference keeping"),
    ("above", "build"),
    ("above", "pack why"),
    ("above", "report new"),
    ("above", "new_site hanging"),
    ("above", "editing"),
    ("above", "desk"),
    ("above", "cli"),
    ("above", "interrupted"),
    ("above", "__main__"),
)
FLOOR = {part: (number, wing) for number, (wing, parts) in enumerate(FLOORS) for part in parts.split()}
APART = {("meaning", "making"), ("making", "meaning")}

MODELS = "schema schema.fields content colours promises vocabularies settings kinds reference new"
DOORS = {
    "yaml": "reading.nodes reading.places",
    "markdown": "marked",
    "markdown_it": "second",
    "nh3": "marked editing.pasted",
    "pydantic": MODELS,
    "pydantic_core": MODELS,
    "jinja2": "templating templating.environment desk.drawing",
    "markupsafe": "templating",
    "babel": "templating.environment",
    "segno": "templating",
    "pyphen": "typography.paper",
    "coloraide": "likeness",
    "PIL": "images colourspace pdf.inks",
    "weasyprint": "pdf.aloud pdf.engine pdf.fit",
    "pikepdf": "reading.inside pdf.engine pdf.forms pdf.press pdf.preflight pdf.booklet",
    "pypdfium2": "pdf.engine reading.attached reading.inside",
    "fontTools": "extent fonts.face",
    "tinycss2": "svgstyle",
    "cssselect2": "svgstyle",
    "click": "cli cli.dutch",
    "bs4": "editing.pasted",
    "markdownify": "editing.pasted",
    "starlette": "desk.server",
    "uvicorn": "desk",
    "watchfiles": "desk.watching",
}
MOST_LINES_IN_FUNCTION = 50
MOST_LINES_IN_MODULE = 300


@dataclass(frozen=True)
class Module:
    """A module of builder/ by its dotted name below it; ``imports`` are dotted names with their lines."""

    name: str
    text: str
    tree: ast.Module
    imports: tuple[tuple[str, int], ...]

    @property
    def part(self) -> str:
        """The part of the house that the module belongs to."""
        return self.name.partition(".")[0]


def modules(package: Path) -> dict[str, Module]:
    """Every module of a package, read but not run."""
    files = {_dotted(package, path): path for path in sorted(package.rglob("*.py"))}
    found = {}
    for name, path in files.items():
        text = path.read_text(encoding="utf-8")
        tree = ast.parse(text)
        found[name] = Module(name, text, tree, tuple(_imports(tree, set(files))))
    return found


def _dotted(package: Path, path: Path) -> str:
    parts = path.relative_to(package).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


def _imports(tree: ast.Module, known: set[str]) -> Iterator[tuple[str, int]]:
    """What a module imports: parts of builder as ``.name``, packages by their first name; wherever it is done."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = "by a relative name" if node.level else node.module or ""
            deeper = [f"{base}.{alias.name}" for alias in node.names]
            names = [name if name.removeprefix("builder.") in known else base for name in deeper]
        else:
            continue
        for name in names:
            ours = name == "builder" or name.startswith("builder.")
            yield f".{name.partition('.')[2] or '__init__'}" if ours else name.partition(".")[0], node.lineno


def violations(package: Path) -> list[str]:
    """Every breach of a law, as ``law: place: what``."""
    house = modules(package)
    return [
        breach
        for law in (floors, doors, cycles, lengths, docstrings)
        for breach in (f"{law.__name__}: {found}" for found in law(house))
    ]


def floors(house: dict[str, Module]) -> Iterator[str]:
    """Imports go down, and never from one wing to the other."""
    for module in house.values():
        if module.part not in FLOOR:
            yield f"{module.name} has no floor"
            continue
        here, wing = FLOOR[module.part]
        for name, line in module.imports:
            other = name[1:].partition(".")[0]
            if not name.startswith(".") or other == module.part:
                continue
            there, other_wing = FLOOR.get(other, (len(FLOORS), ""))
            if there >= here:
                yield f"{module.name}:{line} imports {other}, which is not below it"
            if (wing, other_wing) in APART:
                yield f"{module.name}:{line} is {wing} and imports {other}, which is {other_wing}"


def doors(house: dict[str, Module]) -> Iterator[str]:
    """Each package of others has one door; for pydantic these are the modules with models."""
    for module in house.values():
        for name, line in module.imports:
            if name.startswith(".") or name in sys.stdlib_module_names:
                continue
            if module.name not in DOORS.get(name, "").split() and module.part not in DOORS.get(name, "").split():
                yield f"{module.name}:{line} imports {name}, for which it is no door"


def cycles(house: dict[str, Module]) -> Iterator[str]:
    """No module needs itself, however far round."""
    needs = {m.name: {n[1:] for n, _ in m.imports if n.startswith(".")} & set(house) for m in house.values()}
    for start in needs:
        reached, ahead = set(), list(needs[start])
        while ahead:
            name = ahead.pop()
            if name not in reached:
                reached.add(name)
                ahead += needs[name]
        if start in reached:
            yield f"{start} needs itself by way of {', '.join(sorted(reached & set(needs[start]) - {start}))}"


def lengths(house: dict[str, Module]) -> Iterator[str]:
    """Functions and modules stay short enough to read."""
    for module in house.values():
        if (count := len(module.text.splitlines())) > MOST_LINES_IN_MODULE:
            yield f"{module.name} has {count} lines"
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                count = (node.end_lineno or node.lineno) - node.lineno + 1
                if count > MOST_LINES_IN_FUNCTION:
                    yield f"{module.name}:{node.lineno} {node.name} has {count} lines"


def docstrings(house: dict[str, Module]) -> Iterator[str]:
    """Modules, and the functions and classes that others may use, say what they are for."""
    for module in house.values():
        public = [
            node
            for node in module.tree.body
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith("_")
        ]
        for node in (module.tree, *public):
            if not ast.get_docstring(node):
                yield f"{module.name}:{getattr(node, 'lineno', 1)} {getattr(node, 'name', 'the module')} says nothing"


def test_the_laws_hold() -> None:
    assert violations(REPO / "builder") == []


def test_every_part_and_every_door_is_there() -> None:
    house = modules(REPO / "builder")
    assert {module.part for module in house.values()} == set(FLOOR)
    used = {name for module in house.values() for name, _ in module.imports if not name.startswith(".")}
    assert used - sys.stdlib_module_names == set(DOORS)


def test_what_is_imported_is_asked_for_by_name() -> None:
    """What another package happens to bring along can go with its next version."""
    project = tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["serve"]]
    asked = set(re.findall(r"^[\w-]+", "\n".join(wanted), re.M))
    packages = packages_distributions()
    assert {packages[door][0].lower().replace("_", "-") for door in DOORS} <= asked
    locked = re.findall(r"^([\w-]+)==", (REPO / "requirements-serve.txt").read_text(encoding="utf-8"), re.M)
    assert asked <= set(locked)


LONG = "def longwinded() -> None:\n    '''Says much.'''\n" + "    print()\n" * MOST_LINES_IN_FUNCTION
PLANTED = [
    ("content/library.py", "import builder.plan", "floors: content.library:", "imports plan, which is not below it"),
    ("loading.py", "from builder import kinds", "floors: loading:", "imports kinds, which is not below it"),
    ("diagnostics.py", "from builder.prose import Prose", "floors: diagnostics:", "imports prose"),
    ("plan.py", "from builder.theme import Theme", "floors: plan:", "is meaning and imports theme, which is making"),
    ("pdf/engine.py", "def f():\n    from builder.content import Kind", "floors: pdf.engine:", "which is meaning"),
    ("spare.py", "'''Nowhere.'''", "floors: spare", "has no floor"),
    ("loading.py", "import yaml", "doors: loading:", "imports yaml, for which it is no door"),
    ("pdf/__init__.py", "def g():\n    import weasyprint.urls", "doors: pdf:", "imports weasyprint"),
    ("report.py", "import requests", "doors: report:", "imports requests"),
    ("report.py", "from . import build", "doors: report:", "imports by a relative name"),
    ("kinds/verhaal.py", "from builder.kinds import poster", "cycles: kinds.verhaal", "kinds.poster"),
    ("theme.py", LONG, "lengths: theme:", f"longwinded has {MOST_LINES_IN_FUNCTION + 2} lines"),
    ("theme.py", "\n" * MOST_LINES_IN_MODULE, "lengths: theme", "lines"),
    ("theme.py", "class Mute:\n    pass", "docstrings: theme:", "Mute says nothing"),
    ("theme.py", "def mute() -> None: ...", "docstrings: theme:", "mute says nothing"),
    ("spare.py", "X = 1", "docstrings: spare:1", "the module says nothing"),
]


@pytest.mark.parametrize(("file", "text", "law", "what"), PLANTED)
def test_a_planted_violation_is_seen(tmp_path: Path, file: str, text: str, law: str, what: str) -> None:
    copy = Path(shutil.copytree(REPO / "builder", tmp_path / "builder", ignore=shutil.ignore_patterns("__pycache__")))
    with (copy / file).open("a", encoding="utf-8") as out:
        out.write(f"\n\n{text}\n")
    fresh = set(violations(copy)) - set(violations(REPO / "builder"))
    assert any(found.startswith(law) and what in found for found in fresh), fresh
