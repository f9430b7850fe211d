"""The lessons and kept times of people who need something, as far as they are sure.

Seen are the lessons at the home school that take place on each date of their cycle day that is left
and whose every holder needs a cover, or that nobody may leave. So a release at such a time takes
them on any such date, whatever else it takes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import time
from functools import cached_property

from pdsched.checks.days import Bits
from pdsched.checks.index import Index
from pdsched.policy import Policy
from pdsched.preflight.horizon import Horizon
from pdsched.preflight.releases import Span
from pdsched.problem import CoverKind, Half, Lesson, ProtectedTime, StaffMember, Weekday, minutes

_WEEKDAYS = {str(weekday): weekday for weekday in Weekday}


class Lessons:
    """Who holds what, and when."""

    def __init__(
        self, index: Index, policy: Policy, horizon: Horizon, homes: Mapping[str, str]
    ) -> None:
        """``homes`` has the home school of each person that is looked at."""
        self._index, self._horizon = index, horizon
        self._protects, self._asks = policy.keeps_protected_time, policy.asks_qualifications
        self._held: defaultdict[str, defaultdict[str, list[Lesson]]]
        self._held = defaultdict(lambda: defaultdict(list))
        self._spans: dict[tuple[str, str], list[Span]] = {}
        self._on_weekdays: dict[Bits, set[Weekday]] = {}
        for lesson in index.problem.lessons:
            for person in lesson.staff:
                if homes.get(person) == lesson.school and lesson.day and self._is_sure(lesson):
                    self._held[person][lesson.day].append(lesson)

    def of(self, person: str, name: str) -> Sequence[Span]:
        """The lessons that a person holds on a cycle day, as far as they are sure."""
        if (person, name) not in self._spans:
            held = self._held[person][name] if person in self._held else ()
            self._spans[person, name] = [self._span(lesson) for lesson in held]
        return self._spans[person, name]

    def _span(self, lesson: Lesson) -> Span:
        is_am = lesson.start < self._index.schools[lesson.school].midday
        return Span(minutes(lesson.start), minutes(lesson.end), is_am, lesson.cover)

    def qualification(self, person: str) -> str:
        """What all of the lessons ask for; empty where not all ask for the same."""
        if not self._asks:
            return ""
        every = (lesson for lessons in self._held[person].values() for lesson in lessons)
        asked = {lesson.qualification or "" for lesson in every if _needs_cover(lesson)}
        return asked.pop() if len(asked) == 1 else ""

    def comes(self, member: StaffMember, name: str, dates: Bits) -> bool:
        """Whether a person is at work on one of the dates of a cycle day."""
        if member.works_on is None or name in member.works_on:
            return True
        return not self._weekdays(dates).isdisjoint(
            _WEEKDAYS[day] for day in member.works_on if day in _WEEKDAYS
        )

    def kept(self, member: StaffMember, name: str, dates: Bits) -> Iterator[tuple[int, int]]:
        """Times that no release of a person may touch on any of the dates of a cycle day."""
        for protected in self._protected.get((member.id, name), ()):
            yield minutes(protected.start), minutes(protected.end)
        for window in member.unavailable:
            if not (window.dates or window.first or window.last) and (
                window.weekdays is None or self._weekdays(dates) <= {*window.weekdays}
            ):
                yield minutes(window.start), minutes(window.end)

    @cached_property
    def packed(self) -> Mapping[str, Mapping[Half, int]]:
        """By school, how many lessons of a half-day fit one after the other, on its fullest day."""
        spans: defaultdict[tuple[str, str], set[tuple[time, time]]] = defaultdict(set)
        for by_day in self._held.values():
            for name, lessons in by_day.items():
                if lessons:
                    each = ((lesson.end, lesson.start) for lesson in lessons)
                    spans[lessons[0].school, name].update(each)
        packed: defaultdict[str, dict[Half, int]] = defaultdict(lambda: dict.fromkeys(Half, 0))
        for (school, _), intervals in spans.items():
            midday, fullest = self._index.schools[school].midday, packed[school]
            for half in Half:
                these = {span for span in intervals if (span[1] < midday) is (half is Half.AM)}
                fullest[half] = max(fullest[half], _one_after_the_other(these))
        return packed

    @cached_property
    def _protected(self) -> Mapping[tuple[str, str | None], list[ProtectedTime]]:
        protected: defaultdict[tuple[str, str | None], list[ProtectedTime]] = defaultdict(list)
        if self._protects:
            for each in self._index.problem.protected:
                protected[each.staff, each.day].append(each)
        return protected

    def _weekdays(self, dates: Bits) -> set[Weekday]:
        if dates not in self._on_weekdays:
            self._on_weekdays[dates] = {Weekday.of(day) for day in self._index.days.each(dates)}
        return self._on_weekdays[dates]

    def _is_sure(self, lesson: Lesson) -> bool:
        """Whether who is released always leaves it, and never without a cover."""
        if lesson.cover is CoverKind.NOT_NEEDED or (_needs_cover(lesson) and lesson.spare):
            return False
        if lesson.first is None and lesson.last is None:
            return True
        return not self._horizon.dates & ~self._index.days.span(lesson.first, lesson.last)


def _needs_cover(lesson: Lesson) -> bool:
    return lesson.cover is CoverKind.NEEDED


def _one_after_the_other(intervals: set[tuple[time, time]]) -> int:
    """How many of some intervals, end first, can be chosen of which no two overlap."""
    count, until = 0, time()
    for end, start in sorted(intervals):
        if start >= until:
            count, until = count + 1, end
    return count
