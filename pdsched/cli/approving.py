"""``approve`` and ``approvals``."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pdsched.cli.arguments import Json, PlanPath, moment
from pdsched.cli.given import read_approvals, read_plan, read_problem
from pdsched.cli.places import for_page
from pdsched.cli.told import one_line, written

if TYPE_CHECKING:
    from pdsched.plan import Approval, Part


class State(StrEnum):
    """`pdsched.ApprovalState`, which would take long to load for the help."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


def _named(name: str) -> str:
    if not name.strip():
        raise typer.BadParameter("give a name")
    return name.strip()


ApprovalsFile = Annotated[
    Path,
    typer.Argument(metavar="FILE", help="The approvals: a JSON or a CSV file.", show_default=False),
]


def approve(
    plan: PlanPath,
    file: ApprovalsFile,
    by: Annotated[
        str,
        typer.Option(metavar="NAME", help="Who says so.", show_default=False, callback=_named),
    ],
    state: Annotated[State, typer.Option("--as", help="What the plan now is.")] = State.APPROVED,
    on: Annotated[
        datetime | None,
        typer.Option(metavar="DATE", parser=moment, help="When; today unless given."),
    ] = None,
    session: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="For this session alone; repeat it for more."),
    ] = None,
    staff: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="For what this person attends; repeat it for more."),
    ] = None,
    substitute: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="For engagements of this substitute; repeat it for more."),
    ] = None,
    note: Annotated[str, typer.Option(help="For people to read.")] = "",
) -> None:
    """Write down that a plan is proposed, approved, published or withdrawn, by whom and when.

    It is added to FILE, which is made if it is not there. What is published stays in each plan that
    `solve --approvals FILE` makes, until it is withdrawn.
    """
    from pdsched import plan as plans
    from pdsched.files import load_approvals, load_plan, save
    from pdsched.views.words import count

    for_page(file, plan)
    so_far = load_approvals(file) if file.exists() else plans.Approvals()
    told = plans.approve(
        load_plan(plan),
        state.value,
        by=by,
        on=on.date() if on else date.today(),
        sessions=session or (),
        staff=staff or (),
        substitutes=substitute or (),
        note=note,
        approvals=so_far,
    )
    save(told, file)
    new = [act.substitute is None for act in told.acts[len(so_far.acts) :]]
    parts = count(sum(new), "attendance"), count(len(new) - sum(new), "engagement")
    written(file, f"{' and '.join(parts)} {state}")


def approvals(
    plan: PlanPath,
    file: ApprovalsFile,
    problem: Annotated[
        Path | None,
        typer.Option(
            "--problem", metavar="PROBLEM", help="The problem of the plan, whose names are shown."
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Tell of each attendance and engagement of a plan what was said last, by whom and when.

    With --json: parts, each with its fields, and state, by, on and note, `null` where nothing was
    said; ids stand there in any case.
    """
    from pdsched.plan import standing
    from pdsched.views import sheets_to_text
    from pdsched.views.approvals import approval_sheets

    given = None if problem is None else read_problem(problem)
    parts = standing(read_plan(plan), read_approvals(file))
    if as_json:
        typer.echo(one_line({"parts": [_told(part, act) for part, act in parts]}))
    else:
        typer.echo(sheets_to_text(approval_sheets(parts, given)))


def _told(part: Part, act: Approval | None) -> dict[str, str | None]:
    fields = {name: None if v is None else _text(v) for name, v in part._asdict().items()}
    said = ("state", "by", "on", "note")
    return fields | {name: None if act is None else str(getattr(act, name)) for name in said}


def _text(value: object) -> str:
    from datetime import time

    return f"{value:%H:%M}" if isinstance(value, time) else str(value)
