"""Pairs about who is where, and when nobody may be released."""

from __future__ import annotations

from pairs import FRIDAY, SCHOOLS, Pair, club, pair, plans, problems, reads, sessions, with_sessions
from schools import (
    BASE,
    FRI,
    THU,
    TUE,
    TUE2,
    changed,
    cover,
    engaged,
    need,
    plan_of,
    remote,
    session,
    two_schools,
)

from pdsched.policy import Policy


@pair("one-place")
def a_person_at_once() -> Pair:
    """Dot reads from 10, when sheets-1 ends; during it."""
    problem = two_schools(needs=[need("dot", "sheets-1"), need("dot", "reading-1")])
    after, during = ([FRIDAY, reads(FRI, at, "dot")] for at in ("10:00", "09:00"))
    return sessions(after, during, problem=problem)


@pair("one-place")
def a_trainer_at_once() -> Pair:
    """Tom coaches bob when sheets-1 is over; during it."""
    after, during = (
        [FRIDAY, session("coach-1", FRI, at, "bob", room=None)] for at in ("10:00", "09:00")
    )
    return sessions(after, during)


@pair("one-place")
def a_trainer_on_the_way() -> Pair:
    """Tom has three hours to reach south, 20 minutes away; none."""
    late, soon = (
        [FRIDAY, session("sheets-1", FRI, at, "cyd", school="south", room="hall")]
        for at in ("13:00", "10:00")
    )
    return sessions(late, soon)


@pair("one-place")
def a_call_on_the_way() -> Pair:
    """Tom calls ada between north and south, which lie an hour apart; a minute more."""
    given = [
        session("sheets-1", FRI, "08:00", "dot"),
        remote("calls-1", FRI, "09:00", "ada"),
        session("sheets-1", FRI, "10:00", "cyd", school="south", room="hall"),
    ]
    free = changed("trainers", "tom", max_minutes_per_day=None)
    kept, broken = (
        two_schools(travel=[{"origin": "south", "destination": "north", "minutes": way}], **free)
        for way in (60, 61)
    )
    return problems(with_sessions(*given), kept, broken)


@pair("one-place")
def a_room_at_once() -> Pair:
    """A club has the lab after sheets-1; during it."""
    problem = two_schools(
        needs=[need("ada", "club-1"), need("dot", "club-1"), need("bob", "sheets-1")]
    )
    sheets = session("sheets-1", FRI, "09:00", "bob")
    return sessions([sheets, club(FRI, "10:00")], [sheets, club(FRI, "09:00")], problem=problem)


@pair("one-place")
def a_substitute_at_once() -> Pair:
    """Sam and sue hold the lessons of ada and bob on Tuesday at 9; sue holds both."""
    taken = [session("sheets-1", TUE, "09:00", "ada", "bob")]
    bob = cover("bob-tue-2", TUE, "sue")
    kept, broken = (
        plan_of(
            SCHOOLS,
            taken,
            [cover("ada-tue-2", TUE, holder), bob],
            [engaged(name, TUE, "am") for name in {"sue", holder}],
        )
        for holder in ("sam", "sue")
    )
    return plans(kept, broken, policy=Policy(off=("away-at-once",)))


@pair("one-place")
def one_lesson_of_two_people() -> Pair:
    """Ada and bob hold a lesson together: sue and sam cover one each; sue covers both."""
    together = [*BASE["lessons"][:1], BASE["lessons"][4] | {"staff": ["ada", "bob"]}]
    problem = two_schools(lessons=together)
    taken = [session("sheets-1", TUE, "09:00", "ada", "bob")]
    kept, broken = (
        plan_of(
            problem,
            taken,
            [bob.model_copy(update={"staff": "ada", "substitute": "sue"}), bob],
            [engaged(name, TUE, "am") for name in sorted({"sue", bob.holder})],
        )
        for bob in (cover("bob-tue-2", TUE, name) for name in ("sam", "sue"))
    )
    policy = Policy(off=("away-at-once", "cover-qualification"))
    return plans(kept, broken, problem=problem, policy=policy)


@pair("staff-available")
def while_unavailable() -> Pair:
    """Dot cannot come until 9, when her session begins; until 9:01."""
    kept, broken = (
        two_schools(
            **changed("staff", "dot", unavailable=[{"start": "08:00", "end": end, "dates": [FRI]}])
        )
        for end in ("09:00", "09:01")
    )
    return problems(with_sessions(FRIDAY), kept, broken)


@pair("staff-available")
def on_a_day_off() -> Pair:
    """Dot works on Fridays alone, a day without pupils; on all other days of the week."""
    kept, broken = (
        two_schools(**changed("staff", "dot", works_on=days))
        for days in (["fri"], ["mon", "tue", "wed", "thu"])
    )
    return problems(with_sessions(FRIDAY), kept, broken)


@pair("staff-available")
def while_the_home_school_is_closed() -> Pair:
    """Cyd calls in from south on Tuesday; on a Tuesday when south is closed."""
    problem = two_schools(
        **changed("schools", "south", closed=[TUE]), needs=[need("cyd", "reading-1")]
    )
    return sessions([reads(TUE2, "08:00", "cyd")], [reads(TUE, "08:00", "cyd")], problem=problem)


@pair("coverable")
def what_cannot_be_covered() -> Pair:
    """Cyd reads on Tuesday before the lesson that cannot be covered; during it."""
    return sessions([reads(TUE, "13:00", "cyd")], [reads(TUE, "14:00", "cyd")])


@pair("protected-time")
def in_protected_time() -> Pair:
    """Dot has planning time on Thursday from 10, when her session ends; from 9:59."""
    thursday = session("sheets-1", THU, "09:00", "dot")
    kept, broken = (
        two_schools(
            protected=[{"id": "plan", "staff": "dot", "day": "thu", "start": at, "end": "11:00"}]
        )
        for at in ("10:00", "09:59")
    )
    return problems(with_sessions(thursday), kept, broken)


@pair("protected-time")
def in_protected_time_of_one_date() -> Pair:
    """Dot's protected time lies on the Thursday before; on the pupil-free Friday itself."""
    kept, broken = (
        two_schools(
            protected=[{"id": "p", "staff": "dot", "date": day, "start": "09:00", "end": "11:00"}]
        )
        for day in (THU, FRI)
    )
    return problems(with_sessions(FRIDAY), kept, broken)
