"""New sources, copies, other names and drafts: whole or not at all, and whoever refers to one goes along."""

from __future__ import annotations

import errno
import os
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from builder.editing import (
    NotDone,
    Workplace,
    copy,
    create,
    earlier,
    free_name,
    keeping,
    made_own,
    opened,
    put_away,
    rename,
    used_by,
    values,
)
from builder.kinds import KINDS
from tests.site import POSTER, Site
from tests.test_consent import WITHDRAWN, people
from tests.test_weggaan import LETTER

__all__ = ["people"]  # the fixture
NOW = datetime(2026, 11, 16, 9, tzinfo=UTC)
STORY = "content/verhalen/van-zaal-naar-rooster.md"
KIND = {kind.name: kind for kind in KINDS}


def at(site: Site) -> Workplace:
    return Workplace(site.root, site.output, NOW)


def called(site: Site, path: str, name: str) -> tuple[str, ...]:
    return rename(at(site), path, name, opened(site.root, path).digest)


def text(site: Site, path: str) -> str:
    return (site.root / path).read_text(encoding="utf-8")


def snapshot(site: Site) -> dict[str, bytes]:
    """The sources as they stand."""
    files = [site.root / "site.yml", *(site.root / "content").rglob("*")]
    return {str(path.relative_to(site.root)): path.read_bytes() for path in files if path.is_file()}


@pytest.mark.parametrize("kind", [kind for kind in KINDS if not kind.single], ids=lambda kind: kind.name)
def test_a_new_source_of_every_kind_is_a_draft_that_stops_nobody(site: Site, kind: type) -> None:
    path = create(at(site), kind, "nieuw", {})  # type: ignore[arg-type]
    assert values((site.root / path).read_bytes(), path)["status"] == "concept"
    assert not any(str(f.severity) == "fout" for f in site.findings() if f.position.file == path)
    with pytest.raises(NotDone, match="«nieuw» bestaat al; kies een andere naam"):
        create(at(site), kind, "nieuw", {})  # type: ignore[arg-type]


def test_what_is_known_stands_in_a_new_source_in_the_order_of_its_kind(site: Site) -> None:
    answers = {"geplaatst": "2026-11-16", "functie": "Kok: in de nacht", "tekst": "Kom koken."}
    path = create(at(site), KIND["vacature"], "kok", answers)
    assert (site.root / path).read_text(encoding="utf-8") == (
        '---\nstatus: concept\nfunctie: "Kok: in de nacht"\ngeplaatst: 2026-11-16\nsluit: 2026-12-14\n---\n'
        "\nKom koken.\n"
    )


@pytest.mark.parametrize("name", ["", "Hoofd", "a/b", "../x", "con", "x" * 61, "é", "a b", "x.yml"])
def test_a_name_that_does_not_work_everywhere_is_refused(site: Site, name: str) -> None:
    before = snapshot(site)
    for attempt in (
        lambda: create(at(site), KIND["dienst"], name, {}),
        lambda: copy(at(site), STORY, name),
        lambda: called(site, STORY, name),
    ):
        with pytest.raises(NotDone, match="kan geen naam van een bestand zijn; gebruik kleine letters"):
            attempt()
    assert snapshot(site) == before


def test_a_free_name_follows_from_a_title(site: Site) -> None:
    assert free_name(site.root, KIND["verhaal"], "Eén nacht/dag: hoe ’t ging!") == "een-nacht-dag-hoe-t-ging"
    assert free_name(site.root, KIND["verhaal"], "Van zaal naar rooster") == "van-zaal-naar-rooster-1"
    assert free_name(site.root, KIND["verhaal"], "!?") == "naam"


def test_a_copy_is_a_draft_without_the_old_addresses(site: Site) -> None:
    site.change(STORY, "---\ntitel", "---\n# zo is het gegaan\nvoorheen: [oud-verhaal]\ntitel")
    before = (site.root / STORY).read_bytes()
    other = copy(at(site), STORY, "een-ander")
    made = (site.root / other).read_text(encoding="utf-8")
    assert (site.root / STORY).read_bytes() == before
    assert "# zo is het gegaan" in made
    assert "voorheen" not in made
    assert made.count("status: concept\n") == 1
    with pytest.raises(NotDone, match="bestaat al"):
        copy(at(site), STORY, "een-ander")


def test_another_name_takes_along_all_that_refers_to_it_and_the_old_address_answers(
    site: Site, paper_stub: None
) -> None:
    site.write(
        "content/paginas/lees.md",
        "---\ntitel: x\n---\n\nLees [dit](verhalen/van-zaal-naar-rooster) en van-zaal-naar-rooster.\n",
    )
    site.write("content/paginas/ook.md", "---\ntitel: x\n---\n\nNiet [dit](verhalen/van-zaal-naar-rooster-2).\n")
    before = snapshot(site)
    other = "content/verhalen/naar-het-rooster.md"
    assert called(site, STORY, "naar-het-rooster") == (other, "content/paginas/lees.md")
    assert not (site.root / STORY).exists()
    assert text(site, "content/paginas/lees.md").endswith(
        "Lees [dit](verhalen/naar-het-rooster) en van-zaal-naar-rooster.\n"
    )
    after = snapshot(site)
    assert after["content/paginas/ook.md"] == before["content/paginas/ook.md"]
    assert values(after[other], STORY)["voorheen"] == ["van-zaal-naar-rooster"]
    site.remove("content/paginas/lees.md").remove("content/paginas/ook.md").build()
    assert "naar-het-rooster.html" in site.read("intranet/verhalen/van-zaal-naar-rooster.html")
    assert [one.data for one in earlier(site.root, site.output, other)] == [before[STORY]]


def test_a_name_that_goes_back_is_no_old_name(site: Site) -> None:
    site.write("content/posters/op-de-gang.yml", POSTER)
    before = snapshot(site)
    called(site, STORY, "anders")
    poster = text(site, "content/posters/op-de-gang.yml")
    assert "verhaal: anders\n" in poster
    assert "doel: verhalen/anders\n" in poster
    called(site, "content/verhalen/anders.md", "van-zaal-naar-rooster")
    after = snapshot(site)
    assert values(after[STORY], STORY)["voorheen"] == ["anders"]
    assert {name for name in before if before[name] != after[name]} == {STORY}


def test_the_menu_the_register_and_the_own_organisation_go_along(site: Site) -> None:
    site.change("site.yml", "\nhuisstijl:", "\nmenu: [verhalen/van-zaal-naar-rooster, vacatures]\nhuisstijl:")
    site.write(
        "content/ophangregister.yml",
        "hangt:\n  - blad: posters/welkom\n    plek: Hal  # links\n    sinds: 2026-11-01\n    contact: x\n"
        "    wie: [planner]\n",
    )
    called(site, STORY, "anders")
    called(site, "content/organisaties/duinrand.yml", "kust")
    called(site, "content/personen/planner.yml", "roostermaker")
    assert "menu: [verhalen/anders, vacatures]" in text(site, "site.yml")
    assert "organisatie: kust" in text(site, "site.yml")
    assert "plek: Hal  # links" in text(site, "content/ophangregister.yml")
    assert "wie: [roostermaker]" in text(site, "content/ophangregister.yml")
    assert not {finding.code for finding in site.findings()} & {"verwijst-nergens", "geen-site"}


def test_an_old_name_that_is_somebody_who_went_is_not_kept(people: Site) -> None:
    (people.root / "content/personen/een.yml").rename(people.root / "content/personen/xanthe.yml")
    people.change("content/verhalen/stap-een.md", "persoon: een", "persoon: xanthe")
    people.change("content/personen/xanthe.yml", *WITHDRAWN)
    called(people, "content/personen/xanthe.yml", "iemand-van-de-zaal")
    assert "voorheen" not in text(people, "content/personen/iemand-van-de-zaal.yml")
    assert "persoon: iemand-van-de-zaal" in text(people, "content/verhalen/stap-een.md")


def test_nothing_has_changed_when_one_of_them_cannot_be_saved(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.write("content/paginas/lees.md", "---\ntitel: x\n---\n\nLees [dit](verhalen/van-zaal-naar-rooster).\n")
    site.write("content/posters/op-de-gang.yml", POSTER)
    before = snapshot(site)
    really, count = keeping.whole.write, 0

    def sometimes(path: Path, data: bytes, lasting: bool = False) -> None:
        nonlocal count
        if "content" in path.parts:
            count += 1
            if count == 3:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        really(path, data, lasting)

    monkeypatch.setattr(keeping.whole, "write", sometimes)
    with pytest.raises(NotDone, match="de schijf is vol"):
        called(site, STORY, "anders")
    assert count > 3
    assert snapshot(site) == before


def test_a_source_that_cannot_be_read_holds_a_name_back(site: Site) -> None:
    site.write("content/paginas/kapot.md", "---\ntitel: a: b\n---\n\n[x](verhalen/van-zaal-naar-rooster)\n")
    before = snapshot(site)
    told = re.escape("content/paginas/kapot.md is nu niet te lezen (regel 2: een dubbele punt in een tekst)")
    with pytest.raises(NotDone, match=told):
        called(site, STORY, "anders")
    assert snapshot(site) == before


def test_a_source_that_changed_meanwhile_keeps_its_name(site: Site) -> None:
    seen = opened(site.root, STORY).digest
    site.change(STORY, "---\ntitel", "---\n# van een ander\ntitel")
    before = snapshot(site)
    with pytest.raises(NotDone, match="is veranderd sinds u het opende"):
        rename(at(site), STORY, "anders", seen)
    assert snapshot(site) == before


def test_the_table_of_a_letter_goes_along(site: Site) -> None:
    site.write("content/brieven/een.md", LETTER).write("content/brieven/een.csv", "voornaam\nNoor\n")
    called(site, "content/brieven/een.md", "twee")
    assert (site.root / "content/brieven/twee.csv").is_file()
    assert not (site.root / "content/brieven/een.csv").exists()


def test_who_refers_to_a_source_is_known_before_it_is_put_away(site: Site) -> None:
    assert used_by(site.root, STORY) == ()
    site.write("content/posters/op-de-gang.yml", POSTER)
    assert used_by(site.root, STORY) == ("content/posters/op-de-gang.yml",)
    put_away(at(site), STORY, opened(site.root, STORY).digest)
    assert b"\nstatus: concept\n" in (site.root / STORY).read_bytes()
    assert [one.fields for one in earlier(site.root, site.output, STORY)] == [("status",)]


def test_what_spijs_lends_becomes_the_own_source(site: Site) -> None:
    with pytest.raises(NotDone, match="is geen bron van Spijs zelf"):
        made_own(at(site), STORY)
    made_own(at(site), "content/deuren/voorpagina.yml")
    assert (site.root / "content/deuren/voorpagina.yml").is_file()
