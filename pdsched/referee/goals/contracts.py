"""Goal of contracts: minutes of lessons and covers beside those that somebody is paid for."""

from __future__ import annotations

from datetime import timedelta

from pdsched.problem import Lesson
from pdsched.referee.case import Case
from pdsched.referee.goals.registry import goal
from pdsched.referee.spans import span_of


@goal("contract-minutes-off")
def contract_minutes_off(case: Case) -> int:
    """By how many minutes each person with a contract has too many or too few."""
    return sum(
        abs(_minutes(case, member.id) - member.contract_minutes)
        for member in case.facts.problem.staff
        if member.contract_minutes is not None
    )


def _minutes(case: Case, person: str) -> int:
    """Of all lessons that a person holds in the horizon, and of those that they cover."""
    calendar = case.facts.problem.calendar
    dates = (calendar.last - calendar.first).days + 1
    at_home = sum(
        _counted(lesson)
        for n in range(dates)
        for lesson in {
            held.lesson.id: held.lesson
            for held in case.facts.lessons_on(person, calendar.first + timedelta(days=n))
        }.values()
    )
    covers = case.covers_by_colleague.get(person, ())
    return at_home + sum(_counted(case.facts.lessons[cover.lesson]) for cover in covers)


def _counted(lesson: Lesson) -> int:
    span = span_of(lesson)
    return span.end - span.start if lesson.counted_minutes is None else lesson.counted_minutes
