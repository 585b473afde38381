"""The rhythm of the quarter, and addresses on paper that lead somewhere."""

from __future__ import annotations

from collections.abc import Iterator

from builder.content import MISSING, Library
from builder.diagnostics import Diagnostic, Position, fout, waarschuwing
from builder.kinds.brochure import Brochure
from builder.kinds.personeelsbladitem import Personeelsbladitem
from builder.kinds.poster import Poster, target_of
from builder.kinds.productblad import Productblad
from builder.schema.dates import Kwartaal


def one_text_each_quarter(library: Library) -> Iterator[Diagnostic]:
    """Elk kwartaal staat er voor elke groep die het blad krijgt een korte tekst in het personeelsblad (R2)."""
    items = library.all(Personeelsbladitem)
    if not items:
        return
    first = min(items, key=lambda d: d.value.kwartaal.start).value.kwartaal.start
    now = Kwartaal(library.today.year, (library.today.month + 2) // 3)
    for group in (one.sleutel for one in library.settings.woordenlijsten.doelgroepen if one.blad):
        have = {(d.value.kwartaal.year, d.value.kwartaal.number) for d in items if d.value.doelgroep == group}
        for year in range(first.year, now.year + 1):
            for number in range(1, 5):
                quarter = Kwartaal(year, number)
                if first <= quarter.start <= now.start and (year, number) not in have:
                    message = f"in {quarter} staat er niets voor {group} in het personeelsblad"
                    remedy = f"maak er een: ./spijs new personeelsbladitem {quarter}-{group}"
                    yield waarschuwing("leeg-kwartaal", Position("content/personeelsbladitems"), message, remedy)


def poster_leads_somewhere(library: Library) -> Iterator[Diagnostic]:
    """Een QR-code op papier komt uit op een pagina die er is, en anders op de voorpagina."""
    for poster in library.all(Poster):
        folder, _, id = poster.value.doel.partition("/")
        if target_of(poster.value, library) is None and (folder, id) not in library.absent:
            message = f"de QR-code van deze poster gaat naar «{poster.value.doel}», en dat is geen pagina"
            yield fout("qr", poster.position, message, "schrijf bij «doel» map/naam van een bron, of een lijst")
    ways = [(sheet.value.verder, "verder") for sheet in library.all(Productblad)]
    ways += [(booklet.value.doel, "doel") for booklet in library.all(Brochure) if booklet.value.doel]
    for ref, field in ways:
        document = library.find(ref)
        remedy = f"kies bij «{field}» een bron die op het intranet staat"
        if document and not document.home:
            yield fout("qr", ref.position, f"dit blad wijst verder naar «{ref}», en dat heeft geen pagina", remedy)
        elif closed := library.closed(document, "intranet") if document else MISSING:
            message = f"dit blad leidt nu naar de voorpagina en niet naar «{ref}»: {closed.reason}"
            yield waarschuwing("qr", ref.position, message, remedy)
