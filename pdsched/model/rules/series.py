"""The rule of series: who learns a later course together has learned the earlier one together.

A column for each pair of a session of the later course and one of the earlier course says that
people come from the one to the other; each later session has at most one. That takes a row for
each such pair and person, so it is for schools, or for a few courses of a district.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

import numpy as np

from pdsched.engines.arrays import MINUTES, Bools, CsrLists, Ints, group_ids, unique
from pdsched.model.formulation.couplings import people, sessions
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.instance.distinctions import in_series, tells_apart
from pdsched.model.instance.world import World
from pdsched.model.rules.registry import rule
from pdsched.problem import Prerequisite

BEYOND = -1
"""Column of what happens beyond the formulation."""


class _Attending(NamedTuple):
    """Attendances of one course, as arrays."""

    group: Ints
    placement: Ints
    column: Ints


@rule("same-group", reach=[people, sessions])
def same_group(f: Formulation) -> None:
    """Those of a later session who attend the earlier course attend one session of it."""
    for arc, later, earlier in _arcs(f):
        one, other = _by_person(later, earlier)
        is_possible = _can_be_both(f, arc, later, earlier, one, other)
        one, other = one[is_possible], other[is_possible]
        if not len(one):
            continue
        pair, first = group_ids(later.placement[one], earlier.placement[other])
        link = f.new_variables(np.ones(len(first), dtype=np.int64))
        f.rows.add(later.placement[one[first]], link, upper=1)
        _link(f, later.column[one], earlier.column[other], link[pair])


def _link(f: Formulation, later: Ints, earlier: Ints, link: Ints) -> None:
    """Whoever is in both sessions of a pair links them."""
    entry = np.flatnonzero(earlier != BEYOND)
    row = np.arange(len(later))
    ones = np.ones(len(later), dtype=np.int64)
    limit = (earlier != BEYOND).astype(np.int64)
    f.rows.add(
        np.concatenate([row, entry, row]),
        np.concatenate([later, earlier[entry], link]),
        np.concatenate([ones, ones[entry], -ones]),
        upper=np.concatenate([limit, limit[entry], limit]),
    )

    def put(values: Ints) -> None:
        both = np.where(earlier == BEYOND, 1, values[earlier]) * values[later]
        np.maximum.at(values, link, both)

    f.define(unique(link), put)


def _arcs(f: Formulation) -> Iterator[tuple[Prerequisite, _Attending, _Attending]]:
    """Each arc that keeps groups together, with attendances of its later and earlier course."""
    number = {c.id: n for n, c in enumerate(f.index.courses)}
    for later, course in enumerate(f.index.courses):
        for arc in course.prerequisites:
            earlier = number[arc.course]
            if arc.same_group and _grouped(f, later, earlier):
                yield arc, _stated(f, later), _with_beyond(f, earlier)


def _grouped(f: Formulation, *courses: int) -> bool:
    return all(f.index.courses[course].modality.has_group for course in courses)


def _stated(f: Formulation, course: int) -> _Attending:
    x = f.attend
    att = np.flatnonzero(x.course == course)
    return _Attending(x.group[att], x.placement[att], x.column[att])


def _with_beyond(f: Formulation, course: int) -> _Attending:
    c, ids = f.candidates, f.beyond.attends.ids
    ids = ids[c.placements.course[c.placement[ids]] == course]
    stated = _stated(f, course)
    return _Attending(
        np.concatenate([stated.group, c.group[ids]]),
        np.concatenate([stated.placement, c.placement[ids]]),
        np.concatenate([stated.column, np.full(len(ids), BEYOND)]),
    )


def _by_person(later: _Attending, earlier: _Attending) -> tuple[Ints, Ints]:
    """Pairs of a later and an earlier attendance of one person."""
    count = int(max(later.group.max(initial=-1), earlier.group.max(initial=-1))) + 1
    by_group = CsrLists.of(earlier.group, np.arange(len(earlier.group)), count)
    return by_group.expand(later.group)


def _can_be_both(
    f: Formulation,
    arc: Prerequisite,
    later: _Attending,
    earlier: _Attending,
    one: Ints,
    other: Ints,
) -> Bools:
    """By pair, whether the rule of prerequisites leaves it possible."""
    if not f.world.policy.holds("prerequisites"):
        return np.ones(len(one), dtype=np.bool_)
    p, then, first = f.candidates.placements, later.placement[one], earlier.placement[other]
    lag = p.day[then] - p.day[first]
    is_in_order = lag * MINUTES + p.start[then] >= p.end[first]
    most = lag.max(initial=0) if arc.max_days is None else arc.max_days
    is_kept = is_in_order & (lag >= arc.min_days) & (lag <= most)
    return np.asarray(is_kept | ~f.index.owing(arc)[later.group[one]])


def _courses_of_series(world: World) -> Iterator[str]:
    for course in world.problem.courses:
        for arc in course.prerequisites:
            if arc.same_group:
                yield from (course.id, arc.course)


tells_apart(
    "same-group",
    single_staff=partial(in_series, of=lambda arc: arc.same_group),
    single_sessions=_courses_of_series,
)
