"""How many seats shared trainers have: never too few, whatever a plan does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from pdsched.checks.cycle import week_of
from pdsched.problem import Trainer, Weekday, minutes


class Form(NamedTuple):
    """Length of a course and the seats of one session of it."""

    minutes: int
    seats: int


@lru_cache(maxsize=4096)
def most_seats(span: int, forms: tuple[Form, ...]) -> int:
    """Most seats of sessions that fit into so many minutes, each course as often as one likes.

    >>> most_seats(240, (Form(120, 14), Form(60, 5)))
    28
    >>> most_seats(100, (Form(120, 14),))
    0
    """
    best = [0] * (span + 1)
    for used in range(1, span + 1):
        best[used] = best[used - 1]
        for form in forms:
            if form.minutes <= used:
                best[used] = max(best[used], best[used - form.minutes] + form.seats)
    return best[span]


def spans(trainer: Trainer, day: date) -> list[int]:
    """Minutes of each stretch of time without a break in which a trainer is there on a date.

    >>> windows = [{"start": "08:00", "end": "10:00"}, {"start": "09:00", "end": "12:00"}]
    >>> spans(Trainer(id="tia", available=windows), date(2026, 9, 7))
    [240]
    """
    windows = sorted((minutes(w.start), minutes(w.end)) for w in trainer.available if w.on(day))
    stretches: list[tuple[int, int]] = []
    for start, end in windows:
        if stretches and start <= stretches[-1][1]:
            stretches[-1] = stretches[-1][0], max(end, stretches[-1][1])
        else:
            stretches.append((start, end))
    return [end - start for start, end in stretches]


def minutes_on(trainer: Trainer, day: date, *, limited: bool) -> int:
    """Most minutes that a trainer can give on a date.

    Args:
        trainer: The trainer.
        day: The date.
        limited: Whether the trainer's limits hold, as rule ``trainer-load`` says.
    """
    whole = sum(spans(trainer, day))
    most = trainer.max_minutes_per_day
    return whole if most is None or not limited else min(whole, most)


def seats_of(
    trainer: Trainer,
    days: Iterable[date],
    forms: Collection[Form],
    week_begins: Weekday,
    *,
    limited: bool,
) -> int:
    """Seats of all sessions that a trainer can give on some dates, at most.

    A session lies in one window, and so in one stretch of windows that touch; sessions of one
    trainer do not overlap. So those of a stretch fit into its minutes, those of a date, where the
    limits hold, into the minutes of a day, and those of a week into the minutes of a week. For each
    of these spans the most seats that fit are a bound, and so is the least of them.

    Args:
        trainer: The trainer.
        days: Dates, once each.
        forms: Of each course, the shortest length and the greatest group that a district has.
        week_begins: First day of a week.
        limited: Whether the trainer's limits hold.
    """
    kinds = tuple(sorted(forms))
    weeks: dict[date, int] = defaultdict(int)
    for day in days:
        seats = sum(most_seats(span, kinds) for span in spans(trainer, day))
        if limited and trainer.max_minutes_per_day is not None:
            seats = min(seats, most_seats(trainer.max_minutes_per_day, kinds))
        weeks[week_of(day, week_begins)] += seats
    if limited and trainer.max_minutes_per_week is not None:
        most = most_seats(trainer.max_minutes_per_week, kinds)
        return sum(min(seats, most) for seats in weeks.values())
    return sum(weeks.values())


def forms_of(courses: Sequence[Iterable[Form]]) -> set[Form]:
    """Of each course the shortest length with the greatest group, over districts.

    >>> forms_of([[Form(60, 8), Form(90, 12)]])
    {Form(minutes=60, seats=12)}
    """
    return {
        Form(min(f.minutes for f in told), max(f.seats for f in told))
        for told in map(list, courses)
        if told
    }
