"""Pairs about when sessions and releases are."""

from __future__ import annotations

from datetime import date

from pairs import SCHOOLS, Pair, pair, plans, problems, sessions, with_sessions
from schools import (
    BASE,
    FRI,
    MON,
    PERIODS,
    THU,
    TUE,
    TUE2,
    WED,
    WED2,
    changed,
    cover,
    engaged,
    need,
    plan_of,
    remote,
    session,
    two_schools,
)

from pdsched.plan import Session
from pdsched.policy import Policy
from pdsched.problem import Problem

FRIDAY = session("sheets-1", FRI, "09:00", "dot")
"""Dot at sheets-1 on the pupil-free Friday from 9 to 10: breaks nothing."""


def reads(day: date, start: str, staff: str) -> Session:
    """Half an hour of reading, at the home school, alone."""
    return session("reading-1", day, start, staff, school=None, trainer=None, room=None, length=30)


def club(day: date, start: str, school: str = "north", length: int = 60) -> Session:
    """Ada and dot meet, without a trainer."""
    room = {"north": "lab", "south": "hall"}[school]
    return session(
        "club-1", day, start, "ada", "dot", school=school, trainer=None, room=room, length=length
    )


@pair("session-times")
def begins_with_a_period() -> Pair:
    """A session begins at 9 with period 2; at half past, within it."""
    return sessions([FRIDAY], [session("sheets-1", FRI, "09:30", "dot")])


@pair("session-times")
def as_long_as_its_course() -> Pair:
    """A session of sheets-1 lasts 60 minutes; 45."""
    return sessions([FRIDAY], [session("sheets-1", FRI, "09:00", "dot", length=45)])


@pair("session-times")
def ends_with_the_last_period() -> Pair:
    """A club of 90 minutes ends at 14:30; at 15:30, after the last bell."""
    problem = two_schools(**changed("courses", "club-1", minutes=90))
    early, late = (club(FRI, start, length=90) for start in ("13:00", "14:00"))
    return sessions([early], [late], problem=problem)


@pair("session-times")
def on_an_open_day_of_the_venue() -> Pair:
    """A club at south on Monday; on Wednesday, when south alone is closed."""
    problem = two_schools(**changed("schools", "south", closed=[WED]))
    return sessions([club(MON, "09:00", "south")], [club(WED, "09:00", "south")], problem=problem)


@pair("session-times")
def with_a_period_of_the_cycle_day() -> Pair:
    """Period 5 exists on Mondays and so on a pupil-free Friday; not on Wednesday."""
    periods = [*PERIODS[:4], PERIODS[4] | {"days": ["mon"]}]
    problem = two_schools(**changed("schools", "north", periods=periods))
    return sessions([club(FRI, "14:00")], [club(WED, "14:00")], problem=problem)


@pair("session-times")
def coaching_has_a_venue() -> Pair:
    """Coaching is held at north; nowhere."""
    placed, adrift = (
        session("coach-1", FRI, "09:00", "bob", school=venue, room=None)
        for venue in ("north", None)
    )
    return sessions([placed], [adrift])


@pair("session-times")
def a_call_has_no_venue() -> Pair:
    """A call is held from everywhere; at north."""
    return sessions(
        [remote("calls-1", THU, "10:00", "ada")],
        [session("calls-1", THU, "10:00", "ada", room=None)],
    )


@pair("session-times")
def a_call_begins_with_some_period() -> Pair:
    """A call begins at 10 with a period of both schools; at 10:10 with none."""
    with_bell, after = (remote("calls-1", FRI, at, "ada") for at in ("10:00", "10:10"))
    return sessions([with_bell], [after])


@pair("session-times")
def a_call_ends_with_the_last_period() -> Pair:
    """A call of 90 minutes ends at 14:30; at 15:30, when all bells have rung, tom's hours too."""
    problem = two_schools(
        **changed("courses", "calls-1", minutes=90),
        **changed("trainers", "tom", available=[{"start": "08:00", "end": "18:00"}]),
    )
    early, late = (
        session("calls-1", FRI, at, "ada", school=None, room=None, length=90)
        for at in ("13:00", "14:00")
    )
    return sessions([early], [late], problem=problem)


@pair("session-times")
def at_home_on_a_school_day() -> Pair:
    """Cyd reads on Tuesday; on the closed Wednesday, when nobody can be released either."""
    return sessions([reads(TUE2, "08:00", "cyd")], [reads(WED2, "08:00", "cyd")], "staff-available")


@pair("session-times")
def at_a_school_of_the_course() -> Pair:
    """Sheets-1 is held at north, its course anywhere; its course at south alone."""
    south = two_schools(**changed("courses", "sheets-1", schools=["south"]))
    return problems(with_sessions(FRIDAY), SCHOOLS, south)


def _blackout(**fields: object) -> Problem:
    blackout = {"id": "exams", "first": FRI, "last": FRI} | fields
    return two_schools(calendar=BASE["calendar"] | {"blackouts": [blackout]})


@pair("blackouts")
def after_the_blackout() -> Pair:
    """A session begins at 9 where the blackout ends; a minute before it ends."""
    return problems(with_sessions(FRIDAY), _blackout(end="09:00"), _blackout(end="09:01"))


@pair("blackouts")
def the_way_to_a_session() -> Pair:
    """Cyd leaves south at 8:40 for north when the blackout of south ends; a minute before."""
    visit = session("sheets-1", FRI, "09:00", "cyd")
    kept, broken = (_blackout(end=end, schools=["south"]) for end in ("08:40", "08:41"))
    return problems(with_sessions(visit), kept, broken)


@pair("blackouts")
def on_its_weekdays() -> Pair:
    """A session on Friday, the blackout on Thursdays; on Fridays."""
    kept, broken = (_blackout(first=MON, weekdays=[day]) for day in ("thu", "fri"))
    return problems(with_sessions(FRIDAY), kept, broken)


@pair("blackouts")
def calls_and_blackouts() -> Pair:
    """Ada calls from north in a blackout of south; of the whole district."""
    call = remote("calls-1", FRI, "09:00", "ada")
    return problems(with_sessions(call), _blackout(schools=["south"]), _blackout())


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
    engagements = [engaged("sue", TUE, "am"), engaged("sam", TUE, "am")]
    kept, broken = (
        plan_of(SCHOOLS, taken, [cover("ada-tue-2", TUE, holder), bob], engagements)
        for holder in ("sam", "sue")
    )
    return plans(kept, broken, policy=Policy(off=("away-at-once",)))


@pair("one-place")
def one_lesson_of_two_people() -> Pair:
    """Ada and bob hold a lesson together: sam and sue cover one each; sue covers both."""
    together = [*BASE["lessons"][:1], BASE["lessons"][4] | {"staff": ["ada", "bob"]}]
    problem = two_schools(lessons=together)
    taken = [session("sheets-1", TUE, "09:00", "ada", "bob")]
    bob = cover("bob-tue-2", TUE, "sue")
    kept, broken = (
        plan_of(
            problem,
            taken,
            [bob.model_copy(update={"staff": "ada", "substitute": holder}), bob],
            [engaged("sue", TUE, "am"), engaged("sam", TUE, "am")],
        )
        for holder in ("sam", "sue")
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
