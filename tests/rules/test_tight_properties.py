"""Rules that seldom bind in problems drawn at large bind in these, and brute force agrees."""

from __future__ import annotations

from typing import Any

from exhaustive import Exhaustive
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, composite
from solving import with_unmet
from strategies import Case, scaled

from pdsched import Policy, Problem, Status, verify
from pdsched.problem import clock
from pdsched.search import Limits, solve_here

BELLS = [
    {"id": "1", "start": "08:00", "end": "09:00"},
    {"id": "2", "start": "09:00", "end": "10:00"},
]
TRACTABLE = 700


def _problem(**fields: Any) -> Problem:
    """One school with two periods a day."""
    calendar = {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-08"}
    school = {"id": "s", "periods": BELLS}
    return Problem.model_validate({"calendar": calendar, "schools": [school]} | fields)


def _absences() -> st.SearchStrategy[list[dict[str, Any]]]:
    window = st.fixed_dictionaries(
        {
            "start": st.sampled_from(["08:00", "09:00"]),
            "end": st.sampled_from(["09:30", "10:00"]),
            "dates": st.sampled_from([["2026-09-07"], ["2026-09-08"]]),
        }
    )
    return st.lists(window, max_size=2)


@composite
def series(draw: DrawFn) -> Case:
    """Two people in a series of two courses whose groups stay together."""
    modality = st.sampled_from(["remote", "coaching", "peer-group"])
    arc = {"course": "c0", "same_group": True, "min_days": draw(st.integers(0, 1))}
    done = st.sampled_from([[], [], [], ["c0"]])
    trainer = {"courses": ["c0", "c1"], "available": [{"start": "08:00", "end": "10:00"}]}
    problem = _problem(
        staff=[
            {"id": p, "schools": ["s"], "unavailable": draw(_absences()), "completed": draw(done)}
            for p in "ab"
        ],
        courses=[
            {"id": "c0", "topic": "t", "minutes": 60, "group_max": draw(st.integers(1, 2))}
            | {"modality": draw(modality)},
            {"id": "c1", "topic": "t", "minutes": 60, "group_max": 2, "prerequisites": [arc]}
            | {"modality": draw(modality), "group_min": draw(st.integers(1, 2)), "level_to": 2},
        ],
        rooms=[
            {"id": f"r{n}", "school": "s", "capacity": 2} for n in range(draw(st.integers(1, 2)))
        ],
        trainers=[{"id": f"x{n}"} | trainer for n in range(draw(st.integers(1, 2)))],
        needs=[
            {"id": f"{p}{n}", "staff": p, "course": f"c{n}", "priority": draw(st.integers(1, 5))}
            for p in "ab"
            for n in range(2)
        ],
    )
    return Case(problem, Policy(off=("level",)))


@composite
def misses(draw: DrawFn) -> Case:
    """One person, whose lessons are the same each day, and three courses that take them."""
    cover = draw(st.sampled_from(["needed", "not-needed"]))
    hours = draw(st.sampled_from([[("08:00", "10:00")], [("08:00", "09:00"), ("09:00", "10:00")]]))
    problem = _problem(
        schools=[{"id": "s", "periods": BELLS, "cycle": {"kind": "rotating", "days": ["d"]}}],
        staff=[{"id": "a", "schools": ["s"]}],
        lessons=[
            {"id": f"l{n}", "school": "s", "staff": ["a"], "day": "d", "cover": cover}
            | {"start": start, "end": end}
            for n, (start, end) in enumerate(hours)
        ],
        courses=[
            {"id": f"c{n}", "topic": "t", "group_max": 2, "modality": "self-paced"}
            | {"minutes": draw(st.sampled_from([60, 120]))}
            for n in range(3)
        ],
        needs=[
            {"id": f"n{n}", "staff": "a", "course": f"c{n}", "priority": draw(st.integers(1, 5))}
            for n in range(3)
        ],
        substitutes=[{"id": "x", "zones": ["all"], "available": [{}]}],
    )
    most = draw(st.integers(0, 2))
    goals = draw(st.sampled_from([["needs-met"], ["needs-met", "lesson-misses"]]))
    return Case(problem, Policy(releases_per_week=3, misses_of_a_lesson=most, goals=goals))


@composite
def busy_trainers(draw: DrawFn) -> Case:
    """One trainer, at two schools and on calls, with three sessions to give on one morning."""
    bells = [
        {"id": str(n), "start": clock(at), "end": clock(at + 60)}
        for n, at in enumerate([480, 540, 600, 660][: draw(st.integers(3, 4))])
    ]
    where = st.sampled_from([["s"], ["t"], ["t"], None])
    places = [draw(where) for _ in range(3)]
    ways = [{"origin": "s", "destination": "t"}, {"origin": "t", "destination": "s"}]
    problem = _problem(
        calendar={"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-07"},
        schools=[{"id": school, "periods": bells} for school in "st"],
        travel=[way | {"minutes": draw(st.sampled_from([0, 15, 60]))} for way in ways],
        staff=[{"id": f"p{n}", "schools": ["s"]} for n in range(3)],
        courses=[
            {"id": f"c{n}", "topic": "t", "group_max": 2, "schools": place}
            | {"modality": "coaching" if place else "remote"}
            | {"minutes": draw(st.sampled_from([60, 30, 90]))}
            for n, place in enumerate(places)
        ],
        needs=[
            {
                "id": f"n{n}",
                "staff": f"p{n}",
                "course": f"c{n}",
                "priority": draw(st.integers(1, 5)),
            }
            for n in range(3)
        ],
        trainers=[
            {"id": "x", "courses": ["c0", "c1", "c2"]}
            | {"available": [{"start": "08:00", "end": "12:00"}]}
        ],
    )
    figures: dict[str, Any] = {"trainer_pause_minutes": draw(st.sampled_from([None, 1, 15, 61]))}
    begin = draw(st.sampled_from([480, 510, 540, 570]))
    end = begin + draw(st.sampled_from([60, 90, 120]))
    figures |= {"staff_lunch_from": clock(begin), "staff_lunch_to": clock(end)}
    if figures["trainer_pause_minutes"] is None or draw(st.booleans()):
        figures["trainer_lunch_minutes"] = draw(st.sampled_from([30, 1, 45, 60]))
    return Case(problem, Policy(off=("staff-lunch",), **figures))


@composite
def standing_in(draw: DrawFn) -> Case:
    """People who are alike, but that some stand in for others, with little time to learn."""
    names = ("a", "b", "c")
    teaches = draw(st.booleans())
    problem = _problem(
        calendar={"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-07"},
        staff=[
            {"id": p, "schools": ["s"], "stands_in_for": draw(st.lists(st.sampled_from(names)))}
            for p in names
        ],
        lessons=[
            {"id": "l", "school": "s", "staff": ["a"], "date": "2026-09-07"}
            | {"start": "08:00", "end": "09:00"}
        ][: int(teaches)],
        courses=[
            {"id": "c0", "topic": "t", "group_max": draw(st.integers(1, 3)), "modality": "coaching"}
            | {"minutes": draw(st.sampled_from([60, 90]))}
        ],
        needs=[{"id": f"n{p}", "staff": p, "course": "c0"} for p in names],
        trainers=[
            {"id": f"x{n}", "courses": ["c0"], "available": [{"start": "08:00", "end": "10:00"}]}
            for n in range(draw(st.integers(1, 2)))
        ],
        substitutes=[{"id": "x", "zones": ["all"], "available": [{}]}],
    )
    return Case(problem, Policy(off=draw(st.sampled_from([(), (), ("stand-ins",)]))))


@settings(max_examples=scaled(1))
@given(st.one_of(series(), misses(), busy_trainers(), standing_in()))
def test_tight_rules_are_planned_as_well_as_by_brute_force(case: Case) -> None:
    """Proven at the best of all values, and the referee finds nothing."""
    every = Exhaustive(case)
    assume(every.breadth <= TRACTABLE)
    plan, goals, status = solve_here(*case, limits=Limits(seconds=30))

    assert status is Status.OPTIMAL
    assert plan is not None
    assert tuple(goal.value for goal in goals) == every.best()
    assert verify(case.problem, with_unmet(case.problem, plan), case.policy) == ()
