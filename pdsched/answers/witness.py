"""The best plan around a small plan that has what is asked for, where there is none nearby.

What is asked for may need much that no session of the plan has: a group that has to be large
enough, each of whom has to come first through another course. A *witness* is a plan of a few
attendances that has all of it; it is set free together with all of the plan that shares a row with
it, and all that these people attend. So there is room for it, whoever has to give way; where that
is too little room (what gives way may take others with it), all of the plan is set free.
"""

from __future__ import annotations

from time import monotonic

import numpy as np

from pdsched.answers.nearby import Nearby, Reach, left_behind, touching
from pdsched.engines.arrays import Ints, union, unique
from pdsched.engines.cpsat import CpSat, SolveLimits
from pdsched.engines.program import Objective
from pdsched.model import formulate, required_attendances
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.formulation.translate import solution_of
from pdsched.model.solution.past import past_choice
from pdsched.model.solution.solution import Solution
from pdsched.plan import Plan

SIZES, ALL = (600, 1_800, 5_400), 60_000
"""Attendances among which a witness is looked for, one size after the other; all of them at last,
if they are no more than this."""
WITNESS_SHARE = 0.5
"""Share of the time for the witness."""
NEAR_SHARE = 0.5
"""Share of the rest for what is near it, before all of the plan is set free."""


class AroundWitness(Nearby):
    """The plans around a witness."""

    _witness: Ints | None = None
    _is_plan_free = False
    """Whether all of the plan is free, and not what is near the witness alone."""

    @staticmethod
    def of(near: Nearby, seconds: float, seed: int = 0) -> AroundWitness | None:
        """What is around a witness; ``None`` where none was found in a share of the time."""
        ids = _witness(near, WITNESS_SHARE * seconds, seed)
        if ids is None:
            return None
        around = AroundWitness.__new__(AroundWitness)
        around.__dict__.update(near.__dict__, _witness=ids)
        return around

    def best(self, seconds: float, reach: Reach) -> Plan | None:
        """As `Nearby.best`; with all of the plan set free where what is near is not enough.

        Then there is a plan for certain: the witness alone.
        """
        deadline = monotonic() + seconds
        plan = super().best(NEAR_SHARE * seconds, reach)
        if plan is not None or self._is_plan_free:
            return plan
        self._is_plan_free = True
        return super().best(deadline - monotonic(), reach)

    def _free(self, c: Candidates, base: Solution, rng: np.random.Generator, reach: Reach) -> Ints:
        ids, attended = self._witness, base.attends.ids
        assert ids is not None
        away = attended[touching(c, ids, attended)]
        people = unique(c.group[union(ids, away)])
        theirs = attended[np.isin(c.group[attended], people)]
        free = union(union(ids, theirs), super()._free(c, base, rng, reach))
        return union(free, attended if self._is_plan_free else left_behind(c, free, attended))


def _witness(near: Nearby, seconds: float, seed: int) -> Ints | None:
    """Attendances of a small plan that keeps every rule and pin, sorted."""
    c, deadline = near.candidates, monotonic() + seconds
    past = past_choice(c).attends.ids
    every = len(c.placement)
    sizes = [*(size for size in SIZES if size < every), *([every] if every <= ALL else [])]
    for size in sizes:
        left = deadline - monotonic()
        if left <= 0:
            return None
        few = required_attendances(c, size, np.random.default_rng(seed))
        f = formulate(c, union(few, past) if size < every else None)
        near.more(f)
        weights = np.zeros(f.program.columns, dtype=np.int64)
        weights[f.attend.column] = 1
        limits = SolveLimits(left if size == sizes[-1] else left / 2, None, 1, seed)
        answer = CpSat().run(f.program, Objective(weights, maximise=False), limits)
        if answer.values is not None:
            return solution_of(f, answer.values).attends.ids
    return None
