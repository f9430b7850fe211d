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
        own = np.flatnonzero(f.index.group_size[f.releases.group] == 1)
        own = own[~lookup_sorted(self._beyond(), self._days_of(f.releases)[own])[0]]
        # Of days that are past nothing is decided (`pdsched.model.instance.past_lunch`).
        own = own[f.releases.day[own] >= first_open(f.index)]
        releases = f.releases.only(own)
        lessons, placements = f.candidates.lessons, f.candidates.placements
        half_days = half_days_of_staff(f)
        self.own = own
        """Releases, which come first."""
        self.column = np.concatenate([f.release_columns[own], c.column, half_days.column])
        days = self._days_of(releases), person * dates + c.day, half_days.day
        self.day = np.concatenate(days)
        self.start = np.concatenate([releases.start, lessons.start[c.lesson], half_days.start])
        self.end = np.concatenate([releases.end, lessons.end[c.lesson], half_days.end])
        self.judged = len(own) + len(c.ids)
        """How many of them are releases and covers: these alone make a date one to judge."""
        cover = np.zeros(len(c.ids) + len(half_days.column), dtype=np.bool_)
        at = releases.placement
        brought = self.lunch.brought(placements.start[at], placements.end[at])
        self.long = np.concatenate([brought, cover])
        """Whether it is a session that has a lunch of its own."""
        alone = releases.from_lessons & one_release_a_date(f.world.policy)
        self.alone = np.concatenate([alone, cover])
        """Whether it happens beside none of which this is said, too."""
        self.hungry = np.concatenate([f.candidates.aways.hungry[releases.away], cover])
        """Whether it leaves no lunch by itself."""
        self._solution = np.concatenate([releases.slot, -1 - np.arange(len(cover))])
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
        inside = np.flatnonzero(self.lunch.inside(self.start, self.end))
        inside = inside[lookup_sorted(judged, self.day[inside])[0]]
        cover = inside >= len(self.own)
        day = self.day[inside]
        number, _ = group_ids(day)
        # Of those that happen alone there is one at most.
        solution = np.where(self.alone[inside], -1, np.where(cover, -2, self._solution[inside]))
        several = self.f.distinct(number, solution) > 1 if len(inside) else cover
        found = unique(day[several | cover | self.hungry[inside]])
        return found[~lookup_sorted(self._beyond(), found)[0]]

    def held(self, days: Ints) -> tuple[Ints, Ints]:
        """Lessons of people by the timetable: position in ``days``, and number of the lesson."""
        index = self.f.index
        person, date = np.divmod(days, max(1, len(index.days)))
        names = [g.members[0] for g in index.staff] + [*colleagues_of(index).names]
        held = lessons_of_days(index, [names[p] for p in person.tolist()], date)
        return held.expand(np.arange(len(days)))


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
        there, where = lookup_sorted(days, items.day)
        some = np.flatnonzero(there)
        code = self._codes(at, end, where[some], items.end[some])
        self.of_day, self.begin = code // MINUTES, code % MINUTES
        self.over, held = self._meeting(at, start, end)
        place, item = self._meeting(where[some], items.start[some], items.end[some])
        self.touched = place, some[item]
        self.takers = self._taking(held, at, lesson, some, where)
        self._leave_out()

    def _codes(self, at: Ints, end: Ints, where: Ints, until: Ints) -> Ints:
        """Day and minute of each place as one number, sorted."""
        lunch = self._items.lunch
        day = np.concatenate([np.arange(len(self.days)), at, where])
        begin = np.concatenate([np.full(len(self.days), lunch.start), end, until])
        fits = (lunch.start <= begin) & (begin <= lunch.last)
        return unique(day[fits] * MINUTES + begin[fits])

    def _meeting(self, at: Ints, start: Ints, end: Ints) -> tuple[Ints, Ints]:
        """Which of some intervals of days touch which places: place, and interval."""
        inside = np.flatnonzero(self._items.lunch.inside(start, end))
        place, which = inner_join(self.of_day, at[inside])
        which = inside[which]
        met = self._items.lunch.meets(start[which], end[which], self.begin[place])
        return place[met], which[met]

    def _taking(
        self, held: Ints, at: Ints, lesson: Ints, some: Ints, where: Ints
    ) -> tuple[Ints, Ints]:
        items = self._items
        own = some[some < len(items.own)]
        if not len(held) or not len(own):
            return held[:0], own[:0]
        count = len(lesson_rows(items.f.index))
        entry, taken = missed_by(items.f.candidates, items.f.releases.only(items.own[own]))
        item = own[entry]
        over, one = inner_join(at[held] * count + lesson[held], where[item] * count + taken)
        item = item[one]
        free = ~items.lunch.meets(items.start[item], items.end[item], self.begin[self.over[over]])
        return over[free], item[free]

    def _leave_out(self) -> None:
        """Leave out places in lessons that nobody takes, and days without a place in none."""
        none = np.ones(len(self.over), dtype=np.bool_)
        none[self.takers[0]] = False
        possible = np.ones(len(self.begin), dtype=np.bool_)
        possible[self.over[none]] = False
        free = np.ones(len(self.begin), dtype=np.bool_)
        free[self.over] = False
        leaves = np.zeros(len(self.days), dtype=np.bool_)
        leaves[self.of_day[free]] = True
        self._keep(possible & leaves[self.of_day])
        self._number_days(np.flatnonzero(leaves))

    def only(self, days: Ints) -> Self:
        """Those of some days, given by position and sorted; the others are forgotten."""
        self._keep(np.isin(self.of_day, days))
        self._number_days(days)
        return self

    def _keep(self, places: Bools) -> None:
        number = np.cumsum(places) - 1
        place, item = self.touched
        kept = places[place]
        self.touched = number[place[kept]], item[kept]
        over, item = self.takers
        kept, there = places[self.over], places[self.over[over]]
        self.takers = (np.cumsum(kept) - 1)[over[there]], item[there]
        self.over = number[self.over[kept]]
        self.begin, self.of_day = self.begin[places], self.of_day[places]

    def _number_days(self, days: Ints) -> None:
        self.of_day = np.searchsorted(days, self.of_day)
        self.days = self.days[days]

    def tight(self) -> Ints:
        """Positions of days on which what could happen together may leave no lunch."""
        items, (place, item) = self._items, self.touched
        if not len(self.days):
            return self.days
        beside = ~items.alone[item]
        open_ones = np.ones(len(self.begin), dtype=np.bool_)
        open_ones[place[beside]] = False
        free = open_ones.copy()
        free[self.over] = False
        count = np.bincount(self.of_day[free], minlength=len(self.days))
        found = count == 0
        # What happens alone leaves some of these, or one in lessons all of which it takes.
        lost = items.alone[item] & free[place]
        left = count[self._day_of(items)] - np.bincount(item[lost], minlength=len(items.column))
        left[self._takes_all(open_ones)] = 1
        touching = unique(item[items.alone[item] & ~items.long[item]])
        found[self._day_of(items)[touching[left[touching] <= 0]]] = True
        return np.flatnonzero(found)

    def _day_of(self, items: Items) -> Ints:
        return lookup_sorted(self.days, items.day)[1]

    def _takes_all(self, open_ones: Bools) -> Ints:
        """Items that alone make room for a lunch in lessons."""
        over, item = self.takers
        lessons = np.bincount(self.over, minlength=len(self.begin))
        number, first = group_ids(self.over[over], item) if len(over) else (over, over)
        taken = np.bincount(number, minlength=len(first))
        place = self.over[over[first]]
        return unique(item[first][(taken == lessons[place]) & open_ones[place]])
