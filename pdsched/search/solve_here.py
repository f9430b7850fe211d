"""One search in this very process: enumerate, search, read the plan out; anew where counts lied."""

from __future__ import annotations

import logging
from collections.abc import Callable
from time import monotonic

from pdsched.engines.pool import WorkerPool
from pdsched.model import DisaggregationError, dealt, decode, encode, enumerate_candidates, read_out
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.goals import tier_goals
from pdsched.model.solution.solution import Solution
from pdsched.params import SearchParams
from pdsched.plan import Plan
from pdsched.policy import Policy
from pdsched.problem import Problem
from pdsched.result import GoalResult, Status
from pdsched.search.budget import Limits
from pdsched.search.lexicographic import Search
from pdsched.search.outcome import Outcome, better_of
from pdsched.search.proven import Proven
from pdsched.timed import timed

_LOG = logging.getLogger(__name__)
LEAST_SECONDS, LEAST_WORK = 0.1, 0.05
"""What a search that has to begin anew is given at least."""


def solve_here(
    problem: Problem,
    policy: Policy = Policy(),  # noqa: B008 - frozen
    *,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    pool: WorkerPool | None = None,
    params: SearchParams = SearchParams(),  # noqa: B008 - frozen
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
    left, kept, known = limits, None, list[Proven]()
    while True:
        with timed("candidates"):
            candidates = enumerate_candidates(problem, policy, named)
            begun = _begin(candidates, kept, start)
        seconds = limits.seconds - (monotonic() - started)
        left = left._replace(seconds=max(LEAST_SECONDS, seconds))
        search = Search(candidates, left, pool=pool, params=params, start=begun, known=known)
        on_search(search)
        try:
            outcome = search.run()
            search.is_over = True
            with timed("read-out"):
                return _read(search, outcome)
        except DisaggregationError as error:
            named.update(error.members)
            _LOG.info("begun anew: %d people are planned by name from here on", len(named))
            known = search.proven
            # The best so far goes on as far as names can be found for it, in the time that is left.
            kept = _named_part(candidates, search.best) or kept
            if left.work is not None:
                left = left._replace(work=max(LEAST_WORK, left.work - search.spent))


def _begin(candidates: Candidates, *plans: Plan | None) -> Solution | None:
    """The best of what of some plans keeps every rule."""
    goals, best = tier_goals(candidates.index.world.policy), None
    for plan in plans:
        begun = encode(candidates, plan) if plan is not None else None
        if begun is not None:
            best = better_of(goals, candidates, best, begun)
    return best


def _named_part(candidates: Candidates, best: Solution | None) -> Plan | None:
    """As much of the best solution as there are names for; ``None`` where that cannot be told."""
    if best is None:
        return None
    try:
        return decode(candidates, dealt(candidates, best))
    except (DisaggregationError, LookupError):
        # What is left of it makes no plan: the next search begins with less.
        return None


def _read(search: Search, outcome: Outcome) -> tuple[Plan | None, tuple[GoalResult, ...], Status]:
    if outcome.best is None:
        return None, outcome.goals, outcome.status
    plan, solution = read_out(search.candidates, outcome.best)
    if solution is not outcome.best:
        outcome = search.standing(outcome.goals, solution)
    return plan, outcome.goals, outcome.status
