"""`solve`: from a problem to a result that the referee has judged."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from concurrent.futures import Executor
from datetime import date
from pathlib import Path
from time import monotonic
from typing import Any, Unpack

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
from pdsched.errors import ProblemError, Severity, StartRejectedError
from pdsched.params import SearchParams
from pdsched.plan import Approvals, Plan, dated, is_bare, with_approvals, with_previous
from pdsched.policy import Policy
from pdsched.problem import Problem
from pdsched.problem.at_hand import note
from pdsched.renamed import refuse_unknown, renamed_keyword
from pdsched.result import GoalResult, Progress, Result
from pdsched.runner.arguments import (
    SECONDS,
    OldNames,
    carrying,
    check_arguments,
    once_reproducible,
    refuse_both,
)
from pdsched.runner.checkpoint import Checkpoint, CheckpointWriter, read_checkpoint
from pdsched.runner.child_process import ChildProcess
from pdsched.runner.in_process import InProcess
from pdsched.runner.judge import Judge, versions
from pdsched.runner.messages import Job
from pdsched.runner.report import Listener, SearchReport, Source, Start, tightened
from pdsched.runner.time_shares import STOP_SECONDS, Shares, shares
from pdsched.runner.verdict import message, outcome

LEAVE_SECONDS = 2.0
"""Seconds that a process gets to go when all is said."""


def solve(
    problem: GivenProblem,
    policy: GivenPolicy | None = None,
    *,
    seconds: float | None = None,
    work_limit: float | None = None,
    workers: int | None = None,
    seed: int = 0,
    on_progress: Callable[[Progress], None] | None = None,
    initial_plan: GivenPlan | None = None,
    previous: GivenPlan | None = None,
    as_of: date | None = None,
    approvals: Approvals | None = None,
    checkpoint: str | Path | None = None,
    resume: str | Path | None = None,
    executor: Executor | None = None,
    params: SearchParams | None = None,
    **old: Unpack[OldNames],
) -> Result:
    """Plan the release time: the best plan found in the time, and what is proven about it.

    The model runs in a process of its own. Ctrl-C ends it and returns the best plan so far
    (``Result.interrupted``). An empty plan is an answer only where it is proven to be the best: if
    the time ends before a session is found, there is no plan (``Status.UNKNOWN``). Every plan has
    been accepted by the referee before you see it.

    Three arguments say what is there already: ``initial_plan`` is where the search begins and
    nothing more; ``previous`` is the plan that people know, and becomes part of the problem;
    ``resume`` continues a run that ended.

    Args:
        problem: What is given: a problem, or a dictionary of its fields, as in its JSON.
        policy: Which rules hold, with which figures: a policy, the name of a ready one such as
            ``quebec``, the path of a TOML file, or a dictionary; the default policy if left out.
        seconds: Wall-clock limit of the whole call, above 0, by default 60; kept to within 2 s +
            5 %, but for what judging a plan of a vast district takes if there is no time for it,
            for a first plan, which is waited for (a minute at most) where a busy machine has hardly
            let the search run, and for up to 5 s in which it is found out why there is none.
        work_limit: A limit of work in place of one of time, so that a run can be reproduced: same
            problem, policy, work limit, seed and initial plan give the same plan, byte for byte,
            with any number of workers, however fast the machine, by the same ``Result.versions``.
            The unit is that of CP-SAT's deterministic time, which counts steps of the search; one
            takes some ten seconds of the clock, more or less by problem and machine. The clock is
            then no limit, and bounds by other engines than CP-SAT are not counted.
        workers: Parallel searches, 1 to 64; by default the machine's cores, at most 8.
        seed: Seed of the search, 0 to 2^31 - 1.
        on_progress: Called now and then with the state of the search; with a ``checkpoint``, only
            values whose plan is on disk by then. If it raises ``StopIteration`` or
            ``KeyboardInterrupt``, the search ends and its best plan so far is returned, as with
            Ctrl-C. Any other exception ends it, too, and then goes on to you with that `Result`
            as its attribute ``result``.
        initial_plan: A plan to go on from, which keeps every rule; what it says of unmet needs is
            not read. The answer is never worse.
        previous: The plan that people know, even if it breaks rules by now: the search begins with
            what of it still holds, and the goal ``changes`` counts what does not. What of it lies
            before ``as_of`` is past and stays as it was. The result is about the problem with that
            plan, as `pdsched.with_previous` makes it.
        as_of: The date on which the plan is made; ``calendar.today`` if left out.
        approvals: What was said of earlier plans: what is published stays, as
            `pdsched.with_approvals` makes the problem of it.
        checkpoint: A file that holds the best plan so far at any moment, for ``resume``;
            compressed if its name ends in ``.gz``.
        resume: A file that ``checkpoint`` left: the search goes on from its plan and, under the
            same policy, with the bound that was proven.
        executor: Solve pieces by an executor of yours, and the rest in this process, in a thread.
            It has to carry ``workers`` tasks at once and is not shut down. The limit of time is
            then only as good as the engine keeps it.
        params: Tuning figures of the search, for experts who measure.
        **old: What the last version knew, which warns: ``start`` and ``before``, now
            ``initial_plan`` and ``previous``; and ``reproducible=True``, now ``work_limit`` with
            0.15 for each of the ``seconds``.

    Raises:
        ProblemError: if `pdsched.check` finds errors, today is after the horizon, or there is no
            such policy, or one with faults; all of them are in it.
        ValueError: if an argument is out of its range, ``as_of`` is no plain date, or two are
            given of which one would do: ``seconds`` and ``work_limit``, or ``initial_plan`` and
            ``resume``.
        TypeError: if an argument is given under its old name, too, or a problem, plan or policy is
            something else.
        StartRejectedError: if the initial plan, or that of the checkpoint, breaks a rule.
        PdschedError: if a checkpoint cannot be written, or is none of this problem.
        PlanRejectedError: if the referee rejects the plan, which is a bug of ours.
        SolverError: if the solver process dies without a plan, which is a bug of ours.

    >>> from pdsched import Problem, solve
    >>> problem = Problem.model_validate({
    ...   "calendar": {"time_zone": "Europe/Berlin", "first": "2026-09-07", "last": "2026-09-11"},
    ...   "schools": [{"id": "north", "periods": [{"id": "1", "start": "08:00", "end": "09:00"}]}],
    ...   "staff": [{"id": "ada", "schools": ["north"]}],
    ...   "courses": [{"id": "sheets", "topic": "sheets", "modality": "self-paced", "minutes": 60,
    ...             "group_max": 1}],
    ...   "needs": [{"id": "n1", "staff": "ada", "course": "sheets"}],
    ... })
    >>> result = solve(problem, seconds=20)
    >>> result.status.value, result.goal("needs-met").value
    ('optimal', 30)
    """
    started = monotonic()
    refuse_unknown("solve", old, OldNames.__annotations__)
    plans: dict[str, Any] = {"initial_plan": initial_plan, "previous": previous}
    for was, now in (("start", "initial_plan"), ("before", "previous")):
        given = renamed_keyword("solve", old, was, now, plans[now])
        plans[now] = None if given is None else plan_of(given, now)
    initial: Plan | None = plans["initial_plan"]
    known: Plan | None = plans["previous"]
    if "reproducible" in old:
        asked = old["reproducible"]
        seconds, work_limit = once_reproducible(seconds, work_limit, asked=asked)
    policy = policy_of(policy)
    given = problem_of(problem)
    problem = dated(given, as_of)
    problem = problem if known is None else with_previous(problem, known)
    problem = problem if approvals is None else with_approvals(problem, approvals)
    refuse_both(seconds=seconds, work_limit=work_limit)
    refuse_both(initial_plan=initial, resume=resume)
    seconds = SECONDS if seconds is None else seconds
    check_arguments(seconds, work_limit, workers, seed)
    _check_problem(problem)
    held = read_checkpoint(resume, problem) if resume is not None else None
    keeper = CheckpointWriter(checkpoint, problem, policy, seed, held.seconds if held else 0.0)
    limits = shares(problem, seconds) if work_limit is None else None
    sound = held.plan if held else initial
    job = _job(problem, policy, sound or known, workers, seed)
    job = _limited(job, work_limit, limits, monotonic() - started)
    job = job if params is None else job.model_copy(update={"params": params})
    judge = Judge(problem, policy)
    source: Source = ChildProcess(job) if executor is None else InProcess(job, executor)
    try:
        begun = _begin(judge, sound, held) or _begin_as_before(judge, known)
        listener = Listener(
            policy,
            on_progress or (lambda _: None),
            _keeping(keeper, policy, begun),
            begun,
            kept=checkpoint is not None,
        )
        heard = listener.listen(source, started, limits)
        ended = outcome(judge, heard, begun, reproducible=work_limit is not None)
        every = (*ended.goals, *ended.left_open)
        plan = judge.accept(ended.plan, every) if ended.plan is not None else None
    except BaseException:
        source.end()
        raise
    if plan is not None:
        complete = all(goal.proven for goal in ended.goals[: len(policy.up_to_needs)])
        keeper.keep(ended.goals, plan.to_json())  # Reasons take their time.
        left = max(0.0, started + seconds - monotonic()) if work_limit is None else None
        if heard.interrupted:  # Whoever wants to stop does not wait for reasons.
            left = min(STOP_SECONDS, STOP_SECONDS if left is None else left)
        plan = judge.explained(plan, complete=complete, seconds=left)
        keeper.keep(ended.goals, plan.to_json())
    source.end(LEAVE_SECONDS)
    result = Result(
        status=ended.status,
        plan=plan,
        goals=ended.goals,
        left_open=ended.left_open,
        policy=policy,
        problem=problem.digest(),
        seed=seed,
        workers=job.workers,
        reproducible=work_limit is not None,
        interrupted=heard.interrupted,
        versions=versions(),
        seconds=round(monotonic() - started, 3),
        peak_mib=heard.peak_mib,
        message=message(judge, heard, ended, trouble=keeper.trouble),
    )
    note(result.problem, given)  # The same, whatever was kept or said of it.
    if heard.raised is not None:
        raise carrying(heard.raised, result)
    return result


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
    )


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
