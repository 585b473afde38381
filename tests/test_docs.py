"""The documentation is tested: its commands exist, what exists is in it, its links lead somewhere."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest

from builder.channels import CHANNELS
from builder.cli import cli
from builder.kinds import KINDS
from builder.reference import field_reference
from tests.site import REPO
from tests.test_cases import codes_in

HANDBOOK = REPO / "docs/handboek"
PAGES = sorted({*REPO.glob("*.md"), *REPO.glob("docs/**/*.md")})
BLOCK = re.compile(r"^( *)```[^\n]*\n(.*?)^\1```", re.M | re.S)
LINK = re.compile(r"\]\(\s*<?([^)\s>]+)[^)]*\)|\b(?:src|href)=\"([^\"]+)\"")


@cache
def page_text(path: Path) -> str:
    """A page as text."""
    return path.read_text(encoding="utf-8")


def prose_of(text: str) -> str:
    """A page without its blocks of code."""
    return BLOCK.sub("", text)


def commands(text: str) -> Iterator[list[str]]:
    """Every use of ``./spijs`` in code, in blocks and between backticks, as words."""
    lines = [line.strip().removeprefix("$ ") for block in BLOCK.finditer(text) for line in block[2].splitlines()]
    lines += [code.strip() for code in re.findall(r"`([^`\n]+)`", prose_of(text))]
    for line in lines:
        if re.match(r"\./spijs\b", line):
            yield shlex.split(line.split(" && ")[0].split(" | ")[0], comments=True)


def mistakes(words: list[str]) -> Iterator[str]:
    """What is wrong with a documented command; words in capitals and with dots stand for something else."""
    rest = words[1:]
    if not rest or rest[0] in ("test", "bench") or rest[0].isupper() or "…" in rest[0]:
        return
    command = cli if rest[0].startswith("-") else cli.commands.get(rest[0])
    if command is None:
        yield f"no command {rest[0]}"
        return
    options = {name: param for param in command.params for name in param.opts}
    for word, following in zip(rest, [*rest[1:], ""], strict=True):
        name = word.partition("=")[0]
        if not name.startswith("-") or name == "--help":
            continue
        if name not in options:
            yield f"{rest[0]} has no option {name}"
        elif name == "--only" and following.islower() and following not in {channel.name for channel in CHANNELS}:
            yield f"no channel {following}"
    if rest[0] == "new" and len(rest) > 1 and rest[1].islower() and rest[1] not in {"site", *(k.name for k in KINDS)}:
        yield f"no kind {rest[1]}"


def test_the_pages_that_must_be_there() -> None:
    for name in ("README", "ARCHITECTURE", "CHANGELOG", "docs/handboek/velden", "docs/handboek/meldingen"):
        assert REPO / f"{name}.md" in PAGES, name


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(REPO).as_posix())
def test_every_command_in_a_page_exists(path: Path) -> None:
    wrong = [(words, mistake) for words in commands(page_text(path)) for mistake in mistakes(words)]
    assert not wrong


WRONG = ["./spijs bild", "./spijs build --fast", "./spijs build --only krant", "./spijs new gedicht x"]


@pytest.mark.parametrize("line", WRONG)
def test_a_command_that_does_not_exist_is_seen(line: str) -> None:
    found = list(commands(f"Doe dit: `{line}`.")) + list(commands(f"```sh\n{line}   # snel\n```\n"))
    assert len(found) == 2
    assert all(list(mistakes(words)) for words in found)


def test_every_command_and_option_is_in_the_handbook() -> None:
    handbook = [words for path in PAGES if HANDBOOK in path.parents for words in commands(page_text(path))]
    for name, command in cli.commands.items():
        uses = [words for words in handbook if words[1:2] == [name]]
        assert uses, f"./spijs {name} is not explained"
        for option in (param for param in command.params if isinstance(param, click.Option)):
            assert any(option.opts[0] in words for words in handbook), f"./spijs {name} {option.opts[0]}"


def elsewhere(name: str, text: str) -> Iterator[list[str]]:
    """Commands of the handbook that a reader types for a site of their own, and that would go to the sample."""
    for words in commands(text):
        about_the_sample = name == "beginnen.md" and words == ["./spijs", "build"]
        site = {"build", "check", "serve", "why", "new", "hang", "pack"} & set(words[1:2])
        bare = len(words) <= 2 or words[2:3] == ["site"] or words[2].isupper() or words[2] in ("--strict", "--json")
        if site and not bare and not about_the_sample and "--site" not in words:
            yield words


@pytest.mark.parametrize("path", sorted(HANDBOOK.glob("*.md")), ids=lambda path: path.name)
def test_commands_of_the_handbook_are_for_the_site_of_its_reader(path: Path) -> None:
    text = page_text(path)
    assert list(elsewhere(path.name, text)) == []
    blocks = [line for block in BLOCK.finditer(text) for line in block[2].splitlines() if line.startswith("./spijs ")]
    bare = [line for line in blocks if "--site" not in line and "new site" not in line]
    assert bare == (["./spijs build"] if path.name == "beginnen.md" else [])


def test_a_command_for_the_sample_is_seen() -> None:
    assert len(list(elsewhere("x.md", "`./spijs check --datum 2026-12-22` en `./spijs build`"))) == 1


def test_every_channel_is_in_the_handbook() -> None:
    listed = re.search(r"De kanalen zijn (.*?)\.", page_text(HANDBOOK / "publiceren.md"), re.S)
    assert listed
    assert re.findall(r"`(\w+)`", listed[1]) == [channel.name for channel in CHANNELS]


def test_the_reference_is_current() -> None:
    told = "run: ./spijs schema --reference > docs/handboek/velden.md"
    assert page_text(HANDBOOK / "velden.md") == field_reference(), told


def test_every_code_is_explained() -> None:
    text = page_text(HANDBOOK / "meldingen.md")
    explained = set(re.findall(r"^#+ `?([a-z-]+)`?$", text, re.M))
    assert codes_in(REPO / "builder") - explained == set()
    shown = set(re.findall(r"(?:fout|waarschuwing) \[([a-z-]+)\]", text))
    assert shown <= codes_in(REPO / "builder")


def slug(heading: str) -> str:
    """The anchor of a heading, as code hosts make it."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def broken_links(path: Path, text: str) -> Iterator[str]:
    """Links and pictures of a page that lead to no file or heading."""
    for match in LINK.finditer(re.sub(r"`[^`\n]*`", "", prose_of(text))):
        address, _, anchor = (match[1] or match[2]).partition("#")
        if re.match(r"[a-z]+:", address):
            continue
        target = (path.parent / address).resolve() if address else path
        if not target.exists():
            yield address
        elif anchor and target.suffix == ".md":
            other = text if target == path else page_text(target)
            if anchor not in {slug(heading) for heading in re.findall(r"^#+ (.*)$", prose_of(other), re.M)}:
                yield f"{address}#{anchor}"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(REPO).as_posix())
def test_every_link_and_picture_is_there(path: Path) -> None:
    assert list(broken_links(path, page_text(path))) == []


def test_a_broken_link_is_seen(tmp_path: Path) -> None:
    page = tmp_path / "a.md"
    text = '# Een kop\n[a](weg.md) [b](#een-kop) [c](#weg) ![d](weg.png) <img src="weg.jpg"> [e](https://x.nl) `[f](g)`'
    page.write_text(text, encoding="utf-8")
    assert list(broken_links(page, text)) == ["weg.md", "#weg", "weg.png", "weg.jpg"]
