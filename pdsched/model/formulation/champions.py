"""Champions: how many people of each school stand at a level of a topic, and are still missing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from pdsched.engines.arrays import Bools, Ints, group_ids, unique
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.instance.index import Index
from pdsched.problem import Champions
from pdsched.problem.once import once


class _Wanted(NamedTuple):
    """What one record asks for."""

    missing: Ints
    """By school, the people who are missing without any plan; 0 where none are asked for."""
    could: Bools
    """By staff group, whether it could help: at one of the schools, and not there yet."""
    course: Bools
    """By course, whether it leads there."""
    last: int
    """Last day number that counts."""


def _wanted(index: Index, record: Champions) -> _Wanted:
    world = index.world
    leads = {
        c.id for c in index.courses if c.topic == record.topic and (c.leads_to or 0) >= record.level
    }
    champions = {
        member.id
        for member in world.problem.staff
        if member.levels.get(record.topic, 0) >= record.level or leads & set(member.completed)
    }
    is_asked = [record.schools is None or s in record.schools for s in index.schools]
    counts = np.zeros(len(index.schools), dtype=np.int64)
    for person in champions:
        counts[index.school[world.home(person)]] += 1
    could = [
        is_asked[h] and g.members[0] not in champions
        for g, h in zip(index.staff, index.home, strict=True)
    ]
    days = index.days if record.by is None else [d for d in index.days if d <= record.by]
    return _Wanted(
        np.where(is_asked, np.maximum(record.people - counts, 0), 0),
        np.array(could, dtype=np.bool_),
        np.array([c.id in leads for c in index.courses], dtype=np.bool_),
        len(days) - 1,
    )


@once
def _all_wanted(index: Index) -> tuple[_Wanted, ...]:
    """What each record asks for, worked out once for an index."""
    return tuple(_wanted(index, record) for record in index.world.problem.champions)


def _made(c: Candidates, ids: Ints, wanted: _Wanted) -> Ints:
    """Staff groups of whom these attendances make a champion, each once."""
    placement, group = c.placement[ids], c.group[ids]
    is_made = wanted.course[c.placements.course[placement]] & wanted.could[group]
    return unique(group[is_made & (c.placements.day[placement] <= wanted.last)])


def missing_after(c: Candidates, ids: Ints) -> int:
    """How many champions are missing when these attendances happen."""
    return sum(int(_still_missing(c, ids, wanted).sum()) for wanted in _all_wanted(c.index))


def _still_missing(c: Candidates, ids: Ints, wanted: _Wanted) -> Ints:
    """By school, the people who are missing when these attendances happen."""
    homes = c.index.home[_made(c, ids, wanted)]
    missing = wanted.missing - np.bincount(homes, minlength=len(wanted.missing))
    return np.asarray(np.maximum(missing, 0))


def state_champions(f: Formulation, *, insist: bool) -> Ints:
    """Rows for each record and school that lacks champions; columns of how many are missing."""
    columns = [_state(f, wanted, insist=insist) for wanted in _all_wanted(f.index)]
    return np.concatenate([f.columns_of_none, *columns])


def _state(f: Formulation, wanted: _Wanted, *, insist: bool) -> Ints:
    """People are single here, and each counts once, however many courses lead them there."""
    x = f.attend
    beyond = f.beyond.attends.ids
    missing = _still_missing(f.candidates, beyond, wanted)
    is_able = wanted.could.copy()
    is_able[_made(f.candidates, beyond, wanted)] = False
    att = np.flatnonzero(wanted.course[x.course] & (x.day <= wanted.last) & is_able[x.group])
    if f.part:
        missing = missing * np.isin(np.arange(len(missing)), f.index.home[x.group[att]])
    schools = np.flatnonzero(missing)
    att = att[missing[f.index.home[x.group[att]]] > 0]
    number, first = group_ids(x.group[att])
    becomes = f.only_if_any(number, x.column[att])
    school = np.searchsorted(schools, f.index.home[x.group[att[first]]])
    most = np.zeros(len(schools), dtype=np.int64) if insist else missing[schools]
    ones = np.ones(len(becomes), dtype=np.int64)
    return f.at_least(school, becomes, ones, missing[schools], slack=most)


def bounds(c: Candidates) -> Iterator[tuple[int, str]]:
    """How many are missing at best."""
    yield 0, "plain"
    if not c.partial:
        yield missing_after(c, np.arange(len(c.placement))), "needs"
