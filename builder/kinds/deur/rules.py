"""What is judged of doors and of the menu: that they show what there is, and that a reader can get everywhere."""

import difflib
from collections.abc import Iterator

from builder import prose
from builder.content import Content, Document, Library
from builder.content.texts import place_of
from builder.diagnostics import Diagnostic, Position, fout, waarschuwing
from builder.kinds.deur.menu import asked, kind_of
from builder.kinds.deur.model import FRONT, Blok, Deur
from builder.prose import Prose
from builder.schema.fields import Ref

OPTIONS = ("aantal", "lezer", "verhaal", "zichtbaar", "knop")


def blocks_exist(library: Library) -> Iterator[Diagnostic]:
    """Een deur toont blokken die er zijn, en vraagt daarvan alleen wat het blok kan."""
    for document in library.all(Deur):
        for blok in document.value.blokken:
            yield from _block_faults(blok, library)


def _block_faults(blok: Blok, library: Library) -> Iterator[Diagnostic]:
    place = place_of(blok.soort, Position(""))
    kind = library.showing(blok.soort)
    if kind is None:
        known = sorted(name for kind in library.kinds for name in kind.blocks)
        yield fout("blok", place, f"een blok «{blok.soort}» is er niet", _nearest(blok.soort, known))
        return
    answers = {*kind.blocks[blok.soort].answers, *(["knop"] if kind.listed else [])}
    for name in OPTIONS:
        if getattr(blok, name) is not None and name not in answers:
            remedy = f"haal «{name}» hier weg"
            yield fout("blok", place, f"het blok «{blok.soort}» kan niets met «{name}»", remedy)


def doors_go_round(library: Library) -> Iterator[Diagnostic]:
    """Achter een deur ligt nooit, via andere deuren, die deur zelf."""
    for document in library.all(Deur):
        before = _before(document, library)
        if before[-1] == document.id == min(before) and len(before) > 1 and document.value.achter:
            way = " achter ".join(f"«{id}»" for id in before)
            remedy = "haal bij een van deze deuren «achter» weg, of laat haar achter de voorpagina liggen"
            yield fout("deur", document.value.achter.position, f"deze deuren liggen in een kring: {way}", remedy)


def _before(document: Document[Deur], library: Library) -> list[str]:
    """A door and those before it, the nearest first, as far as the first that comes twice."""
    found, ref = [document.id], document.value.achter
    while ref and len(set(found)) == len(found) and (door := library.find(ref)) and isinstance(door.value, Deur):
        found.append(ref.id)
        ref = door.value.achter
    return found


def there_is_a_front_page(library: Library) -> Iterator[Diagnostic]:
    """Er is een voorpagina: elk adres op papier komt daar in het ergste geval uit."""
    found = library.find(Ref("deur", FRONT))
    if found is None or found.value.status == "concept":
        place = found.position if found else Position(f"content/deuren/{FRONT}.yml")
        remedy = "haal «status: concept» weg" if found else f"maak haar met: ./spijs new deur {FRONT}"
        yield fout("deur", place, "er is geen voorpagina, en daar begint het intranet", remedy)
    elif isinstance(found.value, Deur) and found.value.achter:
        message = "de voorpagina ligt achter een andere deur, en zij is de eerste"
        yield fout("deur", found.value.achter.position, message, "haal «achter» hier weg")


def doors_can_be_reached(library: Library) -> Iterator[Diagnostic]:
    """Naar elke deur leidt een weg: een deur ervoor die haar toont, het menu, of een link in een tekst."""
    there = {document.id: document for document in library.all(Deur)}
    ways = {ref.id for ref in asked(library) if ref.kind in ("deur", "deuren")} | set(_linked(library)) | {FRONT}
    ahead = list(ways)
    while ahead:
        found = there.get(ahead.pop())
        if found and any(blok.soort == "deuren" for blok in found.value.blokken):
            new = {id for id, d in there.items() if d.value.achter and d.value.achter.id == found.id} - ways
            ways |= new
            ahead += new
    for id, document in there.items():
        chain = _before(document, library)
        if id not in ways and len(set(chain)) == len(chain):  # of a circle all is said
            before = document.value.achter
            remedy = "schrijf bij «achter» een deur met een blok «deuren», of zet haar in «menu» in site.yml"
            if before and before.id in there:
                remedy = f"zet «- soort: deuren» bij de blokken van «{before.id}», of zet haar in «menu» in site.yml"
            yield waarschuwing("deur", document.position, "niemand kan bij deze deur komen", remedy)


def _linked(library: Library) -> Iterator[str]:
    """The doors to which a text or another kind of source leads."""
    for document in library.all(Content):
        for value in document.leaves:
            if isinstance(value, Prose):
                pairs = (link.target.partition("/") for link in prose.links(value))
                yield from (id for folder, _, id in pairs if folder in ("deur", "deuren"))
            elif isinstance(value, Ref) and value.whole and value.kind in ("deur", "deuren"):
                yield value.id


def menu_leads_somewhere(library: Library) -> Iterator[Diagnostic]:
    """Elk punt van het menu leidt naar een bron met een eigen pagina, of naar de lijst van een soort."""
    pages = sorted(kind.folder for kind in library.kinds if kind.home("x"))
    for ref in library.settings.menu:
        document: Document[Content] | None = library.find(ref)
        kind = kind_of(ref, library)
        if kind and kind.home("x"):
            continue
        if not ref.id:
            remedy = f"{_nearest(ref.kind, pages)}, of schrijf map/naam, zoals deuren/anders"
            yield fout("menu", ref.position, f"«{ref.kind}» is geen lijst voor het menu", remedy)
        elif document is None:
            names = [d.id for d in library.all(Content) if ref.kind in (d.kind.folder, d.kind.name)]
            near = difflib.get_close_matches(ref.id, names, 1)
            remedy = f"bedoelde u «{ref.kind}/{near[0]}»?" if near else "maak die bron, of haal dit punt uit het menu"
            yield fout("menu", ref.position, f"een bron «{ref}» bestaat niet", remedy)
        elif not document.home:
            message = f"«{ref}» heeft geen eigen pagina op het intranet"
            yield fout("menu", ref.position, message, "kies een bron die er een heeft, of haal dit punt weg")


def _nearest(word: str, known: list[str]) -> str:
    near = difflib.get_close_matches(word, known, 1)
    return f"bedoelde u «{near[0]}»?" if near else f"kies uit: {', '.join(known)}"


RULES = (blocks_exist, doors_go_round)
WHOLE = (there_is_a_front_page, doors_can_be_reached, menu_leads_somewhere)
