"""Several problems that come of one by changes, each valued beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pdsched.answers.around import Where
from pdsched.answers.aside import worths
from pdsched.answers.asked_about import AskedAbout, is_better
from pdsched.answers.knobs import Turned, edited
from pdsched.answers.worth import Task, Worth, better_of, bounds_of
from pdsched.policy import Policy
from pdsched.problem import Problem
from pdsched.runner.judge import Judge


def known(about: AskedAbout) -> Worth:
    """What is known of a plan that is asked about, of its result the bounds as well."""
    return Worth(about.plan, about.values, bounds_of(about.policy, about.goals, about.values))


class Fan:
    """Problems that come of changes, each valued beside the problem without them."""

    def __init__(
        self, problem: Problem, policy: Policy, before: Worth, changes: Sequence[Sequence[Turned]]
    ) -> None:
        self.before, self.both = before, list[tuple[Worth, Worth]]()
        """By set of changes: what the problem is worth without them, and with them."""
        self._plain, self._changes = (problem, policy), changes
        self._edited = [edited(problem, policy, knobs) for knobs in changes]

    def value(self, left: Callable[[], float], workers: int | None) -> None:
        """Value all problems, in the time that is left."""
        assert self.before.plan is not None
        tasks = [
            self._task(each, knobs) for each, knobs in zip(self._edited, self._changes, strict=True)
        ]
        if tasks and not self.before.is_proven(self._plain[1]):
            tasks.append(self._task(self._plain, ()))
        made = worths(tasks, left, workers)
        if len(made) > len(self._changes):
            self.before = self._together(self.before, made.pop())
        for each, then in zip(self._edited, made, strict=True):
            self.both.append((self.before, self._with_plan(each, then)))

    def _task(self, given: tuple[Problem, Policy], knobs: Sequence[Turned]) -> Task:
        assert self.before.plan is not None
        one = knobs[0] if len(knobs) == 1 else None
        where = Where(one.schools, one.courses, one.dates) if one is not None else Where()
        return Task(*given, self.before.plan, where, 0.0)

    def _together(self, known_before: Worth, looked_at: Worth) -> Worth:
        """What is known without changes, and what was learned of it."""
        policy = self._plain[1]
        if looked_at.plan is None or not is_better(policy, looked_at.values, known_before.values):
            looked_at = looked_at._replace(plan=known_before.plan, values=known_before.values)
        bounds, is_settled = dict[str, int](), True
        for tier in policy.tiers:
            told = [w.bounds[tier.id] for w in (known_before, looked_at) if tier.id in w.bounds]
            if not (told and is_settled):
                break
            bounds[tier.id] = (min if tier.maximise else max)(told)
            is_settled = bounds[tier.id] == looked_at.values[tier.id]
        return looked_at._replace(bounds=bounds)

    def _with_plan(self, given: tuple[Problem, Policy], then: Worth) -> Worth:
        """With the plan without changes, where that is one with them, and better."""
        assert self.before.plan is not None
        if then.infeasible or not self._plain_was_improved(then):
            return then
        judge = Judge(*given)
        listed = judge.listed(judge.relabelled(self.before.plan))
        violations, values = judge.judge(listed)
        if violations:
            return then
        same = Worth(listed, values, then.bounds)
        best = better_of(given[1], then if then.plan is not None else None, same)
        return best._replace(bounds=_still(given[1], then, best))

    def _plain_was_improved(self, then: Worth) -> bool:
        policy = self._plain[1]
        return then.plan is None or is_better(policy, self.before.values, then.values)


def _still(policy: Policy, then: Worth, best: Worth) -> dict[str, int]:
    """The bounds that hold beside a better plan: no later ones than that which it is better by."""
    bounds = dict[str, int]()
    for tier in policy.tiers:
        if tier.id not in then.bounds:
            break
        bounds[tier.id] = then.bounds[tier.id]
        if bounds[tier.id] != best.values[tier.id]:
            break
    return bounds
