"""Dates as a report tells them: the one place where another language needs other words."""

from __future__ import annotations

from datetime import date

from pdsched.problem import Weekday

_MONTHS = (*("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),)


def weekday(value: Weekday) -> str:
    """The short name of a weekday.

    >>> weekday(Weekday.TUE)
    'Tue'
    """
    return value.value.capitalize()


def long_date(value: date) -> str:
    """A date with its weekday and year.

    >>> long_date(date(2026, 9, 8))
    'Tue 8 Sep 2026'
    """
    return f"{weekday(Weekday.of(value))} {value.day} {_MONTHS[value.month - 1]} {value.year}"


def short_date(value: date) -> str:
    """A date without weekday and year.

    >>> short_date(date(2026, 9, 8))
    '8 Sep'
    """
    return f"{value.day} {_MONTHS[value.month - 1]}"


def month(value: date) -> str:
    """The month of a date.

    >>> month(date(2026, 9, 8))
    'Sep'
    """
    return _MONTHS[value.month - 1]
