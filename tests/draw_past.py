"""Pasts: any plan of a problem, up to a date in its midst, for the problem that is left then."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice

from exhaustive import Exhaustive
from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy, composite
from strategies import OPTIONAL_RULES, Case

from pdsched import Plan, Problem, keep
from pdsched.policy import Policy

LOOKED_AT = 300
"""Plans among which the past is chosen."""


@composite
def with_past(draw: DrawFn, cases: SearchStrategy[Case], breadth: int) -> Case:
    """A case with a past, which need not keep the rules of the case."""
    problem, policy = draw(cases)
    problem = _of_two_days(problem)
    today = draw(st.sampled_from(problem.calendar.open_days()[1:]))
    unaware = problem.model_copy(
        update={
            "calendar": problem.calendar.model_copy(update={"today": None}),
            "session_pins": (),
            "engagement_pins": (),
        }
    )
    lenient = Policy(
        off=tuple(OPTIONAL_RULES),
        colleague_cover=policy.colleague_cover,
        merged_classes=policy.merged_classes,
        split_classes=policy.split_classes,
    )
    every = Exhaustive(Case(unaware, lenient))
    assume(every.breadth <= breadth)
    plans = [plan for plan in islice(every.plans(), LOOKED_AT) if _before(plan, today)]
    assume(plans)
    return Case(keep(problem, draw(st.sampled_from(plans)), as_of=today), policy)


def _of_two_days(problem: Problem) -> Problem:
    """The problem with a horizon of at least two open days."""
    calendar = problem.calendar
    while len(calendar.open_days()) < 2:
        calendar = calendar.model_copy(update={"last": calendar.last + timedelta(days=1)})
    return problem.model_copy(update={"calendar": calendar})


def _before(plan: Plan, today: date) -> bool:
    return any(session.date < today for session in plan.sessions)
