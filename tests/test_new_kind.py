"""A content type costs three places: its module, its template, its entry in the registry; all the rest follows."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.site import REPO, Site, tree

MODULE = '''"""Nieuwsbericht: something that happened."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from builder.content import Content, Kind, On, fields
from builder.schema.dates import Datum
from builder.schema.fields import (Alinea, Kop, Tekst)


class Nieuwsbericht(Content):
    """A short message with a date."""

    kop: Kop = Field(description="wat er gebeurde")
    datum: Datum = Field(description="dag van het nieuws")
    toon: Literal["blij", "zakelijk"] = Field(description="hoe het klinkt")
    samenvatting: Alinea = Field(description="het nieuws in een zin")
    tekst: Tekst = Field(description="de tekst, onder de velden")


KIND = Kind(
    name="nieuwsbericht",
    plural="nieuwsberichten",
    folder="nieuwsberichten",
    model=Nieuwsbericht,
    title=lambda value: value.kop,
    about="een kort bericht met een datum",
    appears=(On("intranet", "intranet/nieuwsbericht.html", "nieuws/{id}.html", fields),),
    menu="Nieuws",
)
'''

TEMPLATE = """{% extends "intranet/basis.html" %}
{% block inhoud %}
<article><h1>{{ blad.kop }}</h1><p>{{ blad.datum|datum }}: {{ blad.samenvatting }}</p>{{ html(blad.tekst) }}</article>
{% endblock %}
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
PLACES = {"builder/kinds/nieuwsbericht.py", "builder/kinds/__init__.py", "templates/intranet/nieuwsbericht.html"}


@pytest.fixture
def spijs(tmp_path: Path) -> Path:
    """A copy of Spijs with one content type more."""
    copy = tmp_path / "spijs"
    for name in ("builder", "templates"):
        shutil.copytree(REPO / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(REPO / "site.yml", copy)
    before = tree(copy)
    (copy / "builder/kinds/nieuwsbericht.py").write_text(MODULE, encoding="utf-8")
    (copy / "templates/intranet/nieuwsbericht.html").write_text(TEMPLATE, encoding="utf-8")
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
