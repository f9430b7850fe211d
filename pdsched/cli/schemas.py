"""``schema``: the JSON Schema of a file."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pdsched.cli.places import for_page
from pdsched.cli.told import written


class Kind(StrEnum):
    """Of what there is a schema; a test compares them with the files of the package."""

    PROBLEM = "problem"
    PLAN = "plan"
    RESULT = "result"
    LEDGER = "ledger"
    ANSWER = "answer"
    PRICES = "prices"
    SCENARIOS = "scenarios"
    SIMULATION = "simulation"
    REPLAN = "replan"
    CHANGES = "changes"
    APPROVALS = "approvals"
    POLICY = "policy"
    SCALES = "scales"


def schema(
    kind: Annotated[
        Kind,
        typer.Argument(metavar="KIND", help="Of what: " + ", ".join(Kind), show_default=False),
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write it there instead."),
    ] = None,
) -> None:
    """Print the JSON Schema of a kind of file, for software in other languages.

    problem, plan, result, answer and approvals are JSON files; ledger, prices, scenarios and
    simulation are what `pdsched ledger`, `price`, `scenarios` and `simulate` print with --json;
    policy and scales (of a survey) are TOML files, whose keys are the same.
    """
    from pdsched.files.schemas import schema as schema_of
    from pdsched.files.writing import write_files

    text = schema_of(kind.value)
    if output is None:
        typer.echo(text, nl=False)
    else:
        write_files({for_page(output): text})
        written(output)
