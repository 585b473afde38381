"""Files of a site to located nodes.

YAML is read as events and every scalar stays text (a phone number keeps its nought, ``no`` stays a word); anchors,
tags, double keys and deep nesting are refused. Each node knows its line and column, so that every later complaint
can point at it. Limits are in the constants below.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from builder.diagnostics import Diagnostic, Position, fout, machine_says
from builder.reading.attached import DOCUMENTS, INSTEAD, TAKEN, Attachment, attachment, suffix_of
from builder.reading.nodes import Fields, Listing, Node, Refused, Scalar, parse_fields, visible
from builder.reading.table import Table, parse_table

__all__ = ["Attachment", "Fields", "Listing", "Node", "Scalar", "Source", "Table", "Tree", "read_source", "read_tree"]

MAX_BYTES = 1_000_000
MAX_FOLDERS = 6
SOURCES = {".yml", ".yaml", ".md"}
IMAGES = {".png", ".jpg", ".jpeg", ".webp", ".svg"}
TABLE = ".csv"
ALLOWED = (
    "lever tekst als .md of .yml, beeld als .jpg, .png, .webp of .svg, rijen bij een brief als .csv en "
    f"een bijlage als {TAKEN}"
)
DRAFT = "concept"  # the status of what is not finished
RESERVED = {"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10))}
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")


@dataclass(frozen=True, slots=True)
class Source:
    """One source file: its fields and, for Markdown, the text below them."""

    path: str
    fields: Fields
    body: Scalar | None = None

    @property
    def folder(self) -> str:
        """The folder right under ``content/`` that the file lives in."""
        return self.path.split("/")[1]

    @property
    def id(self) -> str:
        """The name of the file without its suffix: how other sources refer to it."""
        return self.path.rsplit("/", 1)[-1].rsplit(".", 1)[0]

    @property
    def is_draft(self) -> bool:
        """Whether it says of itself that it is not to be published yet."""
        status = self.fields.entries.get("status")
        return isinstance(status, Scalar) and status.text.strip() == DRAFT

    def texts(self) -> Iterator[tuple[Scalar, str]]:
        """Every text in the file, with the name of the field that it stands in."""
        yield from _texts(self.fields, "")
        if self.body is not None:
            yield self.body, "tekst"


def _texts(node: Node, name: str) -> Iterator[tuple[Scalar, str]]:
    if isinstance(node, Scalar):
        yield node, name
    elif isinstance(node, Listing):
        for item in node.items:
            yield from _texts(item, name)
    else:
        for key, value in node.entries.items():
            yield from _texts(value, key)


@dataclass(frozen=True, slots=True)
class Tree:
    """All that was read from ``content/``: sources, the digest of each picture, tables, documents, what was wrong.

    ``texts`` are those of Markdown sources whose fields could not be read.
    ``drafts`` are the paths of sources that say they are a draft, also where they cannot be read further, and of the
    tables beside them.
    """

    root: Path
    sources: tuple[Source, ...]
    images: Mapping[str, str]
    tables: Mapping[str, Table]
    findings: tuple[Diagnostic, ...]
    texts: tuple[Scalar, ...] = ()
    drafts: frozenset[str] = frozenset()
    attachments: Mapping[str, Attachment] = field(default_factory=dict)


def read_tree(root: Path) -> Tree:
    """Read every source below ``root/content``; a file that cannot be read becomes a finding, never an exception."""
    findings: list[Diagnostic] = []
    sources: list[Source] = []
    images: dict[str, str] = {}
    tables: dict[str, Table] = {}
    documents: list[str] = []
    texts: list[Scalar] = []
    for path in _walk(root, "content", findings, depth=0):
        suffix = Path(path).suffix
        if suffix in IMAGES:
            images[path] = hashlib.sha256((root / path).read_bytes()).hexdigest()
            continue
        if suffix_of(path) in DOCUMENTS:
            documents.append(path)
            continue
        if suffix == TABLE:
            table, found = _read_table(root, path)
            tables |= {path: table} if table else {}
        else:
            source, text, found = _read(root, path)
            sources += [source] if source else []
            texts += [text] if text else []
        findings += found
    drafts = {source.path for source in sources if source.is_draft}
    unread = {finding.position.file for finding in findings} - set(tables)
    drafts |= {path for path in unread if Path(path).suffix in SOURCES and _looks_like_draft(root / path)}
    beside = {f"{path.rpartition('.')[0]}{TABLE}" for path in drafts}
    named = {path: attachment(root, path, published(path)) for path in documents}
    return Tree(root, tuple(sources), images, tables, tuple(findings), tuple(texts), frozenset(drafts | beside), named)


def published(path: str) -> str:
    """The name under which a document is published: in its own folder, and safe in every address."""
    folder, _, name = path.rpartition("/")
    stem, suffix = name[: -len(suffix_of(name))], suffix_of(name)
    return f"bijlagen/{folder.removeprefix('content').strip('/') or 'los'}/{good_name(stem, suffix, set())}"


def _looks_like_draft(path: Path) -> bool:
    """Whether a source that cannot be read has a line that says that it is a draft."""
    if path.is_symlink() or not path.is_file():  # a pipe would keep us waiting for its first word
        return False
    try:
        with path.open("rb") as file:
            return bool(re.search(rb"^status:[ \t]*['\"]?" + DRAFT.encode() + rb"\b", file.read(MAX_BYTES), re.M))
    except OSError:
        return False


def read_source(root: Path, path: str) -> tuple[Source | None, list[Diagnostic]]:
    """Read one file, ``path`` being relative to ``root``: the source, or what is wrong with it."""
    source, _, found = _read(root, path)
    return source, found


def _read(root: Path, path: str) -> tuple[Source | None, Scalar | None, list[Diagnostic]]:
    """The source; or the text below the fields that could not be read, if there is any, and what is wrong with them."""
    body = None
    try:
        text = _decode(path, _bytes(root, path))
        if not path.endswith(".md"):
            return Source(path, parse_fields(text, path)), None, []
        front, below, line = _split(text, path)
        body = Scalar(below, Position(path, line, 1))
        return Source(path, parse_fields(front, path, 1), body), None, []
    except Refused as refused:
        return None, body, [refused.finding]


def _read_table(root: Path, path: str) -> tuple[Table | None, list[Diagnostic]]:
    try:
        return parse_table(_bytes(root, path), path)
    except Refused as refused:
        return None, [refused.finding]


def _walk(root: Path, folder: str, findings: list[Diagnostic], depth: int) -> Iterator[str]:
    """Names of ordinary files below ``folder``, sorted; links, pipes and odd names become findings."""
    entries = sorted(_entries(root / folder, folder, findings), key=lambda e: e.name)
    taken = {entry.name for entry in entries}
    for entry in entries:
        path = f"{folder}/{entry.name}"
        if entry.name.startswith((".", "~$")) or entry.name == "Thumbs.db":  # of the system, or of Word
            continue
        mode = entry.stat(follow_symlinks=False).st_mode
        problem = _problem(entry.name, mode, depth, taken)
        if problem:
            findings.append(fout("bestand", Position(_printable(path)), *problem))
        elif stat.S_ISDIR(mode):
            yield from _walk(root, path, findings, depth + 1)
        else:
            yield path


def _entries(directory: Path, folder: str, findings: list[Diagnostic]) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(directory) as entries:
            return list(entries)
    except OSError as error:
        remedy = "maak de map, of controleer of u haar mag openen"
        findings.append(fout("map", Position(folder), f"deze map is niet te lezen ({machine_says(error)})", remedy))
        return []


def _problem(name: str, mode: int, depth: int, taken: set[str]) -> tuple[str, str] | None:
    """What is wrong with a directory entry (message, remedy), or None; no name that is ``taken`` is proposed."""
    if stat.S_ISLNK(mode):
        return "dit is een koppeling naar een andere plek; Spijs volgt die niet", "zet het bestand zelf hier"
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        return "dit is geen gewoon bestand", "haal het weg uit de map content"
    folder = stat.S_ISDIR(mode)
    suffix = "" if folder else Path(name).suffix
    stem = name.removesuffix(suffix)
    known = suffix.lower() in {*SOURCES, *IMAGES, TABLE, *DOCUMENTS}
    if not (folder or known):
        bijlage = f"is het een bijlage, {INSTEAD[suffix.lower()]}; " if suffix.lower() in INSTEAD else ""
        return f"met een bestand van de soort '{_printable(suffix)}' kan Spijs niets", bijlage + ALLOWED
    if suffix.lower() in DOCUMENTS and name == _printable(unicodedata.normalize("NFC", name)):
        return None  # it is published under another name
    if not NAME.fullmatch(stem) or suffix != suffix.lower():
        remedy = "gebruik kleine letters, cijfers en streepjes, hooguit 60 tekens"
        good = good_name(stem, suffix, taken)
        return "de naam van dit bestand werkt niet op elke computer", f"{remedy}, bijvoorbeeld '{good}'"
    if stem in RESERVED:
        return "deze naam is op Windows verboden", f"noem het anders, bijvoorbeeld '{good_name(stem, suffix, taken)}'"
    too_deep = "deze map ligt te diep", f"gebruik hooguit {MAX_FOLDERS} mappen in elkaar"
    return too_deep if folder and depth >= MAX_FOLDERS else None


def good_name(stem: str, suffix: str, taken: set[str]) -> str:
    """A name that works on every computer and is not ``taken``, like the one given; it is taken from now on."""
    plain = re.sub(r"[^a-z0-9]+", "-", _plain_letters(stem)).strip("-")[:56].strip("-") or "naam"
    names = [plain, *(f"{plain}-{number}" for number in range(1, len(taken) + 3))]
    free = (name for name in names if name not in RESERVED and f"{name}{suffix.lower()}" not in taken)
    good = f"{next(free)}{suffix.lower()}"
    taken.add(good)
    return good


def _plain_letters(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _printable(name: str) -> str:
    """A file name that can be shown: bytes that are no UTF-8 and control characters become question marks."""
    safe = name.encode("utf-8", "replace").decode("utf-8")
    return "".join(c if c.isprintable() else "?" for c in safe)


def _bytes(root: Path, path: str) -> bytes:
    try:
        with (root / path).open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        remedy = "controleer of het er is en of u het mag openen"
        message = f"dit bestand is niet te lezen ({machine_says(error)})"
        raise Refused(fout("onleesbaar", Position(path), message, remedy)) from None
    if len(data) > MAX_BYTES:
        remedy = "verdeel de rijen over meer bestanden" if path.endswith(TABLE) else "verdeel de tekst"
        raise Refused(fout("te-groot", Position(path), "dit bestand is groter dan 1 MB", remedy))
    return data


def _decode(path: str, data: bytes) -> str:
    """Bytes to text with ``\\n`` line ends, composed letters (NFC), no BOM and no hidden characters."""
    remedy = "bewaar het bestand opnieuw en kies bij codering UTF-8"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused(fout("codering", Position(path, 1), "dit bestand is bewaard als UTF-16", remedy))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Refused(fout("codering", Position(path, line), "deze regel is geen UTF-8", remedy)) from None
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    for number, row in enumerate(text.split("\n"), 1):
        visible(row, Position(path, number, 1))
    return text


def _split(text: str, path: str) -> tuple[str, str, int]:
    """Front matter, body, and the line on which the body begins."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        message = "dit bestand begint niet met een regel '---'"
        raise Refused(fout("kop", Position(path, 1), message, "zet de velden tussen twee regels '---' bovenaan"))
    for number, line in enumerate(lines[1:], 2):
        if line.rstrip() == "---":
            return "\n".join(lines[1 : number - 1]), "\n".join(lines[number:]), number + 1
    message = "de velden bovenaan worden niet afgesloten"
    raise Refused(fout("kop", Position(path, 1), message, "zet een regel '---' onder het laatste veld"))
