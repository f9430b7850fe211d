"""What has to hold of any case: each relation makes a few runs and tells what it has learnt.

None of them knows a rule or a goal. Plans of a case like this one are shown to the referee;
whatever it accepts is a plan of this case, and `About` holds every bound against it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import monotonic
from typing import NamedTuple

from exhaustive import Exhaustive
from renaming import renamed, shuffled

from benchmarks.fuzz.drawing import Case, Drawn, forced
from benchmarks.fuzz.knowledge import About, key_of
from benchmarks.fuzz.runs import Answer, hurried, run_here, run_whole, thorough
from pdsched import Plan, Problem, check, with_previous
from pdsched.errors import Severity

TRACTABLE, MOST_SECONDS = 200, 2.0
"""Up to so many choices of seats brute force looks at all plans, if that takes no longer."""


class Trial:
    """One case, all that is derived from it, and what is known of each."""

    def __init__(self, drawn: Drawn, random: Random, checks: Counter[str]) -> None:
        self.drawn, self.random, self.checks = drawn, random, checks
        self.case = drawn.case
        self.now = drawn.case
        """The case that is looked at."""
        self.start: Plan | None = None
        """The plan that it goes on from."""
        self.way: object = None
        """How it is solved."""
        self._known: dict[str, About] = {}
        self.solves = 0
        self.first: Answer | None = None
        """The answer to the case itself."""

    def about(self, case: Case) -> About:
        """What is known of a case."""
        self.now = case
        return self._known.setdefault(key_of(case), About(case, self.checks))

    def model(self, case: Case, *, quick: bool, start: Plan | None = None) -> Answer:
        """An answer of the model alone."""
        about, self.start = self.about(case), start
        way = hurried(self.random) if quick else thorough(self.random)
        self.way = way
        self.solves += 1
        self.checks["a solve ends without an exception"] += 1
        return about.hear(run_here(case, way, start))

    def whole(self, case: Case, *, quick: bool, apart: bool = False, **given: object) -> Answer:
        """An answer of `pdsched.solve`."""
        about = self.about(case)
        start = given.get("start")
        self.start = start if isinstance(start, Plan) else None
        way = hurried(self.random) if quick else thorough(self.random)
        self.way = way
        self.solves += 1
        self.checks["a solve ends without an exception"] += 1
        return about.hear(run_whole(case, way, apart=apart, **given))

    def plan(self) -> Plan | None:
        """The plan of the case itself."""
        assert self.first is not None
        return self.first.plan and self.about(self.case).judge.listed(self.first.plan)


class Relation(NamedTuple):
    """What is tried, and in which share of the cases."""

    name: str
    try_it: Callable[[Trial], None]
    share: float


RELATIONS: list[Relation] = []


def relation(name: str, share: float = 1.0) -> Callable[[Callable[[Trial], None]], None]:
    """Register what is tried."""
    return lambda try_it: RELATIONS.append(Relation(name, try_it, share))


def begin(trial: Trial) -> None:
    """Solve the case once to proof."""
    trial.first = trial.model(trial.case, quick=False)


@relation("any seed, limit and way")
def _again(trial: Trial) -> None:
    for _ in range(3):
        trial.model(trial.case, quick=True)
    trial.model(trial.case, quick=False)


@relation("on from the best plan")
def _on_from_the_best(trial: Trial) -> None:
    if (plan := trial.plan()) is not None:
        for _ in range(2):
            trial.model(trial.case, quick=True, start=plan)


@relation("on from any plan", 0.5)
def _on_from_any(trial: Trial) -> None:
    worse = trial.model(trial.case, quick=True)
    if worse.plan is not None:
        own = trial.about(trial.case).judge.listed(worse.plan)
        trial.model(trial.case, quick=True, start=own)
        trial.model(trial.case, quick=False, start=own)


@relation("attendances forced by pins")
def _forced(trial: Trial) -> None:
    if (plan := trial.plan()) is None:
        return
    problem = forced(trial.case.problem, plan, trial.random)
    if problem is None or not _is_sound(problem):
        return
    case = trial.case._replace(problem=problem)
    about = trial.about(case)
    about.check(
        "a plan keeps the pins that ask for it", about.offer("the plan", plan), "it does not"
    )
    trial.model(case, quick=False)
    for _ in range(3):
        trial.model(case, quick=True)
        trial.model(case, quick=True, start=about.judge.listed(plan))


class _TooLongError(Exception):
    """There are more plans than brute force should look at."""


class _Hasty(Exhaustive):
    """Brute force that gives up."""

    def plans(self) -> Iterator[Plan]:
        until = monotonic() + MOST_SECONDS
        for plan in super().plans():
            if monotonic() > until:
                raise _TooLongError
            yield plan


@relation("brute force")
def _brute_force(trial: Trial) -> None:
    every = _Hasty(trial.case)
    if every.breadth > TRACTABLE:
        return
    try:
        best, about = every.best(), trial.about(trial.case)
    except _TooLongError:
        return
    trial.checks["brute force"] += 1
    if best is None:
        about.no_plan("brute force")
        return
    about.hear_best("brute force", best)


@relation("other names", 0.5)
def _renamed(trial: Trial) -> None:
    names = trial.drawn.names
    _same_under(trial, renamed(trial.case.problem, names), lambda plan: renamed(plan, names))


@relation("records in another order", 0.5)
def _shuffled(trial: Trial) -> None:
    _same_under(trial, shuffled(trial.case.problem, trial.random), lambda plan: plan)


def _same_under(trial: Trial, problem: Problem, told: Callable[[Plan], Plan]) -> None:
    """The same problem told otherwise has a plan of the same values, and the same ones proven."""
    case, plan = trial.case._replace(problem=problem), trial.plan()
    answer = trial.model(case, quick=False)
    if plan is not None:
        about = trial.about(case)
        said = about.offer("the plan told otherwise", told(plan))
        about.check("the plan told otherwise is accepted", said, "it is not")
        return
    about = trial.about(trial.case)
    about.check("no plan, told otherwise", answer.plan is None, answer.way)


@relation("one more substitute", 0.3)
def _one_more_substitute(trial: Trial) -> None:
    problem = trial.case.problem
    more = (*problem.substitutes, trial.drawn.substitute)
    _beside(trial, trial.case._replace(problem=problem.model_copy(update={"substitutes": more})))


@relation("one more trainer", 0.2)
def _one_more_trainer(trial: Trial) -> None:
    problem = trial.case.problem
    more = (*problem.trainers, trial.drawn.trainer)
    _beside(trial, trial.case._replace(problem=problem.model_copy(update={"trainers": more})))


@relation("one figure stricter", 0.5)
def _stricter(trial: Trial) -> None:
    _beside(trial, trial.case._replace(policy=trial.drawn.stricter))


@relation("another policy", 0.5)
def _other_policy(trial: Trial) -> None:
    _beside(trial, trial.case._replace(policy=trial.drawn.other_policy))


def _beside(trial: Trial, other: Case) -> None:
    """Each case may have the plan of the other, if the referee says so."""
    answer, plan = trial.model(other, quick=False), trial.plan()
    if plan is not None:
        trial.about(other).offer("the plan of a case beside", plan)
    if answer.plan is not None:
        trial.about(trial.case).offer("the plan of a case beside", answer.plan)


@relation("as users solve", 0.15)
def _as_users_solve(trial: Trial) -> None:
    trial.whole(trial.case, quick=True)
    if (plan := trial.plan()) is not None:
        trial.whole(trial.case, quick=True, initial_plan=plan)


@relation("in processes", 0.004)
def _in_processes(trial: Trial) -> None:
    trial.whole(trial.case, quick=True, apart=True)


@relation("on from a checkpoint", 0.1)
def _resumed(trial: Trial) -> None:
    with TemporaryDirectory(prefix="pdsched-fuzz-") as folder:
        file = Path(folder) / "checkpoint.json"
        before = trial.whole(trial.case, quick=True, checkpoint=file)
        if before.plan is not None:
            after = trial.whole(trial.case, quick=True, resume=file)
            trial.about(trial.case).began_well(after, before.plan)


@relation("a previous plan", 0.15)
def _before(trial: Trial) -> None:
    """The plan that people know, where people or rules are others by now."""
    if (plan := trial.plan()) is None:
        return
    problem = trial.case.problem
    fewer = problem.model_copy(update={"substitutes": problem.substitutes[1:]})
    policy = trial.random.choice([trial.case.policy, trial.drawn.other_policy])
    now = with_previous(fewer if _is_sound(fewer) else problem, plan)
    trial.whole(Case(now, policy), quick=True, previous=plan)


def _is_sound(problem: Problem) -> bool:
    return not any(fault.severity is Severity.ERROR for fault in check(problem))
