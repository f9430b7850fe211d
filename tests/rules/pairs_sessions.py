"""Pairs about trainers and rooms."""

from __future__ import annotations

from pairs import (
    FRIDAY,
    SCHOOLS,
    Pair,
    pair,
    plans,
    policies,
    problems,
    sessions,
    with_sessions,
)
from schools import FRI, THU, THU2, changed, plan_of, remote, session, two_schools

from pdsched.policy import Policy


@pair("trainer")
def somebody_gives_it() -> Pair:
    """Tom gives sheets-1; nobody does."""
    return sessions([FRIDAY], [session("sheets-1", FRI, "09:00", "dot", trainer=None)])


@pair("trainer")
def somebody_who_can() -> Pair:
    """Tom lists sheets-1; he lists coaching alone."""
    other = two_schools(**changed("trainers", "tom", courses=["coach-1"]))
    return problems(with_sessions(FRIDAY), SCHOOLS, other)


@pair("trainer")
def nobody_where_none_is_wanted() -> Pair:
    """A club meets by itself; with tom."""
    alone, given = (
        session("club-1", FRI, "09:00", "ada", "dot", trainer=name) for name in (None, "tom")
    )
    return sessions([alone], [given])


@pair("trainer")
def inside_one_window() -> Pair:
    """Tom can come from 9 to 10; from 9 to 9:30 and from 9:30 to 10."""
    kept, broken = (
        two_schools(
            **changed("trainers", "tom", available=[{"start": a, "end": b} for a, b in windows])
        )
        for windows in (
            [("09:00", "10:00")],
            [("09:00", "09:30"), ("09:30", "10:00")],
        )
    )
    return problems(with_sessions(FRIDAY), kept, broken)


@pair("trainer")
def where_the_trainer_goes() -> Pair:
    """Tom goes to north; to south alone, though he calls everybody."""
    kept, broken = (
        two_schools(**changed("trainers", "tom", schools=[name])) for name in ("north", "south")
    )
    call = remote("calls-1", FRI, "13:00", "ada")
    return problems(with_sessions(FRIDAY, call), kept, broken)


@pair("trainer-load")
def minutes_a_day() -> Pair:
    """Tom gives 120 minutes on Friday; 180."""
    two = [FRIDAY, remote("calls-1", FRI, "13:00", "ada")]
    return sessions(two, [*two, session("coach-1", FRI, "10:00", "bob", room=None)])


@pair("trainer-load")
def not_a_minute_more() -> Pair:
    """Tom gives 120 minutes on Friday, of 120 that he gives on a date; of 119."""
    kept, broken = (
        two_schools(**changed("trainers", "tom", max_minutes_per_day=most)) for most in (120, 119)
    )
    return problems(with_sessions(FRIDAY, remote("calls-1", FRI, "13:00", "ada")), kept, broken)


def _beside_a_call_of(length: int, most: int) -> Pair:
    """An hour and a call of another length on Friday, as long as may be together; less may be."""
    kept, broken = (
        two_schools(
            **changed("courses", "calls-1", minutes=length),
            **changed("trainers", "tom", max_minutes_per_day=n),
        )
        for n in (most, most - 1)
    )
    call = session("calls-1", FRI, "13:00", "ada", school=None, room=None, length=length)
    return problems(with_sessions(FRIDAY, call), kept, broken)


@pair("trainer-load")
def sessions_of_nearly_one_length() -> Pair:
    """Tom gives 60 and 61 minutes, of 121 that he gives on a date; of 120."""
    return _beside_a_call_of(61, 121)


@pair("trainer-load")
def one_nearly_twice_as_long() -> Pair:
    """Tom gives 60 and 119 minutes, of 179 that he gives on a date; of 178."""
    return _beside_a_call_of(119, 179)


@pair("trainer-load")
def minutes_a_week() -> Pair:
    """Tom gives 60 minutes in each of two weeks, 60 being allowed; 120 in one."""
    problem = two_schools(**changed("trainers", "tom", max_minutes_per_week=60))
    next_week, same_week = (remote("calls-1", day, "10:00", "ada") for day in (THU2, THU))
    return sessions([FRIDAY, next_week], [FRIDAY, same_week], problem=problem)


NORTH_THEN_SOUTH = plan_of(
    SCHOOLS,
    [
        session("sheets-1", FRI, "10:00", "dot"),
        session("sheets-1", FRI, "13:00", "cyd", school="south", room="hall"),
    ],
)
"""Tom at north until 11, and at south, 20 minutes away, from 13."""


def _lunch(minutes: int, start: str, end: str) -> Policy:
    """A lunch of so many minutes for trainers; staff are content with one minute."""
    span = {"staff_lunch_minutes": 1, "staff_lunch_from": start, "staff_lunch_to": end}
    return Policy(trainer_lunch_minutes=minutes, **span)


@pair("trainer-pause")
def minutes_between_sessions() -> Pair:
    """Tom is free from 10, when he has been in the lab, to a call at 13: for 180 minutes; 181."""
    kept, broken = (Policy(trainer_pause_minutes=n) for n in (180, 181))
    return policies(
        plan_of(SCHOOLS, [FRIDAY, remote("calls-1", FRI, "13:00", "ada")]), kept, broken
    )


@pair("trainer-pause")
def minutes_beside_the_way() -> Pair:
    """Tom has 120 minutes to south, of which the way takes 20: 100 are left; 101."""
    kept, broken = (Policy(trainer_pause_minutes=n) for n in (100, 101))
    return policies(NORTH_THEN_SOUTH, kept, broken)


@pair("trainer-pause")
def of_one_date() -> Pair:
    """Tom gives sessions at 9 and at 13, on a Friday and a Thursday; on the Friday."""
    kept, broken = (
        plan_of(SCHOOLS, [FRIDAY, remote("calls-1", day, "13:00", "ada")]) for day in (THU2, FRI)
    )
    return plans(kept, broken, policy=Policy(trainer_pause_minutes=240))


@pair("trainer-lunch")
def before_all_sessions() -> Pair:
    """Tom eats before 9, from 8:30; from 8:31."""
    kept, broken = (_lunch(30, start, "10:00") for start in ("08:30", "08:31"))
    return policies(plan_of(SCHOOLS, [FRIDAY]), kept, broken)


@pair("trainer-lunch")
def after_all_sessions() -> Pair:
    """Tom eats after 10, until 10:30; until 10:29."""
    kept, broken = (_lunch(30, "09:00", end) for end in ("10:30", "10:29"))
    return policies(plan_of(SCHOOLS, [FRIDAY]), kept, broken)


@pair("trainer-lunch")
def between_two_sessions() -> Pair:
    """Tom is free from 10, when he has been in the lab, to a call at 13: for 180 minutes; 181."""
    kept, broken = (_lunch(n, "09:00", "14:00") for n in (180, 181))
    return policies(
        plan_of(SCHOOLS, [FRIDAY, remote("calls-1", FRI, "13:00", "ada")]), kept, broken
    )


@pair("trainer-lunch")
def in_the_span() -> Pair:
    """Tom is free from 10 to 13, from 11 on of which lies in the span: 120 minutes; 121."""
    kept, broken = (_lunch(n, "11:00", "13:30") for n in (120, 121))
    return policies(
        plan_of(SCHOOLS, [FRIDAY, remote("calls-1", FRI, "13:00", "ada")]), kept, broken
    )


@pair("trainer-lunch")
def before_the_way() -> Pair:
    """Tom has 120 minutes to south, of which the way takes 20: 100 are left; 101."""
    kept, broken = (_lunch(n, "10:00", "14:00") for n in (100, 101))
    return policies(NORTH_THEN_SOUTH, kept, broken)


@pair("room")
def some_room() -> Pair:
    """Sheets-1 is in the lab; in no room."""
    return sessions([FRIDAY], [session("sheets-1", FRI, "09:00", "dot", room=None)])


@pair("room")
def a_room_of_the_venue() -> Pair:
    """Sheets-1 at north is in the lab; in the hall of south."""
    return sessions([FRIDAY], [session("sheets-1", FRI, "09:00", "dot", room="hall")])


@pair("room")
def no_room_where_none_is_wanted() -> Pair:
    """Coaching takes no room; the lab."""
    without, within = (session("coach-1", FRI, "09:00", "bob", room=room) for room in (None, "lab"))
    return sessions([without], [within])


@pair("room")
def a_free_room() -> Pair:
    """The lab is locked from 10, when the session ends; from 9:59."""
    kept, broken = (
        two_schools(**changed("rooms", "lab", unavailable=[{"start": at, "end": "12:00"}]))
        for at in ("10:00", "09:59")
    )
    return problems(with_sessions(FRIDAY), kept, broken)


@pair("room")
def a_large_room() -> Pair:
    """The lab seats the two who come; one."""
    kept, broken = (two_schools(**changed("rooms", "lab", capacity=n)) for n in (2, 1))
    return problems(with_sessions(session("sheets-1", FRI, "09:00", "ada", "dot")), kept, broken)
