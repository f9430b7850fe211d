"""Rules of covers by colleagues: one lesson at a time, only what is taken, only so often.

Where the policy lets no colleague cover there are no such columns, and nothing is added.
"""

from __future__ import annotations

import numpy as np

from pdsched.engines.arrays import (
    CsrLists,
    Ints,
    group_ids,
    inner_join,
    interval_cliques,
    lookup_sorted,
    ranges,
    unique,
)
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.formulation.missed import lesson_numbers, missed_by
from pdsched.model.formulation.shared_lessons import no_cover_without_cause
from pdsched.model.instance.calendar import monday
from pdsched.model.instance.colleagues import colleagues_of
from pdsched.model.instance.covers import comes_late
from pdsched.model.instance.distinctions import tells_apart
from pdsched.model.instance.past_figures import covers_given_by_week
from pdsched.model.rules.registry import rule


@rule("one-place")
def colleagues_in_one_place(f: Formulation) -> None:
    """A colleague holds one lesson at a time, and has time to go from one to the next."""
    c = f.cover
    by_day = c.colleague * len(f.index.days) + c.day
    start, end = f.candidates.lessons.start[c.lesson], f.candidates.lessons.end[c.lesson]
    entry, key = interval_cliques(by_day, start, end)
    f.rows.add(key, c.column[entry], upper=1)
    school = f.candidates.lessons.school[c.lesson]
    # Two of one school are no way apart, and nearly all covers are of one.
    several = np.flatnonzero(f.distinct(by_day, school) > 1)
    one, other = (several[some] for some in inner_join(by_day[several], by_day[several]))
    way = f.index.travel[school[one], school[other]]
    clash = (end[one] <= start[other]) & (start[other] - end[one] < way)
    _not_both(f, c.column[one[clash]], c.column[other[clash]])


@rule("colleague-cover")
def colleagues_hold_what_is_taken(f: Formulation) -> None:
    """Of each duty no more lessons are held by colleagues than covers are due."""
    if not len(f.cover.ids):
        return
    held, column = f.covered_by.expand(np.arange(len(f.demands.duties)))
    taken, load = f.demands.taken.expand(np.arange(len(f.demands.lesson)))
    signs = np.repeat([1, -1], [len(column), len(load)])
    key = np.concatenate([held, f.demands.duty[taken]])
    f.rows.add(key, np.concatenate([column, load]), signs, upper=0)
    for above, below in f.above:
        # A column that says "taken" may not be 1 without cause any more.
        position, column = below.expand(np.arange(len(above)))
        key = np.concatenate([np.arange(len(above)), position])
        signs = np.repeat([1, -1], [len(above), len(column)])
        f.rows.add(key, np.concatenate([above, column]), signs, upper=0)
    no_cover_without_cause(f, f.demands.shared)


@rule("colleague-cover")
def colleagues_are_not_released(f: Formulation) -> None:
    """A colleague holds no lesson that their own release overlaps, or would take from them."""
    c = f.cover
    if not len(c.ids):
        return
    days, lessons = len(f.index.days), f.candidates.lessons
    releases = f.releases
    colleague = colleagues_of(f.index).of_group[releases.group]
    covering_day = c.colleague * days + c.day
    own = np.flatnonzero(lookup_sorted(unique(covering_day), colleague * days + releases.day)[0])
    own = own[colleague[own] >= 0]
    own_day = colleague[own] * days + releases.day[own]
    entry, key = interval_cliques(
        np.concatenate([own_day, covering_day]),
        np.concatenate([releases.start[own], lessons.start[c.lesson]]),
        np.concatenate([releases.end[own], lessons.end[c.lesson]]),
    )
    column = np.concatenate([f.release_columns[own], c.column])[entry]
    f.rows.add(key, column, upper=1)
    one, other = _with_a_way(f, own, own_day, covering_day)
    placement = releases.placement[one]
    placements = f.candidates.placements
    session = placements.start[placement], placements.end[placement]
    covered = lessons.start[c.lesson[other]], lessons.end[c.lesson[other]]
    school = lessons.school[c.lesson[other]]
    late = comes_late(f.index, session, placements.venue[placement], covered, school)
    _not_both(f, f.release_columns[one[late]], c.column[other[late]])


def _with_a_way(f: Formulation, own: Ints, own_day: Ints, covering_day: Ints) -> tuple[Ints, Ints]:
    """Releases and covers of one date between which there may be a way that neither has.

    At home the way is a part of the release of who attends, but not of who leads.
    """
    c = f.cover
    school = f.candidates.lessons.school[c.lesson]
    elsewhere = np.flatnonzero(school != colleagues_of(f.index).home[c.colleague])
    one, other = inner_join(own_day, covering_day[elsewhere])
    one, other = own[one], elsewhere[other]
    leading = np.flatnonzero(own >= len(f.attend.ids))
    if not len(leading):
        return one, other
    here = np.flatnonzero(school == colleagues_of(f.index).home[c.colleague])
    two, further = inner_join(own_day[leading], covering_day[here])
    two, further = own[leading[two]], here[further]
    return np.concatenate([one, two]), np.concatenate([other, further])


@rule("colleague-cover")
def colleagues_are_released_for_half_days(f: Formulation) -> None:
    """Where a release is from a whole half-day, a colleague covers nothing in that."""
    c = f.cover
    if not len(c.ids) or not f.world.policy.holds("half-day-releases"):
        return
    days, lessons = len(f.index.days), f.candidates.lessons
    own, taken, on = f.candidates.lessons_taken(f.releases)
    colleague = colleagues_of(f.index).of_group[f.releases.group[own]]
    gone = (colleague * days + on) * 2 + lessons.half[taken]
    some = np.flatnonzero(colleague >= 0)
    some = some[group_ids(own[some], gone[some])[1]]
    own, gone = own[some], gone[some]
    there = (c.colleague * days + c.day) * 2 + lessons.half[c.lesson]
    # Of a need one release happens, and of covers at one moment one: these share a row.
    need, by_need = group_ids(gone, f.releases.slot[own])
    entry, key = interval_cliques(there, lessons.start[c.lesson], lessons.end[c.lesson])
    moment, by_moment = group_ids(key)
    one, other = inner_join(gone[by_need], there[entry[by_moment]])
    of_need, release = CsrLists.of(need, own, len(by_need)).expand(one)
    of_moment, cover = CsrLists.of(moment, entry, len(by_moment)).expand(other)
    f.rows.add(
        np.concatenate([of_need, of_moment]),
        np.concatenate([f.release_columns[release], c.column[cover]]),
        upper=1,
    )


@rule("colleague-cover")
def colleagues_hold_what_takes_in(f: Formulation) -> None:
    """Who takes a class or a part of it in beside a lesson of theirs is not released from that."""
    c = f.cover
    policy = f.world.policy
    if not len(c.ids) or not (policy.merged_classes or policy.split_classes):
        return
    numbers = lesson_numbers(f.index)
    own = np.array([numbers.get(name, -1) for name in c.joined], dtype=np.int64)
    some = np.flatnonzero(own >= 0)
    entry, left = missed_by(f.candidates, f.releases)
    days, count = len(f.index.days), len(numbers)
    leaver = colleagues_of(f.index).of_group[f.releases.group[entry]]
    leaves = (leaver * days + f.releases.day[entry]) * count + left
    entry, leaves = entry[leaves >= 0], leaves[leaves >= 0]
    one, other = inner_join(leaves, (c.colleague[some] * days + c.day[some]) * count + own[some])
    _not_both(f, f.release_columns[entry[one]], c.column[some[other]])


@rule("colleague-cover")
def classes_are_divided_whole(f: Formulation) -> None:
    """As many take in a part beside each of the lessons among which classes are divided.

    Whoever was left out of a sub-MIP cannot: then nobody does.
    """
    c = f.cover
    some = np.flatnonzero(c.part_rank >= 0)
    if not len(some):
        return
    lessons = f.candidates.lessons
    number, first = group_ids(f.coverings.dated(c.lesson[some], c.day[some]))
    hosts = np.array([len(named) for named in lessons.splits], dtype=np.int64)
    others = hosts[lessons.split[c.lesson[some[first]]]] - 1
    widest, place = int(others.max()) + 1, c.part_rank[some]
    begins = np.flatnonzero(place == 0)
    each, other = ranges(np.ones(len(begins), dtype=np.int64), others[number[begins]])
    begins, later = begins[each], np.flatnonzero(place)
    key = np.concatenate([number[later] * widest + place[later], number[begins] * widest + other])
    column = c.column[some[np.concatenate([later, begins])]]
    sign = np.repeat([1, -1], [len(later), len(begins)])
    # Two upper limits rather than an equation: a plan that is filled column by column looks at
    # those only, and so pulls in the other parts when it takes one.
    f.rows.add(key, column, sign, upper=0)
    f.rows.add(key, column, -sign, upper=0)


@rule("colleague-cover-limits")
def colleague_cover_limits(f: Formulation) -> None:
    """A colleague covers only so often in a week and in all, covers before the plan included."""
    c = f.cover
    by_week, first = group_ids(c.colleague, f.index.week[c.day])
    given, names, days = (
        covers_given_by_week(f.world.problem),
        colleagues_of(f.index).names,
        f.index.days,
    )
    pairs = zip(c.colleague[first].tolist(), c.day[first].tolist(), strict=True)
    before = [given[names[person], monday(days[on])] for person, on in pairs]
    most = f.world.policy.colleague_covers_per_week - np.array(before, dtype=np.int64)
    f.rows.add(by_week, c.column, upper=np.maximum(0, most)[by_week])
    f.rows.add(c.colleague, c.column, upper=colleagues_of(f.index).left[c.colleague])


def _not_both(f: Formulation, one: Ints, other: Ints) -> None:
    row = np.arange(len(one))
    f.rows.add(np.concatenate([row, row]), np.concatenate([one, other]), upper=1)


tells_apart("colleague-cover", "colleague-cover-limits")
