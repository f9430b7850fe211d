"""``report``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pdsched.cli.arguments import POLICY_HELP, ApprovalsPath, AsOf, PreviousPath, ProblemPath
from pdsched.cli.given import given_problem, refuse_other, tell_other_problem
from pdsched.cli.places import for_page
from pdsched.cli.told import tell_other_policy, written

if TYPE_CHECKING:
    from pdsched.plan import Plan
    from pdsched.result import Result


def report(
    problem: ProblemPath,
    plan: Annotated[
        Path,
        typer.Argument(
            metavar="PLAN",
            help="The result that `solve --result` wrote, or a plan, of which no bounds are known.",
            show_default=False,
        ),
    ],
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Where the page goes.", show_default=False
        ),
    ],
    policy: Annotated[
        str | None,
        typer.Option(
            metavar="POLICY",
            help=f"{POLICY_HELP}, that a plan answers; default unless given. A result has its own.",
        ),
    ] = None,
    previous: PreviousPath = None,
    as_of: AsOf = None,
    approvals: ApprovalsPath = None,
    templates: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER", help="Jinja templates in place of those of pdsched of the same names."
        ),
    ] = None,
    logo: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A picture for the head: PNG, JPEG or SVG, up to 1 MiB."),
    ] = None,
) -> None:
    """Write a plan as one page for a head of school, to open, print and send.

    What was reached, and how far from the best it can be at most; needs met by school, worst first;
    substitutes asked for by week and half-day; what stays open, why, and what would help; what
    needs a decision; the next two weeks; the certificate. The page loads nothing and runs no
    script, and its first sheet is one of A4.
    """
    from pdsched.files import load_policy
    from pdsched.report import save_report
    from pdsched.result import Result

    inputs = (problem, plan, previous, approvals, logo)
    for_page(output, *(place for place in inputs if place is not None))
    given, answer = given_problem(problem, previous, as_of, approvals), _answer(plan)
    tell_other_problem(given, problem, answer.problem, plan)
    shown = answer.plan if isinstance(answer, Result) else answer
    if shown is not None:
        refuse_other(given, shown, plan)
    under = None if policy is None else load_policy(policy)
    if not isinstance(answer, Result):
        tell_other_policy(plan, answer, under or load_policy("default"), "is reported")
    elif under is not None:
        raise typer.BadParameter(f"{plan} is a result and has its own policy; leave --policy out")
    save_report(given, answer, output, under, templates=templates, logo=logo)
    written(output)


def _answer(path: Path) -> Plan | Result:
    from pdsched.answer import Answer
    from pdsched.files import load, load_plan
    from pdsched.problem import Problem

    value = load(path)
    return load_plan(path) if isinstance(value, Problem | Answer) else value
