"""Telling what was found or written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from pdsched.plan import Approvals, Plan
    from pdsched.policy import Policy
    from pdsched.problem import Problem


def one_line(answer: Any) -> str:
    """JSON on one line, in ASCII, so that every terminal and pipe can carry it.

    >>> one_line({"gap": None})
    '{"gap": null}'
    """
    return json.dumps(answer, allow_nan=False)


def in_columns(rows: Sequence[Sequence[str]], right: Collection[int] = ()) -> Iterator[str]:
    """Rows of a table, a line each, every column as wide as it has to be.

    Args:
        rows: As many cells each.
        right: Numbers of the columns that end at the same place, such as numbers; others begin so.

    >>> list(in_columns([("", "met"), ("Ada", "7")], right=[1]))
    ['     met', 'Ada    7']
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (
            text.rjust(width) if number in right else text.ljust(width)
            for number, (text, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join(cells).rstrip()


def written(place: Path, what: str = "") -> None:
    """Say that a file was written, and what it holds."""
    typer.echo(f"Written    {place}{': ' + what if what else ''}")


def tell_left_out(problem: Problem, previous: Plan) -> None:
    """Warn of what the previous plan says of people, courses and dates that are not there."""
    from pdsched.plan import left_out

    gone, told = left_out(problem, previous)
    if gone:
        typer.echo(
            f"pdsched: {gone} of {told} attendances of the previous plan are not in this problem",
            err=True,
        )


def tell_gone(problem: Problem, approvals: Approvals) -> None:
    """Warn of what is published and cannot stay, since somebody or something is not there."""
    from pdsched.plan import gone
    from pdsched.views.words import names

    if told := [str(act.about) for act in gone(problem, approvals)]:
        typer.echo(
            f"pdsched: what is published names what is not in this problem, and is not kept: "
            f"{names(told)}",
            err=True,
        )


def tell_other_policy(place: Path, plan: Plan, under: Policy, what: str) -> None:
    """Warn where a plan was made under another policy than ``what`` is done by."""
    made = plan.policy
    if made is not None and made.digest != under.digest():
        typer.echo(
            f"pdsched: {place} was made under policy {made.name} ({made.digest[:12]}), and {what} "
            f"by another, {under.name} ({under.digest()[:12]}); name the one under which it was "
            "made with --policy",
            err=True,
        )


def keep_problem(problem: Problem, output: Path) -> None:
    """Write a problem, and say where and what it holds."""
    from pdsched.files import save

    save(problem, output)
    tell_problem(problem, output)


def keep_plan(plan: Plan, output: Path) -> None:
    """Write a plan, and say where and what it holds."""
    from pdsched.files import save
    from pdsched.views.words import count

    save(plan, output)
    parts = (
        *((len(plan.sessions), "session"), (len(plan.releases), "release")),
        *((len(plan.covers), "cover"), (len(plan.engagements), "engagement")),
        (len(plan.unmet), "unmet need"),
    )
    written(output, ", ".join(count(number, noun) for number, noun in parts))


def tell_problem(problem: Problem, output: Path) -> None:
    """Say that a problem was written, and what it holds."""
    from pdsched.views.words import count

    held = [
        count(len(problem.schools), "school"),
        count(len(problem.staff), "staff member"),
        count(len(problem.lessons), "lesson"),
        count(len(problem.needs), "need"),
    ]
    if problem.assumptions:
        held.append(f"{count(len(problem.assumptions), 'assumption')} listed in it")
    written(output, ", ".join(held))
