"""Middays of single people on dates, for rule ``staff-lunch``: where a lunch could begin.

A lunch can be moved earlier until the span or something busy stops it, so these are the beginning
of the span, and the ends of lessons, releases, covers and half-days as a substitute.
"""

from __future__ import annotations

from typing import Self

import numpy as np

from pdsched.engines.arrays import (
    MINUTES,
    Bools,
    Ints,
    group_ids,
    inner_join,
    lookup_sorted,
    union,
    unique,
)
from pdsched.model.candidates.candidates import Releases
from pdsched.model.candidates.lone_releases import one_release_a_date
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.formulation.missed import lesson_rows, lessons_of_days, missed_by
from pdsched.model.formulation.on_duty import days_of_staff, half_days_of_staff
from pdsched.model.instance.colleagues import colleagues_of
from pdsched.model.instance.index import first_open
from pdsched.model.instance.lunch import Lunch
from pdsched.model.solution.due import releases_in


class Items:
    """Releases of single people, covers by colleagues, and half-days as a substitute, as arrays.

    They are one list, in this order. A *day* is a number of a person and a date. Days of which a
    release or a half-day as a substitute is not stated are left out: nothing of such a person is
    free in a sub-MIP.
    """

    def __init__(self, f: Formulation) -> None:
        c = f.cover
        self.f, self.lunch = f, Lunch.of(f.world.policy)
        group = colleagues_of(f.index).group[c.colleague]
        person = np.where(group < 0, len(f.index.staff) + c.colleague, group)
        dates = len(f.index.days)
        rel = np.flatnonzero(f.index.group_size[f.releases.group] == 1)
        rel = rel[~lookup_sorted(self._beyond(), self._days_of(f.releases)[rel])[0]]
        # Of days that are past nothing is decided (`pdsched.model.instance.past_lunch`).
        rel = rel[f.releases.day[rel] >= first_open(f.index)]
        releases = f.releases.only(rel)
        lessons, placements = f.candidates.lessons, f.candidates.placements
        half_days = half_days_of_staff(f)
        self.own = rel
        """Releases, which come first."""
        self.column = np.concatenate([f.release_columns[rel], c.column, half_days.column])
        days = self._days_of(releases), person * dates + c.day, half_days.day
        self.day = np.concatenate(days)
        self.start = np.concatenate([releases.start, lessons.start[c.lesson], half_days.start])
        self.end = np.concatenate([releases.end, lessons.end[c.lesson], half_days.end])
        self.judged = len(rel) + len(c.ids)
        """How many of them are releases and covers: these alone make a date one to judge."""
        is_none = np.zeros(len(c.ids) + len(half_days.column), dtype=np.bool_)
        at = releases.placement
        has_lunch = self.lunch.brought(placements.start[at], placements.end[at])
        self.long = np.concatenate([has_lunch, is_none])
        """Whether it is a session that has a lunch of its own."""
        is_alone = releases.from_lessons & one_release_a_date(f.world.policy)
        self.alone = np.concatenate([is_alone, is_none])
        """Whether it happens beside none of which this is said, too."""
        self.hungry = np.concatenate([f.candidates.aways.hungry[releases.away], is_none])
        """Whether it leaves no lunch by itself."""
        self._solution = np.concatenate([releases.slot, -1 - np.arange(len(is_none))])
        """Of those of a day with one number there is at most one."""

    def _days_of(self, releases: Releases) -> Ints:
        return releases.group * len(self.f.index.days) + releases.day

    def _beyond(self) -> Ints:
        """Days of which a release or a half-day as a substitute is not stated, sorted."""
        released = self._days_of(releases_in(self.f.candidates, self.f.beyond))
        return union(released, days_of_staff(self.f, self.f.beyond.engaged.ids)[1])

    def doubtful(self) -> Ints:
        """Days on which a lunch could be lost, as far as can be said without lessons; sorted.

        A cover by itself can lose it, too, and so can half-days as a substitute, but they need
        something else on the date, at whatever time, to be judged at all.
        """
        judged = unique(self.day[: self.judged])
        item = np.flatnonzero(self.lunch.inside(self.start, self.end))
        item = item[lookup_sorted(judged, self.day[item])[0]]
        is_cover = item >= len(self.own)
        day = self.day[item]
        number, _ = group_ids(day)
        # Of those that happen alone there is one at most.
        solution = np.where(self.alone[item], -1, np.where(is_cover, -2, self._solution[item]))
        is_several = self.f.distinct(number, solution) > 1 if len(item) else is_cover
        days = unique(day[is_several | is_cover | self.hungry[item]])
        return days[~lookup_sorted(self._beyond(), days)[0]]

    def held(self, days: Ints) -> tuple[Ints, Ints]:
        """Lessons of people by the timetable: position in ``days``, and number of the lesson."""
        index = self.f.index
        person, date = np.divmod(days, max(1, len(index.days)))
        names = [g.members[0] for g in index.staff] + [*colleagues_of(index).names]
        lessons = lessons_of_days(index, [names[p] for p in person.tolist()], date)
        return lessons.expand(np.arange(len(days)))


class Places:
    """Where lunches could begin, on days whose lessons leave one when nothing else happens."""

    days: Ints
    """Sorted."""
    begin: Ints
    """By place, its minute."""
    of_day: Ints
    """By place, the position of its day."""
    over: Ints
    """Lessons over places, all of which would have to be taken: the place of each."""
    touched: tuple[Ints, Ints]
    """Places that something touches: place, and item."""
    takers: tuple[Ints, Ints]
    """Releases that take such a lesson and do not touch the place: position in ``over``, and
    item."""

    def __init__(self, items: Items, days: Ints) -> None:
        self._items = items
        self.days = days
        at, lesson = items.held(days)
        _, start, end, *_ = lesson_rows(items.f.index)[lesson].T
        is_here, where = lookup_sorted(days, items.day)
        near = np.flatnonzero(is_here)
        code = self._codes(at, end, where[near], items.end[near])
        self.of_day, self.begin = code // MINUTES, code % MINUTES
        self.over, over_lesson = self._meeting(at, start, end)
        place, item = self._meeting(where[near], items.start[near], items.end[near])
        self.touched = place, near[item]
        self.takers = self._taking(over_lesson, at, lesson, near, where)
        self._leave_out()

    def _codes(self, at: Ints, end: Ints, where: Ints, until: Ints) -> Ints:
        """Day and minute of each place as one number, sorted."""
        lunch = self._items.lunch
        day = np.concatenate([np.arange(len(self.days)), at, where])
        begin = np.concatenate([np.full(len(self.days), lunch.start), end, until])
        is_possible = (lunch.start <= begin) & (begin <= lunch.last)
        return unique(day[is_possible] * MINUTES + begin[is_possible])

    def _meeting(self, at: Ints, start: Ints, end: Ints) -> tuple[Ints, Ints]:
        """Which of some intervals of days touch which places: place, and interval."""
        intervals = np.flatnonzero(self._items.lunch.inside(start, end))
        place, which = inner_join(self.of_day, at[intervals])
        which = intervals[which]
        is_met = self._items.lunch.meets(start[which], end[which], self.begin[place])
        return place[is_met], which[is_met]

    def _taking(
        self, over_lesson: Ints, at: Ints, lesson: Ints, near: Ints, where: Ints
    ) -> tuple[Ints, Ints]:
        items = self._items
        rel = near[near < len(items.own)]
        if not len(over_lesson) or not len(rel):
            return over_lesson[:0], rel[:0]
        count = len(lesson_rows(items.f.index))
        entry, lesson_taken = missed_by(items.f.candidates, items.f.releases.only(items.own[rel]))
        item = rel[entry]
        over, one = inner_join(
            at[over_lesson] * count + lesson[over_lesson], where[item] * count + lesson_taken
        )
        item = item[one]
        is_free = ~items.lunch.meets(
            items.start[item], items.end[item], self.begin[self.over[over]]
        )
        return over[is_free], item[is_free]

    def _leave_out(self) -> None:
        """Leave out places in lessons that nobody takes, and days without a place in none."""
        is_taken_by_none = np.ones(len(self.over), dtype=np.bool_)
        is_taken_by_none[self.takers[0]] = False
        is_possible = np.ones(len(self.begin), dtype=np.bool_)
        is_possible[self.over[is_taken_by_none]] = False
        is_free = np.ones(len(self.begin), dtype=np.bool_)
        is_free[self.over] = False
        has_place = np.zeros(len(self.days), dtype=np.bool_)
        has_place[self.of_day[is_free]] = True
        self._keep(is_possible & has_place[self.of_day])
        self._number_days(np.flatnonzero(has_place))

    def only(self, days: Ints) -> Self:
        """Those of some days, given by position and sorted; the others are forgotten."""
        self._keep(np.isin(self.of_day, days))
        self._number_days(days)
        return self

    def _keep(self, places: Bools) -> None:
        number = np.cumsum(places) - 1
        place, item = self.touched
        is_kept = places[place]
        self.touched = number[place[is_kept]], item[is_kept]
        over, item = self.takers
        is_kept, is_there = places[self.over], places[self.over[over]]
        self.takers = (np.cumsum(is_kept) - 1)[over[is_there]], item[is_there]
        self.over = number[self.over[is_kept]]
        self.begin, self.of_day = self.begin[places], self.of_day[places]

    def _number_days(self, days: Ints) -> None:
        self.of_day = np.searchsorted(days, self.of_day)
        self.days = self.days[days]

    def tight(self) -> Ints:
        """Positions of days on which what could happen together may leave no lunch."""
        items, (place, item) = self._items, self.touched
        if not len(self.days):
            return self.days
        is_beside = ~items.alone[item]
        is_open = np.ones(len(self.begin), dtype=np.bool_)
        is_open[place[is_beside]] = False
        is_free = is_open.copy()
        is_free[self.over] = False
        count = np.bincount(self.of_day[is_free], minlength=len(self.days))
        is_tight = count == 0
        # What happens alone leaves some of these, or one in lessons all of which it takes.
        is_lost = items.alone[item] & is_free[place]
        left = count[self._day_of(items)] - np.bincount(item[is_lost], minlength=len(items.column))
        left[self._takes_all(is_open)] = 1
        touching = unique(item[items.alone[item] & ~items.long[item]])
        is_tight[self._day_of(items)[touching[left[touching] <= 0]]] = True
        return np.flatnonzero(is_tight)

    def _day_of(self, items: Items) -> Ints:
        return lookup_sorted(self.days, items.day)[1]

    def _takes_all(self, is_open: Bools) -> Ints:
        """Items that alone make room for a lunch in lessons."""
        over, item = self.takers
        lessons = np.bincount(self.over, minlength=len(self.begin))
        number, first = group_ids(self.over[over], item) if len(over) else (over, over)
        lessons_taken = np.bincount(number, minlength=len(first))
        place = self.over[over[first]]
        return unique(item[first][(lessons_taken == lessons[place]) & is_open[place]])
