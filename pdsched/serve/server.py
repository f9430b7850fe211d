"""uvicorn, patient with nobody: whoever connects and does not ask is sent away."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from pdsched.serve.application import make_app
from pdsched.serve.settings import Settings

ASK_SECONDS = 10.0
"""How long the head of a first request may take to come in."""
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

    def _leave(self) -> None:
        if self.cycle is None:
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """There is nobody to wait for."""
        if self._closing is not None:
            self._closing.cancel()
        super().connection_lost(exc)


def server(settings: Settings) -> uvicorn.Server:
    """The server of a service, not yet started; the folder is locked from here on.

    Raises:
        PdschedError: if the folder cannot be used, or another service uses it.
    """
    protocol: Any = type("Protocol", (Impatient,), {"most": settings.most_connections})
    config = uvicorn.Config(
        make_app(settings),
        host=settings.host,
        port=settings.port,
        http=protocol,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,  # Addresses have nobody's name; but nobody needs to know who looked.
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=3,
        h11_max_incomplete_event_size=MOST_HEAD,
    )
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    return uvicorn.Server(config)
