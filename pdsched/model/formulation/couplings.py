"""What attendances have in common that share a row: the reach of a rule.

A sub-MIP sets some attendances of a plan free and leaves the others as they are. Those of the
others that share a row with a free one have to be stated with it, or the row would be too kind.
Every rule says by such keys which these are; `pdsched.search.subproblem` gathers them. Keys of
releases are also those of whoever of the staff could lead where somebody attends.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from pdsched.engines.arrays import Ints, ranges, unique
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.candidates.releases import releases_at
from pdsched.model.instance.givers import givers

Reach = Callable[[Candidates, Ints], tuple[Ints, Ints]]
"""For some attendances: position among them, and key, as often as one has keys."""


def _each(ids: Ints) -> Ints:
    return np.arange(len(ids))


def _placed(c: Candidates, ids: Ints) -> Ints:
    return c.placement[ids].astype(np.int64)


def people(c: Candidates, ids: Ints) -> tuple[Ints, Ints]:
    """The same person, or group of equal ones, who attends, or leads there."""
    position, releases = releases_at(c, ids)
    return position, releases.group


def sessions(c: Candidates, ids: Ints) -> tuple[Ints, Ints]:
    """The same placement."""
    return _each(ids), _placed(c, ids)


def home_days(c: Candidates, ids: Ints) -> tuple[Ints, Ints]:
    """People of the same home school, on the same day."""
    position, releases = releases_at(c, ids)
    return position, c.index.home[releases.group] * len(c.index.days) + releases.day


def half_days(c: Candidates, ids: Ints) -> tuple[Ints, Ints]:
    """Lessons to cover at the same school in the same half-day.

    Of a school where mornings run late, in the same day: whoever holds them may be missing in the
    afternoon.
    """
    position, releases = releases_at(c, ids)
    entry, place = c.places_taken(releases)
    school = place // (2 * len(c.index.days))
    return position[entry], np.where(c.late[school], place // 2 * 2, place)


def classes(c: Candidates, ids: Ints) -> tuple[Ints, Ints]:
    """Lessons to cover of the same class."""
    att, releases = releases_at(c, ids)
    entry, lesson, _ = c.lessons_taken(releases)
    position, name = c.lessons.classes.expand(lesson)
    return att[entry[position]], name


def counted_schools(c: Candidates, ids: Ints) -> tuple[Ints, Ints]:
    """Lessons to cover at schools where days of substitutes with classes count.

    Who holds what there hangs together over all dates and all of these schools.
    """
    att, releases = releases_at(c, ids)
    entry, lesson, _ = c.lessons_taken(releases)
    numbers = np.arange(len(c.lessons.ids))
    schools = unique(c.lessons.school[numbers[c.counts_days(numbers)]])
    att_there = att[entry[np.isin(c.lessons.school[lesson], schools)]]
    return att_there, np.zeros_like(att_there)


def trainer_weeks(c: Candidates, ids: Ints) -> tuple[Ints, Ints]:
    """Sessions that the same trainer could lead, in the same week."""
    position, offered = _offered(c, ids, c.placements.trainer)
    which, trainer = givers(c.index, offered)
    position = position[which]
    week = c.index.week[c.placements.day[_placed(c, ids)[position]]]
    return position, trainer * (len(c.index.days) + 1) + week


def room_days(c: Candidates, ids: Ints) -> tuple[Ints, Ints]:
    """Sessions that could sit in the same group of rooms, on the same day."""
    position, room = _offered(c, ids, c.placements.room)
    day = c.placements.day[_placed(c, ids)[position]]
    return position, room * len(c.index.days) + day


def _offered(c: Candidates, ids: Ints, of_offer: Ints) -> tuple[Ints, Ints]:
    """Trainers or rooms of the offers at some attendances' placements; none left out."""
    used, number = np.unique(_placed(c, ids), return_inverse=True)
    at, offers = c.placements.offers_of(used)
    is_real = of_offer[offers] >= 0
    at, numbers = at[is_real], of_offer[offers[is_real]].astype(np.int64)
    begin = np.searchsorted(at, number)
    lengths = np.searchsorted(at, number, "right") - begin
    position, where = ranges(begin, lengths)
    return position, numbers[where]
