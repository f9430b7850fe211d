"""Trainers who visit the hubs of a region, and advisers at a distance."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from math import ceil
from random import Random

from pdsched.generator.bells import bells
from pdsched.generator.figures import TEACHERS_PER_ADVISER, TEACHERS_PER_TRAINER
from pdsched.generator.regions import Region
from pdsched.generator.streams import Streams, numbered
from pdsched.generator.terms import spread
from pdsched.problem import (
    Course,
    Half,
    Modality,
    School,
    Trainer,
    Weekday,
    Window,
)

_DAYS_A_WEEK = 3
"""Days a week on which a trainer is there, on average: two to four."""
_LEAST_VISITS = 8
_DAY_MINUTES = 240
_WEEK_MINUTES = 720
"""Two fifths of thirty hours."""
_WHOLE_DAYS = 0.4
_DAYS_VISITED = 0.75
"""Of the usable days, at most, unless there is more to do."""
_SHARED_TOPICS = 0.3
_EVERYWHERE = 3
"""Up to so many schools, trainers go to all of them."""


def trainers_for(teachers: int) -> int:
    """How many people share the training, at least two.

    >>> trainers_for(60), trainers_for(3000)
    (2, 11)
    """
    return max(2, round(teachers / TEACHERS_PER_TRAINER * 5 / _DAYS_A_WEEK))


def visits_for(teachers: int, weeks: int) -> int:
    """Half-days on which trainers are there: ten a week for one per 450 teachers, at least 8.

    >>> visits_for(30, 12), visits_for(500, 12)
    (8, 133)
    """
    return max(_LEAST_VISITS, round(teachers / TEACHERS_PER_TRAINER * 10 * weeks))


def advisers_for(teachers: int) -> int:
    """How many people advise at a distance.

    >>> advisers_for(500), advisers_for(3000), advisers_for(10_000)
    (1, 3, 8)
    """
    return max(1, ceil(teachers / TEACHERS_PER_ADVISER))


def draw_trainers(
    courses: Sequence[Course],
    schools: Sequence[School],
    regions: Sequence[Region],
    days: Sequence[date],
    half_days: int,
    advisers: int,
    streams: Streams,
) -> tuple[Trainer, ...]:
    """Visiting trainers of each region with different courses, and advisers at a distance."""
    visitors = _Visitors(courses, schools, regions, days, half_days, streams).draw()
    count = len(visitors)
    remote = tuple(course.id for course in courses if course.modality is Modality.REMOTE)
    rng = streams.of("adviser")
    trainers = visitors + [
        Trainer(
            id="numbered later",
            courses=remote,
            available=_advice(schools, count, rng),
            max_minutes_per_day=_DAY_MINUTES,
            max_minutes_per_week=_WEEK_MINUTES,
        )
        for _ in range(advisers)
    ]
    return tuple(
        trainer.model_copy(update={"id": numbered("tr", number, len(trainers), least=1)})
        for number, trainer in enumerate(trainers, 1)
    )


def _advice(schools: Sequence[School], trainers: int, rng: Random) -> tuple[Window, ...]:
    """The adviser's weekly half-days, half as many as there are visiting trainers."""
    opening, midday, closing = bells(schools)
    halves = ((opening, midday), (midday, closing))
    days = rng.sample((Weekday.TUE, Weekday.WED, Weekday.THU), min(3, trainers // 2))
    return tuple(
        Window(start=start, end=end, weekdays=(day,))
        for day in sorted(days)
        for start, end in (rng.choice(halves),)
    )


def visited(trainers: Sequence[Trainer], midday: time) -> dict[date, frozenset[Half]]:
    """The half-days on which some trainer is there on named dates."""
    halves: dict[date, frozenset[Half]] = {}
    for window in (w for trainer in trainers for w in trainer.available):
        am = {Half.AM} if window.start < midday else set()
        pm = {Half.PM} if midday < window.end else set()
        for day in window.dates or ():
            halves[day] = halves.get(day, frozenset()) | am | pm
    return halves


class _Visitors:
    """Draws the trainers who visit, region by region."""

    def __init__(
        self,
        courses: Sequence[Course],
        schools: Sequence[School],
        regions: Sequence[Region],
        days: Sequence[date],
        half_days: int,
        streams: Streams,
    ) -> None:
        self._on_site = [c for c in courses if c.modality is not Modality.REMOTE]
        self._everywhere = len(schools) <= _EVERYWHERE
        self._regions = regions
        self._days = days
        self._half_days = half_days
        self._streams = streams

    def draw(self) -> list[Trainer]:
        drawn: list[Trainer] = []
        for number, region in enumerate(self._regions):
            rng = self._streams.of("trainer courses", *([str(number)] if number else []))
            for taught in _dealt_courses(self._on_site, region.trainers, rng):
                drawn.append(self._visitor(len(drawn), region, taught))
        return drawn

    def _visitor(self, number: int, region: Region, taught: tuple[str, ...]) -> Trainer:
        count = sum(each.trainers for each in self._regions)
        half_days = self._half_days // count + (number < self._half_days % count)
        rng = self._streams.of("visits", str(number))
        return Trainer(
            id="numbered later",
            courses=taught,
            available=_visits(region.hubs, self._days, half_days, rng),
            schools=None if self._everywhere else tuple(hub.id for hub in region.hubs),
            max_minutes_per_day=_DAY_MINUTES,
            max_minutes_per_week=_WEEK_MINUTES,
        )


def _dealt_courses(courses: Sequence[Course], count: int, rng: Random) -> list[tuple[str, ...]]:
    """Each topic to one trainer in turn, and now and then to a second one."""
    led = [course for course in courses if course.modality.has_trainer]
    topics = list(dict.fromkeys(course.topic for course in led))
    hands = [
        {n % count} | ({rng.randrange(count)} if rng.random() < _SHARED_TOPICS else set())
        for n in range(len(topics))
    ]
    by_topic = dict(zip(topics, hands, strict=True))
    return [
        tuple(course.id for course in led if number in by_topic[course.topic])
        for number in range(count)
    ]


def _visits(
    hubs: Sequence[School], days: Sequence[date], half_days: int, rng: Random
) -> tuple[Window, ...]:
    """Whole days, mornings and afternoons, as one window for each kind.

    The more half-days, the more of them make whole days: nobody comes on each day of a week.
    """
    half_days = min(half_days, 2 * len(days))
    days_apart = round(half_days - _DAYS_VISITED * len(days))
    whole = min(max(days_apart, round(_WHOLE_DAYS * half_days / 2)), half_days // 2)
    dates = spread(rng, list(days), half_days - whole)
    rng.shuffle(dates)
    opening, midday, closing = bells(hubs)
    mornings = (len(dates) - whole + 1) // 2
    kinds = (
        (opening, closing, dates[:whole]),
        (opening, midday, dates[whole : whole + mornings]),
        (midday, closing, dates[whole + mornings :]),
    )
    return tuple(
        Window(start=start, end=end, dates=tuple(sorted(on))) for start, end, on in kinds if on
    )
