"""The smallest part of some members that is infeasible by itself.

A part that is infeasible, and feasible without any one member, is *minimal* (an irreducible
infeasible subset). An infeasible part grows from a guess: what does not hold in a plan that keeps a
part is kept, too, from then on. Members without which all others are feasible are in every core;
where they are not a core by themselves, a deletion filter finds one. The *smallest*, by number of
members, is found by implicit hitting sets (Ignatiev et al. 2015): a core has a member of every
*correction set*, which is what has to be left out for the rest to be feasible; so the least hitting
set of the correction sets known so far is either a core, and then the smallest, or feasible, and
then it grows to a maximal feasible part, whose complement is a further correction set.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import combinations
from typing import NamedTuple

from pdsched.search.deletion import minimal_part

Feasible = Callable[[frozenset[int]], bool | None]
"""Whether members can be had together; ``None`` where that is not known."""
Broken = Callable[[frozenset[int]], frozenset[int]]
"""Members that do not hold in what shows that others can be had together."""
LARGEST = 5
"""Members of a core up to which a smaller one is looked for."""


class Core(NamedTuple):
    """An infeasible part."""

    members: tuple[int, ...]
    minimal: bool
    """Whether it was shown of each member that the others are feasible without it."""
    smallest: bool
    """Whether no infeasible part has fewer members."""


def smallest_core(
    count: int,
    is_feasible: Feasible,
    guesses: Iterable[frozenset[int]] = (),
    broken: Broken = lambda _: frozenset(),
    *,
    minimal_is_enough: bool = False,
) -> Core | None:
    """The smallest infeasible part of so many members; ``None`` if all together are not known so.

    Args:
        count: How many members there are.
        is_feasible: Whether members can be had together.
        guesses: Parts that may be infeasible, the likeliest first, the last one such as to grow.
        broken: Of a part that is feasible, which members do not hold in what shows it: likely ones.
        minimal_is_enough: Whether a minimal part will do, which takes far less time.

    >>> clashing = [{0, 1, 2}, {2, 3}]
    >>> smallest_core(5, lambda part: not any(each <= part for each in clashing))
    Core(members=(2, 3), minimal=True, smallest=True)
    """
    asked, every = _Remembering(is_feasible), frozenset(range(count))
    if asked.feasible(every) is not False:
        return None
    part = _infeasible_part(every, asked, guesses, broken)
    # What nothing can do without is in every core, and mostly that is all of one.
    needed = frozenset(member for member in part if asked.feasible(every - {member}))
    if asked.feasible(needed) is False:
        return Core(tuple(sorted(needed)), minimal=True, smallest=True)
    members, minimal = minimal_part(sorted(part), asked.feasible)
    if minimal and len(members) == 1:
        # Smaller is nothing but no member at all, and that is feasible: the one is needed.
        return Core(tuple(members), minimal, smallest=True)
    if not minimal or minimal_is_enough or len(members) > LARGEST:
        return Core(tuple(members), minimal, smallest=False)
    return _least_hitting(count, tuple(members), asked)


def _infeasible_part(
    every: frozenset[int],
    asked: _Remembering,
    guesses: Iterable[frozenset[int]],
    broken: Broken,
) -> frozenset[int]:
    """An infeasible part, few of whose members are in no core if guesses are good."""
    part = frozenset[int]()
    for guess in guesses:
        part = guess
        if asked.feasible(part) is False:
            return part
    while asked.feasible(part):
        more = broken(part) - part
        if not more:
            break
        part |= more
    return part if asked.feasible(part) is False else every


class _Remembering:
    """Asks each question once, and none whose answer follows from others."""

    def __init__(self, is_feasible: Feasible) -> None:
        self._ask = is_feasible
        self._feasible: list[frozenset[int]] = []
        self._infeasible: list[frozenset[int]] = []

    def feasible(self, members: Iterable[int]) -> bool | None:
        """Whether these can be had together."""
        part = frozenset(members)
        if any(part <= known for known in self._feasible):
            return True
        if any(known <= part for known in self._infeasible):
            return False
        answer = self._ask(part)
        if answer is not None:
            (self._feasible if answer else self._infeasible).append(part)
        return answer


def _least_hitting(count: int, core: tuple[int, ...], asked: _Remembering) -> Core:
    """The smallest core, where none is smaller than one that is minimal."""
    corrections = [
        frozenset(range(count)) - _grown(frozenset(core) - {member}, count, asked)
        for member in core
    ]
    while True:
        hitting = _hitting_set(corrections, len(core) - 1, count)
        if hitting is None:
            return Core(core, minimal=True, smallest=True)
        feasible = asked.feasible(hitting)
        if feasible is None:
            return Core(core, minimal=True, smallest=False)
        if not feasible:
            members, minimal = minimal_part(sorted(hitting), asked.feasible)
            return Core(tuple(members), minimal, smallest=True)
        corrections.append(frozenset(range(count)) - _grown(hitting, count, asked))


def _grown(part: frozenset[int], count: int, asked: _Remembering) -> frozenset[int]:
    """A feasible part with whatever else can be had with it, many members at a time."""
    waiting = [tuple(n for n in range(count) if n not in part)]
    while waiting:
        chunk = waiting.pop()
        if asked.feasible(part.union(chunk)):
            part = part.union(chunk)
        elif len(chunk) > 1:
            waiting += [chunk[len(chunk) // 2 :], chunk[: len(chunk) // 2]]
    return part


def _hitting_set(sets: list[frozenset[int]], most: int, count: int) -> frozenset[int] | None:
    """A set of at most so many members that has one of each set, the smallest."""
    for size in range(most + 1):
        for chosen in combinations(range(count), size):
            if all(not each.isdisjoint(chosen) for each in sets):
                return frozenset(chosen)
    return None
