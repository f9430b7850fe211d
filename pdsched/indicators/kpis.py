"""The key figures of a plan."""

from __future__ import annotations

from pdsched.checks import GivenPlan, GivenPolicy, GivenProblem, plan_of, policy_of, problem_of
from pdsched.indicators.ground import Ground
from pdsched.indicators.kpi import Kpis
from pdsched.indicators.prices import Prices
from pdsched.indicators.registry import in_order, read
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
        prices: What things cost; without them the figure ``cost`` has no value.

    >>> from pdsched import Plan, kpis
    >>> calendar = {"time_zone": "Europe/Berlin", "first": "2026-09-07", "last": "2026-09-11"}
    >>> figures = kpis({"calendar": calendar}, Plan())
    >>> figures["sessions"].value, figures["met-needs-share"].text
    (0.0, 'nothing to measure')
    """
    prices = prices or Prices()
    ground = Ground(problem_of(problem), plan_of(plan, "plan"), policy_of(policy), prices)
    every = counted(in_order(), "key figures")
    return Kpis(figures=tuple(read(identity, ground) for identity in every))
