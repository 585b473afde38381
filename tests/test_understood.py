"""What was understood of a source is kept from one build to the next, and costs nothing but time when it is not."""

from __future__ import annotations

import os
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from builder import sealed, understood
from builder.build import check
from builder.content import Document
from builder.inputs import look
from builder.survey import Order
from tests.site import REPO, TODAY, Site, as_a_new_process
from tests.zoeken import holding

STORY = "content/verhalen/van-zaal-naar-rooster.md"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Callable[[Site], list[str]]:
    """Build as a new process would; the sources that were decoded."""
    seen: list[str] = []
    really = understood.Understood.meet

    def meet(self: understood.Understood, source: Any, leans: str, value: Any) -> None:
        seen.append(source.path)
        really(self, source, leans, value)

    monkeypatch.setattr(understood.Understood, "meet", meet)

    def build(site: Site) -> list[str]:
        seen.clear()
        as_a_new_process(monkeypatch)
        site.build()
        return sorted(seen)

    return build


def kept(site: Site) -> list[Path]:
    return sorted((site.root / ".output.spijs" / understood.FOLDER).glob("*"))


@pytest.mark.usefixtures("paper_stub")
def test_only_what_changed_is_read(site: Site, read: Callable[[Site], list[str]]) -> None:
    always = {"content/organisaties/duinrand.yml", "content/personen/planner.yml"}  # never kept on disk
    assert len(read(site)) > 4
    assert set(read(site)) == always
    site.change(STORY, "Op een dag", "Op een ochtend")
    assert set(read(site)) == {STORY, *always}
    assert set(read(site)) == always
    site.change("site.yml", "naam: Loopbaanplein Duinrand", "naam: Loopbaanplein Duinzicht")
    assert STORY in read(site)  # it might have named that


@pytest.mark.usefixtures("paper_stub")
def test_in_one_process_people_are_known_as_well(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    as_a_new_process(monkeypatch)
    site.build()
    monkeypatch.setattr(understood.Understood, "meet", lambda self, source, leans, value: pytest.fail(source.path))
    site.build()


FAULTS: dict[str, Callable[[Path], object]] = {
    "damaged": lambda path: path.write_bytes(path.read_bytes()[:-1] + b"x"),
    "half": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "empty": lambda path: path.write_bytes(b""),
    "gone": lambda path: path.unlink(),
    "a folder": lambda path: (path.unlink(), path.mkdir()),
    "a link": lambda path: (path.rename(path.with_name("elders")), path.symlink_to("elders")),
    "of other code": lambda path: sealed.write(path, "andere code", path.read_bytes()[sealed.LENGTH :]),
    "open to others": lambda path: path.chmod(0o666),
    "closed": lambda path: path.chmod(0),
    "of another user": lambda path: os.chown(path, 12345, 12345),
}


@pytest.mark.usefixtures("paper_stub")
@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_wrong_with_it_costs_time_only(site: Site, read: Callable[[Site], list[str]], fault: str) -> None:
    if fault == "of another user" and os.geteuid():
        pytest.skip("only root can give a file away")
    first = read(site)
    before, least = site.tree(), read(site)
    for path in kept(site):
        FAULTS[fault](path)
    again = read(site)
    assert again == (least if fault == "closed" and not os.geteuid() else first)
    assert site.tree() == before
    assert not site.outcome.made
    assert read(site) == least


class Evil:
    """Would leave a mark if it were made."""

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, ("was-hier",)


@pytest.mark.usefixtures("paper_stub")
@pytest.mark.parametrize("inside", [False, True], ids=["in the list", "in a value"])
def test_nothing_but_our_own_values_is_made(
    site: Site, read: Callable[[Site], list[str]], inside: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever can write the seal still cannot let a build do anything."""
    first, before = read(site), site.tree()
    monkeypatch.chdir(site.root)
    code = understood.UNDERSTOOD._code
    for path in kept(site):
        there = pickle.loads(sealed.read(path, code) or b"")
        evil = pickle.dumps(Evil())
        told: Any = [(key, leans, gist, evil) for key, leans, gist, _ in there] if inside else [Evil()]
        sealed.write(path, code, pickle.dumps(told))
        path.chmod(0o600)
    assert read(site) == first
    assert site.tree() == before
    assert not (site.root / "was-hier").exists()


def everything(documents: Any) -> dict[str, list[tuple[Any, ...]]]:
    """Each value inside each document with its type and place."""
    there: list[Document[Any]] = documents.values()
    return {
        document.path: [(type(leaf), leaf, getattr(leaf, "position", None)) for leaf in document.leaves]
        + [(repr(document.value),)]
        for document in there
    }


@pytest.mark.parametrize("of", [REPO, REPO / "tests" / "tweede"], ids=["the sample", "a second organisation"])
def test_what_is_known_is_what_was_read(of: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For every source, whatever is in it: the same value, to the type and the place of each part."""
    for name in ("content", "site.yml", "templates"):
        if (of / name).is_dir():
            shutil.copytree(of / name, tmp_path / name)
        elif (of / name).is_file():
            shutil.copy(of / name, tmp_path / name)
    order = Order(look(tmp_path), tmp_path / "output", TODAY)
    as_a_new_process(monkeypatch)
    library, findings = check(order)
    assert library is not None
    read = everything(library.documents)
    understood.UNDERSTOOD.keep(tmp_path, library.documents.values(), ())
    as_a_new_process(monkeypatch)
    understood.UNDERSTOOD.read(tmp_path, "")
    monkeypatch.setattr(understood.Understood, "meet", lambda self, source, leans, value: again.append(source.path))
    again: list[str] = []
    library, found = check(order)
    assert library is not None
    assert everything(library.documents) == read
    assert found == findings
    assert len(again) < len(read) / 5, "most are known"


@pytest.mark.usefixtures("paper_stub")
def test_nothing_is_kept_of_people_and_letters(site: Site, read: Callable[[Site], list[str]]) -> None:
    read(site)
    assert kept(site)
    folder = [site.root / ".output.spijs" / understood.FOLDER]
    assert holding(folder, "Op een dag zei een collega")
    assert not holding(folder, "Noor Zandstra")
    assert all(path.stat().st_mode & 0o077 == 0 for path in kept(site))
