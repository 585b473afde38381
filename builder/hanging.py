"""The register of what hangs where, from the command line: a line is added, ended or shown.

The register is the editor's own file. What is changed is one line of it; all other bytes stay as they were, and the new
file is checked before it takes the place of the old one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from builder import whole
from builder.build import check
from builder.comparing import said
from builder.content import Content, Document, Library
from builder.diagnostics import Diagnostic, MachineError, machine_says
from builder.kinds import KINDS
from builder.kinds.ophangregister import KIND, Ophanging, Ophangregister
from builder.kinds.persoon import people_of
from builder.kinds.poster import Poster, short_words
from builder.naming import People, named, people_in
from builder.new import Refusal as Refusal
from builder.new import quoted
from builder.reading import Fields, Listing, Scalar, Source, parse_source, read_source, read_tree
from builder.rules.ophangen import hanging, why_down
from builder.schema import decode
from builder.schema.fields import Ref
from builder.survey import Order

REGISTER = KIND.place("")
DOWN = "Is het weg? Schrijf dat op: ./spijs hang --weg BLAD PLEK"
AS = "schrijf map/naam, bijvoorbeeld posters/welkom"


def answer(order: Order, sheet: str | None, where: str | None, down: bool, ask: Callable[[str], str]) -> str:
    """What the command does with what was typed, and the sentence to tell. Raises :class:`Refusal`."""
    if sheet is None:
        if down:
            raise Refusal("schrijf erbij wat er weg is: ./spijs hang --weg posters/welkom")
        return overview(order)
    if down:
        return take_down(order, sheet, where, ask)
    if where is None:
        raise Refusal(f'schrijf erbij waar het hangt: ./spijs hang {sheet} "Kantine, begane grond"')
    return hang(order, sheet, where)


def hang(order: Order, sheet: str, where: str) -> str:
    """Write down that a sheet (``map/naam``) hangs somewhere from today, with what the register must remember of it.

    The sentence to tell. Raises :class:`Refusal` when that cannot be; the register is then as it was.
    """
    library = _library(order)
    folder, _, name = sheet.partition("/")
    document = library.find(Ref(folder, name))
    if document is None:
        path = next((kind.place(name) for kind in KINDS if folder in (kind.folder, kind.name)), "")
        if path and name and order.site.sources.file(path):
            raise Refusal(f"de bron «{sheet}» heeft nog fouten; kijk ze na met: ./spijs check")
        raise Refusal(f"er is geen bron «{sheet}»; {AS}")
    text = _text(order)
    source = _source(order) if text else None
    indent = _indent(source, text)
    entry = [
        f"{indent}- blad: {sheet}",
        *(f"{indent}  {line}" for line in _remembered(document, library, order, where)),
    ]
    end = "\r\n" if "\r\n" in text else "\n"
    before = text if text.strip() else f"hangt:{end}"
    before += "" if before.endswith("\n") else end
    _replace(order, before + end.join([*entry, ""]), len(_register(source)) + 1)
    told = [f"Opgeschreven in {order.site.root / REGISTER}"]
    word = _word(document, library)
    if word and _people(order, library).names.spot(word):
        told.append(f"Let op: in het gedrukte adres ga/{word} staat de naam van iemand; kies een ander «kort»")
    return "\n".join(told)


def take_down(order: Order, sheet: str, where: str | None, ask: Callable[[str], str]) -> str:
    """Write down that a sheet came down today; ``ask`` chooses the place when it hangs in several.

    The sentence to tell. Raises :class:`Refusal` when nothing hangs there; the register is then as it was.
    """
    library = _library(order)
    source = _source(order) if _text(order) else None
    items = _items(source)
    register = _register(source)
    there = [n for n, hung in enumerate(register) if str(hung.blad) == sheet and _hangs(hung, library.today)]
    if not there:
        others = sorted({str(hung.blad) for hung in register if _hangs(hung, library.today)})
        raise Refusal(f"«{sheet}» hangt nergens; wel: {', '.join(others) or 'niets'}")
    if where is not None:
        there, places = [n for n in there if said(register[n].plek) == said(where)], [register[n].plek for n in there]
        if not there:
            raise Refusal(f"«{sheet}» hangt niet bij «{where}»; wel bij: {'; '.join(places)}")
    chosen = there if len(there) == 1 else _chosen(there, register, sheet, ask)
    text = _text(order)
    for n in reversed(chosen):
        text = _ended(text, items[n], library.today)
    _replace(order, text, len(register))
    return "\n".join(f"Opgeschreven: «{sheet}» is weg bij {register[n].plek}" for n in chosen)


def overview(order: Order) -> str:
    """What hangs where since when, and what must come down and why, as lines of text."""
    library = _library(order)
    _register(_source(order) if _text(order) else None)
    hung = sorted(hanging(library), key=lambda one: (str(one.blad), one.sinds, one.plek))
    if not hung:
        return 'Er hangt niets, zegt het register. Schrijf op wat u ophangt: ./spijs hang posters/welkom "Kantine"\n'
    lines, last, down = [], "", 0
    for one in hung:
        if str(one.blad) != last:
            last = str(one.blad)
            document = library.find(one.blad.ref)
            title = one.titel or (document.title if document else "")
            lines.append(f"{last}{f' («{title}»)' if title else ''}")
        reasons = why_down(one, library) + ([] if library.find(one.blad.ref) else ["de bron is er niet meer"])
        down += bool(reasons)
        lines.append(f"  {one.plek}, sinds {one.sinds:%d-%m-%Y}")
        lines += [f"    moet weg: {'; '.join(reasons)}"] if reasons else []
    lines.append("Er hoeft niets weg." if not down else f"{down} van {len(hung)} moet weg. {DOWN}")
    return "\n".join(lines)


def _library(order: Order) -> Library:
    library, findings = check(order)
    if library is None:
        raise Refusal(f"{findings[0].position}: {findings[0].message}; {findings[0].remedy}")
    return library


def _remembered(document: Document[Content], library: Library, order: Order, where: str) -> list[str]:
    """The lines of a sheet that hangs: what it is called and shows, and where its printed addresses lead."""
    contact = library.settings.contact
    lines = f"{contact.intranet}, {contact.email}, {contact.telefoon}, {contact.tijden}"
    who = sorted(people_of(document, library) | named(document, read_tree(order.site), _people(order, library)))
    told = [f"titel: {quoted(document.title)}", f"plek: {quoted(where)}", f"sinds: {library.today}"]
    told += [f"contact: {quoted(lines)}", *([f"wie: [{', '.join(who)}]"] if who else [])]
    word = _word(document, library)
    told += [f"adres: {word}"] if word else []
    return told + ([f"doel: {quoted(document.value.doel)}"] if isinstance(document.value, Poster) else [])


def _word(document: Document[Content], library: Library) -> str:
    """The last word of the address that is printed on a poster; empty on another sheet."""
    if not isinstance(document.value, Poster):
        return ""
    return short_words(library.get(Ref(document.kind.name, document.id), Poster))[0]


def _people(order: Order, library: Library) -> People:
    return people_in(read_tree(order.site), library.settings, library.today)


def _text(order: Order) -> str:
    """The register as it is, with its own line ends; empty when there is none."""
    entry = order.site.sources.file(REGISTER)
    try:
        return entry.read().decode("utf-8") if entry else ""
    except UnicodeDecodeError:
        return " "  # reading says what is wrong with it
    except OSError as error:
        raise MachineError(f"{error.filename} is niet te lezen ({machine_says(error)})") from error


def _source(order: Order) -> Source:
    return _good(*read_source(order.site, REGISTER))


def _good(source: Source | None, found: list[Diagnostic]) -> Source:
    if source is None:
        place = f"{REGISTER}, regel {found[0].position.line}" if found[0].position.line else REGISTER
        raise Refusal(f"{place}: {found[0].message}; {found[0].remedy}")
    return source


def _items(source: Source | None) -> list[Fields]:
    """The lines of the register as they stand in the file."""
    listed = source.fields.entries.get("hangt") if source else None
    return [item for item in listed.items if isinstance(item, Fields)] if isinstance(listed, Listing) else []


def _register(source: Source | None) -> tuple[Ophanging, ...]:
    if source is None:
        return ()
    value, found = decode(Ophangregister, source.fields)
    if value is None:
        raise Refusal(f"{found[0].position}: {found[0].message}; {found[0].remedy}")
    return value.hangt


def _hangs(hung: Ophanging, today: date) -> bool:
    return hung.weg is None or hung.weg > today


def _chosen(there: list[int], register: tuple[Ophanging, ...], sheet: str, ask: Callable[[str], str]) -> list[int]:
    """Which of several places are meant."""
    shown = [f"  {number}. {register[n].plek}" for number, n in enumerate(there, 1)]
    question = "\n".join(
        [f"«{sheet}» hangt op {len(there)} plekken:", *shown, "Waar is het weg? (een nummer, of alle)"]
    )
    while True:
        answer = ask(question).strip().lower()
        if answer == "alle":
            return there
        if answer.isdigit() and 1 <= int(answer) <= len(there):
            return [there[int(answer) - 1]]
        question = f"Schrijf een nummer van 1 tot en met {len(there)}, of alle"


def _ended(text: str, item: Fields, today: date) -> str:
    """The text of the register with a last day in one of its lines; whatever else stands there stays."""
    lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", text)
    if isinstance(old := item.entries.get("weg"), Scalar):
        row, column = old.position.line - 1, old.position.column - 1
        written = re.compile(rf"\"[^\"\n]*\"|'[^'\n]*'|{re.escape(old.text)}")
        after = written.sub(f"{today}", lines[row][column:], count=1)
        lines[row] = lines[row][:column] + after
        return "".join(lines)
    place = item.keys["blad"]
    row = place.line - 1
    before, key = lines[row][: place.column - 1], lines[row][place.column - 1 :]
    if re.fullmatch(r"[ ]*(- +)?", before):
        told = lines[row].rstrip("\r\n")
        mark = lines[row][len(told) :] or "\n"
        lines[row] = told + mark + " " * len(before) + f"weg: {today}" + mark
    else:
        lines[row] = f"{before}weg: {today}, {key}"
    return "".join(lines)


def _indent(source: Source | None, text: str) -> str:
    """What stands before the dash of the lines that are there already."""
    items = _items(source)
    if not items:
        return "  "
    first = re.split(r"\r\n|\r|\n", text)[items[0].position.line - 1]
    return re.match(r"[ ]*", first)[0]  # type: ignore[index]


def _replace(order: Order, text: str, count: int) -> None:
    """Put a text in the place of the register when it is a register with ``count`` lines, whole or not at all."""
    register, before = order.site.root / REGISTER, order.site.sources.file(REGISTER)
    data = text.encode("utf-8")
    if len(_register(_good(*parse_source(data, REGISTER)))) != count:
        raise Refusal(f"in {REGISTER} past hier geen regel bij; zet «hangt:» onderaan, met een streepje per regel")
    try:
        if (register.read_bytes() if register.exists() else b"") != (before.read() if before else b""):
            raise Refusal(f"{REGISTER} veranderde intussen; geef de opdracht nog eens")
        whole.write(register, data, lasting=True)
    except OSError as error:
        raise MachineError(f"{register} is niet te schrijven ({machine_says(error)})") from error
