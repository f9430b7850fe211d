"""What an import costs: each is looked at in a fresh interpreter."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {
    *("babel", "fastapi", "jinja2", "matplotlib", "networkx", "numpy", "ortools", "pandas"),
    "uvicorn",
}
"""Packages that cost seconds to import, or hundreds of milliseconds."""


def loaded_by(module: str) -> set[str]:
    """The top-level packages that a fresh interpreter holds after one import."""
    code = f"import sys, {module}; print(*sorted({{m.partition('.')[0] for m in sys.modules}}))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def test_package_loads_nothing_heavy() -> None:
    """``import pdsched`` loads no other package that costs time, pydantic included."""
    loaded = loaded_by("pdsched")

    assert "pdsched" in loaded
    assert loaded & (HEAVY | {"pydantic", "rich", "typer"}) == set()


@pytest.mark.parametrize(
    "room",
    [
        "checks",
        "cli",
        "files",
        "generator",
        "merging",
        "plan",
        "plot",
        "policy",
        "problem",
        "reasons",
        "referee",
        "report",
        "result",
        "rosters",
        "runner",
        "serve",
        "survey",
        "timetables",
        "views",
        "wording",
    ],
)
def test_room_loads_nothing_heavy(room: str) -> None:
    """Every room but the model can be used without waiting for OR-Tools or its companions."""
    assert loaded_by(f"pdsched.{room}") & HEAVY == set()


def test_the_engine_is_loaded_where_it_is_first_used() -> None:
    """A first plan is there before it; processes that solve part after part load it at once."""
    assert "ortools" not in loaded_by("pdsched.runner.worker")
    loaded = loaded_by("pdsched.engines.loaded")
    assert "ortools" in loaded
    assert "pandas" not in loaded, "it takes longer to load than all else, in every worker"
