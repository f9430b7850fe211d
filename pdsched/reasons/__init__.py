"""Why a need stays unmet: the rule that stops it, and a sentence.

For each need that no release meets: what keeps the person from every course that answers it, at
whatever time; failing that, what stops the most promising attempt to let the person join a session
of the plan or to found a new one, everything else in the plan staying as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from time import monotonic

from pdsched.plan import Plan, UnmetNeed
from pdsched.policy import Policy
from pdsched.problem import Problem
from pdsched.reasons.inquiry import Inquiry
from pdsched.referee import Case, Facts

__all__ = ["unmet_needs"]


def unmet_needs(
    problem: Problem,
    plan: Plan,
    policy: Policy,
    complete: bool,
    seconds: float | None = None,
    *,
    is_over: Callable[[], bool] = lambda: False,
    facts: Facts | None = None,
) -> tuple[UnmetNeed, ...]:
    """Every need that no release of the plan meets, with the rule that stops it, by id.

    Args:
        problem: what is given.
        plan: a plan that keeps all rules in force; what it lists as unmet is not read.
        policy: the policy that it answers.
        complete: whether the plan is proven best for the needs met. If not, a need that nothing
            stops is laid to the end of the search (``search-ended``).
        seconds: after so much time (none, if 0) no attempt is made any more: a need that is then
            left gets what stops it at any time, else ``search-ended``. ``None`` sets no limit, so
            that the answer depends on nothing but the other arguments.
        is_over: asked before each need; once it is true, it is as if the time were over.
        facts: those of the problem, where they are known already.

    >>> problem = Problem(
    ...     calendar={"time_zone": "America/Toronto", "first": "2026-09-07", "last": "2026-09-11"},
    ...     schools=[{"id": "north", "periods": [{"id": "1", "start": "08:00", "end": "09:00"}]}],
    ...     staff=[{"id": "ada", "schools": ["north"]}],
    ...     courses=[{"id": "sheets-1", "topic": "sheets", "minutes": 60, "group_max": 8}],
    ...     needs=[{"id": "n1", "staff": "ada", "course": "sheets-1"}],
    ... )
    >>> [unmet] = unmet_needs(problem, Plan(), Policy(), complete=True)
    >>> unmet.rule, unmet.reason
    ('trainer', 'no trainer teaches sheets-1')
    """
    deadline = inf if seconds is None else monotonic() + seconds
    inquiry = Inquiry(Case(facts or Facts(problem), plan, policy), complete)
    return tuple(
        inquiry.answer(need)
        if monotonic() < deadline and not is_over()
        else inquiry.cheap_answer(need)
        for need in inquiry.unmet
    )
