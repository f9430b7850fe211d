"""What keeps something from being possible: the smallest set of rules, in sentences.

*What is proven.* Each rule of the question can be lifted by an edit (`pdsched.answers.lifts`). A
set of rules blocks if no plan has what is asked for even where all rules outside the set are
lifted; that is proven by CP-SAT on the whole model of the problem, or on an excerpt of it that
allows more (`pdsched.answers.excerpt`), and again without presolve. The set is the smallest
(`pdsched.answers.cores`): without any one of its rules there is a plan that has it and keeps the
others of the set. Rules that cannot be lifted, such as that nobody is in two places at once, hold
throughout and are not named.

*How it is said.* For each rule of the set the smallest plan is made that does without this rule and
keeps the others, all rules outside the set too where that is possible; the referee judges it by
problem and policy as they are, and what it reports of this rule is the instance: who, where, when,
with figures. It is one place at which the rule stops what was asked for; where that could be at
many dates, the rule stops it at all of them. Where the referee cannot speak, as of a trainer who
does not exist, the rule says its sentence.

There may be further sets that block, with other rules: the smallest says enough to see why, and not
all that has to change.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from pdsched.answer import RuleInstance
from pdsched.answers.cores import smallest_core
from pdsched.answers.feasible import is_feasible, smallest_plan
from pdsched.answers.lifts import Lift, lifted
from pdsched.plan import Plan
from pdsched.policy import Policy
from pdsched.problem import Problem, StaffMember, Substitute, Trainer
from pdsched.referee import Case, Facts, Violation, broken
from pdsched.referee.violation import named
from pdsched.views.names import Names

_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
NOT_NARROWED = "There was no time to find out which of these can be left out."
TOLD = 3
"""Violations of one rule that are told at most."""
Given = tuple[Problem, Policy]
"""What is to be possible: a problem with the pins that are asked for, and a policy."""


class Blocked(NamedTuple):
    """Rules that keep something from being possible."""

    instances: tuple[RuleInstance, ...]
    lifts: tuple[Lift, ...]
    """The edits that lift them, in the same order."""
    minimal: bool
    """Whether it was shown of each that without it there is a plan that keeps the others."""
    smallest: bool

    @property
    def told(self) -> str:
        """What blocks, in sentences."""
        said = " ".join(f"{each.rule}: {each.sentence}." for each in self.instances)
        return said if self.minimal else f"{said} {NOT_NARROWED}"


class Blockade:
    """Finds what blocks, where none of several ways is possible."""

    def __init__(
        self, ways: Sequence[Given], members: Sequence[Lift], left: Callable[[], float]
    ) -> None:
        """Take the ways to have what is asked for, the rules, and what tells the seconds left."""
        self._ways, self._members, self._left = ways, members, left

    def blocked(self) -> Blocked | None:
        """The smallest set that blocks; ``None`` where it is not proven that anything does."""
        core = smallest_core(len(self._members), self._is_feasible)
        if core is None or self._any_way(core.members, presolve=False):
            return None
        return self.told(core.members, minimal=core.minimal, smallest=core.smallest)

    def is_minimal(self, numbers: Sequence[int]) -> bool:
        """Whether some members block, proven without presolve, and do not without any of them."""
        if self._any_way(numbers) is not False or self._any_way(numbers, presolve=False):
            return False
        return all(self._any_way(set(numbers) - {number}) for number in numbers)

    def told(self, numbers: Sequence[int], *, minimal: bool, smallest: bool) -> Blocked:
        """Members that block, each as the referee tells it."""
        parts = tuple(self._members[n] for n in numbers)
        instances = tuple(self._instance(n, numbers) for n in numbers)
        return Blocked(instances, parts, minimal, smallest)

    def _is_feasible(self, kept: Iterable[int]) -> bool | None:
        return self._any_way(kept)

    def _any_way(self, kept: Iterable[int], *, presolve: bool = True) -> bool | None:
        """Whether one of the ways is possible with these rules, all others lifted."""
        open_question = False
        for problem, policy in self._edited(set(kept)):
            if self._left() <= 0:
                return None
            feasible = is_feasible(problem, policy, self._left(), presolve=presolve)
            if feasible:
                return True
            open_question |= feasible is None
        return None if open_question else False

    def _edited(self, kept: set[int]) -> Iterable[Given]:
        edits = [lift for n, lift in enumerate(self._members) if n not in kept]
        return (lifted(*way, edits) for way in self._ways)

    def _instance(self, number: int, core: Sequence[int]) -> RuleInstance:
        """One rule of the set, as far as the referee can say whom it is about."""
        lift = self._members[number]
        everything = set(range(len(self._members)))
        for kept in (everything - {number}, set(core) - {number}):
            for way, given in zip(self._ways, self._edited(kept), strict=True):
                plan = smallest_plan(*given, self._left()) if self._left() > 0 else None
                if plan is not None:
                    return _told(lift, *way, _violations(lift, *way, plan))
        return _told(lift, *self._ways[0], [])


def _violations(lift: Lift, problem: Problem, policy: Policy, plan: Plan) -> list[Violation]:
    """What the referee reports of a rule in a plan that was made without it."""
    case = Case(Facts(problem), plan, policy)
    of_rule = [v for v in sorted(broken(case)) if v.rule == lift.rule]
    if lift.pin:
        of_rule = [v for v in of_rule if lift.pin in (*v.subjects, *v.sentence.split())]
    return [named(violation, case.facts.sentences) for violation in of_rule]


def _told(
    lift: Lift, problem: Problem, policy: Policy, violations: Sequence[Violation]
) -> RuleInstance:
    names = Names(problem)
    about = [names.person(lift.who)] if lift.who else [names.course(c) for c in lift.courses]
    about = [f"pin {lift.pin}"] if lift.pin else about
    said = policy.sentence(lift.rule).rstrip(".") + (f" ({', '.join(about)})" if about else "")
    if not violations:
        return RuleInstance(rule=lift.rule, who=lift.who or lift.pin, sentence=said)
    if lift.pin:
        # What it asks for; that the plan without it does not have that goes without saying.
        asked = violations[0].sentence.partition(";")[0]
        return RuleInstance(rule=lift.rule, who=lift.pin, sentence=asked)
    without = "; ".join(dict.fromkeys(v.sentence for v in violations[:TOLD]))
    if (more := len(violations) - TOLD) > 0:
        without += f"; and {more} more"
    dates = {each for v in violations for each in _DATE.findall(f"{v.subjects} {v.sentence}")}
    return RuleInstance(
        rule=lift.rule,
        who=lift.who or _only(violations, {r.id for r in _people(problem)}),
        where=_only(violations, {school.id for school in problem.schools}),
        when="/".join(dict.fromkeys((min(dates), max(dates)))) if dates else "",
        sentence=f"{said}; without it: {without}",
    )


def _people(problem: Problem) -> Iterable[StaffMember | Trainer | Substitute]:
    return (*problem.staff, *problem.trainers, *problem.substitutes)


def _only(violations: Sequence[Violation], ids: set[str]) -> str:
    """The one of these ids that all violations concern; empty where there is none, or several."""
    common = set.intersection(*(ids.intersection(v.subjects) for v in violations))
    return common.pop() if len(common) == 1 else ""
