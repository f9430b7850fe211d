"""Rules of groups: who learns together.

Each placement of the courses concerned holds one session at most
(`pdsched.model.instance.single_sessions`), so what is said of a placement is said of a group.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from pdsched.engines.arrays import Ints, group_ids
from pdsched.model.formulation.couplings import sessions
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.instance.distinctions import tells_apart
from pdsched.model.instance.single_sessions import mixing, shared_courses
from pdsched.model.instance.world import World
from pdsched.model.rules.registry import rule
from pdsched.problem import PairKind


@rule("most-of-one-school", reach=[sessions])
def most_of_one_school(f: Formulation) -> None:
    """In a group are only so many of one home school."""
    att, key = _beyond_most(f)
    f.limit(key, f.attend.column[att], upper=f.world.policy.most_of_one_school)


@rule("most-of-one-school", implied=True)
def most_of_one_school_where_a_session_is(f: Formulation) -> None:
    """The same times the session: implied, but the linear relaxation holds parts of sessions."""
    x = f.attend
    att, key = _beyond_most(f)
    limit = np.full(len(att), f.world.policy.most_of_one_school, dtype=np.int64)
    f.add_per_session(key, x.column[att], x.seat[att], limit)


def _beyond_most(f: Formulation) -> tuple[Ints, Ints]:
    """Attendances of which more are possible than may be, and numbers of session and school."""
    x = f.attend
    att, key = _by_school(f)
    _, first = group_ids(key, x.group[att])
    people = np.bincount(key[first], weights=x.size[att[first]])
    is_more = people[key] > (f.world.policy.most_of_one_school or 0)
    return att[is_more], key[is_more]


@rule("least-of-one-school", reach=[sessions])
def least_of_one_school(f: Formulation) -> None:
    """In a group is nobody of a home school, or so many."""
    x = f.attend
    att, key = _by_school(f)
    _, any_there = f.some(key, x.column[att], x.size[att])
    least = np.full(len(any_there), f.world.policy.least_of_one_school, dtype=np.int64)
    f.limit(
        np.concatenate([key, np.arange(len(any_there))]),
        np.concatenate([x.column[att], any_there]),
        np.concatenate([np.full(len(att), -1, dtype=np.int64), least]),
        upper=0,
    )


@rule("pairs", reach=[sessions])
def pairs(f: Formulation) -> None:
    """Both of a pair attend a session, or neither; or not both."""
    x, problem = f.attend, f.world.problem
    if not problem.pairs:
        return
    groups = {g.members[0]: number for number, g in enumerate(f.index.staff)}
    for pair in problem.pairs:
        shared = shared_courses(f.world, pair)
        is_meant = np.array([c.id in shared for c in f.index.courses], dtype=np.bool_)[x.course]
        one, other = (
            np.flatnonzero(is_meant & (x.group == groups.get(person, -1))) for person in pair.staff
        )
        att = np.concatenate([one, other])
        if pair.kind is PairKind.APART:
            f.rows.add(x.seat[att], x.column[att], upper=1)
            continue
        side = np.where(np.arange(len(att)) < len(one), 1, -1)
        for sign in (side, -side):
            f.rows.add(x.seat[att], x.column[att], sign, upper=0)


def _by_school(f: Formulation) -> tuple[Ints, Ints]:
    """Attendances in groups that mix schools, and numbers of session and home school."""
    x = f.attend
    is_mixed = np.array([mixing(c) for c in f.index.courses], dtype=np.bool_)
    att = np.flatnonzero(is_mixed[x.course])
    key, _ = group_ids(x.seat[att], f.index.home[x.group[att]])
    return att, key


def _mixing_courses(world: World) -> Iterator[str]:
    return (course.id for course in world.problem.courses if mixing(course))


def _courses_of_pairs(world: World) -> Iterator[str]:
    return (course for pair in world.problem.pairs for course in shared_courses(world, pair))


tells_apart("most-of-one-school", "least-of-one-school", single_sessions=_mixing_courses)
tells_apart(
    "pairs",
    single_staff=lambda world: (person for pair in world.problem.pairs for person in pair.staff),
    single_sessions=_courses_of_pairs,
)
