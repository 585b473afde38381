"""A page in a real browser, opened from disk or from a server under a path."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

PREFIX = "/onder/een/pad"


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """A published tree on a server of this machine, under a path; all else there is not found."""

    class Under(SimpleHTTPRequestHandler):
        def translate_path(self, path: str) -> str:
            return super().translate_path(path.removeprefix(PREFIX) if path.startswith(PREFIX) else "/nergens")

        def log_message(self, *words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Under, directory=str(folder)))
    server.handle_error = lambda request, client: None  # type: ignore[method-assign]  # a browser that hangs up
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{PREFIX}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def opened(browser: Browser, width: int = 1280, **options: Any) -> Iterator[Page]:
    """A page in a context of its own; errors in its console fail the test."""
    context = browser.new_context(viewport={"width": width, "height": 800}, **options)
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    try:
        yield page
        assert not wrong
    finally:
        context.close()
