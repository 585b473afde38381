"""A command that Spijs names does what it says where it is typed: for this site, by the name Spijs was called by."""

from __future__ import annotations

import ast
import re
import shlex
from pathlib import Path

import pytest

from builder.cli.spoken import spoken
from tests.site import POSTER, REPO, Site
from tests.test_new import STDIN

COMMAND = re.compile(r"\./spijs (?:[^\n.;,()«»]|\.(?=[\w./]))*")


def named(text: str) -> list[list[str]]:
    """The commands in what was said, as words; what comes after two spaces explains them."""
    return [shlex.split(found.strip().partition("  ")[0]) for found in COMMAND.findall(text)]


@pytest.fixture
def away(site: Site, tmp_path: Path) -> Site:
    """Somebody who stands elsewhere: commands without ``--site`` would go to the sample of Spijs."""
    here = Site(tmp_path / "hier", {})
    here.root.mkdir()
    site.write("content/posters/noor.yml", POSTER.replace("[A3]", "[A4]"))
    return here


SITE = "../site"


def test_every_command_that_is_named_concerns_this_site(site: Site, away: Site) -> None:
    said = {
        "check": away.run("check", "--site", SITE).stdout,
        "new": away.run("new", "persoon", "x", "--site", SITE, stdin="\n" * 5).stdout,
        "site": away.run("new", "site", "eigen site", stdin=STDIN).stdout,
        "pack": away.run("pack", "drukkerij", "--site", SITE).stderr,
    }
    site.change("content/organisaties/duinrand.yml", "soort: eigen", "soort: eigeen")
    said["fout"] = away.run("pack", "drukkerij", "--site", SITE).stderr
    site.change("content/organisaties/duinrand.yml", "soort: eigeen", "soort: eigen")
    assert [len(named(text)) for text in said.values()] == [1, 1, 3, 1, 1], said
    for where, text in said.items():
        for words in named(text):
            assert words[2:4] == ["--site", "eigen site" if where == "site" else SITE], words
            done = away.run(*words[1:], stdin="\n" * 12)
            assert done.returncode in (0, 1), (words, done.stderr)
            assert "Ladder" not in done.stdout + done.stderr


def test_in_the_folder_of_the_site_it_is_left_out(site: Site) -> None:
    assert named(site.run("check").stdout) == [["./spijs", "build"]]


def test_the_name_that_spijs_was_called_by(site: Site) -> None:
    done = site.run("check", env={"SPIJS_OPDRACHT": "../mijn spijs/spijs"})
    assert done.stdout.endswith("ziet u bij: '../mijn spijs/spijs' build\n")


def test_json_names_them_as_well(site: Site, away: Site) -> None:
    site.write("content/personeelsbladitems/2026-3-kandidaten.md", (BESIDE / ITEM).read_text(encoding="utf-8"))
    site.change("content/personeelsbladitems/2026-3-kandidaten.md", "kwartaal: 2026-4", "kwartaal: 2026-3")
    told = away.run("check", "--json", "--site", SITE).stdout
    assert f"./spijs new --site {SITE} personeelsbladitem 2026-4-kandidaten" in told


BESIDE = REPO / "tests/cases/bij/content"
ITEM = "personeelsbladitems/2026-4-kandidaten.md"


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("doe ./spijs check; en dan", "doe ./spijs check --site 'a b'; en dan"),
        ("met: ./spijs new site MAP", "met: ./spijs new site MAP"),
        ("(uitleg: ./spijs --help)", "(uitleg: ./spijs --help)"),
        ("./spijs new dienst x", "./spijs new --site 'a b' dienst x"),
        ("./spijs checkt alles", "./spijs checkt alles"),
    ],
)
def test_where_the_site_is_put(text: str, becomes: str) -> None:
    assert spoken(text, Path("a b")) == becomes


def test_every_command_in_the_code_is_one_that_gets_its_site() -> None:
    """Commands are written in the code as for the site one stands in; each of them is found by ``spoken``."""
    texts = [
        node.value
        for path in (REPO / "builder").rglob("*.py")
        if path.name != "spoken.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "``./spijs" not in node.value
    ]
    found = [words for text in texts for words in re.findall(r"\./spijs[^\n.;,()«»:]*", text)]
    assert len(found) >= 10
    for words in found:
        plain = words.strip() in ("./spijs", "./spijs --help", "./spijs schema --reference`") or "new site" in words
        assert plain or "--site" in spoken(words, Path("elders")), words
