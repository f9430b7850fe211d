"""Offers with trainers of the staff: what leading takes from them, and who can.

Whoever leads goes from session to session, so they are away for the session alone, without the way
from home; lessons know the way by themselves. What rules judge of one release alone leaves out
offers, as it leaves out attendances.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pdsched.engines.arrays import Bools, Ints, unique
from pdsched.model.candidates.absences import NEVER, AbsenceGenerator, Absences
from pdsched.model.candidates.filters import on_avoided_weekday
from pdsched.model.candidates.intervals import as_numbers
from pdsched.model.candidates.placements import Placements
from pdsched.model.instance.givers import givers_of
from pdsched.model.instance.index import Index
from pdsched.model.instance.role_numbers import roles_of

NOBODY = -1
"""Number of the staff group of a trainer who is not among the staff."""


class Leads(NamedTuple):
    """What leading takes of each who gives an offer: offer x giver, as in `givers_of`."""

    group: Ints
    """The staff group; -1 for others."""
    away: Ints
    """Number of the way to be away; -1 for others, and where the person cannot be away."""


def enumerate_leads(index: Index, placements: Placements, generator: AbsenceGenerator) -> Leads:
    """What leading takes, offer by offer; enumerates the tables wanted."""
    group = leaders(index, placements.trainer)
    away = np.full(group.shape, NEVER, dtype=np.int64)
    led = np.nonzero(group >= 0)
    if not len(led[0]):
        return Leads(group, away)
    at, leader = placements.owner[led[0]], group[led]
    home, venue = index.home[leader], placements.venue[at]
    codes = as_numbers(placements.start[at], placements.end[at])
    for home_school in unique(home).tolist():
        for venue_there in unique(venue[home == home_school]).tolist():
            entry = np.flatnonzero((home == home_school) & (venue == venue_there))
            table = generator.enumerate_leading(home_school, venue_there, unique(leader[entry]))
            shape = generator.shapes.of[leader[entry], placements.day[at[entry]]]
            interval = np.searchsorted(generator.intervals[venue_there], codes[entry])
            away[led[0][entry], led[1][entry]] = table[shape, interval]
    return Leads(group, away)


def leaders(index: Index, trainer: Ints) -> Ints:
    """The staff groups of those who give the sessions of some trainers: trainer x giver, or -1."""
    return roles_of(index).leader[givers_of(index)[trainer]]


def led(index: Index, placements: Placements, aways: Absences, leads: Leads) -> Placements:
    """The placements with offers whose trainers can be there; some may be left without any."""
    is_leading = leads.group >= 0
    if not is_leading.any():
        return placements
    day = placements.day[placements.owner]
    is_possible = ~is_leading
    there = np.nonzero(is_leading & (leads.away >= 0))
    is_possible[there] = _is_allowed(index, aways, leads.away[there], day[there[0]])
    return placements.with_offers(np.all(is_possible, axis=1), leads.away)


def _is_allowed(index: Index, aways: Absences, away: Ints, day: Ints) -> Bools:
    coverable = aways.coverable[aways.covered[away], day]
    return coverable & ~on_avoided_weekday(index, day, aways.from_lessons(away))


def sole_leaders(index: Index, placements: Placements) -> Ints:
    """By placement, the staff groups of those who lead there by every offer; -1 for nobody else.

    They cannot attend there. Placement x giver; of a member who is not always named in the same
    place nothing is said, and rows judge.
    """
    group = leaders(index, placements.trainer)
    least = np.full((len(placements), group.shape[1]), np.iinfo(np.int64).max)
    most = np.full(least.shape, NOBODY, dtype=np.int64)
    np.minimum.at(least, placements.owner, group)
    np.maximum.at(most, placements.owner, group)
    return np.where(least == most, most, NOBODY)
