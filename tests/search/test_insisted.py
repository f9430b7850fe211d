"""A first plan where rules insist on something: looked for until it is there or time is over."""

from __future__ import annotations

from proving import in_pieces

from pdsched import generate
from pdsched.expansion import in_full
from pdsched.problem import SessionPin
from pdsched.search import Limits, solve_here


def test_a_round_that_is_too_short_is_not_the_last() -> None:
    """The first is far too short for anything here; the search goes on with longer ones."""
    problem = in_full(generate(size="demo", seed=3, weeks=4))
    need = problem.needs[5]
    pin = SessionPin.model_validate(
        {"id": "asked", "kind": "require", "staff": need.staff, "need": need.id}
    )
    params = in_pieces()
    short = params.strategy.model_copy(update={"insisted_share": 1e-5, "insisted_up_to": 10**6})
    plan, _, status = solve_here(
        problem.model_copy(update={"session_pins": (pin,)}),
        limits=Limits(seconds=8),
        params=params.model_copy(update={"strategy": short}),
    )

    assert plan is not None, status
    assert need.id in plan.needs_met
