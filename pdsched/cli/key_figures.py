"""``kpis``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pdsched.cli.arguments import Json, PlanPath, PolicyName, ProblemPath
from pdsched.cli.given import problem_and_plan, read_policy, refuse_other
from pdsched.cli.told import one_line, tell_other_policy, written

if TYPE_CHECKING:
    from pandas import DataFrame

    from pdsched.indicators import Kpis, Prices
    from pdsched.views.names import Names


class Part(StrEnum):
    """By what key figures are told."""

    SCHOOL = "school"
    ROLE = "role"
    ZONE = "zone"
    TOPIC = "topic"
    WEEK = "week"
    TRAINER = "trainer"
    ROOM = "room"


PriceOptions = Annotated[
    list[str] | None,
    typer.Option(
        "--price",
        metavar="WHAT=N",
        help="What half-day, colleague-cover, trainer-hour, travel-hour or kilometre costs, in "
        "place of what the policy says; may be repeated.",
    ),
]
Currency = Annotated[str, typer.Option("--currency", help="Of the prices, such as CAD.")]
TablePath = Annotated[
    Path | None, typer.Option("--csv", metavar="FILE", help="Also write the table as CSV.")
]


def kpis(
    problem: ProblemPath,
    plan: PlanPath,
    policy: PolicyName = "default",
    by: Annotated[
        Part | None, typer.Option(help="Show each figure by its parts.", case_sensitive=False)
    ] = None,
    price: PriceOptions = None,
    currency: Currency = "",
    table: TablePath = None,
    as_json: Json = False,
) -> None:
    """Show the key figures of a plan: what it reaches, what it takes, and who gets what.

    With --json: figures, each with id, title, unit, sentence, better, value and parts.
    """
    from pdsched.indicators import kpis as measured
    from pdsched.views.names import Names

    under = read_policy(policy)
    prices = prices_of(price or [], currency, under.prices)
    given, loaded_plan = problem_and_plan(problem, plan)
    refuse_other(given, loaded_plan, plan)
    tell_other_policy(plan, loaded_plan, under, "is measured")
    told = measured(given, loaded_plan, under, prices=prices)
    if table is not None:
        write_table(told.frame(by), table)
        written(table)
    if as_json:
        typer.echo(one_line(told.model_dump(mode="json")))
    else:
        typer.echo("\n".join(_lines(told, by, Names(given))))


def prices_of(told: list[str], currency: str, known: Prices | None) -> Prices:
    """Those that are told, and else those of the policy."""
    from pdsched.indicators import Prices

    names = [name for name in Prices.model_fields if name != "currency"]
    given: dict[str, float] = {}
    for one in told:
        what, is_there, amount = one.partition("=")
        name = what.strip().replace("-", "_")
        try:
            given[name] = float(amount)
        except ValueError:
            is_there = ""
        if not is_there or name not in names or not 0 <= given[name] < float("inf"):
            shown = ", ".join(name.replace("_", "-") for name in names)
            raise typer.BadParameter(f"{one!r} is no price: write WHAT=N, WHAT being {shown}")
    told_currency = {"currency": currency} if currency else {}
    return Prices(**(known or Prices()).model_dump() | given | told_currency)


def write_table(frame: DataFrame, path: Path) -> None:
    """A table of key figures as CSV, whose texts no spreadsheet computes."""
    from pdsched.files.writing import write_files
    from pdsched.outside import csv_text, quoted
    from pdsched.outside.spreadsheet import BOM

    rows = ([_cell(cell) for cell in row] for row in frame.itertuples(index=False))
    write_files({path: BOM + csv_text([quoted(str(name)) for name in frame.columns], rows)})


def _cell(value: object) -> str:
    from pdsched.outside import quoted

    if isinstance(value, float):
        return f"{value:.10g}"
    return quoted(value) if isinstance(value, str) and value else ""


def _lines(told: Kpis, by: Part | None, names: Names) -> list[str]:
    """A line a figure, and under it a line a part."""
    width = max(len(one.title) for one in told.figures)
    lines = []
    for one in told.figures:
        parts = one.parts.get(by, {}) if by is not None else {}
        if by is not None and not parts:
            continue
        lines.append(f"{one.title:<{width}}  {one.text}")
        for part, value in parts.items():
            name = called(names, by, part)
            lines.append(f"  {name:<{width}}{one.model_copy(update={'value': value}).text}")
    return lines


def called(names: Names, by: Part | None, part: str) -> str:
    """What a part of a key figure is called."""
    match by:
        case Part.SCHOOL:
            return names.school(part)
        case Part.TRAINER:
            return names.person(part)
        case Part.ROOM:
            return names.room(part)
    return part
