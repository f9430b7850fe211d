"""`solve`: from a problem to a result that the referee has judged."""

from __future__ import annotations

import json
import os
import platform
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from time import monotonic

from pdsched.checks import check
from pdsched.errors import PlanRejectedError, ProblemError, Severity, SolverError
from pdsched.plan import Plan, UnmetNeed
from pdsched.policy import GOALS, Policy
from pdsched.problem import Problem
from pdsched.reasons import unmet_needs
from pdsched.referee import score, verify
from pdsched.result import GoalResult, Progress, Result, Status
from pdsched.solver.job import Job
from pdsched.solver.process import GRACE, Child, Heard

UNSOUND = "ArithmeticError"
"""What the solving process dies of when value and bound contradict each other."""
MOST_SECONDS = 864_000.0
RESERVE = 0.03
"""Share of the time kept for the referee and the reasons, besides half a second."""
RESERVE_PER_NEED = 0.003
"""Seconds kept for the reasons of one unmet need."""
WORK_PER_SECOND = 0.15
"""Units of deterministic work that stand for a second in reproducible runs."""


def solve(
    problem: Problem,
    policy: Policy | None = None,
    *,
    seconds: float = 60.0,
    workers: int | None = None,
    seed: int = 0,
    reproducible: bool = False,
    on_progress: Callable[[Progress], None] | None = None,
) -> Result:
    """Plan the release time: the best plan found in the time, and what is proven about it.

    The model runs in a process of its own. Ctrl-C ends it and returns the best plan so far
    (``Result.interrupted``). Every plan has been accepted by the referee before you see it.

    Args:
        problem: What is given.
        policy: Which rules hold, with which figures; the default policy if left out.
        seconds: Wall-clock limit of the whole call, above 0; kept to within 2 s + 5 %.
        workers: Parallel searches, 1 to 64; by default the machine's cores, at most 8.
        seed: Seed of the search, 0 to 2^31 - 1.
        reproducible: Same problem, policy, seconds and seed give the same plan, byte for byte:
            one worker, and ``seconds`` turned into units of work. The clock is then no limit: it
            may show several times ``seconds``, or less.
        on_progress: Called now and then with the state of the search.

    Raises:
        ProblemError: if `pdsched.check` finds errors; all of them are in it.
        ValueError: if an argument is out of its range.
        PlanRejectedError: if the referee rejects the plan, which is a bug of ours.
        SolverError: if the solver process dies, which is a bug of ours.

    >>> from pdsched import Problem, solve
    >>> problem = Problem(
    ...     calendar={"time_zone": "Europe/Berlin", "first": "2026-09-07", "last": "2026-09-11"},
    ...     schools=[{"id": "north", "periods": [{"id": "1", "start": "08:00", "end": "09:00"}]}],
    ...     staff=[{"id": "ada", "schools": ["north"]}],
    ...     courses=[{"id": "sheets", "topic": "sheets", "modality": "self-paced", "minutes": 60,
    ...               "group_max": 1}],
    ...     needs=[{"id": "n1", "staff": "ada", "course": "sheets"}],
    ... )
    >>> result = solve(problem, seconds=20)
    >>> result.status.value, result.goal("needs-met").value
    ('optimal', 30)
    """
    started = monotonic()
    policy = policy or Policy()
    _check_arguments(seconds, workers, seed)
    _check_problem(problem)
    job = _job(problem, policy, seconds, workers, seed, reproducible, monotonic() - started)
    heard = Child(job, on_progress or (lambda _: None)).listen(
        None if reproducible else started + seconds + GRACE
    )
    if heard.died and (heard.plan is None or UNSOUND in heard.died):
        raise SolverError(f"the solving process died: {heard.died}")
    status, plan, goals = _read(problem, policy, heard)
    if plan is not None:
        plan = _with_reasons(problem, policy, plan, complete=bool(goals) and goals[0].proven)
        goals = _judge(problem, policy, plan, goals)
    return Result(
        status=status,
        plan=plan,
        goals=goals,
        policy=policy,
        problem=problem.digest(),
        seed=seed,
        workers=job.workers,
        reproducible=reproducible,
        interrupted=heard.interrupted,
        versions=_versions(),
        seconds=round(monotonic() - started, 3),
        peak_mib=heard.peak_mib,
        message=_message(problem, policy, status, plan, heard),
    )


def _check_arguments(seconds: float, workers: int | None, seed: int) -> None:
    if not 0 < seconds <= MOST_SECONDS:
        raise ValueError(f"seconds = {seconds!r} is out of range: give more than 0, up to 10 days")
    if workers is not None and (workers != int(workers) or not 1 <= workers <= 64):
        raise ValueError(f"workers = {workers!r} is out of range: give a whole number from 1 to 64")
    if seed != int(seed) or not 0 <= seed < 2**31:
        raise ValueError(f"seed = {seed!r} is out of range: give a whole number from 0 to 2^31 - 1")


def _check_problem(problem: Problem) -> None:
    errors = [fault for fault in check(problem) if fault.severity is Severity.ERROR]
    if errors:
        raise ProblemError(errors)


def _job(
    problem: Problem,
    policy: Policy,
    seconds: float,
    workers: int | None,
    seed: int,
    reproducible: bool,
    spent: float,
) -> Job:
    reserve = RESERVE * seconds + 0.5 + RESERVE_PER_NEED * len(problem.needs)
    left = max(0.1, seconds - spent - min(reserve, seconds / 2))
    return Job(
        problem=problem,
        policy=policy,
        deadline=None if reproducible else time.time() + left,
        work=seconds * WORK_PER_SECOND if reproducible else None,
        workers=1 if reproducible else workers or min(8, os.cpu_count() or 1),
        seed=seed,
    )


def _read(
    problem: Problem, policy: Policy, heard: Heard
) -> tuple[Status, Plan | None, tuple[GoalResult, ...]]:
    """What the child said; where it was ended, the last plan, and bounds that need no proof."""
    if heard.end is not None and (heard.end.plan or heard.end.status is Status.INFEASIBLE):
        return heard.end.status, heard.end.plan, heard.end.goals
    plan = heard.plan
    if plan is None:
        plan = Plan(problem=problem.digest())
        unmet = tuple(_unexplained(need.id) for need in problem.needs)
        if verify(problem, plan.model_copy(update={"unmet": unmet}), policy):
            return Status.UNKNOWN, None, ()  # Pins ask for something: no plan is not a plan.
    values = score(problem, plan, policy)
    bounds = {
        "needs-met": sum(10 * need.priority for need in problem.needs),
        "engaged-half-days": 0,
    }
    step = heard.steps.get("needs-met")
    if step is not None and step.bound is not None:
        bounds["needs-met"] = step.bound
    goals = tuple(GoalResult(id=g, value=values[g], bound=bounds[g]) for g in GOALS)
    proven = all(goal.proven for goal in goals)
    return Status.OPTIMAL if proven else Status.FEASIBLE, plan, goals


def _with_reasons(problem: Problem, policy: Policy, plan: Plan, *, complete: bool) -> Plan:
    """The plan with its unmet needs; a second Ctrl-C costs the reasons, not the plan."""
    try:
        unmet = unmet_needs(problem, plan, policy, complete)
    except KeyboardInterrupt:
        met = {release.need for release in plan.releases}
        unmet = tuple(_unexplained(need.id) for need in problem.needs if need.id not in met)
    return plan.model_copy(update={"unmet": unmet}).canonical()


def _unexplained(need: str) -> UnmetNeed:
    return UnmetNeed(need=need, rule="search-ended", reason="ended before the reason was found")


def _judge(
    problem: Problem, policy: Policy, plan: Plan, goals: Sequence[GoalResult]
) -> tuple[GoalResult, ...]:
    violations = [str(v) for v in verify(problem, plan, policy)]
    values = score(problem, plan, policy)
    violations += [
        f"goal {goal.id}: the model says {goal.value}, the referee {values[goal.id]}"
        for goal in goals
        if goal.value != values[goal.id]
    ]
    if violations:
        raise PlanRejectedError(violations, _report(problem, policy, plan, violations))
    return tuple(goals)


def _report(problem: Problem, policy: Policy, plan: Plan, sentences: Sequence[str]) -> Path:
    """A file with all that reproduces the rejection."""
    handle, name = tempfile.mkstemp(prefix="pdsched-rejected-", suffix=".json")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(
            {
                "problem": problem.model_dump(mode="json", exclude_defaults=True),
                "policy": policy.model_dump(mode="json"),
                "plan": plan.model_dump(mode="json"),
                "violations": list(sentences),
                "versions": _versions(),
            },
            file,
        )
    return Path(name)


def _versions() -> dict[str, str]:
    return {
        "pdsched": version("pdsched"),
        "python": platform.python_version(),
        "ortools": version("ortools"),
    }


def _message(
    problem: Problem, policy: Policy, status: Status, plan: Plan | None, heard: Heard
) -> str:
    if heard.died:
        return f"the solving process died, and this is the best that it had found: {heard.died}"
    if heard.end is not None and heard.end.message:
        return heard.end.message
    if status is Status.INFEASIBLE and policy.holds("pins"):
        pins = [p.id for p in problem.session_pins] + [p.id for p in problem.engagement_pins]
        return f"no plan keeps all rules and these pins together: {', '.join(pins)}"
    if status is Status.FEASIBLE and plan is not None and not plan.sessions and problem.needs:
        return "the time ended before a session was found: this plan is empty, give more seconds"
    return ""
