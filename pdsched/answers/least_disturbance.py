"""The plan that disturbs least: goal after goal.

As few people as possible who have to be told; then as many as can be of the covers that colleagues
were promised, and of the engagements that were made; then the goals of the policy, needs among
them. A step of the order is an integer program over a part of the plan that is set free, or over
all of it; over all of it, what the engine proves is proven.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

import numpy as np

from pdsched.answers.day_bounds import CHANGES
from pdsched.answers.idle import add_rows_of_use
from pdsched.answers.nearby import no_worse
from pdsched.engines.arrays import Ints, unique
from pdsched.engines.cpsat import CpSat, SolveLimits
from pdsched.engines.program import IntegerProgram, Objective
from pdsched.model import formulate
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.formulation.translate import solution_of, values_of
from pdsched.model.goals import Goal, tier_goals
from pdsched.model.solution.solution import Solution
from pdsched.model.solution.told import kept_by, told
from pdsched.params import LnsParams
from pdsched.policy import Policy
from pdsched.search.subproblem import SubMip

LEAST_SECONDS = 0.1


def least_disturbing(policy: Policy) -> Policy:
    """The policy with few changes before all else.

    >>> [tier.id for tier in least_disturbing(Policy()).tiers][:3]
    ['changes', 'needs-met', 'engaged-half-days']
    """
    tiers = ({g: w for g, w in tier.items() if g != CHANGES} for tier in policy.goals)
    goals = ({CHANGES: 1}, *(tier for tier in tiers if tier))
    return policy.model_copy(update={"goals": goals})


class Part(NamedTuple):
    """A program over some decisions, with the way back to a plan."""

    formulation: Formulation
    program: IntegerProgram
    columns: Ints
    """By column of the program, its number in the formulation."""
    begun: Ints | None
    """Values of the plan that is begun with."""
    on: Callable[[Ints], Solution]
    """The plan of some values."""
    is_whole: bool


def part_of(
    candidates: Candidates,
    base: Solution,
    free: Ints,
    goal: Goal,
    seed: int,
    params: LnsParams = LnsParams(),  # noqa: B008 - frozen
) -> Part:
    """The program of a neighbourhood of a plan."""
    part = SubMip(candidates, base, free, goal, seed=seed, params=params, more=add_rows_of_use)
    as_it_is = values_of(part.formulation, base)[part.columns]
    begun = as_it_is if part.program.keeps(as_it_is) else None

    def on(values: Ints) -> Solution:
        return part.change(values).on(base)

    return Part(part.formulation, part.program, part.columns, begun, on, is_whole=False)


def whole_of(candidates: Candidates, base: Solution | None) -> Part:
    """The program of everything."""
    f = formulate(candidates)
    add_rows_of_use(f)
    columns = np.arange(f.program.columns)
    begun = None if base is None else values_of(f, base)
    if begun is not None and not f.program.keeps(begun):
        begun = None
    is_whole = not candidates.partial
    return Part(f, f.program, columns, begun, lambda v: solution_of(f, v), is_whole)


class Reached(NamedTuple):
    """A plan, and what is proven of the tiers."""

    solution: Solution | None
    bounds: Mapping[str, int]
    """By tier: no plan as good in all that comes before does better."""
    is_refuted: bool = False
    """Whether it is proven that no plan keeps the rules."""


class Step(NamedTuple):
    """One goal in its turn."""

    tier: str
    """Empty for what is no goal of the policy."""
    objective: Objective


def least(
    part: Part, left: Callable[[], float], seed: int, *, first_alone: bool = False
) -> Reached:
    """The best plan of a part.

    Args:
        part: Its program.
        left: Seconds that are left.
        seed: Seed of the engine.
        first_alone: Whether to look at the first goal alone, who has to be told.
    """
    values, program = part.begun, part.program
    bounds: dict[str, int] = {}
    steps = list(_steps(part))[: 1 if first_alone else None]
    for number, step in enumerate(steps):
        if left() <= 0 and values is not None:
            break
        share = left() / (2 if number + 1 < len(steps) else 1)
        limits = SolveLimits(max(LEAST_SECONDS, share), None, 1, seed)
        answer = CpSat().run(program, step.objective, limits, values)
        if answer.feasible is False and values is None:
            return Reached(None, {}, is_refuted=part.is_whole)
        values = answer.values if answer.values is not None else values
        if values is None:
            return Reached(None, {})
        if step.tier and part.is_whole and answer.bound is not None:
            bounds[step.tier] = answer.bound
        program = no_worse(program, step.objective, values)
    return Reached(None if values is None else part.on(values), bounds)


def _steps(part: Part) -> Iterator[Step]:
    c, f = part.formulation.candidates, part.formulation
    for name, goal in tier_goals(c.index.world.policy).items():
        if goal.wanted(c):
            yield Step(name, Objective(goal.weights(f)[part.columns], goal.maximise))
        if name == CHANGES:
            yield from (Step("", kept) for kept in _promises(part))


def _promises(part: Part) -> Iterator[Objective]:
    """As many as can be of the covers, and then of the engagements, that were promised."""
    f = part.formulation
    words = np.arange(len(told(f.index).person))
    x, y, e, c = f.attend, f.session, f.engage, f.cover
    _, _, engaging, covering = kept_by(f.candidates, x.ids, y.ids, e.ids, c.ids)
    for lists, columns in ((covering, c.column), (engaging, e.column)):
        _, at = lists.expand(words)
        weights = np.zeros(f.program.columns, dtype=np.int64)
        weights[columns[at]] = 1
        if weights.any():
            yield Objective(weights[part.columns], maximise=True)


def rank(c: Candidates, solution: Solution) -> tuple[int, ...]:
    """The higher, the less a plan disturbs, or the better it is then, in the order above."""
    goals = tier_goals(c.index.world.policy)
    words = np.arange(len(told(c.index).person))
    families = (part.ids for part in solution[:4])
    _, _, engaging, covering = kept_by(c, *families)
    kept = (len(unique(lists.expand(words)[0])) for lists in (covering, engaging))
    values = [goal.value(c, solution) * (1 if goal.maximise else -1) for goal in goals.values()]
    return (values[0], *kept, *values[1:])
