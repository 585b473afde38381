"""The register of what hangs where: what must come down is told, with the place and the reason, and nothing else is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from builder.new import Refusal, hang
from tests.site import POSTER, TODAY, Site

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
