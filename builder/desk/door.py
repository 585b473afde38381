"""What is asked of the desk and what it answers, as plain values: no server is known here."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from builder.desk import telling
from builder.desk.drawing import draw
from builder.desk.preview import Preview
from builder.desk.sources import Line, lines
from builder.editing import NotDone

PROOF_FIELD, PROOF_HEADER = "bewijs", "x-spijs-bewijs"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: what stands behind the question mark, and what was sent along with a POST."""

    query: Mapping[str, str] = field(default_factory=dict)
    sent: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """A page, or plain values for one (``json``), or another address to go to (``to``)."""

    text: str = ""
    status: int = 200
    kind: str = "text/html; charset=utf-8"
    to: str = ""


@dataclass(frozen=True)
class Desk:
    """The desk of one site; ``say`` writes commands as they are typed here, ``proof`` is the secret of its pages."""

    root: Path
    preview: Preview
    output: Path
    say: Callable[[str], str]
    clock: Callable[[], date]
    proof: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    _lines: dict[int, list[Line]] = field(default_factory=dict, init=False, repr=False)

    def lines(self) -> list[Line]:
        """All sources as lines of the list, worked out once for what was found out last."""
        state = self.preview.state
        known = self._lines.get(state.rounds)
        if known is None:
            known = lines(state)
            self._lines.clear()
            self._lines[state.rounds] = known
        return known

    @property
    def published(self) -> Path:
        """Where the site is published, beside which lies what is kept of it."""
        return self.root / "output"

    def page(self, template: str, status: int = 200, **values: object) -> Answer:
        """A page with what all pages have."""
        state = self.preview.state
        library = state.library
        name = library.settings.naam if library else "Bureau"
        return Answer(draw(template, naam=name, ronde=state.rounds, bewijs=self.proof, **values), status)

    def proven(self, shown: str) -> bool:
        """Whether this is the secret of our pages."""
        return secrets.compare_digest(shown.encode(), self.proof.encode())


def values(told: telling.Values, status: int = 200) -> Answer:
    """Plain values, for a script of ours."""
    return Answer(json.dumps(told, ensure_ascii=False), status, "application/json")


def answered(room: Room, desk: Desk, asked: Asked) -> Answer:
    """What is answered to a request; what cannot be done is told, with what to do, and nothing has changed then."""
    try:
        return room(desk, asked)
    except NotDone as problem:
        path = asked.query.get("bron") or asked.sent.get("bron", "")
        return desk.page("weg.html", 404, hier="", bron=path[:200], melding=problem)


Room = Callable[[Desk, Asked], Answer]
Route = tuple[str, str, Room]
