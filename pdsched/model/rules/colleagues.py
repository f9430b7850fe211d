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
from pdsched.model.formulation.missed import missed_by
from pdsched.model.formulation.shared_lessons import no_cover_without_cause
from pdsched.model.instance.colleagues import colleagues_of
from pdsched.model.instance.covers import comes_late
from pdsched.model.instance.cycle import week_number
from pdsched.model.instance.distinctions import tells_apart
from pdsched.model.instance.lessons import lesson_numbers
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
    cov = np.flatnonzero(f.distinct(by_day, school) > 1)
    one, other = (cov[side] for side in inner_join(by_day[cov], by_day[cov]))
    way = f.index.travel[school[one], school[other]]
    is_clash = (end[one] <= start[other]) & (start[other] - end[one] < way)
    _not_both(f, c.column[one[is_clash]], c.column[other[is_clash]])


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
    rel = np.flatnonzero(lookup_sorted(unique(covering_day), colleague * days + releases.day)[0])
    rel = rel[colleague[rel] >= 0]
    own_day = colleague[rel] * days + releases.day[rel]
    entry, key = interval_cliques(
        np.concatenate([own_day, covering_day]),
        np.concatenate([releases.start[rel], lessons.start[c.lesson]]),
        np.concatenate([releases.end[rel], lessons.end[c.lesson]]),
    )
    column = np.concatenate([f.release_columns[rel], c.column])[entry]
    f.rows.add(key, column, upper=1)
    one, other = _with_a_way(f, rel, own_day, covering_day)
    placement = releases.placement[one]
    placements = f.candidates.placements
    session = placements.start[placement], placements.end[placement]
    covered = lessons.start[c.lesson[other]], lessons.end[c.lesson[other]]
    school = lessons.school[c.lesson[other]]
    is_late = comes_late(f.index, session, placements.venue[placement], covered, school)
    _not_both(f, f.release_columns[one[is_late]], c.column[other[is_late]])


def _with_a_way(f: Formulation, rel: Ints, own_day: Ints, covering_day: Ints) -> tuple[Ints, Ints]:
    """Releases and covers of one date between which there may be a way that neither has.

    At home the way is a part of the release of who attends, but not of who leads.
    """
    c = f.cover
    school = f.candidates.lessons.school[c.lesson]
    elsewhere = np.flatnonzero(school != colleagues_of(f.index).home[c.colleague])
    one, other = inner_join(own_day, covering_day[elsewhere])
    one, other = rel[one], elsewhere[other]
    leading = np.flatnonzero(rel >= len(f.attend.ids))
    if not len(leading):
        return one, other
    at_home = np.flatnonzero(school == colleagues_of(f.index).home[c.colleague])
    leader, cov = inner_join(own_day[leading], covering_day[at_home])
    leader, cov = rel[leading[leader]], at_home[cov]
    return np.concatenate([one, leader]), np.concatenate([other, cov])


@rule("colleague-cover")
def colleagues_are_released_for_half_days(f: Formulation) -> None:
    """Where a release is from a whole half-day, a colleague covers nothing in that."""
    c = f.cover
    if not len(c.ids) or not f.world.policy.holds("half-day-releases"):
        return
    days, lessons = len(f.index.days), f.candidates.lessons
    rel, lesson_taken, on = f.candidates.lessons_taken(f.releases)
    colleague = colleagues_of(f.index).of_group[f.releases.group[rel]]
    half_day_gone = (colleague * days + on) * 2 + lessons.half[lesson_taken]
    of_colleague = np.flatnonzero(colleague >= 0)
    of_colleague = of_colleague[group_ids(rel[of_colleague], half_day_gone[of_colleague])[1]]
    rel, half_day_gone = rel[of_colleague], half_day_gone[of_colleague]
    half_day = (c.colleague * days + c.day) * 2 + lessons.half[c.lesson]
    # Of a need one release happens, and of covers at one moment one: these share a row.
    need, by_need = group_ids(half_day_gone, f.releases.slot[rel])
    entry, key = interval_cliques(half_day, lessons.start[c.lesson], lessons.end[c.lesson])
    moment, by_moment = group_ids(key)
    one, other = inner_join(half_day_gone[by_need], half_day[entry[by_moment]])
    of_need, release = CsrLists.of(need, rel, len(by_need)).expand(one)
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
    joined = np.array([numbers.get(name, -1) for name in c.joined], dtype=np.int64)
    cov = np.flatnonzero(joined >= 0)
    entry, lesson_left = missed_by(f.candidates, f.releases)
    days, count = len(f.index.days), len(numbers)
    leaver = colleagues_of(f.index).of_group[f.releases.group[entry]]
    leaves = (leaver * days + f.releases.day[entry]) * count + lesson_left
    entry, leaves = entry[leaves >= 0], leaves[leaves >= 0]
    one, other = inner_join(leaves, (c.colleague[cov] * days + c.day[cov]) * count + joined[cov])
    _not_both(f, f.release_columns[entry[one]], c.column[cov[other]])


@rule("colleague-cover")
def classes_are_divided_whole(f: Formulation) -> None:
    """As many take in a part beside each of the lessons among which classes are divided.

    Whoever was left out of a sub-MIP cannot: then nobody does.
    """
    c = f.cover
    cov = np.flatnonzero(c.part_rank >= 0)
    if not len(cov):
        return
    lessons = f.candidates.lessons
    number, first = group_ids(f.coverings.dated(c.lesson[cov], c.day[cov]))
    hosts = np.array([len(ids) for ids in lessons.splits], dtype=np.int64)
    other_hosts = hosts[lessons.split[c.lesson[cov[first]]]] - 1
    widest, rank = int(other_hosts.max()) + 1, c.part_rank[cov]
    begins = np.flatnonzero(rank == 0)
    each, other = ranges(np.ones(len(begins), dtype=np.int64), other_hosts[number[begins]])
    begins, later = begins[each], np.flatnonzero(rank)
    key = np.concatenate([number[later] * widest + rank[later], number[begins] * widest + other])
    column = c.column[cov[np.concatenate([later, begins])]]
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
    problem, names = f.world.problem, colleagues_of(f.index).names
    covers_given = covers_given_by_week(problem)
    pairs = zip(c.colleague[first].tolist(), c.day[first].tolist(), strict=True)
    weeks = {on: week_number(problem.calendar, day) for on, day in enumerate(f.index.days)}
    before = [covers_given[names[person], weeks[on]] for person, on in pairs]
    most = f.world.policy.colleague_covers_per_week - np.array(before, dtype=np.int64)
    f.rows.add(by_week, c.column, upper=np.maximum(0, most)[by_week])
    f.rows.add(c.colleague, c.column, upper=colleagues_of(f.index).left[c.colleague])


def _not_both(f: Formulation, one: Ints, other: Ints) -> None:
    row = np.arange(len(one))
    f.rows.add(np.concatenate([row, row]), np.concatenate([one, other]), upper=1)


tells_apart("colleague-cover", "colleague-cover-limits")
