"""Why a file was made, and why something is not to be seen: for who looks for it."""

from __future__ import annotations

from collections.abc import Iterator

from builder.build import check
from builder.channels import CHANNELS
from builder.content import Content, Document, Library, On
from builder.diagnostics import has_errors
from builder.kinds import KINDS
from builder.plan import make_plan, part_of
from builder.publish import work_folder
from builder.reasons import reasons_of
from builder.reference import reason_in_words
from builder.survey import Order, survey

BROKEN = "De bronnen hebben fouten; kijk ze eerst na met: ./spijs check"


def explain(order: Order, name: str) -> str | None:
    """Why a target would be made now, what it was made from, or why it or a source (``content/…``) is not to be seen.

    None when no build makes it and it is no source.
    """
    library, findings = check(order)
    if library is None:
        return BROKEN
    if document := next((d for d in library.documents.values() if d.path == name), None):
        return "\n".join(_of_source(document, library))
    if hidden := next(_hidden(library, name), None):
        return hidden
    return BROKEN if has_errors(findings) else _of_target(order, library, name)


def _of_target(order: Order, library: Library, target: str) -> str | None:
    prospect, _ = survey(order, library, make_plan(library, KINDS, CHANNELS), work_folder(order.output))
    pages = prospect.pages.values()
    page = next((page for page in pages if target in (page.target, *page.beside.values())), None)
    if page is None:
        return None
    if reason := prospect.reasons.get(page.target):
        told = reason_in_words(reason, page.source.file)
        return f"{page.target} wordt bij de volgende bouw gemaakt: {told}.\nBron: {page.source}"
    before = reason_in_words(reasons_of(work_folder(order.output)).get(page.target, "onbekend"), page.source.file)
    files = "\n".join(f"  templates/{name}" for name in prospect.previous[page.target].files)
    return f"{page.target} is bij; laatst gemaakt omdat: {before}.\nBron: {page.source}\nGemaakt met:\n{files}"


def _of_source(document: Document[Content], library: Library) -> Iterator[str]:
    """Where a source is to be seen, and where it is not the reason why."""
    yield f"{document.path} («{document.title}»)"
    for on, label, target in _places(document, library):
        closed = library.closed(document, on.channel)
        yield f"  {label}: {f'niet te zien, want {closed.reason}' if closed else f'te zien als {target}'}"
    if not document.kind.appears:
        closed = library.hidden(document)
        yield f"  {f'niet te zien, want {closed.reason}' if closed else 'te zien waar een andere bron ernaar verwijst'}"


def _hidden(library: Library, target: str) -> Iterator[str]:
    """Why there is nothing at a target where a source would be."""
    for document in library.documents.values():
        for on, label, place in _places(document, library):
            closed = library.closed(document, on.channel) if place == target else None
            if closed:
                yield f"{target} is op {label.lower()} niet te zien, want {closed.reason}.\nBron: {document.path}"


def _places(document: Document[Content], library: Library) -> Iterator[tuple[On, str, str]]:
    """Every appearance that a source would have: it, its channel's label, and its target."""
    channels = {channel.name: channel for channel in CHANNELS}
    for on in document.kind.appears:
        channel = channels[on.channel]
        if on.when(document.value):
            path = f"{channel.folder}/{on.path(document.id, document.value)}"
            closed = library.closed(document, on.channel)
            for part in [""] if closed else [part for part, _ in on.parts(on.values(document, library))]:
                named = part_of(path, part)
                yield on, channel.label, f"{on.profile}/{named}" if channel.medium == "pdf" else named
