"""Clock times and lengths as people and spreadsheets write them, and the periods that they make."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Sequence
from itertools import accumulate, pairwise

from pdsched.outside.workbook import Value
from pdsched.problem import clock
from pdsched.timetables.hours import Moment, at_or_after, moments_of
from pdsched.timetables.tables.grid import text_of

Span = tuple[int, int]
"""Start and end in minutes since midnight."""
_DAY = 24 * 60
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_LENGTH = re.compile(r"(\d{1,2})\s*[h:]\s*(\d{2})?(?::00)?(?:\s*min)?", re.IGNORECASE)
_MINUTES = re.compile(r"(\d{1,3})\s*(?:min(?:utes?|uten|utos)?\.?|')", re.IGNORECASE)
_LONGEST = 60
"""Letters of a cell that may be a clock time."""
_LONGEST_IN_PERIODS = 9
_UNIX_OF_EXCEL = 3_000_000


def moment_of(value: Value) -> Moment | None:
    """The first clock time in a cell: a time, a fraction of a day, ``8.15``, ``0815``, ``8``.

    >>> moment_of(0.34375), moment_of("8h15"), moment_of(dt.time(1, 15)).is_said
    (Moment(minute=495, is_said=False), Moment(minute=495, is_said=False), False)
    """
    moments = moments_in(value)
    return moments[0] if moments else None


def moments_in(value: Value) -> list[Moment]:
    """All clock times in a cell.

    >>> [moment.minute for moment in moments_in("08:15 - 09:00")], moments_in("P1")
    ([495, 540], [])
    """
    if isinstance(value, dt.datetime):
        value = value.time()
    if isinstance(value, dt.time):
        return [_moment(60 * value.hour + value.minute + round(value.second / 60))]
    if isinstance(value, dt.timedelta):
        return [_moment(round(value.total_seconds() / 60))] if value.days == 0 else []
    if isinstance(value, bool) or value is None or isinstance(value, dt.date):
        return []
    text = text_of(value)
    if len(text) > _LONGEST:
        return []
    if not _NUMBER.fullmatch(text):
        return moments_of(text)
    if "," in text or "." in text:
        whole, _, rest = text.replace(",", ".").partition(".")
        if len(rest) == 2 and int(whole) and int(whole) < 24 and isinstance(value, str):
            return moments_of(f"{whole}.{rest}")  # 8.15 is a time of people
        share = float(f"0.{rest}")
        return [_moment(round(share * _DAY))] if float(whole) < _UNIX_OF_EXCEL else []
    if len(text) in (3, 4) and int(text[:-2]) < 24 and int(text[-2:]) < 60:
        return [_moment(60 * int(text[:-2]) + int(text[-2:]))]
    return [_moment(60 * int(text))] if len(text) <= 2 and int(text) < 24 else []


def _moment(minute: int) -> Moment:
    # Who types 1:15 into a cell for a quarter past one in the afternoon gets a time of the night.
    return Moment(minute % _DAY, is_said=not 60 <= minute < 12 * 60)


def start_of(moment: Moment) -> tuple[int, bool]:
    """The minute that a start means, and whether it was taken for the afternoon.

    >>> start_of(Moment(75, False)), start_of(Moment(495, False))
    ((795, True), (495, False))
    """
    minute = at_or_after(0, moment)
    told = moment.minute if minute is None else minute
    return told, told != moment.minute


def end_of(start: int, moment: Moment) -> int | None:
    """The minute of an end after this start; ``None`` if it is before it.

    >>> end_of(720, Moment(60, False)), end_of(600, Moment(540, False))
    (780, None)
    """
    minute = at_or_after(start + 1, moment)
    if minute is None and not moment.is_said and moment.minute + _DAY // 2 > start >= _DAY // 2:
        minute = moment.minute + _DAY // 2
    return minute


def length_of(value: Value) -> tuple[int, bool] | None:
    """A length, and whether it is in periods rather than minutes: a number below ten is.

    >>> length_of("1h30"), length_of(2.0), length_of("45 min"), length_of(0.0625), length_of("x")
    ((90, False), (2, True), (45, False), (90, False), None)
    """
    if isinstance(value, dt.timedelta):
        return _positive(round(value.total_seconds() / 60))
    if isinstance(value, dt.datetime):
        value = value.time()
    if isinstance(value, dt.time):
        return _positive(60 * value.hour + value.minute)
    text = text_of(value)
    if match := _LENGTH.fullmatch(text):
        return _positive(60 * int(match[1]) + int(match[2] or 0))
    if match := _MINUTES.fullmatch(text):
        return _positive(int(match[1]))
    if not _NUMBER.fullmatch(text) or len(text) > 20:
        return None
    number = float(text.replace(",", "."))
    if 0 < number < 1:
        return _positive(round(number * _DAY))
    if number.is_integer() and number <= _LONGEST_IN_PERIODS:
        return (int(number), True) if number else None
    return _positive(round(number))


def _positive(minutes: int) -> tuple[int, bool] | None:
    return (minutes, False) if 0 < minutes < _DAY else None


def periods_between(spans: Collection[Span]) -> list[Span]:
    """The fewest periods without overlap of which each span is made, breaks left out.

    >>> periods_between([(480, 525), (530, 575), (480, 575)])
    [(480, 525), (530, 575)]
    >>> periods_between([(480, 540), (510, 570)])
    [(480, 510), (510, 540), (540, 570)]
    """
    starts, ends = {start for start, _ in spans}, {end for _, end in spans}
    change = [0] * (_DAY + 1)
    for start, end in set(spans):
        change[start] += 1
        change[end] -= 1
    held = list(accumulate(change))
    return [
        (start, end)
        for start, end in pairwise(sorted(starts | ends))
        if held[start] and (start in starts or end in ends)
    ]


def name_of(span: Span) -> str:
    """A period by its clock times.

    >>> name_of((480, 525))
    '08:00-08:45'
    """
    return f"{clock(span[0]):%H:%M}-{clock(span[1]):%H:%M}"


def shortest_step(starts: Iterable[int], usual: int) -> int:
    """Minutes from one start to the next, at least five; what is usual where there is only one.

    >>> shortest_step([480, 540, 600], 45), shortest_step([480], 45)
    (60, 45)
    """
    in_order: Sequence[int] = sorted(set(starts))
    return min((b - a for a, b in pairwise(in_order) if b - a >= 5), default=usual)
