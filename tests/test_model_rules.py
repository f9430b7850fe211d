"""Every rule has plans that keep it and plans that break it, and the model tells them apart.

The pairs are those that the referee is asked about, so a rule that either side loses is missed here
or there.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from admission import is_admitted, is_refused, understood
from pairs import Pair, Side
from test_referee_rules import ALL, each_pair, name

from pdsched.policy import RULES


def removable(rule: str, make: Callable[[], Pair]) -> bool:
    """Whether a policy can switch off all that is broken."""
    return all(RULES[name].optional for name in (rule, *make().also))


REMOVABLE = [pair for pair in ALL if removable(*pair)]


@each_pair
def test_a_plan_that_keeps_the_rule_is_admitted(rule: str, make: Callable[[], Pair]) -> None:
    """The model knows every record of it, and no row breaks."""
    assert is_admitted(make().kept), rule


@each_pair
def test_a_plan_that_breaks_the_rule_is_not(rule: str, make: Callable[[], Pair]) -> None:
    """A row breaks, or a part of the plan is no candidate, or covers are dealt otherwise."""
    assert is_refused(understood(make().broken)), rule


@pytest.mark.parametrize(("rule", "make"), REMOVABLE, ids=[name(*pair) for pair in REMOVABLE])
def test_what_breaks_a_rule_is_admitted_without_it(rule: str, make: Callable[[], Pair]) -> None:
    """With the rule switched off the model takes the plan: it was this rule that stopped it."""
    pair = make()
    problem, plan, policy = pair.broken
    off = (*policy.off, rule, *pair.also)

    assert is_admitted(Side(problem, plan, policy.model_copy(update={"off": off})))
