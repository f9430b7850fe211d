"""Moments of cover: at each start of a lesson, what is taken then needs as many substitutes.

For a school, half-day, date and moment, of lessons of one qualification *q* or of all together:

    sum(x of whoever is away from such a lesson) - sum(e of substitutes there who have q) <= 0

Whoever holds a lesson holds no other at its moment, so this follows from rule ``cover``, however
its rows are stated. Left out are schools where colleagues could hold lessons, lessons held by
several of whom some need no cover, and dates that are past. What leaders take is left out, too,
which only makes the left side smaller.

A lesson that one person could miss for two sessions of one date is covered once. So an attendance
counts it only while the person is away, since nobody is away twice at a moment, unless no two of
these attendances can happen: where a person is released once a week at most, or all of them
coincide.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pdsched.engines.arrays import MINUTES, Bools, CsrLists, Floats, Ints, group_ids, ranges, unique
from pdsched.model.candidates.candidates import Candidates, Small
from pdsched.model.instance.colleagues import colleagues_of
from pdsched.search.sessions.entries import Entries

CHUNK = 1_000_000
"""Attendances that are looked at in one go."""


@dataclass(frozen=True, eq=False, slots=True)
class Moments:
    """Moments of cover, and by kind of absence the runs of moments that it takes."""

    place: Ints
    """By moment, school and half-day as one number."""
    kind: Ints
    """By moment, the qualification; 0 for all lessons together, else one more than its number."""
    runs: CsrLists
    """By absence, numbers of runs."""
    begin: Ints
    """By run, its first moment."""
    end: Ints
    """By run, one beyond its last moment."""
    cell: Small
    """By entry, day x absence as one number, absences fastest."""
    absences: int
    days: int

    def charge(self, prices: Floats) -> Floats:
        """Day x absence: what an absence costs at some prices."""
        sums = np.zeros((len(self.place) + 1, self.days))
        np.cumsum(prices, axis=0, out=sums[1:])
        cost = np.zeros((self.absences, self.days))
        taking = np.flatnonzero(self.runs.lengths())
        if len(taking):
            begin, end = self.begin[self.runs.items], self.end[self.runs.items]
            parts = sums[end] - sums[begin]
            cost[taking] = np.add.reduceat(parts, self.runs.first[taking], axis=0)
        return np.ascontiguousarray(cost.T)

    def use(self, entries: Ints, people: Floats) -> Floats:
        """Moment x day: how many are away then."""
        day, absence = np.divmod(self.cell[entries], self.absences)
        position, run = self.runs.expand(absence)
        count, amount, when = len(self.place) + 1, people[position], day[position]
        size = count * self.days
        steps = np.bincount(self.begin[run] * self.days + when, weights=amount, minlength=size)
        steps -= np.bincount(self.end[run] * self.days + when, weights=amount, minlength=size)
        return np.cumsum(steps.reshape(count, self.days)[:-1], axis=0)


class Taken:
    """Which lessons of which absences are counted, and when: one part for each of both."""

    def __init__(self, c: Candidates, entries: Entries) -> None:
        index, lessons = c.index, c.lessons
        colleagues = colleagues_of(index)
        alone = np.array([not len(colleagues.at(n)) for n in range(len(index.schools))], np.bool_)
        is_counted = (lessons.spare == 0) & alone[lessons.school]
        absence, lesson = c.aways.takes.expand(np.arange(len(c.aways.start)))
        keep = is_counted[lesson]
        self.absence, self.lesson = absence[keep], lesson[keep]
        start, end = lessons.start[self.lesson], lessons.end[self.lesson]
        several = _several(c, entries)[self.lesson]
        away_start, away_end = c.aways.start[self.absence], c.aways.end[self.absence]
        start = np.where(several, np.maximum(start, away_start), start)
        end = np.where(several, np.minimum(end, away_end), end)
        self.start, self.end = start, np.maximum(start, end)


def _several(c: Candidates, entries: Entries) -> Bools:
    """By lesson, whether on some date one person could miss it for two sessions."""
    days, count, policy = len(c.index.days), len(c.lessons.ids), c.index.world.policy
    if policy.limits_releases_per_week and policy.releases_per_week <= 1:
        return np.zeros(count, dtype=np.bool_)
    latest, earliest = np.zeros(count * days, np.int32), np.full(count * days, MINUTES, np.int32)
    low, high = np.full(count * days, 1 << 30, np.int32), np.full(count * days, -1, np.int32)
    for begin in range(0, len(entries.ids), CHUNK):
        ids = entries.ids[begin : begin + CHUNK]
        away = c.away[ids].astype(np.int64)
        position, lesson = c.aways.takes.expand(away)
        key = lesson * days + entries.day[begin : begin + CHUNK][position]
        np.maximum.at(latest, key, c.aways.start[away[position]].astype(np.int32))
        np.minimum.at(earliest, key, c.aways.end[away[position]].astype(np.int32))
        np.minimum.at(low, key, c.slot[ids[position]])
        np.maximum.at(high, key, c.slot[ids[position]])
    is_several = (low < high) & (latest >= earliest)
    return np.asarray(is_several.reshape(count, days).any(axis=1))


def covers_of(c: Candidates, entries: Entries) -> Ints:
    """By absence, lessons that need a cover for it alone, whatever else happens."""
    absence, lesson = c.aways.takes.expand(np.arange(len(c.aways.start)))
    is_counted = (c.lessons.spare == 0) & ~_several(c, entries)
    return np.bincount(absence[is_counted[lesson]], minlength=len(c.aways.start))


def moments_of(c: Candidates, entries: Entries) -> Moments:
    """All moments of cover of some entries."""
    index, lessons, taken = c.index, c.lessons, Taken(c, entries)
    kinds = len(index.qualifications) + 1
    place = (lessons.school * 2 + lessons.half)[taken.lesson]
    asked = lessons.kind[taken.lesson] + 1
    special = np.flatnonzero(asked < kinds)
    base = np.concatenate([place * kinds, (place * kinds + asked)[special]]) * MINUTES
    absence, start, end = (
        np.concatenate([field, field[special]]) for field in (taken.absence, taken.start, taken.end)
    )
    keep = start < end
    base, absence, start, end = (field[keep] for field in (base, absence, start, end))
    moments = unique(base + start)
    begin, stop = np.searchsorted(moments, base + start), np.searchsorted(moments, base + end)
    owner, moment = ranges(begin, stop - begin)
    count, total = len(c.aways.start), len(moments) + 1
    # Whoever should hold two lessons at a moment counts once.
    pairs = unique(absence[owner] * total + moment)
    is_first = np.append(True, np.diff(pairs) > 1)[: len(pairs)]
    absence, first = np.divmod(pairs[is_first], total)
    last = pairs[np.append(is_first[1:], True)[: len(pairs)]] % total
    number, example = _alike(CsrLists.of(absence, first * total + last, count))
    runs = CsrLists.of(absence, np.arange(len(absence)), count)
    owner, items = runs.expand(example)
    days = len(index.days)
    return Moments(
        moments // MINUTES // kinds,
        moments // MINUTES % kinds,
        CsrLists.of(owner, np.arange(len(items)), len(example)),
        first[items],
        last[items] + 1,
        (entries.day * np.int64(len(example)) + number[c.away[entries.ids]]).astype(np.int32),
        len(example),
        days,
    )


def _alike(lists: CsrLists) -> tuple[Ints, Ints]:
    """Number equal lists alike: by list its number, and a first list of each number."""
    lengths = lists.lengths()
    table = np.full((len(lengths), max(1, int(lengths.max(initial=0)))), -1, dtype=np.int64)
    owner, item = lists.expand(np.arange(len(lengths)))
    table[owner, np.arange(len(owner)) - lists.first[owner]] = item
    return group_ids(*table.T)
