"""What is wrong with a source as it is being typed, at the field where it is mended; nothing of it need be saved.

Only what the source itself says is looked at: whether what it refers to is there, and what rules say of the whole, is
known after it has been saved.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from builder import prose
from builder.colours import by_role, in_roles
from builder.diagnostics import Diagnostic
from builder.editing.pointing import way_of
from builder.editing.values import Way
from builder.kinds import KINDS
from builder.placeholders import left
from builder.prose import Prose
from builder.reading import Source, parse_source
from builder.schema import decode, leaves, salvage, strangers
from builder.settings import Settings


@dataclass(frozen=True, slots=True)
class Fault:
    """A finding, and the way to the field that it is about; empty where it is about the whole source."""

    way: Way
    finding: Diagnostic


def judged(data: bytes, path: str, settings: Settings) -> tuple[Fault, ...]:
    """What is wrong with the bytes of a source, in the order of the file."""
    source, found = parse_source(data, path)
    if source is None:
        return tuple(Fault((), finding) for finding in found)
    faults = {Fault(way_of(source, finding), finding) for finding in _found(source, settings)}
    return tuple(sorted(faults, key=lambda fault: fault.finding))


def _found(source: Source, settings: Settings) -> Iterator[Diagnostic]:
    kind = next((kind for kind in KINDS if source.path.startswith(f"content/{kind.folder}")), None)
    model = kind.model if kind else Settings
    facts = None if kind and kind.as_was else settings.facts
    fields = in_roles(source.fields, settings.huisstijl.names()) if kind else by_role(source.fields)
    value, found = decode(model, fields, source.body, facts)
    yield from found
    yield from left(source)
    if facts and not (kind and kind.table):
        yield from strangers(source, facts)
    right = value if value is not None else tuple(salvage(model, fields, source.body, facts))
    yield from (one for leaf in leaves(right) if isinstance(leaf, Prose) for one in prose.check(leaf))
