"""Lines, and those of a paragraph: its signs as every reader knows them, and where a line was typed to end."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Protocol

from builder.asmeant import inwords

SHORT = 40  # letters; a paragraph of nothing but shorter lines is an address or a poem
BREAK = "  "
NUMBERED = re.compile(r"\d{1,3}(?:\.\d{1,3}){1,4}\.?\s")
SIGNED = re.compile(r"[\u2190-\u21ff‐⁃]\s|\[\d{1,2}[:.]\d\d\b")  # an arrow, a hyphen of Word, the time in a chat
DASHED = re.compile(r"\d{1,2}-\s")
DEFINITION = re.compile(r":\s+\S")
YEAR = re.compile(r"(\d{4,9})[.)]\s")
Line = tuple[int, str]
"""A line with its number in the text, from 0."""
Lines = list[Line]


def indent(line: str) -> int:
    """How far in a line stands; a tab goes on to the next fourth place, and every sort of space is one."""
    far = 0
    for sign in line:
        if not sign.isspace():
            break
        far += 4 - far % 4 if sign == "\t" else 1
    return far


def inward(line: str, far: int) -> str:
    """A line without so much of its indentation."""
    return " " * max(indent(line) - far, 0) + line.lstrip()


def written(lines: Lines, at: int) -> int:
    """The first line from here on that is not empty."""
    while at < len(lines) and not lines[at][1].strip():
        at += 1
    return at


def empty(lines: Lines, at: int) -> int:
    """The first empty line from here on."""
    while at < len(lines) and lines[at][1].strip():
        at += 1
    return at


class Telling(Protocol):
    """Says of a line what is not safe to guess, and what to do about it."""

    def __call__(self, number: int, message: str, remedy: str, lost: bool = False) -> None: ...


def plainly(paragraph: Lines, tell: Telling, told: set[int]) -> Lines:
    """A paragraph with its signs and its breaks; ``told`` are lines of which something was said already."""
    strange(paragraph, tell)
    text = inwords.plainly("\n".join(line for _, line in paragraph))
    if (there := inwords.stars(text)) is not None:
        remedy = "zet ze tegen de woorden aan die vet moeten, of haal ze weg"
        tell(paragraph[there][0], "deze sterretjes maken niets vet", remedy)
    made = text.split("\n")
    if year := YEAR.match(made[0]):
        made[0] = f"{year[1]}\\{made[0][len(year[1]) :]}"
    lines = [line.strip() for _, line in paragraph]
    for (number, _), line, above in zip(paragraph[1:], lines[1:], lines, strict=False):
        _lists(number, line, above, tell)
    ends = set(_ends(lines))
    made = [line + BREAK if nr in ends and not line.endswith(BREAK) else line for nr, line in enumerate(made)]
    stays = any(line.endswith(BREAK) for line in made) or any(number in told for number, _ in paragraph)
    if len(lines) > 2 and not stays and all(len(line) <= SHORT for line in lines):
        remedy = "zet twee spaties achter een regel die daar moet eindigen, of maak er een lange regel van"
        tell(paragraph[0][0], "deze korte regels komen achter elkaar te staan", remedy)
    return [(number, line) for (number, _), line in zip(paragraph, made, strict=True)]


def strange(lines: Lines, tell: Telling) -> None:
    """Tells what in lines would be shown as signs that say nothing."""
    for number, line in lines:
        for message, remedy in inwords.doubts(line):
            tell(number, message, remedy)


def _lists(number: int, line: str, above: str, tell: Telling) -> None:
    """Tells of a list with explanations, and of columns with tabs."""
    if DEFINITION.match(line):
        tell(number, "een lijst met uitleg achter een dubbele punt kent Spijs niet", "schrijf **woord**: uitleg")
    if "\t" in line and line.count("\t") == above.count("\t"):
        wanted = "|---" * (line.count("\t") + 1) + "|"
        remedy = f"zet | tussen de kolommen, en onder de eerste regel: {wanted}"
        tell(number, "deze kolommen met tabs komen achter elkaar te staan", remedy)


def _ends(lines: list[str]) -> Iterator[int]:
    """The lines that end where they were typed to end: above a number as 1.1 or a sign as ☐, and all of an address."""
    below = lines[1:]
    address = all(len(line) <= SHORT for line in lines) and all(
        line[0].isupper() or line[0].isdigit() for line in below
    )
    counted = [form for form in (NUMBERED, DASHED) if sum(bool(form.match(line)) for line in lines) > 1]
    return (
        nr for nr, line in enumerate(below) if address or _signed(line) or any(form.match(line) for form in counted)
    )


def _signed(line: str) -> bool:
    """Whether a line begins with a sign before its words, as ☐, → or a small picture: it was typed to begin there."""
    return bool(SIGNED.match(line)) or (unicodedata.category(line[0]) == "So" and " " in line)
