"""Minutes of protected time that releases take."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import NamedTuple

import numpy as np

from pdsched.engines.arrays import CsrLists, Ints
from pdsched.model.candidates.candidates import Releases
from pdsched.model.instance.calendar import Span
from pdsched.model.instance.index import Index
from pdsched.problem.once import once


class _Times(NamedTuple):
    """Protected time of staff groups, as arrays."""

    kind: Ints
    """What is protected of a group on a day: group x day; -1 for nothing."""
    start: Ints
    end: Ints
    of_kind: CsrLists
    """By kind, positions of its intervals, which do not overlap."""


def minutes_lost(index: Index, releases: Releases) -> Ints:
    """By release, the minutes of protected time that it takes."""
    times = _times(index)
    kind = times.kind[releases.group, releases.day]
    rel = np.flatnonzero(kind >= 0)
    entry, at = times.of_kind.expand(kind[rel])
    first = np.maximum(times.start[at], releases.start[rel[entry]])
    last = np.minimum(times.end[at], releases.end[rel[entry]])
    lost = np.zeros(len(kind), dtype=np.int64)
    np.add.at(lost, rel[entry], np.maximum(0, last - first))
    return lost


@once
def _times(index: Index) -> _Times:
    kind = np.full((len(index.staff), len(index.days)), -1, dtype=np.int64)
    known: dict[Hashable, int] = {}
    owner: list[int] = []
    spans: list[Span] = []
    for group, number in _days_with_some(index):
        person = index.staff[group].members[0]
        merged = tuple(_merged(index.world.timetable.protected(person, index.days[number])))
        if merged and merged not in known:
            owner.extend([len(known)] * len(merged))
            spans.extend(merged)
            known[merged] = len(known)
        kind[group, number] = known.get(merged, -1)
    start, end = np.array(spans, dtype=np.int64).reshape(len(spans), 2).T
    return _Times(kind, start, end, CsrLists.of(owner, np.arange(len(spans)), len(known)))


def _days_with_some(index: Index) -> Iterator[tuple[int, int]]:
    for group, staff in enumerate(index.staff):
        if index.world.timetable.protected_rows(staff.members[0]):
            yield from ((group, day) for day in range(len(index.days)))


def _merged(spans: tuple[Span, ...]) -> Iterator[Span]:
    """The same minutes, in intervals that do not overlap."""
    until = 0
    for span in sorted(spans):
        if span.end > until:
            yield Span(max(span.start, until), span.end)
            until = span.end
