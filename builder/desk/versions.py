"""Earlier versions of a source, with what differs, and the way back to each."""

from __future__ import annotations

from datetime import UTC, datetime

from builder.desk.door import Answer, Asked, Desk, Route
from builder.desk.inbox import address
from builder.desk.writing import in_words, sheet
from builder.editing import NotDone, earlier, put_back
from builder.editing import values as standing


def _list(desk: Desk, asked: Asked) -> Answer:
    path = asked.query.get("bron", "")
    made = sheet(desk, path)
    found = earlier(desk.root, desk.published, path)
    shown, after = [], made.file.data
    for one in found:
        shown.append((one, one.moment.astimezone(), _differing(one.data, after, path)))
        after = one.data
    brief = made.line.kind.table
    return desk.page(
        "eerder.html", hier="bronnen", regel=made.line, versies=shown, gezien=made.file.digest, brief=brief
    )


def _differing(old: bytes, new: bytes, path: str) -> list[tuple[str, str, str]]:
    """The name of each field that is another one, with what it was and what it became."""
    try:
        first, second = standing(old, path), standing(new, path)
    except NotDone:
        return []
    names = [name for name in {**first, **second} if first.get(name) != second.get(name)]
    return [(name, in_words(first.get(name)), in_words(second.get(name))) for name in names]


def _back(desk: Desk, asked: Asked) -> Answer:
    path, id, seen = (asked.sent.get(name, "") for name in ("bron", "versie", "gezien"))
    put_back(desk.root, desk.published, path, id, seen, datetime.now(UTC))
    desk.preview.look_again()
    return Answer(status=303, to=f"{address(path)}&bewaard={datetime.now():%H:%M}")


ROUTES: tuple[Route, ...] = (("GET", "/eerder", _list), ("POST", "/eerder/terug", _back))
