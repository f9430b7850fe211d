"""The small district that comes with the package.

``python -m pdsched.generator.demo`` writes it anew; it is the outcome of `make_demo`.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from pdsched.generator import generate
from pdsched.problem import Problem


def make_demo() -> Problem:
    """Two small schools with 29 teachers over eight weeks, generated."""
    problem = generate(size="demo", seed=10, weeks=8, tightness=0.02)
    return problem.model_copy(update={"name": "demo: two small schools, eight weeks"})


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
