"""One peer at work: ``python -m benchmarks.peers.child PEER FOLDER SECONDS CORES``.

Reads ``problem.json`` and ``policy.json`` in the folder; writes what it is told, one JSON object a
line, to ``told.jsonl``, and the last plan to ``plan.json``. The clock starts when the problem has
been read; loading an engine counts.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from pathlib import Path
from time import monotonic
from typing import Any

from benchmarks.peers.common import PEERS, Diary
from pdsched import Plan, Policy, Problem

RESERVE = 0.2
"""Seconds kept for writing the last plan."""


def main() -> None:
    """Plan once."""
    threading.Thread(target=_end_with_caller, args=(os.getppid(),), daemon=True).start()
    name, folder, seconds, cores = sys.argv[1], Path(sys.argv[2]), sys.argv[3], sys.argv[4]
    problem = Problem.model_validate_json((folder / "problem.json").read_bytes())
    policy = Policy.model_validate_json((folder / "policy.json").read_bytes())
    _limit_cores(int(cores))
    _limit_memory(PEERS[name].memory)
    with (folder / "told.jsonl").open("a", encoding="utf-8") as out:

        def note(facts: dict[str, Any]) -> None:
            out.write(json.dumps(facts) + "\n")
            out.flush()

        def keep(plan: Plan) -> None:
            (folder / "plan.new").write_text(plan.to_json(), encoding="utf-8")
            (folder / "plan.new").replace(folder / "plan.json")

        started = monotonic()
        note({"started": True})
        diary = Diary(keep, note)
        try:
            limit = max(0.1, float(seconds) - RESERVE)
            plan = PEERS[name].plan(problem, policy, limit, diary, int(cores))
        except MemoryError:
            plan = None
            note({"note": "the memory did not suffice"})
        if plan is not None:
            diary.keep(plan)
        note({"seconds": round(monotonic() - started, 2)})
    # An engine may still have threads at work: what counts has been written.
    sys.stdout.flush()
    os._exit(0)


def _end_with_caller(caller: int) -> None:
    """End this process, and those that it started, when its caller is gone."""
    while os.getppid() == caller:
        time.sleep(1)
    os.killpg(os.getpgid(0), signal.SIGKILL)


def _limit_cores(count: int) -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:count])


def _limit_memory(most: int | None) -> None:
    if most is not None:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (most, most))


if __name__ == "__main__":
    main()
