"""What stays open and why, and what would help."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pdsched.expansion import in_full
from pdsched.plan import ENDED, OTHER_GOALS, Plan, UnmetNeed
from pdsched.policy import RULES, Policy
from pdsched.problem import Need, Problem
from pdsched.views.figures import unmet_by_rule
from pdsched.views.names import Names
from pdsched.wording import wording


class OpenNeed(NamedTuple):
    """One need that stays open."""

    person: str
    school: str
    """Home school; empty for who is not known."""
    aim: str
    reason: str


class OpenRule(NamedTuple):
    """The needs that one rule keeps open."""

    rule: str
    sentence: str
    """Empty for what is no rule."""
    number: int
    needs: tuple[OpenNeed, ...]
    """The first of them, by school and person."""
    remedy: str
    """What a district can provide; a phrase, or empty."""
    figures: tuple[str, ...]
    """Names of the figures of the policy that the rule reads; its sentence has their values."""
    can_be_off: bool
    """Whether a policy can switch it off."""
    can_be_a_goal: bool
    """Whether a policy can make it a goal, to be broken as little as possible."""
    is_end_of_search: bool
    is_other_goals: bool

    @property
    def left_out(self) -> int:
        """How many needs are not listed."""
        return self.number - len(self.needs)

    @property
    def is_for_the_policy(self) -> bool:
        """Whether another policy may let more be met."""
        return bool(self.figures) or self.can_be_off or self.is_other_goals


def open_rules(
    problem: Problem, plan: Plan, policy: Policy, names: Names, most: int, language: str
) -> tuple[OpenRule, ...]:
    """The rules that keep needs open, the commonest first.

    Args:
        problem: what is given.
        plan: the plan, whose ``unmet`` tells rules and reasons.
        policy: the policy that it answers.
        names: what people and courses are called.
        most: needs that are listed for one rule, at most; the others are counted.
        language: that of the sentences.
    """
    book = _Book(problem, names)
    return tuple(
        _open_rule(rule, unmet, policy, book, most, language) for rule, unmet in unmet_by_rule(plan)
    )


def _open_rule(
    rule: str, unmet: tuple[UnmetNeed, ...], policy: Policy, book: _Book, most: int, language: str
) -> OpenRule:
    known = rule in policy.rules
    info, limit = RULES.get(rule), policy.limit(rule)
    lines = sorted(book.lines(unmet))
    return OpenRule(
        rule=rule,
        sentence=policy.sentence(rule, language=language) if known else "",
        number=len(unmet),
        needs=tuple(lines[:most]),
        remedy=wording(language).text(info.remedy) if info else "",
        figures=tuple(policy.figures(rule)) if known else (),
        can_be_off=known and (info is None or info.optional),
        can_be_a_goal=info.soft if info else limit is not None and limit.may_be_goal,
        is_end_of_search=rule == ENDED,
        is_other_goals=rule == OTHER_GOALS,
    )


class _Book:
    """Whose needs these are."""

    def __init__(self, problem: Problem, names: Names) -> None:
        self._names = names
        self._homes = {person.id: person.schools[0] for person in problem.staff}
        self._needs: dict[str, Need] = {need.id: need for need in in_full(problem).needs}

    def lines(self, unmet: Iterable[UnmetNeed]) -> Iterator[OpenNeed]:
        for each in unmet:
            need = self._needs.get(each.need)
            home = "" if need is None else self._homes.get(need.staff, "")
            yield OpenNeed(
                person=each.need if need is None else self._names.person(need.staff),
                school=self._names.school(home) if home else "",
                aim="" if need is None else self._names.aim(each.need),
                reason=each.reason,
            )
