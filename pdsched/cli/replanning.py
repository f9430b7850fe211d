"""``replan``."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pdsched.cli.app import Exit
from pdsched.cli.arguments import (
    Json,
    LanguageOption,
    PlanPath,
    PolicyName,
    ProblemPath,
    Seconds,
    moment,
)
from pdsched.cli.given import (
    read_approvals,
    read_changes,
    read_plan_and_answer,
    read_policy,
    read_problem,
    refuse_other,
    tell_other_problem,
)
from pdsched.cli.places import for_plan, for_problem, for_result
from pdsched.cli.redacting import hidden_person
from pdsched.cli.told import tell_other_policy, written
from pdsched.errors import PdschedError
from pdsched.wording import Language

if TYPE_CHECKING:
    from pdsched.answer import ReplanAnswer
    from pdsched.plan import Changes

_PEOPLE = ("staff", "trainer", "substitute")
_ROLES = (*_PEOPLE, "room", "school")


def away(value: str) -> dict[str, Any]:
    """A change that is written ROLE:ID=DATE or ROLE:ID=FIRST..LAST."""
    who, _, when = value.rpartition("=")
    role, _, name = who.partition(":")
    first, _, last = when.partition("..")
    try:
        dates = {"first": date.fromisoformat(first), "last": date.fromisoformat(last or first)}
    except ValueError:
        dates = {}
    if role not in _ROLES or not name or not dates:
        raise typer.BadParameter(
            f"{value!r} is nobody who is away: write ROLE:ID=2026-10-06..2026-10-09, with one of "
            f"{', '.join(_ROLES)}"
        )
    return {"kind": "away", role: hidden_person(name) if role in _PEOPLE else name, **dates}


def replan(
    problem: ProblemPath,
    plan: PlanPath,
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="PLAN.json", help="Where to write the new plan."),
    ],
    changes: Annotated[
        Path | None,
        typer.Option("--changes", metavar="C.csv", help="What became known: CSV or JSON."),
    ] = None,
    gone: Annotated[
        list[str] | None,
        typer.Option(
            "--away",
            metavar="ROLE:ID=DATES",
            help="Who is away: trainer:t-1=2026-10-06..2026-10-09; may be repeated.",
        ),
    ] = None,
    as_of: Annotated[
        datetime | None,
        typer.Option(
            metavar="DATE", parser=moment, help="Plan as on this date: what lies before it stays."
        ),
    ] = None,
    freeze: Annotated[
        int,
        typer.Option(metavar="N", min=0, max=800, help="Days from then on in which nothing moves."),
    ] = 0,
    approvals: Annotated[
        Path | None,
        typer.Option(metavar="A.csv", help="What was said of the plan: what is published stays."),
    ] = None,
    changed: Annotated[
        Path | None,
        typer.Option(metavar="P.json", help="Also write the problem with the changes."),
    ] = None,
    result: Annotated[
        Path | None,
        typer.Option(metavar="A.json", help="Also write the whole answer, with who is told what."),
    ] = None,
    policy: PolicyName = "default",
    language: LanguageOption = Language.EN,
    seconds: Seconds = 30,
    as_json: Json = False,
) -> None:
    """Plan anew after changes, disturb as few people as possible, and list whom to tell what.

    With a proof where there is one: no plan disturbs fewer people. With --json: the fields of an
    answer, as `pdsched schema replan` has them, without its plan and the problem. Exit code 1 where
    no plan keeps what is insisted on.
    """
    from pdsched.answers.replan import replan as ask
    from pdsched.files import save

    places = [for_plan(output, problem, plan)]
    if changed is not None:
        places.append(for_problem(changed, problem, plan))
    if result is not None:
        places.append(for_result(result, problem, plan, output))
    if len({place.resolve() for place in places}) < len(places):
        raise PdschedError(f"{changed}: is written as well; name another place")
    under, given = read_policy(policy), read_problem(problem)
    asked, known = read_plan_and_answer(plan)
    tell_other_problem(given, problem, asked.problem, plan)
    refuse_other(given, asked, plan)
    tell_other_policy(plan, asked, under, "is replanned")
    answer = ask(
        given,
        known,
        _together(changes, gone or []),
        policy=under,
        as_of=as_of.date() if as_of else None,
        freeze=freeze,
        approvals=read_approvals(approvals) if approvals is not None else None,
        language=language,
        seconds=seconds,
    )
    _tell(answer, as_json=as_json)
    if answer.plan is None or answer.changed is None:
        raise typer.Exit(Exit.BROKEN if answer.possible is False else Exit.NOTHING_YET)
    save(answer.plan, output)
    if changed is not None:
        save(answer.changed, changed)
    if result is not None:
        save(answer, result)
    if not as_json:
        for place in places:
            written(place)


def _tell(answer: ReplanAnswer, *, as_json: bool) -> None:
    from pdsched.cli.told import one_line

    if as_json:
        plain = answer.model_dump(mode="json", exclude={"plan", "changed", "ranked"})
        typer.echo(one_line(plain))
        return
    typer.echo(f"{answer.proof}: {answer.sentence}")
    for price in answer.goals:
        typer.echo(f"  {price.id}: {price.before} before, {price.value} now")
    for each in answer.told:
        typer.echo(f"  {each.sentence}")


def _together(file: Path | None, gone: list[str]) -> Changes:
    from pdsched.plan import Change, Changes

    known = read_changes(file).changes if file is not None else ()
    told = (Change.model_validate(away(each)) for each in gone)
    return Changes(changes=(*known, *told))
