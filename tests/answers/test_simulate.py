"""`simulate` against the exact numbers: every way in which engagements can be filled."""

from __future__ import annotations

from itertools import product
from math import prod
from typing import Any

import pytest
from tuesday import PLAN, PROBLEM

from pdsched import Plan, Problem, Simulation, score, simulate

CHANCES = {"sam": 0.5, "vic": 0.75}
"""In halves and quarters, so that no rounding is in the way."""
RUNS = 20_000


def by_chance(problem: Problem = PROBLEM) -> Problem:
    """The problem of that Tuesday, whose substitutes may not come."""
    substitutes = tuple(
        s.model_copy(update={"fill_probability": CHANCES[s.id]}) for s in problem.substitutes
    )
    return problem.model_copy(update={"substitutes": substitutes})


# Which engagements each release waits for, read off the plan by hand.
WAITS = {"ada": ["sam north am"], "cy": ["vic south am"], "dee": ["sam south pm"]}
ENGAGED = {f"{e.substitute} {e.school} {e.half}": CHANCES[e.substitute] for e in PLAN.engagements}


def ways(reserve: str = "") -> list[tuple[float, int, int]]:
    """Chance, engagements that are not filled, and releases that fall out, of every way."""
    told = []
    for filled in product([True, False], repeat=len(ENGAGED)):
        comes = dict(zip(ENGAGED, filled, strict=True))
        chance = prod(p if comes[e] else 1 - p for e, p in ENGAGED.items())
        lost = sum(not all(comes[e] or e == reserve for e in waits) for waits in WAITS.values())
        told.append((chance, sum(not c for c in filled), lost))
    return told


def simulated(**fields: Any) -> Simulation:
    """The plan of that Tuesday, by chance."""
    return simulate(by_chance(), PLAN, RUNS, **fields)


def test_what_is_expected_is_the_mean_of_all_ways() -> None:
    """Engagements and releases, in all and by school; many runs come near to it."""
    told = simulated()

    assert told.unfilled.expected == sum(chance * n for chance, n, _ in ways())
    assert told.lost.expected == sum(chance * lost for chance, _, lost in ways())
    assert told.lost.mean == pytest.approx(told.lost.expected, abs=0.03)
    assert {s.school: s.lost.expected for s in told.schools} == {"north": 0.5, "south": 0.75}
    assert {p.staff: p.chance for p in told.people} == {"ada": 0.5, "dee": 0.5, "cy": 0.25}


def test_quantiles_are_those_of_all_ways() -> None:
    """The least number that is met with so much chance, by the exact distribution."""
    told = simulated()
    for share, number in ((0.05, told.lost.low), (0.5, told.lost.median), (0.95, told.lost.high)):
        exact = next(n for n in range(4) if sum(c for c, _, lost in ways() if lost <= n) >= share)
        assert number == exact
    assert told.lost.most == 3


def test_the_goal_says_the_same() -> None:
    """Which counts in thousandths, each engagement rounded up."""
    goal = score(by_chance(), PLAN)["expected-unfilled"]

    assert simulated().unfilled.expected * 1000 == pytest.approx(goal, abs=len(PLAN.engagements))


def test_a_reserve_pays_where_it_saves_enough() -> None:
    """The morning has two engagements in its zone: the first in reserve saves what comes first."""
    told = simulated(pays_from=0.2)

    morning, afternoon = sorted(told.reserves, key=lambda r: r.half)
    assert (morning.engagements, afternoon.engagements) == (2, 1)
    # In the morning it saves one release unless both come.
    assert morning.substitutes == 1
    assert morning.saved == pytest.approx(1 - 0.5 * 0.75, abs=0.02)
    assert morning.next_saves == pytest.approx(0.5 * 0.25, abs=0.02)
    assert afternoon.saved == pytest.approx(0.5, abs=0.02)
    assert simulated(pays_from=0.9).reserves == ()
    assert "No reserve pays." in simulated(pays_from=0.9).sentence
    assert [r.substitutes for r in simulated(pays_from=0.1).reserves] == [2, 1]


def test_the_same_seed_gives_the_same() -> None:
    """And another one another."""
    plain = {"seconds": 0}
    one, same, other = (
        simulated(seed=s).model_copy(update=plain).model_dump_json() for s in (3, 3, 4)
    )
    assert one == same != other


def test_what_is_certain_never_falls_out() -> None:
    """Substitutes who always come, dates that are past, and a plan that engages nobody."""
    certain = simulate(PROBLEM, PLAN, 10)
    assert (certain.unfilled.most, certain.lost.most, certain.people) == (0, 0, ())
    calendar = PROBLEM.calendar.model_copy(update={"today": PROBLEM.calendar.last})
    past = {
        "calendar": calendar,
        "past_sessions": PLAN.sessions,
        "past_releases": PLAN.releases,
        "past_covers": PLAN.covers,
        "past_engagements": PLAN.engagements,
    }
    assert simulate(by_chance(PROBLEM.model_copy(update=past)), PLAN, 10).lost.most == 0
    assert simulate(PROBLEM, Plan(), 10).engagements == 0


def test_numbers_out_of_range_are_refused() -> None:
    """With what is allowed."""
    with pytest.raises(ValueError, match="from 1 to 100000"):
        simulate(PROBLEM, PLAN, 0)
    with pytest.raises(ValueError, match="above 0"):
        simulate(PROBLEM, PLAN, pays_from=0)
