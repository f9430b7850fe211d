"""``ledger``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pdsched.cli.arguments import AsOf, Json, PlanPath, PolicyName, ProblemPath
from pdsched.cli.given import problem_and_plan, read_policy, refuse_other
from pdsched.cli.places import for_problem
from pdsched.cli.told import one_line, tell_other_policy, tell_problem, written

if TYPE_CHECKING:
    from pdsched.accounts import Ledger


def ledger(
    problem: ProblemPath,
    plan: PlanPath,
    policy: PolicyName = "default",
    folder: Annotated[
        Path | None,
        typer.Option("--csv", metavar="FOLDER", help="Also write the tables as CSV files."),
    ] = None,
    following: Annotated[
        Path | None,
        typer.Option(
            "--next",
            metavar="P.json",
            help="Write the problem with the figures as they are after the plan.",
        ),
    ] = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Show what a plan uses up: the figures with which the next plan begins.

    Everything before the date of --as-of counts. Without it, everything before the calendar's today
    counts, if that lies in the horizon; otherwise the whole plan.

    Staff have releases, covers for colleagues, hours of learning, protected time and points of
    needs met; substitutes have half-days. Further tables show what colleagues cover, how much of it
    is to be paid, and by when protected time is due back. With --json: as_of (null where the whole
    plan counts), staff and substitutes (who, figure, of, before, added, after), colleague_covers
    (who, covers, in_all, minutes, minutes_in_all, to_pay) and paybacks (staff, date, minutes, by).
    """
    from pdsched.accounts import ledger as account
    from pdsched.accounts import ledger_to_text
    from pdsched.files import save

    if following is not None:
        for_problem(following, problem, plan)
    under = read_policy(policy)
    given, loaded_plan = problem_and_plan(problem, plan)
    refuse_other(given, loaded_plan, plan)
    tell_other_policy(plan, loaded_plan, under, "is accounted for")
    told = account(given, loaded_plan, under, as_of=as_of.date() if as_of else None)
    carried = given if following is None else told.carried_into(given)
    if folder is not None:
        _write_tables(told, folder)
    if following is not None:
        save(carried, following)
    if folder is not None:
        written(folder)
    if following is not None:
        tell_problem(carried, following)
    typer.echo(one_line(_plain(told)) if as_json else ledger_to_text(told, given))


def _write_tables(told: Ledger, folder: Path) -> None:
    from pdsched.accounts import ledger_to_csv
    from pdsched.files.writing import make_folder, write_files
    from pdsched.outside.spreadsheet import BOM

    make_folder(folder)
    write_files({folder / name: BOM + text for name, text in ledger_to_csv(told).items()})


def _plain(told: Ledger) -> dict[str, Any]:
    return {
        "as_of": told.as_of.isoformat() if told.as_of else None,
        "staff": [entry._asdict() for entry in told.staff],
        "substitutes": [entry._asdict() for entry in told.substitutes],
        "colleague_covers": [covers._asdict() for covers in told.colleague_covers],
        "paybacks": [
            {
                **payback._asdict(),
                "date": payback.date.isoformat(),
                "by": payback.by.isoformat() if payback.by else None,
            }
            for payback in told.paybacks
        ],
    }
