"""Clock times in the names of hours, such as ``1ª 08:15``, ``8.00 - 8.50`` or ``8 h 50 min``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from pdsched.problem import clock
from pdsched.timetables.timetable import Note, TimetablePeriod, note

_WRITTEN = re.compile(
    r"""
    (?: (?<![\d:])  (\d{1,2}) [:\uff1a] (\d{2}) (?!\d)                   # 8:50
      | (?<![\d:.]) (\d{1,2}) \. (\d{2}) (?!\d|[:.]\d)             # 8.50
      | (?<![\d:.]) (\d{1,2}) \s* (?:h|u|uhr) \s* (\d{2}) (?!\d)   # 8h50, 8 Uhr 50
      | (?<![\d:.]) ([6-9]|\d{2}) \s* (?:h|u|uhr) (?![^\W_])       # 8 h, but not "1 h", the first
      | (?<![\d:.]) (\d{1,2}) (?= \s* [ap]\.?\s?m\b )               # 8 am
    )
    (?: \s* (?:h|u|uhr)\b )?
    (?: \s* ([ap])\.?\s?m\b )?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_IN_FOUR_DIGITS = re.compile(r"(?<!\d)([01]\d|2[0-3])([0-5]\d)(?!\d)")
_FROM_HOUR_TO_HOUR = re.compile(r"\s*([6-9]|1\d|2[0-3])\s*[-\u2013\u2014]\s*(\d{1,2})\s*")
"""``8-9``; but ``1-2`` are the first two periods."""
_HYPHEN_FOR_COLON = re.compile(r"([:.]\d{2}\s*[-\u2013\u2014~]\s*\d{1,2})-(?=\d{2}(?!\d))")
"""The end in ``9:30-10-30``."""

_MIDNIGHT = 24 * 60
_HALF_A_DAY = 12 * 60
_EARLIEST, _LATEST = 6 * 60, 8 * 60

AFTERNOON = (
    "is a clock time taken for the afternoon, because its name does not say which half of the day"
)
UNREAD = (
    "is one of the names of hours that look like clock times but do not all tell one, each later"
    " than the one before, so that other bells are made up"
)


class Moment(NamedTuple):
    """A clock time as it is written."""

    minute: int
    """Minutes since midnight."""
    is_said: bool
    """Whether it is plain in which half of the day it is."""


class Hours(NamedTuple):
    """The periods that names of hours make."""

    periods: tuple[TimetablePeriod, ...]
    """With clock times if all the names tell them."""
    afternoon: tuple[str, ...] = ()
    """Names whose time was taken for the afternoon, which they do not say."""
    unread: str = ""
    """A name that looks like a clock time, where the times were not understood."""


def read_hours(names: Sequence[str], long_names: Sequence[str] = ()) -> Hours:
    """Periods with these names, with clock times if all the names tell them in rising order.

    A name that holds one time tells the start; the period then lasts as long as the shortest
    step from one start to the next. Names that hold a start and a later end, all of them and
    without overlap, tell both. Where the names tell no times, the long names may.

    >>> [str(period.end) for period in read_hours(["1. 08:15", "2. 09:15", "3. 10:30"]).periods]
    ['09:15:00', '10:15:00', '11:30:00']
    >>> read_hours(["8.00 - 8.50", "8.55 - 9.45"]).periods[0].end
    datetime.time(8, 50)
    >>> read_hours(["8:00", "break"]).unread
    '8:00'
    """
    for told in (names, long_names):
        moments = [moments_of(name) for name in told] if len(told) == len(names) else []
        spans = _spans(moments)
        if spans is not None:
            return Hours(_timed(names, spans), tuple(_turned(told, moments, spans)))
    looks = (name for name in (*names, *long_names) if _WRITTEN.search(name) and moments_of(name))
    return Hours(tuple(TimetablePeriod(name=name) for name in names), unread=next(looks, ""))


def hour_notes(hours: Hours) -> Iterator[Note]:
    """What is to be said of the names: that they were not understood, or what was assumed.

    >>> [str(each) for each in hour_notes(read_hours(["12:00", "1:00"]))][0][:36]
    "hours: '1:00' is a clock time taken "
    """
    if hours.unread:
        yield note("hours", hours.unread, UNREAD)
    yield from (note("hours", name, AFTERNOON) for name in hours.afternoon)


def moments_of(name: str) -> list[Moment]:
    """The clock times in a name, in its order.

    >>> [moment.minute for moment in moments_of("8 h 50 min")], moments_of("Period 3")
    ([530], [])
    >>> moments_of("1:05 pm"), moments_of("1.05")
    ([Moment(minute=785, is_said=True)], [Moment(minute=65, is_said=False)])
    """
    name = _HYPHEN_FOR_COLON.sub(r"\1:", name)
    moments = [_moment(match) for match in _WRITTEN.finditer(name)]
    if not moments and (hours := _FROM_HOUR_TO_HOUR.fullmatch(name)):
        moments = [_unmarked(int(hour), 0) for hour in hours.groups()]
    if not moments:
        digits = _IN_FOUR_DIGITS.findall(name)
        moments = [_unmarked(int(hour), int(minute)) for hour, minute in digits]
    moments = [moment for moment in moments if 0 <= moment.minute < _MIDNIGHT]
    if len(moments) > 1:
        moments[0] = _as_its_end(*moments[:2])
    return moments


def _moment(match: re.Match[str]) -> Moment:
    hour = int(match[1] or match[3] or match[5] or match[7] or match[8])
    minute = int(match[2] or match[4] or match[6] or 0)
    if match[9] is None:
        return _unmarked(hour, minute)
    afternoon = _HALF_A_DAY if match[9] in "pP" else 0
    return Moment(60 * (hour % 12) + minute + afternoon if minute < 60 else -1, is_said=True)


def _unmarked(hour: int, minute: int) -> Moment:
    return Moment(60 * hour + minute if minute < 60 else -1, is_said=not 1 <= hour < 12)


def _as_its_end(start: Moment, end: Moment) -> Moment:
    """The start of ``1:15 - 2:00 pm``, which is one of the afternoon as well."""
    later = start.minute + _HALF_A_DAY
    return (
        Moment(later, True) if end.is_said and not start.is_said and later < end.minute else start
    )


def first_moment(name: str) -> int:
    """Minutes since midnight of the first time in a name, to put hours in order.

    >>> first_moment("9:40"), first_moment("1:15"), first_moment("break")
    (580, 795, 1440)
    """
    moments = moments_of(name)
    return (at_or_after(0, moments[0]) or 0) if moments else _MIDNIGHT


def _spans(hours: Sequence[Sequence[Moment]]) -> list[tuple[int, int]] | None:
    if not hours or not all(hours):
        return None
    starts = _rising([moments[0] for moments in hours])
    if starts is None:
        return None
    ends = _told_ends(hours, starts)
    steps = [later - earlier for earlier, later in pairwise(starts)]
    if ends is None and not steps:
        return None
    ends = ends or [start + min(steps) for start in starts]
    return list(zip(starts, ends, strict=True)) if ends[-1] < _MIDNIGHT else None


def _rising(moments: Iterable[Moment]) -> list[int] | None:
    """The minutes, in the afternoon where that alone makes them rise."""
    starts: list[int] = []
    for moment in moments:
        minute = at_or_after(starts[-1] + 1 if starts else 0, moment)
        if minute is None:
            return None
        starts.append(minute)
    return starts


def at_or_after(least: int, moment: Moment) -> int | None:
    """The minute from the least one on that a moment can mean.

    What is not said to be of the morning is of the afternoon before six, for no school begins so
    early, and before eight where the hours have passed noon.
    """
    late = _LATEST if least > _HALF_A_DAY else _EARLIEST
    can_turn = not moment.is_said and moment.minute < late
    minute = moment.minute + (_HALF_A_DAY if can_turn else 0)
    return minute if minute >= least else None


def _told_ends(hours: Sequence[Sequence[Moment]], starts: Sequence[int]) -> list[int] | None:
    ends = []
    for moments, start, limit in zip(hours, starts, [*starts[1:], _MIDNIGHT], strict=True):
        end = at_or_after(start + 1, moments[1]) if len(moments) > 1 else None
        if end is None or end > limit:
            return None
        ends.append(end)
    return ends


def _timed(names: Sequence[str], spans: Sequence[tuple[int, int]]) -> tuple[TimetablePeriod, ...]:
    return tuple(
        TimetablePeriod(name=name, start=clock(start), end=clock(end))
        for name, (start, end) in zip(names, spans, strict=True)
    )


def _turned(
    names: Sequence[str], hours: Sequence[Sequence[Moment]], spans: Sequence[tuple[int, int]]
) -> Iterable[str]:
    for name, moments, (start, _) in zip(names, hours, spans, strict=True):
        if moments[0].minute != start:
            yield name
