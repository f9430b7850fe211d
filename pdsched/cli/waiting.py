"""The bar of a long piece of work, on stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer
from typing import TYPE_CHECKING

from pdsched.cli.app import Asked
from pdsched.cli.streams import moving_cursor
from pdsched.printable import on_one_line
from pdsched.stages import Stage, told_to

if TYPE_CHECKING:
    from rich.console import Console

AFTER = 2.0
"""Seconds of work after which a bar is drawn."""


@contextmanager
def waiting(name: str, console: Console | None = None) -> Iterator[None]:
    """Work for long: after two seconds a bar shows which stage it is at, and how far.

    Only on a terminal, and neither with ``--quiet`` nor in continuous integration. Nothing may be
    written to stderr meanwhile: it would stand in the middle of the bar.

    Args:
        name: the first stage; nothing in it is obeyed by the terminal.
        console: where to draw, if not on stderr.
    """
    is_watched = console is not None or sys.stderr.isatty()
    if not is_watched or Asked.quiet or os.environ.get("CI"):
        yield
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    bar = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.fields[told]}"),
        TimeElapsedColumn(),
        console=console or Console(stderr=True),
        refresh_per_second=4,
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )
    task = bar.add_task(on_one_line(name), total=None, told="")

    def show(stage: Stage) -> None:
        told = "" if stage.of is None else f"{stage.done:,} of {stage.of:,}"
        done = None if stage.of is None else stage.done
        bar.update(task, description=stage.name, completed=done, total=stage.of, told=told)

    timer = Timer(AFTER, bar.start)
    timer.daemon = True
    with moving_cursor(), told_to(show):
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()
            bar.stop()
