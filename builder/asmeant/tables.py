"""Tables as they are typed: with or without lines at the ends, right under a sentence, and what is wrong with them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from builder.asmeant import inwords

DASHES = re.compile(r"\|?[ \t]*:?-+:?[ \t]*+(?:\|[ \t]*:?-+:?[ \t]*+)*+\|?[ \t]*")
PIPE = re.compile(r"(?<!\\)\|")
Wrong = tuple[int, str, str, bool]
"""What is wrong in a row (counted from the first), what to do about it, and whether words would go."""


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a table as every reader knows them (none: this is no table), and what is wrong."""

    rows: list[str]
    wrong: list[Wrong]


def read(lines: list[str], row: bool) -> Table:
    """The table that lines begin with, if they do; ``row`` when the line above them looks like one of a table too."""
    head, below = lines[0].strip(), lines[1].strip() if len(lines) > 1 else ""
    columns = len(_cells(head))
    wanted = "|---" * columns + "|"
    if not (DASHES.fullmatch(below) and (PIPE.search(below) or head[0] == "|")):
        message = "onder de kop van deze tabel ontbreekt de regel met streepjes"
        missing = head[0] == "|" == below[:1] and not row
        return Table([], [(0, message, f"zet eronder: {wanted}", False)] if missing else [])
    if len(_cells(below)) != columns:
        message = f"deze regel heeft {len(_cells(below))} vakken, en de kop erboven {columns}"
        return Table([], [(1, message, f"schrijf {wanted}", False)])
    rows, wrong = [inwords.plainly(_plain(head)), _plain(below)], []
    for number, line in enumerate(lines[2:], 2):
        if not PIPE.search(line):
            break
        if (there := len(_cells(line.strip()))) > columns:
            message = f"deze rij heeft {there} vakken, en de kop van de tabel {columns}"
            wrong.append((number, message, "haal vakken weg, of geef de kop en de streepjes er een bij", True))
        rows.append(inwords.plainly(_plain(line.strip())))
    return Table(rows, wrong)


def _cells(row: str) -> list[str]:
    inner = row[1:] if row[0] == "|" else row
    return PIPE.split(inner[:-1] if inner[-1:] == "|" and inner[-2:-1] != "\\" else inner)


def _plain(row: str) -> str:
    """A row with a line at both ends."""
    return "|" + "|".join(_cells(row)) + "|" if "`" not in row else row
