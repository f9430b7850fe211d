"""Covers of a plan dealt out anew: a better beginning for goals that count holders.

While other goals are worked on, the engine names whoever it likes. Dealing prefers a familiar face,
so what it finds is mostly better, and the search goes on from there.
"""

from __future__ import annotations

from collections.abc import Sequence

from pdsched.model.build import formulate
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.decode.assign_covers import covers_of
from pdsched.model.decode.deal_staff import DisaggregationError
from pdsched.model.decode.decode import to_come
from pdsched.model.decode.encode import naming_of
from pdsched.model.formulation.translate import values_of
from pdsched.model.goals import Goal
from pdsched.model.solution.solution import Solution


def dealt_anew(
    candidates: Candidates, best: Solution, goal: Goal, held: Sequence[tuple[Goal, int]]
) -> Solution:
    """The plan with its covers by substitutes dealt out anew, if that is better for the goal.

    Goals in ``held`` stay as good as their values, and all rules are kept.
    """
    value = goal.value(candidates, best)
    if any(value == bound for bound, _ in goal.bounds(candidates)):
        return best
    try:
        plan = to_come(candidates, best)
        colleagues = [cover for cover in plan.covers if cover.colleague is not None]
        covers = covers_of(candidates.index, plan.releases, plan.engagements, colleagues)
    except (DisaggregationError, LookupError):
        return best
    dealt = best._replace(naming=naming_of(candidates, covers))
    if not goal.better(goal.value(candidates, dealt), value):
        return best
    if any(other.better(value, other.value(candidates, dealt)) for other, value in held):
        return best
    f = formulate(candidates, dealt.attends.ids, dealt.engaged.ids, covering=dealt.covering.ids)
    return dealt if f.program.keeps(values_of(f, dealt)) else best
