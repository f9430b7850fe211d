"""Pasts: any plan of a problem, up to a date in its midst, for the problem that is left then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import islice
from typing import Any, TypeVar

from draw_basics import one_in
from exhaustive import Exhaustive
from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy, composite
from strategies import OPTIONAL_RULES, Case

from pdsched import Plan, Problem, with_previous
from pdsched.policy import Policy
from pdsched.problem import CoverKind, Record, Window

R = TypeVar("R", bound=Record)
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
    known = with_previous(problem, draw(st.sampled_from(plans)), as_of=today)
    return Case(draw(changed(known)) if draw(one_in(2)) else known, policy)


@composite
def changed(draw: DrawFn, problem: Problem) -> Problem:
    """The problem after figures of it have changed: what happened may be impossible by now."""
    day = Window(start="07:00", end="18:00")
    away = {"unavailable": (day,)}

    def some(records: Sequence[R], *changes: dict[str, Any]) -> tuple[R, ...]:
        return tuple(
            record.model_copy(update=draw(st.sampled_from(changes))) if draw(one_in(3)) else record
            for record in records
        )

    hours = [{"start": x.start, "end": x.end} for x in problem.lessons] or [{}]
    return problem.model_copy(
        update={
            "staff": some(problem.staff, away, {"completed": ()}, {"levels": {}}),
            "lessons": some(
                problem.lessons,
                {"cover": CoverKind.NOT_NEEDED},
                {"cover": CoverKind.IMPOSSIBLE},
                {"cover": CoverKind.NEEDED},
                {"qualification": "singing"},
                draw(st.sampled_from(hours)),
            ),
            "courses": some(
                problem.courses, {"minutes": 60}, {"group_max": 1, "group_min": 1}, {"topic": "law"}
            ),
            "trainers": some(
                problem.trainers, {"courses": ()}, {"max_minutes_per_week": 30}, {"available": ()}
            ),
            "rooms": some(problem.rooms, {"capacity": 1}, away),
            "substitutes": some(
                problem.substitutes, {"available": ()}, {"max_half_days": 0}, {"qualifications": ()}
            ),
        }
    )


def _of_two_days(problem: Problem) -> Problem:
    """The problem with a horizon of at least two open days."""
    calendar = problem.calendar
    while len(calendar.open_days()) < 2:
        calendar = calendar.model_copy(update={"last": calendar.last + timedelta(days=1)})
    return problem.model_copy(update={"calendar": calendar})


def _before(plan: Plan, today: date) -> bool:
    return any(session.date < today for session in plan.sessions)
