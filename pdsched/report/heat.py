"""Half-days of substitutes by week and half-day, as a heat map."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import groupby
from typing import NamedTuple

from pdsched.checks.cycle import week_of
from pdsched.plan import Plan
from pdsched.problem import Calendar, Half, Weekday

_WEEKS_A_STRIPE = 40
_WEEKS_BESIDE = 20
_SHADES = 5


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
    """How many substitutes a plan asks for in each half-day of the horizon."""
    begins = calendar.week_begins
    counts = Counter(
        (week_of(each.date, begins), Weekday.of(each.date), each.half)
        for each in plan.engagements
        if calendar.first <= each.date <= calendar.last
    )
    if not counts:
        return HeatMap((), 0)
    first, last = week_of(calendar.first, begins).toordinal(), calendar.last.toordinal()
    weeks = [date.fromordinal(day) for day in range(first, last + 1, 7)]
    used = {*calendar.weekdays, *(weekday for _, weekday, _ in counts)}
    twice = [*Weekday, *Weekday]
    a_week = twice[twice.index(begins) :][:7]
    rows = [(weekday, half) for weekday in a_week if weekday in used for half in Half]
    most = max(counts.values())
    step = _WEEKS_A_STRIPE
    stripes = (_stripe(weeks[n : n + step], rows, counts, most) for n in range(0, len(weeks), step))
    return HeatMap(tuple(stripes), most)


def _stripe(
    weeks: list[date],
    rows: list[tuple[Weekday, Half]],
    counts: Counter[tuple[date, Weekday, Half]],
    most: int,
) -> Stripe:
    shown = tuple(
        HeatRow(
            weekday,
            half,
            tuple(_cell(counts[week, weekday, half], most) for week in weeks),
        )
        for weekday, half in rows
    )
    totals = tuple(sum(row.cells[n].number for row in shown) for n in range(len(weeks)))
    return Stripe(tuple(weeks), shown, totals)


def _cell(number: int, most: int) -> Cell:
    return Cell(number, -(-_SHADES * number // most))
