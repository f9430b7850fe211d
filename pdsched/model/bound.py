"""Bounds of the whole, from the cheapest to the dearest.

- *needs*: every need met in time;
- *persons*: every need met at its best by somebody who can attend, each person within their own
  limit of releases from lessons; exact for each person alone, but for what others need;
- *relaxation*: all rules at once, without whole numbers (`pdsched.model.relaxation`), its dual
  values summed anew; only where the whole statement fits.

A later bound is kept only where it is better. Whatever was left out of the candidates for their
number alone (`Candidates.partial`) leaves only the first.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pdsched.model.arrays import Ints
from pdsched.model.build import state
from pdsched.model.candidates import Candidates, Small
from pdsched.model.crew import Crew
from pdsched.model.engine import Aim
from pdsched.model.goals import Goal
from pdsched.model.pieces import with_held
from pdsched.model.program import Program
from pdsched.model.race import Race
from pdsched.model.relaxation import relax

RELAXABLE = 60_000
"""Up to so many attendances the whole relaxation is solved."""
RELAXABLE_BY_WORK = 12_000
"""The same where work counts in place of the clock: the relaxation has no limit then."""


def relax_part(task: tuple[Program, Aim, float | None]) -> int | None:
    """The bound of a relaxation; made for worker processes, so everything in it is plain data."""
    program, aim, seconds = task
    relaxation = relax(program, aim, seconds)
    return relaxation.bound if relaxation is not None else None


def bound_by_needs(candidates: Candidates) -> int:
    """Points if every need were met in time."""
    return sum(10 * need.priority for need in candidates.index.world.problem.needs)


def bound_by_persons(candidates: Candidates) -> int:
    """Points if everybody met their needs at best within their own limit of releases in all."""
    index, policy = candidates.index, candidates.index.world.policy
    slots = int(candidates.slot.max(initial=0)) + 1
    key = candidates.group.astype(np.int64) * slots + candidates.slot
    released = candidates.aways.from_lessons[candidates.away]
    shape = (len(index.staff), slots)
    best = _best(key, candidates.points, shape)
    if not policy.holds("releases-in-all"):
        return int((best.sum(axis=1) * index.group_size).sum())
    idle = _best(key[~released], candidates.points[~released], shape)
    more = -np.sort(-np.maximum(best - idle, 0), axis=1)[:, : policy.releases_in_all]
    return int(((idle.sum(axis=1) + more.sum(axis=1)) * index.group_size).sum())


def _best(key: Ints, points: Small, shape: tuple[int, int]) -> Ints:
    found = np.zeros(shape[0] * shape[1], dtype=np.int64)
    np.maximum.at(found, key, points)
    return found.reshape(shape)


class Bounder:
    """Bounds one race."""

    def __init__(
        self,
        race: Race,
        candidates: Candidates,
        held: Sequence[tuple[Goal, int]],
        crew: Crew,
        *,
        by_clock: bool,
    ) -> None:
        self._race, self._c, self._held, self._crew = race, candidates, held, crew
        self._by_clock = by_clock

    def at_once(self) -> None:
        """The bounds that need no search."""
        if not self._race.goal.maximise:
            self._race.tighten(0, "plain")
            return
        self._race.tighten(bound_by_needs(self._c), "needs")
        if not self._c.partial:
            self._race.tighten(bound_by_persons(self._c), "persons")

    def run(self, seconds: float) -> None:
        """The relaxation of the whole, if it fits."""
        most = RELAXABLE if self._by_clock else RELAXABLE_BY_WORK
        if self._c.partial or len(self._c.placement) > most or self._race.done:
            return
        s = state(self._c)
        program = with_held(s, s.program, self._held)
        aim = Aim(self._race.goal.weights(s), self._race.goal.maximise)
        task = (program, aim, seconds if self._by_clock else None)
        found = self._crew.result(self._crew.submit(relax_part, task))
        self._race.tighten(found, "relaxation")
