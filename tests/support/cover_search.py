"""Who holds which lessons with the fewest engaged half-days, by exhaustive search.

Of ways with equally few half-days the one in which colleagues are asked for least.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator
from datetime import date
from typing import NamedTuple

from cycling import week_of
from double_roles import DoubleRoles, Hired
from facts import Facts, Span, half_days_on, span
from free_time import FreeTime, Helped, Visit
from seats import Item

from pdsched import Policy, Problem
from pdsched.problem import EngagementPin, Half, PinKind, Substitute


class Hands(NamedTuple):
    """Who is engaged, and who holds what."""

    hired: frozenset[Hired]
    holders: tuple[tuple[Item, str], ...]
    """Lessons that substitutes hold."""
    colleagues: tuple[tuple[Item, str], ...] = ()
    """Lessons that colleagues hold."""


NO_VISITS: frozenset[Visit] = frozenset()


class CoverSearch:
    """Answers for any set of lessons taken, each worked out once."""

    def __init__(self, problem: Problem, policy: Policy, facts: Facts) -> None:
        self.problem = problem
        self.policy = policy
        self.facts = facts
        self.free_time = FreeTime(problem, policy, facts)
        self.roles = DoubleRoles(policy, facts, self.free_time)
        self._known: dict[tuple[frozenset[Item], frozenset[Visit]], Hands | None] = {}
        self._fit: dict[Hired, bool] = {}

    def fewest(self, items: frozenset[Item], visits: frozenset[Visit] = NO_VISITS) -> Hands | None:
        """The covers with fewest engagements, or none where no covers are possible.

        ``visits`` are the sessions of people who might cover, or be engaged, had they stayed.
        """
        matter = self.free_time.anybody or self.roles.substitutes
        key = items, visits if matter else NO_VISITS
        if key not in self._known:
            self._known[key] = min(self.ways(*key), key=self.cost, default=None)
        return self._known[key]

    def ways(self, items: frozenset[Item], visits: frozenset[Visit] = NO_VISITS) -> Iterator[Hands]:
        """All covers, each with no more engagements than it needs."""
        return self._hold(self._due(items), Hands(frozenset(), ()), visits)

    def _due(self, items: frozenset[Item]) -> list[Item]:
        """Those that need a cover: of a lesson held by several some can go without."""
        due: list[Item] = []
        went: Counter[tuple[date, str]] = Counter()
        for item in sorted(items):
            lesson = self.facts.lessons[item.lesson]
            needed = lesson.staff_needed or len(lesson.staff)
            went[item.date, item.lesson] += 1
            if went[item.date, item.lesson] > len(lesson.staff) - needed:
                due.append(item)
        return due

    def cost(self, hands: Hands) -> tuple[int, int]:
        """Engaged half-days, and what covers by colleagues count."""
        return len(hands.hired), self.free_time.cost(hands.colleagues)

    def _hold(self, items: list[Item], so_far: Hands, visits: frozenset[Visit]) -> Iterator[Hands]:
        hired, holders, colleagues = so_far
        if not items:
            yield from self._pinned(so_far, visits)
            return
        for helped in self._helped(items[0], so_far, visits):
            if all(self.roles.beside(one, NO_VISITS, helped) for one in hired):
                yield from self._hold(items[1:], Hands(hired, holders, helped), visits)
        for substitute in self.problem.substitutes:
            wanted = self._hired_for(items[0], substitute.id)
            if self._can_hold(substitute, items[0], holders) and self.can_hire(
                wanted, hired, visits, colleagues
            ):
                held = (*holders, (items[0], substitute.id))
                now = Hands(hired | {wanted}, held, colleagues)
                yield from self._hold(items[1:], now, visits)

    def _helped(self, item: Item, so_far: Hands, visits: frozenset[Visit]) -> Iterator[Helped]:
        """All ways in which one colleague holds a lesson, or several divide the class."""
        for name in self.free_time.able(item, visits, so_far.colleagues):
            yield (*so_far.colleagues, (item, name))
        for team in self.free_time.teams(item, visits, so_far.colleagues):
            yield (*so_far.colleagues, *((item, name) for name in team))

    def _hired_for(self, item: Item, substitute: str) -> Hired:
        lesson = self.facts.lessons[item.lesson]
        return Hired(substitute, lesson.school, item.date, self.facts.half(lesson))

    def _can_hold(
        self, substitute: Substitute, item: Item, holders: tuple[tuple[Item, str], ...]
    ) -> bool:
        wanted = self.facts.lessons[item.lesson].qualification
        qualified = wanted is None or wanted in substitute.qualifications
        if self.policy.holds("cover-qualification") and not qualified:
            return False
        mine = [x for x, holder in holders if holder == substitute.id and x.date == item.date]
        return not any(self._hours(x).meets(self._hours(item)) for x in mine)

    def _hours(self, item: Item) -> Span:
        return span(self.facts.lessons[item.lesson])

    def can_hire(
        self, wanted: Hired, hired: frozenset[Hired], visits: frozenset[Visit], helped: Helped
    ) -> bool:
        """Whether an engagement can stand beside others (or is one of them), and all the rest."""
        if wanted in hired:
            return True
        if wanted not in self._fit:
            self._fit[wanted] = self._fits_alone(wanted)
        mine = [h for h in hired if h.substitute == wanted.substitute]
        return (
            self._fit[wanted]
            and self.roles.beside(wanted, visits, helped)
            and all(self._fit_together(wanted, h) for h in mine if h.date == wanted.date)
            and self._within_limits([*mine, wanted])
        )

    def _fits_alone(self, wanted: Hired) -> bool:
        if self.problem.calendar.is_past(wanted.date):
            return False
        substitute = self.facts.substitutes[wanted.substitute]
        available = any(
            half_days_on(x, wanted.date) and wanted.half in x.halves for x in substitute.available
        )
        served = (
            self.facts.schools[wanted.school].zone in substitute.zones
            or wanted.school in substitute.schools
        ) and wanted.school not in substitute.excluded_schools
        closed = self.facts.is_closed(wanted.school, wanted.date)
        return (
            available
            and served
            and not closed
            and self.roles.at_leisure(wanted)
            and not self._forbidden(wanted)
        )

    def _forbidden(self, wanted: Hired) -> bool:
        return self.policy.holds("pins") and any(
            pin.kind is PinKind.FORBID and engagement_fits(pin, wanted)
            for pin in self.problem.engagement_pins
        )

    def _fit_together(self, one: Hired, other: Hired) -> bool:
        if one.half is other.half:
            return False
        morning, afternoon = (one, other) if one.half is Half.AM else (other, one)
        return self.facts.way_is_possible(morning.school, afternoon.school, one.date)

    def _within_limits(self, mine: list[Hired]) -> bool:
        if not self.policy.holds("substitute-limits"):
            return True
        substitute = self.facts.substitutes[mine[-1].substitute]
        return (
            _at_most(substitute.max_half_days_per_day, [h.date for h in mine])
            and _at_most(
                substitute.max_half_days_per_week,
                [week_of(self.problem.calendar, h.date) for h in mine],
            )
            and _at_most(
                substitute.max_half_days_per_month, [(h.date.year, h.date.month) for h in mine]
            )
            and _at_most(substitute.max_half_days_per_term, self._terms(mine))
            and _at_most(
                substitute.max_half_days, [None] * (len(mine) + substitute.half_days_before)
            )
        )

    def _terms(self, mine: list[Hired]) -> list[Hashable]:
        terms = self.problem.calendar.terms
        return [t.id for h in mine for t in terms if t.first <= h.date <= t.last]

    def _pinned(self, so_far: Hands, visits: frozenset[Visit]) -> Iterator[Hands]:
        """All ways to add one engagement for each required pin that has none yet."""
        hired, holders, helped = so_far
        required = self.problem.engagement_pins if self.policy.holds("pins") else ()
        for pin in required:
            fits = any(engagement_fits(pin, h) for h in hired)
            if pin.kind is PinKind.REQUIRE and not fits:
                for wanted in self._anybody():
                    if engagement_fits(pin, wanted) and self.can_hire(
                        wanted, hired, visits, helped
                    ):
                        more = Hands(hired | {wanted}, holders, helped)
                        yield from self._pinned(more, visits)
                return
        yield so_far

    def _anybody(self) -> Iterator[Hired]:
        for substitute in self.facts.substitutes:
            for school in self.facts.schools:
                for day in self.facts.school_days:
                    for half in Half:
                        yield Hired(substitute, school, day, half)


def engagement_fits(pin: EngagementPin, hired: Hired) -> bool:
    """Whether an engagement has all the fields of a pin."""
    wanted = (pin.substitute, pin.school, pin.date, pin.half)
    return all(w is None or w == f for w, f in zip(wanted, hired, strict=True))


def _at_most(limit: int | None, kinds: list[Hashable]) -> bool:
    return limit is None or all(count <= limit for count in Counter(kinds).values())
