"""The referee's word on plans, and the reasons for what they leave open."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from pdsched.checks.pause import collector_paused
from pdsched.clusters.attempt import versions
from pdsched.errors import PlanRejectedError, StartRejectedError
from pdsched.plan import ENDED, OTHER_GOALS, Plan, UnmetNeed, past_plan
from pdsched.policy import Policy
from pdsched.problem import Problem
from pdsched.reasons import unmet_needs
from pdsched.referee import Case, Facts, broken, measured
from pdsched.referee.violation import named
from pdsched.result import GoalResult, made_under


class Judge:
    """The referee, with the facts of one problem at hand."""

    def __init__(self, problem: Problem, policy: Policy) -> None:
        self.problem, self.policy = problem, policy
        self.facts = Facts(problem)
        self.full = self.facts.problem
        """The problem in full; plans bear the digest of the problem as it was given."""
        self._of_this: dict[str, Any] = {
            "problem": problem.digest(),
            "policy": made_under(policy),
        }
        """What a plan says of itself."""

    def judge(self, plan: Plan) -> tuple[tuple[str, ...], dict[str, int]]:
        """Every violation as a sentence, and the value of each tier of goals."""
        case = Case(self.facts, plan, self.policy)
        with collector_paused():
            violations = broken(case)
            values = measured(case, (goal for tier in self.policy.order for goal in tier))
        told = (str(named(violation, self.facts.sentences)) for violation in sorted(violations))
        return tuple(told), self.policy.tier_values(values)

    def start(self, plan: Plan) -> tuple[Plan, dict[str, int]]:
        """A plan to start from as one of this problem, and its values.

        Raises:
            StartRejectedError: if it breaks a rule.
        """
        listed = self.listed(self.relabelled(plan))
        violations, values = self.judge(listed)
        if violations:
            raise StartRejectedError(violations)
        return listed, values

    def relabelled(self, plan: Plan) -> Plan:
        """A plan that says of itself that it is one of this problem and policy."""
        return plan.model_copy(update=self._of_this)

    def empty(self) -> Plan | None:
        """The plan of nothing but what is past, unless a pin asks for something."""
        plan = self.relabelled(past_plan(self.problem))
        return None if self.judge(self.listed(plan))[0] else plan

    def accept(self, plan: Plan, goals: Sequence[GoalResult]) -> Plan:
        """The plan with its unmet needs listed.

        Raises:
            PlanRejectedError: if it breaks a rule, or its values are not those of the goals.
        """
        return self.accepted(plan, goals)[0]

    def accepted(self, plan: Plan, goals: Sequence[GoalResult] = ()) -> tuple[Plan, dict[str, int]]:
        """As `accept`, with the values of the plan."""
        listed = self.listed(plan)
        violations, values = self.judge(listed)
        wrong = [
            *violations,
            *(
                f"goal {goal.id}: the model says {goal.value}, the referee {values[goal.id]}"
                for goal in goals
                if goal.value != values[goal.id]
            ),
        ]
        if wrong:
            raise PlanRejectedError(wrong, self._report(listed, wrong))
        return listed, values

    def listed(self, plan: Plan) -> Plan:
        """The plan with each unmet need listed, without a reason."""
        met = plan.needs_met
        unmet = tuple(_unexplained(n.id) for n in self.full.needs if n.id not in met)
        return plan.model_copy(update={"unmet": unmet}).canonical()

    def explained(
        self, plan: Plan, *, complete: bool, seconds: float | None, is_over: Callable[[], bool]
    ) -> Plan:
        """An accepted plan with the reasons of its unmet needs.

        Only reasons change, and only to rules that exist: what the referee accepted stays accepted.
        """
        explanations = unmet_needs(
            self.problem, plan, self.policy, complete, seconds, is_over=is_over, facts=self.facts
        )
        reasons = {
            u.need: u for u in explanations if u.rule in {*self.policy.rules, ENDED, OTHER_GOALS}
        }
        unmet = tuple(reasons.get(u.need, u) for u in plan.unmet)
        return plan.model_copy(update={"unmet": unmet})

    def _report(self, plan: Plan, sentences: Sequence[str]) -> Path:
        """A file with all that reproduces the rejection."""
        handle, name = tempfile.mkstemp(prefix="pdsched-rejected-", suffix=".json")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(
                {
                    "problem": self.problem.model_dump(mode="json", exclude_defaults=True),
                    "policy": self.policy.model_dump(mode="json"),
                    "plan": plan.model_dump(mode="json"),
                    "violations": list(sentences),
                    "versions": versions(),
                },
                file,
            )
        return Path(name)


def _unexplained(need: str) -> UnmetNeed:
    return UnmetNeed(need=need, rule=ENDED, reason="ended before the reason was found")
