"""Timefold: the same rules stated as a user of that solver would, and searched by local search.

Wants the package ``timefold`` (1.24.0b0; it brings its own Java libraries) and Java 17. Runs in the
process that calls it and starts a Java machine there: call it from a process of its own. The free
edition searches with one thread. Pins are not stated.
"""

from __future__ import annotations

import importlib.util
import shutil
import sys
from time import monotonic

from benchmarks.peers.timefold_drawing import draw
from benchmarks.peers.timefold_plan import to_plan
from pdsched import Plan, Policy, Problem

NEWEST_PYTHON = (3, 12)


def available() -> str | None:
    """Why Timefold cannot run here, in a sentence; ``None`` if it can."""
    if importlib.util.find_spec("timefold") is None:
        return "Timefold is skipped: the package timefold is not installed."
    if sys.version_info[:2] > NEWEST_PYTHON:
        newest = ".".join(map(str, NEWEST_PYTHON))
        return f"Timefold is skipped: it translates Python up to {newest} only."
    if shutil.which("java") is None:
        return "Timefold is skipped: there is no Java on the path."
    return None


def plan(problem: Problem, policy: Policy, seconds: float) -> Plan | None:
    """The best plan that Timefold finds, made acceptable to the referee.

    Args:
        problem: what is given, without pins.
        policy: which rules hold.
        seconds: for all of it; the start of Java and both ways between Python and Java included.

    Returns:
        ``None`` for a problem with pins, and where no plan came out of it.
    """
    deadline = monotonic() + seconds
    if policy.holds("pins") and (problem.session_pins or problem.engagement_pins):
        return None
    given = draw(problem, policy)
    from benchmarks.peers.timefold_run import solve_groups  # starts Java

    return to_plan(problem, policy, solve_groups(problem, policy, given, deadline, seconds))
