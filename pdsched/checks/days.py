"""The dates of a horizon as bits of one integer, so that sets of dates are cheap to compare."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from pdsched.checks.cycle import names_of_days
from pdsched.problem import Calendar, CycleKind, Period, School, Weekday

Bits = int
"""Bit ``n`` stands for the ``n``-th date of the horizon."""

LONGEST = 800
"""Most days between the first and the last date of a horizon."""


def zone_of(calendar: Calendar) -> ZoneInfo | None:
    """The time zone of a calendar, if there is one of this name.

    >>> calendar = Calendar(time_zone="Mars/Base", first="2026-09-07", last="2026-09-11")
    >>> zone_of(calendar) is None
    True
    """
    try:
        return ZoneInfo(calendar.time_zone)
    except (KeyError, ValueError, OSError):  # unknown, no relative path, a folder of zones
        return None


def days_of_period(school: School, period: Period) -> tuple[str, ...]:
    """The days of the timetable that have a period.

    >>> period = Period(id="1", start="08:00", end="09:00")
    >>> days_of_period(School(id="north", cycle={"other_days": ["exam"]}, periods=[period]), period)
    ('mon', 'tue', 'wed', 'thu', 'fri', 'exam')
    """
    if period.days is not None:
        return period.days
    named = {day for each in school.periods for day in each.days or ()}
    return (*school.cycle.days, *(day for day in school.cycle.other_days if day not in named))


class Days:
    """The dates of a calendar, and which of them are what for a school."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self.first = calendar.first
        self.count = (calendar.last - calendar.first).days + 1
        self.sound = 0 < self.count <= LONGEST + 1 and bool(calendar.weekdays)
        self._cycles: dict[object, Mapping[str, Bits]] = {}
        self._of_school: dict[int, tuple[School, Mapping[str, Bits]]] = {}

    def nth(self, number: int) -> date:
        """The date of a bit."""
        return self.first + timedelta(days=number)

    def bit(self, day: date) -> Bits:
        """The bit of a date; 0 outside the horizon."""
        number = (day - self.first).days
        return 1 << number if 0 <= number < self.count else 0

    def bits(self, days: tuple[date, ...]) -> Bits:
        """The bits of several dates."""
        bits = 0
        for day in days:
            bits |= self.bit(day)
        return bits

    def span(self, first: date | None, last: date | None) -> Bits:
        """The dates from ``first`` to ``last``, each open-ended where ``None``."""
        low = 0 if first is None else max(0, (first - self.first).days)
        high = self.count if last is None else min(self.count, (last - self.first).days + 1)
        return (1 << high) - (1 << low) if low < high else 0

    def each(self, bits: Bits) -> Iterator[date]:
        """The dates of the bits, in order."""
        while bits:
            lowest = bits & -bits
            yield self.nth(lowest.bit_length() - 1)
            bits ^= lowest

    @cached_property
    def open(self) -> Bits:
        """The school days: dates that the calendar itself leaves open."""
        weekdays = {list(Weekday).index(day) for day in self.calendar.weekdays}
        start = self.first.weekday()
        days = sum(1 << n for n in range(self.count) if (start + n) % 7 in weekdays)
        return (days | self.bits(self.calendar.opened)) & ~self.bits(self.calendar.closed)

    def open_at(self, school: School) -> Bits:
        """The dates on which a school is not closed."""
        return self.open & ~self.bits(school.closed) if school.closed else self.open

    def teaching(self, school: School) -> Bits:
        """The dates on which a school holds lessons."""
        free = self.bits(school.pupil_free) if school.pupil_free else 0
        return self.open_at(school) & ~(free | self._pupil_free)

    @cached_property
    def _pupil_free(self) -> Bits:
        return self.bits(self.calendar.pupil_free)

    def cycle(self, school: School) -> Mapping[str, Bits]:
        """The dates of each cycle day of a school; none if the cycle does not fit the weeks."""
        known = self._of_school.get(id(school))
        if known is None:
            key = (school.cycle, school.closed, school.pupil_free)
            if key not in self._cycles:
                self._cycles[key] = self._deal(school)
            # The school is kept, so that no other can come to have its identity.
            known = self._of_school[id(school)] = (school, self._cycles[key])
        return known[1]

    def _deal(self, school: School) -> Mapping[str, Bits]:
        masks: dict[str, Bits] = dict.fromkeys(school.cycle.all_days, 0)
        sound = all(
            a.day in school.cycle.days and self.is_near(a.date) for a in school.cycle.anchors
        )
        if sound and self.fits(school):
            for day, name in names_of_days(self.calendar, school).items():
                masks[name] = masks.get(name, 0) | self.bit(day)
        return masks

    def fits(self, school: School) -> bool:
        """Whether the cycle of a school can be laid over the open weekdays."""
        days = len(school.cycle.days)
        rotating = school.cycle.kind is CycleKind.ROTATING
        return days > 0 and (rotating or days % len(set(self.calendar.weekdays)) == 0)

    def is_near(self, day: date) -> bool:
        """Whether it is few enough days from the horizon to count them."""
        return max((self.first - day).days, (day - self.calendar.last).days) <= LONGEST

    def gaps(self, zone: ZoneInfo) -> list[tuple[date, range]]:
        """Open dates on which clocks are put forward, with the minutes that do not exist."""
        gaps = []
        for day in self.each(self.open):
            if day.year in (date.min.year, date.max.year):
                continue  # a zone may shift the time beyond what a date can say
            before = datetime.combine(day, time(), zone).utcoffset()
            after = datetime.combine(day + timedelta(days=1), time(), zone).utcoffset()
            if before != after and (missing := _missing(day, zone)):
                gaps.append((day, missing))
        return gaps


def _missing(day: date, zone: ZoneInfo) -> range:
    """The clock minutes of a date that do not exist: those that change on the way to UTC."""
    start = datetime.combine(day, time())
    walls = [start + timedelta(minutes=n) for n in range(1440)]
    gone = [n for n, wall in enumerate(walls) if _there_and_back(wall, zone) != wall]
    return range(gone[0], gone[-1] + 1) if gone else range(0)


def _there_and_back(wall: datetime, zone: ZoneInfo) -> datetime:
    there = wall.replace(tzinfo=zone).astimezone(UTC)
    return there.astimezone(zone).replace(tzinfo=None)
