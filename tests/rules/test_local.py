"""What the referee says of a change is what it would say of the whole plan, with it and without."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject
from pairs import Pair
from solving import with_unmet
from strategies import Case, garbage, scaled, wide_cases
from test_referee_rules import ALL

from pdsched import Plan, Policy, Problem
from pdsched.plan import past_plan
from pdsched.referee import Case as Judged
from pdsched.referee import Facts, Violation, checks_of
from pdsched.referee.local import Change, Local, Records
from pdsched.search import Limits, solve_here

KINDS = Records._fields


def broken(case: Judged) -> set[Violation]:
    """All that the whole plan breaks, that of the past too."""
    rules = [rule for rule in case.policy.rules if case.policy.holds(rule)]
    checks = checks_of(case.policy)
    return {violation for rule in rules for violation in checks[rule](case)}


def agrees(problem: Problem, policy: Policy, plan: Plan, change: Change) -> bool:
    """Whether a change is judged as the whole plan is; says whether there was anything to judge."""
    facts = Facts(problem)
    before, after = (Judged(facts, each, policy) for each in (plan, change.of(plan)))
    new = broken(after) - broken(before)

    assert set(Local(before).broken_by(change)) == new
    return bool(new)


def of_one(kind: str, record: Any) -> Records:
    """A record as the only one."""
    return Records(**{kind: (record,)})


def single(plan: Plan) -> Iterator[tuple[Plan, Change]]:
    """Each record of a plan taken from it; and put to the others, and its plan without it."""
    for kind in KINDS:
        for record in getattr(plan, kind):
            one = of_one(kind, record)
            yield plan, Change(gone=one)
            yield Change(gone=one).of(plan), Change(new=one)


@pytest.mark.parametrize("make", [m for _, m in ALL], ids=[f"{r}-{m.__name__}" for r, m in ALL])
def test_each_record_of_each_pair(make: Callable[[], Pair]) -> None:
    """Every rule: any one record more or less, and all that turns the plan that keeps it."""
    pair = make()
    for side in (pair.kept, pair.broken):
        for plan, change in single(side.plan):
            agrees(side.problem, side.policy, plan, change)
    if pair.kept.problem == pair.broken.problem:
        old, new = Records.of(pair.kept.plan), Records.of(pair.broken.plan)
        agrees(pair.broken.problem, pair.broken.policy, pair.kept.plan, Change(new, old))


def some(data: DataObject, plan: Plan) -> Records:
    """A few records of a plan."""
    few: dict[str, Any] = {}
    for kind in KINDS:
        records = getattr(plan, kind)
        drawn = (
            st.lists(st.sampled_from(records), max_size=2, unique=True) if records else st.just([])
        )
        few[kind] = tuple(data.draw(drawn))
    return Records(**few)


@given(case=wide_cases(), data=st.data())
def test_any_change_of_any_plan(case: Case, data: DataObject) -> None:
    """Records known and unknown come and go."""
    plan, other = data.draw(garbage(case.problem)), data.draw(garbage(case.problem))
    agrees(*case, plan, Change(some(data, other), some(data, plan)))


@settings(max_examples=scaled(0.5))
@given(case=wide_cases(), data=st.data())
def test_any_change_of_a_good_plan(case: Case, data: DataObject) -> None:
    """A plan that keeps the rules loses and gets a few records, at any place of it."""
    plan, _, _ = solve_here(*case, limits=Limits(seconds=5))
    assume(plan is not None and plan.sessions)
    assert plan is not None
    whole = with_unmet(case.problem, plan)
    gone = some(data, whole)
    agrees(*case, whole, Change(gone=gone))
    agrees(*case, Change(gone=gone).of(whole), Change(new=gone))
    other = data.draw(garbage(case.problem))
    agrees(*case, whole, Change(some(data, other), some(data, whole)))
    agrees(*case, past_plan(case.problem), Change(Records.of(whole)))
