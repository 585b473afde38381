"""No visible letter of a source is missing on its page or its sheet, or the build told the line on which it stands.

Sites by chance: every text field of every kind, and of ``site.yml``, gets nasty pieces: those of ``gevallen/`` and what
people bring. What is told as an error is taken out, by the line that it names; what is left is built, and every word of
it is found again in each page and sheet that shows the field, also as a reader sees it in Chromium. Which those are is
not written down but seen: templates are filled in with planted words first. A field that nothing shows is named here or
in ``NOT_ON_PAPER``, with why. Composed letters and signs of typography count as equal, and so do capitals.
"""

from __future__ import annotations

import json
import random
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from html import unescape
from itertools import chain, count
from typing import Any, get_args

import pytest
import yaml
from playwright.sync_api import Browser

from builder.channels import CHANNELS
from builder.diagnostics import Diagnostic, Severity
from builder.kinds import KINDS
from builder.plan import make_plan
from builder.prose import Prose
from builder.schema import Model
from builder.settings import Settings
from tests.browsing import opened
from tests.sample import library_of, pages_of
from tests.site import BASIS, REPO, Site
from tests.test_niets_weggelaten import NOT_ON_PAPER, free_texts, planted, templates_of, text_of, with_planted_texts

Place = tuple[str, int]  # a field of a source, and which of the texts there it is
Shown = dict[str, dict[str, set[Place]]]  # by page or sheet and by source
GEVALLEN = REPO / "tests/gevallen"
NASTY = """
's-Hertogenbosch, 's avonds en 'S-HERTOGENBOSCH
IN 'T VELD bij de IJsbaanmeester van IJmuiden
Đặng Thị Łucja Ńowak-Çelik en Anke Willers
ge\u00adza\u00admen\u00adlijk over\u200bleg met\u00a0vaste\u202fspaties en\u2009dunne
e\u0301e\u0301n cafe\u0301 met losse accenten, één café zonder
reünie, coöperatie, geïnteresseerd, bacteriën, zeeën, financiële ideeën
tekst met [haken] en (ronde) en {{accolades}} en <hoekjes>
prijs € 1.250,50 of €5,- per 24 - 36 uur en 50%
bel 0800-1234 of 14 020, mail naam@voorbeeld.example
zie https://voorbeeld.example/een%20pad/?a=1&b=2#c en www.voorbeeld.example
AT&T, R&D en &amp; en &euro; en &nbsp;einde
a_b_c, snake_case_woord en __init__ en 2*3*4 = 24
1. geen lijst maar een zin
- wel een streepje
• een bolletje uit Word
> een aanhaling met "dubbele" en 'enkele' tekens
# een kop of een hekje
Team #1 en C# en #zorg
regel met een dubbele punt: en dan verder
een backslash \\ en \\* een ster en C:\\map\\bestand
een streep | nog een streep | en einde
~~weg~~ ==geel== ^hoog^ H~2~O en m²
**vet** *schuin* ***allebei*** `code` en ``meer `code` ``
voetnoot[^1] en noot[^a]
woord­met­veel­zachte­streepjes
arbeidsongeschiktheidsverzekeringsmaatschappijmedewerker
wat…dan ... en -- en --- en 1/2 en (c) en (tm) en ->
☎ telefoon ✓ gedaan ★ ster → pijl
Straße, Æbelø, Œuvre, þorn, ðað, İstanbul, ﬁets, ĳs
Ελλάδα и Москва
""".strip().splitlines()


def pieces() -> list[str]:
    """Everything that is nasty: of this file, and of the cases of all parts."""
    found = [*NASTY]
    for path in sorted(GEVALLEN.glob("*.yml")):
        found += _texts(path.stem, yaml.safe_load(path.read_text(encoding="utf-8")))
    return [piece for piece in found if piece.strip() and "\0" not in piece]


def _texts(name: str, cases: Any) -> Iterator[str]:
    if name == "typografie":
        for lines in (lines for group in cases.values() if isinstance(group, dict) for lines in group.values()):
            typed = (line.split(" → ")[0] for line in str(lines).splitlines() if " → " in line)
            yield from (line.replace("␣", "\u00a0") for line in typed)
    elif isinstance(cases, dict):
        for case in (case for group in cases.values() if isinstance(group, list) for case in group):
            yield from _texts(name, [case])
    else:
        for case in cases:
            shown = case.get("typ") or case.get("typt") or "" if isinstance(case, dict) else case
            yield case["tekst"] if isinstance(case, dict) and name == "woorden" and "tekst" in case else str(shown)


@dataclass(frozen=True)
class Spot:
    """A text in a source: its field (as in «dienst.omschrijving»), its place in the file, and what fits there."""

    at: str
    begin: int
    end: int
    most: int
    marks: bool
    nth: int = 0  # of the places of this field

    @property
    def below(self) -> bool:
        """Whether it is a piece of the text below the fields, where nothing stood yet."""
        return self.begin == self.end


@dataclass
class Part:
    """A piece in a source, the lines on which it stands, and whether Spijs told that it cannot be there."""

    spot: Spot
    text: str
    first: int = 0
    last: int = 0
    told: bool = False

    @property
    def shown(self) -> str:
        """What can be seen of it."""
        text = unescape(self.text) if self.spot.marks else self.text
        for pattern, instead in () if self.spot.at == CELL else UNSEEN:  # some fields have marks or name a fact too
            text = re.sub(pattern, instead, text)
        return text


@dataclass
class Chance:
    """A site by chance."""

    site: Site
    dice: random.Random
    parts: dict[str, list[Part]] = field(default_factory=dict)

    def fill(self) -> Chance:
        """Pieces for every text; what is quoted is also said."""
        for name, (_, spots) in sources().items():
            self.parts[name] = [Part(spot, self._piece(spot)) for spot in spots]
            quotes = [part for part in self.parts[name] if part.spot.at.endswith(".citaat")]
            for quote, said in zip(quotes, (part for part in self.parts[name] if part.spot.below), strict=False):
                quote.text = said.text = self.dice.choice([piece for piece in PIECES if re.fullmatch(PLAIN, piece)])
        return self

    def _piece(self, spot: Spot) -> str:
        room = min(spot.most, ROOM if spot.most <= 160 else 2 * ROOM)
        return self.dice.choice([one for one in PIECES if spot.below or (len(one) <= room and "\n" not in one)])

    def write(self) -> None:
        """Every source with its pieces in place; one that was told gives its place back to what stood there."""
        for name, (text, _) in sources().items():
            made, at = "", 0
            for part in self.parts[name]:
                made += text[at : part.spot.begin] + ("\n\n" if part.spot.below else "")
                at = part.spot.end
                part.first = made.count("\n") + 1
                made += text[part.spot.begin : at] if part.told else written(part, name)
                part.last = made.count("\n") + 1
            self.site.write(name, (made + text[at:] + "\n").encode())

    def settle(self) -> list[Diagnostic]:
        """Take out what is told as an error, by its line; gives errors that name no line of a piece."""
        for _ in range(40):
            self.write()
            wrong = [one for one in self.site.findings() if one.severity is Severity.FOUT]
            hit = [part for one in wrong for part in self.parts.get(one.position.file, ()) if named(one, part)]
            for part in hit:
                part.told = True
            if not hit:
                return wrong
        return wrong


def written(part: Part, name: str) -> str:
    """A piece as it stands in a source of its kind."""
    if name.endswith(".csv"):
        return quoted(part.text)
    return part.text if part.spot.below else json.dumps(part.text, ensure_ascii=False)


def quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


def named(finding: Diagnostic, part: Part) -> bool:
    """Whether an error is about a piece: by its line; a word that is wrong in a field is told by itself, on line 1."""
    there = part.first <= finding.position.line <= part.last
    word = re.match(r"«([^»]+)» is geen woord", finding.message)
    by_word = word is not None and finding.position.line == 1 and words(word[1]) <= words(part.text)
    by_field = finding.code == "citaat" and part.spot.at.endswith(".citaat")
    return not part.told and (there or by_word or by_field)


def bare(text: str) -> str:
    """A text without what is invisible, composed, and without capitals; a capital of «één» has no accent."""
    kept = "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Cn"))
    return unicodedata.normalize("NFKC", kept).replace("İ", "i").casefold().replace("eén", "één")


def words(text: str) -> Counter[str]:
    """The words that can be seen, whatever their capitals and signs."""
    return Counter(re.findall(r"[^\W_]+", bare(text)))


# What is in a text and is not to be seen: where a link leads, the number or bullet of a list, a fact of the site.
UNSEEN = (
    (r"\]\s?\((?:[^()\n]|\([^()\n]*\))*\)", "] "),
    (r"(?m)^[\s>]*\[[^\]\n]+\]:.*$", ""),
    (r"(?m)^([\s>*•·-]*)(?:(?:\d+|[a-zA-Z]|[ivx]+)[.)](?=\s)|[§üoØ]\t)", r"\1"),
    (r"(?m)^\s*(?:```|~~~)\s*\w+\s*$", ""),
    (r"\{ *(?:telefoon|tijden|email|intranet|plek|centrum|roepnaam) *\}", ""),
    (r"https?://", ""),
)


def lost(parts: list[Part], page: str) -> list[tuple[str, str, list[str]]]:
    """Pieces of which a word is not on a page as often as they have it."""
    read = re.sub(r"[\W_]+", "", bare(page))
    wanted: Counter[str] = Counter()
    for part in parts:
        wanted += words(part.shown)
    gone = {word for word, times in wanted.items() if read.count(word) < times}
    return [(p.spot.at, p.text, sorted(missing)) for p in parts if (missing := gone & set(words(p.shown)))]


PIECES = pieces()
PLAIN = r"[^\W\d_]{2}[\w ,.'\u00ad]*"  # nothing that is a mark, so that it reads the same with marks and without
CELL = "brief.rij"
ROOM = 45  # characters for which every title has room; how more of them fits is the subject of test_passen
ROWS = "organisatie;plaats;aanhef" + "\nx;Zandwijk;mevrouw Vis" * 12
# Fields that the small sources leave out, and sources of the kinds that they lack.
MORE = {
    "content/personeelsbladitems/2026-4-kandidaten.md": ("\nslot:", "\nweetje: {tekst: Feit., bron: Boek}\nslot:"),
    "content/brieven/uitnodiging.md": ("\nvan:", "\ngroet: Dag\nbijlagen: [Een folder]\nvan:"),
    "content/productbladen/eerste-blad.md": ("\nverder:", "\nbron: Een boek\nverder:"),
    "content/communicatieplannen/kandidaten.yml": ("\n    week:", "\n    toelichting: Zo.\n    week:"),
    "content/edities/2026-4.yml": (
        "\nagenda:",
        "\n  - {verhaal: van-zaal-naar-rooster, maat: half, aankondiging: ja}\nagenda:",
    ),
    "site.yml": ("\n  plek:", "\n  anderen: ['088-999 88 77']\n  plek:"),
}
OTHERS = {
    "content/deuren/anders.yml": (REPO / "templates/standaard/deuren/anders.yml").read_text(encoding="utf-8"),
    "content/posters/avond.yml": """soort: uitnodiging
kop: Kom langs
tekst: Wij zijn er.
tekst_kort: Kom.
formaten: [A3]
waarvoor: bijeenkomst
wanneer: 2026-12-10
tijd: 15:00 tot 16:30 uur
waar: De hal
knop: Lees meer
doel: diensten/gesprek-aan-zee
ontwerp: bord
""",
    "content/posters/werk.yml": """soort: vacatures
kop: Werk aan zee
tekst: Kijk eens.
formaten: [A3]
knop: Lees meer
doel: vacatures
ontwerp: lijst
""",
}
BELOW = {"brief": 10, "productblad": 3, "verhaal": 8, "personeelsbladitem": 3}  # pieces in a text; else 12
# Fields that no page and no sheet shows, and why; those of paper are in ``NOT_ON_PAPER``.
NOT_SHOWN: Mapping[str, str] = {
    "site.contact.anderen": "wat er ook in teksten mag staan; het staat nergens vanzelf",
}
NO_WORDS = ("poster.doel", "site.huisstijl.logo", "site.huisstijl.lettertype")  # a source, and names of files
SEEN_IN_CHROMIUM = (1, 2, 3)
WITH_SCRIPT, WITHOUT = " in Chromium", " in Chromium without scripts"
UNFOLD = """() => {
    document.querySelectorAll('details').forEach(one => { one.open = true })
    document.querySelectorAll('[hidden]').forEach(one => { one.hidden = false })
}"""


@cache
def sources() -> dict[str, tuple[str, tuple[Spot, ...]]]:
    """One source of each kind, with the places of all its texts."""
    beside = REPO / "tests/cases/bij"
    texts = {path.relative_to(beside).as_posix(): path for path in sorted(beside.rglob("*.[my][dm]*"))}
    made = {**BASIS, **{name: path.read_text(encoding="utf-8") for name, path in texts.items()}, **OTHERS}
    for name, (old, new) in MORE.items():
        assert old in made[name]
        made[name] = made[name].replace(old, new)
    found = {name: (text.strip("\n"), tuple(spots_of(name, text.strip("\n")))) for name, text in made.items()}
    cells = tuple(Spot(CELL, one.start(), one.end(), 90, False) for one in re.finditer(r"(?m)^x(?=;)", ROWS))
    return {**found, "content/brieven/uitnodiging.csv": (ROWS, cells)}


def spots_of(name: str, text: str) -> Iterator[Spot]:
    """The texts of a source, in the order in which they stand there."""
    folder = name.split("/")[1] if "/" in name else ""
    kind = next((kind for kind in KINDS if kind.folder == folder), None)
    model, at = (kind.model, kind.name) if kind else (Settings, "site")
    start = len("---\n") if name.endswith(".md") else 0
    fields = text[start:].partition("\n---")[0] if start else text
    root = yaml.compose(fields)
    spots = [spot for spot in _spots(root, model, at) if not spot.at.startswith(NO_WORDS)]
    seen: Counter[str] = Counter()
    for spot in sorted(spots, key=lambda spot: spot.begin):
        yield replace(spot, begin=spot.begin + start, end=spot.end + start, nth=seen[spot.at])
        seen[spot.at] += 1
    if name.endswith(".md"):
        yield from [Spot(f"{at}.tekst", len(text), len(text), 0, True)] * BELOW.get(at, 12)


def _spots(node: Any, model: type[Model], at: str) -> Iterator[Spot]:
    for key, value in node.value:
        if form := model.model_fields.get(key.value):
            yield from _in(value, [*form.metadata, form.annotation], f"{at}.{key.value}")


def _in(node: Any, form: list[Any], at: str) -> Iterator[Spot]:
    if isinstance(node, yaml.SequenceNode):
        for one in node.value:
            yield from _in(one, form, at)
    elif isinstance(node, yaml.MappingNode):
        for model in (one for one in _within(form) if isinstance(one, type) and issubclass(one, Model)):
            yield from _spots(node, model, at)
    elif Prose in _within(form):
        yield Spot(at, node.start_mark.index, node.end_mark.index, 300, True)
    elif text := next(free_texts(form), None):
        yield Spot(at, node.start_mark.index, node.end_mark.index, text.schema["maxLength"], False)


def _within(form: list[Any]) -> list[Any]:
    return [one for part in form for one in (part, *_within(list(get_args(part))))]


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    """By page or sheet and by source: the fields that it shows, seen by filling in the templates with planted words."""
    site = Site(tmp_path_factory.mktemp("geplant") / "site", {})
    made = Chance(site, random.Random(0)).fill()
    for part in chain.from_iterable(made.parts.values()):
        part.told = True
    made.write()
    library = library_of(site)
    templates = templates_of(site, library)
    library, marks = with_planted_texts(library, 90)
    marks["site.yml"] = {}
    settings = planted(library.settings, marks["site.yml"], "site", 90, count(90_000))
    library = replace(library, settings=settings.model_copy(update={"huisstijl": library.settings.huisstijl}))
    found: Shown = {}
    for page in make_plan(library, KINDS, CHANNELS).pages.values():
        if page.medium == "bestand" or page.after:
            continue
        text = text_of(templates.render(page.template, page.target, page.values, True, page.source).data.decode())
        there = set(re.findall(r"Q\d+q", text))
        found[page.target] = {
            name: {place for place, mark in places(of) if mark in there} for name, of in marks.items()
        }
        if page.template == "druk/brief.html":
            found[page.target]["content/brieven/uitnodiging.csv"] = {(CELL, 0)}
    return found


def places(marks: Mapping[str, str]) -> Iterator[tuple[Place, str]]:
    """Each text of a source by its place, with the planted word at its begin."""
    seen: Counter[str] = Counter()
    for mark, at in marks.items():
        if int(mark.strip("Qq")) % 2 == 0:
            yield (at, seen[at]), mark
            seen[at] += 1


def test_there_is_a_source_of_every_kind() -> None:
    written = {spot.at.partition(".")[0] for _, spots in sources().values() for spot in spots}
    assert {kind.name for kind in KINDS} - written == {"ophangregister"}  # it is shown nowhere: what hangs is checked


def test_every_text_is_shown_somewhere_or_is_named_with_a_reason(shown: Shown) -> None:
    seen = {at for by_source in shown.values() for places in by_source.values() for at, _ in places}
    wanted = {spot.at for _, spots in sources().values() for spot in spots}
    assert {at for at in wanted - seen if not at.startswith((*NOT_ON_PAPER, *NOT_SHOWN))} == set()
    assert not [at for at in NOT_SHOWN if at in seen]


@pytest.mark.parametrize("seed", [1, *(pytest.param(n, marks=pytest.mark.alles) for n in range(2, 40))])
def test_no_letter_is_missing_or_its_line_is_told(seed: int, site: Site, shown: Shown, chromium: Browser) -> None:
    made = Chance(site, random.Random(seed)).fill()
    settled_on_paper(made, shown)
    read = {target: as_written(site, target) for target in shown}
    if seed in SEEN_IN_CHROMIUM:
        read |= in_chromium(chromium, site, shown)
    gone = {at: lost(expected(made, shown[at.split(" ")[0]]), text) for at, text in read.items()}
    for at in (at for at in gone if at.endswith(WITH_SCRIPT)):  # the self-test says some words once it has counted
        gone[at] = [one for one in gone[at] if one in gone[at.replace(WITH_SCRIPT, WITHOUT)]]
    assert {at: found for at, found in gone.items() if found and not at.endswith(WITHOUT)} == {}
    assert {at: more for at, text in read.items() if (more := entities(text) - typed(made))} == {}


def expected(made: Chance, shown: Mapping[str, set[Place]]) -> list[Part]:
    """The pieces that a page must show."""
    parts = ((part, places) for name, places in shown.items() for part in made.parts.get(name, ()))
    return [part for part, places in parts if (part.spot.at, part.spot.nth) in places and not part.told]


def entities(text: str) -> set[str]:
    """What reads as a sign of HTML that was written wrongly."""
    return set(re.findall(r"&#?\w{2,8};", text))


def typed(made: Chance) -> set[str]:
    """The same in the sources: who types it in a field means it."""
    return entities(" ".join(part.text for parts in made.parts.values() for part in parts))


def as_written(site: Site, target: str) -> str:
    """The words of a page as they stand in its file, or those of a sheet."""
    return "".join(pages_of(site.output / target)) if target.endswith(".pdf") else text_of(site.read(target))


def in_chromium(browser: Browser, site: Site, targets: Iterable[str]) -> dict[str, str]:
    """What a reader sees of each page once all is unfolded, with scripts and without."""
    found = {}
    for how, scripts in ((WITH_SCRIPT, True), (WITHOUT, False)):
        with opened(browser, java_script_enabled=scripts) as page:
            for target in targets:
                if target.endswith(".html") and not target.startswith("intranet/ga/"):  # these lead on at once
                    page.goto((site.output / target).as_uri())
                    page.evaluate(UNFOLD)
                    found[target + how] = page.inner_text("body")
    return found


def settled_on_paper(made: Chance, shown: Shown) -> None:
    """Build; of a sheet that is refused, by name, the short texts are taken out, and when that is no help all of it."""
    for most in (160, 1000, 0):
        assert not made.settle()  # without a name that was taken out, the same word elsewhere is no name any more
        made.site.build()
        wrong = [one for one in made.site.outcome.findings if one.severity is Severity.FOUT]
        if made.site.outcome.published:
            return
        for one in wrong:
            sheet = one.message.partition(":")[0]
            assert sheet in shown, one
            for part in expected(made, shown[sheet]):
                part.told = part.spot.most <= most and not part.spot.below
    raise AssertionError("\n".join(map(str, wrong)))
