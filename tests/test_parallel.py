"""Sheets are made by processes: more of them change nothing, and one that dies or hangs costs one sheet."""

from __future__ import annotations

import ctypes
import os
import signal
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from builder import making, pdf
from builder.diagnostics import Made, Position
from builder.inputs import look_into
from builder.theme import Theme
from tests.site import BASIS, POSTER, REPO, Site
from tests.trouble import ended

LIMITS = pdf.Limits(seconds=6)
PAGE = "<!doctype html><html lang=nl><title>{0}</title><style>@page{{bleed:3mm}}</style><body><p>Blad {0}</p></body>"


@dataclass(frozen=True)
class Trap:
    """A text to look for on a sheet that does something to the process that looks for it."""

    harm: str

    def __iter__(self) -> Iterator[str]:
        match self.harm:
            case "is killed":
                os.kill(os.getpid(), signal.SIGKILL)
            case "is killed half way its answer":
                frame = sys._getframe()
                while frame and not {"result_queue", "sender"} & frame.f_locals.keys():
                    frame = frame.f_back  # type: ignore[assignment]
                line = frame.f_locals.get("sender") or frame.f_locals["result_queue"]._writer
                os.write(line.fileno(), struct.pack("!i", 100_000) + b"half")
                os.kill(os.getpid(), signal.SIGKILL)
            case "has a fault in memory":
                os.kill(os.getpid(), signal.SIGSEGV)
                ctypes.string_at(0)
            case "leaves without a word":
                os._exit(0)
            case "hangs":
                while True:
                    pass
            case "uses up the memory":
                bytearray(pdf.LIMITS.memory)
            case "raises":
                raise RuntimeError("stuk")
        return iter(())


HARMS = [
    "is killed",
    "is killed half way its answer",
    "has a fault in memory",
    "leaves without a word",
    "hangs",
    "uses up the memory",
    "raises",
]


BOTH = frozenset({"beeld", "drukkerij"})


def sheets(count: int, *harms: str) -> list[pdf.Sheet]:
    """Ordinary sheets with harmful ones among them."""
    made = [
        pdf.Sheet(f"goed-{n}.pdf", PAGE.format(n), (), Position(f"content/goed-{n}.yml", 1), wants=BOTH)
        for n in range(count)
    ]
    for n, harm in enumerate(harms):
        trap: tuple[str, ...] = Trap(harm)  # type: ignore[assignment]
        bad = pdf.Sheet(f"kwaad-{n}.pdf", PAGE.format("x"), trap, Position(f"content/kwaad-{n}.yml", 1))
        made.insert(1 + 2 * n, bad)
    return made


def make(work: Path, wanted: list[pdf.Sheet], jobs: int = 2) -> dict[str, Made]:
    """Make sheets as a build does, and look whether anything is left of the processes that did."""
    means = pdf.Means(Theme((look_into(REPO / "templates"),)), frozenset({""}), {})
    before = set(children())
    with pdf.pool(means, work, jobs, LIMITS) as executor:
        alone = pdf.make_alone(means, work, LIMITS)
        made = [(sheet.target, one) for sheet, one in pdf.make_sheets(wanted, executor, alone, LIMITS)]
    assert len(made) == len(wanted)
    assert not work.exists()
    for child in set(children()) - before:
        assert ended(child, 20), "a process outlives the sheets"
    return dict(made)


def children() -> Iterator[int]:
    """Processes that make sheets for this one: what its server forked."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(stat.parent.name)] = int(words[1])
    servers = {child for child, parent in parents.items() if parent == os.getpid()}
    return (child for child, parent in parents.items() if parent in servers)


@pytest.mark.parametrize("harm", HARMS)
def test_a_process_that_goes_wrong_costs_its_own_sheet(
    tmp_path: Path, harm: str, capfd: pytest.CaptureFixture[str]
) -> None:
    made = make(tmp_path / "tmp", sheets(5, harm))
    for number in range(5):
        good = made[f"goed-{number}.pdf"]
        assert good.data.startswith(b"%PDF"), good.findings
        assert set(good.beside) == BOTH
    bad = made["kwaad-0.pdf"]
    assert not bad.data
    assert [f.position.file for f in bad.findings] == ["content/kwaad-0.yml"]
    said = bad.findings[0].message
    assert "kwaad-0.pdf" in said
    assert ("duurt te lang" in said) == (harm == "hangs")
    assert "Traceback" not in capfd.readouterr().err


def test_many_that_go_wrong_cost_only_themselves(tmp_path: Path) -> None:
    made = make(tmp_path / "tmp", sheets(8, "is killed", "leaves without a word", "raises", "is killed"), jobs=3)
    assert {target for target, one in made.items() if not one.data} == {f"kwaad-{n}.pdf" for n in range(4)}


def test_one_process_or_more_make_the_same_bytes(tmp_path: Path) -> None:
    wanted = sheets(6)
    one, more = make(tmp_path / "tmp", wanted, 1), make(tmp_path / "tmp", wanted, 3)
    assert {t: (m.data, m.beside, m.files) for t, m in one.items()} == {
        t: (m.data, m.beside, m.files) for t, m in more.items()
    }


def test_no_sheets_need_no_process(tmp_path: Path) -> None:
    assert make(tmp_path / "tmp", []) == {}


def test_a_sheet_that_fails_is_named_and_stops_the_build(site: Site) -> None:
    """The planted style asks the engine for what it cannot fetch; the other posters are not to blame."""
    site.write("content/posters/noor.yml", POSTER)
    base = (REPO / "templates/druk/poster-stem.html").read_text(encoding="utf-8")
    site.write(
        "templates/druk/poster-stem.html", base.replace("</body>", '<img src="https://elders.example/x.png"></body>')
    )
    site.build()
    assert [f.position.file for f in site.outcome.findings if f.code == "pdf"] == ["content/posters/noor.yml"]
    assert not site.output.exists()
    assert not (site.root / ".output.spijs/tmp").exists()


def test_pages_made_by_processes_are_the_same_pages(
    site: Site, paper_stub: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(12):
        site.write(f"content/vacatures/werk-{number}.md", BASIS["content/vacatures/wijkverpleegkundige.md"])
    before = site.build().tree()
    monkeypatch.setattr(making, "MANY", 2)
    monkeypatch.setattr(making, "SHARE", 3)
    assert site.remove("output").build().tree() == before
