"""Which lessons take place on a date, for a person or a school, and which time is protected."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from pdsched.problem import Lesson, ProtectedTime, School, minutes
from pdsched.referee.days import Days
from pdsched.referee.spans import Span, span_of

_ByDay = defaultdict[tuple[str, str, str], list["Held"]]
_ByDate = defaultdict[tuple[str, date], list["Held"]]


class Held(NamedTuple):
    """A lesson with its clock interval in minutes."""

    span: Span
    lesson: Lesson


class Timetable:
    """The lessons of somebody (a person or a school), looked up by date.

    Filed by cycle day, not unrolled over the horizon: ten thousand people have some fifty
    thousand lessons a day, and a plan touches few of them.
    """

    def __init__(self, days: Days, filed: Iterable[tuple[str, Lesson]]) -> None:
        self._days = days
        self._by_day: _ByDay = defaultdict(list)
        self._by_date: _ByDate = defaultdict(list)
        self._schools: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for owner, lesson in filed:
            self._file(owner, Held(span_of(lesson), lesson))

    def _file(self, owner: str, held: Held) -> None:
        lesson = held.lesson
        if lesson.date is not None:
            self._by_date[owner, lesson.date].append(held)
        elif lesson.day is not None:
            self._by_day[owner, lesson.school, lesson.day].append(held)
            self._schools[owner][lesson.school] = None

    def on(self, owner: str, day: date) -> list[Held]:
        """The lessons of a person or school that take place on a date, by start and id."""
        return sorted(self._all_on(owner, day), key=lambda held: (held.span, held.lesson.id))

    def _all_on(self, owner: str, day: date) -> Iterator[Held]:
        for school in self._schools.get(owner, ()):
            name = self._days.cycle_day(school, day)
            if name is not None:
                named = self._by_day.get((owner, school, name), ())
                yield from (held for held in named if _in_season(held.lesson, day))
        for held in self._by_date.get((owner, day), ()):
            if not self._days.is_closed(held.lesson.school, day):
                yield held


def _in_season(lesson: Lesson, day: date) -> bool:
    return (lesson.first is None or lesson.first <= day) and (
        lesson.last is None or day <= lesson.last
    )


class SchoolHours:
    """When the lessons of a school's morning end and those of its afternoon begin."""

    def __init__(
        self, days: Days, lessons: Iterable[Lesson], schools: Mapping[str, School]
    ) -> None:
        self._timetable = Timetable(days, ((lesson.school, lesson) for lesson in lessons))
        self._schools = schools
        self._known: dict[tuple[str, date], tuple[int | None, int | None]] = {}

    def morning_end(self, school: str, day: date) -> int | None:
        """Latest end of the lessons that begin before midday; None without such lessons."""
        return self._both(school, day)[0]

    def afternoon_start(self, school: str, day: date) -> int | None:
        """Earliest start of the lessons that begin at midday or later; None without such."""
        return self._both(school, day)[1]

    def _both(self, school: str, day: date) -> tuple[int | None, int | None]:
        if (school, day) not in self._known:
            midday = minutes(self._schools[school].midday)
            spans = [held.span for held in self._timetable.on(school, day)]
            ends = [span.end for span in spans if span.start < midday]
            starts = [span.start for span in spans if span.start >= midday]
            self._known[school, day] = (max(ends, default=None), min(starts, default=None))
        return self._known[school, day]


class ProtectedTimes:
    """The protected time of each person, which follows the cycle of the home school."""

    def __init__(
        self, days: Days, protected: Iterable[ProtectedTime], home: Mapping[str, str]
    ) -> None:
        self._days = days
        self._home = home
        self._of: defaultdict[str, list[ProtectedTime]] = defaultdict(list)
        for time in protected:
            self._of[time.staff].append(time)

    def on(self, staff: str, day: date) -> list[tuple[Span, ProtectedTime]]:
        """The protected intervals of a person on a date."""
        return [
            (span_of(time), time)
            for time in self._of.get(staff, ())
            if self._applies(time, self._home[staff], day)
        ]

    def _applies(self, time: ProtectedTime, home: str, day: date) -> bool:
        if time.date is not None:
            return time.date == day and not self._days.is_closed(home, day)
        return time.day is not None and self._days.cycle_day(home, day) == time.day
