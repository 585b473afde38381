"""Files of a site to located nodes.

YAML is read as events and every scalar stays text (a phone number keeps its nought, ``no`` stays a word); anchors,
tags, double keys and deep nesting are refused. Each node knows its line and column, so that every later complaint
can point at it. Limits are in the constants below.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial

from builder.comparing import composed, trimmed
from builder.diagnostics import Diagnostic, Position, fout, machine_says
from builder.inputs import CONTENT, SITE, Entry, Folder, Inputs, Sort
from builder.reading.attached import DOCUMENTS, Attachment, attachment, ending, suffix_of
from builder.reading.filenames import IMAGES, SOURCES, TABLE, claim, good_name, misnamed, printable, second_version
from builder.reading.nodes import HIDDEN, Fields, Listing, Node, Refused, Scalar, parse_fields, visible
from builder.reading.source import DRAFT, MARKDOWN, Gist, Source, taken_apart
from builder.reading.table import Table, parse_table

__all__ = [
    "SITE",
    "Attachment",
    "Fields",
    "Gist",
    "Listing",
    "Node",
    "Scalar",
    "Source",
    "Table",
    "Tree",
    "parse_source",
    "read_source",
    "read_tree",
]

MAX_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Tree:
    """All that was read from ``content/``: sources, the digest of each picture, tables, documents, what was wrong.

    ``texts`` are those of Markdown sources whose fields could not be read.
    ``drafts`` are the paths of sources that say they are a draft, also where they cannot be read further, and of the
    tables beside them.
    """

    files: Folder
    sources: tuple[Source, ...]
    images: Mapping[str, str]
    tables: Mapping[str, Table]
    findings: tuple[Diagnostic, ...]
    texts: tuple[Scalar, ...] = ()
    drafts: frozenset[str] = frozenset()
    attachments: Mapping[str, Attachment] = field(default_factory=dict)


def read_tree(site: Inputs, known: Callable[[str, str], Gist | None] = lambda path, digest: None) -> Tree:
    """Read every source of a site; a file that cannot be read becomes a finding, never an exception.

    ``known`` gives the gist of a source, by its path and digest, that an earlier build read without a finding.
    """
    files = site.sources
    findings: list[Diagnostic] = []
    sources: list[Source] = []
    images: dict[str, str] = {}
    tables: dict[str, Table] = {}
    documents: list[str] = []
    texts: list[Scalar] = []
    for path, entry in _usable(files, findings):
        suffix = ending(path)
        if suffix in IMAGES:
            images[path] = entry.fingerprint
        elif suffix_of(path) in DOCUMENTS:
            documents.append(path)
        elif suffix == TABLE:
            table, found = _read_table(entry, path)
            tables |= {path: table} if table else {}
            findings += found
        elif gist := known(path, entry.digest):
            sources.append(Source(path, gist, partial(_apart, entry, path), entry.digest))
        else:
            source, text, found = _read(entry, path)
            sources += [source] if source else []
            texts += [text] if text else []
            findings += found
    drafts = {source.path for source in sources if source.gist.is_draft}
    unread = {finding.position.file for finding in findings} - set(tables)
    drafts |= {path for path in unread if ending(path) in SOURCES and _looks_like_draft(files.file(path))}
    beside = {f"{path.rpartition('.')[0]}{TABLE}" for path in drafts}
    named = {path: attachment(files.entries[path], path, published(path)) for path in documents}
    return Tree(files, tuple(sources), images, tables, tuple(findings), tuple(texts), frozenset(drafts | beside), named)


def published(path: str) -> str:
    """The name under which a document is published: in its own folder, and safe in every address."""
    folder, _, name = path.rpartition("/")
    suffix = suffix_of(name)
    name = good_name(name[: -len(suffix)] + suffix, suffix, set())
    return f"bijlagen/{folder.removeprefix('content').strip('/') or 'los'}/{name}"


def _looks_like_draft(entry: Entry | None) -> bool:
    """Whether a source that cannot be read has a line that says that it is a draft."""
    with suppress(OSError):
        line = rb"(?im)^[^\w#\n]*status[^\w#\n]+" + DRAFT.encode() + rb"\b"
        return bool(entry and re.search(line, entry.read()[:MAX_BYTES]))
    return False


def read_source(site: Inputs, path: str) -> tuple[Source | None, list[Diagnostic]]:
    """One source of a site, or what is wrong with it."""
    source, _, found = _read(site.sources.entries.get(path, Entry(path, Sort.NOTHING, error=errno.ENOENT)), path)
    return source, found


def parse_source(data: bytes, path: str) -> tuple[Source | None, list[Diagnostic]]:
    """The source that these bytes would be at a path, or what is wrong with it."""
    source, _, found = _read(Entry(path, Sort.FILE, size=len(data), kept=data), path)
    return source, found


def _read(entry: Entry, path: str) -> tuple[Source | None, Scalar | None, list[Diagnostic]]:
    """The source; or the text below the fields that could not be read, if there is any, and what is wrong with them."""
    body = None
    try:
        front, body, offset = _divided(entry, path)
        return taken_apart(path, parse_fields(front, path, offset), body, entry.digest), None, []
    except Refused as refused:
        return None, body, [refused.finding]


def _divided(entry: Entry, path: str) -> tuple[str, Scalar | None, int]:
    """The YAML of a file, the text below it, and how many lines are above it."""
    text = _decode(path, _bytes(entry, path))
    if not path.endswith(MARKDOWN):
        return text, None, 0
    front, below, line = _split(text, path)
    return front, Scalar(below, Position(path, line, 1)), 1


def _apart(entry: Entry, path: str) -> tuple[Fields, Scalar | None]:
    """What is in a file that was read before."""
    front, body, offset = _divided(entry, path)
    return parse_fields(front, path, offset), body


def _read_table(entry: Entry, path: str) -> tuple[Table | None, list[Diagnostic]]:
    try:
        return parse_table(_bytes(entry, path), path)
    except Refused as refused:
        return None, [refused.finding]


def _usable(files: Folder, findings: list[Diagnostic]) -> Iterator[tuple[str, Entry]]:
    """Ordinary files below ``content/``, sorted; links, pipes, odd names and copies become findings."""
    taken = {claim(path) for path in files.entries}
    refused = {SITE}
    for path, entry in files.entries.items():
        if path in refused or path.rpartition("/")[0] in refused:
            refused.add(path)
        elif problem := _unreadable(path, entry) or second_version(path, files, taken) or misnamed(path, entry, taken):
            findings.append(problem)
            refused.add(path)
        elif entry.sort is Sort.FILE:
            yield path, entry


def _unreadable(path: str, entry: Entry) -> Diagnostic | None:
    """That a folder cannot be read; of a file that is told where it is read."""
    error = entry.error
    if path == CONTENT and entry.sort is not Sort.FOLDER:
        error = error or errno.ENOTDIR
    elif entry.sort is Sort.FILE or not error:
        return None
    message = f"deze map is niet te lezen ({machine_says(OSError(error, ''))})"
    return fout("map", Position(printable(path)), message, "maak de map, of controleer of u haar mag openen")


def _bytes(entry: Entry, path: str) -> bytes:
    if entry.size > MAX_BYTES:
        remedy = "verdeel de rijen over meer bestanden" if path.endswith(TABLE) else "verdeel de tekst"
        raise Refused(fout("te-groot", Position(path), "dit bestand is groter dan 1 MB", remedy))
    try:
        return entry.read()
    except OSError as error:
        remedy = "controleer of het er is en of u het mag openen"
        message = f"dit bestand is niet te lezen ({machine_says(error)})"
        raise Refused(fout("onleesbaar", Position(path), message, remedy)) from None


def _decode(path: str, data: bytes) -> str:
    """Bytes to text with ``\\n`` line ends, composed letters (NFC), no BOM and no hidden characters."""
    remedy = "bewaar het bestand opnieuw en kies bij codering UTF-8"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in (data[:1], data[1:2]):
        raise Refused(fout("codering", Position(path, 1), "dit bestand is bewaard als UTF-16", remedy))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Refused(fout("codering", Position(path, line), "deze regel is geen UTF-8", remedy)) from None
    text = composed(text.replace("\r\n", "\n").replace("\r", "\n"))
    if HIDDEN.search(text):
        for number, row in enumerate(text.split("\n"), 1):
            visible(row, Position(path, number, 1))
    return text


def _split(text: str, path: str) -> tuple[str, str, int]:
    """Front matter, body, and the line on which the body begins."""
    lines = text.split("\n")
    if trimmed(lines[0]) != "---":
        message = "dit bestand begint niet met een regel '---'"
        raise Refused(fout("kop", Position(path, 1), message, "zet de velden tussen twee regels '---' bovenaan"))
    for number, line in enumerate(lines[1:], 2):
        if trimmed(line) == "---":
            return "\n".join(lines[1 : number - 1]), "\n".join(lines[number:]), number + 1
    message = "de velden bovenaan worden niet afgesloten"
    raise Refused(fout("kop", Position(path, 1), message, "zet een regel '---' onder het laatste veld"))
