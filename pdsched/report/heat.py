"""Half-days of substitutes by week and half-day, as a heat map."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from pdsched.checks.cycle import week_of
from pdsched.plan import Plan
from pdsched.problem import Calendar, Half, Weekday

_WEEKS_A_STRIPE = 40
_WEEKS_BESIDE = 20
_SHADES = 5
_WEEK = timedelta(days=7)


class Cell(NamedTuple):
    """How many substitutes are engaged for a half-day of a week."""

    number: int
    shade: int
    """0 for nobody, up to 5 for the most of all half-days."""


class HeatRow(NamedTuple):
    """One half-day of the week, over some weeks."""

    weekday: Weekday
    half: Half
    cells: tuple[Cell, ...]


class Stripe(NamedTuple):
    """Some weeks in a row: as many as stand side by side on a sheet."""

    weeks: tuple[date, ...]
    """Their first dates."""
    rows: tuple[HeatRow, ...]
    totals: tuple[int, ...]

    @property
    def is_long(self) -> bool:
        """Whether it takes the whole width of a sheet, and nothing stands beside it."""
        return len(self.weeks) > _WEEKS_BESIDE

    @property
    def months(self) -> tuple[tuple[date, int], ...]:
        """The first week of each month, and how many weeks of it follow in a row."""
        groups = (list(weeks) for _, weeks in groupby(self.weeks, lambda w: (w.year, w.month)))
        return tuple((weeks[0], len(weeks)) for weeks in groups)


class HeatMap(NamedTuple):
    """All weeks of the horizon; no stripe where nobody is engaged."""

    stripes: tuple[Stripe, ...]
    most: int
    """Most substitutes of one half-day."""

    @property
    def is_long(self) -> bool:
        """Whether one of its stripes is."""
        return any(stripe.is_long for stripe in self.stripes)


def heat_map(calendar: Calendar, plan: Plan) -> HeatMap:
    """How many substitutes a plan asks for in each half-day."""
    counts: Counter[tuple[date, Half]] = Counter((e.date, e.half) for e in plan.engagements)
    if not counts:
        return HeatMap((), 0)
    first = min(calendar.first, min(day for day, _ in counts))
    last = max(calendar.last, max(day for day, _ in counts))
    weeks = [week_of(first, calendar.week_begins)]
    while weeks[-1] + _WEEK <= last:
        weeks.append(weeks[-1] + _WEEK)
    used = {*calendar.weekdays, *(Weekday.of(day) for day, _ in counts)}
    rows = [(w, half) for w in _of_a_week(weeks[0]) if w in used for half in Half]
    most = max(counts.values())
    step = _WEEKS_A_STRIPE
    stripes = (_stripe(weeks[n : n + step], rows, counts, most) for n in range(0, len(weeks), step))
    return HeatMap(tuple(stripes), most)


def _of_a_week(first: date) -> list[Weekday]:
    return [Weekday.of(first + timedelta(days=n)) for n in range(7)]


def _stripe(
    weeks: list[date],
    rows: list[tuple[Weekday, Half]],
    counts: Counter[tuple[date, Half]],
    most: int,
) -> Stripe:
    places = {weekday: n for n, weekday in enumerate(_of_a_week(weeks[0]))}
    shown = tuple(
        HeatRow(
            weekday,
            half,
            tuple(_cell(counts[w + timedelta(days=places[weekday]), half], most) for w in weeks),
        )
        for weekday, half in rows
    )
    totals = tuple(sum(row.cells[n].number for row in shown) for n in range(len(weeks)))
    return Stripe(tuple(weeks), shown, totals)


def _cell(number: int, most: int) -> Cell:
    return Cell(number, -(-_SHADES * number // most))
