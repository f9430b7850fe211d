"""From a problem and a policy to candidates and formulations, exact for what counts can say."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from pdsched.engines.arrays import Ints
from pdsched.model.candidates.attendances import all_candidates
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.candidates.midday_ways import with_narrow_ways
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.formulation.past_rows import excused
from pdsched.model.formulation.translate import values_of
from pdsched.model.goals import state_goals
from pdsched.model.instance.granularity import who_may_cover
from pdsched.model.instance.index import Index
from pdsched.model.instance.past_people import named_people, named_substitutes
from pdsched.model.instance.world import World
from pdsched.model.rules import apply_rules
from pdsched.model.rules.cover import covers
from pdsched.model.rules.pins import split_courses
from pdsched.model.solution.solution import Solution
from pdsched.policy import Policy
from pdsched.problem import Problem

COUNTABLE = 300_000
"""Up to so many attendances, all of them are stated at once to see who has to be named."""


def enumerate_candidates(
    problem: Problem, policy: Policy, named_staff: Collection[str] = ()
) -> Candidates:
    """All candidates; ``named_staff`` are single, beside those whom rules and goals single out."""
    world = World(problem, policy)
    staff = {*named_staff, *who_may_cover(world), *named_people(problem)}
    # Whoever is in the previous plan is single: where goals ask for no few changes, those decide.
    staff |= {kept.staff for kept in problem.kept}
    named = {kept.substitute for kept in problem.kept_engagements} | named_substitutes(problem)
    split = split_courses(world)
    named |= with_narrow_ways(Index(world, staff, set()))
    candidates = all_candidates(Index(world, staff, named), split)
    if coarse := _too_coarse(candidates):
        candidates = all_candidates(Index(world, staff, named | coarse), split)
    return candidates


def formulate(
    candidates: Candidates,
    attendances: Ints | None = None,
    engageable: Ints | None = None,
    plan: Solution | None = None,
    covering: Ints | None = None,
) -> Formulation:
    """The formulation of some attendances, or of all, with the rows of every rule.

    With a ``plan``, what of it is not stated stays as it is, and may keep a pin.
    """
    f = Formulation(candidates, attendances, engageable, plan, covering)
    f.excuse = excused
    apply_rules(f)
    state_goals(f)
    return f


def keeps_rules(candidates: Candidates, solution: Solution) -> bool:
    """Whether a solution by itself keeps every rule: one that insists on more may be broken."""
    f = formulate(candidates, solution.attends.ids, solution.engaged.ids)
    return f.program.keeps(values_of(f, solution))


def build(problem: Problem, policy: Policy, named_staff: Collection[str] = ()) -> Formulation:
    """The formulation of everything."""
    return formulate(enumerate_candidates(problem, policy, named_staff))


def _too_coarse(candidates: Candidates) -> set[str]:
    """Substitutes in groups who have to be single because covers are named somewhere."""
    index = candidates.index
    if (index.substitute_size <= 1).all():
        return set()
    if len(candidates.placement) > COUNTABLE:
        return {m for g in index.substitutes if len(g.members) > 1 for m in g.members}
    f = Formulation(candidates, covering=np.zeros(0, dtype=np.int64))
    covers(f)
    return f.too_coarse
