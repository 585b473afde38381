"""Doors among each other: which lie behind which, and what a page behind one needs to know of it."""

from builder.content import Document, Library, Values
from builder.kinds.deur.model import FRONT, Deur
from builder.schema.fields import Ref


def doors(library: Library) -> list[Document[Deur]]:
    """The doors that may be seen, in their order."""
    return sorted(library.visible(Deur, "intranet"), key=lambda d: (d.value.volgorde, d.id))


def behind(library: Library, door: str) -> list[Document[Deur]]:
    """The doors that lie behind a door."""
    return [d for d in doors(library) if d.value.achter and d.value.achter.id == door]


def front(library: Library) -> Document[Deur] | None:
    """The front page."""
    return library.seen(Ref("deur", FRONT), "intranet", Deur)


def in_front_of(document: Document[Deur], library: Library) -> list[Document[Deur]]:
    """The doors through which one comes to a door, the nearest first; a circle is gone round once."""
    found = [document]
    while (nearer := library.seen(found[-1].value.achter, "intranet", Deur)) and nearer not in found:
        found.append(nearer)
    return found[1:]


def back(document: Document[Deur], library: Library) -> Values | None:
    """The way back from a door to the one before it; to the front page there is one on every page already."""
    before = in_front_of(document, library)[:1]
    return next(({"titel": d.title, "doel": d.home} for d in before if d.id != FRONT), None)


def contact(document: Document[Deur], library: Library) -> Values | None:
    """The words above the contact block: those of the door, or of the nearest one before it that has any."""
    found = (d.value.contact for d in (document, *in_front_of(document, library)))
    words = next((words for words in found if words), None)
    return {**words.model_dump(), "belofte": promise(words.belofte, library)} if words else None


def promise(words: str | None, library: Library) -> str:
    """A promise to the reader: the one of the site of that name as far as it is confirmed there, or these words."""
    of_site: dict[str, str] = library.settings.beloften.model_dump()
    return of_site.get(words or "", words or "")


def signpost(ref: Ref, library: Library) -> Values:
    """What a page shows of the door behind which it lies; of one that is out of sight, the front page."""
    document = library.seen(ref, "intranet", Deur) or front(library)
    if document is None:
        return {"titel": library.settings.naam, "doel": "intranet/index.html", "kleur": "tomaat", "contact": None}
    words = {"titel": document.title, "doel": document.home, "kleur": document.value.kleur}
    return {**words, "contact": contact(document, library)}


def shown_on(block: str, library: Library) -> Values | None:
    """The way back from a page to the first door that shows it in a block, if there is one."""
    showing = (d for d in doors(library) if any(blok.soort == block for blok in d.value.blokken))
    return next(({"titel": d.title, "doel": d.home} for d in showing), None)
