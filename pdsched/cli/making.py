"""``generate`` and ``convert``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pdsched.cli.arguments import ProblemOut, Seed
from pdsched.cli.places import for_plan, for_problem, for_workbook
from pdsched.cli.stating import invent_state
from pdsched.cli.told import keep_plan, keep_problem, written
from pdsched.errors import ProblemError

if TYPE_CHECKING:
    from pdsched.problem import Problem


class Size(StrEnum):
    """Sizes of an invented district."""

    XS = "XS"
    S = "S"
    M = "M"
    L = "L"
    XL = "XL"


def generate(
    output: ProblemOut,
    size: Annotated[
        Size | None,
        typer.Option(
            case_sensitive=False,
            help="30, 70, 500, 3,000 or 10,000 teachers; S by default. Not with --around.",
        ),
    ] = None,
    seed: Seed = 0,
    around: Annotated[
        Path | None,
        typer.Option(
            metavar="TIMETABLE",
            help="Keep the lessons of this timetable (a problem from import, the file of a "
            "timetabling program, or a roster) and invent only what a timetable lacks.",
        ),
    ] = None,
    tightness: Annotated[
        float,
        typer.Option(
            metavar="X",
            min=0.0,
            max=1.0,
            help="Substitute days on offer, as a share of all teaching days.",
        ),
    ] = 0.01,
    weeks: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            min=4,
            max=40,
            help="Length of the calendar: a term has 12, a school year 40; by default that of the "
            "size. Not with --around.",
        ),
    ] = None,
    state: Annotated[
        bool,
        typer.Option(
            "--state",
            help="Invent districts that share some trainers, as a folder for solve-state. Not with "
            "--size and --around.",
        ),
    ] = False,
    districts: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, max=1000, help="Of a state; 72 unless given."),
    ] = None,
    teachers: Annotated[
        int | None,
        typer.Option(
            metavar="N", min=20, help="Of all districts of a state together; 85,000 unless given."
        ),
    ] = None,
) -> None:
    """Invent a problem, or what a timetable lacks.

    A timetable lacks needs, courses, trainers, rooms and substitutes; without --around, schools,
    staff and lessons are invented as well. The same options give the same problem. The file itself
    lists what was assumed.
    """
    from pdsched import generator

    if state:
        if around is not None or size is not None:
            raise typer.BadParameter("--state draws its districts: leave out --size and --around")
        options = {"districts": districts, "teachers": teachers}
        given = {name: value for name, value in options.items() if value is not None}
        invent_state(output, given | {"seed": seed, "tightness": tightness, "weeks": weeks})
        return
    if districts is not None or teachers is not None:
        raise typer.BadParameter("--districts and --teachers are for --state")
    if around is not None and size is not None:
        raise typer.BadParameter("--size is for invented schools, and --around brings its own")
    if around is not None and weeks is not None:
        raise typer.BadParameter("--weeks is for invented calendars, and --around brings its own")
    for_problem(output, *([] if around is None else [around]))
    lessons = None if around is None else _timetable(around)
    chosen = (size or Size.S).value
    problem = generator.generate(
        size=chosen, seed=seed, around=lessons, tightness=tightness, weeks=weeks
    )
    keep_problem(problem, output)


def template(
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", metavar="FILE.xlsx", help="Where to write it.", show_default=False
        ),
    ],
) -> None:
    """Write an empty workbook to fill in, with a worked example.

    It has a sheet for each table, named and ordered as one fills them. The example stands on a
    sheet of its own, which is not read.
    """
    from pdsched.files.template import save_template

    save_template(for_workbook(output))
    written(output)


def convert(
    source: Annotated[
        Path,
        typer.Argument(metavar="IN", help="A JSON file, a workbook, or a folder of CSV files."),
    ],
    target: Annotated[
        Path,
        typer.Argument(
            metavar="OUT",
            help="NAME.json, NAME.json.gz or (a problem) NAME.xlsx, or a folder for CSV files.",
        ),
    ],
) -> None:
    """Convert a problem or a plan from JSON to CSV files or a workbook, or back.

    Of a result it is the plan that is converted.
    """
    from pdsched.files import load, load_plan
    from pdsched.problem import Problem

    value = load(source)
    if isinstance(value, Problem):
        keep_problem(value, for_problem(target, source))
    else:
        keep_plan(load_plan(source), for_plan(target, source))


def _timetable(path: Path) -> Problem:
    """The lessons to generate around: a problem, or a timetable as its program wrote it."""
    from pdsched.files import is_json, load_problem
    from pdsched.files.workbook import is_problem_workbook
    from pdsched.files.workbook_sheet import may_be_workbook
    from pdsched.rosters import guess_roster, import_roster
    from pdsched.timetables import guess_kind, import_timetable
    from pdsched.views.words import count

    roster = guess_roster(path) if path.is_dir() or not is_json(path) else None
    is_folder = path.is_dir() and not roster and not any(path.glob("*.ics"))
    if is_folder or is_json(path) or (may_be_workbook(path) and is_problem_workbook(path)):
        return load_problem(path)
    try:
        if roster:
            problem, notes = import_roster(roster, path)
        else:
            problem, notes = import_timetable(guess_kind(path), path)
    except ProblemError:
        typer.echo(
            f"`pdsched import` has options for {path}; --around takes the problem that it writes",
            err=True,
        )
        raise
    if notes:
        unused = count(len(notes), "entry was", "entries were")
        typer.echo(f"{unused} unclear in {path}; `pdsched import` tells which", err=True)
    return problem
