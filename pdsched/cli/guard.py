"""Every command ends with a sentence and an exit code, never with a traceback."""

from __future__ import annotations

import functools
import os
import platform
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import ParamSpec

import typer

import pdsched
from pdsched.cli.app import Asked, Exit
from pdsched.errors import (
    MOST_OF_A_KIND,
    MOST_PLACES,
    Fault,
    PdschedError,
    PlanRejectedError,
    ProblemError,
    SolverError,
    first_of_each_kind,
)

P = ParamSpec("P")


def careful(command: Callable[P, None]) -> Callable[P, None]:
    """Turn what goes wrong inside a command into sentences on stderr and an exit code."""

    @functools.wraps(command)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except (typer.Exit, typer.Abort, typer.BadParameter):
            raise
        except KeyboardInterrupt:
            _say("interrupted; nothing was written")
            raise typer.Exit(Exit.INTERRUPTED) from None
        except Exception as error:  # noqa: BLE001 - the last door: nothing leaves as a traceback
            raise typer.Exit(_explain(error)) from None

    return guarded


def lines(faults: Sequence[Fault]) -> Iterator[str]:
    """A line for each fault that is told: many alike are one line, unless all are asked for.

    >>> list(lines([Fault("PD101", "p.json", "p.json", "cannot be read", "look")]))
    ["PD101 p.json: 'p.json' cannot be read; look"]
    """
    if Asked.every_fault:
        yield from map(str, faults)
        return
    yield from first_of_each_kind(faults)
    times = Counter(fault._replace(where="") for fault in faults)
    kinds = Counter(fault.code for fault in times)
    if (
        max(kinds.values(), default=0) > MOST_OF_A_KIND
        or max(times.values(), default=0) > MOST_PLACES
    ):
        yield "pdsched --every-fault COMMAND reports them all"


def _say(sentence: str) -> None:
    typer.echo(f"pdsched: {sentence}", err=True)


def _explain(error: Exception) -> Exit:
    """Say what happened; the exit code."""
    if os.environ.get("PDSCHED_DEBUG") == "1":
        traceback.print_exception(error)
    match error:
        case ProblemError():
            for told in lines(error.faults):
                typer.echo(told, err=True)
            return Exit.WRONG
        case MemoryError():
            _say("there is not enough memory for this; give it more, or a smaller input")
            return Exit.WRONG
        case PlanRejectedError():
            _say(f"this is a fault of pdsched, not of your data: {error}")
            return Exit.BUG
        case PdschedError() if not isinstance(error, SolverError) and not _is_of_record(error):
            _say(str(error))
            return Exit.WRONG
        case OSError() if error.filename is not None:
            _say(f"{error.filename}: {error.strerror or error}")
            return Exit.WRONG
    return _report(error)


def _is_of_record(error: PdschedError) -> bool:
    """Whether a record could not be made: files are checked before, so the fault is ours."""
    from pdsched.problem import RecordError

    return isinstance(error, RecordError)


def _report(error: Exception) -> Exit:
    """Write down what is needed to find our fault, and say where."""
    text = [
        f"pdsched {pdsched.__version__}, Python {platform.python_version()}, {sys.platform}",
        f"arguments: {sys.argv[1:]}",
        "",
        *traceback.format_exception(error),
    ]
    try:
        where = f"a report is in {_write(text)}"
    except OSError as trouble:
        where = f"no report could be written ({trouble.strerror or trouble})"
    what = str(error).partition("\n")[0]
    _say(f"this is a fault of pdsched ({type(error).__name__}: {what}); {where}")
    return Exit.BUG


def _write(text: list[str]) -> Path:
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", errors="replace", prefix="pdsched-", suffix=".txt", delete=False
    ) as report:
        report.write("\n".join(text))
    return Path(report.name)
