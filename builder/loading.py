"""Sources to the library: every one decoded, every reference resolved, every mistake kept as a finding."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

from builder import files, merge, prose, typed, understood
from builder.colours import in_roles
from builder.content import Content, Document, Documents, Kind, Library, leaves
from builder.diagnostics import Diagnostic, Position, Severity, fout, has_errors, waarschuwing
from builder.merge import Facts
from builder.placeholders import left
from builder.prose import Prose
from builder.reading import Source, Tree
from builder.schema import decode, salvage, strangers
from builder.schema.attachments import Bijlagenaam
from builder.schema.fields import Beeldnaam, Ref
from builder.settings import Settings
from builder.vocabularies import Term, Woordenlijsten


def load(
    tree: Tree,
    settings: Settings | None,
    kinds: tuple[Kind, ...],
    today: date,
    gone: Mapping[tuple[str, str], str] = MappingProxyType({}),
) -> tuple[Library | None, list[Diagnostic]]:
    """Decode every source; what cannot be decoded, or points at nothing, becomes findings and stays out.

    Without settings there is no library, but everything that is wrong is told all the same; with a draft, as a hint.
    ``gone`` are sources (by kind or folder, and id) that were there once: what refers to them is not wrong.
    """
    findings, folders = list(tree.findings), {kind.folder: kind for kind in kinds}
    known: dict[tuple[str, str], str] = {}
    documents = Documents()
    broken: dict[str, tuple[Any, ...]] = {t.position.file: (Prose(t.text, t.position),) for t in tree.texts if t.text}
    to_lean_on = _Leaning(tree, settings)
    for source in tree.sources:
        kind = folders.get(source.folder)
        if (problem := _misplaced(source, kind, known, folders)) or kind is None:
            findings += problem
            continue
        known[kind.name, source.id] = known[kind.folder, source.id] = source.path
        meant, found = _understood(source, kind, to_lean_on)
        findings += found
        if isinstance(meant, Document):
            documents.add(meant)
        else:
            broken[source.path] = meant
    known = {**gone, **_unread(tree, kinds), **known}
    findings += [*_typed_facts(tree, settings, folders), *_alone(tree, known, folders), *files.faults(tree, folders)]
    drafts = {key for key, path in known.items() if path in tree.drafts}
    whole = Documents()
    for document in documents.values():
        problems = list(_broken(document.path, document.leaves, known, drafts, folders, tree, settings))
        findings += problems
        if not has_errors(problems):
            whole.add(document)
    findings += [f for path, all in broken.items() for f in _broken(path, all, known, drafts, folders, tree, settings)]
    findings = [_of_draft(finding, tree) for finding in dict.fromkeys(findings)]
    if settings is None:
        return None, findings
    if ((own := settings.organisatie).kind, own.id) not in known:
        findings.append(_dangling(own, own.position, known))
    absent = frozenset({*drafts, *gone})
    whole = _standing(whole, absent)
    library = Library(settings, today, whole, tree.images, tree.tables, salvaged=broken, absent=absent, kinds=kinds)
    return replace(library, attachments=tree.attachments), findings


class _Leaning:
    """What values lean on besides the files of their sources: the facts of the site, and the names of its colours."""

    def __init__(self, tree: Tree, settings: Settings | None) -> None:
        self._tables = tree.tables
        self._facts = settings.facts if settings else None
        self.names = settings.huisstijl.names() if settings else {}
        self._mark = understood.leaning(self._facts, self.names)

    def facts(self, source: Source, kind: Kind) -> Facts | None:
        """The facts that the texts of a source may name: all but those that a column of its table names already."""
        if self._facts is None or kind.as_was:
            return None
        table = self._tables.get(f"{source.path.rpartition('.')[0]}.csv") if kind.table else None
        columns = {merge.key(name) for name in table.columns} if table else set()
        return {word: fact for word, fact in self._facts.items() if word not in columns} if columns else self._facts

    def mark(self, facts: Facts | None) -> str:
        """What is different when any of it is."""
        return self._mark if facts is self._facts else understood.leaning(facts, self.names)


def _understood(
    source: Source, kind: Kind, leans: _Leaning
) -> tuple[Document[Content] | tuple[Any, ...], list[Diagnostic]]:
    """The document of a source, or what is right in one that is wrong; and what is found of it."""
    facts = leans.facts(source, kind)
    mark = leans.mark(facts)
    value, found = understood.UNDERSTOOD.value(source, mark), list[Diagnostic]()
    if not isinstance(value, kind.model):
        fields = in_roles(source.fields, leans.names)
        value, found = decode(kind.model, fields, source.body, facts)
        found += _to_fill_in(source, facts if not kind.table else None)
        if value is None:
            return tuple(leaves(tuple(salvage(kind.model, fields, source.body, facts)))), found
        if not found:
            understood.UNDERSTOOD.meet(source, mark, value)
    marked = f"{source.digest} {mark}" if source.digest and not kind.table else ""
    return Document(kind, source.id, source.path, value, source.digest, marked), found


def _typed_facts(tree: Tree, settings: Settings | None, folders: dict[str, Kind]) -> Iterable[Diagnostic]:
    """Facts of the site that were typed in a source; in one that tells of another day these are not those of today."""
    today_only = (source for source in tree.sources if (kind := folders.get(source.folder)) and not kind.as_was)
    return typed.typed(today_only, settings) if settings else ()


def _of_draft(finding: Diagnostic, tree: Tree) -> Diagnostic:
    """A finding, as a hint when it is about a draft or the table beside one: those stop nobody."""
    path = finding.position.file
    return replace(finding, severity=Severity.HINT) if path in tree.drafts else finding


def decoded(tree: Tree, kinds: tuple[Kind, ...]) -> Documents:
    """The sources that can be decoded, whatever they refer to and whatever is wrong with the others."""
    folders = {kind.folder: kind for kind in kinds}
    found = Documents()
    for source in tree.sources:
        if kind := folders.get(source.folder):
            value, _ = decode(kind.model, source.fields, source.body)
            if value is not None:
                found.add(Document(kind, source.id, source.path, value))
    return found


def present(tree: Tree, kinds: tuple[Kind, ...]) -> set[tuple[str, str]]:
    """Every source that is there, read or not, by the name of its kind and its id."""
    names = {kind.folder: kind.name for kind in kinds}
    read = {(names[source.folder], source.id) for source in tree.sources if source.folder in names}
    return read | set(_unread(tree, kinds))


def _to_fill_in(source: Source, facts: Facts | None) -> list[Diagnostic]:
    """What was left to fill in in a source; what a letter names that is no fact, is a column of its table."""
    return [*left(source), *(strangers(source, facts) if facts else ())]


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


def _standing(documents: Documents, absent: frozenset[tuple[str, str]]) -> Documents:
    """Without what leans on a document that is not there, unless it may be ``absent``; why it is not, has been said."""
    fallen = {
        key
        for key, document in documents.items()
        for ref in document.leaves
        if isinstance(ref, Ref) and absent.isdisjoint((key, (ref.kind, ref.id))) and (ref.kind, ref.id) not in documents
    }
    rest = Documents({key: document for key, document in documents.items() if key not in fallen})
    return _standing(rest, absent) if fallen else documents


def _misplaced(
    source: Source, kind: Kind | None, known: dict[tuple[str, str], str], folders: dict[str, Kind]
) -> list[Diagnostic]:
    """What is wrong with the place of a source, before it is even decoded."""
    place = Position(source.path, 1)
    if kind is None:
        near = difflib.get_close_matches(source.folder, folders, 1)
        remedy = f"bedoelde u content/{near[0]}/?" if near else f"kies uit: {', '.join(sorted(folders))}"
        return [fout("map", place, f"de map «{source.folder}» heeft hier geen betekenis", remedy)]
    if kind.has_text != source.has_body:
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
    tree: Tree,
    settings: Settings | None,
) -> Iterator[Diagnostic]:
    """Among the values of a source: references to nothing or to a draft, words that are in no list, files that are not
    there, faulty texts.
    """
    lists = settings.woordenlijsten if settings else Woordenlijsten()
    for value in values:
        if isinstance(value, Ref) and (value.kind, value.id) not in known:
            yield _dangling(value, value.position, known)
        elif isinstance(value, Ref) and (value.kind, value.id) in drafts:
            remedy = "haal daar «status: concept» weg, of haal de verwijzing hier weg"
            message = f"«{value}» is nog een concept, en is hier dus niet te zien"
            yield waarschuwing("verwijst-nergens", value.position, message, remedy)
        elif isinstance(value, Term):
            yield from lists.stranger(value)
        elif isinstance(value, Beeldnaam | Bijlagenaam):
            yield from files.missing(path, value, tree)
        elif isinstance(value, Prose):
            yield from prose.check(value)
            for link in prose.links(value):
                yield from _broken_link(link, known, folders)


def _broken_link(link: prose.Link, known: dict[tuple[str, str], str], folders: dict[str, Kind]) -> Iterator[Diagnostic]:
    folder, slash, id = link.target.partition("/")
    if not slash:
        lists = sorted(name for name, kind in folders.items() if kind.listed)
        if folder not in lists:
            near = difflib.get_close_matches(folder, lists, 1)
            remedy = "schrijf map/naam van een bron, of een adres met https://, mailto: of tel:"
            remedy = f"bedoelde u «{near[0]}»?" if near else remedy
            message = f"naar «{folder[:60]}» kan een lezer niet gaan"
            yield fout("link", link.position, message, f"{remedy}; een lijst is {', '.join(lists)}")
    elif (folder, id) not in known:
        yield _dangling(Ref(folder, id, whole=True), link.position, known)
    elif not any(kind.home(id) for kind in folders.values() if folder in (kind.name, kind.folder)):
        message = f"«{link.target}» heeft geen eigen pagina"
        yield fout("link", link.position, message, "verwijs naar een bron die op het intranet staat")


def _dangling(ref: Ref, position: Position, known: dict[tuple[str, str], str]) -> Diagnostic:
    near = difflib.get_close_matches(ref.id, [id for name, id in known if name == ref.kind], 1)
    elsewhere = [f"{name}/{id}" for name, id in known if ref.whole and id == ref.id]
    remedy = (
        f"bedoelde u «{ref.spelled(ref.kind, near[0])}»?"
        if near
        else f"bedoelde u «{elsewhere[0]}»?"
        if elsewhere
        else "maak die bron, of kies een andere"
    )
    return fout("verwijst-nergens", position, f"een bron «{ref}» bestaat niet", remedy)
