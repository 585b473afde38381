"""The bare sum of the stages: read, parse, Markdown, template, write, done plainly in one process.

Nothing is checked, planned, remembered or published. It uses the very template, Markdown engine and YAML parser that a
build uses, so that only the builder's own work is in the difference.

    python -m bench.bare EXAMPLE SITE OUTPUT

writes a page for every vacancy of SITE and prints the seconds of each stage as JSON. EXAMPLE is a site with one
vacancy, from which come the values that all pages share. What a page shows of its vacancy is decoded and laid out by
the kind itself, before the clock starts.
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import yaml

from bench.sites import library_of, prospect_of
from builder import marked, prose
from builder.diagnostics import Position
from builder.inputs import look
from builder.kinds import KINDS
from builder.kinds.vacature import KIND as VACATURE
from builder.loading import decoded
from builder.reading import read_tree


def main(example: Path, site: Path, output: Path) -> None:
    """Read, parse, render and write every vacancy, one after another."""
    library, prospect = library_of(example), prospect_of(example)
    templates = prospect.workshop.templates
    shared = prospect.pages["intranet/vacatures/werk-0.html"].values
    (on,) = VACATURE.appears
    documents = [d for d in decoded(read_tree(look(site)), KINDS).values() if d.kind is VACATURE]
    shown = {document.path: (document.title, on.values(document, library)) for document in documents}
    spent: defaultdict[str, float] = defaultdict(float)
    _time_markdown(spent)
    output.mkdir(parents=True)
    for path in sorted((site / "content/vacatures").iterdir()):
        title, values = shown[f"content/vacatures/{path.name}"]
        marks = [time.perf_counter()]
        text = path.read_text(encoding="utf-8")
        marks.append(time.perf_counter())
        yaml.load(text.split("---\n", 2)[1], Loader=yaml.CBaseLoader)
        marks.append(time.perf_counter())
        target = f"intranet/vacatures/{path.stem}.html"
        page = {**shared, "pagina": {"doel": target, "titel": title, "kanaal": "intranet"}, "blad": values}
        made = templates.render(on.template, target, page, False, Position(path.name))
        assert not made.findings, made.findings
        marks.append(time.perf_counter())
        (output / f"{path.stem}.html").write_bytes(made.data)
        marks.append(time.perf_counter())
        for stage, start, end in zip(("read", "parse", "template", "write"), marks, marks[1:], strict=False):
            spent[stage] += end - start
    spent["template"] -= spent["Markdown"]
    print(json.dumps(spent))


def _time_markdown(spent: defaultdict[str, float]) -> None:
    """Keep the time that the templates spend in Markdown apart; no text was read before."""
    marked.read.cache_clear()
    to_html = prose.to_html

    def timed(*words: Any) -> str:
        start = time.perf_counter()
        html = to_html(*words)
        spent["Markdown"] += time.perf_counter() - start
        return html

    prose.to_html = timed


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
