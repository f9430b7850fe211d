"""What no plan keeps together, of all that is asked for: deletion filters, one after the other.

Pins and amounts that are insisted on are left out, many at a time and then one by one, as long as
no plan keeps those that remain: what is left at the end clashes by itself. Further clashes are
looked for among the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from time import monotonic

import numpy as np

from pdsched.engines.cpsat import CpSat, SolveLimits
from pdsched.engines.program import Objective
from pdsched.model import enumerate_candidates, formulate
from pdsched.policy import Policy
from pdsched.problem import Problem
from pdsched.result import Clash
from pdsched.search.budget import Limits
from pdsched.search.deletion import minimal_part

MOST_SECONDS = 5.0
"""Seconds for all of it."""
MOST_TRIES = 60
"""Tries in place of that where work is limited, so that the same run says the same."""
WORK = 0.1
"""Work for each of them."""
PARTS = ("session_pins", "engagement_pins", "insisted")
Members = Sequence[tuple[str, str]]


def asked_for(problem: Problem, policy: Policy) -> Clash:
    """All that asks for something, or rules it out: pins, and amounts that are insisted on.

    >>> calendar = {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-11"}
    >>> pin = {"id": "p1", "kind": "require", "course": "sheets"}
    >>> asked_for(Problem(calendar=calendar, session_pins=[pin]), Policy()).session_pins
    ('p1',)
    """
    limits = (limit.id for limit in policy.limits if limit.insist and policy.holds(limit.id))
    insisted = (*policy.amounts_insisted_on, *limits)
    if not policy.keeps_pins:
        return Clash(insisted=insisted)
    return Clash(
        session_pins=tuple(pin.id for pin in problem.session_pins),
        engagement_pins=tuple(pin.id for pin in problem.engagement_pins),
        insisted=insisted,
    )


def clashes(
    problem: Problem, policy: Policy, limits: Limits, over: Callable[[], bool] = lambda: False
) -> tuple[Clash, ...]:
    """Clashes that share nothing, where no plan keeps all that is asked for.

    Without time only one is told, with everything in it.
    """
    return tuple(_Filter(problem, policy, limits, over).clashes())


class _Filter:
    """Tries what can be kept together, until its time is over."""

    def __init__(
        self, problem: Problem, policy: Policy, limits: Limits, over: Callable[[], bool]
    ) -> None:
        self._problem, self._policy, self._limits = problem, policy, limits
        self._over, self._tries = over, 0
        self._deadline = monotonic() + min(MOST_SECONDS, limits.seconds)
        self._asked = asked_for(problem, policy)
        self._members = [(k, name) for k in PARTS for name in getattr(self._asked, k)]
        """What is asked for: the part of a `Clash` that names it, and its id."""

    def clashes(self) -> Iterator[Clash]:
        """Clash after clash: each among what no clash before it names."""
        rest = self._members
        while rest:
            members, least = minimal_part(rest, self._can_be_kept)
            if not members:
                return
            yield _clash(members, least=least)
            rest = [member for member in rest if member not in members]
            if self._can_be_kept(rest) is not False:
                return

    def _can_be_kept(self, members: Members) -> bool | None:
        """Whether a plan keeps these; ``None`` where that could not be found out in time."""
        self._tries += 1
        by_work = self._limits.work is not None
        if self._over() or (self._tries > MOST_TRIES if by_work else self._left() <= 0):
            return None
        candidates = enumerate_candidates(*self._asking_for(members))
        f = formulate(candidates)
        anything = Objective(np.zeros(f.program.columns, dtype=np.int64), maximise=False)
        work, seconds = (WORK, None) if by_work else (None, self._left())
        feasible = CpSat().run(f.program, anything, SolveLimits(seconds, work, 1, 0)).feasible
        return None if feasible is False and candidates.partial else feasible

    def _left(self) -> float:
        return max(0.0, self._deadline - monotonic())

    def _asking_for(self, members: Members) -> tuple[Problem, Policy]:
        """The problem and the policy with nothing else that is asked for."""
        asked = _clash(members, least=False)
        off = (*self._policy.off, *(r for r in self._asked.insisted if r not in asked.insisted))
        pins = {
            kind: tuple(p for p in getattr(self._problem, kind) if p.id in getattr(asked, kind))
            for kind in PARTS[:2]
        }
        return (
            self._problem.model_copy(update=pins),
            self._policy.model_copy(update={"off": off}),
        )


def _clash(members: Members, *, least: bool) -> Clash:
    parts = {part: tuple(name for of, name in members if of == part) for part in PARTS}
    return Clash(**parts, least=least)
