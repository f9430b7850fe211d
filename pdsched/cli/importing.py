"""``import``: a real timetable made into the lessons of a problem."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pdsched.cli.arguments import ProblemOut
from pdsched.cli.import_dates import ExamDays, Follows, SkipsEmptyWeeks, followed
from pdsched.cli.noted import tell_duties, tell_history, tell_notes
from pdsched.cli.places import for_problem
from pdsched.cli.told import tell_problem

MOST_CLOSED = 400
"""Days between the first and the last date of a span that is closed."""
_Notes = Annotated[bool, typer.Option("--notes", help="List each row that could not be used.")]


class Source(StrEnum):
    """Which program wrote the timetable."""

    UNTIS = "untis"
    XHSTT = "xhstt"
    FET = "fet"
    ASC = "asc"
    ICAL = "ical"


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
            help="Untis: GPU001.TXT. XHSTT: the archive, .xml. FET: .fet or timetable .csv. aSc: "
            ".xml. iCalendar: .ics, or a folder of them.",
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
    follows: Follows = None,
    exam_days: ExamDays = None,
    skips_empty_weeks: SkipsEmptyWeeks = False,
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
    asc_term: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="aSc: which of its terms, by name or number from 1."),
    ] = None,
    teacher_from: Annotated[
        TeacherSource,
        typer.Option(help="iCalendar: where it says who holds a lesson.", case_sensitive=False),
    ] = TeacherSource.AUTO,
    history: Annotated[
        Path | None,
        typer.Option(
            metavar="GPU014.TXT",
            help="Untis's list of substitutions: covers so far, and how likely cover is filled.",
        ),
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
    notes: _Notes = False,
) -> None:
    """Make a problem from a real timetable.

    It holds the school, its teachers and their lessons. Rows that cannot be used are counted by
    reason on stderr, and lessons without a class by subject. The problem has nothing to learn yet:
    `pdsched generate --around` adds that, or you add your own needs and courses.
    """
    from pdsched.files import save
    from pdsched.problem import CoverKind
    from pdsched.timetables import NO_COVER, read_timetable, read_untis_history, with_history
    from pdsched.timetables.arguments import TermArguments, term_of
    from pdsched.timetables.convert import convert, duties_of
    from pdsched.timetables.subjects import unused

    _refuse_foreign(kind, solution, mode, days, hours)
    _refuse_more(kind, asc_term, teacher_from)
    for_problem(output, path)
    told = TermArguments(
        first=first,
        weeks=weeks,
        time_zone=time_zone,
        first_bell=first_bell,
        period_minutes=period_minutes,
        break_minutes=break_minutes,
        weekdays=None if weekdays is None else [day.strip() for day in weekdays.split(",")],
        rotating=rotating,
        cycle_anchors=dict(_anchor(text) for text in cycle_anchor or ()),
        follows=followed(follows, _days),
        exam_days=[day for text in exam_days or () for day in _days(text)],
        skips_empty_weeks=skips_empty_weeks,
        closed=[day for text in closed or () for day in _days(text)],
        school=school,
        spare_co_teachers=spare_co_teachers,
    )
    term = term_of(**told)
    timetable = read_timetable(
        kind.value,
        path,
        no_cover=no_cover or None,
        solution=int(solution) if solution and solution.isdecimal() else solution,
        mode=mode.value,
        encoding=encoding,
        days=_names(days),
        hours=_names(hours),
        asc_term=asc_term,
        teacher_from=teacher_from.value,
        **told,
    )
    problem, noted = convert(timetable, term, str(path))
    left_over = [*timetable.notes, *noted]
    if history is not None:
        past = read_untis_history(history, encoding)
        problem, missing = with_history(problem, past)
        left_over += [*past.notes, *missing]
        tell_history(past, problem, each=notes)
    save(problem, output)
    tell_notes((*left_over, *unused(timetable, no_cover)), each=notes)
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


def _refuse_more(kind: Source, asc_term: str | None, teacher_from: TeacherSource) -> None:
    if asc_term is not None and kind is not Source.ASC:
        raise typer.BadParameter(f"--asc-term is for asc, and this is {kind}")
    if teacher_from is not TeacherSource.AUTO and kind is not Source.ICAL:
        raise typer.BadParameter(f"--teacher-from is for ical, and this is {kind}")


def _names(text: str | None) -> list[str] | None:
    """Names between commas; one with a comma of its own is put in quotation marks."""
    if text is None:
        return None
    return [name.strip() for name in next(csv.reader([text], skipinitialspace=True))]
