"""Every rule has plans that keep it and plans that break it, and the model tells them apart.

The pairs are those that the referee is asked about, so a rule that either side loses is missed here
or there.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pairs import Pair, Side
from test_referee_rules import ALL, each_pair, name

from pdsched.model import draw, state
from pdsched.model.decode import decode
from pdsched.model.encode import written
from pdsched.plan import Plan
from pdsched.policy import RULES


def removable(rule: str, make: Callable[[], Pair]) -> bool:
    """Whether a policy can switch off all that is broken."""
    return all(RULES[name].optional for name in (rule, *make().also))


REMOVABLE = [pair for pair in ALL if removable(*pair)]


def admitted(side: Side) -> Plan | None:
    """The plan as the model understands it, if it keeps every row."""
    problem, plan, policy = side
    named = [person for session in plan.sessions for person in session.staff]
    candidates = draw(problem, policy, [p for p in named if p in {s.id for s in problem.staff}])
    choice = written(candidates, plan)
    attends, _, engaged, covering, _ = choice
    statement = state(candidates, attends.ids, engaged.ids, covering=covering.ids)
    if not statement.program.keeps(statement.values(choice)):
        return None
    return decode(candidates, choice)


@each_pair
def test_a_plan_that_keeps_the_rule_is_admitted(rule: str, make: Callable[[], Pair]) -> None:
    """The model knows every session, release and engagement of it, and no row breaks."""
    kept = make().kept
    found = admitted(kept)

    assert found is not None, rule
    plan = kept.plan.canonical()
    assert (found.sessions, found.releases) == (plan.sessions, plan.releases)
    # Lessons are dealt out anew: whoever then holds none is not engaged.
    assert set(found.engagements) <= set(plan.engagements)
    held, wanted = (sorted((c.lesson, c.date) for c in one.covers) for one in (found, plan))
    assert held == wanted
    assert [c for c in found.covers if c.colleague] == [c for c in plan.covers if c.colleague]


@each_pair
def test_a_plan_that_breaks_the_rule_is_not(rule: str, make: Callable[[], Pair]) -> None:
    """A row breaks, or a part of the plan is no candidate, or covers are dealt otherwise."""
    broken = make().broken
    found = admitted(broken)
    plan = broken.plan.canonical()

    assert found is None or found.model_copy(update={"unmet": plan.unmet}) != plan, rule


@pytest.mark.parametrize(("rule", "make"), REMOVABLE, ids=[name(*pair) for pair in REMOVABLE])
def test_what_breaks_a_rule_is_admitted_without_it(rule: str, make: Callable[[], Pair]) -> None:
    """With the rule switched off the model takes the plan: it was this rule that stopped it."""
    pair = make()
    problem, plan, policy = pair.broken
    off = (*policy.off, rule, *pair.also)
    found = admitted(Side(problem, plan, policy.model_copy(update={"off": off})))

    assert found is not None
    assert (found.sessions, found.releases) == (
        plan.canonical().sessions,
        plan.canonical().releases,
    )
