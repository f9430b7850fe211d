"""Rules of who learns what with whom: needs, group sizes, prerequisites."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

import numpy as np

from pdsched.engines.arrays import MINUTES, Ints, group_ids, ranges, unique
from pdsched.model.formulation.couplings import people, sessions
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.instance.distinctions import in_series, tells_apart
from pdsched.model.rules.registry import rule
from pdsched.problem import Prerequisite


@rule("need", reach=[people])
def meets_each_need_once(f: Formulation) -> None:
    """Each member of a group meets each need at most once, and attends a course at most once."""
    x = f.attend
    by_need, _ = group_ids(x.group, x.slot)
    f.rows.add(by_need, x.column, upper=x.size)
    by_course, _ = group_ids(x.group, x.course)
    is_several = f.distinct(by_course, x.slot) > 1
    f.rows.add(by_course[is_several], x.column[is_several], upper=x.size[is_several])


@rule("group-size", reach=[sessions])
def group_sizes(f: Formulation) -> None:
    """Sessions hold everybody who attends, no fewer than the least group and no more than fit.

    The last rows say again, for each attendance alone, that nobody attends where no session is:
    implied, but without them the linear relaxation is far too hopeful.
    """
    x, y = f.attend, f.session
    seats = f.candidates.placements.capacity[y.ids]
    key = np.concatenate([x.seat, y.seat])
    column = np.concatenate([x.column, y.column])
    ones = np.ones(len(x.seat), dtype=np.int64)
    f.rows.add(key, column, np.concatenate([ones, -y.least[y.seat]]), lower=0)
    f.rows.add(key, column, np.concatenate([ones, -seats]), upper=0)
    largest = np.zeros(len(y.used), dtype=np.int64)
    np.maximum.at(largest, y.seat, seats)
    f.add_per_session(np.arange(len(x.seat)), x.column, x.seat, np.minimum(x.size, largest[x.seat]))


@rule("group-size", implied=True)
def sessions_of_a_course(f: Formulation) -> None:
    """No more sessions of a course than least groups can be formed: implied, but for fractions."""
    x, y = f.attend, f.session
    _, first = group_ids(x.course, x.group, x.slot)
    people = np.zeros(len(f.index.courses), dtype=np.int64)
    np.add.at(people, x.course[first], x.size[first])
    least = np.array([c.group_min for c in f.index.courses], dtype=np.int64)
    f.rows.add(y.course, y.column, upper=(people // least)[y.course])


@rule("prerequisites", reach=[people])
def prerequisites(f: Formulation) -> None:
    """Cumulated up to each moment, no more people have gone on than have come first."""
    add_prerequisites(f)


def add_prerequisites(f: Formulation, until: Mapping[int, int] | None = None) -> None:
    """The rows of that rule.

    Args:
        f: What is stated.
        until: By number of a course that comes first, the last day on which whoever goes on has to
            have come first; courses that are not in it are left out. If it is left out, all do.
    """
    x = f.attend
    start = f.candidates.placements.start[x.placement]
    end = f.candidates.placements.end[x.placement]
    for arc, before, first, then in _arcs(f):
        if until is not None:
            then = then[x.day[then] <= until.get(before, -1)]
        ready = (x.day[first] + arc.min_days) * MINUTES
        if arc.min_days == 0:
            ready += end[first]
        _cumulate(f, first, ready, then, x.day[then] * MINUTES + start[then])
        if arc.max_days is not None:
            _cumulate(f, first, -(x.day[first] + arc.max_days), then, -x.day[then])


def _arcs(f: Formulation) -> Iterator[tuple[Prerequisite, int, Ints, Ints]]:
    """Prerequisite, its course, attendances that come first, and attendances that go on."""
    x = f.attend
    number = {c.id: n for n, c in enumerate(f.index.courses)}
    for course in unique(x.course):
        for arc in f.index.courses[course].prerequisites:
            before = number[arc.course]
            is_owing = f.index.owing(arc)[x.group]
            then = np.flatnonzero(is_owing & (x.course == course))
            has_next = np.zeros(len(f.index.staff), dtype=np.bool_)
            has_next[x.group[then]] = True
            first = np.flatnonzero(is_owing & has_next[x.group] & (x.course == before))
            yield arc, before, first, then


def _cumulate(f: Formulation, first: Ints, ready: Ints, then: Ints, moment: Ints) -> None:
    """Up to each moment, those of ``then`` are no more than those of ``first`` that are ready.

    Group by group. A moment is left out when nobody gets ready between it and the group's next:
    the next says more.
    """
    x = f.attend
    low = int(min(ready.min(initial=0), moment.min(initial=0)))
    spread = int(max(ready.max(initial=0), moment.max(initial=0))) - low + 1
    had, went = x.group[first] * spread + ready - low, x.group[then] * spread + moment - low
    points = unique(went)
    group = points // spread
    done = np.searchsorted(np.sort(had), points, "right")
    telling = points[
        np.append((done[1:] > done[:-1]) | (group[1:] > group[:-1]), True)[: len(done)]
    ]
    parts = []
    for att, code, coefficient in ((then, went, 1), (first, had, -1)):
        begin = np.searchsorted(telling, code)
        stop = np.searchsorted(telling, (x.group[att] + 1) * spread)
        entry, row = ranges(begin, stop - begin)
        parts.append((row, att[entry], np.full(len(row), coefficient)))
    f.rows.add(*(np.concatenate(row_entries) for row_entries in zip(*parts, strict=True)), upper=0)


tells_apart("need", "group-size")
tells_apart(
    "prerequisites", single_staff=partial(in_series, of=lambda arc: arc.max_days is not None)
)
