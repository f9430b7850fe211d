"""What is wrong with a problem: every fault at once, in milliseconds, before anything is solved.

Each module holds the checks of one subject; `pdsched.checks.codes` lists the codes.
"""

from pdsched.checks.codes import CODES
from pdsched.checks.given import (
    GivenPlan,
    GivenPolicy,
    GivenProblem,
    beside,
    check,
    plan_of,
    policy_of,
    problem_of,
)
from pdsched.checks.shape import read_plan, read_problem, read_record

__all__ = [
    "CODES",
    "GivenPlan",
    "GivenPolicy",
    "GivenProblem",
    "beside",
    "check",
    "plan_of",
    "policy_of",
    "problem_of",
    "read_plan",
    "read_problem",
    "read_record",
]
