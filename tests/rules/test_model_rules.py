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

from pdsched import score
from pdsched.model import enumerate_candidates, formulate
from pdsched.model.formulation.translate import values_of
from pdsched.model.goals import goal_of
from pdsched.model.solution.solution import Solution
from pdsched.plan import past_plan
from pdsched.policy import RULES, Tier


def removable(rule: str, make: Callable[[], Pair]) -> bool:
    """Whether a policy can switch off all that is broken."""
    return all(RULES[name].optional for name in (rule, *make().also))


REMOVABLE = [pair for pair in ALL if removable(*pair)]
SOFT = [(rule, make) for rule, make in ALL if RULES[rule].soft]
each_soft_pair = pytest.mark.parametrize(("rule", "make"), SOFT, ids=[name(*p) for p in SOFT])


@each_pair
def test_a_plan_that_keeps_the_rule_is_admitted(rule: str, make: Callable[[], Pair]) -> None:
    """The model knows every record of it, and no row breaks."""
    assert is_admitted(make().kept), rule


@each_pair
def test_a_plan_that_keeps_the_rule_is_admitted_among_all(
    rule: str, make: Callable[[], Pair]
) -> None:
    """No row breaks where all is stated that could happen instead, or besides."""
    assert understood(make().kept, alone=False).keeps_rows, rule


@each_pair
def test_a_plan_that_breaks_the_rule_is_not(rule: str, make: Callable[[], Pair]) -> None:
    """A row breaks, or a part of the plan is no candidate, or covers are dealt otherwise."""
    broken = make().broken
    assert is_refused(understood(broken)), rule
    if rule == "past" and broken.problem.past_sessions:
        # The past is in every plan that is told, so rows are asked for one without.
        statement = formulate(enumerate_candidates(broken.problem, broken.policy))
        assert not statement.program.keeps(values_of(statement, Solution.none()))


@pytest.mark.parametrize(("rule", "make"), REMOVABLE, ids=[name(*pair) for pair in REMOVABLE])
def test_what_breaks_a_rule_is_admitted_without_it(rule: str, make: Callable[[], Pair]) -> None:
    """With the rule switched off the model takes the plan: it was this rule that stopped it."""
    pair = make()
    problem, plan, policy = pair.broken
    off = (*policy.off, rule, *pair.also)

    assert is_admitted(Side(problem, plan, policy.model_copy(update={"off": off})))


# Of all stretches of days the worst counts, and that may lie in the past.
OF_THE_WORST_STRETCH = ("releases-in-window", "class-hits")


@each_soft_pair
def test_a_soft_rule_counts_the_steps_of_the_referee(rule: str, make: Callable[[], Pair]) -> None:
    """Made a goal, it stops no plan, and each plan costs the steps beyond it.

    Those of the past are among them, and a plan that keeps the rule has no more.
    """
    pair = make()
    for side, broken in ((pair.kept, False), (pair.broken, True)):
        problem, plan, policy = side
        off = (*policy.off, *pair.also)
        soft = policy.model_copy(update={"goals": (*policy.goals, Tier({rule: 1})), "off": off})
        found = understood(side._replace(policy=soft))
        steps = score(problem, plan, soft)[rule]

        assert is_admitted(side._replace(policy=soft))
        before = score(problem, past_plan(problem), soft)[rule]
        if broken and before and rule in OF_THE_WORST_STRETCH:
            assert steps >= before
        else:
            assert (steps > before) is broken
        assert goal_of(rule).value(found.candidates, found.solution) == steps
