"""A bell table: when each period begins and ends, on all days or on some."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from pdsched.errors import Fault, ProblemError
from pdsched.problem import Weekday
from pdsched.timetables.day_lists import days_of
from pdsched.timetables.faults import fail, fault
from pdsched.timetables.tables.clocks import Span, end_of, moment_of, name_of, start_of
from pdsched.timetables.tables.columns import columns_of
from pdsched.timetables.tables.grid import Grid, filled
from pdsched.timetables.tables.heads import Role, known_heads
from pdsched.timetables.tables.layout import Layout
from pdsched.timetables.tables.sheets import Frame, sheet_of
from pdsched.timetables.weekdays import weekdays_of

_DAYS = re.compile(r"[;,|/+\n]")
_DIGITS = re.compile(r"\d{1,4}")
_COLUMNS: tuple[Role, ...] = ("period", "start", "end")


class Bell(NamedTuple):
    """A period of the bell table."""

    name: str
    span: Span
    days: tuple[str, ...]
    """Days on which it is so; all of them if empty."""


class Bells(NamedTuple):
    """All of them, in the order of the table."""

    bells: tuple[Bell, ...]

    @property
    def differ(self) -> bool:
        """Whether a day has other bells than the next."""
        return any(bell.days for bell in self.bells)

    def names(self) -> tuple[str, ...]:
        """The periods, each once, by their start."""
        in_order = sorted(self.bells, key=lambda bell: bell.span)
        return tuple(dict.fromkeys(bell.name for bell in in_order))

    def known(self, text: str) -> str:
        """The period that a text means, by name or by the only number in both; empty if none.

        >>> Bells((Bell("P1", (480, 525), ()),)).known("1")
        'P1'
        """
        alike = {bell.name for bell in self.bells if bell.name.casefold() == text.casefold()}
        digits = _DIGITS.findall(text)
        if not alike and len(digits) == 1:
            alike = {bell.name for bell in self.bells if _DIGITS.findall(bell.name) == digits}
        return alike.pop() if len(alike) == 1 else ""

    def beside(self, days: Collection[str]) -> list[str]:
        """Days that the table names and that are none of these."""
        named = dict.fromkeys(day for bell in self.bells for day in bell.days)
        return [told for told in named if not any(_is_day(told, day) for day in days)]

    def on(self, day: str) -> Mapping[str, Span]:
        """When each period is on a day: as its own rows say, else as those for all days do."""
        spans = {bell.name: bell.span for bell in self.bells if not bell.days}
        spans |= {bell.name: bell.span for bell in self.bells if _is_for(bell.days, day)}
        return dict(sorted(spans.items(), key=lambda item: item[1]))


def _is_for(days: Iterable[str], day: str) -> bool:
    return any(_is_day(told, day) for told in days)


def _is_day(told: str, day: str) -> bool:
    """Whether a word is the name of the day, or of its weekday in whatever week."""
    if told.casefold() == day.casefold():
        return True
    first = day.partition(" ")[0]
    read, known = weekdays_of([told]), weekdays_of([first])
    return read is not None and read == known


def read_bells(source: str | Path | Frame, encoding: str | None = None) -> Bells:
    """The bell table of a file or a frame.

    Raises:
        ProblemError: it cannot be read (as `read_table`), lacks a column (PD723), or has rows that
            are no bells or that meet others (PD726), all at once.
    """
    sheet = sheet_of(source, None, encoding)
    grid = sheet.grid
    rows = list(filled(grid))
    if not rows:
        fail("PD702", grid.where, sheet.name)
    head = max(rows[:10], key=lambda row: known_heads(grid.text(row, c) for c in range(grid.width)))
    of = columns_of(grid, head, Layout()).of
    lacking = [role for role in _COLUMNS if role not in of]
    if lacking:
        there = ", ".join(grid.text(head, column) for column in range(grid.width))
        raise ProblemError([
            fault("PD723", grid.place(head), role, f"a bell table needs it; there are {there}")
            for role in lacking
        ])  # fmt: skip
    faults: list[Fault] = []
    bells: list[Bell] = []
    for row in rows:
        if row > head:
            bell = _bell(grid, row, {role: columns[0] for role, columns in of.items()})
            if isinstance(bell, Bell):
                bells.append(bell)
            else:
                faults.append(bell)
    faults += _meeting(bells, grid.where)
    if faults:
        raise ProblemError(faults)
    if not bells:
        fail("PD726", grid.where, sheet.name, "it has no row below its heads")
    return Bells(tuple(bells))


def _bell(grid: Grid, row: int, of: Mapping[Role, int]) -> Bell | Fault:
    name = grid.text(row, of["period"])[:100].strip()
    if not name:
        return fault("PD726", grid.place(row, of["period"]), "", "a period has a name")
    start, end = (moment_of(grid.value(row, of[role])) for role in ("start", "end"))
    for role, moment in (("start", start), ("end", end)):
        if moment is None:
            column = of["start" if role == "start" else "end"]
            told = grid.text(row, column)
            return fault("PD726", grid.place(row, column), told, "write HH:MM")
    assert start is not None
    assert end is not None
    first, _ = start_of(start)
    last = end_of(first, end)
    if last is None:
        told = grid.text(row, of["end"])
        return fault("PD726", grid.place(row, of["end"]), told, "it is not after the start")
    return Bell(name, (first, last), _days(grid.text(row, of["day"])) if "day" in of else ())


def _days(text: str) -> tuple[str, ...]:
    """The days of a cell; blanks part weekdays only, for other days may be called by two words.

    >>> _days("mon-wed Fri"), _days("A-C, Day 5"), _days("Monday A; Week-end")
    (('mon', 'tue', 'wed', 'fri'), ('A', 'B', 'C', 'Day 5'), ('Monday A', 'Week-end'))
    """
    days: dict[str, None] = {}
    for part in filter(None, map(str.strip, _DAYS.split(text))):
        told = days_of(part)
        listed = len(part.split()) == 1 or all(day in list(Weekday) for day in told)
        days |= dict.fromkeys(told if listed else (part,))
    return tuple(days)


def _meeting(bells: Iterable[Bell], where: str) -> Iterator[Fault]:
    """Periods of the same days must not meet, nor come twice."""
    groups: dict[tuple[str, ...], list[Bell]] = {}
    for bell in bells:
        groups.setdefault(bell.days, []).append(bell)
    for group in groups.values():
        in_order = sorted(group, key=lambda bell: bell.span)
        for bell, other in pairwise(in_order):
            if other.span[0] < bell.span[1] or other.name == bell.name:
                told = f"{other.name} {name_of(other.span)}"
                detail = f"it meets {bell.name} {name_of(bell.span)}, or is named alike"
                yield fault("PD726", where, told, detail)
