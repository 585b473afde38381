"""The intranet: its doors and lists, gathered from all documents that may be seen today."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from builder.channels.channel import Channel
from builder.content import Document, Library, Values, brief, fields
from builder.kinds import KINDS
from builder.kinds.brochure import Brochure
from builder.kinds.communicatieplan import Communicatieplan
from builder.kinds.dienst import Dienst
from builder.kinds.editie import Editie
from builder.kinds.formulier import Formulier
from builder.kinds.ophangregister import Ophangregister
from builder.kinds.pagina import Pagina
from builder.kinds.personeelsbladitem import Personeelsbladitem
from builder.kinds.poster import Poster, short_words, target_of, target_to
from builder.kinds.productblad import Productblad
from builder.kinds.vacature import Vacature, vacature_line
from builder.kinds.verhaal import Verhaal, verhaal_values
from builder.kinds.zelftest import Zelftest, papers
from builder.schema.fields import Ref
from builder.typography import sort_key

OWN_LISTS = ("diensten", "verhalen", "vacatures", "formulieren")
VAKGEBIEDEN = {
    "verpleging-en-verzorging": "Verpleging en verzorging",
    "begeleiding": "Begeleiding",
    "behandeling": "Behandeling",
    "ondersteuning": "Kantoor, planning en balie",
    "facilitair": "Keuken, schoonmaak en techniek",
    "leiding": "Leidinggeven",
}


def _gather(library: Library) -> Iterator[tuple[str, str, Values]]:
    yield "index.html", "intranet/voorpagina.html", _front(library)
    yield "anders.html", "intranet/anders.html", _anders(library)
    yield "leiding/index.html", "intranet/leiding.html", _leiding(library)
    for name, door in (
        ("algemeen", "leiding"),
        ("iemand-zoeken", "leiding-zoekt"),
        ("iemand-aanmelden", "leiding-meldt"),
    ):
        yield f"leiding/{name}.html", "intranet/leiding-deur.html", {"deur": door, "paginas": _behind(library, door)}
    yield "diensten/index.html", "intranet/diensten.html", {"diensten": _diensten(library)}
    yield "verhalen/index.html", "intranet/verhalen.html", {"verhalen": _verhalen(library)}
    yield "vacatures/index.html", "intranet/vacatures.html", _vacatures(library)
    sheets = {"bladen": _sheets(library), "brochures": _brochures(library)}
    yield "productbladen/index.html", "intranet/productbladen.html", sheets
    yield "formulieren/index.html", "intranet/formulieren.html", {"formulieren": _forms(library)}
    yield "centrum.html", "intranet/centrum.html", {"paginas": _behind(library, "centrum")}
    yield "makers/index.html", "intranet/makers.html", _makers(library)
    yield from _plain_lists(library)
    yield from _typed_addresses(library)
    yield from {page[0]: page for page in _gone(library)}.values()


def _typed_addresses(library: Library) -> Iterator[tuple[str, str, Values]]:
    """The short addresses on posters. Paper lives long, so also of posters out of sight, and they name nobody.

    What the register remembers of a poster that is a draft again or is gone goes on answering too.
    """
    known = set()
    for document in library.all(Poster):
        target = target_of(document.value, library, today=True)
        for word in short_words(document, library.hushed):
            known.add(word)
            yield _way(word, target, document.path)
    for register in library.all(Ophangregister):
        for word, hung in {hung.adres: hung for hung in register.value.hangt if hung.adres}.items():
            if word not in known | library.hushed:
                yield _way(word, target_to(hung.doel or "", library, today=True), register.path)


def _way(word: str, target: str | None, source: str) -> tuple[str, str, Values]:
    label = "Naar de pagina" if target else "Naar de voorpagina"
    way = {"titel": label, "doel": target or "intranet/index.html", "bron": source}
    return f"ga/{word}/index.html", "intranet/verhuisd.html", way


def _gone(library: Library) -> Iterator[tuple[str, str, Values]]:
    """A page for each code on paper, as far as the register remembers it, that leads to a source that is gone."""
    moved = {(d.kind.folder, name) for d in library.documents.values() for name in d.value.voorheen}
    for register in library.all(Ophangregister):
        for hung in register.value.hangt:
            folder, _, id = (hung.doel or "").partition("/")
            kind = next((kind for kind in KINDS if folder in (kind.folder, kind.name)), None)
            home = kind.home(id) if kind and id and id not in library.hushed else None
            if kind and home and not library.find(Ref(folder, id)) and (kind.folder, id) not in moved:
                values = {"titel": "Niet meer beschikbaar", "bron": register.path, "verder": None}
                yield home.removeprefix("intranet/"), "intranet/niet-meer.html", values


def _plain_lists(library: Library) -> Iterator[tuple[str, str, Values]]:
    """A list for every other kind that is in the menu: title and address of each of its documents."""
    for kind in KINDS:
        documents = library.visible(kind.model, "intranet")
        if kind.menu and kind.folder not in OWN_LISTS and len(documents) > 1:
            yield (
                f"{kind.folder}/index.html",
                "intranet/lijst.html",
                {"titel": kind.menu, "regels": [_line(d) for d in documents]},
            )


def _front(library: Library) -> Values:
    newest = sorted(library.visible(Vacature, "intranet"), key=lambda d: (d.value.geplaatst, d.id), reverse=True)
    return {
        "verhaal": next(iter(_verhalen(library)), None),
        "test": _test(library),
        "nieuw": [vacature_line(d, library) for d in newest[:5]],
    }


def _anders(library: Library) -> Values:
    return {
        "paginas": _behind(library, "anders"),
        "diensten": _diensten(library),
        "verhalen": _verhalen(library)[:3],
        "test": _test(library),
        "bladen": _sheets(library, "medewerkers"),
        "formulieren": _forms(library, "medewerkers"),
    }


def _leiding(library: Library) -> Values:
    return {"bladen": _sheets(library, "leidinggevenden"), "formulieren": _forms(library, "leidinggevenden")}


def _test(library: Library) -> Values | None:
    return next((_line(d) for d in library.visible(Zelftest, "intranet")), None)


def _behind(library: Library, door: str) -> list[Values]:
    pages = [d for d in library.visible(Pagina, "intranet") if d.value.deur == door]
    pages.sort(key=lambda d: (d.value.volgorde, d.id))
    return [{**_line(d), "intro": d.value.intro, "pictogram": d.value.pictogram} for d in pages]


def _diensten(library: Library) -> list[Values]:
    documents = sorted(library.visible(Dienst, "intranet"), key=lambda d: (d.value.volgorde, d.id))
    return [{**brief(fields(d, library)), "doel": d.kind.home(d.id)} for d in documents]


def _verhalen(library: Library) -> list[Values]:
    documents = sorted(library.visible(Verhaal, "intranet"), key=lambda d: (d.value.datum, d.id), reverse=True)
    return [brief(verhaal_values(d, library)) for d in documents]


def _sheets(library: Library, reader: str = "") -> list[Values]:
    """The productbladen, all or those for one kind of reader."""
    documents = sorted(library.visible(Productblad, "intranet"), key=lambda d: (d.value.nr, d.id))
    chosen = [d for d in documents if reader in d.value.lezer]
    return [{**brief(fields(d, library)), "doel": d.kind.home(d.id)} for d in chosen]


def _brochures(library: Library) -> list[Values]:
    return [{**_line(d), "lezer": d.value.lezer} for d in library.visible(Brochure, "intranet")]


def _vacatures(library: Library) -> Values:
    """Vacancies in groups by field of work: first the concrete ones by last day, then the expected by quarter."""
    order = list(VAKGEBIEDEN)

    def place(document: Document[Vacature]) -> tuple[Any, ...]:
        value = document.value
        return order.index(value.vakgebied), value.status, value.end, sort_key(value.functie), document.id

    documents = sorted(library.visible(Vacature, "intranet"), key=place)
    groups = groupby(documents, key=lambda d: d.value.vakgebied)
    grouped = [
        {"sleutel": key, "label": VAKGEBIEDEN[key], "vacatures": [vacature_line(d, library) for d in group]}
        for key, group in groups
    ]
    return {"groepen": grouped, "aantal": len(documents)}


def _forms(library: Library, reader: str = "") -> list[Values]:
    """The forms, all or those for one kind of reader."""
    documents = sorted(library.visible(Formulier, "intranet"), key=lambda d: (d.value.volgorde, d.id))
    chosen = [d for d in documents if reader in d.value.lezer]
    shown = ("titel", "kort", "lezer", "kleur", "vorm")
    return [{**{name: getattr(d.value, name) for name in shown}, "doel": d.kind.home(d.id)} for d in chosen]


def _makers(library: Library) -> Values:
    items = sorted(
        library.visible(Personeelsbladitem, "intranet"), key=lambda d: (str(d.value.kwartaal), d.id), reverse=True
    )
    return {
        "paginas": _behind(library, "makers"),
        "plannen": [
            {**_line(d), "doelgroep": d.value.doelgroep} for d in library.visible(Communicatieplan, "intranet")
        ],
        "bladen": _sheets(library),
        "brochures": _brochures(library),
        "formulieren": _forms(library),
        "posters": [_line(d) for d in library.visible(Poster, "intranet")],
        "edities": [_line(d) for d in library.visible(Editie, "intranet")],
        "tests": [paper for d in library.visible(Zelftest, "zelftest") for paper in papers(d)],
        "items": [{**_line(d), "kwartaal": str(d.value.kwartaal), "doelgroep": d.value.doelgroep} for d in items],
    }


def _line(document: Document[Any]) -> Values:
    return {"titel": document.title, "doel": document.kind.home(document.id)}


CHANNEL = Channel("intranet", "Intranet", "html", "intranet", _gather)
