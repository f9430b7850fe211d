"""Rules of who learns what with whom: needs, group sizes, prerequisites."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from pdsched.model.arrays import MINUTES, Ints, numbered
from pdsched.model.index import owes
from pdsched.model.rules.registry import rule
from pdsched.model.statement import Statement
from pdsched.problem import Prerequisite


@rule("need")
def meets_each_need_once(s: Statement) -> None:
    """Each member of a group meets each need at most once, and attends a course at most once."""
    by_need, _ = numbered(s.group, s.slot)
    s.rows.add(by_need, s.attend_columns, upper=s.size)
    by_course, _ = numbered(s.group, s.course)
    several = s.distinct(by_course, s.slot) > 1
    s.rows.add(by_course[several], s.attend_columns[several], upper=s.size[several])


@rule("group-size")
def group_sizes(s: Statement) -> None:
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


@rule("group-size")
def sessions_of_a_course(s: Statement) -> None:
    """No more sessions of a course than least groups can be formed: implied, but for fractions."""
    course = s.candidates.placements.course[s.used]
    _, first = numbered(s.course, s.group, s.slot)
    people = np.zeros(len(s.index.courses), dtype=np.int64)
    np.add.at(people, s.course[first], s.size[first])
    least = np.array([c.group_min for c in s.index.courses], dtype=np.int64)
    of_offer = course[s.offer_seat]
    s.rows.add(of_offer, s.hold_columns, upper=(people // least)[of_offer])


@rule("prerequisites")
def prerequisites(s: Statement) -> None:
    """Cumulated up to each moment, no more people have gone on than have come first."""
    start = s.candidates.placements.start[s.placement]
    end = s.candidates.placements.end[s.placement]
    rows = _Rows()
    for arc, first, then in _arcs(s):
        ready = (s.day[first] + arc.min_days) * MINUTES
        if arc.min_days == 0:
            ready += end[first]
        rows.cumulate(first, ready, then, s.day[then] * MINUTES + start[then])
        if arc.max_days is not None:
            rows.cumulate(first, -(s.day[first] + arc.max_days), then, -s.day[then])
    if rows.count:
        s.rows.add(*rows.entries(), upper=0)


def _arcs(s: Statement) -> Iterator[tuple[Prerequisite, Ints, Ints]]:
    """Prerequisite, attendances that come first, and attendances that go on, of one group."""
    followers = {n: c for n, c in enumerate(s.index.courses) if c.prerequisites}
    number = {c.id: n for n, c in enumerate(s.index.courses)}
    wanted = np.flatnonzero(np.isin(s.course, list(followers)))
    chains = np.unique(s.group[wanted])
    order = np.lexsort((s.course, s.group))
    key = s.group[order] * len(s.index.courses) + s.course[order]
    for group in chains:
        base = int(group) * len(s.index.courses)
        person = s.index.staff[int(group)].members[0]

        def of(course: int, base: int = base) -> Ints:
            low, high = np.searchsorted(key, [base + course, base + course + 1])
            return order[low:high]

        for course, taught in followers.items():
            then = of(course)
            for arc in taught.prerequisites if len(then) else ():
                if owes(s.world, person, s.world.courses[arc.course]):
                    yield arc, of(number[arc.course]), then


class _Rows:
    """Gathers the rows of many arcs, to be added at once."""

    def __init__(self) -> None:
        self.count = 0
        self._parts: list[tuple[Ints, Ints, Ints]] = []

    def cumulate(self, first: Ints, ready: Ints, then: Ints, moment: Ints) -> None:
        """Up to each moment, those of ``then`` are no more than those of ``first`` that are ready.

        A moment is left out when nobody gets ready between it and the next: the next says more.
        """
        moments = np.unique(moment)
        done = np.searchsorted(np.sort(ready), moments, "right")
        telling = moments[np.append(done[1:] > done[:-1], True)]
        on, went = np.nonzero(moment[None, :] <= telling[:, None])
        had, came = np.nonzero(ready[None, :] <= telling[:, None])
        self._parts.append((on + self.count, then[went], np.ones(len(on), dtype=np.int64)))
        self._parts.append((had + self.count, first[came], np.full(len(had), -1, dtype=np.int64)))
        self.count += len(telling)

    def entries(self) -> tuple[Ints, Ints, Ints]:
        """Key, column and coefficient of all entries; attendances are their own columns."""
        key, column, coefficient = (np.concatenate(some) for some in zip(*self._parts, strict=True))
        return key, column, coefficient
