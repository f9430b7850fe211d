"""The solver against brute force, and against itself under changes that must not matter."""

from __future__ import annotations

from hypothesis import assume, given
from oracle import Oracle
from solving import Solved, solved
from strategies import TINY, Case, cases
from workshop import WORKSHOP_VALUE, workshop

from pdsched.result import Status

TRACTABLE = 20_000


def agree(case: Case) -> None:
    """Asserts that solver and oracle find the same value, or that both find no plan."""
    oracle = Oracle(*case)
    assume(oracle.breadth <= TRACTABLE)
    best = oracle.best()

    assert solved(case) == (
        Solved(Status.INFEASIBLE, None) if best is None else Solved(Status.OPTIMAL, best.value)
    )


def test_the_workshop_is_solved_to_the_value_worked_out_on_paper() -> None:
    """Oracle and solver both reach what the docstring of `workshop` derives."""
    best = Oracle(*workshop()).best()

    assert best is not None
    assert best.value == WORKSHOP_VALUE
    assert solved(workshop()) == Solved(Status.OPTIMAL, WORKSHOP_VALUE)


@given(cases(TINY))
def test_solver_agrees_with_brute_force(case: Case) -> None:
    """Infeasible exactly where no plan exists, else proven optimal at the best value of all."""
    agree(case)
