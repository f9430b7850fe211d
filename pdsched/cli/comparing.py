"""``compare``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pdsched.cli.arguments import Json, PlanPath, PolicyName, ProblemPath
from pdsched.cli.given import (
    read_plan,
    read_policy,
    read_problem,
    refuse_other,
    tell_other_problem,
)
from pdsched.cli.key_figures import (
    Currency,
    Part,
    PriceOptions,
    TablePath,
    called,
    prices_of,
    write_table,
)
from pdsched.cli.told import one_line, tell_other_policy, written

if TYPE_CHECKING:
    from pdsched.indicators import KpiChange, KpiComparison
    from pdsched.views import PlanDifference
    from pdsched.views.names import Names


def compare(
    problem: ProblemPath,
    before: Annotated[
        Path,
        typer.Argument(metavar="BEFORE", help="The plan to compare with.", show_default=False),
    ],
    plan: PlanPath,
    policy: PolicyName = "default",
    by: Annotated[
        Part | None, typer.Option(help="Show each figure by its parts.", case_sensitive=False)
    ] = None,
    before_problem: Annotated[
        Path | None,
        typer.Option(
            metavar="P", help="The problem of BEFORE, where people or lessons of it are gone."
        ),
    ] = None,
    changes: Annotated[
        bool, typer.Option("--changes", help="Also list what changed for whom.")
    ] = False,
    price: PriceOptions = None,
    currency: Currency = "",
    table: TablePath = None,
    as_json: Json = False,
) -> None:
    """Compare two plans: their key figures side by side, and how many things changed.

    Each figure has its value before and after, the difference, and whether that is better. With
    --json: figures, each with id, title, unit, better, before, after, difference, verdict (better,
    worse, same or other) and parts; and changes (null unless asked for).
    """
    from pdsched.indicators import compare as compared
    from pdsched.views import difference
    from pdsched.views.names import Names

    under = read_policy(policy)
    prices = prices_of(price or [], currency, under.prices)
    given = read_problem(problem)
    old = given if before_problem is None else read_problem(before_problem)
    was, now = read_plan(before), read_plan(plan)
    tell_other_problem(old, before_problem or problem, was.problem, before)
    tell_other_problem(given, problem, now.problem, plan)
    refuse_other(old, was, before)
    refuse_other(given, now, plan)
    tell_other_policy(plan, now, under, "is measured")
    told = compared(given, was, now, under, before_problem=old, prices=prices)
    changed = difference(was, now)
    if table is not None:
        write_table(told.frame(by), table)
        written(table)
    if as_json:
        listed = changed.model_dump(mode="json") if changes else None
        typer.echo(one_line({"figures": list(map(_plain, told.changes)), "changes": listed}))
    else:
        lines = (*_table(told, by, Names(given)), "", *_listed(changed, changes, given))
        typer.echo("\n".join(lines))


def _plain(change: KpiChange) -> dict[str, Any]:
    told = change.model_dump(mode="json")
    return told | {"difference": change.difference, "verdict": change.verdict}


def _listed(changed: PlanDifference, whole: bool, problem: Any) -> list[str]:
    """What changed, a line each, or how much of it in one line."""
    lines = changed.to_text(problem).splitlines()
    return lines if whole else lines[:1]


_HEADS = ("", "before", "after", "difference", "")


def _table(told: KpiComparison, by: Part | None, names: Names) -> Iterator[str]:
    rows = [_HEADS, *_rows(told, by, names)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for title, *amounts, verdict in rows:
        cells = (f"{text:>{width}}" for text, width in zip(amounts, widths[1:], strict=False))
        yield f"{title:<{widths[0]}}  {'  '.join(cells)}  {verdict}".rstrip()


def _rows(told: KpiComparison, by: Part | None, names: Names) -> Iterator[tuple[str, ...]]:
    for change in told.changes:
        parts = change.parts.get(by, {}) if by is not None else {}
        if by is not None and not parts:
            continue
        unit = f", {change.unit}" if change.unit and change.unit not in change.title.lower() else ""
        yield (f"{change.title}{unit}", *_amounts(change))
        for part, (before, after) in parts.items():
            of_part = change.model_copy(update={"before": before, "after": after})
            yield (f"  {called(names, by, part)}", *_amounts(of_part))


def _amounts(change: KpiChange) -> tuple[str, str, str, str]:
    """Both values, the difference, and what it is worth, if anything."""
    from pdsched.indicators.kpi import amount

    before, after = ("-" if x is None else amount(x) for x in (change.before, change.after))
    difference = change.difference
    if difference is None:
        return before, after, "-", ""
    verdict = "" if change.verdict == "other" else change.verdict
    return before, after, f"{'+' if difference > 0 else ''}{amount(difference)}", verdict
