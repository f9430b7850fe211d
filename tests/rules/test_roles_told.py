"""People in several roles in what is told of a plan: ledger, views, differences and reasons."""

from __future__ import annotations

from typing import Any

import pytest
from pairs_engaged import ALONE, MORNING, NORTH, roles
from pairs_leading import at, led
from schools import BASE, FRI, TUE, changed, cover, engaged, need, plan_of, session

from pdsched import Plan, difference, ledger
from pdsched.plan import UnmetNeed
from pdsched.policy import Policy
from pdsched.problem import Problem
from pdsched.reasons import unmet_needs
from pdsched.views import By, by_person, by_school, sheets, sheets_to_text
from pdsched.views.figures import Figures
from pdsched.views.names import Names

PROBLEM = led(
    protected=[{"id": "plan", "staff": "ada", "date": TUE, "start": "09:30", "end": "11:00"}]
)
PLAN = plan_of(
    PROBLEM, [at("09:00")], [cover("ada-tue-2", TUE, "sue")], [engaged("sue", TUE, "am")]
)
"""Ada leads on Tuesday at 9, in a lesson, which sue holds, and half an hour of planning."""


def test_a_leaders_release_is_in_the_ledger() -> None:
    """Who leads uses up a release and protected time, and learns nothing."""
    entries = {(e.who, e.figure): e.added for e in ledger(PROBLEM, PLAN).staff}

    assert entries == {
        ("ada", "releases_before"): 1,
        ("ada", "protected_minutes_before"): 30,
        ("dot", "points_wanted_before"): 30,
        ("dot", "points_met_before"): 30,
        ("dot", "hours_before"): 1.0,
        ("dot", "topic_hours_before"): 1.0,
    }
    assert [(p.staff, p.minutes) for p in ledger(PROBLEM, PLAN).paybacks] == [("ada", 30)]


def test_a_leader_sees_the_session_and_who_holds_the_class() -> None:
    """The view of the leader has the session, the release and the cover."""
    [ada, dot] = by_person(PLAN)

    assert [(v.session.course, v.release.leads, v.covers) for v in ada.visits] == [
        ("sheets-1", True, PLAN.covers)
    ]
    assert [v.release.leads for v in dot.visits] == [False]
    assert sheets(PROBLEM, PLAN, By.PERSON)[0].rows[0][-2:] == (
        "leads it",
        "09:00-10:00 ada-tue-2: sue",
    )


def test_the_school_of_a_leader_is_told() -> None:
    """The office sees that ada is away to lead, and dot to attend."""
    north = by_school(PROBLEM, PLAN)[0]

    assert [(a.staff, a.leads) for a in north.days[0].away] == [("ada", True), ("dot", False)]
    assert "ada (leads)" in sheets_to_text(sheets(PROBLEM, PLAN, By.SCHOOL))


def test_who_leads_is_not_counted_among_those_who_learn() -> None:
    """The head line counts people who attend."""
    assert Figures.of(PLAN).learning == "1 session for 1 person"


def test_a_leader_who_changes_is_told() -> None:
    """A difference names who leads now, and who does no longer."""
    other = session("sheets-1", TUE, "09:00", "dot")
    after = plan_of(PROBLEM, [other])
    lines = str(difference(PLAN, after)).splitlines()

    led_session = "sheets-1 on Tue 2026-09-08 09:00, north, ada, lab"
    assert f"ada: no longer leads {led_session} (away 09:00-10:00, 1 class)" in lines
    back = str(difference(after, PLAN)).splitlines()
    assert f"ada: now leads {led_session} (away 09:00-10:00, 1 class)" in back


@pytest.mark.parametrize("other", [{"room": "den"}, {"start": "10:00"}])
def test_a_leader_whose_session_changes_is_told_once(other: dict[str, Any]) -> None:
    """Another room or time of the session is one move of ada's, as it is of dot's."""
    rooms = [*BASE["rooms"], {"id": "den", "school": "north", "capacity": 4}]
    problem = led(rooms=rooms)
    before = plan_of(problem, [at("08:00")])
    given = {"start": "08:00", "trainer": "ada"} | other
    start = given.pop("start")
    after = plan_of(problem, [session("sheets-1", TUE, start, "dot", **given)])
    found = difference(before, after)

    assert [(p.staff, len(p.moved), p.added, p.removed) for p in found.people] == [
        (staff, 1, (), ()) for staff in ("ada", "dot")
    ]
    was, now = (Names().session(plan.sessions[0].id) for plan in (before, after))
    [line] = [x for x in str(found).splitlines() if x.startswith("ada: ")]
    assert line.startswith(f"ada: still leads, moved from {was} (away 08:00-09:00, 1 class) to ")
    assert f" to {now} (away " in line


# --- why a need stays unmet ---


def _why(problem: Problem, plan: Plan, policy: Policy | None = None) -> dict[str, UnmetNeed]:
    found = unmet_needs(problem, plan, policy or Policy(), complete=True)
    return {unmet.need: unmet for unmet in found}


def _one_need(*, staff: str, course: str, **fields: Any) -> Problem:
    """One person wants one course; ada alone gives it, on Tuesday from 9 to 10."""
    hours = [{"start": "09:00", "end": "10:00", "weekdays": ["tue"]}]
    ada = {"id": "ada", "courses": [course], "available": hours}
    return led(trainers=[ada], needs=[need(staff, course)], **fields)


def test_a_need_waits_for_cover_of_the_leaders_lesson() -> None:
    """Ada gives the course when she teaches, and nobody can hold her class."""
    problem = _one_need(staff="dot", course="calls-1", substitutes=[])
    unmet = _why(problem, Plan())["dot:calls-1"]

    assert unmet.rule == "substitute-zone"
    assert "no substitute serves north" in unmet.reason


def test_a_need_waits_for_a_leader_who_cannot_be_away() -> None:
    """Ada's lesson cannot be covered, so she never leads at that time."""
    problem = _one_need(
        staff="dot", course="calls-1", **changed("lessons", "ada-tue-2", cover="impossible")
    )
    unmet = _why(problem, Plan())["dot:calls-1"]

    assert unmet.rule == "coverable"
    assert "a new session of calls-1 on 2026-09-08 from 09:00 to 10:00 fails: " in unmet.reason
    assert "is released from lesson ada-tue-2 at 09:00, which cannot be covered" in unmet.reason


NO_MORE = Policy(releases_in_all=0)
ONE_WEEK = BASE["calendar"] | {"last": FRI}


def test_the_limit_of_a_leader_is_told() -> None:
    """Ada has no task but her lessons: her limit on releases is in the way."""
    problem = _one_need(staff="dot", course="calls-1")
    unmet = _why(problem, Plan(), NO_MORE)["dot:calls-1"]

    assert unmet.rule == "releases-in-all"
    assert (
        "a new session of calls-1 on 2026-09-08 from 09:00 to 10:00 fails: "
        "ada is released once in all, allowed 0" in unmet.reason
    )


def test_limits_of_leaders_are_told_where_all_have_them() -> None:
    """Ada and bob, who could lead, are at their limits; so is ada while tom gives another."""
    alone = _one_need(staff="dot", course="calls-1", calendar=ONE_WEEK)
    [ada] = alone.trainers
    both = alone.model_copy(update={"trainers": (ada, ada.model_copy(update={"id": "bob"}))})
    unmet = _why(both, Plan(), NO_MORE)["dot:calls-1"]
    assert unmet.rule == "releases-in-all"
    assert "ada is released once in all, allowed 0" in unmet.reason

    tom = ada.model_copy(update={"id": "tom", "courses": ("calls-1", "reading-1", "coach-1")})
    wanted = (*alone.needs, *led(needs=[need("cyd", "coach-1")]).needs)
    three = alone.model_copy(update={"trainers": (ada, tom), "needs": wanted})
    busy = plan_of(three, [session("coach-1", TUE, "09:00", "cyd", school="south", room=None)])
    unmet = _why(three, busy, NO_MORE)["dot:calls-1"]
    assert unmet.rule == "releases-in-all"


def test_who_is_at_another_session_cannot_lead() -> None:
    """Ada, who alone gives calls-1 then, attends a session of tom's at that time."""
    alone = _one_need(staff="dot", course="calls-1", calendar=ONE_WEEK)
    tom = alone.trainers[0].model_copy(update={"id": "tom", "courses": ("sheets-1",)})
    wanted = (*alone.needs, *led(needs=[need("ada", "sheets-1")]).needs)
    problem = alone.model_copy(update={"trainers": (*alone.trainers, tom), "needs": wanted})
    plan = plan_of(
        problem,
        [session("sheets-1", TUE, "09:00", "ada")],
        [cover("ada-tue-2", TUE, "sue")],
        [engaged("sue", TUE, "am")],
    )
    unmet = _why(problem, plan)["dot:calls-1"]
    assert unmet.rule == "one-place"
    assert "ada is released twice at once on 2026-09-08" in unmet.reason


def test_nothing_stops_a_need_whose_leader_can_be_covered() -> None:
    """With sue at hand ada leads: it would only add nothing to a plan proven best."""
    problem = _one_need(staff="dot", course="calls-1")

    assert _why(problem, Plan())["dot:calls-1"].rule == "search-ended"


def test_nobody_learns_from_themselves() -> None:
    """Ada wants the course that she alone gives."""
    problem = _one_need(staff="ada", course="calls-1")
    unmet = _why(problem, Plan())["ada:calls-1"]

    assert unmet.rule == "one-place"


def test_a_need_waits_for_somebody_who_is_engaged() -> None:
    """Dot holds a class as a substitute all morning, when the only session could be."""
    tom = {"id": "tom", "courses": ["sheets-1", "calls-1"]}
    hours = [{"start": "08:00", "end": "10:00", "weekdays": ["tue"]}]
    problem = roles(
        trainers=[tom | {"available": hours}],
        needs=[need("ada", "sheets-1"), need("dot", "calls-1")],
        calendar=BASE["calendar"] | {"last": FRI},
    )
    ada = session("sheets-1", TUE, "08:00", "ada")
    plan = plan_of(problem, [ada], [cover("ada-tue-1", TUE, "dot")], [MORNING])
    unmet = _why(problem, plan)["dot:calls-1"]

    assert unmet.rule == "one-place"
    assert "dot is engaged at north on 2026-09-08 am" in unmet.reason


def test_a_substitute_who_learns_holds_no_class() -> None:
    """Dot, the only substitute, reads at 8 on Tuesday, so nobody holds ada's class then."""
    hours = [{"start": "08:00", "end": "09:00", "weekdays": ["tue"]}]
    tom = {"id": "tom", "courses": ["sheets-1"], "available": hours}
    problem = roles(
        trainers=[tom],
        needs=[need("ada", "sheets-1"), need("dot", "reading-1")],
        substitutes=[{"id": "dot", "zones": ["a"], "available": [{}]}],
        calendar=BASE["calendar"] | {"last": FRI},
    )
    reads = session("reading-1", TUE, "08:00", "dot", **ALONE, length=30)
    unmet = _why(problem, plan_of(problem, [reads]))["ada:sheets-1"]

    assert unmet.rule == "cover"
    assert NORTH["schools"] == ["north", "south"]
