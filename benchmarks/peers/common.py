"""What a peer is given and what it says while it works; and which peers there are."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from time import monotonic
from typing import Any, NamedTuple

from pdsched import Plan, Policy, Problem
from pdsched.problem import Substitute

GIB = 2**30
COMPARED = Policy(off=("staff-lunch",))
"""The policy of the comparison: no peer knows the lunch of those who learn."""


def half_days_left(substitute: Substitute) -> int | None:
    """For how many half-days somebody can still be engaged in all; ``None`` for any number.

    >>> from pdsched.problem import HalfDays
    >>> mornings = (HalfDays(halves=("am",)),)
    >>> once = Substitute(id="s", available=mornings, max_half_days=9, half_days_before=4)
    >>> half_days_left(once)
    5
    """
    most = substitute.max_half_days
    return None if most is None else max(0, most - substitute.half_days_before)


class Diary:
    """Where a peer hands in plans as it finds them, and says what the reader has to know.

    What was handed in counts, even if the peer is ended later.

    >>> diary = Diary()
    >>> diary.tell(note="Only every other week was looked at.")
    >>> diary.told
    {'note': 'Only every other week was looked at.'}
    """

    def __init__(
        self,
        on_plan: Callable[[Plan], None] = lambda _: None,
        on_fact: Callable[[dict[str, Any]], None] = lambda _: None,
    ) -> None:
        self._on_plan, self._on_fact = on_plan, on_fact
        self._started = monotonic()
        self.told: dict[str, Any] = {}

    def found(self) -> None:
        """There is a plan, even if it is not written out yet."""
        if "first" not in self.told:
            self.tell(first=round(monotonic() - self._started, 2))

    def keep(self, plan: Plan) -> None:
        """Hand in a plan, in place of the one before."""
        self.found()
        self._on_plan(plan)

    def tell(self, **facts: Any) -> None:
        """Say something that belongs beside the figures: ``note``, ``bound``, ..."""
        self.told.update(facts)
        self._on_fact(facts)


class Peer(NamedTuple):
    """A way to plan: a function ``plan(problem, policy, seconds, diary)`` of a module."""

    module: str
    what: str
    function: str = "plan"
    memory: int | None = None
    """Most bytes of address space; ``None`` for no limit."""
    parallel: bool = False
    """Whether it is told how many cores there are, as its last argument."""

    def plan(
        self, problem: Problem, policy: Policy, seconds: float, diary: Diary, cores: int
    ) -> Plan | None:
        """Call it in this process."""
        made = getattr(import_module(f"benchmarks.peers.{self.module}"), self.function)
        more = (cores,) if self.parallel else ()
        plan: Plan | None = made(problem, policy, seconds, diary, *more)
        return plan


PEERS = {
    "pdsched": Peer("ours", "this library", parallel=True),
    "office": Peer("office", "first come, first served by priority, one substitute each"),
    "greedy": Peer("greedy", "greedy with rotation, repaired until the time is up"),
    "notebook": Peer(
        "notebook", "Booleans for all, default CP-SAT, 8 GiB", memory=8 * GIB, parallel=True
    ),
    "cpsat": Peer("whole", "our model whole, default CP-SAT, 8 GiB", "by_cpsat", 8 * GIB, True),
    "highs": Peer("whole", "our model whole, by HiGHS, 8 GiB", "by_highs", 8 * GIB, True),
    "scip": Peer("whole", "our model whole, by SCIP, 8 GiB", "by_scip", 8 * GIB),
}
"""Every peer by name, in the order of the table."""
