"""What can be said of a problem under a policy before a solver is asked, with proof.

Whatever is told is a fact: more than the most that rules in force allow is needed. Each module says
by which argument in its docstring. What is counted as there is never too little (hours, seats,
half-days of all who might come), what is counted as needed never too much; rules that are off or
soft, and whatever is not looked at, only leave more room. `pdsched.check` tells it beside a policy.

- errors: required pins that no plan can keep (``PD605``, ``PD606``);
- warnings: needs that stay open in every plan, and why (``PD970`` to ``PD976``).
"""

from __future__ import annotations

from pdsched.checks.index import Index, Lost
from pdsched.checks.pause import collector_paused
from pdsched.errors import Fault
from pdsched.policy import Policy
from pdsched.preflight.needs import Preflight
from pdsched.preflight.told import Told
from pdsched.problem import Problem


def preflight(problem: Problem, policy: Policy) -> tuple[Fault, ...]:
    """What no plan of a problem can do under a policy.

    Args:
        problem: one without errors of its own.
        policy: which rules are in force.

    >>> calendar = {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-11"}
    >>> for fault in preflight(Problem.model_validate({
    ...     "calendar": calendar,
    ...     "schools": [{"id": "north", "periods": [{"id": "1", "start": "08:00",
    ...                                              "end": "09:00"}]}],
    ...     "staff": [{"id": "ada", "schools": ["north"]}],
    ...     "courses": [{"id": "sheets", "topic": "sheets", "minutes": 60, "group_max": 8}],
    ...     "needs": [{"id": "1", "staff": "ada", "course": "sheets"}],
    ... }), Policy()):
    ...     print(fault.code, fault.value, fault.message)
    PD970 0 of 1 are all that any plan can meet; the warnings that follow say why
    PD971 sheets is given on no date that is left: 1 need asks for it
    """
    with collector_paused():
        told = Told(Preflight(Index(problem, Lost()), policy))
        return (*told.of_pins(), *told.of_needs())


__all__ = ["preflight"]
