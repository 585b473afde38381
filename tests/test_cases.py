"""Tests as data: ``cases/`` holds a file per diagnostic code, with sources that break its rule and that keep it.

An example starts from the small site of ``tests/site.py``. ``met`` adds sources of ``cases/bij``, ``schrijf`` writes
files, ``kopie`` copies one (new: old), ``beeld`` makes a picture, ``weg`` removes, ``in`` with ``van`` and ``naar``
changes one (``codering`` says how it is saved), ``dicht`` closes a file to the reader. Everybody agreed to their
portrait, but for ``zonder_kenmerk``. ``meldt`` is a piece of the
sentence and ``waar`` its place; ``ook`` names other codes that belong to the same mistake. ``⟦x × 9⟧`` stands for nine
times x. ``volg`` is what somebody writes who follows the remedy (``letterlijk``: it says so itself). ``nr`` is the
number of a mistake that Spijs once promised to tell well.
"""

from __future__ import annotations

import ast
import io
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import yaml
from PIL import Image

from builder.diagnostics import Diagnostic, Severity
from tests.site import BASIS, REPO, Site

HERE = Path(__file__).parent / "cases"
CASES = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(HERE.glob("*.yml"))}

# Mistakes about a file, a folder or a site as a whole have no line.
NO_LINE = {"bestand", "map", "onleesbaar", "te-groot", "geen-site", "beeld", "lettertype", "leeg-kwartaal", "geheugen"}
NO_LINE |= {"bijlage", "kopie", "ongebruikt"}
# What a person who knows no Python should never read.
PYTHON = re.compile(
    r"\b(None|True|False|str|int|dict|tuple|bool|object|attribute|Traceback|codec|undefined|NoneType|errno|"
    r"\w+Error|\w*Exception|line \d+|No such|denied|should|must|invalid|expected string)\b|0x[0-9a-f]{6}|\bb'|\w\(\)"
)
DUTCH = re.compile(
    r"\b(de|het|een|dit|deze|die|er|is|niet|in|van|op|en|bij|staat|geen|voor|naar|met|hier|zet|schrijf|haal)\b"
)


def examples(side: str) -> list[Any]:
    """Every example of one side, with a name to find it by."""
    return [
        pytest.param(case["code"], stage(case, example), example, id=f"{code}-{example['wat'].replace(' ', '-')}")
        for code, case in CASES.items()
        for example in case[side]
    ]


def stage(case: dict[str, Any], example: dict[str, Any]) -> str:
    """How far Spijs must go to see it: ``check``, ``bouw`` or ``druk``; an example may differ from its file."""
    return str(example.get("stap", case.get("stap", "check")))


def spelled(text: str) -> str:
    """A text with its repetitions written out."""
    return re.sub(r"⟦(.+?) × (\d+)⟧", lambda m: m[1] * int(m[2]), text, flags=re.S)


def picture(recipe: str) -> bytes:
    """A picture by its recipe: ``PNG``, ``PNG 9000x9000``, ``JPEG half``, ``JPEG exif``, ``TIFF`` …"""
    form, _, how = recipe.partition(" ")
    size = tuple(map(int, how.split("x"))) if re.fullmatch(r"\d+x\d+", how) else (64, 64)
    image = Image.new("1" if how and size != (64, 64) else "RGB", size)  # type: ignore[arg-type]
    exif = Image.Exif()
    exif[0x013B] = "Maker Onbekend"
    out = io.BytesIO()
    image.save(out, form, **({"exif": exif} if how == "exif" else {}))
    return out.getvalue()[: len(out.getvalue()) // 2] if how == "half" else out.getvalue()


def prepare(site: Site, example: dict[str, Any]) -> Site:
    """The site of an example."""
    for name in example.get("met", ()):
        site.write(name, (HERE / "bij" / name).read_bytes())
    for name, text in example.get("schrijf", {}).items():
        site.write(spelled(name), spelled(text).encode())
    for new, old in example.get("kopie", {}).items():
        site.write(new, (site.root / old).read_bytes())
    for name, recipe in example.get("beeld", {}).items():
        site.write(name, picture(recipe))
    for name in example.get("weg", ()):
        site.remove(name)
    if "in" in example and example.get("van"):
        old = (site.root / example["in"]).read_text(encoding="utf-8")
        assert example["van"] in old, f"{example['van']!r} is not in {example['in']}"
        new = old.replace(example["van"], spelled(example["naar"]))
        site.write(example["in"], new.encode(example.get("codering", "utf-8")))
    return site if example.get("zonder_kenmerk") else site.agreed()


def findings(site: Site, stage: str, closed: list[str]) -> tuple[Diagnostic, ...]:
    """What Spijs says of the site; a closed file is one that the person who runs it may not open."""
    if closed:
        return _as_somebody_else(site, closed)
    if stage == "check":
        return site.findings()
    return site.build(only=("posters",) if stage == "druk" else (), jobs=1).outcome.findings


def _as_somebody_else(site: Site, closed: list[str]) -> tuple[Diagnostic, ...]:
    site.findings()  # nothing is left to import for somebody who may not see it
    with tempfile.TemporaryDirectory() as folder:
        copy = Site(Path(folder) / "site", {})
        shutil.copytree(site.root, copy.root, dirs_exist_ok=True)
        Path(folder).chmod(0o755)
        for name in closed:
            (copy.root / name).chmod(0)
        user = os.geteuid()
        try:
            if user == 0:
                os.seteuid(65534)
            return copy.findings()
        finally:
            if user == 0:
                os.seteuid(user)


def told_well(finding: Diagnostic) -> None:
    """P24: a Dutch sentence with file, line, what and remedy, for who knows no Python."""
    text = f"{finding.message}; {finding.remedy}"
    assert finding.message, finding
    assert finding.remedy, finding
    assert finding.position.file, finding
    assert finding.position.line or finding.code in NO_LINE, finding
    assert str(finding).isprintable(), repr(finding)
    assert not text.endswith("."), finding
    assert not finding.position.file.startswith("/"), finding
    quoted = re.sub(r"«[^»]*»|'[^']*'|\"[^\"]*\"|\([^)]*\)", "", text)
    assert not PYTHON.search(quoted), f"{PYTHON.search(quoted)} in {finding}"
    assert DUTCH.search(quoted), finding


@pytest.mark.parametrize(("code", "stage", "example"), examples("breekt"))
def test_breaks(site: Site, code: str, stage: str, example: dict[str, Any], request: pytest.FixtureRequest) -> None:
    if stage != "druk":
        request.getfixturevalue("paper_stub")
    found = findings(prepare(site, example), stage, example.get("dicht", []))
    shown = "\n".join(map(str, found))
    for finding in found:
        told_well(finding)
    assert any(
        finding.code == code
        and example["meldt"] in finding.message + "; " + finding.remedy
        and spelled(example["waar"]) == str(finding.position)
        for finding in found
    ), shown
    assert {finding.code for finding in found} <= {code, *example.get("ook", ())}, shown
    assert len(found) == 1 or "ook" in example, shown


# Another organisation: other names and towns, with letters of elsewhere; each as long as its own, for the columns.
ELSEWHERE = {
    "Duinrand": "Veenhoef",
    "duinrand": "veenhoef",
    "Zandstra": "Öztürkçe",
    "Noor": "Şule",
    "noor": "sule",
    "nor.png": "sul.png",
    "Zandwijk": "’t Klooi",
    "Kust": "Veen",
    "Plein": "Kamer",
    "plein": "kamer",
    "rooster": "kantoor",
    "zaal": "boot",
    "088-111 22 33": "038-765 43 21",
    "088-1112233": "038-7654321",
    "088 111 2233": "038 765 4321",
    "(0)88 111 2233": "(0)38 765 4321",
}


def elsewhere(text: str) -> str:
    """A text in the words of the other organisation."""
    assert all(len(word) == len(other) for word, other in ELSEWHERE.items())
    pattern = "|".join(map(re.escape, sorted(ELSEWHERE, key=len, reverse=True)))
    return re.sub(pattern, lambda found: ELSEWHERE[found[0]], text)


def moved(site: Site) -> Site:
    """The same site, mistake and all, at the other organisation; what is no text stays as it is."""
    for path in sorted(path for path in site.root.rglob("*") if path.is_file()):
        data = path.read_bytes()
        with suppress(UnicodeDecodeError):
            data = elsewhere(data.decode("utf-8")).encode("utf-8")
        path.unlink()
        site.write(elsewhere(path.relative_to(site.root).as_posix()), data)
    return site


def first_of_each() -> list[Any]:
    """One example of each code that is found without the real engine or other rights."""
    quick = [param for param in examples("breekt") if param.values[1] != "druk" and "dicht" not in param.values[2]]
    found = {str(param.values[0]): param for param in reversed(quick)}
    return [found[code] for code in sorted(found)]


@pytest.mark.parametrize(("code", "stage", "example"), first_of_each())
def test_breaks_in_the_words_of_others(
    site: Site, code: str, stage: str, example: dict[str, Any], paper_stub: None
) -> None:
    found = findings(moved(prepare(site, example)), stage, [])
    shown = "\n".join(map(str, found))
    for finding in found:
        told_well(finding)
    wanted, where = elsewhere(example["meldt"]), elsewhere(spelled(example["waar"]))
    assert any(
        finding.code == code and wanted in finding.message + "; " + finding.remedy and where == str(finding.position)
        for finding in found
    ), shown
    assert {finding.code for finding in found} <= {code, *example.get("ook", ())}, shown


def test_the_words_of_others_are_tried_for_every_code_that_needs_no_engine() -> None:
    tried = {param.values[0] for param in first_of_each()}
    drawn = {"contact", "drukkerij", "lettertype", "past-niet", "pdf", "onleesbaar"}
    assert set(CASES) - tried <= drawn


@pytest.mark.parametrize(("code", "stage", "example"), examples("houdt"))
def test_keeps(site: Site, code: str, stage: str, example: dict[str, Any], request: pytest.FixtureRequest) -> None:
    if stage != "druk":
        request.getfixturevalue("paper_stub")
    found = findings(prepare(site, example), stage, example.get("dicht", []))
    assert not [one for one in found if one.severity is not Severity.HINT], "\n".join(map(str, found))


def codes_in(package: Path) -> set[str]:
    """Every code that the source can give.

    A function with a parameter ``code`` takes one, by place, by name or by default; a function whose result is taken
    apart into ``code, …`` gives one as the first of what it returns.
    """
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in package.rglob("*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    defined = sorted((node for node in nodes if isinstance(node, ast.FunctionDef)), key=_takes_code)
    functions = {node.name: node for node in defined}  # of two with one name the one that takes a code
    places = {name: [a.arg for a in f.args.args].index("code") for name, f in functions.items() if _takes_code(f)}
    givers = {
        node.value.func.id
        for node in nodes
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Name)
        for target in node.targets
        if isinstance(target, ast.Tuple) and isinstance(target.elts[0], ast.Name) and target.elts[0].id == "code"
    }
    found: set[str] = set()
    for name, place in places.items():
        defaults = functions[name].args.defaults
        found |= _texts(defaults[place - len(functions[name].args.args) :][:1] if defaults else [])
    for node in nodes:
        if isinstance(node, ast.Call):
            called = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if called in places:
                place = places[called]
                found |= _texts([*node.args[place : place + 1], *(k.value for k in node.keywords if k.arg == "code")])
    for name in givers:
        returned = [node.value for node in ast.walk(functions[name]) if isinstance(node, ast.Return)]
        found |= _texts([value.elts[0] for value in returned if isinstance(value, ast.Tuple)])
    return found


def _takes_code(function: ast.FunctionDef) -> bool:
    return any(argument.arg == "code" for argument in function.args.args)


def _texts(nodes: list[Any]) -> set[str]:
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def test_every_code_has_a_case_that_breaks_and_one_that_keeps() -> None:
    codes = codes_in(REPO / "builder")
    assert {"datum", "tekst", "keuze", "regel", "email", "zelftest", "past-niet"} <= codes
    assert set(CASES) == codes
    for name, case in CASES.items():
        assert case["code"] == name
        assert case["breekt"], name
        assert case["houdt"], name


def test_a_code_without_a_case_is_seen(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("def f(x, code='een'): ...\nf(1)\nf(1, 'twee')\nf(1, code='drie')\n")
    (tmp_path / "b.py").write_text("def g():\n    return 'vier', 'zin'\ncode, zin = g()\nfout('vijf', 1)\n")
    (tmp_path / "c.py").write_text("def fout(code, place): ...\ndef h(name):\n    return 'zes', 'zin'\n")
    assert codes_in(tmp_path) == {"een", "twee", "drie", "vier", "vijf"}


def promised() -> Iterator[int]:
    """The known mistakes that concern what exists: no feeds of vacancies (52, 53), no CVs (57, 58)."""
    elsewhere = {55, 61, 64, 67, 68, 69, 70}  # below, and where names, publishing, locks and sheets are tested
    return (n for n in range(1, 71) if n not in {52, 53, 57, 58, *elsewhere})


def test_every_known_mistake_has_a_case() -> None:
    numbered = {e["nr"] for case in CASES.values() for e in (*case["breekt"], *case["houdt"]) if "nr" in e}
    assert set(promised()) - numbered == set()


def test_everything_is_told_in_one_run(site: Site) -> None:
    wanted = set()
    for code in ("datum", "uren", "codering", "yaml", "telefoon", "html", "bestand"):
        example = CASES[code]["breekt"][0]
        if "in" in example and code != "telefoon":
            path = Path(example["in"])
            new = path.with_name(f"kopie-{code}{path.suffix}").as_posix()
            site.write(new, (site.root / path).read_bytes())
            example = {**example, "in": new}
        prepare(site, example)
        wanted.add(code)
    found = site.findings()
    assert wanted <= {finding.code for finding in found}, "\n".join(map(str, found))
    assert list(found) == sorted(found)


TABLES = {"content/brieven/uitnodiging.csv"}
BESIDE = {path.relative_to(HERE / "bij").as_posix() for path in HERE.glob("bij/content/*/*")}
SOURCES = sorted(name for name in {*BASIS, *BESIDE} if name.endswith((".yml", ".md")))


@pytest.mark.parametrize("name", SOURCES)
@pytest.mark.parametrize("how", ["unreadable", "unknown field"])
def test_a_broken_source_is_not_blamed_on_others(site: Site, name: str, how: str) -> None:
    prepare(site, {"met": [source for source in (*SOURCES, *TABLES) if source not in BASIS]})
    text = (site.root / name).read_text(encoding="utf-8")
    first, _, rest = text.partition("\n") if name.endswith(".md") else ("", "", text)
    wrong = "a: [" if how == "unreadable" else "zomaar: x"
    site.write(name, f"{first}\n{wrong}\n{rest}".lstrip())
    assert [(finding.code, finding.position.file) for finding in site.findings()] == [
        ("yaml" if how == "unreadable" else "onbekend-veld", name)
    ]


@pytest.mark.usefixtures("paper_stub")
def test_the_byte_order_mark_and_windows_lines_change_no_byte(site: Site) -> None:
    before = site.build().tree()
    for path in (site.root / "content").rglob("*.*"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    site.write("site.yml", b"\xef\xbb\xbf" + (site.root / "site.yml").read_bytes().replace(b"\n", b"\r\n"))
    site.build()
    assert not site.outcome.findings
    assert not site.made
    assert site.tree() == before


@pytest.mark.usefixtures("paper_stub")
def test_the_language_of_templates_stays_text(site: Site) -> None:
    story = "content/verhalen/van-zaal-naar-rooster.md"
    site.change(story, "Op een dag", "{{ site.naam }} {% if x %} Op een dag").build()
    assert not site.outcome.findings
    assert site.says("intranet/verhalen/van-zaal-naar-rooster.html", "{{ site.naam }} {% if x %}")


PRECIOUS = ["{site}", "{site}/..", "{home}", "{site}/content/nieuw", "{site}/site.yml", "{own}"]


@pytest.mark.parametrize("output", PRECIOUS)
def test_no_folder_of_others_is_replaced(site: Site, output: str) -> None:
    site.write("mijn/brief.txt", "van mij")
    for folder in (site.root, site.root.parent):  # even where it looks as if Spijs made what is there
        (folder / ".spijs.json").write_text("{}", encoding="utf-8")
    where = output.format(site=site.root, home=Path.home(), own=site.root / "mijn")
    done = site.run("build", "--output", where)
    assert done.returncode == 2
    assert "--output" in done.stderr
    assert "Traceback" not in done.stderr
    assert (site.root / "mijn/brief.txt").read_text() == "van mij"
    assert not (site.root / "content/nieuw").exists()
