"""``calendar``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pdsched.cli.arguments import PlanPath, ProblemPath
from pdsched.cli.given import problem_and_plan, read_plan, read_problem, refuse_other
from pdsched.cli.redacting import Hiding
from pdsched.cli.told import written
from pdsched.cli.waiting import waiting
from pdsched.errors import PdschedError


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
    before_problem: Annotated[
        Path | None,
        typer.Option(
            metavar="P", help="The problem of that plan, where people or lessons of it are gone."
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
    from pdsched.ical import save_calendars
    from pdsched.views.words import count

    _refuse_names(output)
    given, loaded_plan = problem_and_plan(problem, plan)
    refuse_other(given, loaded_plan, plan)
    known = None if before is None else read_plan(before)
    then = None if before_problem is None else read_problem(before_problem)
    with waiting("calendars"):
        files = save_calendars(
            given, loaded_plan, output, before=known, before_problem=then, revision=revision
        )
    written(output)
    news = sum(file.news for file in files)
    told = (
        f"{count(len(files), 'calendar')}, {count(news, 'event')} new, moved, changed or cancelled"
    )
    typer.echo(told, err=True)


def _refuse_names(folder: Path) -> None:
    """Refuse to publish pseudonyms where names were: these would be cancelled, by name."""
    if Hiding.redaction is None:
        return
    from pdsched.ical.published import FOLDERS
    from pdsched.redaction.fields import PERSON

    folders = [folder / name for kind, name in FOLDERS.items() if kind != "school"]
    files = (path for each in folders for path in each.glob("*.ics"))
    if any(not path.name.startswith(f"{PERSON}-") for path in files):
        raise PdschedError(
            f"{folder}: holds calendars of people by their own ids; name a folder of its own for "
            "those with pseudonyms"
        )
