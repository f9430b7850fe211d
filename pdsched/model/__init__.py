"""The problem stated for CP-SAT, goal after goal, and its answer read back as a plan.

`world` unfolds the problem over its dates; `groups` counts what is equal; `drawing` lists what
could happen; `statement` makes the decisions and `rules` their rows; `goals` says what is better;
`relaxation` bounds them; `engine` runs CP-SAT; `kernels` look for plans; `race` keeps the best;
`search` is the recipe; `decode` deals out the names.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from pdsched.model.build import build
from pdsched.model.decode import CannotDealError, decode
from pdsched.model.race import Incumbent
from pdsched.model.search import Limits, Outcome, Search
from pdsched.plan import Plan
from pdsched.policy import Policy
from pdsched.problem import Problem
from pdsched.result import GoalResult, Status

__all__ = ["CannotDealError", "Incumbent", "Limits", "Search", "build", "read_plan", "solve_here"]


def solve_here(
    problem: Problem,
    policy: Policy = Policy(),  # noqa: B008 - frozen
    *,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    on_search: Callable[[Search], None] = lambda _: None,
) -> tuple[Plan | None, tuple[GoalResult, ...], Status]:
    """Solve in this very process: the plan (without its unmet needs), the goals, the status.

    `pdsched.solver.solve` does this in a process of its own, which can be ended, and has the
    referee judge the plan. ``on_search`` is given each search before it runs.
    """
    started = monotonic()
    named: set[str] = set()
    while True:
        statement = build(problem, policy, named)
        left = limits.seconds - (monotonic() - started)
        search = Search(statement, limits._replace(seconds=max(0.1, left)))
        on_search(search)
        outcome = search.run()
        try:
            return _read(outcome)
        except CannotDealError as error:
            named.update(error.members)


def _read(outcome: Outcome) -> tuple[Plan | None, tuple[GoalResult, ...], Status]:
    plan = read_plan(outcome.best) if outcome.best is not None else None
    return plan, outcome.goals, outcome.status


def read_plan(incumbent: Incumbent) -> Plan:
    """The plan of an incumbent, without its unmet needs.

    Raises:
        CannotDealError: if the counts of a staff group fit no members.
    """
    values = incumbent.values
    return decode(incumbent.statement, lambda variable: values[variable.index])
