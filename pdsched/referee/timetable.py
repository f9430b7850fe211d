"""Which lessons take place on a date, for a person or a school, and which time is protected."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from pdsched.problem import Half, Lesson, ProtectedTime, School, minutes
from pdsched.referee.days import Days
from pdsched.referee.spans import Span, span_of


class Held(NamedTuple):
    """A lesson with its clock interval in minutes."""

    span: Span
    lesson: Lesson


class SchoolClass(NamedTuple):
    """A class: other schools have others of the same name."""

    school: str
    name: str


def classes_of(lesson: Lesson) -> list[SchoolClass]:
    """The classes that a lesson names, each at its school."""
    return [SchoolClass(lesson.school, name) for name in lesson.classes]


class _File:
    """The lessons of one owner, by cycle day of a school and by date."""

    def __init__(self, lessons: Iterable[Lesson]) -> None:
        self.by_day: defaultdict[str, defaultdict[str, list[Held]]]
        self.by_day = defaultdict(lambda: defaultdict(list))
        self.by_date: defaultdict[date, list[Held]] = defaultdict(list)
        for lesson in lessons:
            if lesson.date is not None:
                self.by_date[lesson.date].append(Held(span_of(lesson), lesson))
            elif lesson.day is not None:
                self.by_day[lesson.school][lesson.day].append(Held(span_of(lesson), lesson))


class Timetable:
    """The lessons of each owner (a person or a school), looked up by date.

    Filed by cycle day, not unrolled over the horizon, and an owner's lessons only when first asked
    for: ten thousand people have some fifty thousand lessons a day, and a plan touches few.
    """

    def __init__(self, days: Days, owned: Iterable[tuple[str, Lesson]]) -> None:
        self._days = days
        self._owned: defaultdict[str, list[Lesson]] = defaultdict(list)
        for owner, lesson in owned:
            self._owned[owner].append(lesson)
        self._files: dict[str, _File] = {}

    def on(self, owner: str, day: date) -> list[Held]:
        """The lessons of a person or school that take place on a date, in no order."""
        if owner not in self._files:
            self._files[owner] = _File(self._owned.get(owner, ()))
        return list(self._all_on(self._files[owner], day))

    def _all_on(self, file: _File, day: date) -> Iterator[Held]:
        for school, by_name in file.by_day.items():
            name = self._days.cycle_day(school, day)
            if name is not None:
                yield from (held for held in by_name.get(name, ()) if _in_season(held.lesson, day))
        for held in file.by_date.get(day, ()):
            if not self._days.is_closed(held.lesson.school, day):
                yield held


def _in_season(lesson: Lesson, day: date) -> bool:
    return (lesson.first is None or lesson.first <= day) and (
        lesson.last is None or day <= lesson.last
    )


class SchoolHours:
    """From when to when the lessons of a school's morning and afternoon are."""

    def __init__(
        self, days: Days, lessons: Iterable[Lesson], schools: Mapping[str, School]
    ) -> None:
        self._days = days
        self._schools = schools
        self._at: defaultdict[str, list[Lesson]] = defaultdict(list)
        for lesson in lessons:
            self._at[lesson.school].append(lesson)
        self._regular: dict[str, dict[str, set[Span]]] = {}
        self._others: dict[str, Timetable] = {}
        self._known: dict[tuple[str, date], dict[Half, Span]] = {}

    def morning_end(self, school: str, day: date) -> int | None:
        """Latest end of the lessons that begin before midday; None without such lessons."""
        span = self.of(school, day, Half.AM)
        return None if span is None else span.end

    def afternoon_start(self, school: str, day: date) -> int | None:
        """Earliest start of the lessons that begin at midday or later; None without such."""
        span = self.of(school, day, Half.PM)
        return None if span is None else span.start

    def of(self, school: str, day: date, half: Half) -> Span | None:
        """From the first start to the last end of a half-day's lessons; None without any."""
        if (school, day) not in self._known:
            self._known[school, day] = self._both(school, day)
        return self._known[school, day].get(half)

    def _both(self, school: str, day: date) -> dict[Half, Span]:
        midday = minutes(self._schools[school].midday)
        half_days: dict[Half, Span] = {}
        for span in self._spans(school, day):
            half = Half.AM if span.start < midday else Half.PM
            whole = half_days.get(half, span)
            half_days[half] = Span(min(whole.start, span.start), max(whole.end, span.end))
        return half_days

    def _spans(self, school: str, day: date) -> set[Span]:
        """The intervals of all lessons of a date; a thousand lessons have but a few."""
        if school not in self._regular:
            self._file(school)
        name = self._days.cycle_day(school, day)
        regular = set() if name is None else self._regular[school].get(name, set())
        return regular | {held.span for held in self._others[school].on(school, day)}

    def _file(self, school: str) -> None:
        """Part the lessons that take place on each date of a cycle day from the others."""
        regular: defaultdict[str, set[Span]] = defaultdict(set)
        others = []
        for lesson in self._at.get(school, ()):
            if lesson.day is None or (lesson.date, lesson.first, lesson.last) != (None, None, None):
                others.append((school, lesson))
            else:
                regular[lesson.day].add(span_of(lesson))
        self._regular[school] = regular
        self._others[school] = Timetable(self._days, others)


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
