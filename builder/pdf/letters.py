"""Which fonts the engine sees: those of the site and of Spijs, and none of the computer.

The engine asks fontconfig for its fonts, which looks where its configuration says. Ours names one folder, in which the
fonts of the theme lie, so that weights and fallbacks are the same on every machine.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from builder.fonts import RECIPE, laid_out, unpacked
from builder.theme import Theme
from builder.whole import naming

LAST_RESORT = Path(__file__).parent.parent.parent / "templates/lettertypen/reserve/reserve.woff2"
# What fontconfig knows of languages would come before the weight: a bold face that lacks a sign of Dutch would lose
# from a thin one that has it.
CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
  <match target="scan"><edit name="lang" mode="delete_all"/></match>
</fontconfig>
"""


@dataclass(frozen=True, slots=True)
class Seen:
    """The digests of the files that the fonts came from, and the names of those that are damaged."""

    files: dict[str, str]
    damaged: tuple[str, ...]


def only_these(theme: Theme, folder: Path, cache: Path | None) -> Seen:
    """Let this process see the fonts of a theme and no other; they are laid in ``folder``.

    Must be called before the engine makes its first document. Without any font it would die of the first letter: a
    theme that has none is given the reserve.
    """
    fonts = folder / "letters"
    fonts.mkdir()
    files = {RECIPE: theme.digest(RECIPE)} if theme.find(RECIPE) else {}
    damaged = []
    for number, (name, font) in enumerate(laid_out(theme, cache)):
        files[name] = theme.digest(name)
        if font is None:
            damaged.append(name)
        else:
            _lay(fonts / f"{number:03}.ttf", font)
    if not any(fonts.iterdir()):
        _lay(fonts / "reserve.ttf", unpacked(LAST_RESORT.read_bytes()))
    places = {"fonts": escape(str(fonts)), "cache": escape(str(folder / "cache"))}
    configuration = folder / "fonts.conf"
    _lay(configuration, CONFIGURATION.format(**places).encode())
    os.environ["FONTCONFIG_FILE"] = str(configuration)
    for name in ("FONTCONFIG_PATH", "FONTCONFIG_SYSROOT", "FC_LANG"):
        os.environ.pop(name, None)
    return Seen(files, tuple(damaged))


def _lay(path: Path, data: bytes) -> None:
    with naming(path):
        path.write_bytes(data)
