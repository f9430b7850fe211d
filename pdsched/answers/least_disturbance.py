"""The plan that disturbs least, and meets as many needs as the old one did: goal after goal.

First, points of needs up to what the old plan had (and what is newly needed); then as few people as
possible who have to be told; then whatever points can be had besides without telling anybody more;
then covers that colleagues were promised, then engagements that were made, then the other goals. A
step of the order is an integer program over a part of the plan that is set free, or over all of it;
over all of it, what the engine proves is proven.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

import numpy as np

from pdsched.answers.day_bounds import CHANGES
from pdsched.answers.idle import add_rows_of_use
from pdsched.engines.arrays import Ints
from pdsched.engines.cpsat import CpSat, SolveLimits
from pdsched.engines.program import IntegerProgram, Objective
from pdsched.model import formulate
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.formulation.translate import solution_of, values_of
from pdsched.model.goals import Goal, tier_goals
from pdsched.model.goals.settled import settled
from pdsched.model.solution.solution import Solution
from pdsched.model.solution.told import kept_by, told
from pdsched.params import LnsParams
from pdsched.policy import Policy
from pdsched.search.subproblem import SubMip

LEAST_SECONDS = 0.1


def least_disturbing(policy: Policy) -> Policy:
    """The policy with few changes right after its needs.

    >>> [tier.id for tier in least_disturbing(Policy()).tiers][:3]
    ['needs-met', 'changes', 'engaged-half-days']
    """
    first = [dict(tier) for tier in policy.goals]
    tiers = [{g: w for g, w in tier.items() if g != CHANGES} for tier in first]
    last = next(n for n, tier in enumerate(tiers) if "needs-met" in tier)
    ordered = (*tiers[: last + 1], {CHANGES: 1}, *tiers[last + 1 :])
    return policy.model_copy(update={"goals": tuple(tier for tier in ordered if tier)})


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
    bounds: dict[str, int]
    """Of the goal that counts who is told: no plan as good in the tiers before does better."""
    is_refuted: bool = False
    """Whether it is proven that no plan keeps the rules."""


class Step(NamedTuple):
    """One goal in its turn."""

    tier: str
    """Empty for what is no goal of the policy."""
    objective: Objective
    enough: int | None = None
    """A value beyond which nothing more is asked for now."""


def least(part: Part, enough: Mapping[str, int], left: Callable[[], float], seed: int) -> Reached:
    """The best plan of a part.

    Args:
        part: Its program.
        enough: By tier up to the needs, the value up to which it comes before few changes.
        left: Seconds that are left.
        seed: Seed of the engine.
    """
    values, program = part.begun, part.program
    bounds: dict[str, int] = {}
    steps = list(_steps(part, enough, values))
    for number, step in enumerate(steps):
        if left() <= 0 and values is not None:
            break
        share = left() / (2 if number + 1 < len(steps) else 1)
        reached = _run(program, step, max(LEAST_SECONDS, share), seed, values)
        if reached.feasible is False and values is None:
            return Reached(None, {}, is_refuted=part.is_whole)
        values = reached.values if reached.values is not None else values
        if values is None:
            return Reached(None, {})
        value = step.objective.value(values)
        if step.tier == CHANGES and part.is_whole and reached.bound is not None:
            # Whoever has as many points as the plan in the end has those that are held here.
            bounds[CHANGES] = reached.bound
        is_enough = step.enough is not None and _reaches(step, value)
        held = step.enough if is_enough and step.enough is not None else value
        program = _held(program, step.objective, held)
    assert values is not None
    return Reached(part.on(values), bounds)


def _steps(part: Part, enough: Mapping[str, int], begun: Ints | None) -> Iterator[Step]:
    c, f = part.formulation.candidates, part.formulation
    policy = c.index.world.policy
    goals = {name: goal for name, goal in tier_goals(policy).items() if goal.wanted(c)}
    first = [tier.id for tier in policy.up_to_needs if tier.id in goals]

    def objective(name: str) -> Objective:
        return Objective(goals[name].weights(f)[part.columns], goals[name].maximise)

    for name in first:
        yield Step(name, objective(name), _enough_here(part, goals[name], name, enough, begun))
    if CHANGES in goals:
        yield Step(CHANGES, objective(CHANGES))
        for name in first:
            yield Step(name, objective(name))
        yield from (Step("", kept) for kept in _promises(part))
    for name in goals:
        if name not in first and name != CHANGES:
            yield Step(name, objective(name))


def _enough_here(
    part: Part, goal: Goal, name: str, enough: Mapping[str, int], begun: Ints | None
) -> int | None:
    """What is enough of a tier, less what the plan has beyond the part."""
    if name not in enough:
        return None
    c, beyond = part.formulation.candidates, 0
    tier = next(t for t in c.index.world.policy.order if t.id == name)
    if not part.is_whole and begun is not None:
        inside = int((goal.weights(part.formulation)[part.columns] * begun).sum())
        beyond = goal.value(c, part.on(begun)) - inside
    return enough[name] - beyond - settled(c, tier)


def _promises(part: Part) -> Iterator[Objective]:
    """As many as can be of the covers, and then of the engagements, that were promised."""
    f = part.formulation
    words = np.arange(len(told(f.index).person))
    x, y, e, c = f.attend, f.session, f.engage, f.cover
    by_word = kept_by(f.candidates, x.ids, y.ids, e.ids, c.ids)
    for lists, columns in ((by_word[3], c.column), (by_word[2], e.column)):
        _, at = lists.expand(words)
        weights = np.zeros(len(f.most()), dtype=np.int64)
        weights[columns[at]] = 1
        if weights.any():
            yield Objective(weights[part.columns], maximise=True)


class _Run(NamedTuple):
    feasible: bool | None
    values: Ints | None
    bound: int | None


def _run(
    program: IntegerProgram, step: Step, seconds: float, seed: int, begun: Ints | None
) -> _Run:
    if begun is not None:
        if step.enough is not None and _reaches(step, step.objective.value(begun)):
            return _Run(True, begun, None)
        if not step.objective.weights.any():
            return _Run(True, begun, 0)
    engine = CpSat()

    def hear(values: Ints) -> None:
        if step.enough is not None and _reaches(step, step.objective.value(values)):
            engine.stop()

    limits = SolveLimits(seconds, None, 1, seed)
    answer = engine.run(program, step.objective, limits, begun, on_values=hear)
    return _Run(answer.feasible, answer.values, answer.bound)


def _reaches(step: Step, value: int) -> bool:
    assert step.enough is not None
    return value >= step.enough if step.objective.maximise else value <= step.enough


def _held(program: IntegerProgram, objective: Objective, value: int) -> IntegerProgram:
    columns = np.flatnonzero(objective.weights)
    low, high = (float(value), np.inf) if objective.maximise else (-np.inf, float(value))
    return program.with_row(columns, objective.weights[columns], low, high)
