"""Rules of who learns what with whom: needs, group sizes, prerequisites."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from pdsched.engines.arrays import MINUTES, Ints, group_ids, ranges, unique
from pdsched.model.formulation.couplings import people, sessions
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.instance.distinctions import in_series, tells_apart
from pdsched.model.rules.registry import rule
from pdsched.problem import Prerequisite


@rule("need", reach=[people])
def meets_each_need_once(s: Formulation) -> None:
    """Each member of a group meets each need at most once, and attends a course at most once."""
    by_need, _ = group_ids(s.group, s.slot)
    s.rows.add(by_need, s.attend_columns, upper=s.size)
    by_course, _ = group_ids(s.group, s.course)
    several = s.distinct(by_course, s.slot) > 1
    s.rows.add(by_course[several], s.attend_columns[several], upper=s.size[several])


@rule("group-size", reach=[sessions])
def group_sizes(s: Formulation) -> None:
    """Sessions hold everybody who attends, no fewer than the least group and no more than fit.

    The last rows say again, for each attendance alone, that nobody attends where no session is:
    implied, but without them the linear relaxation is far too hopeful.
    """
    seats = s.candidates.placements.capacity[s.offers]
    key = np.concatenate([s.seat, s.offer_seat])
    column = np.concatenate([s.attend_columns, s.hold_columns])
    ones = np.ones(len(s.seat), dtype=np.int64)
    s.rows.add(key, column, np.concatenate([ones, -s.least[s.offer_seat]]), lower=0)
    s.rows.add(key, column, np.concatenate([ones, -seats]), upper=0)
    largest = np.zeros(len(s.used), dtype=np.int64)
    np.maximum.at(largest, s.offer_seat, seats)
    s.add_per_session(
        np.arange(len(s.seat)), s.attend_columns, s.seat, np.minimum(s.size, largest[s.seat])
    )


@rule("group-size", implied=True)
def sessions_of_a_course(s: Formulation) -> None:
    """No more sessions of a course than least groups can be formed: implied, but for fractions."""
    course = s.candidates.placements.course[s.used]
    _, first = group_ids(s.course, s.group, s.slot)
    people = np.zeros(len(s.index.courses), dtype=np.int64)
    np.add.at(people, s.course[first], s.size[first])
    least = np.array([c.group_min for c in s.index.courses], dtype=np.int64)
    of_offer = course[s.offer_seat]
    s.rows.add(of_offer, s.hold_columns, upper=(people // least)[of_offer])


@rule("prerequisites", reach=[people])
def prerequisites(s: Formulation) -> None:
    """Cumulated up to each moment, no more people have gone on than have come first."""
    start = s.candidates.placements.start[s.placement]
    end = s.candidates.placements.end[s.placement]
    for arc, first, then in _arcs(s):
        ready = (s.day[first] + arc.min_days) * MINUTES
        if arc.min_days == 0:
            ready += end[first]
        _cumulate(s, first, ready, then, s.day[then] * MINUTES + start[then])
        if arc.max_days is not None:
            _cumulate(s, first, -(s.day[first] + arc.max_days), then, -s.day[then])


def _arcs(s: Formulation) -> Iterator[tuple[Prerequisite, Ints, Ints]]:
    """Prerequisite, attendances that come first, and attendances that go on."""
    number = {c.id: n for n, c in enumerate(s.index.courses)}
    for course in unique(s.course):
        for arc in s.index.courses[course].prerequisites:
            before = number[arc.course]
            owing = s.index.owing(before)[s.group]
            then = np.flatnonzero(owing & (s.course == course))
            goes_on = np.zeros(len(s.index.staff), dtype=np.bool_)
            goes_on[s.group[then]] = True
            first = np.flatnonzero(owing & goes_on[s.group] & (s.course == before))
            yield arc, first, then


def _cumulate(s: Formulation, first: Ints, ready: Ints, then: Ints, moment: Ints) -> None:
    """Up to each moment, those of ``then`` are no more than those of ``first`` that are ready.

    Group by group. A moment is left out when nobody gets ready between it and the group's next:
    the next says more.
    """
    low = int(min(ready.min(initial=0), moment.min(initial=0)))
    spread = int(max(ready.max(initial=0), moment.max(initial=0))) - low + 1
    had, went = s.group[first] * spread + ready - low, s.group[then] * spread + moment - low
    points = unique(went)
    group = points // spread
    done = np.searchsorted(np.sort(had), points, "right")
    telling = points[
        np.append((done[1:] > done[:-1]) | (group[1:] > group[:-1]), True)[: len(done)]
    ]
    parts = []
    for own, code, coefficient in ((then, went, 1), (first, had, -1)):
        begin = np.searchsorted(telling, code)
        stop = np.searchsorted(telling, (s.group[own] + 1) * spread)
        entry, row = ranges(begin, stop - begin)
        parts.append((row, own[entry], np.full(len(row), coefficient)))
    s.rows.add(*(np.concatenate(some) for some in zip(*parts, strict=True)), upper=0)


tells_apart("need", "group-size")
tells_apart(
    "prerequisites", single_staff=partial(in_series, of=lambda arc: arc.max_days is not None)
)
