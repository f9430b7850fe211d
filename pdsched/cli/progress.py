"""The live line of a running solve, on stderr."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from pdsched.cli.app import Asked
from pdsched.cli.streams import moving_cursor

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from pdsched.result import Progress

Listener = Callable[["Progress"], None]
QUIET_SECONDS = 10.0


def line(seconds: float, progress: Progress | None) -> str:
    """What is known now, in one line.

    >>> from pdsched.result import Progress
    >>> line(3.21, Progress(seconds=3.0, goal="needs-met", value=95, bound=100))
    'solving 3 s: needs-met 95, bound 100, gap 5 %'
    >>> line(3.21, Progress(seconds=3.0, goal="needs-met", value=95, bound=100, pieces=1))
    'solving 3 s: needs-met 95, bound 100, gap 5 %, 1 piece'
    >>> line(0.4, None)
    'solving 0 s'
    """
    from pdsched.views.words import count, percent

    head = f"solving {seconds:.0f} s"
    if progress is None:
        return head
    value = "no plan yet" if progress.value is None else str(progress.value)
    bound = "unknown" if progress.bound is None else str(progress.bound)
    pieces = f", {count(progress.pieces, 'piece')}" if progress.pieces else ""
    return f"{head}: {progress.goal} {value}, bound {bound}, gap {percent(progress.gap)}{pieces}"


class _Ticker:
    """What rich draws again and again: the newest progress with the seconds of now."""

    def __init__(self) -> None:
        self.newest: Progress | None = None
        self._begun = time.monotonic()

    def listen(self, progress: Progress) -> None:
        self.newest = progress

    def __rich__(self) -> Text:
        from rich.text import Text

        return Text(line(time.monotonic() - self._begun, self.newest), no_wrap=True)


class PlainLines:
    """A line when the goal changes or a plan is first found, and otherwise now and then."""

    def __init__(self) -> None:
        self._told: Progress | None = None

    def listen(self, progress: Progress) -> None:
        """Tell a step if it is worth a line."""
        if self._is_news(progress):
            typer.echo(line(progress.seconds, progress), err=True)
            self._told = progress

    def _is_news(self, progress: Progress) -> bool:
        told = self._told
        if told is None or told.goal != progress.goal:
            return True
        if told.value is None and progress.value is not None:
            return True
        changed = (told.value, told.bound) != (progress.value, progress.bound)
        return changed and progress.seconds - told.seconds >= QUIET_SECONDS


@contextmanager
def shown_progress(console: Console | None = None) -> Iterator[Listener]:
    """A listener for ``solve``: one live line on a terminal, occasional plain lines elsewhere.

    With ``--quiet`` it hears all and tells nothing.
    """
    if Asked.quiet:
        yield lambda _: None
        return
    from rich.console import Console
    from rich.live import Live

    console = console or Console(stderr=True)
    if not console.is_terminal:
        yield PlainLines().listen
        return
    ticker = _Ticker()
    with moving_cursor(), Live(ticker, console=console, refresh_per_second=4, transient=True):
        yield ticker.listen
