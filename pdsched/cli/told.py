"""Writing a problem or a page, and saying where."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from pdsched.views.words import count

if TYPE_CHECKING:
    from pdsched.problem import Problem


def written(place: Path, what: str = "") -> None:
    """Say that a file was written, and what it holds."""
    typer.echo(f"Written    {place}{': ' + what if what else ''}")


def keep_problem(problem: Problem, output: Path) -> None:
    """Write a problem, and say where and what it holds."""
    from pdsched.files import save

    save(problem, output)
    held = [
        count(len(problem.schools), "school"),
        count(len(problem.staff), "staff member"),
        count(len(problem.lessons), "lesson"),
        count(len(problem.needs), "need"),
    ]
    if problem.assumptions:
        held.append(f"{count(len(problem.assumptions), 'assumption')} listed in it")
    written(output, ", ".join(held))
