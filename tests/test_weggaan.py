"""What must go goes in every build: withdrawn, lapsed and ended, with all else in the sources as broken as it likes."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import cycle

import pytest

from builder.diagnostics import has_errors
from tests.site import BASIS, TODAY, VACATURE, Site
from tests.test_consent import EDITION, ITEM, LAPSED, WITHDRAWN, people, person, traces
from tests.trouble import compile_once, litter

__all__ = ["people"]  # the fixture

VACANCY = "content/vacatures/wijkverpleegkundige.md"
STORY = "content/verhalen/stap-twee.md"
# Twenty kinds of mistake in sources that have nothing to do with the person who goes: file, what to replace, by what.
MISTAKES = {
    "a date that is not": (VACANCY, "2026-12-01", "31-02-2027"),
    "no end": (VACANCY, "sluit: 2026-12-01\n", ""),
    "an unknown field": (VACANCY, "cao: VVT", "cau: VVT"),
    "a choice that is none": (VACANCY, "niveau: hbo", "niveau: hoog"),
    "no YAML": (VACANCY, "plaats: Zandwijk", "plaats: [Zandwijk"),
    "double field": (VACANCY, "plaats: Zandwijk", "plaats: Zandwijk\nplaats: Elders"),
    "no fields": (VACANCY, "---\nfunctie", "functie"),
    "HTML": (VACANCY, "U fietst", "U <b>fietst</b>"),
    "an organisation that is not": (VACANCY, "organisatie: duinrand", "organisatie: strand"),
    "a link to nothing": (STORY, "diensten/gesprek-aan-zee)", "diensten/gesprek)"),
    "a quote that was not said": (STORY, "citaat: Ik wist", "citaat: Hij wist"),
    "another person that is not": (STORY, "persoon: twee", "persoon: vier"),
    "no bytes of UTF-8": (STORY, "Op een dag", "Op \udce9\udce9n dag"),
    "an anchor": ("content/posters/p-twee.yml", "knop: Lees", "knop: &x Lees"),
    "a design that does not fit": ("content/posters/p-twee.yml", "ontwerp: venster", "ontwerp: lijst"),
    "a code to nothing": ("content/posters/p-twee.yml", "doel: verhalen/stap-twee", "doel: verhalen/stap-tien"),
    "a field of a person": ("content/personen/twee.yml", "rol: planner", "rool: planner"),
    "an old word": ("content/diensten/gesprek-aan-zee.md", "Wij lopen", "Het mobiliteitsbureau en wij lopen"),
    "no telephone": ("site.yml", "088-111 22 33", "12"),
    "colours that cannot be read": ("site.yml", "inkt: '#", "inkt: '#f"),
    "no site.yml": ("site.yml", "", ""),
    "a template that is none": ("templates/intranet/vacature.html", "", "{% for %}"),
    "a template that knows too much": ("templates/druk/editie.html", "", "{{ niets.hier }}"),
}


def break_it(site: Site, mistake: str) -> None:
    name, old, new = MISTAKES[mistake]
    if mistake == "no site.yml":
        site.remove(name)
    elif not old:
        site.write(name, new)
    else:
        text = (site.root / name).read_text(encoding="utf-8")
        assert old in text
        site.write(name, text.replace(old, new, 1).encode("utf-8", "surrogateescape"))


@pytest.fixture
def named(people: Site) -> Site:
    """Somebody on every kind of sheet and page, and another organisation's poster and edition beside it."""
    people.write("content/personeelsbladitems/lunch.md", ITEM.format(kwartaal="2026-4", wie="een", dier="ijsbeer"))
    edition = EDITION.format(kwartaal="2026-4", wie="een")
    blocks = "  - item: lunch\n    maat: half\n  - verhaal: stap-twee\n    maat: half\n"
    return people.write("content/edities/nu.yml", edition + blocks)


ENDINGS = [
    pytest.param(mistake, ending, id=f"{mistake}-{name}", marks=pytest.mark.alles if number % often else ())
    for name, ending, often in (("withdrawn", WITHDRAWN, 2), ("lapsed", LAPSED, 12))
    for number, mistake in enumerate(MISTAKES)
]


@pytest.mark.parametrize(("mistake", "ending"), ENDINGS)
def test_whoever_goes_is_gone_whatever_else_is_wrong(
    named: Site, paper_stub: None, mistake: str, ending: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    compile_once(monkeypatch)
    named.build()
    assert not has_errors(named.outcome.findings, settled=True)
    before, others = named.tree(), traces(named, "drie")
    assert len(traces(named, "een")) > 12
    break_it(named, mistake)
    named.build()
    assert named.outcome.waits
    assert named.tree() == before, "mistakes alone change nothing"
    named.change("content/personen/een.yml", *ending).build()
    assert has_errors(named.outcome.findings)
    assert traces(named, "een") == set()
    assert "niet meer beschikbaar" in named.read("intranet/verhalen/stap-een.html")
    assert not (named.output / "kantoor/posters/p-een-a3.pdf").exists()
    assert named.says("kantoor/personeelsblad/2026-4.pdf", "waterval")
    assert traces(named, "drie") == others
    after = named.tree()
    assert {n: after[n] for n in after if "twee" in n} == {n: before[n] for n in before if "twee" in n}
    assert not litter(named.root / ".output.spijs")
    named.build()
    assert named.tree() == after
    assert not named.outcome.made


def test_a_vacancy_ends_whatever_else_is_wrong(named: Site, paper_stub: None) -> None:
    second = VACATURE.replace("Wijkverpleegkundige aan zee", "Kok aan zee").replace("2026-12-01", "2026-12-20")
    named.change(VACANCY, "Wijkverpleegkundige", "Hulp").write("content/vacatures/kok.md", second).build()
    break_it(named, "a link to nothing")
    named.build(date(2026, 12, 1))
    assert named.says("intranet/vacatures/index.html", "Hulp aan zee")
    named.build(date(2026, 12, 2))
    assert not named.says("intranet/vacatures/index.html", "Hulp aan zee")
    assert "niet meer beschikbaar" in named.read("intranet/vacatures/wijkverpleegkundige.html")
    assert named.says("intranet/vacatures/index.html", "Kok aan zee")
    named.remove("content/vacatures/kok.md").build(date(2026, 12, 2))
    assert not named.says("intranet/vacatures/index.html", "Kok aan zee")


@pytest.mark.parametrize(
    "text",
    [
        "naam: [Xanthe\ntoestemming:\n  ingetrokken: 2026-11-10\n",
        "naam: [Xanthe\nToestemming:\n\u00a0\u00a0Ingetrokken:10 november 2026\n",
        "naam: Xanthe\ntoestemming: {gegeven: 2026-01-01, ingetrokken：2026-11-10}\n",
        person("een").replace("kanalen:", "ingetrokken: vorige week\n  kanalen:"),
        person("een").replace("rol:", "rool:").replace("kanalen:", "ingetrokken: 2026-11-10\n  kanalen:"),
        person("een").partition("toestemming:")[0],
    ],
    ids=["no YAML", "in capitals", "another colon", "no date", "an unknown field", "no consent"],
)
def test_a_withdrawal_counts_in_a_source_with_mistakes(named: Site, paper_stub: None, text: str) -> None:
    named.build().write("content/personen/een.yml", text).build()
    assert has_errors(named.outcome.findings)
    assert traces(named, "een") == set()
    assert traces(named, "twee")


def test_less_consent_is_less_shown_whatever_else_is_wrong(named: Site, paper_stub: None) -> None:
    named.build()
    break_it(named, "an unknown field")
    named.write("content/personen/een.yml", person("een", parts="naam, citaat, verhaal")).build()
    assert {name for name in traces(named, "een") if name.endswith((".jpg", ".png")) or "/beeld/" in name} == set()
    assert named.says("intranet/verhalen/stap-een.html", "Xanthe")
    named.write("content/personen/een.yml", person("een", "intranet", "naam, citaat, verhaal")).build()
    assert not (named.output / "kantoor/posters/p-een-a3.pdf").exists()
    assert named.says("intranet/verhalen/stap-een.html", "Xanthe")


def test_an_empty_folder_is_not_everybody_leaving(named: Site, paper_stub: None) -> None:
    before = named.build().tree()
    named.remove("content")
    (named.root / "content").mkdir()
    assert named.build().tree() == before
    named.remove("content").build()
    assert named.tree() == before


def test_what_is_kept_for_this_may_be_damaged_or_gone(named: Site, paper_stub: None) -> None:
    before = named.build().tree()
    break_it(named, "an unknown field")
    named.change("content/personen/een.yml", *WITHDRAWN)
    kept = named.root / ".output.spijs/goed"
    assert not any(b"Xanthe" in path.read_bytes() and path.suffix for path in kept.iterdir())
    for path in kept.iterdir():
        path.write_bytes(path.read_bytes()[:-1])
    assert named.build().tree() == before
    assert named.outcome.waits


def test_the_summary_says_what_went_and_what_waits(named: Site, paper_stub: None) -> None:
    from builder.report import summary

    named.build()
    break_it(named, "an unknown field")
    named.build()
    assert "Niet gepubliceerd" in summary(named.outcome, named.output, 1.0)
    named.change("content/personen/een.yml", *WITHDRAWN).build()
    said = summary(named.outcome, named.output, 1.0)
    assert said.startswith("Weggehaald, want het mag er niet meer staan: ")
    assert "uw wijzigingen wachten tot de fouten hersteld zijn" in said


@pytest.mark.parametrize("days", [14, pytest.param(1, marks=pytest.mark.alles)])
def test_a_year_of_unattended_builds_in_which_nothing_outlives_its_day(
    named: Site, paper_stub: None, monkeypatch: pytest.MonkeyPatch, days: int
) -> None:
    """Nobody looks after the site: now and then a colleague makes a mistake and leaves it, and days end."""
    compile_once(monkeypatch)
    ends = {"een": date(2027, 1, 31), "twee": date(2027, 5, 5), "drie": date(2027, 10, 1)}
    for who, last in ends.items():
        named.change(f"content/personen/{who}.yml", "2027-12-31", last.isoformat())
    closing = [date(2026, 11, 20) + timedelta(days=23 * n) for n in range(14)]
    for number, last in enumerate(closing):
        text = VACATURE.replace("aan zee", f"nummer {number}x").replace("2026-12-01", last.isoformat())
        named.write(f"content/vacatures/werk-{number}.md", text)
    named.build()
    mistakes = cycle(MISTAKES)
    clean = {path: path.read_bytes() for path in named.root.rglob("*.*") if path.is_file() and "put" not in str(path)}
    for count in range(365 // days):
        day = TODAY + timedelta(days=days * count)
        if count % 4 == 1:
            break_it(named, next(mistakes))
        elif count % 4 == 3:
            for path in (path for path in named.root.rglob("*.*") if path.is_file() and "put" not in str(path)):
                path.write_bytes(clean[path]) if path in clean else path.unlink()
        for today in (day, day + timedelta(days=1))[:days]:
            named.build(today)
            for who, last in ends.items():
                assert (traces(named, who) == set()) == (last < today), (today, who)
            listed = named.read("intranet/vacatures/index.html")
            for number, last in enumerate(closing):
                assert (f"nummer {number}x" in listed) == (today <= last), (today, number)


@pytest.mark.parametrize("name", [name for name in BASIS if name.startswith("content/") and "organisaties" not in name])
@pytest.mark.parametrize("wrong", ["", "zomaar: x\n", "a: [\n"], ids=["right", "wrong", "unreadable"])
def test_a_draft_stops_nobody(named: Site, paper_stub: None, name: str, wrong: str) -> None:
    """Whatever leans on it or points at it: it is out of sight, with a warning, and everything else is published."""
    named.write("content/vacatures/kok.md", VACATURE.replace("Wijkverpleegkundige", "Kok")).build()
    name = {"content/personen/planner.yml": "content/personen/een.yml"}.get(name, name)
    name = name.replace("van-zaal-naar-rooster", "stap-een")
    text = (named.root / name).read_text(encoding="utf-8").replace("status: concreet\n", "")
    start = "---\n" if text.startswith("---") else ""
    named.write(name, f"{start}status: concept\n{wrong}{text.removeprefix(start)}").build()
    assert not has_errors(named.outcome.findings, settled=False), named.outcome.findings
    assert not named.outcome.waits
    assert {f.severity for f in named.outcome.findings if f.position.file == name} == ({"hint"} if wrong else set())
    assert named.says("intranet/vacatures/index.html", "Kok aan zee")
    if "personen" in name:
        assert traces(named, "een") == set()


LETTER = """---
onderwerp: Een kop soep
aan: '{naam}'
datum: 2026-11-16
van: Duinrand
---

Dag {naam}, kom eens praten met TEKST.
"""


def test_letters_are_kept_nowhere_and_go_when_they_name_somebody(named: Site, paper_stub: None) -> None:
    for name, text in (("rij", "ons"), ("tekst", "Xanthe Bakker")):
        named.write(f"content/brieven/{name}.md", LETTER.replace("TEKST", text))
    named.write("content/brieven/rij.csv", "naam\nXanthe Bakker\nZebedeus Sloot\n")
    named.write("content/brieven/anders.md", LETTER.replace("TEKST", "ons"))
    named.write("content/brieven/anders.csv", "naam\nZebedeus Sloot\n").build()
    assert not has_errors(named.outcome.findings, settled=True), named.outcome.findings
    assert not any(b"Zebedeus" in path.read_bytes() for path in (named.root / ".output.spijs/goed").iterdir())
    other = named.read("kantoor/brieven/anders.pdf")
    break_it(named, "an unknown field")
    named.change("content/personen/een.yml", *WITHDRAWN).build()
    assert named.outcome.waits
    assert traces(named, "een") == set()
    assert named.read("kantoor/brieven/anders.pdf") == other


def thanks(site: Site) -> Site:
    text = (site.root / "content/diensten/gesprek-aan-zee.md").read_text(encoding="utf-8")
    return site.write("content/diensten/dank.md", text.replace("Wij lopen", "Xanthe en wij lopen"))


def test_a_name_in_other_texts_goes_too(named: Site, paper_stub: None) -> None:
    """``site.yml`` stands on every page, so it loses the name."""
    thanks(named).change("site.yml", "plein van Duinrand.", "plein van Duinrand. Kom langs bij Xanthe.").build()
    assert named.says("intranet/centrum.html", "Xanthe")
    break_it(named, "an unknown field")
    named.change("content/personen/een.yml", *WITHDRAWN).build()
    assert traces(named, "een") == set()
    assert named.says("intranet/centrum.html", "Kom langs bij een collega.")


@pytest.mark.parametrize("how", ["thrown away", "unreadable"])
def test_a_name_goes_with_its_source(named: Site, paper_stub: None, how: str) -> None:
    thanks(named).build()
    break_it(named, "an unknown field")
    if how == "thrown away":
        named.remove("content/personen/een.yml")
    else:
        named.write("content/personen/een.yml", "naam: [Xanthe\ntoestemming:\n  ingetrokken: 2026-11-10\n")
    assert traces(named.build(), "een") == set()


def test_who_is_made_a_draft_is_not_shown_whatever_else_is_wrong(named: Site, paper_stub: None) -> None:
    named.build()
    break_it(named, "an unknown field")
    named.change("content/personen/een.yml", "naam:", "status: concept\nnaam:").build()
    assert named.outcome.waits
    assert traces(named, "een") == set()


def test_another_page_that_is_thrown_away_waits_like_any_change(named: Site, paper_stub: None) -> None:
    before = thanks(named).build().tree()
    break_it(named, "an unknown field")
    assert named.remove("content/diensten/dank.md").build().tree() == before
