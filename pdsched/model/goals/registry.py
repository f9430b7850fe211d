"""Where each goal is stated; the ids are those of `pdsched.policy.GOALS`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from pdsched.engines.arrays import Ints
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.solution.solution import Solution


def _not_below_zero(_: Candidates) -> Iterator[tuple[int, str]]:
    yield 0, "plain"


def _always(_: Candidates) -> bool:
    """Most goals are never 0 by themselves."""
    return True


def _nothing_of_its_own(_: Formulation) -> None:
    """Most goals weigh what is decided anyway."""


class After(NamedTuple):
    """That a goal goes on from another."""

    goal: str
    most: int
    """What it comes to at most beyond a bound of that one."""


class Goal(NamedTuple):
    """How much a decision adds, and whether more is better."""

    weights: Callable[[Formulation], Ints]
    """By column."""
    value: Callable[[Candidates, Solution], int]
    maximise: bool = False
    bounds: Callable[[Candidates], Iterator[tuple[int, str]]] = _not_below_zero
    """Bounds that need no search, from the cheapest to the dearest, each with its method."""
    wanted: Callable[[Candidates], bool] = _always
    """Whether any decision can add to it; if not it is the same in all plans and needs no time."""
    state: Callable[[Formulation], None] = _nothing_of_its_own
    """Adds the columns of its own that it weighs, once all rules are stated."""
    follows: Callable[[Candidates, int], int] | None = None
    """Its bound where a bound of the points of ``needs-met`` is known."""
    after: After | None = None
    """The goal from whose bound a bound of this one follows, where that is the one before it."""
    guided: bool = False
    """Whether it comes before ``needs-met``: then points of needs lead the search where plans are
    as good as each other. A share of the worst served alone says little of what to do next."""
    counts_holders: bool = False
    """Whether it matters who holds which lesson."""

    def better(self, one: int, other: int) -> bool:
        """Whether one value is better than another."""
        return one > other if self.maximise else one < other


def own_columns(name: str) -> Callable[[Formulation], Ints]:
    """Weights of a goal that counts columns of its own, which its ``state`` has made: 1 each."""

    def weights(f: Formulation) -> Ints:
        weight = np.zeros(f.columns, dtype=np.int64)
        weight[f.own[name]] = 1
        return weight

    return weights


GOALS: dict[str, Goal] = {}
"""Every goal by id."""

FURTHER: dict[str, Callable[[int], Goal]] = {}
"""What follows the first step of a goal, by its id: the step that has a number."""


def goal(name: str, stated: Goal) -> Goal:
    """Register the formulation of a goal.

    Raises:
        ValueError: if it has one already.
    """
    if name in GOALS:
        raise ValueError(f"goal {name!r} is stated twice")
    GOALS[name] = stated
    return stated
