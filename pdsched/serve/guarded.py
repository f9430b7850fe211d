"""The gate in front of the application, and what every answer says about safety.

What comes in has to come in time, and what goes out has to be taken.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pdsched.serve.entries import new_id
from pdsched.serve.gate import SIGN_IN, Gate
from pdsched.serve.pages import trouble_page
from pdsched.serve.settings import Settings
from pdsched.serve.troubles import MEDIA, TroubleError
from pdsched.serve.work import reported

_LOG = logging.getLogger(__name__)
_Refuse = Callable[[TroubleError], Response]

PAGES = "/page"
MOST_JSON = 2**20
"""Bytes of what is sent as JSON; files may be larger, and are read elsewhere."""
_UPLOAD = "multipart/form-data"
_SMALLER = "send a large problem to /problems, and start the service with --upload-mib for more"
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
    """An application behind the gate, whose faults leave as sentences."""

    def __init__(self, app: ASGIApp, gate: Gate, settings: Settings, troubles: Path) -> None:
        self._app, self._gate, self._settings = app, gate, settings
        self._troubles = troubles

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or answer why not."""
        if scope["type"] == "http":
            is_upload = Headers(scope=scope).get("content-type", "").startswith(_UPLOAD)
            is_open = scope["path"].startswith(_OPEN)  # Whoever signs in uploads nothing.
            most = self._settings.most_bytes if is_upload and not is_open else MOST_JSON
            refuse = partial(told, scope)
            exchange = _Exchange(receive, send, most, self._settings.upload_seconds, refuse)
            await self._answered(scope, exchange)
        elif scope["type"] == "lifespan":
            await self._app(scope, receive, send)

    async def _answered(self, scope: Scope, exchange: _Exchange) -> None:
        app = self._refused(scope) or self._app
        try:
            await app(scope, exchange.receive, exchange.send)
        except _LeftError:
            _LOG.info("a reader did not take an answer")
        except Exception as error:  # noqa: BLE001 - the last door: a log must not have names
            is_redacted = self._settings.redaction_key is not None
            report = reported(error, self._troubles / f"{new_id()}.txt", is_redacted=is_redacted)
            _LOG.error("%s", report)
            if not exchange.is_answered:
                answer = refusal(TroubleError(500, report))
                await answer(scope, exchange.receive, exchange.send)

    def _refused(self, scope: Scope) -> Response | None:
        headers, path = Headers(scope=scope), scope["path"]
        try:
            self._gate.check(scope["method"], path, headers)
            owner = self._gate.owner(headers)
            if owner is None and not path.startswith(_OPEN):
                if _is_page(path):
                    return RedirectResponse(SIGN_IN, 303)
                ask = "Send your token: Authorization: Bearer ..."
                raise TroubleError(401, ask, headers={"WWW-Authenticate": "Bearer"})
        except TroubleError as trouble:
            return told(scope, trouble)
        scope.setdefault("state", {})["owner"] = owner or ""
        return None


def refusal(trouble: TroubleError) -> Response:
    """Problem details as an answer."""
    body = json.dumps(trouble.details.model_dump(mode="python"))  # Half letters, too.
    return Response(body, trouble.status, trouble.headers, media_type=MEDIA)


def told(scope: Scope, trouble: TroubleError) -> Response:
    """The same or, on a page, a page."""
    if _is_page(scope["path"]):
        return trouble_page(Request(scope), trouble)
    return refusal(trouble)


def _is_page(path: str) -> bool:
    return path == "/" or path.startswith(PAGES)


class _LeftError(Exception):
    """Nobody takes the answer."""


class _Exchange:
    """One request and its answer, with headers of safety and limits of size and time."""

    def __init__(
        self, receive: Receive, send: Send, most: int, seconds: float, refuse: _Refuse
    ) -> None:
        self._receive, self._send, self._refuse = receive, send, refuse
        self._most, self._seconds = most, seconds
        self._until = asyncio.get_running_loop().time() + seconds
        self._size, self._is_whole = 0, False
        self._ended: Response | None = None
        """What is answered to a request that was not heard out."""
        self.is_answered = False
        """Whether an answer has begun."""

    async def receive(self) -> Message:
        """The next part of a request; who sends too much or too slowly is taken for gone."""
        if self._ended is not None:
            return {"type": "http.disconnect"}
        if self._is_whole:
            return await self._receive()
        try:
            async with asyncio.timeout_at(self._until):
                message = await self._receive()
        except TimeoutError:
            late = f"The request did not come in within {self._seconds:g} s."
            return self._end(TroubleError(408, late))
        self._size += len(message.get("body", b""))
        self._is_whole = message["type"] != "http.request" or not message.get("more_body")
        if self._size > self._most:
            large = f"The request is larger than {self._most / 2**20:,g} MiB; {_SMALLER}."
            return self._end(TroubleError(413, large))
        return message

    def _end(self, why: TroubleError) -> Message:
        self._ended = self._refuse(why)
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        """A part of the answer; a reader who does not take it is left."""
        if message["type"] == "http.response.start":
            if self._ended is not None:
                message = _start_of(self._ended)
            headers = MutableHeaders(raw=message.setdefault("headers", []))
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        elif self._ended is not None:
            message = {"type": "http.response.body", "body": self._ended.body}
        self.is_answered = True
        try:
            async with asyncio.timeout(SEND_SECONDS):
                await self._send(message)
        except TimeoutError:
            raise _LeftError from None


def _start_of(answer: Response) -> Message:
    headers = answer.raw_headers
    if answer.status_code == HTTPStatus.REQUEST_TIMEOUT:
        headers = [*headers, (b"connection", b"close")]
    # Of what is too large, uvicorn throws away the rest: if it closed the connection meanwhile,
    # this would be reset, and whoever sends would not hear why.
    return {"type": "http.response.start", "status": answer.status_code, "headers": headers}
