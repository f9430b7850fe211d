"""Rule of cover: enough engaged substitutes for the lessons taken, who hold them one at a time.

Who holds which lesson is not decided here but dealt out afterwards, wherever counts suffice:

- all substitutes who could serve at a half-day can hold all lessons that could be taken in it: then
  as many as the most lessons at one moment are enough (an interval graph is perfect);
- or any two lessons of it coincide or are disjoint: then, period by period, Hall's condition is
  enough (each set of qualifications is asked for at most as often as substitutes engaged have one
  of them).

A lesson that a colleague holds (`pdsched.model.rules.colleagues`) drops out of these counts: what
is left is a part of the same lessons, of which all that was said holds too.

Where a goal or rule counts holders, who holds which lesson is decided everywhere. Where neither of
the above holds, where a morning lesson runs into an afternoon one, where lessons follow too soon on
each other for one substitute (`pdsched.model.instance.pauses`), or where a substitute could be with
a class too often, the half-days of this school and date get one column per substitute and lesson.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np

from pdsched.engines.arrays import (
    MINUTES,
    Bools,
    CsrLists,
    Ints,
    group_ids,
    interval_cliques,
    lookup_sorted,
    unique,
)
from pdsched.model.formulation.couplings import half_days
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.instance.distinctions import tells_apart
from pdsched.model.instance.granularity import covers_are_named
from pdsched.model.instance.index import first_open
from pdsched.model.instance.pauses import Pauses
from pdsched.model.rules.registry import rule, stated_in

MOST_KINDS = 6
"""Sets of qualifications are enumerated up to this many kinds."""


@rule("cover", reach=[half_days])
def covers(s: Formulation) -> None:
    """Every lesson taken that needs cover has an engaged substitute to hold it."""
    counted, still = ~must_name(s), s.demands.is_open
    entry, key = _clashes(s, np.flatnonzero(counted & still))
    none = len(s.index.qualifications)
    _cover_rows(s, entry, key, np.ones(len(s.index.substitutes), dtype=np.bool_))
    asked = s.demands.kind[entry]
    for kind in unique(asked[asked != none]):
        some = asked == kind
        _cover_rows(s, entry[some], key[some], s.index.qualified[:, kind])
    for kinds, some in _mixed(asked, key, none):
        _cover_rows(s, entry[some], key[some], np.any(s.index.qualified[:, list(kinds)], axis=1))
    _name_covers(s, np.flatnonzero(~counted & still))


def _clashes(s: Formulation, some: Ints) -> tuple[Ints, Ints]:
    """Largest sets of demands of one half-day at one moment: demand, and key of the set."""
    demands = s.demands
    entry, key = interval_cliques(demands.place[some], demands.start[some], demands.end[some])
    return some[entry], key


def _mixed(asked: Ints, key: Ints, none: int) -> list[tuple[tuple[int, ...], Bools]]:
    """Sets of two and more kinds that are asked for at one moment, with the entries of each."""
    _, row = np.unique(key, return_inverse=True)
    together: dict[tuple[int, ...], None] = {}
    special = np.flatnonzero(asked != none)
    pairs = np.unique(np.stack([row[special], asked[special]], axis=1), axis=0)
    by_row = CsrLists.of(pairs[:, 0], pairs[:, 1], int(row.max(initial=-1)) + 1)
    for number in np.flatnonzero(by_row.lengths() > 1):
        kinds = by_row[number].tolist()
        for size in range(2, len(kinds) + 1):
            together.update(dict.fromkeys(combinations(kinds, size)))
    return [(kinds, np.isin(asked, kinds)) for kinds in together]


def _cover_rows(s: Formulation, entry: Ints, key: Ints, able: Bools) -> None:
    """Those of these demands that no colleague holds are no more than engaged who are able."""
    points = unique(key)
    position, column, group = s.engaged_at(points // MINUTES)
    real = able[group]
    owner, load = s.demands.taken.expand(entry)
    duty = s.duties[0][entry]
    _, one = group_ids(key, duty)
    asked, colleague = s.covered_by.expand(duty[one])
    minus = np.full(int(real.sum()) + len(colleague), -1, dtype=np.int64)
    s.rows.add(
        np.concatenate([key[owner], points[position[real]], key[one[asked]]]),
        np.concatenate([load, column[real], colleague]),
        np.concatenate([np.ones(len(load), dtype=np.int64), minus]),
        upper=0,
    )


@rule("cover", implied=True)
def covers_of_one_session(s: Formulation) -> None:
    """A session releases no more at a moment than there could be hands, and none unheld.

    Of one school, and of all its schools together: who is engaged at one of them is not at another
    in that half-day. Implied by the other rows, but the linear relaxation does not see it: half a
    session would find the substitutes of a whole one.
    """
    lessons = s.candidates.lessons
    own, lesson, _ = s.candidates.lessons_taken(s.releases.first(len(s.attendances)))
    # Who holds a lesson with others can be spared now and then.
    alone = (lessons.spare[lesson] == 0) & (s.day[own] >= first_open(s.index))
    own, lesson = own[alone], lesson[alone]
    place = s.engagements.place(lessons.school[lesson], s.day[own], lessons.half[lesson])
    spot, _ = group_ids(s.seat[own], place)
    entry, key = interval_cliques(spot, lessons.start[lesson], lessons.end[lesson])
    _, one = group_ids(key, own[entry])
    entry = entry[one]
    moment, first = group_ids(key[one])
    _hands_per_session(s, moment, own[entry], place[entry])
    # Of each school the moment at which most could be away.
    fullest = np.argsort(-np.bincount(moment), kind="stable")
    _, of_spot = group_ids(spot[entry[first[fullest]]])
    entry = entry[np.isin(moment, fullest[of_spot])]
    _, day, half = s.engagements.split_place(place[entry])
    together, _ = group_ids(s.seat[own[entry]], day, half)
    _hands_per_session(s, together, own[entry], place[entry])


def _hands_per_session(s: Formulation, key: Ints, own: Ints, place: Ints) -> None:
    """Attendances of a key are no more than hands at its half-days, for each session held."""
    places, where = np.unique(place, return_inverse=True)
    there, at = lookup_sorted(places, s.engaged_place)
    engaged = CsrLists.of(at[there], s.engaged_group[there], len(places))
    _, first = group_ids(key, where)
    position, group = engaged.expand(where[first])
    _, one = group_ids(key[first[position]], group)
    count = int(key.max(initial=-1)) + 1
    hands = np.zeros(count, dtype=np.int64)
    np.add.at(hands, key[first[position[one]]], s.index.substitute_size[group[one]])
    np.add.at(hands, key[first], _colleagues_at(s, places)[where[first]])
    limit = hands[key]
    more = s.distinct(key, own) > limit
    own = own[more]
    s.add_per_session(key[more], s.attend_columns[own], s.seat[own], limit[more])


def _colleagues_at(s: Formulation, places: Ints) -> Ints:
    """By half-day at a school, how many colleagues could hold some lesson of it."""
    there, where = lookup_sorted(places, s.covering_place)
    _, first = group_ids(where[there], s.covering_of[0][there])
    return np.bincount(where[there][first], minlength=len(places)).astype(np.int64)


def must_name(s: Formulation) -> Bools:
    """By demand, whether the covers of its school and date are to be named instead of counted."""
    demands = s.demands
    if covers_are_named(s.world):
        return np.ones(len(demands.lesson), dtype=np.bool_)
    school_day = demands.place // 2
    number, first = group_ids(school_day)
    count = len(first)
    last, begin = np.zeros(count, dtype=np.int64), np.full(count, 2**31)
    morning = demands.place % 2 == 0
    np.maximum.at(last, number[morning], demands.end[morning])
    np.minimum.at(begin, number[~morning], demands.start[~morning])
    bad = last > begin
    place, example = group_ids(demands.place)
    uneven = _uneven(s, place, len(example)) & _unlike(s, place, len(example))
    bad[number[example[uneven]]] = True
    pauses = Pauses.of(s.world.policy)
    if pauses.longest:
        soon, _ = pauses.broken(demands.hours(s.candidates.lessons, np.arange(len(demands.lesson))))
        bad[number[soon]] = True
    bad[number[s.candidates.counts_days(demands.lesson)]] = True
    return bad[number]


def _unlike(s: Formulation, place: Ints, count: int) -> Bools:
    """By half-day, whether somebody who could serve lacks a qualification that is asked for."""
    demands = s.demands
    _, first = group_ids(place, demands.kind)
    asking = first[demands.kind[first] < len(s.index.qualifications)]
    position, _, group = s.engaged_at(demands.place[asking])
    lacks = ~s.index.qualified[group, demands.kind[asking][position]]
    found = np.zeros(count, dtype=np.bool_)
    found[place[asking[position[lacks]]]] = True
    return found


def _uneven(s: Formulation, place: Ints, count: int) -> Bools:
    """By half-day, whether lessons overlap without coinciding, or ask for too many kinds."""
    demands = s.demands
    _, first = group_ids(place, demands.start, demands.end)
    order = first[np.lexsort((demands.end[first], demands.start[first], place[first]))]
    same = place[order][1:] == place[order][:-1]
    overlap = same & (demands.end[order][:-1] > demands.start[order][1:])
    found = np.zeros(count, dtype=np.bool_)
    found[place[order][1:][overlap]] = True
    kinds = group_ids(place, demands.kind)[1]
    asked = kinds[demands.kind[kinds] < len(s.index.qualifications)]
    return found | (np.bincount(place[asked], minlength=count) > MOST_KINDS)


def _name_covers(s: Formulation, some: Ints) -> None:
    """One column per substitute and lesson; the substitutes are single here."""
    demands, named = s.demands, some
    if covers_are_named(s.world):
        # A duty is named by one of its demands.
        named = np.sort(some[group_ids(s.duties[0][some])[1]])
    position, engaged, group = s.engaged_at(demands.place[named])
    able = s.index.qualified[group, demands.kind[named[position]]]
    position, engaged, group = position[able], engaged[able], group[able]
    for coarse in unique(group[s.index.substitute_size[group] > 1]):
        s.too_coarse.update(s.index.substitutes[int(coarse)].members)
    holds = s.new_variables(np.ones(len(position), dtype=np.int64))
    s.name(named[position], group, holds)
    pair = np.arange(len(holds))
    minus = np.full(len(holds), -1, dtype=np.int64)
    s.rows.add(
        np.concatenate([pair, pair]),
        np.concatenate([holds, engaged]),
        np.concatenate([-minus, minus]),
        upper=0,
    )
    owner, load = demands.taken.expand(some)
    # Demands of a duty that colleagues could hold share a row, others have their own.
    duty = s.duties[0][some]
    shared = (s.covered_by.lengths()[duty] > 0) | (len(named) < len(some))
    spot = np.where(shared, len(some) + duty, np.arange(len(some)))
    duties = unique(duty[shared])
    asked, colleague = s.covered_by.expand(duties)
    minus = np.full(len(holds) + len(colleague), -1, dtype=np.int64)
    at = np.searchsorted(some, named)[position]
    s.rows.add(
        np.concatenate([spot[owner], spot[at], len(some) + duties[asked]]),
        np.concatenate([load, holds, colleague]),
        np.concatenate([np.ones(len(load), dtype=np.int64), minus]),
        upper=0,
    )
    hand, _ = group_ids(group, demands.day[named[position]])
    own = named[position]
    entry, key = interval_cliques(hand, demands.start[own], demands.end[own])
    s.rows.add(key, holds[entry], upper=1)
    _keep_pauses(s, named, own, group, holds)


def _keep_pauses(s: Formulation, named: Ints, own: Ints, group: Ints, holds: Ints) -> None:
    """Nobody holds two lessons that follow too soon on each other.

    Of lessons that follow too soon on one, those at the same moment share a row with it.
    """
    pauses = Pauses.of(s.world.policy)
    if not pauses.longest:
        return
    one, other = pauses.broken(s.demands.hours(s.candidates.lessons, named))
    demand = np.searchsorted(named, own)
    by_demand = CsrLists.of(demand, np.arange(len(own)), len(named))
    pair, first = by_demand.expand(one)
    groups = len(s.index.substitutes)
    code = demand * groups + group
    order = np.argsort(code, kind="stable")
    there, where = lookup_sorted(code[order], other[pair] * groups + group[first])
    first, second = first[there], order[where[there]]
    then = own[second]
    entry, key = interval_cliques(first, s.demands.start[then], s.demands.end[then])
    keys, begin = np.unique(key, return_index=True)
    s.rows.add(
        np.concatenate([key, keys]),
        np.concatenate([holds[second[entry]], holds[first[entry[begin]]]]),
        upper=1,
    )


tells_apart("cover", "cover-qualification")
stated_in("cover", "cover-qualification", "handover")
