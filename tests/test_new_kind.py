"""A content type costs its module, its templates and its entry in the registry; all the rest follows."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.site import REPO, Site, tree

MODULE = '''"""Nieuwsbericht: something that happened."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from builder.content import Asked, Block, Content, Gathered, Kind, Library, On, Values, fields, line
from builder.diagnostics import Diagnostic, waarschuwing
from builder.schema.dates import Datum
from builder.schema.fields import (Alinea, Kop, Tekst)


class Nieuwsbericht(Content):
    """A short message with a date."""

    kop: Kop = Field(description="wat er gebeurde")
    datum: Datum = Field(description="dag van het nieuws")
    toon: Literal["blij", "zakelijk"] = Field(description="hoe het klinkt")
    samenvatting: Alinea = Field(description="het nieuws in een zin")
    tekst: Tekst = Field(description="de tekst, onder de velden")


def _newest(library: Library, asked: Asked) -> list[Values]:
    shown = sorted(library.visible(Nieuwsbericht, "intranet"), key=lambda d: d.value.datum, reverse=True)
    return [{**line(document), "datum": document.value.datum} for document in shown[: asked.most]]


def _gather(library: Library) -> Gathered:
    yield "nieuwsberichten/index.html", "intranet/nieuwsberichten.html", {"berichten": _newest(library, Asked())}


def _is_old(library: Library) -> Iterator[Diagnostic]:
    for document in library.all(Nieuwsbericht):
        if document.value.datum.year < library.today.year:
            yield waarschuwing("oud-nieuws", document.position, "dit is van vorig jaar", "haal het weg")


KIND = Kind(
    name="nieuwsbericht",
    plural="nieuwsberichten",
    folder="nieuwsberichten",
    model=Nieuwsbericht,
    title=lambda value: value.kop,
    about="een kort bericht met een datum",
    appears=(On("intranet", "intranet/nieuwsbericht.html", "nieuws/{id}.html", fields),),
    gather=_gather,
    listed=True,
    blocks={"nieuws": Block(_newest, ("aantal",))},
    rules=(_is_old,),
    menu="Nieuws",
)
'''

TEMPLATE = """{% extends "intranet/basis.html" %}
{% block inhoud %}
<article><h1>{{ blad.kop }}</h1><p>{{ blad.datum|datum }}: {{ blad.samenvatting }}</p>{{ html(blad.tekst) }}</article>
{% endblock %}
"""

LIST = """{% extends "intranet/basis.html" %}
{% block inhoud %}
<h1>Al het nieuws</h1>
{% for een in blad.berichten %}<a href="{{ url(een.doel) }}">{{ een.titel }}</a>{% endfor %}
{% endblock %}
"""
BLOCK = """{% import "intranet/delen.html" as d with context %}
{% call d.strook(blok) %}
{% for een in blok.lijst %}
<a class="nieuws" href="{{ url(een.doel) }}">{{ een.titel }}, {{ een.datum|datum }}</a>
{% endfor %}
{% endcall %}
"""
TEMPLATES = {
    "templates/intranet/nieuwsbericht.html": TEMPLATE,
    "templates/intranet/nieuwsberichten.html": LIST,
    "templates/intranet/blokken/nieuws.html": BLOCK,
}
DOOR = """titel: Wat is er nieuw?
achter: voorpagina
blokken:
  - soort: nieuws
    kop: De laatste twee
    aantal: 2
    knop: Al het nieuws
"""

NEWS = """---
kop: De deur is open
datum: 2026-11-10
toon: blij
samenvatting: Iedereen kan binnenlopen.
---

Er was [koffie](diensten/gesprek-aan-zee).
"""

SOURCE = "content/nieuwsberichten/opening.md"
PLACES = {"builder/kinds/nieuwsbericht.py", "builder/kinds/__init__.py", *TEMPLATES}


@pytest.fixture
def spijs(tmp_path: Path) -> Path:
    """A copy of Spijs with one content type more."""
    copy = tmp_path / "spijs"
    for name in ("builder", "templates"):
        shutil.copytree(REPO / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(REPO / "site.yml", copy)
    before = tree(copy)
    (copy / "builder/kinds/nieuwsbericht.py").write_text(MODULE, encoding="utf-8")
    for name, text in TEMPLATES.items():
        (copy / name).write_text(text, encoding="utf-8")
    registry = copy / "builder/kinds/__init__.py"
    text = registry.read_text(encoding="utf-8")
    text = text.replace("    organisatie,\n", "    nieuwsbericht,\n    organisatie,\n")
    text = text.replace("    poster.KIND,\n", "    poster.KIND,\n    nieuwsbericht.KIND,\n")
    registry.write_text(text, encoding="utf-8")
    assert {name for name, digest in tree(copy).items() if before.get(name) != digest} == PLACES
    return copy


def run(spijs: Path, site: Site, *words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """The command of the copy."""
    return site.run(*words, stdin=stdin, env={"PYTHONPATH": str(spijs), "PYTHONDONTWRITEBYTECODE": "1"})


def test_its_page_and_its_place_in_the_menu(spijs: Path, site: Site) -> None:
    site.write(SOURCE, NEWS)
    done = run(spijs, site, "build", "--only", "intranet")
    assert (done.returncode, done.stderr) == (0, "")
    page = site.read("intranet/nieuws/opening.html")
    assert "<h1>De deur is open</h1><p>10 november 2026: Iedereen kan binnenlopen.</p>" in page
    assert '<a href="../diensten/gesprek-aan-zee.html"' in page
    assert "Nieuws" in site.read("intranet/index.html")
    told = run(spijs, site, "why", "output/intranet/nieuws/opening.html")
    assert SOURCE in told.stdout
    assert "templates/intranet/nieuwsbericht.html" in told.stdout


def test_its_list_its_block_on_a_door_its_menu_entry_and_its_rule(spijs: Path, site: Site) -> None:
    for number in range(3):
        site.write(f"content/nieuwsberichten/bericht-{number}.md", NEWS.replace("2026-11-10", f"2026-11-0{number + 1}"))
    site.write("content/nieuwsberichten/oud.md", NEWS.replace("2026-11-10", "2025-11-10"))
    site.write("content/deuren/nieuw.yml", DOOR)
    story = "content/verhalen/van-zaal-naar-rooster.md"
    site.change(story, "Op een dag", "[Ander nieuws](nieuwsberichten): op een dag")
    site.change("site.yml", "\nhuisstijl:", "\nmenu: [deuren/nieuw, nieuwsberichten, deuren/centrum]\nhuisstijl:")
    done = run(spijs, site, "build", "--only", "intranet")
    assert done.returncode == 0
    assert "content/nieuwsberichten/oud.md:1: waarschuwing [oud-nieuws] dit is van vorig jaar" in done.stderr
    assert site.says("intranet/nieuwsberichten/index.html", "Al het nieuws")
    assert '<a href="../nieuwsberichten/index.html"' in site.read("intranet/verhalen/van-zaal-naar-rooster.html")
    door = site.read("intranet/nieuw.html")
    found = re.findall(r'<a class="nieuws" href="nieuws/([a-z0-9-]+).html">De deur is open, ([^<]*)</a>', door)
    assert found == [("bericht-2", "3 november 2026"), ("bericht-1", "2 november 2026")]
    assert '<a href="nieuwsberichten/index.html">Al het nieuws</a>' in door
    menu = re.findall(r'<li><a href="([^"]*)"[^>]*>([^<]*)</a></li>', site.read("intranet/index.html"))
    entries = [
        ("nieuw.html", "Wat is er nieuw?"),
        ("nieuwsberichten/index.html", "Nieuws"),
        ("centrum.html", "Over ons"),
    ]
    assert menu[:3] == entries


def test_its_mistakes_are_told_with_their_line(spijs: Path, site: Site) -> None:
    site.write(SOURCE, NEWS.replace("2026-11-10", "31-02-2026").replace("toon: blij", "toon: blji\nkopp: x"))
    done = run(spijs, site, "check")
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f"{SOURCE}:3:8: fout [datum] '31-02-2026' is geen bestaande datum: februari 2026 heeft 28 dagen; "
        "schrijf jjjj-mm-dd, bijvoorbeeld 2026-02-28",
        f"{SOURCE}:4:7: fout [keuze] «blji» kan niet bij veld «toon»; bedoelde u blij?",
        f"{SOURCE}:5:1: fout [onbekend-veld] veld «kopp» bestaat hier niet; bedoelde u «kop»?",
    ]


def test_its_schema_its_reference_and_its_skeleton(spijs: Path, site: Site) -> None:
    assert run(spijs, site, "schema").returncode == 0
    schema = json.loads(site.root.joinpath("schemas/nieuwsbericht.json").read_text(encoding="utf-8"))
    assert schema["properties"]["toon"]["enum"] == ["blij", "zakelijk"]
    assert {"kop", "datum", "toon", "samenvatting"} <= set(schema["required"])
    reference = run(spijs, site, "schema", "--reference").stdout
    assert "## nieuwsbericht\n\nEen nieuwsbericht is een kort bericht met een datum." in reference
    assert "| `samenvatting` | ja | het nieuws in een zin | tekst, hooguit 900 tekens |" in reference
    done = run(spijs, site, "new", "nieuwsbericht", "opening", stdin="De deur is open\n\n\n\n")
    assert done.returncode == 0, done.stderr
    text = (site.root / SOURCE).read_text(encoding="utf-8")
    assert "status: concept" in text
    assert "kop: De deur is open" in text
    assert run(spijs, site, "check").returncode == 0


def test_its_form(spijs: Path, site: Site) -> None:
    code = (
        "from builder.editing import form; from builder.kinds import KINDS; from builder.vocabularies import *\n"
        "kind = next(kind for kind in KINDS if kind.name == 'nieuwsbericht')\n"
        "for f in form(kind.model, Woordenlijsten()): print(f.label, f.sort, f.required, f.most, f.help, sep='; ')"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=spijs, env={"PYTHONPATH": str(spijs)}, capture_output=True, text=True)
    assert done.stderr == ""
    assert done.stdout.splitlines()[2:] == [
        "Kop; line; True; 80; wat er gebeurde",
        "Datum; date; True; -1; dag van het nieuws",
        "Toon; choice; True; -1; hoe het klinkt",
        "Samenvatting; text; True; 900; het nieuws in een zin",
        "Tekst; prose; True; -1; de tekst, onder de velden",
    ]
