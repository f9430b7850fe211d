"""Which venues are looked at from which home school: in vast districts the nearest ones only."""

from __future__ import annotations

import numpy as np

from pdsched.engines.arrays import Bools, Ints, unique
from pdsched.model.candidates.placements import Placements
from pdsched.model.candidates.wants import wants_of
from pdsched.model.instance.index import Index
from pdsched.problem import PinKind

MOST_PAIRS = 60_000_000
"""Pairs of a need and a placement that are looked at; beyond, only at the nearest venues."""


REACHES = (12, 8, 6, 5, 4, 3, 2, 1)
"""How many of the nearest venues are looked at then."""


def venues_in_reach(index: Index, placements: Placements) -> dict[int, Bools]:
    """By course, which venues are looked at from which home school; the last column is of none.

    All of them, unless there are too many pairs of a need and a placement; then the nearest of
    those where the course is held. Nothing is left out at a school, or for people of a school, on
    which a pin insists.
    """
    ranks = {course: _rank(index, placements, course) for course in wants_of(index)}
    at, of = _insisted(index)
    near: dict[int, Bools] = {}
    for reach in (len(index.schools), *REACHES):
        near = {course: (rank < reach) | at | of[:, None] for course, rank in ranks.items()}
        if _pairs(index, placements, near) <= MOST_PAIRS:
            break
    return near


def _rank(index: Index, placements: Placements, course: int) -> Ints:
    """How many venues of a course are nearer: home school x venue; 0 for no venue."""
    count = len(index.schools)
    there = unique(placements.venue[placements.course == course])
    there = there[there >= 0]
    rank = np.full((count, count + 1), count - 1, dtype=np.int64)
    order = np.argsort(index.travel[:, there], axis=1, kind="stable")
    rank[np.arange(count)[:, None], there[order]] = np.arange(len(there))
    rank[:, count] = 0
    return rank


def _insisted(index: Index) -> tuple[Bools, Bools]:
    """Venues, and home schools of people, that required pins name."""
    at = np.zeros(len(index.schools) + 1, dtype=np.bool_)
    of = np.zeros(len(index.schools), dtype=np.bool_)
    world = index.world
    for pin in world.problem.session_pins if world.policy.keeps_pins else ():
        if pin.kind is PinKind.REQUIRE and pin.school is not None:
            at[index.school[pin.school]] = True
        if pin.kind is PinKind.REQUIRE and pin.staff is not None:
            of[index.school[world.home(pin.staff)]] = True
    return at, of


def _pairs(index: Index, placements: Placements, near: dict[int, Bools]) -> int:
    """How many pairs of a need and a placement there are within reach."""
    count = len(index.schools)
    total = 0
    for course, wants in wants_of(index).items():
        people = np.bincount(index.home[wants.group], minlength=count)
        venue = placements.venue[placements.course == course]
        held = np.bincount(np.where(venue < 0, count, venue), minlength=count + 1)
        total += int(people @ (near[course] @ held))
    return total
