"""A run in a notebook: a live line, and a button that stops it where there are widgets."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING, Any, Protocol

from pdsched.result import Progress, Result

if TYPE_CHECKING:
    from IPython.display import DisplayHandle
else:
    DisplayHandle = Any  # A notebook has it; nobody else is to load it.

EVERY = 0.5
"""Seconds after which the line is written anew."""


class Running(Protocol):
    """A run, as far as it is shown."""

    @property
    def progress(self) -> Progress | None:
        """The last step."""

    @property
    def is_over(self) -> bool:
        """Whether there is a result, or an error in place of one."""

    @property
    def seconds(self) -> float:
        """Since it began."""

    def result(self, timeout: float | None = None) -> Result:
        """Wait for the result."""

    def stop(self) -> None:
        """Ask it to end soon."""


@contextmanager
def live_line(run: Running, advice: str) -> Iterator[None]:
    """Where a notebook shows it, a line tells how far a run is, while this lasts."""
    if not _is_notebook():
        yield
        return
    keeper = _keep(run, _shown(_line(run, advice)), advice)
    try:
        yield
    finally:
        keeper.join(2 * EVERY)


def show_run(run: Running) -> None:
    """Show a run as the last line of a cell: live in a notebook, and else as it is now."""
    last = _ended(run) if run.is_over else None
    if last or not _is_notebook():
        _shown(last or repr(run))
        return
    line = _shown(_line(run, ""))
    button = _stop_button(run)
    _keep(run, line, "" if button else "its method stop() ends it with its best plan", button)


def _is_notebook() -> bool:
    """Whether outputs can be written anew: a kernel runs this, not a terminal."""
    module = sys.modules.get("IPython")
    shell = None if module is None else module.get_ipython()
    return getattr(shell, "kernel", None) is not None


def _keep(
    run: Running, line: DisplayHandle, advice: str, button: DisplayHandle | None = None
) -> Thread:
    """A thread that writes the line anew until the run is over."""

    def keep() -> None:
        told = ""
        while (last := _ended(run)) is None:
            if (now := _line(run, advice)) != told:
                line.update(_plain(now), raw=True)
                told = now
        line.update(_plain(last), raw=True)
        if button is not None:  # A saved notebook would show one that does nothing.
            button.update({"text/html": "", **_plain("")}, raw=True)

    thread = Thread(target=keep, name="pdsched-line", daemon=True)
    thread.start()
    return thread


def _ended(run: Running) -> str | None:
    """What came of the run; ``None`` if nothing did within a moment."""
    from pdsched.views.running import ended_line

    try:
        return ended_line(run.result(EVERY))
    except TimeoutError:
        return None
    except BaseException as error:  # noqa: BLE001 - whoever waits for the result is told
        return f"failed: {type(error).__name__}"


def _line(run: Running, advice: str) -> str:
    from pdsched.views.running import solving_line

    line = solving_line(run.seconds, run.progress)
    return f"{line} ({advice})" if advice else line


def _plain(text: str) -> dict[str, str]:
    return {"text/plain": text}


def _shown(text: str) -> DisplayHandle:
    from IPython.display import DisplayHandle

    handle = DisplayHandle()
    handle.display(_plain(text), raw=True)
    return handle


def _stop_button(run: Running) -> DisplayHandle | None:
    """A button that stops the run; ``None`` without ipywidgets."""
    try:
        from IPython.display import DisplayHandle
        from ipywidgets import Button
    except ModuleNotFoundError:
        return None
    button = Button(description="Stop", tooltip="End soon, with the best plan so far")

    def stop(_: object) -> None:
        button.disabled, button.description = True, "Stopping…"
        run.stop()

    button.on_click(stop)
    handle = DisplayHandle()
    handle.display(button)
    return handle
