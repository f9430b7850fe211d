"""How much is learned, in all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from pdsched.problem import Champions, Course
from pdsched.referee.case import Case
from pdsched.referee.registry import Finding, rule

_MINUTES = 60


class Shortage(NamedTuple):
    """A person, the topic or none, and the minutes had of those asked for."""

    staff: str
    topic: str | None
    had: int
    dose: int


@rule("dose")
def dose(case: Case) -> Iterator[Finding]:
    """Nobody is short of their dose."""
    for short in shortages(case):
        what = "" if short.topic is None else f" of {short.topic}"
        yield (
            (short.staff,),
            f"{short.staff} has {short.had} minutes{what}, and should have {short.dose}",
        )


def shortages(case: Case) -> Iterator[Shortage]:
    """Everybody with needs who is short of a dose, by topic where topics count apart."""
    asked = case.policy.dose_minutes
    if asked is None:
        return
    had = _minutes_had(case)
    for staff, topic in _doses(case):
        if had[staff, topic] < asked:
            yield Shortage(staff, topic, had[staff, topic], asked)


def _doses(case: Case) -> Iterator[tuple[str, str | None]]:
    """Each person with needs, and each topic of these needs where topics count apart.

    A need with wishes of several topics is about none of them.
    """
    facts, seen = case.facts, set()
    for need in facts.problem.needs:
        topics: tuple[str | None, ...] = (None,)
        if case.policy.dose_by_topic:
            topics = need.topics(facts.courses)
        key = need.staff, topics[0] if topics else None
        if len(topics) == 1 and key not in seen:
            seen.add(key)
            yield key


def _minutes_had(case: Case) -> Counter[tuple[str, str | None]]:
    """Minutes by person and topic, those before the horizon included; all topics are ``None``."""
    had: Counter[tuple[str, str | None]] = Counter()
    for member in case.facts.problem.staff:
        had[member.id, None] = int(_MINUTES * member.hours_before + 0.5)
        for topic, hours in member.topic_hours_before.items():
            had[member.id, topic] = _MINUTES * hours
    for attendance in case.attendances:
        course = attendance.meeting.course
        had[attendance.staff, None] += course.minutes
        had[attendance.staff, course.topic] += course.minutes
    return had


class Missing(NamedTuple):
    """A school that has fewer champions than a record asks for."""

    record: Champions
    school: str
    people: tuple[str, ...]

    @property
    def missing(self) -> int:
        """How many are missing."""
        return self.record.people - len(self.people)


@rule("champions")
def champions(case: Case) -> Iterator[Finding]:
    """Each school has its champions in time."""
    for one in missing_champions(case):
        record = one.record
        when = "" if record.by is None else f" by {record.by}"
        yield (
            (record.id, one.school),
            f"{one.school} has {len(one.people)} people at level {record.level} of "
            f"{record.topic}{when}, and should have {record.people}",
        )


def missing_champions(case: Case) -> Iterator[Missing]:
    """The schools that have fewer champions than are asked for."""
    facts = case.facts
    for record in facts.problem.champions:
        there = {staff for staff in facts.staff if _stands(case, staff, record)}
        there |= {a.staff for a in case.attendances if _leads(a.meeting.course, a.day, record)}
        for school in facts.schools if record.schools is None else dict.fromkeys(record.schools):
            champions = tuple(sorted(staff for staff in there if facts.home[staff] == school))
            if len(champions) < record.people:
                yield Missing(record, school, champions)


def _stands(case: Case, staff: str, record: Champions) -> bool:
    """Whether a person is a champion before the horizon."""
    member = case.facts.staff[staff]
    done = (case.facts.courses[course] for course in member.completed)
    return member.levels.get(record.topic, 0) >= record.level or any(
        course.topic == record.topic and (course.leads_to or 0) >= record.level for course in done
    )


def _leads(course: Course, day: date, record: Champions) -> bool:
    """Whether attending a course on a date makes a champion."""
    in_time = record.by is None or day <= record.by
    return in_time and course.topic == record.topic and (course.leads_to or 0) >= record.level
