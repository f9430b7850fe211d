"""Pasts: any plan of a problem, up to a date in its midst, for the problem that is left then."""

from __future__ import annotations

from itertools import islice

from exhaustive import Exhaustive
from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy, composite
from strategies import OPTIONAL_RULES, Case

from pdsched import Plan, keep
from pdsched.policy import Policy

LOOKED_AT = 300
"""Plans among which the past is chosen."""


@composite
def with_past(draw: DrawFn, cases: SearchStrategy[Case], breadth: int) -> Case:
    """A case with a past, which need not keep the rules of the case."""
    problem, policy = draw(cases)
    days = problem.calendar.open_days()
    assume(len(days) > 1)
    today = draw(st.sampled_from(days[1:]))
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


def _before(plan: Plan, today: object) -> bool:
    return any(session.date < today for session in plan.sessions)  # type: ignore[operator]
