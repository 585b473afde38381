"""What the desk answers to each address: a table of routes, and the pages that people read.

Nothing here knows a server. What writes is asked with POST, and then only with the proof that a page of this very desk
asked for it: a page of others may have the browser send its cookie, but has never read one of ours.
"""

from __future__ import annotations

from datetime import date

from builder.desk import handling, press, telling, versions, writing
from builder.desk.door import Answer, Asked, Desk, Route, values
from builder.desk.inbox import inbox
from builder.desk.sources import WORDS, Line, Wanted, counted
from builder.kinds import KINDS


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
    every = desk.lines()
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


ROUTES: tuple[Route, ...] = (
    ("GET", "/", _today),
    ("GET", "/kijken", _look),
    ("GET", "/lijst", _lists),
    ("GET", "/over", _about),
    ("POST", "/dag", _choose),
    ("GET", "/bronnen", _sources),
    *writing.ROUTES,
    *versions.ROUTES,
    *handling.ROUTES,
    *press.ROUTES,
)
