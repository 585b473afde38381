"""What ``new`` writes for somebody to replace: it may stand in a draft, and is never published."""

from __future__ import annotations

from collections.abc import Iterator

from builder.comparing import trimmed
from builder.diagnostics import Diagnostic, fout
from builder.reading import Source

# Whole values, to the letter: «Vul in» on a button is a text like any other.
WHOLE = {"vul in", "vul", "vul-in", "map/naam", "088-000 00 00"}
PARTS = ("Vul hier de tekst in.", "organisatie.example")


def is_placeholder(text: str) -> bool:
    """Whether a text is, or holds, an example that waits for somebody's own words."""
    return trimmed(text) in WHOLE or any(part in text for part in PARTS)


def left(source: Source) -> Iterator[Diagnostic]:
    """The examples that were left in a source that is no draft."""
    for scalar, name in () if source.gist.is_draft else source.texts():
        if is_placeholder(scalar.text):
            part = next((part for part in PARTS if part in scalar.text), "")
            place = scalar.place(scalar.text.index(part)) if part else scalar.position
            shown = part or scalar.text.strip()
            remedy = "schrijf er uw eigen gegevens"
            remedy += "" if source.path == "site.yml" else ", of zet «status: concept» bij de velden"
            yield fout("nog-invullen", place, f"bij «{name}» staat nog een voorbeeld, «{shown}»", remedy)
