"""FET's modes: how its days and hours become days and periods.

In the mode *mornings-afternoons* two FET days make one real day: the first is its morning, the
second its afternoon. In every other mode that is read here a FET day is a day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from pdsched.timetables.faults import fail
from pdsched.timetables.hours import Hours, hour_notes, read_hours
from pdsched.timetables.text import fixed_word
from pdsched.timetables.timetable import Note, TimetableLesson, TimetablePeriod, note

Mode = Literal["auto", "official", "mornings-afternoons"]
MODES: tuple[Mode, ...] = ("auto", "official", "mornings-afternoons")

LEAST_DAYS = 10
MOST_HOURS = 6
AFTERNOON_SHARE = 0.85

CUT = "runs past the end of its day and is cut there"
GUESSED = (
    "was guessed to be two halves of each real day (mode mornings-afternoons): there are many short"
    " days, and the second of each two is less full; if not so, say --mode official"
)
KEPT = (
    "was guessed to be a whole day each (mode official): the second of each two is as full as the"
    " first; if not so, say --mode mornings-afternoons"
)

BOTH_HALVES = (
    "is a clock time that is not used, because morning and afternoon have hours of the same names;"
    " other bells are made up"
)


class FetLesson(NamedTuple):
    """A lesson on FET's own grid."""

    record: TimetableLesson
    """Its day and period are filled in later."""
    day: int
    hour: int
    duration: int


class Grid(NamedTuple):
    """Days and periods of the real week, with the lessons on them."""

    days: tuple[str, ...]
    periods: tuple[TimetablePeriod, ...]
    morning: int | None
    lessons: tuple[TimetableLesson, ...]
    notes: tuple[Note, ...]
    assumption: str


def known_mode(mode: str, path: str) -> Mode:
    """The mode of a name, however it is written.

    Raises:
        ProblemError: PD708 if it is none.

    >>> known_mode("Mornings_Afternoons", "north.fet")
    'mornings-afternoons'
    """
    for known in MODES:
        if fixed_word(mode) == known:
            return known
    return fail("PD708", path, mode)


def grid(
    days: Sequence[str],
    hours: Sequence[str],
    lessons: Sequence[FetLesson],
    mode: Mode,
    long_hours: Sequence[str] = (),
) -> Grid:
    """The lessons on real days.

    With ``auto``, days are halves if, rounded up to an even number, they are at least ten, have
    at most six hours, and all the second days of each two together are at most 85 per cent as
    full as the first ones. So a two-week timetable, in which they are alike, keeps its days.
    """
    notes: list[Note] = []
    if mode == "auto":
        mode, told = _guess(days, hours, lessons)
        notes += [note("days", f"{days[0]} to {days[-1]}", message) for message in told]
    halves = mode == "mornings-afternoons"
    placed, cuts = _place(days, hours, lessons, halves)
    named = read_hours(hours, long_hours)
    return Grid(
        days=real_days(days) if halves else tuple(days),
        periods=_half_periods(hours) if halves else named.periods,
        morning=len(hours) if halves else None,
        lessons=placed,
        notes=(*notes, *(_half_notes(named) if halves else hour_notes(named)), *cuts),
        assumption=_assumption(halves),
    )


def _guess(
    days: Sequence[str], hours: Sequence[str], lessons: Iterable[FetLesson]
) -> tuple[Mode, tuple[str, ...]]:
    if len(days) < LEAST_DAYS or len(hours) > MOST_HOURS:
        return "official", ()
    filled = [0, 0]
    for lesson in lessons:
        filled[lesson.day % 2] += lesson.duration
    if filled[1] <= AFTERNOON_SHARE * filled[0]:
        return "mornings-afternoons", (GUESSED,)
    return "official", (KEPT,)


def real_days(days: Sequence[str]) -> tuple[str, ...]:
    """Names of the real days: what the names of both halves begin with, else ``day 1``, ...

    >>> real_days(["Mo_m", "Mo_a", "Tu_m", "Tu_a"])
    ('Mo', 'Tu')
    >>> real_days(["Day 1", "Day 2", "Day 3"])
    ('day 1', 'day 2')
    """
    pairs = [tuple(days[at : at + 2]) for at in range(0, len(days), 2)]
    names = [_common_start(*pair).strip(" _-.,:/(") for pair in pairs if len(pair) == 2]
    if all(names) and len(set(names)) == len(pairs):
        return tuple(names)
    return tuple(f"day {number}" for number in range(1, len(pairs) + 1))


def _common_start(first: str, second: str) -> str:
    at = 0
    while first[: at + 1] == second[: at + 1] and at < min(len(first), len(second)):
        at += 1
    return first[:at]


def _half_periods(hours: Sequence[str]) -> tuple[TimetablePeriod, ...]:
    # Both halves have hours of the same names, so that no clock time can be read from them.
    halves = ("morning", "afternoon")
    return tuple(TimetablePeriod(name=f"{hour} {half}") for half in halves for hour in hours)


def _half_notes(hours: Hours) -> Iterator[Note]:
    if hours.periods[0].start is not None:
        yield note("hours", hours.periods[0].name, BOTH_HALVES)


def _place(
    days: Sequence[str], hours: Sequence[str], lessons: Iterable[FetLesson], halves: bool
) -> tuple[tuple[TimetableLesson, ...], list[Note]]:
    names = real_days(days) if halves else days
    placed: list[TimetableLesson] = []
    notes: list[Note] = []
    for lesson in lessons:
        room_left = len(hours) - lesson.hour
        if lesson.duration > room_left:
            notes.append(note(f"activity {lesson.record.event}", lesson.duration, CUT))
        day = names[lesson.day // 2 if halves else lesson.day]
        period = lesson.hour + (len(hours) if halves and lesson.day % 2 else 0)
        length = min(lesson.duration, room_left)
        change = {"day": day, "period": period, "duration": length}
        placed.append(lesson.record.model_copy(update=change))
    return tuple(placed), notes


def _assumption(halves: bool) -> str:
    if halves:
        return (
            "Two FET days are one real day, the first its morning and the second its afternoon"
            " (mode mornings-afternoons)."
        )
    return "A FET day is a day (mode official)."
