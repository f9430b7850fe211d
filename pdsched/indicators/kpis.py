"""The key figures of a plan."""

from __future__ import annotations

from pdsched.checks import GivenPlan, GivenPolicy, GivenProblem, plan_of, policy_of, problem_of
from pdsched.indicators.comparison import KpiComparison, compared
from pdsched.indicators.ground import Ground
from pdsched.indicators.kpi import Kpis
from pdsched.indicators.registry import in_order, read
from pdsched.policy import Prices
from pdsched.stages import counted


def kpis(
    problem: GivenProblem,
    plan: GivenPlan,
    policy: GivenPolicy | None = None,
    *,
    prices: Prices | None = None,
) -> Kpis:
    """The key figures of a plan: what it reaches, what it takes, and who gets what.

    Args:
        problem: What is given.
        plan: The plan; records that name what does not exist are passed over, and
            `pdsched.verify` tells them.
        policy: The policy that it answers; the default policy if left out.
        prices: What things cost, in place of the prices of the policy; without either the figure
            ``cost`` has no value.

    >>> from pdsched import Plan, kpis
    >>> calendar = {"time_zone": "Europe/Berlin", "first": "2026-09-07", "last": "2026-09-11"}
    >>> figures = kpis({"calendar": calendar}, Plan())
    >>> figures["sessions"].value, figures["met-needs-share"].text
    (0.0, 'nothing to measure')
    """
    under = policy_of(policy)
    paid = prices or under.prices or Prices()
    ground = Ground(problem_of(problem), plan_of(plan, "plan"), under, paid)
    every = counted(in_order(), "key figures")
    return Kpis(figures=tuple(read(identity, ground) for identity in every))


def compare(
    problem: GivenProblem,
    before: GivenPlan,
    after: GivenPlan,
    policy: GivenPolicy | None = None,
    *,
    before_problem: GivenProblem | None = None,
    prices: Prices | None = None,
) -> KpiComparison:
    """The key figures of two plans side by side: how much each differs, and which is better.

    `pdsched.difference` tells what is otherwise in the plans themselves.

    Args:
        problem: What is given.
        before: One plan, such as the one that people know.
        after: The other.
        policy: The policy by which both are measured; the default policy if left out.
        before_problem: The problem of the one plan, where people or sessions of it are gone from
            ``problem``; what it names that does not exist is passed over.
        prices: What things cost, as for `pdsched.kpis`.

    Raises:
        ProblemError: if a problem or plan given as a dictionary has faults.

    >>> from pdsched import Plan, compare
    >>> calendar = {"time_zone": "Europe/Berlin", "first": "2026-09-07", "last": "2026-09-11"}
    >>> told = compare({"calendar": calendar}, Plan(), Plan())
    >>> told["sessions"].before, told["sessions"].verdict
    (0.0, 'same')
    """
    old = problem if before_problem is None else before_problem
    was = kpis(old, plan_of(before, "before"), policy, prices=prices)
    return compared(was, kpis(problem, plan_of(after, "after"), policy, prices=prices))
