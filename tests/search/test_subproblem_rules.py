"""Pieces keep the rules that reach across them: what a plan uses up beside a piece counts in it."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pytest
from pieces import QUICK

from pdsched import Policy, Problem
from pdsched.engines.part import fill_sub_mip, solve_sub_mip
from pdsched.model import Solution, enumerate_candidates
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.goals import GOALS
from pdsched.search.subproblem import SubMip

NEEDS = GOALS["needs-met"]
DATES = [f"2026-09-{n:02}" for n in range(7, 15)]
MON, TUE, NEXT_MON = DATES[0], DATES[1], DATES[7]
BELL = [{"id": "1", "start": "08:00", "end": "09:00"}]
FREE = {"away_at_once": 1.0, "releases_per_week": 5}


def two_people(
    schools: tuple[str, str], days: tuple[str, str], /, substitutes: int = 2, **fields: Any
) -> Problem:
    """Ann and Bob each teach one lesson, of class 5a, and need an hour at exactly that time."""
    given: dict[str, Any] = {
        "calendar": {"time_zone": "America/Toronto", "first": MON, "last": DATES[-1]},
        "schools": [{"id": s, "periods": BELL} for s in dict.fromkeys(schools)],
        "staff": [],
        "lessons": [],
        "courses": [],
        "needs": [],
        "substitutes": [
            {"id": f"sub-{school}-{n}", "schools": [school], "available": [{}]}
            for school in ("north", schools[1])[: len(set(schools))]
            for n in range(substitutes)
        ],
    }
    for person, school, day in zip(("ann", "bob"), schools, days, strict=True):
        others = [other for other in DATES if other != day]
        away = {"start": "00:00", "end": "23:59", "dates": others}
        given["staff"].append(
            {"id": person, "schools": [school], "department": "d", "grade": "5"}
            | {"unavailable": [away]}
        )
        given["lessons"].append(
            {"id": f"l-{person}", "school": school, "staff": [person], "date": day}
            | {"start": "08:00", "end": "09:00", "classes": ["5a"]}
        )
        course = {"id": f"c-{person}", "topic": "tools", "modality": "self-paced"}
        given["courses"].append(course | {"minutes": 60, "group_max": 1})
        given["needs"].append({"id": f"n-{person}", "staff": person, "course": f"c-{person}"})
    return Problem.model_validate(given | fields)


def added(problem: Problem, policy: Policy) -> int:
    """How many attendances of Bob a piece adds to a plan in which Ann attends."""
    candidates = enumerate_candidates(problem, policy, ["ann", "bob"])
    ann, bob = (_of(candidates, person) for person in ("ann", "bob"))
    begun = _decided(SubMip(candidates, Solution.none(), ann, NEEDS), Solution.none())
    assert len(begun.attends.ids) == 1
    after = _decided(SubMip(candidates, begun, bob, NEEDS), begun)
    assert np.isin(begun.attends.ids, after.attends.ids).all()
    return len(after.attends.ids) - 1


def _of(candidates: Candidates, person: str) -> Any:
    groups = [n for n, g in enumerate(candidates.index.staff) if person in g.members]
    return np.flatnonzero(np.isin(candidates.group, groups))


def _decided(sub_mip: SubMip, plan: Solution) -> Solution:
    found = solve_sub_mip(sub_mip.part(QUICK))
    assert found.values is not None
    return sub_mip.change(found.values).on(plan)


NO_WAY = {"origin": "north", "destination": "south", "minutes": 0}
ONE, TWO = ("north", "north"), ("north", "south")
RULES_THAT_REACH: dict[str, tuple[tuple[str, str], tuple[str, str], dict[str, Any]]] = {
    "class-hits": (ONE, (MON, TUE), {"class_hits": 1, "class_hits_days": 2}),
    "slot-hits": (ONE, (MON, NEXT_MON), {"hits_of_a_slot": 1}),
    "reserve": (TWO, (MON, MON), {"reserve": 3}),
    "half-days-per-date": (TWO, (MON, MON), {"half_days_per_date": 1}),
    "away-at-once": (ONE, (MON, MON), {"away_at_once": 0.5}),
    "away-of-department": (ONE, (MON, MON), {"away_of_department": 0.5}),
    "away-of-grade": (ONE, (MON, MON), {"away_of_grade": 0.5}),
    "away-of-role": (ONE, (MON, MON), {"away_of_role": 0.5}),
}
"""Schools and dates of Ann and Bob, and figures that let one of them go."""


@pytest.mark.parametrize("rule", RULES_THAT_REACH)
def test_a_piece_leaves_what_the_rest_of_the_plan_uses(rule: str) -> None:
    """Ann has used up the limit, and a piece of Bob alone knows it; without the rule he goes."""
    schools, days, figures = RULES_THAT_REACH[rule]
    problem = two_people(schools, days)
    strict = Policy(**FREE | figures)

    assert added(problem, strict) == 0
    assert added(problem, strict.model_copy(update={"off": (rule,)})) == 1


def test_a_piece_knows_whose_class_a_substitute_has_held() -> None:
    """Ann's class has had the only substitute for a day; Bob's lesson is of the same class."""
    problem = two_people(ONE, (MON, TUE), substitutes=1)
    strict = Policy(**FREE, days_with_a_class=1)

    assert added(problem, strict) == 0
    assert added(problem, strict.model_copy(update={"off": ("days-with-a-class",)})) == 1


@pytest.mark.parametrize("rule", [rule for rule in RULES_THAT_REACH if rule.startswith("away-")])
def test_a_piece_knows_who_is_away_from_the_home_school(rule: str) -> None:
    """Bob's lesson is at another school than Ann's, who is of the same home school."""
    _, days, figures = RULES_THAT_REACH[rule]
    problem = two_people(TWO, days, travel=[NO_WAY])
    ann, bob = problem.staff
    home = problem.model_copy(
        update={"staff": (ann, bob.model_copy(update={"schools": ("north", "south")}))}
    )
    # The rule of all of a school reaches as far: each of them has to by itself.
    alone = () if rule == "away-at-once" else ("away-at-once",)
    strict = Policy(**FREE | figures, off=alone)

    assert added(home, strict) == 0
    assert added(home, strict.model_copy(update={"off": (*alone, rule)})) == 1


def test_a_piece_knows_who_stands_in_for_whom() -> None:
    """Bob, of another school, stands in for Ann, who is away."""
    problem = two_people(TWO, (MON, MON))
    ann, bob = problem.staff
    standing_in = problem.model_copy(
        update={"staff": (ann, bob.model_copy(update={"stands_in_for": ("ann",)}))}
    )

    assert added(problem, Policy(**FREE)) == 1
    assert added(standing_in, Policy(**FREE)) == 0
    assert added(standing_in, Policy(**FREE, off=("stand-ins",))) == 1


@pytest.mark.parametrize(("rooms", "expected"), [(1, 0), (2, 1)])
def test_a_piece_leaves_the_room_that_the_rest_of_the_plan_uses(rooms: int, expected: int) -> None:
    """Ann and Bob are of two schools, and their courses have trainers of their own."""
    free = [{"start": "08:00", "end": "09:00"}]
    names = ("north", "south", "hub")
    away = [NO_WAY | {"origin": a, "destination": b} for a, b in combinations(names, 2)]
    courses = [
        {"id": f"c-{person}", "topic": "tools", "minutes": 60, "group_max": 1, "schools": ["hub"]}
        for person in ("ann", "bob")
    ]
    problem = two_people(
        TWO,
        (MON, MON),
        schools=[{"id": name, "periods": BELL} for name in names],
        travel=away,
        rooms=[{"id": f"room-{n}", "school": "hub", "capacity": 1} for n in range(rooms)],
        courses=courses,
        trainers=[
            {"id": f"trainer-{course['id']}", "courses": [course["id"]], "available": free}
            for course in courses
        ],
    )

    assert added(problem, Policy(**FREE)) == expected


PERSONAL: dict[str, dict[str, Any]] = {
    "releases-in-all": {"releases_in_all": 1},
    "releases-per-week": {"releases_per_week": 1},
    "releases-per-month": {"releases_per_month": 1},
    "releases-per-term": {"releases_per_term": 1},
    "releases-in-window": {"releases_in_window": 1, "window_days": 2},
    "days-between-releases": {"days_between_releases": 1},
}
"""Figures that let one person go once."""


@pytest.mark.parametrize("rule", PERSONAL)
def test_a_piece_knows_what_the_person_has_done(rule: str) -> None:
    """The same with Ann on two dates: where one need has used up the limit, the other waits."""
    problem = two_people(ONE, (MON, TUE))
    staff = [{"id": "ann", "schools": ["north"]}]
    lessons = [x.model_dump(mode="json") | {"staff": ["ann"]} for x in problem.lessons]
    needs = [n.model_dump(mode="json") | {"staff": "ann"} for n in problem.needs]
    calendar = problem.calendar.model_dump(mode="json") | {
        "terms": [{"id": "autumn", "first": MON, "last": TUE}]
    }
    document = problem.model_dump(mode="json")
    document |= {"staff": staff, "lessons": lessons, "needs": needs, "calendar": calendar}
    own = Problem.model_validate(document)

    def after(policy: Policy) -> int:
        candidates = enumerate_candidates(own, policy, ["ann"])
        first = np.flatnonzero(
            (candidates.slot == 0) & (candidates.placements.day[candidates.placement] == 0)
        )
        second = np.flatnonzero(
            (candidates.slot == 1) & (candidates.placements.day[candidates.placement] == 1)
        )
        begun = _decided(SubMip(candidates, Solution.none(), first, NEEDS), Solution.none())
        assert len(begun.attends.ids) == 1
        return len(_decided(SubMip(candidates, begun, second, NEEDS), begun).attends.ids)

    strict = Policy(**FREE | PERSONAL[rule])
    assert after(strict) == 1
    assert after(strict.model_copy(update={"off": (rule,)})) == 2


def test_a_fill_brings_colleagues_along() -> None:
    """Where nobody may come alone, a quick plan lets two go together, each with a substitute."""
    together: dict[str, Any] = {
        "courses": [
            {"id": "c", "topic": "tools", "modality": "remote", "minutes": 60, "group_max": 8}
        ],
        "needs": [{"id": f"n-{p}", "staff": p, "course": "c"} for p in ("ann", "bob")],
        "trainers": [
            {"id": "tess", "courses": ["c"], "available": [{"start": "08:00", "end": "09:00"}]}
        ],
    }
    problem = two_people(ONE, (MON, MON), **together)
    candidates = enumerate_candidates(problem, Policy(**FREE, least_of_one_school=2))
    sub_mip = SubMip(candidates, Solution.none(), np.arange(len(candidates.placement)), NEEDS)
    found = fill_sub_mip(sub_mip.part(QUICK))

    assert found.values is not None
    filled = sub_mip.change(found.values).now
    assert filled.attends.counts.sum() == filled.engaged.counts.sum() == 2


@pytest.mark.parametrize(
    "policy",
    [
        Policy(**FREE, goals=("needs-met", "holders-of-a-class")),
        Policy(**FREE, goals=("needs-met", "paid-half-days"), least_paid_half_days=2),
    ],
)
def test_a_fill_engages_whom_it_names(policy: Policy) -> None:
    """A quick plan releases both, though what a substitute costs hangs on the engagement."""
    candidates = enumerate_candidates(two_people(TWO, (MON, MON)), policy)
    sub_mip = SubMip(candidates, Solution.none(), np.arange(len(candidates.placement)), NEEDS)
    found = fill_sub_mip(sub_mip.part(QUICK))

    assert found.values is not None
    filled = sub_mip.change(found.values).now
    assert filled.attends.counts.sum() == filled.engaged.counts.sum() == 2
