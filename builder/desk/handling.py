"""A source that is new, copied, called otherwise or put away, and somebody who takes a consent back."""

from __future__ import annotations

from datetime import UTC, datetime

from builder.content import Content, Document, Library
from builder.desk.door import Answer, Asked, Desk, Route
from builder.desk.inbox import address
from builder.desk.writing import sheet
from builder.editing import (
    Key,
    NotDone,
    Value,
    Workplace,
    changed,
    copy,
    create,
    free_name,
    put_away,
    rename,
    save,
    used_by,
)
from builder.kinds import KINDS
from builder.kinds.persoon import Persoon, people_of

TITLES = ("titel", "naam", "functie", "kop")  # fields of which the first that a kind has is what a source is called


def place(desk: Desk) -> Workplace:
    """Where the desk writes, now."""
    return Workplace(desk.root, desk.published, datetime.now(UTC))


def done(desk: Desk, path: str) -> Answer:
    """Go to a source that was just written."""
    desk.preview.look_again()
    return Answer(status=303, to=f"{address(path)}&bewaard={datetime.now():%H:%M}")


def _new(desk: Desk, asked: Asked) -> Answer:
    kinds = [kind for kind in KINDS if not kind.single]
    return desk.page("nieuw.html", hier="bronnen", soorten=kinds, gekozen=asked.query.get("soort", ""))


def _create(desk: Desk, asked: Asked) -> Answer:
    title = asked.sent.get("titel", "").strip()
    kind = next((kind for kind in KINDS if kind.name == asked.sent.get("soort")), None)
    if kind is None or not title:
        raise NotDone("er staat nog niet bij wat u wilt maken, of hoe het heet", "kies een soort en schrijf een titel")
    field = next((name for name in TITLES if name in kind.model.model_fields), "")
    path = create(place(desk), kind, free_name(desk.root, kind, title), {field: title} if field else {})
    return done(desk, path)


def _more(desk: Desk, asked: Asked) -> Answer:
    """What else can be done with a source, and what that will do."""
    made = sheet(desk, asked.query.get("bron", ""))
    library, path = desk.preview.state.library, made.line.path
    document = next((d for d in library.documents.values() if d.path == path), None) if library else None
    person = document if document and isinstance(document.value, Persoon) else None
    return desk.page(
        "meer.html",
        hier="bronnen",
        regel=made.line,
        gezien=made.file.digest,
        gebruikers=used_by(desk.root, path),
        bestand=path.rpartition("/")[2].rpartition(".")[0],
        enig=made.line.kind.single,
        intrekken=_goes(person, library) if person and library and _holds(person.value) else None,
    )


def _holds(value: Content) -> bool:
    """Whether somebody has a consent to take back."""
    return isinstance(value, Persoon) and value.toestemming is not None and value.toestemming.ingetrokken is None


def _goes(person: Document[Content], library: Library) -> list[str]:
    """Where somebody is shown now: all of that goes, or closes up, with the consent."""
    return [
        f"{one.kind.name}: {one.title}"
        for one in library.documents.values()
        if one is not person and person.id in people_of(one, library) and library.hidden(one) is None
    ]


def _copy(desk: Desk, asked: Asked) -> Answer:
    path, title = asked.sent.get("bron", ""), asked.sent.get("naam", "").strip()
    name = free_name(desk.root, sheet(desk, path).line.kind, title or "kopie")
    return done(desk, copy(place(desk), path, name))


def _rename(desk: Desk, asked: Asked) -> Answer:
    path, name, seen = (asked.sent.get(one, "").strip() for one in ("bron", "naam", "gezien"))
    return done(desk, rename(place(desk), path, name, seen)[0])


def _away(desk: Desk, asked: Asked) -> Answer:
    put_away(place(desk), path := asked.sent.get("bron", ""), asked.sent.get("gezien", ""))
    return done(desk, path)


def _withdraw(desk: Desk, asked: Asked) -> Answer:
    """Write down that somebody takes the consent back, today."""
    made = sheet(desk, path := asked.sent.get("bron", ""))
    if "toestemming" not in made.now:
        raise NotDone("bij deze bron staat geen toestemming", "kies de persoon uit de lijst")
    today = datetime.now().date().isoformat()
    taken: dict[Key, Value | None] = {("toestemming", "ingetrokken"): today}
    data = changed(made.file.data, path, taken)
    save(desk.root, desk.published, path, asked.sent.get("gezien", ""), data, datetime.now(UTC))
    desk.preview.look_again()
    return Answer(status=303, to="/publiceren")


ROUTES: tuple[Route, ...] = (
    ("GET", "/nieuw", _new),
    ("POST", "/nieuw", _create),
    ("GET", "/meer", _more),
    ("POST", "/meer/kopie", _copy),
    ("POST", "/meer/naam", _rename),
    ("POST", "/meer/weg", _away),
    ("POST", "/meer/intrekken", _withdraw),
)
