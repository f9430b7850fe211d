"""Dates, clock intervals and counts as a reader wants them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

from pdsched.plan import ENDED, OTHER_GOALS
from pdsched.policy import Policy
from pdsched.problem.calendar import Weekday


def day(value: date) -> str:
    """A date with its weekday.

    >>> from datetime import date
    >>> day(date(2026, 9, 8))
    'Tue 2026-09-08'
    """
    return f"{Weekday.of(value).value.capitalize()} {value.isoformat()}"


def span(start: time, end: time) -> str:
    """A clock interval; of a session without hour that it may be any.

    >>> from datetime import time
    >>> span(time(9), time(10, 30)), span(time(), time())
    ('09:00-10:30', 'any hour')
    """
    if start == end:
        return "any hour"
    return f"{start:%H:%M}-{end:%H:%M}"


def count(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun.

    >>> count(1, "session"), count(2, "session"), count(0, "person", "people")
    ('1 session', '2 sessions', '0 people')
    """
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def names(ids: Sequence[str], most: int = 8) -> str:
    """Some ids in a row, and how many more there are.

    >>> names(["ada", "bo", "cy"], most=2)
    'ada, bo and 1 more'
    """
    shown = ", ".join(ids[:most])
    return shown if len(ids) <= most else f"{shown} and {len(ids) - most} more"


def listed(words: Sequence[str]) -> str:
    """All of some words in a row.

    >>> listed(["ada"]), listed(["ada", "bo", "cy"])
    ('ada', 'ada, bo and cy')
    """
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def rule(identity: str, policy: Policy) -> str:
    """The sentence of a rule that kept a need unmet, with the figures of a policy.

    >>> rule("reserve", Policy(reserve=2))[:51]
    'In each half-day, at least 2 of the substitutes who'
    """
    if identity == ENDED:
        return "Only the end of the search prevented it; with more time it may be met."
    if identity == OTHER_GOALS:
        return "It would cost goals that come before the needs met, or are weighed against them."
    return policy.sentence(identity) if identity in policy.rules else ""


def percent(share: float | None) -> str:
    """A gap, in per cent.

    >>> percent(0.0125), percent(None), percent(0.0)
    ('1.25 %', 'unknown', '0 %')
    """
    if share is None:
        return "unknown"
    return f"{100 * share:.2f}".rstrip("0").rstrip(".") + " %"
