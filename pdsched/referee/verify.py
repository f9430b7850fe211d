"""The referee's two public answers: what a plan breaks, and what it is worth."""

from __future__ import annotations

from pdsched.checks import GivenPlan, GivenPolicy, GivenProblem, plan_of, policy_of, problem_of
from pdsched.faces import Listed
from pdsched.policy import GOALS
from pdsched.referee.case import Case
from pdsched.referee.excuse import broken
from pdsched.referee.facts import Facts
from pdsched.referee.goals.measured import measured
from pdsched.referee.violation import Violation, named


def verify(
    problem: GivenProblem, plan: GivenPlan, policy: GivenPolicy | None = None
) -> tuple[Violation, ...]:
    """Every violation of every rule in force, sorted; empty if the plan is sound.

    Any plan can be judged, however wrong: records that name unknown things break the rule
    ``records``, and the other rules judge the plan without them. What the past of the problem
    breaks by itself is no violation.

    Args:
        problem: what is given; it has passed `pdsched.check`. Problem, plan and policy may be
            dictionaries, as in their JSON.
        plan: what to judge.
        policy: which rules hold, with which figures: a policy, the name of a ready one, or the path
            of a TOML file; the default policy if left out.

    Raises:
        ProblemError: if a dictionary has faults of shape, or there is no such policy.
        TypeError: if an argument is something else; with what to give.

    >>> from pdsched import Plan, Problem, verify
    >>> problem = Problem.model_validate({
    ...   "calendar": {"time_zone": "America/Toronto", "first": "2026-09-07", "last": "2026-09-11"},
    ...   "schools": [{"id": "north", "periods": [{"id": "1", "start": "08:00", "end": "09:00"}]}],
    ...   "staff": [{"id": "ada", "schools": ["north"]}],
    ...   "courses": [{"id": "sheets-1", "topic": "sheets", "minutes": 60, "group_max": 8}],
    ...   "needs": [{"id": "n1", "staff": "ada", "course": "sheets-1"}],
    ... })
    >>> for violation in verify(problem, Plan()):
    ...     print(violation)
    records: need n1 is neither met by a release nor listed as unmet
    """
    case = Case(Facts(problem_of(problem)), plan_of(plan), policy_of(policy))
    return Listed(named(one, case.facts.sentences) for one in sorted(broken(case)))


def score(
    problem: GivenProblem, plan: GivenPlan, policy: GivenPolicy | None = None
) -> dict[str, int]:
    """The value of every goal, computed from the plan alone.

    Of a rule that the policy makes soft: by how many steps in all the plan goes beyond it. Of
    further steps of equity for which the policy asks: their sums. The arguments are those of
    `pdsched.verify`.

    Raises:
        ProblemError: as `pdsched.verify`.
        TypeError: as `pdsched.verify`.

    >>> from pdsched import Plan, Problem, score
    >>> problem = Problem.model_validate({
    ...   "calendar": {"time_zone": "America/Toronto", "first": "2026-09-07", "last": "2026-09-11"},
    ... })
    >>> values = score(problem, Plan())
    >>> values["needs-met"], values["engaged-half-days"], values["worst-served-school"]
    (0, 0, 1000)
    """
    policy = policy_of(policy)
    asked = (goal for tier in policy.tiers for goal in tier)
    names = dict.fromkeys((*GOALS, *asked))
    return measured(Case(Facts(problem_of(problem)), plan_of(plan), policy), names)
