"""On which dates something has to happen that is asked for on a date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from pdsched.problem import EngagementPin, PinKind, Problem, SessionPin

Dates = tuple[date, ...] | None
"""Dates; ``None`` for any."""


def days_of(
    problem: Problem, ways: Iterable[Sequence[SessionPin | EngagementPin]], courses: Iterable[str]
) -> Dates:
    """The dates on which there are sessions in some plan, if there is a plan with what is asked.

    Sessions of other dates can be left out of a plan with a session that is asked for on a date,
    but for those in which people come first through another course, on a date before. Meetings of
    a series belong together: of these none is left out.

    Args:
        problem: What is given, in full.
        ways: By way to have it, what is asked for.
        courses: Ids of the courses in question, with what comes first for them.

    >>> calendar = {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-11"}
    >>> course = {"id": "one", "topic": "sheets", "minutes": 60, "group_max": 8}
    >>> problem = Problem(calendar=calendar, courses=[course])
    >>> pin = SessionPin(id="p", kind="require", course="one", date=date(2026, 9, 9))
    >>> days_of(problem, [[pin]], ["one"])
    (datetime.date(2026, 9, 9),)
    >>> days_of(problem, [[pin.model_copy(update={"date": None})]], ["one"])
    """
    by_id = {course.id: course for course in problem.courses}
    meant = [by_id[name] for name in courses]
    asked = [pin for way in ways for pin in way if pin.kind is PinKind.REQUIRE]
    dates = {pin.date for pin in asked}
    if not dates or None in dates or any(len(course.names) > 1 for course in meant):
        return None
    told = sorted(each for each in dates if each is not None)
    if not any(course.prerequisites for course in meant):
        return tuple(told)
    return tuple(day for day in problem.calendar.open_days() if day <= told[-1])
