"""The bound of a state: never below the best plans, whatever a seat costs."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from pathlib import Path
from random import Random

import pytest
from quick import first_quick
from tiny_states import Tiny, best_of, tiny_state

from pdsched import Policy, Problem, VisitPrice, load_plan, load_problem, solve_state, verify
from pdsched.state.demand import Demand, demand_of
from pdsched.state.prices import (
    MOST_STEPS,
    Market,
    best_price,
    groups_of,
    market_of,
    visit_prices,
)
from pdsched.state.problems import at_prices

POLICIES = (Policy(), Policy(late_tenths=0), Policy(off=("trainer-load",), late_tenths=9))


def drawn_prices(
    tiny: Tiny, demands: list[Demand], policy: Policy, rng: Random
) -> tuple[VisitPrice, ...]:
    """Any prices of dates and of seats, with what visits bring beyond them counted out."""
    limited = policy.holds("trainer-load")
    told = []
    for group, price in zip(
        groups_of(tiny.trainers, demands),
        visit_prices(tiny.trainers, demands, limited=limited),
        strict=True,
    ):
        visits = [(who, day) for who, day in tiny.visits if who in group.trainers]
        points = rng.choice((0, 10, 30, 55, 120))
        steps = {demand.id: rng.randint(0, MOST_STEPS) for demand in demands}
        markets = [(d.id, market_of(group, d, visits, limited=limited)) for d in demands]
        surplus = sum(
            max(
                10 * steps[name] * min(len(market.priorities), market.seats * v) - points * v
                for v in range(len(visits) + 1)
            )
            for name, market in markets
        )
        again = {"points": points, "steps": steps, "surplus": surplus}
        told.append(price.model_copy(update=again))
    return tuple(told)


def bound(tiny: Tiny, demands: list[Demand], policy: Policy, prices: tuple[VisitPrice, ...]) -> int:
    """The bound of the whole, with districts solved by brute force."""
    parts = (
        best_of(*at_prices(tiny.districts[demand.id], policy, tiny.trainers, prices, demand))
        for demand in demands
    )
    return sum(price.points * price.visits + price.surplus for price in prices) + sum(parts)


def gives_both(seed: int) -> bool:
    """Whether one shared trainer gives both courses."""
    return tiny_state(seed).trainers[0].courses == ("c1", "c2")


def either(problem: Problem) -> Problem:
    """The district where whoever wants ``c1`` would have ``c2``, too."""
    needs = (
        need.model_copy(update={"course": None, "wishes": ("c1", "c2")})
        if need.course == "c1"
        else need
        for need in problem.needs
    )
    return problem.model_copy(update={"needs": tuple(needs)})


@pytest.mark.parametrize("seed", first_quick(range(60), 12))
def test_the_bound_is_never_below_the_best_plans_at_any_price(seed: int) -> None:
    """Districts solved by brute force, each date of each trainer tried in each district."""
    tiny, policy, rng = tiny_state(seed), POLICIES[seed % len(POLICIES)], Random(seed)
    taught = {course for trainer in tiny.trainers for course in trainer.courses}
    demands = [demand_of(name, problem, taught) for name, problem in tiny.districts.items()]
    chosen = visit_prices(tiny.trainers, demands, limited=policy.holds("trainer-load"))
    best = tiny.best(policy)

    for prices in (chosen, *(drawn_prices(tiny, demands, policy, rng) for _ in range(3))):
        assert bound(tiny, demands, policy, prices) >= best


@pytest.mark.parametrize("seed", first_quick([s for s in range(60) if gives_both(s)], 4))
def test_the_bound_holds_where_needs_name_several_shared_courses(seed: int) -> None:
    """As above: whoever wants one of two courses of one trainer is content with the other."""
    drawn, policy, rng = tiny_state(seed), POLICIES[seed % len(POLICIES)], Random(seed)
    tiny = drawn._replace(districts={n: either(p) for n, p in drawn.districts.items()})
    demands = [demand_of(name, each, ["c1", "c2"]) for name, each in tiny.districts.items()]
    best = tiny.best(policy)

    for prices in (drawn_prices(tiny, demands, policy, rng) for _ in range(3)):
        assert bound(tiny, demands, policy, prices) >= best


@pytest.mark.parametrize("seed", first_quick(range(5), 1))
def test_plans_and_bound_of_tiny_states(seed: int, tmp_path: Path) -> None:
    """Solved: the best is between value and bound, and the referee accepts each district."""
    tiny, policy = tiny_state(seed), POLICIES[seed % len(POLICIES)]
    state = tiny.kept_in(tmp_path)
    out = tmp_path / "out"
    result = solve_state(state, policy, checkpoint=out, seconds=30)

    assert result.value <= tiny.best(policy) <= result.bound
    assert result.without_plan == ()
    where: dict[tuple[str, date], set[str]] = defaultdict(set)
    shared = {trainer.id for trainer in tiny.trainers}
    for outcome in result.districts:
        problem = load_problem(out / "problems" / f"{outcome.id}.json.gz")
        plan = load_plan(out / "plans" / f"{outcome.id}.json")
        assert verify(problem, plan, policy) == ()
        assert plan.problem == outcome.problem == problem.digest()
        for session in plan.sessions:
            if session.trainer in shared:
                where[session.trainer, session.date].add(outcome.id)
    assert all(len(districts) == 1 for districts in where.values())


def test_the_price_is_what_the_last_date_brings() -> None:
    """Two dates of two seats for three districts: the third one's offer is the price."""
    markets = [Market(2, (5, 4, 1)), Market(2, (3, 3)), Market(2, (2, 1))]

    assert best_price(markets, visits=2) in range(30, 61)
    assert best_price(markets, visits=9) == 0
    least = 2 * best_price(markets, 2) + sum(
        m.best_steps(best_price(markets, 2), 2)[0] for m in markets
    )
    assert 150 <= least < 190
