"""What is wanted: sessions, releases, covers, engagements and unmet needs; data only.

The records stand in `pdsched.plan.plan`, a problem with the previous plan in
`pdsched.plan.previous`.
"""

from pdsched.plan.plan import ENDED, OTHER_GOALS, MadeUnder, Plan, UnmetNeed
from pdsched.plan.previous import dated, is_bare, keep, left_out, past_plan, with_previous
from pdsched.problem import Cover, Engagement, Release, Session

__all__ = [
    "ENDED",
    "OTHER_GOALS",
    "Cover",
    "Engagement",
    "MadeUnder",
    "Plan",
    "Release",
    "Session",
    "UnmetNeed",
    "dated",
    "is_bare",
    "keep",
    "left_out",
    "past_plan",
    "with_previous",
]
