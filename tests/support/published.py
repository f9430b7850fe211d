"""Published instances, solved by the public API and judged twice."""

from __future__ import annotations

from benchmarks.literature.instance import Instance
from pdsched import Result, Status, solve, verify


def proven(instance: Instance) -> tuple[Result, int]:
    """The result, proven and sound for the referee and the checker, and what the checker counts."""
    stated = instance.statement()
    result = solve(stated.problem, stated.policy, seconds=20, workers=1)

    assert result.status is Status.OPTIMAL
    assert result.plan is not None
    assert verify(stated.problem, result.plan, stated.policy) == ()
    assignment = instance.assignment(result.plan)
    assert instance.faults(assignment) == []
    return result, instance.value(assignment)
