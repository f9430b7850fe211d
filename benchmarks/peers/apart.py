"""Each peer in a process of its own: its clock, its memory, its end."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any, NamedTuple

from pdsched import Plan, Policy, Problem

ROOT = Path(__file__).resolve().parent.parent.parent
GRACE_SECONDS, GRACE_SHARE = 2.0, 0.05
"""What a peer may take beyond its limit before it is ended: as `pdsched.solve` promises."""
MOST_LOADING = 600.0
_LOOK_EVERY = 0.1
_CHILD = (sys.executable, "-m", "benchmarks.peers.child")


class Heard(NamedTuple):
    """What came of a peer."""

    plan: Plan | None
    told: dict[str, Any]
    peak_mib: float
    died: str
    """Why it ended without saying so; empty if it did not."""


def run_apart(name: str, problem: Problem, policy: Policy, seconds: float, cores: int) -> Heard:
    """Let one peer plan, and end it when its time is over."""
    with TemporaryDirectory(prefix="peers-") as place:
        folder = Path(place)
        (folder / "problem.json").write_text(problem.model_dump_json(), encoding="utf-8")
        (folder / "policy.json").write_text(policy.model_dump_json(), encoding="utf-8")
        (folder / "told.jsonl").touch()
        with (folder / "errors.txt").open("wb") as errors:
            process = subprocess.Popen(
                [*_CHILD, name, str(folder), str(seconds), str(cores)],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=errors,
                stderr=errors,
                start_new_session=True,
            )
            try:
                ended, peak = _wait(process, folder, seconds)
            finally:
                _end(process)
        told = _told(folder)
        written = folder / "plan.json"
        plan = Plan.model_validate_json(written.read_bytes()) if written.exists() else None
        died = "" if "seconds" in told else _why(ended, process.returncode, folder)
        return Heard(plan, told, max(peak, told.get("solver_mib", 0.0)), died)


def _wait(process: subprocess.Popen[bytes], folder: Path, seconds: float) -> tuple[bool, float]:
    """Wait for its end or for the limit: whether it was ended, and its largest memory in MiB."""
    deadline, started = monotonic() + MOST_LOADING, False
    ended = False
    while True:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            return ended, usage.ru_maxrss / 2**10
        if not started and (folder / "told.jsonl").stat().st_size:
            started = True
            deadline = monotonic() + seconds * (1 + GRACE_SHARE) + GRACE_SECONDS
        if monotonic() > deadline and not ended:
            ended = True
            _kill(process)
        time.sleep(_LOOK_EVERY)


def _kill(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Leave nothing of it behind, whatever happened here."""
    _kill(process)
    if process.returncode is None:
        process.wait()


def _told(folder: Path) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for line in (folder / "told.jsonl").read_text(encoding="utf-8").splitlines():
        with contextlib.suppress(json.JSONDecodeError):  # The last line may be half written.
            told.update(json.loads(line))
    return told


def _why(ended: bool, code: int | None, folder: Path) -> str:
    said = (folder / "errors.txt").read_text(encoding="utf-8", errors="replace").strip()
    if ended:
        return "ended at its limit"
    if "bad_alloc" in said or "MemoryError" in said:
        return "the memory did not suffice"
    last = said.splitlines()[-1] if said else ""
    return f"it died ({code}): {last[:200]}" if last else f"it died ({code})"
