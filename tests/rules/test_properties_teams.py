"""Teams of trainers: referee, brute force and solver agree on who is taken when several give it.

A few examples here; with ``HYPOTHESIS_PROFILE=long`` some thousands.
"""

from __future__ import annotations

from draw_basics import MICRO, TEAMS
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from oracle import Oracle
from proving import assert_proves, assert_sound_in_pieces, best_of_all
from solving import Solved, solved
from strategies import Case, cases, scaled, wide_cases
from test_properties_oracle import Dumb

from pdsched import Problem, Status

TRACTABLE = 5_000
FEW = MICRO._replace(trainers=2, roles=True, teams=True)
"""So few that even every wrong plan can be looked at."""


def teams(problem: Problem) -> list[str]:
    """The ids of teams."""
    return [trainer.id for trainer in problem.trainers if trainer.is_team]


@settings(max_examples=scaled(1))
@given(cases(FEW))
def test_oracle_finds_the_best_of_all_plans_with_teams(case: Case) -> None:
    """Pruning loses nothing where teams give sessions."""
    assume(teams(case.problem))
    dumb = Dumb(case)
    assume(1 < dumb.breadth <= 3000)
    best = Oracle(*case).best()

    assert (None if best is None else best.value) == dumb.best()


@settings(max_examples=scaled(1))
@given(cases(TEAMS) | cases(FEW))
def test_solver_agrees_with_brute_force_on_teams(case: Case) -> None:
    """Infeasible exactly where no plan exists, else proven optimal at the best value of all."""
    assume(teams(case.problem))
    oracle = Oracle(*case)
    assume(oracle.breadth <= TRACTABLE)
    best = oracle.best()

    assert solved(case) == (
        Solved(Status.INFEASIBLE, None) if best is None else Solved(Status.OPTIMAL, best.value)
    )


@settings(max_examples=scaled(1))
@given(wide_cases(FEW) | wide_cases(TEAMS))
def test_any_policy_is_planned_as_well_with_teams(case: Case) -> None:
    """The same under any policy, against all seats and covers that the referee accepts."""
    assume(teams(case.problem))
    assert_proves(case, best_of_all(case, TRACTABLE // 10))


@settings(max_examples=scaled(1))
@given(wide_cases(FEW) | wide_cases(TEAMS), st.sampled_from([0, 0, 4, 8]))
def test_pieces_of_plans_with_teams_are_sound(case: Case, medium: int) -> None:
    """Also where problems are cut into pieces, which know what others of a team do."""
    assume(teams(case.problem))
    assert_sound_in_pieces(case, medium, best_of_all(case, TRACTABLE // 10))
