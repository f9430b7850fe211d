"""Fewest substitutes for lessons that pins settle: as few as trying every way finds, and proven."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from random import Random
from typing import Any
from unittest import mock

import pytest
from added_up import added_up
from draw_fixed_tasks import fewest, fixed_tasks
from draw_settled import naming_policy, settled_problem
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import scaled

from benchmarks.literature.instance import Known
from benchmarks.literature.smptsp import Smptsp, unasked
from pdsched import Plan, Policy, Problem, Status, verify, with_previous
from pdsched.engines.arrays import Ints
from pdsched.engines.ejection import EjectionChains, FixedTasks
from pdsched.params import SearchParams, StrategyParams
from pdsched.search import fewest_hands
from pdsched.search.budget import Limits
from pdsched.search.fewest_hands import METHOD, PATIENCE, FewestHands
from pdsched.search.solve_here import solve_here

AIM = FewestHands.aim
ENGAGED = 1
"""Position of the goal ``engaged-half-days``."""


def stated(tasks: FixedTasks) -> Smptsp:
    """The tasks as lessons of people who are away, of whom each has one."""
    spans = tuple(zip(tasks.start.tolist(), tasks.end.tolist(), strict=True))
    able = tuple(tuple(row.nonzero()[0].tolist()) for row in tasks.able)
    return Smptsp("drawn", spans, able, Known())


@given(fixed_tasks(most=5))
def test_settled_lessons_are_held_by_as_few_as_every_way_finds(tasks: FixedTasks) -> None:
    """The plan is proven, keeps every rule, and there is none where there is no way."""
    least, statement = fewest(tasks), stated(tasks).statement()
    plan, goals, status = solve_here(
        statement.problem, statement.policy, limits=Limits(seconds=20.0, workers=1)
    )

    if least is None:
        assert status is Status.INFEASIBLE
        return
    assert status is Status.OPTIMAL
    assert goals[ENGAGED].value == goals[ENGAGED].bound == least
    assert plan is not None
    assert not [v for v in verify(statement.problem, plan, statement.policy) if v.rule != "unmet"]


@settings(max_examples=scaled(0.4))
@given(fixed_tasks(most=5))
def test_the_engine_finds_as_few_as_are_proven(tasks: FixedTasks) -> None:
    """Asked for so many it has them, wherever trying every way does; chains find none here."""
    statement, told = stated(tasks).statement(), list[tuple[int | None, int | None]]()

    def aimed(hands: FewestHands, seconds: float, workers: int) -> None:
        AIM(hands, seconds, workers)
        told.append((hands._incumbent.value, hands._incumbent.bound))

    with (
        mock.patch.object(FewestHands, "_look", return_value=False),
        mock.patch.object(FewestHands, "aim", aimed),
    ):
        solve_here(statement.problem, statement.policy, limits=Limits(seconds=20.0, workers=1))
    least = fewest(tasks)

    for value, bound in told:
        assert least is not None
        assert bound is None or bound <= least
        assert (value == least) or bound != least


@settings(max_examples=scaled(0.5))
@given(st.randoms(use_true_random=False))
def test_fewest_hands_change_no_answer(rng: Random) -> None:
    """With a limit of work they are left out: status and every goal are the same."""
    problem, policy = settled_problem(rng), naming_policy(rng)
    by_clock = Limits(seconds=60.0, workers=1)
    plan, goals, status = solve_here(problem, policy, limits=by_clock)
    _, without, status_without = solve_here(problem, policy, limits=by_clock._replace(work=20.0))

    asked = len(policy.tiers)
    assert status is status_without
    assert [g.value for g in goals[:asked]] == [g.value for g in without[:asked]]
    if plan is not None:
        assert {v.rule for v in verify(problem, plan, policy)} <= {"records"}  # What is unmet.
    for goal in goals:
        if goal.method == METHOD:
            assert added_up(problem, goal.prices) == goal.bound
        else:
            assert not goal.prices


TWO_SCHOOLS: dict[str, Any] = {
    "calendar": {"time_zone": "UTC", "first": "2026-09-08", "last": "2026-09-08"},
    "schools": [
        {
            "id": school,
            "periods": [
                {"id": "a", "start": "08:00", "end": "10:00"},
                {"id": "b", "start": "10:00", "end": "12:00"},
            ],
            "midday": "12:00",
        }
        for school in ("north", "south")
    ],
    "courses": [
        {"id": "slides", "topic": "slides", "modality": "self-paced", "minutes": 120}
        | {"group_max": 10}
    ],
    "staff": [
        {"id": f"{school}-{hour}", "schools": [school]}
        for school in ("north", "south")
        for hour in ("08:00", "10:00")
    ],
    "needs": [
        {"id": f"n-{school}-{hour}", "staff": f"{school}-{hour}", "course": "slides"}
        for school in ("north", "south")
        for hour in ("08:00", "10:00")
    ],
    "lessons": [
        {
            "id": f"x-{school}-{hour}",
            "school": school,
            "staff": [f"{school}-{hour}"],
            "date": "2026-09-08",
            "start": hour,
            "end": "10:00" if hour == "08:00" else "12:00",
        }
        for school in ("north", "south")
        for hour in ("08:00", "10:00")
    ],
    "session_pins": [
        {"id": f"p-{school}-{hour}", "kind": "require", "course": "slides", "start": hour}
        | {"staff": f"{school}-{hour}", "date": "2026-09-08"}
        for school in ("north", "south")
        for hour in ("08:00", "10:00")
    ],
    "substitutes": [
        {"id": f"w{n}", "zones": ["all"], "available": [{"halves": ["am"]}]} for n in range(4)
    ],
}
"""Two lessons one after the other at each of two schools in one morning, all to be covered."""
GOALS = ("needs-met", "engaged-half-days", "holders-of-a-class")


def problem(**changes: Any) -> Problem:
    """The morning at two schools, changed."""
    return Problem.model_validate(TWO_SCHOOLS | changes)


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each plan that chains propose keeps all rows."""
    kept: list[bool] = []
    hear = FewestHands.__dict__["_hear"]

    def noted(self: FewestHands, values: Ints) -> bool:
        kept.append(hear(self, values))
        return kept[-1]

    monkeypatch.setattr(FewestHands, "_hear", noted)
    return kept


def without_engine() -> SearchParams:
    """The engine never has its round: what is found is found without it."""
    return SearchParams(strategy=StrategyParams(round_seconds=20.0))


def test_two_schools_have_one_substitute_each() -> None:
    """Nobody is at both in one morning, and one at each is enough."""
    plan, goals, status = solve_here(
        problem(), Policy(goals=GOALS), limits=Limits(seconds=20.0), params=without_engine()
    )

    assert status is Status.OPTIMAL
    assert (goals[ENGAGED].value, goals[ENGAGED].bound) == (2, 2)
    assert goals[ENGAGED].method == METHOD
    assert plan is not None
    assert len({e.substitute for e in plan.engagements}) == 2


@pytest.mark.parametrize("rested", [1, 3])
def test_whoever_may_not_come_is_not_asked(rested: int) -> None:
    """A limit leaves some no half-day; with one substitute for two schools there is no plan."""
    subs = [
        sub | ({"max_half_days": 1, "half_days_before": 1} if n < rested else {})
        for n, sub in enumerate(TWO_SCHOOLS["substitutes"])
    ]
    plan, goals, status = solve_here(
        problem(substitutes=subs), Policy(goals=GOALS), limits=Limits(seconds=20.0)
    )

    if rested == 3:
        assert status is Status.INFEASIBLE
        return
    assert status is Status.OPTIMAL
    assert goals[ENGAGED].value == 2
    assert plan is not None
    assert "w0" not in {e.substitute for e in plan.engagements}


HOURS = (("08:00", "10:00"), ("10:00", "12:00"), ("10:00", "12:00"), ("08:00", "10:00"))
ONE_CLASS: dict[str, Any] = {
    "calendar": TWO_SCHOOLS["calendar"],
    "schools": TWO_SCHOOLS["schools"][:1],
    "courses": TWO_SCHOOLS["courses"],
    "staff": [{"id": f"t{n}", "schools": ["north"]} for n in range(4)],
    "needs": [{"id": f"n{n}", "staff": f"t{n}", "course": "slides"} for n in range(4)],
    "lessons": [
        {"id": f"x{n}", "school": "north", "staff": [f"t{n}"], "date": "2026-09-08"}
        | {"start": start, "end": end, "qualification": f"q{n}"}
        | {"classes": ["c"] if n < 2 else []}
        for n, (start, end) in enumerate(HOURS)
    ],
    "session_pins": [
        {"id": f"p{n}", "kind": "require", "course": "slides", "staff": f"t{n}"}
        | {"date": "2026-09-08", "start": start}
        for n, (start, _) in enumerate(HOURS)
    ],
    "substitutes": [
        {"id": name, "zones": ["all"], "available": [{"halves": ["am"]}]}
        | {"qualifications": [f"q{n}" for n in lessons]}
        for name, lessons in {"ann": (0, 2), "ben": (3, 1), "cleo": (0, 1)}.items()
    ],
}
"""Two substitutes can hold all, but only with a third one has the class one of them alone."""


@pytest.mark.parametrize(("goals", "reached"), [((0, 1), (2, 1)), ((1, 0), (0, 3))])
@pytest.mark.parametrize("is_for_engine", [True, False])
def test_what_a_goal_before_has_reached_is_held(
    goals: tuple[int, int],
    reached: tuple[int, int],
    heard: list[bool],
    *,
    is_for_engine: bool,
) -> None:
    """Fewest substitutes come only as far as the class keeps its holder, if that comes first.

    What chains find is refused then, and the engine goes on, however large it is for that.
    """
    policy = Policy(goals=("needs-met", *(GOALS[1:][n] for n in goals)), off=unasked())
    params = StrategyParams() if is_for_engine else StrategyParams(branching_to=0)
    _, results, status = solve_here(
        Problem.model_validate(ONE_CLASS),
        policy,
        limits=Limits(seconds=20.0),
        params=SearchParams(strategy=params),
    )

    assert status is Status.OPTIMAL
    assert tuple(result.value for result in results[1:3]) == reached
    assert (False in heard) == (goals == (1, 0))


def test_a_first_plan_that_is_best_is_proven() -> None:
    """Prices are looked for even where chains find nothing: nobody does both, one after another."""
    instance = Smptsp("two", ((0, 5), (5, 9)), ((0,), (1,)), Known()).statement()
    _, goals, status = solve_here(
        instance.problem, instance.policy, limits=Limits(seconds=20.0), params=without_engine()
    )

    assert status is Status.OPTIMAL
    assert (goals[ENGAGED].bound, goals[ENGAGED].method) == (2, METHOD)


def test_where_there_is_no_way_the_engine_soon_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two lessons at once and one substitute: chains alone would go on for half of the time."""
    chains: list[EjectionChains] = []

    class Seen(EjectionChains):
        def run(
            self, over: Callable[[], bool], on_fewer: Callable[[Ints], None], least: int = 0
        ) -> bool:
            chains.append(self)
            return super().run(over, on_fewer, least)

    monkeypatch.setattr(fewest_hands, "EjectionChains", Seen)
    instance = Smptsp("apart", ((0, 5), (3, 9)), ((0, 1),), Known()).statement()
    *_, status = solve_here(instance.problem, instance.policy, limits=Limits(seconds=20.0))

    assert status is Status.INFEASIBLE
    assert [one.moves < 3 * PATIENCE for one in chains] == [True]


def shared() -> tuple[Problem, Plan]:
    """One who could hold all at either school, and a plan in which four others do."""
    lessons = [
        lesson | {"qualification": f"q{n}"} for n, lesson in enumerate(TWO_SCHOOLS["lessons"])
    ]
    subs = [
        sub | {"qualifications": [f"q{n - 1}"] if n else [f"q{each}" for each in range(4)]}
        for n, sub in enumerate([*TWO_SCHOOLS["substitutes"], TWO_SCHOOLS["substitutes"][0]])
    ]
    subs = [sub | {"id": f"w{n}"} for n, sub in enumerate(subs)]
    away = [{"id": "e", "kind": "forbid", "substitute": "w0"}]
    changes = {"lessons": lessons, "substitutes": subs}
    plan, *_ = solve_here(
        problem(**changes, engagement_pins=away),
        Policy(goals=GOALS),
        limits=Limits(seconds=20.0, work=5.0),
    )
    assert plan is not None
    return problem(**changes), plan


@pytest.mark.parametrize("waits", [False, True])
def test_nobody_is_asked_to_two_schools(
    heard: list[bool], monkeypatch: pytest.MonkeyPatch, *, waits: bool
) -> None:
    """Whoever came to one is not free at the other, whether that was looked at before or not."""
    given, plan = shared()
    begun: list[EjectionChains] = []

    class Late(EjectionChains):
        def run(
            self, over: Callable[[], bool], on_fewer: Callable[[Ints], None], least: int = 0
        ) -> bool:
            begun.append(self)
            return (waits and len(begun) == 1) or super().run(over, on_fewer, least)

    monkeypatch.setattr(fewest_hands, "EjectionChains", Late)
    _, goals, status = solve_here(
        given,
        Policy(goals=GOALS),
        limits=Limits(seconds=20.0),
        params=SearchParams(strategy=StrategyParams(round_seconds=1.0)),
        start=plan,
    )

    assert status is Status.OPTIMAL
    assert (goals[ENGAGED].value, goals[ENGAGED].bound) == (3, 3)
    assert heard == [True]


def test_what_the_past_has_engaged_counts_in_the_bound(heard: list[bool]) -> None:
    """One half-day was, one comes: prices are of lessons to come alone, the bound is of both."""
    dates = {"north": "2026-09-07", "south": "2026-09-08"}
    given = problem(
        calendar=TWO_SCHOOLS["calendar"] | {"first": "2026-09-07"},
        lessons=[lesson | {"date": dates[lesson["school"]]} for lesson in TWO_SCHOOLS["lessons"]],
        session_pins=[
            pin | {"date": dates[pin["staff"].partition("-")[0]]}
            for pin in TWO_SCHOOLS["session_pins"]
        ],
    )
    policy, limits = Policy(goals=GOALS), Limits(seconds=20.0)
    plan, *_ = solve_here(given, policy, limits=limits)
    assert plan is not None
    today = with_previous(given, plan, as_of=date(2026, 9, 8))
    heard.clear()
    _, goals, _ = solve_here(today, policy, limits=limits, params=without_engine())

    goal = goals[ENGAGED]
    assert len(today.past_engagements) == 1
    assert (goal.value, goal.bound, goal.method) == (2, 2, METHOD)
    assert {price.lesson for price in goal.prices} <= {"x-south-08:00", "x-south-10:00"}
    assert added_up(today, goal.prices) == 1
    assert False not in heard


@pytest.mark.parametrize("where", [{"school": "south"}, {"school": "north"}, {"half": "pm"}])
def test_whoever_has_to_come_does(where: dict[str, str], heard: list[bool]) -> None:
    """Chains engage those whom pins ask for, where they hold something and where they do not."""
    pins = [
        {"id": "e", "kind": "require", "substitute": "w3", "date": "2026-09-08", "half": "am"}
        | {"school": "south"}
        | where
    ]
    subs = [sub | {"available": [{}]} for sub in TWO_SCHOOLS["substitutes"]]
    _, goals, status = solve_here(
        problem(engagement_pins=pins, substitutes=subs),
        Policy(goals=GOALS),
        limits=Limits(seconds=20.0),
    )

    assert status is Status.OPTIMAL
    assert goals[ENGAGED].value == 2 + ("half" in where)
    assert heard
    assert all(heard)
