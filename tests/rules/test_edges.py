"""At the edge of each figure the solver agrees with brute force: one less, and one more.

Figures that are drawn at random seldom bind. Here a tiny problem is planned with next to no limits
first; then a figure is made as strict as this plan just keeps, and stricter by one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

import pytest
from draw_groups import grouped
from exhaustive import Exhaustive
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from solving import with_unmet
from strategies import BRIEF, FIGURES, HELPING, ROVING, TINY, Case, problems, scaled

from pdsched import Plan, Policy, Problem, Status, verify
from pdsched.policy import RULES, ColleagueCover
from pdsched.search import Limits, solve_here

ENOUGH = 3
"""Edges of a figure that are looked at."""
TRACTABLE = 250
MOST = 1440
"""No figure of a tiny problem is larger: a day has so many minutes."""
LENIENT = Policy(
    away_at_once=1.0, releases_per_week=20, releases_in_all=1000, colleague_covers_per_week=20
)
"""Limits that tiny problems never come to."""
EVERY = st.one_of([problems(size).flatmap(grouped) for size in (BRIEF, TINY, ROVING, HELPING)])


def _figures() -> list[tuple[str, str]]:
    """Each rule that can be switched off, with each of its figures that is a number."""
    return [
        (rule, figure)
        for rule, info in RULES.items()
        for figure in LENIENT.figures(rule)
        if info.optional and not info.switch and _number(figure) is not None
    ]


def _number(figure: str) -> type | None:
    kinds = Policy.model_fields[figure].annotation
    return next((k for k in (int, float) if k in (kinds, *get_args(kinds))), None)


def _with(policy: Policy, figure: str, step: int) -> Policy:
    """The policy with a figure; shares go by hundredths."""
    value = step / 100 if _number(figure) is float else step
    return Policy.model_validate(policy.model_dump() | {figure: value})


def _edge(keeps: Callable[[int], bool], low: int, high: int) -> tuple[int, int] | None:
    """Two neighbours of which the first is kept and the other is not, if the ends differ."""
    first, last = keeps(low), keeps(high)
    if first == last:
        return None
    while high - low > 1:
        middle = (low + high) // 2
        if keeps(middle) == first:
            low = middle
        else:
            high = middle
    return (low, high) if first else (high, low)


def _least_and_most(policy: Policy, figure: str) -> tuple[int, int]:
    """The least and the greatest figure that the other figures of the policy allow."""
    limits = {k: v for m in Policy.model_fields[figure].metadata for k, v in _limits(m)}
    scale = 100 if _number(figure) is float else 1
    least, most = int(limits.get("ge", 0) * scale), min(MOST, int(limits.get("le", MOST) * scale))
    allowed = range(most, least, -1)
    return least, next(step for step in allowed if _is_allowed(policy, figure, step))


def _is_allowed(policy: Policy, figure: str, step: int) -> bool:
    try:
        _with(policy, figure, step)
    except ValidationError:
        return False
    return True


def _limits(metadata: Any) -> list[tuple[str, float]]:
    return [(k, getattr(metadata, k)) for k in ("ge", "le") if hasattr(metadata, k)]


def _planned(case: Case) -> tuple[Plan | None, tuple[int, ...], Status]:
    plan, goals, status = solve_here(*case, limits=Limits(seconds=30))
    found = None if plan is None else with_unmet(case.problem, plan)
    return found, tuple(goal.value or 0 for goal in goals), status


def _agrees(case: Case) -> None:
    """The plan is sound, and as good as the best of all where these can be counted."""
    plan, values, status = _planned(case)
    if plan is not None:
        assert verify(case.problem, plan, case.policy) == ()
    every = Exhaustive(case)
    if every.breadth <= TRACTABLE:
        best = every.best()
        assert (best is None) == (status is Status.INFEASIBLE)
        assert best is None or best == values


@pytest.mark.parametrize(("rule", "figure"), _figures())
def test_the_solver_keeps_to_the_edge_of_a_figure(rule: str, figure: str) -> None:
    """With the figure as strict as a free plan keeps it, and stricter by one."""
    edges = 0

    @settings(max_examples=scaled(0.4))
    @given(EVERY, st.data())
    def look(problem: Problem, data: st.DataObject) -> None:
        nonlocal edges
        if edges == ENOUGH:
            return
        policy = data.draw(_policies(rule, figure))
        plan, _, _ = _planned(Case(problem, policy.model_copy(update={"off": (rule,)})))
        if plan is None:
            return
        least, most = _least_and_most(policy, figure)

        def keeps(step: int) -> bool:
            strict = _with(policy, figure, step)
            return rule not in {v.rule for v in verify(problem, plan, strict)}

        edge = _edge(keeps, least, most)
        for step in edge or ():
            _agrees(Case(problem, _with(policy, figure, step)))
        edges += edge is not None

    look()


@st.composite
def _policies(draw: st.DrawFn, rule: str, figure: str) -> Policy:
    """Lenient ones, with the other figures without which the rule asks for nothing."""
    unset = [f for f, value in LENIENT.figures(rule).items() if value is None and f != figure]
    given_too = {f: draw(st.sampled_from(FIGURES[f])) for f in unset}
    helping = draw(st.sampled_from([ColleagueCover.NEVER, ColleagueCover.ALL]))
    return LENIENT.model_copy(update=given_too | {"colleague_cover": helping})
