"""The bare sum of the stages: read, parse, Markdown, template, write, done plainly in one process.

Nothing is checked, planned, remembered or published. It uses the very template, Markdown engine and YAML parser that a
build uses, so that only the builder's own work is left in the difference.

    python -m bench.bare SITE OUTPUT    writes a page per vacancy, prints the seconds of each stage as JSON
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bench.sites import ROOT
from builder import prose
from builder.diagnostics import Position
from builder.kinds import KINDS
from builder.plan import menu, site_values
from builder.prose import Rich
from builder.reading import read_tree
from builder.settings import load_settings
from builder.templating import Templates
from builder.theme import Theme

DATES = ("geplaatst", "sluit")


def main(site: Path, output: Path) -> None:
    """Read, parse, render and write every vacancy, one after another."""
    spent: Counter[str] = Counter()
    values, templates, organisation = _shared(site)
    output.mkdir(parents=True)
    markdown = prose.to_html

    def timed(text: str, targets: Any) -> str:
        start = time.perf_counter()
        html = markdown(text, targets)
        spent["Markdown"] += time.perf_counter() - start
        return html

    prose.to_html = timed
    for path in sorted((site / "content/vacatures").iterdir()):
        start = time.perf_counter()
        text = path.read_text(encoding="utf-8")
        after_read = time.perf_counter()
        _, front, body = text.split("---\n", 2)
        blad = yaml.load(front, Loader=yaml.CBaseLoader)
        after_parse = time.perf_counter()
        blad |= {name: date.fromisoformat(blad[name]) for name in DATES}
        blad |= {"organisatie": organisation, "tekst": Rich(body), "contact": None, "salaris": None}
        blad["terugkeergarantie"] = False
        target = f"intranet/vacatures/{path.stem}.html"
        about = {"doel": target, "titel": blad["functie"], "kanaal": "intranet"}
        page = {**values, "pagina": about, "blad": blad}
        made = templates.render("intranet/vacature.html", target, page, False, Position(path.name))
        assert not made.findings, made.findings
        after_template = time.perf_counter()
        (output / f"{path.stem}.html").write_bytes(made.data)
        spent["read"] += after_read - start
        spent["parse"] += after_parse - after_read
        spent["template"] += after_template - after_parse
        spent["write"] += time.perf_counter() - after_template
    spent["template"] -= spent["Markdown"]
    print(json.dumps({name: round(seconds, 2) for name, seconds in spent.items()}))


def _shared(site: Path) -> tuple[dict[str, Any], Templates, dict[str, str]]:
    """What every page shows besides its vacancy, and the templates."""
    from builder.loading import load

    settings, _ = load_settings(site)
    assert settings is not None
    tree = read_tree(site / "leeg") if (site / "leeg").is_dir() else None
    raise SystemExit(tree)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
