"""Arguments of ``import``, and how their texts are read."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class TeacherSource(StrEnum):
    """Where a feed tells who holds a lesson."""

    AUTO = "auto"
    NAME = "name"
    ORGANIZER = "organizer"
    ATTENDEE = "attendee"


class FetMode(StrEnum):
    """How the days of FET make real days."""

    AUTO = "auto"
    OFFICIAL = "official"
    MORNINGS_AFTERNOONS = "mornings-afternoons"


MOST_CLOSED = 400
"""Days between the first and the last date of a span that is closed."""


def read_date(value: str | date) -> date:
    """A date as it is written on the command line.

    >>> read_date("2026-09-07")
    datetime.date(2026, 9, 7)
    """
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise typer.BadParameter(f"{value!r} is no date: write it YYYY-MM-DD") from None


def read_anchor(text: str) -> tuple[date, str]:
    """``DATE=DAY`` in its parts.

    >>> read_anchor("2026-09-07=A")
    (datetime.date(2026, 9, 7), 'A')
    """
    told, is_there, day = text.partition("=")
    if not is_there:
        raise typer.BadParameter(f"{text!r} is no anchor: write it DATE=DAY, such as 2026-09-07=A")
    return read_date(told.strip()), day.strip()


def read_dates(text: str) -> list[date]:
    """The dates of ``DATE`` or of ``DATE..DATE``.

    >>> len(read_dates("2026-09-07..2026-09-11"))
    5
    """
    begin, _, end = text.partition("..")
    first, last = read_date(begin.strip()), read_date((end or begin).strip())
    if not 0 <= (last - first).days <= MOST_CLOSED:
        raise typer.BadParameter(f"{text!r} is no span of dates: write it FIRST..LAST")
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def read_names(text: str | None) -> list[str] | None:
    """Names between commas; one with a comma of its own is put in quotation marks.

    >>> read_names('Roll call, "1, 2"')
    ['Roll call', '1, 2']
    """
    if text is None:
        return None
    return [name.strip() for name in next(csv.reader([text], skipinitialspace=True))]


def read_signs(text: str | None) -> str | None:
    r"""Signs that part names, with ``\n`` and ``\t`` for what a shell makes hard to write.

    >>> read_signs(";\\n")
    ';\n'
    """
    return None if text is None else text.replace("\\n", "\n").replace("\\t", "\t")


Told = Annotated[
    list[str],
    typer.Argument(
        metavar="[KIND] PATH",
        help="What the file is (untis, xhstt, fet, asc, ical, table, oneroster, sds, edfi; guessed "
        "and told if it is left out), and where it is.",
        show_default=False,
    ),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="P.json", help="Where to write the problem.", show_default=False
    ),
]
First = Annotated[
    date, typer.Option(parser=read_date, metavar="DATE", help="First date of the plan.")
]
Weeks = Annotated[int, typer.Option(metavar="N", help="Length of the plan.")]
TimeZone = Annotated[str, typer.Option(metavar="NAME", help="IANA name, such as Europe/Berlin.")]
School = Annotated[
    str | None,
    typer.Option(metavar="ID", help="Id of the school; by default the timetable's name."),
]
FirstBell = Annotated[
    str,
    typer.Option(
        metavar="HH:MM", help="Start of the first period, if the file has no clock times."
    ),
]
PeriodMinutes = Annotated[
    int | None,
    typer.Option(metavar="N", help="Length of a period, if the file has no clock times."),
]
BreakMinutes = Annotated[
    int | None,
    typer.Option(metavar="N", help="Pause between periods, if the file has no clock times."),
]
Weekdays = Annotated[
    str | None,
    typer.Option(
        metavar="mon,tue,...",
        help="Weekdays on which the school is open, in the order of the days; a week begins on "
        "the first. By default what fits.",
    ),
]
Rotating = Annotated[
    bool,
    typer.Option("--rotating", help="The days follow the teaching days one after the other."),
]
CycleAnchors = Annotated[
    list[str] | None,
    typer.Option(
        metavar="DATE=DAY",
        help="Date on which a day of the timetable is known to be; may be repeated.",
    ),
]
Closed = Annotated[
    list[str] | None,
    typer.Option(
        metavar="DATE", help="Day, or DATE..DATE, on which nobody works; may be repeated."
    ),
]
NoCover = Annotated[
    list[str] | None,
    typer.Option(metavar="SUBJECT", help="Subject whose lessons need no cover; may be repeated."),
]
Solution = Annotated[
    str | None,
    typer.Option(metavar="ID", help="XHSTT: id of the solution group, or number from 0."),
]
Days = Annotated[
    str | None,
    typer.Option(
        metavar="NAME,NAME,...",
        help="FET's CSV and tables: all days in order, if their names do not tell it.",
    ),
]
Hours = Annotated[
    str | None,
    typer.Option(
        metavar="NAME,NAME,...", help="FET's CSV and tables: all hours of a day in order."
    ),
]
Mode = Annotated[
    FetMode,
    typer.Option(help="FET: whether two of its days make one real day.", case_sensitive=False),
]
AscTerm = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="aSc: which of its terms, by name or number from 1."),
]
TeacherFrom = Annotated[
    TeacherSource,
    typer.Option(help="iCalendar: where it says who holds a lesson.", case_sensitive=False),
]
HistoryFile = Annotated[
    Path | None,
    typer.Option(
        metavar="GPU014.TXT",
        help="Untis's list of substitutions: covers so far, and how likely cover is filled.",
    ),
]
Encoding = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="Code page of a file that is not in Unicode, such as cp1250; guessed by default.",
    ),
]
SpareCoTeachers = Annotated[
    bool,
    typer.Option(
        "--spare-co-teachers",
        help="Where a lesson has more teachers than classes, rooms and subjects, one adult for "
        "each of these is enough; by default all its teachers are needed.",
    ),
]
ColumnsFile = Annotated[
    Path | None,
    typer.Option(
        "--columns", metavar="MAP.toml", help="Tables: which column holds what; by default guessed."
    ),
]
BellTable = Annotated[
    Path | None,
    typer.Option(
        "--bells",
        metavar="BELLS.csv",
        help="Tables, OneRoster, SDS: period, start, end, and days if they differ.",
    ),
]
LayoutName = Annotated[
    str | None,
    typer.Option(
        "--layout",
        metavar="NAME",
        help="Tables: long (a row a lesson), wide, or the layout of a program such as powerschool.",
    ),
]
SheetName = Annotated[
    str | None,
    typer.Option("--sheet", metavar="NAME", help="Tables: sheet of a workbook, or its number."),
]
Separators = Annotated[
    str | None,
    typer.Option(
        metavar="SIGNS", help="Tables: signs that part several names of one cell, such as ',;'."
    ),
]
Preview = Annotated[
    bool,
    typer.Option("--preview", help="Tables: show how they are understood, and write nothing."),
]
Notes = Annotated[bool, typer.Option("--notes", help="List each row that could not be used.")]
