"""Options under the names that they had in the last version: not in the help, and told of."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeVar

import typer

from pdsched.errors import PdschedError
from pdsched.renamed import GONE

T = TypeVar("T")


OldStartPath = Annotated[Path | None, typer.Option("--start", hidden=True)]
OldBeforePath = Annotated[Path | None, typer.Option("--before", hidden=True)]
OldReproducible = Annotated[bool, typer.Option("--reproducible", hidden=True)]


def renamed(was: str, now: str, old: T | None, value: T | None) -> T | None:
    """What an option was given under its name, or under the old one, of which stderr is told.

    Raises:
        PdschedError: if both were given.

    >>> renamed("--start", "--initial-plan", None, 7)
    7
    """
    if old is None:
        return value
    if value is not None:
        raise PdschedError(f"{was} is the old name of {now}: give {now} alone")
    _tell(was, now)
    return old


def work_in_place(seconds: float | None, work_limit: float | None) -> tuple[None, float]:
    """Seconds and work limit where ``--reproducible`` is given, of which stderr is told.

    Raises:
        PdschedError: if a work limit is given, too.
    """
    from pdsched.runner.arguments import SECONDS
    from pdsched.runner.time_shares import WORK_PER_SECOND

    if work_limit is not None:
        raise PdschedError(
            "--reproducible is the old form of --work-limit: give --work-limit alone"
        )
    seconds = SECONDS if seconds is None else seconds
    work = seconds * WORK_PER_SECOND
    _tell(f"--reproducible --seconds {seconds!r}", f"--work-limit {work!r}")
    return None, work


def _tell(was: str, now: str) -> None:
    typer.echo(f"pdsched: {was} is now {now}; the old name goes with version {GONE}", err=True)
