"""A solver on an instance in a process of its own: see `benchmarks.literature.peer`."""

from __future__ import annotations

import json
import subprocess
import sys
from time import monotonic
from typing import Any, NamedTuple

from benchmarks.apart import ROOT
from benchmarks.literature.reading import File

GRACE = 60.0
"""Seconds after its limit at which a solver is ended that does not look at the clock."""


class Heard(NamedTuple):
    """What a solver said, and how long it took with its process."""

    said: list[dict[str, Any]]
    """One for each stage that it came to; before it was ended, too."""
    seconds: float
    has_failed: bool
    """Whether it was ended, or its process says so."""


def heard(solver: str, file: File, seconds: float, threads: int) -> Heard:
    """Run a solver apart, and end it where it goes on for long after its limit."""
    command = [sys.executable, "-m", "benchmarks.literature.peer"]
    given = [solver, file.set, str(file.path), str(seconds), str(threads)]
    began, has_failed = monotonic(), True
    try:
        ran = subprocess.run(
            [*command, *given], cwd=ROOT, capture_output=True, timeout=seconds + GRACE
        )
        printed, has_failed = ran.stdout, ran.returncode != 0
    except subprocess.TimeoutExpired as error:
        printed = error.stdout or b""
    # HiGHS greets by a line of its own.
    said = [json.loads(line) for line in printed.splitlines() if line.startswith(b"{")]
    return Heard(said, monotonic() - began, has_failed)
