"""Plans that can be carried out, and a test that can be scored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from builder import prose
from builder.content import Library, leaves
from builder.diagnostics import Diagnostic, fout, waarschuwing
from builder.kinds.communicatieplan import Communicatieplan
from builder.kinds.zelftest import Zelftest
from builder.prose import Prose
from builder.schema.fields import week_start

MOST_IN_A_MONTH = 2


def weeks_are_spread(library: Library) -> Iterator[Diagnostic]:
    """Niet alles tegelijk: hooguit twee acties van een plan zijn in dezelfde maand klaar (R6)."""
    for document in library.all(Communicatieplan):
        months = Counter(week_start(actie.week).strftime("%m-%Y") for actie in document.value.acties)
        for month, count in months.items():
            if count > MOST_IN_A_MONTH:
                message = f"in {month} moeten {count} acties klaar zijn"
                yield waarschuwing("tegelijk", document.position, message, "spreid de weken")


def test_stays_inside(library: Library) -> Iterator[Diagnostic]:
    """In de zelftest staat geen weg naar buiten: wie hem invult, laat nergens een spoor na."""
    for document in library.all(Zelftest):
        for text in leaves(document.value):
            for link in prose.outward(text) if isinstance(text, Prose) else ():
                message = f"de zelftest verwijst naar buiten, naar {link.target[:60]}"
                yield fout("zelftest", link.position, message, "verwijs naar een bron van de eigen site")


def test_can_be_scored(library: Library) -> Iterator[Diagnostic]:
    """Bij elke som van 2 tot en met 10 horen precies een keer woorden, en er is een uitkomst als niets anders past."""
    for document in library.all(Zelftest):
        test = document.value
        counts = Counter(n for word in test.woorden for n in range(word.van, word.tot + 1))
        wrong = [n for n in range(2, 11) if counts[n] != 1]
        if wrong:
            message = f"bij de som {', '.join(map(str, wrong))} horen geen woorden, of meer dan een keer"
            yield fout(
                "zelftest", document.position, message, "laat «woorden» van 2 tot en met 10 op elkaar aansluiten"
            )
        if sum(not uitkomst.als for uitkomst in test.uitkomsten) != 1:
            message = "er moet precies een uitkomst zijn zonder voorwaarden"
            yield fout("zelftest", document.position, message, "schrijf bij een uitkomst «als: {}»")
        answers = {vraag.sleutel: {a.sleutel for a in vraag.antwoorden} for vraag in test.situatie}
        for uitkomst in test.uitkomsten:
            for key, values in uitkomst.als.items():
                if not set(values) <= answers.get(key, set()):
                    message = f"uitkomst «{uitkomst.sleutel}» kijkt naar een antwoord dat er niet is ({key})"
                    yield fout("zelftest", document.position, message, "gebruik de sleutels van «situatie»")
