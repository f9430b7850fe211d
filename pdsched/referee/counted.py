"""What counted limits count: units, each with whose it is, and when."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from datetime import date, time
from typing import NamedTuple

from pdsched.policy.counts import Count, Each
from pdsched.problem import Half, StaffMember
from pdsched.problem.once import once
from pdsched.referee.case import Case
from pdsched.referee.facts import Facts
from pdsched.referee.meeting import Attendance, Meeting
from pdsched.referee.timetable import classes_of

_NOON = time(12)


class Unit(NamedTuple):
    """Something that a limit counts."""

    name: str
    """How messages call it."""
    day: date
    half: Half
    of: Mapping[str, tuple[str, ...]]
    """What it has of each field by which limits select."""
    owners: Mapping[Each, tuple[tuple[str, ...], ...]]
    """For each kind of those for whom limits count apart, which of them it is of."""
    size: int = 1
    once: Hashable = None
    """Of units with the same, which is not None, all together count once."""


# What is counted


def units_in(case: Case, count: Count) -> Sequence[Unit]:
    """All units of a plan, worked out once for all limits of a count."""
    known = _known(case)
    if count not in known:
        known[count] = tuple(_UNITS[count](case))
    return known[count]


@once
def _known(_: Case) -> dict[Count, Sequence[Unit]]:
    return {}


def fields_of(facts: Facts, member: StaffMember) -> Mapping[str, tuple[str, ...]]:
    """What a person has of each field by which limits select people."""
    return _staff(facts)[member.id][0]


def units_of_person(
    facts: Facts, member: StaffMember
) -> Mapping[Each, tuple[tuple[str, ...], ...]]:
    """The school, the department and so on of a person, where there is one."""
    return _staff(facts)[member.id][1]


@once
def _staff(
    facts: Facts,
) -> dict[str, tuple[dict[str, tuple[str, ...]], dict[Each, tuple[tuple[str, ...], ...]]]]:
    """The two of everybody, worked out once: releases are many."""
    return {m.id: (_fields_of(facts, m), _units_of(facts, m)) for m in facts.problem.staff}


def _fields_of(facts: Facts, member: StaffMember) -> dict[str, tuple[str, ...]]:
    home = member.schools[0]
    return {
        "schools": (home,),
        "zones": (facts.schools[home].zone,),
        "departments": (member.department,),
        "roles": (str(member.role),),
        "grades": (member.grade,),
    }


def _units_of(facts: Facts, member: StaffMember) -> dict[Each, tuple[tuple[str, ...], ...]]:
    home = facts.home[member.id]
    named = (
        (Each.DEPARTMENT, member.department),
        (Each.ROLE, str(member.role)),
        (Each.GRADE, member.grade),
    )
    units = {each: ((home, name),) if name else () for each, name in named}
    return {Each.SCHOOL: ((home,),), Each.PERSON: ((member.id,),), **units}


def _course(meeting: Meeting) -> dict[str, tuple[str, ...]]:
    course = meeting.course
    return {
        "courses": course.names,
        "topics": (course.topic,),
        "modalities": (str(course.modality),),
    }


def _half(facts: Facts, meeting: Meeting) -> Half:
    midday = _NOON if meeting.venue is None else facts.schools[meeting.venue].midday
    return Half.AM if meeting.session.start < midday else Half.PM


def _release(facts: Facts, one: Attendance, *, once: Hashable) -> Unit:
    member, meeting = facts.staff[one.staff], one.meeting
    of = {**fields_of(facts, member), **_course(meeting)}
    return Unit(
        one.staff, one.day, _half(facts, meeting), of, units_of_person(facts, member), once=once
    )


def _releases(case: Case) -> Iterator[Unit]:
    return (_release(case.facts, one, once=None) for one in case.from_lessons)


def _people(case: Case) -> Iterator[Unit]:
    return (_release(case.facts, one, once=one.staff) for one in case.from_lessons)


def _at(facts: Facts, school: str | None) -> dict[str, tuple[str, ...]]:
    if school is None:
        return {"schools": (), "zones": ()}
    return {"schools": (school,), "zones": (facts.schools[school].zone,)}


def _lessons(case: Case) -> Iterator[Unit]:
    facts = case.facts
    for due in case.due:
        lesson = due.lesson
        owners = {
            Each.SCHOOL: ((lesson.school,),),
            Each.CLASS: tuple(dict.fromkeys((c.school, c.name) for c in classes_of(lesson))),
        }
        if due.covers:
            half = facts.half(lesson)
            yield Unit(lesson.id, due.day, half, _at(facts, lesson.school), owners, due.covers)


def _covers(case: Case) -> Iterator[Unit]:
    """Covers, each of everybody who holds the lesson by the timetable."""
    facts = case.facts
    for cover in case.covers:
        lesson = facts.lessons[cover.lesson]
        holders = [facts.staff[name] for name in dict.fromkeys(lesson.staff)]
        people = [fields_of(facts, member) for member in holders]
        units = [units_of_person(facts, member) for member in holders]
        substitute = () if cover.substitute is None else (cover.substitute,)
        of = {
            field: tuple(name for person in people for name in person[field])
            for field in ("departments", "roles", "grades")
        }
        owners = {
            each: tuple(dict.fromkeys(owner for by_each in units for owner in by_each[each]))
            for each in (Each.PERSON, Each.DEPARTMENT, Each.ROLE, Each.GRADE)
        }
        owners |= {
            Each.SCHOOL: ((lesson.school,),),
            Each.CLASS: tuple(dict.fromkeys((c.school, c.name) for c in classes_of(lesson))),
            Each.SUBSTITUTE: (substitute,) if substitute else (),
        }
        of |= {**_at(facts, lesson.school), "substitutes": substitute}
        yield Unit(lesson.id, cover.date, facts.half(lesson), of, owners)


def _half_days(case: Case) -> Iterator[Unit]:
    for one in case.engagements:
        of = {**_at(case.facts, one.school), "substitutes": (one.substitute,)}
        owners = {Each.SCHOOL: ((one.school,),), Each.SUBSTITUTE: ((one.substitute,),)}
        yield Unit(one.substitute, one.date, one.half, of, owners)


def _group_sessions(case: Case, size: Callable[[Meeting], int]) -> Iterator[Unit]:
    for meeting in case.meetings:
        if meeting.course.modality.has_group:
            givers, venue = case.facts.givers(meeting.session.trainer), meeting.venue
            of = {
                **_at(case.facts, venue),
                **_course(meeting),
                "trainers": givers,
            }
            owners: dict[Each, tuple[tuple[str, ...], ...]] = {
                Each.SCHOOL: () if venue is None else ((venue,),),
                Each.TRAINER: tuple((name,) for name in givers),
            }
            half = _half(case.facts, meeting)
            yield Unit(str(meeting), meeting.day, half, of, owners, size(meeting))


def _sessions(case: Case) -> Iterator[Unit]:
    return _group_sessions(case, lambda _: 1)


def _minutes(case: Case) -> Iterator[Unit]:
    return _group_sessions(case, _length)


def _length(meeting: Meeting) -> int:
    """Minutes of a session; of one without an hour what its course takes of each of the team."""
    if not meeting.course.modality.has_hour:
        return meeting.course.minutes
    return meeting.span.end - meeting.span.start


_UNITS: Mapping[Count, Callable[[Case], Iterator[Unit]]] = {
    Count.PEOPLE: _people,
    Count.RELEASES: _releases,
    Count.LESSONS: _lessons,
    Count.COVERS: _covers,
    Count.HALF_DAYS: _half_days,
    Count.SESSIONS: _sessions,
    Count.MINUTES: _minutes,
}
