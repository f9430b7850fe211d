"""Trainers and rooms: one session at a moment, and minutes of a trainer by day and week.

For a trainer, or rooms that are alike, on a date and at a moment:

    sum(y of sessions that need one of them then) <= how many there are

and for a trainer, sum(minutes of y on a date, or in a week) <= the limit. All follow from rules
``one-place`` and ``trainer-load``; those of the second are left out where that is off.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pdsched.engines.arrays import Floats, Ints, group_ids, unique
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.goals.sessions import session_minutes
from pdsched.model.instance.index import first_open
from pdsched.search.sessions.multipliers import Multipliers

BEYOND = 1e5
"""A limit that is none: more minutes than a week has."""


@dataclass(frozen=True, eq=False, slots=True)
class Resources:
    """Offers of placements to come, those alike but for seats once, in order of teams.

    A *team* is a placement and a trainer, or none: it holds one session by one of its offers; one
    without a trainer several, which are worth no more than what everybody who comes is.
    """

    placement: Ints
    """By team."""
    first: Ints
    """By team, its first offer."""
    trainer: Ints
    """By offer; one beyond the last where there is none."""
    room: Ints
    """By offer, as a number after those of trainers; the last one where there is none."""
    day: Ints
    week: Ints
    course: Ints
    begin: Ints
    """By offer, the first of its moments."""
    end: Ints
    """By offer, one beyond the last of its moments."""
    minutes: Floats
    """By offer, of its trainer."""
    met: Floats
    """By offer, minutes in which somebody leads a group, or a group meets."""
    seats: Ints
    """By placement, the seats of its largest offer; of courses without trainers as good as
    endless, since they could have several sessions."""
    counts: Floats
    """By trainer and room type, how many there are; the last one stands for none needed."""
    daily: Floats
    """By trainer, minutes a day."""
    weekly: Floats
    """By trainer, minutes a week."""
    shape: tuple[int, int, int]
    """Trainers and room types, days, and moments."""
    weeks: int

    def charge(self, prices: Multipliers, minute: float = 0.0) -> tuple[Ints, Floats]:
        """By team, its cheapest offer, and what a session by that costs.

        ``minute`` is the price of a minute in which a group meets.
        """
        sums = np.zeros((self.shape[0], self.shape[1], self.shape[2] + 1))
        np.cumsum(prices.places, axis=2, out=sums[:, :, 1:])
        cost = prices.courses[self.course].copy()
        for what in (self.trainer, self.room):
            cost += sums[what, self.day, self.end] - sums[what, self.day, self.begin]
        by_minute = prices.days[self.trainer, self.day] + prices.weeks[self.trainer, self.week]
        cost += self.minutes * by_minute + self.met * minute
        if not len(cost):
            return self.first, cost
        least = np.minimum.reduceat(cost, self.first)
        team = np.repeat(np.arange(len(self.first)), np.diff(np.append(self.first, len(cost))))
        cheapest = np.flatnonzero(cost <= least[team])
        _, one = np.unique(team[cheapest], return_index=True)
        return cheapest[one], least

    def use(self, held: Ints) -> tuple[Floats, Floats, Floats, Ints]:
        """What sessions by some offers need: places, minutes of days and weeks, and courses."""
        things, days, moments = self.shape
        steps = np.zeros((things, days, moments + 1))
        for what in (self.trainer, self.room):
            np.add.at(steps, (what[held], self.day[held], self.begin[held]), 1.0)
            np.add.at(steps, (what[held], self.day[held], self.end[held]), -1.0)
        steps[-1] = 0.0
        daily, weekly = np.zeros((things, days)), np.zeros((things, self.weeks))
        np.add.at(daily, (self.trainer[held], self.day[held]), self.minutes[held])
        np.add.at(weekly, (self.trainer[held], self.week[held]), self.minutes[held])
        return np.cumsum(steps, axis=2)[:, :, :-1], daily, weekly, self.course[held]

    def free(self, prices: Multipliers) -> Multipliers:
        """The prices, 0 where there is no limit."""
        prices.places[-1] = 0.0
        prices.days[self.daily >= BEYOND] = 0.0
        prices.weeks[self.weekly >= BEYOND] = 0.0
        return prices


def resources_of(c: Candidates) -> Resources:
    """What the sessions of all placements to come need."""
    p, index = c.placements, c.index
    trainers, rooms = len(index.trainers), len(index.rooms)
    nothing = trainers + rooms
    offers = np.flatnonzero(p.day[p.owner] >= first_open(index))
    owner = p.owner[offers]
    trainer = np.where(p.trainer[offers] >= 0, p.trainer[offers], nothing)
    room = np.where(p.room[offers] >= 0, trainers + p.room[offers], nothing)
    _, kept = group_ids(owner, trainer, room)
    at, team = owner[kept], owner[kept] * (nothing + 1) + trainer[kept]
    first = np.flatnonzero(np.append(True, np.diff(team) != 0)[: len(team)])
    grid = unique(np.concatenate([p.start, p.end]))
    is_led = np.zeros(len(p), dtype=np.bool_)
    is_led[owner[trainer < nothing]] = True
    seats = np.zeros(len(p), dtype=np.int64)
    np.maximum.at(seats, owner, p.capacity[offers])
    seats[~is_led] = np.iinfo(np.int32).max
    of_type = [len(room_type.members) for room_type in index.rooms]
    counts = np.array([*[1] * trainers, *of_type, 1], dtype=np.float64)
    daily, weekly = np.full(nothing + 1, BEYOND), np.full(nothing + 1, BEYOND)
    if index.world.policy.keeps_trainer_loads:
        for n, one in enumerate(index.trainers):
            daily[n] = BEYOND if one.max_minutes_per_day is None else one.max_minutes_per_day
            weekly[n] = BEYOND if one.max_minutes_per_week is None else one.max_minutes_per_week
    day = p.day[at]
    return Resources(
        at[first],
        first,
        trainer[kept],
        room[kept],
        day,
        index.week[day],
        p.course[at],
        np.searchsorted(grid, p.start[at]),
        np.searchsorted(grid, p.end[at]),
        (p.end - p.start)[at].astype(np.float64),
        session_minutes(index)[p.course[at]].astype(np.float64),
        seats,
        counts,
        daily,
        weekly,
        (nothing + 1, len(index.days), len(grid)),
        int(index.week.max(initial=-1)) + 1,
    )
