"""Releases of people, those who attend and those who lead, as arrays.

A staff member who is a trainer, too, is released for each session that they lead. So a release is
an attendance, or an offer with such a trainer, one for each of a team; what rules say of releases
they say of both, and what they say of groups and needs of attendances alone.
"""

from __future__ import annotations

import numpy as np

from pdsched.engines.arrays import Ints
from pdsched.model.candidates.candidates import Candidates, Releases
from pdsched.model.candidates.leading import leaders


def with_leader(c: Candidates, offers: Ints) -> Ints:
    """Positions of those of some offers whose trainer is released for it, once for each leader."""
    return np.nonzero(c.placements.lead[offers] >= 0)[0]


def releases_of(c: Candidates, attendances: Ints, offers: Ints) -> Releases:
    """The releases of some attendances, and of those who lead by some offers."""
    group, slot, placement, away = (
        field[attendances].astype(np.int64) for field in (c.group, c.slot, c.placement, c.away)
    )
    p = c.placements
    is_led = p.lead[offers] >= 0
    led = offers[np.nonzero(is_led)[0]]
    if len(led):
        group = np.concatenate([group, leaders(c.index, p.trainer[offers])[is_led]])
        slot = np.concatenate([slot, c.index.slots + led])
        placement = np.concatenate([placement, p.owners(led)])
        away = np.concatenate([away, p.lead[offers][is_led]])
    return Releases(
        group,
        placement,
        slot,
        away,
        c.placements.day[placement],
        c.aways.start[away],
        c.aways.end[away],
        c.aways.from_lessons(away),
    )


def releases_at(c: Candidates, attendances: Ints) -> tuple[Ints, Releases]:
    """The releases of attendances and of everybody who could lead there: position, and release.

    Whoever could lead is there once for each of these attendances.
    """
    att = np.arange(len(attendances))
    if not c.leads:
        return att, releases_of(c, attendances, att[:0])
    at, offers = c.placements.offers_of(c.placement[attendances].astype(np.int64))
    releases = releases_of(c, attendances, offers)
    return np.concatenate([att, at[with_leader(c, offers)]]), releases


def releases_around(c: Candidates, attendances: Ints) -> Releases:
    """The releases of attendances and of everybody who could lead there, each once."""
    if not c.leads:
        return releases_of(c, attendances, attendances[:0])
    _, offers = c.placements.offers_of(np.unique(c.placement[attendances]).astype(np.int64))
    return releases_of(c, attendances, offers)
