"""Goals of who learns what."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from pdsched.engines.arrays import Ints
from pdsched.model.candidates.candidates import Candidates, Small
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.goals.registry import Goal, goal
from pdsched.model.instance.distinctions import tells_apart
from pdsched.model.rules.releases import releases_left
from pdsched.model.solution.past import releases_from_lessons
from pdsched.model.solution.solution import Solution


def _points(f: Formulation) -> Ints:
    x = f.attend
    weights = np.zeros(f.columns, dtype=np.int64)
    weights[x.column] = x.points
    return weights


def _points_of(candidates: Candidates, solution: Solution) -> int:
    points = candidates.points[solution.attends.ids].astype(np.int64)
    return int((points * solution.attends.counts).sum())


def _bounds(candidates: Candidates) -> Iterator[tuple[int, str]]:
    yield bound_by_needs(candidates), "needs"
    # What was left out of the candidates for their number alone leaves only the plainest bound.
    if not candidates.partial:
        yield bound_by_persons(candidates), "persons"


def bound_by_needs(candidates: Candidates) -> int:
    """Points if every need were met in time."""
    return sum(10 * need.priority for need in candidates.index.world.problem.needs)


def bound_by_persons(candidates: Candidates) -> int:
    """Points if everybody met their needs at best within their own limit of releases in all."""
    return int(best_of_persons(candidates).sum())


def best_of_persons(candidates: Candidates) -> Ints:
    """By staff group, its points if everybody met their needs at best within this limit."""
    index, policy = candidates.index, candidates.index.world.policy
    key = candidates.need.astype(np.int64)
    is_released = candidates.aways.from_lessons(candidates.away)
    shape = (len(index.staff), index.slots)
    best = _best(key, candidates.points, shape)
    if not policy.holds("releases-in-all"):
        return np.asarray(best.sum(axis=1) * index.group_size)
    idle = _best(key[~is_released], candidates.points[~is_released], shape)
    gain = -np.sort(-np.maximum(best - idle, 0), axis=1)
    # What happened counts even where the limit was lower.
    most = np.maximum(releases_left(index), releases_from_lessons(candidates))
    gain[np.arange(gain.shape[1]) >= most[:, None]] = 0
    return np.asarray((idle.sum(axis=1) + gain.sum(axis=1)) * index.group_size)


def _best(key: Ints, points: Small, shape: tuple[int, int]) -> Ints:
    best = np.zeros(shape[0] * shape[1], dtype=np.int64)
    np.maximum.at(best, key, points)
    return best.reshape(shape)


NEEDS_MET = goal("needs-met", Goal(_points, _points_of, maximise=True, bounds=_bounds))


tells_apart("needs-met")
