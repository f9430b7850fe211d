"""This library, called as anybody calls it."""

from __future__ import annotations

from benchmarks.peers.common import Diary
from pdsched import Plan, Policy, Problem, solve
from pdsched.result import Progress


def plan(problem: Problem, policy: Policy, seconds: float, diary: Diary, cores: int) -> Plan | None:
    """The plan of `pdsched.solve`, and its proven bound."""

    def listen(progress: Progress) -> None:
        if progress.value:
            diary.found()

    result = solve(problem, policy, seconds=seconds, workers=cores, on_progress=listen)
    needs = result.goal("needs-met") if result.goals else None
    diary.tell(bound=None if needs is None else needs.bound, solver_mib=result.peak_mib)
    if result.message:
        diary.tell(note=result.message)
    return result.plan
