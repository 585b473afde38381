"""The bare sum of the stages: read, parse, Markdown, template, write, done plainly in one process.

Nothing is checked, planned, remembered or published. It uses the very template, Markdown engine and YAML parser that a
build uses, so that only the builder's own work is in the difference.

    python -m bench.bare EXAMPLE SITE OUTPUT

writes a page for every vacancy of SITE and prints the seconds of each stage as JSON. EXAMPLE is a site with one
vacancy, from which come the values that all pages share.
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bench.sites import prospect_of
from builder import prose
from builder.diagnostics import Position
from builder.prose import Rich


def main(example: Path, site: Path, output: Path) -> None:
    """Read, parse, render and write every vacancy, one after another."""
    prospect = prospect_of(example)
    templates = prospect.workshop.templates
    shared = prospect.pages["intranet/vacatures/werk-0.html"].values
    spent: defaultdict[str, float] = defaultdict(float)
    _time_markdown(spent)
    output.mkdir(parents=True)
    for path in sorted((site / "content/vacatures").iterdir()):
        marks = [time.perf_counter()]
        text = path.read_text(encoding="utf-8")
        marks.append(time.perf_counter())
        _, front, body = text.split("---\n", 2)
        fields = yaml.load(front, Loader=yaml.CBaseLoader)
        marks.append(time.perf_counter())
        target = f"intranet/vacatures/{path.stem}.html"
        page = {**shared, "pagina": {"doel": target, "titel": fields["functie"], "kanaal": "intranet"}}
        page["blad"] = {**shared["blad"], **fields, **_typed(fields), "tekst": Rich(body)}
        page["blad"]["organisatie"] = shared["blad"]["organisatie"]
        made = templates.render("intranet/vacature.html", target, page, False, Position(path.name))
        assert not made.findings, made.findings
        marks.append(time.perf_counter())
        (output / f"{path.stem}.html").write_bytes(made.data)
        marks.append(time.perf_counter())
        for stage, start, end in zip(("read", "parse", "template", "write"), marks, marks[1:], strict=False):
            spent[stage] += end - start
    spent["template"] -= spent["Markdown"]
    print(json.dumps(spent))


def _typed(fields: dict[str, str]) -> dict[str, Any]:
    days = {name: date.fromisoformat(fields[name]) for name in ("geplaatst", "sluit")}
    return {**days, "niveau": (fields["niveau"],)}


def _time_markdown(spent: defaultdict[str, float]) -> None:
    """Keep the time that the templates spend in Markdown apart."""
    to_html = prose.to_html

    def timed(text: str, targets: Any) -> str:
        start = time.perf_counter()
        html = to_html(text, targets)
        spent["Markdown"] += time.perf_counter() - start
        return html

    prose.to_html = timed


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
