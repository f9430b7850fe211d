"""Judge a plan that was uploaded, by the referee."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pdsched import referee
from pdsched.checks import policy_of
from pdsched.checks.plans import not_in
from pdsched.errors import ProblemError
from pdsched.files import load_plan, load_problem
from pdsched.serve.tasks.given import PROBLEM, kept_problem
from pdsched.serve.tasks.reading import told_as_called
from pdsched.serve.work import Line, Told


def verify(arguments: dict[str, Any], told: Told) -> Line:
    """Every rule that a plan breaks, and its value in each goal.

    ``names`` are those of the files of ``plan`` and ``path``, the problem, by these.

    Raises:
        ProblemError: if the problem or the plan cannot be read, or do not belong together.
    """
    del told
    policy = policy_of(arguments["policy"])
    if PROBLEM in arguments:
        problem = kept_problem(arguments)
    else:
        with told_as_called({**arguments, "names": arguments["names"]["path"]}):
            problem = load_problem(arguments["path"])
    path = Path(arguments["plan"])
    with told_as_called({**arguments, "path": path, "names": arguments["names"]["plan"]}):
        plan = load_plan(path)
        if faults := not_in(problem, plan, path.name):
            raise ProblemError(faults)
    violations = referee.verify(problem, plan, policy)
    goals = referee.score(problem, plan, policy)
    return {
        "keeps_all_rules": not violations,
        "violations": [violation._asdict() for violation in violations],
        "goals": policy.tier_values(goals),
        "measures": goals,
        "policy": policy.name,
        "policy_digest": policy.digest(),
        "made_under": plan.policy.model_dump(mode="json") if plan.policy else None,
        "problem_fits": not plan.problem or plan.problem == problem.digest(),
    }
