"""Why a need stays unmet: one small school for each rule that can stop one."""

from __future__ import annotations

from typing import Any

import pytest
from schools import (
    BASE,
    FRI,
    THU,
    TUE,
    changed,
    course,
    cover,
    engaged,
    lesson,
    need,
    plan_of,
    remote,
    session,
    two_schools,
)

from pdsched.plan import Plan
from pdsched.policy import Policy
from pdsched.problem import Problem
from pdsched.reasons import unmet_needs

ADA = {"needs": [need("ada", "sheets-1")]}
DOT = {"needs": [need("dot", "sheets-1")]}


def tom(day: Any, start: str, end: str, **fields: Any) -> dict[str, Any]:
    """Tom comes once, so that there is one time at which a session can be held."""
    window = {"start": start, "end": end, "dates": [day]}
    return changed("trainers", "tom", available=[window], **fields)


TUESDAY_AT_EIGHT = tom(TUE, "08:00", "09:00")
"""The one time is during ada's first lesson."""


def reasons(
    problem: Problem, plan: Plan | None = None, policy: Policy | None = None, complete: bool = False
) -> dict[str, tuple[str, str]]:
    """Rule and sentence of each unmet need."""
    given = unmet_needs(problem, plan or Plan(), policy or Policy(), complete)
    return {unmet.need: (unmet.rule, unmet.reason) for unmet in given}


def why(
    problem: Problem, *, name: str = "ada:sheets-1", plan: Plan | None = None, **policy: Any
) -> tuple[str, str]:
    """Rule and sentence of one unmet need."""
    return reasons(problem, plan, Policy(**policy))[name]


@pytest.mark.parametrize(
    ("fields", "rule", "said"),
    [
        (
            {"needs": [{"id": "n", "staff": "ada", "topic": "zen", "level_to": 2}]},
            "need",
            "no course leads to level 2 of zen",
        ),
        (
            {"needs": [need("ada", "sheets-1", id="n", level_from=1)]},
            "level",
            "ada is at level 1 of sheets; sheets-1 is for levels 0 to 0",
        ),
        (
            {"needs": [need("ada", "sheets-2", id="n")]},
            "prerequisites",
            "sheets-1 must come before sheets-2, "
            "but ada has not completed it and has no need for it",
        ),
        (
            {"needs": [need("ada", "sheets-1", id="n")]}
            | changed("trainers", "tom", courses=["coach-1"]),
            "trainer",
            "no trainer teaches sheets-1",
        ),
        (
            {"needs": [need("ada", "sheets-1", id="n")]} | tom(FRI, "08:00", "08:30"),
            "trainer",
            "no trainer of sheets-1 is available for 60 minutes at a stretch",
        ),
        (
            {"needs": [need("ada", "sheets-1", id="n")]} | tom(FRI, "11:00", "13:00"),
            "trainer",
            "no trainer of sheets-1 is available at any possible time",
        ),
        (
            {"needs": [need("ada", "sheets-1", id="n")], "rooms": []},
            "room",
            "no school that can host sheets-1 has a room",
        ),
        (
            {
                "needs": [need("ada", "club-1", id="n")],
                "rooms": BASE["rooms"][:1],
            }
            | changed("courses", "club-1", group_min=5),
            "room",
            "the largest room for club-1 seats 4, but a group needs at least 5",
        ),
        (
            {"needs": [need("ada", "club-1", id="n")]},
            "group-size",
            "only 1 need club-1, but a group needs at least 2",
        ),
        (
            {"needs": [need("ada", "club-1", id="n")]}
            | changed("courses", "club-1", group_min=1, minutes=720),
            "session-times",
            "no school is open long enough for club-1",
        ),
    ],
    ids=[
        "no-course",
        "level",
        "no-need-of-what-comes-first",
        "no-trainer",
        "too-short",
        "between-the-bells",
        "no-room",
        "small-room",
        "few",
        "too-long",
    ],
)
def test_what_no_time_and_place_would_remove(fields: dict[str, Any], rule: str, said: str) -> None:
    """A need that cannot be met at all is laid to the rule that forbids it, whatever the plan."""
    problem = two_schools(**fields)
    assert reasons(problem)["n"] == (rule, said)
    assert reasons(problem, complete=True)["n"] == (rule, said)


def test_what_comes_first_is_unmet_too() -> None:
    """The second step waits for the first, whose own reason says why."""
    problem = two_schools(
        needs=[need("ada", "sheets-1"), need("ada", "sheets-2")],
        **changed("trainers", "tom", courses=["sheets-2"]),
    )
    assert why(problem)[0] == "trainer"
    assert why(problem, name="ada:sheets-2") == (
        "prerequisites",
        "sheets-1 must come before sheets-2, but need ada:sheets-1 for it is unmet as well",
    )


def test_what_comes_first_comes_too_late() -> None:
    """Ada meets the first step on the last day on which tom comes."""
    problem = two_schools(
        needs=[need("ada", "sheets-1"), need("ada", "sheets-2")], **tom(FRI, "08:00", "15:00")
    )
    plan = plan_of(problem, [session("sheets-1", FRI, "09:00", "ada")])
    rule, said = why(problem, name="ada:sheets-2", plan=plan)
    assert rule == "prerequisites"
    assert "ada would miss the order or the lag required after sheets-1" in said


def test_a_course_is_not_attended_twice() -> None:
    """Her topic need stays open, as the one course that answers it is used for another need."""
    topic = {"id": "t", "staff": "dot", "topic": "sheets", "level_to": 1}
    problem = two_schools(needs=[need("dot", "sheets-1"), topic], courses=BASE["courses"][:1])
    plan = plan_of(problem, [session("sheets-1", FRI, "09:00", "dot")])
    assert why(problem, name="t", plan=plan)[0] == "need"


def test_of_several_courses_the_one_that_gets_furthest_is_named() -> None:
    """A topic need fails on one course for its level, on another for want of a trainer."""
    topic = {"id": "t", "staff": "dot", "topic": "sheets", "level_from": 1, "level_to": 1}
    problem = two_schools(
        needs=[topic],
        courses=[course("sheets-1"), course("sheets-b", level_from=1, level_to=2)],
        **changed("trainers", "tom", courses=["sheets-1"]),
    )
    assert why(problem, name="t") == ("trainer", "no trainer teaches sheets-b")


@pytest.mark.parametrize(
    ("fields", "policy", "rule", "said"),
    [
        (
            changed("staff", "ada", unavailable=[{"start": "08:00", "end": "08:05"}]),
            {},
            "staff-available",
            "ada is unavailable from 08:00 to 08:05",
        ),
        (
            {
                "calendar": BASE["calendar"]
                | {"blackouts": [{"id": "exams", "first": TUE, "last": TUE}]}
            },
            {},
            "blackouts",
            "a blackout overlaps 2026-09-08 from 08:00 to 09:00",
        ),
        (
            {"lessons": [BASE["lessons"][0] | {"cover": "impossible"}]},
            {},
            "coverable",
            "ada would miss lesson ada-tue-1, which cannot be covered",
        ),
        (
            {
                "protected": [
                    {"id": "p", "staff": "ada", "day": "tue", "start": "08:30", "end": "09:30"}
                ]
            },
            {},
            "protected-time",
            "ada has protected time p from 08:30 to 09:30",
        ),
        (
            {},
            {"releases_in_all": 0},
            "releases-in-all",
            "ada already has 0 of 0 allowed releases from lessons",
        ),
        (
            {},
            {"releases_per_week": 0},
            "releases-per-week",
            "ada already has 0 of 0 allowed releases in the week of 2026-09-07",
        ),
        (
            {"substitutes": [BASE["substitutes"][0] | {"zones": ["b"]}]},
            {},
            "substitute-zone",
            "no substitute serves north",
        ),
        (
            {"lessons": [BASE["lessons"][0] | {"qualification": "greek"}]},
            {},
            "cover-qualification",
            "no substitute who serves north has greek, which lesson ada-tue-1 of ada needs",
        ),
        (
            {"substitutes": [BASE["substitutes"][0] | {"available": [{"halves": ["pm"]}]}]},
            {},
            "cover",
            "no substitute is free for lesson ada-tue-1 of ada (08:00 to 09:00); of the 1 who "
            "could hold it at north: 1 not available",
        ),
        (
            {"session_pins": [{"id": "pin", "kind": "forbid", "staff": "ada"}]},
            {},
            "pins",
            "pin pin forbids it",
        ),
        (
            {"engagement_pins": [{"id": "pin", "kind": "forbid", "date": TUE}]},
            {},
            "cover",
            "of the 2 who could hold it at north: 2 not available",
        ),
        (
            {},
            {"avoided_weekdays": ["tue"]},
            "release-weekdays",
            "is released from lessons on a tue",
        ),
        (
            {},
            {"reserve": 2},
            "reserve",
            "1 of the 2 substitutes who could come on 2026-09-08 am are engaged",
        ),
    ],
)
def test_what_stops_a_new_session(
    fields: dict[str, Any], policy: dict[str, Any], rule: str, said: str
) -> None:
    """With one time to choose, the rule that stops it there is named; without it, nothing is."""
    times = TUESDAY_AT_EIGHT | ADA
    found = why(two_schools(**times | fields), **policy)
    assert found[0] == rule
    assert said in found[1]
    assert why(two_schools(**times))[0] == "search-ended"


def test_a_full_group_is_named() -> None:
    """Ada could join on Friday but for the two who sit there, and tom comes at no other time."""
    problem = two_schools(
        needs=[need(staff, "sheets-1") for staff in ("ada", "bob", "dot")],
        **tom(FRI, "09:00", "10:00"),
    )
    plan = plan_of(problem, [session("sheets-1", FRI, "09:00", "bob", "dot")])
    said = "joining sheets-1 on 2026-09-11 from 09:00 to 10:00 fails: the group of 2 is full"
    assert why(problem, plan=plan) == ("group-size", said)
    proven = reasons(problem, plan, complete=True)["ada:sheets-1"]
    assert proven == ("group-size", f"{said}; it is proven that no exchange gains more")
    policy = Policy(goals=["unserved-people", "needs-met"])
    _, after = reasons(problem, plan, policy, complete=True)["ada:sheets-1"]
    assert after.endswith("no exchange gains more without a loss in unserved-people")


def test_a_full_room_is_named() -> None:
    """A larger group would be allowed, but the lab has one seat."""
    problem = two_schools(
        needs=[need("ada", "sheets-1"), need("dot", "sheets-1")],
        **tom(FRI, "09:00", "10:00"),
        rooms=[BASE["rooms"][0] | {"capacity": 1}],
    )
    plan = plan_of(problem, [session("sheets-1", FRI, "09:00", "dot")])
    rule, said = why(problem, plan=plan)
    assert (rule, "the 1 seats of lab are taken" in said) == ("room", True)


def test_a_person_elsewhere_is_named() -> None:
    """Ada is on a call by tom when tim gives sheets-1."""
    once = [{"start": "09:00", "end": "10:00", "dates": [FRI]}]
    problem = two_schools(
        needs=[need("ada", "calls-1"), need("ada", "sheets-1")],
        trainers=[
            {"id": "tom", "courses": ["calls-1"], "available": once},
            {"id": "tim", "courses": ["sheets-1"], "available": once},
        ],
    )
    plan = plan_of(problem, [remote("calls-1", FRI, "09:00", "ada")])
    rule, said = why(problem, plan=plan)
    assert rule == "one-place"
    assert "ada is released for calls-1 on 2026-09-11 from 09:00 to 10:00 then" in said


def test_a_busy_trainer_is_named() -> None:
    """Tom's one hour goes to a coaching."""
    problem = two_schools(
        needs=[need("ada", "sheets-1"), need("bob", "coach-1")], **tom(FRI, "09:00", "10:00")
    )
    plan = plan_of(problem, [session("coach-1", FRI, "09:00", "bob", room=None)])
    rule, said = why(problem, plan=plan)
    assert rule == "trainer"
    assert "teaches another session then or is travelling" in said


def test_a_trainer_without_minutes_left_is_named() -> None:
    """Tom's 60 minutes of the day go to a coaching, though he stays longer."""
    problem = two_schools(
        needs=[need("ada", "sheets-1"), need("bob", "coach-1")],
        **tom(FRI, "09:00", "11:00", max_minutes_per_day=60),
    )
    plan = plan_of(problem, [session("coach-1", FRI, "09:00", "bob", room=None)])
    assert why(problem, plan=plan)[0] == "trainer-load"
    assert why(problem, plan=plan, off=("trainer-load",))[0] == "search-ended"


def test_a_room_in_use_is_named() -> None:
    """The club sits in the only room in tom's one hour."""
    problem = two_schools(
        needs=[need("ada", "sheets-1"), need("bob", "club-1"), need("dot", "club-1")],
        rooms=BASE["rooms"][:1],
        **tom(FRI, "09:00", "10:00"),
    )
    plan = plan_of(problem, [session("club-1", FRI, "09:00", "bob", "dot", trainer=None)])
    rule, said = why(problem, plan=plan)
    assert (rule, said) == (
        "room",
        "no room for 1 at north is free on 2026-09-11 from 09:00 to 10:00",
    )


def test_too_many_away_is_named() -> None:
    """Bob is away on Tuesday at 9, and one of the three at north may be."""
    problem = two_schools(
        needs=[need("ada", "sheets-1"), need("bob", "sheets-1")], **tom(TUE, "09:00", "10:00")
    )
    plan = plan_of(
        problem,
        [session("sheets-1", TUE, "09:00", "bob")],
        [cover("bob-tue-2", TUE, "sue")],
        [engaged("sue", TUE, "am")],
    )
    assert why(problem, plan=plan)[0] == "away-at-once"
    assert why(problem, plan=plan, away_at_once=0.7)[0] == "search-ended"


def test_a_substitute_holding_another_lesson_is_named() -> None:
    """Sue holds bob's lesson, and there is nobody else."""
    problem = two_schools(
        needs=[need("ada", "sheets-1"), need("bob", "sheets-1")],
        substitutes=BASE["substitutes"][:1],
        **tom(TUE, "09:00", "10:00"),
    )
    plan = plan_of(
        problem,
        [session("sheets-1", TUE, "09:00", "bob")],
        [cover("bob-tue-2", TUE, "sue")],
        [engaged("sue", TUE, "am")],
    )
    rule, said = why(problem, plan=plan, away_at_once=1)
    assert rule == "cover"
    assert said.endswith("of the 1 who could hold it at north: 1 holding another lesson")


@pytest.mark.parametrize(
    ("hired", "fields", "said"),
    [
        (engaged("sam", TUE, "am", "south"), {}, "1 engaged at another school"),
        (
            engaged("sam", THU, "am", "north"),
            {"max_half_days": 1},
            "1 at a limit or too far away",
        ),
    ],
)
def test_a_substitute_who_cannot_be_engaged_is_named(
    hired: Any, fields: dict[str, Any], said: str
) -> None:
    """Sam is elsewhere that morning, or has been engaged as often as may be."""
    problem = two_schools(**ADA, **TUESDAY_AT_EIGHT, substitutes=[BASE["substitutes"][1] | fields])
    rule, sentence = why(problem, plan=plan_of(problem, engagements=[hired]))
    assert rule == "cover"
    assert sentence.endswith(said)


def test_nobody_else_can_come() -> None:
    """Two need the club, but dot can never come, and it takes two."""
    problem = two_schools(
        needs=[need("ada", "club-1"), need("dot", "club-1")],
        **changed("staff", "dot", unavailable=[{"start": "00:00", "end": "23:59"}]),
    )
    rule, said = why(problem, name="ada:club-1")
    assert rule == "group-size"
    assert "only 1 of those who still need it could come then; a group needs 2" in said
    assert why(problem, name="dot:club-1")[0] == "staff-available"


def test_a_group_that_lacks_cover_for_the_other() -> None:
    """Ada is free when the club can meet, but bob's lesson would need sue, who is away."""
    club = course("sheets-1", group_min=2)
    problem = two_schools(
        needs=[need("ada", "sheets-1"), need("bob", "sheets-1")],
        lessons=[BASE["lessons"][4]],
        substitutes=BASE["substitutes"][1:],
        **changed("courses", "sheets-1", **club),
        **tom(TUE, "09:00", "10:00"),
    )
    rule, said = why(problem)
    assert rule == "cover-qualification"
    assert "lesson bob-tue-2 of bob" in said


def test_a_late_need_may_be_worth_nothing() -> None:
    """Where late needs count nothing, a need past its due date is laid to that."""
    late = need("dot", "sheets-1", due=TUE)
    problem = two_schools(needs=[late], **tom(FRI, "09:00", "10:00"))
    rule, said = why(problem, name="dot:sheets-1", late_tenths=0)
    assert rule == "need"
    assert "the need earns no points after its due date 2026-09-08" in said
    assert why(problem, name="dot:sheets-1", late_tenths=1)[0] == "search-ended"


def test_who_stays_is_enough() -> None:
    """Nobody could cover, and ada's lesson is held with bob: one is needed; two; bob is away."""
    nobody = {**TUESDAY_AT_EIGHT, "substitutes": []}
    needs = [need("ada", "sheets-1"), need("bob", "club-1")]

    def together(needed: int) -> Problem:
        mine = lesson("ada-tue-1", staff=["ada", "bob"], staff_needed=needed)
        return two_schools(**nobody, lessons=[mine], needs=needs)

    club = session("club-1", TUE, "08:00", "bob", trainer=None, room=None, school=None)

    assert why(together(1), away_at_once=1)[0] == "search-ended"
    assert why(together(2), away_at_once=1)[0] == "substitute-zone"
    gone = plan_of(together(1), [club])
    assert why(together(1), plan=gone, away_at_once=1)[0] == "substitute-zone"


def test_a_whole_half_day_is_not_coverable() -> None:
    """A lesson of the same half-day that cannot be covered stops a release by half-days."""
    stuck = lesson("ada-tue-2", cover="impossible")
    problem = two_schools(**TUESDAY_AT_EIGHT, **ADA, lessons=[lesson("ada-tue-1"), stuck])

    assert why(problem)[0] == "search-ended"
    rule, said = why(problem, release_half_days=True)
    assert rule == "coverable"
    assert "ada-tue-2" in said


def test_what_nothing_stops() -> None:
    """A need that could be met is laid to the end of the search; in a best plan it adds nothing."""
    problem = two_schools(**DOT)
    assert reasons(problem)["dot:sheets-1"] == (
        "search-ended",
        "the search ended before it found a place for dot in sheets-1",
    )
    assert reasons(problem, complete=True)["dot:sheets-1"] == (
        "search-ended",
        "dot could take sheets-1, but in a proven best plan this adds no points",
    )


def test_what_other_goals_stop() -> None:
    """Proven best under goals of which some come before the needs, no time would meet more."""
    problem = two_schools(**DOT)
    policy = Policy(goals=["unserved-people", "engaged-half-days", "needs-met", "sessions"])
    assert reasons(problem, policy=policy, complete=True)["dot:sheets-1"] == (
        "other-goals",
        "dot could take sheets-1, but that would cost at least as much in unserved-people and"
        " engaged-half-days",
    )
    weighed = Policy(goals=[{"needs-met": 1, "engaged-half-days": 50}])
    rule, said = reasons(problem, policy=weighed, complete=True)["dot:sheets-1"]
    assert rule == "other-goals"
    assert "sessions" not in said
    assert reasons(problem, policy=policy)["dot:sheets-1"][0] == "search-ended"


def test_needs_that_are_met_are_not_mentioned() -> None:
    """Every unmet need is answered once, by id, and no other."""
    problem = two_schools()
    plan = plan_of(problem, [session("sheets-1", FRI, "09:00", "dot")])
    answered = [unmet.need for unmet in unmet_needs(problem, plan, Policy(), complete=False)]
    assert answered == sorted(n.id for n in problem.needs if n.id != "dot:sheets-1")


@pytest.mark.parametrize("complete", [False, True])
def test_without_time_only_what_stops_a_need_anyway_is_named(*, complete: bool) -> None:
    """A need that waits for a first step says so; one that would have to be tried is left open."""
    problem = two_schools(needs=[need("ada", "sheets-1"), need("ada", "sheets-2")])
    given = unmet_needs(problem, Plan(), Policy(), complete, seconds=0)
    unhurried = unmet_needs(problem, Plan(), Policy(), complete, seconds=3600)
    assert [unmet.need for unmet in given] == ["ada:sheets-1", "ada:sheets-2"]
    assert (given[0].rule, given[0].reason) == (
        "search-ended",
        "the time ran out before the reason was found",
    )
    assert given[1] == unhurried[1]
    assert unhurried == unmet_needs(problem, Plan(), Policy(), complete)
