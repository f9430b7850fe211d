"""One problem measured: drawn and saved in one process, loaded and solved in another.

    python -m benchmarks.measure make ANSWER --name M --seed 1 --tightness 0.01 FILE
    python -m benchmarks.measure plan ANSWER --seconds 60 --seed 1 FILE

Each writes one JSON object to the file ANSWER. Each is a process of its own, so that the memory of
one step never counts for another, and so that a step that dies costs its row alone. The end of
the standard input, which is also the end of the caller, interrupts it as Ctrl-C does.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.cover import freed_by_substitutes
from benchmarks.districts import DISTRICTS, read_district
from benchmarks.moments import (
    FIRST_GOAL,
    Moment,
    Watch,
    primal_integral,
    time_to_first,
    time_to_gap,
)
from benchmarks.unaided import unaided
from benchmarks.variants import Variant
from pdsched import Plan, Problem, generate, save, solve, verify
from pdsched.files import load_problem
from pdsched.problem import Role
from pdsched.result import GoalResult, Result

GAPS = (0.05, 0.03, 0.02, 0.01)
"""Gaps whose times are noted."""


def make(name: str, seed: int, variant: Variant, path: str) -> dict[str, Any]:
    """Draw a problem of a size, or around a real district, and save it."""
    started = perf_counter()
    if name in DISTRICTS:
        around = read_district(Path(os.environ["PDSCHED_REAL_DATA"]), name)
        problem: Problem = generate(around=around, seed=seed, tightness=variant.tightness)
    else:
        problem = variant.drawn(name, seed)
    drawn = perf_counter()
    save(problem, path)
    return {
        "generate": drawn - started,
        "save": perf_counter() - drawn,
        "file_mib": Path(path).stat().st_size / 2**20,
        "generate_mib": peak_mib(),
    }


def plan(path: str, seconds: float, seed: int, workers: int | None) -> dict[str, Any]:
    """Load a problem and solve it, and let the referee judge the plan once more."""
    started = perf_counter()
    problem = load_problem(path)
    loaded = {"load": perf_counter() - started, "load_mib": peak_mib()}
    watch = Watch()
    result = solve(problem, seconds=seconds, seed=seed, workers=workers, on_progress=watch)
    spent = watch.seconds()
    accepted = result.plan is not None and not verify(problem, result.plan, result.policy)
    return {
        **_counts(problem),
        **_outcome(result),
        **_times(result, spent, watch.moments, seconds),
        **_cover(result.plan),
        "unaided": None if result.plan is None else unaided(problem, result.plan, result.policy),
        **loaded,
        "accepted": accepted,
        "verify": watch.seconds() - spent,
        "solver_mib": result.peak_mib,
        "caller_mib": peak_mib(),
    }


def _counts(problem: Problem) -> dict[str, Any]:
    return {
        "teachers": sum(member.role == Role.TEACHER for member in problem.staff),
        "staff": len(problem.staff),
        "schools": len(problem.schools),
        "lessons": len(problem.lessons),
        "needs": len(problem.needs),
        "days": len(problem.calendar.open_days()),
    }


def _outcome(result: Result) -> dict[str, Any]:
    first = result.goal(FIRST_GOAL) if result.goals else GoalResult(id=FIRST_GOAL)
    later = {goal.id: goal.value for goal in result.goals[1:]}
    return {
        "status": result.status.value,
        "value": first.value,
        "bound": first.bound,
        "gap": first.gap,
        "unmet": None if result.plan is None else len(result.plan.unmet),
        "later_goals": later,
        "goals": [_goal(goal) for goal in result.goals],
        "message": result.message,
    }


def _goal(goal: GoalResult) -> dict[str, Any]:
    """One goal as in the answer of ``pdsched solve --json``."""
    gap = None if goal.gap is None else round(goal.gap, 5)
    return {**goal.model_dump(), "gap": gap, "proven": goal.proven}


def _cover(plan: Plan | None) -> dict[str, Any]:
    """Releases from lessons, and how many of them an engaged half-day serves."""
    if plan is None:
        return {"half_days": None, "freed": None, "a_half_day": None}
    half_days, freed = len(plan.engagements), freed_by_substitutes(plan)
    return {
        "half_days": half_days,
        "freed": freed,
        "a_half_day": freed / half_days if half_days else None,
    }


def _times(result: Result, spent: float, heard: Sequence[Moment], seconds: float) -> dict[str, Any]:
    """The moments, with the result as the last of them."""
    end = result.goal(FIRST_GOAL) if result.goals else GoalResult(id=FIRST_GOAL)
    moments = [*heard, Moment(spent, end.value, end.bound)]
    return {
        "first_plan": time_to_first(moments),
        **{gap_column(gap): time_to_gap(moments, gap) for gap in GAPS},
        "primal_integral": primal_integral(moments, end.bound, seconds),
        "seconds": spent,
    }


def gap_column(gap: float) -> str:
    """The name of the time to a gap.

    >>> gap_column(0.05)
    'to_5_percent'
    """
    return f"to_{100 * gap:.0f}_percent"


def peak_mib() -> float:
    """Largest memory of this process so far, in MiB; 0 where the system does not say."""
    try:
        import resource
    except ImportError:  # pragma: no cover - Windows has no such module
        return 0.0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (2**20 if sys.platform == "darwin" else 2**10)


def _interrupt_with_caller() -> None:
    """Interrupt the main thread when the standard input ends."""
    main = threading.get_ident()

    def listen() -> None:
        while os.read(0, 1024):
            pass
        signal.pthread_kill(main, signal.SIGINT)

    threading.Thread(target=listen, daemon=True).start()


def main() -> int:
    """Run one step and write its answer."""
    parser = argparse.ArgumentParser(description="One step of a row of the ladder.")
    parser.add_argument("step", choices=("make", "plan"))
    parser.add_argument("answer")
    parser.add_argument("file")
    parser.add_argument("--name", default="")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tightness", type=float, default=0.01)
    parser.add_argument("--weeks", type=int)
    parser.add_argument("--half-trainers", action="store_true")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--workers", type=int)
    options = parser.parse_args()
    try:
        _interrupt_with_caller()
        if options.step == "make":
            asked = Variant("", options.tightness, options.weeks, options.half_trainers)
            said = make(options.name, options.seed, asked, options.file)
        else:
            said = plan(options.file, options.seconds, options.seed, options.workers)
    except KeyboardInterrupt:
        return 130
    rounded = {k: round(v, 5) if isinstance(v, float) else v for k, v in said.items()}
    Path(options.answer).write_text(json.dumps(rounded), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
