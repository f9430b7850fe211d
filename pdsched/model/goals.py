"""Each goal as an expression over the decisions; ids are those of `pdsched.policy.GOALS`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from ortools.sat.python import cp_model

from pdsched.model.statement import Statement, weighted

Terms = list[tuple[cp_model.IntVar, int]]


class Goal(NamedTuple):
    """Variables and weights of a goal, and whether more of it is better."""

    terms: Callable[[Statement], Terms]
    maximise: bool

    def expression(self, statement: Statement) -> cp_model.LinearExprT:
        """The goal for the engine."""
        terms = self.terms(statement)
        return weighted([v for v, _ in terms], [w for _, w in terms])

    def value(self, statement: Statement, values: Sequence[int]) -> int:
        """The goal's value for values by variable index."""
        return sum(values[v.index] * w for v, w in self.terms(statement))


def needs_met(s: Statement) -> Terms:
    """Goal ``needs-met``: points of the needs met."""
    return [(v, a.points) for a, v in s.attends.items()]


def engaged_half_days(s: Statement) -> Terms:
    """Goal ``engaged-half-days``: number of engagements."""
    return [(v, 1) for v in s.engaged.values()]


GOALS: dict[str, Goal] = {
    "needs-met": Goal(needs_met, maximise=True),
    "engaged-half-days": Goal(engaged_half_days, maximise=False),
}
"""In the order in which they are worked on."""
