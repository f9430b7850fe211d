"""All days of a table together: their names in order, and which of them each row means."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from pdsched.errors import ProblemError
from pdsched.problem import Weekday
from pdsched.timetables.faults import fail
from pdsched.timetables.order import not_told, order_of_days, unordered
from pdsched.timetables.tables.dates import OTHER_WEEK, read_dates, recurring
from pdsched.timetables.tables.grid import text_of
from pdsched.timetables.tables.marks import Marked, lettered, marked_weekdays, weeks_of
from pdsched.timetables.tables.meetings import Meeting
from pdsched.timetables.timetable import Note, note
from pdsched.timetables.weekdays import MOST_WEEKS_OF_CYCLE, weekdays_of

NO_DAY = "is a row without a day and is left out"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Days(NamedTuple):
    """The days of a timetable, and those of each meeting."""

    names: tuple[str, ...]
    weeks: int
    of: tuple[tuple[str, ...], ...]
    """Names of the days of each meeting, in their order; none where it cannot be used."""
    notes: tuple[Note, ...]
    span: tuple[dt.date, dt.date] | None = None
    """First and last date, if the table tells dates."""


def read_days(meetings: Sequence[Meeting], told: Sequence[str] | None, where: str) -> Days:
    """The days of all meetings.

    Args:
        meetings: what the rows say.
        told: all days in order, where they are told.
        where: file and sheet, for a fault.

    Raises:
        ProblemError: the order of days is not told and cannot be known (PD712), days are left out
            (PD710), or there are more weeks than a timetable has (PD725).
    """
    if any(text_of(each.date) for each in meetings):
        return _of_dates(meetings)
    bare = _parts(dict.fromkeys(each.day for each in meetings if each.day), told, where)
    weeks = {each.week: weeks_of(each.week) for each in meetings}
    marks = _in_order({m for told_weeks in weeks.values() for m in told_weeks}, where)
    marks = marks or _in_order({part.mark for part in bare.parts.values()} - {""}, where)
    names = tuple(_name(day, mark, bare.joint) for mark in marks or ("",) for day in bare.order)
    given = [
        _meant(bare.parts[each.day], weeks[each.week] or (), marks, bare.joint) if each.day else ()
        for each in meetings
    ]
    notes = tuple(
        note(m.where, text_of(m.period) or m.subject, NO_DAY) for m in meetings if not m.day
    )
    return Days(names, max(1, len(marks)), tuple(given), notes)


class _Bare(NamedTuple):
    """Days without weeks: in order, and the parts of each text."""

    order: tuple[str, ...]
    parts: Mapping[str, Marked]
    joint: str = " "
    """What stands between day and week in a name."""


def _parts(days: Iterable[str], told: Sequence[str] | None, where: str) -> _Bare:
    texts = tuple(days)
    if told:
        alike = {name.casefold(): name for name in told}
        if faults := not_told("days", [t for t in texts if t.casefold() not in alike], told, where):
            raise ProblemError(faults)
        return _Bare(tuple(told), {text: Marked(alike[text.casefold()], "") for text in texts})
    if letters := lettered(texts):
        last = max(int(marked.day) for marked in letters.values())
        return _Bare(tuple(str(day + 1) for day in range(last)), letters, "")
    if (alphabet := _alphabet(texts)) and order_of_days(texts) is None:
        return _Bare(alphabet, {text: Marked(text.strip().upper(), "") for text in texts})
    if marked := marked_weekdays(texts):
        words = order_of_days({part.day.casefold(): part.day for part in marked.values()}.values())
        if words is not None:
            named = {word.casefold(): word for word in words}
            parts = {t: Marked(named[p.day.casefold()], p.mark) for t, p in marked.items()}
            return _Bare(words, parts)
    spelt = {text.casefold(): text for text in reversed(texts)}
    order = order_of_days(spelt[text.casefold()] for text in texts)
    if order is None and (mixed := _spelt_in_several_ways(texts)):
        return mixed
    if order is None:
        raise ProblemError([unordered("days", texts, where)])
    return _Bare(order, {text: Marked(spelt[text.casefold()], "") for text in texts})


def _spelt_in_several_ways(texts: Sequence[str]) -> _Bare | None:
    """Weekdays, of which each text tells one by itself, such as both of ``Mon`` and ``monday``."""
    names: dict[Weekday, str] = {}
    parts: dict[str, Marked] = {}
    for text in texts:
        weekday = weekdays_of([text]) if text.strip().rstrip(".").isalpha() else None
        if weekday is None:
            return None
        parts[text] = Marked(names.setdefault(weekday[0], text), "")
    return _Bare(tuple(names[day] for day in Weekday if day in names), parts)


def _alphabet(texts: Sequence[str]) -> tuple[str, ...]:
    """Days from A on, where all are single letters."""
    letters = {text.strip().upper() for text in texts}
    if not letters or not all(len(letter) == 1 and letter in _LETTERS for letter in letters):
        return ()
    return tuple(_LETTERS[: _LETTERS.index(max(letters)) + 1])


def _in_order(marks: set[str], where: str) -> tuple[str, ...]:
    if len(marks) > MOST_WEEKS_OF_CYCLE:
        fail("PD725", where, ", ".join(sorted(marks)[:10]), f"{len(marks)} weeks")
    return tuple(sorted(marks, key=lambda mark: (len(mark), mark)))


def _name(day: str, mark: str, joint: str) -> str:
    if not mark:
        return day
    return f"{day}{joint}{mark}" if joint else f"{mark}{day}"


def _meant(
    part: Marked, weeks: tuple[str, ...], marks: tuple[str, ...], joint: str
) -> tuple[str, ...]:
    """The days of a row: those of its weeks, or of all weeks where it names none."""
    chosen = weeks or ((part.mark,) if part.mark else marks)
    return tuple(_name(part.day, mark, joint) for mark in chosen if mark in marks) or (part.day,)


def _of_dates(meetings: Sequence[Meeting]) -> Days:
    dates = read_dates(each.date for each in meetings)
    held: dict[dt.date, list[tuple[object, ...]]] = {}
    for each in meetings:
        if date := dates.of.get(text_of(each.date)):
            times = map(text_of, (each.period, each.start, each.end, each.duration))
            content = (*times, each.teachers, each.classes, each.subject, each.rooms)
            held.setdefault(date, []).append(content)
    days = recurring(held) if held else {}
    parts = sorted({part for part in days.values() if part is not None}, key=_week_order)
    notes, given = [], []
    for each in meetings:
        text = text_of(each.date)
        part = days.get(dates.of[text]) if text in dates.of else None
        reason = dates.reasons.get(text, "" if part or not text else OTHER_WEEK)
        if reason or not text:
            notes.append(note(each.where, text or each.subject, reason or NO_DAY))
        given.append(() if part is None else (_name(part.day, part.mark, " "),))
    names = _whole_weeks(parts)
    span = (min(held), max(held)) if held else None
    return Days(names or ("mon",), len({part.mark for part in parts}) or 1, tuple(given),
                tuple(notes), span)  # fmt: skip


def _whole_weeks(parts: Sequence[Marked]) -> tuple[str, ...]:
    """Every weekday that comes at all, in every week."""
    weekdays = sorted({part.day for part in parts}, key=_WEEK.index)
    marks = sorted({part.mark for part in parts})
    return tuple(_name(day, mark, " ") for mark in marks for day in weekdays)


_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _week_order(part: Marked) -> tuple[str, int]:
    return part.mark, _WEEK.index(part.day)
