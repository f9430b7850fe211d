"""Problems too large for one exact model: what is left out, and what is said about it."""

from __future__ import annotations

import pytest
from solving import with_unmet
from workshop import WORKSHOP_VALUE, workshop

from pdsched import Status, verify
from pdsched.model import Limits, build, drawing, solve_here
from pdsched.problem import PinKind, SessionPin


@pytest.fixture(name="_crowded")
def _make_crowded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes any problem too large."""
    monkeypatch.setattr(drawing, "MOST_PAIRS", 4)


@pytest.mark.usefixtures("_crowded")
def test_thinned_problems_are_never_called_proven_below_their_needs() -> None:
    """What a part of the placements allows is no optimum: the bound stays that of all needs."""
    case = workshop()
    plan, goals, status = solve_here(*case, limits=Limits(seconds=3))
    needs = sum(10 * need.priority for need in case.problem.needs)

    assert build(*case).candidates.thinned
    assert goals[0].bound == needs
    assert goals[0].value is not None
    assert goals[0].value <= WORKSHOP_VALUE[0]
    assert status is (Status.OPTIMAL if all(g.proven for g in goals) else Status.FEASIBLE)
    assert plan is not None
    assert verify(case.problem, with_unmet(case.problem, plan), case.policy) == ()


@pytest.mark.usefixtures("_crowded")
def test_nothing_is_left_out_where_a_pin_insists() -> None:
    """What a pin insists on could be what is left out: then everything is looked at."""
    case = workshop()
    pin = SessionPin(id="p", kind=PinKind.REQUIRE, course="sheets-1")
    pinned = case.problem.model_copy(update={"session_pins": (pin,)})

    assert not build(pinned, case.policy).candidates.thinned
