"""``why``, ``alternatives`` and ``unmet``."""

from __future__ import annotations

from typing import Annotated

import typer

from pdsched.cli.arguments import Json, PlanPath, PolicyName, ProblemPath, seconds_option
from pdsched.cli.asking import AnswerOut, Brief, asked_about, tell
from pdsched.cli.redacting import hidden_need, hidden_person, hidden_session


def why(
    problem: ProblemPath,
    plan: PlanPath,
    staff: Annotated[
        str | None, typer.Option(metavar="ID", help="Somebody who attends a session.")
    ] = None,
    session: Annotated[
        str | None, typer.Option(metavar="ID", help="A session, by its id in the plan.")
    ] = None,
    policy: PolicyName = "default",
    seconds: Brief = None,
    output: AnswerOut = None,
    as_json: Json = False,
) -> None:
    """Tell what holds a session, or somebody in it, where a plan has it.

    What the next best place costs, shown by a plan that the referee accepted, and rules that block
    others. PLAN is a plan or, to know bounds, the whole result that `solve --result` writes. With
    --json: the fields of an answer, as `pdsched schema answer` has them, without plans; --output
    writes all of it.
    """
    from pdsched.answers.why import why as ask

    given, loaded, under = asked_about(problem, plan, policy, output)
    answer = ask(
        given,
        loaded,
        staff=staff and hidden_person(staff),
        session=session and hidden_session(session),
        policy=under,
        seconds=seconds,
    )
    tell(answer, output, as_json=as_json)


def alternatives(
    problem: ProblemPath,
    plan: PlanPath,
    need: Annotated[str, typer.Option(metavar="ID", help="A need, met or not.")],
    most: Annotated[
        int,
        typer.Option("-k", "--most", metavar="K", min=1, max=100, help="Most places of a kind."),
    ] = 5,
    policy: PolicyName = "default",
    seconds: Brief = None,
    output: AnswerOut = None,
    as_json: Json = False,
) -> None:
    """Tell where a need could be met, by price, and what blocks other places.

    Each place is shown by a plan that the referee accepted. PLAN is a plan or, to know bounds, the
    whole result that `solve --result` writes. With --json: the fields of an answer, as `pdsched
    schema answer` has them, without plans; --output writes all of it.
    """
    from pdsched.answers.alternatives import alternatives as ask

    given, loaded, under = asked_about(problem, plan, policy, output)
    answer = ask(given, loaded, need=hidden_need(need), k=most, policy=under, seconds=seconds)
    tell(answer, output, as_json=as_json)


def unmet(
    problem: ProblemPath,
    plan: PlanPath,
    policy: PolicyName = "default",
    seconds: Annotated[float, seconds_option(help="Most seconds to spend.")] = 60,
    output: AnswerOut = None,
    as_json: Json = False,
) -> None:
    """Tell why each unmet need is not met: in no plan, at a price, or not settled in the time.

    What is in no plan is proven, with the rules that stop it; a price is shown by a plan that the
    referee accepted, and names the needs that it would push out. PLAN is a plan or, to know bounds,
    the whole result that `solve --result` writes. With --json: the fields of an answer, as `pdsched
    schema answer` has them. Neither that nor --output has a plan for each need: ask `why-not`.
    """
    from pdsched.answers.unmet import unmet as ask

    given, loaded, under = asked_about(problem, plan, policy, output)
    answer = ask(given, loaded, policy=under, seconds=seconds)
    reasons = (each.model_copy(update={"plan": None}) for each in answer.ranked)
    tell(answer.model_copy(update={"ranked": tuple(reasons)}), output, as_json=as_json)
