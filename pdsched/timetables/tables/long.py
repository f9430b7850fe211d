"""Tables with a row for each lesson meeting, or for each section with its expression."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pdsched.outside.workbook import Value
from pdsched.timetables.tables.columns import Columns
from pdsched.timetables.tables.expression import Part, letters_in, parts_of
from pdsched.timetables.tables.grid import MOST_LETTERS, Grid, text_of
from pdsched.timetables.tables.heads import Role
from pdsched.timetables.tables.meetings import Meeting, Reader

NO_EXPRESSION = "is no expression of days and periods, so the row is left out"
NO_SLOT = "is no day with a period, so the row is left out"
_WEEKDAY_FIRST = re.compile(
    r"((?:[A-Da-d1-4]\s?)?[^\W\d_]{2,}\.?(?:\s?[A-D](?!\w))?)\s*[:/.,-]?\s*(P?\d.*)", re.DOTALL
)
_LAST_WORD = re.compile(r"(.*[^\s:/,-])[\s:/,-]+(\S+)", re.DOTALL)


def meetings_of(reader: Reader, columns: Columns, rows: Sequence[int]) -> Iterator[Meeting]:
    """What the rows of a long table say; those that cannot be used are noted.

    Args:
        reader: reads the cells.
        columns: what they hold.
        rows: the rows below the heads in which something stands.
    """
    of = columns.of
    letters: set[str] = set()
    if "expression" in of:
        for row in rows:
            letters |= letters_in(reader.grid.text(row, of["expression"][0]))
    for row in rows:
        for part in _parts(reader, columns, row, letters):
            yield _meeting(reader, columns, row, part)


def _parts(
    reader: Reader, columns: Columns, row: int, letters: set[str]
) -> list[Part] | list[None]:
    """Day and period where one cell tells both; ``None`` where each has its own column."""
    for role in ("expression", "slot"):
        cell: Sequence[int] = columns.of.get(role, ())
        if not cell:
            continue
        text = text_of(reader.value(row, cell))
        told = parts_of(text, letters) if role == "expression" else slot_of(text)
        if told is None:
            message = NO_EXPRESSION if role == "expression" else NO_SLOT
            reader.note(row, cell, text, message)
            return []
        return told
    return [None]


def slot_of(text: str) -> list[Part] | None:
    """Day and period of a cell that tells both.

    >>> slot_of("1Mon:2"), slot_of("lundi 08h15")
    ([Part(period='2', day='1Mon')], [Part(period='08h15', day='lundi')])
    >>> slot_of("D3-P1"), slot_of("?")
    ([Part(period='P1', day='D3')], None)
    """
    if len(text) > MOST_LETTERS:
        return None
    match = _WEEKDAY_FIRST.fullmatch(text) or _LAST_WORD.fullmatch(text)
    return [Part(match[2].strip(), match[1].strip())] if match else None


def _meeting(reader: Reader, columns: Columns, row: int, part: Part | None) -> Meeting:
    of = columns.of

    def text(role: Role) -> str:
        return reader.text(row, of[role]) if role in of else ""

    def value(role: Role) -> Value:
        return reader.value(row, of[role], "-") if role in of else None

    def names(role: Role) -> tuple[str, ...]:
        if role not in of:
            return ()
        return reader.names(role, text_of(reader.value(row, of[role])), row, of[role])

    return Meeting(
        where=reader.grid.place(row),
        lesson=text("lesson"),
        day=text("day") if part is None else part.day,
        week=text("week"),
        date=value("date"),
        period=value("period") if part is None else part.period,
        start=value("start"),
        end=value("end"),
        duration=value("duration"),
        teachers=names("teacher"),
        classes=names("class"),
        subject=text("subject"),
        rooms=names("room"),
    )


def left_out(grid: Grid, only: dict[int, str], row: int) -> int | None:
    """The column for which a row is left out, because it does not hold what it has to."""
    return next((c for c, told in only.items() if grid.text(row, c) != told), None)
