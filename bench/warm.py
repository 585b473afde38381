"""How long a process that has built a site before needs until a word in a text of it is published; prints seconds."""

from __future__ import annotations

import sys
import time
from datetime import date
from pathlib import Path

from builder.build import build
from builder.inputs import look
from builder.survey import Order

WORD = "Hutspot"


def main(site: Path, source: str) -> float:
    """Seconds from a change in a source of a site to the page that shows it, on the intranet."""
    page = (site / "output/intranet" / source.removeprefix("content/")).with_suffix(".html")

    def once() -> None:
        build(Order(look(site), site / "output", date.today(), only=("intranet",)))

    once()
    path = site / source
    path.write_text(f"{path.read_text(encoding='utf-8').rstrip()} {WORD}.\n", encoding="utf-8")
    start = time.perf_counter()
    once()
    seconds = time.perf_counter() - start
    if WORD not in page.read_text(encoding="utf-8"):
        raise SystemExit(f"{page}: the word that was added is not there")
    return seconds


if __name__ == "__main__":
    print(main(Path(sys.argv[1]), sys.argv[2]))
