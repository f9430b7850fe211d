"""Work that is done as long as somebody waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, TypeVar

from fastapi import Request

from pdsched.serve.troubles import TroubleError

T = TypeVar("T")
LOOK_SECONDS = 0.5
"""Between two looks whether somebody is still there."""
_CLOSED = 499
"""As nginx says it: the client closed the connection. Nobody hears it."""


async def while_there(request: Request, work: Coroutine[Any, Any, T]) -> T:
    """What some work gives; it is ended when whoever asked for it is gone.

    Raises:
        TroubleError: if they are, or what went wrong in the work.
    """
    task = asyncio.create_task(work)
    try:
        while not task.done():
            await asyncio.wait([task], timeout=LOOK_SECONDS)
            if not task.done() and await request.is_disconnected():
                raise TroubleError(_CLOSED, "Nobody waits for this any more.")
        return task.result()
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError, TroubleError):
            await task
