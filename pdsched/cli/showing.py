"""``show``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pdsched.cli.arguments import POLICY_HELP, PlanPath, ProblemPath
from pdsched.cli.given import problem_and_plan, read_answer, read_policy, refuse_other
from pdsched.cli.places import for_page, for_workbook
from pdsched.cli.told import tell_other_policy, written
from pdsched.cli.waiting import waiting


class By(StrEnum):
    """For whom a plan is shown: `pdsched.views.By`, which would take long to load for the help."""

    PERSON = "person"
    SCHOOL = "school"
    DAY = "day"
    TRAINER = "trainer"
    SUBSTITUTE = "substitute"


def show(
    problem: ProblemPath,
    plan: PlanPath,
    by: Annotated[By, typer.Option(help="Whom each table is for.")] = By.DAY,
    html: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write a page for the browser instead of printing."),
    ] = None,
    xlsx: Annotated[
        Path | None,
        typer.Option(metavar="FILE.xlsx", help="Write a workbook with everything."),
    ] = None,
    policy: Annotated[
        str,
        typer.Option(
            "--policy", metavar="POLICY", help=f"{POLICY_HELP}, for the figures of the workbook."
        ),
    ] = "default",
) -> None:
    """Print a plan for the people whom it concerns.

    person: where each one goes, when, and who holds the classes. school: who is away, which
    substitutes come, which sessions it hosts. day: everything of a date. trainer: the sessions.
    substitute: date, half-day, school, and the classes in clock order. The workbook has a sheet
    each for figures, sessions, people, cover, substitutes, open needs, a matrix of people and
    periods by day, the ledger and the goals.
    """
    from pdsched import views

    if html is not None:
        for_page(html, problem, plan)
    if xlsx is not None:
        for_workbook(xlsx, problem, plan)
        _write_workbook(xlsx, problem, plan, policy)
        if html is None:
            return
    given, loaded_plan = problem_and_plan(problem, plan)
    refuse_other(given, loaded_plan, plan)
    with waiting("sheets"):
        sheets = views.sheets(given, loaded_plan, views.By(by.value))
    if html is None:
        typer.echo(views.sheets_to_text(sheets))
        return
    title = f"{given.name or problem.stem}, by {by.value}"
    _write_page(html, views.sheets_to_page(title, sheets, leaf_each=by is not By.DAY))


def _write_workbook(place: Path, problem: Path, plan: Path, policy: str) -> None:
    """The plan, or the whole result where the file holds one."""
    from pdsched.files.plan_workbook import plan_sheets
    from pdsched.files.writing import write_files
    from pdsched.outside.workbook_writer import workbook_bytes
    from pdsched.result import Result

    under = read_policy(policy)
    given, loaded_plan = problem_and_plan(problem, plan)
    refuse_other(given, loaded_plan, plan)
    value = read_answer(plan)
    if not isinstance(value, Result):
        value = loaded_plan
        tell_other_policy(plan, loaded_plan, under, "is shown")
    with waiting("workbook"):
        write_files({place.resolve(): workbook_bytes(plan_sheets(given, value, under))})
    written(place)


def _write_page(place: Path, page: str) -> None:
    from pdsched.files.writing import write_files

    write_files({place: page})
    written(place)
