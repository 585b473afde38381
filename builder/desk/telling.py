"""What the desk knows, as plain values for its page: every sentence is Dutch and ready to read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from builder.content import Closed, Content, Document, Library
from builder.desk.drawing import sentence
from builder.desk.preview import State
from builder.diagnostics import Diagnostic, Severity
from builder.pages import Page

MOST = 200  # findings, and sources, that are listed; more are counted
LABELS = {"concept": "Concept", "later": "Later", "verborgen": "Niet voor hier", "voorbij": "Voorbij"}
ORDER = {Severity.FOUT: 0, Severity.WAARSCHUWING: 1, Severity.HINT: 2}
PROFILES = {"kantoor": "PDF voor kantoor", "drukkerij": "PDF voor de drukker", "boekje": "PDF als boekje"}

Values = dict[str, Any]


def now(state: State) -> Values:
    """How things are at this moment: small, for it is told often."""
    library = state.library
    return {
        "versie": state.version,
        "ronde": state.rounds,
        "naam": library.settings.naam if library else "",
        "dag": library.today.isoformat() if library else "",
        "gekozen": state.chosen is not None,
        "actueel": state.current,
        "leeg": not state.tree,
        "bezig": state.busy,
        "klaar": state.progress[0],
        "van": state.progress[1],
        "om": f"{state.at:%H:%M}" if state.at else "",
        "storing": sentence(state.trouble),
    }


def lists(state: State, say: Callable[[str], str]) -> Values:
    """What asks for attention; ``say`` writes commands as they must be typed here."""
    findings = sorted(state.findings, key=lambda one: (ORDER[one.severity], one))
    unseen = list(_unseen(state.library, state)) if state.library else []
    return {
        "bevindingen": [finding(one, say) for one in findings[:MOST]],
        "meer": max(0, len(findings) - MOST),
        "veranderd": [{"doel": to, "titel": _title(state.pages[to]) or to} for to in state.changed[:5]],
        "onzichtbaar": unseen[:MOST],
        "verborgen": max(0, len(unseen) - MOST),
        "merken": dict(_marks(state)),
    }


def about(state: State, target: str) -> Values:
    """What is known of one file that can be looked at: its title, its source, its mark, and the sheet that it is of."""
    page = state.pages.get(target) or next((p for p in state.pages.values() if target in p.beside.values()), None)
    if page is None:
        return {"doel": target, "titel": "", "bron": "", "merk": None, "blad": None}
    return {
        "doel": target,
        "titel": _title(page),
        "bron": page.source.file,
        "merk": dict(_marks(state)).get(page.target),
        "blad": _sheet(page, state) if page.medium == "pdf" else None,
    }


def _title(page: Page) -> str:
    """What a page is called; empty for a list, which has its name in its template."""
    return str((page.values.get("pagina") or {}).get("titel", ""))


def _sheet(page: Page, state: State) -> Values:
    """The forms of a sheet that can be looked at by now."""
    forms = {page.profile: page.target, **page.beside}
    ready = {name: target for name, target in forms.items() if target in state.tree}
    pdfs = [{"naam": label, "doel": ready[name]} for name, label in PROFILES.items() if name in ready]
    return {"beeld": ready.get("beeld", ""), "pdfs": pdfs}


def _marks(state: State) -> Iterator[tuple[str, Values]]:
    """Every page and sheet that readers do not find today, and why not."""
    if state.library is None:
        return
    library = replace(state.library, proof=False)
    documents = {document.path: document for document in library.documents.values()}
    for target, page in state.pages.items():
        document = documents.get(page.source.file) if page.medium != "bestand" else None
        if document and (closed := library.closed(document, page.channel)):
            mark = {"woord": LABELS[closed.state], "reden": f"{closed.reason}."}
            yield from ((path, mark) for path in (target, *page.beside.values()))


def _unseen(library: Library, state: State) -> Iterator[Values]:
    """Every source that readers see nowhere today; what people consented to is why some are not shown here either."""
    real = replace(library, proof=False)
    found = [(document, closed) for document in real.documents.values() if (closed := real.hidden(document))]
    for document, closed in sorted(found, key=lambda pair: (list(LABELS).index(pair[1].state), pair[0].path)):
        yield _line(document, closed, shown=library.hidden(document) is None, state=state)


def _line(document: Document[Content], closed: Closed, shown: bool, state: State) -> Values:
    doel = document.home if shown and document.home in state.tree else ""
    return {
        "titel": document.title if shown else PurePosixPath(document.path).stem,
        "bron": document.path,
        "woord": LABELS[closed.state],
        "staat": closed.state,
        "reden": sentence(closed.reason),
        "doel": doel,
    }


def finding(one: Diagnostic, say: Callable[[str], str]) -> Values:
    """One finding: what is wrong, what to do, and where."""
    return {
        "ernst": str(one.severity),
        "wat": sentence(one.message),
        "doen": sentence(say(one.remedy)),
        "bron": one.position.file,
        "regel": one.position.line,
        "code": one.code,
    }
