"""P22 and P19: names that work on every computer, and links, pipes and loops that lead nowhere."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.site import DIENST, REPO, Site
from tests.test_cases import told_well

FOLDER = b"content/diensten/"

ODD = {
    "reserved on Windows": b"nul.md",
    "reserved on Windows, with a number": b"com1.md",
    "trailing space in the stem": b"gesprek .md",
    "trailing space": b"gesprek.md ",
    "trailing dot": b"gesprek.",
    "two dots": b"gesprek..md",
    "leading dash": b"-rf.md",
    "leading tilde": b"~gesprek.md",
    "colon": b"a:b.md",
    "question mark": b"a?.md",
    "star": b"a*.md",
    "pipe sign": b"a|b.md",
    "angle bracket": b"a<b>.md",
    "double quote": b'a"b.md',
    "backslash": b"a\\b.md",
    "newline": b"a\nc.md",
    "escape": b"a\x1b[31mb.md",
    "too long": b"a" * 61 + b".md",
    "very long": b"a" * 250 + b".md",
    "capital": b"Gesprek.md",
    "capital in the suffix": b"gesprek.MD",
    "accent": "één.md".encode(),
    "loose accent": "e\u0301e\u0301n.md".encode(),
    "not UTF-8": b"\xff\xfe.md",
    "half a letter": b"caf\xc3.md",
    "right to left": "a\u202eb.md".encode(),
    "no suffix": b"gesprek",
    "of an office program": b"gesprek.doc",
}


def put(site: Site, name: bytes, text: str = DIENST) -> None:
    """Write a file under a name of bytes."""
    Path(os.fsdecode(os.fsencode(site.root) + b"/" + FOLDER + name)).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("name", ODD.values(), ids=ODD)
def test_an_odd_name_is_an_error_before_anything_is_made(site: Site, name: bytes) -> None:
    put(site, name)
    site.build()
    assert [finding.code for finding in site.outcome.findings] == ["bestand"]
    told_well(site.outcome.findings[0])
    assert not site.output.exists()


ALIKE = {"accents": ("één.md", "e\u0301e\u0301n.md"), "capitals": ("Plan.md", "plan.md")}


@pytest.mark.parametrize("pair", ALIKE.values(), ids=ALIKE)
def test_two_names_that_look_alike_never_both_pass(site: Site, pair: tuple[str, str]) -> None:
    for name in pair:
        put(site, name.encode())
    found = [finding for finding in site.findings() if finding.code == "bestand"]
    assert found
    for finding in found:
        told_well(finding)


def test_references_are_composed(site: Site) -> None:
    site.change("site.yml", "eerste verdieping", "Cafe\u0301, e\u0301e\u0301n hoog")
    site.change("content/organisaties/duinrand.yml", "Stichting", "Stichting Zee\u0308n")
    assert not site.findings()


def test_every_name_can_be_printed_by_the_command(site: Site) -> None:
    for name in ODD.values():
        put(site, name)
    done = site.run("check", env={"PYTHONIOENCODING": "ascii", "LC_ALL": "C"})
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    lines = [line for line in done.stderr.split("\n") if line]
    assert len(lines) == len(ODD)
    assert all(line.isprintable() for line in lines), lines


def test_a_name_of_the_site_itself_may_be_anything(tmp_path: Path) -> None:
    site = Site(tmp_path / "Mijn site: één (kopie)")
    assert not site.findings()
    done = site.run("check")
    assert (done.returncode, done.stderr) == (0, "")


LINKS = {
    "to its parent": "..",
    "to itself": "link",
    "to the root": "/",
    "out of the site": str(REPO / "content"),
    "to nothing": "weg",
    "to a folder beside it": "../verhalen",
}


@pytest.mark.parametrize("target", LINKS.values(), ids=LINKS)
def test_a_link_is_told_and_never_followed(site: Site, target: str) -> None:
    (site.root / "content/diensten/link").symlink_to(target)
    found = site.findings()
    assert [(finding.code, str(finding.position)) for finding in found] == [("bestand", "content/diensten/link")]
    assert "koppeling" in found[0].message


def test_a_link_to_a_file_outside_is_not_read(site: Site, tmp_path: Path) -> None:
    secret = tmp_path / "geheim.yml"
    secret.write_text("naam: Kanarievogel\n", encoding="utf-8")
    (site.root / "content/organisaties/partner.yml").symlink_to(secret)
    (site.root / "content/personen/foto.jpg").symlink_to(secret)
    found = site.findings()
    assert [finding.code for finding in found] == ["bestand", "bestand"]
    assert "Kanarievogel" not in "".join(map(str, found))


def test_templates_outside_the_theme_are_not_read(site: Site, tmp_path: Path) -> None:
    (tmp_path / "geheim.html").write_text("Kanarievogel", encoding="utf-8")
    (site.root / "templates/intranet").mkdir(parents=True)
    (site.root / "templates/intranet/dienst.html").symlink_to(tmp_path / "geheim.html")
    site.build(only=("intranet",))
    assert not any("Kanarievogel" in page.read_text("utf-8") for page in site.output.rglob("*.html"))


def test_content_itself_as_a_link_out(site: Site, tmp_path: Path) -> None:
    (site.root / "content").rename(tmp_path / "elders")
    (site.root / "content").symlink_to(tmp_path / "elders")
    assert not site.findings()  # a whole folder that somebody put elsewhere on purpose is theirs to put


@pytest.mark.parametrize("name", ["pijp.md", "pijp.yml", "pijp.jpg", "pijp"])
def test_a_pipe_does_not_hold_up_the_build(site: Site, name: str) -> None:
    os.mkfifo(site.root / "content/diensten" / name)
    done = site.run("check")
    assert done.returncode == 1
    assert f"content/diensten/{name}: fout [bestand] dit is geen gewoon bestand" in done.stderr


def test_site_yml_as_a_pipe_or_a_folder(site: Site) -> None:
    site.remove("site.yml")
    os.mkfifo(site.root / "site.yml")
    assert site.run("check", "--site", ".").returncode == 1
    site.remove("site.yml")
    (site.root / "site.yml").mkdir()
    assert "geen-site" in site.codes()


def test_a_folder_two_hundred_deep_is_told_once(site: Site) -> None:
    (site.root / "content/diensten" / "/".join(["diep"] * 200)).mkdir(parents=True)
    found = site.findings()
    assert [finding.code for finding in found] == ["bestand"]
    assert "te diep" in found[0].message


def test_hard_links_are_ordinary_files(site: Site) -> None:
    story = site.root / "content/verhalen/van-zaal-naar-rooster.md"
    os.link(story, site.root / "content/verhalen/nog-eens.md")
    assert not site.findings()
