"""`start`: from a problem to a search that goes on, and to the result that comes of it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from concurrent.futures import Executor
from datetime import date
from pathlib import Path
from time import monotonic
from typing import NamedTuple

from pdsched.checks import (
    GivenPlan,
    GivenPolicy,
    GivenProblem,
    check,
    plan_of,
    policy_of,
    problem_of,
)
from pdsched.checks.codes import fault
from pdsched.clusters.agreement import refuse_other_versions
from pdsched.clusters.attempt import versions
from pdsched.clusters.workers import workers_of
from pdsched.errors import ProblemError, Severity, StartRejectedError
from pdsched.params import SearchParams
from pdsched.plan import Approvals, Plan, dated, is_bare, with_approvals, with_previous
from pdsched.policy import Policy
from pdsched.problem import Problem
from pdsched.problem.at_hand import note
from pdsched.result import GoalResult, Result
from pdsched.runner.arguments import (
    MOST_WORKERS,
    SECONDS,
    check_arguments,
    refuse_both,
)
from pdsched.runner.checkpoint import Checkpoint, CheckpointWriter, read_checkpoint
from pdsched.runner.child_process import ChildProcess
from pdsched.runner.in_process import InProcess
from pdsched.runner.judge import Judge
from pdsched.runner.messages import Job
from pdsched.runner.report import Listener, SearchReport, Source, Start, tightened
from pdsched.runner.run import Run
from pdsched.runner.time_shares import Shares, shares
from pdsched.runner.verdict import Outcome, message, outcome
from pdsched.timed import is_told, timed

LEAVE_SECONDS = 2.0
"""Seconds that a process gets to go when all is said."""
LEAVE_SOON = 0.2
"""The same where somebody waits for the end that they asked for."""


def start(
    problem: GivenProblem,
    policy: GivenPolicy | None = None,
    *,
    seconds: float | None = None,
    work_limit: float | None = None,
    workers: int | None = None,
    seed: int = 0,
    initial_plan: GivenPlan | None = None,
    previous: GivenPlan | None = None,
    as_of: date | None = None,
    approvals: Approvals | None = None,
    checkpoint: str | Path | None = None,
    resume: str | Path | None = None,
    executor: Executor | None = None,
    params: SearchParams | None = None,
) -> Run:
    """Begin to plan the release time, and return at once: a `Run` to watch, stop and wait for.

    What is wrong with the arguments is raised here; what goes wrong later, by `Run.result`. The
    arguments and the errors are those of `pdsched.solve`, which is ``start(...).result()`` for
    whoever has nothing else to do.

    >>> import pdsched
    >>> calendar = {"time_zone": "Europe/Berlin", "first": "2026-09-07", "last": "2026-09-11"}
    >>> run = pdsched.start({"calendar": calendar}, seconds=20)
    >>> run.result().status.value
    'optimal'
    """
    started = monotonic()
    policy = policy_of(policy)
    known = None if previous is None else plan_of(previous, "previous")
    initial = None if initial_plan is None else plan_of(initial_plan, "initial_plan")
    given = problem_of(problem)
    problem = dated(given, as_of)
    problem = problem if known is None else with_previous(problem, known)
    problem = problem if approvals is None else with_approvals(problem, approvals)
    refuse_both(seconds=seconds, work_limit=work_limit)
    refuse_both(initial_plan=initial, resume=resume)
    seconds = SECONDS if seconds is None else seconds
    check_arguments(seconds, work_limit, workers, seed)
    with timed("check"):
        _check_problem(problem)
    held = read_checkpoint(resume, problem) if resume is not None else None
    keeper = CheckpointWriter(checkpoint, problem, policy, seed, held.seconds if held else 0.0)
    limits = shares(problem, seconds) if work_limit is None else None
    sound = held.plan if held else initial
    if executor is not None:
        refuse_other_versions(executor)
        workers = workers or _threads(executor)
    job = _job(problem, policy, sound or known, workers, seed)
    job = _limited(job, work_limit, limits, monotonic() - started)
    job = job if params is None else job.model_copy(update={"params": params})
    with timed("facts"):
        judge = Judge(problem, policy)
    source: Source = ChildProcess(job) if executor is None else InProcess(job, executor)
    try:
        begun = _begin(judge, sound, held) or _begin_as_before(judge, known)
        kept = checkpoint is not None
        listener = Listener(policy, _keeping(keeper, policy, begun), begun, kept=kept)
        note(problem.digest(), given)  # The same, whatever was kept or said of it.
        run = Run(listener, source, judge)
        run.go(_Ending(judge, listener, source, keeper, job, started, seconds, limits).result)
    except BaseException:
        source.end()  # Nobody listens to it.
        raise
    return run


class _Ending(NamedTuple):
    """From a search that goes on to its result."""

    judge: Judge
    listener: Listener
    source: Source
    keeper: CheckpointWriter
    job: Job
    started: float
    seconds: float
    limits: Shares | None
    """``None`` where a limit of work holds."""

    def result(self) -> Result:
        """Hear the search out, and judge what it said."""
        try:
            return self._judged()
        except BaseException:
            self.source.end()
            raise

    def _judged(self) -> Result:
        judge, reproducible = self.judge, self.limits is None
        heard = self.listener.listen(self.source, self.started, self.limits)
        ended = outcome(judge, heard, self.listener.start, reproducible=reproducible)
        every = (*ended.goals, *ended.left_open)
        with timed("referee"):
            plan = judge.accept(ended.plan, every) if ended.plan is not None else None
        if plan is not None:
            self.keeper.keep(ended.goals, plan.to_json())  # Reasons take their time.
            with timed("reasons"):
                plan = self._explained(plan, ended)
            self.keeper.keep(ended.goals, plan.to_json())
        self.source.end(LEAVE_SOON if heard.interrupted else LEAVE_SECONDS)
        return Result(
            status=ended.status,
            plan=plan,
            goals=ended.goals,
            left_open=ended.left_open,
            policy=judge.policy,
            problem=judge.problem.digest(),
            seed=self.job.seed,
            workers=self.job.workers,
            reproducible=reproducible,
            interrupted=heard.interrupted,
            versions=versions(),
            seconds=round(monotonic() - self.started, 3),
            peak_mib=heard.peak_mib,
            message=message(judge, heard, ended, trouble=self.keeper.trouble),
        )

    def _explained(self, plan: Plan, ended: Outcome) -> Plan:
        """The plan with reasons, for which whoever wants to stop does not wait."""
        if self.listener.is_out_of_patience():
            return plan
        complete = all(g.proven for g in ended.goals[: len(self.judge.policy.up_to_needs)])
        until = self.started + self.seconds
        left = None if self.limits is None else max(0.0, until - monotonic())
        is_over = self.listener.is_out_of_patience
        return self.judge.explained(plan, complete=complete, seconds=left, is_over=is_over)


def _check_problem(problem: Problem) -> None:
    errors = [fault for fault in check(problem) if fault.severity is Severity.ERROR]
    today, last = problem.calendar.today, problem.calendar.last
    if today is not None and today > last:
        message = f"is after {last}, the last date of the horizon: nothing is left to plan"
        advice = "give an earlier date (as_of, --as-of), or a problem of the dates to come"
        errors.append(fault("PD806", "calendar.today", str(today), message, advice))
    if errors:
        raise ProblemError(errors)


def _job(
    problem: Problem, policy: Policy, start: Plan | None, workers: int | None, seed: int
) -> Job:
    return Job(
        problem=problem,
        policy=policy,
        start=start,
        deadline=None,
        work=None,
        workers=workers or min(8, os.cpu_count() or 1),
        seed=seed,
        timed=is_told(),
    )


def _threads(executor: Executor) -> int | None:
    """Pieces that a cluster solves at once, where it tells."""
    behind = workers_of(executor)
    if behind is None or not behind.is_there:
        return None
    return min(MOST_WORKERS, behind.threads()) or None


def _limited(job: Job, work_limit: float | None, limits: Shares | None, spent: float) -> Job:
    if limits is None:
        return job.model_copy(update={"work": work_limit})
    return job.model_copy(update={"deadline": time.time() + max(0.1, limits.search_ends - spent)})


def _begin(judge: Judge, plan: Plan | None, held: Checkpoint | None) -> Start | None:
    """What the search goes on from, judged while it reads its job."""
    if plan is None:
        return None
    initial, values = judge.start(plan)
    bound = None
    if held is not None and held.policy == judge.policy:
        first = judge.policy.tiers[0].id
        known = next((goal for goal in held.goals if goal.id == first), None)
        # A bound that the value of a plan has passed which the referee accepts is none.
        bound = tightened(judge.policy, GoalResult(id=first, value=values[first]), known)
    return Start(initial, values, bound, is_bare(judge.problem, initial))


def _begin_as_before(judge: Judge, plan: Plan | None) -> Start | None:
    """The previous plan where it still keeps every rule; the search finds out what of it does."""
    try:
        return _begin(judge, plan, None)
    except StartRejectedError:
        return None


def _keeping(
    keeper: CheckpointWriter, policy: Policy, start: Start | None
) -> Callable[[SearchReport], None]:
    """Keep the plan to start from, and then each better one."""
    known = start.bound if start is not None else None

    def keep(heard: SearchReport) -> None:
        bound = tightened(policy, heard.bound or GoalResult(id=heard.first), known)
        keeper.keep_values(heard.values, bound, heard.plan_text)

    if start is not None:
        keeper.keep_values(start.values, known, start.plan.to_json())
    return keep
