"""The problem and the plan that a command is about, and what is odd about the two together."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from pdsched.cli.told import tell_gone, tell_left_out
from pdsched.cli.waiting import waiting
from pdsched.errors import ProblemError

if TYPE_CHECKING:
    from pdsched.plan import Plan
    from pdsched.problem import Problem


def refuse_other(problem: Problem, plan: Plan, place: Path) -> None:
    """Refuse a plan that names what the problem does not have: nothing could be told of it."""
    from pdsched.checks.plans import not_in

    if faults := not_in(problem, plan, place.name):
        raise ProblemError(faults)


def problem_and_plan(problem: Path, plan: Path) -> tuple[Problem, Plan]:
    """Both files; a warning if the plan says that it answers another problem."""
    from pdsched.files import load_plan

    given = given_problem(problem)
    with waiting(f"reading {plan.name}"):
        loaded_plan = load_plan(plan)
    tell_other_problem(given, problem, loaded_plan.problem, plan)
    return given, loaded_plan


def given_problem(
    problem: Path,
    previous: Path | None = None,
    as_of: datetime | None = None,
    approvals: Path | None = None,
) -> Problem:
    """A problem on a date, with what the previous plan and approvals say of its past and pins."""
    from pdsched.files import load_approvals, load_plan, load_problem
    from pdsched.plan import dated, with_approvals, with_previous

    with waiting(f"reading {problem.name}"):
        given = load_problem(problem)
    given = dated(given, as_of.date() if as_of else None)
    if previous is not None:
        known = load_plan(previous)
        tell_left_out(given, known)
        given = with_previous(given, known)
    if approvals is not None:
        told = load_approvals(approvals)
        tell_gone(given, told)
        given = with_approvals(given, told)
    return given


def tell_other_problem(given: Problem, problem: Path, answered: str, plan: Path) -> None:
    """Warn where a plan says that it answers another problem."""
    if answered and answered != given.digest():
        typer.echo(f"pdsched: {plan} was made for another problem than {problem}", err=True)
