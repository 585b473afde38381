"""What is said, with commands that do what they say where they are typed."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from builder import HOME
from builder.diagnostics import Diagnostic

COMMAND = re.compile(r"\./spijs\b( (?:build|check|serve|why|new\b(?! site\b)|hang|pack|schema)(?!\w))?")


def site_of(site: Path | None) -> Path:
    """The site to work on: the one named, the folder one stands in, or the sample of Spijs."""
    if site is not None:
        return site.absolute()
    here = Path.cwd()
    return here if (here / "site.yml").is_file() else HOME


def spoken(text: str, site: Path | None = None) -> str:
    """A text with its commands (``./spijs check``) as they must be typed here to concern this very site.

    ``site`` is what was given with ``--site``, and the launcher tells by what name it was called.
    """
    called = shlex.quote(os.environ.get("SPIJS_OPDRACHT") or "./spijs")
    where = f" --site {shlex.quote(str(site))}" if site and site_of(None).resolve() != site.resolve() else ""
    return COMMAND.sub(lambda m: f"{called}{m[1] or ''}{where if m[1] else ''}", text)


def all_spoken(findings: Iterable[Diagnostic], site: Path | None) -> list[Diagnostic]:
    """Findings whose remedies name commands as they must be typed here."""
    return [replace(finding, remedy=spoken(finding.remedy, site)) for finding in findings]
