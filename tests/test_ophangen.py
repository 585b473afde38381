"""The register of what hangs where: what must come down is told, with the place and the reason, and nothing else is."""

from __future__ import annotations

import shlex
from datetime import date, timedelta
from pathlib import Path

import pytest

from builder.cli.options import clock
from builder.hanging import hang as write_down
from builder.hanging import overview, take_down
from builder.inputs import look
from builder.new import Refusal
from builder.survey import Order
from tests.site import POSTER, TODAY, VERHAAL, Site

REGISTER = "content/ophangregister.yml"
WALL = """
soort: vacatures
kop: Wie komt erbij?
tekst: Kijk wat er openstaat.
formaten: [A3]
knop: Alle vacatures
doel: vacatures
ontwerp: lijst
"""


def order(site: Site, day: date = TODAY) -> Order:
    return Order(look(site.root), site.output, day)


def hang(root: Path, sheet: str, place: str, day: date) -> str:
    return write_down(Order(look(root), root / "output", day), sheet, place)


@pytest.fixture
def hung(site: Site) -> Site:
    """A poster with people and one with vacancies, each in two places."""
    site.write("content/posters/noor.yml", POSTER).write("content/posters/muur.yml", WALL)
    for sheet in ("posters/noor", "posters/muur"):
        for place in ("kantine", "hal: naast de lift"):
            hang(site.root, sheet, place, TODAY)
    assert not site.findings()
    return site


def told(site: Site, day: date = TODAY) -> list[str]:
    return [finding.message for finding in site.findings(day) if finding.code == "ophangen"]


def test_what_hangs_and_may_hang_is_not_told(hung: Site) -> None:
    assert told(hung) == []
    assert (hung.root / REGISTER).read_text(encoding="utf-8").count("blad:") == 4


def test_a_vacancy_that_ended_takes_its_wall_down(hung: Site) -> None:
    """Only what was on it: a vacancy that came later does not matter, and a poster without it stays."""
    ends = date(2026, 12, 15)
    messages = told(hung, ends + timedelta(days=400))
    assert {message.partition(" (")[0] for message in messages} >= {
        "«posters/muur» moet weg bij: kantine",
        "«posters/muur» moet weg bij: hal: naast de lift",
    }
    assert all("Wijkverpleegkundige" in message for message in messages if "muur" in message)


def test_a_vacancy_placed_after_it_was_hung_does_not_matter(site: Site) -> None:
    source = "content/vacatures/wijkverpleegkundige.md"
    text = (site.root / source).read_text(encoding="utf-8")
    site.remove(source).write("content/posters/muur.yml", WALL)
    hang(site.root, "posters/muur", "kantine", TODAY - timedelta(days=3000))
    site.write(source, text)
    assert told(site, TODAY + timedelta(days=2000)) == []


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("geldig_tot: 2027-12-31", "geldig_tot: 2026-11-01", "gold tot en met 01-11-2026"),
        ("geldig_tot: 2027-12-31", "geldig_tot: 2027-12-31\n  ingetrokken: 2026-11-10", "ingetrokken op 10-11-2026"),
    ],
)
def test_a_consent_that_ended_takes_its_poster_down(hung: Site, old: str, new: str, reason: str) -> None:
    hung.change("content/personen/planner.yml", old, new)
    messages = told(hung)
    assert len(messages) == 2
    assert all("posters/noor" in message and reason in message for message in messages)


def test_other_phone_hours_take_everything_down(hung: Site) -> None:
    hung.change("site.yml", "dinsdag van 09:00 tot 11:00 uur", "woensdag van 09:00 tot 11:00 uur")
    messages = told(hung)
    assert len(messages) == 4
    assert all("nu geldt «woensdag van 09:00 tot 11:00 uur»" in message for message in messages)


def test_what_came_down_is_not_told_again(hung: Site) -> None:
    hung.change("site.yml", "088-111 22 33", "088-111 22 44")
    text = (hung.root / REGISTER).read_text(encoding="utf-8")
    hung.write(REGISTER, text.replace("    sinds:", "    weg: 2026-11-16\n    sinds:", 3))
    assert len(told(hung)) == 1
    hung.write(REGISTER, text.replace("    sinds:", "    weg: 2026-11-17\n    sinds:"))
    assert len(told(hung)) == 4  # tomorrow is not yet today


@pytest.mark.parametrize(
    ("sheet", "place", "why"),
    [
        ("posters/weg", "kantine", "er is geen bron"),
        ("kantine", "posters/noor", "er is geen bron"),
        ("posters/noor", "x" * 161, "te veel"),
        ("posters/noor", "", "leeg"),
    ],
)
def test_what_cannot_be_written_down_leaves_the_register(hung: Site, sheet: str, place: str, why: str) -> None:
    before = (hung.root / REGISTER).read_bytes()
    with pytest.raises(Refusal, match=why):
        hang(hung.root, sheet, place, TODAY)
    assert (hung.root / REGISTER).read_bytes() == before


def test_a_register_that_cannot_be_added_to_is_left_alone(hung: Site) -> None:
    hung.write(REGISTER, "hangt: []\n")
    with pytest.raises(Refusal):
        hang(hung.root, "posters/noor", "kantine", TODAY)
    assert (hung.root / REGISTER).read_text(encoding="utf-8") == "hangt: []\n"


def test_the_command(hung: Site) -> None:
    done = hung.run("hang", "posters/noor", "balie")
    assert (done.returncode, done.stderr) == (0, "")
    assert "ophangregister.yml" in done.stdout
    assert "plek: balie" in (hung.root / REGISTER).read_text(encoding="utf-8")
    done = hung.run("hang", "posters/nergens", "balie")
    assert done.returncode == 2
    assert "er is geen bron «posters/nergens»" in done.stderr


def register(site: Site) -> bytes:
    return (site.root / REGISTER).read_bytes()


def nobody(question: str) -> str:
    raise AssertionError(question)


@pytest.mark.parametrize("gone", ["deleted", "draft", "withdrawn"])
@pytest.mark.parametrize("down", ["", "    weg: 2026-11-16\n"], ids=["hanging", "taken down"])
def test_the_register_never_holds_up_what_must_go(hung: Site, paper_stub: None, gone: str, down: str) -> None:
    text = (hung.root / REGISTER).read_text(encoding="utf-8")
    hung.write(REGISTER, text.replace("    sinds:", f"{down}    sinds:")).build()
    if gone == "deleted":
        hung.remove("content/posters/noor.yml")
    elif gone == "draft":
        hung.change("content/posters/noor.yml", "soort: mensen", "status: concept\nsoort: mensen")
    else:
        hung.change("content/personen/planner.yml", "  kanalen:", "  ingetrokken: 2026-11-15\n  kanalen:")
    hung.build()
    about = [f for f in hung.outcome.findings if f.position.file == REGISTER]
    assert {f.code for f in about} <= {"ophangen"}
    assert len(about) == (0 if down else 2)
    assert not (hung.output / "kantoor/posters/noor-a3.pdf").exists()
    assert (hung.output / "intranet/ga/noor").exists() == (gone != "withdrawn"), "an address that names somebody goes"
    if gone == "withdrawn":
        told = next(f for f in hung.outcome.findings if f.code == "terughalen")
        assert ("«posters/noor» bij kantine" in told.message) == (not down)


def test_a_code_on_paper_leads_to_a_page_also_when_its_source_is_gone(hung: Site, paper_stub: None) -> None:
    hung.remove("content/posters/noor.yml").remove("content/verhalen/van-zaal-naar-rooster.md").build()
    assert "niet meer beschikbaar" in hung.read("intranet/verhalen/van-zaal-naar-rooster.html")
    assert hung.says("intranet/ga/noor/index.html", "Naar de voorpagina")
    hung.write("content/verhalen/puzzelen.md", VERHAAL.replace("titel:", "voorheen: [van-zaal-naar-rooster]\ntitel:"))
    assert not [f for f in hung.findings() if f.code == "zelfde-adres"]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "text",
    [
        "# Wat hangt waar?\nhangt:\n  - blad: posters/noor  # bij de lift\n    plek: hal\n    sinds: 2026-11-01\n"
        "    contact: x\n  # de volgende\n  - plek: kantine\n    sinds: 2026-11-01\n    blad: posters/muur\n"
        "    contact: y\n",
        "hangt:\n- {blad: posters/noor, plek: hal, sinds: 2026-11-01, contact: x}\n- blad: 'posters/muur'\n"
        "  plek: kantine\n  sinds: 2026-11-01\n  contact: ééń\n# einde",
    ],
    ids=["blocks", "braces"],
)
def test_taking_down_changes_one_line(hung: Site, text: str, end: str) -> None:
    hung.write(REGISTER, text.replace("\n", end).encode())
    before = register(hung).split(end.encode())
    assert take_down(order(hung), "posters/noor", None, nobody) == "Opgeschreven: «posters/noor» is weg bij hal"
    after = register(hung).split(end.encode())
    changed = [line for line in after if line not in before]
    assert len(changed) == 1
    assert b"weg: 2026-11-16" in changed[0]
    assert [line for line in before if line in after] == [line for line in before if b"{blad" not in line]
    assert take_down(order(hung), "posters/muur", "KANTINE", nobody)
    assert overview(order(hung)).startswith("Er hangt niets")
    if end == "\n" and "einde" not in text:
        hang(hung.root, "posters/noor", "balie", TODAY)
        assert "balie, sinds 16-11-2026" in overview(order(hung))


@pytest.mark.parametrize("written", ["31 december 2027", "'31-12-2027'", '"vr 31 dec. 2027"', "2027-12-31  # bij Noor"])
def test_a_last_day_in_any_writing_is_replaced(hung: Site, written: str) -> None:
    text = f"hangt:\n- Blad: posters/noor\n  plek: hal\n  sinds: 1 nov 2026\n  Weg: {written}\n  contact: x\n"
    hung.write(REGISTER, text)
    assert take_down(order(hung), "posters/noor", None, nobody)
    date, _, remark = written.partition("  #")
    kept = f"  Weg: 2026-11-16{'  #' if remark else ''}{remark}\n"
    assert register(hung).decode() == text.replace(f"  Weg: {written}\n", kept), date


def test_which_of_several_is_asked(hung: Site) -> None:
    asked: list[str] = []

    def answer(question: str) -> str:
        asked.append(question)
        return ["7", "2"][len(asked) - 1]

    assert take_down(order(hung), "posters/noor", None, answer).endswith("hal: naast de lift")
    assert "1. kantine" in asked[0]
    assert register(hung).count(b"weg: 2026-11-16") == 1
    assert take_down(order(hung), "posters/muur", None, lambda question: "alle").count("Opgeschreven") == 2
    with pytest.raises(Refusal, match="hangt nergens; wel: posters/noor"):
        take_down(order(hung), "posters/muur", None, nobody)
    with pytest.raises(Refusal, match="niet bij «zolder»; wel bij: kantine"):
        take_down(order(hung), "posters/noor", "zolder", nobody)


def test_the_overview_says_what_must_come_down_and_why(hung: Site) -> None:
    assert "Er hoeft niets weg" in overview(order(hung))
    hung.change("content/personen/planner.yml", "geldig_tot: 2027-12-31", "geldig_tot: 2026-11-01")
    shown = overview(order(hung))
    assert shown.count("moet weg: de toestemming gold tot en met 01-11-2026") == 2
    assert "posters/noor («Van zaal naar rooster»)" in shown
    assert "2 van 4 moet weg" in shown


def test_a_remedy_for_what_hangs_can_be_followed(hung: Site) -> None:
    hung.change("content/personen/planner.yml", "geldig_tot: 2027-12-31", "geldig_tot: 2026-11-01")
    found = [f for f in hung.findings() if f.code == "ophangen"]
    for finding in found:
        words = shlex.split(finding.remedy.partition("./spijs ")[2])
        assert hung.run(*words).returncode == 0, finding.remedy
    assert len(found) == 2
    assert told(hung, clock()) == []


@pytest.mark.parametrize("command", [["hang"], ["hang", "posters/noor", "x"], ["hang", "--weg", "posters/noor"]])
def test_a_register_in_another_encoding_is_a_sentence(hung: Site, command: list[str]) -> None:
    hung.write(REGISTER, register(hung).replace(b"kantine", b"caf\xe9"))
    before = register(hung)
    done = hung.run(*command)
    assert done.returncode == 2
    assert "content/ophangregister.yml, regel 4: deze regel is geen UTF-8" in done.stderr
    assert register(hung) == before


def test_the_commands_that_show_and_end(hung: Site) -> None:
    assert "kantine, sinds 16-11-2026" in hung.run("hang").stdout
    done = hung.run("hang", "--weg", "posters/noor", stdin="1\n")
    assert (done.returncode, "is weg bij kantine" in done.stdout) == (0, True)
    assert hung.run("hang", "posters/noor").returncode == 2
    done = hung.run("hang", "--weg")
    assert done.returncode == 2
