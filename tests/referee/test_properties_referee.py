"""The referee judges any plan, however wrong, without a crash."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from strategies import TINY, Case, cases, garbage

from pdsched import check, score, verify
from pdsched.errors import Severity
from pdsched.policy import GOALS, RULES


@given(st.data(), cases(TINY))
def test_garbage_is_judged(data: st.DataObject, case: Case) -> None:
    """A plan thrown together is judged by rules in force alone, and always has a value."""
    plan = data.draw(garbage(case.problem))
    found = verify(case.problem, plan, case.policy)
    judged = {violation.rule for violation in found}

    assert judged <= {rule for rule in RULES if case.policy.holds(rule)}
    assert all(violation.sentence for violation in found)
    assert list(found) == sorted(set(found))
    assert set(score(case.problem, plan, case.policy)) == set(GOALS)


@given(cases(TINY))
def test_drawn_problems_are_sound(case: Case) -> None:
    """The strategies draw problems without errors, as they promise."""
    faults = [fault for fault in check(case.problem) if fault.severity is Severity.ERROR]

    assert faults == []
