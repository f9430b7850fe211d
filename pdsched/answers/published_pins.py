"""What is published and still holds after changes."""

from __future__ import annotations

from collections.abc import Callable

from pdsched.answers.request import is_kept
from pdsched.model import DisaggregationError, decode, encode, enumerate_candidates
from pdsched.plan import Plan
from pdsched.policy import Policy
from pdsched.problem import EngagementPin, Problem, SessionPin
from pdsched.referee import Facts


def with_published_that_holds(problem: Problem, policy: Policy, plan: Plan) -> Problem:
    """The problem without pins of what is published and that changes broke.

    Args:
        problem: With changes, and with pins of what is published.
        policy: The policy.
        plan: What people know.

    >>> problem = Problem(calendar={"time_zone": "UTC", "first": "2026-09-07",
    ...                             "last": "2026-09-11"})
    >>> with_published_that_holds(problem, Policy(), Plan()) is problem
    True
    """
    pins: list[SessionPin | EngagementPin] = [*problem.session_pins, *problem.engagement_pins]
    if not any(pin.published for pin in pins):
        return problem
    bare = _with_pins(problem, lambda pin: not pin.published)
    candidates = enumerate_candidates(bare, policy)
    base = encode(candidates, plan)
    try:
        repaired = Plan() if base is None else decode(candidates, base)
    except DisaggregationError:
        # Names are dealt by the search; what is published is then what the plan says.
        repaired = plan
    facts = Facts(bare)
    return _with_pins(problem, lambda pin: not pin.published or is_kept(pin, repaired, facts))


def _with_pins(problem: Problem, stays: Callable[[SessionPin | EngagementPin], bool]) -> Problem:
    return problem.model_copy(
        update={
            "session_pins": tuple(pin for pin in problem.session_pins if stays(pin)),
            "engagement_pins": tuple(pin for pin in problem.engagement_pins if stays(pin)),
        }
    )
