"""The small district that comes with the package.

``python -m pdsched.generator.demo`` writes it anew; it is the outcome of `make_demo`.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

from pdsched.generator import generate
from pdsched.problem import Problem

_SCHOOLS = ("Hill School", "Lake School")


def make_demo() -> Problem:
    """Two small schools with 29 teachers over eight weeks, generated, with names to read."""
    problem = generate(size="demo", seed=10, weeks=8, tightness=0.02)
    schools = dict(zip((school.id for school in problem.schools), _SCHOOLS, strict=True))
    names: dict[str, Callable[[Any], str]] = {
        "schools": lambda school: schools[school.id],
        "rooms": lambda _: "Library",
        "staff": lambda member: _numbered(member.role.replace("-", " "), member.id),
        "trainers": lambda trainer: _numbered("trainer", trainer.id),
        "substitutes": lambda substitute: _numbered("substitute", substitute.id),
    }
    named = {
        field: tuple(r.model_copy(update={"name": called(r)}) for r in getattr(problem, field))
        for field, called in names.items()
    }
    return problem.model_copy(update={"name": "demo: two small schools, eight weeks", **named})


def _numbered(what: str, identity: str) -> str:
    """What somebody works as, with the number in their id: nobody real is meant."""
    return f"{what.capitalize()} {int(identity.rpartition('-')[2])}"


def read_demo() -> Problem:
    """The district that comes with the package, read from its file.

    >>> len(read_demo().schools)
    2
    """
    text = files("pdsched").joinpath("data", "demo.json").read_text(encoding="utf-8")
    return Problem.model_validate_json(text)


def write_demo(path: Path) -> None:
    """Write the district to a file, as canonical JSON and a line break."""
    path.write_text(make_demo().to_json() + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_demo(Path(__file__).resolve().parents[1] / "data" / "demo.json")
