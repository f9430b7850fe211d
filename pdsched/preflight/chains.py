"""Needs for which the calendar has too few school days, with what has to come first.

*The argument.* Who attends a course has done, or attends in the plan, each of its prerequisites so
many school days before. So it is no earlier than its first date after the earliest dates of these,
each found alone in the same way; where no date is left there, no plan meets the need.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from pdsched.checks.days import Bits
from pdsched.checks.index import Index
from pdsched.expansion import Learner
from pdsched.preflight.horizon import Horizon
from pdsched.preflight.offers import Offers
from pdsched.problem import Course


class Step(NamedTuple):
    """The earliest that somebody can attend a course."""

    date: int | None
    """Number of the date in the horizon; ``None`` for never."""
    days: int
    """School days from the first of what has to come first to this."""
    lacking: str | None = None
    """A course that has to come first and has no date at all."""


class Chains:
    """When people can attend courses, after what comes first."""

    def __init__(self, index: Index, horizon: Horizon, offers: Offers) -> None:
        self._index, self._horizon, self._offers = index, horizon, offers

    def too_late(self, learner: Learner, courses: Sequence[Course]) -> Step | None:
        """The step to the nearest of some courses, if none of them has a date that is so late."""
        steps = [self.earliest(learner, course) for course in courses]
        if not steps or any(step.date is not None for step in steps):
            return None
        return min(steps, key=lambda step: step.days)

    def earliest(self, learner: Learner, course: Course) -> Step:
        """The earliest that a person can attend a course."""
        steps: dict[str, Step] = {}
        for each in (*learner.first(course), course):
            steps[each.id] = self._after(learner, each, steps)
        return steps[course.id]

    def _after(self, learner: Learner, course: Course, steps: Mapping[str, Step]) -> Step:
        """The earliest for a course after what comes before it, which is known."""
        person = learner.member.id
        held = self._attended.get((person, course.id))
        if held is not None:
            return Step(held, 0)
        first = days = 0
        for arc in course.owed_by(person):
            if (step := steps.get(arc.course)) is None:
                continue
            days = max(days, step.days + arc.min_days)
            after = None if step.date is None else self._later(step.date, arc.min_days)
            if after is None:
                return Step(None, days, step.lacking)
            first = max(first, after)
        dates = self._dates(learner, course)
        lacking = None if dates else course.id
        dates = dates >> first << first
        return Step((dates & -dates).bit_length() - 1 if dates else None, days, lacking)

    def _later(self, number: int, days: int) -> int | None:
        """The number of the date so many school days after one; ``None`` beyond the horizon."""
        if number < 0:
            return 0
        place = max(0, bisect_right(self._school_days, number) - 1 + days)
        return self._school_days[place] if place < len(self._school_days) else None

    def _dates(self, learner: Learner, course: Course) -> Bits:
        dates, home = self._offers.dates(course), self._index.home(learner.member.id)
        if home is None or not course.modality.has_hour:
            return dates
        return dates & self._horizon.at(home)

    @cached_property
    def _school_days(self) -> list[int]:
        days = self._index.days
        return [(day - days.first).days for day in days.each(days.open)]

    @cached_property
    def _attended(self) -> Mapping[tuple[str, str], int]:
        """By person and course the number of the date on which it was attended in the past."""
        attended: dict[tuple[str, str], int] = {}
        for session in self._index.problem.past_sessions:
            number = (session.date - self._index.days.first).days
            for person in session.staff:
                key = person, session.course
                attended[key] = min(number, attended.get(key, number))
        return attended
