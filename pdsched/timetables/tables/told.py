"""What is to be said of how a table was understood: columns, people, notes and assumptions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pdsched.timetables.tables.asked import Times
from pdsched.timetables.tables.bells import Bells
from pdsched.timetables.tables.columns import UNUSED
from pdsched.timetables.tables.days import Days
from pdsched.timetables.tables.grid import Grid, filled, letters_of, text_of
from pdsched.timetables.tables.meetings import Meeting, Reader
from pdsched.timetables.tables.shape import Shape
from pdsched.timetables.timetable import Note, note

ABOVE = "stands above the heads and was not read"


def left_over(grid: Grid, shape: Shape) -> Iterator[Note]:
    """What of the table is neither head nor lesson."""
    heads = {shape.head, shape.upper}
    for row in filled(grid):
        if row < shape.first and row not in heads:
            texts = (text_of(value) for value in grid.rows[row])
            yield note(grid.place(row), ", ".join(filter(None, texts)), ABOVE)
    used = shape.columns.used() | {side.column for side in shape.sides}
    for column in range(grid.width):
        head = "" if shape.head is None else grid.text(shape.head, column)
        if column not in used and head:
            yield note(grid.place(shape.head or 0, column), head, UNUSED)


def used_columns(grid: Grid, shape: Shape) -> Iterator[tuple[str, str, bool]]:
    """What was taken from which column, and whether that was guessed."""
    for role, columns in shape.columns.of.items():
        yield role, _named(grid, shape.head, columns), role in shape.columns.guessed
    if shape.sides:
        what = [
            name
            for name, is_told in (
                ("day", any(side.day or side.date for side in shape.sides)),
                ("period", any(text_of(side.period) for side in shape.sides)),
            )
            if is_told
        ]
        sides = [side.column for side in shape.sides]
        first, last = letters_of(sides[0]), letters_of(sides[-1])
        yield " and ".join(what), f"the heads of {len(sides)} columns ({first} to {last})", True


def _named(grid: Grid, head: int | None, columns: Sequence[int]) -> str:
    told = []
    for column in columns:
        name = "" if head is None else grid.text(head, column)
        told.append(f"{name!r} ({letters_of(column)})" if name else f"column {letters_of(column)}")
    return " and ".join(told)


def people_of(
    reader: Reader, shape: Shape, meetings: Sequence[Meeting], rows: Sequence[int]
) -> dict[str, None]:
    """Everybody who is named, in a wide table also those without a lesson."""
    people = dict.fromkeys(who for each in meetings for who in each.teachers)
    if shape.kind == "wide" and "teacher" in shape.columns.of:
        silent = Reader(reader.grid, reader.separators)
        for row in rows:
            at = shape.columns.of["teacher"]
            people |= dict.fromkeys(silent.names("teacher", silent.text(row, at), row, at))
    return people


def assumptions_of(
    grid: Grid,
    used: Sequence[tuple[str, str, bool]],
    when: Days,
    times: Times,
    bells: Bells | None,
    no_cover: Sequence[str],
) -> Iterator[str]:
    """What was taken for granted, a sentence each."""
    told = "; ".join(f"{role}: {place}" for role, place, _ in used)
    yield f"The columns of {grid.where} were understood so: {told}."
    if when.span:
        weeks = "every week" if when.weeks == 1 else f"every {when.weeks} weeks"
        first, last = when.span
        yield f"Lessons on dates from {first} to {last} were read as days that recur {weeks}."
    if bells is not None:
        yield "Clock times of the periods are those of the bell table."
    yield from times.assumptions
    if no_cover:
        yield f"Lessons with the subject {' or '.join(no_cover)} need no cover."
