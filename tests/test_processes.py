"""Many pages are shared out over processes: the same bytes, also when one of the processes dies."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from builder import making
from builder.processes import share_out
from tests.site import VACATURE, Site


@pytest.mark.usefixtures("paper_stub")
def test_shared_out_pages_are_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sites = [Site(tmp_path / name) for name in ("one", "two")]
    for site in sites:
        for number in range(30):
            site.write(f"content/vacatures/werk-{number}.md", VACATURE.replace("aan zee", f"nummer {number}"))
    alone = sites[0].build(jobs=1)
    monkeypatch.setattr(making, "MANY", 10)
    monkeypatch.setattr(making, "SHARE", 4)
    shared = sites[1].build(jobs=2)
    assert len(shared.made) > 30
    assert shared.tree() == alone.tree()


@pytest.mark.usefixtures("paper_stub")
def test_what_a_dead_process_leaves_is_made_here(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "MANY", 1)
    monkeypatch.setattr(making, "SHARE", 1)
    monkeypatch.setattr(making, "_texts_of", die)
    site.build(jobs=2)
    assert site.outcome.published
    assert site.says("intranet/verhalen/van-zaal-naar-rooster.html", "puzzelen")


def test_shares_come_back_in_order() -> None:
    assert list(share_out(double, [1, 2, 3, 4, 5], 2, settle)) == [2, 4, 6, 8, 10]


def double(number: int) -> int:
    """Work for a process."""
    return 2 * number


def die(share: object) -> None:
    """The end of a process."""
    os._exit(9)


def settle() -> None:
    """Nothing to make ready."""
