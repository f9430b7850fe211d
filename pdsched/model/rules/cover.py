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
def covers(f: Formulation) -> None:
    """Every lesson taken that needs cover has an engaged substitute to hold it."""
    is_counted, is_open = ~must_name(f), f.demands.is_open
    entry, key = _clashes(f, np.flatnonzero(is_counted & is_open))
    none = len(f.index.qualifications)
    _cover_rows(f, entry, key, np.ones(len(f.index.substitutes), dtype=np.bool_))
    kind_asked = f.demands.kind[entry]
    for kind in unique(kind_asked[kind_asked != none]):
        is_asked = kind_asked == kind
        _cover_rows(f, entry[is_asked], key[is_asked], f.index.qualified[:, kind])
    for kinds, is_asked in _mixed(kind_asked, key, none):
        _cover_rows(
            f, entry[is_asked], key[is_asked], np.any(f.index.qualified[:, list(kinds)], axis=1)
        )
    _name_covers(f, np.flatnonzero(~is_counted & is_open))


def _clashes(f: Formulation, dem: Ints) -> tuple[Ints, Ints]:
    """Largest sets of demands of one half-day at one moment: demand, and key of the set."""
    demands = f.demands
    entry, key = interval_cliques(demands.place[dem], demands.start[dem], demands.end[dem])
    return dem[entry], key


def _mixed(kind_asked: Ints, key: Ints, none: int) -> list[tuple[tuple[int, ...], Bools]]:
    """Sets of two and more kinds that are asked for at one moment, with the entries of each."""
    _, row = np.unique(key, return_inverse=True)
    together: dict[tuple[int, ...], None] = {}
    entry = np.flatnonzero(kind_asked != none)
    pairs = np.unique(np.stack([row[entry], kind_asked[entry]], axis=1), axis=0)
    by_row = CsrLists.of(pairs[:, 0], pairs[:, 1], int(row.max(initial=-1)) + 1)
    for number in np.flatnonzero(by_row.lengths() > 1):
        kinds = by_row[number].tolist()
        for size in range(2, len(kinds) + 1):
            together.update(dict.fromkeys(combinations(kinds, size)))
    return [(kinds, np.isin(kind_asked, kinds)) for kinds in together]


def _cover_rows(f: Formulation, entry: Ints, key: Ints, is_able: Bools) -> None:
    """Those of these demands that no colleague holds are no more than engaged who are able."""
    points = unique(key)
    position, column, group = f.engage.at(points // MINUTES)
    is_real = is_able[group]
    owner, load = f.demands.taken.expand(entry)
    duty = f.demands.duty[entry]
    _, one = group_ids(key, duty)
    duty_entry, colleague = f.covered_by.expand(duty[one])
    minus = np.full(int(is_real.sum()) + len(colleague), -1, dtype=np.int64)
    f.rows.add(
        np.concatenate([key[owner], points[position[is_real]], key[one[duty_entry]]]),
        np.concatenate([load, column[is_real], colleague]),
        np.concatenate([np.ones(len(load), dtype=np.int64), minus]),
        upper=0,
    )


@rule("cover", implied=True)
def covers_of_one_session(f: Formulation) -> None:
    """A session releases no more at a moment than there could be hands, and none unheld.

    Of one school, and of all its schools together: who is engaged at one of them is not at another
    in that half-day. Implied by the other rows, but the linear relaxation does not see it: half a
    session would find the substitutes of a whole one.
    """
    x = f.attend
    lessons = f.candidates.lessons
    att, lesson, _ = f.candidates.lessons_taken(f.releases.first(len(x.ids)))
    # Who holds a lesson with others can be spared now and then.
    is_due = (lessons.spare[lesson] == 0) & (x.day[att] >= first_open(f.index))
    att, lesson = att[is_due], lesson[is_due]
    place = f.engagements.place_of(lessons, lesson, x.day[att])
    spot, _ = group_ids(x.seat[att], place)
    entry, key = interval_cliques(spot, lessons.start[lesson], lessons.end[lesson])
    _, one = group_ids(key, att[entry])
    entry = entry[one]
    moment, first = group_ids(key[one])
    _hands_per_session(f, moment, att[entry], place[entry])
    # Of each school the moment at which most could be away.
    fullest = np.argsort(-np.bincount(moment), kind="stable")
    _, of_spot = group_ids(spot[entry[first[fullest]]])
    entry = entry[np.isin(moment, fullest[of_spot])]
    _, day, half = f.engagements.split_place(place[entry])
    together, _ = group_ids(x.seat[att[entry]], day, half)
    _hands_per_session(f, together, att[entry], place[entry])


def _hands_per_session(f: Formulation, key: Ints, att: Ints, place: Ints) -> None:
    """Attendances of a key are no more than hands at its half-days, for each session held."""
    x, e = f.attend, f.engage
    places, where = np.unique(place, return_inverse=True)
    is_here, at = lookup_sorted(places, e.place)
    engaged = CsrLists.of(at[is_here], e.group[is_here], len(places))
    _, first = group_ids(key, where)
    position, group = engaged.expand(where[first])
    _, one = group_ids(key[first[position]], group)
    count = int(key.max(initial=-1)) + 1
    hands = np.zeros(count, dtype=np.int64)
    np.add.at(hands, key[first[position[one]]], f.index.substitute_size[group[one]])
    np.add.at(hands, key[first], _colleagues_at(f, places)[where[first]])
    limit = hands[key]
    is_more = f.distinct(key, att) > limit
    att = att[is_more]
    f.add_per_session(key[is_more], x.column[att], x.seat[att], limit[is_more])


def _colleagues_at(f: Formulation, places: Ints) -> Ints:
    """By half-day at a school, how many colleagues could hold some lesson of it."""
    c = f.cover
    is_here, where = lookup_sorted(places, c.place)
    _, first = group_ids(where[is_here], c.colleague[is_here])
    return np.bincount(where[is_here][first], minlength=len(places)).astype(np.int64)


def must_name(f: Formulation) -> Bools:
    """By demand, whether the covers of its school and date are to be named instead of counted."""
    demands = f.demands
    if covers_are_named(f.world):
        return np.ones(len(demands.lesson), dtype=np.bool_)
    school_day = demands.place // 2
    number, first = group_ids(school_day)
    count = len(first)
    last, begin = np.zeros(count, dtype=np.int64), np.full(count, 2**31)
    is_morning = demands.place % 2 == 0
    np.maximum.at(last, number[is_morning], demands.end[is_morning])
    np.minimum.at(begin, number[~is_morning], demands.start[~is_morning])
    is_named = last > begin
    place, example = group_ids(demands.place)
    is_uneven = _uneven(f, place, len(example)) & _unlike(f, place, len(example))
    is_named[number[example[is_uneven]]] = True
    pauses = Pauses.of(f.world.policy)
    if pauses.longest:
        soon, _ = pauses.broken(demands.hours(f.candidates.lessons, np.arange(len(demands.lesson))))
        is_named[number[soon]] = True
    is_named[number[f.candidates.counts_days(demands.lesson)]] = True
    return is_named[number]


def _unlike(f: Formulation, place: Ints, count: int) -> Bools:
    """By half-day, whether somebody who could serve lacks a qualification that is asked for."""
    demands = f.demands
    _, first = group_ids(place, demands.kind)
    dem = first[demands.kind[first] < len(f.index.qualifications)]
    position, _, group = f.engage.at(demands.place[dem])
    is_lacking = ~f.index.qualified[group, demands.kind[dem][position]]
    is_unlike = np.zeros(count, dtype=np.bool_)
    is_unlike[place[dem[position[is_lacking]]]] = True
    return is_unlike


def _uneven(f: Formulation, place: Ints, count: int) -> Bools:
    """By half-day, whether lessons overlap without coinciding, or ask for too many kinds."""
    demands = f.demands
    _, first = group_ids(place, demands.start, demands.end)
    order = first[np.lexsort((demands.end[first], demands.start[first], place[first]))]
    is_same = place[order][1:] == place[order][:-1]
    is_overlap = is_same & (demands.end[order][:-1] > demands.start[order][1:])
    is_uneven = np.zeros(count, dtype=np.bool_)
    is_uneven[place[order][1:][is_overlap]] = True
    kinds = group_ids(place, demands.kind)[1]
    dem = kinds[demands.kind[kinds] < len(f.index.qualifications)]
    return is_uneven | (np.bincount(place[dem], minlength=count) > MOST_KINDS)


def _name_covers(f: Formulation, dem: Ints) -> None:
    """One column per substitute and lesson; the substitutes are single here."""
    demands, named = f.demands, dem
    if covers_are_named(f.world):
        # A duty is named by one of its demands.
        named = np.sort(dem[group_ids(f.demands.duty[dem])[1]])
    position, engaged, group = f.engage.at(demands.place[named])
    is_able = f.index.qualified[group, demands.kind[named[position]]]
    position, engaged, group = position[is_able], engaged[is_able], group[is_able]
    for group_of_several in unique(group[f.index.substitute_size[group] > 1]):
        f.too_coarse.update(f.index.substitutes[int(group_of_several)].members)
    holds = f.new_variables(np.ones(len(position), dtype=np.int64))
    f.name(named[position], group, holds)
    owner, load = demands.taken.expand(dem)
    # Demands of a duty that colleagues could hold share a row, others have their own.
    duty = f.demands.duty[dem]
    is_shared = (f.covered_by.lengths()[duty] > 0) | (len(named) < len(dem))
    spot = np.where(is_shared, len(dem) + duty, np.arange(len(dem)))
    duties = unique(duty[is_shared])
    duty_entry, colleague = f.covered_by.expand(duties)
    minus = np.full(len(holds) + len(colleague), -1, dtype=np.int64)
    at = np.searchsorted(dem, named)[position]
    f.rows.add(
        np.concatenate([spot[owner], spot[at], len(dem) + duties[duty_entry]]),
        np.concatenate([load, holds, colleague]),
        np.concatenate([np.ones(len(load), dtype=np.int64), minus]),
        upper=0,
    )
    named_dem = named[position]
    _hold_one_at_a_time(f, named_dem, group, engaged, holds)
    _keep_pauses(f, named, named_dem, group, holds)


def _hold_one_at_a_time(f: Formulation, dem: Ints, group: Ints, engaged: Ints, holds: Ints) -> None:
    """Of lessons at one moment a substitute holds at most one, and none where they do not come.

    A row for each largest set of these: the linear relaxation then asks for as many substitutes as
    there are lessons at one moment, where rows of single lessons would ask for a part of each.
    """
    start, end = f.demands.start[dem], f.demands.end[dem]
    entry, key = interval_cliques(engaged, start, end)
    _, first = group_ids(key)
    f.rows.add(
        np.concatenate([key, key[first]]),
        np.concatenate([holds[entry], engaged[entry[first]]]),
        np.concatenate([np.ones(len(key), dtype=np.int64), np.full(len(first), -1)]),
        upper=0,
    )
    # Who is engaged twice on a date, too, is in one place at a time.
    hand, _ = group_ids(group, f.demands.day[dem])
    entry, key = interval_cliques(hand, start, end)
    is_both = f.distinct(key, engaged[entry]) > 1
    f.rows.add(key[is_both], holds[entry[is_both]], upper=1)


def _keep_pauses(f: Formulation, named: Ints, dem: Ints, group: Ints, holds: Ints) -> None:
    """Nobody holds two lessons that follow too soon on each other.

    Of lessons that follow too soon on one, those at the same moment share a row with it.
    """
    pauses = Pauses.of(f.world.policy)
    if not pauses.longest:
        return
    one, other = pauses.broken(f.demands.hours(f.candidates.lessons, named))
    demand = np.searchsorted(named, dem)
    by_demand = CsrLists.of(demand, np.arange(len(dem)), len(named))
    pair, first = by_demand.expand(one)
    groups = len(f.index.substitutes)
    code = demand * groups + group
    order = np.argsort(code, kind="stable")
    is_there, where = lookup_sorted(code[order], other[pair] * groups + group[first])
    first, second = first[is_there], order[where[is_there]]
    second_dem = dem[second]
    entry, key = interval_cliques(first, f.demands.start[second_dem], f.demands.end[second_dem])
    keys, begin = np.unique(key, return_index=True)
    f.rows.add(
        np.concatenate([key, keys]),
        np.concatenate([holds[second[entry]], holds[first[entry[begin]]]]),
        upper=1,
    )


tells_apart("cover", "cover-qualification")
stated_in("cover", "cover-qualification", "handover")
