"""All that was said of the cases of one trial; nothing of it may contradict anything else.

Plans and bounds come from anywhere: runs with other seeds and limits, brute force, a plan of
another problem that the referee accepts for this one.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from benchmarks.fuzz.drawing import Case
from benchmarks.fuzz.runs import Answer
from pdsched import Plan, Policy, Status
from pdsched.errors import PlanRejectedError
from pdsched.result import GoalResult
from pdsched.runner.judge import Judge


class Broken(Exception):  # noqa: N818 - a relation is broken
    """A relation that does not hold, with the case of which that is said."""

    def __init__(self, sentence: str, case: Case) -> None:
        self.sentence, self.case = sentence, case
        super().__init__(sentence)


class Known(NamedTuple):
    """A plan of a case, by the values of its tiers."""

    whose: str
    values: tuple[int, ...]


class About:
    """What is known of one case."""

    def __init__(self, case: Case, checks: Counter[str]) -> None:
        self.case, self._checks = case, checks
        self.judge = Judge(*case)
        self.plans: list[Known] = []
        self.answers: list[Answer] = []
        self.best: Known | None = None
        """What was proven to be the best,"""
        self.depth = 0
        """and in how many goals."""
        self.none = ""
        """Who said that there is no plan."""

    def check(self, relation: str, holds: bool, sentence: Callable[[], str] | str) -> None:
        """Count a check.

        Raises:
            Broken: if it does not hold.
        """
        self._checks[relation] += 1
        if not holds:
            raise Broken(
                f"{relation}: {sentence if isinstance(sentence, str) else sentence()}", self.case
            )

    def hear(self, answer: Answer) -> Answer:
        """Hold an answer against everything that is known."""
        self._is_consistent(answer)
        if answer.status is Status.INFEASIBLE:
            self.no_plan(answer.way)
        if answer.plan is not None:
            try:
                self.judge.accept(answer.plan, answer.goals)
            except PlanRejectedError as error:
                self.check("accepted by the referee", False, f"{answer.way}: {error}")
            self.check("accepted by the referee", True, "")
            known = self._from(answer.way, [goal.value or 0 for goal in answer.goals])
            if answer.depth:
                self.is_best(known, answer.depth)
        if answer.started is not None:
            self.began_well(answer, answer.started)
        self.answers.append(answer)
        for known in self.plans:
            self._bounded(answer, known)
        return answer

    def offer(self, whose: str, plan: Plan) -> bool:
        """A plan from elsewhere; whether the referee accepts it."""
        listed = self.judge.listed(plan)
        violations, values = self.judge.judge(listed)
        if not violations:
            self._from(whose, list(values.values()))
        return not violations

    def no_plan(self, whose: str) -> None:
        """Somebody says that there is none."""
        self.none = whose
        for known in self.plans:
            self._there_is_one(known)

    def hear_best(self, whose: str, values: tuple[int, ...]) -> None:
        """Somebody knows the values of the best plan."""
        self.is_best(self._from(whose, list(values)), len(values))

    def is_best(self, known: Known, depth: int) -> None:
        """Somebody says that nothing is better in the first so many goals."""
        if self.best is not None:
            common = min(depth, self.depth)
            same = self.best.values[:common] == known.values[:common]
            self.check("proven values are equal", same, f"{self.best} and {known}")
            if depth < self.depth:
                return
        self.best, self.depth = known, depth
        for other in self.plans:
            self._not_better(other)

    def _from(self, whose: str, values: list[int]) -> Known:
        known = Known(whose, tuple(values))
        self.plans.append(known)
        self._there_is_one(known)
        self._not_better(known)
        for answer in self.answers:
            self._bounded(answer, known)
        return known

    def _is_consistent(self, answer: Answer) -> None:
        goals, status = answer.goals, answer.status
        # What the goals leave open counts for the order of plans, and not for the status.
        asked = goals[: len(self.case.policy.tiers)]
        proven = bool(asked) and all(goal.proven for goal in asked)
        right = {
            Status.OPTIMAL: answer.plan is not None and proven,
            Status.FEASIBLE: answer.plan is not None and not proven,
            Status.INFEASIBLE: answer.plan is None,
            Status.UNKNOWN: answer.plan is None,
        }
        self.check(
            "the status says what is proven", right[status], f"{answer.way}: {status}, {goals}"
        )

    def began_well(self, answer: Answer, start: Plan) -> None:
        """What goes on from a plan is no worse than it."""
        own = self.judge.listed(start)
        least = tuple(self.judge.judge(own)[1].values())
        values = tuple(goal.value or 0 for goal in answer.goals)
        policy = self.case.policy
        kept = answer.plan is not None and rank(policy, values) >= rank(policy, least)
        self.check("a start is never worsened", kept, f"{answer.way}: {values} from {least}")

    def _there_is_one(self, known: Known) -> None:
        if self.none:
            said = f"{self.none} says that there is no plan, {known} is one"
            self.check("no plan means none", False, said)

    def _not_better(self, known: Known) -> None:
        if self.best is None:
            return
        policy = self.case.policy
        mine, best = (rank(policy, plan.values)[: self.depth] for plan in (known, self.best))
        within = mine <= best
        self.check("nothing beats what is proven", within, f"{known}, and proven: {self.best}")

    def _bounded(self, answer: Answer, known: Known) -> None:
        """A bound of a later goal is one of plans that reach the same before it."""
        goals: tuple[GoalResult, ...] = answer.goals
        for goal, tier, value in zip(goals, self.case.policy.order, known.values, strict=False):
            if goal.bound is not None:
                within = value <= goal.bound if tier.maximise else value >= goal.bound
                said = f"{answer.way}: {goal}, and {known}"
                self.check("bounds of one run, plans of another", within, said)
            if goal.value != value:
                return


def rank(policy: Policy, values: tuple[int, ...]) -> tuple[int, ...]:
    """Makes plans comparable: the higher the better."""
    return tuple(
        value if tier.maximise else -value for tier, value in zip(policy.order, values, strict=True)
    )


def key_of(case: Case) -> str:
    """Tells cases apart, and what problems keep of a previous plan."""
    return hashlib.sha256(f"{case.problem.to_json()}{case.policy.digest()}".encode()).hexdigest()
