"""Files to the letters of a site: which face is used for what, and what a house font lacks.

A house font comes as one file or as many, in any order and under any name. Faces of the same weight and slant share the
signs between them: the first has all of its own, the next those that the ones before it lack.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from builder.comparing import letters, same
from builder.diagnostics import Diagnostic, Position, fout, has_errors, machine_says, waarschuwing
from builder.fonts.face import BOLD, SUFFIXES, Face, Unfit, read
from builder.inputs import Entry
from builder.theme import Theme

FOLDER = "lettertypen"
RESERVE_FOLDER = f"{FOLDER}/reserve"
RESERVE = "Spijs Reserve"
FIELD = "druk/veldletter.woff2"  # apart, for a form holds the whole of it: one weight, and no drawings
BASIC = frozenset(map(ord, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,"))
NAMES = (
    frozenset(range(0xC0, 0x17F)) | frozenset(range(0x1EA0, 0x1EFA)) | frozenset(map(ord, "ƠơƯưȘșȚțǦǧ"))
)  # of people
BRING = "leg het bestand in templates/lettertypen/ van uw site"


@dataclass(frozen=True, slots=True)
class Placed:
    """A face with its file, its turn among those of the same weight and slant, and the signs that are left for it.

    ``name`` is what the files made of it are called, without suffix.
    """

    face: Face
    file: str
    data: bytes
    name: str
    turn: int
    signs: frozenset[int]


@dataclass(frozen=True, slots=True)
class Letters:
    """The faces of a site: those of its house font by the name in ``site.yml``, and those of the reserve of Spijs.

    ``field`` is a font for what is typed in a form, ``where`` the place in ``site.yml`` at which is told what is wrong.
    """

    family: str
    house: tuple[Placed, ...]
    reserve: tuple[Placed, ...]
    field: bytes
    where: Position

    def families(self) -> tuple[str, ...]:
        """The families in which a sign is looked for, in that order; the second of a slot has one of its own."""
        return (*_families(self.family, self.house), *_families(RESERVE, self.reserve))

    def for_fields(self) -> tuple[str, bytes, Face]:
        """What is typed in a PDF is shown by one font, for its reader looks a sign up in no second one: that of the
        house when it has the names of all people, else one of Spijs. Its family, the file, and what that is.
        """
        plain = [
            one for one in self.house if not one.face.italic and not one.face.variable and one.face.weights[0] < BOLD
        ]
        whole = next((one for one in plain if one.signs >= NAMES), None)
        if whole:
            return f"{self.family} Veld", whole.data, whole.face
        return f"{RESERVE} Veld", self.field, read(self.field)[0]

    def own(self) -> frozenset[int]:
        """The signs that the house font has in every weight and slant that it came in."""
        slots = [one.face for one in self.house if one.turn == 1]
        return frozenset.intersection(*(self._signs(face) for face in slots)) if slots else frozenset()

    def spare(self) -> frozenset[int]:
        """The signs of the reserve."""
        return frozenset[int]().union(*(one.signs for one in self.reserve))

    def _signs(self, face: Face) -> frozenset[int]:
        return frozenset[int]().union(*(one.signs for one in self.house if alike(one.face, face)))


def family_of(name: str, turn: int) -> str:
    """The family of the faces whose turn it is."""
    return name if turn == 1 else f"{name} {turn}"


def _families(name: str, faces: Iterable[Placed]) -> list[str]:
    return [family_of(name, turn) for turn in sorted({one.turn for one in faces})]


def alike(one: Face, other: Face) -> bool:
    """Whether two faces are for the same text: of one slant, and with a weight in common."""
    return one.italic == other.italic and one.weights[0] <= other.weights[1] and other.weights[0] <= one.weights[1]


def gather(theme: Theme, family: str, files: Sequence[str], where: Position) -> tuple[Letters, list[Diagnostic]]:
    """The letters of a site, and what is wrong with them or missing, told at ``where``.

    ``files`` are names of files in ``templates/lettertypen/``; none of them means all that lie there.
    """
    findings: list[Diagnostic] = []
    there, spare = _fonts(theme, FOLDER), _fonts(theme, RESERVE_FOLDER)
    names = list(_named(files, there, findings, where)) if files else _brought(theme, there)
    if not files and not names:
        message = "er ligt geen lettertype in templates/lettertypen/ van uw site"
        findings.append(fout("lettertype", where, message, "leg de bestanden van uw lettertype daar"))
    house = _placed(_ordered(_faces(names, there, findings, where)), findings, where)
    reserve = _placed(_ordered(_faces(sorted(spare), spare, findings, where)), findings, where)
    letters = Letters(family, house, reserve, theme.find(FIELD) or b"", where)
    if house and not has_errors(findings):
        beside = [name for name in there if name not in names]
        findings += _lacking(letters, _faces(beside, there, [], where), " en noem het" if files else "")
    return letters, findings


def _fonts(theme: Theme, folder: str) -> dict[str, Entry]:
    return {name: path for name, path in theme.listed(folder).items() if Path(name).suffix.lower() in SUFFIXES}


def _brought(theme: Theme, there: Iterable[str]) -> list[str]:
    """All that the site itself brought; the font of Spijs is used by name only."""
    own = theme.listed(FOLDER, own=True)
    return sorted(name for name in there if name in own)


def _named(files: Iterable[str], there: dict[str, Entry], findings: list[Diagnostic], where: Position) -> Iterator[str]:
    """The files that were named, as they are really called; capitals make no difference."""
    called = {_plain(name): name for name in sorted(there, reverse=True)}
    for file in dict.fromkeys(files):
        name = re.split(r"[/\\]", file)[-1]
        found = name if name in there else called.get(_plain(name))
        if found:
            yield found
            continue
        near = difflib.get_close_matches(_plain(name), called, 1)
        remedy = f"bedoelde u «{called[near[0]]}»?" if near else BRING
        findings.append(fout("lettertype", where, f"het lettertype-bestand «{file}» is er niet", remedy))


def _plain(name: str) -> str:
    return same(name)


Read = tuple[str, bytes, Face]


def _faces(names: Iterable[str], there: dict[str, Entry], findings: list[Diagnostic], where: Position) -> list[Read]:
    """Every face in the files of these names, with its file."""
    found: list[Read] = []
    for name in names:
        try:
            data = there[name].read()
            found += [(name, data, face) for face in read(data)]
        except OSError as error:
            remedy = "controleer of u het mag openen"
            findings.append(fout("lettertype", where, f"«{name}» is niet te lezen ({machine_says(error)})", remedy))
        except Unfit as unfit:
            findings.append(unfitting(name, unfit, where))
    return found


def unfitting(file: str, unfit: Unfit, where: Position) -> Diagnostic:
    """Why a font file cannot be used."""
    what, remedy = unfit.args
    return fout("lettertype", where, f"het lettertype-bestand «{file}» {what}", remedy)


def _ordered(faces: list[Read]) -> list[Read]:
    """As they were named; but a narrow or wide face comes after a normal one, and one weight after many."""
    return sorted(faces, key=lambda one: (not one[2].normal_width, not one[2].variable))


def _placed(faces: Iterable[Read], findings: list[Diagnostic], where: Position) -> tuple[Placed, ...]:
    """Each face in its turn; one with no sign of its own left is told, and does not take part."""
    placed: list[Placed] = []
    for file, data, face in faces:
        rivals = [one for one in placed if alike(one.face, face)]
        left = face.signs - frozenset[int]().union(*(one.signs for one in rivals))
        twice = next((one for one in rivals if len(face.signs & one.face.signs) * 2 > len(face.signs)), None)
        if twice:
            message = f"«{twice.file}» en «{file}» zijn allebei {_called(face)}; Spijs gebruikt «{twice.file}»"
            remedy = "noem in site.yml bij «bestanden» alleen wat u bedoelt, of haal een van de twee weg"
            findings.append(waarschuwing("lettertype", where, message, remedy))
        elif left:
            turn = 1 + max((one.turn for one in rivals), default=0)
            placed.append(Placed(face, file, data, _name(file, face, placed), turn, left))
    return tuple(placed)


def _called(face: Face) -> str:
    lightest, heaviest = face.weights
    weight = f"{lightest}" if lightest == heaviest else f"{lightest} tot {heaviest}"
    return f"{'schuin' if face.italic else 'rechtop'} met gewicht {weight}"


def _name(file: str, face: Face, taken: Iterable[Placed]) -> str:
    """A name for what is made of a face: safe on every computer and in every address, and always the same."""
    plain = letters(Path(file).stem).replace(" ", "-") or "letter"
    names = {one.name for one in taken}
    return next(name for name in chain([plain], (f"{plain}-{n}" for n in range(2, 999))) if name not in names)


Fits = Callable[[Face], bool]
WANTED: tuple[tuple[str, str, Fits], ...] = (
    ("gewone letters", "Regular", lambda face: not face.italic and face.weights[0] < BOLD),
    ("vette letters", "Bold", lambda face: not face.italic and face.weights[1] >= BOLD),
    ("schuine letters", "Italic", lambda face: face.italic),
)


def _lacking(letters: Letters, beside: list[Read], naming: str) -> Iterator[Diagnostic]:
    """What a house font must have to look like itself everywhere, and has not."""
    upright = [one.face for one in letters.house if not one.face.italic]
    families = {one.face.family for one in letters.house}
    for what, file, fits in WANTED:
        if any(fits(one.face) for one in letters.house):
            continue
        fitting = [one for one in beside if fits(one[2]) and one[2].family in families]
        remedy = f"leg het bestand van {file} erbij in templates/lettertypen/{naming}"
        if fitting:
            remedy = f"noem ook «{max(fitting, key=lambda one: len(one[2].signs))[0]}», dat ligt er al"
        message = f"het lettertype «{letters.family}» heeft geen {what}"
        yield waarschuwing("lettertype", letters.where, message, remedy)
    had = frozenset[int]().union(*(face.signs for face in upright))
    if lost := sorted(BASIC - had):
        signs = " ".join(map(chr, lost[:8]))
        message = f"het lettertype «{letters.family}» mist gewone tekens ({signs}{' …' if len(lost) > 8 else ''})"
        yield waarschuwing("lettertype", letters.where, message, "lever de hele letter, niet een deel ervan")
    for file in sorted({one.file for one in letters.house if one.face.restricted}):
        message = f"in «{file}» staat dat het niet in een PDF of op een site mag worden ingesloten"
        yield waarschuwing("lettertype", letters.where, message, "vraag de maker om een versie waarmee dat mag")
