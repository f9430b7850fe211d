"""Pairs about who learns what, in which group, with whom and where."""

from __future__ import annotations

from datetime import date

from pairs import (
    SCHOOLS,
    Pair,
    pair,
    plans,
    policies,
    problems,
    sessions,
    tuesday_at_eight,
    with_sessions,
)
from schools import (
    FRI,
    FRI2,
    MON2,
    THU,
    THU2,
    TUE,
    changed,
    course,
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


@pair("records")
def lessons_of_a_release() -> Pair:
    """A release lists the lesson that it takes; none."""
    kept = tuesday_at_eight()
    release = kept.releases[0].model_copy(update={"lessons": ()})
    return plans(kept, kept.model_copy(update={"releases": (release,)}))


@pair("need")
def a_need_of_hers() -> Pair:
    """Dot attends sheets-1, which she needs; coach-1, which she does not."""
    return sessions([FRIDAY], [session("coach-1", FRI, "09:00", "dot", room=None)])


@pair("need")
def a_course_once() -> Pair:
    """Dot attends sheets-1 once; once more, for her need of the topic."""
    topic = {"id": "t", "staff": "dot", "topic": "sheets", "level_to": 1}
    problem = two_schools(needs=[need("dot", "sheets-1"), topic])
    again = session("sheets-1", FRI, "10:00", "dot")
    return sessions([FRIDAY], [FRIDAY, again], problem=problem)


@pair("need")
def a_topic_need() -> Pair:
    """Dot needs level 1 of sheets, to which sheets-1 leads; level 2."""
    kept, broken = (
        two_schools(needs=[{"id": "t", "staff": "dot", "topic": "sheets", "level_to": level}])
        for level in (1, 2)
    )
    return problems(with_sessions(FRIDAY), kept, broken)


@pair("group-size")
def the_least_size() -> Pair:
    """Two meet in a club for two or more; one does."""
    one, two = (
        session("club-1", FRI, "09:00", *people, trainer=None)
        for people in (("dot",), ("ada", "dot"))
    )
    return sessions([two], [one])


@pair("group-size")
def the_greatest_size() -> Pair:
    """Two learn sheets-1, made for two at most; three do."""
    two, three = (
        session("sheets-1", FRI, "09:00", *people)
        for people in (("ada", "dot"), ("ada", "bob", "dot"))
    )
    return sessions([two], [three])


@pair("level")
def above_the_course() -> Pair:
    """Dot stands at level 0 of sheets; at level 1, to which sheets-1 leads."""
    kept, broken = (two_schools(**changed("staff", "dot", levels={"sheets": n})) for n in (0, 1))
    return problems(with_sessions(FRIDAY), kept, broken)


@pair("level")
def below_the_course() -> Pair:
    """Dot's need says level 1, where sheets-2 starts; level 0."""
    free = course("sheets-2", level_from=1, level_to=2)
    kept, broken = (
        two_schools(
            **changed("courses", "sheets-2", **free, prerequisites=[]),
            needs=[need("dot", "sheets-2", level_from=n)],
        )
        for n in (1, 0)
    )
    return problems(with_sessions(session("sheets-2", FRI, "09:00", "dot")), kept, broken)


@pair("level")
def within_the_spread() -> Pair:
    """Dot stands one level above the start of a long course, where one is allowed; none is."""
    problem = two_schools(
        **changed("courses", "sheets-1", level_to=3),
        **changed("staff", "dot", levels={"sheets": 1}),
    )
    plan = plan_of(problem, [FRIDAY])
    return policies(plan, Policy(level_spread=1), Policy(level_spread=0), problem)


def _series(first: date, second: date, start: str = "10:00") -> list[Session]:
    """Dot at sheets-1 from 9, and at sheets-2, which wants a lag of 2 to 6 school days."""
    return [
        session("sheets-1", first, "09:00", "dot"),
        session("sheets-2", second, start, "dot"),
    ]


def _needing_both(**fields: object) -> Problem:
    return two_schools(needs=[need("dot", "sheets-1"), need("dot", "sheets-2")], **fields)


@pair("prerequisites")
def what_comes_first() -> Pair:
    """Dot attends sheets-1 before sheets-2; sheets-2 alone."""
    return sessions(_series(TUE, THU), _series(TUE, THU)[1:], problem=_needing_both())


@pair("prerequisites")
def the_least_lag() -> Pair:
    """Two school days from Tuesday to Thursday; one from Thursday to Friday."""
    return sessions(_series(TUE, THU), _series(THU, FRI), problem=_needing_both())


@pair("prerequisites")
def the_greatest_lag() -> Pair:
    """Six school days from Tuesday to the next Thursday, past a closed day; seven to Friday."""
    return sessions(_series(TUE, THU2), _series(TUE, FRI2), problem=_needing_both())


@pair("prerequisites")
def in_their_order() -> Pair:
    """Sheets-1 ends when sheets-2 begins on the same date; it begins then."""
    arc = {"course": "sheets-1", "min_days": 0}
    problem = _needing_both(**changed("courses", "sheets-2", prerequisites=[arc]))
    return sessions(_series(FRI, FRI), _series(FRI, FRI, start="08:00"), problem=problem)


@pair("prerequisites")
def done_before() -> Pair:
    """Dot has completed sheets-1 long ago; she has completed something else."""
    kept, broken = (
        _needing_both(**changed("staff", "dot", completed=[done]))
        for done in ("sheets-1", "club-1")
    )
    return problems(with_sessions(*_series(TUE, THU)[1:]), kept, broken)


@pair("prerequisites")
def known_before() -> Pair:
    """Dot stands at level 1 of sheets by her levels; by her need alone."""
    known = _needing_both(**changed("staff", "dot", levels={"sheets": 1}))
    claimed = two_schools(needs=[need("dot", "sheets-2", level_from=1)])
    return problems(with_sessions(*_series(TUE, THU)[1:]), known, claimed)


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
def minutes_a_week() -> Pair:
    """Tom gives 60 minutes in each of two weeks, 60 being allowed; 120 in one."""
    problem = two_schools(**changed("trainers", "tom", max_minutes_per_week=60))
    next_week, same_week = (remote("calls-1", day, "10:00", "ada") for day in (THU2, THU))
    return sessions([FRIDAY, next_week], [FRIDAY, same_week], problem=problem)


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


def _pin(**fields: object) -> Problem:
    return two_schools(session_pins=[{"id": "pin"} | fields])


@pair("pins")
def a_session_required() -> Pair:
    """A session that dot attends in the lab at 9 is required; at 10."""
    fields = {"kind": "require", "staff": "dot", "room": "lab", "school": "north"}
    kept, broken = (_pin(**fields, start=at) for at in ("09:00", "10:00"))
    return problems(with_sessions(FRIDAY), kept, broken)


@pair("pins")
def a_session_forbidden() -> Pair:
    """A session by tom on Thursday is forbidden; on Friday."""
    fields = {"kind": "forbid", "trainer": "tom", "course": "sheets-1"}
    kept, broken = (_pin(**fields, date=day) for day in (THU, FRI))
    return problems(with_sessions(FRIDAY), kept, broken)


@pair("pins")
def a_session_of_somebody_forbidden() -> Pair:
    """Whatever ada attends is forbidden; whatever dot attends."""
    kept, broken = (_pin(kind="forbid", staff=name) for name in ("ada", "dot"))
    return problems(with_sessions(FRIDAY), kept, broken)


@pair("pins")
def an_engagement_required() -> Pair:
    """Sue at north on Tuesday morning is required; on Tuesday afternoon."""
    pin = {"id": "pin", "kind": "require", "substitute": "sue", "school": "north", "date": TUE}
    kept, broken = (two_schools(engagement_pins=[pin | {"half": h}]) for h in ("am", "pm"))
    return problems(tuesday_at_eight, kept, broken)


@pair("pins")
def an_engagement_forbidden() -> Pair:
    """Engagements in the week after are forbidden on Monday; on the Tuesday before."""
    kept, broken = (
        two_schools(engagement_pins=[{"id": "pin", "kind": "forbid", "date": day}])
        for day in (MON2, TUE)
    )
    return problems(tuesday_at_eight, kept, broken)
