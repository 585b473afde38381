"""The intranet: the pages that each kind gathers from all documents that may be seen today, and plain lists."""

from __future__ import annotations

from builder.channels.channel import Channel
from builder.content import Gathered, Library, line
from builder.kinds.deur.menu import called, lists


def _gather(library: Library) -> Gathered:
    for kind in library.kinds:
        yield from kind.gather(library)
    for kind in lists(library):
        lines = [line(document) for document in library.visible(kind.model, "intranet")]
        yield f"{kind.folder}/index.html", "intranet/lijst.html", {"titel": called(kind), "regels": lines}


CHANNEL = Channel("intranet", "Intranet", "html", "intranet", _gather)
