"""On which dates anything can still be planned under a policy."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import cached_property

from pdsched.checks.days import LONGEST, Bits
from pdsched.checks.index import Index
from pdsched.policy import Policy
from pdsched.problem import Blackout, School, Weekday

_DAY = timedelta(days=1)


class Horizon:
    """The dates that are left: open, not past, not too soon, and in no blackout of a whole day."""

    def __init__(self, index: Index, policy: Policy) -> None:
        self._index, self._policy = index, policy
        self.days = index.days
        self._known: dict[str, Bits] = {}
        self._names: dict[str, Mapping[str, Bits]] = {}

    @cached_property
    def left(self) -> Bits:
        """School days on which a session may be, were there no blackouts."""
        return self.days.open & ~self._too_soon()

    @cached_property
    def dates(self) -> Bits:
        """School days on which a session that has an hour may be somewhere."""
        return self.left & ~self._blacked_out(None)

    @property
    def everything(self) -> Bits:
        """Every date of the horizon."""
        return self.days.span(None, None)

    @cached_property
    def weekdays(self) -> Mapping[Weekday, Bits]:
        """The dates of each weekday."""
        bits = dict.fromkeys(Weekday, 0)
        for day in self.days.each(self.everything):
            bits[Weekday.of(day)] |= self.days.bit(day)
        return bits

    @cached_property
    def weeks(self) -> tuple[Bits, ...]:
        """The dates that are left of each week."""
        weeks = [0]
        for day in self.days.each(self.everything):
            if Weekday.of(day) is self._index.problem.calendar.week_begins:
                weeks.append(0)
            weeks[-1] |= self.days.bit(day) & self.left
        return tuple(week for week in weeks if week)

    def at(self, school: School) -> Bits:
        """Dates on which staff with this home school may be released."""
        if school.id not in self._known:
            dates = self.dates & self.days.open_at(school)
            self._known[school.id] = dates & ~self._blacked_out(school.id)
        return self._known[school.id]

    def names(self, school: School) -> Mapping[str, Bits]:
        """The dates of each cycle day of a school that are left."""
        if school.id not in self._names:
            self._names[school.id] = {
                name: bits
                for name, every in self.days.cycle(school).items()
                if (bits := every & self.at(school))
            }
        return self._names[school.id]

    def _blacked_out(self, school: str | None) -> Bits:
        """Dates of blackouts of a whole day: of one school, or of all."""
        bits = 0
        if self._policy.keeps_blackouts:
            for blackout in self._index.problem.calendar.blackouts:
                named = school in blackout.schools if blackout.schools else school is None
                if named and _is_whole_day(blackout):
                    bits |= self._touched(blackout)
        return bits

    def _touched(self, blackout: Blackout) -> Bits:
        bits = self.days.span(blackout.first, blackout.last)
        if blackout.weekdays is None:
            return bits
        return bits & sum(self.weekdays[weekday] for weekday in {*blackout.weekdays})

    def _too_soon(self) -> Bits:
        """Dates that are past, or at shorter notice than the policy asks for."""
        calendar, notice = self._index.problem.calendar, self._policy.notice_days
        if calendar.today is None:
            return 0
        past = self.days.span(None, calendar.today) & ~self.days.bit(calendar.today)
        if not notice or not self._policy.keeps_notice:
            return past
        if (calendar.first - calendar.today).days > LONGEST:
            return past  # nobody asks for so much notice
        day, known = calendar.today, 0
        while known < notice and day < calendar.last:
            past |= self.days.bit(day)
            day += _DAY
            opens = Weekday.of(day) in calendar.weekdays or day in calendar.opened
            known += opens and day not in calendar.closed
        return past if known == notice else past | self.days.bit(day)


def _is_whole_day(blackout: Blackout) -> bool:
    starts = blackout.start is None or (blackout.start.hour, blackout.start.minute) == (0, 0)
    return starts and blackout.end is None
