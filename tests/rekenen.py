"""The self-test counted on our own, from the words of its source and of the design: nothing here comes from the script.

The code: version and sums as one number (ten states for a factor, sixteen versions), times 512, plus the remainder of
that number divided by x^9 + x^4 + 1 over two elements; written in signs of five bits.
"""

from __future__ import annotations

from dataclasses import dataclass

from builder.kinds.zelftest import Uitkomst, Zelftest

SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
TOO_FEW = "te weinig antwoorden"


def total(know: int | None, act: int | None) -> int | None:
    """The sum of a factor; None when an answer is missing or does not count."""
    return know + act if know and act else None


def words(test: Zelftest, value: int | None) -> str:
    """What a sum is called."""
    if value is None:
        return TOO_FEW
    (found,) = [band.tekst for band in test.woorden if band.van <= value <= band.tot]
    return found


def outcome(test: Zelftest, situation: dict[str, str]) -> Uitkomst:
    """The first outcome in the order of the source whose conditions all hold."""
    fits = [one for one in test.uitkomsten if all(situation.get(key, "") in values for key, values in one.als.items())]
    return fits[0]


@dataclass(frozen=True)
class Points:
    """The factors that stand out on one side, or that they are tied, or none."""

    shown: tuple[str, ...]
    tied: bool = False


def points(test: Zelftest, sums: dict[str, int | None], high: bool) -> Points:
    """At most two factors in the highest (or lowest) band; of a tie that makes it more, only what is beyond it."""
    edges = [band.van if high else band.tot for band in test.woorden]
    edge = max(edges) if high else min(edges)
    found = {key: s for key, s in sums.items() if s is not None and (s >= edge if high else s <= edge)}
    order = sorted(set(found.values()), reverse=high)
    shown: list[str] = []
    for level in order:
        here = [key for key in found if found[key] == level]
        if len(shown) + len(here) > 2:
            return Points(tuple(shown), tied=len(shown) < 2)
        shown += here
    return Points(tuple(shown))


def difference(before: int | None, after: int | None) -> str:
    """The name of a difference."""
    if before is None or after is None:
        return "onbekend"
    match after - before:
        case -1 | 0 | 1:
            return "gelijk"
        case 2 | 3:
            return "meer"
        case -2 | -3:
            return "minder"
        case step:
            return "veel_meer" if step > 0 else "veel_minder"


def code(version: int, sums: list[int | None]) -> str:
    """The code of these sums, by long division on a text of bits."""
    number = int(str(version) + "".join("0" if s is None else str(s - 1) for s in sums))
    bits = f"{number:b}" + "0" * 9
    rest = [int(bit) for bit in bits]
    for start in range(len(rest) - 9):
        if rest[start]:
            for place in (0, 5, 9):
                rest[start + place] ^= 1
    value = (number << 9) + int("".join(map(str, rest[-9:])), 2)
    most = 16 * 10 ** len(sums) * 512 - 1
    length = -(-most.bit_length() // 5)
    return "".join(SIGNS[value >> 5 * place & 31] for place in reversed(range(length)))
