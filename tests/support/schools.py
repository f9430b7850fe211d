"""Two schools small enough to draw, and hands to write plans for them.

Two weeks, Monday 2026-09-07 to Friday 2026-09-18; Friday 11 is pupil-free, Wednesday 16 closed.
North and south lie 20 minutes apart. Both ring alike, and noon parts the half-days::

              1        2        3                 4        5
           08-09    09-10    10-11             13-14    14-15
    ada    tue      tue                        tue                north, math
                    thu
    bob             tue      tue (no cover)                       north, music
    cyd                      tue                        tue (*)   south, math   (*) impossible
    dot                                                           north, an assistant

    tom    tue, thu and fri, 08-15, gives every course with a trainer; 120 minutes a day
    lab    4 seats at north
    hall   8 seats at south
    sue    a substitute of north, plays music
    sam    a substitute of north and south
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, time
from typing import Any

from pdsched.expansion import in_full
from pdsched.plan import Cover, Engagement, Plan, Release, Session, UnmetNeed
from pdsched.problem import EngagementPin, Half, PinKind, Problem, clock, minutes
from pdsched.referee import Facts
from pdsched.referee.facts import Away
from pdsched.referee.spans import span_of

MON, TUE, WED, THU, FRI = (date(2026, 9, day) for day in (7, 8, 9, 10, 11))
MON2, TUE2, WED2, THU2, FRI2 = (date(2026, 9, day) for day in (14, 15, 16, 17, 18))

PERIODS: list[dict[str, Any]] = [
    {"id": "1", "start": "08:00", "end": "09:00"},
    {"id": "2", "start": "09:00", "end": "10:00"},
    {"id": "3", "start": "10:00", "end": "11:00"},
    {"id": "4", "start": "13:00", "end": "14:00"},
    {"id": "5", "start": "14:00", "end": "15:00"},
]

CALENDAR: dict[str, Any] = {
    "time_zone": "America/Toronto",
    "first": MON,
    "last": FRI2,
    "pupil_free": [FRI],
    "closed": [WED2],
}


def lesson(name: str, **fields: Any) -> dict[str, Any]:
    """A lesson ``staff-day-period`` at north, to be covered, unless the fields say otherwise."""
    staff, day, period = name.split("-")
    bell = next(p for p in PERIODS if p["id"] == period)
    given = {"id": name, "school": "north", "staff": [staff], "day": day}
    return given | {"start": bell["start"], "end": bell["end"]} | fields


def course(name: str, **fields: Any) -> dict[str, Any]:
    """A course of one hour in person for one or two people, from level 0 to 1."""
    given = {"id": name, "topic": name.split("-")[0], "minutes": 60, "group_max": 2}
    return given | fields


def need(staff: str, wanted: str, **fields: Any) -> dict[str, Any]:
    """The need ``staff:course``."""
    return {"id": f"{staff}:{wanted}", "staff": staff, "course": wanted} | fields


BASE: dict[str, Any] = {
    "calendar": CALENDAR,
    "schools": [
        {"id": "north", "zone": "a", "periods": PERIODS},
        {"id": "south", "zone": "b", "periods": PERIODS},
    ],
    "travel": [{"origin": "north", "destination": "south", "minutes": 20}],
    "rooms": [
        {"id": "lab", "school": "north", "capacity": 4},
        {"id": "hall", "school": "south", "capacity": 8},
    ],
    "staff": [
        {"id": "ada", "schools": ["north"]},
        {"id": "bob", "schools": ["north"]},
        {"id": "cyd", "schools": ["south"]},
        {"id": "dot", "schools": ["north"], "role": "administrative-assistant"},
    ],
    "lessons": [
        lesson("ada-tue-1"),
        lesson("ada-tue-2"),
        lesson("ada-tue-4"),
        lesson("ada-thu-2"),
        lesson("bob-tue-2", qualification="music"),
        lesson("bob-tue-3", cover="not-needed"),
        lesson("cyd-tue-3", school="south"),
        lesson("cyd-tue-5", school="south", cover="impossible"),
    ],
    "courses": [
        course("sheets-1"),
        course(
            "sheets-2",
            level_from=1,
            level_to=2,
            prerequisites=[{"course": "sheets-1", "min_days": 2, "max_days": 6}],
        ),
        course("calls-1", modality="remote"),
        course("reading-1", modality="self-paced", minutes=30),
        course("coach-1", modality="coaching"),
        course("club-1", modality="peer-group", group_min=2, group_max=8),
    ],
    "needs": [
        need("ada", "sheets-1"),
        need("ada", "sheets-2"),
        need("ada", "calls-1", priority=5, due=TUE),
        need("ada", "club-1"),
        need("bob", "sheets-1"),
        need("bob", "coach-1"),
        need("bob", "club-1"),
        need("cyd", "sheets-1"),
        need("cyd", "reading-1"),
        need("dot", "sheets-1"),
        need("dot", "club-1"),
    ],
    "trainers": [
        {
            "id": "tom",
            "courses": ["sheets-1", "sheets-2", "calls-1", "coach-1"],
            "available": [{"start": "08:00", "end": "15:00", "weekdays": ["tue", "thu", "fri"]}],
            "max_minutes_per_day": 120,
        }
    ],
    "substitutes": [
        {"id": "sue", "zones": ["a"], "qualifications": ["music"], "available": [{}]},
        {"id": "sam", "zones": ["a", "b"], "available": [{}]},
    ],
}


def two_schools(**fields: Any) -> Problem:
    """The two schools, with some fields of the problem replaced."""
    return Problem.model_validate(BASE | fields)


def insisting(problem: Problem, *engagements: Engagement) -> Problem:
    """The problem with a pin that asks for each of these engagements, of use or not."""
    pins = [
        EngagementPin(id=f"pin-{n}", kind=PinKind.REQUIRE, **e.model_dump())
        for n, e in enumerate(engagements)
    ]
    return problem.model_copy(update={"engagement_pins": tuple(pins)})


def changed(kind: str, name: str, **fields: Any) -> dict[str, Any]:
    """The base's records of a kind with fields of one of them replaced, as a field of a problem."""
    records = [r | fields if r["id"] == name else r for r in BASE[kind]]
    return {kind: records}


def session(
    wanted: str,
    day: date,
    start: str,
    *staff: str,
    school: str | None = "north",
    trainer: str | None = "tom",
    room: str | None = "lab",
    length: int = 60,
    number: int = 1,
) -> Session:
    """A session of one hour by tom in the lab, unless said otherwise."""
    begin = time.fromisoformat(start)
    return Session(
        id=Plan.session_id(wanted, day, begin, school, trainer, room, number),
        course=wanted,
        date=day,
        start=begin,
        end=clock(minutes(begin) + length),
        school=school,
        trainer=trainer,
        room=room,
        staff=staff,
    )


def remote(wanted: str, day: date, start: str, *staff: str) -> Session:
    """A session by tom that everybody attends from the home school."""
    return session(wanted, day, start, *staff, school=None, room=None)


def cover(lesson: str, day: date, substitute: str) -> Cover:
    """A cover of the lesson for the person in whose name it is called."""
    return Cover(staff=lesson.split("-")[0], lesson=lesson, date=day, substitute=substitute)


def engaged(substitute: str, day: date, half: str, school: str = "north") -> Engagement:
    """A substitute engaged for a half-day."""
    return Engagement(substitute=substitute, school=school, date=day, half=Half(half))


def plan_of(
    problem: Problem,
    sessions: Iterable[Session] = (),
    covers: Iterable[Cover] = (),
    engagements: Iterable[Engagement] = (),
) -> Plan:
    """The plan with these sessions: the releases and the unmet needs follow from them.

    Staff who lead a session are released for it. Each person meets the first open need of theirs
    that the course answers, or, for want of one, the first need of all.
    """
    releases = tuple(_releases(problem, list(sessions := tuple(sessions))))
    met = {release.need for release in releases if release.need}
    unmet = [n.id for n in in_full(problem).needs if n.id not in met]
    return Plan(
        problem=problem.digest(),
        sessions=sessions,
        releases=releases,
        covers=tuple(covers),
        engagements=tuple(engagements),
        unmet=tuple(UnmetNeed(need=name, rule="search-ended") for name in unmet),
    ).canonical()


def _releases(problem: Problem, sessions: list[Session]) -> Iterator[Release]:
    facts = Facts(problem)
    met: set[str] = set()
    for one in sessions:
        for staff in one.staff:
            wanted = _need_for(facts, staff, one.course, met)
            met.add(wanted)
            away = facts.away(staff, one.date, span_of(one), one.school)
            is_coached = facts.courses[one.course].modality.in_lesson
            yield _release(one, staff, Away(span_of(one), ()) if is_coached else away, wanted)
        for name in facts.givers(one.trainer):
            if name in facts.staff:
                leading = facts.leading(name, one.date, span_of(one), one.school)
                yield _release(one, name, leading, None)


def _release(session: Session, staff: str, away: Away, need: str | None) -> Release:
    return Release(
        staff=staff,
        session=session.id,
        date=session.date,
        start=clock(away.span.start),
        end=clock(away.span.end),
        need=need,
        lessons=tuple(held.lesson.id for held in away.taken),
    )


def _need_for(facts: Facts, staff: str, wanted: str, met: set[str]) -> str:
    answered = [
        n.id
        for n in facts.problem.needs
        if n.staff == staff and n.id not in met and facts.learning.answers(facts.courses[wanted], n)
    ]
    return next(iter([*answered, *facts.needs]))
