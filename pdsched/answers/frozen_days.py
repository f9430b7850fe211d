"""A problem as it was before days of it were frozen."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from pdsched.answers.blocked import Given
from pdsched.policy import Policy
from pdsched.problem import Problem, Window


def thawed(
    pins: Collection[str],
    idle: Mapping[str, tuple[Window, ...]],
    problem: Problem,
    policy: Policy,
) -> Given:
    """A problem without frozen days: without these pins, and with everybody there."""
    staff = (
        m.model_copy(
            update={"unavailable": tuple(w for w in m.unavailable if w not in idle.get(m.id, ()))}
        )
        for m in problem.staff
    )
    update = {
        "staff": tuple(staff),
        "session_pins": tuple(pin for pin in problem.session_pins if pin.id not in pins),
        "engagement_pins": tuple(pin for pin in problem.engagement_pins if pin.id not in pins),
    }
    return problem.model_copy(update=update), policy
