"""Series: a course in several meetings, planned as well as brute force does, in their rhythm."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations, pairwise
from typing import Any

from exhaustive import Exhaustive
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, composite
from proving import assert_proves
from strategies import Case, scaled

from pdsched import Plan, Policy, Problem, score, verify, with_previous
from pdsched.expansion import in_full
from pdsched.problem import Meeting
from pdsched.reasons import unmet_needs
from pdsched.search import Limits, solve_here

POLICY = Policy(goals=("needs-met", "off-cadence"))
SEATS = 700
"""Choices of seats that brute force looks at."""


def club(**series: Any) -> dict[str, Any]:
    """Two people of a school who meet for an hour, within two weeks from Monday the 7th."""
    hour = {"start": "08:00", "end": "09:00"}
    return {
        "calendar": {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-18"},
        "schools": [{"id": "north", "periods": [{"id": "1", **hour}]}],
        "staff": [{"id": name, "schools": ["north"]} for name in ("ada", "ben")],
        "courses": [
            {"id": "club", "topic": "reading", "minutes": 60, "group_max": 2},
            {"id": "talk", "topic": "talks", "minutes": 60, "group_max": 2},
        ],
        "series": [{"course": "club", "meetings": 2, **series}],
        "needs": [{"id": name, "staff": name, "course": "club"} for name in ("ada", "ben")],
        "trainers": [{"id": "tom", "courses": ["club", "talk"], "available": [hour]}],
        "rooms": [{"id": "hall", "school": "north", "capacity": 2}],
    }


@composite
def clubs(draw: DrawFn) -> Problem:
    """A club of two or three meetings, on few dates, with closed ones between."""
    days = [f"2026-09-{n:02d}" for n in (7, 8, 9, 10, 11, 14, 15, 16)]
    given = club(
        meetings=draw(st.sampled_from([2, 2, 3])),
        cadence_days=draw(st.sampled_from([None, 1, 2, 7])),
        min_days=draw(st.integers(0, 2)),
        max_days=draw(st.sampled_from([None, None, 2, 3])),
        same_group=draw(st.booleans()),
    )
    given["calendar"]["closed"] = draw(st.sampled_from([[], [], days[1:2], days[1:3], days[5:6]]))
    given["courses"][0] |= {"modality": draw(st.sampled_from(["remote", "in-person"]))}
    given["courses"][0] |= {"group_max": draw(st.sampled_from([1, 2, 2]))}
    given["trainers"][0]["available"][0]["dates"] = sorted(
        draw(st.lists(st.sampled_from(days), min_size=2, max_size=4, unique=True))
    )
    if draw(st.booleans()):
        given["needs"].pop()
    if draw(st.integers(0, 3)) == 0:
        given["staff"][0]["completed"] = ["club:1"]
    return Problem.model_validate(given)


def looked_at(problem: Problem) -> Exhaustive:
    """Every plan, where they are not too many."""
    every = Exhaustive(Case(problem, POLICY))
    assume(every.breadth <= SEATS)
    return every


@settings(max_examples=scaled(2))
@given(clubs())
def test_a_series_is_planned_as_well_as_by_brute_force(problem: Problem) -> None:
    """The plan is proven at the best of all values, and the referee accepts it."""
    best = looked_at(problem).best()
    assert best is not None
    assert_proves(Case(problem, POLICY), best)


@settings(max_examples=scaled(2))
@given(clubs())
def test_what_a_series_asks_for_is_what_is_judged(problem: Problem) -> None:
    """Of every plan the rules and the goal say what is told here of meetings alone."""
    for plan in looked_at(problem).plans():
        broken = {violation.rule for violation in verify(problem, plan, POLICY)}
        assert ("prerequisites" in broken) == (not all(_in_order(problem, plan)))
        assert ("same-group" in broken) == _parted(problem, plan)
        assert score(problem, plan, POLICY)["off-cadence"] == _off(problem, plan)


def _visits(problem: Problem, plan: Plan) -> dict[str, dict[int, tuple[date, str]]]:
    """By person and number of the meeting: when, and in which session."""
    visits: dict[str, dict[int, tuple[date, str]]] = {s.id: {} for s in problem.staff}
    for session in plan.sessions:
        for person in session.staff:
            visits[person][int(session.course.split(":")[1])] = (session.date, session.id)
    return visits


def _in_order(problem: Problem, plan: Plan) -> Iterator[bool]:
    """For each meeting attended, whether the one before came first, and in time."""
    series, open_days = problem.series[0], problem.calendar.open_days()
    done = {(member.id, name) for member in problem.staff for name in member.completed}
    for person, attended in _visits(problem, plan).items():
        for number, (day, _) in attended.items():
            if number == 1 or (person, f"club:{number - 1}") in done:
                continue
            if number - 1 not in attended:
                yield False
                continue
            lag = open_days.index(day) - open_days.index(attended[number - 1][0])
            most = len(open_days) if series.max_days is None else series.max_days
            # There is one time a day: on the same date nothing is before.
            yield max(1, series.min_days) <= lag <= most


def _parted(problem: Problem, plan: Plan) -> bool:
    """Whether two who sit together sat apart the time before."""
    visits = _visits(problem, plan)
    return problem.series[0].same_group and any(
        one[number][1] == other[number][1] and one[number - 1][1] != other[number - 1][1]
        for one, other in combinations(visits.values(), 2)
        for number in one.keys() & other.keys()
        if number - 1 in one and number - 1 in other
    )


def _off(problem: Problem, plan: Plan) -> int:
    """Meetings out of rhythm: not on the first open date so many days, or twice, later."""
    calendar, step = problem.calendar, problem.series[0].cadence_days
    if step is None:
        return 0
    off = 0
    for attended in _visits(problem, plan).values():
        for (one, (day, _)), (other, (then, _)) in pairwise(sorted(attended.items())):
            due = day + timedelta(days=step)
            while due <= calendar.last and due not in calendar.open_days():
                due += timedelta(days=step)
            off += other == one + 1 and then != due
    return off


def test_meetings_and_needs_are_those_written_by_hand() -> None:
    """Courses, arcs and needs of a series, and who names it elsewhere."""
    given = club(meetings=3, cadence_days=7, same_group=True, max_days=9)
    given["courses"][0]["prerequisites"] = [{"course": "talk", "min_days": 1}]
    given["courses"][1]["prerequisites"] = []
    given["staff"][1]["completed"] = ["talk", "club:1"]
    given["pairs"] = [{"id": "p", "kind": "together", "staff": ["ada", "ben"], "course": "club"}]
    full = in_full(Problem.model_validate(given))
    arcs = {
        c.id: [(a.course, a.cadence_days, a.max_days) for a in c.prerequisites]
        for c in full.courses
    }

    assert arcs == {
        "club:1": [("talk", None, None)],
        "club:2": [("club:1", 7, 9)],
        "club:3": [("club:2", 7, 9)],
        "talk": [],
    }
    assert [(n.id, n.course) for n in full.needs] == [
        ("ada", "club:3"),
        ("ben", "club:3"),
        ("ada:club:1", "club:1"),
        ("ada:club:2", "club:2"),
        ("ben:club:2", "club:2"),
    ]
    assert full.trainers[0].courses == ("club:1", "club:2", "club:3", "talk")
    assert [(pair.id, pair.course) for pair in full.pairs] == [
        (f"p:club:{n}", f"club:{n}") for n in (1, 2, 3)
    ]
    assert [c.name for c in full.courses if isinstance(c, Meeting)] == [
        f"club, meeting {n} of 3" for n in (1, 2, 3)
    ]


def test_what_comes_after_a_series_waits_for_its_last_meeting() -> None:
    """A prerequisite that is a series is met by its last meeting."""
    given = club()
    given["courses"][1]["prerequisites"] = [{"course": "club"}]
    full = in_full(Problem.model_validate(given))

    assert full.courses[-1].prerequisites[0].course == "club:2"


def test_a_topic_is_learned_by_the_whole_series() -> None:
    """No meeting before the last answers a need for the topic, and it brings all of them."""
    given = club()
    given["needs"] = [{"id": "n", "staff": "ada", "topic": "reading", "level_to": 1}]
    problem = Problem.model_validate(given)
    assert [(n.id, n.course) for n in in_full(problem).needs] == [
        ("n", None),
        ("n:club:1", "club:1"),
    ]
    plan, goals, _ = solve_here(problem, POLICY, limits=Limits(seconds=30))

    assert plan is not None
    assert {release.need for release in plan.releases} == {"n", "n:club:1"}
    assert goals[0].value == 60


def test_a_series_goes_on_after_its_past() -> None:
    """Meetings before today stay, and the next ones keep their rhythm."""
    problem = Problem.model_validate(club(meetings=2, cadence_days=7))
    plan, _, _ = solve_here(problem, POLICY, limits=Limits(seconds=30))
    assert plan is not None
    first = min(session.date for session in plan.sessions)
    later = with_previous(problem, plan, as_of=first + timedelta(days=1))
    again, goals, _ = solve_here(later, POLICY, limits=Limits(seconds=30))

    assert plan.problem == problem.digest()
    assert {session.course for session in later.past_sessions} == {"club:1"}
    assert [(kept.staff, kept.course) for kept in later.kept] == [
        ("ada", "club:2"),
        ("ben", "club:2"),
    ]
    assert again is not None
    assert again.sessions == plan.sessions
    assert [goal.value for goal in goals[:2]] == [120, 0]


def test_a_pin_that_names_a_series_is_about_any_meeting() -> None:
    """Required on one date, and forbidden on another."""
    given = club(meetings=2)
    given["session_pins"] = [
        {"id": "r", "kind": "require", "course": "club", "date": "2026-09-11"},
        *(
            {"id": f"f{day}", "kind": "forbid", "course": "club", "date": f"2026-09-{day:02d}"}
            for day in (7, 8, 9, 10)
        ),
    ]
    problem = Problem.model_validate(given)
    plan, _, _ = solve_here(problem, POLICY, limits=Limits(seconds=30))

    assert plan is not None
    assert min(session.date for session in plan.sessions) == date(2026, 9, 11)
    assert len(plan.releases) == 4


def test_an_unmet_meeting_has_its_reason() -> None:
    """Who cannot come to the first meeting waits for it with the second."""
    given = club(meetings=2)
    given["staff"][0]["unavailable"] = [{"start": "00:00", "end": "23:00"}]
    problem = Problem.model_validate(given)
    reasons = {each.need: each.rule for each in unmet_needs(problem, Plan(), POLICY, complete=True)}

    assert reasons["ada"] == "prerequisites"
    assert reasons["ada:club:1"] != "prerequisites"
