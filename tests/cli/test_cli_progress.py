"""What a running solve shows on stderr."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from pdsched.cli.progress import QUIET_SECONDS, PlainLines, shown_progress
from pdsched.result import Progress
from pdsched.views.running import solving_line


def step(
    seconds: float, value: int | None, bound: int | None = 100, goal: str = "needs-met"
) -> Progress:
    """One step of a solve."""
    return Progress(seconds=seconds, goal=goal, value=value, bound=bound)


def test_line_without_plan_or_bound() -> None:
    """What is not known yet is said so, never as a number."""
    assert solving_line(2, step(2, None, None)) == (
        "solving 2 s: needs-met no plan yet, bound unknown, gap unknown"
    )


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        ([step(1, 10), step(2, 20), step(3, 30)], [1]),
        ([step(1, 10), step(1 + QUIET_SECONDS, 20)], [1, 11]),
        ([step(1, 10), step(1 + QUIET_SECONDS, 10)], [1]),
        ([step(1, None), step(2, 10)], [1, 2]),
        ([step(1, 10), step(2, 3, 0, "engaged-half-days")], [1, 2]),
        ([step(1, 10), step(12, 10, 90), step(13, 10, 80)], [1, 12]),
    ],
)
def test_plain_lines_tell_news_only(
    steps: list[Progress], told: list[int], capsys: pytest.CaptureFixture[str]
) -> None:
    """A first plan and a new goal are told at once, other changes after a while, the rest not."""
    lines = PlainLines()
    for each in steps:
        lines.listen(each)
    shown = capsys.readouterr().err.splitlines()

    assert [text.split()[1] for text in shown] == [str(seconds) for seconds in told]


def test_live_line_on_a_terminal() -> None:
    """On a terminal one line is drawn again and again, and is gone at the end."""
    screen = StringIO()
    console = Console(file=screen, force_terminal=True, width=80)
    with shown_progress(console) as listen:
        listen(step(1, 95))
    drawn = screen.getvalue()

    assert "needs-met 95, bound 100, gap 5 %" in drawn
    assert drawn.endswith("\x1b[2K")


def test_plain_lines_elsewhere(capsys: pytest.CaptureFixture[str]) -> None:
    """Where stderr is no terminal nothing is drawn, and lines are plain."""
    with shown_progress() as listen:
        listen(step(1, 95))
    shown = capsys.readouterr()

    assert shown.err == "solving 1 s: needs-met 95, bound 100, gap 5 %\n"
    assert shown.out == ""
