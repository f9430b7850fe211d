"""A service for tests: its server in a thread, or in a process that can be killed."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import httpx
from tuesday import PROBLEM

from pdsched.serve.crew import Crew, value_of
from pdsched.serve.server import Server
from pdsched.serve.settings import Settings
from pdsched.serve.work import Told, _end

PATIENCE = 120.0
"""Seconds after which a service that should answer is not waited for any longer."""
TUESDAY = PROBLEM.to_json().encode()


class Here(Crew):
    """Does all tasks but runs in a thread: what is asked about routes waits for no process."""

    async def do(self, owner: str, task: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """What the process of a task would answer."""
        job = {"task": task, "arguments": dict(arguments), "troubles": str(self._troubles / "t")}
        async with self._turn(owner):
            end = await asyncio.to_thread(_end, job, Told(lambda _: None))
        return value_of(json.loads(json.dumps(end, allow_nan=False)))


@contextmanager
def serving_here(folder: Path, **settings: Any) -> Iterator[httpx.Client]:
    """A service whose tasks are done in a thread, and a client of it."""
    with mock.patch("pdsched.serve.service.Crew", Here), serving(folder, **settings) as client:
        yield client


@contextmanager
def serving(folder: Path, **settings: Any) -> Iterator[httpx.Client]:
    """A service in this process, and a client of it."""
    server = Server(Settings(folder=folder, port=0, **settings))
    thread = threading.Thread(target=server.serve_here)
    thread.start()
    try:
        until(lambda: server.started or not thread.is_alive())
        with client_of(server.address) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join()


def client_of(address: str) -> httpx.Client:
    """A client that waits."""
    return httpx.Client(base_url=address, timeout=PATIENCE)


class Spawned:
    """A service in a process of its own, started by its command."""

    def __init__(self, folder: Path, *options: str, **environment: str) -> None:
        command = [sys.executable, "-m", "pdsched", "serve", "--port", "0", "--folder", str(folder)]
        self.process = subprocess.Popen(
            [*command, "--no-browser", *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, **environment},
        )
        assert self.process.stdout is not None
        first = self.process.stdout.readline()
        self.address = first.removeprefix("Listening").strip()

    def client(self) -> httpx.Client:
        """A client of it."""
        return client_of(self.address)

    def kill(self) -> None:
        """End it as a machine that loses its power does."""
        self.process.kill()
        self.process.communicate()

    def end(self) -> str:
        """End it as its user does; what it said on stderr."""
        self.process.send_signal(signal.SIGINT)
        return self.process.communicate(timeout=PATIENCE)[1]


@contextmanager
def spawned(folder: Path, *options: str, **environment: str) -> Iterator[Spawned]:
    """A service in a process of its own."""
    service = Spawned(folder, *options, **environment)
    try:
        yield service
    finally:
        service.kill()


def until(holds: Any, seconds: float = PATIENCE) -> Any:
    """Wait until something holds; what it gives."""
    deadline = time.monotonic() + seconds
    while not (told := holds()):
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)
    return told


def sent(client: httpx.Client, content: bytes = TUESDAY, name: str = "problem.json") -> str:
    """The id of a problem that is sent."""
    answer = client.post("/problems", files={"file": (name, content)})
    assert answer.status_code == 201, answer.text
    identity: str = answer.json()["id"]
    return identity


def begun(client: httpx.Client, problem: Any = None, **options: Any) -> str:
    """The id of a run that is begun."""
    body = {"problem": problem or sent(client), **options}
    answer = client.post("/runs", json=body)
    assert answer.status_code == 202, answer.text
    identity: str = answer.json()["id"]
    return identity


def ended(client: httpx.Client, run: str) -> dict[str, Any]:
    """A run when it has ended."""

    def over() -> dict[str, Any] | None:
        entry: dict[str, Any] = client.get(f"/runs/{run}").json()
        return entry if entry["status"] not in ("queued", "solving") else None

    entry: dict[str, Any] = until(over)
    return entry
