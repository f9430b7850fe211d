"""Whoever waits long at a terminal sees how far the work is, and nobody else does."""

from __future__ import annotations

from contextlib import redirect_stderr, suppress
from io import StringIO
from pathlib import Path
from time import monotonic, sleep

import pytest
from rich.console import Console
from terminal import _files, run

from pdsched.cli import waiting as bar
from pdsched.cli.app import Asked, Exit
from pdsched.cli.progress import shown_progress
from pdsched.cli.waiting import waiting
from pdsched.result import Progress
from pdsched.stages import Stage, counted, stage, told_to

__all__ = ["_files"]  # a fixture
PATIENCE = 30.0
"""Seconds after which a test gives up."""


class Terminal(StringIO):
    """A stderr that says it is a terminal."""

    def isatty(self) -> bool:
        """It says so."""
        return True


@pytest.fixture(autouse=True)
def _watched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody watches, and waits for no time at all."""
    monkeypatch.setattr(bar, "AFTER", 0.0)
    monkeypatch.setattr(Asked, "quiet", False)
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("TERM", "xterm")


@pytest.fixture(name="terminal")
def _terminal() -> Terminal:
    """What is to be stderr while something is waited for: pytest takes it back for each test."""
    return Terminal()


def work() -> list[int]:
    """A piece of work that says how far it is."""
    stage("figures")
    return list(counted([1, 2], "pages"))


def until_drawn(screen: StringIO) -> None:
    """Wait until something is drawn: the bar begins in a thread of its own."""
    until = monotonic() + PATIENCE
    while not screen.getvalue() and monotonic() < until:
        sleep(0.01)


def test_a_bar_tells_the_last_stage_and_is_gone(terminal: Terminal) -> None:
    """What is done, and of how much; then the line is cleared."""
    with redirect_stderr(terminal), waiting("reading"):
        until_drawn(terminal)
        assert work() == [1, 2]
    drawn = terminal.getvalue()

    assert "pages" in drawn
    assert "2 of 2" in drawn
    assert drawn.endswith("\x1b[2K")


def test_a_name_is_shown_and_not_obeyed() -> None:
    """Names of files are other people's."""
    screen = StringIO()
    console = Console(file=screen, force_terminal=True, width=100, color_system=None)
    with waiting("[bold]a\x1b]0;b", console):
        until_drawn(screen)

    assert "[bold]a\\u001b]0;b" in screen.getvalue()


def test_short_work_draws_nothing(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    """Most work ends before anybody wonders."""
    monkeypatch.setattr(bar, "AFTER", 60.0)
    with redirect_stderr(terminal), waiting("reading"):
        work()

    assert terminal.getvalue() == ""


@pytest.mark.parametrize("why", ["quiet", "CI", "no terminal"])
def test_nobody_is_told_who_does_not_watch(
    why: str, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With --quiet, in continuous integration, and where stderr goes to a file."""
    if why == "quiet":
        monkeypatch.setattr(Asked, "quiet", True)
    elif why == "CI":
        monkeypatch.setenv("CI", "true")
    else:
        monkeypatch.setattr(Terminal, "isatty", lambda _: False)
    with redirect_stderr(terminal), waiting("reading"):
        work()

    assert terminal.getvalue() == ""


def test_the_bar_goes_when_the_work_fails(terminal: Terminal) -> None:
    """The sentence about it then stands on a line of its own, and nobody listens any more."""
    with redirect_stderr(terminal), suppress(ZeroDivisionError), waiting("reading"):
        until_drawn(terminal)
        _ = 1 / 0
    drawn = terminal.getvalue()
    work()

    assert drawn.endswith("\x1b[2K")
    assert terminal.getvalue() == drawn


def test_quiet_is_asked_for_before_the_command(
    files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It also holds for the line of a solve."""
    monkeypatch.setattr(Asked, "quiet", False)
    answer = run("-q", "report", "p.json", "plan.json", "-o", "page.html")

    assert answer.exit_code == Exit.DONE
    assert answer.stderr == ""
    assert (files / "page.html").is_file()
    assert Asked.quiet
    with shown_progress(Console(file=(screen := StringIO()), force_terminal=True)) as listen:
        listen(Progress(seconds=1, goal="needs-met", value=1, bound=2))
    assert screen.getvalue() == ""


def test_writers_tell_what_is_done(files: Path) -> None:
    """Each by what it counts: figures, calendars, files, sheets, rows."""
    told: list[Stage] = []
    with told_to(told.append):
        for command in (
            "report -o r.html",
            "calendar -o out",
            "show --by person",
            "show --xlsx b.xlsx",
        ):
            name, *options = command.split()
            assert run(name, "p.json", "plan.json", *options).exit_code == Exit.DONE
    finished = {stage.name for stage in told if stage.done == stage.of}

    assert {
        "key figures",
        "calendars",
        "files written",
        "sheets",
        "rows of sheet goals",
    } <= finished
    assert "the plan is judged" in {stage.name for stage in told}
    assert (files / "out").is_dir()
