"""A test site that can be chained: write, build, look at what was made, change, build again."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest

from builder import sound, understood
from builder.build import Outcome, build, check_all
from builder.diagnostics import Diagnostic
from builder.inputs import look
from builder.kinds.persoon import mark_of
from builder.survey import Order

REPO = Path(__file__).parent.parent
TODAY = date(2026, 11, 16)
STYLE = (REPO / "site.yml").read_text(encoding="utf-8").partition("\nhuisstijl:")[2]

SITE = f"""
naam: Loopbaanplein Duinrand
organisatie: duinrand
adres: https://intranet.duinrand.example/plein/
kenmerk: Het loopbaanplein van Duinrand.
contact:
  intranet: intranet.duinrand.example/plein
  email: plein@duinrand.example
  telefoon: 088-111 22 33
  tijden: dinsdag van 09:00 tot 11:00 uur
  plek: eerste verdieping
huisstijl:{STYLE}"""

ORGANISATIE = """
naam: Stichting Duinrand
soort: eigen
plaats: Zandwijk
regio: Kust
omschrijving: Zorg aan zee.
letters: SD
"""

PERSOON = """
naam: Noor Zandstra
rol: planner
organisatie: duinrand
toestemming:
  gegeven: 2026-01-10
  geldig_tot: 2027-12-31
  kanalen: [intranet, posters, personeelsblad]
  onderdelen: [naam, portret, citaat, verhaal]
"""

DIENST = """---
naam: Gesprek aan zee
volgorde: 1
omschrijving: Een uur praten over werk.
doelgroep: iedereen
resultaat: U weet wat u wilt onthouden.
inhoud: [een gesprek]
opbouw: [bellen, praten]
loopbaanfactoren: [reflecteren]
vorm: individueel
duur: een uur
wie_betaalt: Uw werkgever betaalt.
wie_weet_het: Alleen de adviseur weet het.
pictogram: gesprek
---

Wij lopen langs het strand en praten over uw werk.
"""

VERHAAL = """---
titel: Zo kwam Noor van de zaal naar het rooster
soort: zo-kwam
persoon: planner
datum: 2026-05-01
intro: Noor wilde iets anders en vond het dichtbij.
citaat: Ik wist niet dat puzzelen een beroep was.
poster: Noor puzzelt nu met roosters.
stap: {van: verzorgende, naar: planner, waar: intern, richting: horizontaal}
diensten: [gesprek-aan-zee]
---

Op een dag zei een collega dat ik zo goed kon plannen.

> Ik wist niet dat puzzelen een beroep was.

Daarna ging ik praten, zie [het gesprek](diensten/gesprek-aan-zee).
"""

VACATURE = """---
functie: Wijkverpleegkundige aan zee
organisatie: duinrand
plaats: Zandwijk
regio: Kust
vakgebied: verpleging-en-verzorging
niveau: hbo
uren: 24-32
cao: VVT
dienstverband: vast
zichtbaar: openbaar
status: concreet
geplaatst: 2026-11-01
sluit: 2026-12-01
---

U fietst langs het strand naar uw eerste cliënt.
"""

POSTER = """
soort: mensen
kop: Van zaal naar rooster
tekst: Noor puzzelt nu met roosters. En u?
formaten: [A3]
verhaal: van-zaal-naar-rooster
knop: Lees haar verhaal
doel: verhalen/van-zaal-naar-rooster
ontwerp: stem
"""

BASIS = {
    "site.yml": SITE,
    "content/organisaties/duinrand.yml": ORGANISATIE,
    "content/personen/planner.yml": PERSOON,
    "content/diensten/gesprek-aan-zee.md": DIENST,
    "content/verhalen/van-zaal-naar-rooster.md": VERHAAL,
    "content/vacatures/wijkverpleegkundige.md": VACATURE,
}


class Site:
    """A site in a folder of its own; every method that changes it returns the site itself."""

    def __init__(self, root: Path, files: dict[str, str] | None = None) -> None:
        self.root = root
        self.output = root / "output"
        self.outcome = Outcome(())
        for name, text in (BASIS if files is None else files).items():
            self.write(name, text)

    def write(self, name: str, text: str | bytes) -> Site:
        """Write a file; text is dedented when it begins with a newline."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        data = text if isinstance(text, bytes) else dedent(text).removeprefix("\n").encode("utf-8")
        path.write_bytes(data)
        return self

    def change(self, name: str, old: str, new: str) -> Site:
        """Replace a piece of text that must be there."""
        text = (self.root / name).read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {name}"
        return self.write(name, text.replace(old, new))

    def agreed(self) -> Site:
        """Note at each consent the portrait that there is: everybody agreed to theirs."""
        for path in (self.root / "content/personen").glob("*.yml"):
            text = path.read_bytes().decode("utf-8", "surrogateescape")
            portrait = re.search(r"^portret: (\S+)", text, re.M)
            if portrait and (path.parent / portrait[1]).is_file():
                mark = mark_of(hashlib.sha256((path.parent / portrait[1]).read_bytes()).hexdigest())
                text = re.sub(r"(?m)^(  onderdelen: .*)(\n  beelden: .*)?$", rf"\1\n  beelden: [{mark}]", text)
                path.write_bytes(text.encode("utf-8", "surrogateescape"))
        return self

    def remove(self, name: str) -> Site:
        """Remove a file or a folder."""
        path = self.root / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()
        return self

    def build(self, day: date = TODAY, only: tuple[str, ...] = (), jobs: int = 2, strict: bool = False) -> Site:
        """Build; what came of it is in ``outcome``."""
        self.outcome = build(Order(look(self.root), self.output, day, day, only, jobs, strict))
        return self

    def findings(self, day: date = TODAY) -> tuple[Diagnostic, ...]:
        """What ``check`` finds."""
        return check_all(Order(look(self.root), self.output, day, day))

    def codes(self, day: date = TODAY) -> set[str]:
        """The codes of what ``check`` finds."""
        return {finding.code for finding in self.findings(day)}

    @property
    def made(self) -> set[str]:
        """Targets that the last build made."""
        return set(self.outcome.made)

    @property
    def kept(self) -> set[str]:
        """Targets that the last build took over."""
        return set(self.outcome.kept)

    def read(self, target: str) -> str:
        """A published text."""
        return (self.output / target).read_text(encoding="utf-8")

    def says(self, target: str, text: str) -> bool:
        """Whether a published page holds a text."""
        return text in self.read(target)

    def tree(self) -> dict[str, str]:
        """Digest of every published file."""
        return tree(self.output)

    def run(self, *words: str, stdin: str = "", env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        """The real command in a process of its own, with the site as working folder."""
        return subprocess.run(
            [sys.executable, "-P", "-m", "builder", *words],
            cwd=self.root,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=300,
            env={**os.environ, "PYTHONPATH": str(REPO), **(env or {})},
        )


def tree(folder: Path) -> dict[str, str]:
    """Digest of every file below a folder, by its path."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def as_a_new_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on nothing is known but what was kept on disk."""
    monkeypatch.setattr(sound, "SOUND", sound.Sound())
    monkeypatch.setattr(understood, "UNDERSTOOD", understood.Understood())
