"""A self-test that adds up, reaches all its outcomes, keeps its reader inside and promises nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import product

from builder import prose
from builder.comparing import same
from builder.content import Document, Library
from builder.content.texts import occurrences
from builder.diagnostics import Diagnostic, fout
from builder.kinds.zelftest.model import Uitkomst, Zelftest
from builder.prose import Prose

SUMS = range(2, 11)
SKIPPED = ""

# What a test of a few statements cannot know or bring about (R24), and advice that it may not give.
CLAIMS = re.compile(
    r"""\b(
    garan(?:tie|deer)\w* | gegarandeerd\w* | voorspel\w*
    | (?:wetenschappelijk\w*|psychologisch\w*|gevalideerd\w*)\s(?:bewezen|getoetst\w*|onderbouwd\w*|test|instrument)
    | test\s(?:meet|bewijst|bepaalt)
    | u\s(?:krijgt|vindt|houdt)\s(?:(?:zeker|altijd|snel|straks|dan)\s)*
      (?:(?:een|ander|nieuw\w*|leuker)\s)*(?:baan|werk|functie)
    | u\s(?:wordt|bent\sdan)\s(?:gelukkiger|gezonder|fitter|beter|minder\sziek)
    | (?:beste|juiste|ideale|perfecte)\s(?:baan|werk|functie|beroep|keuze)\svoor\su
    | (?:het\sbeste|perfect|precies|echt)\sbij\su\spast
    | u\s(?:kunt|moet|mag)\s(?:beter|het\sbeste|dus)\s(?:weggaan|vertrekken|blijven|veranderen)
    )\b""",
    re.I | re.X,
)
DENIED = re.compile(r"\b(niet|geen|nooit|zonder)\b[^.!?]{0,300}$", re.I)


def test_adds_up(library: Library) -> Iterator[Diagnostic]:
    """De vijf antwoorden tellen van 1 tot en met 5, en bij elke som van 2 tot en met 10 horen een keer woorden."""
    for document in library.all(Zelftest):
        test, place = document.value, document.position
        counts = Counter(n for word in test.woorden for n in range(word.van, word.tot + 1))
        wrong = [n for n in SUMS if counts[n] != 1]
        if wrong:
            message = f"bij de som {', '.join(map(str, wrong))} horen geen woorden, of meer dan een keer"
            yield fout("zelftest", place, message, "laat «woorden» van 2 tot en met 10 op elkaar aansluiten")
        if [step.waarde for step in test.schaal] != [1, 2, 3, 4, 5]:
            yield fout("zelftest", place, "de antwoorden tellen niet van 1 tot en met 5", "zet «schaal» op volgorde")
        if "geen oordeel" not in same(test.afsluiting.text):
            message = "de laatste woorden zeggen niet dat de test geen oordeel is"
            yield fout("zelftest", test.afsluiting.position, message, "zet «geen oordeel» in de afsluiting")
        yield from _double(document, "de factor", (factor.sleutel for factor in test.factoren))
        yield from _double(document, "de vraag", (question.sleutel for question in test.situatie))
        yield from _double(document, "de uitkomst", (outcome.sleutel for outcome in test.uitkomsten))
        for question in test.situatie:
            yield from _double(document, "het antwoord", (answer.sleutel for answer in question.antwoorden))


def _double(document: Document[Zelftest], what: str, keys: Iterable[str]) -> Iterator[Diagnostic]:
    for key, count in Counter(keys).items():
        if count > 1:
            message = f"{what} «{key}» staat er {count} keer"
            yield fout("zelftest", document.position, message, "geef elke een eigen sleutel")


def outcomes_can_be_reached(library: Library) -> Iterator[Diagnostic]:
    """Elke lezer krijgt een uitkomst, ook wie vragen overslaat, en elke uitkomst wordt door iemand bereikt."""
    for document in library.all(Zelftest):
        test = document.value
        answers = {q.sleutel: [a.sleutel for a in q.antwoorden] for q in test.situatie}
        broken = []
        for outcome in test.uitkomsten:
            for key, wanted in outcome.als.items():
                if not set(wanted) <= set(answers.get(key, ())):
                    broken.append(outcome)
                    message = f"uitkomst «{outcome.sleutel}» kijkt naar een antwoord dat er niet is ({key})"
                    yield fout("uitkomst", outcome.tekst.position, message, "gebruik de sleutels van «situatie»")
        given = product(*([*keys, SKIPPED] for keys in answers.values()))
        reached = [outcome_of(test, dict(zip(answers, situation, strict=True))) for situation in given]
        if None in reached:
            message = "niet elke lezer krijgt een uitkomst, zoals wie alle vragen overslaat"
            yield fout("uitkomst", document.position, message, "schrijf bij de laatste uitkomst «als: {}»")
        for outcome in test.uitkomsten:
            if outcome not in reached and outcome not in broken:
                message = f"niemand komt bij uitkomst «{outcome.sleutel}»: een eerdere past altijd al"
                yield fout("uitkomst", outcome.tekst.position, message, "zet haar hoger, of verander «als»")


def outcome_of(test: Zelftest, situation: dict[str, str]) -> Uitkomst | None:
    """The first outcome whose conditions all hold; an answer that was skipped is the empty text."""
    return next(
        (o for o in test.uitkomsten if all(situation.get(key) in wanted for key, wanted in o.als.items())), None
    )


def test_stays_inside(library: Library) -> Iterator[Diagnostic]:
    """In de zelftest staat geen weg naar buiten: wie hem invult, laat nergens een spoor na."""
    for document in library.all(Zelftest):
        for text in document.leaves:
            for link in prose.outward(text) if isinstance(text, Prose) else ():
                message = f"de zelftest verwijst naar buiten, naar {link.target[:60]}"
                yield fout("zelftest", link.position, message, "verwijs naar een bron van de eigen site")


def test_promises_nothing(library: Library) -> Iterator[Diagnostic]:
    """De zelftest belooft geen baan en geen effect, en geeft geen raad om te gaan of te blijven (R24)."""
    for document in library.all(Zelftest):
        for found, position, before in occurrences(document, CLAIMS):
            if not DENIED.search(before[-310:]):
                message = f"«{found}» belooft meer dan deze test weet"
                yield fout("belofte", position, message, "schrijf wat de lezer zelf kan zien of doen, zonder belofte")


RULES = (test_adds_up, outcomes_can_be_reached, test_stays_inside, test_promises_nothing)
