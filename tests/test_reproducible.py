"""The same sources make the same bytes: wherever, whenever and by however many processes, real sheets included."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.site import POSTER, REPO, TODAY, Site, tree
from tests.test_consent import person, portrait

KINDS_OF_FILE = (("kantoor", "pdf"), ("drukkerij", "pdf"), ("intranet/pdf", "pdf"), ("overzicht", "png"))
HERE = {"PYTHONHASHSEED": "1", "TZ": "Europe/Amsterdam", "LC_ALL": "C.UTF-8"}
ELSEWHERE = {"PYTHONHASHSEED": "77", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "C", "SOURCE_DATE_EPOCH": "99"}
# Reads folders backwards, and sets the clock of this process more than a year ahead.
REVERSED = """
import os, random, time
scan, ahead = os.scandir, time.time

class Backwards:
    def __init__(self, *where):
        with scan(*where) as found:
            self.found = iter(list(found)[::-1])
    def __iter__(self): return self.found
    def __next__(self): return next(self.found)
    def __enter__(self): return self
    def __exit__(self, *rest): pass
    def close(self): pass

os.scandir = Backwards
time.time = lambda: ahead() + 400 * 86400
from builder.cli import main
main()
"""


def make(root: Path, jobs: int, umask: int, env: dict[str, str], code: str = "") -> Path:
    """A build of the same small site, with photo and poster, in a folder of its own by the real command."""
    site = Site(root / "site").write("content/posters/noor.yml", POSTER.replace("ontwerp: stem", "ontwerp: venster"))
    site.write("content/personen/planner.yml", person("een")).write("content/personen/een.jpg", portrait((9, 90, 120)))
    site.agreed()
    words = [*(["-c", code] if code else ["-m", "builder"]), "build", "--site", str(site.root), "--jobs", str(jobs)]
    words += ["--datum", TODAY.isoformat(), "--output", str(site.output)]
    with tempfile.TemporaryDirectory() as scratch:
        done = subprocess.run(
            [sys.executable, "-P", *words],
            env={**os.environ, "PYTHONPATH": str(REPO), "TMPDIR": scratch, **env},
            cwd=root,
            umask=umask,
            capture_output=True,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr.decode("utf-8")
        assert not list(Path(scratch).iterdir()), "something was left in the temporary folder"
    return site.output


@pytest.mark.slow
def test_two_places_make_the_same_bytes(tmp_path: Path) -> None:
    one = tmp_path / "a"
    other = tmp_path / "een" / "veel diepere map" / "met een spatie"
    one.mkdir()
    other.mkdir(parents=True)
    first = tree(make(one, 1, 0o022, HERE))
    second = tree(make(other, 2, 0o077, ELSEWHERE, REVERSED))
    sheets = {f"{folder}/posters/noor-a3.{kind}" for folder, kind in KINDS_OF_FILE}
    assert {*sheets, "index.html", ".spijs.json"} <= first.keys()
    assert second == first


def test_a_second_build_from_nothing_makes_the_same_bytes(site: Site) -> None:
    site.write("content/posters/noor.yml", POSTER)
    first = site.build(jobs=1).tree()
    assert not site.outcome.findings
    site.remove("output").remove(".output.spijs")
    assert site.build(jobs=2).tree() == first
