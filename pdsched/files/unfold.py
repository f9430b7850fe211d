"""A problem as the rows of its tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from pdsched.files.cells import write_cell
from pdsched.files.tables import OF_CALENDAR, OF_CYCLE, OF_DAYS, SAYS, TABLES, Column
from pdsched.outside import csv_text
from pdsched.problem import Problem

Record = Mapping[str, Any]


def unfold(problem: Problem) -> dict[str, str]:
    """The text of each table, by name; defaults are empty cells, and so is ``null``.

    >>> calendar = {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-11"}
    >>> unfold(Problem(calendar=calendar))["calendar"].splitlines()
    ['time_zone,first,last,weekdays,week_begins,today', 'UTC,2026-09-07,2026-09-11,,,']
    """
    return {table: table_text(TABLES[table], rows) for table, rows in table_rows(problem)}


def table_rows(problem: Problem) -> Iterator[tuple[str, Iterator[Record]]]:
    """Each table with its rows, as values by column that are not the default.

    >>> calendar = {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-11"}
    >>> dict(table_rows(Problem(calendar=calendar)))["calendar"].__next__()["time_zone"]
    'UTC'
    """
    document = problem.model_dump(mode="json", exclude_defaults=True)
    return ((table, rows_of_table(table, document)) for table in TABLES)


def table_text(columns: Sequence[Column], rows: Iterator[Record]) -> str:
    """The text of a table from its rows."""
    cells = (
        ["" if (value := row.get(c.name)) is None else write_cell(c.cell, value) for c in columns]
        for row in rows
    )
    return csv_text([column.name for column in columns], cells)


def rows_of_table(table: str, document: Record) -> Iterator[Record]:
    """The rows of a table of a problem, whose document is given, by the names of columns."""
    if table in _NESTED:
        yield from _NESTED[table](document)
    else:
        yield from document.get(table, ())


def _problem(document: Record) -> Iterator[Record]:
    yield {field: document[field] for field in ("id", "name") if field in document}


def _assumptions(document: Record) -> Iterator[Record]:
    for sentence in document.get("assumptions", ()):
        yield {"sentence": sentence}


def _calendar(document: Record) -> Iterator[Record]:
    yield document["calendar"]


def _of_calendar(field: str) -> Callable[[Record], Iterator[Record]]:
    def rows(document: Record) -> Iterator[Record]:
        yield from document["calendar"].get(field, ())

    return rows


def _days(document: Record) -> Iterator[Record]:
    """What dates are, those of the whole district first."""
    for holder in (document["calendar"], *document.get("schools", ())):
        school = {"school": holder["id"]} if "id" in holder else {}
        for name, kind in OF_DAYS.items():
            for day in holder.get(name, ()):
                yield {**school, "date": day, "kind": kind}
        for kind, name in OF_CYCLE.items():
            for dated in holder.get("cycle", {}).get(name, ()):
                yield {**school, "kind": kind, **dated}


def _schools(document: Record) -> Iterator[Record]:
    for school in document.get("schools", ()):
        cycle = school.get("cycle", {})
        yield {**school, **{f"cycle_{name}": value for name, value in cycle.items()}}


def _periods(document: Record) -> Iterator[Record]:
    for school in document.get("schools", ()):
        for period in school["periods"]:
            yield {"school": school["id"], **period}


def _prerequisites(document: Record) -> Iterator[Record]:
    for course in document.get("courses", ()):
        for arc in course.get("prerequisites", ()):
            yield {**arc, "course": course["id"], "requires": arc["course"]}


def _availability(document: Record) -> Iterator[Record]:
    for kind, says in SAYS.items():
        for record in document.get(kind, ()):
            for name in says:
                for window in record.get(name, ()):
                    yield {"kind": kind, "id": record["id"], "says": name, **window}


_NESTED = {
    "problem": _problem,
    "assumptions": _assumptions,
    "calendar": _calendar,
    **{table: _of_calendar(field) for table, field in OF_CALENDAR.items()},
    "days": _days,
    "schools": _schools,
    "periods": _periods,
    "prerequisites": _prerequisites,
    "availability": _availability,
}
