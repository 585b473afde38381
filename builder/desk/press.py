"""Publishing from the desk: first what will change, then how far it is, then what comes next.

It is the build that the command makes, in the thread of the proof, so that the two are never at work at once.
"""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass, field
from pathlib import Path

from builder.build import Outcome, build, check
from builder.channels import CHANNELS
from builder.desk.door import Answer, Asked, Desk, Route
from builder.diagnostics import MachineError, has_errors
from builder.editing import NotDone
from builder.inputs import Moved, look
from builder.kinds import KINDS
from builder.plan import GONE, make_plan
from builder.publish import Busy, refusal, work_folder
from builder.survey import Order, survey

PUBLISHING = "publiceren"
MOVED = "intranet/verhuisd.html"  # the template of an address that only leads on
MOST = 40  # targets of a sort that are named; more are counted


@dataclass(frozen=True, slots=True)
class Change:
    """A page or a sheet that will be another one; ``title`` is empty for what only has an address."""

    target: str
    title: str


@dataclass(frozen=True, slots=True)
class Ahead:
    """What publishing will do: ``ended`` are pages that will only say that something is not there any more."""

    new: tuple[Change, ...] = ()
    changed: tuple[Change, ...] = ()
    gone: tuple[Change, ...] = ()
    ended: tuple[Change, ...] = ()
    sheets: tuple[Change, ...] = ()
    errors: int = 0

    @property
    def groups(self) -> list[tuple[str, tuple[Change, ...]]]:
        """Each sort of change with its name, for as far as there is any."""
        named = (
            ("Nieuwe pagina's", self.new),
            ("Veranderde pagina's", self.changed),
            ("Gaat weg", self.gone),
            ("Zegt voortaan dat het er niet meer is", self.ended),
            ("Bladen om opnieuw te drukken", self.sheets),
        )
        return [(name, changes) for name, changes in named if changes]


@dataclass
class Press:
    """What is being published, and what came of it last; one at a time."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    busy: bool = False
    outcome: Outcome | None = None
    trouble: str = ""


PRESSES: dict[Path, Press] = {}


def _press(desk: Desk) -> Press:
    return PRESSES.setdefault(desk.root, Press())


def _order(desk: Desk) -> Order:
    return Order(look(desk.root), desk.published.absolute(), desk.clock(), None, (), os.cpu_count() or 1)


def ahead(order: Order) -> Ahead:
    """What a build would make, change and take away; nothing is published."""
    library, findings = check(order)
    errors = sum(has_errors([finding]) for finding in findings)
    if library is None or errors:
        return Ahead(errors=errors or 1)
    prospect, found = survey(order, library, make_plan(library, KINDS, CHANNELS), work_folder(order.output))
    new, changed, sheets, ended = list[Change](), list[Change](), list[Change](), list[Change]()
    for target in prospect.reasons:
        page = prospect.pages[target]
        if page.medium == "bestand" or page.after or page.template == MOVED:
            continue
        one = Change(target, str((page.values.get("pagina") or {}).get("titel", "")))
        if page.medium == "pdf":
            sheets.append(one)
        elif page.template == GONE:
            ended.append(one)
        else:
            (changed if target in prospect.previous else new).append(one)
    gone = [Change(target, "") for target in prospect.previous if target not in prospect.pages and _is_read(target)]
    return Ahead(tuple(new), tuple(changed), tuple(gone), tuple(ended), tuple(sheets), sum(map(has_errors, [found])))


def _is_read(target: str) -> bool:
    return target.endswith((".html", ".pdf"))


def _show(desk: Desk, asked: Asked) -> Answer:
    """What publishing will do, how far it is, or what came of it."""
    press = _press(desk)
    told = None if press.busy else desk.preview.between(lambda: _ahead(desk))
    return desk.page(
        "publiceren.html", hier="publiceren", pers=press, straks=told, meest=MOST,
        uitkomst=press.outcome, map=desk.published, pak=desk.say("./spijs pack drukkerij"),
    )  # fmt: skip


def _ahead(desk: Desk) -> Ahead:
    try:
        return ahead(_order(desk))
    except Moved as error:
        raise NotDone("er wordt nu iets bewaard", "laad deze pagina zo nog eens") from error
    except MachineError as error:
        raise NotDone(str(error), "los dat op, en laad deze pagina opnieuw") from error


def _publish(desk: Desk, asked: Asked) -> Answer:
    """Begin to publish, unless that is being done already."""
    press = _press(desk)
    if problem := refusal(desk.published, desk.root):
        raise NotDone(problem, "geef de opdracht ./spijs build in het terminalvenster, met een andere map")
    with press.lock:
        if not press.busy:
            press.busy, press.outcome, press.trouble = True, None, ""
            threading.Thread(target=_run, args=(desk, press), daemon=True).start()
    return Answer(status=303, to="/publiceren")


def _run(desk: Desk, press: Press) -> None:
    try:
        tell = desk.preview.progress(PUBLISHING)
        press.outcome = desk.preview.between(lambda: build(_order(desk), tell))
    except (Busy, MachineError) as error:
        press.trouble = str(error)
    except OSError as error:
        press.trouble = f"de computer werkt niet mee: {error.strerror} ({error.filename})"
    except Exception as error:  # a bug of ours: what was published stays as it was
        press.trouble = f"hier gaat Spijs zelf de fout in ({type(error).__name__}); wat gepubliceerd was, staat er nog"
    finally:
        press.busy = False
        desk.preview.rest()


ROUTES: tuple[Route, ...] = (("GET", "/publiceren", _show), ("POST", "/publiceren", _publish))
