"""``solve-state``, and what ``generate --state`` does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pdsched.cli.app import Asked, Exit
from pdsched.cli.arguments import Cluster, Json, PolicyName, Seed, Workers, seconds_option
from pdsched.cli.places import for_folder
from pdsched.cli.told import in_columns, one_line, written

if TYPE_CHECKING:
    from pdsched.problem import Problem
    from pdsched.state import DistrictOutcome, StateResult

StateSeconds = Annotated[
    float | None,
    seconds_option(help="Most seconds to spend on all of it; 60 for each district unless given."),
]


def solve_state(
    state: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER",
            help="The state: a folder with state.json and the districts, or that file.",
            show_default=False,
        ),
    ],
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            metavar="OUT",
            help="A folder for the plans; districts that are finished in it are not planned again.",
            show_default=False,
        ),
    ],
    policy: PolicyName = "default",
    seconds: StateSeconds = None,
    workers: Workers = None,
    cluster: Cluster = None,
    seed: Seed = 0,
    as_json: Json = False,
) -> None:
    """Plan districts that share trainers, and bound what they can reach together.

    Each shared trainer is in one district on a date. A line on stderr tells of each district that
    has a plan. Ctrl-C ends it; the same command again goes on with the districts that are not
    finished.
    """
    from pdsched.clusters.address import connected
    from pdsched.files import load_policy
    from pdsched.state import solve_state as solve

    for_folder(output)
    rules = load_policy(policy)
    with nullcontext() if cluster is None else connected(cluster) as executor:
        try:
            result = solve(
                state,
                rules,
                checkpoint=output,
                seconds=seconds,
                workers=workers,
                seed=seed,
                executor=executor,
                on_district=_tell,
            )
        except KeyboardInterrupt:
            told = f"interrupted; the same command goes on with what is in {output}"
            typer.echo(f"pdsched: {told}", err=True)
            raise typer.Exit(Exit.INTERRUPTED) from None
    if as_json:
        typer.echo(one_line(result.model_dump(mode="json") | {"gap": result.gap}))
    else:
        for line in _lines(result):
            typer.echo(line)
        written(output / "result.json", "plans and problems of all districts lie beside it")
    raise typer.Exit(Exit.NOTHING_YET if result.without_plan else Exit.DONE)


def invent_state(output: Path, options: dict[str, Any]) -> None:
    """Write a state of invented districts, and say so."""
    from pdsched.state import generate_state
    from pdsched.views.words import count

    for_folder(output)
    state = generate_state(output, on_district=_tell_written, **options)
    held = count(len(state.districts), "district"), count(len(state.trainers), "shared trainer")
    written(output / "state.json", ", ".join(held))


def _tell(outcome: DistrictOutcome) -> None:
    if not Asked.quiet:
        value = "no plan" if outcome.value is None else f"value {outcome.value:,}"
        typer.echo(f"{outcome.id}: {outcome.status.value}, {value}", err=True)


def _tell_written(name: str, problem: Problem) -> None:
    if not Asked.quiet:
        typer.echo(f"{name}: {len(problem.staff):,} staff, {len(problem.needs):,} needs", err=True)


def _lines(result: StateResult) -> Iterator[str]:
    head = ("District", "Status", "Value", "Bound less prices", "Shared needs met")
    rows = [head, *map(_row, result.districts)]
    yield from in_columns(rows, right=[2, 3])
    for price in result.prices:
        given = sum(len(s.dates) for s in result.shares if s.trainer in price.trainers)
        yield (
            f"Shared     {', '.join(price.topics)}: {price.needs:,} needs, {given} of "
            f"{price.visits} dates given, {price.points:,} points a date"
        )
    told = f"value {result.value:,}, bound {result.bound:,}, gap {100 * result.gap:.1f} %"
    yield f"Whole      {told}"
    if result.without_plan:
        yield f"No plan    {', '.join(result.without_plan)}"


def _row(each: DistrictOutcome) -> tuple[str, ...]:
    value = "-" if each.value is None else f"{each.value:,}"
    met = f"{each.shared_met} of {each.shared_needs}"
    return each.id, each.status.value, value, f"{each.bound:,}", met
