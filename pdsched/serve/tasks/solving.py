"""Plan a problem that is kept, on from a checkpoint if there is one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic
from typing import Any

from filelock import FileLock

from pdsched.checks import policy_of
from pdsched.errors import PdschedError
from pdsched.expansion import in_full
from pdsched.files import save
from pdsched.problem import Problem
from pdsched.result import GoalResult, Progress, Result, TracePoint
from pdsched.runner.checkpoint import Checkpoint, read_checkpoint
from pdsched.runner.run import Run
from pdsched.runner.start import start
from pdsched.serve.entries import GoalEntry
from pdsched.serve.tasks.given import goals_of, kept_plan, kept_problem, kept_result
from pdsched.serve.work import Line, Told

EVERY = 0.5
"""Seconds between two words about the same value and bound."""
LEAST_SECONDS = 1.0
"""For a run that was resumed when its time was over: what its end takes."""
LOCK_SECONDS = 60.0
"""How long the process of the service before this one may take to notice that it is gone."""


def solve(arguments: dict[str, Any], told: Told) -> Line:
    """Plan, say each step, and keep the result where ``result`` says."""
    with FileLock(Path(arguments["folder"]) / "lock").acquire(timeout=LOCK_SECONDS):
        problem = kept_problem(arguments)
        if not Path(arguments["result"]).exists():
            _plan(problem, arguments, told)
        return ended(problem, kept_result(arguments))


def _plan(problem: Problem, arguments: dict[str, Any], told: Told) -> None:
    policy = policy_of(arguments["policy"])
    held = _held(arguments, problem)
    spent = held.seconds if held else 0.0
    limit: dict[str, Any] = {"work_limit": arguments["work_limit"]}
    if arguments["work_limit"] is None:
        limit = {"seconds": max(LEAST_SECONDS, arguments["seconds"] - spent)}
    begin: dict[str, Any] = {"resume": arguments["checkpoint"]}
    if held is None:
        begin = {"initial_plan": kept_plan(arguments.get("initial"))}
    run = start(
        problem,
        policy,
        **limit,
        **begin,
        workers=arguments["workers"],
        seed=arguments["seed"],
        checkpoint=arguments["checkpoint"],
    )
    told.on_stop(run.stop)
    with _points(Path(arguments["points"])) as write:
        for step in _spaced(run):
            point = {"seconds": round(spent + step.seconds, 3), "goal": step.goal}
            point |= {"value": step.value, "bound": step.bound, "method": step.method}
            write(point)
            told.step({**point, "pieces": step.pieces})
    save(run.result(), arguments["result"])


def _held(arguments: dict[str, Any], problem: Problem) -> Checkpoint | None:
    """The checkpoint, if there is one that can be used: else the search begins anew."""
    if not Path(arguments["checkpoint"]).exists():
        return None
    with suppress(PdschedError):
        return read_checkpoint(arguments["checkpoint"], problem)
    return None


def _spaced(run: Run) -> Iterator[Progress]:
    """The steps, of those that say nothing new two a second."""
    said: dict[str, tuple[object, ...]] = {}
    at = 0.0
    for step in run:
        news = (step.value, step.bound, step.method)
        if said.get(step.goal) != news or monotonic() - at >= EVERY:
            said[step.goal], at = news, monotonic()
            yield step


@contextmanager
def _points(path: Path) -> Iterator[Any]:
    """Adds to the file of points what is new by its goal; a disk that is full costs the curve."""
    last: dict[str, TracePoint] = {}

    def write(fields: dict[str, Any]) -> None:
        point = TracePoint(**fields)
        before = last.get(point.goal)
        if before is None or not point.says_as_much_as(before):
            last[point.goal] = point
            with suppress(OSError):
                file.write(json.dumps(fields) + "\n")
                file.flush()

    with path.open("a", encoding="utf-8") as file:
        yield write


def ended(problem: Problem, result: Result) -> Line:
    """What the index says of a run that has ended."""
    plan = result.plan
    return {
        "result": result.status.value,
        "goals": [_goal(goal) for goal in goals_of(result)],
        "needs": len(in_full(problem).needs),
        "needs_met": None if plan is None else len(plan.needs_met),
        "has_plan": plan is not None,
        "interrupted": result.interrupted,
        "seconds": result.seconds,
        "message": result.message,
    }


def _goal(goal: GoalResult) -> dict[str, Any]:
    return GoalEntry.of(goal).model_dump(mode="json")
