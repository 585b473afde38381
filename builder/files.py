"""The files that lie beside sources: those that are not there, that cannot be used, and that nothing uses."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from builder.content import Kind, beside
from builder.diagnostics import Diagnostic, Position, fout, hint
from builder.reading import Tree
from builder.reading.attached import ending
from builder.reading.filenames import ALLOWED
from builder.schema import Model, inner_model
from builder.schema.attachments import Bijlagenaam
from builder.schema.fields import Beeldnaam

MOST_NAMED = 12


def missing(path: str, name: Beeldnaam | Bijlagenaam, tree: Tree) -> Iterator[Diagnostic]:
    """What is wrong with a file that the source at ``path`` names: it is not there, or no good as an attachment."""
    where = beside(path, name.name)
    if isinstance(name, Beeldnaam):
        if where not in tree.images:
            remedy = _nearest(where, tree.images) or "zet het beeld in dezelfde map als deze bron"
            yield fout("geen-beeld", name.position, f"het beeld «{name.name}» is er niet", remedy)
    elif where not in tree.attachments:
        remedy = _nearest(where, tree.attachments) or "zet het bestand in dezelfde map als deze bron"
        yield fout("bijlage", name.position, f"het bestand «{name.name}» is er niet", remedy)
    elif problem := tree.attachments[where].problem:
        yield fout("bijlage", Position(where), *problem)


def _nearest(path: str, others: Iterable[str]) -> str:
    """The question whether a file in the same folder was meant; one that differs in capitals alone above all others."""
    names = (other.rpartition("/")[2] for other in others if _folder(other) == _folder(path))
    lower = {name.lower(): name for name in names}
    near = difflib.get_close_matches(path.rpartition("/")[2].lower(), lower, 1)
    return f"bedoelde u «{lower[near[0]]}»?" if near else ""


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def faults(tree: Tree, folders: Mapping[str, Kind]) -> Iterator[Diagnostic]:
    """Documents where no source may have one, those that would be published under one name, and what nothing uses."""
    able = {folder for folder, kind in folders.items() if _names_documents(kind.model)}
    lost = [path for path in tree.attachments if path.split("/")[1] not in able]
    for path in lost:
        message = f"met een bestand van de soort '{ending(path)}' kan Spijs hier niets"
        yield fout("bestand", Position(path), message, ALLOWED)
    for one, other in combinations(tree.attachments.values(), 2):
        if one.name == other.name:
            message = f"dit bestand en «{one.path}» zouden op het intranet allebei {one.name.rpartition('/')[2]} heten"
            yield fout("bijlage", Position(other.path), message, "geef een van de twee een heel andere naam")
    yield from _unused(tree, set(lost))


def _names_documents(model: type[Model]) -> bool:
    annotations = [info.annotation for info in model.model_fields.values()]
    inner = filter(None, map(inner_model, annotations))
    return Bijlagenaam in annotations or any(map(_names_documents, inner))


def _unused(tree: Tree, told: set[str]) -> Iterator[Diagnostic]:
    """Once, all pictures and documents that no source names.

    Nothing is said of a folder with a source that cannot be read, or that names a file by a name that it has not.
    """
    there = {*tree.images, *tree.attachments}
    named = {beside(source.path, name) for source in tree.sources for name in source.gist.files}
    unsure = {_folder(finding.position.file) for finding in tree.findings} | set(map(_folder, named - there))
    left = [path for path in sorted(there - named - told) if _folder(path) not in unsure]
    if left:
        listed = ", ".join(path.removeprefix("content/") for path in left[:MOST_NAMED])
        listed += f" en nog {len(left) - MOST_NAMED}" if len(left) > MOST_NAMED else ""
        are = f"{len(left)} bestanden" if len(left) > 1 else "een bestand"
        remedy = "noem ze in een bron, of haal ze weg" if len(left) > 1 else "noem het in een bron, of haal het weg"
        yield hint("ongebruikt", Position("content"), f"geen enkele bron gebruikt {are}: {listed}", remedy)
