"""No visible letter of a source is missing on its page or its sheet, or the build told the line on which it stands.

Sites by chance: each kind of source gets texts made of nasty pieces, those of ``gevallen/`` and what people bring. What
is told as an error is taken out, by the line that it names; what is left is built, and every word of it is found again
on the screen and on paper. Composed letters and signs of typography count as equal, and so do capitals.
"""

from __future__ import annotations

import json
import random
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any

import pytest
import yaml

from builder.diagnostics import Diagnostic, Severity
from tests.sample import pages_of
from tests.site import BASIS, REPO, Site
from tests.test_niets_weggelaten import text_of

GEVALLEN = REPO / "tests/gevallen"
PLACE = re.compile(r"@(\w+)@")
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


@dataclass
class Part:
    """A piece in a source: the lines on which it stands, and whether it is a text with marks."""

    file: str
    text: str
    prose: bool
    first: int = 0
    last: int = 0


@dataclass
class Chance:
    """A site by chance."""

    site: Site
    dice: random.Random
    parts: dict[str, list[Part]] = field(default_factory=dict)
    recipes: dict[str, Callable[[], str]] = field(default_factory=dict)

    def source(self, name: str, text: str, **wanted: int) -> None:
        """A source in which each ``@name@`` stands for so many pieces: alone on its line as a text, else as a value."""
        filled = {key: [self._piece(name, key) for _ in range(count)] for key, count in wanted.items()}
        self.parts[name] = [part for parts in filled.values() for part in parts]
        self.recipes[name] = lambda: self._written(name, text, filled)

    def rows(self, name: str, head: str, rest: str, count: int) -> None:
        """A table with a piece in the first cell of each row."""
        self.parts[name] = parts = [self._piece(name, "cel") for _ in range(count)]
        for line, part in enumerate(parts, 2):
            part.first = part.last = line
        self.recipes[name] = lambda: head + "".join(f"\n{quoted(part.text)};{rest}" for part in parts)

    def _piece(self, name: str, key: str) -> Part:
        prose = key == "tekst" and name.endswith(".md")
        fit = [one for one in PIECES if prose or (len(one) <= 90 and "\n" not in one)]
        return Part(name, self.dice.choice(fit), prose)

    def _written(self, name: str, text: str, filled: dict[str, list[Part]]) -> str:
        lines: list[str] = []
        for line in text.strip("\n").split("\n"):
            if (found := PLACE.search(line)) is None:
                lines.append(line)
            else:
                for part in filled[found[1]]:
                    value = json.dumps(part.text, ensure_ascii=False)
                    shown = part.text if part.prose else line.replace(found[0], value)
                    part.first = len(lines) + 1
                    lines += [*shown.split("\n"), *([""] if part.prose else [])]
                    part.last = len(lines)
        return "\n".join(lines) + "\n"

    def write(self) -> None:
        for name, recipe in self.recipes.items():
            self.site.write(name, recipe().encode("utf-8"))

    def settle(self) -> list[Diagnostic]:
        """Take out what is told as an error, by its line; gives errors that name no line of a piece."""
        for _ in range(40):
            self.write()
            wrong = [one for one in self.site.findings() if one.severity is Severity.FOUT]
            hit = [part for one in wrong for part in self.parts.get(one.position.file, ()) if named(one, part)]
            for part in hit:
                part.text = "Gewone woorden."
            if not hit:
                return wrong
        return wrong


def quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


def named(finding: Diagnostic, part: Part) -> bool:
    """Whether an error is about a piece: by its line; a word that is wrong in a field is told by itself, on line 1."""
    there = part.first <= finding.position.line <= part.last
    word = re.match(r"«([^»]+)» is geen woord", finding.message)
    by_word = word is not None and finding.position.line == 1 and words(word[1]) <= words(part.text)
    return part.text != "Gewone woorden." and (there or by_word)


def bare(text: str) -> str:
    """A text without what is invisible, composed, and without capitals."""
    kept = "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Cn"))
    return unicodedata.normalize("NFKC", kept).replace("İ", "i").casefold()


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


def shown(part: Part) -> str:
    """What can be seen of a piece."""
    if part.file.endswith(".csv"):
        return part.text
    text = unescape(part.text) if part.prose else part.text
    for pattern, instead in UNSEEN:  # some fields are texts with marks too, and each may name a fact
        text = re.sub(pattern, instead, text)
    return text


def lost(parts: list[Part], page: str) -> list[tuple[str, list[str]]]:
    """Pieces of which a word is not on a page as often as they have it."""
    read = re.sub(r"[\W_]+", "", bare(page))
    wanted: Counter[str] = Counter()
    for part in parts:
        wanted += words(shown(part))
    gone = {word for word, times in wanted.items() if read.count(word) < times}
    return [(part.text, sorted(missing)) for part in parts if (missing := gone & set(words(shown(part))))]


PIECES = pieces()


def front(name: str) -> str:
    """The fields of a source of the small site."""
    text = BASIS.get(name) or (REPO / "tests/cases/bij" / name).read_text(encoding="utf-8")
    return text.strip("\n")


def chance(site: Site, seed: int) -> Chance:
    """A source of each kind that has a text of its own: fields and lists of short pieces, and long texts with marks."""
    made = Chance(site, random.Random(seed))
    for name, (fields, texts) in SOURCES.items():
        filled = front(name)
        for field_name in fields:
            filled = re.sub(rf"(?m)^( *(?:- )?{field_name}:) .*", rf"\1 @{field_name}@", filled, count=1)
        below = "\n\n@tekst@\n\nTot zover." if texts else ""
        made.source(name, filled + below, **{"tekst": texts, **dict.fromkeys(fields, 1)})
    made.rows("content/brieven/uitnodiging.csv", "organisatie;plaats;aanhef", "Zandwijk;mevrouw Vis", 12)
    return made


# Of each source the fields that get a piece, and how many pieces stand in its text.
SOURCES: dict[str, tuple[tuple[str, ...], int]] = {
    "content/diensten/gesprek-aan-zee.md": (("omschrijving", "resultaat", "duur"), 14),
    "content/verhalen/van-zaal-naar-rooster.md": (("intro",), 14),
    "content/vacatures/wijkverpleegkundige.md": ((), 14),
    "content/paginas/zo-werken-wij.md": (("intro",), 14),
    "content/productbladen/eerste-blad.md": (("kern",), 3),
    "content/formulieren/kort.yml": (("kort", "wie_ziet_dit", "slot", "intro"), 0),
    "content/communicatieplannen/kandidaten.yml": (("inleiding", "toelichting", "doel", "hoe"), 0),
    "content/posters/noor.yml": (("kop", "tekst"), 0),
    "content/brieven/uitnodiging.md": (("onderwerp",), 10),
}
SCREEN = {
    "content/diensten/gesprek-aan-zee.md": "diensten/gesprek-aan-zee.html",
    "content/verhalen/van-zaal-naar-rooster.md": "verhalen/van-zaal-naar-rooster.html",
    "content/vacatures/wijkverpleegkundige.md": "vacatures/wijkverpleegkundige.html",
    "content/paginas/zo-werken-wij.md": "paginas/zo-werken-wij.html",
    "content/productbladen/eerste-blad.md": "productbladen/eerste-blad.html",
    "content/formulieren/kort.yml": "formulieren/kort.html",
    "content/communicatieplannen/kandidaten.yml": "makers/plannen/kandidaten.html",
    "content/posters/noor.yml": "posters/noor.html",
}
PAPER = {
    "content/productbladen/eerste-blad.md": "productbladen/1-eerste-blad.pdf",
    "content/formulieren/kort.yml": "formulieren/kort.pdf",
    "content/posters/noor.yml": "posters/noor-a3.pdf",
    "content/brieven/uitnodiging.md": "brieven/uitnodiging.pdf",
    "content/brieven/uitnodiging.csv": "brieven/uitnodiging.pdf",
}


@pytest.mark.parametrize("seed", [1, 2, *(pytest.param(n, marks=pytest.mark.alles) for n in range(3, 40))])
def test_no_letter_is_missing_or_its_line_is_told(seed: int, site: Site) -> None:
    made = chance(site, seed)
    left = made.settle()
    assert not left, "\n".join(map(str, left))
    told = settled_on_paper(made)
    gone = {name: lost(made.parts[name], text_of(site.read(f"intranet/{page}"))) for name, page in SCREEN.items()}
    for name, pdf in PAPER.items():
        if name not in told:
            gone[f"{name} op papier"] = lost(made.parts[name], "".join(pages_of(site.output / f"kantoor/{pdf}")))
    assert {name: found for name, found in gone.items() if found} == {}


def settled_on_paper(made: Chance) -> set[str]:
    """Build; sources of which a sheet is refused, by name, get ordinary words and no more is asked of them."""
    told: set[str] = set()
    for _ in range(4):
        made.write()
        made.site.build()
        wrong = [one for one in made.site.outcome.findings if one.severity is Severity.FOUT]
        if made.site.outcome.published:
            return told
        assert all(one.position.file in made.parts for one in wrong), "\n".join(map(str, wrong))
        for name in {one.position.file for one in wrong}:
            told.add(name)
            for part in made.parts[name]:
                part.text = "Gewone woorden."
    raise AssertionError("\n".join(map(str, wrong)))
