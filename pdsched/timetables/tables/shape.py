"""Where the heads of a table are, and whether lessons stand below each other or side by side."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from pdsched.outside.workbook import Value
from pdsched.timetables.faults import fail
from pdsched.timetables.tables.clocks import moments_in
from pdsched.timetables.tables.columns import DAYS, TIMES, Columns, columns_of
from pdsched.timetables.tables.dates import read_dates
from pdsched.timetables.tables.grid import Grid, filled, text_of
from pdsched.timetables.tables.heads import plain, role_of
from pdsched.timetables.tables.layout import Kind, Layout, heads_of
from pdsched.timetables.tables.long import slot_of
from pdsched.timetables.weekdays import may_be_weekday

_HEAD_ROWS = 30
_MOST_SIDES = 2000
"""Columns of a wide table that are looked at; four weeks of fourteen periods have 280."""
_DAY = re.compile(r"(?:day|tag|jour|dia|día|d)\s*\d{1,2}", re.IGNORECASE)
_MARK = re.compile(r"^[A-Da-d1-4](?=[A-Z])|[\s(/-]*(?:(?:week|wk|woche|semaine)\s*)?[A-D1-4]\)?$")
_PERIOD = re.compile(
    r"(?:p|pd|per|period|periode|h|std|stunde|heure|hora|block)?[\s.]*\d{1,2}\s*"
    r"(?:\.|st|nd|rd|th|er|e|re|eme|ª|º)?(?:\s*(?:hour|period|stunde|std|heure|hora)\.?)?",
    re.IGNORECASE,
)
_WORDS = re.compile(r"(?!period|periode|stunde|heure)[^\W\d_]{4,}", re.IGNORECASE)
_LETTERED = re.compile(r"[A-E][\s./-]?\d{1,2}")
"""``A3``; but ``P3`` and ``H3`` are periods."""


class Side(NamedTuple):
    """A column of lessons in a wide table, and what its heads say of them."""

    column: int
    day: str
    date: Value
    period: Value


class Shape(NamedTuple):
    """How a table is laid out."""

    kind: Kind
    head: int | None
    """Row of the heads, counted from 0; ``None`` without heads."""
    first: int
    """First row below them."""
    columns: Columns
    sides: tuple[Side, ...] = ()
    upper: int | None = None
    """Row of other heads above these, of days above periods or the other way round."""


def shape_of(grid: Grid, layout: Layout) -> Shape:
    """How a table is laid out: as is told, and for the rest as its heads let guess.

    Raises:
        ProblemError: nothing tells (PD727), or columns are missing or ambiguous (PD723, PD724).
    """
    if layout.head == 0:
        return _whole(grid, Shape("long", None, 0, columns_of(grid, None, layout)))
    rows = list(islice(filled(grid), _HEAD_ROWS))
    if layout.head is not None:
        rows = [layout.head - 1]
    names = {plain(str(n)) for heads in layout.columns.values() for n in heads_of(heads)}
    head = max(rows, key=lambda row: _merit(grid, row, names))
    if layout.kind == "long" or (layout.kind is None and _tells_long(grid, head, layout)):
        return _whole(grid, _long(grid, head, layout))
    wide = max((_wide(grid, row) for row in rows), key=lambda each: len(each[2]))
    if len(wide[2]) > 1:
        upper, lower, sides = wide
        passed = {side.column for side in sides}
        columns = columns_of(grid, lower, layout, passed)
        shape = _with_owner(grid, Shape("wide", lower, lower + 1, columns, sides, upper))
        lacking = _missing(shape)
        # A row of a long table may look like heads of days; then less is missing without it.
        is_wide = layout.kind == "wide" or not lacking
        if is_wide or len(lacking) <= len(_missing(_long(grid, head, layout))):
            return _whole(grid, shape)
    return _whole(grid, _long(grid, head, layout))


def _long(grid: Grid, head: int, layout: Layout) -> Shape:
    return Shape("long", head, head + 1, columns_of(grid, head, layout))


def _merit(grid: Grid, row: int, names: set[str]) -> int:
    heads = [grid.text(row, column) for column in range(grid.width)]
    told = sum(plain(head) in names for head in heads if head)
    return len({role for head in heads if (role := role_of(head))}) + 5 * told


def _tells_long(grid: Grid, head: int, layout: Layout) -> bool:
    of = columns_of(grid, head, layout).of
    return "teacher" in of and any(r in of for r in DAYS) and any(r in of for r in TIMES)


def _wide(grid: Grid, row: int) -> tuple[int, int, tuple[Side, ...]]:
    """First and last row of heads, from this one on, and the columns of lessons below them."""
    width = min(grid.width, _MOST_SIDES)
    heads = {c: grid.value(row, c) for c in range(width)}
    days = {c: head for c, head in heads.items() if _is_day(head)}
    periods = {c: head for c, head in heads.items() if c not in days and _is_period(head)}
    below = {c: grid.value(row + 1, c) for c in range(width)}
    if days and (held := _spread(days, {c for c, value in below.items() if _is_period(value)})):
        return row, row + 1, tuple(_side(c, days[at], below[c]) for c, at in held.items())
    if periods and (held := _spread(periods, {c for c, value in below.items() if _is_day(value)})):
        sides = tuple(_side(c, below[c], periods[at]) for c, at in held.items())
        return row, row + 1, sides
    slots = {c: part for c, head in heads.items() if (part := _slot(head))}
    # "Mon 1" is the first period of Monday, unless periods stand elsewhere: then it is of week 1.
    if len(slots) > 1 and not any(role_of(text_of(head)) in TIMES for head in heads.values()):
        sides = tuple(Side(c, day, None, period) for c, (day, period) in slots.items())
        return row, row, sides
    if len(days) >= len(periods):
        return row, row, tuple(_side(c, head, None) for c, head in days.items())
    return row, row, tuple(_side(c, None, head) for c, head in periods.items())


def _spread(upper: Mapping[int, Value], lower: set[int]) -> dict[int, int]:
    """For each column with a lower head, the one whose upper head reaches over it."""
    held: dict[int, int] = {}
    at = None
    for column in range(max(lower, default=-1) + 1):
        at = column if column in upper else at
        if at is not None and column in lower:
            held[column] = at
    # Else each upper head stands over one column, and below it are no heads but lessons.
    return held if len({text_of(upper[at]) for at in held.values()}) < len(held) else {}


def _side(column: int, day: Value, period: Value) -> Side:
    is_date = isinstance(day, dt.date) or text_of(day) in read_dates([day]).of
    return Side(column, "" if is_date else text_of(day), day if is_date else None, period)


def _is_day(value: Value) -> bool:
    if isinstance(value, dt.date):
        return True
    text = text_of(value)
    if not text or len(text) > 40 or role_of(text):
        return False
    bare = _MARK.sub("", text)
    is_weekday = may_be_weekday(text) or (len(bare) > 1 and may_be_weekday(bare))
    if is_weekday or _DAY.fullmatch(text):
        return True
    return bool(_LETTERED.fullmatch(text)) or (
        text in read_dates([value]).of and not _is_period(value)
    )


def _is_period(value: Value) -> bool:
    text = text_of(value)
    if not text or len(text) > 40 or isinstance(value, dt.date):
        return False
    # The year of a title is no clock time.
    return bool(_PERIOD.fullmatch(text)) or bool(moments_in(value) and not _WORDS.search(text))


def _slot(value: Value) -> tuple[str, str] | None:
    text = text_of(value)
    told = slot_of(text) if 0 < len(text) <= 60 and not isinstance(value, dt.date) else None
    if not told or _PERIOD.fullmatch(text):
        return None
    ((period, day),) = told
    return (day, period) if _is_day(day) and _is_period(period) else None


def _with_owner(grid: Grid, shape: Shape) -> Shape:
    """A wide table whose rows nothing names: the first column with words that holds no lessons."""
    of = shape.columns.of
    if "teacher" in of or "class" in of:
        return shape
    taken = {side.column for side in shape.sides} | shape.columns.used()
    for column in range(grid.width):
        texts = (grid.text(row, column) for row in range(shape.first, len(grid.rows)))
        if column not in taken and any(any(map(str.isalpha, text)) for text in texts):
            columns = Columns({**of, "teacher": (column,)}, shape.columns.guessed | {"teacher"})
            return shape._replace(columns=columns)
    return shape


def _whole(grid: Grid, shape: Shape) -> Shape:
    """The shape, if it says who, on which day and when.

    Raises:
        ProblemError: PD727, with what is missing.
    """
    if missing := _missing(shape):
        where = grid.where if shape.head is None else grid.place(shape.head)
        heads = _shown(grid, shape.head)
        fail("PD727", where, heads, f"no column is known for {', '.join(missing)}")
    return shape


def _missing(shape: Shape) -> list[str]:
    of = shape.columns.of
    missing = []
    in_cells = shape.kind == "wide"
    if "teacher" not in of and not (in_cells and "class" in of):
        missing.append("teacher")
    if not any(r in of for r in DAYS) and not any(s.day or s.date for s in shape.sides):
        missing.append("day")
    if not any(r in of for r in TIMES) and not any(text_of(s.period) for s in shape.sides):
        missing.append("period")
    return missing


def _shown(grid: Grid, head: int | None) -> str:
    row: Sequence[Value] = grid.rows[head] if head is not None and head < len(grid.rows) else ()
    return ", ".join(text for value in row if (text := text_of(value)))
