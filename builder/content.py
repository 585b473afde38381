"""Typed content: documents, their kinds and the library that holds them.

A content type is declared in one place, a :class:`Kind`; where its documents appear is said there too
(:class:`On`). Everything that may keep a document out of sight (a date, a consent, a draft) goes through the
kind's ``gate``, and every list is made from :meth:`Library.visible`, so that nothing can slip past it.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, Literal, TypeVar

from pydantic import Field

from builder import prose
from builder.diagnostics import Diagnostic, Position, fout, has_errors
from builder.prose import Prose, Rich
from builder.reading import Source, Tree
from builder.schema import Model, decode
from builder.schema.fields import Beeldnaam, Kwartaal, Ref, Sleutel
from builder.settings import Settings

Values = dict[str, Any]


class Content(Model):
    """What every source may say about itself."""

    status: Literal["klaar", "concept"] = Field("klaar", description="een concept wordt niet gepubliceerd")
    voorheen: tuple[Sleutel, ...] = Field((), description="oude namen van dit bestand; hun adressen leiden hierheen")


M_co = TypeVar("M_co", bound=Content, covariant=True)
M = TypeVar("M", bound=Content)


@dataclass(frozen=True, slots=True)
class Document(Generic[M_co]):
    """One decoded source."""

    kind: Kind
    id: str
    path: str
    value: M_co

    @property
    def position(self) -> Position:
        return Position(self.path, 1)

    @property
    def title(self) -> str:
        """What the document is called in a list."""
        return self.kind.title(self.value)


@dataclass(frozen=True, slots=True)
class Closed:
    """Why a document is not shown; ``was_public`` when its address may be known and has to answer."""

    reason: str
    was_public: bool = True


@dataclass(frozen=True, slots=True)
class On:
    """One appearance of a kind: on which channel, through which template, at which address.

    ``to`` is a path inside the channel's folder in which ``{id}`` and the plain fields of the document are filled
    in; ``values`` says what the template sees as ``blad``.
    """

    channel: str
    template: str
    to: str
    values: Callable[[Document[Any], Library], Values]


def always(document: Document[Any], library: Library, channel: str) -> Closed | None:
    """The gate of a kind that is never out of sight."""
    return None


@dataclass(frozen=True, slots=True)
class Kind:
    """A content type: everything that Spijs knows about it follows from this value."""

    name: str
    plural: str
    folder: str
    model: type[Content]
    title: Callable[[Any], str]
    about: str
    appears: tuple[On, ...] = ()
    gate: Callable[[Document[Any], Library, str], Closed | None] = always

    @property
    def has_text(self) -> bool:
        """Whether a source is Markdown with fields above it (else it is YAML)."""
        text = self.model.model_fields.get("tekst")
        return text is not None and text.annotation is Prose

    def home(self, id: str) -> str | None:
        """The target on the intranet of the document ``id``, when the kind has a page there."""
        return next((f"intranet/{on.to.format(id=id)}" for on in self.appears if on.channel == "intranet"), None)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the content, by its path and the digest of its bytes."""

    path: str
    digest: str


@dataclass(frozen=True)
class Library:
    """All documents, the settings and the day for which is built. Frozen; every question is answered anew."""

    settings: Settings
    today: date
    documents: Mapping[tuple[str, str], Document[Content]]
    images: Mapping[str, str] = field(default_factory=dict)

    def all(self, model: type[M]) -> tuple[Document[M], ...]:
        """Every document of a model but drafts, also those that are out of sight, in the order of their files."""
        found = (d for d in self.documents.values() if isinstance(d.value, model) and d.value.status != "concept")
        return tuple(found)  # type: ignore[arg-type]

    def visible(self, model: type[M], channel: str) -> tuple[Document[M], ...]:
        """The documents of a model that may be shown on a channel today."""
        return tuple(d for d in self.all(model) if not self.closed(d, channel))

    def closed(self, document: Document[Content], channel: str) -> Closed | None:
        """Why a document is out of sight on a channel, or None."""
        if document.value.status == "concept":
            return Closed("dit is nog een concept", was_public=False)
        return document.kind.gate(document, self, channel)

    def get(self, ref: Ref, model: type[M]) -> Document[M]:
        """The document a checked reference points to."""
        document = self.find(ref)
        assert document is not None, ref
        assert isinstance(document.value, model), ref
        return document  # type: ignore[return-value]

    def find(self, ref: Ref) -> Document[Content] | None:
        """The document a reference points to, if there is one."""
        return self.documents.get((ref.kind, ref.id))

    def seen(self, ref: Ref | None, channel: str, model: type[M]) -> Document[M] | None:
        """The document a reference points to, if it is of that model and may be shown on the channel."""
        document = self.find(ref) if ref else None
        if document is None or not isinstance(document.value, model) or self.closed(document, channel):
            return None
        return document  # type: ignore[return-value]

    def card(self, ref: Ref, channel: str = "intranet") -> Values | None:
        """Title and address of a referred document for a link; None when it is out of sight."""
        document = self.seen(ref, channel, Content)
        if document is None:
            return None
        return {"titel": document.title, "doel": document.kind.home(document.id) or "", "soort": document.kind.name}

    def rich(self, text: Prose) -> Rich:
        """Prose with the targets of its internal links; a link to something out of sight loses its target."""
        pairs = {link.target: self._target(link.target) for link in prose.links(text)}
        return Rich(text.text, tuple(sorted(pairs.items())))

    def _target(self, address: str) -> str:
        folder, _, id = address.partition("/")
        card = self.card(Ref(folder, id))
        return str(card["doel"]) if card else ""


def plain(value: Any, library: Library, source: str = "") -> Any:
    """A model as plain values for a template.

    References become cards (or None when out of sight), pictures :class:`Picture`, prose :class:`Rich`; ``source`` is
    the path of the document, beside which its pictures lie.
    """
    match value:
        case Model():
            return {name: plain(getattr(value, name), library, source) for name in type(value).model_fields}
        case tuple() | list():
            return [plain(item, library, source) for item in value]
        case dict():
            return {key: plain(item, library, source) for key, item in value.items()}
        case Prose():
            return library.rich(value)
        case Ref():
            return library.card(value)
        case Beeldnaam():
            path = beside(source, value.name)
            return Picture(path, library.images[path])
        case Kwartaal():
            return str(value)
        case _:
            return value


def fields(document: Document[Any], library: Library) -> Values:
    """The values of a document: all its fields, its id and its title."""
    values: Values = plain(document.value, library, document.path)
    return {**values, "id": document.id, "naam_in_lijst": document.title}


def beside(source: str, name: str) -> str:
    """The path of a file that lies next to a source."""
    return f"{source.rpartition('/')[0]}/{name}"


def load(tree: Tree, settings: Settings, kinds: tuple[Kind, ...], today: date) -> tuple[Library, list[Diagnostic]]:
    """Decode every source; what cannot be decoded, or points at nothing, becomes findings and stays out."""
    findings = list(tree.findings)
    folders = {kind.folder: kind for kind in kinds}
    known: dict[tuple[str, str], str] = {}
    documents: dict[tuple[str, str], Document[Content]] = {}
    for source in tree.sources:
        kind = folders.get(source.folder)
        problem = _misplaced(source, kind, known, folders)
        if problem or kind is None:
            findings += problem
            continue
        known[kind.name, source.id] = known[kind.folder, source.id] = source.path
        value, found = decode(kind.model, source.fields, source.body)
        findings += found
        if value is not None:
            document = Document(kind, source.id, source.path, value)
            documents[kind.name, source.id] = documents[kind.folder, source.id] = document
    whole: dict[tuple[str, str], Document[Content]] = {}
    for key, document in documents.items():
        problems = list(_broken(document, known, folders, tree.images))
        findings += problems
        if not has_errors(problems):
            whole[key] = document
    return Library(settings, today, _Once(whole), tree.images), list(dict.fromkeys(findings))


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


def leaves(value: Any) -> Iterator[Any]:
    """Every value inside a model, at any depth."""
    if isinstance(value, Model):
        for name in type(value).model_fields:
            yield from leaves(getattr(value, name))
    elif isinstance(value, tuple | list):
        for item in value:
            yield from leaves(item)
    else:
        yield value


def _broken(
    document: Document[Content], known: dict[tuple[str, str], str], folders: dict[str, Kind], images: Mapping[str, str]
) -> Iterator[Diagnostic]:
    """References to nothing, pictures that are not there and mistakes in texts; a draft may still have those."""
    if document.value.status == "concept":
        return
    for value in leaves(document.value):
        if isinstance(value, Ref) and (value.kind, value.id) not in known:
            yield _dangling(value, value.position, known)
        elif isinstance(value, Beeldnaam) and beside(document.path, value.name) not in images:
            near = difflib.get_close_matches(value.name, [path.rpartition("/")[2] for path in images], 1)
            remedy = f"bedoelde u «{near[0]}»?" if near else "zet het beeld in dezelfde map als deze bron"
            yield fout("geen-beeld", value.position, f"het beeld «{value.name}» is er niet", remedy)
        elif isinstance(value, Prose):
            yield from prose.check(value)
            for link in prose.links(value):
                folder, _, id = link.target.partition("/")
                if (folder, id) not in known:
                    yield _dangling(Ref(folder, id), link.position, known)
                elif folders[folder].home(id) is None:
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
