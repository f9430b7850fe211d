"""What is wanted: sessions, releases, covers, engagements and unmet needs; data only.

The records stand in `pdsched.plan.plan`, a problem with the previous plan in
`pdsched.plan.previous`, what was said of a plan in `pdsched.plan.approvals`, a problem with what is
published in `pdsched.plan.published`, and what became known since in `pdsched.plan.changes`.
"""

from pdsched.plan.approvals import Approval, Approvals, ApprovalState, Part, approve, standing
from pdsched.plan.changes import Change, ChangeKind, Changes
from pdsched.plan.plan import ENDED, OTHER_GOALS, MadeUnder, Plan, UnmetNeed
from pdsched.plan.previous import dated, is_bare, keep, left_out, past_plan, with_previous
from pdsched.plan.published import gone, with_approvals
from pdsched.problem import Cover, Engagement, Release, Session

__all__ = [
    "ENDED",
    "OTHER_GOALS",
    "Approval",
    "ApprovalState",
    "Approvals",
    "Change",
    "ChangeKind",
    "Changes",
    "Cover",
    "Engagement",
    "MadeUnder",
    "Part",
    "Plan",
    "Release",
    "Session",
    "UnmetNeed",
    "approve",
    "dated",
    "gone",
    "is_bare",
    "keep",
    "left_out",
    "past_plan",
    "standing",
    "with_approvals",
    "with_previous",
]
