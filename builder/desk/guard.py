"""Who may ask the desk anything: a browser on this computer that was sent here by Spijs itself.

Pages of others in the same browser can send requests too, with cookies; so the host that was meant, the page that asks
and the sort of request are looked at before anything else. Each answer forbids what a page does not need.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

START = "/begin"
REFUSED = (
    "Dit bureau van Spijs antwoordt alleen op het adres dat ./spijs serve opende. Opent dat niet (meer)? Geef in het "
    "terminalvenster nog eens de opdracht ./spijs serve.\n"
)
HEADERS = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
    b"cross-origin-opener-policy": b"same-origin",
}
OURS = (b"same-origin", b"none")  # what a browser says of a request of this very page, or of who typed the address


class Guard:
    """Lets through what may be asked of ``app``, which listens at ``port``; ``told`` hears each new key."""

    def __init__(self, app: App, port: int, told: Callable[[str], None]) -> None:
        self._app, self._told = app, told
        self._hosts = {f"127.0.0.1:{port}".encode(), f"localhost:{port}".encode()}
        self._cookie = f"spijs_{port}"
        self._pass = secrets.token_urlsafe(32)
        self._key = ""
        self.renew()

    def renew(self) -> None:
        """Make another key, which opens once."""
        self._key = secrets.token_urlsafe(32)
        self._told(f"{START}?sleutel={self._key}")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            return
        headers = dict(scope["headers"])
        if not self._meant_for_us(scope["method"], headers):
            await _answer(send, 403, REFUSED)
        elif scope["path"] == START:
            await self._begin(scope, headers, send)
        elif not self._known(headers):
            await _answer(send, 403, REFUSED)
        else:
            await self._app(scope, receive, _adding(send))

    def _meant_for_us(self, method: str, headers: Mapping[bytes, bytes]) -> bool:
        """Whether this very server was meant, by a page of its own or by a person."""
        host, origin = headers.get(b"host", b""), headers.get(b"origin")
        own = host in self._hosts and (origin is None or origin == b"http://" + host)
        asks_only = method in ("GET", "HEAD")
        sort = headers.get(b"sec-fetch-site", b"same-origin")
        return own and sort in OURS and (asks_only or (method == "POST" and origin is not None))

    async def _begin(self, scope: Scope, headers: Mapping[bytes, bytes], send: Send) -> None:
        """Exchange the key in the address for a cookie that only this browser has."""
        key = parse_qs(scope["query_string"].decode("latin-1")).get("sleutel", [""])[0]
        if secrets.compare_digest(key.encode(), self._key.encode()):
            self.renew()
            cookie = f"{self._cookie}={self._pass}; Path=/; HttpOnly; SameSite=Strict"
            await _answer(send, 303, "", {b"location": b"/", b"set-cookie": cookie.encode()})
        elif self._known(headers):
            await _answer(send, 303, "", {b"location": b"/"})
        else:
            await _answer(send, 403, REFUSED)

    def _known(self, headers: Mapping[bytes, bytes]) -> bool:
        try:
            cookies = SimpleCookie(headers.get(b"cookie", b"").decode("latin-1"))
        except CookieError:
            return False
        shown = cookies[self._cookie].value if self._cookie in cookies else ""
        return secrets.compare_digest(shown.encode(), self._pass.encode())


def _adding(send: Send) -> Send:
    """The same, with the headers that every answer has."""

    async def with_headers(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", []), *HEADERS.items()]}
        await send(message)

    return with_headers


async def _answer(send: Send, status: int, text: str, more: Mapping[bytes, bytes] | None = None) -> None:
    headers = {b"content-type": b"text/plain; charset=utf-8", b"cache-control": b"no-store", **HEADERS, **(more or {})}
    await send({"type": "http.response.start", "status": status, "headers": list(headers.items())})
    await send({"type": "http.response.body", "body": text.encode()})
