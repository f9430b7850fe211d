"""How much is learned, in all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

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
    """Each person with needs, and each topic of these needs where topics count apart."""
    facts, seen = case.facts, set()
    for need in facts.problem.needs:
        topic = need.topic if need.course is None else facts.courses[need.course].topic
        key = need.staff, topic if case.policy.dose_by_topic else None
        if key not in seen:
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
