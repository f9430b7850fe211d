"""What every test shares: how long Hypothesis looks, and that all that is shown is run.

Sybil runs each ``>>>`` in a docstring of ``pdsched`` and each Python block of the README and of
the pages under ``docs``. Pages run in an empty folder of their own, so that they may write files.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import ExitStack, chdir
from doctest import ELLIPSIS, NORMALIZE_WHITESPACE
from importlib.util import find_spec
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from sybil import Sybil
from sybil.parsers.myst import PythonCodeBlockParser, SkipParser
from sybil.parsers.rest import DocTestParser

OPTIONS = ELLIPSIS | NORMALIZE_WHITESPACE
QUICK = "not slow"
"""What pyproject.toml chooses."""

# A test must not fail because the machine is slow: no deadline, no complaint about slow drawing.
PATIENT: dict[str, Any] = {
    "deadline": None,
    "print_blob": True,
    "suppress_health_check": [HealthCheck.too_slow],
}
settings.register_profile("ci", max_examples=50, derandomize=True, **PATIENT)
# A newcomer who runs the tests once waits minutes; the gates look ten times as hard.
settings.register_profile("dev", max_examples=5, **PATIENT)
settings.register_profile("long", max_examples=1000, **PATIENT)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "dev"))


def pytest_configure(config: pytest.Config) -> None:
    """A test that is named, slow or not, is run."""
    is_named = any("::" in argument for argument in config.args)
    if is_named and config.option.markexpr == QUICK:
        config.option.markexpr = ""


def pytest_report_header(config: pytest.Config) -> list[str]:
    """What is left out, said before the first dot."""
    if config.option.markexpr != QUICK:
        return []
    return ['slow tests are left out; `uv run pytest -m ""` runs them as well, as `.ci/run` does']


folders = ExitStack()


def enter_folder(namespace: dict[str, Any]) -> None:
    """Works in an empty folder while a page runs; `installed` says what a page may leave out."""
    namespace["installed"] = lambda name: find_spec(name) is not None
    folders.enter_context(chdir(folders.enter_context(tempfile.TemporaryDirectory())))


def leave_folder(_namespace: dict[str, Any]) -> None:
    """Goes back, and removes the folder."""
    folders.close()


pytest_collect_file = (
    Sybil(
        parsers=[DocTestParser(optionflags=OPTIONS)],
        patterns=["pdsched/*.py", "pdsched/*/*.py", "pdsched/*/*/*.py"],
    )
    + Sybil(
        parsers=[PythonCodeBlockParser(doctest_optionflags=OPTIONS), SkipParser()],
        patterns=["README.md", "docs/*.md"],
        setup=enter_folder,
        teardown=leave_folder,
    )
).pytest()
