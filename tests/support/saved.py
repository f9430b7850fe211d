"""A problem and a plan to be saved, and what is told of a file."""

from __future__ import annotations

from pathlib import Path

from good_input import good
from rich_problem import RICH

from pdsched.files import read, save
from pdsched.plan import Engagement, Plan, Session, UnmetNeed
from pdsched.problem import Problem

GOOD = Problem.model_validate(good())
PLAN = Plan(
    problem="abc",
    sessions=(
        Session(id="s", course="c", date="2026-09-08", start="08:00", end="09:00", staff=("a",)),
        Session(
            id="é", course="c", date="2026-09-09", start="08:00", end="09:00", school="n", staff=()
        ),
    ),
    engagements=(Engagement(substitute="sam", school="n", date="2026-09-08", half="am"),),
    unmet=(UnmetNeed(need="1", rule="room", reason="no|room\n"),),
)


def rich() -> Problem:
    """The problem with every field set."""
    return Problem.model_validate(RICH)


def faults_of(path: Path) -> list[tuple[str, str]]:
    """Code and place of everything said about a file."""
    return [(fault.code, fault.where) for fault in read(path).faults]


def tables(folder: Path) -> Path:
    """The good problem as a folder of tables."""
    save(GOOD, folder / "tables")
    return folder / "tables"
