"""The desk: a site as it will be, in a browser, while it is written. The door to ``uvicorn``.

It stands above all other parts: it builds as ``build`` does, into a place of its own, and never touches what was
published.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

import uvicorn

from builder.desk.door import Desk
from builder.desk.guard import Guard
from builder.desk.place import AlreadyOpen, Place, taken
from builder.desk.preview import Preview
from builder.desk.server import Hub, application
from builder.desk.watching import watching
from builder.diagnostics import MachineError, machine_says

__all__ = ["AlreadyOpen", "keep_open", "show"]

HERE = "127.0.0.1"  # this computer and no other
NO_BROWSER = "Er ging hier geen browser open. Open zelf dit adres (het werkt één keer): {}"


def keep_open(root: Path, day: date | None, port: int, clock: Callable[[], date], say: Callable[[str], str]) -> None:
    """Keep the desk of a site open until somebody ends it with Ctrl-C.

    ``say`` writes commands as they must be typed here. Raises :class:`AlreadyOpen` when there is a desk of this site.
    """
    with _ending(), _listening(port) as line, taken(root) as place:
        with suppress(KeyboardInterrupt):
            _serve(root, day, line, place, clock, say)
        print("\nHet bureau is gesloten. Wat u bewaarde, staat er; het voorbeeld is opgeruimd.", flush=True)


def _serve(
    root: Path,
    day: date | None,
    line: socket.socket,
    place: Place,
    clock: Callable[[], date],
    say: Callable[[str], str],
) -> None:
    """Build, watch and answer, each in a thread of its own, while this one waits for Ctrl-C."""
    hub, stop, keys = Hub(), threading.Event(), list[str]()
    preview = Preview(root, place.output, os.cpu_count() or 1, clock, lambda state: hub.ring())
    preview.choose(day)
    address = f"http://{HERE}:{line.getsockname()[1]}"

    def told(path: str) -> None:
        keys.append(f"{address}{path}")
        place.tell(keys[-1])

    app = Guard(application(Desk(root, preview, place.output, say, clock), hub), line.getsockname()[1], told)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="off",
        ws="none",
        http="h11",
        loop="asyncio",
        proxy_headers=False,
        limit_concurrency=64,
    )
    server = uvicorn.Server(config)
    serving = threading.Thread(target=server.run, kwargs={"sockets": [line]}, daemon=True)
    serving.start()
    print(f"Het bureau van {root} is open. Sluiten: Ctrl-C.", flush=True)
    show(keys[0])
    place.begin_with(root / "output")
    preview.start()
    watching(root, stop, preview.look_again)
    try:
        while serving.is_alive():
            serving.join(0.5)
        raise MachineError("de server van het bureau is gestopt; start het opnieuw met: ./spijs serve")
    finally:
        stop.set()
        server.should_exit = server.force_exit = True
        preview.stop()


def show(address: str, wait: bool = False) -> None:
    """Open an address in the browser of who is here, or say it when there is none; ``wait`` until that is done."""
    if not _has_browser():
        print(NO_BROWSER.format(address), flush=True)
        return
    print(f"Gaat uw browser niet open? Open dan dit adres (het werkt één keer): {address}", flush=True)

    def open_it() -> None:
        if not webbrowser.open(address):
            print(NO_BROWSER.format(address), flush=True)

    opening = threading.Thread(target=open_it, daemon=True)
    opening.start()
    if wait:
        opening.join(timeout=10)


def _has_browser() -> bool:
    """Whether a browser with a window can be opened; one in this very terminal would be in the way."""
    if os.environ.get("BROWSER") or sys.platform == "darwin":
        return True
    if shutil.which("wslview"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


@contextmanager
def _listening(port: int) -> Iterator[socket.socket]:
    """A line on which only this computer can call; port 0 is one that is free."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            line.bind((HERE, port))
        except OSError as error:
            remedy = "kies een ander nummer, of laat --port weg: dan kiest Spijs er zelf een die vrij is"
            raise MachineError(f"poort {port} is niet te krijgen: {machine_says(error)}; {remedy}") from error
        line.listen(64)
        yield line


@contextmanager
def _ending() -> Iterator[None]:
    """While this holds, a closed terminal and a polite kill end the desk as Ctrl-C does: it is cleared away."""

    def end(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    others = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, before in others.items():
            signal.signal(number, before)
