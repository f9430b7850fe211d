"""A solving process that says what a test wants, in place of solving."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from pdsched import Plan
from pdsched.policy import Policy
from pdsched.problem import minutes

FOREVER = "time.sleep(600)"


def line_of(said: dict[str, Any]) -> str:
    """A line as the worker writes it."""
    return json.dumps(said, separators=(",", ":"))


def says(line: str) -> str:
    """A statement of the fake worker: it says a line."""
    return f"print({line!r}, flush=True)"


def step(value: int | None, bound: int | None, **fields: Any) -> str:
    """A line about the first goal."""
    first = {"kind": "step", "seconds": 1.0, "goal": "needs-met", "value": value, "bound": bound}
    return says(line_of({**first, "peak_mib": 12.5, **fields}))


def rest_of(plan: Plan | None) -> dict[str, int]:
    """What a plan is worth in the other tiers of the default policy; no colleague covers in it."""
    if plan is None:
        return {}
    led = (s for s in plan.sessions if s.trainer or s.room)
    lasting = sum(minutes(session.end) - minutes(session.start) for session in led)
    rest = {"sessions": lasting, "lessons-covered": len(plan.covers), "changes": 0}
    return {"colleague-covers": 0, **rest}


def plan_line(plan: Plan, needs_met: int, half_days: int) -> str:
    """A line with a plan on the way."""
    values = {"needs-met": needs_met, "engaged-half-days": half_days, **rest_of(plan)}
    return line_of({"kind": "plan", "values": values, "plan": json.loads(plan.to_json())})


def end(plan: Plan | None, status: str, *goals: tuple[int, int]) -> str:
    """The last line, with value and bound of the first two goals; the others are proven."""
    names = [tier.id for tier in Policy().order]
    rest = ((value, value) for value in rest_of(plan).values())
    told = [
        {"id": name, "value": value, "bound": bound}
        for name, (value, bound) in zip(names, (*goals, *rest) if goals else (), strict=False)
    ]
    document = None if plan is None else json.loads(plan.to_json())
    return says(
        line_of({"kind": "end", "status": status, "plan": document, "goals": told, "peak_mib": 1})
    )


def fake_worker(
    folder: Path, patch: pytest.MonkeyPatch, *statements: str
) -> Sequence[subprocess.Popen[str]]:
    """Put a worker that carries out these statements in place of ours; the processes started."""
    script = folder / "worker.py"
    head = ["import os, sys, time", "sys.stdin.readline()"]
    script.write_text("\n".join([*head, *statements, ""]), encoding="utf-8")
    begin = subprocess.Popen
    begun: list[subprocess.Popen[str]] = []

    def start(_: list[str], **options: Any) -> subprocess.Popen[str]:
        begun.append(begin([sys.executable, "-X", "utf8", str(script)], **options))
        return begun[-1]

    patch.setattr("pdsched.runner.child_process.subprocess.Popen", start)
    return begun
