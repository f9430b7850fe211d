"""`solve_many`: problem after problem, or each by a worker of an executor."""

from __future__ import annotations

import os
from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor, Future
from math import inf
from typing import Any, NamedTuple, TypeVar, overload

from pdsched.checks import GivenPlan, GivenPolicy, GivenProblem, check, policy_of, problem_of
from pdsched.clusters.agreement import refuse_other_versions
from pdsched.clusters.remote import LOOK, SECONDS_OF_WORK, UNKNOWN, LostError, Remote
from pdsched.clusters.workers import workers_of
from pdsched.errors import Fault, ProblemError, Severity
from pdsched.policy import Policy
from pdsched.problem import Problem
from pdsched.result import Result
from pdsched.runner.arguments import SECONDS, check_arguments, refuse_both
from pdsched.runner.judge import Judge
from pdsched.runner.solve import solve

K = TypeVar("K")
MOST_LOSSES = 2
"""Workers that one problem may cost before it is solved here."""


class _Task(NamedTuple):
    """One problem, as plain data."""

    problem: Problem
    policy: Policy
    options: dict[str, Any]

    @property
    def seconds(self) -> float:
        """What it should take at most, about; a limit of work says nothing of the rest of it."""
        work, seconds = self.options["work_limit"], self.options["seconds"] or SECONDS
        return float(0.5 * UNKNOWN + work * SECONDS_OF_WORK if work else seconds)


@overload
def solve_many(  # type: ignore[overload-overlap]  # what has names can be gone through, too
    problems: Mapping[K, GivenProblem],
    policy: GivenPolicy | None = None,
    *,
    seconds: float | None = None,
    work_limit: float | None = None,
    workers: int | None = None,
    seed: int = 0,
    initial_plans: Mapping[K, GivenPlan] | None = None,
    executor: Executor | None = None,
    on_result: Callable[[K, Result], object] | None = None,
) -> dict[K, Result]: ...
@overload
def solve_many(
    problems: Iterable[GivenProblem],
    policy: GivenPolicy | None = None,
    *,
    seconds: float | None = None,
    work_limit: float | None = None,
    workers: int | None = None,
    seed: int = 0,
    initial_plans: Mapping[int, GivenPlan] | None = None,
    executor: Executor | None = None,
    on_result: Callable[[int, Result], object] | None = None,
) -> list[Result]: ...
def solve_many(
    problems: Mapping[Any, Any] | Iterable[Any],
    policy: GivenPolicy | None = None,
    *,
    seconds: float | None = None,
    work_limit: float | None = None,
    workers: int | None = None,
    seed: int = 0,
    initial_plans: Mapping[Any, GivenPlan] | None = None,
    executor: Executor | None = None,
    on_result: Callable[[Any, Result], object] | None = None,
) -> dict[Any, Result] | list[Result]:
    """Plan several problems, such as the districts of a state, each as `pdsched.solve` does.

    Under an executor each problem is one task for one worker, which begins a process of its own for
    it, and travels there once. A worker that dies costs its problem the time: another one is given
    it, and in the end it is solved here. Every plan is judged once more by the referee of this
    process. Ctrl-C ends it all: what is done by then was told to ``on_result``.

    Args:
        problems: Problems by name, or one after the other; each as `pdsched.solve` takes it.
        policy: Of all of them, as in `pdsched.solve`.
        seconds: Wall-clock limit of each, above 0, by default 60.
        work_limit: A limit of work of each in place of one of time.
        workers: Parallel searches of each, 1 to 64; by default 1 under an executor, and else the
            machine's cores, at most 8.
        seed: Seed of each search, 0 to 2^31 - 1.
        initial_plans: Plans to go on from, by name or number of the problem, for some of them or
            all; each as ``initial_plan`` of `pdsched.solve`.
        executor: Where to solve them; here, one after the other, if left out. It is not shut down.
        on_result: Called with name or number and `Result` of each problem that is done, in the
            order in which they end.

    Returns:
        The results by name if the problems have names, else in the order of the problems.

    Raises:
        ProblemError: if problems or policy have faults; those of all problems are in it.
        ValueError: if an argument is out of its range, or a plan is of no problem that is there.
        TypeError: if ``initial_plans`` is no dictionary.
        PdschedError: if workers have other versions of pdsched, Python or OR-Tools than this
            process; or as `pdsched.solve` does, with the problem as a note.

    >>> import pdsched
    >>> calendar = {"time_zone": "Europe/Berlin", "first": "2026-09-07", "last": "2026-09-11"}
    >>> results = pdsched.solve_many({"north": {"calendar": calendar}}, seconds=20)
    >>> results["north"].status.value
    'optimal'
    """
    refuse_both(seconds=seconds, work_limit=work_limit)
    check_arguments(SECONDS if seconds is None else seconds, work_limit, workers, seed)
    named = dict(problems) if isinstance(problems, Mapping) else dict(enumerate(problems))
    given = {name: problem_of(problem) for name, problem in named.items()}
    _check_all(given)
    options = {"seconds": seconds, "work_limit": work_limit, "workers": workers, "seed": seed}
    if executor is not None:
        options["workers"] = workers or 1
    held = policy_of(policy)
    begin = _by_name(initial_plans, given)
    tasks = {
        name: _Task(problem, held, options | {"initial_plan": begin.get(name)})
        for name, problem in given.items()
    }
    tell = on_result or _tell_nobody
    results = _solve_here(tasks, tell) if executor is None else _Fleet(executor, tasks, tell).run()
    if isinstance(problems, Mapping):
        return {name: results[name] for name in given}
    return [results[name] for name in given]


def _by_name(plans: object, problems: Mapping[Any, Problem]) -> Mapping[Any, GivenPlan]:
    """The plans to go on from, each of a problem that is there."""
    if plans is None:
        return {}
    if not isinstance(plans, Mapping):
        raise TypeError(
            f"initial_plans is a {type(plans).__name__}; give a dict of plans by the name or "
            "number of their problem"
        )
    for name in plans:
        if name not in problems:
            raise ValueError(f"initial_plans names {name!r}, and no problem is called so")
    return plans


def _check_all(problems: Mapping[Any, Problem]) -> None:
    faults: list[Fault] = [
        fault._replace(where=f"{name}: {fault.where}")
        for name, problem in problems.items()
        for fault in check(problem)
        if fault.severity is Severity.ERROR
    ]
    if faults:
        raise ProblemError(faults)


def _tell_nobody(_: object, __: Result) -> None:
    pass


def _solve_task(task: _Task) -> Result:
    """On a worker, or here."""
    return solve(task.problem, task.policy, **task.options)


def _solve_here(
    tasks: Mapping[Any, _Task], tell: Callable[[Any, Result], object]
) -> dict[Any, Result]:
    results = {}
    for name, task in tasks.items():
        results[name] = _noting(name, _solve_task, task)
        tell(name, results[name])
        _end_if_interrupted(results[name])
    return results


def _end_if_interrupted(result: Result) -> None:
    """Go on to no other problem after Ctrl-C, which `solve` answers with the best so far."""
    if result.interrupted:
        raise KeyboardInterrupt


def _noting(name: object, ask: Callable[[Any], Result], about: object) -> Result:
    """What it gives; an error says which problem it is about."""
    try:
        return ask(about)
    except Exception as error:
        error.add_note(f"pdsched: in problem {name!r}")
        raise


class _Fleet:
    """Problems on their way to workers and back."""

    def __init__(
        self,
        executor: Executor,
        tasks: Mapping[Any, _Task],
        tell: Callable[[Any, Result], object],
    ) -> None:
        refuse_other_versions(executor)
        behind = workers_of(executor)
        self._remote, self._tasks, self._tell = Remote(executor, queues=True), tasks, tell
        self._is_cluster = behind is not None
        carries = getattr(executor, "_max_workers", 0) if behind is None else behind.threads()
        self._at_once = carries or os.cpu_count() or 1
        """Problems that are sent at a time: the first to be free takes the next one."""
        self._waiting = deque(tasks)
        self._losses: Counter[Any] = Counter()
        self._on_the_way: dict[Future[Result], Any] = {}
        self._results: dict[Any, Result] = {}

    def run(self) -> dict[Any, Result]:
        """Every result."""
        try:
            while self._waiting or self._on_the_way:
                self._send()
                for future in self._remote.wait(self._on_the_way, LOOK):
                    self._take(future, self._on_the_way.pop(future))
        finally:
            self._remote.forget()  # After Ctrl-C, or an error.
        return self._results

    def _send(self) -> None:
        while self._waiting and len(self._on_the_way) < self._at_once:
            name = self._waiting.popleft()
            task = self._tasks[name]
            try:
                if self._losses[name] >= MOST_LOSSES or not self._remote.is_there:
                    raise LostError
                # Workers of this machine may have other things to do first: none of them is late.
                seconds = task.seconds if self._is_cluster else inf
                future = self._remote.submit(_solve_task, task, seconds)
            except LostError:
                result = _noting(name, _solve_task, task)
                self._put(name, result)
                _end_if_interrupted(result)
                return  # Others may have come back meanwhile.
            self._on_the_way[future] = name

    def _take(self, future: Future[Result], name: object) -> None:
        try:
            result = _noting(name, self._remote.result, future)
        except LostError:
            self._losses[name] += 1
            self._waiting.append(name)
            return
        if result.plan is not None:
            task = self._tasks[name]
            judge = Judge(task.problem, task.policy)
            # What another machine sends is judged here as well; its reasons stay as they are.
            judge.accept(result.plan, (*result.goals, *result.left_open))
        self._put(name, result)

    def _put(self, name: object, result: Result) -> None:
        self._results[name] = result
        self._tell(name, result)
