"""Processes for tasks: so many at once, ended when their time is over or nobody waits."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from pdsched.runner.child_process import command
from pdsched.serve.entries import FaultEntry, new_id
from pdsched.serve.troubles import TroubleError

LONGEST_LINE = 2**27
"""Bytes: an answer with all faults of a large problem is one line."""
MOST_WAITING = 50
"""Tasks that wait for others; more are refused."""
Line = dict[str, Any]


class Working:
    """A task that goes on."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @property
    def pid(self) -> int:
        """Of its process, which leads a group of its own."""
        return self._process.pid

    def say(self, text: str) -> None:
        """Write a line to it."""
        assert self._process.stdin is not None
        with suppress(OSError, RuntimeError):
            self._process.stdin.write(f"{text}\n".encode())

    def stop(self) -> None:
        """Ask it to end soon, with what it has."""
        self.say("stop")

    async def lines(self) -> AsyncIterator[Line]:
        """What it says."""
        assert self._process.stdout is not None
        while line := await self._process.stdout.readline():
            yield json.loads(line)

    def kill(self) -> None:
        """End it now, if it has not ended."""
        if self._process.returncode is None:
            with suppress(ProcessLookupError):
                if hasattr(os, "killpg"):
                    os.killpg(self._process.pid, signal.SIGKILL)
                else:  # pragma: no cover - Windows
                    self._process.kill()
        if self._process.stdin is not None:
            self._process.stdin.close()

    async def over(self) -> int:
        """Wait for its end; its exit status."""
        return await self._process.wait()


class Crew:
    """Starts processes for tasks."""

    def __init__(self, most: int, seconds: float, troubles: Path) -> None:
        self._free = asyncio.Semaphore(most)
        self._seconds, self._troubles = seconds, troubles
        self._waiting = 0
        self._begun: set[Working] = set()

    async def do(self, task: str, arguments: Mapping[str, Any]) -> Line:
        """Have a task done, after those that came before, and wait for its answer.

        Raises:
            TroubleError: what went wrong, also that too many wait or that it took too long.
        """
        if self._waiting >= MOST_WAITING:
            told = "Too many requests wait for their turn; try again in a minute."
            raise TroubleError(503, told, headers={"Retry-After": "60"})
        self._waiting += 1
        try:
            await self._free.acquire()
        finally:
            self._waiting -= 1
        try:
            async with asyncio.timeout(self._seconds), self.begun(task, arguments) as working:
                return await answer(working, lambda _: None)
        except TimeoutError:
            told = f"This took longer than {self._seconds:g} s, and was ended."
            raise TroubleError(503, told) from None
        finally:
            self._free.release()

    @asynccontextmanager
    async def begun(self, task: str, arguments: Mapping[str, Any]) -> AsyncIterator[Working]:
        """A task that goes on at once; leaving the block ends it."""
        process = await asyncio.create_subprocess_exec(
            *command("pdsched.serve.work"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            limit=LONGEST_LINE,
            start_new_session=True,
        )
        working = Working(process)
        self._begun.add(working)
        try:
            troubles = self._troubles / f"{new_id()}.txt"
            job = {"task": task, "arguments": dict(arguments), "troubles": str(troubles)}
            working.say(json.dumps(job))
            yield working
        finally:
            working.kill()
            self._begun.discard(working)
            await asyncio.shield(working.over())

    async def close(self) -> None:
        """End all of them."""
        for working in [*self._begun]:
            working.kill()
            await working.over()


async def answer(working: Working, on_step: Callable[[Line], object]) -> Line:
    """What a task answers; each step on the way is handed on.

    Raises:
        TroubleError: what went wrong.
    """
    async for line in working.lines():
        if line["kind"] == "step":
            on_step(line)
            continue
        if "value" in line:
            value: Line = line["value"]
            return value
        faults = tuple(FaultEntry.model_validate(fault) for fault in line.get("faults", ()))
        raise TroubleError(line["status"], line["detail"], faults)
    status = await working.over()
    told = f"signal {signal.Signals(-status).name}" if status and status < 0 else f"status {status}"
    raise TroubleError(
        500,
        f"The process of this task was ended from outside ({told}): was there not enough memory?",
    )
