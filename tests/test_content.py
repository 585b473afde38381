"""The sample is complete, is ours, and says nothing that may not be said."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from builder import prose
from builder.content import Content, Document, Library, leaves
from builder.kinds.communicatieplan import Communicatieplan
from builder.kinds.dienst import Dienst
from builder.kinds.editie import Editie
from builder.kinds.organisatie import Organisatie
from builder.kinds.pagina import Pagina
from builder.kinds.personeelsbladitem import Personeelsbladitem
from builder.kinds.persoon import Persoon
from builder.kinds.poster import Poster
from builder.kinds.productblad import Productblad
from builder.kinds.vacature import Vacature
from builder.kinds.verhaal import Verhaal
from builder.kinds.zelftest import Zelftest
from builder.prose import Prose
from tests.site import REPO, Site

# The statements of the test, one on knowing and one on doing for each factor, as the study of the mission has them.
STATEMENTS = """
Ik sta open voor ander werk of andere taken.
Ik leer geregeld iets nieuws voor mijn werk.
Ik weet wat mijn werkgever of een nieuwe werkgever van mij nodig heeft.
Ik laat op mijn werk merken wat ik kan en wil.
Ik weet welk werk bij mij past.
Ik neem soms de tijd om na te denken over mijn werk.
Ik weet wat ik win en wat ik verlies als ik van werk verander.
Ik heb ook bekeken wat het mij kost en oplevert als ik blijf.
Ik denk dat ik ander werk kan vinden als dat nodig is.
Als ik iets wil veranderen in mijn werk, doe ik daar zelf iets aan.
Ik kan ermee leven dat ik nog niet weet hoe mijn werk er straks uitziet.
Als iets spannend is, zet ik toch een kleine stap.
Ik weet wat ik nodig heb om mijn werk vol te houden.
Als werk en thuis botsen, zoek ik een oplossing of hulp.
Ik ken mensen die mij kunnen helpen bij een volgende stap.
Ik praat met mensen buiten mijn team over werk.
""".strip().splitlines()
REMOVED = (
    "mobiliteitsbureau mobiliteitscentrum overweger herplaatsingskandida cwi wao stap-budget willer moeter".split()
)
PROFESSIONAL = ("leiding", "leiding-zoekt", "leiding-meldt", "makers")


def word_count(text: str) -> int:
    """How many words a reader would count."""
    return len(re.findall(r"[^\W\d_][\w’'-]*", prose.plain(text)))


def texts(document: Document[Content]) -> Iterator[str]:
    """All words of a source that a reader may see."""
    for value in leaves(document.value):
        if isinstance(value, Prose):
            yield prose.plain(value.text)
        elif isinstance(value, str):
            yield value


def sentences(text: str) -> list[str]:
    """Sentences of four words or more, bare: those that a reader would recognise."""
    found = (re.sub(r"[\W_]+", " ", part).strip().lower() for part in re.split(r"[.?!:]\s|\n\n", prose.plain(text)))
    return [part for part in found if len(part.split()) >= 4]


def test_nine_productbladen_with_a_question(library: Library) -> None:
    sheets = sorted(library.all(Productblad), key=lambda d: d.value.nr)
    assert [d.value.nr for d in sheets] == list(range(1, 10))
    assert all(d.value.titel.endswith("?") for d in sheets)
    assert all(d.value.ondertitel.startswith("Over ") for d in sheets)
    assert {d.value.gebied for d in sheets} == {"begeleiding", "voorwaarden"}
    assert len({(d.value.kleur, d.value.vorm) for d in sheets}) == 9
    assert "onderzoek" in sheets[-1].value.ondertitel.lower()
    assert all(word_count(d.value.tekst.text) >= 80 for d in sheets)


def test_three_plans_of_four_steps(library: Library) -> None:
    plans = library.all(Communicatieplan)
    assert {d.value.doelgroep for d in plans} == {"leidinggevenden", "kandidaten", "extern"}
    assert len(plans) == 3
    for document in plans:
        assert len(document.value.stappen) == 4
        assert all(step.wat_is_er_al and step.advies for step in document.value.stappen)
        assert 1 <= len(document.value.acties) <= 5
        assert all(action.uren and action.week and action.wakker for action in document.value.acties)


def test_stories(library: Library) -> None:
    stories = library.all(Verhaal)
    assert len(stories) >= 8
    assert {d.value.soort for d in stories} == {"zo-kwam", "wat-doe-ik-nu", "blijver"}
    assert {d.value.stap.waar for d in stories} == {"intern", "extern", "zelfde-plek"}
    assert {d.value.stap.richting for d in stories} == {"horizontaal", "verticaal", "geen"}
    short = {d.id: count for d in stories if (count := word_count(d.value.tekst.text)) < 250}
    assert not short


def test_no_sentence_is_shared(library: Library) -> None:
    """Between stories, and between items for the personeelsblad: other words and other examples (R3)."""
    for model in (Verhaal, Personeelsbladitem, Productblad):
        counts = Counter(s for d in library.all(model) for s in set(sentences(d.value.tekst.text)))
        assert not [sentence for sentence, count in counts.items() if count > 1]
    assert len({d.value.voorbeeld for d in library.all(Personeelsbladitem)}) == len(library.all(Personeelsbladitem))


def test_vacancies_in_all_states(library: Library) -> None:
    vacancies = library.visible(Vacature, "intranet")
    assert len(vacancies) >= 24
    assert {d.value.status for d in vacancies} == {"concreet", "verwacht"}
    assert {d.value.zichtbaar for d in vacancies} == {"intern", "partner", "openbaar"}
    assert {d.value.dienstverband for d in vacancies} >= {"vast", "tijdelijk", "snuffelstage", "ruil"}
    assert {d.value.vakgebied for d in vacancies} >= {"begeleiding", "behandeling", "facilitair", "leiding"}
    assert {level for d in vacancies for level in d.value.niveau} == {"praktisch", "mbo", "hbo", "wo"}
    assert {d.value.organisatie.id for d in vacancies} == {d.id for d in library.all(Organisatie)}
    assert any(d.value.terugkeergarantie for d in vacancies)
    hidden = [d for d in library.all(Vacature) if library.closed(d, "intranet")]
    assert any(d.value.end < library.today for d in hidden), "geen vacature is voorbij"


def test_three_partners(library: Library) -> None:
    assert Counter(d.value.soort for d in library.all(Organisatie)) == {"eigen": 1, "partner": 3}


def test_eight_services_cover_eight_factors(library: Library) -> None:
    services = library.all(Dienst)
    assert len(services) == 8
    factors = {factor.sleutel for factor in library.all(Zelftest)[0].value.factoren}
    assert len(factors) == 8
    assert {key for d in services for key in d.value.loopbaanfactoren} == factors
    assert min(services, key=lambda d: d.value.volgorde).id == "zelftest-en-nagesprek"


def test_the_test_is_the_one_that_was_designed(sample: Site, library: Library) -> None:
    test = library.all(Zelftest)[0].value
    assert [text for factor in test.factoren for text in (factor.weten, factor.doen)] == STATEMENTS
    assert [(word.van, word.tot, word.tekst) for word in test.woorden] == [
        (2, 5, "hier kunt u over praten"),
        (6, 7, "gaat soms goed"),
        (8, 10, "dit gaat goed"),
    ]
    assert [len(question.antwoorden) for question in test.situatie] == [4, 3]
    assert len(test.uitkomsten) == 5
    assert [u.sleutel for u in test.uitkomsten if u.factoren == "gevouwen"] == ["moet-anders"]
    assert len({(factor.kleur, factor.vorm) for factor in test.factoren}) == 8
    assert not test.uitgeprobeerd
    page = sample.read("intranet/test/loopbaantest.html")
    assert "niet met lezers uitgeprobeerd" in page
    promises = ("geen psychologische test", "niet wetenschappelijk", "Niemand ziet uw antwoorden", "kan misschien zien")
    assert all(promise in page for promise in promises)


def test_items_for_four_quarters_and_both_groups(library: Library) -> None:
    items = library.all(Personeelsbladitem)
    have = {(str(d.value.kwartaal), d.value.doelgroep) for d in items}
    for quarter in ("2026-1", "2026-2", "2026-3", "2026-4"):
        assert {(quarter, "kandidaten"), (quarter, "leidinggevenden")} <= have
    assert {d.value.thema for d in items} == {"vastroesten", "iets-anders", "zo-kwam"}
    assert all(word_count(d.value.tekst.text) <= 200 for d in items), "een item is kort"


def test_the_current_edition(library: Library) -> None:
    (edition,) = [d.value for d in library.all(Editie) if str(d.value.kwartaal) == "2026-4"]
    assert {blok.maat for blok in edition.blokken} == {"heel", "half", "kwart"}
    assert any(blok.verhaal for blok in edition.blokken)
    assert edition.agenda
    assert all(date(2026, 10, 1) <= punt.datum for punt in edition.agenda)


def test_posters_of_all_kinds(library: Library) -> None:
    posters = library.visible(Poster, "posters")
    assert len(posters) >= 6
    assert {d.value.soort for d in posters} == {"mensen", "vacatures", "uitnodiging"}
    assert {d.value.ontwerp for d in posters} == {"venster", "stem", "stap", "muur", "lijst", "bord", "kaart"}
    assert {len(d.value.formaten) for d in posters} == {1, 2, 3}


def test_pages_that_must_be_there(library: Library) -> None:
    """Way of working, both procedures, what to expect, who knows what and who pays, the makers, every door."""
    pages = {d.id: d.value for d in library.all(Pagina)}
    assert set(pages) >= {
        "hoe-wij-werken",
        "nieuwe-collega-zoeken",
        "medewerker-aanmelden",
        "wat-kunt-u-verwachten",
        "wie-weet-wat-en-wie-betaalt",
        "routeplanner",
        "voor-de-makers",
    }
    assert {page.deur.id for page in pages.values()} == {"anders", "centrum", *PROFESSIONAL}
    assert all(page.herzien_voor > library.today for page in pages.values())


def test_everybody_consented_and_nobody_is_real(library: Library) -> None:
    for document in library.all(Persoon):
        assert document.value.toestemming, document.path
        assert document.value.portret, document.path
    words = " ".join(text for d in library.documents.values() for text in texts(d))
    addresses = re.findall(r"[\w.-]+@([\w.-]+)|https?://([\w.-]+)", words)
    assert all(name.endswith(".example") for pair in addresses for name in pair if name)


def test_the_sample_says_that_it_is_one(sample: Site) -> None:
    pages = list((sample.output / "intranet").rglob("*.html"))
    assert len(pages) > 80
    for path in pages:
        assert "verzonnen mensen en organisaties" in path.read_text(encoding="utf-8").lower(), path.name


def test_no_word_that_was_put_aside(library: Library) -> None:
    """Old names and labels: the whole intranet is open to every reader, so there they stand nowhere."""
    pattern = re.compile(rf"\b({'|'.join(REMOVED)})\w*", re.I)
    for document in library.documents.values():
        for text in texts(document):
            assert not pattern.findall(text), document.path


def test_nothing_is_promised_and_nobody_is_forced(library: Library) -> None:
    """No guarantee of a job or an effect, and no must in an invitation (R19, R24)."""
    promise = r"gegarandeerd|wij garanderen|bewezen effect|altijd een baan|vindt u zeker|baangarantie|100 ?%"
    for document in library.all(Content):
        for text in texts(document):
            assert not re.search(promise, text, re.I), document.path
    for item in library.all(Personeelsbladitem):
        if item.value.doelgroep == "kandidaten":
            assert not re.search(r"\bu (moet|dient|bent verplicht)\b", item.value.slot, re.I), item.path


def test_sentences_are_short(library: Library) -> None:
    """Plain Dutch: most sentences under fifteen words, none over thirty."""
    for document in (*library.all(Verhaal), *library.all(Productblad), *library.all(Personeelsbladitem)):
        lengths = sorted(len(sentence.split()) for sentence in sentences(document.value.tekst.text))
        assert lengths[len(lengths) // 2] <= 15, document.path
        assert lengths[-1] <= 32, f"{document.path}: {lengths[-1]} woorden"


def test_no_scanning_errors(library: Library) -> None:
    strange = r"Watiseral|66k|00k\b|Adyvies|codrdin|\ufffd|[a-z][A-Z]{2,}[a-z]|\bl\d"
    for document in library.documents.values():
        for text in texts(document):
            assert not re.search(strange, text), document.path


@pytest.mark.skipif(not os.environ.get("SPIJS_RAPPORTEN"), reason="SPIJS_RAPPORTEN noemt geen map met de rapporten")
def test_nothing_was_pasted_from_the_reports(library: Library) -> None:
    """No eight words in a row of the reports stand in any source, template or page of ours."""
    folder = Path(os.environ["SPIJS_RAPPORTEN"])
    pieces: set[tuple[str, ...]] = set()
    for path in folder.rglob("*.txt"):
        words = re.findall(r"\w+", path.read_text(encoding="utf-8", errors="replace").lower())
        pieces |= set(zip(*(words[n:] for n in range(8)), strict=False))
    assert pieces, f"in {folder} staan geen teksten"
    ours = {d.path: list(texts(d)) for d in library.documents.values()}
    ours |= {str(p): [p.read_text(encoding="utf-8")] for p in (REPO / "templates").rglob("*.html")}
    for path, found in ours.items():
        for text in found:
            words = re.findall(r"\w+", text.lower())
            pasted = [" ".join(piece) for piece in zip(*(words[n:] for n in range(8)), strict=False) if piece in pieces]
            assert not pasted, f"{path}: {pasted[:3]}"
