"""On which dates a person teaches: on others part-time staff may be off, so they are marked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pdsched.checks.index import Index, Lost
from pdsched.plan import Plan
from pdsched.problem import Problem

NO_LESSONS = "no lessons that day"
"""How such a date is marked."""


class TeachingDays:
    """The dates on which the people of a plan hold lessons, looked up by person."""

    def __init__(self, problem: Problem, people: Iterable[str]) -> None:
        self._index = Index(problem, Lost())
        self._taught: dict[str, int] = {}
        wanted = set(people)
        for lesson in problem.lessons if self._index.dated else ():
            for name in wanted.intersection(lesson.staff):
                dates = self._index.occurrences(lesson)
                self._taught[name] = self._taught.get(name, 0) | dates

    @classmethod
    def of(cls, problem: Problem, plan: Plan) -> TeachingDays:
        """Those of everybody who is released."""
        return cls(problem, (release.staff for release in plan.releases))

    def is_without(self, staff: str, day: date) -> bool:
        """Whether somebody who teaches, and does not say on which days they work, has no lesson.

        False on dates on which the home school has none at all.

        >>> problem = Problem(
        ...     calendar={"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-11"},
        ...     schools=[{"id": "north",
        ...               "periods": [{"id": "1", "start": "08:00", "end": "09:00"}]}],
        ...     staff=[{"id": "ada", "schools": ["north"]}],
        ...     lessons=[{"id": "1", "school": "north", "staff": ["ada"], "day": "mon",
        ...               "start": "08:00", "end": "09:00"}],
        ... )
        >>> days = TeachingDays(problem, ["ada"])
        >>> days.is_without("ada", date(2026, 9, 7)), days.is_without("ada", date(2026, 9, 9))
        (False, True)
        """
        index, bit = self._index, self._index.days.bit(day)
        member, home = index.staff.get(staff), index.home(staff)
        if not self._taught.get(staff) or member is None or home is None:
            return False
        has_school = bool(index.days.teaching(home) & bit)
        return member.works_on is None and has_school and not self._taught[staff] & bit


def attendances_without_lessons(problem: Problem, plan: Plan) -> int:
    """How many attendances of a plan are on dates without a lesson of the person."""
    days = TeachingDays.of(problem, plan)
    return sum(days.is_without(r.staff, r.date) for r in plan.releases if not r.leads)
