"""What came of a search: its best plan, and what is proven about it, however it ended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from pdsched.errors import SolverError
from pdsched.plan import Plan, is_bare
from pdsched.policy import NEEDS_MET, Policy, Tier
from pdsched.problem import Problem
from pdsched.result import GoalResult, Status, carried
from pdsched.runner.judge import Judge
from pdsched.runner.no_plan import infeasible, not_yet
from pdsched.runner.report import SearchReport, Start, rank, tightened

UNSOUND = "ArithmeticError"
"""What the search dies of when value and bound contradict each other: then no bound is trusted."""


class Outcome(NamedTuple):
    """Status, plan without reasons, goals, and what decided where these leave something open."""

    status: Status
    plan: Plan | None
    goals: tuple[GoalResult, ...]
    left_open: tuple[GoalResult, ...] = ()


class _Found(NamedTuple):
    policy: Policy
    plan: Plan
    goals: tuple[GoalResult, ...]

    @property
    def rank(self) -> tuple[int, ...]:
        """The higher the better."""
        return rank(self.policy, {goal.id: goal.value or 0 for goal in self.goals})


def outcome(
    judge: Judge, heard: SearchReport, start: Start | None, *, reproducible: bool = False
) -> Outcome:
    """The best plan that was found by anybody, with the bounds that hold for it.

    A ``reproducible`` search is taken at its last word: which plans it says on the way is chance.

    Raises:
        SolverError: if the search died before it had found any.
    """
    end = heard.end
    refuted = heard.refuted or (end is not None and end.status is Status.INFEASIBLE)
    if refuted and start is None:
        return Outcome(Status.INFEASIBLE, None, ())
    candidates = list(_found(judge, heard, start, last_word=reproducible))
    if not candidates:
        if heard.died:
            raise SolverError(f"the solving process died: {heard.died}")
        plan = judge.empty()
        if plan is None:
            return Outcome(Status.UNKNOWN, None, ())
        nothing = judge.judge(judge.listed(plan))[1]
        candidates = [_Found(judge.policy, plan, _goals(judge, nothing, heard))]
    best = max(candidates, key=lambda candidate: candidate.rank)
    known = start.bound if start else None
    every = tuple(tightened(judge.policy, goal, known) for goal in best.goals)
    goals, left_open = apart(judge.policy, every)
    if all(goal.proven for goal in goals):
        return Outcome(Status.OPTIMAL, best.plan, goals, left_open)
    if judge.problem.needs and is_bare(judge.problem, best.plan):
        # An empty plan is an answer where it is proven to be the best, and else none.
        first = goals[0].model_copy(update={"value": None})
        return Outcome(Status.UNKNOWN, None, (first, *(GoalResult(id=g.id) for g in goals[1:])))
    return Outcome(Status.FEASIBLE, best.plan, goals, left_open)


def apart(
    policy: Policy, goals: tuple[GoalResult, ...]
) -> tuple[tuple[GoalResult, ...], tuple[GoalResult, ...]]:
    """The goals that a policy asks for, and those by which it decides what they leave open."""
    asked = len(policy.tiers)
    return goals[:asked], goals[asked:]


def _found(
    judge: Judge, heard: SearchReport, start: Start | None, *, last_word: bool
) -> Iterator[_Found]:
    """Every plan that there is, the one that most is known about first."""
    end, passed = heard.end, False
    if end is not None and end.plan is not None:
        last = _Found(judge.policy, end.plan, end.goals)
        passed = last_word or last.rank >= rank(judge.policy, heard.values)
        yield last
    if not passed and (plan := heard.plan()) is not None:
        yield _Found(judge.policy, plan, _goals(judge, heard.values, heard))
    if start is not None:
        yield _Found(judge.policy, start.plan, _goals(judge, start.values, heard))


def _goals(judge: Judge, values: Mapping[str, int], heard: SearchReport) -> tuple[GoalResult, ...]:
    """Values with the bounds that hold for any plan of these, as far as they were said."""
    goals: list[GoalResult] = []
    for tier in judge.policy.order:
        bound, method = _plain_bound(judge.full, tier)
        goals.append(GoalResult(id=tier.id, value=values[tier.id], bound=bound, method=method))
    if UNSOUND in heard.died:
        return tuple(goals)
    proven = {goal.id: goal for goal in carried(heard.proven, judge.policy, values)}
    known = (tightened(judge.policy, goal, proven.get(goal.id)) for goal in goals)
    return tuple(_with_steps(judge.policy, known, heard))


def _with_steps(
    policy: Policy, goals: Iterable[GoalResult], heard: SearchReport
) -> Iterator[GoalResult]:
    """With bounds that were said on the way: they hold where all goals before are at their best.

    What was held of a goal when a bound of a later one was proven is then no better than that. It
    can be worse than what came after, in a further round: so a step counts only if none of a goal
    before was said after it.
    """
    holds, last = True, -1
    said = {name: number for number, name in enumerate(heard.steps)}
    for goal in goals:
        told = None
        if said.get(goal.id, -1) > last:
            last, step = said[goal.id], heard.steps[goal.id]
            told = step.result if holds and step.bound is not None else None
        best = tightened(policy, goal, told)
        holds = holds and best.proven
        yield best


def _plain_bound(problem: Problem, tier: Tier) -> tuple[int | None, str]:
    """What no plan is better than, and why."""
    if not tier.maximise:
        return 0, "plain"
    if [goal for goal in tier if tier.sign(goal) > 0] != [NEEDS_MET]:
        return None, ""
    return tier.step(NEEDS_MET) * sum(10 * need.priority for need in problem.needs), "needs"


def message(judge: Judge, heard: SearchReport, ended: Outcome, *, trouble: str = "") -> str:
    """A sentence where there is something to say."""
    said = _said(judge, heard, ended)
    return "; ".join(part for part in (said, trouble) if part)


def _said(judge: Judge, heard: SearchReport, ended: Outcome) -> str:
    if heard.died:
        return f"the solving process died, and this is the best that it had found: {heard.died}"
    if heard.end is not None and heard.end.message:
        return heard.end.message
    if ended.status is Status.INFEASIBLE:
        return infeasible(judge, heard.end.clashes if heard.end is not None else ())
    if ended.status is Status.UNKNOWN and not heard.interrupted:
        return not_yet(judge)
    return ""
