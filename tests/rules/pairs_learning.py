"""Pairs about who learns what, in which group and after what."""

from __future__ import annotations

from datetime import date

from pairs import (
    FRIDAY,
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
    BASE,
    FRI,
    FRI2,
    THU,
    THU2,
    TUE,
    changed,
    course,
    need,
    plan_of,
    session,
    two_schools,
)

from pdsched.plan import Session
from pdsched.policy import Policy
from pdsched.problem import Problem


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
def the_least_size_of_each() -> Pair:
    """Two clubs for two or more meet at once, in two rooms: four come; three do."""
    problem = two_schools(
        rooms=[*BASE["rooms"], {"id": "loft", "school": "north", "capacity": 3}],
        needs=[need(who, "club-1") for who in ("ada", "bob", "cyd", "dot")],
    )
    first = session("club-1", FRI, "09:00", "ada", "bob", trainer=None)
    four, three = (
        plan_of(problem, [first, session("club-1", FRI, "09:00", *who, trainer=None, room="loft")])
        for who in (("cyd", "dot"), ("dot",))
    )
    return plans(four, three, problem=problem)


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
