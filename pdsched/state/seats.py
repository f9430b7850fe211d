"""How many seats a date of shared trainers has: never too few, whatever a plan does."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from pdsched.problem import Course, Trainer, minutes


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


def seats_on(trainer: Trainer, day: date, courses: Collection[Course], *, limited: bool) -> int:
    """Seats of all sessions that a trainer can give in a district on a date, at most.

    A session lies in one window, and so in one stretch of windows that touch; sessions of one
    trainer do not overlap. So those of a stretch fit into its minutes, and all of them, where the
    limits hold, into the minutes of a day and of a week. The least of these is told.

    Args:
        trainer: The trainer.
        day: The date.
        courses: Those that the trainer gives, as the district has them.
        limited: Whether the trainer's limits hold, as rule ``trainer-load`` says.
    """
    kinds = tuple(sorted({Form(course.minutes, course.group_max) for course in courses}))
    seats = sum(most_seats(span, kinds) for span in spans(trainer, day))
    for most in (trainer.max_minutes_per_day, trainer.max_minutes_per_week):
        if limited and most is not None:
            seats = min(seats, most_seats(min(most, 1440), kinds))
    return seats
