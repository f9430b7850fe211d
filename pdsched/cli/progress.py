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


class _Ticker:
    """What rich draws again and again: the newest progress with the seconds of now."""

    def __init__(self) -> None:
        self.newest: Progress | None = None
        self._begun = time.monotonic()

    def listen(self, progress: Progress) -> None:
        self.newest = progress

    def __rich__(self) -> Text:
        from rich.text import Text

        from pdsched.views.running import solving_line

        return Text(solving_line(time.monotonic() - self._begun, self.newest), no_wrap=True)


class PlainLines:
    """A line when the goal changes or a plan is first found, and otherwise now and then."""

    def __init__(self) -> None:
        self._told: Progress | None = None

    def listen(self, progress: Progress) -> None:
        """Tell a step if it is worth a line."""
        from pdsched.views.running import solving_line

        if self._is_news(progress):
            typer.echo(solving_line(progress.seconds, progress), err=True)
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
