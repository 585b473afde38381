"""The main menu: what ``site.yml`` lists, or else the doors, the kinds that ask for it, and doors that stand alone."""

from collections.abc import Iterator

from builder.content import Content, Kind, Library, Values
from builder.kinds.deur.doors import behind, doors
from builder.kinds.deur.model import FRONT
from builder.schema.fields import Ref


def menu(library: Library) -> list[Values]:
    """The entries that lead somewhere today: what each is called, and where it leads."""
    entries = (_entry(ref, library) for ref in asked(library))
    return [entry for entry in entries if entry]


def asked(library: Library) -> list[Ref]:
    """The entries of ``site.yml``, or the usual ones: a list is a kind without a name behind it."""
    if library.settings.menu:
        return list(library.settings.menu)
    first = [Ref("deur", d.id) for d in behind(library, FRONT)]
    alone = [Ref("deur", d.id) for d in doors(library) if d.value.achter is None and d.id != FRONT]
    return [*first, *(Ref(kind.folder, "") for kind in library.kinds if kind.menu), *alone]


def kind_of(ref: Ref, library: Library) -> Kind | None:
    """The kind of which an entry names the list."""
    return next((kind for kind in library.kinds if not ref.id and ref.kind in (kind.folder, kind.name)), None)


def lists(library: Library) -> Iterator[Kind]:
    """The kinds in the menu that have no list of their own, and more to show than one page."""
    kinds = {kind.name: kind for ref in asked(library) if (kind := kind_of(ref, library)) and not kind.listed}
    yield from (kind for kind in kinds.values() if len(library.visible(kind.model, "intranet")) > 1)


def called(kind: Kind) -> str:
    """What the list of a kind is called."""
    return kind.menu or f"{kind.plural[0].upper()}{kind.plural[1:]}"


def _entry(ref: Ref, library: Library) -> Values | None:
    if kind := kind_of(ref, library):
        shown = library.visible(kind.model, "intranet")
        only = shown[0].home if len(shown) == 1 and not kind.listed else ""
        return {"label": called(kind), "doel": only or kind.index} if shown else None
    document = library.seen(ref, "intranet", Content)
    return {"label": document.title, "doel": document.home} if document else None
