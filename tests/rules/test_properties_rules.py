"""Under any policy the solver agrees with the referee on the best of all plans."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from proving import assert_proves, assert_sound_in_pieces, best_of_all
from strategies import BRIEF, MICRO, ROVING, TINY, Case, scaled, wide_cases


@settings(max_examples=scaled(2))
@given(st.one_of(wide_cases(MICRO), wide_cases(BRIEF), wide_cases(ROVING), wide_cases(TINY)))
def test_any_policy_is_planned_as_well_as_by_brute_force(case: Case) -> None:
    """Infeasible exactly where no plan keeps all rules, else proven at the best of all values."""
    assert_proves(case, best_of_all(case))


@settings(max_examples=scaled(1))
@given(wide_cases(TINY), st.sampled_from([0, 6_000]))
def test_any_policy_is_planned_in_pieces(case: Case, medium: int) -> None:
    """Piece by piece the plan is sound, and neither value nor bound passes the best of all."""
    assert_sound_in_pieces(case, medium, best_of_all(case))
