"""Drawn tasks with fixed times, and who can hold them, by trying every way."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import strategies as st

from pdsched.engines.arrays import Ints
from pdsched.engines.ejection import FixedTasks


@st.composite
def fixed_tasks(draw: st.DrawFn, most: int = 6) -> FixedTasks:
    """Up to so many tasks and four hands; each task has a hand."""
    count, hands = draw(st.integers(1, most)), draw(st.integers(1, 4))
    start = draw(st.lists(st.integers(0, 8), min_size=count, max_size=count))
    lasts = draw(st.lists(st.integers(1, 4), min_size=count, max_size=count))
    able = np.zeros((hands, count), dtype=np.bool_)
    for task in range(count):
        able[list(draw(st.sets(st.integers(0, hands - 1), min_size=1))), task] = True
    return FixedTasks(np.array(start), np.array(start) + np.array(lasts), able)


def is_way(tasks: FixedTasks, hands: Ints) -> bool:
    """Whether each is held by somebody able, and nobody holds two at once."""
    pairs = [
        (one, other)
        for one in range(len(hands))
        for other in range(one)
        if hands[one] == hands[other]
    ]
    return all(tasks.able[hand, task] for task, hand in enumerate(hands)) and not any(
        tasks.start[one] < tasks.end[other] and tasks.start[other] < tasks.end[one]
        for one, other in pairs
    )


def fewest(tasks: FixedTasks) -> int | None:
    """By trying every way; ``None`` where there is none."""
    hands, count = tasks.able.shape
    ways = (np.array(way) for way in product(range(hands), repeat=count))
    return min((len(set(way.tolist())) for way in ways if is_way(tasks, way)), default=None)
