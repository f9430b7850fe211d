"""``report``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from pdsched.cli.arguments import (
    POLICY_HELP,
    ApprovalsPath,
    AsOf,
    LanguageOption,
    PreviousPath,
    ProblemPath,
)
from pdsched.cli.given import (
    given_problem,
    read_answer,
    read_policy,
    refuse_other,
    tell_other_problem,
)
from pdsched.cli.places import for_page
from pdsched.cli.redacting import hidden_person
from pdsched.cli.told import tell_other_policy, written
from pdsched.cli.waiting import waiting
from pdsched.wording import Language


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
    language: LanguageOption = Language.EN,
    binder: Annotated[
        bool,
        typer.Option(
            "--binder", help="Write the binder that a school keeps, in place of the one page."
        ),
    ] = False,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--for",
            metavar="KIND:ID",
            help="Whose leaves stand in the binder: person:ID, school:ID (its days, people, "
            "trainers and substitutes), trainer:ID or substitute:ID; may be repeated. Everybody's "
            "unless given.",
        ),
    ] = None,
) -> None:
    """Write a plan as one page for a head of school, to open, print and send.

    What was reached, and how far from the best it can be at most; needs met by school, worst first;
    substitutes asked for by week and half-day; what stays open, why, and what would help; what
    needs a decision; the next two weeks; the certificate. The page loads nothing and runs no
    script, and its first sheet is one of A4.

    With `--binder` the hard copy that a school keeps: a leaf for each person, school and day,
    trainer and substitute.
    """
    from pdsched.binder import save_binder
    from pdsched.report import save_report
    from pdsched.result import Result

    if only and not binder:
        raise typer.BadParameter("--for chooses leaves of a binder; give --binder as well")
    inputs = (problem, plan, previous, approvals, logo)
    for_page(output, *(place for place in inputs if place is not None))
    under = None if policy is None else read_policy(policy)
    given, answer = given_problem(problem, previous, as_of, approvals), read_answer(plan)
    tell_other_problem(given, problem, answer.problem, plan)
    shown = answer.plan if isinstance(answer, Result) else answer
    if shown is not None:
        refuse_other(given, shown, plan)
    if not isinstance(answer, Result):
        tell_other_policy(plan, answer, under or read_policy("default"), "is reported")
    elif under is not None:
        raise typer.BadParameter(f"{plan} is a result and has its own policy; leave --policy out")
    more: dict[str, Any] = {"templates": templates, "logo": logo, "language": language}
    with waiting("binder" if binder else "report"):
        if binder:
            with _as_option():
                save_binder(
                    given,
                    answer,
                    output,
                    under,
                    only=[*map(_hidden_leaf, only)] if only else None,
                    **more,
                )
        else:
            save_report(given, answer, output, under, **more)
    written(output)


def _hidden_leaf(wanted: str) -> str:
    """What is asked for by the id that it has where people are replaced."""
    kind, colon, identity = wanted.partition(":")
    return wanted if kind == "school" or not colon else f"{kind}:{hidden_person(identity)}"


@contextmanager
def _as_option() -> Iterator[None]:
    """Faults of ``only`` by the name that the option has."""
    from pdsched.errors import ProblemError

    try:
        yield
    except ProblemError as error:
        faults = (f._replace(where="--for") if f.where == "only" else f for f in error.faults)
        raise ProblemError(tuple(faults)) from None
