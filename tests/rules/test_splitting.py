"""Classes divided among lessons of colleagues: every way of it held against brute force."""

from __future__ import annotations

from typing import Any

import numpy as np
from draw_basics import one_in
from exhaustive import Exhaustive
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, composite
from proving import BY_WORK, in_pieces
from schools import CALENDAR, TUE, changed, lesson, need, two_schools
from solving import with_unmet
from strategies import Case, scaled

from pdsched import Plan, Policy, Problem, Status, verify
from pdsched.engines.cpsat import SolveLimits
from pdsched.engines.part import fill_sub_mip
from pdsched.model import Solution
from pdsched.model.build import enumerate_candidates
from pdsched.model.decode.decode import decode
from pdsched.model.decode.encode import encode
from pdsched.model.goals import GOALS
from pdsched.reasons import unmet_needs
from pdsched.search import Limits, solve_here
from pdsched.search.subproblem import SubMip

HOURS = [("08:00", "09:00"), ("09:00", "10:00")]
PEOPLE = ("ada", "bob", "cyd", "dot", "eve")
COVERS = {"id": "covers-counted", "sentence": "Few covers.", "count": "covers", "per": "plan"}
FIGURES: list[dict[str, Any]] = [
    {"limits": [COVERS | {"at_most": 2}]},
    {"limits": [COVERS | {"each": "class", "at_most": 1}]},
    {"limits": [COVERS | {"each": "person", "at_most": 1}]},
    {},
    {"release_half_days": True},
    {"most_consecutive_periods": 1},
    {"working_day_minutes": 120},
    {"days_with_a_class": 1},
    {"colleague_covers_per_week": 1},
    {"adults_of_a_class_a_day": 2},
    {"goals": ("needs-met", "holders-of-a-class", "holders-of-a-day")},
]


NOBODY: list[dict[str, Any]] = []
SUE: list[dict[str, Any]] = [{"id": "sue", "zones": ["all"], "available": [{}]}]


@composite
def parallel_lessons(draw: DrawFn) -> Case:
    """A morning in which nearly everybody teaches, and few could hold a class alone."""
    held = [
        (f"{name}-{hour}", name, *hours)
        for name in PEOPLE
        for hour, hours in enumerate(HOURS)
        if not draw(one_in(10))
    ]
    lessons: list[dict[str, Any]] = []
    for own, name, start, end in held:
        others = [other for other, _, begin, _ in held if begin == start and other != own]
        lessons.append(
            {
                "id": own,
                "school": "north",
                "staff": [name],
                "date": TUE,
                "start": start,
                "end": f"{end[:3]}10" if draw(one_in(6)) and end == "10:00" else end,
                "classes": [draw(st.sampled_from(["5a", "5b"]))],
                "may_split": _some(draw, others),
            }
        )
    # Two hold it, and one of them is enough.
    both: bool = draw(st.booleans())
    if lessons and both:
        lessons[0] |= {"staff": [*lessons[0]["staff"], "flo"], "staff_needed": 1}
    window = {"start": "08:00", "end": "10:00"}
    problem = Problem.model_validate(
        {
            "calendar": {"time_zone": CALENDAR["time_zone"], "first": TUE, "last": TUE},
            "schools": [
                {
                    "id": "north",
                    "periods": [
                        {"id": str(n), "start": a, "end": b} for n, (a, b) in enumerate(HOURS)
                    ],
                }
            ],
            "staff": [
                {
                    "id": name,
                    "schools": ["north"],
                    "cover_volunteer": name != "flo" and draw(st.booleans()),
                    "unavailable": [window] if draw(one_in(10)) else [],
                    "role": "teacher" if name in PEOPLE else "principal",
                }
                for name in (*PEOPLE, "flo")
            ],
            "lessons": lessons,
            "courses": [
                {"id": "c", "topic": "t", "modality": "remote", "minutes": 60, "group_max": 2}
            ],
            "needs": [
                {"id": f"n-{n}", "staff": n, "course": "c"}
                for n in draw(st.sets(st.sampled_from(PEOPLE[:4]), min_size=1, max_size=2))
            ],
            "trainers": [{"id": "tom", "courses": ["c"], "available": [window]}],
            "substitutes": draw(st.sampled_from([NOBODY, NOBODY, SUE])),
        }
    )
    figures = {"colleague_covers_per_week": 2} | draw(st.sampled_from(FIGURES))
    policy = Policy(
        colleague_cover=draw(st.sampled_from(["all", "all", "all", "volunteers"])),
        split_classes=draw(st.sampled_from([True, True, True, False])),
        away_at_once=1,
        releases_per_week=2,
        **figures,
    )
    return Case(problem, policy)


def _some(draw: DrawFn, others: list[str]) -> list[str]:
    """None of them, two or three."""
    count = draw(st.sampled_from([0, 2, 2, 3]))
    return draw(st.permutations(others))[:count] if len(others) >= count else []


def divided(plan: Plan) -> int:
    """Classes that several colleagues take in."""
    return len(plan.covers) - len({(c.staff, c.lesson, c.date) for c in plan.covers})


SHARED = Policy(colleague_cover="all", split_classes=True, away_at_once=1)


def shared_out() -> Problem:
    """Ada can only be away while bob and cyd teach, who could share her class out."""
    return two_schools(
        lessons=[
            lesson("ada-tue-4", may_split=["bob-tue-4", "cyd-tue-4"]),
            lesson("bob-tue-4"),
            lesson("cyd-tue-4"),
        ],
        needs=[need("ada", "calls-1")],
        calendar={**CALENDAR, "first": TUE, "last": TUE, "pupil_free": [], "closed": []},
        trainers=[
            {"id": "tom", "courses": ["calls-1"], "available": [{"start": "13:00", "end": "14:00"}]}
        ],
        substitutes=[],
        **changed("staff", "cyd", schools=["north"]),
    )


def test_reasons_say_that_dividing_was_not_tried() -> None:
    """Of a plan that leaves ada's need open, though her class could be shared out."""
    problem = shared_out()
    plan, _, _ = solve_here(problem, SHARED, limits=Limits(seconds=30))
    (open_need,) = unmet_needs(problem, Plan(), SHARED, complete=False)

    assert plan is not None
    assert divided(plan) == 1
    assert "no colleague is free for the whole class" in open_need.reason


def test_a_fill_divides_classes() -> None:
    """A quick plan shares ada's class out among all whom it takes, and is not thrown away."""
    candidates = enumerate_candidates(shared_out(), SHARED)
    everything = np.arange(len(candidates.placement))
    sub_mip = SubMip(candidates, Solution.none(), everything, GOALS["needs-met"])
    found = fill_sub_mip(sub_mip.part(SolveLimits(None, 0.3, 1, 0)))

    assert found.values is not None
    filled = sub_mip.change(found.values).now
    assert filled.attends.counts.sum() == 1
    assert filled.covering.counts.sum() == 2


@settings(max_examples=scaled(1))
@given(parallel_lessons())
def test_classes_are_divided_piece_by_piece(case: Case) -> None:
    """The plan is accepted, no better than the best of all, and comes back from its numbers."""
    plan, goals, _ = solve_here(*case, limits=BY_WORK, params=in_pieces())
    assert plan is not None
    found = with_unmet(case.problem, plan)
    best = Exhaustive(case).best()

    assert verify(case.problem, found, case.policy) == ()
    assert best is not None
    assert (goals[0].value or 0) <= best[0] <= (goals[0].bound or best[0])
    candidates = enumerate_candidates(*case)
    solution = encode(candidates, found)
    assert solution is not None
    assert sorted(map(str, decode(candidates, solution).covers)) == sorted(map(str, found.covers))


@settings(max_examples=scaled(3))
@given(parallel_lessons())
def test_classes_are_divided_as_well_as_by_brute_force(case: Case) -> None:
    """The plan is accepted, and as good as the best of all; divided only where it may be."""
    plan, goals, status = solve_here(*case, limits=Limits(seconds=30))
    assert plan is not None
    found = with_unmet(case.problem, plan)

    assert verify(case.problem, found, case.policy) == ()
    assert status is Status.OPTIMAL
    assert tuple(goal.value for goal in goals) == Exhaustive(case).best()
    assert case.policy.split_classes or not divided(found)
