"""What files below ``content/`` may be called, and what is told of one that may not."""

from __future__ import annotations

import re

from builder.comparing import composed, letters
from builder.diagnostics import Diagnostic, Position, fout, waarschuwing
from builder.inputs import Entry, Folder, Sort
from builder.litter import is_conflict, original
from builder.reading.attached import DOCUMENTS, INSTEAD, TAKEN, ending, suffix_of

MAX_FOLDERS = 6
SOURCES = {".yml", ".yaml", ".md"}
IMAGES = {".png", ".jpg", ".jpeg", ".webp", ".svg"}
TABLE = ".csv"
ALLOWED = (
    "lever tekst als .md of .yml, beeld als .jpg, .png, .webp of .svg, rijen bij een brief als .csv en "
    f"een bijlage als {TAKEN}"
)
RESERVED = {"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10))}
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
Claim = tuple[str, ...]


def second_version(path: str, files: Folder, taken: set[Claim]) -> Diagnostic | None:
    """That a file or folder is a second version of another, which a person or a sync client made."""
    folder, _, name = path.rpartition("/")
    suffix = "" if files.entries[path].sort is Sort.FOLDER else ending(name)
    stem = name.removesuffix(suffix)
    if NAME.fullmatch(stem):
        return None
    start = f"{folder}/"
    beside = {other.removeprefix(start): entry for other, entry in files.entries.items() if other.startswith(start)}
    alike = [other for other in beside if "/" not in other and other.lower().endswith(suffix.lower()) and other != name]
    whole = {other[: len(other) - len(suffix)]: other for other in alike}
    of = original(stem, [other for other in whole if NAME.fullmatch(other)])
    if of is None and not is_conflict(stem):
        return None
    shown = f"een andere versie van «{whole[of]}»" if of else "een versie die een programma apart heeft gezet"
    remedy = "neem over wat u daaruit wilt houden en haal het weg; is het iets anders, noem het dan "
    remedy += f"'{good_name(path, suffix, taken)}'"
    return waarschuwing("kopie", Position(printable(path)), f"dit lijkt {shown}, en wordt niet gebruikt", remedy)


def misnamed(path: str, entry: Entry, taken: set[Claim]) -> Diagnostic | None:
    """What is wrong with what stands at a path, if anything is; no name that is ``taken`` is proposed."""
    problem = _wrong(path, entry, taken)
    return fout("bestand", Position(printable(path)), *problem) if problem else None


def _wrong(path: str, entry: Entry, taken: set[Claim]) -> tuple[str, str] | None:
    if entry.sort is Sort.LINK:
        return "dit is een koppeling naar een andere plek; Spijs volgt die niet", "zet het bestand zelf hier"
    if entry.sort is Sort.OTHER:
        return "dit is geen gewoon bestand", "haal het weg uit de map content"
    name = path.rpartition("/")[2]
    folder = entry.sort is Sort.FOLDER
    suffix = "" if folder else ending(name)
    stem = name.removesuffix(suffix)
    known = suffix.lower() in {*SOURCES, *IMAGES, TABLE, *DOCUMENTS}
    if not (folder or known):
        bijlage = f"is het een bijlage, {INSTEAD[suffix.lower()]}; " if suffix.lower() in INSTEAD else ""
        return f"met een bestand van de soort '{printable(suffix)}' kan Spijs niets", bijlage + ALLOWED
    if suffix.lower() in DOCUMENTS and name == printable(composed(name)):
        return None  # it is published under another name
    if not NAME.fullmatch(stem) or suffix != suffix.lower():
        remedy = "gebruik kleine letters, cijfers en streepjes, hooguit 60 tekens"
        good = good_name(path, suffix, taken)
        return "de naam van dit bestand werkt niet op elke computer", f"{remedy}, bijvoorbeeld '{good}'"
    if stem in RESERVED:
        return "deze naam is op Windows verboden", f"noem het anders, bijvoorbeeld '{good_name(path, suffix, taken)}'"
    too_deep = "deze map ligt te diep", f"gebruik hooguit {MAX_FOLDERS} mappen in elkaar"
    return too_deep if folder and path.count("/") > MAX_FOLDERS else None


def claim(path: str) -> Claim:
    """What no two files may share: sources of a kind their name, and pictures in a folder theirs, whatever the sort."""
    folder, _, name = path.rpartition("/")
    stem, suffix = name.removesuffix(ending(name)), suffix_of(name)
    if suffix in SOURCES:
        return "bron", *folder.split("/")[:2], stem
    return ("beeld", folder, stem) if suffix in IMAGES else (folder, name)


def good_name(path: str, suffix: str, taken: set[Claim]) -> str:
    """A name that works on every computer, like the one given, and claims nothing that is ``taken``; now it is."""
    folder, _, name = path.rpartition("/")
    stem = letters(name.removesuffix(suffix)).replace(" ", "-")
    plain = stem[:56].strip("-") or "naam"
    stems = [plain, *(f"{plain}-{number}" for number in range(1, len(taken) + 3))]
    names = (f"{one}{suffix.lower()}" for one in stems if one not in RESERVED)
    good = next(one for one in names if claim(f"{folder}/{one}") not in taken)
    taken.add(claim(f"{folder}/{good}"))
    return good


def printable(name: str) -> str:
    """A file name that can be shown: bytes that are no UTF-8 and control characters become question marks."""
    safe = name.encode("utf-8", "replace").decode("utf-8")
    return "".join(c if c.isprintable() else "?" for c in safe)
