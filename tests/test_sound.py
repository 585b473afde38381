"""Texts that are sound are not read anew, and nothing but time hangs on what is known of them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from builder import memory, prose, sound
from builder.prose import Prose
from builder.sound import Sound
from tests.site import Site, as_a_new_process
from tests.test_consent import WITHDRAWN, people
from tests.test_namen import NAMED

__all__ = ["people"]  # the fixture

STORY = "content/verhalen/van-zaal-naar-rooster.md"
ODD = "\n\n# Een kop\n"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Callable[[Site], list[str]]:
    """Build as a new process would; the texts that were looked at."""
    seen: list[str] = []
    really = prose._look
    monkeypatch.setattr(prose, "_look", lambda text: (seen.append(text.text), really(text))[1])

    def build(site: Site) -> list[str]:
        seen.clear()
        as_a_new_process(monkeypatch)
        site.build()
        return list(seen)

    return build


@pytest.mark.usefixtures("paper_stub")
def test_only_what_is_new_or_was_odd_is_read(site: Site, read: Callable[[Site], list[str]]) -> None:
    assert len(read(site)) > 2
    assert read(site) == []
    site.change(STORY, "Op een dag", "Op een ochtend")
    (text,) = read(site)
    assert "Op een ochtend" in text
    before = site.change(STORY, "Daarna", "~~Daarna~~").findings()
    for _ in range(2):
        assert len(read(site)) == 1
        assert {f.position for f in site.outcome.findings} == {f.position for f in before}


@pytest.mark.usefixtures("paper_stub")
@pytest.mark.parametrize("fault", ["damaged", "gone", "of other code", "a folder"])
def test_a_fault_in_the_note_costs_time_only(site: Site, read: Callable[[Site], list[str]], fault: str) -> None:
    first = read(site)
    tree, note = site.tree(), site.root / ".output.spijs" / sound.NOTE
    data = note.read_bytes()
    note.unlink()
    if fault == "damaged":
        note.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    elif fault == "of other code":
        sound.sealed.write(note, "andere code", data[sound.sealed.LENGTH :])
    elif fault == "a folder":
        note.mkdir()
    assert sorted(read(site)) == sorted(first)
    assert read(site) == []
    assert site.tree() == tree


@pytest.mark.usefixtures("paper_stub")
def test_the_note_says_nothing_and_forgets_what_went(site: Site, read: Callable[[Site], list[str]]) -> None:
    read(site)
    note = site.root / ".output.spijs" / sound.NOTE
    size = note.stat().st_size
    for key, places in json.loads(note.read_bytes()[sound.sealed.LENGTH :]).items():
        assert re.fullmatch(rf"[0-9a-f]{{{2 * sound.SIZE}}}", key)
        assert all(isinstance(place, int) for place in places)
    site.remove("content/vacatures/wijkverpleegkundige.md")
    read(site)
    assert note.stat().st_size < size


@pytest.mark.usefixtures("paper_stub")
def test_a_fact_of_the_site_that_changes_is_looked_for_again(site: Site, read: Callable[[Site], list[str]]) -> None:
    """What was looked for in vain leans on ``site.yml``: there the hours become what a source has typed."""
    hours = "elke morgen van acht tot elf"
    site.change(STORY, "Op een dag", f"Dat kan {hours}. Op een dag")
    for _ in range(2):
        read(site)
        assert "vast-gegeven" not in {f.code for f in site.outcome.findings}
    text = (site.root / "site.yml").read_text(encoding="utf-8")
    site.write("site.yml", re.sub(r"tijden: .*", f"tijden: {hours}", text))
    for _ in range(2):
        read(site)
        assert "vast-gegeven" in {f.code for f in site.outcome.findings}


@pytest.mark.usefixtures("paper_stub")
def test_a_name_that_may_not_stand_any_more_is_looked_for_again(
    people: Site, read: Callable[[Site], list[str]]
) -> None:
    """Nobody is named in an unchanged page while all may be; that leans on the consents of today."""
    page, target = "content/paginas/uitleg.md", "intranet/paginas/uitleg.html"
    people.write(page, NAMED[page].replace("Xan**the**", "Xanthe"))
    for _ in range(2):
        read(people)
        assert people.says(target, "Xanthe")
    people.change("content/personen/een.yml", *WITHDRAWN)
    read(people)
    assert not (people.output / target).exists() or not people.says(target, "Xanthe")
    assert page in {finding.position.file for finding in people.outcome.findings}


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("Lees [dit](diensten/gesprek), en [dat](verhalen/een).", ["diensten/gesprek", "verhalen/een"]),
        ("Alle [vacatures](vacatures) en [een](https://een.example/) en a@b.example.", ["vacatures"]),
        ("Twee keer [dit](diensten/a) en [dit](<diensten/a>).", ["diensten/a", "diensten/a"]),
        ("Niets [om te volgen] < hier.", []),
    ],
)
def test_where_links_stand_is_told_as_it_was_read(
    text: str, targets: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second build asks the engine nothing."""
    there = Prose(text, prose.Position("a.md", 3))
    as_a_new_process(monkeypatch)
    with memory.recalled(tmp_path, "code"):
        read = list(prose.links(there))
    as_a_new_process(monkeypatch)
    monkeypatch.setattr(prose.marked, "read", lambda text: pytest.fail(f"read again: {text}"))
    with memory.recalled(tmp_path, "code"):
        again = list(prose.links(there))
    assert [link.target for link in read] == targets
    assert again == read


def test_without_matter_and_with_another_question_there_is_a_look() -> None:
    known = Sound()
    looks: list[str] = []
    for question, matter in [("een", "a"), ("een", "a"), ("twee", "a"), ("een", "b"), ("een", ""), ("een", "")]:
        assert known.found(question, matter, lambda: looks.append("x") or []) == []
    assert len(looks) == 5
    assert known.found("drie", "a", lambda: ["iets"]) == known.found("drie", "a", lambda: ["iets"]) == ["iets"]


def test_what_is_found_is_told_each_time() -> None:
    text = Prose("Een tekst met <b>vet</b>.", prose.Position("a.md", 3))
    assert [f.code for f in prose.check(text)] == [f.code for f in prose.check(text)] == ["html"]
