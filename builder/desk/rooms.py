"""What the desk answers to each address: a table of routes, and the pages that people read.

Nothing here knows a server. What writes is asked with POST, and then only with the proof that a page of this very desk
asked for it: a page of others may have the browser send its cookie, but has never read one of ours.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from builder.desk import telling
from builder.desk.drawing import draw
from builder.desk.inbox import inbox
from builder.desk.preview import Preview
from builder.desk.sources import WORDS, Line, Wanted, counted, lines
from builder.kinds import KINDS

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
    proof: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)

    def page(self, template: str, status: int = 200, **values: object) -> Answer:
        """A page with what all pages have."""
        library = self.preview.state.library
        name = library.settings.naam if library else "Bureau"
        return Answer(draw(template, naam=name, bewijs=self.proof, **values), status)

    def proven(self, shown: str) -> bool:
        """Whether this is the secret of our pages."""
        return secrets.compare_digest(shown.encode(), self.proof.encode())


def values(told: telling.Values, status: int = 200) -> Answer:
    """Plain values, for a script of ours."""
    return Answer(json.dumps(told, ensure_ascii=False), status, "application/json")


def _today(desk: Desk, asked: Asked) -> Answer:
    """What asks for attention today."""
    owner = asked.query.get("eigenaar", "")[:200]
    told, state = inbox(desk.preview.state, desk.say, owner), desk.preview.state
    return desk.page("vandaag.html", hier="vandaag", post=told, eigenaar=owner, leeg=not state.rounds, state=state)


def _look(desk: Desk, asked: Asked) -> Answer:
    return desk.page("kijken.html", hier="kijken")


def _lists(desk: Desk, asked: Asked) -> Answer:
    return values(telling.lists(desk.preview.state, desk.say))


def _about(desk: Desk, asked: Asked) -> Answer:
    return values(telling.about(desk.preview.state, asked.query.get("doel", "")))


def _choose(desk: Desk, asked: Asked) -> Answer:
    wanted = asked.sent.get("datum", "")
    try:
        desk.preview.choose(date.fromisoformat(wanted) if wanted else None)
    except ValueError:
        return values({"fout": "Dit is geen dag."}, 400)
    return values({})


def _sources(desk: Desk, asked: Asked) -> Answer:
    """All sources, or those that were asked for."""
    wanted = Wanted(*(asked.query.get(name, "")[:200] for name in ("woorden", "soort", "staat", "eigenaar")))
    every = lines(desk.preview.state)
    found = [line for line in every if wanted.fits(line)]
    return desk.page(
        "bronnen.html",
        hier="bronnen",
        gevraagd=wanted,
        alles=len(every),
        gevonden=len(found),
        groepen=[(kind, there) for kind in KINDS if (there := [line for line in found if line.kind is kind])],
        soorten=[kind for kind in KINDS if any(line.kind is kind for line in every)],
        eigenaren=sorted({line.owner for line in every if line.owner}),
        staten=_states(every, wanted),
        leeg=not desk.preview.state.rounds,
    )


def _states(every: list[Line], wanted: Wanted) -> list[tuple[str, str, int, dict[str, str]]]:
    """The states that can be chosen: each with its word, how many there are, and what to ask for it."""
    count = counted(every)
    asked = {"woorden": wanted.words, "soort": wanted.kind, "eigenaar": wanted.owner}
    asked = {name: value for name, value in asked.items() if value}
    every_state = {"": "Alle", "aandacht": "Vraagt aandacht", **WORDS}
    return [
        (state, word, count[state] if state else len(every), {**asked, **({"staat": state} if state else {})})
        for state, word in every_state.items()
        if not state or count[state] or state == wanted.state
    ]


def _source(desk: Desk, asked: Asked) -> Answer:
    """One source as it stands in its file, with what is found of it at its lines."""
    path, state = asked.query.get("bron", ""), desk.preview.state
    entry = state.site.sources.file(path) if state.site else None
    line = next((line for line in lines(state) if line.path == path), None)
    if entry is None or line is None:
        return desk.page("weg.html", 404, hier="", bron=path)
    try:
        text = entry.read().decode("utf-8", "replace")
    except OSError:
        text = ""
    told = [telling.finding(one, desk.say) for one in state.findings if one.position.file == path]
    return desk.page("bron.html", hier="bronnen", regel=line, tekst=text.splitlines(), bevindingen=told)


Room = Callable[[Desk, Asked], Answer]
ROUTES: tuple[tuple[str, str, Room], ...] = (
    ("GET", "/", _today),
    ("GET", "/kijken", _look),
    ("GET", "/lijst", _lists),
    ("GET", "/over", _about),
    ("POST", "/dag", _choose),
    ("GET", "/bronnen", _sources),
    ("GET", "/bron", _source),
)
