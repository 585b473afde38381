"""Deur: a way in for one sort of reader, with blocks of what the other kinds have to show."""

from builder.content import Asked, Block, Document, Kind, Library, On, Values
from builder.kinds.deur.doors import back, behind, contact, promise
from builder.kinds.deur.model import FRONT, Blok, Deur, path_of
from builder.kinds.deur.rules import RULES, WHOLE

__all__ = ["FRONT", "KIND", "Deur"]


def _values(document: Document[Deur], library: Library) -> Values:
    deur = document.value
    shown = [_block(blok, document.id, library) for blok in deur.blokken]
    words = {name: getattr(deur, name) for name in ("titel", "kleur", "tafereel")}
    return {
        **words,
        "zin": deur.zin or library.settings.kenmerk,
        "belofte": promise(deur.belofte, library),
        "vorm": deur.vorm or "deur",
        "voorpagina": document.id == FRONT,
        "boven": back(document, library),
        "contact": contact(document, library),
        "getoond": [block for block in shown if block["lijst"]],
    }


def _block(blok: Blok, door: str, library: Library) -> Values:
    """What a block shows today, and where all of it is."""
    kind = library.showing(blok.soort)
    asked = Asked(door, blok.aantal, blok.lezer or "", blok.verhaal, blok.zichtbaar or "")
    words = {name: getattr(blok, name) for name in ("kop", "zin", "knop")}
    return {"soort": str(blok.soort), **words, "doel": kind and kind.index, "lijst": library.block(blok.soort, asked)}


def _doors(library: Library, asked: Asked) -> list[Values]:
    """The doors behind a door, as cards."""
    found = behind(library, asked.door)[: asked.most]
    return [
        {"titel": d.title, "doel": d.home, "zin": d.value.kaart or d.value.zin, "kleur": d.value.kleur} for d in found
    ]


KIND = Kind(
    name="deur",
    plural="deuren",
    folder="deuren",
    model=Deur,
    title=lambda value: value.naam or value.titel,
    about="een ingang van het intranet, voor een soort lezer",
    appears=(On("intranet", "intranet/deur.html", path_of, _values),),
    blocks={"deuren": Block(_doors, ("aantal",))},
    rules=RULES,
    whole_rules=WHOLE,
)
