"""Every rule has plans that keep it and plans that break it, and the referee tells them apart."""

from __future__ import annotations

from collections.abc import Callable

import pairs_adults
import pairs_amounts
import pairs_class_days
import pairs_classes
import pairs_coaching
import pairs_colleagues
import pairs_cover
import pairs_engaged
import pairs_engaged_leading
import pairs_engagements
import pairs_groups
import pairs_half_days
import pairs_in_a_row
import pairs_leading
import pairs_learning
import pairs_merged
import pairs_past
import pairs_pins
import pairs_places
import pairs_protected
import pairs_releases
import pairs_series
import pairs_sessions
import pairs_staff_lunch
import pairs_substitutes
import pairs_teams
import pairs_time
import pairs_together
import pairs_working_day
import pytest
from pairs import PAIRS, Pair

from pdsched.policy import GOALS, RULES
from pdsched.referee import CHECKS, MEASURES, verify

MODULES = {
    m.__name__
    for m in (
        pairs_adults,
        pairs_amounts,
        pairs_class_days,
        pairs_classes,
        pairs_coaching,
        pairs_colleagues,
        pairs_cover,
        pairs_engaged,
        pairs_engaged_leading,
        pairs_engagements,
        pairs_groups,
        pairs_half_days,
        pairs_in_a_row,
        pairs_leading,
        pairs_learning,
        pairs_merged,
        pairs_past,
        pairs_pins,
        pairs_places,
        pairs_protected,
        pairs_releases,
        pairs_series,
        pairs_sessions,
        pairs_staff_lunch,
        pairs_substitutes,
        pairs_teams,
        pairs_time,
        pairs_together,
        pairs_working_day,
    )
}
ALL = [(rule, make) for rule in RULES for make in PAIRS.get(rule, ())]


def name(rule: str, make: Callable[[], Pair]) -> str:
    """How a pair is called in reports."""
    return f"{rule}-{make.__name__}"


each_pair = pytest.mark.parametrize(("rule", "make"), ALL, ids=[name(*pair) for pair in ALL])


def test_every_rule_has_a_check_and_every_goal_a_measure() -> None:
    """The referee judges exactly the rules and goals that the policy names."""
    assert set(CHECKS) == set(RULES)
    assert set(MEASURES) == set(GOALS)


def test_every_rule_has_a_pair() -> None:
    """For each rule there is a plan that keeps it and one that breaks it."""
    assert set(PAIRS) == set(RULES)
    assert all(make.__module__ in MODULES for pairs in PAIRS.values() for make in pairs)


@each_pair
def test_a_plan_that_keeps_the_rule_breaks_none(rule: str, make: Callable[[], Pair]) -> None:
    """The referee finds nothing at all in the plan that keeps the rule."""
    kept = make().kept
    assert verify(*kept) == (), rule


@each_pair
def test_a_plan_that_breaks_the_rule_is_caught(rule: str, make: Callable[[], Pair]) -> None:
    """The referee finds this rule broken, and no other that has nothing to do with it."""
    pair = make()
    assert {violation.rule for violation in verify(*pair.broken)} == {rule, *pair.also}


@pytest.mark.parametrize("rule", [rule for rule in RULES if RULES[rule].optional])
def test_a_rule_that_is_off_is_not_judged(rule: str) -> None:
    """Switched off, an optional rule is broken by nothing."""
    for make in PAIRS[rule]:
        problem, plan, policy = make().broken
        relaxed = policy.model_copy(update={"off": (*policy.off, rule)})
        assert rule not in {violation.rule for violation in verify(problem, plan, relaxed)}
