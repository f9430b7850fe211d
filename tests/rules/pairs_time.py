"""Pairs about when sessions are held."""

from __future__ import annotations

from datetime import timedelta

from pairs import (
    FRIDAY,
    SCHOOLS,
    Pair,
    club,
    pair,
    policies,
    problems,
    reads,
    sessions,
    with_sessions,
)
from schools import (
    BASE,
    CALENDAR,
    FRI,
    MON,
    PERIODS,
    THU,
    TUE,
    TUE2,
    WED,
    WED2,
    changed,
    need,
    remote,
    session,
    two_schools,
)

from pdsched.policy import Policy
from pdsched.problem import Problem


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
def at_a_venue_elsewhere() -> Pair:
    """Cyd of south comes to north when its blackout ends; a minute before."""
    visit = session("sheets-1", FRI, "09:00", "cyd")
    kept, broken = (_blackout(end=end, schools=["north"]) for end in ("09:00", "09:01"))
    return problems(with_sessions(visit), kept, broken)


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


@pair("notice")
def soon_enough() -> Pair:
    """A session on Friday, the fourth school day after Monday: four days' notice; five."""
    problem = two_schools(calendar=BASE["calendar"] | {"today": MON})
    plan = with_sessions(FRIDAY)(problem)
    return policies(plan, Policy(notice_days=4), Policy(notice_days=5), problem=problem)


@pair("notice")
def before_the_horizon() -> Pair:
    """Monday is two school days after the Thursday before it; where that Friday is closed, one."""
    thursday, friday = (MON - timedelta(days=n) for n in (4, 3))
    kept, broken = (
        two_schools(calendar=CALENDAR | {"today": thursday, "closed": [WED2, *closed]})
        for closed in ((), (friday,))
    )
    return problems(with_sessions(club(MON, "09:00")), kept, broken, policy=Policy(notice_days=2))


@pair("session-times")
def a_team_without_hour() -> Pair:
    """A team stands on a date; at an hour of it."""
    team = {**BASE["courses"][0], "id": "team-1", "modality": "asynchronous"}
    problem = two_schools(
        courses=[*BASE["courses"], team], needs=[*BASE["needs"], need("bob", "team-1")]
    )
    dated, timed = (
        [session("team-1", TUE, at, "bob", school=None, trainer=None, room=None, length=length)]
        for at, length in (("00:00", 0), ("08:00", 60))
    )
    return sessions(dated, timed, problem=problem)
