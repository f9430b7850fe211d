"""``redact``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pdsched.cli.arguments import POLICY_HELP, ProblemPath
from pdsched.cli.given import (
    read_answer,
    read_approvals,
    read_plan,
    read_policy,
    read_problem,
    tell_other_problem,
)
from pdsched.cli.places import for_page
from pdsched.cli.redacting import RedactKeyPath, hiding
from pdsched.cli.told import written


def redact(
    problem: ProblemPath,
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", metavar="FOLDER", help="Where the files go.", show_default=False
        ),
    ],
    plan: Annotated[
        Path | None,
        typer.Argument(metavar="[PLAN]", help="A plan or a result of it.", show_default=False),
    ] = None,
    policy: Annotated[
        str | None,
        typer.Option(metavar="POLICY", help=f"{POLICY_HELP}, under which it was planned."),
    ] = None,
    previous: Annotated[
        Path | None, typer.Option(metavar="PLAN", help="The plan that people know.")
    ] = None,
    approvals: Annotated[
        Path | None, typer.Option(metavar="FILE", help="What was said of plans.")
    ] = None,
    redact_key: RedactKeyPath = None,
) -> None:
    """Write a problem, and what is about it, with pseudonyms in place of people.

    So a case can be given to somebody who may not know whom it is about, such as who mends a fault:
    the plan keeps and breaks the same rules, and has the same value in each goal. The files are
    problem.json, plan.json or result.json, policy.toml, previous.json and approvals.json.
    """
    from pdsched.files import save
    from pdsched.files.writing import make_folder, write_files
    from pdsched.result import Result

    with hiding(redact_key):
        under = None if policy is None else read_policy(policy)
        given = read_problem(problem)
        answer = None if plan is None else read_answer(plan)
        known = None if previous is None else read_plan(previous)
        said = None if approvals is None else read_approvals(approvals)
    if plan is not None and answer is not None:
        tell_other_problem(given, problem, answer.problem, plan)
    told = {
        "problem.json": given,
        "result.json" if isinstance(answer, Result) else "plan.json": answer,
        "previous.json": known,
        "approvals.json": said,
    }
    make_folder(output)
    inputs = [path for path in (problem, plan, previous, approvals) if path is not None]
    places = {output / name: value for name, value in told.items() if value is not None}
    for place in (*places, output / "policy.toml"):
        for_page(place, *inputs)
    for place, value in places.items():
        save(value, place)
        written(place)
    if under is not None:
        write_files({output / "policy.toml": under.to_toml()})
        written(output / "policy.toml")
