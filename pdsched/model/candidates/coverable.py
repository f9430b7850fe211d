"""What absences need covered, by half-day and qualification, and on which dates anybody could."""

from __future__ import annotations

import numpy as np

from pdsched.engines.arrays import Bools, Ints, group_ids, unique
from pdsched.model.candidates.engagements import hiring, offered, serving
from pdsched.model.instance.colleagues import colleagues_of
from pdsched.model.instance.index import Index
from pdsched.model.instance.lessons import Lessons


def _could_be_covered(index: Index) -> Bools:
    """(school, half, qualification, day): whether anybody could be engaged; last: none asked for.

    Where colleagues may cover, somebody always could, as far as can be said here.
    """
    kinds = len(index.qualifications) + 1
    is_coverable = np.zeros((len(index.schools), 2, kinds, len(index.days)), dtype=np.bool_)
    colleagues = colleagues_of(index)
    for school in range(len(index.schools)):
        for kind in range(kinds):
            is_able = serving(index)[:, school] & index.qualified[:, kind]
            comes = offered(index)[is_able].any(axis=0)
            colleagues_here = colleagues.at(school)
            covered = bool(colleagues.qualified[colleagues_here, kind].any())
            is_coverable[school, :, kind, :] = (comes.T | covered) & hiring(index)[school]
    return is_coverable


def cover_sets(
    index: Index, lessons: Lessons, owner: Ints, lesson: Ints, count: int
) -> tuple[Ints, Bools]:
    """By away, its set of school, half-day and qualification to cover; (set, day): if it can be.

    Lessons that somebody else may hold on with are in none of them.
    """
    alone = lessons.spare[lesson] == 0
    owner, lesson = owner[alone], lesson[alone]
    kinds = len(index.qualifications) + 1
    sort = (lessons.school * 2 + lessons.half) * kinds + lessons.kind
    pairs = unique(owner * (len(index.schools) * 2 * kinds) + sort[lesson])
    away, kind = np.divmod(pairs, len(index.schools) * 2 * kinds)
    able = _could_be_covered(index).reshape(len(index.schools) * 2 * kinds, len(index.days))
    lengths = np.bincount(away, minlength=count)
    # Sets are numbered by their members, the longest set deciding how many columns there are.
    width = int(lengths.max()) if len(lengths) else 0
    members = np.full((count, width), -1, dtype=np.int64)
    if width:
        members[away, np.arange(len(away)) - np.repeat(np.cumsum(lengths) - lengths, lengths)] = (
            kind
        )
        number, first = group_ids(*members.T)
    else:
        number, first = np.zeros(count, dtype=np.int64), np.zeros(min(count, 1), dtype=np.int64)
    coverable = np.ones((len(first), len(index.days)), dtype=np.bool_)
    for column in members[first].T:
        coverable &= np.where((column >= 0)[:, None], able[column], True)
    return number, coverable
