"""``merge``: several sources put together into one problem."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pdsched.cli.arguments import Json, ProblemOut
from pdsched.cli.places import for_problem
from pdsched.cli.told import one_line, tell_problem

if TYPE_CHECKING:
    from pdsched.merging import MergeReport

_MOST_TOLD = 10
"""Matches by name, and people left, that are listed where not all are asked for."""


def merge(
    base: Annotated[
        Path,
        typer.Argument(
            metavar="BASE",
            help="A problem or a part of one: a JSON file, a workbook, or a folder of CSV files.",
            show_default=False,
        ),
    ],
    others: Annotated[
        list[Path],
        typer.Argument(metavar="OTHER", help="What is added to it.", show_default=False),
    ],
    output: ProblemOut,
    match: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="CSV file with the columns id and other: ids of people in BASE and in the others; "
            "with the column kind also of schools.",
        ),
    ] = None,
    notes: Annotated[
        bool, typer.Option("--notes", help="List every match by name, and everybody left.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Put sources together: a timetable, a list of staff, the needs of a survey.

    People are matched by --match, then by id, then by name where that leaves no doubt; the ids of
    BASE stay. What stands against each other is reported, with both places, and nothing is written.
    With --json: matched (source, id, known_as, name, by), left (source, id, name, reason) and
    tallies (source, table, added, completed, renamed).
    """
    from pdsched.files import save
    from pdsched.merging import merge as put_together
    from pdsched.merging.match_table import SaidMatches, load_matches

    for_problem(output, base, *others)
    said = SaidMatches({}, {}) if match is None else load_matches(match)
    problem, report = put_together(base, *others, people=said.people, schools=said.schools)
    save(problem, output)
    if as_json:
        typer.echo(one_line(_plain(report)))
        return
    _tell(report, _MOST_TOLD if not notes else len(report.matched) + len(report.left))
    tell_problem(problem, output)


def _plain(report: MergeReport) -> dict[str, Any]:
    return {name: [each._asdict() for each in told] for name, told in report._asdict().items()}


def _tell(report: MergeReport, most: int) -> None:
    from pdsched.merging import MatchedBy
    from pdsched.views.words import count

    for tally in report.tallies:
        completed = f", {tally.completed:,} filled in" if tally.completed else ""
        renamed = f", {tally.renamed:,} under new ids" if tally.renamed else ""
        typer.echo(f"{tally.source}: {tally.table} {tally.added:,} added{renamed}{completed}")
    by_name = report.matched_by(MatchedBy.NAME)
    ways = (f"{len(report.matched_by(how)):,} {_WAYS[how.value]}" for how in MatchedBy)
    typer.echo(f"Matched    {count(len(report.matched), 'person', 'people')}: {', '.join(ways)}")
    _list(by_name, most)
    if report.left:
        typer.echo(f"Left       {count(len(report.left), 'person', 'people')}, each kept apart")
        _list(report.left, most)


_WAYS = {"said": "by --match", "id": "by id", "name": "by name"}


def _list(told: Sequence[object], most: int) -> None:
    for each in told[:most]:
        typer.echo(f"  {each}")
    if len(told) > most:
        typer.echo(f"  and {len(told) - most:,} more; --notes lists them all")
