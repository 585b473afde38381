"""The texts that Spijs and its peers are measured with: six in ten vacatures of 150 words, three in ten verhalen of 300
words with a quotation and a list, and one in ten pages of 600 words with a table.

    python -m bench.corpus FOLDER COUNT

writes them as a site of Spijs, with templates as small as those of the peers. The text of a number is always the same.
"""

from __future__ import annotations

import random
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
FORMS = ROOT / "bench/forms"  # per program: its settings and its templates
SORTS = ("vacature",) * 6 + ("verhaal",) * 3 + ("pagina",)
FOLDERS = {"vacature": "vacatures", "verhaal": "verhalen", "pagina": "paginas"}
WORDS = {"vacature": 150, "verhaal": 300, "pagina": 600}
FIELDS_OF_WORK = ("verpleging-en-verzorging", "begeleiding", "behandeling", "ondersteuning", "facilitair", "leiding")
LEVELS = ("praktisch", "mbo", "hbo", "wo")

WHEN = (
    "Om half acht|Na de koffie|Op dinsdag|In de middag|Als het regent|Voor de lunch|Aan het eind van de dag|Op de gang|"
    "In de keuken|Elke week|Tegen de avond|Bij het ontbijt|Na een lange nacht|Op een stille zondag|In het begin|"
    "Tussen twee diensten|Vlak voor tien uur|Zodra de bel gaat|In de zomer|Op vrijdag"
).split("|")
DOES = (
    "zet u|vindt u|brengt u|haalt u|bewaart u|deelt u|telt u|wast u|regelt u|kiest u|tekent u|leest u|vult u|pakt u|"
    "hoort u|ziet u|maakt u|zoekt u|draagt u|opent u"
).split("|")
WHAT = (
    "de kar met schone was|een stoel bij het raam|het rooster van morgen|de sleutel van de tuin|een pot verse thee|"
    "de map met brieven|het bed bij de deur|een doos vol knopen|de lijst met namen|het brood van gisteren|"
    "een kaart aan het bord|de fiets met de mand|het kleine kussen|de bril van een bewoner|een emmer warm water|"
    "de radio op de vensterbank|het schone servies|een tas met appels|de planten in de hal|het dikke fotoboek"
).split("|")
WHERE = (
    "naast de lift|voor de bewoners|met een collega|achter de balie|op de tweede verdieping|bij de grote tafel|"
    "in het licht van de lamp|zonder haast|voor wie dat vraagt|in de kamer aan het eind|met twee handen|"
    "aan de kant van de rivier|voor de familie|op de oude plek|tegen de muur|onder het afdak|bij de achterdeur|"
    "met een grapje|volgens de afspraak|voor de hele groep"
).split("|")
THEN = (
    ", en daarna drinkt iedereen thee|, want de bus gaat om vijf uur|, zoals het altijd ging|, en niemand kijkt op|"
    ", tot het stil wordt| en dan gaat het licht uit|, ook als het druk is|, al duurt het soms even|"
    ", want dat scheelt morgen werk| en u schrijft het op|, en de kat loopt mee|, want zo hoort het hier|"
    ", of u vraagt het eerst| en de deur blijft open|, want samen gaat het vlugger|, en dat lukt bijna altijd"
).split("|")


@dataclass(frozen=True, slots=True)
class Text:
    """One text: its body in Markdown, and what its page must show, as pairs of an element and the words in it."""

    n: int
    sort: str
    title: str
    intro: str
    body: str
    quote: str
    shows: tuple[tuple[str, str], ...]

    @property
    def name(self) -> str:
        """The name of its source and of its page, without an ending."""
        return f"{self.sort}-{self.n}"

    @property
    def folder(self) -> str:
        """The folder that its sort has in every program."""
        return FOLDERS[self.sort]

    @property
    def level(self) -> str:
        """The level of the work."""
        return LEVELS[self.n % 4]

    @property
    def day(self) -> int:
        """A day of the month: of November when it appeared, of December when it closes."""
        return self.n % 14 + 1


def texts(count: int) -> Iterator[Text]:
    """The first so many texts."""
    return (text_of(n) for n in range(count))


def text_of(n: int) -> Text:
    """The text of a number."""
    sort, dice = SORTS[n % 10], random.Random(n)
    mark = f"Dit is stuk {n} uit de reeks."
    parts, shows, quote = {"vacature": _plain, "verhaal": _story, "pagina": _page}[sort](dice)
    text = "\n\n".join(parts)
    missing = WORDS[sort] - words(f"{text} {mark}")
    ending = f"{_paragraph(dice, missing)}\n\n{mark}"
    title = f"{sort.capitalize()} {n}: {dice.choice(WHAT)}"
    body = f"{text}\n\n{ending}\n"
    return Text(n, sort, title, _sentence(dice), body, quote, (("h1", title), ("p", mark), *shows))


def words(markdown: str) -> int:
    """How many words a reader sees."""
    return len(re.findall(r"\w+", markdown))


def _plain(dice: random.Random) -> tuple[list[str], tuple[tuple[str, str], ...], str]:
    return [_paragraph(dice, 45, bold=True), _paragraph(dice, 45)], (), ""


def _story(dice: random.Random) -> tuple[list[str], tuple[tuple[str, str], ...], str]:
    quote, items = _sentence(dice), [f"{dice.choice(WHAT)} {dice.choice(WHERE)}" for _ in range(5)]
    points = "\n".join(f"- {item}" for item in items)
    parts = [_paragraph(dice, 60, bold=True), f"> {quote}", _paragraph(dice, 60), points, _paragraph(dice, 60)]
    return parts, (("blockquote", quote), *(("li", item) for item in items)), quote


def _page(dice: random.Random) -> tuple[list[str], tuple[tuple[str, str], ...], str]:
    head = ("Wanneer", "Wat", "Waar")
    rows = [(dice.choice(WHEN), dice.choice(WHAT), dice.choice(WHERE)) for _ in range(8)]
    table = "\n".join(f"| {' | '.join(row)} |" for row in (head, ("---",) * 3, *rows))
    parts = [_paragraph(dice, 70, bold=True), "## Wat er op een dag gebeurt", _paragraph(dice, 70), table]
    parts += ["## Wie u daarbij helpt", _paragraph(dice, 70, bold=True), _paragraph(dice, 70), "## Hoe het verder gaat"]
    cells = (("td", cell) for row in rows for cell in row)
    return [*parts, _paragraph(dice, 70)], (*(("th", name) for name in head), *cells), ""


def _paragraph(dice: random.Random, least: int, bold: bool = False) -> str:
    """Sentences of at least so many words together."""
    sentences: list[str] = []
    while words(" ".join(sentences)) < least:
        sentences.append(_sentence(dice, bold and not sentences))
    return " ".join(sentences)


def _sentence(dice: random.Random, bold: bool = False) -> str:
    what = dice.choice(WHAT)
    what = f"**{what}**" if bold else what
    return f"{dice.choice(WHEN)} {dice.choice(DOES)} {what} {dice.choice(WHERE)}{dice.choice(THEN)}."


# --- As a site of Spijs ---

SITE_FIELDS = {
    "vacature": """functie: "{text.title}"
organisatie: de-linde
plaats: Lindehoven
regio: Vierstromen
vakgebied: {field}
niveau: {text.level}
uren: 24-32
cao: VVT
dienstverband: vast
zichtbaar: openbaar
status: concreet
geplaatst: 2026-11-{text.day:02}
sluit: 2026-12-{text.day:02}""",
    "verhaal": """titel: "{text.title}"
soort: zo-kwam
persoon: meting
datum: 2026-11-{text.day:02}
intro: "{text.intro}"
citaat: "{text.quote}"
poster: "{text.intro}"
stap: {{van: afwasser, naar: kok, waar: intern, richting: horizontaal}}""",
    "pagina": """titel: "{text.title}"
intro: "{text.intro}"
deur: paginas
volgorde: {place}
pictogram: kaart
eigenaar: hoofd P&O
herzien_voor: 2027-02-01""",
}


def site(folder: Path, count: int) -> Path:
    """A site of Spijs with so many texts, in a folder that is not there yet."""
    shutil.copytree(FORMS / "spijs", folder)
    shutil.copy(ROOT / "site.yml", folder)
    (folder / "content/organisaties").mkdir()
    shutil.copy(ROOT / "content/organisaties/de-linde.yml", folder / "content/organisaties")
    for name in FOLDERS.values():
        (folder / "content" / name).mkdir()
    for text in texts(count):
        source(folder, text).write_text(site_source(text), encoding="utf-8")
    return folder


def source(folder: Path, text: Text) -> Path:
    """Where the source of a text lies in a site of Spijs."""
    return folder / "content" / text.folder / f"{text.name}.md"


def site_source(text: Text) -> str:
    """A text as a source of Spijs."""
    fields = SITE_FIELDS[text.sort].format(text=text, field=FIELDS_OF_WORK[text.n % 6], place=text.n // 10 % 99 + 1)
    return f"---\n{fields}\n---\n\n{text.body}"


if __name__ == "__main__":
    site(Path(sys.argv[1]), int(sys.argv[2]))
