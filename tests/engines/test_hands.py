"""Who holds fixed tasks: ejection chains and prices, against every way that there is."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
from draw_fixed_tasks import fewest, fixed_tasks, is_way
from hypothesis import given
from hypothesis import strategies as st

from pdsched.engines.arrays import Ints
from pdsched.engines.assignment import hold
from pdsched.engines.ejection import EjectionChains, FixedTasks
from pdsched.engines.hand_prices import UNIT, HandPrices


def chained(tasks: FixedTasks, begin: Ints | None = None) -> tuple[EjectionChains, list[Ints]]:
    """Chains after some moves, and what they told."""
    told: list[Ints] = []
    chains = EjectionChains(tasks, begin)
    looks = iter(range(20))
    chains.run(lambda: chains.moves > 300 or next(looks, None) is None, told.append)
    return chains, told


@given(fixed_tasks())
def test_chains_find_the_fewest_and_prices_never_ask_for_more(tasks: FixedTasks) -> None:
    """Each way that is told is one, with fewer hands each time; prices prove no more than is so."""
    least = fewest(tasks)
    chains, told = chained(tasks)
    prices = HandPrices(tasks)
    at_first = prices.bound.hands
    prices.improve(told, chains.fewest, lambda: False)

    assert all(is_way(tasks, hands) for hands in told)
    assert at_first == tasks.at_once()
    counts = [len(set(hands.tolist())) for hands in told]
    assert counts == sorted(set(counts), reverse=True)
    if least is not None:
        assert counts == [] or counts[-1] >= least
        assert at_first <= prices.bound.hands <= least
        assert added_up(tasks, prices.bound.prices) == prices.bound.hands


def added_up(tasks: FixedTasks, prices: Ints) -> int:
    """What prices prove, by every set of tasks that a hand could hold."""
    count, total = len(prices), int(prices.sum())
    for hand in range(len(tasks.able)):
        sets = (np.flatnonzero(chosen) for chosen in product([0, 1], repeat=count))
        worth = max(
            int(prices[one].sum())
            for one in sets
            if tasks.able[hand, one].all()
            and is_way(
                FixedTasks(tasks.start[one], tasks.end[one], np.ones((1, len(one)), dtype=bool)),
                np.zeros(len(one), dtype=np.int64),
            )
        )
        total -= max(0, worth - UNIT)
    return max(0, -(-total // UNIT))


@given(fixed_tasks(), st.data())
def test_any_prices_are_a_bound(tasks: FixedTasks, data: st.DataObject) -> None:
    """Whatever prices are tried, what they prove is never more than the fewest."""
    count, least = len(tasks.start), fewest(tasks)
    drawn = data.draw(st.lists(st.integers(0, 2 * UNIT), min_size=count, max_size=count))
    prices = HandPrices(tasks)
    prices._try(np.array(drawn))

    assert least is None or prices.bound.hands <= least
    assert prices.bound.hands == added_up(tasks, prices.bound.prices)


def test_prices_see_what_the_fullest_moment_does_not() -> None:
    """One after the other, but nobody is able to do both: two, where one is there at a time."""
    able = np.array([[True, False], [False, True], [True, False]])
    tasks = FixedTasks(np.array([0, 5]), np.array([5, 9]), able)
    prices = HandPrices(tasks)

    assert prices.bound.hands == 1

    prices.improve([np.array([0, 1])], 2, lambda: False)

    assert prices.bound.hands == 2


def test_chains_go_on_from_a_way_that_is_known() -> None:
    """Three hands hold what one can."""
    tasks = FixedTasks(np.arange(3), np.arange(3) + 1, np.ones((3, 3), dtype=np.bool_))
    chains, told = chained(tasks, np.arange(3))

    assert chains.fewest == 1
    assert len(set(told[-1].tolist())) == 1


def test_nobody_goes_who_is_the_only_one_for_something() -> None:
    """Both are: the search ends by itself."""
    tasks = FixedTasks(np.array([0, 3]), np.array([3, 5]), np.eye(2, dtype=np.bool_))
    chains = EjectionChains(tasks)

    assert not chains.run(lambda: False, lambda _: None)
    assert chains.fewest == 2


def test_somebody_comes_back_where_those_who_are_left_cannot_go() -> None:
    """Each of two is the only one left for something, but a third can do both."""
    able = np.array([[True, True], [True, False], [False, True]])
    tasks = FixedTasks(np.array([0, 3]), np.array([3, 5]), able)
    chains = EjectionChains(tasks, np.array([1, 2]))

    assert not chains.run(lambda: False, lambda _: None)
    assert chains.best is not None
    assert chains.best.tolist() == [0, 0]


def test_what_nobody_is_able_to_do_ends_the_search() -> None:
    """There is no way, and it says so at once."""
    tasks = FixedTasks(np.array([0]), np.array([3]), np.zeros((2, 1), dtype=np.bool_))
    chains = EjectionChains(tasks)

    assert not chains.run(lambda: False, lambda _: None)
    assert chains.best is None


def test_lessons_in_order_of_time_can_need_somebody_to_stand_back() -> None:
    """Who begins first takes the hand of another; chains mend it, with no engine."""
    lessons = 40
    spans = [(2 * n, 2 * n + 3) for n in range(lessons)]
    able = [["sam", "sue"] if n % 2 else ["sue", "sam"] for n in range(lessons - 1)] + [["sue"]]
    held = hold(spans, able)

    assert held is not None
    assert held[-1] == "sue"
    assert all(one != other for one, other in pairwise(held))
