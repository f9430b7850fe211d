"""Arguments and options that several commands share."""

from __future__ import annotations

import math
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from pdsched.wording import Language


def _finite(value: float | None) -> float | None:
    if value is not None and not math.isfinite(value):
        raise typer.BadParameter("give a finite number")
    return value


ProblemPath = Annotated[
    Path,
    typer.Argument(
        metavar="P",
        help="The problem: a JSON file, a workbook, or a folder of CSV files.",
        show_default=False,
    ),
]
PlanPath = Annotated[
    Path,
    typer.Argument(
        metavar="PLAN",
        help="The plan: a JSON file, or a folder of CSV files.",
        show_default=False,
    ),
]
ProblemOut = Annotated[
    Path,
    typer.Option(
        "--output", "-o", metavar="P.json", help="Where to write the problem.", show_default=False
    ),
]
POLICY_HELP = "Name of a ready policy, or a TOML file"
LanguageOption = Annotated[
    Language, typer.Option("--language", help="Language of the page, its dates and numbers.")
]
PolicyName = Annotated[str, typer.Option("--policy", metavar="POLICY", help=f"{POLICY_HELP}.")]
seconds_option = partial(
    typer.Option, "--seconds", metavar="N", min=0.1, max=864_000, callback=_finite
)
Seconds = Annotated[float, seconds_option(help="Most seconds to spend solving.")]
SecondsOrNone = Annotated[
    float | None, seconds_option(help="Most seconds to spend solving; 60 unless given.")
]
WorkLimit = Annotated[
    float | None,
    typer.Option(
        "--work-limit",
        metavar="N",
        min=0.001,
        max=129_600,
        callback=_finite,
        help="Most work to spend, in place of seconds: the same plan, byte for byte, for the same "
        "problem, limit and seed. A unit takes some ten seconds.",
    ),
]
Workers = Annotated[
    int | None,
    typer.Option(
        "--workers",
        metavar="N",
        min=1,
        max=64,
        help="Number of workers; by default one per core, at most 8.",
    ),
]
Cluster = Annotated[
    str | None,
    typer.Option(
        "--cluster",
        metavar="ADDRESS",
        help="Solve pieces on a cluster, by all of its workers: dask://HOST:PORT or "
        "ray://HOST:PORT.",
    ),
]
Seed = Annotated[
    int, typer.Option("--seed", metavar="N", min=0, max=2**31 - 1, help="Random seed.")
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of text.")]
CheckpointPath = Annotated[
    Path | None,
    typer.Option(
        "--checkpoint",
        metavar="FILE",
        help="Save the best plan so far to this file, for --resume; compressed if its name ends "
        "in .gz.",
    ),
]
ResumePath = Annotated[
    Path | None,
    typer.Option(
        "--resume",
        metavar="FILE",
        help="Continue from the plan and the bound that --checkpoint saved.",
    ),
]
PreviousPath = Annotated[
    Path | None,
    typer.Option(
        "--previous",
        metavar="PLAN",
        help="The plan that people know, which becomes part of the problem: its past stays, and "
        "the goal changes counts what else of it does not.",
    ),
]
ApprovalsPath = Annotated[
    Path | None,
    typer.Option(
        "--approvals",
        metavar="FILE",
        help="What was said of earlier plans (see `approve`): what is published stays.",
    ),
]


def moment(value: str | datetime) -> datetime:
    """A date that is written YYYY-MM-DD, as its first moment."""
    try:
        return value if isinstance(value, datetime) else datetime.strptime(value, "%Y-%m-%d")
    except ValueError:
        raise typer.BadParameter(f"{value!r} is no date: write it YYYY-MM-DD") from None


AsOf = Annotated[
    datetime | None,
    typer.Option(
        "--as-of",
        metavar="DATE",
        parser=moment,
        help="Today's date, instead of the calendar's; everything before it is past.",
    ),
]
InitialPlanPath = Annotated[
    Path | None,
    typer.Option(
        "--initial-plan",
        metavar="PLAN",
        help="A plan of this problem to go on from: the answer is never worse than it.",
    ),
]
ResultPath = Annotated[
    Path | None,
    typer.Option(
        "--result",
        metavar="R.json",
        help="Also write the whole result, with the bounds of all goals, for `report`.",
    ),
]
