"""What screen and paper are given of the letters: files, and for the screen the style that names them.

The screen's files are made with the site. Those of paper are made where they are needed, in the processes that make
sheets, from a recipe: a build without sheets does not pay for them.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict
from functools import partial
from importlib.metadata import version
from pathlib import Path

from builder import sealed
from builder.diagnostics import Diagnostic
from builder.fonts.face import Face, Unfit, for_paper, packed, settled
from builder.fonts.family import FOLDER, RESERVE, Letters, Placed, family_of, unfitting
from builder.theme import Theme

RECIPE = "druk/letters.json"
STYLE = "statisch/letters.css"
# The reserve is the last to be asked, so a range may promise more than it has: at worst it is fetched in vain.
SLACK = 255
LITTLE = 7  # another file of the house may be fetched for a sign beside those that it has
MODULES = b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py")))
MAKER = f"{hashlib.sha256(MODULES).hexdigest()} {version('fonttools')} {version('brotli')} {sys.version}"


class _Kept:
    """Fonts as they were made before: packing one takes seconds."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self.used: set[str] = set()

    def made(self, data: bytes, what: str, make: Callable[[], bytes]) -> bytes:
        """What was kept of ``data`` under ``what``, or what is made of it now."""
        if self.folder is None:
            return make()
        key = hashlib.sha256(f"{hashlib.sha256(data).hexdigest()} {what} {MAKER}".encode()).hexdigest()
        self.used.add(key)
        kept = sealed.read(self.folder / key, key)
        if kept is None:
            kept = make()
            sealed.keep(self.folder / key, key, kept)
        return kept

    def forget_others(self) -> None:
        """Let go of what this site no longer uses."""
        for path in self.folder.glob("*") if self.folder else ():
            if path.name not in self.used and path.is_file():
                with suppress(OSError):  # a font is no secret
                    path.unlink(missing_ok=True)


def dressed(letters: Letters, cache: Path) -> tuple[dict[str, bytes], list[Diagnostic]]:
    """The files of a theme that hold the letters, by name, and which font turns out to be damaged after all.

    What was made before comes from the cache.
    """
    files: dict[str, bytes] = {}
    findings: list[Diagnostic] = []
    rules: list[str] = []
    recipe: list[dict[str, object]] = []
    kept = _Kept(cache / "scherm")
    spare = letters.spare() - letters.own()
    for family, faces in ((letters.family, letters.house), (RESERVE, letters.reserve)):
        for placed in faces:
            try:
                screen = _for_screen(placed, kept)
            except Unfit as unfit:
                findings.append(unfitting(placed.file, unfit, letters.where))
                continue
            name = f"{FOLDER}/{placed.name}.woff2"
            source = name if screen is placed.data else f"druk/letters/{placed.name}"
            files |= {name: screen, source: placed.data}
            signs = placed.signs & spare if family == RESERVE else placed.signs if placed.turn > 1 else None
            rules.append(_rule(family, placed, signs, SLACK if family == RESERVE else LITTLE, screen))
            family_now = family_of(family, placed.turn)
            recipe.append({"bron": source, "familie": family_now, "letter": _facts(placed.face)})
    family, data, face = letters.for_fields()
    files["druk/letters/veld"] = data
    recipe.append({"bron": "druk/letters/veld", "familie": family, "letter": _facts(face)})
    kept.forget_others()
    return {**files, STYLE: "\n".join(rules).encode(), RECIPE: json.dumps(recipe).encode()}, findings


def _facts(face: Face) -> dict[str, object]:
    return {key: value for key, value in asdict(face).items() if key != "signs"}


def _for_screen(placed: Placed, kept: _Kept) -> bytes:
    """WOFF2; a file that is so already, and has no axis but weight, goes as it came."""
    if placed.data[:4] == b"wOF2" and not placed.face.pins:
        return placed.data
    face = placed.face
    what = f"{face.number} {sorted(face.pins.items())}"
    return kept.made(placed.data, what, lambda: packed(settled(placed.data, face)))


def laid_out(theme: Theme, cache: Path | None) -> Iterator[tuple[str, bytes | None]]:
    """For the engine: every font of a theme under the name of the file it came from; None for one that is damaged."""
    kept = _Kept(cache / "papier" if cache else None)
    for one in json.loads(theme.find(RECIPE) or b"[]"):
        data = theme.find(one["bron"]) or b""
        face = Face(**one["letter"], signs=frozenset())
        weights: tuple[int | None, ...] = tuple(face.apart) or (None,)
        for weight in weights:
            make = partial(_papered, data, face, one["familie"], weight)
            try:
                yield one["bron"], kept.made(data, f"{one} {weight}", make)
            except Unfit:
                yield one["bron"], None
    kept.forget_others()


def _papered(data: bytes, face: Face, family: str, weight: int | None) -> bytes:
    return for_paper(settled(data, face), face, family, weight)


def _rule(family: str, placed: Placed, signs: frozenset[int] | None, slack: int, data: bytes) -> str:
    """A face for browsers, which draw real weights of a variable font only when told its range."""
    lightest, heaviest = placed.face.weights
    weight = f"{lightest}" if lightest == heaviest else f"{lightest} {heaviest}"
    return "\n".join(
        [
            "@font-face {",
            f'  font-family: "{family}";',
            f"  font-style: {'italic' if placed.face.italic else 'normal'};",
            f"  font-weight: {weight};",
            "  font-display: swap;",
            f'  src: url("../{FOLDER}/{placed.name}.woff2?v={hashlib.sha256(data).hexdigest()[:8]}") format("woff2");',
            *([] if signs is None else [f"  unicode-range: {_ranges(signs, slack)};"]),
            "}",
        ]
    )


def _ranges(signs: frozenset[int], slack: int) -> str:
    """Signs as ranges of CSS: ``U+20-7E, U+A0``; a range goes on over at most ``slack`` signs that are not in it."""
    spans: list[list[int]] = []
    for sign in sorted(signs):
        if spans and sign - spans[-1][1] <= slack + 1:
            spans[-1][1] = sign
        else:
            spans.append([sign, sign])
    return ", ".join(f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}" for first, last in spans)
