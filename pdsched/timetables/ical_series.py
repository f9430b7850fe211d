"""The dates of the events of a calendar within a term, in bounded time whatever they say."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

Event = Any
"""A component of icalendar: what its fields hold is one of two dozen types, and looked at here."""

BROKEN = "is an event with a date, a length or a recurrence that is not well-formed"
NO_START = "is an event without a start"
ENDLESS = "is an event with a recurrence that no lesson has, such as every minute"
TOO_LONG_AGO = "is an event that recurs since more than 30 years before the term"
TOO_MANY = "is an event whose recurrence is not followed, because others take too many steps"
OUTSIDE = "is an event without a date in the term"
ODD = "is an event whose recurrence is contradictory"

_PARTS: Mapping[str, frozenset[str]] = {
    "DAILY": frozenset({"BYDAY"}),
    "WEEKLY": frozenset({"BYDAY"}),
    "MONTHLY": frozenset({"BYDAY", "BYMONTHDAY"}),
    "YEARLY": frozenset(),
}
"""What may narrow each recurrence down: with no more it has a date at least every few years, so
that who follows it comes to an end."""
_ALWAYS = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"})
_DATES = ("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID")
_BROKEN_VALUE = "vBroken"
"""The type of a value that icalendar could not read, and that raises when it is asked for more."""
_MOST_INTERVAL = 1000
_MOST_YEARS = 30
_MOST_STEPS = 1_000_000
_DAYS_A_STEP = {"WEEKLY": 7, "MONTHLY": 30, "YEARLY": 365}
_LAST_IN_EACH_MONTH = 28
_LAST_WEEK_IN_EACH_MONTH = 4


class Occurrence(NamedTuple):
    """An event at one time."""

    event: Event
    start: date | datetime
    end: date | datetime
    zone: str
    """What the calendar calls the zone of a time that has none; empty for none."""
    is_alone: bool = True
    """Whether it does not recur."""
    reason: str = ""
    """Nothing: it can be used, as far as its dates go."""


class Refused(NamedTuple):
    """An event that cannot be used."""

    event: Event
    reason: str
    """Why."""


def occurrences(events: Sequence[Event], first: date, last: date) -> Iterator[Occurrence | Refused]:
    """When the events take place between two dates, and a day before and after.

    Args:
        events: all of one calendar.
        first: first date.
        last: last date.
    """
    series: dict[str, list[Event]] = {}
    for number, event in enumerate(events):
        reason = _broken(event)
        if reason:
            yield Refused(event, reason)
            continue
        series.setdefault(str(event.get("UID") or f"without id {number}"), []).append(event)
    steps = 0
    begin, end = first - timedelta(days=1), last + timedelta(days=2)
    for of_one in series.values():
        if len(of_one) == 1 and not any(f in of_one[0] for f in ("RRULE", "RDATE")):
            yield _single(of_one[0], begin, end)
            continue
        reason = next((told for event in of_one if (told := _endless(event, first))), "")
        if not reason:
            # Each event that recurs by itself may be looked for in all the dates of the others.
            recurring = sum("RRULE" in event for event in of_one)
            steps += max(1, recurring) * sum(_steps(event, last) for event in of_one)
            reason = TOO_MANY if steps > _MOST_STEPS else ""
        if reason:
            yield Refused(of_one[0], reason)
        else:
            yield from _unrolled(of_one, begin, end)


def _broken(event: Event) -> str:
    if "DTSTART" not in event:
        return NO_START
    values = (value for field in _DATES for value in _listed(event, field))
    is_broken = any(type(each).__name__ == _BROKEN_VALUE for each in values)
    return BROKEN if is_broken or start_of(event) is None else ""


def _span(event: Event) -> tuple[date | datetime, date | datetime] | None:
    start: date | datetime = event["DTSTART"].dt
    if "DTEND" in event:
        end = getattr(event["DTEND"], "dt", None)
    else:
        length = getattr(event.get("DURATION"), "dt", None) or timedelta()
        end = start + length if isinstance(length, timedelta) else None
    return (start, end) if isinstance(end, date) else None


def tzid_of(event: Event) -> str:
    """What a calendar calls the zone in which an event begins; empty if it names none."""
    params = {} if start_of(event) is None else event["DTSTART"].params
    return str(params.get("TZID", "")).strip('"')


def start_of(event: Event) -> date | datetime | None:
    """When an event begins, or nothing if that is not well-formed."""
    told = event.get("DTSTART")
    if told is None or isinstance(told, list) or type(told).__name__ == _BROKEN_VALUE:
        return None
    start = getattr(told, "dt", None)
    return start if isinstance(start, date) else None


def _single(event: Event, begin: date, end: date) -> Occurrence | Refused:
    try:
        span = _span(event)
    except OverflowError:
        span = None
    if span is None:
        return Refused(event, BROKEN)
    if not begin <= _day(span[0]) < end:
        return Refused(event, OUTSIDE)
    return Occurrence(event, *span, tzid_of(event))


def _day(at: date | datetime) -> date:
    return at.date() if isinstance(at, datetime) else at


def _listed(event: Event, field: str) -> list[Any]:
    """What the lines of a field say, however many there are."""
    told = event.get(field, [])
    return told if isinstance(told, list) else [told]


def _endless(event: Event, first: date) -> str:
    """Why a recurrence is not followed; empty if it is."""
    rules = _listed(event, "RRULE")
    if not all(map(_is_followed, rules)) or "EXRULE" in event:
        return ENDLESS
    if rules and (first - _day(event["DTSTART"].dt)).days > 366 * _MOST_YEARS:
        return TOO_LONG_AGO
    return ""


def _is_followed(rule: Mapping[str, Any]) -> bool:
    parts = {str(key).upper() for key in rule}
    frequency = str(next(iter(rule.get("FREQ", [])), "")).upper()
    if frequency not in _PARTS or not parts <= _ALWAYS | _PARTS[frequency]:
        return False
    interval = next(iter(rule.get("INTERVAL", [1])), 1)
    if not isinstance(interval, int) or not 1 <= interval <= _MOST_INTERVAL:
        return False
    if frequency == "DAILY":
        # Every seventh day is always the same weekday, and perhaps not the one that is asked for.
        return "BYDAY" not in parts or interval % 7 != 0
    if frequency != "MONTHLY":
        return True
    days = rule.get("BYMONTHDAY", [])
    weeks = (int(str(each)[:-2] or 0) for each in rule.get("BYDAY", []))
    return not (days and rule.get("BYDAY")) and all(
        abs(number) <= most
        for numbers, most in ((days, _LAST_IN_EACH_MONTH), (weeks, _LAST_WEEK_IN_EACH_MONTH))
        for number in numbers
    )


def _steps(event: Event, last: date) -> int:
    """About how many dates of the recurrence are passed over and looked at."""
    days = max(0, (last - _day(event["DTSTART"].dt)).days)
    dates = 0
    for rule in _listed(event, "RRULE"):
        frequency = str(next(iter(rule.get("FREQ", [])), "")).upper()
        dates += days * max(1, len(rule.get("BYDAY", []))) // _DAYS_A_STEP.get(frequency, 1)
    values = (value for field in ("RDATE", "EXDATE") for value in _listed(event, field))
    return dates + sum(len(getattr(value, "dts", ())) for value in values)


def _unrolled(events: Sequence[Event], begin: date, end: date) -> Iterator[Occurrence | Refused]:
    import recurring_ical_events  # type: ignore[import-untyped]  # it has no types
    from icalendar import Calendar

    calendar = Calendar()
    calendar.subcomponents.extend(events)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of dateutil: a count together with an end
            times = list(recurring_ical_events.of(calendar).between(begin, end))
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        yield Refused(events[0], ODD)
        return
    if not times:
        yield Refused(events[0], OUTSIDE)
    for event in times:
        span = _span(event)
        if span is None:
            yield Refused(event, BROKEN)
        else:
            yield Occurrence(event, *span, tzid_of(events[0]), is_alone=False)
