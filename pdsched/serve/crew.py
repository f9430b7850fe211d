"""Processes for tasks: so many at once, ended when their time is over or nobody waits."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any

from pdsched.runner.child_process import command
from pdsched.serve.entries import FaultEntry, new_id
from pdsched.serve.fairness import fair
from pdsched.serve.troubles import TroubleError

LONGEST_LINE = 2**27
"""Bytes: an answer with all faults of a large problem is one line."""
MOST_WAITING = 50
"""Tasks of one owner that wait for others; more are refused."""
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
    """Starts processes for tasks, so many at once, fair among owners."""

    def __init__(self, most: int, seconds: float, troubles: Path) -> None:
        self._most, self._seconds, self._troubles = most, seconds, troubles
        self._waiting: dict[str, tuple[str, asyncio.Future[None]]] = {}
        """Owner and turn of what waits, in the order in which it came."""
        self._busy: Counter[str] = Counter()
        """Number of tasks that go on, by owner."""
        self._last: dict[str, int] = {}
        self._turns = count(1)
        self._begun: set[Working] = set()
        self._is_closed = False

    async def do(self, owner: str, task: str, arguments: Mapping[str, Any]) -> Line:
        """Have a task done when it is its turn, and wait for its answer.

        Raises:
            TroubleError: what went wrong, also that too many wait or that it took too long.
        """
        async with self._turn(owner):
            try:
                async with asyncio.timeout(self._seconds), self.begun(task, arguments) as working:
                    return await answer(working, lambda _: None)
            except TimeoutError:
                told = f"This took longer than {self._seconds:g} s, and was ended."
                raise TroubleError(503, told) from None
            except TroubleError as trouble:
                raise (_ending() if self._is_closed else trouble) from None

    @asynccontextmanager
    async def _turn(self, owner: str) -> AsyncIterator[None]:
        """Waits until a task of an owner may begin; leaving the block lets others begin."""
        if self._is_closed:
            raise _ending()
        if sum(of == owner for of, _ in self._waiting.values()) >= MOST_WAITING:
            told = "Too many requests wait for their turn; try again in a minute."
            raise TroubleError(503, told, headers={"Retry-After": "60"})
        ticket, turn = new_id(), asyncio.get_running_loop().create_future()
        self._waiting[ticket] = owner, turn
        self._next()
        try:
            await turn
            yield
        finally:
            if self._waiting.pop(ticket, None) is None:  # It had its turn.
                self._busy[owner] -= 1
                self._next()

    def _next(self) -> None:
        """Let those begin for whom there is room: first the owner for whom the fewest go on."""
        waiting = [(owner, ticket) for ticket, (owner, _) in self._waiting.items()]
        order = fair(waiting, self._busy, self._last)
        for ticket in order[: max(0, self._most - self._busy.total())]:
            owner, turn = self._waiting.pop(ticket)
            self._busy[owner] += 1
            self._last[owner] = next(self._turns)
            if not turn.done():  # Whoever waits is told that they are gone at the end of its block.
                turn.set_result(None)

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
        """End all of them; whoever waits is told so."""
        self._is_closed = True
        for _, turn in self._waiting.values():
            if not turn.done():
                turn.set_exception(_ending())
        for working in [*self._begun]:
            working.kill()
            await working.over()


def _ending() -> TroubleError:
    return TroubleError(503, "The service is being ended; ask again when it was started again.")


async def answer(working: Working, on_step: Callable[[Line], object]) -> Line:
    """What a task answers; each step on the way is handed on.

    Raises:
        TroubleError: what went wrong.
    """
    async for line in working.lines():
        if line["kind"] == "step":
            on_step(line)
            continue
        return value_of(line)
    status = await working.over()
    told = f"signal {signal.Signals(-status).name}" if status and status < 0 else f"status {status}"
    raise TroubleError(
        500,
        f"The process of this task was ended from outside ({told}): was there not enough memory?",
    )


def value_of(end: Line) -> Line:
    """What the last line of a task answers.

    Raises:
        TroubleError: what went wrong.
    """
    if "value" in end:
        value: Line = end["value"]
        return value
    faults = tuple(FaultEntry.model_validate(fault) for fault in end.get("faults", ()))
    raise TroubleError(end["status"], end["detail"], faults)
