"""A service that runs while a test looks at its pages."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any

from pdsched.serve import Settings
from pdsched.serve.server import server

START_SECONDS = 60


@contextmanager
def serving(folder: Path, **settings: Any) -> Iterator[str]:
    """Its address; it ends with the block."""
    ready, ended, told = Event(), Event(), {}

    async def serve() -> None:
        made = server(Settings(folder=folder, port=0, workers=1, **settings))
        running = asyncio.create_task(made.serve())
        while not made.started and not running.done():
            await asyncio.sleep(0.02)
        if made.started:
            told["port"] = made.servers[0].sockets[0].getsockname()[1]
        ready.set()
        await asyncio.to_thread(ended.wait)
        made.should_exit = True
        await running

    thread = Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    try:
        assert ready.wait(START_SECONDS)
        yield f"http://127.0.0.1:{told['port']}"
    finally:
        ended.set()
        thread.join()
