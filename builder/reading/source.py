"""One source file, and what is asked of each of them in every build."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from builder.comparing import same, trimmed
from builder.reading.attached import DOCUMENTS, suffix_of
from builder.reading.filenames import IMAGES
from builder.reading.nodes import Fields, Listing, Node, Scalar
from builder.values import clean

DRAFT = "concept"  # the status of what is not finished
MARKDOWN = ".md"
PLACES = {"organisaties": ("naam", "plaats", "regio"), "vacatures": ("plaats", "regio")}  # fields with words of a map
BESIDE = frozenset({*IMAGES, *DOCUMENTS})  # endings of files that a source may name


@dataclass(frozen=True, slots=True)
class Gist:
    """What is asked of every source in every build: whether it is a draft, the names of places and organisations in it,
    and the files beside it that it may name.
    """

    is_draft: bool
    places: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class Source:
    """One source file: its fields and, for Markdown, the text below them; the digest of its bytes, and its gist.

    Of a source that was understood before only the gist is known; the file is taken apart when somebody asks for more.
    """

    path: str
    gist: Gist
    parts: Callable[[], tuple[Fields, Scalar | None]] = field(compare=False)
    digest: str = ""

    @cached_property
    def _apart(self) -> tuple[Fields, Scalar | None]:
        return self.parts()

    @property
    def fields(self) -> Fields:
        """What stands above the text."""
        return self._apart[0]

    @property
    def body(self) -> Scalar | None:
        """The text of a Markdown file."""
        return self._apart[1]

    @property
    def has_body(self) -> bool:
        """Whether it is a Markdown file."""
        return self.path.endswith(MARKDOWN)

    @property
    def folder(self) -> str:
        """The folder right under ``content/`` that the file lives in."""
        return self.path.split("/")[1]

    @property
    def id(self) -> str:
        """The name of the file without its suffix: how other sources refer to it."""
        return self.path.rsplit("/", 1)[-1].rsplit(".", 1)[0]

    def saying(self, fields: Fields) -> Source:
        """A source with other fields, that no file says."""
        return taken_apart(self.path, fields, self.body, "")

    def texts(self) -> Iterator[tuple[Scalar, str]]:
        """Every text in the file, with the name of the field that it stands in."""
        return _all_texts(self.fields, self.body)


def taken_apart(path: str, fields: Fields, body: Scalar | None, digest: str) -> Source:
    """The source with these parts; there is no ``digest`` when no file says this."""
    status = fields.entries.get("status")
    is_draft = isinstance(status, Scalar) and same(clean(status.text)) == DRAFT
    names, files, wanted = [], [], PLACES.get(path.split("/")[1] if "/" in path else "", ())
    for scalar, name in _all_texts(fields, body):
        if name in wanted:
            names.append(scalar.text)
        if "." in scalar.text and suffix_of(named := trimmed(scalar.text)) in BESIDE:
            files.append(named)
    return Source(path, Gist(is_draft, tuple(names), tuple(files)), lambda: (fields, body), digest)


def _all_texts(fields: Fields, body: Scalar | None) -> Iterator[tuple[Scalar, str]]:
    yield from _texts(fields, "")
    if body is not None:
        yield body, "tekst"


def _texts(node: Node, name: str) -> Iterator[tuple[Scalar, str]]:
    if isinstance(node, Scalar):
        yield node, name
    elif isinstance(node, Listing):
        for item in node.items:
            yield from _texts(item, name)
    else:
        for key, value in node.entries.items():
            yield from _texts(value, key)
