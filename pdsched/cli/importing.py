"""``import``: a real timetable made into the lessons of a problem."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import typer

from pdsched.cli import import_options as options
from pdsched.cli.import_dates import ExamDays, Follows, SkipsEmptyWeeks, followed
from pdsched.cli.import_options import (
    FetMode,
    TeacherSource,
    read_anchor,
    read_dates,
    read_names,
    read_signs,
)
from pdsched.cli.noted import tell_duties, tell_history, tell_notes
from pdsched.cli.places import for_problem
from pdsched.cli.previewing import tell_table
from pdsched.cli.told import tell_problem

if TYPE_CHECKING:
    from pdsched.problem import Problem
    from pdsched.rosters import RosterKind
    from pdsched.timetables import DatedTimetable, Note, Timetable
    from pdsched.timetables.arguments import Term


class Roster(NamedTuple):
    """A kind of roster: several schools, which make a problem without a timetable between."""

    what: str
    """In words, with an article."""
    options: frozenset[str] = frozenset()
    """Arguments that it takes and not all kinds do."""


ROSTERS = {
    "oneroster": Roster("a roster in OneRoster's CSV", frozenset({"bells"})),
    "sds": Roster("a roster for School Data Sync", frozenset({"bells"})),
    "edfi": Roster("a bulk export of Ed-Fi"),
}


def import_(
    context: typer.Context,
    told: options.Told,
    output: options.Output = None,
    first: options.First = date(2026, 9, 7),
    weeks: options.Weeks = 12,
    time_zone: options.TimeZone = "UTC",
    school: options.School = None,
    first_bell: options.FirstBell = "08:00",
    period_minutes: options.PeriodMinutes = None,
    break_minutes: options.BreakMinutes = None,
    weekdays: options.Weekdays = None,
    rotating: options.Rotating = False,
    cycle_anchor: options.CycleAnchors = None,
    follows: Follows = None,
    exam_days: ExamDays = None,
    skips_empty_weeks: SkipsEmptyWeeks = False,
    closed: options.Closed = None,
    no_cover: options.NoCover = None,
    solution: options.Solution = None,
    mode: options.Mode = FetMode.AUTO,
    days: options.Days = None,
    hours: options.Hours = None,
    asc_term: options.AscTerm = None,
    teacher_from: options.TeacherFrom = TeacherSource.AUTO,
    history: options.HistoryFile = None,
    columns: options.ColumnsFile = None,
    bells: options.BellTable = None,
    layout: options.LayoutName = None,
    sheet: options.SheetName = None,
    separators: options.Separators = None,
    preview: options.Preview = False,
    encoding: options.Encoding = None,
    spare_co_teachers: options.SpareCoTeachers = False,
    notes: options.Notes = False,
) -> None:
    """Make a problem from a real timetable.

    It holds the school, its teachers and their lessons. Rows that cannot be used are counted by
    reason on stderr, and lessons without a class by subject. The problem has nothing to learn yet:
    `pdsched generate --around` adds that, or you add your own needs and courses.
    """
    from pdsched.rosters import guess_roster
    from pdsched.timetables import guess_kind, read_timetable
    from pdsched.timetables.arguments import TermArguments, term_of

    kind, path = _kind_and_path(told)
    if output is None and not preview:
        raise typer.BadParameter("say where to write the problem: -o P.json", param_hint="--output")
    reading: dict[str, Any] = {
        "no_cover": no_cover or None,
        "solution": int(solution) if solution and solution.isdecimal() else solution,
        "mode": mode.value,
        "days": read_names(days),
        "hours": read_names(hours),
        "asc_term": asc_term,
        "teacher_from": teacher_from.value,
        "columns": columns,
        "bells": bells,
        "layout": layout,
        "sheet": sheet,
        "separators": read_signs(separators),
        "encoding": encoding,
    }
    if kind:
        _refuse_foreign(kind, reading, preview)
    if output is not None:
        for_problem(output, path)
    holding = TermArguments(
        first=first,
        weeks=weeks,
        time_zone=time_zone,
        first_bell=first_bell,
        period_minutes=period_minutes,
        break_minutes=break_minutes,
        weekdays=None if weekdays is None else [day.strip() for day in weekdays.split(",")],
        rotating=rotating,
        cycle_anchors=dict(read_anchor(text) for text in cycle_anchor or ()),
        follows=followed(follows, read_dates),
        exam_days=[day for text in exam_days or () for day in read_dates(text)],
        skips_empty_weeks=skips_empty_weeks,
        closed=[day for text in closed or () for day in read_dates(text)],
        school=school,
        spare_co_teachers=spare_co_teachers,
    )
    term = term_of(**holding)
    if not kind:
        kind = guess_roster(path) or guess_kind(path)
        _tell_guess(kind, path)
        _refuse_foreign(kind, reading, preview)
    given: Any = {name: value for name, value in reading.items() if value is not None} | holding
    if preview:
        tell_table(path, given, each=notes)
    elif output is not None and kind in ROSTERS:
        _take_roster(context, kind, path, output, reading, dict(holding), history, each=notes)
    elif output is not None:
        timetable = read_timetable(kind, path, **given)
        _convert(timetable, term, path, output, no_cover, history, encoding, each=notes)


def _kind_and_path(told: list[str]) -> tuple[str, Path]:
    """The kind, empty if it is to be guessed, and the path of ``[KIND] PATH``."""
    from pdsched.timetables import KINDS

    kinds = (*KINDS, *ROSTERS)
    if len(told) > 2:
        raise typer.BadParameter(f"{' '.join(told)!r} is more than a kind and a path")
    if len(told) == 2 and told[0] not in kinds:
        raise typer.BadParameter(f"{told[0]!r} is no kind of file: say {', '.join(kinds)}")
    if len(told) == 1 and told[0] in kinds and not Path(told[0]).exists():
        raise typer.BadParameter(f"{told[0]!r} is a kind of file: say the path of the file as well")
    return (told[0] if len(told) == 2 else "", Path(told[-1]))


def _tell_guess(kind: str, path: Path) -> None:
    from pdsched.timetables import KINDS

    what = ROSTERS[kind].what if kind in ROSTERS else KINDS[kind].what
    typer.echo(
        f"{path} was taken for {what}; if it is none, say: pdsched import KIND {path}", err=True
    )


def _refuse_foreign(kind: str, reading: dict[str, Any], preview: bool) -> None:
    """An option that this kind of file does not have is a mistake, not a wish to be passed over."""
    from pdsched.timetables import KINDS

    options_of = {k: it.options for k, it in KINDS.items()}
    options_of |= {k: it.options for k, it in ROSTERS.items()}
    for name in {name for theirs in options_of.values() for name in theirs} - options_of[kind]:
        if reading[name] not in (None, "auto"):
            for_kinds = " and ".join(k for k, theirs in options_of.items() if name in theirs)
            option = name.replace("_", "-")
            raise typer.BadParameter(f"--{option} is for {for_kinds}, and this is {kind}")
    if preview and kind != "table":
        raise typer.BadParameter(f"--preview is for table, and this is {kind}")


def _is_told(context: typer.Context, option: str) -> bool:
    """Whether an option has a value that its user gave it."""
    source = context.get_parameter_source(option)
    return source is not None and source.name != "DEFAULT"


def _take_roster(
    context: typer.Context,
    kind: str,
    path: Path,
    output: Path,
    reading: dict[str, Any],
    holding: dict[str, Any],
    history: Path | None,
    *,
    each: bool,
) -> None:
    """Writes the problem of a roster, and tells what it could not hold."""
    from pdsched.files import save
    from pdsched.rosters import import_roster

    if holding["school"] is not None:
        raise typer.BadParameter(f"--school is for files with one school, and this is {kind}")
    for name in ("first", "weeks"):
        if not _is_told(context, name):  # else the sessions of the roster tell it
            del holding[name]
    problem, noted = import_roster(
        cast("RosterKind", kind),
        path,
        bells=reading["bells"],
        no_cover=reading["no_cover"] or (),
        encoding=reading["encoding"],
        **holding,
    )
    problem, more = _with_history(problem, history, reading["encoding"], each=each)
    save(problem, output)
    tell_notes([*noted, *more], each=each)
    tell_problem(problem, output)


def _with_history(
    problem: Problem, history: Path | None, encoding: str | None, *, each: bool
) -> tuple[Problem, list[Note]]:
    """The problem with what a list of substitutions tells, and the notes on that list."""
    from pdsched.timetables import read_untis_history, with_history

    if history is None:
        return problem, []
    past = read_untis_history(history, encoding)
    problem, missing = with_history(problem, past)
    tell_history(past, problem, each=each)
    return problem, [*past.notes, *missing]


def _convert(
    timetable: Timetable | DatedTimetable,
    term: Term,
    path: Path,
    output: Path,
    no_cover: list[str] | None,
    history: Path | None,
    encoding: str | None,
    *,
    each: bool,
) -> None:
    """Writes the problem of a timetable, and tells what it could not hold."""
    from pdsched.files import save
    from pdsched.problem import CoverKind
    from pdsched.timetables import NO_COVER
    from pdsched.timetables.convert import convert, duties_of
    from pdsched.timetables.subjects import unused

    problem, noted = convert(timetable, term, str(path))
    problem, more = _with_history(problem, history, encoding, each=each)
    save(problem, output)
    tell_notes([*timetable.notes, *noted, *unused(timetable, no_cover), *more], each=each)
    taught = {lesson.subject for lesson in problem.lessons if lesson.classes}
    free = {lesson.subject for lesson in problem.lessons if lesson.cover is CoverKind.NOT_NEEDED}
    in_force = [subject for subject in no_cover or NO_COVER if subject in free]
    tell_duties(duties_of(timetable), taught, in_force, each=each)
    tell_problem(problem, output)
