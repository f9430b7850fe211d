"""Every way through the search, each held against brute force on tiny problems.

Small statements are solved whole at once, so the ways of larger ones (relaxation, kernels, both
side by side or in turn, kernels alone) are taken here by moving the limits of size.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from oracle import Oracle
from solving import with_unmet
from strategies import BRIEF, EQUALS, ROVING, SMALL, TINY, Case, cases, scaled
from workshop import WORKSHOP_VALUE, workshop

from pdsched import Status, score, verify
from pdsched.model import Limits, Search, build, read_plan, search, solve_here
from pdsched.model.goals import GOALS
from pdsched.model.relaxation import branch, relax

TRACTABLE = 50_000
SIDE_BY_SIDE = Limits(seconds=30, workers=2)
IN_TURN = Limits(work=20.0)


@contextmanager
def sizes(small: int, large: int) -> Iterator[None]:
    """The limits of size moved for a while."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "SMALL", small)
        patch.setattr(search, "LARGE", large)
        yield


@settings(max_examples=scaled(2))
@given(
    st.one_of(cases(TINY), cases(EQUALS), cases(ROVING), cases(BRIEF)),
    st.sampled_from([SIDE_BY_SIDE, IN_TURN]),
)
def test_relaxation_and_kernels_agree_with_brute_force(case: Case, limits: Limits) -> None:
    """The long way round proves the same values as brute force, and finds no plan where none is."""
    oracle = Oracle(*case)
    assume(oracle.breadth <= TRACTABLE)
    best = oracle.best()
    with sizes(0, 10**9):
        plan, goals, status = solve_here(*case, limits=limits)

    if best is None:
        assert (plan, status) == (None, Status.INFEASIBLE)
        return
    assert status is Status.OPTIMAL
    assert tuple(goal.value for goal in goals) == best.value
    assert plan is not None
    assert verify(case.problem, with_unmet(case.problem, plan), case.policy) == ()


@settings(max_examples=scaled(1))
@given(st.one_of(cases(BRIEF), cases(ROVING)))
def test_kernels_alone_never_pass_the_optimum(case: Case) -> None:
    """Plans from kernels alone keep every rule, and value and bound enclose the best of all."""
    oracle = Oracle(*case)
    assume(oracle.breadth <= TRACTABLE)
    best = oracle.best()
    assume(best is not None)
    assert best is not None
    with sizes(0, 0):
        plan, goals, status = solve_here(*case, limits=Limits(work=1.0))

    assert status is not Status.INFEASIBLE
    assert goals[0].bound is not None
    assert goals[0].bound >= best.value[0]
    if plan is not None:
        assert goals[0].value is not None
        assert goals[0].value <= best.value[0]
        assert verify(case.problem, with_unmet(case.problem, plan), case.policy) == ()


@given(cases(SMALL))
def test_relaxation_never_undercuts_a_plan(case: Case) -> None:
    """The relaxation's bound is on the far side of every plan's value, for each goal alone."""
    plan, _, status = solve_here(*case, limits=Limits(seconds=30))
    assume(plan is not None)
    assert plan is not None
    values = score(case.problem, plan, case.policy)
    statement = build(*case)
    assume(statement.variables)
    for name, goal in GOALS.items():
        relaxation = relax(statement, goal, 30)
        assert relaxation is not None
        assert (
            relaxation.bound >= values[name] if goal.maximise else relaxation.bound <= values[name]
        )
    assert status is not Status.INFEASIBLE


@given(cases(SMALL))
def test_branch_and_bound_agrees_with_the_engine(case: Case) -> None:
    """The bound by branch and bound is the proven optimum, with or without a plan's value."""
    plan, goals, _ = solve_here(*case, limits=Limits(seconds=30))
    assume(plan is not None)
    statement, goal, best = build(*case), GOALS["needs-met"], goals[0].value
    assume(statement.variables)

    assert branch(statement, goal, None, 30) == best
    assert branch(statement, goal, best, 30) == best


def test_the_same_work_gives_the_same_plan() -> None:
    """Limits of work, in place of a clock, lead to the same plan each time."""
    with sizes(0, 10**9):
        plans = [solve_here(*workshop(), limits=Limits(work=3.0, seed=7))[0] for _ in range(2)]

    assert plans[0] is not None
    assert plans[0] == plans[1]


def test_a_stopped_search_ends_at_once() -> None:
    """A search stopped before it runs claims nothing that is not so."""
    case = workshop()
    stopped = Search(build(*case), Limits(seconds=60))
    stopped.stop()
    outcome = stopped.run()

    assert outcome.status in (Status.UNKNOWN, Status.FEASIBLE)
    if outcome.best is not None:
        value = score(case.problem, read_plan(outcome.best), case.policy)["needs-met"]
        assert value <= WORKSHOP_VALUE[0]


def test_a_stop_on_the_way_keeps_the_best() -> None:
    """Stopping at the first plan that is found leaves a plan that keeps every rule."""
    case = workshop()
    running = Search(build(*case), Limits(seconds=60))
    running.on_incumbent = lambda _: running.stop()
    outcome = running.run()

    assert outcome.best is not None
    plan = with_unmet(case.problem, read_plan(outcome.best))
    assert verify(case.problem, plan, case.policy) == ()
