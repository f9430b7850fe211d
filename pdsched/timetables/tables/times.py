"""All periods and clock times of a table together, and those that each meeting fills."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pdsched.errors import ProblemError
from pdsched.outside.workbook import Value
from pdsched.timetables.hours import read_hours
from pdsched.timetables.order import not_told, order_of_hours, unordered
from pdsched.timetables.tables.asked import (
    NO_BELL,
    NO_TIME,
    Asked,
    Times,
    length_in_periods,
    period,
    runs_of,
)
from pdsched.timetables.tables.bells import Bells
from pdsched.timetables.tables.clocks import moments_in
from pdsched.timetables.tables.grid import MOST_LETTERS, text_of
from pdsched.timetables.tables.timed import on_their_days, timed
from pdsched.timetables.timetable import TimetablePeriod, note

_RUN = re.compile(r"(\D{0,20}?)(\d{1,2})\s*[-\u2013]\s*\D{0,20}?(\d{1,2})")
_LIST = re.compile(r"(\D{0,20}?)(\d{1,2})((?:\s*[,+/&;]\s*\D{0,20}?\d{1,2})+)")
_ONE_NUMBER = re.compile(
    r"(?:(?:p|pd|per|period|h|hour|std|stunde)\.? ?)?(\d{1,2})"
    r"(?:\.|st|nd|rd|th|er|re|e|\u00aa|\u00ba)?",
    re.IGNORECASE,
)
_MOST_PERIODS = 40


def read_times(asked: Asked) -> Times:
    """The periods of all meetings.

    Clock times make periods of their own, the fewest of which all lessons consist. Numbers and
    names are periods; with a bell table they have its clock times.

    Raises:
        ProblemError: the order of periods is not told and cannot be known (PD712), or the one that
            is told leaves some out (PD710).
    """
    if any(text_of(each.start) for each in asked.meetings):
        return timed(asked, {})
    values = {text_of(each.period): each.period for each in asked.meetings}
    values.pop("", None)
    if asked.bells is None and not asked.hours:
        moments = {text: moments_in(value) for text, value in values.items()}
        told = [len(each) for text, each in moments.items() if not _is_number(text, values[text])]
        # A few that cannot be read are left out with a note: they do not make names of the others.
        if len(told) == len(values) and 2 * sum(map(bool, told)) > len(told):
            return timed(asked, values)
    return _named(asked, tuple(values))


def _is_number(text: str, value: Value) -> bool:
    """Whether a text is a plain number of a period, which could be an hour of the clock as well."""
    number = float(text.replace(",", ".")) if re.fullmatch(r"\d{1,2}(?:[.,]\d+)?", text) else None
    is_text = isinstance(value, str) and bool(re.fullmatch(r"\d{1,2}[.,]\d\d", text))
    return number is not None and number >= 1 and not is_text


def _named(asked: Asked, texts: Sequence[str]) -> Times:
    bells = asked.bells
    if bells is not None:
        known = {text: tuple(map(bells.known, _names(text, bells))) for text in texts}
        known = {text: names if all(names) else () for text, names in known.items()}
        if bells.differ:
            return on_their_days(asked, bells, known)
        spans = bells.on("")
        periods = [period(name, span) for name, span in spans.items()]
        return _placed(asked, periods, known, NO_BELL)
    known = {text: _names(text, None) for text in texts}
    known = known if asked.hours else _in_one_spelling(known)
    names = list(dict.fromkeys(name for told in known.values() for name in told))
    order = tuple(asked.hours) if asked.hours else order_of_hours(names) if names else ()
    if order is None:
        raise ProblemError([unordered("hours", names, asked.where)])
    if faults := not_told("hours", names, order, asked.where):
        raise ProblemError(faults)
    hours = read_hours(order) if asked.hours else None
    periods = list(hours.periods) if hours else [TimetablePeriod(name=name) for name in order]
    return _placed(asked, periods, known, NO_TIME)


def _in_one_spelling(known: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """``1``, ``1.``, ``P1`` and ``1st`` are one period where a table has several of them.

    >>> _in_one_spelling({"P1-2": ("P1", "P2"), "2nd": ("2nd",)})
    {'P1-2': ('1', '2'), '2nd': ('2',)}
    >>> _in_one_spelling({"P1": ("P1",), "Assembly": ("Assembly",)})["P1"]
    ('P1',)
    """
    distinct = {name for names in known.values() for name in names}
    numbers = {name: int(told[1]) for name in distinct if (told := _ONE_NUMBER.fullmatch(name))}
    shapes = {re.sub(r"\d+", "", name) for name in distinct}
    is_plain = len(shapes) == 1 and len({*numbers.values()}) == len(numbers)
    if len(numbers) < len(distinct) or is_plain:
        return known
    return {text: tuple(str(numbers[name]) for name in names) for text, names in known.items()}


def _names(text: str, bells: Bells | None) -> tuple[str, ...]:
    """The periods that a text names: ``2-3`` and ``2+3`` are two."""
    if bells is not None and bells.known(text):
        return (text,)
    if len(text) > MOST_LETTERS:
        return (text[:MOST_LETTERS],)
    run, listed = _RUN.fullmatch(text), _LIST.fullmatch(text)
    numbers: Sequence[int] = ()
    if run and int(run[2]) < int(run[3]) <= int(run[2]) + _MOST_PERIODS:
        numbers = range(int(run[2]), int(run[3]) + 1)
    elif listed:
        numbers = [int(listed[2]), *map(int, re.findall(r"\d{1,2}", listed[3]))]
    if not numbers:
        return (text,)
    front = (run or listed or [""])[1]
    return tuple(f"{front}{number}" for number in numbers)


def _placed(
    asked: Asked,
    periods: Sequence[TimetablePeriod],
    known: Mapping[str, tuple[str, ...]],
    reason: str,
) -> Times:
    """Meetings on named periods: runs of those that follow one another."""
    index = {period.name: number for number, period in enumerate(periods)}
    given, notes = [], []
    for each, days in zip(asked.meetings, asked.days, strict=True):
        text = text_of(each.period)
        numbers = [index[name] for name in known.get(text, ()) if name in index]
        if not numbers and days:
            notes.append(note(each.where, text or each.subject, reason if text else NO_TIME))
        length, more = length_in_periods(each, numbers, periods)
        notes += more
        runs = [(numbers[0], length)] if numbers and length > 1 else runs_of(numbers)
        given.append(tuple((day, run) for day in days for run in runs))
    return Times(tuple(periods), tuple(given), tuple(notes))
