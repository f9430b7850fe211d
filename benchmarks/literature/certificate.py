"""Prices of tasks, added up anew: what they prove of how many workers there have to be.

Written apart from pdsched, from the published instance alone: whoever doubts a bound adds it up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from benchmarks.literature.smptsp import Smptsp
from pdsched import LessonPrice

UNIT = 1_000_000
"""Millionths in a whole worker."""


def certified(instance: Smptsp, prices: Iterable[LessonPrice]) -> int:
    """Workers without whom nobody could do all tasks, whatever the prices are.

    Every task is done by somebody, so the tasks of those who come cost as much as all tasks do. A
    worker takes off no more than what the dearest tasks cost that they can do one after the other.
    """
    by_task = {int(price.lesson[1:]): price.millionths for price in prices}
    beyond = sum(max(0, _dearest(instance, worker, by_task) - UNIT) for worker in instance.able)
    return -((beyond - sum(by_task.values())) // UNIT)


def _dearest(instance: Smptsp, able: Iterable[int], price: Mapping[int, int]) -> int:
    """What the dearest of some tasks cost together of which no two share a moment."""
    tasks = [task for task in able if task in price]
    moments = sorted({moment for task in tasks for moment in instance.spans[task]})
    place = {moment: number for number, moment in enumerate(moments)}
    begins: list[list[tuple[int, int]]] = [[] for _ in moments]
    for task in tasks:
        start, end = instance.spans[task]
        begins[place[start]].append((place[end], price[task]))
    upto = [0] * len(moments)
    for number, here in enumerate(begins):
        upto[number] = max(upto[number], upto[number - 1] if number else 0)
        for end, worth in here:
            upto[end] = max(upto[end], upto[number] + worth)
    return upto[-1] if upto else 0
