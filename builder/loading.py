"""Sources to the library: every one decoded, every reference resolved, every mistake kept as a finding."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from builder import merge, prose, typed
from builder.content import Content, Document, Kind, Library, beside, leaves
from builder.diagnostics import Diagnostic, Position, fout, has_errors
from builder.merge import Facts
from builder.placeholders import is_draft, left
from builder.prose import Prose
from builder.reading import Source, Tree
from builder.schema import decode, salvage, strangers
from builder.schema.fields import Beeldnaam, Ref
from builder.settings import Settings

Documents = dict[tuple[str, str], Document[Content]]


def load(
    tree: Tree, settings: Settings | None, kinds: tuple[Kind, ...], today: date
) -> tuple[Library | None, list[Diagnostic]]:
    """Decode every source; what cannot be decoded, or points at nothing, becomes findings and stays out.

    Without settings there is no library, but everything that is wrong with the sources is told all the same.
    """
    findings = list(tree.findings)
    folders = {kind.folder: kind for kind in kinds}
    known: dict[tuple[str, str], str] = {}
    documents: Documents = {}
    broken: dict[str, tuple[Any, ...]] = {t.position.file: (Prose(t.text, t.position),) for t in tree.texts if t.text}
    for source in tree.sources:
        kind = folders.get(source.folder)
        problem = _misplaced(source, kind, known, folders)
        if problem or kind is None:
            findings += problem
            continue
        known[kind.name, source.id] = known[kind.folder, source.id] = source.path
        facts = _facts(source, kind, settings, tree)
        value, found = decode(kind.model, source.fields, source.body, facts)
        findings += [*found, *left(source)]
        if facts and not kind.table:  # what a letter names that is no fact, is a column of its table
            findings += strangers(source, facts)
        if value is None and not is_draft(source):
            broken[source.path] = tuple(leaves(tuple(salvage(kind.model, source.fields, source.body, facts))))
        if value is not None:
            document = Document(kind, source.id, source.path, value)
            documents[kind.name, source.id] = documents[kind.folder, source.id] = document
    if settings is not None:
        today_only = (source for source in tree.sources if (kind := folders.get(source.folder)) and not kind.as_was)
        findings += typed.typed(today_only, settings)
    known = _unread(tree, kinds) | known
    findings += _alone(tree, known, folders)
    drafts = {key for key, document in documents.items() if document.value.status == "concept"}
    whole: Documents = {}
    for document in _Once(documents).values():
        values = () if document.value.status == "concept" else leaves(document.value)
        problems = list(_broken(document.path, values, known, drafts, folders, tree.images))
        findings += problems
        if not has_errors(problems):
            whole[document.kind.name, document.id] = whole[document.kind.folder, document.id] = document
    findings += [f for path, all in broken.items() for f in _broken(path, all, known, drafts, folders, tree.images)]
    if settings is None:
        return None, list(dict.fromkeys(findings))
    own = settings.organisatie
    if (own.kind, own.id) not in known:
        findings.append(_dangling(own, own.position, known))
    shown = _Once(_standing(whole, drafts))
    return Library(settings, today, shown, tree.images, tree.tables, salvaged=broken), list(dict.fromkeys(findings))


def _facts(source: Source, kind: Kind, settings: Settings | None, tree: Tree) -> Facts | None:
    """The facts that the texts of a source may name: all but those that a column of its table names already."""
    if settings is None or kind.as_was:
        return None
    table = tree.tables.get(f"{source.path.rpartition('.')[0]}.csv") if kind.table else None
    columns = {merge.key(name) for name in table.columns} if table else set()
    return {word: fact for word, fact in settings.facts.items() if word not in columns}


def _unread(tree: Tree, kinds: tuple[Kind, ...]) -> dict[tuple[str, str], str]:
    """Sources that could not be read: they are there, so what refers to them is not wrong."""
    files = [finding.position.file for finding in tree.findings]
    paths = [path for path in files if path.count("/") > 1 and not path.endswith(".csv")]
    return {
        (name, path.rpartition("/")[2].partition(".")[0]): path
        for path in paths
        for kind in kinds
        if path.split("/")[1] == kind.folder
        for name in (kind.name, kind.folder)
    }


def _alone(tree: Tree, known: dict[tuple[str, str], str], folders: dict[str, Kind]) -> Iterator[Diagnostic]:
    """Tables that lie beside no source that they belong to."""
    sources = {path.rpartition(".")[0] for path in known.values()}
    for path in tree.tables:
        kind = folders.get(path.split("/")[1])
        if kind is None or not kind.table or path.removesuffix(".csv") not in sources:
            message = "bij deze tabel hoort geen brief"
            remedy = "geef brief en tabel dezelfde naam in content/brieven/, of haal de tabel weg"
            yield fout("bestand", Position(path), message, remedy)


def _standing(documents: Documents, drafts: set[tuple[str, str]]) -> Documents:
    """Without what leans on a document that is not there; what is wrong with that one has been said."""
    fallen = {
        key
        for key, document in documents.items()
        for ref in leaves(document.value)
        if isinstance(ref, Ref) and key not in drafts and (ref.kind, ref.id) not in documents
    }
    rest = {key: document for key, document in documents.items() if key not in fallen}
    return _standing(rest, drafts) if fallen else documents


class _Once(dict[tuple[str, str], Document[Content]]):
    """Documents by kind and by folder; ``values`` names each of them once."""

    def values(self) -> Any:
        return [document for (name, _), document in self.items() if name == document.kind.name]


def _misplaced(
    source: Source, kind: Kind | None, known: dict[tuple[str, str], str], folders: dict[str, Kind]
) -> list[Diagnostic]:
    """What is wrong with the place of a source, before it is even decoded."""
    place = Position(source.path, 1)
    if kind is None:
        near = difflib.get_close_matches(source.folder, folders, 1)
        remedy = f"bedoelde u content/{near[0]}/?" if near else f"kies uit: {', '.join(sorted(folders))}"
        return [fout("map", place, f"de map «{source.folder}» heeft hier geen betekenis", remedy)]
    if kind.has_text != (source.body is not None):
        form = ".md met de tekst onder de velden" if kind.has_text else ".yml met alleen velden"
        return [fout("vorm", place, f"een {kind.name} is een bestand van een andere soort", f"maak er een {form} van")]
    if earlier := known.get((kind.name, source.id)):
        return [
            fout(
                "dubbel", place, f"{kind.name} «{source.id}» bestaat al: {earlier}", "geef dit bestand een andere naam"
            )
        ]
    return []


def _broken(
    path: str,
    values: Iterable[Any],
    known: dict[tuple[str, str], str],
    drafts: set[tuple[str, str]],
    folders: dict[str, Kind],
    images: Mapping[str, str],
) -> Iterator[Diagnostic]:
    """Among the values of a source: references to nothing or to a draft, pictures that are not there, faulty texts."""
    for value in values:
        if isinstance(value, Ref) and (value.kind, value.id) not in known:
            yield _dangling(value, value.position, known)
        elif isinstance(value, Ref) and (value.kind, value.id) in drafts:
            remedy = "haal daar «status: concept» weg, of maak ook van deze bron een concept"
            yield fout("verwijst-nergens", value.position, f"«{value}» is nog een concept", remedy)
        elif isinstance(value, Beeldnaam) and beside(path, value.name) not in images:
            near = difflib.get_close_matches(value.name, [path.rpartition("/")[2] for path in images], 1)
            remedy = f"bedoelde u «{near[0]}»?" if near else "zet het beeld in dezelfde map als deze bron"
            yield fout("geen-beeld", value.position, f"het beeld «{value.name}» is er niet", remedy)
        elif isinstance(value, Prose):
            yield from prose.check(value)
            for link in prose.links(value):
                folder, _, id = link.target.partition("/")
                if (folder, id) not in known:
                    yield _dangling(Ref(folder, id), link.position, known)
                elif not any(kind.home(id) for kind in folders.values() if folder in (kind.name, kind.folder)):
                    message = f"«{link.target}» heeft geen eigen pagina"
                    yield fout("link", link.position, message, "verwijs naar een bron die op het intranet staat")


def _dangling(ref: Ref, position: Position, known: dict[tuple[str, str], str]) -> Diagnostic:
    near = difflib.get_close_matches(ref.id, [id for name, id in known if name == ref.kind], 1)
    elsewhere = [f"{name}/{id}" for name, id in known if id == ref.id and re.search(r"[/]", known[name, id])][:1]
    remedy = (
        f"bedoelde u «{near[0]}»?"
        if near
        else f"bedoelde u «{elsewhere[0]}»?"
        if elsewhere
        else "maak die bron, of kies een andere"
    )
    return fout("verwijst-nergens", position, f"een bron «{ref}» bestaat niet", remedy)
