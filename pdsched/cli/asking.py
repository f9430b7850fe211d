"""``why-not`` and ``explain``."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pdsched.cli.app import Exit
from pdsched.cli.arguments import (
    Json,
    PlanPath,
    PolicyName,
    ProblemPath,
    Seconds,
    moment,
    seconds_option,
)
from pdsched.cli.given import (
    given_problem,
    read_plan_and_answer,
    read_policy,
    refuse_other,
    tell_other_problem,
)
from pdsched.cli.places import for_result
from pdsched.cli.redacting import hidden_need, hidden_person
from pdsched.cli.told import tell_other_policy, written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pdsched.answer import Answer
    from pdsched.plan import Plan
    from pdsched.policy import Policy
    from pdsched.problem import Problem
    from pdsched.result import Result

AnswerOut = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="A.json", help="Also write the answer, with its plan."),
]

Brief = Annotated[
    float | None,
    seconds_option(
        help="Most seconds to spend, also on proofs; 10, hardly on these, unless given."
    ),
]


def clock(value: str | time) -> time:
    """A clock time that is written HH:MM."""
    try:
        return value if isinstance(value, time) else time.fromisoformat(value)
    except ValueError:
        raise typer.BadParameter(f"{value!r} is no clock time: write it HH:MM") from None


def asked_about(
    problem: Path, plan: Path, policy: str, output: Path | None = None
) -> tuple[Problem, Plan | Result, Policy]:
    """The problem, the plan or result and the policy of a question; what does not fit is told."""
    if output is not None:
        for_result(output, problem, plan)
    under, given = read_policy(policy), given_problem(problem)
    asked, loaded = read_plan_and_answer(plan)
    tell_other_problem(given, problem, asked.problem, plan)
    refuse_other(given, asked, plan)
    tell_other_policy(plan, asked, under, "is asked about")
    return given, loaded, under


def why_not(
    problem: ProblemPath,
    plan: PlanPath,
    need: Annotated[
        str | None, typer.Option(metavar="ID", help="A need that is to be met.")
    ] = None,
    staff: Annotated[
        str | None, typer.Option(metavar="ID", help="Who is to attend a session.")
    ] = None,
    course: Annotated[
        str | None, typer.Option(metavar="ID", help="Which course is to be held, or attended.")
    ] = None,
    date: Annotated[
        datetime | None, typer.Option(metavar="DATE", parser=moment, help="When.")
    ] = None,
    start: Annotated[
        time | None,
        typer.Option(metavar="HH:MM", parser=clock, help="When the session is to begin."),
    ] = None,
    trainer: Annotated[
        str | None, typer.Option(metavar="ID", help="Who is to give the session.")
    ] = None,
    substitute: Annotated[
        str | None, typer.Option(metavar="ID", help="Who is to be engaged.")
    ] = None,
    policy: PolicyName = "default",
    seconds: Brief = None,
    output: AnswerOut = None,
    as_json: Json = False,
) -> None:
    """Tell what keeps a plan from having something, or what that would cost.

    PLAN is a plan or, to know bounds, the whole result that `solve --result` writes. What is
    possible is shown by a plan that the referee accepted; what is impossible is proven, with the
    smallest set of rules that stop it. With --json: the fields of an answer, as `pdsched schema
    answer` has them, without the plan; --output writes all of it.
    """
    from pdsched.answers.why_not import why_not as ask

    given, loaded, under = asked_about(problem, plan, policy, output)
    answer = ask(
        given,
        loaded,
        need=need and hidden_need(need),
        staff=staff and hidden_person(staff),
        course=course,
        date=date.date() if date else None,
        start=start,
        trainer=trainer and hidden_person(trainer),
        substitute=substitute and hidden_person(substitute),
        policy=under,
        seconds=seconds,
    )
    tell(answer, output, as_json=as_json)


def explain(
    problem: ProblemPath,
    policy: PolicyName = "default",
    seconds: Seconds = 60,
    output: AnswerOut = None,
    as_json: Json = False,
) -> None:
    """Tell why no plan keeps all that is pinned and insisted on, and what would help.

    The smallest set of pins, amounts and rules that do not go together is proven; repairs are
    solved, judged and priced, the best first. With --json: the fields of an answer, as `pdsched
    schema answer` has them, without plans; --output writes all of it. Exit code 1 where no plan
    keeps all of it.
    """
    from pdsched.answers.explain import explain as ask

    if output is not None:
        for_result(output, problem)
    under = read_policy(policy)
    answer = ask(given_problem(problem), under, seconds=seconds)
    tell(answer, output, as_json=as_json)
    if answer.possible is False:
        raise typer.Exit(Exit.BROKEN)


def tell(answer: Answer, output: Path | None, *, as_json: bool) -> None:
    """Print an answer in lines, or as an object without plans, and write it if that is wanted."""
    from pdsched.cli.told import one_line
    from pdsched.files import save

    if output is not None:
        save(answer, output)
    if as_json:
        plain = answer.model_dump(
            mode="json", exclude={"plan": True, "ranked": {"__all__": {"plan"}}}
        )
        typer.echo(one_line(plain))
        return
    for line in _lines(answer):
        typer.echo(line)
    if output is not None:
        written(output)


def _lines(answer: Answer) -> Iterator[str]:
    yield answer.question
    yield f"{answer.proof}: {answer.sentence}"
    yield from (f"  {price.id}: {price.told}" for price in answer.goals)
    yield from (f"  {each.proof}: {each.sentence}" for each in answer.ranked)
