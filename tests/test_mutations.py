"""P6: a thousand damaged inputs, and never a traceback: always a file, mostly a line, and words that a reader knows."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from builder.diagnostics import Diagnostic
from tests.site import REPO, Site
from tests.test_cases import picture, told_well

SEEDS = [*range(5), *(pytest.param(seed, marks=pytest.mark.alles) for seed in range(5, 20))]
EACH = 50
COMMANDS = 20
# A guard against hanging only: a check of the small site takes some hundredths of a second.
GUARD = 20.0

TOKENS = [
    *"\t'\"[]{}#&*!|>%@`-:,?~^=\0\x07\x85\u2028\u202e\ufeff\u0301\U0001f44b",
    *("---", "...", "<<", "null", "no", ": ", "- ", "\n", "\n\n", "\r", "<script>", "{{ x }}", "{% if %}", "](", "!["),
    *("**", "!!str", "&a", "*a", "```", "||", "_" * 9, "2026-02-30", "9" * 400, "-1", "a/b", "../x", "naam: "),
]

Mutation = Callable[[random.Random, bytes], bytes]


def byte(dice: random.Random, data: bytes) -> bytes:
    """Some bytes become others."""
    changed = bytearray(data)
    for _ in range(dice.randint(1, 8)):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def token(dice: random.Random, data: bytes) -> bytes:
    """A sign that means something is put in, or takes the place of a few."""
    place = dice.randrange(len(data))
    return data[:place] + dice.choice(TOKENS).encode() + data[place + dice.choice([0, 0, 1, 5]) :]


def line(dice: random.Random, data: bytes) -> bytes:
    """A line is dropped, doubled, moved in or out, or swapped with another."""
    lines = data.split(b"\n")
    one, other = dice.randrange(len(lines)), dice.randrange(len(lines))
    match dice.randrange(5):
        case 0:
            del lines[one]
        case 1:
            lines.insert(other, lines[one])
        case 2:
            lines[one] = b"  " + lines[one]
        case 3:
            lines[one] = lines[one].lstrip()
        case _:
            lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def splice(dice: random.Random, data: bytes) -> bytes:
    """A piece of the file is cut out, or is repeated many times."""
    start, end = sorted((dice.randrange(len(data)), dice.randrange(len(data))))
    return data[:start] + data[start:end] * dice.choice([0, 2, 30]) + data[end:]


def value(dice: random.Random, data: bytes) -> bytes:
    """A field gets another value."""
    fields = [match.span(1) for match in re.finditer(rb"^[ \w-]+: (.*)$", data, re.M)]
    if not fields:
        return token(dice, data)
    start, end = dice.choice(fields)
    return data[:start] + dice.choice([*TOKENS, "", "[]", "{}", "[[a]]", "x" * 300, "31-02-2027"]).encode() + data[end:]


MUTATIONS: list[Mutation] = [byte, token, line, splice, value]


BESIDE = """beelden: [{bestand: plein.svg, alt: Een bord., credit: Jan, niemand: ja}]
bijlagen: [{titel: De regeling, bestand: regeling.pdf}, {titel: Het plan, bestand: plan.docx}]"""


def full_site(site: Site) -> Site:
    """The small site with a source of every kind, a photo, a drawing and documents."""
    bij = REPO / "tests/cases/bij"
    for path in sorted(bij.rglob("*.*")):
        site.write(path.relative_to(bij).as_posix(), path.read_bytes())
    site.write("content/personen/planner.jpg", picture("JPEG exif"))
    site.write("content/paginas/plein.svg", (REPO / "templates/beeld/logo.svg").read_bytes())
    site.write("content/paginas/plan.docx", (REPO / "content/diensten/Afspraken snuffelstage.docx").read_bytes())
    site.change("content/paginas/zo-werken-wij.md", "deur: centrum", f"deur: centrum\n{BESIDE}")
    return site.change(
        "content/personen/planner.yml", "rol: planner", "rol: planner\nportret: planner.jpg\nalt: Noor\ncredit: Jan"
    ).agreed()


def inputs(site: Site) -> list[Path]:
    """Everything that a person may have written or delivered."""
    return [site.root / "site.yml", *sorted(path for path in (site.root / "content").rglob("*.*"))]


def known(found: tuple[Diagnostic, ...]) -> None:
    """Findings are told as they should, even of rubbish."""
    for finding in found:
        told_well(finding)


@pytest.mark.usefixtures("paper_stub")
@pytest.mark.parametrize("seed", SEEDS)
def test_no_damage_gives_a_traceback(site: Site, seed: int) -> None:
    print(f"seed {seed}")
    dice = random.Random(seed)
    files = inputs(full_site(site))
    assert not site.findings()
    times, told = [], 0
    for count in range(EACH):
        path = dice.choice(files)
        whole = path.read_bytes()
        damaged = whole
        for _ in range(dice.choice([1, 1, 2, 4])):
            damaged = dice.choice(MUTATIONS)(dice, damaged or b"x")
        path.write_bytes(damaged)
        print(count, path.relative_to(site.root), repr(damaged[:2000]))
        start = time.monotonic()
        whole_build = path.suffix in (".jpg", ".svg", ".pdf", ".docx") or count % 5 == 0
        found = site.build().outcome.findings if whole_build else site.findings()
        times.append(time.monotonic() - start)
        known(found)
        told += bool(found)
        path.write_bytes(whole)
    assert told > EACH // 4, "the damage is too mild to show anything"
    assert sorted(times)[int(len(times) * 0.98)] < GUARD, times


@pytest.mark.parametrize("seed", range(COMMANDS))
def test_no_damage_breaks_the_command(site: Site, seed: int) -> None:
    print(f"seed {seed}")
    dice = random.Random(1000 + seed)
    path = dice.choice(inputs(full_site(site)))
    path.write_bytes(dice.choice(MUTATIONS)(dice, path.read_bytes()))
    done = site.run("check")
    print(path, done.stdout, done.stderr)
    assert done.returncode in (0, 1)
    assert "Traceback" not in done.stdout + done.stderr
    for said in done.stderr.splitlines():
        assert re.fullmatch(r"\S.*?(:\d+)*: (fout|waarschuwing|hint) \[[a-z-]+\] .+; .+", said), said
    assert bool(done.stderr) >= bool(done.returncode)
