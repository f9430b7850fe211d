"""The process of a task: a job in, one line of JSON; steps and an end out, a line each.

It ends when whoever asked is gone. Then its input ends, however the service was ended, and nothing
is left running; files are written whole or not at all, so that nothing is left half.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

NICE = 10
"""Lower than what answers requests: these come first."""
Line = dict[str, Any]


class Told:
    """What a task says on its way, and is told."""

    def __init__(self, put: Callable[[Line], None]) -> None:
        self._put = put
        self._stop: Callable[[], object] | None = None
        self._lock = threading.Lock()
        self.is_stopped = False
        """Whether it was asked to end soon."""

    def step(self, step: Line) -> None:
        """Say how far it is."""
        self._put({"kind": "step", **step})

    def on_stop(self, call: Callable[[], object]) -> None:
        """Have something called when the end is asked for, or at once if it was."""
        with self._lock:
            self._stop = call
        if self.is_stopped:
            call()

    def stop(self) -> None:
        """Ask for the end."""
        with self._lock:
            self.is_stopped, call = True, self._stop
        if call is not None:
            call()


Task = Callable[[dict[str, Any], Told], Line]
"""What is done: arguments to an answer, both as JSON has them."""


def main() -> None:
    """Read a job, do it, and say what came of it."""
    from pdsched.runner.child import own_stdout

    with suppress(OSError, AttributeError):
        os.nice(NICE)
    put = own_stdout()

    def say(line: Line) -> None:
        put(json.dumps(line, allow_nan=False) + "\n")

    text = sys.stdin.readline()
    if not text:  # A spare process that nobody needed.
        return
    job, told = json.loads(text), Told(say)
    threading.Thread(target=_obey, args=(told,), daemon=True).start()
    say(_end(job, told))


def _obey(told: Told) -> None:
    """Stop when told to; the end of the input says that nobody waits any more."""
    while sys.stdin.readline():
        told.stop()
    _leave()


def _leave() -> NoReturn:
    from pdsched.runner.leftovers import leave_nothing

    leave_nothing()
    os._exit(1)


def _end(job: dict[str, Any], told: Told) -> Line:
    """The last line: an answer, or what is wrong."""
    try:
        module, _, name = job["task"].partition(":")
        task: Task = getattr(import_module(module), name)
        return {"kind": "end", "value": task(job["arguments"], told)}
    except Exception as error:  # noqa: BLE001 - the last door: nothing leaves as a traceback
        is_redacted = bool(job["arguments"].get("key"))
        wrong = _what_went_wrong(error, Path(job["troubles"]), is_redacted=is_redacted)
        return {"kind": "end", **wrong}


def _what_went_wrong(error: Exception, troubles: Path, *, is_redacted: bool) -> Line:
    from pdsched.errors import (
        PdschedError,
        PlanRejectedError,
        ProblemError,
        SolverError,
        StartRejectedError,
    )
    from pdsched.problem import RecordError
    from pdsched.serve.entries import told_faults

    match error:
        case ProblemError():
            faults = told_faults(error.faults)["faults"]
            told = "What was given has faults; mend them and send it again."
            if (more := len(error.faults) - len(faults)) > 0:
                told = f"{told} There are {more:,} more, which are told then."
            return {"status": 422, "detail": told, "faults": faults}
        case MemoryError():
            told = "There is not enough memory for this; give the machine more, or a smaller input."
            return {"status": 507, "detail": told}
        case PlanRejectedError() | SolverError() | RecordError():
            pass
        case StartRejectedError() | PdschedError():
            return {"status": 422, "detail": str(error)}
        case OSError() if error.filename is not None or error.errno is not None:
            reason = error.strerror or str(error)
            told = f"The folder of the service cannot be read or written ({reason})."
            return {"status": 507, "detail": told}
    return {"status": 500, "detail": reported(error, troubles, is_redacted=is_redacted)}


def reported(error: BaseException, troubles: Path, *, is_redacted: bool) -> str:
    """Where it is written what is needed to find our fault; a log must not have people's names.

    Where people are replaced, what exceptions say is left out: it may have what came in.
    """
    told = f"This is a fault of pdsched ({type(error).__name__})"
    with suppress(OSError):
        troubles.parent.mkdir(exist_ok=True)
        lines = _places(error) if is_redacted else traceback.format_exception(error)
        troubles.write_text("".join(lines), encoding="utf-8")
        return f"{told}; a report is in the folder of the service: {troubles.name}"
    return f"{told}; no report could be written."


def _places(error: BaseException | None) -> Iterator[str]:
    """Where an exception, and those that led to it, were raised, without what they say."""
    while error is not None:
        yield f"{type(error).__name__}\n"
        yield from traceback.format_tb(error.__traceback__)
        error = error.__cause__ or error.__context__


if __name__ == "__main__":
    main()
