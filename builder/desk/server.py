"""The pages of the desk: the door to ``starlette``. What may ask for them at all, ``guard`` decides.

Files of the proof are found in the list of what was built, never by making a path of what was asked.
"""

from __future__ import annotations

import asyncio
import json
import os
import stat
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from urllib.parse import parse_qsl, quote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from builder import HOME
from builder.desk import telling
from builder.desk.door import PROOF_FIELD, PROOF_HEADER, Asked, Desk, Room, answered
from builder.desk.drawing import SHELL
from builder.desk.preview import State
from builder.desk.rooms import ROUTES
from builder.manifest import FOLDER

PROOF = "voorbeeld"  # where the proof is on this server
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
KINDS = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".pdf": "application/pdf",
    ".txt": "text/plain; charset=utf-8",
}
FONT = HOME / "templates" / "lettertypen" / "atkinson-hyperlegible-next-latin.woff2"
SCRIPTS = "bureau.js kijken.js bronnen.js vandaag.js bron.js publiceren.js"
STYLES = "bureau.css kijken.css bronnen.css vandaag.css bron.css nog-niet.css"
OWN = {"letter.woff2": FONT, **{name: SHELL / name for name in f"{SCRIPTS} {STYLES}".split()}}
MOST_SENT = 12_000_000  # bytes; what is pasted from Word can be 2 MB, and each sign of it may be sent as three
MOST_FIELDS = 5_000
TOO_MUCH = "Dit is te veel ineens, en er is niets veranderd. Verdeel de tekst over meer bronnen.\n"
NOT_OURS = "Deze pagina is van een bureau dat al gesloten is, en er is niets veranderd. Laad haar opnieuw.\n"
HEARTBEAT = 15.0  # seconds after which an open stream says that it is there
NOT_YET = (
    '<!doctype html><html lang="nl"><meta charset="utf-8"><meta name="color-scheme" content="light dark">'
    '<title>Niet in het voorbeeld</title><link rel="stylesheet" href="/nog-niet.css">'
    "<main><h1>Deze pagina is er nu niet</h1><p>Misschien heet de bron anders, of is zij weg. Een blad dat nog gemaakt "
    f'wordt, komt hier vanzelf.</p><p><a href="/{PROOF}/intranet/index.html">Naar de voorpagina</a></p></main>'
)


class Hub:
    """Passes on to every open stream that there is news; who is late gets only the last."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ears: set[asyncio.Event] = set()

    def ring(self) -> None:
        """There is news; may be called from any thread."""
        if self._loop and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake)

    def _wake(self) -> None:
        for ear in self._ears:
            ear.set()

    async def listen(self) -> AsyncIterator[bool]:
        """Once at the start and after any news: True; and now and then, when there is none: False."""
        self._loop = asyncio.get_running_loop()
        ear = asyncio.Event()
        self._ears.add(ear)
        try:
            yield True
            while True:
                try:
                    await asyncio.wait_for(ear.wait(), HEARTBEAT)
                    ear.clear()
                    yield True
                    await asyncio.sleep(0.02)  # what comes at once is told at once
                except TimeoutError:
                    yield False
        finally:
            self._ears.discard(ear)


def application(desk: Desk, hub: Hub) -> Starlette:
    """The desk of one site on a server."""
    preview = desk.preview

    async def stream(request: Request) -> Response:
        async def lines() -> AsyncIterator[bytes]:
            async for news in hub.listen():
                told = json.dumps(telling.now(preview.state), ensure_ascii=False)
                yield f"data: {told}\n\n".encode() if news else b":\n\n"

        return StreamingResponse(lines(), media_type="text/event-stream", headers={"cache-control": "no-store"})

    def proof(request: Request) -> Response:
        return _file(request, preview.state, desk.output)

    routes = [Route(f"/{name}", _own(path)) for name, path in OWN.items()]
    routes += [Route(path, _room(desk, room), methods=[method]) for method, path, room in ROUTES]
    routes += [Route("/gebeurtenissen", stream), Route(f"/{PROOF}/{{path:path}}", proof)]
    return Starlette(routes=routes)


def _room(desk: Desk, room: Room) -> Callable[[Request], Awaitable[Response]]:
    """A page of the table on this server; what is sent is read up to a bound, and only with the proof of our pages."""

    async def answer(request: Request) -> Response:
        sent: dict[str, str] = {}
        if request.method == "POST":
            try:
                sent = dict(
                    parse_qsl((await _body(request)).decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS)
                )
            except ValueError:
                return _plain(TOO_MUCH, 413)
            if not desk.proven(request.headers.get(PROOF_HEADER) or sent.pop(PROOF_FIELD, "")):
                return _plain(NOT_OURS, 403)
        made = await run_in_threadpool(answered, room, desk, Asked(dict(request.query_params), sent))
        headers = {"content-security-policy": POLICY, "cache-control": "no-store"}
        if made.to:
            return RedirectResponse(made.to, made.status, headers)
        return Response(made.text, made.status, headers, media_type=made.kind)

    return answer


async def _body(request: Request) -> bytes:
    """What was sent along; raises :class:`ValueError` when that is more than any form of ours sends."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST_SENT:
            raise ValueError
    return body


def _plain(text: str, status: int) -> Response:
    return Response(text, status, {"cache-control": "no-store"}, media_type=KINDS[".txt"])


def _own(path: Path) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        headers = {"content-security-policy": POLICY, "cache-control": "no-cache"}
        return Response(path.read_bytes(), media_type=KINDS[path.suffix], headers=headers)

    return answer


def _file(request: Request, state: State, output: Path) -> Response:
    """A file of the proof as it was built; of a folder its front page."""
    path = request.path_params["path"].rstrip("/")
    digest = state.tree.get(path)
    if (digest == FOLDER or not path) and (index := f"{path}/index.html".lstrip("/")) in state.tree:
        return RedirectResponse(f"/{PROOF}/{quote(index)}", 303)
    headers = {"content-security-policy": "frame-ancestors 'self'", "cache-control": "no-cache"}
    kind = KINDS.get(Path(path).suffix)
    data = _bytes(output, path) if digest and digest != FOLDER and kind else None
    if data is None:
        return Response(NOT_YET, 404, headers, media_type=KINDS[".html"])
    headers["etag"] = f'"{digest}"'
    if request.headers.get("if-none-match") == headers["etag"]:
        return Response(status_code=304, headers=headers)
    return Response(data, headers=headers, media_type=kind)


def _bytes(output: Path, path: str) -> bytes | None:
    """A file below a folder, when no link stands in the way to it."""
    place = output / path
    try:
        if place.parent.resolve() != (output.resolve() / path).parent:
            return None
        with open(os.open(place, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:  # noqa: PTH123
            return file.read() if stat.S_ISREG(os.fstat(file.fileno()).st_mode) else None
    except (OSError, ValueError):
        return None
