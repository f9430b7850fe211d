"""Asynchronous courses: teams that learn together by a date, at no hour, with nobody in front."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, composite
from proving import assert_proves, assert_sound_in_pieces, best_of_all
from quick import first_quick, slow
from solving import with_unmet
from strategies import Case, scaled

from pdsched import Plan, Policy, Problem, approve, check, solve, verify, with_approvals
from pdsched.files import load_problem, save
from pdsched.model import decode, enumerate_candidates
from pdsched.model.decode.encode import encode
from pdsched.views import By, sheets, sheets_to_text

BELLS = [{"id": str(h), "start": f"0{h}:00", "end": f"0{h + 1}:00"} for h in (7, 8)]
PEOPLE = ("ada", "bob", "cyd", "dan")


def school(**fields: Any) -> Problem:
    """Monday and Tuesday at two schools, where everybody teaches all the time, with no cover."""
    given: dict[str, Any] = {
        "calendar": {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-08"},
        "schools": [{"id": "north", "periods": BELLS}, {"id": "south", "periods": BELLS}],
        "staff": [
            {"id": p, "schools": [s]}
            for p, s in zip(PEOPLE, ["north", "north", "south", "south"], strict=True)
        ],
        "lessons": [
            {"id": f"{p}-{day}", "school": "north", "staff": [p], "day": day}
            | {"start": "07:00", "end": "09:00", "cover": "impossible"}
            for p in PEOPLE
            for day in ("mon", "tue")
        ],
        "courses": [
            {"id": "team", "topic": "t", "modality": "asynchronous", "minutes": 300}
            | {"group_min": 2, "group_max": 2}
        ],
        "needs": [{"id": p, "staff": p, "course": "team"} for p in PEOPLE],
    }
    return Problem.model_validate(given | fields)


def planned(problem: Problem, policy: Policy | None = None) -> Plan:
    """The best plan, of which all is proven."""
    result = solve(problem, policy, seconds=30)
    assert result.status.value == "optimal"
    assert result.plan is not None
    return result.plan


@slow
def test_teams_learn_whatever_their_lessons(tmp_path: Any) -> None:
    """Two teams of two, though nobody could leave a lesson; on paper they have no hour."""
    problem = school()
    plan = planned(problem)
    save(problem, tmp_path / "tables")

    assert sorted(len(s.staff) for s in plan.sessions) == [2, 2]
    assert len({s.id for s in plan.sessions}) == 2
    assert {(s.trainer, s.room, s.school, f"{s.start:%H:%M}") for s in plan.sessions} == {
        (None, None, None, "00:00")
    }
    assert {(r.start, r.lessons) for r in plan.releases} == {(plan.sessions[0].start, ())}
    assert "any hour" in sheets_to_text(sheets(problem, plan, By.DAY))
    assert load_problem(tmp_path / "tables") == problem


@slow
def test_rules_of_groups_speak_of_teams() -> None:
    """With one of each school at most, teams mix the two schools; also on one date."""
    one_day = {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-07"}
    problem, policy = school(calendar=one_day), Policy(most_of_one_school=1)
    plan = planned(problem, policy)
    candidates = enumerate_candidates(problem, policy)
    again = encode(candidates, plan)
    assert again is not None

    assert len(plan.sessions) == 2
    assert with_unmet(problem, decode(candidates, again)).sessions == plan.sessions
    assert verify(problem, plan, policy) == ()


@slow
def test_the_past_of_a_team_and_what_is_published_of_it() -> None:
    """Midnight is the end and the start of it, and no fault of the input."""
    problem = school()
    plan = planned(problem)
    said = approve(plan, "published", by="Roy", on=plan.sessions[0].date)
    calendar = problem.calendar.model_dump() | {"today": "2026-09-08"}
    later = Problem.model_validate(problem.model_dump() | {"calendar": calendar})
    result = solve(later, previous=plan, approvals=said, seconds=30)

    assert check(with_approvals(problem, said)) == ()
    assert result.plan is not None
    assert result.plan.sessions == plan.sessions


@pytest.mark.parametrize(("most", "met"), first_quick([(599, 2), (299, 0), (300, 2), (600, 4)]))
def test_limits_count_the_minutes_of_teams(most: int, met: int) -> None:
    """What a course takes of each, once for each team, though it stands at no hour."""
    limit = {"id": "time", "sentence": "So long.", "count": "minutes", "per": "week"}
    policy = Policy.model_validate({"limits": [{**limit, "at_most": most}]})
    problem = school()
    plan = planned(problem, policy)

    assert len(plan.needs_met) == met
    assert verify(problem, plan, policy) == ()
    if most == 599:
        told = verify(problem, planned(problem), policy)
        assert [v.rule for v in told] == ["time"]
        assert "600, allowed 599" in str(told[0])


@composite
def teams(draw: DrawFn) -> Case:
    """Three people of two schools, a team to be in, and a course before, after or beside it."""
    people = PEOPLE[: draw(st.integers(2, 3))]
    least = draw(st.integers(1, 2))
    other = {"id": "call", "topic": "t", "minutes": 60, "group_max": 2, "level_to": 2}
    team: dict[str, Any] = {"id": "team", "topic": "t", "modality": "asynchronous", "minutes": 90}
    team |= {"group_min": least, "group_max": least + draw(st.integers(0, 1)), "level_to": 2}
    arc = draw(st.sampled_from([[], [{"course": "call"}]]))
    back = [] if arc else draw(st.sampled_from([[], [{"course": "team"}]]))
    team |= {"prerequisites": arc, "group_preferred": draw(st.sampled_from([None, least]))}
    modality = draw(st.sampled_from(["self-paced", "remote"]))
    problem = school(
        staff=[
            {"id": p, "schools": [draw(st.sampled_from(["north", "south"]))]}
            | {"preferred": draw(st.sampled_from([[], [{"start": "07:00", "end": "08:00"}]]))}
            for p in people
        ],
        lessons=[
            {"id": f"{p}-mon", "school": "north", "staff": [p], "day": "mon"}
            | {"start": "07:00", "end": "08:00", "cover": "not-needed"}
            for p in people
        ],
        courses=[team, other | {"modality": modality, "prerequisites": back}],
        trainers=[
            {"id": "tom", "courses": ["call"], "available": [{"start": "07:00", "end": "09:00"}]}
        ],
        needs=[
            {"id": f"{p}-{c}", "staff": p, "course": c, "priority": draw(st.integers(1, 3))}
            | {"due": draw(st.sampled_from([None, "2026-09-07"]))}
            for p in people
            for c in ("team", "call")
            if c == "team" or draw(st.booleans())
        ],
        pairs=draw(st.sampled_from([[], [{"id": "x", "kind": "apart", "staff": ["ada", "bob"]}]])),
    )
    goals = st.sampled_from(
        [["needs-met"], ["needs-met", "group-size-off"], ["needs-met", "outside-preferred-times"]]
    )
    most = draw(st.sampled_from([None, 1]))
    bound = draw(st.sampled_from([{"at_most": 90}, {"at_least": 100, "insist": True}]))
    limit = {"id": "time", "sentence": "So long.", "count": "minutes", "per": "date", **bound}
    limits = draw(st.sampled_from([(), (), (limit,)]))
    given = {"off": ("level",), "most_of_one_school": most, "goals": draw(goals)}
    return Case(problem, Policy.model_validate({**given, "limits": limits}))


@settings(max_examples=scaled(1.5))
@given(teams())
def test_teams_are_planned_as_by_brute_force(case: Case) -> None:
    """Under rules and goals of groups, too, the best plan is that of an exhaustive search."""
    assert_proves(case, best_of_all(case, most=3_000))


@slow
@settings(max_examples=scaled(1))
@given(teams())
def test_teams_are_planned_in_pieces(case: Case) -> None:
    """Piece by piece the plan is sound."""
    assert_sound_in_pieces(case, 0, best_of_all(case, most=3_000))
