"""What a house brings of its own: logo and drawings, made anew before a page sees them, and the set that it chose.

The drawings of Spijs lie in sets below ``templates/tekeningen/``; a site takes one (``huisstijl.tekeningen``) and may
replace each drawing by a file in its own ``templates/beeld/``. Pages know it by one name, whatever the set calls it.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath as Path
from typing import TYPE_CHECKING

from builder import images, sound
from builder.colours import ROLES, SHAPES, by_role
from builder.diagnostics import Diagnostic, Position, fout, machine_says, waarschuwing
from builder.inputs import TEMPLATES, Entry, Folder, Inputs, Sort
from builder.reading import Fields, Node, read_source
from builder.reading.filenames import printable
from builder.settings import SITE, Huisstijl, Settings
from builder.svgtree import Unfit
from builder.theme import NAME
from builder.typography import typographic

if TYPE_CHECKING:
    from builder.likeness import Unlike

PROFILE = "kleurprofiel/fogra39l_coated.icc"
SCENES = ("voordeur", "anders", "leiding", "leeg")
LOGOS = tuple(f"beeld/logo{suffix}" for suffix in (".svg", ".png", ".jpg", ".jpeg", ".webp"))
KNOWN = (".svg", ".png", ".jpg", ".jpeg", ".webp")
MOST_DOTS = 2400  # of a logo, on its longest side
LEAST_DOTS = 1000  # of a logo that is no drawing: less is coarse on the largest poster
MOST_LOST = 0.08  # of a logo, that is not seen on white paper
AGAIN = "bewaar het als SVG of als PNG met een doorzichtige achtergrond"
SIGN = "beeld/merk.svg"
Logo = tuple[str, Entry]


@dataclass(slots=True)
class House:
    """Files by the name under which pages know them, and what is wrong with what was brought."""

    made: dict[str, bytes] = field(default_factory=dict)
    findings: list[Diagnostic] = field(default_factory=list)


def furnish(site: Inputs, settings: Settings) -> House:
    """The drawings of the chosen set, those of the site in their place, and the logo."""
    house = House()
    for name, entry in _set(site, settings.huisstijl):
        house.made[name] = entry.read()
    logo, problem = _logo_of(site, settings.huisstijl.logo)
    house.findings += problem
    for own in site.theme[:-1]:
        house.findings += _not_followed(own)
        _take_own(house, own, settings.huisstijl, logo)
    if logo:
        _take_logo(house, *logo)
    house.findings += _inks(site, settings.huisstijl)
    return house


def _not_followed(own: Folder) -> Iterator[Diagnostic]:
    for name, entry in own.entries.items():
        if entry.error and entry.sort is Sort.FOLDER:
            message = f"deze map is niet te lezen ({machine_says(OSError(entry.error, ''))})"
            yield fout("map", _at(name), message, "controleer of u haar mag openen")
        if entry.sort in (Sort.LINK, Sort.OTHER):
            message = "dit is een koppeling naar een andere plek of geen gewoon bestand; Spijs gebruikt het niet"
            yield fout("bestand", _at(name), message, "zet het bestand of de map zelf hier")


def _at(name: str) -> Position:
    return Position(f"{TEMPLATES}/{printable(name)}".rstrip("/"))


def _inks(site: Inputs, style: Huisstijl) -> Iterator[Diagnostic]:
    """Inks for the print shop that are another colour than on the screen."""
    if style.drukkleuren is None:
        return
    paper = site.theme[-1].entries[PROFILE]

    def look() -> Iterator[Unlike]:
        from builder.likeness import unlike  # it reads the profile of the paper; most sites name no inks

        return unlike(style, paper.read())

    for one in sound.SOUND.found(f"drukkleur {style!r}", paper.digest, look):
        name = style.called(ROLES.get(one.role, one.role))
        message = (
            f"«{name}» is op het scherm {one.screen} en gedrukt ongeveer {one.looks}: "
            f"dat is een andere kleur (verschil {one.apart}, hooguit {one.most})"
        )
        remedy = f"schrijf bij drukkleuren '{one.role}: {list(one.better)}', of haal drukkleuren weg: dan rekent Spijs"
        yield fout("drukkleur", _place_of_ink(site, one.role), message, remedy)


def _place_of_ink(site: Inputs, role: str) -> Position:
    source, _ = read_source(site, SITE)
    node: Node | None = by_role(source.fields) if source else None
    for name in ("huisstijl", "drukkleuren", role):
        node = node.entries.get(name) if isinstance(node, Fields) else None
    return node.position if node else Position(SITE)


def _set(site: Inputs, style: Huisstijl) -> Iterator[tuple[str, Entry]]:
    """Each drawing of the set by the name that pages use; a set has its own words for the shapes."""
    for name, entry in site.theme[-1].files(f"tekeningen/{style.tekeningen}"):
        path = Path(name)
        if path.suffix == ".svg":
            yield f"beeld/{path.parent.name}/{_plain(path.stem)}.svg", entry


def _plain(name: str) -> str:
    """A shape by the name that templates use, from the word of any set."""
    return next((shape for shape, words in SHAPES.items() if name in words), name)


def _take_own(house: House, own: Folder, style: Huisstijl, logo: Logo | None) -> None:
    """Every picture in the site's own templates, made anew."""
    for name, entry in own.files():
        path = Path(name)
        if path.suffix.lower() not in (".svg", ".png", ".jpg") or (logo and entry is logo[1]):
            continue
        folder = name.rpartition("/")[0]
        if folder in ("beeld/vormen", "beeld/tafereel", "beeld/pictogrammen"):
            known = {"beeld/vormen": style.shapes(), "beeld/tafereel": SCENES}.get(folder, ())
            found = _misnamed(path, known, own)
            house.findings += found
            if found:
                continue
            name = f"{folder}/{_plain(path.stem)}.svg"
        if not NAME.fullmatch(name):
            continue  # no template can name it; the logo may have any name and is taken apart
        try:
            house.made[name] = images.anew(images.whole(entry), path.suffix)
        except Unfit as unfit:
            house.findings.append(fout("beeld", _at(path.as_posix()), *unfit.args))


def _misnamed(path: Path, known: tuple[str, ...], own: Folder) -> list[Diagnostic]:
    """A drawing that stands where no page looks for it would be passed over in silence."""
    place = _at(path.as_posix())
    if path.suffix != ".svg" or not NAME.fullmatch(path.name):
        message = f"geen pagina vindt «{path.name}»: een tekening in deze map is een SVG en heet in kleine letters"
        name = _clean(path, own)
        return [fout("beeld", place, message, f"noem het bestand «{name}», en bewaar het als SVG")]
    if known and _plain(path.stem) not in {_plain(name) for name in known}:
        near = difflib.get_close_matches(path.stem, known, 1)
        remedy = f"bedoelde u «{near[0]}.svg»?" if near else f"kies uit: {', '.join(known)}"
        return [fout("beeld", place, f"een tekening «{path.stem}» komt op geen pagina voor", remedy)]
    return []


def _clean(path: Path, own: Folder) -> str:
    """A name like that of a drawing that pages can find, and that nothing in the folder has."""
    lower = "".join(c if c.isascii() and c.isalnum() else " " for c in path.stem.lower())
    stem = "-".join(lower.split()) or "tekening"
    names = (f"{stem}{number}.svg" for number in ("", *(f"-{n}" for n in range(2, len(own.entries) + 3))))
    return next(name for name in names if str(path.with_name(name)) not in own.entries)


def _take_logo(house: House, name: str, entry: Entry) -> None:
    """The logo under one name of its own, whatever its file is called."""
    place, kind = _at(name), Path(name).suffix.lower()
    try:
        made = images.logo(images.whole(entry), kind, MOST_DOTS)
    except Unfit as unfit:
        message, remedy = unfit.args
        house.findings.append(fout("beeld", place, message, remedy + (images.OR_PNG if kind == ".svg" else "")))
        return
    house.made[f"beeld/huislogo.{'svg' if kind == '.svg' else 'png'}"] = made
    if kind != ".svg" and (dots := int(max(images.size(made)))) < LEAST_DOTS:
        message = f"dit logo is {dots} punten groot en wordt op een poster grof"
        remedy = f"vraag het als SVG, of als PNG van minstens {LEAST_DOTS} punten"
        house.findings.append(waarschuwing("beeld", place, message, remedy))
    if (lost := images.lost_on_white(made)) >= MOST_LOST:
        what = "dit logo" if lost > 0.9 else "een deel van dit logo"
        message = f"{what} is wit of bijna wit, en op wit papier ziet niemand dat"
        remedy = "vraag de versie voor een lichte achtergrond, in kleur of in zwart"
        house.findings.append(waarschuwing("beeld", place, message, remedy))


def _logo_of(site: Inputs, given: str | None) -> tuple[Logo | None, list[Diagnostic]]:
    """The file of the logo: the one named in ``site.yml``, else one that is called ``logo``, else a plain sign.

    ``site.yml`` reads straight quotes as curly ones.
    """
    own, spijs = site.theme[0], site.theme[-1]
    if given is None:
        found = next(((name, entry) for name in LOGOS if (entry := own.file(name))), None)
        return found or (SIGN, spijs.entries[SIGN]), []
    named = {typographic(name): (name, entry) for root in (spijs, own) for name, entry in root.files()}
    place = Position(SITE)
    if logo := named.get(given):
        if Path(logo[0]).suffix.lower() in KNOWN:
            return logo, []
        return None, [fout("beeld", place, f"het logo «{given}» is geen SVG, PNG, JPEG of WebP", AGAIN)]
    brought = [typographic(name) for name, _ in own.files() if Path(name).suffix.lower() in KNOWN]
    near = [name for name in brought if name.rpartition("/")[2].lower() == given.rpartition("/")[2].lower()]
    near += difflib.get_close_matches(given, brought, 1)
    remedy = f"bedoelde u «{near[0]}»?" if near else "zet het in templates/beeld/ van uw site"
    return None, [fout("beeld", place, f"het logo «{given}» is er niet", remedy)]
