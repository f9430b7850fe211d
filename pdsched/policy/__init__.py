"""Which rules hold, with which figures, and which goals count in which order.

`RULES` and `GOALS` are the vocabulary that model, referee, documents and messages share: one id
and one sentence each; a policy tells them with its figures. The rules themselves stand elsewhere,
twice: `pdsched.model` states them for the solver, `pdsched.referee` checks them in plain Python.
"""

from pdsched.policy.counts import Count, Each, Per
from pdsched.policy.cover import ColleagueCover
from pdsched.policy.goals import GOALS, NEEDS_MET, GoalInfo, Step, Tier
from pdsched.policy.limits import Limit
from pdsched.policy.policy import Policy
from pdsched.policy.prices import Prices
from pdsched.policy.rule import Counted, RuleInfo
from pdsched.policy.rules import RULES

__all__ = [
    "GOALS",
    "NEEDS_MET",
    "RULES",
    "ColleagueCover",
    "Count",
    "Counted",
    "Each",
    "GoalInfo",
    "Limit",
    "Per",
    "Policy",
    "Prices",
    "RuleInfo",
    "Step",
    "Tier",
]
