"""Packages that were made of the published tree: one that shows somebody who may not be shown any more, goes as well.

Remembered is where they lie and, as digests, all that might be shown when they were made.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from glob import escape
from pathlib import Path

from builder import manifest, sealed
from builder.content import Library
from builder.lastgood import allowed

LIST, NOTES = "drukopdracht.txt", "pakketten"
FOLDER = "drukkerij/"  # where the sheets of a package lie in the published tree


def remember(work: Path, file: Path, library: Library) -> None:
    """Know of a package from before it is written; raises :class:`OSError` when that cannot be."""
    _note(work, {**_known(work), str(file.absolute()): _shown(library)})


def without_who_went(work: Path, tree: Mapping[str, str], library: Library) -> tuple[list[Path], list[Path]]:
    """Take away each package with a sheet that is published so no more, when less may be shown than then.

    Which went, and which could not be taken away; of those the next build tries again.
    """
    known, shown = _known(work), _shown(library)
    gone: list[Path] = []
    stuck: list[Path] = []
    for file, before in ((Path(name), before) for name, before in known.items()):
        old = not set(before) <= set(shown) and _is_old(file, tree)
        try:
            for draft in file.parent.glob(f".{escape(file.name)}.*.nieuw"):  # of a command that was killed
                draft.unlink()
            if old:
                file.unlink()
                gone.append(file)
        except OSError:
            stuck.append(file)
    there = {name: known[name] if Path(name) in stuck else shown for name in known if Path(name).is_file()}
    if there != known:
        with suppress(OSError):  # the next build looks again
            _note(work, there)
    return gone, stuck


def _is_old(file: Path, tree: Mapping[str, str]) -> bool:
    """Whether a file is still our package, and has a sheet that is not published just so."""
    try:
        with zipfile.ZipFile(file) as package:
            names = set(package.namelist())
            sheets = names - {LIST}
            ours = LIST in names
            return ours and any(tree.get(FOLDER + name) != manifest.digest(package.read(name)) for name in sheets)
    except (OSError, zipfile.BadZipFile):
        return False


def _shown(library: Library) -> list[str]:
    return sorted(hashlib.sha256(one.encode()).hexdigest()[:16] for one in allowed(library))


def _known(work: Path) -> dict[str, list[str]]:
    data = sealed.read(work / NOTES, NOTES)
    known: dict[str, list[str]] = json.loads(data) if data else {}
    return known


def _note(work: Path, known: Mapping[str, list[str]]) -> None:
    sealed.write(work / NOTES, NOTES, json.dumps(known, ensure_ascii=False, sort_keys=True).encode())
