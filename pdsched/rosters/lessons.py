"""The lessons of classes: period by period, day by day, with those who hold them then."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise, product
from typing import NamedTuple

from pdsched.checks.days import Bits, Days
from pdsched.problem import CoverKind, Lesson, School, clock
from pdsched.rosters.horizon import Horizon, joined
from pdsched.rosters.periods import period_key
from pdsched.rosters.roster import Dates, Holder, Line, Roster, Section
from pdsched.timetables.naming import Naming

NO_PERIOD = "is a period that the bells of the school do not have"
NO_DAY = "is a day that the timetable of the school does not have"
NOT_MET = "is a class that names no period, so it has no lessons"
NOBODY = "is a class without a teacher, so it has no lessons"
NEVER = "is a class that meets on no date of the plan"
NOT_THEN = "holds the class on no date on which it meets in the plan"
SECOND = "would hold a second lesson at the same time, which is left out"
CROWDED = "has more teachers than a class can have, and only the first are taken"
MANY = "is a class that meets too often, and has only its first lessons"
MOST_HOLDERS = 100
MOST_LESSONS = 1000
"""Of a class; one of five periods on each of ten days, with ten teachers in turn, has 500."""
_DAY = timedelta(days=1)


class Slot(NamedTuple):
    """A time of the week in which a class meets."""

    period: str
    start: int
    end: int
    day: str


class Stretch(NamedTuple):
    """Dates over which the same people hold a class."""

    first: date
    last: date
    staff: tuple[str, ...]


def stretches(spans: Iterable[Dates], holders: Sequence[Holder]) -> Iterator[Stretch]:
    """The dates of a class, parted where its teachers change; those without teachers fall away.

    >>> day = date(2026, 9, 7)
    >>> both = [Holder("ada"), Holder("ben", last=day)]
    >>> [each.staff for each in stretches([(day, day + 6 * _DAY)], both)]
    [('ada', 'ben'), ('ada',)]
    """
    for first, last in spans:
        edges = {first, last + _DAY}
        edges |= {h.first for h in holders if h.first and first < h.first <= last}
        edges |= {h.last + _DAY for h in holders if h.last and first <= h.last < last}
        for begin, end in pairwise(sorted(edges)):
            there = dict.fromkeys(h.person for h in holders if _holds(h, begin))
            if there:
                yield Stretch(begin, end - _DAY, tuple(there))


def _holds(holder: Holder, day: date) -> bool:
    return (holder.first or day) <= day <= (holder.last or day)


class LessonMaker:
    """Makes the lessons of all classes, and sees to it that nobody holds two at once.

    Args:
        schools: by id.
        lines: bells by id of the school.
        days: the dates of the calendar.
        horizon: its dates.
        roster: its notes take what makes no lesson.
        spares: whether one adult is enough for a class, however many hold it.
    """

    def __init__(
        self,
        schools: Mapping[str, School],
        lines: Mapping[str, Sequence[Line]],
        days: Days,
        horizon: Horizon,
        roster: Roster,
        *,
        spares: bool,
    ) -> None:
        self._schools, self._days, self._horizon = schools, days, horizon
        self._noted, self._no_cover = roster.noted, roster.no_cover
        self._spares, self._ids = spares, Naming("lesson")
        self._by_period = {school: _by_period(of_school) for school, of_school in lines.items()}
        edges = {edge for each in lines.values() for line in each for edge in line[1:3]}
        self._edges = sorted(edges)
        self._busy: dict[str, dict[int, Bits]] = {}
        self._labels: dict[tuple[str, str], Bits] = {}
        self.occurrences: dict[str, Bits] = {}
        """The dates of each lesson."""

    def lessons(self, section: Section) -> Iterator[Lesson]:
        """The lessons of a class."""
        parts = self._parts(section)
        numbers: Counter[str] = Counter()
        times = product(self._slots(section) if parts else (), parts)
        for count, (slot, part) in enumerate(times):
            if count == MOST_LESSONS:
                self._noted.say(section.where, section.group, MANY)
                return
            name = f"{section.id}-{slot.period}-{slot.day}"
            number = f"-{numbers[name] + 1}" if numbers[name] else ""
            lesson = self._lesson(section, slot, part, name + number)
            if lesson is not None:
                numbers[name] += 1
                yield lesson

    def end(self) -> None:
        """Hand over the notes on ids that were changed."""
        self._noted.add(self._ids.notes)

    def _parts(self, section: Section) -> list[Stretch]:
        """When a class is held by whom in the plan; nothing, with a note, if it never is."""
        horizon = (self._horizon.first, self._horizon.last)
        cut = filter(None, map(self._horizon.cut, section.spans or (horizon,)))
        spans = self._bridged(section.school, joined(cut))
        for is_so, why in (
            (not section.periods, NOT_MET),
            (not section.holders, NOBODY),
            (not spans, NEVER),
        ):
            if is_so:
                self._noted.say(section.where, section.group, why)
                return []
        if len(section.holders) > MOST_HOLDERS:
            self._noted.say(section.where, section.group, CROWDED)
        holders = section.holders[:MOST_HOLDERS]
        parts = list(stretches(spans, holders))
        there = {who for part in parts for who in part.staff}
        for who in dict.fromkeys(holder.person for holder in holders):
            if who not in there:
                self._noted.say(section.where, who, NOT_THEN)
        return parts

    def _bridged(self, school: str, spans: Sequence[Dates]) -> list[Dates]:
        """Spans between which the school holds no lessons, as one."""
        taught = self._days.teaching(self._schools[school])
        whole: list[Dates] = []
        for first, last in spans:
            if whole and not taught & self._days.span(whole[-1][1] + _DAY, first - _DAY):
                whole[-1] = whole[-1][0], last
            else:
                whole.append((first, last))
        return whole

    def _slots(self, section: Section) -> Iterator[Slot]:
        cycle = self._schools[section.school].cycle
        slots: dict[Slot, None] = {}
        for period, asked in section.periods:
            lines = self._by_period[section.school].get(period_key(period), ())
            if not lines:
                self._noted.say(section.where, period, NO_PERIOD)
            for day in asked or ():
                if day not in cycle.all_days:
                    self._noted.say(section.where, day, NO_DAY)
            for line in lines:
                for day in cycle.days if line.days is None else line.days:
                    if asked is None or day in asked:
                        slots[Slot(line.period, line.start, line.end, day)] = None
        yield from slots

    def _lesson(self, section: Section, slot: Slot, part: Stretch, name: str) -> Lesson | None:
        school = self._schools[section.school]
        dates = self._days.cycle(school).get(slot.day, 0) & self._days.span(part.first, part.last)
        all_along = (part.first, part.last) == (self._horizon.first, self._horizon.last)
        taken = dates | (self._label(school.id, slot.day) if all_along else 0)
        staff = []
        for who in part.staff:
            if self._takes(who, slot, taken):
                staff.append(who)
            else:
                self._noted.say(f"{section.where}, {slot.period}, {slot.day}", who, SECOND)
        if not staff:
            return None
        known = self._ids.fresh(name)
        self.occurrences[known] = dates
        return Lesson(
            id=known,
            school=school.id,
            staff=tuple(staff),
            staff_needed=1 if self._spares and len(staff) > 1 else None,
            day=slot.day,
            start=clock(slot.start),
            end=clock(slot.end),
            first=None if part.first == self._horizon.first else part.first,
            last=None if part.last == self._horizon.last else part.last,
            cover=self._cover(section.subject),
            subject=section.subject,
            classes=(section.group,) if section.group else (),
            room=section.room,
        )

    def _cover(self, subject: str) -> CoverKind:
        return CoverKind.NOT_NEEDED if subject in self._no_cover else CoverKind.NEEDED

    def _label(self, school: str, day: str) -> Bits:
        """A bit beyond the dates, so that two lessons clash on a day that the dates miss."""
        beyond = self._days.count + len(self._labels)
        return self._labels.setdefault((school, day), 1 << beyond)

    def _takes(self, who: str, slot: Slot, dates: Bits) -> bool:
        """Whether somebody is free for a lesson, which is then theirs."""
        begin, end = (bisect_left(self._edges, edge) for edge in (slot.start, slot.end))
        busy = self._busy.setdefault(who, {})
        if any(busy.get(atom, 0) & dates for atom in range(begin, end)):
            return False
        for atom in range(begin, end):
            busy[atom] = busy.get(atom, 0) | dates
        return True


def _by_period(lines: Sequence[Line]) -> dict[str, list[Line]]:
    by_period: dict[str, list[Line]] = {}
    for line in lines:
        by_period.setdefault(period_key(line.period), []).append(line)
    return by_period
