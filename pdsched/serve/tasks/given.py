"""What a task is about, read from the files of the service."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from pdsched.errors import PdschedError
from pdsched.outside import read_bytes
from pdsched.plan import Plan, dated, with_previous
from pdsched.problem import Problem
from pdsched.redaction import Redaction, read_key
from pdsched.result import GoalResult, Result, Status
from pdsched.runner.checkpoint import Checkpoint

PROBLEM, RESULT, CHECKPOINT = "problem", "result", "checkpoint"
PREVIOUS, INITIAL = "previous", "initial"


def kept_problem(arguments: Mapping[str, Any]) -> Problem:
    """The problem of a run, on its date, with what its previous plan says.

    It was checked when it came in, so that it is read without being checked again.
    """
    problem = dated(_problem(arguments[PROBLEM]), as_of(arguments))
    previous = kept_plan(arguments.get(PREVIOUS))
    return problem if previous is None else with_previous(problem, previous)


def _problem(path: str) -> Problem:
    return Problem.model_validate_json(read_bytes(path, unpack=True))


def as_of(arguments: Mapping[str, Any]) -> date | None:
    """The date on which a run was asked for."""
    told = arguments.get("as_of")
    return date.fromisoformat(told) if told else None


def kept_plan(path: str | None) -> Plan | None:
    """The plan in a result, if there is one."""
    if path is None:
        return None
    return Result.model_validate_json(read_bytes(path, unpack=True)).plan


def kept_result(arguments: Mapping[str, Any]) -> Result:
    """The result of a run or, as long as there is none, its best plan so far.

    Raises:
        PdschedError: if there is neither.
    """
    if Path(arguments[RESULT]).exists():
        return Result.model_validate_json(read_bytes(arguments[RESULT], unpack=True))
    if not Path(arguments[CHECKPOINT]).exists():
        raise PdschedError("The run has no plan.")
    text = read_bytes(arguments[CHECKPOINT], unpack=True)
    checkpoint = Checkpoint.model_validate_json(text, strict=True)
    asked = len(checkpoint.policy.tiers)
    return Result(
        status=Status.FEASIBLE,
        plan=checkpoint.plan,
        goals=checkpoint.goals[:asked],
        left_open=checkpoint.goals[asked:],
        policy=checkpoint.policy,
        problem=checkpoint.plan.problem,
        seed=checkpoint.seed,
        interrupted=True,
        seconds=checkpoint.seconds,
    )


def kept_and_planned(arguments: Mapping[str, Any]) -> tuple[Problem, Result, Plan]:
    """The problem of a run, its result, and the plan of that.

    Raises:
        PdschedError: if there is no plan.
    """
    problem, result = kept_problem(arguments), kept_result(arguments)
    if result.plan is None:
        raise PdschedError(f"The run has no plan: it ended {result.status}. {result.message}")
    return problem, result, result.plan


def goals_of(result: Result) -> tuple[GoalResult, ...]:
    """All goals of a result, also those that decide between equal plans."""
    return (*result.goals, *result.left_open)


def redaction(arguments: Mapping[str, Any]) -> Redaction | None:
    """What replaces people, if the service does."""
    path = arguments.get("key")
    return Redaction(read_key(path)) if path else None
