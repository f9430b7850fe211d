"""`scenarios`: better is said only where it is proven."""

from __future__ import annotations

import pytest
from quick import slow
from tuesday import PLAN, PROBLEM

from pdsched import Policy, ProblemError, Proof, Scenarios, kpis, scenarios, verify
from pdsched.answers import worth as worth_of
from pdsched.answers.knobs import edited, turned
from pdsched.answers.scenarios import is_surely_better
from pdsched.answers.worth import Worth
from pdsched.params import StrategyParams

FAN = {
    "as it is": [],
    "no sam": ["without:sam"],
    "no trainer": ["without:tom", "seats:lab=+1"],
    "small groups": ["group:sheets=-7"],
}
SECONDS = 120.0


def fan(seconds: float = SECONDS) -> Scenarios:
    """Scenarios of that Tuesday."""
    return scenarios(PROBLEM, FAN, plan=PLAN, seconds=seconds, workers=1)


@slow
def test_scenarios_are_compared_where_they_are_proven() -> None:
    """With figures of plans that the referee accepted for the problem that was changed."""
    told = fan()

    assert [s.name for s in told.scenarios] == [*FAN]
    assert {s.proof for s in told.scenarios} == {Proof.PROVEN}
    assert {gain.high for gain in told["as it is"].gains} == {0}
    # Vic alone covers as much of two weeks; without a trainer nothing is held.
    assert ("no sam", "no trainer") in told.better
    assert ("", "no trainer") in told.better
    assert not any(worse == "as it is" for better, worse in told.better if not better)
    assert "the present plan is better than" in told.sentence
    plan = told["no sam"].plan
    assert plan is not None
    assert "sam" not in {e.substitute for e in plan.engagements}
    assert verify(PROBLEM, plan) == ()
    assert told["no sam"].figures["sessions"] == kpis(PROBLEM, plan)["sessions"].value
    assert list(told.figures_frame().columns) == [*FAN]
    assert len(told.frame()) == len(FAN) * len(Policy().tiers)


def test_two_more_of_a_kind_are_two() -> None:
    """Knobs that are turned together name what they add apart, and count it twice."""
    more = ["substitute:all=tue-am", "substitute:all=wed-am"]
    problem = PROBLEM.model_copy(
        update={"schools": tuple(s.model_copy(update={"zone": "all"}) for s in PROBLEM.schools)}
    )
    both, _ = edited(problem, Policy(), turned(problem, Policy(), more))
    ids = [substitute.id for substitute in both.substitutes]
    assert len(ids) == len({*ids}) == len(PROBLEM.substitutes) + 2


def test_nothing_is_better_where_nothing_is_proven() -> None:
    """Near the plan alone no bound tells scenarios apart that could be alike."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(worth_of, "StrategyParams", lambda: StrategyParams(whole_up_to=0))
        patch.setattr(worth_of, "TIMES", 1e9)
        told = fan(5)

    assert ("", "as it is") not in told.better
    assert ("as it is", "") not in told.better
    assert told["as it is"].proof is not Proof.PROVEN


@pytest.mark.parametrize(
    ("one", "bound", "other", "other_bound", "is_better"),
    [
        ((90, 5), (90, 5), (60, 5), (80, 5), True),
        ((90, 5), (95, 5), (60, 5), (90, 5), False),
        ((90, 5), (90, 5), (90, 7), (90, 6), True),
        ((90, 6), (90, 4), (90, 7), (90, 6), False),
        ((90, 5), (95,), (90, 7), (90, 7), False),
        ((90, 5), (90, 5), (60, 5), (), False),
        ((60, 5), (60, 5), (90, 5), (90, 5), False),
    ],
)
def test_better_asks_for_ranges_apart(
    one: tuple[int, ...],
    bound: tuple[int, ...],
    other: tuple[int, ...],
    other_bound: tuple[int, ...],
    is_better: bool,
) -> None:
    """Goal after goal: the next one counts only where the one before is proven to be alike."""
    policy = Policy(goals=("needs-met", "engaged-half-days"))
    tiers = ("needs-met", "engaged-half-days")

    def worth(values: tuple[int, ...], bounds: tuple[int, ...]) -> Worth:
        return Worth(PLAN, dict(zip(tiers, values, strict=True)), dict(zip(tiers, bounds)))  # noqa: B905

    assert is_surely_better(policy, worth(one, bound), worth(other, other_bound)) is is_better


def test_scenarios_are_refused_with_every_fault() -> None:
    """Of all of them, by name."""
    with pytest.raises(ProblemError) as caught:
        scenarios(PROBLEM, {"a": ["without:x"], "b": ["group:x=+1"]}, plan=PLAN)
    assert [fault.where for fault in caught.value.faults] == ["a: knobs[0]", "b: knobs[0]"]
    with pytest.raises(ValueError, match="no name"):
        scenarios(PROBLEM, {" ": []}, plan=PLAN)
