"""What a command is about, read from its files: problem, plan, policy, approvals, changes.

With ``--redact`` this is where people get their pseudonyms, so commands read nothing elsewhere.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from pdsched.cli.redacting import hidden
from pdsched.cli.told import tell_gone, tell_left_out
from pdsched.cli.waiting import waiting
from pdsched.errors import ProblemError

if TYPE_CHECKING:
    from pdsched.plan import Approvals, Changes, Plan
    from pdsched.policy import Policy
    from pdsched.problem import Problem
    from pdsched.result import Result


def refuse_other(problem: Problem, plan: Plan, place: Path) -> None:
    """Refuse a plan that names what the problem does not have: nothing could be told of it."""
    from pdsched.checks.plans import not_in

    if faults := not_in(problem, plan, place.name):
        raise ProblemError(faults)


def problem_and_plan(problem: Path, plan: Path) -> tuple[Problem, Plan]:
    """Both files; a warning if the plan says that it answers another problem."""
    given, loaded_plan = read_problem(problem), read_plan(plan)
    tell_other_problem(given, problem, loaded_plan.problem, plan)
    return given, loaded_plan


def given_problem(
    problem: Path,
    previous: Path | None = None,
    as_of: datetime | None = None,
    approvals: Path | None = None,
) -> Problem:
    """A problem on a date, with what the previous plan and approvals say of its past and pins."""
    from pdsched.plan import dated, with_approvals, with_previous

    given = dated(read_problem(problem), as_of.date() if as_of else None)
    if previous is not None:
        known = read_plan(previous)
        tell_left_out(given, known)
        given = with_previous(given, known)
    if approvals is not None:
        told = read_approvals(approvals)
        tell_gone(given, told)
        given = with_approvals(given, told)
    return given


def read_problem(problem: Path) -> Problem:
    """A problem as it stands in its file; before the plans that are about it."""
    from pdsched.files import load_problem

    with waiting(f"reading {problem.name}"):
        return hidden(load_problem(problem))


def read_plan(plan: Path) -> Plan:
    """A plan, also that of a result."""
    from pdsched.files import load_plan

    with waiting(f"reading {plan.name}"):
        return hidden(load_plan(plan))


def read_answer(path: Path) -> Plan | Result:
    """A result, or a plan of which no bounds are known."""
    from pdsched.answer import Answer
    from pdsched.files import load, load_plan
    from pdsched.problem import Problem

    with waiting(f"reading {path.name}"):
        value = load(path)
        return hidden(load_plan(path) if isinstance(value, Problem | Answer) else value)


def read_plan_and_answer(path: Path) -> tuple[Plan, Plan | Result]:
    """A plan, and the result that it stands in, where it does; of one file, which is read once.

    Raises:
        ProblemError: as `read_plan`, also of a result without a plan.
    """
    from pdsched.result import Result

    answer = read_answer(path)
    if not isinstance(answer, Result):
        return answer, answer
    return answer.plan or read_plan(path), answer  # Of a result without one the latter says so.


def read_policy(policy: str) -> Policy:
    """A policy by its name or file; before the plans that were made under it."""
    from pdsched.files import load_policy

    return hidden(load_policy(policy))


def read_approvals(approvals: Path) -> Approvals:
    """What was said of plans."""
    from pdsched.files import load_approvals

    return hidden(load_approvals(approvals))


def read_changes(changes: Path) -> Changes:
    """What became known since a plan was made."""
    from pdsched.files import load_changes

    return hidden(load_changes(changes))


def tell_other_problem(given: Problem, problem: Path, answered: str, plan: Path) -> None:
    """Warn where a plan says that it answers another problem."""
    if answered and answered != given.digest():
        typer.echo(f"pdsched: {plan} was made for another problem than {problem}", err=True)
