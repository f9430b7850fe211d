"""A plan broken in any way that a rule forbids is caught, and the rule is named."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import assume, given
from mutations import MUTATIONS, Broken, Mutation
from oracle import Oracle
from strategies import TINY, Case, cases
from workshop import workshop

from pdsched import Plan, verify
from pdsched.policy import RULES

# The oracle prunes by rules of its own, and knows no lunch.
KNOWN = {"off": ("staff-lunch",)}
EACH = [(rule, mutation) for rule, mutations in MUTATIONS.items() for mutation in mutations]


def named(broken: Broken) -> set[str]:
    """The rules that the referee names."""
    return {v.rule for v in verify(broken.problem, broken.plan, broken.policy)}


@pytest.fixture(name="sound", scope="module")
def _sound() -> tuple[Case, Plan]:
    case = workshop()
    best = Oracle(*case).best()
    assert best is not None
    return case, best.plan


def test_mutations_break_rules() -> None:
    """Each mutation is of a rule; rules of which any plan has nothing to break are with `pairs`."""
    assert set(MUTATIONS) <= set(RULES)
    assert {rule for rule, info in RULES.items() if not info.optional} <= set(MUTATIONS)


@pytest.mark.parametrize(("rule", "mutation"), EACH, ids=[f"{r}-{m.__name__}" for r, m in EACH])
def test_a_broken_plan_is_caught(sound: tuple[Case, Plan], rule: str, mutation: Mutation) -> None:
    """Each mutation finds something to break in the workshop's plan; the referee names the rule."""
    found = [named(broken) for broken in mutation(*sound)]

    assert found
    assert all(rule in rules for rules in found)


@pytest.mark.parametrize(
    ("rule", "mutation"),
    [(rule, mutation) for rule, mutation in EACH if RULES[rule].optional],
)
def test_a_rule_switched_off_is_not_named(
    sound: tuple[Case, Plan], rule: str, mutation: Mutation
) -> None:
    """What breaks a rule is no violation of it once the rule is switched off."""
    for broken in mutation(*sound):
        off = broken.policy.model_copy(update={"off": (rule,)})

        assert rule not in named(broken._replace(policy=off))


def everything(case: Case, plan: Plan) -> Iterator[tuple[str, Broken]]:
    """Each rule with each way to break it."""
    for rule, mutation in EACH:
        for broken in mutation(case, plan):
            yield rule, broken


@given(cases(TINY))
def test_any_broken_plan_is_caught(case: Case) -> None:
    """The best plan of any tiny problem, once broken, is caught by the rule it breaks."""
    case = Case(case.problem, case.policy.model_copy(update=KNOWN))
    oracle = Oracle(*case)
    assume(oracle.breadth <= 10_000)
    best = oracle.best()
    assume(best is not None)
    assert best is not None
    # Most mutations are of minutes, of which a session without hour has none.
    assume(all(session.start < session.end for session in best.plan.sessions))

    for rule, broken in everything(case, best.plan):
        assert rule in named(broken), (rule, broken)
