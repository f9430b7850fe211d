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
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from pdsched.answer import RuleInstance
from pdsched.answers.cores import Core, smallest_core
from pdsched.answers.feasible import attempt, is_infeasible
from pdsched.answers.lifts import Lift, lifted
from pdsched.answers.of_use import Rows, no_rows
from pdsched.plan import Plan
from pdsched.policy import Policy
from pdsched.problem import Problem, StaffMember, Substitute, Trainer
from pdsched.referee import Case, Facts, Violation, broken
from pdsched.referee.violation import named
from pdsched.views.names import Names
from pdsched.views.words import listed

_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
NOT_NARROWED = "there was no time to find out which"
NOT_KNOWN = "there was no time to find out which rules stop it"
RESERVED = 0.2
"""Share of the time that is left for the second proof."""
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
        """What blocks, in sentences; where it was not narrowed down, the rules by their ids."""
        if self.minimal:
            return " ".join(f"{each.rule}: {each.sentence}." for each in self.instances)
        rules = listed(list(dict.fromkeys(each.rule for each in self.instances)))
        return f"Some of these rules together stop it; {NOT_NARROWED}: {rules}."


class Blockade:
    """Finds what blocks, where none of several ways is possible."""

    def __init__(
        self,
        ways: Sequence[Given],
        members: Sequence[Lift],
        left: Callable[[], float],
        more: Rows = no_rows,
    ) -> None:
        """Take the ways to have what is asked for, the rules, and what tells the seconds left.

        And rows beside those of the rules, where what is asked for takes some.
        """
        self._ways, self.members, self._left, self._more = ways, members, left, more
        self._every = frozenset(range(len(members)))
        self._reserved = 0.0
        """Seconds that are left for the second proof."""
        self._seen: dict[frozenset[int], tuple[Given, Plan]] = {}
        """A plan by the members that it keeps, with the way that it goes."""
        self._refuted = set[frozenset[int]]()

    def is_blocked(self) -> bool:
        """Whether it is proven that no plan keeps all rules, and again without presolve."""
        is_refuted = self._is_feasible(self._every) is False
        return is_refuted and all(self._is_infeasible(way, self._every) for way in self._ways)

    def blocked(
        self, guesses: Iterable[frozenset[int]] = (), *, minimal_is_enough: bool = False
    ) -> Blocked | None:
        """The smallest set that blocks; ``None`` where it is not proven that anything does.

        Args:
            guesses: Sets of members by number that may block, the likeliest first.
            minimal_is_enough: Whether a set will do each of whose rules is shown to be necessary.
        """
        self._reserved = RESERVED * self._left()
        # What a district has to provide is mostly among it, and then plans break little else.
        provided = frozenset(n for n, lift in enumerate(self.members) if not lift.is_plain)
        first = (*guesses, provided)
        core = smallest_core(
            len(self.members),
            self._is_feasible,
            first,
            self._broken,
            minimal_is_enough=minimal_is_enough,
        )
        self._reserved = 0.0
        if core is None or not all(self._is_infeasible(way, core.members) for way in self._ways):
            return None
        parts = tuple(self.members[n] for n in core.members)
        instances = tuple(self._instance(n, core) for n in core.members)
        return Blocked(instances, parts, core.minimal, core.smallest)

    def _is_feasible(self, kept: frozenset[int]) -> bool | None:
        """Whether one of the ways is possible with these rules, all others lifted."""
        is_open = False
        for way in self._ways:
            left = self._left() - self._reserved
            if left <= 0:
                return None
            feasible, plan = attempt(*self._edited(way, kept), left, self._more)
            if plan is not None:
                self._seen[kept] = way, plan
                return True
            is_open |= feasible is None
        if is_open:
            return None
        self._refuted.add(kept)
        return False

    def _is_infeasible(self, way: Given, kept: Collection[int]) -> bool:
        left = self._left()
        return left > 0 and is_infeasible(*self._edited(way, kept), left, self._more)

    def _edited(self, way: Given, kept: Collection[int]) -> Given:
        return lifted(*way, (lift for n, lift in enumerate(self.members) if n not in kept))

    def _broken(self, kept: frozenset[int]) -> frozenset[int]:
        """What does not hold in the plan that was seen with some rules."""
        if kept not in self._seen:
            return frozenset()
        reported = list(broken(_case(*self._seen[kept])))
        return frozenset(n for n, lift in enumerate(self.members) if any(_of(lift, reported)))

    def _instance(self, number: int, core: Core) -> RuleInstance:
        """One rule of the set, as far as the referee can say whom it is about."""
        lift = self.members[number]
        for kept in (self._every - {number}, frozenset(core.members) - {number}):
            if core.minimal and kept not in self._seen and kept not in self._refuted:
                self._is_feasible(kept)
            if kept in self._seen:
                way, plan = self._seen[kept]
                case = _case(way, plan)
                reported = _of(lift, sorted(broken(case)))
                return _told(lift, *way, [named(v, case.facts.sentences) for v in reported])
        return _told(lift, *self._ways[0], [])


def _case(way: Given, plan: Plan) -> Case:
    """A plan that was made without some rules, before the referee with all of them."""
    return Case(Facts(way[0]), plan, way[1])


def _of(lift: Lift, reported: Iterable[Violation]) -> Iterator[Violation]:
    """Those that are of one rule, or of one pin."""
    for v in reported:
        if v.rule == lift.rule and (not lift.pin or lift.pin in (*v.subjects, *v.sentence.split())):
            yield v


def _told(
    lift: Lift, problem: Problem, policy: Policy, violations: Sequence[Violation]
) -> RuleInstance:
    names = Names(problem)
    about = [names.person(lift.who)] if lift.who else [names.course(c) for c in lift.courses]
    about = [f"pin {lift.pin}"] if lift.pin else about
    said = policy.sentence(lift.rule).rstrip(".") + (f" ({', '.join(about)})" if about else "")
    if lift.said:
        return RuleInstance(rule=lift.rule, who=lift.pin, sentence=lift.said)
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
