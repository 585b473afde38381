"""YAML text to located nodes, by its events: the only door to ``yaml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from yaml import CSafeLoader, YAMLError, parse
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from builder.comparing import composed, same
from builder.diagnostics import Diagnostic, Position, fout
from builder.reading.traps import explain, line_of, lost, of_key, straightened, write

MAX_DEPTH = 12
MAX_NODES = 50_000


@dataclass(frozen=True, slots=True)
class Scalar:
    """A piece of text, as it was written; ``raw`` is how it stands in the file where that differs."""

    text: str
    position: Position
    raw: str = ""

    def place(self, offset: int) -> Position:
        """Where the character at ``offset`` stands; in a text that YAML folds, about where."""
        above = self.text.count("\n", 0, offset)
        column = offset - self.text.rfind("\n", 0, offset)
        start = self.position
        return Position(start.file, start.line + above, column if above else start.column + column - 1)


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of nodes."""

    items: tuple[Node, ...]
    position: Position


@dataclass(frozen=True, slots=True)
class Fields:
    """Keys with their nodes, in the order of the file; ``keys`` says where each key stands."""

    entries: Mapping[str, Node]
    keys: Mapping[str, Position]
    position: Position


Node = Scalar | Listing | Fields


class Refused(Exception):
    """Reading of this one file ends here; carries the finding."""

    def __init__(self, finding: Diagnostic) -> None:
        super().__init__(str(finding))
        self.finding = finding


# Characters that nobody means to type: they turn the reading direction, hide text, or are no text at all. Others that
# cannot be seen mean something (a place to break, letters that join) or nothing; ``comparing`` does without them.
HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]")


def visible(text: str, position: Position) -> str:
    """The text itself, composed (NFC), when all of it can be seen; else it is refused."""
    if found := HIDDEN.search(text):
        message = f"hier staat een onzichtbaar teken (U+{ord(found[0]):04X})"
        where = Position(position.file, position.line, position.column + found.start())
        raise Refused(fout("onzichtbaar-teken", where, message, "wis het en typ de tekst eromheen opnieuw"))
    return composed(text)


@dataclass(slots=True)
class _Open:
    """A collection whose end has not been read yet."""

    position: Position
    mapping: bool
    items: list[Node] = field(default_factory=list)
    entries: dict[str, Node] = field(default_factory=dict)
    keys: dict[str, Position] = field(default_factory=dict)
    key: str | None = None

    def close(self) -> Node:
        if self.mapping:
            return Fields(self.entries, self.keys, self.position)
        return Listing(tuple(self.items), self.position)

    def add(self, node: Node) -> None:
        if not self.mapping:
            self.items.append(node)
        elif self.key is None:
            self._take_key(node)
        else:
            self.entries[self.key] = node
            self.key = None

    def _take_key(self, node: Node) -> None:
        if not isinstance(node, Scalar):
            message = "de naam van een veld moet een gewoon woord zijn"
            raise Refused(fout("yaml", node.position, message, "schrijf er een woord, zoals «naam: waarde»"))
        key = same(node.text)
        if key in self.keys:
            message = f"veld «{key}» staat er twee keer (ook op regel {self.keys[key].line})"
            raise Refused(fout("dubbel-veld", node.position, message, "houd er één over"))
        self.key, self.keys[key] = key, node.position


def parse_fields(text: str, path: str, offset: int = 0) -> Fields:
    """YAML text to located fields; ``offset`` lines stand above it in the file. Raises ``Refused``."""
    done: list[Node] = []
    stack: list[_Open] = []
    before: ScalarEvent | None = None
    text = straightened(text)
    try:
        for count, event in enumerate(parse(text, Loader=CSafeLoader)):
            mark = event.start_mark
            place = Position(path, mark.line + 1 + offset, mark.column + 1) if mark else Position(path)
            _refuse_tricks(event, place, len(stack), count, bool(done), text)
            if isinstance(event, MappingStartEvent | SequenceStartEvent):
                stack.append(_Open(place, isinstance(event, MappingStartEvent)))
                continue
            if isinstance(event, ScalarEvent):
                if told := lost(event, before, text, place):
                    raise Refused(told)
                before = event
                begins = Position(path, place.line + 1, 1) if event.style in ("|", ">") and event.value else place
                node: Node = Scalar(visible(event.value, place), begins, _raw(event, text))
            elif isinstance(event, MappingEndEvent | SequenceEndEvent):
                node = stack.pop().close()
            else:
                continue
            if stack:
                stack[-1].add(node)
            else:
                done.append(node)
    except YAMLError as error:
        raise Refused(explain(error, text, path, offset)) from None
    if not done or (isinstance(done[0], Scalar) and not done[0].text):
        raise Refused(fout("leeg", Position(path, 1), "dit bestand is leeg", "vul de velden in, of haal het weg"))
    if not isinstance(done[0], Fields):
        place = done[0].position
        found = isinstance(done[0], Scalar) and of_key(line_of(text, place.line - 1 - offset))
        found = found or ("hier horen velden te staan", "schrijf op elke regel een veld, zoals «naam: waarde»")
        raise Refused(fout("yaml", place, *found))
    return done[0]


def _raw(event: ScalarEvent, text: str) -> str:
    """How a text stands in the file, where its signs or lines are not those of its value."""
    start, end = event.start_mark, event.end_mark
    same = event.style == "|" or (event.style is None and start and end and start.line == end.line)
    return text[start.index : end.index] if start and end and not same else ""


def _refuse_tricks(event: Event, place: Position, depth: int, count: int, done: bool, text: str) -> None:
    """Refuse the parts of YAML that can mislead a reader or exhaust the machine."""
    line = event.start_mark.line if event.start_mark else 0
    if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
        message, remedy = "& en * hebben in YAML een eigen betekenis", write(line_of(text, line))
    elif getattr(event, "tag", None):
        message, remedy = "een woord met ! ervoor heeft in YAML een eigen betekenis", write(line_of(text, line))
    elif depth >= MAX_DEPTH and isinstance(event, MappingStartEvent | SequenceStartEvent):
        message, remedy = "deze velden zijn te diep genest", f"gebruik hooguit {MAX_DEPTH} lagen"
    elif count > MAX_NODES:
        message, remedy = f"dit bestand heeft meer dan {MAX_NODES} onderdelen", "verdeel het"
    elif isinstance(event, DocumentStartEvent) and done:
        message, remedy = (
            "na '---' begint in YAML een tweede document",
            "haal die regel weg, of maak van wat eronder staat een tweede bestand",
        )
    else:
        return
    raise Refused(fout("yaml", place, message, remedy))
