"""Findings about what is shared, told where their reader can do something.

What many sheets find about a field of ``site.yml`` is told once, at its line; and what is wrong with a source that
Spijs lends to the site, with how to make it one's own. What is wrong with a draft stops nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from builder.content import Library
from builder.diagnostics import Diagnostic, Position, Severity
from builder.inputs import Inputs, is_lent
from builder.kinds import KINDS
from builder.reading import read_source
from builder.reading.nodes import Fields
from builder.settings import SITE


def lenient(findings: list[Diagnostic], library: Library) -> list[Diagnostic]:
    """The findings; in a proof, for which drafts are made too, those about a draft are hints."""
    if not library.proof:
        return findings
    drafts = {document.path for document in library.documents.values() if document.value.status == "concept"}
    return [replace(one, severity=Severity.HINT) if one.position.file in drafts else one for one in findings]


def told_once(findings: Iterable[Diagnostic], site: Inputs) -> list[Diagnostic]:
    """The findings, of which those that sheets make about one field of ``site.yml`` have become one."""
    own, shared = list[Diagnostic](), dict[str, list[Diagnostic]]()
    for finding in findings:
        if finding.position == Position(SITE) and finding.code == "past-niet":
            shared.setdefault(_field(finding), []).append(finding)
        else:
            own.append(finding)
    source = read_source(site, SITE)[0] if shared else None
    for field, found in shared.items():
        worst = max(found, key=lambda finding: (_surplus(finding), finding.message))
        more = f"; dat geldt voor {len(found)} bladen" if len(found) > 1 else ""
        position = _place(source.fields, field) if source else None
        own.append(replace(worst, position=position or Position(SITE), message=worst.message + more))
    return own


def lent(findings: Iterable[Diagnostic], site: Inputs) -> list[Diagnostic]:
    """The findings; of those about a source that is not in the site, the remedy says how to get it there."""
    return [_lent(finding) if is_lent(site, finding.position.file) else finding for finding in findings]


def _lent(finding: Diagnostic) -> Diagnostic:
    _, folder, name = finding.position.file.split("/")
    kind = next(kind for kind in KINDS if kind.folder == folder)
    first = f"dit bestand is van Spijs, dus eerst: ./spijs new {kind.name} {name.partition('.')[0]}"
    return replace(finding, remedy=f"{finding.remedy}; {first}")


def _field(finding: Diagnostic) -> str:
    return str(re.findall(r"«(\w+)»", finding.remedy)[0])


def _surplus(finding: Diagnostic) -> int:
    return int(re.findall(r"\((\d+) tekens te veel", finding.message)[0])


def _place(fields: Fields, name: str) -> Position | None:
    """Where a field stands: among the contact details, or by itself."""
    contact = fields.entries.get("contact")
    inner = contact.entries.get(name) if isinstance(contact, Fields) else None
    found = inner or fields.entries.get(name)
    return found.position if found else None
