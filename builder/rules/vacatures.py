"""Vacancies without a last day are looked at once a year, and what a poster chooses can be there."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from datetime import timedelta

from builder.comparing import same
from builder.content import Library
from builder.diagnostics import Diagnostic, fout, hint, waarschuwing
from builder.kinds.poster import Poster
from builder.kinds.vacature import Vacature

AHEAD = timedelta(days=31)


def open_ended_are_checked(library: Library) -> Iterator[Diagnostic]:
    """Wat open staat tot het vervuld is, wordt elk jaar nagekeken; anders staat het er voor altijd."""
    for document in library.all(Vacature):
        vacature, today = document.value, library.today
        if not vacature.open_ended:
            continue
        remedy = f"is de plek er nog, schrijf dan «gecontroleerd: {today.isoformat()}»; en haal haar anders weg"
        if vacature.gecontroleerd and vacature.gecontroleerd > today:
            message = f"«gecontroleerd» is een dag die nog moet komen ({vacature.gecontroleerd:%d-%m-%Y})"
            yield fout("nog-open", document.position, message, "schrijf de dag waarop u het nakeek")
        elif vacature.end < today:
            message = f"deze vacature is weg, want sinds {vacature.checked:%d-%m-%Y} keek niemand of zij er nog is"
            yield hint("nog-open", document.position, message, remedy)
        elif vacature.end - today <= AHEAD:
            message = f"deze vacature is na {vacature.end:%d-%m-%Y} weg, want dan is zij een jaar niet nagekeken"
            yield waarschuwing("nog-open", document.position, message, remedy)


def posters_choose_what_can_be(library: Library) -> Iterator[Diagnostic]:
    """Een poster met vacatures kiest een plaats die bij een vacature staat."""
    places = {same(d.value.plaats): d.value.plaats for d in library.all(Vacature)}
    for document in library.all(Poster):
        for place in document.value.plaatsen:
            if places and same(place) not in places:
                near = difflib.get_close_matches(same(place), places, 1)
                remedy = (
                    f"bedoelde u «{places[near[0]]}»?" if near else f"kies uit: {', '.join(sorted(places.values()))}"
                )
                message = f"bij geen vacature staat de plaats «{place}»"
                yield waarschuwing("geen-keuze", document.position, message, remedy)
