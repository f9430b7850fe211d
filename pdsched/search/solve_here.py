"""One search in this very process: enumerate, search, read the plan out; anew where counts lied."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from pdsched.engines.pool import Crew
from pdsched.model import CannotDealError, draw, encode, read_out
from pdsched.plan import Plan
from pdsched.policy import Policy
from pdsched.problem import Problem
from pdsched.result import GoalResult, Status
from pdsched.search.budget import Limits
from pdsched.search.lexicographic import Outcome, Search


def solve_here(
    problem: Problem,
    policy: Policy = Policy(),  # noqa: B008 - frozen
    *,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    crew: Crew | None = None,
    start: Plan | None = None,
    on_search: Callable[[Search], None] = lambda _: None,
) -> tuple[Plan | None, tuple[GoalResult, ...], Status]:
    """Solve in this very process: the plan (without its unmet needs), the goals, the status.

    The goals are those of the policy, and then those that decide what they leave open.

    `pdsched.runner.solve` does this in a process of its own, which can be ended, and has the
    referee judge the plan. ``start`` is a plan that keeps every rule, to go on from; ``on_search``
    is given each search before it runs.
    """
    started = monotonic()
    named: set[str] = set()
    while True:
        candidates = draw(problem, policy, named)
        begun = encode(candidates, start) if start is not None else None
        left = limits.seconds - (monotonic() - started)
        search = Search(candidates, limits._replace(seconds=max(0.1, left)), crew=crew, start=begun)
        on_search(search)
        outcome = search.run()
        try:
            return _read(search, outcome)
        except CannotDealError as error:
            named.update(error.members)


def _read(search: Search, outcome: Outcome) -> tuple[Plan | None, tuple[GoalResult, ...], Status]:
    if outcome.best is None:
        return None, outcome.goals, outcome.status
    plan, choice = read_out(search.candidates, outcome.best)
    if choice is not outcome.best:
        outcome = search.standing(outcome.goals, choice)
    return plan, outcome.goals, outcome.status
