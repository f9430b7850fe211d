"""Hands: no session releases more people at a moment than substitutes could hold lessons then.

Of each school the moment counts at which most of those who could attend would be away; and of all
these schools together the substitutes who could come to any of them. Rows of rule ``cover`` say
the same of one session (`pdsched.model.rules.cover`). However many sessions a placement has, they
are at one time, so that they share these hands.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pdsched.engines.arrays import Ints, ranges, unique
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.candidates.engagements import hiring, offered, serving
from pdsched.search.sessions.entries import Entries
from pdsched.search.sessions.moments import CHUNK, Moments


@dataclass(frozen=True, eq=False, slots=True)
class Hands:
    """Spots, each a placement and a school at its fullest moment, and groups of them."""

    spot: Ints
    """By entry, its spot; -1 for none."""
    group: Ints
    """By spot, placement and half-day as one number."""
    hands: Ints
    """By spot, people who could hold lessons there."""
    together: Ints
    """By group, people who could hold lessons at any of its schools."""


def hands_of(c: Candidates, entries: Entries, moments: Moments) -> Hands:
    """The spots of all placements."""
    index, count = c.index, len(c.placements)
    spot = np.full(len(entries.ids), -1, dtype=np.int64)
    groups, schools = [], []
    made = 0
    # Chunks end where a placement does.
    ends = np.searchsorted(entries.first, np.arange(CHUNK, len(entries.ids) + CHUNK, CHUNK))
    ends = unique(np.append(entries.first[np.minimum(ends, count)], len(entries.ids)))
    for begin, end in zip([0, *ends[:-1].tolist()], ends.tolist(), strict=True):
        entry, number, group, school = _spots(entries, moments, begin, end)
        spot[entry] = made + number
        groups.append(group)
        schools.append(school)
        made += len(group)
    group = np.concatenate(groups) if groups else np.zeros(0, dtype=np.int64)
    school = np.concatenate(schools) if schools else group
    day, half = c.placements.day[group // 2], group % 2
    able = serving(index)[:, None, :] & hiring(index).T[None, :, :]
    size = index.substitute_size
    hands = np.zeros((len(index.days), len(index.schools), 2), dtype=np.int64)
    for n in range(len(size)):
        hands += size[n] * (able[n][:, :, None] & offered(index)[n][:, None, :])
    together = _together(c, group, school, size)
    return Hands(spot, group, hands[day, school, half], together)


def _spots(
    entries: Entries, moments: Moments, begin: int, end: int
) -> tuple[Ints, Ints, Ints, Ints]:
    """Of some entries: entry and its spot, and by spot its group and school."""
    absence = (moments.cell[begin:end] % moments.absences).astype(np.int64)
    position, run = moments.runs.expand(absence)
    start, stop = moments.begin[run], moments.end[run]
    is_plain = moments.kind[start] == 0
    position, start, stop = position[is_plain], start[is_plain], stop[is_plain]
    at, moment = ranges(start, stop - start)
    entry = position[at]
    is_plain = moments.kind[moment] == 0
    entry, moment = entry[is_plain] + begin, moment[is_plain]
    total = len(moments.place) + 1
    key = entries.placement[entry].astype(np.int64) * total + moment
    order = np.argsort(key, kind="stable")
    is_new = np.append(True, np.diff(key[order]) != 0)[: len(order)]
    owner = np.cumsum(is_new) - 1
    people = np.bincount(owner)
    where, when = np.divmod(key[order[is_new]], total)
    place = moments.place[when]
    # By placement and school, the moment with most people.
    ranked = np.lexsort((-people, place // 2, where))
    is_best = (np.diff(where[ranked]) != 0) | (np.diff(place[ranked] // 2) != 0)
    best = ranked[np.append(True, is_best)[: len(ranked)]]
    number = np.full(len(people), -1, dtype=np.int64)
    number[best] = np.arange(len(best))
    is_in = number[owner] >= 0
    return (
        entry[order[is_in]],
        number[owner[is_in]],
        where[best] * 2 + place[best] % 2,
        place[best] // 2,
    )


def _together(c: Candidates, group: Ints, school: Ints, size: Ints) -> Ints:
    """By group, the substitutes who could come to any of its schools."""
    index, count = c.index, 2 * len(c.placements)
    together = np.zeros(count, dtype=np.int64)
    day, half = np.repeat(c.placements.day, 2), np.arange(count) % 2
    for begin in range(0, count, 50_000):
        part = slice(begin, begin + 50_000)
        is_here = (group >= begin) & (group < begin + 50_000)
        served = np.zeros((len(day[part]), len(size)), dtype=np.bool_)
        np.logical_or.at(served, group[is_here] - begin, serving(index).T[school[is_here]])
        served &= offered(index)[:, day[part], half[part]].T
        together[part] = served @ size
    return together
