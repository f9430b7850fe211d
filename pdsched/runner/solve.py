"""`solve`: from a problem to a result that the referee has judged."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from datetime import date
from pathlib import Path
from typing import Any, Unpack

from pdsched.checks import GivenPlan, GivenPolicy, GivenProblem
from pdsched.params import SearchParams
from pdsched.plan import Approvals
from pdsched.renamed import refuse_unknown, renamed_keyword
from pdsched.result import Progress, Result
from pdsched.runner.arguments import OldNames, once_reproducible
from pdsched.runner.run import Run
from pdsched.runner.start import start


def solve(
    problem: GivenProblem,
    policy: GivenPolicy | None = None,
    *,
    seconds: float | None = None,
    work_limit: float | None = None,
    workers: int | None = None,
    seed: int = 0,
    on_progress: Callable[[Progress], object] | None = None,
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
        workers: Parallel searches, 1 to 64; by default the machine's cores, at most 8, or all
            threads of the cluster behind an ``executor`` of Dask or Ray.
        seed: Seed of the search, 0 to 2^31 - 1.
        on_progress: Called now and then with the state of the search; with a ``checkpoint``, only
            values whose plan is on disk by then. If it returns ``True``, or raises
            ``StopIteration`` or ``KeyboardInterrupt``, the search ends and its best plan so far is
            returned, as with Ctrl-C. Any other exception ends it, too, and then goes on to you with
            that `Result` as its attribute ``result``.
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
        executor: Solve pieces by an executor of yours, such as that of a cluster
            (``distributed.Client(...).get_executor()``, `pdsched.ray_executor`), and the rest in
            this process, in a thread. It has to carry ``workers`` tasks at once and is not shut
            down. A worker that dies costs its piece; where none is left the run goes on in threads
            of this process. The limit of time is then only as good as the engine keeps it.
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
        PdschedError: if a checkpoint cannot be written, or is none of this problem; or if workers
            of a cluster have other versions of pdsched, Python or OR-Tools.
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
    refuse_unknown("solve", old, OldNames.__annotations__)
    plans: dict[str, Any] = {"initial_plan": initial_plan, "previous": previous}
    for was, now in (("start", "initial_plan"), ("before", "previous")):
        plans[now] = renamed_keyword("solve", old, was, now, plans[now])
    if "reproducible" in old:
        asked = old["reproducible"]
        seconds, work_limit = once_reproducible(seconds, work_limit, asked=asked)
    run: Run | None = None
    try:
        run = start(
            problem,
            policy,
            seconds=seconds,
            work_limit=work_limit,
            workers=workers,
            seed=seed,
            as_of=as_of,
            approvals=approvals,
            checkpoint=checkpoint,
            resume=resume,
            executor=executor,
            params=params,
            **plans,
        )
        return run.follow(on_progress)
    finally:
        if run is not None and not run.is_over:
            run.end()  # Ctrl-C came where nothing waits for it.
