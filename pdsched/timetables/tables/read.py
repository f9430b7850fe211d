"""Reads a table as a timetable, and shows how it was understood before that is used."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

from pdsched.errors import Fault, ProblemError
from pdsched.timetables.clashes import one_at_a_time
from pdsched.timetables.faults import fail
from pdsched.timetables.tables import long, wide
from pdsched.timetables.tables.asked import Asked
from pdsched.timetables.tables.assemble import lessons_of
from pdsched.timetables.tables.bells import read_bells
from pdsched.timetables.tables.columns import columns_of
from pdsched.timetables.tables.days import read_days
from pdsched.timetables.tables.grid import filled, is_empty
from pdsched.timetables.tables.layout import (
    Heads,
    Layout,
    layout_of,
    load_layout,
    named_layout,
    separators_of,
)
from pdsched.timetables.tables.meetings import Meeting, Reader
from pdsched.timetables.tables.shape import Shape, shape_of
from pdsched.timetables.tables.sheets import Frame, sheet_of
from pdsched.timetables.tables.times import read_times
from pdsched.timetables.tables.told import (
    assumptions_of,
    left_over,
    people_of,
    used_columns,
)
from pdsched.timetables.timetable import Timetable, count_notes

_Answer = TypeVar("_Answer")
NOT_ONLY = "is a row of another kind than the layout reads, and was left out"


class TableReading(NamedTuple):
    """A table as it was understood."""

    timetable: Timetable
    where: str
    """File and sheet."""
    kind: str
    """``long`` or ``wide``."""
    columns: tuple[tuple[str, str, bool], ...]
    """What was taken from which column (its head and letters), and whether that was guessed."""


def read_table(
    source: str | Path | Frame,
    *,
    columns: Mapping[str, Heads] | str | Path | None = None,
    bells: str | Path | Frame | None = None,
    layout: str | None = None,
    sheet: str | int | None = None,
    separators: str | Mapping[str, str] | None = None,
    days: Sequence[str] | None = None,
    hours: Sequence[str] | None = None,
    no_cover: Sequence[str] = (),
    encoding: str | None = None,
) -> Timetable:
    """The timetable that a table tells, whoever made the table.

    What is not told is guessed by the heads, in English, French, German and Spanish; how it was
    understood stands in the timetable's ``assumptions``, and every cell that could not be used, or
    not without a decision, in its ``notes``.

    Args:
        source: a workbook (.xlsx, .ods, .xls), a CSV or TSV file, or a data frame.
        columns: what which column holds, by its head, its letters or its number from 1 on; or the
            path of a TOML file that tells this and more (see `load_layout`).
        bells: a table with the columns period, start and end, and days if they differ.
        layout: ``long`` (a row a lesson), ``wide`` (days or periods side by side), or the name of a
            layout that comes with the package (`layout_names`).
        sheet: name of the sheet of a workbook, or its number from 1 on; needed where several may be
            meant.
        separators: signs that part several teachers, classes or rooms of one cell, each sign by
            itself; by column in a mapping.
        days: all days in order, where their names do not tell it.
        hours: all periods of a day in order, where their names do not tell it.
        no_cover: subjects whose lessons need no cover.
        encoding: code page of a text file that is not in Unicode; by default it is guessed.

    Raises:
        ProblemError: the table or an argument cannot be used: PD701, PD702, PD705, PD706, PD710 to
            PD713, PD721 to PD727.

    >>> import pandas as pd
    >>> import pdsched
    >>> table = pd.DataFrame({"Prof": ["Ada", "Ben"], "Jour": ["lundi", "mardi"],
    ...                       "Heure": [1, 3], "Classe": ["6A", "6B"]})
    >>> pdsched.read_table(table).lessons[1].slots()
    (('mardi', 2),)
    """
    return look_at_table(
        source,
        columns=columns,
        bells=bells,
        layout=layout,
        sheet=sheet,
        separators=separators,
        days=days,
        hours=hours,
        no_cover=no_cover,
        encoding=encoding,
    ).timetable


def look_at_table(
    source: str | Path | Frame,
    *,
    columns: Mapping[str, Heads] | str | Path | None = None,
    bells: str | Path | Frame | None = None,
    layout: str | None = None,
    sheet: str | int | None = None,
    separators: str | Mapping[str, str] | None = None,
    days: Sequence[str] | None = None,
    hours: Sequence[str] | None = None,
    no_cover: Sequence[str] = (),
    encoding: str | None = None,
) -> TableReading:
    """As `read_table`, with how the table was understood.

    Raises:
        ProblemError: as `read_table`.

    >>> import pandas as pd
    >>> table = pd.DataFrame({"Prof": ["Ada"], "Jour": ["lundi"], "Heure": [1]})
    >>> look_at_table(table).columns[0]
    ('teacher', "'Prof' (A)", True)
    """
    together = _Together()
    told = together.ask(lambda: _layout(columns, layout, separators))
    ringing = None if bells is None else together.ask(lambda: read_bells(bells, encoding))
    chosen = together.ask(lambda: sheet_of(source, sheet, encoding))
    together.end()
    assert told is not None
    assert chosen is not None
    grid = chosen.grid
    if is_empty(grid):
        fail("PD702", grid.where, chosen.name)
    shape = shape_of(grid, told)
    reader = Reader(grid, told.separators)
    rows = list(_body(reader, shape, told))
    meetings = list(_meetings(reader, shape, told, rows))
    notes = [*chosen.notes, *left_over(grid, shape), *reader.notes]
    if not meetings:
        reasons = count_notes(reader.notes)
        fail("PD706", grid.where, chosen.name, next(iter(reasons), "no row below its heads"))
    when = together.ask(lambda: read_days(meetings, days, grid.where))
    held = [("",)] * len(meetings) if when is None else when.of
    times = together.ask(lambda: read_times(Asked(meetings, held, ringing, hours, grid.where)))
    together.end()
    assert when is not None
    assert times is not None
    lessons, clashes = one_at_a_time(lessons_of(meetings, times.of, no_cover))
    notes += [*when.notes, *times.notes, *clashes]
    if not lessons or not times.periods:
        fail("PD706", grid.where, chosen.name, next(iter(count_notes(notes)), ""))
    used = tuple(used_columns(grid, shape))
    timetable = Timetable(
        name=chosen.name,
        days=when.names,
        weeks=when.weeks,
        periods=times.periods,
        teachers=tuple(people_of(reader, shape, meetings, rows)),
        lessons=lessons,
        notes=tuple(notes),
        assumptions=tuple(assumptions_of(grid, used, when, times, ringing, no_cover)),
    )
    return TableReading(timetable, grid.where, shape.kind, used)


class _Together:
    """Asks one thing after the other, and raises the faults of all of them at once."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def ask(self, question: Callable[[], _Answer]) -> _Answer | None:
        """The answer; ``None`` if there are faults in its place."""
        try:
            return question()
        except ProblemError as error:
            self.faults += error.faults
            return None

    def end(self) -> None:
        """Raises what has come together."""
        if self.faults:
            raise ProblemError(self.faults)


def _layout(
    columns: Mapping[str, Heads] | str | Path | None,
    name: str | None,
    separators: str | Mapping[str, str] | None,
) -> Layout:
    """All that is told: the layout by name, then the columns, then the separators."""
    told = Layout() if name is None else named_layout(name)
    if isinstance(columns, (str, Path)):
        told = told.but(load_layout(columns))
    elif columns is not None:
        told = told.but(layout_of({"columns": dict(columns)}, "columns"))
    if separators is not None:
        told = told.but(layout_of({"separators": separators_of(separators)}, "separators"))
    return told


def _body(reader: Reader, shape: Shape, layout: Layout) -> Iterator[int]:
    """The rows below the heads that can hold lessons."""
    only = {}
    for name, value in layout.only.items():
        told = Layout.model_validate({"columns": {"lesson": name}})
        (column,) = columns_of(reader.grid, shape.head, told).of["lesson"]
        only[column] = value
    for row in filled(reader.grid):
        if row >= shape.first:
            column_at = long.left_out(reader.grid, only, row)
            if column_at is None:
                yield row
            else:
                reader.note(row, (column_at,), reader.grid.text(row, column_at), NOT_ONLY)


def _meetings(
    reader: Reader, shape: Shape, layout: Layout, rows: Sequence[int]
) -> Iterator[Meeting]:
    if shape.kind == "long":
        return long.meetings_of(reader, shape.columns, rows)
    return wide.meetings_of(reader, shape, layout, rows)
