"""Trainers who visit, and the rooms they visit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from random import Random

from pdsched.generator.figures import TEACHERS_PER_TRAINER
from pdsched.generator.streams import Streams
from pdsched.generator.terms import spread
from pdsched.problem import (
    Course,
    Half,
    Modality,
    Room,
    School,
    Trainer,
    Weekday,
    Window,
    clock,
    minutes,
)

_DAYS_A_WEEK = 3
"""Days a week on which a trainer is there, on average: two to four."""
_LEAST_VISITS = 8
_LEAST_HALF_DAY = 120
_DAY_MINUTES = 240
_WEEK_MINUTES = 720
"""Two fifths of thirty hours."""
_WHOLE_DAYS = 0.4
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


def draw_trainers(
    courses: Sequence[Course],
    schools: Sequence[School],
    hubs: Sequence[School],
    days: Sequence[date],
    half_days: int,
    count: int,
    streams: Streams,
) -> tuple[Trainer, ...]:
    """Visiting trainers with different courses, and one adviser at a distance."""
    visitors = _visitors(courses, schools, hubs, days, half_days, count, streams)
    remote = tuple(course.id for course in courses if course.modality is Modality.REMOTE)
    adviser = Trainer(
        id=f"tr-{count + 1}",
        courses=remote,
        available=_advice(schools, count, streams.of("adviser")),
        max_minutes_per_day=_DAY_MINUTES,
        max_minutes_per_week=_WEEK_MINUTES,
    )
    return (*visitors, adviser)


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


def _visitors(
    courses: Sequence[Course],
    schools: Sequence[School],
    hubs: Sequence[School],
    days: Sequence[date],
    half_days: int,
    count: int,
    streams: Streams,
) -> tuple[Trainer, ...]:
    on_site = [course for course in courses if course.modality is not Modality.REMOTE]
    taught = _dealt_courses(on_site, count, streams.of("trainer courses"))
    where = None if len(schools) <= _EVERYWHERE else tuple(school.id for school in hubs)
    return tuple(
        Trainer(
            id=f"tr-{number + 1}",
            courses=taught[number],
            available=_visits(
                hubs,
                days,
                half_days // count + (number < half_days % count),
                streams.of("visits", str(number)),
            ),
            schools=where,
            max_minutes_per_day=_DAY_MINUTES,
            max_minutes_per_week=_WEEK_MINUTES,
        )
        for number in range(count)
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
    """Whole days, mornings and afternoons, as one window for each kind."""
    half_days = min(half_days, 2 * len(days))
    whole = max(half_days - len(days), round(_WHOLE_DAYS * half_days / 2))
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


def bells(schools: Sequence[School]) -> tuple[time, time, time]:
    """First bell, midday and last bell of a few schools together.

    Where a school's midday would leave less than two hours on one side, the middle of the day.
    """
    periods = [period for school in schools for period in school.periods]
    first = min(period.start for period in periods)
    last = max(period.end for period in periods)
    midday = max(school.midday for school in schools)
    shorter = min(minutes(midday) - minutes(first), minutes(last) - minutes(midday))
    if shorter < _LEAST_HALF_DAY:
        midday = clock((minutes(first) + minutes(last)) // 2)
    return first, midday, last


def draw_rooms(hubs: Sequence[School], streams: Streams) -> tuple[Room, ...]:
    """One room at each hub, taken by others for a few half-days of the week."""
    rooms = []
    for hub in hubs:
        rng = streams.of("room", hub.id)
        opening, midday, closing = bells([hub])
        halves = [
            (day, *half)
            for day in (Weekday.MON, Weekday.TUE, Weekday.WED, Weekday.THU)
            for half in ((opening, midday), (midday, closing))
        ]
        taken = tuple(
            Window(start=start, end=end, weekdays=(day,))
            for day, start, end in rng.sample(halves, 2)
        )
        rooms.append(
            Room(
                id=f"room-{hub.id}",
                school=hub.id,
                capacity=rng.choice((14, 16, 18)),
                unavailable=taken,
            )
        )
    return tuple(rooms)
