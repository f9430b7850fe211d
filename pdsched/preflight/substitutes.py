"""What substitutes and colleagues could hold, against what the needs take of them at the least.

*The argument.* A need that takes cover takes it for at least so many lessons of its person
(`pdsched.preflight.learners`), each held by somebody who serves the home school, has what all of
these lessons ask for, and is there in their half-day. Who is engaged for a half-day holds no two
lessons at once, so no more than fit one after the other into any half-day of the schools served.
Where one person may be released more than once on a date, one lesson covered can serve as many
needs. Needs can also be met on dates without lessons: these have no more seats than their trainers
can give.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from pdsched.checks.days import Bits
from pdsched.checks.index import Index
from pdsched.policy import ColleagueCover, Policy
from pdsched.preflight.horizon import Horizon
from pdsched.preflight.lessons import Lessons
from pdsched.problem import Half, HalfDays, Role, School, StaffMember, Substitute

HALF_DAY = 5_040
"""Units of a half-day, which any small number of lessons divides into equal parts."""
_A_DAY = 1440
_LEAST_MINUTES = 5
"""Of a course."""


class Reserve(NamedTuple):
    """Substitutes, or colleagues, whom rules here do not tell apart."""

    zones: frozenset[str]
    schools: frozenset[str]
    qualifications: frozenset[str]
    are_colleagues: bool = False

    def may_hold(self, school: School, qualification: str) -> bool:
        """Whether they may hold such a lesson of a school."""
        serves = school.zone in self.zones or school.id in self.schools
        return serves and (not qualification or qualification in self.qualifications)


class Hands:
    """Who could hold lessons, and how many."""

    def __init__(
        self,
        index: Index,
        policy: Policy,
        horizon: Horizon,
        lessons: Lessons,
        asked: frozenset[str],
        *,
        alone: bool,
    ) -> None:
        """``asked`` are the qualifications that matter.

        ``alone`` says that of each person one release of a date is looked at.
        """
        self._index, self._policy, self._horizon = index, policy, horizon
        self._lessons, self._asked, self._alone = lessons, asked, alone

    def for_lessons(self, school: str, qualification: str) -> frozenset[Reserve]:
        """Those who may hold lessons of a school that ask for a qualification."""
        if (school, qualification) not in self._known:
            of = self._index.schools[school]
            every = (*self._substitutes, *self._colleagues)
            may = frozenset(reserve for reserve in every if reserve.may_hold(of, qualification))
            self._known[school, qualification] = may
        return self._known[school, qualification]

    def cost(self, school: str) -> int:
        """What a lesson of a school takes of a half-day of `HALF_DAY` units at the least."""
        most = max(self._lessons.packed[school].values(), default=0)
        return HALF_DAY // most if most else HALF_DAY

    def units(self, reserve: Reserve, am: Bits, pm: Bits) -> int:
        """What they have of such units on the half-days of some dates, at most."""
        if reserve.are_colleagues:
            return self._by_colleagues(reserve, am | pm)
        of_am, of_pm = (self._most_of(reserve, half) for half in Half)
        return self._a_lesson * sum(
            self._by_substitute(one, mornings & am, afternoons & pm, of_am, of_pm)
            for one, mornings, afternoons in self._substitutes.get(reserve, ())
        )

    def half_days(self, reserve: Reserve, am: Bits, pm: Bits) -> int:
        """Half-days for which they could be engaged, at most."""
        return sum(
            self._by_substitute(one, mornings & am, afternoons & pm, 1, 1)
            for one, mornings, afternoons in self._substitutes.get(reserve, ())
        )

    @cached_property
    def _known(self) -> dict[tuple[str, str], frozenset[Reserve]]:
        return {}

    @cached_property
    def _substitutes(self) -> Mapping[Reserve, list[tuple[Substitute, Bits, Bits]]]:
        reserves: defaultdict[Reserve, list[tuple[Substitute, Bits, Bits]]] = defaultdict(list)
        for one in self._index.problem.substitutes:
            has = self._asked & {*one.qualifications}
            reserve = Reserve(frozenset(one.zones), frozenset(one.schools), frozenset(has))
            am, pm = (self._dates(one.available, half) for half in Half)
            if am | pm:
                reserves[reserve].append((one, am, pm))
        return reserves

    @cached_property
    def _colleagues(self) -> Mapping[Reserve, list[StaffMember]]:
        reserves: defaultdict[Reserve, list[StaffMember]] = defaultdict(list)
        switch = self._policy.colleague_cover
        if switch is not ColleagueCover.NEVER:
            for one in self._index.problem.staff:
                everybody = switch is ColleagueCover.ALL and one.role == Role.TEACHER
                if one.cover_volunteer or everybody:
                    has = frozenset(self._asked & {*one.qualifications})
                    reserve = Reserve(frozenset(), frozenset(one.schools), has, True)
                    reserves[reserve].append(one)
        return reserves

    def _dates(self, windows: Sequence[HalfDays], half: Half) -> Bits:
        days, dates = self._index.days, 0
        for window in windows:
            if half in window.halves:
                bits = days.span(window.first, window.last)
                if window.dates is not None:
                    bits &= days.bits(window.dates)
                if window.weekdays is not None:
                    on = [self._horizon.weekdays[weekday] for weekday in window.weekdays]
                    bits &= sum({*on})
                dates |= bits
        return dates & self._horizon.dates

    def _by_substitute(
        self, one: Substitute, am: Bits, pm: Bits, most_am: int, most_pm: int
    ) -> int:
        """What a substitute has on half-days of these dates, the fullest first."""
        fuller, other = (am, pm) if most_am >= most_pm else (pm, am)
        more, less = max(most_am, most_pm), min(most_am, most_pm)
        if not self._limits:
            return more * fuller.bit_count() + less * other.bit_count()
        if one.max_half_days_per_day == 1:
            other &= ~fuller
        spans = [(self._horizon.everything, self._left_in_all(one))]
        limits = [spans]
        if one.max_half_days_per_week is not None:
            limits.append([(week, one.max_half_days_per_week) for week in self._horizon.weeks])
        least = more * fuller.bit_count() + less * other.bit_count()
        for spans in limits:
            held = 0
            for span, most in spans:
                full = min((fuller & span).bit_count(), most)
                held += more * full + less * min((other & span).bit_count(), most - full)
            least = min(least, held)
        return least

    def _left_in_all(self, one: Substitute) -> int:
        if one.max_half_days is None:
            return self._index.days.count * 2
        return max(0, one.max_half_days - one.half_days_before)

    def _by_colleagues(self, reserve: Reserve, dates: Bits) -> int:
        policy, colleagues = self._policy, self._colleagues[reserve]
        lessons = _A_DAY * dates.bit_count() * len(colleagues)
        if policy.limits_colleague_covers:
            weeks = sum(1 for week in self._horizon.weeks if week & dates)
            a_week, in_all = policy.colleague_covers_per_week, policy.colleague_covers_in_all
            left = (max(0, in_all - one.covers_before) for one in colleagues)
            lessons = sum(min(weeks * a_week, most) for most in left)
        return self._a_lesson * lessons * max(map(self.cost, reserve.schools))

    @cached_property
    def _limits(self) -> bool:
        return self._policy.keeps_substitute_limits

    @cached_property
    def _a_lesson(self) -> int:
        """Releases of one person that one lesson, covered on a date, can serve."""
        policy, most = self._policy, _A_DAY // _LEAST_MINUTES
        if self._alone or policy.keeps_days_between_releases:
            return 1
        return min(most, policy.releases_per_week) if policy.limits_releases_per_week else most

    def _most_of(self, reserve: Reserve, half: Half) -> int:
        """The units of a morning or afternoon: as many as its lessons take at the best school."""
        zones = (self._of_zone[zone][half] for zone in reserve.zones)
        schools = (self._of_school(school, half) for school in reserve.schools)
        return max((*zones, *schools), default=0)

    def _of_school(self, school: str, half: Half) -> int:
        return self._lessons.packed[school][half] * self.cost(school)

    @cached_property
    def _of_zone(self) -> Mapping[str, Mapping[Half, int]]:
        zones: defaultdict[str, dict[Half, int]] = defaultdict(lambda: dict.fromkeys(Half, 0))
        for school in self._index.schools.values():
            for half in Half:
                most = max(zones[school.zone][half], self._of_school(school.id, half))
                zones[school.zone][half] = most
        return zones
