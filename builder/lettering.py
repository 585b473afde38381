"""The letters of a site and the signs that its texts ask of them: known from the files, before anything is drawn."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, partial
from typing import Any

from builder import sound
from builder.asmeant import bullets
from builder.channels.intranet import CHANNEL
from builder.content import Library
from builder.diagnostics import Diagnostic, Position, has_errors
from builder.fonts import Letters, Text, beyond, gather, lacking
from builder.inputs import Inputs
from builder.kinds import KINDS
from builder.manifest import digest
from builder.merge import key
from builder.pages import Page
from builder.prose import Rich
from builder.reading import SITE, Fields, Source, Tree, read_source
from builder.settings import Settings
from builder.theme import Theme

SET = frozenset(f"{string.punctuation}{string.whitespace}“”‘’")  # what a text gets and loses on its way to a page


def letters_of(site: Inputs, settings: Settings) -> tuple[Letters, list[Diagnostic]]:
    """The letters of a site, and what is wrong with them or missing; told at their place in ``site.yml``."""
    wanted = settings.huisstijl.lettertype
    return gather(Theme(site.theme), wanted.naam, wanted.files(), _place(site))


def inspect(site: Inputs, library: Library, tree: Tree, pages: Callable[[], Iterable[Page]]) -> list[Diagnostic]:
    """All that is wrong with the letters of a site, and every sign in its sources that they lack.

    ``pages`` are all that will be made; they are asked for only when it matters what goes on paper.
    """
    letters, findings = letters_of(site, library.settings)
    if not has_errors(findings):  # what a broken font has is not known
        on_paper = _OnPaper(library, tree, pages)
        findings += lacking(letters, _texts(site, tree, letters.own()), on_paper.has)
    return findings


class _OnPaper:
    """Which signs of which texts go on paper: those that are in what the templates of sheets will see.

    A source with mistakes is on no page yet; its signs count when its kind has sheets. So do all tables: they are for
    letters. What is a draft goes nowhere.
    """

    def __init__(self, library: Library, tree: Tree, pages: Callable[[], Iterable[Page]]) -> None:
        sheets = {kind.folder for kind in KINDS if any(on.channel != CHANNEL.name for on in kind.appears)}
        self._drafts, self._tables = tree.drafts, tree.tables
        self._broken = {path for path in library.salvaged if path.split("/")[1] in sheets}
        self._pages = pages

    def has(self, text: Text, code: int) -> bool:
        """Whether a sign of a text goes on paper."""
        file = text.place(0).file
        if file in self._drafts or file in self._tables or file in self._broken:
            return file not in self._drafts
        sign = _letters(chr(code))
        parts = [_letters(part) for part in re.split(r"\{[^{}]*\}", text.text) if chr(code) in part]
        return any(part in shown for part in parts for shown in self._shown if sign in shown)

    @cached_property
    def _shown(self) -> list[str]:
        """The texts of all sheets with signs beyond the simplest; what pages share is looked at once."""
        sheets = (page.values for page in self._pages() if page.medium == "pdf")
        values = {id(value): value for shown in sheets for value in shown.values()}
        found = {_letters(text) for value in values.values() for text in _strings(value) if not text.isascii()}
        return sorted(found)


def _letters(text: str) -> str:
    """A text as it can be compared: without capitals, spaces, quotes and the marks of Markdown."""
    return "".join(sign for sign in text.casefold() if sign not in SET)


def _strings(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case Rich():
            yield bullets.unmarked(value.text)
        case Mapping():
            for item in value.values():
                yield from _strings(item)
        case list() | tuple():
            for item in value:
                yield from _strings(item)


def _place(site: Inputs) -> Position:
    source, _ = read_source(site, SITE)
    style = source.fields.entries.get("huisstijl") if source else None
    return style.keys.get("lettertype", style.position) if isinstance(style, Fields) else Position(SITE)


def _texts(site: Inputs, tree: Tree, own: frozenset[int]) -> Iterator[Text]:
    """All texts but those of which it is known that the letters have every sign."""
    settings, _ = read_source(site, SITE)
    question = f"lettertype {digest(str(sorted(own)).encode())}"
    for source in (*tree.sources, *filter(None, [settings])):
        yield from sound.SOUND.found(question, source.digest, partial(_strange, source, own))
    for table in tree.tables.values():
        for name in table.columns:
            yield Text(name, lambda offset, at=table.position: at)  # type: ignore[misc]
        for row in table.rows:
            for name in table.columns:
                cell = f"rij {row.number}, kolom «{name}»"
                yield Text(row.cells[key(name)], lambda offset, at=row.position: at, cell)  # type: ignore[misc]


def _strange(source: Source, own: frozenset[int]) -> list[Text]:
    """The texts of a source with signs that the letters lack."""
    texts = [
        Text(
            bullets.unmarked(scalar.text) if scalar is source.body or "\n" in scalar.text else scalar.text, scalar.place
        )
        for scalar, _ in source.texts()
    ]
    return [text for text in texts if beyond(text.text, own)]
