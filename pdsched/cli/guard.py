"""Every command ends with a sentence and an exit code, never with a traceback."""

from __future__ import annotations

import functools
import os
import platform
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec

import typer

import pdsched
from pdsched.cli.app import Exit
from pdsched.errors import PdschedError, PlanRejectedError, ProblemError, SolverError

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
        except BrokenPipeError:
            _leave_closed_pipe()
        except Exception as error:  # noqa: BLE001 - the last door: nothing leaves as a traceback
            raise typer.Exit(_explain(error)) from None

    return guarded


def _say(sentence: str) -> None:
    typer.echo(f"pdsched: {sentence}", err=True)


def _explain(error: Exception) -> Exit:
    """Say what happened; the exit code."""
    if os.environ.get("PDSCHED_DEBUG") == "1":
        traceback.print_exception(error)
    match error:
        case ProblemError():
            for fault in error.faults:
                typer.echo(str(fault), err=True)
            return Exit.WRONG
        case PlanRejectedError():
            _say(f"this is a fault of pdsched, not of your data: {error}")
            return Exit.BUG
        case PdschedError() if not isinstance(error, SolverError):
            _say(str(error))
            return Exit.WRONG
        case OSError() if error.filename is not None:
            _say(f"{error.filename}: {error.strerror or error}")
            return Exit.WRONG
    return _report(error)


def _report(error: Exception) -> Exit:
    """Write down what is needed to find our fault, and say where."""
    lines = [
        f"pdsched {pdsched.__version__}, Python {platform.python_version()}, {sys.platform}",
        f"arguments: {sys.argv[1:]}",
        "",
        *traceback.format_exception(error),
    ]
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", prefix="pdsched-", suffix=".txt", delete=False
    ) as report:
        report.write("\n".join(lines))
    what = str(error).partition("\n")[0]
    kind = type(error).__name__
    _say(f"this is a fault of pdsched ({kind}: {what}); a report is in {Path(report.name)}")
    return Exit.BUG


def _leave_closed_pipe() -> None:
    """Whoever read our output has stopped: nothing is wrong, and nothing more can be said."""
    # Python flushes stdout once more when it ends; give it a place to write to.
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - closed with the process
    raise typer.Exit(Exit.DONE)
