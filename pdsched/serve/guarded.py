"""The gate in front of the application, and what every answer says about safety.

What comes in has to come in time, and what goes out has to be taken.
"""

from __future__ import annotations

import asyncio

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pdsched.serve.gate import Gate
from pdsched.serve.pages import trouble_page
from pdsched.serve.troubles import MEDIA, TroubleError

SIGN_IN = "/page/sign-in"
PAGES = "/page"
SEND_SECONDS = 60.0
"""How long a part of an answer may wait for its reader."""
_OPEN = (SIGN_IN, "/page/static/")
"""What everybody may see: how to sign in, and what that page is drawn with."""
_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
DOCUMENT_POLICY = (
    "sandbox allow-popups; default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
"""Of pages that are fetched, such as a report: they run nothing and belong to no site."""
_HEADERS = {
    "content-security-policy": _PAGE_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-store",
}


class Guarded:
    """An application behind the gate."""

    def __init__(self, app: ASGIApp, gate: Gate, upload_seconds: float) -> None:
        self._app, self._gate, self._seconds = app, gate, upload_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or answer why not."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        exchange = _Exchange(receive, send, self._seconds)
        if (refused := self._refused(scope)) is not None:
            await refused(scope, exchange.receive, exchange.send)
            return
        await self._app(scope, exchange.receive, exchange.send)

    def _refused(self, scope: Scope) -> Response | None:
        headers, path = Headers(scope=scope), scope["path"]
        is_page = path == "/" or path.startswith(PAGES)
        try:
            self._gate.check(scope["method"], headers)
            owner = self._gate.owner(headers)
            if owner is None and not path.startswith(_OPEN):
                if is_page:
                    return RedirectResponse(SIGN_IN, 303)
                told = "Send your token: Authorization: Bearer ..."
                raise TroubleError(401, told, headers={"WWW-Authenticate": "Bearer"})
        except TroubleError as trouble:
            return trouble_page(Request(scope), trouble) if is_page else refusal(trouble)
        scope.setdefault("state", {})["owner"] = owner or ""
        return None


def refusal(trouble: TroubleError) -> Response:
    """Problem details as an answer."""
    body = trouble.details.model_dump_json()
    return Response(body, trouble.status, trouble.headers, media_type=MEDIA)


class _Exchange:
    """One request and its answer, with headers of safety and limits of time."""

    def __init__(self, receive: Receive, send: Send, seconds: float) -> None:
        self._receive, self._send = receive, send
        self._until = asyncio.get_running_loop().time() + seconds
        self._seconds, self._is_late, self._is_whole = seconds, False, False

    async def receive(self) -> Message:
        """The next part of a request; who sends too slowly is taken for gone."""
        if self._is_whole:
            return await self._receive()
        try:
            async with asyncio.timeout_at(self._until):
                message = await self._receive()
        except TimeoutError:
            self._is_late = self._is_whole = True
            return {"type": "http.disconnect"}
        self._is_whole = message["type"] != "http.request" or not message.get("more_body")
        return message

    async def send(self, message: Message) -> None:
        """A part of the answer; a reader who does not take it is left."""
        if message["type"] == "http.response.start":
            if self._is_late:
                await self._tell_late()
                return
            headers = MutableHeaders(raw=message.setdefault("headers", []))
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        elif self._is_late:
            return
        async with asyncio.timeout(SEND_SECONDS):
            await self._send(message)

    async def _tell_late(self) -> None:
        told = f"The request did not come in within {self._seconds:g} s."
        body = TroubleError(408, told).details.model_dump_json().encode()
        headers = [(b"content-type", MEDIA.encode()), (b"connection", b"close")]
        start = {"type": "http.response.start", "status": 408, "headers": headers}
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})
