"""The form of a source: shown, looked at while somebody types, and saved with nothing lost.

What is wrong never takes words away: a form that could not be saved comes back with all that was typed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from builder.content import Kind
from builder.desk import telling
from builder.desk.door import Answer, Asked, Desk, Route, values
from builder.desk.drawing import sentence
from builder.desk.filling import Found, answer, changes, filled_in, questions, untouched
from builder.desk.inbox import address
from builder.desk.sources import Line, named, paths
from builder.diagnostics import Diagnostic
from builder.editing import (
    BODY,
    Conflict,
    Field,
    NotDone,
    Opened,
    Option,
    Value,
    Way,
    Workplace,
    changed,
    field_at,
    form,
    made_own,
    opened,
    save,
)
from builder.editing import values as standing
from builder.editing.pasted import as_markdown
from builder.editing.references import kind_of
from builder.inputs import is_lent
from builder.kinds.persoon import Persoon, people_of
from builder.reading import parse_source
from builder.schema import decode
from builder.typography import sort_key
from builder.vocabularies import Woordenlijsten

MISSING = "ontbreekt"  # the code of a finding about a field that is not there
LAST = ("voorheen",)  # fields that are hardly ever filled in by hand


@dataclass(frozen=True)
class Sheet:
    """A form with all that it needs: the source as it is on the disk, its line in the list, and its questions."""

    line: Line
    file: Opened
    fields: tuple[Field, ...]
    now: Mapping[str, Value]
    trouble: NotDone | None = None


def sheet(desk: Desk, path: str) -> Sheet:
    """The form of a source as it is on the disk; raises :class:`NotDone` for what is no source of this site."""
    line = next((line for line in desk.lines() if line.path == path), None)
    file = opened(desk.root, path)
    if line is None:
        raise NotDone("deze bron is er niet, of Spijs heeft haar nog niet gezien", "kies er een uit de lijst")
    fields = fields_of(desk, line.kind)
    try:
        return Sheet(line, file, fields, standing(file.data, path))
    except NotDone as trouble:
        return Sheet(line, file, fields, {}, trouble)


def fields_of(desk: Desk, kind: Kind) -> tuple[Field, ...]:
    """The questions for a kind, with what is hardly ever asked at the end and the text last of what is."""
    library = desk.preview.state.library
    asked = form(kind.model, library.settings.woordenlijsten if library else Woordenlijsten())
    return tuple(sorted(asked, key=lambda field: (field.name in LAST, field.name == BODY)))


def options(desk: Desk) -> Mapping[str, tuple[Option, ...]]:
    """What references can be made to: by kind, and all of them as ``map/naam`` below the empty name."""
    state, found = desk.preview.state, dict[str, list[Option]]()
    documents = {d.path: d for d in state.library.documents.values()} if state.library else {}
    for path, kind in paths(state.site) if state.site else ():
        id, document = path.rpartition("/")[2].rpartition(".")[0], documents.get(path)
        title = named(document, state.library) if document and state.library else id
        found.setdefault(kind.name, []).append(Option(id, title))
        found.setdefault("", []).append(Option(f"{kind.folder}/{id}", f"{title} ({kind.name})"))
    return {name: tuple(sorted(all, key=lambda one: sort_key(one.label))) for name, all in found.items()}


def _page(desk: Desk, made: Sheet, typed: Mapping[str, Value] | None = None, status: int = 200, **more: Any) -> Answer:
    """The page of a source; ``typed`` is what stands in its form when that is not what stands in the file."""
    path, known = made.line.path, options(desk)
    findings = [one for one in desk.preview.state.findings if one.position.file == path]
    placed, loose = _placed(desk, made.file.data, path, findings)
    now = made.now if typed is None else typed
    asked = questions(made.fields, now, lambda field: known.get(field.kind, ()), placed)
    return desk.page(
        "bron.html",
        status,
        hier="bronnen",
        regel=made.line,
        gezien=made.file.digest,
        waren=_marks(made),
        vragen=[one for one in asked if one.field.name not in LAST],
        zelden=[one for one in asked if one.field.name in LAST],
        bevindingen=loose,
        aantal=len(findings),
        mis=made.trouble,
        tekst=made.file.data.decode("utf-8", "replace").splitlines() if made.trouble else [],
        bronnen=known.get("", ()),
        onthoud="tab" if _about_people(desk, path) else "browser",
        **{"bewaard": "", "melding": None, "teruggezet": typed is not None, **more},
    )


def _about_people(desk: Desk, path: str) -> bool:
    """Whether words of a source may stay in a browser no longer than its tab: they are of people, or may be."""
    library = desk.preview.state.library
    document = next((d for d in library.documents.values() if d.path == path), None) if library else None
    if library is None or document is None:
        return True
    return isinstance(document.value, Persoon) or document.kind.table or bool(people_of(document, library))


def _placed(desk: Desk, data: bytes, path: str, findings: list[Diagnostic]) -> tuple[Found, list[telling.Values]]:
    """Findings by the field that they are about, and those that are about none."""
    at: dict[Any, list[telling.Values]] = {}
    for one in findings:
        at.setdefault(_way(data, path, one), []).append(telling.finding(one, desk.say))
    loose = at.pop((), [])
    return at, loose


def _way(data: bytes, path: str, one: Diagnostic) -> Way:
    """The way to the field that a finding is about; what is not there is told where it would be."""
    if one.code == MISSING and (name := re.search(r"«([^»]+)»", one.message)):
        return (name[1],)
    return field_at(data, path, one.position) if one.position.column else ()


def _marks(made: Sheet) -> str:
    """A mark of each field as it was when the form was opened: by that is known who changed what."""
    sent = untouched(questions(made.fields, made.now, lambda field: (), {}))
    return " ".join(f"{field.name}:{_mark(answer(field, f'v/{field.name}', sent))}" for field in made.fields)


def _mark(value: Value | None) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:12]


def _show(desk: Desk, asked: Asked) -> Answer:
    """The form of a source."""
    site, path = desk.preview.state.site, asked.query.get("bron", "")
    if site and is_lent(site, path):
        return desk.page("geleend.html", hier="bronnen", bron=path, soort=kind_of(path))
    made = sheet(desk, path)
    return _page(desk, made, bewaard=asked.query.get("bewaard", ""))


def _own(desk: Desk, asked: Asked) -> Answer:
    """Make a source that Spijs lends, and those of its kind, sources of the site itself."""
    path = asked.sent.get("bron", "")
    made_own(Workplace(desk.root, desk.published, datetime.now(UTC)), path)
    desk.preview.look_again()
    return Answer(status=303, to="/bronnen?soort=" + kind_of(path).name)


def _again(desk: Desk, asked: Asked) -> Answer:
    """The form with words that were not saved."""
    made = sheet(desk, asked.sent.get("bron", ""))
    return _page(desk, made, filled_in(made.fields, asked.sent))


def new_bytes(made: Sheet, sent: Mapping[str, str]) -> bytes:
    """The source with what was answered in its form; raises :class:`NotDone`."""
    before = untouched(questions(made.fields, made.now, lambda field: (), {}))
    wanted = changes(made.fields, made.now, before, sent)
    theirs = {name for name in (field.name for field in made.fields) if sent.get(f"kies/{name}") == "schijf"}
    kept = {way: value for way, value in wanted.items() if (way if isinstance(way, str) else way[0]) not in theirs}
    return changed(made.file.data, made.line.path, kept)


def _save(desk: Desk, asked: Asked) -> Answer:
    """Save what was answered; where that cannot be done the words stay in the form."""
    path, seen = asked.sent.get("bron", ""), asked.sent.get("gezien", "")
    made = sheet(desk, path)
    try:
        if seen != made.file.digest:
            return _conflict(desk, made, asked)
        save(desk.root, desk.published, path, seen, new_bytes(made, asked.sent), datetime.now(UTC))
    except Conflict:
        return _conflict(desk, sheet(desk, path), asked)
    except NotDone as problem:
        return _page(desk, made, filled_in(made.fields, asked.sent), 409, melding=problem)
    desk.preview.look_again()
    return Answer(status=303, to=f"{address(path)}&bewaard={datetime.now():%H:%M}")


def _conflict(desk: Desk, made: Sheet, asked: Asked) -> Answer:
    """Both versions of each field that is another one, side by side."""
    before = untouched(questions(made.fields, made.now, lambda field: (), {}))
    was = dict(pair.split(":", 1) for pair in asked.sent.get("waren", "").split() if ":" in pair)
    both = []
    for field in made.fields:
        name = f"v/{field.name}"
        disk, ours = answer(field, name, before), answer(field, name, asked.sent)
        if disk != ours:
            both.append((field, in_words(disk), in_words(ours), was.get(field.name) != _mark(ours)))
    sent = {key: value for key, value in asked.sent.items() if key.startswith("v/")}
    return desk.page(
        "botsing.html", 409, hier="bronnen", regel=made.line, velden=both, gezien=made.file.digest, verstuurd=sent,
        waren=_marks(made),
    )  # fmt: skip


def in_words(value: Value | None) -> str:
    """A value as it can be read beside another one."""
    if isinstance(value, dict):
        return "\n".join(f"{key}: {in_words(one)}" for key, one in value.items())
    if isinstance(value, list):
        return "\n".join(f"– {in_words(one)}" for one in value)
    return value or ""


def _look(desk: Desk, asked: Asked) -> Answer:
    """What is wrong with a form as it stands now, by the name of each answer; nothing is written."""
    try:
        made = sheet(desk, asked.sent.get("bron", ""))
        data = new_bytes(made, asked.sent)
    except NotDone as problem:
        return values({"velden": {}, "mis": f"{sentence(problem.message)} {sentence(problem.remedy)}"})
    source, found = parse_source(data, made.line.path)
    library = desk.preview.state.library
    if source and library:
        found = [*found, *decode(made.line.kind.model, source.fields, source.body, library.settings.facts)[1]]
    placed, loose = _placed(desk, data, made.line.path, found)
    fields = {"/".join(map(str, ("v", *way))): told for way, told in placed.items()}
    return values({"velden": fields, "los": loose, "mis": ""})


def _pasted(desk: Desk, asked: Asked) -> Answer:
    """What was pasted, as the Markdown of Spijs."""
    return values({"tekst": as_markdown(asked.sent.get("html", ""))})


ROUTES: tuple[Route, ...] = (
    ("GET", "/bron", _show),
    ("POST", "/bron/opnieuw", _again),
    ("POST", "/bron/bewaar", _save),
    ("POST", "/bron/nakijken", _look),
    ("POST", "/bron/plakken", _pasted),
    ("POST", "/bron/eigen", _own),
)
