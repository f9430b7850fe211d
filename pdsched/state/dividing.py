"""Who gets which dates of the shared trainers: those who offer most for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from pdsched.checks.cycle import week_of
from pdsched.problem import Course, Trainer
from pdsched.state.demand import Demand
from pdsched.state.records import Share
from pdsched.state.seats import minutes_on

Taken = Mapping[tuple[str, date], str]
"""Districts by trainer and date."""


class _Offer(NamedTuple):
    """What a date of a trainer is worth to a district."""

    steps: int
    """Steps of priority of the needs that it would meet."""
    met: tuple[tuple[str, int], ...]
    """How many needs of each course it would meet, the most urgent ones."""


class _Bidder:
    """A district with the needs that no date it has would meet."""

    def __init__(self, demand: Demand) -> None:
        self.demand = demand
        self.dates = 0
        self._left: dict[str, list[int]] = defaultdict(list)
        for wish in demand.wishes:
            self._left[wish.course].append(wish.priority)
        for priorities in self._left.values():
            priorities.sort(reverse=True)
        self._known: dict[tuple[tuple[str, ...], int], _Offer] = {}

    def offer(self, courses: tuple[str, ...], minutes: int) -> _Offer:
        """What so many minutes are worth: session after session the one that brings most a minute.

        A session is filled up to its preferred size: few districts can release more at once.
        """
        key = courses, minutes
        if key not in self._known:
            self._known[key] = self._worked_out(courses, minutes)
        return self._known[key]

    def _worked_out(self, courses: tuple[str, ...], minutes: int) -> _Offer:
        known = [self.demand.courses[c] for c in courses if c in self.demand.courses]
        met: dict[str, int] = defaultdict(int)
        steps = 0
        while True:
            fitting = [course for course in known if course.minutes <= minutes]
            best = max((self._session(c, met[c.id]) for c in fitting), default=_NO_SESSION)
            if best.steps == 0:
                return _Offer(steps, tuple(met.items()))
            steps += best.steps
            met[best.course] += best.people
            minutes -= best.minutes

    def _session(self, course: Course, met: int) -> _Session:
        size = course.group_preferred or course.group_max
        people = self._left[course.id][met : met + size]
        if len(people) < course.group_min:
            return _NO_SESSION
        steps = sum(people)
        return _Session(steps / course.minutes, steps, len(people), course.minutes, course.id)

    def take(self, offer: _Offer) -> None:
        """A date is this district's."""
        self.dates += 1
        self._known.clear()
        for course, number in offer.met:
            del self._left[course][:number]


class _Session(NamedTuple):
    a_minute: float
    steps: int
    people: int
    minutes: int
    course: str


_NO_SESSION = _Session(0.0, 0, 0, 0, "")


class _Weeks:
    """Keeps what a trainer gives in a week, in all districts together, within the limit."""

    def __init__(self, *, limited: bool) -> None:
        self._limited = limited
        self._minutes: dict[tuple[str, date], int] = defaultdict(int)
        self._districts: dict[tuple[str, date], set[str]] = defaultdict(set)

    def allows(self, trainer: Trainer, week: date, minutes: int, district: str) -> bool:
        """Whether all dates of the week fit its limit, or are of one district, which sees to it."""
        most = trainer.max_minutes_per_week
        if most is None or not self._limited:
            return True
        key = trainer.id, week
        return self._minutes[key] + minutes <= most or self._districts[key] <= {district}

    def note(self, trainer: Trainer, week: date, minutes: int, district: str) -> None:
        """A date is given away."""
        self._minutes[trainer.id, week] += minutes
        self._districts[trainer.id, week].add(district)


def divide(
    trainers: Sequence[Trainer],
    demands: Sequence[Demand],
    *,
    limited: bool,
    kept: Taken | None = None,
    refused: Collection[tuple[str, date, str]] = (),
) -> tuple[Share, ...]:
    """Give each date of each trainer to the district that offers most for it.

    A district offers what its most urgent needs for the trainer's courses bring, as many as the
    date has room for; the needs it then counts as met do not bid again. Dates go in their order.
    What nobody wants is given to nobody.

    Args:
        trainers: The shared trainers.
        demands: The districts, with the needs that are to be met.
        limited: Whether the trainers' limits hold, as rule ``trainer-load`` says.
        kept: Dates that stay where they are.
        refused: Trainers, dates and districts that do not go together.
    """
    if not demands:
        return ()
    bidders = [_Bidder(demand) for demand in demands]
    begins = demands[0].weeks[1]
    weeks = _Weeks(limited=limited)
    taken = dict(kept or {})
    by_id = {trainer.id: trainer for trainer in trainers}
    for (trainer_id, day), holder in taken.items():
        trainer = by_id[trainer_id]
        spent = minutes_on(trainer, day, limited=limited)
        weeks.note(trainer, week_of(day, begins), spent, holder)
    for trainer, day in _dates(trainers, demands):
        if (trainer.id, day) in taken:
            continue
        week, minutes = week_of(day, begins), minutes_on(trainer, day, limited=limited)
        able = [
            bidder
            for bidder in bidders
            if day in bidder.demand.days
            and (trainer.id, day, bidder.demand.id) not in refused
            and weeks.allows(trainer, week, minutes, bidder.demand.id)
        ]
        buyer = _buyer(trainer, minutes, able)
        if buyer is not None:
            taken[trainer.id, day] = buyer
            weeks.note(trainer, week, minutes, buyer)
    return shares_of(taken)


def _dates(
    trainers: Sequence[Trainer], demands: Sequence[Demand]
) -> Iterator[tuple[Trainer, date]]:
    """Every date of every trainer on which some district is open, in the order of the dates."""
    for day in sorted(set().union(*(demand.days for demand in demands))):
        for trainer in trainers:
            if any(window.on(day) for window in trainer.available):
                yield trainer, day


def _buyer(trainer: Trainer, minutes: int, able: Sequence[_Bidder]) -> str | None:
    """The district that gets a date; of equal offers, that with the fewest dates for its needs."""
    offers = [(bidder.offer(trainer.courses, minutes), bidder) for bidder in able]
    wanted = [(offer, bidder) for offer, bidder in offers if offer.steps]
    if not wanted:
        return None
    offer, buyer = max(
        wanted,
        key=lambda each: (each[0].steps, -each[1].dates / (1 + each[1].demand.needs)),
    )
    buyer.take(offer)
    return buyer.demand.id


def shares_of(taken: Taken) -> tuple[Share, ...]:
    """The shares that say which district has which dates.

    >>> shares_of({("tia", date(2026, 9, 7)): "north"})[0].dates
    (datetime.date(2026, 9, 7),)
    """
    return listed((*key, district) for key, district in taken.items())


def listed(keys: Iterable[tuple[str, date, str]]) -> tuple[Share, ...]:
    """Trainers, dates and districts, one record for each trainer in each district.

    >>> listed([("tia", date(2026, 9, 7), "north"), ("tia", date(2026, 9, 7), "west")])[1].district
    'west'
    """
    dates: dict[tuple[str, str], list[date]] = defaultdict(list)
    for trainer, day, district in sorted(keys):
        dates[trainer, district].append(day)
    return tuple(
        Share(trainer=trainer, district=district, dates=tuple(days))
        for (trainer, district), days in sorted(dates.items())
    )


def taken_in(shares: Sequence[Share]) -> dict[tuple[str, date], str]:
    """The district of each trainer and date."""
    return {(s.trainer, day): s.district for s in shares for day in s.dates}
