"""One solve, in this very process, and what it answered."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import takewhile
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from benchmarks.fuzz.drawing import Case
from pdsched import Plan, Status, solve
from pdsched.engines.pool import Serial
from pdsched.params import BoundParams, SearchParams, StrategyParams
from pdsched.result import GoalResult
from pdsched.search import Limits, solve_here

ENOUGH = 30.0
"""Seconds in which a tiny problem is solved to proof."""
SHORT = (0.0, 1e-6, 1e-3, 0.005, 0.01, 0.02, 0.05, 0.1)
"""Limits of time that end a search anywhere."""
LITTLE_WORK = (0.0, 1e-9, 1e-6, 1e-4, 1e-3, 1e-2, 0.1)
"""Limits of deterministic work that do."""
RECIPES = {"whole": (1_500, 5_000), "middling": (0, 5_000), "pieces": (0, 0)}
"""Ways through the search: up to which sizes everything is solved at once, or after some pieces."""


class Way(NamedTuple):
    """How to solve."""

    limits: Limits = Limits(ENOUGH)
    recipe: str = "whole"
    branching: bool = False
    """Whether branch and bound is tried however little time is left."""


class Answer(NamedTuple):
    """What came of it."""

    way: str
    status: Status
    plan: Plan | None
    goals: tuple[GoalResult, ...]
    started: Plan | None = None
    """The plan that it went on from."""

    @property
    def depth(self) -> int:
        """How many goals are proven, from the first on without a gap."""
        return sum(1 for _ in takewhile(lambda goal: goal.proven, self.goals))

    @property
    def values(self) -> Mapping[str, int | None]:
        """By tier, the value of its plan."""
        return {goal.id: goal.value for goal in self.goals}


def hurried(random: Random) -> Way:
    """Any way with any limit; mostly one that ends too soon."""
    recipe = random.choice(list(RECIPES))
    seed, branching = random.randrange(2**31), random.random() < 0.5
    if random.random() < 0.5:
        work = random.choice(LITTLE_WORK)
        return Way(Limits(0.0, work, 1, seed), recipe, branching)
    seconds = random.choice(SHORT)
    return Way(Limits(seconds, None, random.choice([1, 1, 2, 3]), seed), recipe, branching)


def thorough(random: Random) -> Way:
    """To proof, with any seed and number of workers."""
    return Way(Limits(ENOUGH, None, random.choice([1, 1, 2, 4]), random.randrange(2**31)))


def run_here(case: Case, way: Way, start: Plan | None = None) -> Answer:
    """Solve by the model alone, in milliseconds."""
    params = _params(way)
    plan, goals, status = solve_here(*case, limits=way.limits, params=params, start=start)
    said = f"model {way}" + (" from a start" if start is not None else "")
    return Answer(said, status, plan, goals, start)


def run_whole(case: Case, way: Way, *, apart: bool = False, **given: Any) -> Answer:
    """Solve as a user does, pieces included in this process, or ``apart`` in processes."""
    limits = way.limits
    # A millisecond of the clock is the least that ends in time, and no work at all is no limit.
    seconds = None if limits.work is not None else max(1e-3, limits.seconds)
    work_limit = None if limits.work is None else max(1e-4, limits.work)
    executor = None if apart else Serial()
    result = solve(
        *case,
        seconds=seconds,
        work_limit=work_limit,
        seed=limits.seed,
        workers=limits.workers,
        executor=executor,
        params=_params(way),
        **given,
    )
    if "died" in result.message:
        raise RuntimeError(result.message)
    names = {
        name: value.name if isinstance(value, Path) else "a plan" for name, value in given.items()
    }
    said = f"solve {way}, {'apart' if apart else 'here'}, {names}"
    goals = (*result.goals, *result.left_open)
    return Answer(said, result.status, result.plan, goals, given.get("initial_plan"))


def _params(way: Way) -> SearchParams:
    """Ways that only large problems take are taken by moving the limits of size."""
    whole, lns = RECIPES[way.recipe]
    params = SearchParams(strategy=StrategyParams(whole_up_to=whole, lns_then_whole_up_to=lns))
    branching = BoundParams(branching_seconds=0.0) if way.branching else params.bounds
    return params.model_copy(update={"bounds": branching})
