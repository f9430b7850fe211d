"""Tuning figures of the search: their ranges, their way into the solving process."""

from __future__ import annotations

import pytest
from pydantic import ValidationError
from workshop import WORKSHOP_VALUE, workshop

from pdsched import solve
from pdsched.params import LnsParams, SearchParams, StrategyParams
from pdsched.runner.messages import Job


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"lns": {"first": 100}}, "lns.least, lns.first and lns.most are 200, 100 and 2400"),
        ({"strategy": {"whole_share": 1.5}}, "strategy.whole_share"),
        ({"fill": {"stretches": 0}}, "fill.stretches"),
        ({"lns": {"venus": 3}}, "lns.venus"),
    ],
)
def test_figures_out_of_range_are_refused(given: dict[str, object], told: str) -> None:
    """With the place and the reason."""
    with pytest.raises(ValidationError, match=told):
        SearchParams.model_validate(given)


def test_figures_reach_the_solving_process() -> None:
    """A job keeps them on its way through a pipe, and they change how a plan is found."""
    params = SearchParams(
        strategy=StrategyParams(whole_up_to=0, lns_then_whole_up_to=0), lns=LnsParams(most=5_000)
    )
    problem, policy = workshop()
    job = Job(
        problem=problem, policy=policy, deadline=None, work=1, workers=1, seed=0, params=params
    )
    result = solve(problem, policy, work_limit=0.75, params=params)

    assert Job.model_validate_json(job.model_dump_json()).params == params
    assert result.goal("needs-met").value == WORKSHOP_VALUE[0]
    assert result.goal("needs-met").method != "whole"
