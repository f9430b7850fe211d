"""The goal of sessions: few minutes in which somebody leads a group, or a group meets."""

from __future__ import annotations

import numpy as np

from pdsched.engines.arrays import Ints
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.goals.registry import Goal, goal
from pdsched.model.instance.distinctions import tells_apart
from pdsched.model.instance.index import Index
from pdsched.model.solution.solution import Solution


def session_minutes(index: Index) -> Ints:
    """By course, the minutes of one session; 0 where everybody learns alone."""
    return np.array([c.minutes * c.modality.has_group for c in index.courses], dtype=np.int64)


def _weights(f: Formulation) -> Ints:
    y = f.session
    weights = np.zeros(f.columns, dtype=np.int64)
    weights[y.column] = session_minutes(f.index)[y.course]
    return weights


def _value(candidates: Candidates, solution: Solution) -> int:
    owner = candidates.placements.owners(solution.holds.ids)
    course = candidates.placements.course[owner]
    return int((session_minutes(candidates.index)[course] * solution.holds.counts).sum())


SESSIONS = goal("sessions", Goal(_weights, _value))


tells_apart("sessions")
