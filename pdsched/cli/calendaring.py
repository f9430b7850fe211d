"""``calendar``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pdsched.cli.arguments import PlanPath, ProblemPath
from pdsched.cli.given import problem_and_plan, refuse_other
from pdsched.cli.told import written
from pdsched.cli.waiting import waiting


def calendar(
    problem: ProblemPath,
    plan: PlanPath,
    output: Annotated[
        Path,
        typer.Option(
            "-o",
            "--output",
            metavar="FOLDER",
            help="Where the calendars go; those that it holds tell what was published before.",
            show_default=False,
        ),
    ],
    before: Annotated[
        Path | None,
        typer.Option(
            metavar="PLAN", help="The plan published before, where its calendars are not there."
        ),
    ] = None,
    revision: Annotated[
        int,
        typer.Option(metavar="N", min=1, max=1_000_000, help="Least SEQUENCE of what moved."),
    ] = 1,
) -> None:
    """Write a plan as calendars (iCalendar): a file for each person, trainer, substitute, school.

    An event stays the same one through every replan. What moved since it was published has a higher
    SEQUENCE, and what is gone is cancelled, so that calendar programs follow when a file is taken
    in again.
    """
    from pdsched.files import load_plan
    from pdsched.ical import save_calendars
    from pdsched.views.words import count

    given, loaded_plan = problem_and_plan(problem, plan)
    refuse_other(given, loaded_plan, plan)
    known = None if before is None else load_plan(before)
    with waiting("calendars"):
        files = save_calendars(given, loaded_plan, output, before=known, revision=revision)
    written(output)
    news = sum(file.news for file in files)
    told = (
        f"{count(len(files), 'calendar')}, {count(news, 'event')} new, moved, changed or cancelled"
    )
    typer.echo(told, err=True)
