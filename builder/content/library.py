"""Typed content: documents, their kinds and the library that holds them.

A content type is declared in one place, a :class:`Kind`; where its documents appear is said there too
(:class:`On`). Everything that may keep a document out of sight (a date, a consent, a draft) goes through the
kind's ``gate``, and every list is made from :meth:`Library.visible`, so that nothing can slip past it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Generic, TypeVar

from builder import prose
from builder.content.asked import Asked
from builder.content.source import Content
from builder.diagnostics import Diagnostic, Position
from builder.pages import Profile
from builder.prose import Prose, Rich
from builder.reading import Attachment, Table
from builder.schema import leaves
from builder.schema.fields import Ref
from builder.settings import Settings
from builder.sight import CONSENT_CHANNELS, Closed, Mention, consent_channel

Values = dict[str, Any]
Gathered = Iterator[tuple[str, str, Values]]
Rule = Callable[["Library"], Iterator[Diagnostic]]


M_co = TypeVar("M_co", bound=Content, covariant=True)
M = TypeVar("M", bound=Content)
T = TypeVar("T")


@dataclass(frozen=True)
class Document(Generic[M_co]):
    """One decoded source, with the digest of its file, and a mark that is another when its value may be; or neither."""

    kind: Kind
    id: str
    path: str
    value: M_co
    source: str = ""
    mark: str = ""

    @cached_property
    def leaves(self) -> tuple[Any, ...]:
        """Every value inside it, at any depth, in order."""
        return tuple(leaves(self.value))

    @property
    def position(self) -> Position:
        return Position(self.path, 1)

    @property
    def title(self) -> str:
        """What the document is called in a list."""
        return self.kind.title(self.value)

    @property
    def home(self) -> str:
        """The target of its page on the intranet; empty when its kind has none there."""
        on = self.kind.on_intranet
        return f"intranet/{on.path(self.id, self.value)}" if on else ""


@dataclass(frozen=True, slots=True)
class On:
    """One appearance of a kind: on which channel, through which template, at which address.

    ``to`` is a path inside the channel's folder in which ``{id}`` and the plain fields of the document are filled
    in, or makes that path of id and fields (None: all that is known is the id); ``values`` says what the template sees
    as ``blad``; ``when`` whether this document has this appearance. A sheet is for the office printer, and for the
    print shop as well, or for the print shop alone (``profile``); ``booklet`` names the file in which its pages are
    laid out for folding and stapling. ``parts`` divides what would be too much for one page: the end of the name of
    each part, and its values.
    """

    channel: str
    template: str
    to: str | Callable[[str, Any], str]
    values: Callable[[Document[Any], Library], Values]
    when: Callable[[Any], bool] = lambda value: True
    profile: Profile = "kantoor"
    booklet: Callable[[str], str] | None = None
    parts: Callable[[Values], list[tuple[str, Values]]] = lambda values: [("", values)]

    def path(self, id: str, value: Content | None = None) -> str:
        """The path inside the channel's folder; of what is not there any more only the id is known."""
        if callable(self.to):
            return self.to(id, value)
        if value is None or self.to.count("{") == self.to.count("{id}"):
            return self.to.format(id=id)
        return self.to.format(id=id, **{name: str(one).lower() for name, one in value})


@dataclass(frozen=True, slots=True)
class Block:
    """What a kind has to show on a door: what its template sees of each, and to which questions that answers."""

    values: Callable[[Library, Asked], list[Values]]
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A content type: everything that Spijs knows about it follows from this value.

    ``gather`` yields the pages of the intranet that are made from many documents: path, template, values. One of these
    is its own list at ``folder/index.html`` when it is ``listed``; another kind in the menu has a plain list.
    ``blocks`` are what doors can show of it. ``menu`` is its label in the main menu (none: it is not in there),
    which leads to that list, or to the only document. Beside a source of a kind with a ``table`` there may be one of
    the same name. The texts of a kind ``as_was`` tell of another day, so they hold no facts of today. ``rules`` judge
    its documents whatever else is wrong, ``whole_rules`` when every document is there.
    """

    name: str
    plural: str
    folder: str
    model: type[Content]
    title: Callable[[Any], str]
    about: str
    appears: tuple[On, ...] = ()
    gate: Callable[[Document[Any], Library, str], Closed | None] = lambda document, library, channel: None
    gather: Callable[[Library], Gathered] = lambda library: iter(())
    listed: bool = False
    blocks: Mapping[str, Block] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    whole_rules: tuple[Rule, ...] = ()
    menu: str = ""
    table: bool = False
    as_was: bool = False

    @property
    def single(self) -> bool:
        """Whether there is one file of it, right below ``content/`` and named by ``folder``, and no folder of files."""
        return self.folder.endswith(".yml")

    def place(self, id: str) -> str:
        """Where the source ``id`` lies in a site."""
        suffix = "md" if self.has_text else "yml"
        return f"content/{self.folder}" if self.single else f"content/{self.folder}/{id}.{suffix}"

    @property
    def has_text(self) -> bool:
        """Whether a source is Markdown with fields above it (else it is YAML)."""
        text = self.model.model_fields.get("tekst")
        return text is not None and text.annotation is Prose

    @property
    def index(self) -> str:
        """The target on the intranet of the list of its documents."""
        return f"intranet/{self.folder}/index.html"

    def home(self, id: str) -> str | None:
        """The target on the intranet of the document ``id``, when the kind has a page there."""
        return f"intranet/{self.on_intranet.path(id)}" if self.on_intranet else None

    @property
    def on_intranet(self) -> On | None:
        """How its documents appear on the intranet, if they do."""
        return next((on for on in self.appears if on.channel == "intranet"), None)


class Documents(dict[tuple[str, str], Document[Content]]):
    """Documents by kind and by folder, with their id; ``values`` names each of them once."""

    def add(self, document: Document[Content]) -> None:
        """Put a document where both its names lead to it."""
        self[document.kind.name, document.id] = self[document.kind.folder, document.id] = document

    def values(self) -> Any:
        return [document for (name, _), document in self.items() if name == document.kind.name]


@dataclass(frozen=True)
class Library:
    """All documents, the settings and the day for which is built. Frozen, so the answer to a question stays the same.

    ``mentions`` are the names of people in the sources, ``barred`` says by path and consent channel why a source that
    names somebody may not be shown there, and ``hushed`` are the words of addresses that would name somebody; what is
    right in sources that are wrong is ``salvaged``. What has to go although there are mistakes is in ``gone``, by path;
    drafts and what was there once, which need not be there, are ``absent``, by kind or folder and id. ``kinds`` are all
    kinds of which there can be documents. A ``proof`` also shows what is only a draft, or is out of sight today by its
    own dates; what people consented to holds for it as for any other.
    """

    settings: Settings
    today: date
    documents: Mapping[tuple[str, str], Document[Content]]
    images: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, Table] = field(default_factory=dict)
    mentions: tuple[Mention, ...] = ()
    barred: Mapping[tuple[str, str], Closed] = field(default_factory=dict)
    hushed: frozenset[str] = frozenset()
    salvaged: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    gone: Mapping[str, Closed] = field(default_factory=dict)
    absent: frozenset[tuple[str, str]] = frozenset()
    attachments: Mapping[str, Attachment] = field(default_factory=dict)
    kinds: tuple[Kind, ...] = ()
    proof: bool = False
    _answers: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once(self, question: object, answer: Callable[[], T]) -> T:
        """The answer to a question about this library, worked out the first time that it is asked."""
        if question not in self._answers:
            self._answers[question] = answer()
        known: T = self._answers[question]
        return known

    def all(self, model: type[M]) -> tuple[Document[M], ...]:
        """Every document of a model but drafts, also those that are out of sight, in the order of their files."""
        there: Any = self.once("all", lambda: [d for d in self.documents.values() if not self._draft(d)])
        return self.once(model, lambda: tuple(d for d in there if isinstance(d.value, model)))

    def _draft(self, document: Document[Content]) -> bool:
        return document.value.status == "concept" and not self.proof

    def visible(self, model: type[M], channel: str) -> tuple[Document[M], ...]:
        """The documents of a model that may be shown on a channel today."""
        return self.once((model, channel), lambda: tuple(d for d in self.all(model) if not self.closed(d, channel)))

    def closed(self, document: Document[Content], channel: str) -> Closed | None:
        """Why a document is out of sight on a channel, or None."""
        return self.once((id(document), channel), lambda: (document, self._closed(document, channel)))[1]

    def _closed(self, document: Document[Content], channel: str) -> Closed | None:
        if self._draft(document):
            return Closed("dit is nog een concept", was_public=False, state="concept")
        if gone := self.gone.get(document.path):
            return gone
        closed = document.kind.gate(document, self, channel)
        barred = self.barred.get((document.path, consent_channel(channel)))
        return barred if barred and (closed is None or not barred.was_public) else closed

    def hidden(self, document: Document[Content]) -> Closed | None:
        """Why a document is nowhere to be seen, or None; of what has no appearance of its own, where it may be used."""
        channels = {on.channel for on in document.kind.appears} or set(CONSENT_CHANNELS)
        gates = [self.closed(document, channel) for channel in sorted(channels)]
        return None if None in gates else gates[0]

    def get(self, ref: Ref, model: type[M]) -> Document[M]:
        """The document a checked reference points to."""
        document = self.find(ref)
        assert document is not None, ref
        assert isinstance(document.value, model), ref
        return document  # type: ignore[return-value]

    def find(self, ref: Ref) -> Document[Content] | None:
        """The document a reference points to, if there is one."""
        return self.documents.get((ref.kind, ref.id))

    def table(self, document: Document[Content]) -> Table | None:
        """The table that lies beside a document, if there is one."""
        return self.tables.get(f"{document.path.rpartition('.')[0]}.csv")

    def block(self, name: str, asked: Asked) -> list[Values]:
        """What a block of any kind has to show; nothing when there is no such block."""
        kind = self.showing(name)
        return kind.blocks[name].values(self, asked) if kind else []

    def listed(self, folder: str) -> Kind | None:
        """The kind of which a folder names the list."""
        return next((kind for kind in self.kinds if kind.listed and kind.folder == folder), None)

    def showing(self, name: str) -> Kind | None:
        """The kind of which a block shows something."""
        return next((kind for kind in self.kinds if name in kind.blocks), None)

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
        return {"titel": document.title, "doel": document.home, "soort": document.kind.name}

    def rich(self, text: Prose) -> Rich:
        """Prose with the targets of its internal links; a link to something out of sight loses its target."""
        addresses = sorted({link.target for link in prose.links(text)})
        cards = {address: self._card(address) for address in addresses}
        links = tuple((address, str(card["doel"]) if card else "") for address, card in cards.items())
        bare = {address for address in addresses if f"[{address}](" in text.text}
        titles = tuple((address, str(card["titel"])) for address, card in cards.items() if card and address in bare)
        return Rich(text.text, links, titles)

    def _card(self, address: str) -> Values | None:
        if kind := self.listed(address):
            return {"titel": address, "doel": kind.index}
        return self.card(Ref(address.partition("/")[0], address.partition("/")[2]))
