"""How goals share the limit: rounds that grow, turns that end, and what is left given back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pairs import SCHOOLS, tuesday_at_eight

from pdsched import Policy
from pdsched.model import encode, enumerate_candidates
from pdsched.params import StrategyParams
from pdsched.search import Limits, Search, strategy
from pdsched.search.budget import rounds
from pdsched.search.outcome import Outcome
from pdsched.search.turns import Turn, turn_of

TWO = Policy(goals=["needs-met", "engaged-half-days"])


def given(limit: float) -> list[float]:
    """The rounds of a limit that is used to its end."""
    spent: list[float] = []
    for amount in rounds(4.0, 3.0, lambda: limit - sum(spent), 0.0, lambda: False):
        spent.append(amount)
    return spent


def test_rounds_begin_alike_whatever_the_limit_and_use_all_of_it() -> None:
    """So the first proof comes as soon with an hour as with a minute."""
    minute, hour = given(60.0), given(3600.0)

    assert minute[:2] == hour[:2] == [4.0, 12.0]
    assert sum(minute) == 60.0
    assert sum(hour) == 3600.0
    assert given(5.0) == [5.0]


def test_rounds_end_once_it_is_over() -> None:
    """Nothing is begun after a proof."""
    assert list(rounds(4.0, 3.0, lambda: 60.0, 0.0, lambda: True)) == []


def test_a_turn_lasts_as_long_as_the_gap_closes() -> None:
    """A part of the gap in each stretch is enough; less ends it, and the rest is given back."""
    turn = Turn(100.0, patience=10.0, least=0.01)

    assert [turn.left(9.0 * k, 1000 - 20 * k) for k in range(5)] == [100.0, 91.0, 82.0, 73.0, 64.0]
    assert turn.left(45.0, 919) == 55.0
    assert turn.left(47.0, 918) == 0.0
    assert turn.gave_back == 53.0
    assert turn.left(48.0, 0) == 0.0


def test_without_patience_or_without_a_gap_a_turn_has_its_whole_budget() -> None:
    """Whoever does not know how far it is cannot say that it stands still."""
    for turn, gap in [(Turn(30.0), 7), (Turn(30.0, patience=1.0), None)]:
        assert [turn.left(spent, gap) for spent in (0.0, 10.0, 20.0, 40.0)] == [30, 20, 10, 0]


def test_only_who_has_the_last_word_is_not_asked_for_patience() -> None:
    """Others give up their turn where nothing comes of it, and bounding is no standing still."""
    params = StrategyParams(patience_share=0.25, patience_seconds=5.0, least_closed=0.005)

    def turn(*, is_last_word: bool) -> Turn:
        return turn_of(
            params, 100.0, waiting=True, by_clock=True, is_first=True, is_last_word=is_last_word
        )

    first, last, bounding = (turn(is_last_word=flag) for flag in (False, True, False))
    assert [first.left(spent, 400) for spent in (0.0, 19.0, 21.0)] == [80.0, 61.0, 0.0]
    assert [last.left(spent, 400) for spent in (0.0, 19.0, 21.0)] == [50.0, 31.0, 29.0]
    bounding.left(0.0, 400)
    bounding.excuse(19.0)
    assert bounding.left(21.0, 400) == 59.0


def searched(
    monkeypatch: pytest.MonkeyPatch, work: Callable[[strategy.Strategy], None]
) -> tuple[list[str], Outcome]:
    """The goals in the order of their turns, where each finds the plan of Tuesday, then works."""
    candidates = enumerate_candidates(SCHOOLS, TWO)
    plan = encode(candidates, tuesday_at_eight())
    assert plan is not None
    turns: list[str] = []

    def run(recipe: strategy.Strategy) -> None:
        turns.append(recipe._incumbent.name)
        recipe._incumbent.hear(plan)
        work(recipe)

    monkeypatch.setattr(strategy.Strategy, "run", run)
    return turns, Search(candidates, Limits()).run()


def stand_still(recipe: strategy.Strategy) -> None:
    """Leave most of the budget."""
    recipe._turn.gave_back = recipe._turn.budget * 0.9


def test_what_goals_leave_goes_back_to_the_first_that_is_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Both are open: each has a second turn, in order, before what they leave open is decided."""
    turns, _ = searched(monkeypatch, stand_still)

    assert turns[:4] == ["needs-met", "engaged-half-days"] * 2
    assert "needs-met" not in turns[4:]


def test_a_goal_that_is_proven_has_no_second_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """The time goes to those after it."""

    def prove_needs(recipe: strategy.Strategy) -> None:
        if recipe._incumbent.name == "needs-met":
            recipe._incumbent.tighten(recipe._incumbent.value)
        stand_still(recipe)

    turns, _ = searched(monkeypatch, prove_needs)

    assert turns[:3] == ["needs-met", "engaged-half-days", "engaged-half-days"]


def test_a_goal_is_held_in_the_second_turn_of_those_after_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Once, at its value."""
    held: list[list[int]] = []

    def note(recipe: strategy.Strategy) -> None:
        if recipe._incumbent.name == "engaged-half-days":
            held.append([value for _, value in recipe._held])
        stand_still(recipe)

    searched(monkeypatch, note)

    assert held == [[30], [30]]


def bounding_late(bound: int) -> Callable[[strategy.Strategy], None]:
    """Turns in which the first goal is bounded while the next one has its turn."""
    first: list[strategy.Strategy] = []

    def run(recipe: strategy.Strategy) -> None:
        first.append(recipe)
        if recipe._incumbent.name == "engaged-half-days":
            first[0]._incumbent.tighten(bound, "branching")

    return run


def test_a_bound_that_comes_after_its_turn_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """It was on its way in a worker when the turn ended."""
    _, outcome = searched(monkeypatch, bounding_late(35))

    assert (outcome.goals[0].value, outcome.goals[0].bound) == (30, 35)
    assert outcome.goals[0].method == "branching"


def test_a_late_bound_that_a_plan_has_passed_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong proof must not end unheard."""
    with pytest.raises(ArithmeticError, match="needs-met: a plan has 30, the bound said 20"):
        searched(monkeypatch, bounding_late(20))
