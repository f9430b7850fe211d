"""``import``: a real timetable made into the lessons of a problem."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from pdsched.cli.arguments import ProblemOut
from pdsched.cli.noted import tell_duties, tell_notes
from pdsched.cli.places import for_problem
from pdsched.cli.told import tell_problem

if TYPE_CHECKING:
    from pdsched.rosters import RosterKind
    from pdsched.timetables import Kind

MOST_CLOSED = 400
"""Days between the first and the last date of a span that is closed."""
_Notes = Annotated[bool, typer.Option("--notes", help="List each row that could not be used.")]


class Source(StrEnum):
    """Which program wrote the timetable."""

    UNTIS = "untis"
    XHSTT = "xhstt"
    FET = "fet"
    ONEROSTER = "oneroster"
    SDS = "sds"
    EDFI = "edfi"


_ROSTERS = (Source.ONEROSTER, Source.SDS, Source.EDFI)
"""Kinds of several schools, which make a problem without a timetable between."""


class FetMode(StrEnum):
    """How the days of FET make real days."""

    AUTO = "auto"
    OFFICIAL = "official"
    MORNINGS_AFTERNOONS = "mornings-afternoons"


def _date(value: str | date) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise typer.BadParameter(f"{value!r} is no date: write it YYYY-MM-DD") from None


def _anchor(text: str) -> tuple[date, str]:
    """``DATE=DAY`` in its parts."""
    told, is_there, day = text.partition("=")
    if not is_there:
        raise typer.BadParameter(f"{text!r} is no anchor: write it DATE=DAY, such as 2026-09-07=A")
    return _date(told.strip()), day.strip()


def _days(text: str) -> list[date]:
    """The dates of ``DATE`` or of ``DATE..DATE``."""
    begin, _, end = text.partition("..")
    first, last = _date(begin.strip()), _date((end or begin).strip())
    if not 0 <= (last - first).days <= MOST_CLOSED:
        raise typer.BadParameter(f"{text!r} is no span of dates: write it FIRST..LAST")
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def import_(
    context: typer.Context,
    kind: Annotated[
        Source,
        typer.Argument(
            metavar="KIND", help="Program that wrote the timetable.", show_default=False
        ),
    ],
    path: Annotated[
        Path,
        typer.Argument(
            metavar="PATH",
            help="Untis: GPU001.TXT. XHSTT: the archive, .xml. FET: .fet or timetable .csv. "
            "OneRoster, SDS, Ed-Fi: the folder or zip file.",
            show_default=False,
        ),
    ],
    output: ProblemOut,
    first: Annotated[
        date, typer.Option(parser=_date, metavar="DATE", help="First date of the plan.")
    ] = date(2026, 9, 7),
    weeks: Annotated[int, typer.Option(metavar="N", help="Length of the plan.")] = 12,
    time_zone: Annotated[
        str, typer.Option(metavar="NAME", help="IANA name, such as Europe/Berlin.")
    ] = "UTC",
    school: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Id of the school; by default the timetable's name."),
    ] = None,
    first_bell: Annotated[
        str,
        typer.Option(
            metavar="HH:MM", help="Start of the first period, if the file has no clock times."
        ),
    ] = "08:00",
    period_minutes: Annotated[
        int | None,
        typer.Option(metavar="N", help="Length of a period, if the file has no clock times."),
    ] = None,
    break_minutes: Annotated[
        int | None,
        typer.Option(metavar="N", help="Pause between periods, if the file has no clock times."),
    ] = None,
    weekdays: Annotated[
        str | None,
        typer.Option(
            metavar="mon,tue,...",
            help="Weekdays on which the school is open, in the order of the days; a week begins on "
            "the first. By default what fits.",
        ),
    ] = None,
    rotating: Annotated[
        bool,
        typer.Option("--rotating", help="The days follow the teaching days one after the other."),
    ] = False,
    cycle_anchor: Annotated[
        list[str] | None,
        typer.Option(
            metavar="DATE=DAY",
            help="Date on which a day of the timetable is known to be; may be repeated.",
        ),
    ] = None,
    closed: Annotated[
        list[str] | None,
        typer.Option(
            metavar="DATE", help="Day, or DATE..DATE, on which nobody works; may be repeated."
        ),
    ] = None,
    no_cover: Annotated[
        list[str] | None,
        typer.Option(
            metavar="SUBJECT", help="Subject whose lessons need no cover; may be repeated."
        ),
    ] = None,
    solution: Annotated[
        str | None,
        typer.Option(metavar="ID", help="XHSTT: id of the solution group, or number from 0."),
    ] = None,
    mode: Annotated[
        FetMode,
        typer.Option(help="FET: whether two of its days make one real day.", case_sensitive=False),
    ] = FetMode.AUTO,
    days: Annotated[
        str | None,
        typer.Option(
            metavar="NAME,NAME,...",
            help="FET's CSV: all days in order, if their names do not tell it.",
        ),
    ] = None,
    hours: Annotated[
        str | None,
        typer.Option(metavar="NAME,NAME,...", help="FET's CSV: all hours of a day in order."),
    ] = None,
    encoding: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Code page of a file that is not in Unicode, such as cp1250; guessed by default.",
        ),
    ] = None,
    spare_co_teachers: Annotated[
        bool,
        typer.Option(
            "--spare-co-teachers",
            help="Where a lesson has more teachers than classes, rooms and subjects, one adult for "
            "each of these is enough; by default all its teachers are needed.",
        ),
    ] = False,
    bells: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="OneRoster, SDS: CSV with period, start, end, and perhaps days and school.",
        ),
    ] = None,
    notes: _Notes = False,
) -> None:
    """Make a problem from a real timetable, or from a roster with all its schools.

    It holds the school, its teachers and their lessons. Rows that cannot be used are counted by
    reason on stderr, and lessons without a class by subject. The problem has nothing to learn yet:
    `pdsched generate --around` adds that, or you add your own needs and courses.
    """
    from pdsched.files import save
    from pdsched.problem import CoverKind
    from pdsched.rosters import import_roster
    from pdsched.timetables import NO_COVER, read_timetable
    from pdsched.timetables.arguments import TermArguments, term_of
    from pdsched.timetables.convert import convert, duties_of

    _refuse_foreign(kind, solution, mode, days, hours)
    _refuse_in_roster(kind, bells, school)
    for_problem(output, path)
    term = TermArguments(
        first=first,
        weeks=weeks,
        time_zone=time_zone,
        first_bell=first_bell,
        period_minutes=period_minutes,
        break_minutes=break_minutes,
        weekdays=None if weekdays is None else [day.strip() for day in weekdays.split(",")],
        rotating=rotating,
        cycle_anchors=dict(_anchor(text) for text in cycle_anchor or ()),
        closed=[day for text in closed or () for day in _days(text)],
        school=school,
        spare_co_teachers=spare_co_teachers,
    )
    if kind in _ROSTERS:
        if not _is_told(context, "first"):  # else the sessions of the roster tell it
            del term["first"]
        if not _is_told(context, "weeks"):
            del term["weeks"]
        problem, noted = import_roster(
            cast("RosterKind", kind.value),
            path,
            bells=bells,
            no_cover=no_cover or (),
            encoding=encoding,
            **term,
        )
        save(problem, output)
        tell_notes(noted, each=notes)
        tell_problem(problem, output)
        return
    checked = term_of(**term)
    timetable = read_timetable(
        cast("Kind", kind.value),
        path,
        no_cover=no_cover or None,
        solution=int(solution) if solution and solution.isdecimal() else solution,
        mode=mode.value,
        encoding=encoding,
        days=_names(days),
        hours=_names(hours),
    )
    problem, noted = convert(timetable, checked, str(path))
    save(problem, output)
    tell_notes((*timetable.notes, *noted), each=notes)
    taught = {lesson.subject for lesson in problem.lessons if lesson.classes}
    free = {lesson.subject for lesson in problem.lessons if lesson.cover is CoverKind.NOT_NEEDED}
    in_force = [subject for subject in no_cover or NO_COVER if subject in free]
    tell_duties(duties_of(timetable), taught, in_force, each=notes)
    tell_problem(problem, output)


def _refuse_foreign(
    kind: Source, solution: str | None, mode: FetMode, days: str | None, hours: str | None
) -> None:
    """An option that this kind of file does not have is a mistake, not a wish to be passed over."""
    if solution is not None and kind is not Source.XHSTT:
        raise typer.BadParameter(f"--solution is for xhstt, and this is {kind}")
    if mode is not FetMode.AUTO and kind is not Source.FET:
        raise typer.BadParameter(f"--mode is for fet, and this is {kind}")
    for name, told in (("days", days), ("hours", hours)):
        if told is not None and kind is not Source.FET:
            raise typer.BadParameter(f"--{name} is for fet, and this is {kind}")


def _is_told(context: typer.Context, option: str) -> bool:
    """Whether an option has a value that its user gave it."""
    source = context.get_parameter_source(option)
    return source is not None and source.name != "DEFAULT"


def _refuse_in_roster(kind: Source, bells: Path | None, school: str | None) -> None:
    """The same of options for files with one school, and of those for files with several."""
    if bells is not None and kind not in (Source.ONEROSTER, Source.SDS):
        raise typer.BadParameter(f"--bells is for oneroster and sds, and this is {kind}")
    if school is not None and kind in _ROSTERS:
        raise typer.BadParameter(f"--school is for files with one school, and this is {kind}")


def _names(text: str | None) -> list[str] | None:
    """Names between commas; one with a comma of its own is put in quotation marks."""
    if text is None:
        return None
    return [name.strip() for name in next(csv.reader([text], skipinitialspace=True))]
