"""Attendances and needs as arrays: what the relaxation looks at, drawn once from the candidates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pdsched.engines.arrays import Bools, Ints, starts, unique
from pdsched.model.candidates.candidates import Candidates, Small
from pdsched.model.instance.index import first_open
from pdsched.search.sessions.arcs import Arcs, stated_arcs


@dataclass(frozen=True, eq=False, slots=True)
class Entries:
    """Attendances that are still open and not out of time, in order of placement."""

    ids: Ints
    """By entry, its number among the candidates."""
    placement: Small
    """By entry."""
    first: Ints
    """By placement, where its entries begin; one more than there are placements."""
    points: Small
    size: Small
    """By entry, people of the staff type."""
    cell: Small
    """By entry, day x wish as one number, wishes fastest: whoever could attend a session is close
    together then."""
    day: Small
    wish_need: Ints
    """By wish, which is a need and a course, its need."""
    need_size: Ints
    """By need, people of the staff type."""
    most_sessions: Ints
    """By course, the most sessions for which there are least groups."""
    arcs: Arcs
    settled: int
    """Points of the past."""

    @staticmethod
    def of(c: Candidates) -> Entries:
        """Entries of all candidates; the past is a number."""
        index, day_of = c.index, c.placements.day
        placement = c.placement.astype(np.int64)
        is_open = day_of[placement] >= first_open(index)
        points, size = c.points.astype(np.int64), index.group_size[c.group]
        settled = int((points * size)[~is_open].sum())
        ids = np.flatnonzero(is_open)
        courses = len(index.courses)
        key = c.need[ids].astype(np.int64) * courses + c.placements.course[placement[ids]]
        wishes = unique(key)
        wish = np.searchsorted(wishes, key)
        need, course = np.divmod(wishes, max(1, courses))
        needs = unique(need)
        day = day_of[placement[ids]]
        is_past = np.zeros(len(index.staff), dtype=np.bool_)
        is_past[c.group[~is_open]] = True
        group = need // index.slots
        arcs = stated_arcs(index, group, course, is_past)
        keep = arcs.possible(wish, day)
        ids, wish, day = ids[keep], wish[keep], day[keep]
        count = len(c.placements)
        return Entries(
            ids,
            c.placement[ids],
            starts(np.bincount(placement[ids], minlength=count)),
            c.points[ids],
            size[ids].astype(np.int32),
            (day * len(wishes) + wish).astype(np.int32),
            day.astype(np.int32),
            np.searchsorted(needs, need),
            index.group_size[needs // index.slots],
            _most_sessions(c, group, course),
            arcs,
            settled,
        )

    def of_placements(self, chosen: Bools) -> Ints:
        """Positions of the entries of some placements."""
        return np.flatnonzero(np.repeat(chosen, np.diff(self.first)))


def _most_sessions(c: Candidates, group: Ints, course: Ints) -> Ints:
    """Rule ``group-size``: a person attends a course once, and a session has its least group."""
    index = c.index
    pairs = unique(group * len(index.courses) + course)
    people = np.zeros(len(index.courses), dtype=np.int64)
    np.add.at(
        people,
        pairs % max(1, len(index.courses)),
        index.group_size[pairs // max(1, len(index.courses))],
    )
    least = np.array([x.group_min for x in index.courses], dtype=np.int64)
    return np.asarray(people // np.maximum(1, least))
