"""Why a need stays unmet: one small school for each rule that can stop a session."""

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
from unmet import ADA, TUESDAY_AT_EIGHT, reasons, tom, why

from pdsched.policy import Policy
from pdsched.problem import Problem


@pytest.mark.parametrize(
    ("fields", "policy", "rule", "said"),
    [
        (
            changed("staff", "ada", unavailable=[{"start": "08:00", "end": "08:05"}]),
            {},
            "staff-available",
            "is released while unavailable from 08:00 to 08:05",
        ),
        (
            {
                "calendar": BASE["calendar"]
                | {"blackouts": [{"id": "exams", "first": TUE, "last": TUE}]}
            },
            {},
            "blackouts",
            "sheets-1 on 2026-09-08 from 08:00 to 09:00 lies in exams",
        ),
        (
            {"lessons": [BASE["lessons"][0] | {"cover": "impossible"}]},
            {},
            "coverable",
            "is released from lesson ada-tue-1 at 08:00, which cannot be covered",
        ),
        (
            {
                "protected": [
                    {"id": "p", "staff": "ada", "day": "tue", "start": "08:30", "end": "09:30"}
                ]
            },
            {},
            "protected-time",
            "is released in protected time p from 08:30 to 09:30",
        ),
        (
            {},
            {"releases_in_all": 0},
            "releases-in-all",
            "ada is released once in all, allowed 0",
        ),
        (
            {},
            {"releases_per_week": 0},
            "releases-per-week",
            "ada is released once in the week of 2026-09-07, allowed 0",
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
            "pin pin forbids a session with staff ada",
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
    when = "sheets-1 on 2026-09-11 from 09:00 to 10:00"
    said = f"joining {when} fails: 3 attend {when}; the group should be 1 to 2"
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
    assert (rule, "room lab seats 1, not 2" in said) == ("room", True)


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
    assert "ada is released twice at once on 2026-09-11" in said


def test_a_busy_trainer_is_named() -> None:
    """Tom's one hour goes to a coaching."""
    problem = two_schools(
        needs=[need("ada", "sheets-1"), need("bob", "coach-1")], **tom(FRI, "09:00", "10:00")
    )
    plan = plan_of(problem, [session("coach-1", FRI, "09:00", "bob", room=None)])
    rule, said = why(problem, plan=plan)
    assert rule == "trainer"
    assert "teaches another session then" in said


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
        (engaged("sam", TUE, "am", "south"), {}, "1 engaged at another school or too far away"),
        (
            engaged("sam", THU, "am", "north"),
            {"max_half_days": 1},
            "1 at a limit",
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
    assert "1 attend club-1 on 2026-09-07 from 08:00 to 09:00; the group should be 2 to 8" in said
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
