"""Kernels: statements of a few placements, solved to the end, one after the other.

A kernel holds the placements that the relaxation uses, those of the best plan so far, and a draw
of others. It is solved from the best plan, complete as a hint, so that an incumbent is never
lost. Kernels grow while they are solved to proof within their slice, and shrink when not.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection

from pdsched.model.candidates import Placement
from pdsched.model.engine import Answer, Effort
from pdsched.model.race import Incumbent, Race
from pdsched.model.statement import Statement

SLICE_SECONDS = 8.0
SLICE_WORK = 4.0
LEAST_SLICE = 0.2
"""Seconds or work below which no kernel is begun."""
LEAST_WORK = 0.05
"""Work that a kernel counts for at least: making it costs, too."""
LEAST, FIRST, MOST = 500, 2_000, 15_000
"""Attendances drawn into a kernel."""


class Kernels:
    """Draws and solves kernels of one race until it is over."""

    def __init__(
        self,
        race: Race,
        whole: Statement,
        narrowed: Callable[[Collection[Placement]], Statement],
        seed: int,
    ) -> None:
        self._race, self._whole, self._narrowed = race, whole, narrowed
        self.base: set[Placement] = set()
        """Placements that every kernel holds."""
        self._random = random.Random(seed)
        self._size = FIRST
        self._order = list(whole.attending)
        self._last: Statement | None = None

    def of_base(self, effort: Effort) -> Answer:
        """Solve the base and the placements of the best plan alone."""
        return self.solve(self.base | self._of_best(), effort)

    def run(
        self, left: Callable[[], float], effort: Effort, spend: Callable[[float], None]
    ) -> None:
        """Go on until the race is over or nothing is ``left()``, in seconds or work."""
        while not self._race.done and left() > LEAST_SLICE:
            keep = self.base | self._of_best() | self.draw(self._size)
            answer = self.solve(keep, self._slice(effort, left()))
            spend(max(answer.work, LEAST_WORK))
            proven = answer.values is not None and answer.bound == self._value(answer)
            self._size = (
                min(MOST, self._size * 5 // 4) if proven else max(LEAST, self._size * 3 // 4)
            )

    def _slice(self, effort: Effort, left: float) -> Effort:
        if effort.work is not None:
            return effort._replace(work=min(left, SLICE_WORK))
        return effort._replace(seconds=min(left, SLICE_SECONDS))

    def _value(self, answer: Answer) -> int | None:
        if answer.values is None or self._last is None:
            return None
        return self._race.goal.value(self._last, answer.values)

    def _of_best(self) -> set[Placement]:
        return self._race.best.placements() if self._race.best is not None else set()

    def draw(self, size: int = FIRST) -> set[Placement]:
        """Placements at random, until they have so many attendances."""
        self._random.shuffle(self._order)
        chosen: set[Placement] = set()
        for placement in self._order:
            if size <= 0:
                break
            size -= len(self._whole.attending[placement])
            chosen.add(placement)
        return chosen

    def solve(self, keep: Collection[Placement], effort: Effort) -> Answer:
        """Solve the kernel of these placements; its bound counts only if it holds all there are."""
        statement = self._last = self._narrowed(keep)
        best = self._race.best
        hint = None
        if best is not None:
            hint = statement.indexed(best.statement.keyed(best.values))
        answer = self._race.engine().run(
            statement,
            self._race.goal,
            effort,
            hint,
            lambda values: self._race.hear(Incumbent(statement, values)),
            lambda _: None,
        )
        if answer.values is not None:
            self._race.hear(Incumbent(statement, answer.values))
        if len(keep) == len(self._order) and not self._whole.candidates.thinned:
            self._race.tighten(answer.bound)
            if answer.feasible is False:
                self._race.refute()
        return answer
