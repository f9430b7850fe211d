"""The net that the pairs are for the model: whatever function of a rule falls silent, one fails.

That is so of functions that add rows, and of those that leave out candidates.

`python tests/mutate.py` asks more of all tests together, and takes half an hour.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import test_model_rules
from pairs import PAIRS, Pair
from silencing import leaving_out_nothing, names_of
from test_referee_rules import ALL

from pdsched.model.candidates.filters import FILTERS
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.rules import CONSTRAINTS
from pdsched.policy import RULES

PairTest = Callable[[str, Callable[[], Pair]], None]


def silent(_: Formulation) -> None:
    """Add no rows."""


FUNCTIONS = [
    pytest.param(rule, number, id=f"{rule}-{rows.add.__name__}")
    for rule, functions in CONSTRAINTS.items()
    for number, rows in enumerate(functions)
    if not rows.implied
]


def every_test(rule: str) -> Iterator[tuple[PairTest, str, Callable[[], Pair]]]:
    """The tests of the model on pairs, those of the rule itself first."""
    own = [(rule, make) for make in PAIRS[rule]]
    for name, make in [*own, *(pair for pair in ALL if pair not in own)]:
        yield test_model_rules.test_a_plan_that_breaks_the_rule_is_not, name, make
        if RULES[name].soft:
            yield test_model_rules.test_a_soft_rule_counts_the_steps_of_the_referee, name, make


def fails(test: PairTest, rule: str, make: Callable[[], Pair]) -> bool:
    """Whether a test fails, by an assertion or by another error."""
    try:
        test(rule, make)
    except Exception:  # noqa: BLE001 - whatever a test raises, it fails
        return True
    return False


@pytest.mark.parametrize(("rule", "number"), FUNCTIONS)
def test_a_rule_that_falls_silent_is_missed(
    rule: str, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the rows of one function, some test of a pair fails."""
    functions = list(CONSTRAINTS[rule])
    functions[number] = functions[number]._replace(add=silent)
    # What is implied would say the same of whole numbers.
    monkeypatch.setitem(CONSTRAINTS, rule, [rows for rows in functions if not rows.implied])

    assert any(fails(*one) for one in every_test(rule))


@pytest.mark.parametrize("rule", sorted(CONSTRAINTS))
def test_a_rule_is_missed_by_its_own_pairs(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without any row of a rule, a test of its own pairs fails."""
    silenced = [rows._replace(add=silent) for rows in CONSTRAINTS[rule]]
    monkeypatch.setitem(CONSTRAINTS, rule, silenced)

    assert any(fails(test, name, make) for test, name, make in every_test(rule) if name == rule)


EVERY_FILTER = [
    pytest.param(rule, function, id=f"{rule}-{function.__name__}")
    for rule, functions in FILTERS.items()
    for function in functions
    if not RULES[rule].soft
]
"""Rows of rules that can be soft forbid the same once more, where nothing is left out."""


@pytest.mark.parametrize(("rule", "function"), EVERY_FILTER)
def test_a_filter_that_falls_silent_is_missed(
    rule: str, function: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where one function leaves out nothing, a test of the rule's own pairs fails.

    It admits what breaks the rule, or tells what happened in the past from what might have.
    """
    for module, name in names_of(function):
        monkeypatch.setattr(module, name, leaving_out_nothing(function))
    tests = (
        test_model_rules.test_a_plan_that_breaks_the_rule_is_not,
        test_model_rules.test_a_plan_that_keeps_the_rule_is_admitted,
    )

    assert any(fails(test, rule, make) for make in PAIRS[rule] for test in tests)
