"""The intranet: its doors, and what each kind gathers from all documents that may be seen today."""

from __future__ import annotations

from builder.channels.channel import Channel
from builder.content import Asked, Gathered, Library, Values, line


def _gather(library: Library) -> Gathered:
    yield "index.html", "intranet/voorpagina.html", _front(library)
    yield "anders.html", "intranet/anders.html", _anders(library)
    yield "leiding/index.html", "intranet/leiding.html", _leiding(library)
    for name, door in (
        ("algemeen", "leiding"),
        ("iemand-zoeken", "leiding-zoekt"),
        ("iemand-aanmelden", "leiding-meldt"),
    ):
        yield f"leiding/{name}.html", "intranet/leiding-deur.html", {"deur": door, "paginas": _behind(library, door)}
    yield "centrum.html", "intranet/centrum.html", {"paginas": _behind(library, "centrum")}
    yield "makers/index.html", "intranet/makers.html", _makers(library)
    for kind in library.kinds:
        yield from kind.gather(library)
    yield from _plain_lists(library)


def _plain_lists(library: Library) -> Gathered:
    """A list for every kind in the menu that has none of its own: title and address of each of its documents."""
    for kind in library.kinds:
        documents = library.visible(kind.model, "intranet")
        if kind.menu and not kind.listed and len(documents) > 1:
            shown = {"titel": kind.menu, "regels": [line(document) for document in documents]}
            yield f"{kind.folder}/index.html", "intranet/lijst.html", shown


def _front(library: Library) -> Values:
    return {
        "verhaal": next(iter(library.block("verhalen", Asked(most=1))), None),
        "test": _test(library),
        "nieuw": library.block("vacatures", Asked(most=5)),
    }


def _anders(library: Library) -> Values:
    return {
        "paginas": _behind(library, "anders"),
        "diensten": library.block("diensten", Asked()),
        "verhalen": library.block("verhalen", Asked(most=3)),
        "test": _test(library),
        "bladen": library.block("productbladen", Asked(reader="medewerkers")),
        "formulieren": library.block("formulieren", Asked(reader="medewerkers")),
    }


def _leiding(library: Library) -> Values:
    asked = Asked(reader="leidinggevenden")
    return {"bladen": library.block("productbladen", asked), "formulieren": library.block("formulieren", asked)}


def _test(library: Library) -> Values | None:
    return next(iter(library.block("zelftest", Asked())), None)


def _behind(library: Library, door: str) -> list[Values]:
    return library.block("paginas", Asked(door))


def _makers(library: Library) -> Values:
    return {
        "paginas": _behind(library, "makers"),
        "plannen": library.block("communicatieplannen", Asked()),
        "bladen": library.block("productbladen", Asked()),
        "brochures": library.block("brochures", Asked()),
        "formulieren": library.block("formulieren", Asked()),
        "posters": library.block("posters", Asked()),
        "edities": library.block("edities", Asked()),
        "tests": library.block("zelftestpapieren", Asked()),
        "items": library.block("personeelsbladitems", Asked()),
    }


CHANNEL = Channel("intranet", "Intranet", "html", "intranet", _gather)
