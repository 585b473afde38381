"""Texts that are looked at in processes of their own: what is found is the same, and nobody looks twice."""

from __future__ import annotations

import pytest

from builder import ahead, processes, prose
from tests.site import Site, as_a_new_process

STORY = "content/verhalen/van-zaal-naar-rooster.md"
VACANCY = "content/vacatures/wijkverpleegkundige.md"


@pytest.mark.usefixtures("paper_stub")
@pytest.mark.parametrize("broken", [False, True])
def test_only_what_is_odd_is_looked_at_here(site: Site, monkeypatch: pytest.MonkeyPatch, broken: bool) -> None:
    site.change(STORY, "Daarna", "~~Daarna~~").change(STORY, "Op een dag", "Op {centrum} een dag")
    as_a_new_process(monkeypatch)
    alone = site.build(jobs=1).outcome.findings
    assert "leeswijze" in {finding.code for finding in alone}
    site.remove("output").remove(".output.spijs")
    as_a_new_process(monkeypatch)
    monkeypatch.setattr(ahead, "MANY", 2)
    monkeypatch.setattr(ahead, "SHARE", 1)
    if broken:  # a process that dies
        monkeypatch.setattr(processes, "share_out", lambda *words: iter(()))
    here: list[str] = []
    really = prose._look
    monkeypatch.setattr(prose, "_look", lambda text: (here.append(text.text), really(text))[1])
    assert site.build(jobs=2).outcome.findings == alone
    texts = {path: (site.root / path).read_text(encoding="utf-8").split("---\n", 2)[2] for path in (STORY, VACANCY)}
    assert any("~~Daarna~~" in text for text in here)
    assert (texts[VACANCY] in here) is broken
