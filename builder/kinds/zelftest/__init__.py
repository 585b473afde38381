"""Zelftest: statements, words and outcomes, as data; the page on the screen and five papers."""

from builder.content import Asked, Block, Document, Kind, Library, On, Values, brief, fields, line
from builder.kinds.verhaal import Verhaal, verhaal_values
from builder.kinds.zelftest.model import Uitkomst, Zelftest
from builder.kinds.zelftest.rules import RULES

__all__ = ["KIND", "PAPERS", "Uitkomst", "Zelftest", "papers"]

# What is made on paper: the name behind that of the test, the template, what it is and its size.
PAPERS = {
    "formulier": ("druk/zelftest.html", "Test op papier", "A4"),
    "kolom": ("druk/zelftest-kolom.html", "Test in een kolom", "90 × 267 mm"),
    "advertentie": ("druk/zelftest-advertentie.html", "Advertentie", "186 × 132 mm"),
    "poster": ("druk/zelftest-poster.html", "Eigen poster, leeg", "A4"),
    "samen-lezen": ("druk/zelftest-samen.html", "Samen lezen, voor de adviseur", "A4"),
}


def _values(document: Document[Zelftest], library: Library) -> Values:
    values = fields(document, library)
    for outcome, shown in zip(document.value.uitkomsten, values["uitkomsten"], strict=True):
        story = library.seen(outcome.verhaal, "intranet", Verhaal)
        shown["verhaal"] = brief(verhaal_values(story, library)) if story else None
    return {
        **values,
        "doel": document.home,
        "rekenen": _script_data(document.value),
        "papier": {name: _pdf(document, name) for name in PAPERS},
    }


def _pdf(document: Document[Zelftest], name: str) -> str:
    return f"zelftest/{document.id}-{name}.pdf"


def papers(document: Document[Zelftest]) -> list[Values]:
    """What there is of a test on paper: what it is, its size, and where its copy lies on the intranet."""
    return [
        {"titel": label, "maat": size, "doel": f"intranet/pdf/{_pdf(document, name)}"}
        for name, (_, label, size) in PAPERS.items()
    ]


def _paper(name: str) -> On:
    """One of the papers of a test."""
    template, label, size = PAPERS[name]

    def values(document: Document[Zelftest], library: Library) -> Values:
        shared = _values(document, library)
        return {**shared, "pdf": shared["papier"][name], "soort_papier": label, "maat": size}

    return On("zelftest", template, f"{{id}}-{name}.pdf", values)


def _script_data(test: Zelftest) -> Values:
    """What the script in the browser knows: numbers and names, and the words that it puts together."""
    return {
        "versie": test.versie,
        "factoren": [factor.sleutel for factor in test.factoren],
        "woorden": [word.model_dump() for word in test.woorden],
        "uitkomsten": [{"sleutel": outcome.sleutel, "als": outcome.als} for outcome in test.uitkomsten],
    }


def _block(library: Library, asked: Asked) -> list[Values]:
    return [line(document) for document in library.visible(Zelftest, "intranet")[: asked.most]]


def _paper_block(library: Library, asked: Asked) -> list[Values]:
    """What there is of the tests on paper."""
    return [paper for document in library.visible(Zelftest, "zelftest") for paper in papers(document)][: asked.most]


KIND = Kind(
    name="zelftest",
    plural="zelftests",
    folder="zelftests",
    model=Zelftest,
    title=lambda value: value.titel,
    about="een test die de lezer zelf invult, op scherm en op papier",
    appears=(On("intranet", "intranet/zelftest.html", "test/{id}.html", _values), *map(_paper, PAPERS)),
    blocks={"zelftest": Block(_block), "zelftestpapieren": Block(_paper_block, ("aantal",))},
    rules=RULES,
    menu="Test",
)
