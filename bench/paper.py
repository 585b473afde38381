"""The PDF stage, and one warm process that calls WeasyPrint for the same documents.

python -m bench.paper write SITE FILE     the HTML of every sheet of a site, and what it is made with
python -m bench.paper bare FILE [TIMES]   seconds of WeasyPrint alone, in so many processes at once
python -m bench.paper stage FILE JOBS     seconds of start-up, and of the stage of the builder
"""

from __future__ import annotations

import json
import multiprocessing
import os
import pickle
import sys
import tempfile
import time
from email.message import Message
from pathlib import Path
from typing import Any

from builder import pdf
from builder.diagnostics import Position
from builder.pdf import Means, Sheet, letters
from builder.theme import content_type

HOST = "https://bron.invalid/"
WARM_UP = Sheet("start.pdf", "<html lang=nl><title>Start</title><p>Start", (), Position("bench"))


def write(site: Path, file: Path) -> None:
    """Render the templates of every sheet, which is not a part of what is measured."""
    from bench.sites import prospect_of

    prospect = prospect_of(site)
    sheets = []
    for page in prospect.pages.values():
        if page.medium == "pdf":
            made = prospect.workshop.templates.render(page.template, page.target, page.values, True, page.source)
            html, wants = made.data.decode("utf-8"), frozenset(page.beside) | {page.profile}
            sheets.append(Sheet(page.target, html, page.says, page.source, page.profile, wants))
    means = Means(prospect.workshop.theme, prospect.workshop.fonts, prospect.workshop.inks)
    file.write_bytes(pickle.dumps((sheets, means)))


def bare(file: Path, processes: int = 1) -> dict[str, float]:
    """Nothing but the engine; with more processes each of them makes all sheets, and the slowest counts."""
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        return {"seconds": max(pool.map(_alone, [file] * processes, chunksize=1))}


def _alone(file: Path) -> float:
    """Warm: one small sheet was made before the clock starts, with the letters that the stage has."""
    sheets, means = _load(file)
    letters.only_these(means.theme, Path(tempfile.mkdtemp(prefix="spijs-bench-")), None)

    import weasyprint
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Fetcher(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
            name = url.removeprefix(HOST).partition("?")[0]
            answer = Message()
            answer["Content-Type"] = content_type(name)
            return URLFetcherResponse(url, means.theme.find(name), answer)

    def make(html: str) -> None:
        weasyprint.HTML(string=html, base_url=HOST, url_fetcher=Fetcher()).write_pdf(pdf_variant="pdf/ua-1")

    make(WARM_UP.html)
    start = time.perf_counter()
    for sheet in sheets:
        make(sheet.html)
    return time.perf_counter() - start


def stage(file: Path, jobs: int) -> dict[str, float]:
    """The builder's own stage: start-up until every process has made a small sheet, then all sheets."""
    sheets, means = _load(file)
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        with pdf.pool(means, Path(folder) / "werk", jobs) as executor:
            alone = pdf.make_alone(means, Path(folder) / "werk")
            list(pdf.make_sheets([WARM_UP] * 2 * jobs, executor, alone))
            ready = time.perf_counter()
            for sheet, made in pdf.make_sheets(sheets, executor, alone):
                assert made.data, (sheet.target, made.findings)
            end = time.perf_counter()
    return {"start": ready - start, "seconds": end - ready, "sheets": len(sheets)}


def _load(file: Path) -> tuple[list[Sheet], Means]:
    loaded: tuple[list[Sheet], Means] = pickle.loads(file.read_bytes())  # written by us just now
    return loaded


if __name__ == "__main__":
    os.environ["SOURCE_DATE_EPOCH"] = "946684800"
    match sys.argv[1:]:
        case ["write", site, file]:
            write(Path(site), Path(file))
        case ["bare", file, *times]:
            print(json.dumps(bare(Path(file), *map(int, times))))
        case ["stage", file, jobs]:
            print(json.dumps(stage(Path(file), int(jobs))))
