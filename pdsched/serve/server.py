"""uvicorn, patient with nobody: whoever connects and does not ask is sent away."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from pdsched.errors import PdschedError
from pdsched.serve.application import make_app
from pdsched.serve.service import Service
from pdsched.serve.settings import Settings

ASK_SECONDS = 10.0
"""How long the head of a request may take to come in."""
KEPT_SECONDS = 15
"""How long a connection is kept for the next request to begin."""
MOST_HEAD = 2**16
"""Bytes of it."""


class Impatient(H11Protocol):
    """A connection that is closed when its request does not come, or when there are too many."""

    most = 1000
    _closing: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's
        """Begin to wait."""
        super().connection_made(transport)
        if len(self.connections) > self.most:
            transport.close()
            return
        self._closing = self.loop.call_later(ASK_SECONDS, self._leave)

    def on_response_complete(self) -> None:
        """Begin to wait for the head of the next request."""
        super().on_response_complete()
        if self._closing is not None:
            self._closing.cancel()
            self._closing = self.loop.call_later(KEPT_SECONDS + ASK_SECONDS, self._leave)

    def _leave(self) -> None:
        cycle: Any = self.cycle  # None before the first request.
        if cycle is None or cycle.response_complete:
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """There is nobody to wait for."""
        if self._closing is not None:
            self._closing.cancel()
        super().connection_lost(exc)


class Server(uvicorn.Server):
    """The server of a service: it can say when it is ready.

    Raises:
        PdschedError: if the folder cannot be used, another service uses it, or the port is taken.
    """

    def __init__(
        self, settings: Settings, on_ready: Callable[[str], object] = lambda _: None
    ) -> None:
        self._socket = _bound(settings)
        self._on_ready = on_ready
        try:
            app = make_app(settings)
        except BaseException:
            self._socket.close()
            raise
        self.address = _address(settings.host, self._socket.getsockname()[1])
        self._service: Service = app.state.service
        self._service.store.say_where(self.address)
        protocol: Any = type("Protocol", (Impatient,), {"most": settings.most_connections})
        logging.getLogger("uvicorn.error").addFilter(_for_a_log)
        super().__init__(
            uvicorn.Config(
                app,
                http=protocol,
                ws="none",
                lifespan="on",
                log_config=None,
                access_log=False,  # What is asked by whom is nobody's business.
                server_header=False,
                proxy_headers=False,
                timeout_keep_alive=KEPT_SECONDS,
                timeout_graceful_shutdown=1,
                h11_max_incomplete_event_size=MOST_HEAD,
            )
        )

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen, and say so."""
        await super().startup(sockets)
        self._on_ready(self.address)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End what others wait for, so that they are gone at once; then all the rest."""
        await self._service.leave()
        await super().shutdown(sockets)

    def serve_here(self) -> None:
        """Answer requests until somebody ends it, by Ctrl-C or a signal."""
        with suppress(KeyboardInterrupt):  # It ended as it should, and was told again.
            self.run(sockets=[self._socket])


def _for_a_log(record: logging.LogRecord) -> bool:
    """Whether a line is news, which what is ended with the server is not; tracebacks may name."""
    error = record.exc_info[1] if record.exc_info else None
    record.exc_info = record.exc_text = None
    was_ended = isinstance(error, asyncio.CancelledError)
    return not was_ended and not record.msg.startswith("Cancel ")


def serve(settings: Settings, on_ready: Callable[[str], object] = lambda _: None) -> None:
    """Answer requests until somebody ends it, by Ctrl-C or a signal.

    Args:
        settings: what it is told.
        on_ready: called with the address when it listens.

    Raises:
        PdschedError: if the folder cannot be used, another service uses it, or the port is taken.
    """
    os.umask(0o077)  # What is kept is for nobody else.
    Server(settings, on_ready).serve_here()


def _bound(settings: Settings) -> socket.socket:
    try:
        kind = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((settings.host, settings.port), family=kind, backlog=2048)
    except OSError as error:
        where = f"--host {settings.host} --port {settings.port}"
        raise PdschedError(f"{where}: {error.strerror or error}; choose another") from None


def _address(host: str, port: int) -> str:
    """Where a browser finds it."""
    name = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{name}:{port}"
