"""``absences``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pdsched.cli.arguments import PlanPath, ProblemPath
from pdsched.cli.given import problem_and_plan, read_plan, read_problem, refuse_other
from pdsched.cli.told import written
from pdsched.cli.waiting import waiting


def _reason(value: str) -> str:
    from pdsched.absences import check_reason

    try:
        check_reason(value)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    return value


class AbsenceFormat(StrEnum):
    """Formats of absences."""

    NEUTRAL = "neutral"
    UNTIS_GPU014 = "untis-gpu014"
    EDFI = "edfi"
    RED_ROVER = "red-rover"


def absences(
    problem: ProblemPath,
    plan: PlanPath,
    output: Annotated[
        Path,
        typer.Option(
            "-o",
            "--output",
            metavar="FOLDER",
            help="Where the files go.",
            show_default=False,
        ),
    ],
    format: Annotated[
        AbsenceFormat, typer.Option(help="Of which system.", case_sensitive=False)
    ] = AbsenceFormat.NEUTRAL,
    before: Annotated[
        Path | None,
        typer.Option(metavar="PLAN", help="The plan told before: write only what changed since."),
    ] = None,
    before_problem: Annotated[
        Path | None,
        typer.Option(
            metavar="P", help="The problem of that plan, where people or lessons of it are gone."
        ),
    ] = None,
    reason: Annotated[
        str,
        typer.Option(metavar="CODE", help="What that system calls the reason.", callback=_reason),
    ] = "PD",
) -> None:
    """Write who is away and who comes for them, for the system in which a school enters it.

    An absence has the same id in every replan. A substitute who comes for one person alone stands
    with the absence; one who comes for several, or in reserve, is a vacancy of the half-day.
    """
    from pdsched.absences import save_absences

    given, loaded_plan = problem_and_plan(problem, plan)
    refuse_other(given, loaded_plan, plan)
    known = None if before is None else read_plan(before)
    known_problem = None if before_problem is None else read_problem(before_problem)
    with waiting("absences"):
        files = save_absences(
            given,
            loaded_plan,
            output,
            format=format.value,
            before=known,
            before_problem=known_problem,
            reason=reason,
        )
    for file in files:
        written(output / file.file, str(file.news))
